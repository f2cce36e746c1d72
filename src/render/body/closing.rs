//! The last lines: what commits state and who wrote, so that a squash merge keeps it.
//!
//! As a forge writes the message of a squash, but that commits in a row about the same share one block of lines;
//! the last paragraph holds trailers only. They cannot be escaped as other text is, so what could mean something to
//! a forge is parted by a letter that nobody sees, and that reading takes out again, with the backslash that may
//! follow it.

use crate::documents::{Closing, Line, Restated};

/// Keeps forges from making a reference or markup of what follows.
const BREAK: char = '\u{200b}';

/// The lines, ending in a newline; empty if there are none.
pub(super) fn lines(closing: &Closing) -> String {
    let mut blocks: Vec<String> = closing.records.iter().map(|it| block(it, closing)).collect();
    let last: String = closing.lines.iter().map(line).collect();
    match blocks.last_mut() {
        Some(block) => block.push_str(&last),
        None if last.is_empty() => {}
        None => blocks.push(last),
    }
    blocks.join("\n")
}

fn block(restated: &Restated, closing: &Closing) -> String {
    let lines: String = restated.lines.iter().map(line).collect();
    let titles: Vec<String> = restated.titles.iter().map(|it| format!("* {}", title(it))).collect();
    if closing.is_single { lines } else { format!("{}\n\n{lines}", titles.join("\n")) }
}

fn title(text: &str) -> String {
    let text = inert(text);
    let is_plain = text.starts_with(char::is_alphabetic);
    if is_plain { text } else { format!("{BREAK}{text}") }
}

fn line(line: &Line) -> String {
    let value = match (line.key.as_str(), line.value.rsplit_once('<')) {
        ("Depends-On", _) => line.value.clone(),
        ("Co-authored-by", Some((name, mail))) => format!("{}<{mail}", inert(name)),
        _ => inert(&line.value),
    };
    format!("{}: {value}\n", line.key)
}

/// A text that means nothing to a forge.
pub(super) fn inert(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut inert = String::with_capacity(text.len());
    for (at, letter) in letters.iter().copied().enumerate() {
        if letter == '~' {
            inert.extend([BREAK, '\\']);
        }
        inert.push(letter);
        if is_meant(&letters, at) {
            inert.push(BREAK);
        }
    }
    inert
}

fn is_meant(letters: &[char], at: usize) -> bool {
    let after = letters.get(at + 1).copied();
    let ends = |word: &str| {
        let start = (at + 1).checked_sub(word.len());
        start.is_some_and(|it| letters[it..=at].iter().map(char::to_ascii_lowercase).eq(word.chars()))
    };
    let Some(after) = after else { return false };
    match letters[at] {
        '<' => !after.is_whitespace(),
        '@' => after.is_alphanumeric() || after == '_',
        '#' => after.is_ascii_digit(),
        '!' => after.is_ascii_digit() || after == '[',
        '-' => after.is_ascii_digit() && ends("gh-"),
        ']' => matches!(after, '(' | '[' | ':'),
        ':' => after == '/' || ends("mailto:") || ends("xmpp:"),
        'w' | 'W' => after == '.' && ends("www"),
        '&' => after.is_alphanumeric() || after == '#',
        '$' => true,
        _ => false,
    }
}
