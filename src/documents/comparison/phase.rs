//! Phases of plans side by side, down to their services and tasks.

use super::printer::Printer;
use crate::documents::text::Prose;
use crate::plan::{Interval, Units};
use crate::schedule::{Change, Part, PartChanges, Row, Side, Size, part_changes};
use schemars::JsonSchema;
use serde::Serialize;

/// A phase on each side.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PhaseRowView {
    /// Its id.
    pub id: String,
    /// Its name, on the first side that has it.
    pub title: Prose,
    /// Its time on the first side; absent if it is not there.
    pub first: Option<String>,
    /// The phase on the others.
    pub others: Vec<PhaseChangeView>,
    /// Whether any side differs.
    pub differs: bool,
    /// What differs in its services and tasks, sides that do so alike together.
    pub parts: Vec<PartChangesView>,
}

/// How a phase of a side differs from that of the first.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PhaseChangeView {
    /// Its time; absent if it is not there.
    pub value: Option<String>,
    /// The difference in time; absent where there is none.
    pub difference: Option<String>,
    /// The difference in credits; absent where there is none.
    pub credits: Option<String>,
    /// Its name, if it is not that of the first side.
    pub title: Option<Prose>,
    /// `added`, `dropped`, `changed`, `moved` or `same`.
    pub change: Change,
}

/// How the services and tasks of a phase differ from those on the first side.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PartChangesView {
    /// Ids of the sides.
    pub sides: Vec<String>,
    /// Those that the first side does not have.
    pub added: Vec<PartView>,
    /// Those that only the first side has.
    pub dropped: Vec<PartView>,
    /// Those whose time differs; `difference` says how.
    pub changed: Vec<PartView>,
    /// Ids of those that both have, in their order here, if it is another one.
    pub order: Vec<String>,
}

/// A service or task of a phase.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PartView {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: Prose,
    /// Its time; absent if it states none.
    pub time: Option<String>,
    /// How its time differs from that on the first side.
    pub difference: Option<String>,
}

/// A phase on all sides; `ids` are what the sides are called.
pub(super) fn phase_row(
    row: &Row<'_>,
    sides: &[Side<'_>],
    ids: &[&str],
    printer: &Printer<'_>,
) -> PhaseRowView {
    let title_of = |side: &Side<'_>| side.plan.phase(row.id).map(|it| it.title.clone());
    let title = sides.iter().find_map(title_of).unwrap_or_default();
    let [time, credits] = [|it: Size| it.time, |it: Size| it.credits]
        .map(|amount: fn(Size) -> Interval| move |at: usize| row.sizes[at].map(amount));
    let other = |(at, change): (usize, &Change)| {
        let changed = printer.changed((time(0), time(at)), Units::time);
        PhaseChangeView {
            value: changed.value,
            difference: changed.difference,
            credits: printer.changed((credits(0), credits(at)), Units::credits).difference,
            title: title_of(&sides[at]).filter(|it| *it != title).map(|it| Prose::new(&it)),
            change: *change,
        }
    };
    PhaseRowView {
        id: row.id.to_owned(),
        title: Prose::new(&title),
        first: time(0).map(|it| printer.words.units.time(it)),
        others: (1..).zip(&row.changes).map(other).collect(),
        differs: row.changes.iter().any(|it| *it != Change::Same),
        parts: parts(row.id, sides, ids, printer),
    }
}

fn parts(phase: &str, sides: &[Side<'_>], ids: &[&str], printer: &Printer<'_>) -> Vec<PartChangesView> {
    let mut alike: Vec<(PartChanges<'_>, Vec<String>)> = Vec::new();
    for (side, id) in sides.iter().zip(ids).skip(1) {
        let changes = part_changes((&sides[0], side), phase);
        match alike.iter_mut().find(|it| it.0 == changes) {
            Some((_, ids)) => ids.push((*id).to_owned()),
            None => alike.push((changes, vec![(*id).to_owned()])),
        }
    }
    let view = |(changes, sides): (PartChanges<'_>, Vec<String>)| {
        let parts = |it: &[Part<'_>]| it.iter().map(|it| part_view(it, printer)).collect();
        PartChangesView {
            sides,
            added: parts(&changes.added),
            dropped: parts(&changes.dropped),
            changed: changes.changed.iter().map(|(from, to)| changed_part(from, to, printer)).collect(),
            order: changes.order.iter().map(|it| (*it).to_owned()).collect(),
        }
    };
    alike.into_iter().filter(|it| !it.0.is_empty()).map(view).collect()
}

fn part_view(part: &Part<'_>, printer: &Printer<'_>) -> PartView {
    PartView {
        id: part.id.to_owned(),
        title: Prose::new(part.title),
        time: part.time.map(|it: Interval| printer.words.units.time(it)),
        difference: None,
    }
}

fn changed_part(from: &Part<'_>, to: &Part<'_>, printer: &Printer<'_>) -> PartView {
    let changed = printer.changed((from.time, to.time), Units::time);
    PartView { difference: changed.difference, ..part_view(to, printer) }
}
