//! How wide text comes out, and cutting it to the room there is.

/// Estimates the width of a text in pixels. Fonts differ, so the figure errs on the wide side.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * size
}

/// Cuts a text to the room there is, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room / size - ems('…');
    let fits = |character: &char| {
        left -= ems(*character);
        left >= 0.0
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// Breaks a text into two lines at most, the second one cut to the room there is.
pub(super) fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    if width(text, size) <= room {
        return vec![text.to_owned()];
    }
    let blanks = text.match_indices(' ').map(|(at, _)| at);
    match blanks.take_while(|&at| width(&text[..at], size) <= room).last() {
        Some(at) => vec![text[..at].to_owned(), cut(&text[at + 1..], room, size)],
        None => vec![cut(text, room, size)],
    }
}

fn ems(character: char) -> f64 {
    match character {
        '\u{300}'..='\u{36f}' => 0.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '·' => 0.33,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '"' => 0.43,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '\u{2000}'.. => 1.0,
        'A'..='Z' => 0.71,
        _ => 0.63,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_with_an_ellipsis_and_short_text_is_not() {
        assert_eq!(cut("short", 100.0, 10.0), "short");
        let cut = cut("a title that is far too long", 100.0, 10.0);
        assert!(cut.ends_with('…') && width(&cut, 10.0) <= 100.0, "{cut}");
    }

    #[test]
    fn a_title_breaks_into_two_lines_at_a_blank() {
        assert_eq!(wrap("one two three", 60.0, 10.0), ["one two", "three"]);
        assert_eq!(wrap("one", 60.0, 10.0), ["one"]);
        assert_eq!(wrap("onetwothreefour", 60.0, 10.0).len(), 1);
    }
}
