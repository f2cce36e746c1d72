//! What a template sees of stretches of the calendar.

use super::marks::time;
use super::text::Prose;
use crate::plan::{Interval, Plan, Units};
use crate::schedule::Schedule;
use schemars::JsonSchema;
use serde::Serialize;

/// A stretch of the calendar with the phases that fall into it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BlockView {
    /// What people call it.
    pub title: Prose,
    /// Ids of its phases.
    pub phases: Vec<String>,
    /// Their time; absent if nothing is budgeted.
    pub time: Option<String>,
}

/// The stretches of a plan's calendar, in its order.
pub(super) fn blocks(plan: &Plan, schedule: &Schedule, units: &Units) -> Vec<BlockView> {
    let minutes = |id: &str| Some(schedule.phases[plan.phase_index(id)?].size.time);
    let blocks = plan.calendar.blocks.iter().map(|it| BlockView {
        title: Prose::new(&it.title),
        phases: it.phases.iter().map(ToString::to_string).collect(),
        time: time(it.phases.iter().filter_map(|it| minutes(it)).sum::<Interval>(), units),
    });
    blocks.collect()
}
