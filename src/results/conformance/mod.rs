//! What was planned, against what git shows to have been done.
//!
//! Nothing is taken for kept without evidence: what git does not show is not known, and what contradicts
//! the plan is listed with its reason.

mod claimed;
mod delivered;
mod naming;
mod order;
mod reason;

pub(super) use delivered::merges;
pub use reason::{About, Reason};

use super::wanted::aside;
use super::{PhaseResult, Results};
use crate::history::{Commit, History, RepositoryHistory};
use crate::plan::{Phase, Plan};
use serde::Serialize;
use std::collections::HashSet;

/// One thing that a plan or a document says, against what git shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is compared.
    pub rule: Rule,
    /// How it stands.
    pub standing: Conformity,
    /// What it is about.
    pub about: About,
    /// Why it stands so; `None` where it is kept and nothing needs saying.
    pub reason: Option<Reason>,
    /// Index of the phase that it belongs to, if it is one's.
    pub phase: Option<usize>,
    /// The commits that show it.
    pub commits: Vec<Place>,
}

/// A commit of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id of the repository.
    pub repository: String,
    /// Full object id.
    pub commit: String,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// What a phase leaves behind is in the tree of the head.
    Deliverable,
    /// The branch that a phase names was there.
    PlannedBranch,
    /// A commit has the subject that a phase states.
    PlannedCommit,
    /// Branches are named by the plan's conventions.
    BranchName,
    /// Subjects of commits begin with one of the plan's types.
    CommitType,
    /// Tests are committed before their code.
    TestsFirst,
    /// A commit that the plan or a document names exists, is reached from the head, and has the stated date.
    NamedCommit,
}

/// How something planned stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Conformity {
    /// Git shows that it is as it was meant.
    Kept,
    /// Git shows that it is not.
    Broken,
    /// Git shows neither.
    Unknown,
    /// It is not there, and not due: its phase is not over.
    Open,
}

impl Rule {
    /// Every rule, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Deliverable,
        Self::PlannedBranch,
        Self::PlannedCommit,
        Self::BranchName,
        Self::CommitType,
        Self::TestsFirst,
        Self::NamedCommit,
    ];

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deliverable => "deliverable",
            Self::PlannedBranch => "planned_branch",
            Self::PlannedCommit => "planned_commit",
            Self::BranchName => "branch_name",
            Self::CommitType => "commit_type",
            Self::TestsFirst => "tests_first",
            Self::NamedCommit => "named_commit",
        }
    }
}

/// Compares everything that can be compared, rule by rule, in the order of plan and history.
pub fn conformance(plan: &Plan, history: &History, results: &Results) -> Vec<Finding> {
    let aside = history.repositories.iter().flat_map(|it| aside(plan, it)).collect();
    let scene = Scene { plan, history, results, aside };
    [
        delivered::deliverables(&scene),
        delivered::branches(&scene),
        delivered::commits(&scene),
        naming::branches(&scene),
        naming::subjects(&scene),
        order::tests_first(&scene),
        claimed::named_commits(&scene),
    ]
    .concat()
}

/// What everything is compared in.
struct Scene<'a> {
    plan: &'a Plan,
    history: &'a History,
    results: &'a Results,
    /// Commits that the plan does not build on.
    aside: HashSet<&'a str>,
}

impl<'a> Scene<'a> {
    fn phases(&self) -> impl Iterator<Item = (usize, &'a Phase, &'a PhaseResult)> {
        let phases = self.plan.phases.iter().zip(&self.results.phases).enumerate();
        phases.map(|(index, (phase, result))| (index, phase, result))
    }

    /// Every commit that was read and follows this plan or none.
    fn commits(&self) -> impl Iterator<Item = (&'a RepositoryHistory, &'a Commit)> {
        let id = self.plan.project.id.as_str();
        let commits =
            self.history.repositories.iter().flat_map(|it| it.commits.iter().map(move |commit| (it, commit)));
        commits.filter(move |it| follows(it.1, id))
    }

    /// Those of them that the plan builds on.
    fn own_commits(&self) -> impl Iterator<Item = (&'a RepositoryHistory, &'a Commit)> {
        self.commits().filter(|it| !self.aside.contains(it.1.id.as_str()))
    }
}

/// Whether a commit names this plan, or none.
fn follows(commit: &Commit, plan: &str) -> bool {
    let mut named = commit.message.trailers.iter().filter(|it| it.key.eq_ignore_ascii_case("plan-ref"));
    named.next().is_none_or(|it| it.value.trim().split('@').next() == Some(plan))
}

impl Finding {
    fn new(rule: Rule, about: impl Into<About>) -> Self {
        let (standing, reason, phase) = (Conformity::Unknown, None, None);
        Self { rule, standing, about: about.into(), reason, phase, commits: Vec::new() }
    }

    fn stands(self, standing: Conformity, reason: impl Into<Option<Reason>>) -> Self {
        Self { standing, reason: reason.into(), ..self }
    }

    fn of_phase(self, phase: usize) -> Self {
        Self { phase: Some(phase), ..self }
    }

    /// Whether it is shown, or would have to be, in this repository.
    pub fn is_in(&self, repository: &str) -> bool {
        let meant = self.reason.as_ref().and_then(Reason::repository);
        if self.commits.is_empty() {
            return meant.is_none_or(|it| it == repository);
        }
        self.commits.iter().any(|it| it.repository == repository)
    }

    fn shown_by(mut self, repository: &str, commit: &str) -> Self {
        let place = Place { repository: repository.to_owned(), commit: commit.to_owned() };
        if !self.commits.contains(&place) {
            self.commits.push(place);
        }
        self
    }
}
