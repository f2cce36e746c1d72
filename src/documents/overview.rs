//! The phases of a plan as a drawing of plain text.

use super::inputs::Planned;
use super::phase::PhaseView;
use super::review::{first_wave, reviews};
use super::text::{Foreign, Prose};
use super::theme::Theme;
use crate::pictures::{Card, Pen, boxes};
use crate::plan::Change;
use schemars::JsonSchema;
use serde::Serialize;

/// A drawing of all phases, for a fenced block.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OverviewView {
    /// Its lines, which `drawn` prints with their blanks.
    pub lines: Vec<Foreign>,
    /// Whether some phases stand side by side, because they do not wait for each other.
    pub parallel: bool,
}

/// Draws the phases. What each waits for is written into its box, where the arrows alone would not tell.
pub(super) fn overview(planned: &Planned<'_>, phases: &[PhaseView]) -> OverviewView {
    let mut order: Vec<&PhaseView> = phases.iter().collect();
    order.sort_by_key(|it| (it.wave, it.position));
    let plain = order.windows(2).all(|pair| {
        let needs: Vec<&str> = pair[1].depends_on.iter().map(|it| it.id.as_str()).collect();
        needs == [pair[0].id.as_str()]
    });
    let needs = |it: &PhaseView| {
        let reviews = reviews(planned, planned.plan.phase_index(&it.id)?).map(|it| it.0.id.as_str());
        let ids: Vec<&str> = reviews.chain(it.depends_on.iter().map(|it| it.id.as_str())).collect();
        Some(ids.join(", ")).filter(|it| !plain && !it.is_empty())
    };
    // Between two waves of phases there is room for the reviews that the second one waits for.
    let card =
        |it: &&PhaseView| Card { texts: texts(planned, it, needs(it).as_deref()), wave: 2 * it.wave + 1 };
    let reviews = planned.plan.changes.iter().filter_map(|it| review(planned, it));
    let cards: Vec<Card> = reviews.chain(order.iter().map(card)).collect();
    let pen = if Theme::of(planned.plan).is_plain() { Pen::Ascii } else { Pen::Lines };
    let parallel = order.windows(2).any(|pair| pair[0].wave == pair[1].wave);
    OverviewView { lines: boxes(&cards, pen).iter().map(|it| Foreign::new(it)).collect(), parallel }
}

/// The box of the review that a change waits for, right before its first phases; `None` if it waits for none.
fn review(planned: &Planned<'_>, change: &Change) -> Option<Card> {
    let who = Prose::new(change.review.as_deref()?);
    let line = |name: &str, value: &str| planned.words.filled(&format!("words.{name}"), &[("value", value)]);
    let texts = vec![line("box_proposal", &change.id), line("box_review", who.as_str())];
    Some(Card { texts, wave: 2 * first_wave(planned, change)? })
}

/// What the box of a phase says, text by text.
fn texts(planned: &Planned<'_>, phase: &PhaseView, needs: Option<&str>) -> Vec<String> {
    let filled = |name: &str, values: &[(&str, &str)]| planned.words.filled(&format!("words.{name}"), values);
    let line = |name: &str, value: Option<&str>| value.map(|it| filled(name, &[("value", it)]));
    let number = phase.position.to_string();
    let names = [("number", number.as_str()), ("id", &phase.id), ("title", phase.title.as_str())];
    let paths: Vec<&str> = phase.deliverables.iter().map(|it| it.path.as_str()).collect();
    let paths = Some(paths.join(", ")).filter(|it| !it.is_empty());
    let result = phase.result.as_ref().map(Prose::as_str).or(paths.as_deref());
    let texts = [
        Some(filled(if phase.named { "box_named_phase" } else { "box_phase" }, &names)),
        line("box_after", needs),
        line("box_agent", phase.agent.as_ref().map(|it| it.id.as_str())),
        line("box_time", phase.size.time.as_deref()),
        line("box_result", result),
        line("box_gate", phase.gate.as_ref().map(|it| it.id.as_str())),
    ];
    texts.into_iter().flatten().collect()
}
