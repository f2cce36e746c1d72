//! The small views that recur everywhere: evidence, progress, amounts of time.

use super::text::Foreign;
use crate::plan::{Interval, Stated, Units};
use crate::results::{Evidence, Progress, Spent, Status, Strength, Tick};
use crate::schedule::Size;
use schemars::JsonSchema;
use serde::Serialize;

/// Why a status is what it is.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct EvidenceView {
    /// `claimed` or `verified`.
    pub strength: Strength,
    /// Id of the repository.
    pub repository: String,
    /// Full object id.
    pub commit: String,
    /// RFC 3339.
    pub at: String,
    /// What the record adds in words.
    pub note: Option<Foreign>,
}

/// Where a thing stands, and why.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TickView {
    /// `open`, `done`, `skipped` or `blocked`.
    pub status: Status,
    /// Whether nothing is left to do.
    pub done: bool,
    /// Why; absent while it is open.
    pub evidence: Option<EvidenceView>,
}

/// How much of some work is done.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct ProgressView {
    /// Items done.
    pub done: u64,
    /// Items.
    pub total: u64,
    /// Items not done.
    pub left: u64,
    /// Share of the budgeted time, rounded down; share of items where some work has no budget.
    pub percent: u64,
    /// Whether it is a share of the budgeted time.
    pub by_time: bool,
}

/// What was recorded as spent, ready to print.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SpentView {
    /// `4 h 30 min`; absent if no record says so.
    pub time: Option<String>,
    /// `120 credits`; absent if no record says so.
    pub credits: Option<String>,
    /// Percent of the budgeted time, rounded down; absent where nothing is budgeted.
    pub percent: Option<u64>,
}

impl EvidenceView {
    /// Copies evidence.
    pub fn of(evidence: &Evidence) -> Self {
        Self {
            strength: evidence.strength,
            repository: evidence.repository.clone(),
            commit: evidence.commit.clone(),
            at: evidence.at.to_rfc3339(),
            note: evidence.note.as_deref().map(Foreign::new),
        }
    }
}

impl TickView {
    /// Copies a tick.
    pub fn of(tick: &Tick) -> Self {
        Self {
            status: tick.status,
            done: matches!(tick.status, Status::Done | Status::Skipped),
            evidence: tick.evidence.as_ref().map(EvidenceView::of),
        }
    }
}

impl ProgressView {
    /// Finishes the figures.
    pub fn of(progress: Progress) -> Self {
        let Progress { done, total, .. } = progress;
        Self { done, total, left: total - done, percent: progress.percent(), by_time: progress.weight > 0 }
    }
}

impl SpentView {
    /// Finishes the figures; `None` if nothing was recorded.
    pub fn of(spent: Spent, units: &Units) -> Option<Self> {
        let view = Self {
            time: spent.minutes.map(|it| units.hours(it)),
            credits: spent.credits.map(|it| units.credits(Interval::exact(it))),
            percent: None,
        };
        (view.time.is_some() || view.credits.is_some()).then_some(view)
    }

    /// Compares the time with the upper end of a budget.
    pub(super) fn against(self, spent: &Spent, budget: &Size) -> Self {
        let percent = spent.minutes.and_then(|it| (it * 100).checked_div(budget.time.max));
        Self { percent, ..self }
    }
}

/// What a status that the plan's author states is called among the words.
pub(super) fn stated(status: Stated) -> &'static str {
    match status {
        Stated::Todo => "open",
        Stated::Active => "active",
        Stated::Blocked => "blocked",
        Stated::Done => "done",
        Stated::Skipped => "skipped",
        Stated::Deferred => "deferred",
        Stated::Failed => "failed",
    }
}

/// An amount of time for print; `None` if nothing is budgeted.
pub(super) fn time(minutes: Interval, units: &Units) -> Option<String> {
    (minutes.max > 0).then(|| units.time(minutes))
}

/// The budgeted time of what is not done; `None` if nothing is budgeted.
pub(super) fn time_left(progress: Progress, units: &Units) -> Option<String> {
    let left = progress.weight - progress.weight_done;
    (progress.weight > 0).then(|| units.hours((left + 500) / 1000))
}

/// The parts of a sum, as `6 h + 8 h + 6 h`; `None` where there are not two.
pub(super) fn sum(parts: &[Interval], units: &Units) -> Option<String> {
    let parts: Vec<String> = parts.iter().filter_map(|it| time(*it, units)).collect();
    (parts.len() > 1).then(|| parts.join(" + "))
}
