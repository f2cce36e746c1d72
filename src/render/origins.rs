//! Where the texts of the engine stand in the user's templates, and its errors at these places.

use super::explain::{About, explained};
use super::finish::without_own_lines;
use super::nesting::Broken;
use super::pieces::pieces;
use super::reports::Printed;
use crate::diagnostics::{Diagnostic, Origin};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use tera::{Error, ErrorKind};

/// For each text, by the name that the engine has for it, where it stands. What stands in front matter has a
/// `#` in its name.
#[derive(Clone, Default)]
pub(super) struct Origins(HashMap<String, Origin>);

impl Origins {
    pub(super) fn add(&mut self, name: &str, origin: Origin) {
        self.0.insert(name.to_owned(), origin);
    }

    /// The names of all texts, in no order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn of(&self, name: &str) -> Option<&Origin> {
        self.0.get(name)
    }

    /// A text as the user wrote it; empty if there is none of this name.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", Origin::text)
    }

    /// The name of the text that a tag calls by a name.
    pub(super) fn called(&self, name: &str) -> Option<&str> {
        let names = [name.to_owned(), format!("user/{name}"), format!("builtin/{name}")];
        names.iter().find_map(|it| self.0.get_key_value(it)).map(|it| it.0.as_str())
    }

    /// What the engine calls the template that another one extends.
    pub(super) fn parent(&self, name: &str) -> Option<&str> {
        let all = pieces(self.text(name)).0;
        let tag = all.iter().find(|it| it.word() == "extends")?;
        self.called(unquoted(tag.rest().1))
    }

    /// Where a span of a text stands.
    pub(super) fn place(&self, name: &str, range: &Range<usize>) -> Option<Origin> {
        let origin = self.0.get(name)?;
        // The text of a condition begins after `{% if `.
        let moved = if name.ends_with("#when") { "{% if ".len() } else { 0 };
        let place = |at: usize| origin.span.start + at.saturating_sub(moved).min(origin.span.len());
        let span = place(range.start)..place(range.end.max(range.start + 1));
        Some(Origin::new(&Arc::clone(&origin.source), span))
    }

    /// A message of the engine about a span of a text.
    pub(super) fn located(&self, name: &str, message: &str, range: &Range<usize>) -> Diagnostic {
        let Some(place) = self.place(name, range) else {
            return explained(message, &self.about(name));
        };
        let blank = place.text().len() - place.text().trim_start().len();
        let visible = place.span.start + blank..place.span.end;
        let place = if visible.is_empty() { place } else { Origin::new(&Arc::clone(&place.source), visible) };
        let label = if name.contains('#') { "in the front matter" } else { "" };
        let before = place.source.text[..place.span.start].lines().next_back().unwrap_or_default();
        let about = About { text: place.text(), before, ..self.about(name) };
        explained(message, &about).at(place.clone()).label(label)
    }

    /// Tags of a text that do not fit together.
    pub(super) fn broken(&self, name: &str, broken: Broken) -> Diagnostic {
        let problem = Diagnostic::error(broken.message).hint(broken.hint);
        let problem = self.place(name, &broken.span).into_iter().fold(problem, Diagnostic::at);
        let related = broken.related.and_then(|(span, label)| Some((self.place(name, &span)?, label)));
        related.into_iter().fold(problem, |it, (origin, label)| it.related(origin, label))
    }

    /// An error that the engine gives only in print.
    pub(super) fn printed(&self, error: &Printed<'_>) -> Diagnostic {
        let text = self.text(error.template);
        // The engine counts in what it was given.
        let given = match error.template.split_once('#') {
            Some((_, "when")) => format!("{{% if {text} %}}"),
            Some(_) => text.to_owned(),
            None => without_own_lines(text),
        };
        self.located(error.template, error.message, &error.range(&given))
    }

    /// An error of the engine that comes alone.
    pub(super) fn explain(&self, error: &Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.located(report.filename(), report.message(), &report.span().range)
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let chain: Vec<&String> = [tpl].into_iter().chain(inheritance_chain).collect();
                self.circle("extends", &chain)
            }
            ErrorKind::CircularInclude { include_chain, .. } => {
                self.circle("include", &include_chain.iter().collect::<Vec<_>>())
            }
            ErrorKind::MissingParent { current, parent } => {
                let problem = self.about(current).no_template(parent);
                self.naming(current, "extends", parent).into_iter().fold(problem, Diagnostic::at)
            }
            _ => explained(error.to_string().lines().next().unwrap_or_default(), &self.about("")),
        }
    }

    /// Templates that lead from one to the next and back.
    fn circle(&self, word: &str, chain: &[&String]) -> Diagnostic {
        let last = chain.last().copied();
        let start = chain.iter().position(|it| Some(*it) == last).unwrap_or(0);
        let mut places =
            chain[start..].windows(2).filter_map(|it| Some((it[1], self.naming(it[0], word, it[1])?)));
        let verb = if word == "include" { "includes" } else { word };
        let problem = Diagnostic::error(format!("the template {verb} itself"));
        let of = if chain[start..].len() > 2 { " in one of them" } else { "" };
        let problem = problem.hint(format!("take out `{{% {word} ... %}}`{of}"));
        let problem = places.next().into_iter().fold(problem, |problem, (to, place)| {
            problem.at(place).label(if Some(to) == last { "" } else { "leads to" })
        });
        places.fold(problem, |problem, (to, place)| {
            problem.related(place, if Some(to) == last { "leads back" } else { "leads to" })
        })
    }

    /// Where a tag of a text names another template.
    fn naming(&self, name: &str, word: &str, other: &str) -> Option<Origin> {
        let all = pieces(self.text(name)).0;
        let names = |it: &str| it == other || self.called(it) == Some(other);
        let mut rests = all.iter().filter(|it| it.word() == word).map(super::pieces::Piece::rest);
        let (at, text) = rests.find(|it| names(unquoted(it.1)))?;
        self.place(name, &(at..at + text.len()))
    }

    fn about<'a>(&'a self, template: &'a str) -> About<'a> {
        About { template, text: "", before: "", origins: self }
    }
}

/// A text without its quotes.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`'])
}
