//! What a template sees of what comes next after a session: everything that says so, in one numbered list.

use super::next::NextView;
use super::paper::ActionView;
use super::recorded::{NoteView, RecordedView};
use super::text::Prose;
use super::told::ToldView;
use crate::plan::Horizon;
use schemars::JsonSchema;
use serde::Serialize;

/// What is to be done in one stretch of time.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct HorizonView {
    /// `now`, `next` or `later`.
    pub horizon: Horizon,
    /// What is to be done; numbers go on through all stretches.
    pub entries: Vec<EntryView>,
}

/// One thing to do; one of the three says what.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct EntryView {
    /// First is 1.
    pub number: usize,
    /// What the plan is about to do.
    pub next: Option<NextView>,
    /// The words of a commit.
    pub note: Option<NoteView>,
    /// The words of the plan.
    pub text: Option<Prose>,
}

/// What comes next: first what the plan is about to do, then what commits and the plan say of this session, then
/// the actions of the plan.
pub(super) fn steps(
    next: &[NextView],
    (recorded, told): (Option<&RecordedView>, &ToldView),
    actions: &[ActionView],
) -> Vec<HorizonView> {
    let text = |it: &Prose| EntryView { text: Some(it.clone()), ..EntryView::default() };
    let planned = next.iter().map(|it| EntryView { next: Some(it.clone()), ..EntryView::default() });
    let notes = recorded.into_iter().flat_map(|it| &it.next);
    let notes = notes.map(|it| EntryView { note: Some(it.clone()), ..EntryView::default() });
    let first = planned.chain(notes).chain(told.next.iter().map(text)).map(|it| (Horizon::Now, it));
    let actions = actions.iter().map(|it| (it.horizon, text(&it.text)));
    let mut horizons: Vec<HorizonView> = Vec::new();
    for ((horizon, entry), number) in first.chain(actions).zip(1..) {
        let entry = EntryView { number, ..entry };
        match horizons.last_mut().filter(|it| it.horizon == horizon) {
            Some(last) => last.entries.push(entry),
            None => horizons.push(HorizonView { horizon, entries: vec![entry] }),
        }
    }
    horizons
}
