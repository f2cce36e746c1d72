//! What a template sees of plans or variants side by side.

use super::inputs::Planned;
use super::text::Prose;
use crate::plan::{Interval, Plan, Tag, Units};
use crate::schedule::{Change, Difference, Schedule, Side, gain, of, rows, tagged};
use crate::templates::Words;
use serde::Serialize;

/// Plans or variants side by side, each compared with the first.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonView {
    /// What is compared, in one line: `Lean and Full`.
    pub title: Prose,
    /// What is compared, the first first.
    pub sides: Vec<SideView>,
    /// Figures that are compared: `time`, `credits`, `days` and so on.
    pub figures: Vec<FigureView>,
    /// Phases of any side.
    pub phases: Vec<PhaseRowView>,
}

/// A plan or a variant.
#[derive(Clone, Debug, Serialize)]
pub struct SideView {
    /// Its id; `PLAN:VARIANT` for a variant.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// When to choose it.
    pub use_when: Vec<Prose>,
    /// Whether a decision of the plan recommends it.
    pub recommended: bool,
    /// What speaks for it, in that decision.
    pub reasons: Vec<Prose>,
    /// Phases that decide when it ends, in order.
    pub critical: Vec<String>,
}

/// A figure on each side.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// `time`, `mandatory`, `credits`, `days`, `chain`, `gain`, `phases` or `tagged`.
    pub key: &'static str,
    /// The tag whose time it is, for `tagged`.
    pub tag: Option<Tag>,
    /// Its value on the first side.
    pub first: String,
    /// Its value on the others, each with the change.
    pub others: Vec<ChangedView>,
}

/// A value with its difference from the first one.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedView {
    /// The value; absent where there is none.
    pub value: Option<String>,
    /// The difference: `+17 h 30 min`; absent where there is none.
    pub difference: Option<String>,
    /// The same in percent: `+25.7%`.
    pub percent: Option<String>,
    /// `added`, `dropped`, `changed`, `moved` or `same`; absent for figures.
    pub change: Option<Change>,
}

/// A phase on each side.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseRowView {
    /// Its id.
    pub id: String,
    /// Its name, on the first side that has it.
    pub title: Prose,
    /// Its time on the first side; absent if it is not there.
    pub first: Option<String>,
    /// Its time on the others.
    pub others: Vec<ChangedView>,
    /// Whether any side differs.
    pub differs: bool,
}

/// A plan or a variant, with its name.
pub struct Compared {
    /// Its id; `PLAN:VARIANT` for a variant.
    pub id: String,
    /// The plan, or what the variant makes of it.
    pub plan: Plan,
    /// What it computes to.
    pub schedule: Schedule,
    /// The variant, by its id in the plan.
    pub variant: Option<String>,
}

impl Compared {
    /// A plan as it stands.
    pub fn plan(plan: &Plan) -> Self {
        Self { id: plan.project.id.to_string(), schedule: of(plan), plan: plan.clone(), variant: None }
    }

    /// A variant of a plan, if it has one of this name.
    pub fn variant(plan: &Plan, id: &str) -> Option<Self> {
        let plan = plan.varied(plan.variant(id)?);
        let name = format!("{}:{id}", plan.project.id);
        Some(Self { id: name, schedule: of(&plan), plan, variant: Some(id.to_owned()) })
    }

    fn title(&self) -> Prose {
        let variant = self.variant.as_ref().and_then(|it| self.plan.variant(it));
        Prose::new(variant.map_or(self.plan.project.title.as_str(), |it| it.title.as_str()))
    }
}

/// A plan with its variants; `None` if it has none.
pub(super) fn of_variants(planned: &Planned<'_>) -> Option<ComparisonView> {
    let plan = planned.plan;
    let variants = plan.variants.iter().filter_map(|it| Compared::variant(plan, &it.id));
    let sides: Vec<Compared> = std::iter::once(Compared::plan(plan)).chain(variants).collect();
    (sides.len() > 1).then(|| comparison_view(&sides, planned.words))
}

/// Plans or variants side by side; there must be at least one.
pub fn comparison_view(compared: &[Compared], words: &Words) -> ComparisonView {
    let printer = Printer { words };
    let sides: Vec<Side<'_>> =
        compared.iter().map(|it| Side { plan: &it.plan, schedule: &it.schedule }).collect();
    let rows = rows(&sides).into_iter().map(|row| {
        let title = sides.iter().find_map(|it| it.plan.phase(row.id)).map_or("", |it| it.title.as_str());
        let time = |at: usize| row.sizes[at].map(|it| it.time);
        let other = |(at, change): (usize, &Change)| ChangedView {
            change: Some(*change),
            ..printer.changed((time(0), time(at + 1)), Units::time)
        };
        PhaseRowView {
            id: row.id.to_owned(),
            title: Prose::new(title),
            first: time(0).map(|it| words.units.time(it)),
            others: row.changes.iter().enumerate().map(other).collect(),
            differs: row.changes.iter().any(|it| *it != Change::Same),
        }
    });
    ComparisonView {
        phases: rows.collect(),
        title: Prose::new(&printer.list(compared.iter().map(|it| it.title().as_str().to_owned()))),
        figures: figures(&sides, &printer),
        sides: compared.iter().map(side_view).collect(),
    }
}

