//! What a template sees of plans or variants side by side.

use super::inputs::Planned;
use super::text::Prose;
use crate::plan::{Interval, Plan, Tag, thousands};
use crate::schedule::{Change, Difference, Schedule, Side, gain, of, rows, tagged};
use serde::Serialize;

/// Plans or variants side by side, each compared with the first.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonView {
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
    (sides.len() > 1).then(|| comparison_view(&sides))
}

/// Plans or variants side by side; there must be at least one.
pub fn comparison_view(compared: &[Compared]) -> ComparisonView {
    let sides: Vec<Side<'_>> =
        compared.iter().map(|it| Side { plan: &it.plan, schedule: &it.schedule }).collect();
    let rows = rows(&sides).into_iter().map(|row| {
        let title = sides.iter().find_map(|it| it.plan.phase(row.id)).map_or("", |it| it.title.as_str());
        let time = |at: usize| row.sizes[at].map(|it| it.time);
        let other = |(at, change): (usize, &Change)| ChangedView {
            change: Some(*change),
            ..changed(time(0), time(at + 1), Interval::time)
        };
        PhaseRowView {
            id: row.id.to_owned(),
            title: Prose::new(title),
            first: time(0).map(Interval::time),
            others: row.changes.iter().enumerate().map(other).collect(),
            differs: row.changes.iter().any(|it| *it != Change::Same),
        }
    });
    ComparisonView {
        phases: rows.collect(),
        figures: figures(&sides),
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
    print: fn(Interval) -> String,
}

fn figures(sides: &[Side<'_>]) -> Vec<FigureView> {
    let figure = |key, print, amount: fn(&Side<'_>) -> Interval| Figure {
        key,
        tag: None,
        amount: Box::new(amount),
        print,
    };
    let mut all = vec![
        figure("time", Interval::time, |it| it.schedule.total.time),
        figure("mandatory", Interval::time, |it| it.schedule.total.mandatory),
        figure("credits", Interval::credits, |it| it.schedule.total.credits),
        figure("phases", numbers, |it| Interval::exact(it.plan.phases.len() as u64)),
        figure("days", numbers, |it| it.schedule.days),
        figure("chain", Interval::time, |it| it.schedule.span),
        figure("gain", Interval::time, |it| gain(it.schedule)),
    ];
    let tags = [Tag::Planning, Tag::Testing, Tag::Critical, Tag::New, Tag::Parallel, Tag::Optional];
    let of_tag = |tag: Tag| Figure {
        key: "tagged",
        tag: Some(tag),
        amount: Box::new(move |it| tagged(it.schedule, tag)),
        print: Interval::time,
    };
    all.extend(tags.map(of_tag));
    let matters = |it: &&Figure| match it.key {
        "mandatory" => sides.iter().any(|side| side.schedule.total.optional.max > 0),
        _ => sides.iter().any(|side| (it.amount)(side).max > 0),
    };
    all.iter().filter(matters).map(|it| figure_view(it, sides)).collect()
}

fn figure_view(figure: &Figure, sides: &[Side<'_>]) -> FigureView {
    let amounts: Vec<Interval> = sides.iter().map(|it| (figure.amount)(it)).collect();
    let other = |it: &Interval| changed(Some(amounts[0]), Some(*it), figure.print);
    FigureView {
        key: figure.key,
        tag: figure.tag,
        first: (figure.print)(amounts[0]),
        others: amounts[1..].iter().map(other).collect(),
    }
}

/// Numbers without a unit.
fn numbers(amount: Interval) -> String {
    let Interval { min, max } = amount;
    if min == max { thousands(min) } else { format!("{}-{}", thousands(min), thousands(max)) }
}

fn changed(from: Option<Interval>, to: Option<Interval>, print: fn(Interval) -> String) -> ChangedView {
    let difference = Difference { from: from.unwrap_or_default(), to: to.unwrap_or_default() };
    let differs = difference.from != difference.to;
    let percent = difference.permille().filter(|_| differs).map(|(low, high)| {
        let (low, high) = (percent(low), percent(high));
        if low == high { low } else { format!("{low} and {high}") }
    });
    ChangedView {
        value: to.map(print),
        difference: differs.then(|| signed(difference, print)),
        percent,
        change: None,
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

/// A difference for print, with its sign: one amount if both ends change alike, else both.
fn signed(difference: Difference, print: fn(Interval) -> String) -> String {
    let (low, high) = difference.ends();
    let one = |change: i128| {
        let sign = sign(change);
        let size = u64::try_from(change.unsigned_abs()).unwrap_or(u64::MAX);
        format!("{sign}{}", print(Interval::exact(size)))
    };
    if low == high { one(low) } else { format!("{} and {}", one(low), one(high)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: (u64, u64), to: (u64, u64), print: fn(Interval) -> String) -> (String, String) {
        let interval = |it: (u64, u64)| Some(Interval { min: it.0, max: it.1 });
        let view = changed(interval(from), interval(to), print);
        (view.difference.unwrap_or_default(), view.percent.unwrap_or_default())
    }

    #[test]
    fn differences_have_a_sign_and_both_ends() {
        let hours = |it: u64| (it, it);
        let (difference, percent) = shown(hours(68 * 60), hours(5130), Interval::time);
        assert_eq!((difference.as_str(), percent.as_str()), ("+17 h 30 min", "+25.7%"));
        let (difference, percent) = shown((1100, 1400), (1400, 1700), Interval::credits);
        assert_eq!((difference.as_str(), percent.as_str()), ("+300 credits", "+27.3% and +21.4%"));
        let (difference, percent) = shown((100, 200), (90, 150), numbers);
        assert_eq!((difference.as_str(), percent.as_str()), ("-10 and -50", "-10.0% and -25.0%"));
        assert_eq!(shown((60, 120), (60, 180), Interval::time).0, "0 min and +1 h");
        assert_eq!(shown(hours(5), hours(5), numbers), (String::new(), String::new()));
    }
}
