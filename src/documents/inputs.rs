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
    /// What came of it.
    pub results: &'a Results,
    /// The words that amounts are printed in.
    pub words: &'a Words,
    /// What was planned, against what was done.
    pub conformance: &'a [Finding],
}

impl<'a> Planned<'a> {
    /// A phase with its place in the schedule and its result.
    pub fn phase(&self, index: usize) -> (&'a Phase, &'a ScheduledPhase, &'a PhaseResult) {
        (&self.plan.phases[index], &self.schedule.phases[index], &self.results.phases[index])
    }

    /// The records that a set of commits state.
    pub fn records_of(&self, commits: &[&Commit]) -> Vec<&'a Record> {
        self.records
            .iter()
            .filter(|it| commits.iter().any(|commit| commit.id == it.evidence.commit))
            .collect()
    }
}
