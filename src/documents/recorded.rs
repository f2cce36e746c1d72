//! What a template sees of the records that some commits state.

use super::gate::CriterionView;
use super::inputs::Planned;
use super::marks::{EvidenceView, SpentView};
use super::text::{Foreign, Prose};
use crate::history::Commit;
use crate::plan::{Plan, Task};
use crate::results::{Fact, NoteKind, Outcome, Record, Status, Verdict, is_next, spent};
use schemars::JsonSchema;
use serde::Serialize;

/// What some commits state about the plan.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct RecordedView {
    /// Steps and tasks, by phase and service.
    pub phases: Vec<PhaseWork>,
    /// Tasks of milestones.
    pub milestones: Vec<DoneView>,
    /// How many steps and tasks were recorded as done or skipped.
    pub completed: usize,
    /// Whether some of the records stand only on branches that are neither checked out nor named in the plan, so
    /// that they do not count for it.
    pub aside: bool,
    /// Criteria that were checked or measured, as they stand now.
    pub criteria: Vec<CriterionView>,
    /// Measured values that belong to no criterion.
    pub measures: Vec<MeasuredView>,
    /// Verdicts that were claimed, with the computed ones.
    pub verdicts: Vec<VerdictView>,
    /// What was recorded as spent.
    pub spent: Option<SpentView>,
    /// Decisions, in the words of the commits.
    pub decisions: Vec<NoteView>,
    /// Where the work left the plan.
    pub deviations: Vec<NoteView>,
    /// Lessons.
    pub lessons: Vec<NoteView>,
    /// What was in the way.
    pub blockers: Vec<NoteView>,
    /// What to do next, as the commits say, without what a newer commit says instead.
    pub next: Vec<NoteView>,
    /// Where proof is.
    pub proofs: Vec<NoteView>,
}

/// Work on one phase.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PhaseWork {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Steps, by service.
    pub services: Vec<ServiceWork>,
    /// Tasks.
    pub tasks: Vec<DoneView>,
}

/// Work on one service.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ServiceWork {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Its steps.
    pub steps: Vec<DoneView>,
}

/// A step or task with the newest thing that was said of it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DoneView {
    /// Number of the step; absent for a task.
    pub number: Option<usize>,
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: Prose,
    /// `done`, `skipped` or `blocked`.
    pub status: Status,
    /// Where.
    pub evidence: EvidenceView,
}

/// A measured value.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MeasuredView {
    /// What was measured.
    pub metric: Foreign,
    /// The value.
    pub value: String,
    /// Ids of the services that the commit names.
    pub services: Vec<String>,
    /// Where.
    pub evidence: EvidenceView,
}

/// A claimed verdict.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct VerdictView {
    /// Id of the gate.
    pub gate: String,
    /// What the commit says.
    pub claimed: Verdict,
    /// What the criteria say now; absent while they can turn out either way.
    pub computed: Option<Verdict>,
    /// Where.
    pub evidence: EvidenceView,
}

/// Words of a commit.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct NoteView {
    /// The words.
    pub text: Foreign,
    /// Where.
    pub evidence: EvidenceView,
}

/// What these commits state, and what was decided at them.
pub(super) fn recorded_view(planned: &Planned<'_>, commits: &[&Commit]) -> RecordedView {
    let records: &[&Record] = &planned.records_of(commits);
    let phases: Vec<PhaseWork> =
        (0..planned.plan.phases.len()).filter_map(|it| phase_work(planned, it, records)).collect();
    let done = |it: &&DoneView| it.status != Status::Blocked;
    let of_phase =
        |it: &PhaseWork| it.services.iter().flat_map(|it| &it.steps).chain(&it.tasks).filter(done).count();
    let milestones = milestone_tasks(planned.plan, records);
    let criteria = criteria(planned, commits);
    let [decisions, deviations, lessons, blockers, next, proofs] = NoteKind::ALL.map(|kind| match kind {
        NoteKind::Next => notes(&standing(planned, records), kind),
        _ => notes(records, kind),
    });
    RecordedView {
        completed: phases.iter().map(of_phase).sum::<usize>() + milestones.iter().filter(done).count(),
        phases,
        milestones,
        aside: planned.aside.iter().any(|it| commits.iter().any(|commit| commit.id == it.evidence.commit)),
        measures: measures(records, &criteria),
        criteria,
        verdicts: verdicts(planned, records),
        spent: SpentView::of(spent(planned.plan, records.iter().copied()), &planned.words.units),
        decisions,
        deviations,
        lessons,
        blockers,
        next,
        proofs,
    }
}

