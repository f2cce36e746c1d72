//! What a plan does better than the one before, what each of it costs, and which variants keep it.

use super::printer::Printer;
use crate::documents::text::Prose;
use crate::plan::{Improvement, Interval, Units};
use crate::schedule::{Difference, Side};
use schemars::JsonSchema;
use serde::Serialize;

/// Something that the plan does better than the one before.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ImprovementView {
    /// What it is, in a few words.
    pub title: Prose,
    /// More about it.
    pub about: Option<Prose>,
    /// Ids of the phases that carry it out.
    pub phases: Vec<String>,
    /// Ids of the tasks that carry it out.
    pub tasks: Vec<String>,
    /// How much more time these take than before: `+3 h`; absent if it is none.
    pub cost: Option<String>,
    /// Whether the plan says at all what carries it out.
    pub known: bool,
    /// What was bad before.
    pub problem: Option<Prose>,
    /// What is done about it.
    pub solution: Option<Prose>,
    /// What one gains.
    pub benefit: Option<Prose>,
    /// How much of it the plan and each variant keep, in the order of the sides after the first.
    pub kept: Vec<Kept>,
}

/// How much of an improvement a plan or variant keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Everything that carries it out, with all of its time.
    Whole,
    /// Less than that.
    InPart,
    /// Nothing.
    LeftOut,
    /// The plan does not say what carries it out.
    NotSaid,
}

/// The improvements of the plan, which is the second side, on the one before, which is the first.
pub(super) fn improvements(sides: &[Side<'_>], printer: &Printer<'_>) -> Vec<ImprovementView> {
    let [before, plan, ..] = sides else { return Vec::new() };
    let view = |it: &Improvement| {
        let times = |side: &Side<'_>| -> Vec<Option<Interval>> { times(side, it) };
        let sum = |side: &Side<'_>| times(side).into_iter().flatten().sum::<Interval>();
        let difference = Difference { from: sum(before), to: sum(plan) };
        let prose = |it: &Option<String>| it.as_deref().map(Prose::new);
        ImprovementView {
            title: Prose::new(&it.title),
            about: prose(&it.about),
            phases: it.phases.iter().map(ToString::to_string).collect(),
            tasks: it.tasks.iter().map(ToString::to_string).collect(),
            cost: printer.signed(difference, Units::time),
            known: !it.phases.is_empty() || !it.tasks.is_empty(),
            problem: prose(&it.problem),
            solution: prose(&it.solution),
            benefit: prose(&it.benefit),
            kept: sides[1..].iter().map(|side| kept(&times(plan), &times(side))).collect(),
        }
    };
    plan.plan.improvements.iter().map(view).collect()
}

/// Minutes of each phase and task that carries an improvement out; absent where the side does not have it.
fn times(side: &Side<'_>, improvement: &Improvement) -> Vec<Option<Interval>> {
    let phase = |id: &str| Some(side.schedule.phases[side.plan.phase_index(id)?].size.time);
    let hours = side.plan.calendar.hours_per_day.value;
    let task = |id: &str| {
        let task = side.plan.phases.iter().flat_map(|it| &it.tasks).find(|it| it.id.as_str() == id)?;
        Some(task.budget.as_ref().and_then(|it| it.minutes(hours)).unwrap_or_default())
    };
    let phases = improvement.phases.iter().map(|it| phase(it));
    phases.chain(improvement.tasks.iter().map(|it| task(it))).collect()
}

/// What is left of parts on another side.
fn kept(whole: &[Option<Interval>], side: &[Option<Interval>]) -> Kept {
    match () {
        () if whole.is_empty() => Kept::NotSaid,
        () if side == whole => Kept::Whole,
        () if side.iter().all(Option::is_none) => Kept::LeftOut,
        () => Kept::InPart,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_improvement_is_kept_whole_in_part_or_not() {
        let [two, one] = [2, 1].map(|it| Some(Interval::exact(it)));
        assert_eq!(kept(&[two, one], &[two, one]), Kept::Whole);
        assert_eq!(kept(&[two, one], &[one, one]), Kept::InPart);
        assert_eq!(kept(&[two, one], &[None, one]), Kept::InPart);
        assert_eq!(kept(&[two], &[None]), Kept::LeftOut);
        assert_eq!(kept(&[], &[]), Kept::NotSaid);
    }
}
