//! What a template sees of a phase.

use super::call::{CallView, call};
use super::deliverable::{DeliverableView, deliverables};
use super::gate::{CriterionView, GateView, SuiteView};
use super::git::{GitView, git};
use super::inputs::Planned;
use super::marks::{ProgressView, SpentView, time_left};
use super::next::{NextView, next_step};
use super::review::approvals;
use super::service::{PatternView, ServiceView, service_view};
use super::size::{SizeView, size};
use super::task::{ChecklistView, SkillView, TaskView, TestsView, skills, task, tests};
use super::text::Prose;
use super::tool::tools;
use crate::plan::{Phase, PhaseKind, Plan, Priority, Scope, Stage, Tag, Trouble};
use crate::results::{Outcome, PhaseResult, Status, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// A phase with its schedule and what came of it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PhaseView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Whether the ids of all phases are names without a number, so that its place says more: `RED`.
    pub named: bool,
    /// `build`, `validate`, `plan` or `docs`.
    pub kind: PhaseKind,
    /// The stage of the workflow guide that it fills: `branches`, `pull-requests`.
    pub stage: Option<Stage>,
    /// `critical`, `high`, `medium` or `low`.
    pub priority: Priority,
    /// What sets it apart.
    pub tags: Vec<Tag>,
    /// What it is for.
    pub objective: Prose,
    /// What is true when it is over.
    pub result: Option<Prose>,
    /// Who does it.
    pub agent: Option<AgentView>,
    /// How its agent is started, if the plan says so.
    pub call: Option<CallView>,
    /// The branch that it is done on.
    pub branch: Option<String>,
    /// The same beside the branches of other phases, and the commits that it names, as far as git has them.
    pub git: GitView,
    /// The phases that must be over first.
    pub depends_on: Vec<PhaseRef>,
    /// The phases that wait for it; computed.
    pub next: Vec<PhaseRef>,
    /// What must be true before it starts.
    pub prerequisites: Vec<Prose>,
    /// Which files it may touch.
    pub scope: ScopeView,
    /// Its time, money and days.
    pub size: SizeView,
    /// Its place in the order of execution; first is 1.
    pub position: usize,
    /// First is 1; phases of one wave do not need each other.
    pub wave: usize,
    /// The pattern that is applied to its services.
    pub pattern: Option<PatternView>,
    /// Its services, each after those that it needs.
    pub services: Vec<ServiceView>,
    /// Work outside the pattern.
    pub tasks: Vec<TaskView>,
    /// Tests that it adds; absent if it says nothing of them.
    pub tests: Option<TestsView>,
    /// Lists that someone goes through by hand.
    pub checklists: Vec<ChecklistView>,
    /// Instructions that its agent loads.
    pub skills: Vec<SkillView>,
    /// Subjects of the commits that it makes.
    pub commit_subjects: Vec<Prose>,
    /// How the subjects of its commits begin: that of the first one that the plan states, or what is usual for its kind and tags.
    pub commit_type: Prose,
    /// Its suites.
    pub suites: Vec<SuiteView>,
    /// Everything that its gate judges.
    pub criteria: Vec<CriterionView>,
    /// How many of them have an outcome.
    pub decided: usize,
    /// Those of them that are in no suite.
    pub checks: Vec<CriterionView>,
    /// Its gate.
    pub gate: Option<GateView>,
    /// What it leaves behind.
    pub deliverables: Vec<DeliverableView>,
    /// The programs that its commands run, by name.
    pub tools: Vec<String>,
    /// What people have afterwards.
    pub outcomes: Vec<Prose>,
    /// Trouble that is likely, and what helps.
    pub troubleshooting: Vec<TroubleView>,
    /// Where it stands.
    pub status: Status,
    /// Whether it is over.
    pub done: bool,
    /// Whether everything that it depends on is over.
    pub unlocked: bool,
    /// Its mandatory work.
    pub progress: ProgressView,
    /// The budgeted time of what is left of that; absent if nothing is budgeted.
    pub time_left: Option<String>,
    /// What was recorded as spent on it.
    pub spent: Option<SpentView>,
    /// The first thing that is open and can be done now.
    pub next_step: Option<NextView>,
    /// Commits of the plan's history that name it.
    pub commits: usize,
    /// When the first and the last of them were written; absent without any.
    pub worked: Option<WorkedView>,
}

/// When the commits of some work were written.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct WorkedView {
    /// The first, RFC 3339.
    pub first: String,
    /// The last.
    pub last: String,
}

