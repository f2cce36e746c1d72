//! One row of a time line: its title at the left, its bar at its time.

use super::axis::Axis;
use super::page::{MARGIN, escaped, px, text};
use crate::diagnostics::clean;
use crate::pictures::text::cut;
use crate::pictures::{Row, joined, tone};

/// The width of the titles.
pub(super) const TITLES: f64 = 250.0;
/// How high a row is.
pub(super) const HEIGHT: f64 = 28.0;
/// Room at the right of the last day, for the label of a bar that ends there.
pub(super) const LABELS: f64 = 90.0;

const THICKNESS: f64 = 17.0;
const TITLE_SIZE: f64 = 12.5;
const LABEL_SIZE: f64 = 12.0;
/// The width of a bar that takes no time, so that it can be seen.
const LEAST: f64 = 3.0;

/// Draws a row. `y` is its upper edge.
pub(super) fn draw(row: &Row, axis: &Axis, y: f64) -> String {
    let base = y + HEIGHT / 2.0 + 4.0;
    let title = cut(&clean(&row.title), TITLES - 24.0, TITLE_SIZE);
    format!(
        "<g><title>{}</title>{}{}</g>",
        escaped(&joined([&row.title, &row.label], ", ")),
        text("cs-item", (MARGIN, base), &title),
        bar(row, axis, y + (HEIGHT - THICKNESS) / 2.0)
    )
}

/// The label stands beside the bar, where it can be read whatever the bar's length and colour.
fn bar(row: &Row, axis: &Axis, y: f64) -> String {
    let class = tone::look(row.tone).class;
    let start = axis.x(row.start);
    let wide = (axis.x(row.end.max(row.start)) - start).max(LEAST);
    let bar = format!(
        "<rect class=\"cs-bar cs-{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{THICKNESS}\" rx=\"3\"/>",
        px(start),
        px(y),
        px(wide)
    );
    let label = cut(&clean(&row.label), LABELS - 12.0, LABEL_SIZE);
    if label.is_empty() {
        return bar;
    }
    bar + &text("cs-label cs-halo", (start + wide + 6.0, y + THICKNESS / 2.0 + 4.0), &label)
}
