//! Figures of plans side by side, and which side has the least.

use super::printer::{ChangedView, Print, Printer};
use crate::plan::{Interval, Plan, Tag, Units};
use crate::schedule::{Side, gain, tagged};
use schemars::JsonSchema;
use serde::Serialize;

/// A figure on each side.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct FigureView {
    /// `time`, `mandatory`, `credits`, `days`, `chain`, `gain`, `phases`, `tagged`, `criteria`, or `production`, which
    /// is no number but what the authors say.
    pub key: &'static str,
    /// The tag whose time it is, for `tagged`.
    pub tag: Option<Tag>,
    /// Whether it is something that is paid, so that less of it is better.
    pub price: bool,
    /// Ids of the sides that pay the least; none if all pay the same, or if no side is least at both ends.
    pub least: Vec<String>,
    /// Its value on the first side.
    pub first: String,
    /// Its value on the others, each with the change.
    pub others: Vec<ChangedView>,
}

/// How a figure is taken from a side, and printed.
struct Figure {
    key: &'static str,
    tag: Option<Tag>,
    amount: Box<dyn Fn(&Side<'_>) -> Interval>,
    print: Print,
}

/// Figures of which less is better.
const PRICES: [&str; 5] = ["time", "mandatory", "credits", "days", "chain"];

/// The figures that are above nothing on any side. `ids` are what the sides are called.
pub(super) fn figures(sides: &[Side<'_>], ids: &[&str], printer: &Printer<'_>) -> Vec<FigureView> {
    let matters = |it: &&Figure| match it.key {
        "mandatory" => sides.iter().any(|side| side.schedule.total.optional.max > 0),
        _ => sides.iter().any(|side| (it.amount)(side).max > 0),
    };
    let view = |figure: &Figure| {
        let amounts: Vec<Interval> = sides.iter().map(|it| (figure.amount)(it)).collect();
        let other = |it: &Interval| printer.changed((Some(amounts[0]), Some(*it)), figure.print);
        let price = PRICES.contains(&figure.key);
        FigureView {
            key: figure.key,
            tag: figure.tag,
            price,
            least: least(&amounts).into_iter().filter(|_| price).map(|it| ids[it].to_owned()).collect(),
            first: (figure.print)(&printer.words.units, amounts[0]),
            others: amounts[1..].iter().map(other).collect(),
        }
    };
    all().iter().filter(matters).map(view).chain(production(sides, printer)).collect()
}

/// Whether each side can go into production, if any says so.
fn production(sides: &[Side<'_>], printer: &Printer<'_>) -> Option<FigureView> {
    let stated = |it: &Side<'_>| it.plan.project.for_production.as_ref().map(|it| it.value);
    let first = stated(sides.first()?);
    sides.iter().any(|it| stated(it).is_some()).then(|| FigureView {
        key: "production",
        tag: None,
        price: false,
        least: Vec::new(),
        first: printer.readiness(first),
        others: sides[1..].iter().map(|it| printer.readier(first, stated(it))).collect(),
    })
}

fn all() -> Vec<Figure> {
    let figure = |key, print: Print, amount: fn(&Side<'_>) -> Interval| Figure {
        key,
        tag: None,
        amount: Box::new(amount),
        print,
    };
    let mut all = vec![
        figure("time", Units::time, |it| it.schedule.total.time),
        figure("mandatory", Units::time, |it| it.schedule.total.mandatory),
        figure("credits", Units::credits, |it| it.schedule.total.credits),
        figure("phases", Units::numbers, |it| Interval::exact(it.plan.phases.len() as u64)),
        figure("days", Units::numbers, |it| it.schedule.days),
        figure("chain", Units::time, |it| it.schedule.span),
        figure("gain", Units::time, |it| gain(it.schedule)),
    ];
    let tags = [Tag::Planning, Tag::Testing, Tag::Critical, Tag::New, Tag::Parallel, Tag::Optional];
    let of_tag = |tag: Tag| Figure {
        key: "tagged",
        tag: Some(tag),
        amount: Box::new(move |it| tagged(it.schedule, tag)),
        print: Units::time,
    };
    all.extend(tags.map(of_tag));
    all.push(figure("criteria", Units::numbers, |it| Interval::exact(criteria(it.plan))));
    all
}

/// Criteria that the phases are judged by.
fn criteria(plan: &Plan) -> u64 {
    plan.phases.iter().map(|it| it.judged(plan).count() as u64).sum()
}

/// Indexes of the amounts that are least at both ends, unless all are.
fn least(amounts: &[Interval]) -> Vec<usize> {
    let end = |of: fn(&Interval) -> u64| amounts.iter().map(of).min();
    let (min, max) = (end(|it| it.min), end(|it| it.max));
    let is_least = |it: &usize| (Some(amounts[*it].min), Some(amounts[*it].max)) == (min, max);
    let least: Vec<usize> = (0..amounts.len()).filter(is_least).collect();
    if least.len() == amounts.len() { Vec::new() } else { least }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_is_least_at_both_ends_and_not_everything() {
        let amounts = |ends: &[(u64, u64)]| -> Vec<Interval> {
            ends.iter().map(|it| Interval { min: it.0, max: it.1 }).collect()
        };
        assert_eq!(least(&amounts(&[(3, 4), (2, 4), (2, 3)])), [2]);
        assert_eq!(least(&amounts(&[(2, 2), (3, 3), (2, 2)])), [0, 2]);
        assert!(least(&amounts(&[(1, 5), (2, 4)])).is_empty());
        assert!(least(&amounts(&[(2, 2), (2, 2)])).is_empty());
    }
}
