//! Commit ids that people wrote down, and what a repository knows of them.

use super::changes::Comparer;
use super::graph::Graph;
use super::lengths::Length;
use super::oid::Oid;
use super::repository::skipped;
use super::store::{Fault, Kind, Repository};
use super::{Moment, walk};
use crate::diagnostics::Diagnostic;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Largest document that is searched, in bytes.
const LARGEST: usize = 1024 * 1024;

/// How many digits an id has at least, as git shortens it.
const SHORTEST: usize = 7;

/// A commit that somebody names, looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedCommit {
    /// The id as it was written, in full or its first digits.
    pub name: String,
    /// Full object id; `None` if the repository has no such commit.
    pub commit: Option<String>,
    /// Whether the head reaches it.
    pub reached: bool,
    /// When it was written; `None` if there is none.
    pub authored: Option<Moment>,
    /// When it was committed; `None` if there is none.
    pub committed: Option<Moment>,
}

/// A document at the head, with the commits that it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// Its path, with `/`.
    pub path: String,
    /// What it names, in the order of the text.
    pub mentions: Vec<Mention>,
    /// How long it is; `None` in facts of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
}

/// A commit id in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// The line; first is 1.
    pub line: usize,
    /// The repository, where it is written as `shop@1a2b3c4d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// The id as it is written.
    pub name: String,
    /// The date of the commit as the line says it, if it names one commit and one date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// The commit ids that a text names: in backticks alone, as `shop@1a2b3c4d`, or after the word `commit`.
pub fn mentions(text: &str) -> Vec<Mention> {
    text.lines().zip(1..).flat_map(|(text, line)| in_line(text, line)).collect()
}

fn in_line(text: &str, line: usize) -> Vec<Mention> {
    let found: Vec<(&str, &str)> = words(text)
        .filter(|it| is_id(&text[it.clone()]))
        .filter_map(|it| Some((claimed(&text[..it.start], &text[it.end..])?, &text[it])))
        .collect();
    // Most lines name no commit, and of those nothing else is asked.
    let date = match found.as_slice() {
        [_] => only(words(text).filter_map(|it| text[it].parse::<NaiveDate>().ok())),
        _ => None,
    };
    let mention = |(repository, name): (&str, &str)| Mention {
        line,
        repository: Some(repository.to_owned()).filter(|it| !it.is_empty()),
        name: name.to_owned(),
        date,
    };
    found.into_iter().map(mention).collect()
}

/// Where words of letters and digits, `_` and `-` stand.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-');
    let mut next = 0;
    let pieces = text.as_bytes().split(move |it| !is_part(*it)).map(move |it| {
        let start = next;
        next = start + it.len() + 1;
        start..start + it.len()
    });
    pieces.filter(|it| !it.is_empty())
}

/// The item, if there is one alone.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

/// Digits as git prints them; a short word of one sort only is rather a number, or a word.
fn is_id(word: &str) -> bool {
    if word.len() < SHORTEST || !word.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')) {
        return false;
    }
    let is_mixed =
        word.bytes().any(|it| it.is_ascii_digit()) && word.bytes().any(|it| it.is_ascii_lowercase());
    matches!(word.len(), 40 | 64) || is_mixed && word.len() < 40
}

/// The repository of a word that names a commit by what stands around it, empty if none is said; `None`
/// for any other word.
fn claimed<'t>(before: &'t str, after: &str) -> Option<&'t str> {
    if let Some(before) = before.strip_suffix('@') {
        let start = before.rfind(|it: char| !it.is_ascii_alphanumeric() && !matches!(it, '.' | '_' | '-'));
        let repository = &before[start.map_or(0, |it| it + 1)..];
        return (!repository.is_empty()).then_some(repository);
    }
    let in_backticks = before.ends_with('`') && after.starts_with('`');
    let said = before.trim_end_matches([' ', '`', '/', ':']);
    let ends_with = |word: &str| {
        let end = said.len().checked_sub(word.len()).and_then(|it| said.get(it..));
        end.is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    (in_backticks || ends_with("commit") || ends_with("commits")).then_some("")
}