fn side_view(side: &Compared) -> SideView {
    let own = side.variant.as_deref();
    let decision = side
        .plan
        .decisions
        .iter()
        .find(|it| own.is_some() && it.recommended.as_ref().map(|it| it.as_str()) == own);
    let variant = own.and_then(|it| side.plan.variant(it));
    SideView {
        id: side.id.clone(),
        title: side.title(),
        use_when: variant.into_iter().flat_map(|it| &it.use_when).map(|it| Prose::new(it)).collect(),
        recommended: decision.is_some(),
        reasons: decision.into_iter().flat_map(|it| &it.reasons).map(|it| Prose::new(it)).collect(),
        critical: side.schedule.critical.iter().map(|it| side.plan.phases[*it].id.to_string()).collect(),
    }
}

/// How a figure is taken from a side, and printed.
struct Figure {
    key: &'static str,
    tag: Option<Tag>,
    amount: Box<dyn Fn(&Side<'_>) -> Interval>,
    print: Print,
}

/// How an amount is printed.
type Print = fn(&Units, Interval) -> String;

fn figures(sides: &[Side<'_>], printer: &Printer<'_>) -> Vec<FigureView> {
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
    let matters = |it: &&Figure| match it.key {
        "mandatory" => sides.iter().any(|side| side.schedule.total.optional.max > 0),
        _ => sides.iter().any(|side| (it.amount)(side).max > 0),
    };
    all.iter().filter(matters).map(|it| printer.figure_view(it, sides)).collect()
}

/// Prints figures in the words of a project.
struct Printer<'a> {
    words: &'a Words,
}

impl Printer<'_> {
    fn figure_view(&self, figure: &Figure, sides: &[Side<'_>]) -> FigureView {
        let amounts: Vec<Interval> = sides.iter().map(|it| (figure.amount)(it)).collect();
        let other = |it: &Interval| self.changed((Some(amounts[0]), Some(*it)), figure.print);
        FigureView {
            key: figure.key,
            tag: figure.tag,
            first: (figure.print)(&self.words.units, amounts[0]),
            others: amounts[1..].iter().map(other).collect(),
        }
    }

    fn changed(&self, (from, to): (Option<Interval>, Option<Interval>), print: Print) -> ChangedView {
        let difference = Difference { from: from.unwrap_or_default(), to: to.unwrap_or_default() };
        let differs = difference.from != difference.to;
        let percent = difference.permille().filter(|_| differs).map(|(low, high)| {
            let (low, high) = (percent(low), percent(high));
            if low == high { low } else { self.both(&low, &high) }
        });
        ChangedView {
            value: to.map(|it| print(&self.words.units, it)),
            difference: differs.then(|| self.signed(difference, print)),
            percent,
            change: None,
        }
    }

    /// A difference for print, with its sign: one amount if both ends change alike, else both.
    fn signed(&self, difference: Difference, print: Print) -> String {
        let (low, high) = difference.ends();
        let one = |change: i128| {
            let sign = sign(change);
            let size = u64::try_from(change.unsigned_abs()).unwrap_or(u64::MAX);
            format!("{sign}{}", print(&self.words.units, Interval::exact(size)))
        };
        if low == high { one(low) } else { self.both(&one(low), &one(high)) }
    }

    fn both(&self, first: &str, second: &str) -> String {
        self.words.filled("amounts.both", &[("first", first), ("second", second)])
    }

    /// Texts one after the other: `a, b and c`.
    fn list(&self, texts: impl Iterator<Item = String>) -> String {
        let mut texts: Vec<String> = texts.collect();
        let last = texts.pop().unwrap_or_default();
        if texts.is_empty() { last } else { self.both(&texts.join(", "), &last) }
    }
}

/// The sign of a change; nothing has none.
fn sign(change: i128) -> &'static str {
    match change {
        0 => "",
        ..0 => "-",
        _ => "+",
    }
}

/// Tenths of a percent for print: `+25.7%`.
fn percent(permille: i128) -> String {
    let sign = sign(permille);
    let size = permille.unsigned_abs();
    format!("{sign}{}.{}%", size / 10, size % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: (u64, u64), to: (u64, u64), print: Print) -> (String, String) {
        let words = Words::default();
        let interval = |it: (u64, u64)| Some(Interval { min: it.0, max: it.1 });
        let view = Printer { words: &words }.changed((interval(from), interval(to)), print);
        (view.difference.unwrap_or_default(), view.percent.unwrap_or_default())
    }

    #[test]
    fn differences_have_a_sign_and_both_ends() {
        let hours = |it: u64| (it, it);
        let (difference, percent) = shown(hours(68 * 60), hours(5130), Units::time);
        assert_eq!((difference.as_str(), percent.as_str()), ("+17 h 30 min", "+25.7%"));
        let (difference, percent) = shown((1100, 1400), (1400, 1700), Units::credits);
        assert_eq!((difference.as_str(), percent.as_str()), ("+300 credits", "+27.3% and +21.4%"));
        let (difference, percent) = shown((100, 200), (90, 150), Units::numbers);
        assert_eq!((difference.as_str(), percent.as_str()), ("-10 and -50", "-10.0% and -25.0%"));
        assert_eq!(shown((60, 120), (60, 180), Units::time).0, "0 min and +1 h");
        assert_eq!(shown(hours(5), hours(5), Units::numbers), (String::new(), String::new()));
    }
}
