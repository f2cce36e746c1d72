//! What a template sees of the work of a plan in one of its repositories.

use super::deliverable::DeliverableView;
use super::epic::MilestoneView;
use super::gate::CriterionView;
use super::phase::PhaseView;
use super::repository::Doings;
use super::service::ServiceView;
use super::task::TaskView;
use super::text::Prose;
use crate::plan::Plan;
use crate::results::Status;
use schemars::JsonSchema;
use serde::Serialize;

/// What a milestone or phase has done in a repository.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RepositoryWorkView {
    /// `milestone` or `phase`.
    pub sort: &'static str,
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Where all of it stands.
    pub status: Status,
    /// Whether other repositories have a part in it.
    pub shared: bool,
    /// What it is for.
    pub goal: Option<Prose>,
    /// Tasks in this repository.
    pub tasks: Vec<TaskView>,
    /// Services of this repository, each after those that it needs.
    pub services: Vec<ServiceView>,
    /// What it leaves behind in this repository.
    pub deliverables: Vec<DeliverableView>,
    /// What its gate judges, without what is about services of other repositories.
    pub criteria: Vec<CriterionView>,
    /// Id of its gate.
    pub gate: Option<String>,
    /// When a milestone counts as reached, for a person to judge.
    pub acceptance: Vec<Prose>,
}

/// The milestones and phases that have something done in a repository, in plan order.
pub(super) fn repository_work(plan: &Plan, index: usize, doings: &Doings<'_>) -> Vec<RepositoryWorkView> {
    let id = plan.repositories[index].id.as_str();
    let milestones = doings.epics.iter().flat_map(|it| &it.milestones).map(|it| of_milestone(id, it));
    let phases = doings.phases.iter().map(|it| of_phase((plan, index), it));
    let is_any = |it: &RepositoryWorkView| {
        !(it.tasks.is_empty() && it.services.is_empty() && it.deliverables.is_empty())
    };
    milestones.chain(phases).filter(is_any).collect()
}

fn of_milestone(id: &str, milestone: &MilestoneView) -> RepositoryWorkView {
    let is_elsewhere = |it: Option<&String>| it.is_none_or(|it| it != id);
    RepositoryWorkView {
        sort: "milestone",
        id: milestone.id.clone(),
        title: milestone.title.clone(),
        status: milestone.status,
        shared: !milestone.phases.is_empty()
            || milestone.tasks.iter().any(|it| is_elsewhere(it.repository.as_ref())),
        goal: milestone.goal.clone(),
        tasks: own_tasks(id, &milestone.tasks),
        services: Vec::new(),
        deliverables: Vec::new(),
        criteria: Vec::new(),
        gate: None,
        acceptance: milestone.acceptance.clone(),
    }
}

fn of_phase((plan, index): (&Plan, usize), phase: &PhaseView) -> RepositoryWorkView {
    let id = plan.repositories[index].id.as_str();
    let is_own = |it: Option<&String>| it.is_some_and(|it| it == id);
    let is_here = |service: &String| {
        let service = plan.service(service);
        service.is_none_or(|it| plan.repository_index(it.repository.as_ref()) == Some(index))
    };
    let places: Vec<Option<&String>> = phase
        .tasks
        .iter()
        .map(|it| it.repository.as_ref())
        .chain(phase.services.iter().map(|it| it.stated.repository.as_ref()))
        .chain(phase.deliverables.iter().map(|it| it.repository.as_ref()))
        .collect();
    let concerns = |it: &&CriterionView| it.service.as_ref().is_none_or(is_here);
    RepositoryWorkView {
        sort: "phase",
        id: phase.id.clone(),
        title: phase.title.clone(),
        status: phase.status,
        shared: places.iter().any(|it| !is_own(*it)),
        goal: Some(phase.objective.clone()),
        tasks: own_tasks(id, &phase.tasks),
        services: phase.services.iter().filter(|it| is_own(it.stated.repository.as_ref())).cloned().collect(),
        deliverables: phase
            .deliverables
            .iter()
            .filter(|it| is_own(it.repository.as_ref()))
            .cloned()
            .collect(),
        criteria: phase.criteria.iter().filter(concerns).cloned().collect(),
        gate: phase.gate.as_ref().map(|it| it.id.clone()),
        acceptance: Vec::new(),
    }
}

fn own_tasks(id: &str, tasks: &[TaskView]) -> Vec<TaskView> {
    tasks.iter().filter(|it| it.repository.as_deref() == Some(id)).cloned().collect()
}
