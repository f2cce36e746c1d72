//! The branches that a plan names, repository by repository, as git has them.

use super::conformance::merges;
use super::{Results, Status};
use crate::history::{Commit, History, RepositoryHistory, Standing};
use crate::plan::{Plan, PullRequest, Review};
use serde::Serialize;

/// A branch that the plan names, in one repository.
#[derive(Clone, Debug)]
pub struct PlannedBranch<'a> {
    /// Index of the repository.
    pub repository: usize,
    /// Its name.
    pub name: &'a str,
    /// What it is merged into, if that is known.
    pub base: Option<&'a str>,
    /// Indexes of the phases that are done on it.
    pub phases: Vec<usize>,
    /// The pull request that merges it.
    pub pull_request: Option<&'a PullRequest>,
    /// How far it is.
    pub state: BranchState,
    /// How it stands to its base; `None` if that was not read, or there is no such branch.
    pub standing: Option<&'a Standing>,
    /// Full object id of its tip, or of the merge that took it in.
    pub head: Option<&'a str>,
}

/// How far a branch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BranchState {
    /// It is there, and something on it may still have to be merged.
    Existing,
    /// Its commits came into its base by a merge.
    Merged,
    /// It is not there, and its work has not begun.
    Planned,
    /// It is not there, though its work has begun, and no merge that was read names it.
    NotThere,
    /// Its repository was not read.
    NotKnown,
}

/// How far a pull request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestState {
    /// Git shows that it was merged.
    Merged,
    /// Its branch has commits that its base has not.
    Unmerged,
    /// Its branch is not there, and its work has not begun.
    Planned,
    /// The plan says so, and git does not show that it was merged.
    Stated(Review),
}

/// How far a pull request is; `None` if neither git nor the plan tells.
pub fn request_state(
    plan: &Plan,
    history: &History,
    results: &Results,
    pull_request: &PullRequest,
) -> Option<RequestState> {
    let index = plan.repository_index(pull_request.repository.as_ref())?;
    let scene = Scene::of((plan, index), history, results);
    let branch = scene.branch(&pull_request.head);
    // What is merged does not become a part of a tag.
    let is_branch = |name: &str| scene.read.is_some_and(|it| it.branches.iter().any(|it| it.name == name));
    let unmerged = branch.standing.filter(|it| it.ahead > 0 && is_branch(&it.base));
    match (branch.state, pull_request.state) {
        (BranchState::Merged, _) => Some(RequestState::Merged),
        (_, Some(stated)) => Some(RequestState::Stated(stated)),
        (BranchState::Planned, None) => Some(RequestState::Planned),
        (_, None) => unmerged.map(|_| RequestState::Unmerged),
    }
}

/// The branches of all phases and pull requests: by repository, in the order in which the plan names them.
pub fn branches<'a>(plan: &'a Plan, history: &'a History, results: &Results) -> Vec<PlannedBranch<'a>> {
    let mut all = Vec::new();
    for index in 0..plan.repositories.len() {
        let scene = Scene::of((plan, index), history, results);
        let own = scene.names().into_iter().map(|it| scene.branch(it));
        all.extend(own);
    }
    all
}

struct Scene<'a, 'r> {
    plan: &'a Plan,
    results: &'r Results,
    /// Index of the repository.
    index: usize,
    read: Option<&'a RepositoryHistory>,
    default: Option<&'a str>,
}

impl<'a, 'r> Scene<'a, 'r> {
    fn of((plan, index): (&'a Plan, usize), history: &'a History, results: &'r Results) -> Self {
        let repository = &plan.repositories[index];
        let read = history.repositories.iter().find(|it| it.id == repository.id.as_str());
        let given = repository.default_branch.as_ref().map(|it| it.value.as_str());
        let default = read.and_then(|it| it.default_branch.as_deref()).or(given);
        Self { plan, results, index, read, default }
    }

    /// The names that the plan has for branches of the repository: those of phases that work in it, those that its
    /// pull requests merge, and those of other repositories that are there too.
    fn names(&self) -> Vec<&'a str> {
        let phases = self.plan.phases.iter().filter_map(|it| Some((it, it.branch.as_ref()?.value.as_str())));
        let of_phases =
            phases.map(|(it, name)| (self.plan.repositories_of_phase(it).contains(&self.index), name));
        let pulls = self.plan.pull_requests.iter().map(|it| (self.is_own(it), it.head.value.as_str()));
        let is_there = |name: &str| self.read.is_some_and(|it| it.branches.iter().any(|it| it.name == name));
        let mut names = Vec::new();
        for (is_own, name) in of_phases.chain(pulls) {
            let is_wanted = (is_own || is_there(name)) && Some(name) != self.default;
            if is_wanted && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn is_own(&self, pull_request: &PullRequest) -> bool {
        self.plan.repository_index(pull_request.repository.as_ref()) == Some(self.index)
    }

    fn branch(&self, name: &'a str) -> PlannedBranch<'a> {
        let pulls = &self.plan.pull_requests;
        let pull_request = pulls.iter().find(|it| it.head.value == name && self.is_own(it));
        let base = pull_request.and_then(|it| it.base.as_ref()).map(|it| it.value.as_str()).or(self.default);
        let mut standings = self.read.into_iter().flat_map(|it| &it.standings);
        let standing = standings.find(|it| it.branch == name && Some(it.base.as_str()) == base);
        let local = self.read.and_then(|it| it.branches.iter().find(|it| it.name == name));
        let merge = self.read.and_then(|it| it.commits.iter().find(|it| merges(it, name)));
        let phases = self.phases(name, pull_request);
        let tip = standing.map(|it| it.commit.as_str()).or(local.map(|it| it.commit.as_str()));
        let begun = phases.iter().any(|it| self.results.phases[*it].status != Status::Open);
        let state = match (self.read, tip, merge) {
            (None, ..) => BranchState::NotKnown,
            (_, Some(_), _) if standing.is_some_and(|it| it.merged) => BranchState::Merged,
            (_, Some(_), _) => BranchState::Existing,
            (_, None, Some(_)) => BranchState::Merged,
            (_, None, None) if begun => BranchState::NotThere,
            (_, None, None) => BranchState::Planned,
        };
        let head = tip.or(merge.map(|it: &Commit| it.id.as_str()));
        PlannedBranch { repository: self.index, name, base, phases, pull_request, state, standing, head }
    }

    /// The phases on a branch, and those that its pull request holds.
    fn phases(&self, name: &str, pull_request: Option<&PullRequest>) -> Vec<usize> {
        let held = |id: &str| pull_request.is_some_and(|it| it.phases.iter().any(|it| it.as_str() == id));
        let on_it = |it: &crate::plan::Phase| {
            let is_named = it.branch.as_ref().is_some_and(|it| it.value == name);
            is_named || held(&it.id)
        };
        (0..self.plan.phases.len()).filter(|it| on_it(&self.plan.phases[*it])).collect()
    }
}
