//! What a template sees of branches: those that the plan names, as git has them, and those beside the plan.

use super::inputs::{Inputs, Planned};
use super::text::{Foreign, Prose};
use crate::plan::{Id, Plan, Spanned};
use crate::results::{BranchState, Merging, PlannedBranch, Pull, branches, merging};
use schemars::JsonSchema;
use serde::Serialize;

/// The branches of all repositories.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BranchesView {
    /// Those that the plan names, by what they are for.
    pub groups: Vec<BranchGroupView>,
    /// Those that the plan does not name.
    pub others: Vec<OtherBranchView>,
    /// How the plan names branches.
    pub patterns: Vec<Prose>,
}

/// Branches of one epic or phase, or of pull requests that belong to neither.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BranchGroupView {
    /// `epic`, `phase` or `pull-request`.
    pub sort: &'static str,
    /// Its id; absent for pull requests of no phase.
    pub id: Option<String>,
    /// Its name.
    pub title: Option<Prose>,
    /// The branches, by repository.
    pub branches: Vec<BranchView>,
}

/// A branch that the plan names.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BranchView {
    /// Id of the repository.
    pub repository: String,
    /// Its name.
    pub name: Foreign,
    /// What it is merged into.
    pub base: Option<Foreign>,
    /// `existing`, `merged`, `planned`, `not_there` or `not_known`.
    pub state: BranchState,
    /// Full object id of its tip, or of the merge that took it in.
    pub head: Option<String>,
    /// Number of commits that only it has; absent where that was not read.
    pub ahead: Option<u64>,
    /// Number of commits that only its base has.
    pub behind: Option<u64>,
    /// When its tip was committed, RFC 3339.
    pub last: Option<String>,
    /// Ids of the phases that are done on it.
    pub phases: Vec<String>,
    /// Id of the pull request that merges it.
    pub pull_request: Option<String>,
    /// Its number at the forge.
    pub number: Option<u32>,
}

/// A branch that the plan does not name.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OtherBranchView {
    /// Id of the repository.
    pub repository: String,
    /// Its name.
    pub name: Foreign,
    /// Full object id of its tip.
    pub head: String,
    /// Whether it fits a convention; absent if there are none.
    pub fits: Option<bool>,
}

/// All branches, by what they are for.
pub(super) fn branches_view(inputs: &Inputs<'_>, planned: &Planned<'_>) -> BranchesView {
    let plan = planned.plan;
    let all = branches(plan, inputs.history, planned.results);
    let mut groups: Vec<BranchGroupView> = Vec::new();
    let merging = merging(plan, inputs.history);
    for branch in &all {
        let (sort, id, title) = purpose(plan, &phases(plan, &merging, branch));
        let view = BranchView::of(plan, branch);
        match groups.iter_mut().find(|it| it.sort == sort && it.id.as_deref() == id) {
            Some(group) => group.branches.push(view),
            None => groups.push(BranchGroupView {
                sort,
                id: id.map(str::to_owned),
                title: title.map(Prose::new),
                branches: vec![view],
            }),
        }
    }
    groups.sort_by_key(|it| place(plan, it));
    let patterns = plan.conventions.branches.iter().map(|it| Prose::new(it)).collect();
    BranchesView { groups, others: others(inputs, plan, &all), patterns }
}

/// The phases that a branch is for: its own, or else those of the pull requests that its own hangs together with.
fn phases(plan: &Plan, merging: &Merging<'_>, branch: &PlannedBranch<'_>) -> Vec<usize> {
    let own = |it: &Pull<'_>| {
        it.planned.zip(branch.pull_request).is_some_and(|(one, other)| one.id.value == other.id.value)
    };
    let pull = merging.pulls.iter().position(own).filter(|_| branch.phases.is_empty());
    let work = pull.map_or_else(Vec::new, |it| merging.work(it));
    let joined = work.iter().filter_map(|it| merging.pulls[*it].planned).flat_map(|it| &it.phases);
    branch.phases.iter().copied().chain(joined.filter_map(|it| plan.phase_index(it))).collect()
}

/// The epic that phases serve, or else the first of them.
fn purpose<'a>(plan: &'a Plan, phases: &[usize]) -> (&'static str, Option<&'a str>, Option<&'a str>) {
    let is_led_by = |ids: &[Spanned<Id>]| {
        ids.iter().any(|id| phases.iter().any(|it| plan.phases[*it].id.value == id.value))
    };
    let epic = plan.epics.iter().find(|it| it.milestones.iter().any(|it| is_led_by(&it.phases)));
    let phase = phases.first().map(|it| &plan.phases[*it]);
    match (epic, phase) {
        (Some(epic), _) => ("epic", Some(&epic.id), Some(&epic.title)),
        (None, Some(phase)) => ("phase", Some(&phase.id), Some(&phase.title)),
        (None, None) => ("pull-request", None, None),
    }
}

/// Epics, then phases, then the rest, each in plan order.
fn place(plan: &Plan, group: &BranchGroupView) -> (usize, usize) {
    let id = group.id.as_deref().unwrap_or_default();
    let epic = plan.epics.iter().position(|it| it.id.as_str() == id);
    match group.sort {
        "epic" => (0, epic.unwrap_or_default()),
        "phase" => (1, plan.phase_index(id).unwrap_or_default()),
        _ => (2, 0),
    }
}

/// Local branches that the plan does not name, without those that work starts from.
fn others(inputs: &Inputs<'_>, plan: &Plan, named: &[PlannedBranch<'_>]) -> Vec<OtherBranchView> {
    let mut others = Vec::new();
    for (index, repository) in plan.repositories.iter().enumerate() {
        let Some(read) = inputs.history.repositories.iter().find(|it| it.id == repository.id.as_str()) else {
            continue;
        };
        let is_named = |name: &str| named.iter().any(|it| it.repository == index && it.name == name);
        let is_other = |name: &str| !is_named(name) && read.default_branch.as_deref() != Some(name);
        let view = |it: &crate::history::Branch| OtherBranchView {
            repository: repository.id.to_string(),
            name: Foreign::new(&it.name),
            head: it.commit.clone(),
            fits: plan.conventions.fits_branch(&it.name),
        };
        others.extend(read.branches.iter().filter(|it| is_other(&it.name)).map(view));
    }
    others
}

impl BranchView {
    fn of(plan: &Plan, branch: &PlannedBranch<'_>) -> Self {
        let standing = branch.standing;
        Self {
            repository: plan.repositories[branch.repository].id.to_string(),
            name: Foreign::new(branch.name),
            base: branch.base.map(Foreign::new),
            state: branch.state,
            head: branch.head.map(str::to_owned),
            ahead: standing.map(|it| it.ahead),
            behind: standing.map(|it| it.behind),
            last: standing.map(|it| it.committed.to_rfc3339()),
            phases: branch.phases.iter().map(|it| plan.phases[*it].id.to_string()).collect(),
            pull_request: branch.pull_request.map(|it| it.id.to_string()),
            number: branch.pull_request.and_then(|it| it.number),
        }
    }
}
