//! Finds tags that are not closed, or that close nothing: the engine only says where it gave up.

use super::pieces::Piece;
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

/// A tag that is open, and the word of what closes it.
type Open<'p, 'a> = (&'p str, &'p Piece<'a>);

/// The tags that are not closed, close nothing, or have no known word.
pub(super) fn nested(pieces: &[Piece<'_>]) -> Vec<Broken> {
    let mut open: Vec<Open<'_, '_>> = Vec::new();
    let mut blocks: Vec<&Piece<'_>> = Vec::new();
    let mut problems = Vec::new();
    for piece in pieces.iter().filter(|it| it.is_tag()) {
        let word = piece.word();
        if let Some(of) = word.strip_prefix("end") {
            problems.extend(close(&mut open, piece, of));
        } else if word.is_empty() {
            problems.push(odd(piece, "the tag is empty".to_owned()));
        } else if word.starts_with("el") && open.iter().all(|it| !matches!(it.0, "if" | "for")) {
            problems.extend(
                ALONE.contains(&word).then(|| odd(piece, format!("`{word}` stands outside of an `if`"))),
            );
        } else if OPENING.contains(&word) {
            open.push((word, piece));
        } else if word.starts_with("set") && !piece.inside.contains('=') {
            open.push(("set", piece));
        } else if !ALONE.contains(&word) && !word.starts_with(['<', '/']) {
            problems.push(unknown(piece));
            let has_end = pieces.iter().any(|it| it.word().strip_prefix("end") == Some(word));
            let meant = if has_end { Some(word) } else { nearest(word, OPENING) };
            open.extend(meant.map(|it| (it, piece)));
        }
        if word == "block" {
            let first = blocks.iter().find(|it| it.rest().1 == piece.rest().1);
            problems.extend(first.map(|it| doubled(it, piece)));
            blocks.push(piece);
        }
    }
    // What nobody knows is told already.
    problems.extend(open.iter().map(|it| it.1).filter(|it| is_known(it.word())).map(unclosed));
    problems
}

fn is_known(word: &str) -> bool {
    OPENING.contains(&word) || ALONE.contains(&word)
}

/// Closes what an end closes. What is open above that is not closed; where nothing of its word is open, it was
/// meant for the last one.
fn close(open: &mut Vec<Open<'_, '_>>, end: &Piece<'_>, of: &str) -> Vec<Broken> {
    let name = end.rest().1;
    let is_meant = |it: &Open<'_, '_>| it.0 == of && (name.is_empty() || name_of(it.1) == name);
    let named = open.iter().rposition(is_meant);
    let Some(at) = named.or_else(|| open.iter().rposition(|it| it.0 == of)) else {
        return vec![misplaced(end, open.pop().map(|it| it.1))];
    };
    let above = open.split_off(at + 1);
    let opened = open.pop();
    let mut problems: Vec<Broken> = above.last().map(|it| misplaced(end, Some(it.1))).into_iter().collect();
    problems.extend(above.iter().rev().skip(1).map(|it| unclosed(it.1)));
    if named.is_none() && above.is_empty() {
        problems.extend(opened.map(|it| misnamed(it.1, end)));
    }
    problems
}

/// A tag that can be taken out.
fn odd(piece: &Piece<'_>, message: String) -> Broken {
    let end = piece.word_span().end.max(piece.at + 1);
    Broken { message, span: piece.at..end, related: None, hint: "take it out".to_owned() }
}

/// What an opening tag calls its block or component.
fn name_of<'a>(piece: &'a Piece<'_>) -> &'a str {
    piece.rest().1.split(['(', ' ']).next().unwrap_or_default()
}

fn unclosed(piece: &Piece<'_>) -> Broken {
    let word = piece.word();
    let (message, hint) = (format!("`{word}` is not closed"), format!("end it with `{{% end{word} %}}`"));
    Broken { message, span: piece.word_span(), related: None, hint }
}

fn misnamed(opened: &Piece<'_>, end: &Piece<'_>) -> Broken {
    let (word, name, (at, wrong)) = (opened.word(), name_of(opened), end.rest());
    Broken {
        message: format!("`end{word} {wrong}` cannot close the {word} `{name}`"),
        span: at..at + wrong.len(),
        related: Some((opened.word_span(), "still open")),
        hint: format!("write `{{% end{word} {name} %}}`"),
    }
}

fn doubled(first: &Piece<'_>, second: &Piece<'_>) -> Broken {
    let (at, name) = second.rest();
    Broken {
        message: format!("there are two blocks `{name}`"),
        span: at..at + name.len(),
        related: Some((first.rest().0..first.rest().0 + name.len(), "the first one")),
        hint: "give one of them another name".to_owned(),
    }
}

fn misplaced(end: &Piece<'_>, open: Option<&Piece<'_>>) -> Broken {
    let word = end.word();
    let hint = match open.map(Piece::word) {
        Some(opened) if word == "end" => format!("write `{{% end{opened} %}}`"),
        Some(opened) => format!("close that first, with `{{% end{opened} %}}`"),
        None => "take it out, or open it above".to_owned(),
    };
    let message = match open {
        Some(open) => format!("`{word}` cannot close `{}`", open.word()),
        None => format!("`{word}` closes nothing"),
    };
    let related = open.map(|it| (it.word_span(), "still open"));
    Broken { message, span: end.word_span(), related, hint }
}

/// Tags of other template engines, and what does the same here.
const ELSEWHERE: [(&str, &str); 7] = [
    ("elseif", "write `elif`"),
    ("else-if", "write `elif`"),
    (
        "macro",
        "write a component: `{% component name(argument) %}`, called as `{{<name argument={value} />}}`",
    ),
    ("import", "take it out: components of all templates are known by their names"),
    ("from", "take it out: components of all templates are known by their names"),
    ("call", "call a component: `{{<name argument={value} />}}`"),
    ("with", "write `{% set name = value %}`"),
];

fn unknown(piece: &Piece<'_>) -> Broken {
    let word = piece.word();
    let known = || OPENING.into_iter().chain(ALONE).chain(["raw", "endif", "endfor", "endblock"]);
    let elsewhere = ELSEWHERE.iter().find(|it| it.0 == word).map(|it| it.1.to_owned());
    let near = || nearest(word, known()).map(|it| format!("did you mean `{it}`?"));
    let hint = elsewhere.or_else(near);
    let hint = hint.unwrap_or_else(|| format!("known tags: {}", known().collect::<Vec<_>>().join(", ")));
    Broken { message: format!("no tag is called `{word}`"), span: piece.word_span(), related: None, hint }
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    /// What is wrong in a text, with the bytes that it is about.
    fn broken(text: &str) -> Vec<(String, String)> {
        let (pieces, problems) = pieces(text);
        let all = problems.into_iter().chain(nested(&pieces));
        all.map(|it| (it.message, text[it.span].to_owned())).collect()
    }

    fn found(message: &str, at: &str) -> Vec<(String, String)> {
        vec![(message.to_owned(), at.to_owned())]
    }

    #[test]
    fn the_tag_that_was_forgotten_is_found() {
        assert_eq!(broken("{% if a %}\n{% for b in c %}x{% endfor %}\n"), found("`if` is not closed", "if"));
        assert_eq!(broken("{% if a %}{% endfor %}"), found("`endfor` cannot close `if`", "endfor"));
        assert_eq!(
            broken("{% for a in b %}{% if a %}{% endfor %}"),
            found("`endfor` cannot close `if`", "endfor")
        );
        assert_eq!(broken("a {% endif %}"), found("`endif` closes nothing", "endif"));
        assert_eq!(broken("{% if a \nx {% endif %}"), found("the tag is not closed", "{% if a"));
        assert_eq!(broken("{{ a \nx"), found("the tag is not closed", "{{ a"));
        assert_eq!(broken("{{ \"a }}\nx"), found("the text is not closed", "\"a }}"));
        assert_eq!(broken("{%- iff a %}"), found("no tag is called `iff`", "iff"));
    }

    #[test]
    fn all_that_is_wrong_with_the_tags_of_a_template_is_found_at_once() {
        let text = "{% block a %}{% endblock b %}{% block a %}{% if x %}{% endblock a %}{% endfor %}{% for y in z %}";
        let said: Vec<String> = broken(text).into_iter().map(|it| it.0).collect();
        let wanted = [
            "`endblock b` cannot close the block `a`",
            "there are two blocks `a`",
            "`endblock` cannot close `if`",
            "`endfor` closes nothing",
            "`for` is not closed",
        ];
        assert_eq!(said, wanted);
    }

    #[test]
    fn what_only_looks_like_a_tag_is_left_alone() {
        for text in [
            r#"{{ "{% if %}" }}{# {% if #}{{ {"a": {"b": 1}} }}"#,
            "{% raw %}{% if %}{{ {% endraw %}",
            "{% set a = 1 %}{% set b %}x{% endset %}{% if a %}{% elif b %}{% else %}{% endif %}",
            "{{<share of={a} />}}{%<box>%}x{%</box>%}",
        ] {
            assert_eq!(broken(text), [], "{text}");
        }
    }

    #[test]
    fn no_built_in_template_is_broken() {
        for (name, text) in crate::templates::Templates::built_in() {
            assert_eq!(broken(text), [], "{name}");
        }
    }
}
