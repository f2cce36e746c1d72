//! What came of the plan: a status for each thing in it, with the evidence.

use crate::history::Moment;
use crate::plan::{Class, Quantity};

/// What came of the plan. Lists follow the order of the plan.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// One entry for each phase.
    pub phases: Vec<PhaseResult>,
    /// One entry for each epic.
    pub epics: Vec<EpicResult>,
    /// One entry for each service, and in it one for each of its SLOs, by whatever was recorded anywhere.
    pub slos: Vec<Vec<Measured>>,
    /// All mandatory work together.
    pub progress: Progress,
    /// Everything that was recorded as spent, also outside any phase.
    pub spent: Spent,
}

/// What came of a phase.
#[derive(Clone, Debug, Default)]
pub struct PhaseResult {
    /// Computed from its work and its gate.
    pub status: Status,
    /// Whether everything that it depends on is done.
    pub unlocked: bool,
    /// One entry for each of its services.
    pub services: Vec<ServiceResult>,
    /// One entry for each of its tasks.
    pub tasks: Vec<Tick>,
    /// One entry for each criterion that its gate judges, in the order of `Phase::judged`.
    pub criteria: Vec<CriterionResult>,
    /// One entry for each of its deliverables.
    pub deliverables: Vec<Tick>,
    /// Its gate, if it has one.
    pub gate: Option<GateResult>,
    /// Its mandatory work.
    pub progress: Progress,
    /// What was recorded as spent on it.
    pub spent: Spent,
}

/// What came of a service in a phase.
#[derive(Clone, Debug, Default)]
pub struct ServiceResult {
    /// Computed from its steps.
    pub status: Status,
    /// One entry for each step of the pattern.
    pub steps: Vec<Tick>,
    /// One entry for each SLO of the service.
    pub slos: Vec<Measured>,
    /// Its steps.
    pub progress: Progress,
    /// What was recorded as spent on it alone.
    pub spent: Spent,
}

/// What came of an epic.
#[derive(Clone, Debug, Default)]
pub struct EpicResult {
    /// Computed from its milestones.
    pub status: Status,
    /// One entry for each of its milestones.
    pub milestones: Vec<MilestoneResult>,
    /// Everything that they count.
    pub progress: Progress,
}

/// What came of a milestone.
#[derive(Clone, Debug, Default)]
pub struct MilestoneResult {
    /// Computed from its tasks and phases; open if it has neither.
    pub status: Status,
    /// Whether every milestone that it needs is done.
    pub unlocked: bool,
    /// One entry for each of its tasks.
    pub tasks: Vec<Tick>,
    /// Its tasks, and its phases, each of which counts as one item.
    pub progress: Progress,
}

/// Where a thing stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nothing is recorded.
    #[default]
    Open,
    /// Some of it is recorded.
    Active,
    /// Somebody recorded that it cannot go on.
    Blocked,
    /// All of it is recorded, and its gate lets it through.
    Done,
    /// Somebody recorded that it was left out.
    Skipped,
    /// All of it is recorded, and its gate says FAIL.
    Failed,
}

/// The status of one thing, and why.
#[derive(Clone, Debug, Default)]
pub struct Tick {
    /// Where it stands.
    pub status: Status,
    /// Why; `None` only while it is open.
    pub evidence: Option<Evidence>,
}

/// Why a status is what it is.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// How good the evidence is.
    pub strength: Strength,
    /// Id of the repository.
    pub repository: String,
    /// Full object id.
    pub commit: String,
    /// When it was written.
    pub at: Moment,
    /// What the record adds in words; text that somebody else wrote.
    pub note: Option<String>,
}

/// How good evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// A line of a commit message says so that is no trailer to git, as after a squash.
    Loose,
    /// A trailer of a commit message says so.
    Claimed,
    /// Git itself shows it: a file in the tree, or a results file there.
    Verified,
}

/// Whether a criterion holds, and why.
#[derive(Clone, Debug, Default)]
pub struct CriterionResult {
    /// How it stands.
    pub outcome: Outcome,
    /// The newest value, where a measure decides.
    pub measured: Option<Quantity>,
    /// Why; `None` only while it is open.
    pub evidence: Option<Evidence>,
    /// It held once, and does not hold any more.
    pub reopened: bool,
    /// What the newest trailer says, where a newer results file contradicts it.
    pub claim: Option<(Outcome, Evidence)>,
}

/// How a criterion stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Nothing is recorded.
    #[default]
    Open,
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// It was not run, on purpose; it counts as not passed.
    Skip,
}

/// The newest value of a metric against its limit.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// The value.
    pub value: Option<Quantity>,
    /// Whether it keeps the limit; open while nothing was measured or units do not fit.
    pub outcome: Outcome,
    /// Why; `None` only while it is open.
    pub evidence: Option<Evidence>,
}

/// Where a gate stands.
#[derive(Clone, Debug, Default)]
pub struct GateResult {
    /// Computed from the criteria; `None` while they can still turn out either way.
    pub verdict: Option<Verdict>,
    /// What the newest `Plan-Gate` trailer says.
    pub claim: Option<(Verdict, Evidence)>,
    /// Some criterion held once and does not any more, or a later claim is worse than an earlier one.
    pub reopened: bool,
    /// Counts for each class that has criteria, critical first.
    pub scores: Vec<Score>,
}

/// How the criteria of one class stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// The class.
    pub class: Class,
    /// How many hold.
    pub passed: usize,
    /// How many do not, skipped ones included.
    pub failed: usize,
    /// How many are undecided.
    pub open: usize,
}

/// What a gate decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// The work is not good enough.
    Fail,
    /// Good enough, with open points written down.
    Conditional,
    /// Good.
    Pass,
}

/// How much of some work is done. Work without a time budget counts by items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Items done or skipped.
    pub done: u64,
    /// Items.
    pub total: u64,
    /// Budgeted time of what is done, in thousandths of a minute.
    pub weight_done: u64,
    /// Budgeted time, in the same unit.
    pub weight: u64,
}

/// What was recorded as spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Minutes; `None` if no record says so.
    pub minutes: Option<u64>,
    /// Credits; `None` if no record says so.
    pub credits: Option<u64>,
}

impl Score {
    /// How many criteria there are.
    pub fn total(&self) -> usize {
        self.passed + self.failed + self.open
    }
}

impl Progress {
    /// Percent, rounded down, so that 100 means all of it.
    pub fn percent(&self) -> u64 {
        let (done, all) =
            if self.weight == 0 { (self.done, self.total) } else { (self.weight_done, self.weight) };
        (done * 100).checked_div(all).unwrap_or(0)
    }

    /// Whether there is nothing left.
    pub fn is_complete(&self) -> bool {
        self.done == self.total
    }
}

impl std::iter::Sum for Progress {
    /// Adds parts; weights count only if every part has one.
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        let parts: Vec<Self> = parts.filter(|it| it.total > 0).collect();
        let weighed = parts.iter().all(|it| it.weight > 0);
        parts.iter().fold(Self::default(), |sum, it| Self {
            done: sum.done + it.done,
            total: sum.total + it.total,
            weight_done: if weighed { sum.weight_done + it.weight_done } else { 0 },
            weight: if weighed { sum.weight + it.weight } else { 0 },
        })
    }
}
