//! Joins plan and history.

use super::criterion::{criterion_result, measured};
use super::epic::epics;
use super::{
    CriterionResult, Evidence, Fact, GateResult, Kept, Measured, Outcome, PhaseResult, Progress, Record,
    Results, ServiceResult, Spent, Status, Strength, Tick, Verdict, gate, once, reading, wanted,
};
use crate::diagnostics::Diagnostic;
use crate::history::{Commit, History};
use crate::plan::{Budget, Criterion, Deliverable, Interval, Measure, Phase, Plan, Service, Spanned};
use std::collections::{HashMap, HashSet};

/// Joins plan and history. The records must be those of [`records`] that count, the runs from [`super::runs`].
pub fn join(plan: &Plan, history: &History, records: &[Record], runs: &[Kept]) -> Results {
    let mut phases: Vec<PhaseResult> = (0..plan.phases.len())
        .map(|index| {
            let own: Vec<&Record> = records.iter().filter(|it| it.phase == Some(index)).collect();
            let phase = &plan.phases[index];
            let judged = phase.judged(plan).map(|it| criterion_result(plan, it, &own, runs)).collect();
            phase_result((plan, phase), history, &own, judged)
        })
        .collect();
    for (index, phase) in plan.phases.iter().enumerate() {
        phases[index].unlocked = phase
            .depends_on
            .iter()
            .all(|id| plan.phase_index(id).is_some_and(|it| phases[it].status == Status::Done));
    }
    Results {
        epics: epics(plan, &phases, records),
        slos: slos(plan, &phases, records),
        progress: phases.iter().map(|it| it.progress).sum(),
        phases,
        spent: spent(plan, records.iter()),
    }
}

/// What commits state, oldest first by author time.
#[derive(Debug, Default)]
pub struct Records {
    /// What counts for the plan.
    pub own: Vec<Record>,
    /// What only branches state that are neither checked out nor named in the plan.
    pub aside: Vec<Record>,
}

/// Reads the records of all commits: each change once, though several commits or repositories show it, and none
/// that was reverted.
pub fn records(plan: &Plan, history: &History) -> (Records, Vec<Diagnostic>) {
    let mut records = Records::default();
    let mut problems = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for repository in &history.repositories {
        let aside = wanted::aside(plan, repository);
        let is_aside = |it: &Commit| aside.contains(it.id.as_str());
        let own = once::statements(repository, |it| !is_aside(it));
        let mut beside = if aside.is_empty() { Vec::new() } else { once::statements(repository, |_| true) };
        beside.retain(|it| is_aside(it.commit));
        for (statements, list) in [(own, &mut records.own), (beside, &mut records.aside)] {
            for statement in statements.iter().filter(|it| !known.contains(it.commit.id.as_str())) {
                let (read, warnings) = reading::read(plan, &repository.id, statement);
                list.extend(read);
                problems.extend(warnings);
            }
        }
        known.extend(repository.commits.iter().filter(|it| !is_aside(it)).map(|it| it.id.as_str()));
    }
    for list in [&mut records.own, &mut records.aside] {
        list.sort_by_key(|it: &Record| it.evidence.at);
    }
    (records, problems)
}

fn phase_result(
    (plan, phase): (&Plan, &Phase),
    history: &History,
    records: &[&Record],
    criteria: Vec<CriterionResult>,
) -> PhaseResult {
    let services = phase.services.iter().map(|it| {
        let about = phase.judged(plan).zip(&criteria).filter(|judged| is_about(judged.0, &it.service));
        service_result((plan, phase), &it.service, records, &about.collect::<Vec<_>>())
    });
    let services: Vec<ServiceResult> = services.collect();
    let tasks: Vec<Tick> = phase.tasks.iter().map(|it| task(&it.id, records)).collect();
    let gate = gate_result(plan, phase, &criteria, records);
    let progress = progress(plan, phase, &Parts { services: &services, tasks: &tasks, criteria: &criteria });
    let mut result = PhaseResult {
        status: Status::Open,
        unlocked: false,
        services,
        tasks,
        criteria,
        deliverables: phase.deliverables.iter().map(|it| deliverable(plan, history, it)).collect(),
        gate,
        progress,
        spent: spent(plan, records.iter().copied()),
    };
    let decided = result.criteria.iter().filter(|it| it.outcome != Outcome::Open).count();
    result.status = phase_status(&result, records.len() + decided);
    result
}

