//! What a template sees of the people who wrote commits: names, and addresses only where git wants them.

use super::text::Foreign;
use crate::history::{Commit, Person};
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Most people that one list shows.
const MOST_SHOWN: usize = 20;

/// Who wrote commits, as many as a reader takes in.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct AuthorsView {
    /// Most commits first; at most 20.
    pub shown: Vec<AuthorView>,
    /// How many are not shown.
    pub more: usize,
}

/// Whom commits name beside their authors, as many as a reader takes in.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct CoAuthorsView {
    /// People before programs, oldest commit first; at most 20.
    pub shown: Vec<CoAuthorView>,
    /// How many are not shown.
    pub more: usize,
}

/// Somebody who wrote commits.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct AuthorView {
    /// Who.
    pub name: Foreign,
    /// How many.
    pub commits: usize,
}

/// Somebody whom commits name beside their author.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CoAuthorView {
    /// Who.
    pub name: Foreign,
    /// Whether the name or the address says that it is a program.
    pub program: bool,
}

impl AuthorsView {
    pub(super) fn of(commits: &[&Commit]) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for commit in commits {
            *counts.entry(&commit.author.name).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|it| (Reverse(it.1), it.0));
        let view =
            |(name, commits): &(&str, usize)| AuthorView { name: Foreign::new(name), commits: *commits };
        let shown: Vec<AuthorView> = counts.iter().take(MOST_SHOWN).map(view).collect();
        Self { more: counts.len() - shown.len(), shown }
    }
}

impl CoAuthorsView {
    pub(super) fn of(commits: &[&Commit]) -> Self {
        let named = named_beside(commits);
        let view = |it: &&Person| CoAuthorView { name: Foreign::new(it.shown()), program: it.is_program() };
        let shown: Vec<CoAuthorView> = named.iter().take(MOST_SHOWN).map(view).collect();
        Self { more: named.len() - shown.len(), shown }
    }
}

/// The same people as a trailer names them, with their addresses.
pub(super) fn credited(commits: &[&Commit]) -> Vec<Foreign> {
    let people = named_beside(commits).into_iter();
    people.map(|it| Foreign::new(&format!("{} <{}>", it.name, it.email))).collect()
}

fn named_beside<'c>(commits: &[&'c Commit]) -> Vec<&'c Person> {
    let mut known: Vec<&Person> = Vec::new();
    for person in commits.iter().rev().flat_map(|it| &it.co_authors) {
        if !known.iter().any(|it| it.is_same(person)) {
            known.push(person);
        }
    }
    known.sort_by_key(|it| it.is_program());
    known
}
