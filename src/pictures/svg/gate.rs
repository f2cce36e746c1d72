//! The gate below a card: a diamond with its name, and the way back for work that failed it.

use super::card;
use super::page::{escaped, px, text};
use crate::diagnostics::clean;
use crate::pictures::text::{cut, width};
use crate::pictures::{GateNode, Tone, tone};

/// Room between a card and its gate.
pub(super) const GAP: f64 = 20.0;
/// How high a gate is.
pub(super) const HEIGHT: f64 = 48.0;
/// Room that the way back takes at the side of a card.
pub(super) const LOOP: f64 = 26.0;

const SIZE: f64 = 12.0;
/// The part of a diamond's width that a line of text across its middle can use.
const USABLE: f64 = 0.66;
const NARROWEST: f64 = 96.0;
const WIDEST: f64 = 250.0;

/// Draws the gate of a card. `x` is the middle of both, `y` the lower edge of the card.
pub(super) fn draw(gate: &GateNode, tone: Tone, (x, y): (f64, f64)) -> String {
    let name = cut(&clean(&gate.id), WIDEST * USABLE, SIZE);
    let wide = (width(&name, SIZE) / USABLE).clamp(NARROWEST, WIDEST);
    let [top, middle, bottom] = [0.0, 0.5, 1.0].map(|it| y + GAP + it * HEIGHT);
    let [left, right] = [-0.5, 0.5].map(|it| x + it * wide);
    let diamond = format!(
        "<path class=\"cs-box\" d=\"M{} {}L{} {}L{} {}L{} {}Z\"/>",
        px(x),
        px(top),
        px(right),
        px(middle),
        px(x),
        px(bottom),
        px(left),
        px(middle)
    );
    format!(
        "<path class=\"cs-line\" d=\"M{} {}V{}\" marker-end=\"url(#cs-arrow)\"/>{}\
         <g class=\"cs-{}\"><title>{}</title>{diamond}{}</g>",
        px(x),
        px(y),
        px(top),
        way_back((x, y), (left, middle)),
        tone::look(tone).class,
        escaped(&gate.heading()),
        text("cs-label cs-mid", (x, middle + 4.0), &name),
    )
}

/// From the left corner of the gate up to the left edge of the card.
fn way_back((x, y): (f64, f64), (left, middle): (f64, f64)) -> String {
    let edge = x - card::WIDTH / 2.0;
    let outer = edge - LOOP + 6.0;
    let inner = y - 22.0;
    let curve = format!(
        "<path class=\"cs-fail\" d=\"M{} {}H{}Q{} {} {} {}V{}Q{} {} {} {}H{}\" marker-end=\"url(#cs-arrow)\"/>",
        px(left),
        px(middle),
        px(outer + 14.0),
        px(outer),
        px(middle),
        px(outer),
        px(middle - 14.0),
        px(inner + 10.0),
        px(outer),
        px(inner),
        px(outer + 10.0),
        px(inner),
        px(edge),
    );
    curve + &text("cs-label cs-end", (left - 8.0, middle - 6.0), "FAIL")
}
