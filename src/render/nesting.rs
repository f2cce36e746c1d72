//! Finds tags that are not closed, or that close nothing: the engine only says where it gave up.

use crate::diagnostics::nearest;
use std::ops::Range;

/// What is wrong with the tags of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// What is wrong.
    pub(super) message: String,
    /// The bytes of the tag.
    pub(super) span: Range<usize>,
    /// Another tag that it does not fit to.
    pub(super) related: Option<(Range<usize>, &'static str)>,
    /// What to do about it.
    pub(super) hint: String,
}

/// Words of tags that another tag must close.
const OPENING: [&str; 5] = ["if", "for", "block", "filter", "component"];

/// Words of tags that stand alone.
const ALONE: [&str; 8] = ["set", "set_global", "include", "extends", "break", "continue", "else", "elif"];

/// The first tag that is not closed, closes nothing, or has no known word.
pub(super) fn broken(text: &str) -> Option<Broken> {
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some((start, opens)) = next_tag(text, at) {
        let closes = closing(opens);
        let end = match end_of(text, start, closes) {
            Ok(end) => end,
            Err(place) if place == start => return Some(unclosed(text, start, ("tag", closes))),
            Err(quote) => return Some(unclosed(text, quote, ("text", &text[quote..=quote]))),
        };
        at = end;
        if opens != "{%" {
            continue;
        }
        let inside = text[start + 2..end - 2].trim_start_matches('-');
        let word = inside.split_whitespace().next().unwrap_or_default().trim_end_matches('-');
        let from = end - 2 - inside.trim_start().len();
        let place = from..from + word.len();
        if word == "raw" {
            at = text[end..].find("endraw").map_or(text.len(), |it| end + it + "endraw".len());
        } else if let Some(of) = word.strip_prefix("end") {
            match open.pop() {
                Some((opened, _)) if opened == of => {}
                other => return Some(misplaced(word, place, other)),
            }
        } else if OPENING.contains(&word) || (word == "set" && !inside.contains('=')) {
            open.push((word, place));
        } else if !ALONE.contains(&word) && !word.starts_with(['<', '/']) {
            return Some(unknown(word, place));
        }
    }
    open.pop().map(|(word, span)| Broken {
        message: format!("`{word}` is not closed"),
        span,
        related: None,
        hint: format!("end it with `{{% end{word} %}}`"),
    })
}

/// Where the next tag, print or comment begins, and what opens it.
fn next_tag(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let starts = ["{%", "{{", "{#"].into_iter().filter_map(|it| Some((at + text.get(at..)?.find(it)?, it)));
    starts.min()
}

fn closing(opens: &str) -> &'static str {
    match opens {
        "{%" => "%}",
        "{{" => "}}",
        _ => "#}",
    }
}

/// Where a tag ends; or where the quote is that nothing closes, or the tag itself if another begins before
/// its end.
fn end_of(text: &str, start: usize, closes: &str) -> Result<usize, usize> {
    let mut at = start + 2;
    let mut depth = 0_usize;
    let mut quote: Option<(char, usize)> = None;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        match quote {
            Some((open, _)) if letter == open => quote = None,
            None if closes != "#}" && matches!(letter, '"' | '\'' | '`') => quote = Some((letter, at)),
            None if depth == 0 && rest.starts_with(closes) => return Ok(at + 2),
            None if closes != "#}" && (rest.starts_with("{%") || rest.starts_with("{{")) => {
                return Err(start);
            }
            None if letter == '{' && closes != "#}" => depth += 1,
            None if letter == '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += letter.len_utf8();
    }
    Err(quote.map_or(start, |it| it.1))
}

fn unclosed(text: &str, start: usize, (what, closes): (&str, &str)) -> Broken {
    let line = text[start..].lines().next().unwrap_or_default().trim_end();
    Broken {
        message: format!("the {what} is not closed"),
        span: start..start + line.len().max(1),
        related: None,
        hint: format!("end it with `{closes}`"),
    }
}

fn misplaced(word: &str, span: Range<usize>, open: Option<(&str, Range<usize>)>) -> Broken {
    let hint = match &open {
        Some((opened, _)) => format!("close that first, with `{{% end{opened} %}}`"),
        None => "take it out, or open it above".to_owned(),
    };
    let message = match &open {
        Some((opened, _)) => format!("`{word}` cannot close `{opened}`"),
        None => format!("`{word}` closes nothing"),
    };
    Broken { message, span, related: open.map(|it| (it.1, "still open")), hint }
}

fn unknown(word: &str, span: Range<usize>) -> Broken {
    let known = || OPENING.into_iter().chain(ALONE).chain(["raw", "endif", "endfor", "endblock"]);
    let hint = match nearest(word, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known tags: {}", known().collect::<Vec<_>>().join(", ")),
    };
    Broken { message: format!("no tag is called `{word}`"), span, related: None, hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_that_was_forgotten_is_found() {
        let said = |text: &str| broken(text).map(|it| (it.message, text[it.span].to_owned()));
        let found = |message: &str, at: &str| Some((message.to_owned(), at.to_owned()));
        assert_eq!(said("{% if a %}\n{% for b in c %}x{% endfor %}\n"), found("`if` is not closed", "if"));
        assert_eq!(said("{% if a %}{% endfor %}"), found("`endfor` cannot close `if`", "endfor"));
        assert_eq!(said("a {% endif %}"), found("`endif` closes nothing", "endif"));
        assert_eq!(said("{% if a \nx {% endif %}"), found("the tag is not closed", "{% if a"));
        assert_eq!(said("{{ a \nx"), found("the tag is not closed", "{{ a"));
        assert_eq!(said("{{ \"a }}\nx"), found("the text is not closed", "\"a }}"));
        assert_eq!(said("{%- iff a %}"), found("no tag is called `iff`", "iff"));
    }

    #[test]
    fn what_only_looks_like_a_tag_is_left_alone() {
        for text in [
            r#"{{ "{% if %}" }}{# {% if #}{{ {"a": {"b": 1}} }}"#,
            "{% raw %}{% if %}{{ {% endraw %}",
            "{% set a = 1 %}{% set b %}x{% endset %}{% if a %}{% elif b %}{% else %}{% endif %}",
            "{{<share of={a} />}}{%<box>%}x{%</box>%}",
        ] {
            assert_eq!(broken(text), None, "{text}");
        }
    }

    #[test]
    fn no_built_in_template_is_broken() {
        for (name, text) in crate::templates::Templates::built_in() {
            assert_eq!(broken(text), None, "{name}");
        }
    }
}