/// Searches documents at the head; those that are not there are left out.
pub(super) fn documents(
    comparer: &Comparer<'_>,
    head: Oid,
    paths: &[String],
) -> (Vec<Naming>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        match text(comparer, head, path) {
            Ok(text) => {
                let naming = |text: String| Naming {
                    path: path.clone(),
                    mentions: mentions(&text),
                    length: Some(Length::of(&text)),
                };
                found.extend(text.map(naming));
            }
            Err(why) => {
                problems.push(skipped(format!("`{path}` in the head cannot be searched: {why}")));
            }
        }
    }
    (found, problems)
}

/// A text file in the tree of a commit; `None` if there is none. The error says why it cannot be read.
pub(super) fn text(comparer: &Comparer<'_>, head: Oid, path: &str) -> Result<Option<String>, String> {
    let repository = comparer.repository();
    let plain = path.trim_start_matches("./");
    let entry = comparer.tree(head).and_then(|it| comparer.trees().at(it, plain.as_bytes()));
    let Some(entry) = entry.map_err(|it| it.message)?.filter(|it| it.is_regular()) else { return Ok(None) };
    let (_, size) = repository.header(entry.id).map_err(|it| it.message)?;
    if size > LARGEST {
        return Err(format!("it is larger than {} KiB", LARGEST / 1024));
    }
    let data = repository.read(entry.id, Kind::Blob).map_err(|it| it.message)?;
    Ok(Some(String::from_utf8_lossy(&data).into_owned()))
}

/// Looks commits up, each name once and in order. What cannot be told is left out: where a clone is
/// shallow, and where several commits begin with the same digits.
pub(super) fn look_up<'n>(
    repository: &Repository,
    graph: &mut Graph<'_>,
    head: Option<Oid>,
    names: impl Iterator<Item = &'n str>,
) -> Vec<NamedCommit> {
    let names: BTreeSet<&str> = names.collect();
    let found: Vec<(&str, Option<Oid>)> = names
        .into_iter()
        .filter_map(|name| match repository.resolve(name) {
            Ok(id) => Some((name, Some(id))),
            Err(error) if error.fault == Fault::NotFound && !repository.is_shallow() => Some((name, None)),
            Err(_) => None,
        })
        .collect();
    let sought: HashSet<Oid> = found.iter().filter_map(|it| it.1).collect();
    let reached = head.map(|head| walk::reached(graph, head, sought)).unwrap_or_default();
    let told = |(name, id): (&str, Option<Oid>)| {
        let commit = id.and_then(|it| graph.commit(it));
        NamedCommit {
            name: name.to_owned(),
            reached: id.is_some_and(|it| reached.contains(&it)),
            authored: commit.as_ref().map(|it| it.authored),
            committed: commit.as_ref().map(|it| it.committed),
            commit: commit.map(|it| it.id),
        }
    };
    found.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        mentions(text).into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn ids_are_found_where_the_text_says_that_they_are_commits() {
        assert_eq!(names("see `1a2b3c4` and `shop@5d6e7f8a`"), ["1a2b3c4", "5d6e7f8a"]);
        assert_eq!(
            names("Commit 1a2b3c4, https://x/commit/5d6e7f8, commits: 9a8b7c6"),
            ["1a2b3c4", "5d6e7f8", "9a8b7c6"]
        );
        let full = "0123456789".repeat(4);
        assert_eq!(names(&format!("`{full}`")), [full]);
        assert_eq!(mentions("a\nshop.api@1a2b3c4d")[0].repository.as_deref(), Some("shop.api"));
    }

    #[test]
    fn other_words_are_no_commits() {
        for text in [
            "1a2b3c4",
            "`1a2b3c`",
            "`1234567`",
            "`defaced`",
            "`1A2B3C4`",
            "`550e8400-e29b-41d4-a716-446655440000`",
            "`cargo 1a2b3c4`",
            "@1a2b3c4",
            "sha256:1a2b3c4d",
        ] {
            assert!(names(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_date_belongs_to_the_only_commit_of_its_line() {
        let dates = |text: &str| mentions(text).into_iter().map(|it| it.date.is_some()).collect::<Vec<_>>();
        assert_eq!(dates("| 2026-03-09 | `1a2b3c4` |"), [true]);
        assert_eq!(dates("2026-03-09 to 2026-03-10: `1a2b3c4`"), [false]);
        assert_eq!(dates("2026-03-09: `1a2b3c4` `5d6e7f8`"), [false, false]);
        assert_eq!(dates("2026-13-09 `1a2b3c4`"), [false]);
        assert_eq!(mentions("x\ny\n`1a2b3c4`")[0].line, 3);
    }
}
