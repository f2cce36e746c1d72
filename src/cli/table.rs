//! Tables for the terminal, by the columns that letters take there.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: usize = 2;

/// No column is made narrower than this, so that no figure is ever broken.
const NARROWEST: usize = 14;

/// Columns as wide as their widest cell, two spaces apart, without trailing space.
pub(super) fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    laid_out(rows, &widths(rows))
}

/// The same within a number of columns: the widest columns break their texts between words.
pub(super) fn fitted<const N: usize>(rows: &[[String; N]], width: Option<usize>) -> String {
    let mut widths = widths(rows);
    let Some(width) = width else { return laid_out(rows, &widths) };
    loop {
        let excess = total(&widths).saturating_sub(width);
        let mut sorted: Vec<usize> = widths.clone();
        sorted.sort_unstable_by(|left, right| right.cmp(left));
        let widest = sorted.first().copied().unwrap_or(0);
        let Some(column) = widths.iter().position(|it| *it == widest) else { break };
        if excess == 0 || widest <= NARROWEST {
            break;
        }
        // Down to the next widest at most, so that the two then share what is left.
        let next = sorted.get(1).map_or(0, |it| if *it == widest { it - 1 } else { *it });
        widths[column] = widest.saturating_sub(excess).max(next).max(NARROWEST);
    }
    laid_out(rows, &widths)
}

/// How many columns a table takes.
pub(super) fn width_of<const N: usize>(rows: &[[String; N]]) -> usize {
    total(&widths(rows))
}

/// A text with spaces up to a width.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A text in lines of at most this many columns, broken between words where that is possible.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|it| pieces(it, width)) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// A word in pieces that fit.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut taken = 0;
    for letter in word.chars() {
        let own = letter.width().unwrap_or(0);
        if taken > 0 && taken + own > width {
            pieces.push(String::new());
            taken = 0;
        }
        taken += own;
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces
}

fn widths<const N: usize>(rows: &[[String; N]]) -> Vec<usize> {
    (0..N).map(|column| rows.iter().map(|it| it[column].width()).max().unwrap_or(0)).collect()
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + widths.len().saturating_sub(1) * GAP
}

fn laid_out<const N: usize>(rows: &[[String; N]], widths: &[usize]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<Vec<String>> =
            row.iter().zip(widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let cell = |(cell, width): (&Vec<String>, &usize)| {
                padded(cell.get(line).map_or("", String::as_str), *width)
            };
            let cells: Vec<String> = cells.iter().zip(widths).map(cell).collect();
            text.push_str(cells.join(&" ".repeat(GAP)).trim_end());
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<[String; 3]> {
        [
            ["id", "what", "n"],
            ["a", "one two three four five six seven", "12"],
            ["日本", "👩\u{200d}🚀 é", "3"],
        ]
        .map(|it| it.map(str::to_owned))
        .to_vec()
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let text = aligned(&rows());
        let last = text.lines().last().unwrap();
        assert_eq!(last, format!("日本  👩\u{200d}🚀 é{}3", " ".repeat(33 - 4 + 2)));
    }

    #[test]
    fn the_widest_column_breaks_between_words_and_nothing_is_lost() {
        let text = fitted(&rows(), Some(26));
        assert_eq!(text.lines().nth(1).unwrap(), "a     one two three     12");
        assert_eq!(text.lines().nth(2).unwrap(), "      four five six");
        assert!(text.lines().all(|it| it.width() <= 26), "{text}");
    }

    #[test]
    fn narrow_columns_stay_whole_however_narrow_the_terminal_is() {
        assert!(fitted(&rows(), Some(3)).contains("12"));
        assert_eq!(fitted(&rows(), None), aligned(&rows()));
    }

    #[test]
    fn a_word_that_does_not_fit_is_cut_in_pieces() {
        assert_eq!(wrapped("日本語日本語 a", 5), ["日本", "語日", "本語", "a"]);
        assert_eq!(wrapped("", 5), [""]);
    }
}