/// A phase, as others name it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PhaseRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Where it stands.
    pub status: Status,
    /// Id of its gate.
    pub gate: Option<String>,
    /// What its gate says; absent without one, and while it is undecided.
    pub verdict: Option<Verdict>,
}

/// Who does a phase.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct AgentView {
    /// Its id.
    pub id: String,
    /// Who that is, as a sentence says it.
    pub role: Prose,
}

/// Which files a phase may touch.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ScopeView {
    /// What it makes, as patterns of paths.
    pub create: Vec<Prose>,
    /// What it changes.
    pub modify: Vec<Prose>,
    /// What it reads and does not change.
    pub read_only: Vec<Prose>,
    /// What it keeps away from, in words.
    pub leave_alone: Vec<Prose>,
    /// Whether the plan says any of that.
    pub stated: bool,
}

/// Trouble that is likely, and what helps.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TroubleView {
    /// What goes wrong.
    pub when: Prose,
    /// What helps.
    pub then: Prose,
}

/// The phase at this index.
#[expect(clippy::too_many_lines, reason = "it has a line for each field, and nothing else to take apart")]
pub(super) fn phase_view(planned: &Planned<'_>, index: usize) -> PhaseView {
    let (plan, (phase, scheduled, result)) = (planned.plan, planned.phase(index));
    let criteria = criteria(plan, phase, result);
    let suites = suites(planned, phase, &criteria);
    finished(PhaseView {
        id: phase.id.to_string(),
        title: Prose::new(&phase.title),
        named: plan.phases.iter().all(|it| !it.id.contains(|it: char| it.is_ascii_digit())),
        kind: phase.kind,
        stage: phase.stage,
        priority: phase.priority,
        tags: phase.tags.iter().map(|it| it.value).collect(),
        objective: Prose::new(&phase.objective),
        result: phase.result.as_deref().map(Prose::new),
        agent: agent(plan, phase),
        call: call(planned, phase),
        branch: phase.branch.as_ref().map(|it| it.value.clone()),
        git: git(planned, index),
        depends_on: phase.depends_on.iter().filter_map(|it| reference(planned, it)).collect(),
        next: next_phases(planned, index),
        prerequisites: [prose(&phase.prerequisites), approvals(planned, index)].concat(),
        scope: ScopeView::of(&phase.scope),
        size: size(planned, index),
        position: planned.schedule.order.iter().position(|it| *it == index).unwrap_or(index) + 1,
        wave: scheduled.wave,
        pattern: phase.pattern.as_ref().and_then(|it| plan.pattern(it)).map(PatternView::of),
        services: scheduled.services.iter().filter_map(|it| service_view(planned, index, *it)).collect(),
        tasks: tasks(planned, index),
        decided: criteria.iter().filter(|it| it.outcome != Outcome::Open).count(),
        tools: Vec::new(),
        checks: outside_suites(&criteria, &suites),
        suites,
        criteria,
        gate: gate(plan, phase, result),
        deliverables: deliverables(planned, index),
        tests: tests(&phase.tests),
        checklists: phase.checklists.iter().map(ChecklistView::of).collect(),
        skills: skills(plan, phase),
        commit_type: commit_type(phase),
        commit_subjects: phase.commits.iter().map(|it| Prose::new(it)).collect(),
        outcomes: prose(&phase.outcomes),
        troubleshooting: phase.troubleshooting.iter().map(TroubleView::of).collect(),
        status: result.status,
        done: result.status == Status::Done,
        unlocked: result.unlocked,
        progress: ProgressView::of(result.progress),
        time_left: time_left(result.progress, &planned.words.units),
        spent: spent(planned, index),
        next_step: None,
        commits: commits(planned, index),
        worked: worked(planned, index),
    })
}

/// Adds what follows from the rest of a view.
fn finished(view: PhaseView) -> PhaseView {
    let tools = tools(&view.services, &view.tasks, &view.criteria);
    PhaseView { tools, next_step: next_step(&view), ..view }
}

fn spent(planned: &Planned<'_>, index: usize) -> Option<SpentView> {
    let (_, scheduled, result) = planned.phase(index);
    let spent = SpentView::of(result.spent, &planned.words.units)?;
    Some(spent.against(&result.spent, &scheduled.size))
}

fn criteria(plan: &Plan, phase: &Phase, result: &PhaseResult) -> Vec<CriterionView> {
    let judged = phase.judged(plan).zip(&result.criteria);
    judged.map(|(it, result)| CriterionView::of(plan, it, result)).collect()
}