/// The SLOs of every service, whatever phase works on it.
fn slos(plan: &Plan, phases: &[PhaseResult], records: &[Record]) -> Vec<Vec<Measured>> {
    let judged =
        || plan.phases.iter().zip(phases).flat_map(|(it, result)| it.judged(plan).zip(&result.criteria));
    let of_service = |service: &Service| {
        let own: Vec<&Record> =
            records.iter().filter(|it| it.services.iter().any(|it| it == service.id.as_str())).collect();
        let about: Vec<_> = judged().filter(|it| is_about(it.0, &service.id)).collect();
        measured_all(plan, &service.slos, (&own, &about))
    };
    plan.services.iter().map(of_service).collect()
}

fn measured_all(
    plan: &Plan,
    slos: &[Spanned<Measure>],
    (records, criteria): (&[&Record], &[(&Criterion, &CriterionResult)]),
) -> Vec<Measured> {
    let of = |slo: &Spanned<Measure>| {
        let by_it = |it: &&(&Criterion, &CriterionResult)| {
            it.0.limit(plan).is_some_and(|limit| limit.metric == slo.metric)
        };
        let judged: Vec<&CriterionResult> = criteria.iter().filter(by_it).map(|it| it.1).collect();
        measured(slo, records, &judged)
    };
    slos.iter().map(of).collect()
}

fn is_about(criterion: &Criterion, service: &str) -> bool {
    criterion.service.as_ref().is_some_and(|it| it.as_str() == service)
}

/// Done needs all the work and a gate that lets it through; a gate that says FAIL fails finished work.
fn phase_status(result: &PhaseResult, recorded: usize) -> Status {
    let verdict = result.gate.as_ref().and_then(|it| it.verdict);
    let judged = match &result.gate {
        Some(_) => verdict.is_some_and(|it| it > Verdict::Fail),
        None => result.criteria.iter().all(|it| it.outcome == Outcome::Pass),
    };
    let blocked = result.tasks.iter().any(|it| it.status == Status::Blocked)
        || result.services.iter().any(|it| it.status == Status::Blocked);
    let complete = result.progress.is_complete() && (result.progress.total > 0 || recorded > 0);
    match () {
        () if complete && judged => Status::Done,
        () if complete && verdict == Some(Verdict::Fail) => Status::Failed,
        () if blocked => Status::Blocked,
        () if recorded > 0 => Status::Active,
        () => Status::Open,
    }
}

fn service_result(
    (plan, phase): (&Plan, &Phase),
    id: &str,
    records: &[&Record],
    criteria: &[(&Criterion, &CriterionResult)],
) -> ServiceResult {
    let own: Vec<&Record> =
        records.iter().copied().filter(|it| it.services.iter().any(|it| it == id)).collect();
    let steps = phase.pattern.as_ref().and_then(|it| plan.pattern(it)).map_or(0, |it| it.steps.len());
    let steps: Vec<Tick> = (0..steps).map(|index| step(index, &own)).collect();
    let slos = plan.service(id).map_or(&[][..], |it| &it.slos);
    let alone = own.iter().copied().filter(|it| it.services.len() == 1);
    ServiceResult {
        status: status_of(&steps),
        slos: measured_all(plan, slos, (&own, criteria)),
        progress: counted(&steps, None),
        spent: spent(plan, alone),
        steps,
    }
}

/// The status of a parent from its children.
fn status_of(children: &[Tick]) -> Status {
    let any = |status| children.iter().any(|it| it.status == status);
    let over = |it: &Tick| matches!(it.status, Status::Done | Status::Skipped);
    match () {
        () if !children.is_empty() && children.iter().all(over) => Status::Done,
        () if any(Status::Blocked) => Status::Blocked,
        () if children.iter().any(over) => Status::Active,
        () => Status::Open,
    }
}

fn step(index: usize, records: &[&Record]) -> Tick {
    tick(records, |it| match it {
        Fact::Step(step, status) if *step == index => Some(*status),
        _ => None,
    })
}

pub(super) fn task(id: &str, records: &[&Record]) -> Tick {
    tick(records, |it| match it {
        Fact::Task(task, status) if task == id => Some(*status),
        _ => None,
    })
}

/// The newest record that says something wins.
fn tick(records: &[&Record], said: impl Fn(&Fact) -> Option<Status>) -> Tick {
    let newest = records.iter().rev().find_map(|it| Some((said(&it.fact)?, it.evidence.clone())));
    newest.map_or_else(Tick::default, |(status, evidence)| Tick { status, evidence: Some(evidence) })
}

