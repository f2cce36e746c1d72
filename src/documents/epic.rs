//! What a template sees of epics: milestones with what is done in them, and where they stand.

use super::deliverable::DeliverableView;
use super::edge::{self, EdgeView};
use super::inputs::Planned;
use super::marks::{ProgressView, stated};
use super::phase::PhaseView;
use super::task::{TaskView, task};
use super::text::Prose;
use crate::plan::{Edge, EdgeKind, Epic, Milestone, Node, Plan};
use crate::results::{EpicResult, MilestoneResult, Progress, Status};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A larger goal, with the steps towards it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct EpicView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What is true when it is reached.
    pub goal: Option<Prose>,
    /// Where it stands, computed from its milestones.
    pub status: Status,
    /// What its author says of it: `active`.
    pub stated: Option<&'static str>,
    /// The day on which it began.
    pub start: Option<Prose>,
    /// The day on which it should be reached.
    pub target: Option<Prose>,
    /// Tasks and phases of all its milestones.
    pub progress: ProgressView,
    /// Its milestones that are reached, of all.
    pub reached: ProgressView,
    /// How far it is in each group of repositories.
    pub groups: Vec<GroupView>,
    /// The steps towards it.
    pub milestones: Vec<MilestoneView>,
    /// What goes from one repository to another, between components of milestones that are not reached.
    pub edges: Vec<EdgeView>,
}

/// How far an epic is in a group of repositories.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct GroupView {
    /// The group; absent for repositories without one.
    pub title: Option<Prose>,
    /// Milestones that touch it and are reached, of those that touch it.
    pub milestones: ProgressView,
    /// Tasks that are done in it; of tasks that say where.
    pub tasks: ProgressView,
}

/// A step towards an epic.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MilestoneView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What it is for.
    pub goal: Option<Prose>,
    /// Where it stands, computed from its tasks and phases.
    pub status: Status,
    /// Whether it is reached.
    pub done: bool,
    /// The day of the last commit that it was reached by, if it is reached: `2026-03-02`.
    pub reached: Option<String>,
    /// What its author says of it: `active`.
    pub stated: Option<&'static str>,
    /// Whether every milestone that it needs is reached.
    pub unlocked: bool,
    /// Its tasks, and its phases, each of which counts as one.
    pub progress: ProgressView,
    /// Ids of services and repositories that it touches.
    pub components: Vec<String>,
    /// The phases that lead to it.
    pub phases: Vec<LeadView>,
    /// Work that is in no phase.
    pub tasks: Vec<TaskView>,
    /// When it counts as reached, for a person to judge.
    pub acceptance: Vec<Prose>,
    /// Ids of milestones that must be reached first.
    pub needs: Vec<String>,
    /// Ids of milestones that wait for it.
    pub needed_by: Vec<String>,
    /// What it leaves behind.
    pub deliverables: Vec<Prose>,
}

/// A phase that leads to a milestone, with what it adds.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct LeadView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Where it stands.
    pub status: Status,
    /// Whether it is over.
    pub done: bool,
    /// What is true when it is over.
    pub result: Option<Prose>,
    /// Tests that it adds: `24`, `17-22`.
    pub tests: Option<String>,
    /// What it leaves behind.
    pub deliverables: Vec<DeliverableView>,
}

/// The epics of a plan, in its order.
pub(super) fn epics(planned: &Planned<'_>, phases: &[PhaseView]) -> Vec<EpicView> {
    let epics = planned.plan.epics.iter().zip(&planned.results.epics);
    epics.map(|(epic, result)| view(planned, (epic, result), phases)).collect()
}

fn view(planned: &Planned<'_>, (epic, result): (&Epic, &EpicResult), phases: &[PhaseView]) -> EpicView {
    let milestones: Vec<MilestoneView> =
        epic.milestones.iter().zip(&result.milestones).map(|it| milestone(planned, it, phases)).collect();
    EpicView {
        id: epic.id.to_string(),
        title: Prose::new(&epic.title),
        goal: epic.goal.as_deref().map(Prose::new),
        status: result.status,
        stated: epic.status.as_ref().map(|it| stated(it.value)),
        start: epic.start.as_ref().map(|it| Prose::new(it)),
        target: epic.target.as_ref().map(|it| Prose::new(it)),
        progress: ProgressView::of(result.progress),
        reached: share(milestones.iter().map(|it| it.done)),
        groups: groups(planned.plan, epic, &milestones),
        edges: edges(planned.plan, epic, result),
        milestones,
    }
}

/// How many of several things are done.
fn share(done: impl Iterator<Item = bool>) -> ProgressView {
    let progress = done.fold(Progress::default(), |sum, it| Progress {
        done: sum.done + u64::from(it),
        total: sum.total + 1,
        ..sum
    });
    ProgressView::of(progress)
}

