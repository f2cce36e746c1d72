//! Writes texts into YAML so that they are read again as they are.

use serde_json::Value;
use std::fmt::Write;

/// Words that readers of YAML take for something else than a text.
const WORDS: [&str; 14] =
    ["true", "false", "yes", "no", "on", "off", "null", "none", "y", "n", "t", "f", "nan", "inf"];

/// A text as a value that stands anywhere: as it is if nobody could take it for anything else, or in quotes.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Texts as a list in one line.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", texts.into_iter().map(scalar).collect::<Vec<_>>().join(", "))
}

/// Any value in one line.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(_) => format!("{{ {} }}", fields(value).join(", ")),
        plain => plain.to_string(),
    }
}

/// The fields of a value, each in one line; none if it has none.
pub(super) fn fields(value: &Value) -> Vec<String> {
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, value)| format!("{name}: {}", flow(value))).collect()
}

/// What is a plan's as a value; nothing that is written here can fail to be one.
pub(super) fn value(of: &impl serde::Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

/// Letters first, and then nothing that means something to YAML in any place.
fn is_plain(text: &str) -> bool {
    let harmless = |it: char| {
        it.is_alphanumeric() || matches!(it, ' ' | '.' | '_' | '-' | '/' | '(' | ')' | '+' | '\'' | ';')
    };
    text.starts_with(char::is_alphabetic)
        && text.chars().all(harmless)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for letter in text.chars() {
        match letter {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            it if is_visible(it) => written.push(it),
            it => {
                let _ = write!(written, "\\U{:08X}", u32::from(it));
            }
        }
    }
    written.push('"');
    written
}

/// Whether a letter can stand in YAML as it is, and be seen.
fn is_visible(letter: char) -> bool {
    let number = u32::from(letter);
    let unseen = matches!(letter, '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}');
    number >= 0x20 && !unseen && number & 0xfffe != 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_misreads_stands_without_quotes() {
        for text in ["Write it", "order-service", "Größe", "it's (nearly) done", "a/b_c.d"] {
            assert_eq!(scalar(text), text);
        }
        for text in [
            "no",
            "Yes",
            "1:30",
            "2",
            "1.10",
            "0x1F",
            "a: b",
            "a #b",
            "- a",
            "* a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "{a}",
            "[a]",
            "a, b",
            "?",
            "",
            " a",
            "a ",
            "~",
            "null",
            "=",
            "<<",
            "|",
            ">",
            "a:",
            "a\nb",
            "2026-03-02",
        ] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
        assert_eq!(scalar("a\u{1b}\"\\\u{202e}"), "\"a\\U0000001B\\\"\\\\\\U0000202E\"");
    }
}
