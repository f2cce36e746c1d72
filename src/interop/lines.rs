//! Markdown line by line, as far as lists of tasks need it, and the texts that others write into them.

use crate::diagnostics::{Source, clean};
use crate::plan::Stated;
use std::ops::Range;

/// A line that says something; code, comments and front matter are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) span: Range<usize>,
    pub(super) indent: usize,
    pub(super) form: Form<'a>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form<'a> {
    /// Level and text.
    Heading(usize, &'a str),
    /// What is between the brackets, and the text.
    Box(&'a str, &'a str),
    Bullet(&'a str),
    Text(&'a str),
}

/// Glyphs that stand for a box.
const GLYPHS: [&str; 7] = ["✅", "❌", "⏳", "⏸️", "🔄", "🚀", "⏭️"];

/// What people write before a text to tick it.
const TICKS: [&str; 6] = ["✅", "✔", "☑", "[x]", "[X]", "✓"];

/// The lines of a text.
pub(super) fn lines(source: &Source) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut skip = Skip::Nothing;
    let mut start = 0;
    for (number, whole) in source.text.split_inclusive('\n').enumerate() {
        let (span, text) = (start..start + whole.trim_end().len(), whole.trim_end());
        start += whole.len();
        let text = text.trim_start();
        skip = match skip {
            Skip::Nothing => begins(number, text),
            Skip::Until(end) if ends(text, &end) => {
                skip = Skip::Nothing;
                continue;
            }
            skip @ Skip::Until(_) => skip,
        };
        if matches!(skip, Skip::Nothing) {
            found.extend(form(text).map(|form| Line { indent: indent(whole), span, form }));
        }
    }
    found
}

/// What is left out, and up to what.
enum Skip {
    Nothing,
    Until(String),
}

fn begins(number: usize, text: &str) -> Skip {
    if number == 0 && text == "---" {
        return Skip::Until("---".to_owned());
    }
    if text.starts_with("<!--") {
        return if text.contains("-->") { Skip::Nothing } else { Skip::Until("-->".to_owned()) };
    }
    let fence = |mark: char| text.chars().take_while(|it| *it == mark).count();
    let long = ['`', '~'].into_iter().find(|it| fence(*it) >= 3);
    // A line of code in one line is no fence.
    let long = long.filter(|mark| *mark == '~' || !text.trim_start_matches('`').contains('`'));
    long.map_or(Skip::Nothing, |mark| Skip::Until(mark.to_string().repeat(fence(mark))))
}

fn ends(text: &str, end: &str) -> bool {
    match end {
        "-->" => text.contains(end),
        "---" => text == "---" || text == "...",
        fence => text.starts_with(fence) && text.trim_end().trim_start_matches(&fence[..1]).is_empty(),
    }
}

/// The columns before a text; a tab is four.
fn indent(text: &str) -> usize {
    let blank = text.chars().take_while(|it| it.is_whitespace());
    blank.map(|it| if it == '\t' { 4 } else { 1 }).sum()
}

fn form(text: &str) -> Option<Form<'_>> {
    if text.is_empty() || text.starts_with("<!--") {
        return None;
    }
    let level = text.chars().take_while(|it| *it == '#').count();
    if (1..=6).contains(&level) && text[level..].starts_with([' ', '\t']) {
        return Some(Form::Heading(level, text[level..].trim().trim_end_matches('#').trim_end()));
    }
    let Some(item) = item(text) else { return Some(Form::Text(text)) };
    if let Some((mark, rest)) = item.strip_prefix('[').and_then(|it| it.split_once(']')) {
        let is_mark = mark.chars().count() <= 1 || mark.parse::<Stated>().is_ok();
        if is_mark && rest.starts_with([' ', '\t']) && !rest.trim().is_empty() {
            return Some(Form::Box(mark, rest.trim()));
        }
    }
    let glyph = GLYPHS.into_iter().find_map(|it| {
        let rest = item.strip_prefix(it).or_else(|| item.strip_prefix(it.trim_end_matches('\u{fe0f}')))?;
        Some((it, rest.trim_start_matches('\u{fe0f}').trim())).filter(|it| !it.1.is_empty())
    });
    Some(glyph.map_or(Form::Bullet(item), |(glyph, rest)| Form::Box(glyph, rest)))
}

/// The text of a list item.
fn item(text: &str) -> Option<&str> {
    let number = text.trim_start_matches(|it: char| it.is_ascii_digit());
    let rest = match text.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None if number.len() < text.len() => number.strip_prefix(['.', ')'])?,
        None => return None,
    };
    let is_item = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    is_item.then(|| rest.trim())
}

/// What a mark in a box says; `None` for an open one and for a mark that nobody knows.
pub(super) fn mark(mark: &str) -> Option<Stated> {
    match mark.trim() {
        "x" | "X" => Some(Stated::Done),
        "~" | "/" => Some(Stated::Active),
        "-" => Some(Stated::Skipped),
        ">" => Some(Stated::Deferred),
        "!" => Some(Stated::Blocked),
        word => word.parse().ok().filter(|it| *it != Stated::Todo),
    }
}

/// Whether a mark says something that is known.
pub(super) fn is_known(text: &str) -> bool {
    text.trim().is_empty() || mark(text).is_some() || text.parse::<Stated>().is_ok()
}

/// With the first letter in upper case.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Without ticks before it.
pub(super) fn unticked(text: &str) -> String {
    let mut text = text.trim_start();
    while let Some(rest) = TICKS.iter().find_map(|it| text.strip_prefix(it)) {
        text = rest.trim_start_matches('\u{fe0f}').trim_start();
    }
    text.to_owned()
}

/// The lines of a text, without the marks of lists and headings; lines of code as code.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_code = false;
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        if line.starts_with("```") {
            in_code = !in_code;
            continue;
        }
        let plain = item(line).unwrap_or(line).trim_start_matches('#').trim_start();
        let code = in_code && !line.contains('`');
        let plain = if code { format!("`{}`", clean(line)) } else { clean(plain) };
        if !plain.is_empty() && plain != "``" {
            found.push(plain);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart_and_code_is_none() {
        let source = Source::new(
            "x.md",
            "---\ntitle: x\n---\n# Head #\n- [x] a\n  * [ ] b\n1. [~] c\n2) d\n- [in_progress] e\n- [link](x)\n- [ ]\n```\n- [ ] code\n```\n<!-- - [ ] gone -->\n<!--\n- [ ] gone\n-->\n- ⏸ f\ntext\n",
        );
        let forms: Vec<(usize, Form<'_>)> =
            lines(&source).into_iter().map(|it| (it.indent, it.form)).collect();
        assert_eq!(
            forms,
            [
                (0, Form::Heading(1, "Head")),
                (0, Form::Box("x", "a")),
                (2, Form::Box(" ", "b")),
                (0, Form::Box("~", "c")),
                (0, Form::Bullet("d")),
                (0, Form::Box("in_progress", "e")),
                (0, Form::Bullet("[link](x)")),
                (0, Form::Bullet("[ ]")),
                (0, Form::Box("⏸️", "f")),
                (0, Form::Text("text")),
            ]
        );
    }

    #[test]
    fn marks_are_statuses() {
        assert_eq!(mark("X"), Some(Stated::Done));
        assert_eq!(mark(" "), None);
        assert_eq!(mark("in_progress"), Some(Stated::Active));
        assert!(is_known(" ") && is_known("~") && !is_known("?"));
    }
}
