//! What came of epics: milestones from their tasks and phases, epics from their milestones.

use super::join::task;
use super::{EpicResult, MilestoneResult, PhaseResult, Progress, Record, Status, Tick};
use crate::plan::{Milestone, Plan};
use std::collections::HashSet;

/// Every epic, in plan order.
pub(super) fn epics(plan: &Plan, phases: &[PhaseResult], records: &[Record]) -> Vec<EpicResult> {
    let records: Vec<&Record> = records.iter().collect();
    let results = |it: &[Milestone]| it.iter().map(|it| milestone(plan, it, (phases, &records))).collect();
    let mut epics: Vec<EpicResult> = plan.epics.iter().map(|it| epic(results(&it.milestones))).collect();
    let all = || plan.epics.iter().flat_map(|it| &it.milestones);
    let reached = all().zip(epics.iter().flat_map(|it| &it.milestones));
    let reached: HashSet<&str> =
        reached.filter(|it| it.1.status == Status::Done).map(|it| it.0.id.as_str()).collect();
    for (milestone, result) in all().zip(epics.iter_mut().flat_map(|it| &mut it.milestones)) {
        result.unlocked = milestone.needs.iter().all(|it| reached.contains(it.as_str()));
    }
    epics
}

fn epic(milestones: Vec<MilestoneResult>) -> EpicResult {
    let statuses: Vec<Status> = milestones.iter().map(|it| it.status).collect();
    let progress = milestones.iter().map(|it| it.progress).sum();
    EpicResult { status: status_of(&statuses), milestones, progress }
}

fn milestone(
    plan: &Plan,
    milestone: &Milestone,
    (phases, records): (&[PhaseResult], &[&Record]),
) -> MilestoneResult {
    let tasks: Vec<Tick> = milestone.tasks.iter().map(|it| task(&it.id, records)).collect();
    let phases = milestone.phases.iter().filter_map(|it| plan.phase_index(it)).map(|it| phases[it].status);
    let statuses: Vec<Status> = tasks.iter().map(|it| it.status).chain(phases).collect();
    let done = statuses.iter().filter(|it| is_over(**it)).count() as u64;
    let progress = Progress { done, total: statuses.len() as u64, ..Progress::default() };
    MilestoneResult { status: status_of(&statuses), unlocked: false, tasks, progress }
}

/// The status of a whole from its parts; a part that failed its gate is work that goes on.
fn status_of(parts: &[Status]) -> Status {
    let any = |status| parts.contains(&status);
    match () {
        () if !parts.is_empty() && parts.iter().all(|it| is_over(*it)) => Status::Done,
        () if any(Status::Blocked) => Status::Blocked,
        () if parts.iter().any(|it| *it != Status::Open) => Status::Active,
        () => Status::Open,
    }
}

fn is_over(status: Status) -> bool {
    matches!(status, Status::Done | Status::Skipped)
}