/// A deliverable is there if the tree of its repository's head has it.
fn deliverable(plan: &Plan, history: &History, deliverable: &Deliverable) -> Tick {
    let id = plan.repository(deliverable.repository.as_ref()).map(|it| it.id.as_str());
    let repository = history.repositories.iter().find(|it| Some(it.id.as_str()) == id);
    let found = repository.and_then(|it| {
        let head = it.head.as_ref().filter(|_| it.present.contains(&deliverable.path.value))?;
        let at = it.commit(&head.commit).map_or_else(Default::default, |it| it.authored);
        Some(Evidence {
            strength: Strength::Verified,
            repository: it.id.clone(),
            commit: head.commit.clone(),
            at,
            note: None,
        })
    });
    Tick { status: if found.is_some() { Status::Done } else { Status::Open }, evidence: found }
}

fn gate_result(
    plan: &Plan,
    phase: &Phase,
    criteria: &[CriterionResult],
    records: &[&Record],
) -> Option<GateResult> {
    let planned = plan.gate(phase.gate.as_ref()?)?;
    let judged: Vec<_> = phase.judged(plan).zip(criteria).collect();
    let claims: Vec<(Verdict, &Evidence)> = records
        .iter()
        .filter_map(|it| match &it.fact {
            Fact::Gate(id, verdict) if *id == planned.id.as_str() => Some((*verdict, &it.evidence)),
            _ => None,
        })
        .collect();
    let mut result = gate::judge(plan, &planned.rule, &judged);
    result.claim = claims.last().map(|(verdict, evidence)| (*verdict, (*evidence).clone()));
    result.reopened |= claims.windows(2).any(|pair| pair[1].0 < pair[0].0);
    Some(result)
}

/// The parts of a phase that its progress counts.
struct Parts<'a> {
    services: &'a [ServiceResult],
    tasks: &'a [Tick],
    criteria: &'a [CriterionResult],
}

/// The mandatory work of a phase: steps, tasks and the tests of suites, weighed by their budgets.
fn progress(plan: &Plan, phase: &Phase, parts: &Parts<'_>) -> Progress {
    let weight = |it: Option<&Budget>| it.and_then(|it| it.minutes(plan.calendar.hours_per_day.value));
    let services = phase.services.iter().zip(parts.services);
    let services = services
        .filter(|(it, _)| !plan.service(&it.service).is_some_and(|it| it.optional))
        .map(|(it, result)| counted(&result.steps, weight(it.budget.as_deref())));
    let tasks = phase.tasks.iter().zip(parts.tasks);
    let tasks = tasks.map(|(it, tick)| counted(std::slice::from_ref(tick), weight(it.budget.as_deref())));
    let outcomes: HashMap<&str, Outcome> =
        phase.judged(plan).map(|it| it.id.as_str()).zip(parts.criteria.iter().map(|it| it.outcome)).collect();
    let suites = phase.suites.iter().filter_map(|it| plan.suite(it)).map(|suite| {
        let run = |it: &&Criterion| outcomes.get(it.id.as_str()).is_some_and(|it| *it != Outcome::Open);
        weighed(suite.tests.iter().filter(run).count(), suite.tests.len(), weight(Some(&suite.budget)))
    });
    services.chain(tasks).chain(suites).sum()
}

fn counted(ticks: &[Tick], weight: Option<Interval>) -> Progress {
    let over = |it: &&Tick| matches!(it.status, Status::Done | Status::Skipped);
    weighed(ticks.iter().filter(over).count(), ticks.len(), weight)
}

fn weighed(done: usize, total: usize, weight: Option<Interval>) -> Progress {
    let (done, total) = (done as u64, total as u64);
    let weight = weight.map_or(0, |it| (it.min + it.max) * 500);
    Progress { done, total, weight_done: (weight * done).checked_div(total).unwrap_or(0), weight }
}

/// Adds up what was recorded as spent.
pub fn spent<'a>(plan: &Plan, records: impl Iterator<Item = &'a Record>) -> Spent {
    let hours = plan.calendar.hours_per_day.value;
    let add = |sum: Option<u64>, more: Option<Interval>| match more {
        Some(more) => Some(sum.unwrap_or(0) + more.max),
        None => sum,
    };
    records.fold(Spent::default(), |sum, it| match &it.fact {
        Fact::Spent(budget) => Spent {
            minutes: add(sum.minutes, budget.minutes(hours)),
            credits: add(sum.credits, budget.credits()),
        },
        _ => sum,
    })
}