fn milestone(
    planned: &Planned<'_>,
    (milestone, result): (&Milestone, &MilestoneResult),
    phases: &[PhaseView],
) -> MilestoneView {
    let plan = planned.plan;
    let among = plan.repositories_of_milestone(milestone);
    let tasks = milestone.tasks.iter().zip(&result.tasks);
    let all = || plan.epics.iter().flat_map(|it| &it.milestones);
    let waits = |it: &&Milestone| it.needs.iter().any(|it| it.value == milestone.id.value);
    let leads = |it: &&PhaseView| milestone.phases.iter().any(|id| id.as_str() == it.id);
    MilestoneView {
        id: milestone.id.to_string(),
        title: Prose::new(&milestone.title),
        goal: milestone.goal.as_deref().map(Prose::new),
        status: result.status,
        done: result.status == Status::Done,
        reached: reached(planned, milestone, result),
        stated: milestone.status.as_ref().map(|it| stated(it.value)),
        unlocked: result.unlocked,
        progress: ProgressView::of(result.progress),
        components: milestone.components.iter().map(ToString::to_string).collect(),
        phases: phases.iter().filter(leads).map(LeadView::of).collect(),
        tasks: tasks.map(|it| task(planned, it, &among)).collect(),
        acceptance: milestone.acceptance.iter().map(|it| Prose::new(it)).collect(),
        needs: milestone.needs.iter().map(ToString::to_string).collect(),
        needed_by: all().filter(waits).map(|it| it.id.to_string()).collect(),
        deliverables: milestone.deliverables.iter().map(|it| Prose::new(it)).collect(),
    }
}

/// The day of the last record of a milestone's tasks and phases, if it is reached.
fn reached(planned: &Planned<'_>, milestone: &Milestone, result: &MilestoneResult) -> Option<String> {
    let phases: Vec<usize> = milestone.phases.iter().filter_map(|it| planned.plan.phase_index(it)).collect();
    let records = planned.records.iter().filter(|it| it.phase.is_some_and(|it| phases.contains(&it)));
    let tasks = result.tasks.iter().filter_map(|it| it.evidence.as_ref());
    let last = records.map(|it| it.evidence.at).chain(tasks.map(|it| it.at)).max();
    last.filter(|_| result.status == Status::Done).map(|it| it.format("%Y-%m-%d").to_string())
}

impl LeadView {
    fn of(phase: &PhaseView) -> Self {
        Self {
            id: phase.id.clone(),
            title: phase.title.clone(),
            status: phase.status,
            done: phase.done,
            result: phase.result.clone(),
            tests: phase.tests.as_ref().map(|it| it.total.clone()),
            deliverables: phase.deliverables.clone(),
        }
    }
}

/// The groups of repositories that an epic touches, in plan order; empty if there are not two.
fn groups(plan: &Plan, epic: &Epic, milestones: &[MilestoneView]) -> Vec<GroupView> {
    let group = |at: &usize| plan.repositories[*at].group.as_deref();
    let touched: Vec<BTreeSet<usize>> =
        epic.milestones.iter().map(|it| plan.repositories_of_milestone(it).into_iter().collect()).collect();
    let mut titles: Vec<Option<&str>> = Vec::new();
    for at in touched.iter().flatten().copied().collect::<BTreeSet<usize>>() {
        if !titles.contains(&group(&at)) {
            titles.push(group(&at));
        }
    }
    let is_in = |title: Option<&str>, id: &str| {
        plan.repositories.iter().any(|it| it.id.as_str() == id && it.group.as_deref() == title)
    };
    let view = |title: Option<&str>| {
        let own = milestones.iter().zip(&touched).filter(|it| it.1.iter().any(|at| group(at) == title));
        let tasks = milestones.iter().flat_map(|it| &it.tasks);
        let tasks = tasks.filter(|it| it.repository.as_deref().is_some_and(|id| is_in(title, id)));
        GroupView {
            title: title.map(Prose::new),
            milestones: share(own.map(|it| it.0.done)),
            tasks: share(tasks.map(|it| it.tick.done)),
        }
    };
    if titles.len() > 1 { titles.into_iter().map(view).collect() } else { Vec::new() }
}

/// Edges between repositories, both of whose ends are components of milestones that are not reached.
fn edges(plan: &Plan, epic: &Epic, result: &EpicResult) -> Vec<EdgeView> {
    let open = epic.milestones.iter().zip(&result.milestones).filter(|it| it.1.status != Status::Done);
    let touched: BTreeSet<usize> = open.flat_map(|it| plan.repositories_of_milestone(it.0)).collect();
    let home = |node: Node| plan.repository_of(node).filter(|it| touched.contains(it));
    let crosses = |edge: &&Edge| {
        let homes = plan.ends(edge).and_then(|(from, to)| home(from).zip(home(to)));
        edge.kind != EdgeKind::Related && homes.is_some_and(|it| it.0 != it.1)
    };
    plan.edges.iter().filter(crosses).filter_map(|it| edge::view(plan, it)).collect()
}
