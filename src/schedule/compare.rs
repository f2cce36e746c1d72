//! Two or more plans side by side: what differs from the first.

use super::{Schedule, Size};
use crate::plan::{Budget, Interval, Phase, Plan, Spanned, Tag};
use schemars::JsonSchema;
use serde::Serialize;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
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

/// A service or task of a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is.
    pub title: &'a str,
    /// Minutes; absent if it states none.
    pub time: Option<Interval>,
}

/// How the services and tasks of a phase differ between two plans that both have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartChanges<'a> {
    /// Those that only the other plan has.
    pub added: Vec<Part<'a>>,
    /// Those that only the first plan has.
    pub dropped: Vec<Part<'a>>,
    /// Those whose time differs: before, and after.
    pub changed: Vec<(Part<'a>, Part<'a>)>,
    /// Ids of those that both have in the order of the other plan, if it is another one.
    pub order: Vec<&'a str>,
}

impl PartChanges<'_> {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == PartChanges::default()
    }
}

/// How the parts of a phase differ; nothing is said if only one side has the phase.
pub fn part_changes<'a>((first, other): (&Side<'a>, &Side<'a>), phase: &str) -> PartChanges<'a> {
    let (Some(before), Some(after)) = (first.plan.phase(phase), other.plan.phase(phase)) else {
        return PartChanges::default();
    };
    let (before, after) = (named_parts(first.plan, before), named_parts(other.plan, after));
    let find = |parts: &[Part<'a>], id: &str| parts.iter().find(|it| it.id == id).copied();
    let without = |parts: &[Part<'a>], others: &[Part<'a>]| -> Vec<Part<'a>> {
        parts.iter().filter(|it| find(others, it.id).is_none()).copied().collect()
    };
    let common = |parts: &[Part<'a>], others: &[Part<'a>]| -> Vec<&'a str> {
        parts.iter().map(|it| it.id).filter(|it| find(others, it).is_some()).collect()
    };
    let both = before.iter().filter_map(|it| Some((*it, find(&after, it.id)?)));
    let order = common(&after, &before);
    PartChanges {
        added: without(&after, &before),
        dropped: without(&before, &after),
        changed: both.filter(|(from, to)| from.time != to.time).collect(),
        order: if order == common(&before, &after) { Vec::new() } else { order },
    }
}

/// The services and tasks of a phase, as the plan lists them.
fn named_parts<'a>(plan: &'a Plan, phase: &'a Phase) -> Vec<Part<'a>> {
    let hours = plan.calendar.hours_per_day.value;
    let time = |it: Option<&Spanned<Budget>>| it.and_then(|it| it.minutes(hours));
    let services = phase.services.iter().map(|it| Part {
        id: &it.service,
        title: plan.service(&it.service).map_or("", |it| it.title.as_str()),
        time: time(it.budget.as_ref()),
    });
    let tasks =
        phase.tasks.iter().map(|it| Part { id: &it.id, title: &it.text, time: time(it.budget.as_ref()) });
    services.chain(tasks).collect()
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
