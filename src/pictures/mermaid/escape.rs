//! Text as entity codes, so that nothing in it can be read as Mermaid, Markdown or HTML.

use crate::diagnostics::clean;

/// Words that begin a statement of a time line, which the text of a task must not seem to be.
const STATEMENTS: [&str; 19] = [
    "acc",
    "axisformat",
    "call",
    "click",
    "dateformat",
    "end",
    "excludes",
    "gantt",
    "href",
    "includes",
    "inclusiveenddates",
    "section",
    "style",
    "tickinterval",
    "title",
    "todaymarker",
    "topaxis",
    "weekday",
    "weekend",
];

/// Escapes text for a quoted label or for the rest of a line; nothing becomes a blank.
pub(super) fn escaped(text: &str) -> String {
    let text = clean(text);
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let starts = escaped.is_empty();
        let is_plain = match character {
            ' ' | ',' | '/' => true,
            // At the start or before a blank these can make a Markdown list.
            '.' | '-' | '(' | ')' => !starts && characters.peek() != Some(&' '),
            // Mermaid marks entities with these two while it works.
            'ﬂ' | '¶' => false,
            _ => character.is_alphanumeric() || !character.is_ascii(),
        };
        if is_plain { escaped.push(character) } else { escaped.push_str(&entity(character)) }
    }
    if escaped.is_empty() { entity('\u{a0}') } else { escaped }
}

/// Escapes text that begins a line, where a word could be taken for a statement.
pub(super) fn escaped_start(text: &str) -> String {
    let escaped = escaped(text);
    let lower = escaped.to_ascii_lowercase();
    match escaped.chars().next() {
        Some(first) if first.is_ascii_digit() || STATEMENTS.iter().any(|it| lower.starts_with(it)) => {
            entity(first) + &escaped[first.len_utf8()..]
        }
        _ => escaped,
    }
}

/// Escapes text for a quoted string of the YAML block that opens a diagram.
pub(super) fn yaml(text: &str) -> String {
    let escape = |character: char| match character {
        ' ' | ',' | '.' | '(' | ')' => character.to_string(),
        _ if character.is_ascii() && !character.is_alphanumeric() => {
            format!("\\x{:02x}", u32::from(character))
        }
        _ => character.to_string(),
    };
    clean(text).chars().map(escape).collect()
}

fn entity(character: char) -> String {
    match character {
        '"' => "#quot;".to_owned(),
        '<' => "#lt;".to_owned(),
        '>' => "#gt;".to_owned(),
        '&' => "#amp;".to_owned(),
        // Two of them in a row would begin a formula, but not with a blank of no width between them.
        '$' => "#36;#8203;".to_owned(),
        _ => format!("#{};", u32::from(character)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_entities_is_left_of_syntax() {
        let text = escaped("\"]; end\n%%{init}`<b>#*_$$:{|}~");
        let left: String =
            text.split('#').map(|it| it.split_once(';').map_or(it, |(_, rest)| rest)).collect();
        assert!(left.chars().all(|it| it.is_alphanumeric() || it == ' '), "{text}");
    }

    #[test]
    fn plain_titles_stay_readable() {
        assert_eq!(
            escaped("Order path (v1.2), end-to-end"),
            "Order path #40;v1.2), end-to-end".replace("#40;", "(")
        );
    }

    #[test]
    fn a_title_does_not_become_a_list_or_a_statement() {
        assert_eq!(escaped("1. one"), "1#46; one");
        assert_eq!(escaped("- one"), "#45; one");
        assert_eq!(escaped_start("section one"), "#115;ection one");
        assert_eq!(escaped_start("2025-01-01"), "#50;025-01-01");
        assert_eq!(escaped_start("Risk engine"), "Risk engine");
        assert_eq!(escaped_start(" "), "#160;");
    }
}