fn outside_suites(criteria: &[CriterionView], suites: &[SuiteView]) -> Vec<CriterionView> {
    let in_suite = |id: &str| suites.iter().any(|it| it.tests.iter().any(|it| it.id == id));
    criteria.iter().filter(|it| !in_suite(&it.id)).cloned().collect()
}

fn prose(texts: &[String]) -> Vec<Prose> {
    texts.iter().map(|it| Prose::new(it)).collect()
}

fn gate(plan: &Plan, phase: &Phase, result: &PhaseResult) -> Option<GateView> {
    let gate = phase.gate.as_ref().and_then(|it| plan.gate(it))?;
    result.gate.as_ref().map(|it| GateView::of(gate, it))
}

fn tasks(planned: &Planned<'_>, index: usize) -> Vec<TaskView> {
    let (phase, _, result) = planned.phase(index);
    let among = planned.plan.repositories_of_phase(phase);
    phase.tasks.iter().zip(&result.tasks).map(|it| task(planned, it, &among)).collect()
}

fn agent(plan: &Plan, phase: &Phase) -> Option<AgentView> {
    let id = phase.agent.as_ref()?;
    let agent = plan.agents.iter().find(|it| it.id.as_str() == id.as_str())?;
    Some(AgentView { id: agent.id.to_string(), role: Prose::new(&agent.role) })
}

pub(super) fn reference(planned: &Planned<'_>, id: &str) -> Option<PhaseRef> {
    let index = planned.plan.phase_index(id)?;
    let (phase, _, result) = planned.phase(index);
    Some(PhaseRef {
        id: phase.id.to_string(),
        title: Prose::new(&phase.title),
        status: result.status,
        gate: phase.gate.as_ref().map(ToString::to_string),
        verdict: result.gate.as_ref().and_then(|it| it.verdict),
    })
}

fn next_phases(planned: &Planned<'_>, index: usize) -> Vec<PhaseRef> {
    let followers = planned.plan.followers(index).iter();
    followers.filter_map(|it| reference(planned, &planned.plan.phases[*it].id)).collect()
}

impl TroubleView {
    fn of(trouble: &Trouble) -> Self {
        Self { when: Prose::new(&trouble.when), then: Prose::new(&trouble.then) }
    }
}

impl ScopeView {
    fn of(scope: &Scope) -> Self {
        let [create, modify, read_only, leave_alone] =
            [&scope.create, &scope.modify, &scope.read_only, &scope.leave_alone].map(|it| prose(it));
        let stated = [&create, &modify, &read_only, &leave_alone].iter().any(|it| !it.is_empty());
        Self { create, modify, read_only, leave_alone, stated }
    }
}

fn suites(planned: &Planned<'_>, phase: &Phase, criteria: &[CriterionView]) -> Vec<SuiteView> {
    let plan = planned.plan;
    let hours_per_day = plan.calendar.hours_per_day.value;
    let found = |id: &str| criteria.iter().find(|it| it.id == id).cloned();
    let suites = phase.suites.iter().filter_map(|it| plan.suite(it)).zip(1..);
    suites
        .map(|(suite, number)| {
            let tests = suite.tests.iter().filter_map(|it| found(&it.id)).collect();
            let minutes = suite.budget.minutes(hours_per_day).unwrap_or_default();
            SuiteView::of(suite, number, planned.words.units.time(minutes), tests)
        })
        .collect()
}

fn commit_type(phase: &Phase) -> Prose {
    let stated = phase.commits.first().and_then(|it| it.split_once(':'));
    let usual = match phase.kind {
        PhaseKind::Build if phase.is(Tag::Testing) => "test",
        PhaseKind::Build => "feat",
        PhaseKind::Validate => "test",
        PhaseKind::Plan | PhaseKind::Docs => "docs",
    };
    Prose::new(stated.map_or(usual, |it| it.0))
}

fn commits(planned: &Planned<'_>, index: usize) -> usize {
    let own = planned.records.iter().filter(|it| it.phase == Some(index));
    own.map(|it| it.evidence.commit.as_str()).collect::<std::collections::HashSet<_>>().len()
}

fn worked(planned: &Planned<'_>, index: usize) -> Option<WorkedView> {
    let own = planned.records.iter().filter(|it| it.phase == Some(index)).map(|it| it.evidence.at);
    let (first, last) = (own.clone().min()?, own.max()?);
    Some(WorkedView { first: first.to_rfc3339(), last: last.to_rfc3339() })
}
