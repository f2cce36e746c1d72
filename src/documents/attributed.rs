//! What a template sees of the work that commits belong to.

use super::inputs::Inputs;
use super::text::Foreign;
use super::work::commits;
use crate::history::{Commit, RepositoryHistory, Window};
use crate::plan::Plan;
use crate::results::{Attribution, Why, attribute};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Commits of a session that belong to one service or phase, or to nothing of the plan.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct AttributedView {
    /// Id of the service or phase; absent for what matches nothing.
    pub target: Option<String>,
    /// The words for what it is: `about_service` or `about_phase`; absent for what matches nothing.
    pub sort: Option<&'static str>,
    /// Number of commits that touch it.
    pub commits: usize,
    /// Number of different files of it that they touch.
    pub files: usize,
    /// Why they are taken to belong to it, each once.
    pub reasons: Vec<WhyView>,
    /// The commits, newest first: `shop@1a2b3c4d`.
    pub examples: Vec<String>,
}

/// Why a commit is taken to belong to something.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct WhyView {
    /// The words for it: `by_trailer`, `by_path`, `by_scope`, `by_branch` or `by_nothing`.
    pub by: &'static str,
    /// The key, path, scope or branch.
    pub name: Option<Foreign>,
}

/// One row while it grows.
#[derive(Default)]
struct Row<'a> {
    commits: BTreeSet<&'a str>,
    files: BTreeSet<(&'a str, &'a str)>,
    reasons: Vec<WhyView>,
    examples: Vec<String>,
}

/// Commits that a row names.
const MOST_EXAMPLES: usize = 8;

/// The work of windows by service and phase, in the order of the plan; what matches nothing comes last.
/// Nothing without a plan.
pub(super) fn attributed<'a>(
    inputs: &Inputs<'_>,
    windows: &[(&'a RepositoryHistory, &'a Window)],
) -> Vec<AttributedView> {
    let Some(planned) = inputs.plan else { return Vec::new() };
    let plan = planned.plan;
    let services = plan.services.iter().map(|it| it.id.as_str());
    let order: Vec<Option<&str>> =
        services.chain(plan.phases.iter().map(|it| it.id.as_str())).map(Some).chain([None]).collect();
    let mut rows: Vec<Row<'_>> = order.iter().map(|_| Row::default()).collect();
    let commits = |it: &(&'a RepositoryHistory, &'a Window)| {
        let (repository, window) = *it;
        commits(repository, window).into_iter().map(move |commit| (repository, window, commit))
    };
    let mut all: Vec<_> = windows.iter().flat_map(commits).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.2.committed));
    for (repository, window, commit) in all {
        for found in attribute(plan, repository, commit, window.branch.as_deref()) {
            let Some(at) = order.iter().position(|it| *it == found.target) else { continue };
            rows[at].add((repository, commit), &found);
        }
    }
    order
        .into_iter()
        .zip(rows)
        .filter(|it| !it.1.commits.is_empty())
        .map(|(id, row)| row.view(plan, id))
        .collect()
}

impl<'a> Row<'a> {
    fn add(&mut self, (repository, commit): (&'a RepositoryHistory, &'a Commit), found: &Attribution<'a>) {
        if self.commits.insert(&commit.id) && self.examples.len() < MOST_EXAMPLES {
            self.examples.push(format!("{}@{}", repository.id, &commit.id[..commit.id.len().min(8)]));
        }
        self.files.extend(found.files.iter().map(|it| (repository.id.as_str(), *it)));
        let reason = WhyView::of(&found.why);
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    fn view(self, plan: &Plan, target: Option<&str>) -> AttributedView {
        let sort = |id| if plan.service(id).is_some() { "about_service" } else { "about_phase" };
        AttributedView {
            target: target.map(str::to_owned),
            sort: target.map(sort),
            commits: self.commits.len(),
            files: self.files.len(),
            reasons: self.reasons,
            examples: self.examples,
        }
    }
}

impl WhyView {
    fn of(why: &Why<'_>) -> Self {
        let (by, name) = match why {
            Why::Trailer(key) => ("by_trailer", Some(*key)),
            Why::Path(path) => ("by_path", Some(*path)),
            Why::Scope(scope) => ("by_scope", Some(*scope)),
            Why::Branch(branch) => ("by_branch", Some(*branch)),
            Why::Nothing => ("by_nothing", None),
        };
        Self { by, name: name.map(Foreign::new) }
    }
}
