//! The card of a stage: its lines, how high it is, and how it is drawn.

use super::page::{BOLD, escaped, px, real, text};
use crate::diagnostics::clean;
use crate::pictures::text::{cut, width, wrap};
use crate::pictures::{Item, Stage, Tone, tone};

/// How wide a card is, in pixels.
pub(super) const WIDTH: f64 = 290.0;

const PADDING: f64 = 14.0;
const HEAD_SIZE: f64 = 14.0;
const NOTE_SIZE: f64 = 12.0;
const ITEM_SIZE: f64 = 12.5;
/// The most room that the note of an item takes from its title.
const NOTE_ROOM: f64 = 90.0;
/// How many items a card lists.
const MOST_ITEMS: usize = 12;

/// A stage, laid out.
pub(super) struct Card {
    /// How high it is.
    pub(super) height: f64,
    elements: Vec<String>,
    tip: String,
    tone: Tone,
}

impl Card {
    /// Lays out a stage.
    pub(super) fn of(stage: &Stage) -> Self {
        let tip = stage.heading();
        let mut card = Self { height: PADDING - 4.0, elements: Vec::new(), tip, tone: stage.tone };
        card.head(stage);
        card.items(&stage.items);
        card.height += PADDING - 2.0;
        card
    }

    /// Draws it with its upper left corner at a point.
    pub(super) fn draw(&self, (x, y): (f64, f64)) -> String {
        let class = tone::look(self.tone).class;
        format!(
            "<g class=\"cs-{class}\" transform=\"translate({} {})\"><title>{}</title>\
             <rect class=\"cs-box\" width=\"{WIDTH}\" height=\"{}\" rx=\"8\"/>{}</g>",
            px(x),
            px(y),
            escaped(&self.tip),
            px(self.height),
            self.elements.concat()
        )
    }

    fn head(&mut self, stage: &Stage) {
        let mark = if stage.tone == Tone::Done { "✓ " } else { "" };
        let room = (WIDTH - 2.0 * PADDING) / BOLD;
        for line in wrap(&format!("{mark}{}", stage.heading()), room, HEAD_SIZE) {
            self.line("cs-head", 18.0, &line);
        }
        let note = clean(&stage.note);
        if !note.is_empty() {
            self.line("cs-note", 18.0, &cut(&note, WIDTH - 2.0 * PADDING, NOTE_SIZE));
        }
    }

    fn items(&mut self, items: &[Item]) {
        if items.is_empty() {
            return;
        }
        let y = self.height + 9.0;
        let right = WIDTH - PADDING;
        self.elements.push(format!("<path class=\"cs-rule\" d=\"M{PADDING} {}H{right}\"/>", px(y)));
        self.height = y + 3.0;
        // "and 1 more" would take the room of that one.
        let listed = if items.len() == MOST_ITEMS + 1 { items.len() } else { MOST_ITEMS };
        for item in items.iter().take(listed) {
            self.item(item);
        }
        if items.len() > listed {
            self.line("cs-note", 19.0, &format!("and {} more", items.len() - listed));
        }
    }

    fn item(&mut self, item: &Item) {
        let note = cut(&clean(&item.note), NOTE_ROOM, NOTE_SIZE);
        let (class, bullet) = if item.optional { ("cs-item cs-may", "◦") } else { ("cs-item", "•") };
        let taken = if note.is_empty() { 0.0 } else { width(&note, NOTE_SIZE) + 10.0 };
        let indent = 13.0;
        let room = WIDTH - 2.0 * PADDING - indent - taken;
        self.line(class, 19.0, bullet);
        let y = self.height;
        self.elements.push(text(class, (PADDING + indent, y), &cut(&clean(&item.title), room, ITEM_SIZE)));
        if !note.is_empty() {
            self.elements.push(text("cs-note cs-end", (WIDTH - PADDING, y), &note));
        }
    }

    fn line(&mut self, class: &str, height: f64, line: &str) {
        self.height += height;
        self.elements.push(text(class, (PADDING, self.height), line));
    }
}

/// Where the arrows into a card end along its top: the offset from its middle of one out of `count`.
pub(super) fn port(place: usize, count: usize) -> f64 {
    let gaps = real(count.saturating_sub(1));
    let step = (0.8 * WIDTH / gaps.max(1.0)).min(26.0);
    (real(place) - gaps / 2.0) * step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(items: usize) -> Stage {
        let item = Item { title: "Item".to_owned(), note: "1 h".to_owned(), ..Item::default() };
        Stage { items: vec![item; items], ..Stage::default() }
    }

    #[test]
    fn many_items_are_counted_instead_of_listed() {
        assert!(Card::of(&stage(19)).elements.concat().contains("and 7 more"));
        assert!(!Card::of(&stage(13)).elements.concat().contains("more"));
        assert!(Card::of(&stage(14)).elements.concat().contains("and 2 more"));
    }

    #[test]
    fn every_line_of_a_card_makes_it_higher() {
        let heights = [0, 1, 5, 12, 40].map(|it| Card::of(&stage(it)).height);
        assert!(heights.is_sorted() && heights[3] < heights[4], "{heights:?}");
    }

    #[test]
    fn arrows_spread_along_the_top_and_stay_on_it() {
        assert!(port(0, 1).abs() < 0.1);
        assert!((port(0, 2) + port(1, 2)).abs() < 0.1);
        assert!(port(999, 1_000) < WIDTH / 2.0);
    }
}
