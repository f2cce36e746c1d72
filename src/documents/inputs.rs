//! Everything that views are made from.

use crate::history::{Commit, History};
use crate::plan::{Phase, Plan};
use crate::results::{Finding, PhaseResult, Record, Results};
use crate::schedule::{Schedule, ScheduledPhase};
use crate::templates::Words;

/// Everything that views are made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// What was meant; `None` where a document is asked for in a repository without a plan.
    pub plan: Option<&'a Planned<'a>>,
    /// What happened.
    pub history: &'a History,
    /// The words that amounts and reasons are printed in.
    pub words: &'a Words,
}

/// A plan with all that was computed for it.
pub struct Planned<'a> {
    /// What was meant.
    pub plan: &'a Plan,
    /// The plan's path, as documents print it.
    pub file: &'a str,
    /// When.
    pub schedule: &'a Schedule,
    /// What the commits state, oldest first.
    pub records: &'a [Record],
    /// What only branches state that the plan does not build on.
    pub aside: &'a [Record],
    /// What came of it.
    pub results: &'a Results,
    /// The words that amounts are printed in.
    pub words: &'a Words,
    /// What was planned, against what was done.
    pub conformance: &'a [Finding],
}

impl Inputs<'_> {
    /// Whether there are several repositories, so that a commit or file alone does not say where it is.
    pub fn has_several(&self) -> bool {
        let planned = self.plan.map_or(0, |it| it.plan.repositories.len());
        planned.max(self.history.repositories.len()) > 1
    }

    /// Ids of the repositories that the plan has a place for, but that could not be read.
    pub fn unread(&self) -> Vec<String> {
        let repositories = self.plan.map_or(&[][..], |it| &it.plan.repositories);
        let has_place = |it: &&crate::plan::Repository| it.path.is_some() || it.facts.is_some();
        let ids = repositories.iter().filter(has_place).map(|it| it.id.to_string());
        ids.filter(|id| !self.history.repositories.iter().any(|it| it.id == *id)).collect()
    }
}

impl<'a> Planned<'a> {
    /// A phase with its place in the schedule and its result.
    pub fn phase(&self, index: usize) -> (&'a Phase, &'a ScheduledPhase, &'a PhaseResult) {
        (&self.plan.phases[index], &self.schedule.phases[index], &self.results.phases[index])
    }

    /// The records that a set of commits state, oldest first.
    pub fn records_of(&self, commits: &[&Commit]) -> Vec<&'a Record> {
        let is_theirs = |it: &&Record| commits.iter().any(|commit| commit.id == it.evidence.commit);
        let mut records: Vec<&Record> = self.records.iter().chain(self.aside).filter(is_theirs).collect();
        records.sort_by_key(|it| it.evidence.at);
        records
    }
}
