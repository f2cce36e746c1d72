//! Two or more plans side by side: what differs from the first.

use super::{Schedule, Size};
use crate::plan::{Interval, Plan, Tag};
use std::collections::HashMap;

/// A plan, or a variant of one, with what it computes to.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it computes to.
    pub schedule: &'a Schedule,
}

/// How an amount differs from another, both ends of a range apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The amount that it is compared with.
    pub from: Interval,
    /// The amount.
    pub to: Interval,
}

/// How a phase differs between two plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Only the other plan has it.
    Added,
    /// Only the first plan has it.
    Dropped,
    /// Its time, credits or title differ.
    Changed,
    /// It comes at another place among the phases that both have.
    Moved,
    /// Nothing.
    Same,
}

/// A phase of the first plan or of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its size on each side that has it.
    pub sizes: Vec<Option<Size>>,
    /// How it differs from the first side, for each other side.
    pub changes: Vec<Change>,
}

impl Difference {
    /// Lower and upper end of the change, with sign.
    pub fn ends(self) -> (i128, i128) {
        let end = |from: u64, to: u64| i128::from(to) - i128::from(from);
        (end(self.from.min, self.to.min), end(self.from.max, self.to.max))
    }

    /// The change in tenths of a percent at both ends, rounded; `None` where there was nothing before.
    pub fn permille(self) -> Option<(i128, i128)> {
        let part = |change: i128, from: u64| {
            let from = i128::from(from);
            let half = if change < 0 { -from / 2 } else { from / 2 };
            (from > 0).then(|| (change * 1000 + half) / from)
        };
        let (low, high) = self.ends();
        part(low, self.from.min).zip(part(high, self.from.max))
    }
}

/// Every phase of any side, those of the first in its order and each other one after what comes before it.
pub fn rows<'a>(sides: &[Side<'a>]) -> Vec<Row<'a>> {
    let mut ids: Vec<&'a str> = Vec::new();
    for side in sides {
        let mut after = 0;
        for phase in side.schedule.order.iter().map(|it| &side.plan.phases[*it]) {
            let known = ids.iter().position(|it| *it == phase.id.as_str());
            let at = known.unwrap_or(after);
            if known.is_none() {
                ids.insert(at, &phase.id);
            }
            after = at + 1;
        }
    }
    let moved: Vec<HashMap<&str, bool>> = sides.iter().skip(1).map(|it| moved(&sides[0], it)).collect();
    ids.into_iter().map(|id| row(sides, &moved, id)).collect()
}

fn row<'a>(all: &[Side<'a>], moved: &[HashMap<&str, bool>], id: &'a str) -> Row<'a> {
    let cost = |side: &Side<'a>| side.plan.phase_index(id).map(|it| side.schedule.phases[it].size);
    let sizes: Vec<Option<Size>> = all.iter().map(cost).collect();
    let title = |side: &Side<'a>| side.plan.phase(id).map(|it| it.title.as_str());
    let change = |(at, side): (usize, &Side<'a>)| match (sizes[0], sizes[at + 1]) {
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Dropped,
        (own, other) if own != other || title(&all[0]) != title(side) => Change::Changed,
        _ if moved[at].get(id).copied().unwrap_or(false) => Change::Moved,
        _ => Change::Same,
    };
    let changes = all.iter().skip(1).enumerate().map(change).collect();
    Row { id, sizes, changes }
}

/// For each phase that both sides have, whether its place among those differs.
fn moved<'a>(one: &Side<'a>, other: &Side<'a>) -> HashMap<&'a str, bool> {
    let order = |side: &Side<'a>, beside: &Side<'a>| -> Vec<&'a str> {
        let ids = side.schedule.order.iter().map(|it| side.plan.phases[*it].id.as_str());
        ids.filter(|it| beside.plan.phase_index(it).is_some()).collect()
    };
    order(one, other).into_iter().zip(order(other, one)).map(|(one, other)| (one, one != other)).collect()
}

/// Minutes of phases and tasks with a tag; nothing if none has it.
pub fn tagged(schedule: &Schedule, tag: Tag) -> Interval {
    schedule.tagged.iter().find(|it| it.0 == tag).map(|it| it.1).unwrap_or_default()
}

/// Minutes that are saved when phases that do not need each other are done at the same time.
pub fn gain(schedule: &Schedule) -> Interval {
    let (time, span) = (schedule.total.time, schedule.span);
    Interval { min: time.min.saturating_sub(span.min), max: time.max.saturating_sub(span.max) }
}
