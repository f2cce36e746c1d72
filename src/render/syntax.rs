//! Has the engine read one template, or one print or tag of it, alone.

use super::pieces::Piece;
use super::reports::printed;
use std::ops::Range;
use tera::{Error, ErrorKind, Tera};

/// What the engine says against a text.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) message: String,
    /// The bytes that it is about.
    pub(super) range: Range<usize>,
    /// Whether it cannot read them, and does not only miss a name.
    pub(super) is_syntax: bool,
}

/// Where the engine stops in a text that it cannot read. What the text says of others is not looked at.
pub(super) fn whole(alone: &mut Tera, text: &str) -> Option<Refusal> {
    let error = alone.add_raw_template(NAME, text).err()?;
    let ErrorKind::SyntaxError(report) = error.kind() else { return None };
    let (message, range) = (report.message().to_owned(), report.span().range.clone());
    Some(Refusal { message, range, is_syntax: true })
}

const NAME: &str = "alone";

/// What the engine says against a print or tag by itself: that it cannot read it, or which filters, tests and
/// functions there are not.
pub(super) fn refused(alone: &mut Tera, text: &str, piece: &Piece<'_>) -> Vec<Refusal> {
    let Some((before, after)) = frame(piece) else { return Vec::new() };
    let framed = format!("{before}{}{after}", &text[piece.span.clone()]);
    let Err(error) = alone.add_raw_template(NAME, &framed) else { return Vec::new() };
    let place = |at: usize| (piece.span.start + at.saturating_sub(before.len())).min(piece.span.end - 1);
    said(&error, &framed)
        .into_iter()
        .map(|it| Refusal { range: place(it.range.start)..place(it.range.end), ..it })
        .collect()
}

fn said(error: &Error, text: &str) -> Vec<Refusal> {
    if let ErrorKind::SyntaxError(report) = error.kind() {
        let (message, range) = (report.message().to_owned(), report.span().range.clone());
        return vec![Refusal { message, range, is_syntax: true }];
    }
    let error = error.to_string();
    let known = |it: &str| {
        ["Unknown filter", "Unknown test", "Unknown function"].iter().any(|name| it.starts_with(name))
    };
    let unknown = printed(&error).into_iter().filter(|it| known(it.message));
    unknown
        .map(|it| Refusal { message: it.message.to_owned(), range: it.range(text), is_syntax: false })
        .collect()
}

/// What must stand before and after a tag so that it can be read alone; `None` for one that says nothing itself.
fn frame(piece: &Piece<'_>) -> Option<(&'static str, String)> {
    let word = piece.word();
    if word.starts_with("</") || (piece.is_tag() && word.is_empty()) {
        return None;
    }
    let name = || word[1..].split(['(', ' ', '/', '>']).next().unwrap_or_default();
    Some(match word {
        "" | "include" | "extends" => ("", String::new()),
        "set" | "set_global" if piece.inside.contains('=') => ("", String::new()),
        "set" | "set_global" => ("", "{% endset %}".to_owned()),
        "if" | "for" | "block" | "filter" | "component" => ("", format!("{{% end{word} %}}")),
        "else" | "elif" => ("{% if 1 %}", "{% endif %}".to_owned()),
        "break" | "continue" => ("{% for a in b %}", "{% endfor %}".to_owned()),
        _ if word.starts_with('<') => ("", format!("{{%</{}>%}}", name())),
        _ => return None,
    })
}

/// The text with something in the place of some pieces that the engine can read; `None` if one has no room for it.
pub(super) fn without(text: &str, pieces: &[&Piece<'_>]) -> Option<String> {
    let mut bytes = text.to_owned();
    for piece in pieces {
        let harmless = match piece.word() {
            "" => "0",
            "if" => "if 1",
            "elif" => "elif 1",
            "else" => "else",
            "for" => "for a in b",
            "set" | "set_global" => "set a=1",
            "include" => "include \"\"",
            _ => return None,
        };
        let filler = piece.inside.len().checked_sub(harmless.len())?;
        let span = piece.at..piece.at + piece.inside.len();
        bytes.replace_range(span, &format!("{harmless}{}", " ".repeat(filler)));
    }
    Some(bytes)
}
