//! Boxes and arrows as plain text, for a fenced block.

mod joint;

use super::columns::{padded, wrapped};
use joint::joint;

/// What a box says.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Texts, each from a line of its own; those that are too wide go on below.
    pub texts: Vec<String>,
    /// First is 1; boxes of one wave stand side by side, and lead on to the next wave.
    pub wave: usize,
}

/// Which letters lines are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pen {
    /// Those of every keyboard.
    Ascii,
    /// Box-drawing characters.
    Lines,
}

/// Columns of a box, its frame included, by how many stand side by side.
const WIDTHS: [usize; 3] = [66, 38, 26];
/// Columns between two boxes.
const GAP: usize = 2;

/// The columns of a drawing.
struct Grid {
    /// Columns of a box.
    width: usize,
    /// Columns in all.
    total: usize,
}

/// Draws boxes of one width, wave by wave, joined by arrows. Gives the lines, without blanks at their ends.
pub fn boxes(cards: &[Card], pen: Pen) -> Vec<String> {
    let mut waves: Vec<Vec<&Card>> = Vec::new();
    let mut order: Vec<&Card> = cards.iter().collect();
    order.sort_by_key(|it| it.wave);
    for card in order {
        match waves.last_mut() {
            Some(wave) if wave[0].wave == card.wave => wave.push(card),
            _ => waves.push(vec![card]),
        }
    }
    let most = waves.iter().map(Vec::len).max().unwrap_or(1).clamp(1, WIDTHS.len());
    let width = WIDTHS[most - 1];
    let grid = Grid { width, total: most * width + (most - 1) * GAP };
    let mut lines = Vec::new();
    for (at, wave) in waves.iter().enumerate() {
        let rows: Vec<&[&Card]> = wave.chunks(most).collect();
        if let Some(above) = at.checked_sub(1).and_then(|it| waves[it].chunks(most).last()) {
            lines.extend(joint(&grid.middles(above.len()), &grid.middles(rows[0].len()), pen));
        }
        for (at, row) in rows.iter().enumerate() {
            lines.extend((at > 0).then(String::new));
            lines.extend(drawn(row, &grid, pen));
        }
    }
    lines.iter().map(|it| it.trim_end().to_owned()).collect()
}

impl Grid {
    /// The first column of each of so many boxes side by side, in the middle of the drawing.
    fn lefts(&self, count: usize) -> Vec<usize> {
        let row = count * self.width + (count - 1) * GAP;
        (0..count).map(|it| (self.total - row) / 2 + it * (self.width + GAP)).collect()
    }

    /// The columns in which arrows begin and end.
    fn middles(&self, count: usize) -> Vec<usize> {
        self.lefts(count).iter().map(|it| it + self.width / 2).collect()
    }
}

/// Boxes side by side, each as high as the highest.
fn drawn(row: &[&Card], grid: &Grid, pen: Pen) -> Vec<String> {
    let inner = grid.width - 4;
    let texts: Vec<Vec<String>> =
        row.iter().map(|it| it.texts.iter().flat_map(|it| wrapped(it, inner)).collect()).collect();
    let height = texts.iter().map(Vec::len).max().unwrap_or_default();
    let (side, bar) = match pen {
        Pen::Ascii => ("|", "-"),
        Pen::Lines => ("│", "─"),
    };
    let indent = " ".repeat(grid.lefts(row.len())[0]);
    let beside = |cells: Vec<String>| format!("{indent}{}", cells.join(&" ".repeat(GAP)));
    let edge = |[left, right]: [&str; 2]| {
        let edge = format!("{left}{}{right}", bar.repeat(grid.width - 2));
        beside(vec![edge; row.len()])
    };
    let corners = match pen {
        Pen::Ascii => [["+", "+"], ["+", "+"]],
        Pen::Lines => [["┌", "┐"], ["└", "┘"]],
    };
    let line = |at: usize| {
        let text = |it: &Vec<String>| padded(it.get(at).map_or("", String::as_str), inner);
        beside(texts.iter().map(|it| format!("{side} {} {side}", text(it))).collect())
    };
    [edge(corners[0])].into_iter().chain((0..height).map(line)).chain([edge(corners[1])]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(wave: usize, texts: &[&str]) -> Card {
        Card { texts: texts.iter().map(|it| (*it).to_owned()).collect(), wave }
    }

    const COLUMN: &str = "
┌────────────────────────────────────────────────────────────────┐
│ PHASE 1: RED                                                   │
│ Duration: 45 min                                               │
└────────────────────────────────────────────────────────────────┘
                                 │
                                 ▼
┌────────────────────────────────────────────────────────────────┐
│ 取引 done                                                      │
└────────────────────────────────────────────────────────────────┘
";

    const SIDE_BY_SIDE: &str = "
                    +------------------------------------+
                    | A                                  |
                    +------------------------------------+
                                       |
                   +-------------------+-------------------+
                   v                                       v
+------------------------------------+  +------------------------------------+
| B                                  |  | C                                  |
| a text that is far too long for a  |  |                                    |
| box that has another one beside it |  |                                    |
+------------------------------------+  +------------------------------------+
                   |                                       |
                   +-------------------+-------------------+
                                       v
                    +------------------------------------+
                    | D                                  |
                    +------------------------------------+
";

    #[test]
    fn one_after_the_other_is_drawn_as_a_column() {
        let cards = [card(1, &["PHASE 1: RED", "Duration: 45 min"]), card(2, &["取引 done"])];
        assert_eq!(format!("\n{}\n", boxes(&cards, Pen::Lines).join("\n")), COLUMN);
    }

    #[test]
    fn what_does_not_wait_for_each_other_stands_side_by_side() {
        let long = "a text that is far too long for a box that has another one beside it";
        let cards = [card(1, &["A"]), card(2, &["B", long]), card(2, &["C"]), card(3, &["D"])];
        assert_eq!(format!("\n{}\n", boxes(&cards, Pen::Ascii).join("\n")), SIDE_BY_SIDE);
        let drawing = boxes(&cards, Pen::Lines);
        assert_eq!(drawing[4].trim(), format!("┌{0}┴{0}┐", "─".repeat(19)));
        assert_eq!(drawing[12].trim(), format!("└{0}┬{0}┘", "─".repeat(19)));
    }

    #[test]
    fn more_than_three_side_by_side_take_several_rows() {
        let cards: Vec<Card> = (0..5).map(|it| card(1, &[&format!("P{it}")])).collect();
        let lines = boxes(&cards, Pen::Ascii);
        assert_eq!(lines.iter().filter(|it| it.contains('P')).count(), 2);
        assert!(lines.iter().all(|it| it.len() <= 82), "{lines:#?}");
        assert!(boxes(&[], Pen::Ascii).is_empty());
    }
}
