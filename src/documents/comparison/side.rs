//! One of several plans or variants: when to choose it, what it leaves out, and when what is done.

use super::Compared;
use crate::documents::block::{BlockView, blocks};
use crate::documents::marks::time;
use crate::documents::text::Prose;
use crate::plan::{Budget, Decision, Plan, Spanned};
use crate::templates::Words;
use schemars::JsonSchema;
use serde::Serialize;

/// A plan or a variant.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SideView {
    /// Its id; that of a variant as `PLAN:VARIANT` if it is not the only one of this name.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Whether it is a variant.
    pub variant: bool,
    /// Its time; absent if nothing is budgeted.
    pub time: Option<String>,
    /// Its credits; absent if none are budgeted.
    pub credits: Option<String>,
    /// When to choose it.
    pub use_when: Vec<Prose>,
    /// Whether a decision recommends it.
    pub recommended: bool,
    /// What speaks for it, in that decision.
    pub reasons: Vec<Prose>,
    /// Whose answer that decision waits for.
    pub awaiting: Option<Prose>,
    /// What it must not leave out, if it is a variant.
    pub keeps: Vec<ShareView>,
    /// What it leaves out, with the time that this saves.
    pub skips: Vec<ShareView>,
    /// What it gives less time, with the time that is left.
    pub cuts: Vec<ShareView>,
    /// Phases that decide when it ends, in order.
    pub critical: Vec<String>,
    /// Its stretches of the calendar.
    pub blocks: Vec<BlockView>,
}

/// A phase, task or service that a variant keeps, leaves out or cuts.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ShareView {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: Prose,
    /// Its time in the plan; absent if it states none.
    pub time: Option<String>,
    /// Its time in the variant, if it is cut.
    pub left: Option<String>,
}

/// A side, by the name that it has among all of them.
pub(super) fn side_view((side, id): (&Compared, &str), all: &[Compared], words: &Words) -> SideView {
    let variant = side.variant.as_ref().and_then(|it| side.plan.variant(it));
    let decision = recommending(side, all);
    let use_when = variant.map_or(&side.plan.project.use_when, |it| &it.use_when);
    let share = |id: &str, left: Option<&Spanned<Budget>>| {
        // What a variant leaves out stands in the plan that it varies.
        let (title, minutes) = side.whole.as_ref().and_then(|it| it.part(id)).unwrap_or_default();
        let left = left.and_then(|it| it.minutes(side.plan.calendar.hours_per_day.value));
        let [time, left] = [minutes, left].map(|it| it.and_then(|it| time(it, &words.units)));
        ShareView { id: id.to_owned(), title: Prose::new(title), time, left }
    };
    let total = &side.schedule.total;
    SideView {
        id: id.to_owned(),
        title: side.title(),
        variant: variant.is_some(),
        time: time(total.time, &words.units),
        credits: (total.credits.max > 0).then(|| words.units.credits(total.credits)),
        use_when: use_when.iter().map(|it| Prose::new(it)).collect(),
        recommended: decision.is_some(),
        reasons: decision.into_iter().flat_map(|it| &it.reasons).map(|it| Prose::new(it)).collect(),
        awaiting: decision.and_then(|it| it.awaiting.as_deref()).map(Prose::new),
        keeps: variant.into_iter().flat_map(|it| &it.keep).map(|it| share(it, None)).collect(),
        skips: variant.into_iter().flat_map(|it| &it.skip).map(|it| share(it, None)).collect(),
        cuts: variant.into_iter().flat_map(|it| &it.cut).map(|it| share(&it.part, Some(&it.to))).collect(),
        critical: side.schedule.critical.iter().map(|it| side.plan.phases[*it].id.to_string()).collect(),
        blocks: blocks(&side.plan, &side.schedule, &words.units),
    }
}

/// The decision that recommends a side: a variant by its id in its own plan, a plan by that of its project.
fn recommending<'a>(side: &Compared, all: &'a [Compared]) -> Option<&'a Decision> {
    let id = side.variant.as_deref().unwrap_or(&side.plan.project.id);
    let speaks = |it: &Plan| side.variant.is_none() || it.project.id.value == side.plan.project.id.value;
    let decisions = all.iter().filter(|it| speaks(&it.plan)).flat_map(|it| &it.plan.decisions);
    let mut decisions = decisions.filter(|it| it.recommended.as_ref().is_some_and(|it| it.as_str() == id));
    decisions.next()
}