fn phase_work(planned: &Planned<'_>, index: usize, records: &[&Record]) -> Option<PhaseWork> {
    let plan = planned.plan;
    let phase = &plan.phases[index];
    let own: Vec<&Record> = records.iter().copied().filter(|it| it.phase == Some(index)).collect();
    let services = planned.schedule.phases[index].services.iter().filter_map(|it| {
        let service = plan.service(&phase.services[*it].service)?;
        let about: Vec<&Record> =
            own.iter().copied().filter(|it| it.services.iter().any(|it| service.id.as_str() == it)).collect();
        let pattern = phase.pattern.as_ref().and_then(|it| plan.pattern(it))?;
        let step = |(number, step): (usize, &crate::plan::Step)| {
            let said = |it: &Fact| match it {
                Fact::Step(index, status) if index + 1 == number => Some(*status),
                _ => None,
            };
            let text = crate::plan::fill(&step.title, |name| crate::plan::value(name, plan, phase, service));
            done(&about, said, (Some(number), &step.id, &text))
        };
        let steps: Vec<DoneView> = (1..).zip(&pattern.steps).filter_map(step).collect();
        let title = Prose::new(&service.title);
        (!steps.is_empty()).then(|| ServiceWork { id: service.id.to_string(), title, steps })
    });
    let services: Vec<ServiceWork> = services.collect();
    let task = |it: &Task| done(&own, of_task(it), (None, &it.id, &it.text));
    let tasks: Vec<DoneView> = phase.tasks.iter().filter_map(task).collect();
    (!services.is_empty() || !tasks.is_empty()).then(|| PhaseWork {
        id: phase.id.to_string(),
        title: Prose::new(&phase.title),
        services,
        tasks,
    })
}

fn milestone_tasks(plan: &Plan, records: &[&Record]) -> Vec<DoneView> {
    let tasks = plan.epics.iter().flat_map(|it| &it.milestones).flat_map(|it| &it.tasks);
    tasks.filter_map(|it| done(records, of_task(it), (None, &it.id, &it.text))).collect()
}

/// What a record says of a task.
fn of_task(task: &Task) -> impl Fn(&Fact) -> Option<Status> {
    move |it| match it {
        Fact::Task(id, status) if *id == task.id.as_str() => Some(*status),
        _ => None,
    }
}

/// The newest record that says something of a step or task.
fn done(
    records: &[&Record],
    said: impl Fn(&Fact) -> Option<Status>,
    (number, id, title): (Option<usize>, &str, &str),
) -> Option<DoneView> {
    let (status, record) = records.iter().rev().find_map(|it| Some((said(&it.fact)?, it)))?;
    Some(DoneView {
        number,
        id: id.to_owned(),
        title: Prose::new(title),
        status,
        evidence: EvidenceView::of(&record.evidence),
    })
}

/// Criteria whose present outcome was decided at one of these commits.
fn criteria(planned: &Planned<'_>, commits: &[&Commit]) -> Vec<CriterionView> {
    let plan = planned.plan;
    let decided = |commit: &str| commits.iter().any(|it| it.id == commit);
    let judged = (0..plan.phases.len()).flat_map(|it| {
        let (phase, _, result) = planned.phase(it);
        phase.judged(plan).zip(&result.criteria)
    });
    judged
        .filter(|(_, result)| result.outcome != Outcome::Open)
        .filter(|(_, result)| result.evidence.as_ref().is_some_and(|it| decided(&it.commit)))
        .map(|(criterion, result)| CriterionView::of(plan, criterion, result))
        .collect()
}

fn measures(records: &[&Record], criteria: &[CriterionView]) -> Vec<MeasuredView> {
    let judged = |metric: &str, commit: &str| {
        criteria.iter().any(|it| {
            it.metric.as_deref() == Some(metric) && it.evidence.as_ref().is_some_and(|it| it.commit == commit)
        })
    };
    let view = |it: &&Record| match &it.fact {
        Fact::Measure(metric, value) if !judged(metric, &it.evidence.commit) => Some(MeasuredView {
            metric: Foreign::new(metric),
            value: value.to_string(),
            services: it.services.clone(),
            evidence: EvidenceView::of(&it.evidence),
        }),
        _ => None,
    };
    records.iter().filter_map(view).collect()
}

fn verdicts(planned: &Planned<'_>, records: &[&Record]) -> Vec<VerdictView> {
    let computed = |gate: &str| {
        let index = planned
            .plan
            .phases
            .iter()
            .position(|it| it.gate.as_ref().is_some_and(|it| it.as_str() == gate))?;
        planned.results.phases[index].gate.as_ref()?.verdict
    };
    let view = |it: &&Record| match &it.fact {
        Fact::Gate(gate, claimed) => Some(VerdictView {
            gate: gate.clone(),
            claimed: *claimed,
            computed: computed(gate),
            evidence: EvidenceView::of(&it.evidence),
        }),
        _ => None,
    };
    records.iter().filter_map(view).collect()
}

/// Without what a newer commit says instead comes next, be it one of these or a later one.
fn standing<'a>(planned: &Planned<'_>, records: &[&'a Record]) -> Vec<&'a Record> {
    let others = || planned.records.iter().chain(records.iter().copied());
    records.iter().copied().filter(|it| is_next(planned.plan, it, others())).collect()
}

pub(super) fn notes(records: &[&Record], wanted: NoteKind) -> Vec<NoteView> {
    let view = |it: &&Record| match &it.fact {
        Fact::Note(kind, text) if *kind == wanted => {
            Some(NoteView { text: Foreign::new(text), evidence: EvidenceView::of(&it.evidence) })
        }
        _ => None,
    };
    records.iter().filter_map(view).collect()
}
