//! The whole state of a plan as `callsheet status --format json` prints it.
//!
//! The doc comments become descriptions in its JSON Schema, so they are written for its readers.

use crate::plan::Class;
use crate::results::{self, Outcome, Rule, Status, Strength, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// Where a plan stands, computed from the plan, the commits and the results files.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Standing {
    /// Id of the plan.
    pub plan: String,
    /// Its name.
    pub title: String,
    /// `open`, `active` or `done`.
    pub status: Status,
    /// All mandatory work.
    pub progress: Progress,
    /// What all phases may cost.
    pub budget: Budget,
    /// Everything that `Plan-Spent` records, also outside any phase.
    pub spent: Spent,
    /// Number of commits that carry records.
    pub commits: usize,
    /// When the newest trailer or results file was written, RFC 3339; null if there is none.
    pub updated: Option<String>,
    /// Where the work happens.
    pub repositories: Vec<Repository>,
    /// The phases, in the order of the plan.
    pub phases: Vec<Phase>,
    /// What was planned, against what git shows to have been done, rule by rule.
    pub conformance: Vec<Finding>,
    /// With `--why`: the commits that were read, with the work that each belongs to and the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Vec<Why>>,
}

/// A repository, as far as it could be read.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Repository {
    /// Its id.
    pub id: String,
    /// Whether its history could be read; if not, nothing that happened there counts.
    pub readable: bool,
    /// The branch that is checked out; null when detached or not known.
    pub branch: Option<String>,
    /// Full object id of the commit that is checked out; null if there is none.
    pub head: Option<String>,
}

/// A part of the work.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Phase {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Computed from its work and its gate.
    pub status: Status,
    /// The same in words that know what it depends on: `done`, `waits`, `can start`, `goes on`, `blocked`
    /// or `failed`.
    pub state: String,
    /// Whether everything that it depends on is over.
    pub unlocked: bool,
    /// Ids of the phases that must be over first, and are not.
    pub waits_for: Vec<String>,
    /// What is in its way by itself.
    pub obstacles: Vec<Obstacle>,
    /// The first thing of it that is open; null if it is over.
    pub next: Option<Next>,
    /// Id of the agent that does it.
    pub agent: Option<String>,
    /// Its mandatory work.
    pub progress: Progress,
    /// What it may cost.
    pub budget: Budget,
    /// What was recorded as spent on it.
    pub spent: Spent,
    /// Id of the pattern that is applied to its services.
    pub pattern: Option<String>,
    /// Its services, each after those that it needs.
    pub services: Vec<Service>,
    /// Its tasks.
    pub tasks: Vec<Tick>,
    /// Everything that its gate judges.
    pub criteria: Vec<Criterion>,
    /// Its gate.
    pub gate: Option<Gate>,
    /// What it leaves behind, by path.
    pub deliverables: Vec<Tick>,
}

/// A service in a phase.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Service {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Computed from its steps.
    pub status: Status,
    /// Whether it may be left out.
    pub optional: bool,
    /// Its steps.
    pub progress: Progress,
    /// What was recorded as spent on it alone.
    pub spent: Spent,
    /// The steps of the pattern, in order.
    pub steps: Vec<Tick>,
}

/// A step, task or deliverable.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Tick {
    /// Its id; the path of a deliverable.
    pub id: String,
    /// Where it stands.
    pub status: Status,
    /// Why; null only while it is open.
    pub evidence: Option<Evidence>,
}

/// One thing that must hold.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Criterion {
    /// Its id.
    pub id: String,
    /// How much it matters.
    pub class: Class,
    /// How it stands.
    pub outcome: Outcome,
    /// The newest value, where a limit decides: `1.2 ms`.
    pub value: Option<String>,
    /// Why; null only while it is open.
    pub evidence: Option<Evidence>,
    /// What an older trailer says against the results file that decides.
    pub claimed: Option<Outcome>,
}

/// A gate.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Gate {
    /// Its id.
    pub id: String,
    /// Computed from the criteria; null while they can still turn out either way.
    pub verdict: Option<Verdict>,
    /// What the newest `Plan-Gate` trailer says; null if there is none.
    pub claimed: Option<Verdict>,
    /// The commit that claims it.
    pub claimed_by: Option<Evidence>,
    /// Whether something held once and does not any more.
    pub reopened: bool,
    /// How many criteria hold.
    pub passed: usize,
    /// How many do not, skipped ones included.
    pub failed: usize,
    /// How many are undecided.
    pub open: usize,
    /// How many of the decided ones the tree of a head shows.
    pub verified: usize,
}

/// Why something is said to be so.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Evidence {
    /// How good the evidence is.
    pub strength: Strength,
    /// Id of the repository.
    pub repository: String,
    /// Full object id of the commit.
    pub commit: String,
    /// When it was written, RFC 3339.
    pub at: String,
    /// What the record adds in words.
    pub note: Option<String>,
}

/// Something that keeps a phase from being over.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Obstacle {
    /// `step` or `task` that is blocked, or `criterion` that makes the gate fail.
    pub kind: &'static str,
    /// Id of the service, for a step.
    pub service: Option<String>,
    /// Id of the step, task or criterion.
    pub id: String,
    /// Where it is said.
    pub evidence: Evidence,
    /// What the same commit names as blockers, and what a criterion's record adds.
    pub reasons: Vec<String>,
}

/// The first thing of a phase that is open.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Next {
    /// `step`, `task`, `criterion` or `gate`.
    pub kind: &'static str,
    /// Id of the service, for a step.
    pub service: Option<String>,
    /// Id of the step, task, criterion or gate.
    pub id: String,
    /// What it is.
    pub title: String,
}

/// How much of some work is done.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(super) struct Progress {
    /// Items done or skipped.
    pub done: u64,
    /// Items.
    pub total: u64,
    /// Items not done.
    pub left: u64,
    /// Share of the budgeted time, rounded down; share of items where nothing is budgeted.
    pub percent: u64,
}

/// What something may cost.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(super) struct Budget {
    /// Minutes; null if nothing is stated.
    pub minutes: Option<Range>,
    /// Credits; null if nothing is stated.
    pub credits: Option<Range>,
}

/// Both ends of an amount.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(super) struct Range {
    /// The lower end.
    pub min: u64,
    /// The upper end; the same where there is no range.
    pub max: u64,
}

/// What was recorded as spent.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(super) struct Spent {
    /// Minutes; null if no record says so.
    pub minutes: Option<u64>,
    /// Credits; null if no record says so.
    pub credits: Option<u64>,
}

/// One thing that the plan or a document says, against what git shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Finding {
    /// What is compared.
    pub rule: Rule,
    /// How it stands.
    pub standing: results::Conformity,
    /// What it is about: a path, a branch, a subject, an id.
    pub about: String,
    /// Why it stands so; null where it is kept.
    pub reason: Option<String>,
    /// Id of the phase that it belongs to, if it is one's.
    pub phase: Option<String>,
    /// The commits that show it.
    pub commits: Vec<Place>,
}

/// A commit of a repository.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Place {
    /// Id of the repository.
    pub repository: String,
    /// Full object id.
    pub commit: String,
}

/// A commit with a piece of work that it, or some of its files, belongs to.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct Why {
    /// Id of the repository.
    pub repository: String,
    /// Full object id.
    pub commit: String,
    /// Id of the service or phase; null for what matches nothing.
    pub target: Option<String>,
    /// The reason: `trailer Plan-Service`, `path services/cart`, `scope (cart)`, `branch x`.
    pub reason: String,
    /// The files that are meant, as far as they are known.
    pub files: Vec<String>,
}
