//! Text in columns of one width, as terminals and fixed fonts show it.

use unicode_width::UnicodeWidthStr;

/// Breaks a text into lines that are not wider than this many columns, at blanks if there are any.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|it| pieces(it, width)) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => line.extend([" ", word]),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A word, cut where it is wider than a line.
fn pieces(word: &str, width: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while rest.width() > width {
        let fits = |at: &usize| rest[..*at].width() <= width;
        let ends = rest.char_indices().skip(1).map(|it| it.0);
        let end =
            ends.take_while(fits).last().unwrap_or_else(|| rest.chars().next().map_or(0, char::len_utf8));
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text with blanks after it up to this many columns.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_where_they_must() {
        assert_eq!(wrapped("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrapped("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrapped("", 8), Vec::<String>::new());
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(wrapped("取引取引", 4), ["取引", "取引"]);
        assert_eq!(wrapped("取", 1), ["取"]);
        assert_eq!(padded("取", 4), "取  ");
        assert_eq!(padded("é", 2), "é ");
    }
}
