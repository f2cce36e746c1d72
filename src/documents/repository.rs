//! What a template sees of a repository: what is checked out, what is done in it, and what crosses its border.

use super::border::{BordersView, borders};
use super::branch::{BranchView, BranchesView};
use super::edge::{self, EdgesView};
use super::epic::EpicView;
use super::inputs::{Inputs, Planned};
use super::marks::ProgressView;
use super::phase::PhaseView;
use super::repository_work::{RepositoryWorkView, repository_work};
use super::setting::SettingView;
use super::text::{Foreign, Prose};
use crate::history::RepositoryHistory;
use crate::plan::{Language, Node, Plan, Repository, Setting};
use crate::results::Progress;
use schemars::JsonSchema;
use serde::Serialize;

/// A repository, what is checked out there, and what is done in it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RepositoryView {
    /// Its id.
    pub id: String,
    /// What it holds.
    pub about: Option<Prose>,
    /// The group that it is listed under.
    pub group: Option<Prose>,
    /// The language of its code.
    pub language: Option<Prose>,
    /// The command that runs its tests, its own or that of its language.
    pub test_command: Option<Prose>,
    /// The command that measures how much the tests cover.
    pub coverage_command: Option<Prose>,
    /// How much they must cover: `coverage ≥ 80%`.
    pub coverage: Option<String>,
    /// What its continuous integration does, job by job.
    pub ci: Vec<Prose>,
    /// Where it is fetched from.
    pub remote: Option<Prose>,
    /// What it gets and gives.
    pub edges: EdgesView,
    /// What its services, pull requests and itself get from others and give to them.
    pub borders: BordersView,
    /// Ids of the services that live in it.
    pub services: Vec<String>,
    /// What is done in it, by milestone and phase.
    pub work: Vec<RepositoryWorkView>,
    /// All tasks and steps of that.
    pub progress: ProgressView,
    /// The branches that the plan names in it.
    pub branches: Vec<BranchView>,
    /// Settings that its code reads.
    pub settings: Vec<SettingView>,
    /// Whether its history could be read.
    pub readable: bool,
    /// The branch that is checked out; absent when detached or empty.
    pub branch: Option<Foreign>,
    /// Full object id of what is checked out.
    pub head: Option<String>,
    /// The branch that work starts from.
    pub default_branch: Option<Foreign>,
}

/// What the plan has done in its repositories, and the branches that it names.
pub(super) struct Doings<'a> {
    pub(super) phases: &'a [PhaseView],
    pub(super) epics: &'a [EpicView],
    pub(super) branches: &'a BranchesView,
}

/// The repositories of a plan, in its order.
pub(super) fn repositories(
    inputs: &Inputs<'_>,
    planned: &Planned<'_>,
    doings: &Doings<'_>,
) -> Vec<RepositoryView> {
    let all = planned.plan.repositories.iter().enumerate();
    all.map(|it| repository((inputs, planned.plan), it, doings)).collect()
}

fn repository(
    (inputs, plan): (&Inputs<'_>, &Plan),
    (index, repository): (usize, &Repository),
    doings: &Doings<'_>,
) -> RepositoryView {
    let history: Option<&RepositoryHistory> =
        inputs.history.repositories.iter().find(|it| it.id == repository.id.as_str());
    let head = history.and_then(|it| it.head.as_ref());
    let language = language(plan, repository);
    let of_language =
        |command: fn(&Language) -> &Option<String>| language.and_then(|it| command(it).as_ref());
    let prose = |it: Option<&String>| it.map(|it| Prose::new(it));
    let test_command = repository.test_command.as_ref().or(of_language(|it| &it.test_command));
    let coverage_command = repository.coverage_command.as_ref().or(of_language(|it| &it.coverage_command));
    let coverage = language.and_then(|it| it.coverage.as_ref());
    let work = repository_work(plan, index, doings);
    let is_own = |it: &&Setting| plan.repository_index(it.repository.as_ref()) == Some(index);
    let branches = doings.branches.groups.iter().flat_map(|it| &it.branches);
    RepositoryView {
        id: repository.id.to_string(),
        about: prose(repository.about.as_ref()),
        group: prose(repository.group.as_ref()),
        language: language.map(|it| Prose::new(&it.title)),
        test_command: prose(test_command),
        coverage_command: prose(coverage_command),
        coverage: coverage.map(|it| it.value.to_string()),
        ci: repository.ci.iter().map(|it| Prose::new(it)).collect(),
        remote: prose(repository.remote.as_ref()),
        edges: edge::of(plan, Node::Repository(index)),
        borders: borders(plan, index),
        services: services(plan, index),
        progress: progress(&work),
        work,
        branches: branches.filter(|it| it.repository == repository.id.as_str()).cloned().collect(),
        settings: plan.configuration.iter().filter(is_own).map(SettingView::of).collect(),
        readable: history.is_some(),
        branch: head.and_then(|it| it.branch.as_deref()).map(Foreign::new),
        head: head.map(|it| it.commit.clone()),
        default_branch: history
            .and_then(|it| it.default_branch.as_deref())
            .or(repository.default_branch.as_ref().map(|it| it.value.as_str()))
            .map(Foreign::new),
    }
}

/// The language of a repository's code.
pub(super) fn language<'a>(plan: &'a Plan, repository: &Repository) -> Option<&'a Language> {
    let id = repository.language.as_ref()?;
    plan.languages.iter().find(|it| it.id.value == id.value)
}

fn services(plan: &Plan, index: usize) -> Vec<String> {
    let own = plan.services.iter().filter(|it| plan.repository_index(it.repository.as_ref()) == Some(index));
    own.map(|it| it.id.to_string()).collect()
}

/// Tasks and steps.
fn progress(work: &[RepositoryWorkView]) -> ProgressView {
    let tasks = work.iter().flat_map(|it| &it.tasks).map(|it| (u64::from(it.tick.done), 1));
    let services = work.iter().flat_map(|it| &it.services).map(|it| (it.progress.done, it.progress.total));
    let add =
        |sum: Progress, it: (u64, u64)| Progress { done: sum.done + it.0, total: sum.total + it.1, ..sum };
    ProgressView::of(tasks.chain(services).fold(Progress::default(), add))
}
