//! What a template sees of the people who wrote commits: names, and addresses only where git wants them.

use super::text::Foreign;
use crate::history::{Commit, Person};
use schemars::JsonSchema;
use serde::Serialize;

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

/// Who wrote commits, most commits first.
pub(super) fn authors(commits: &[&Commit]) -> Vec<AuthorView> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for commit in commits {
        match counts.iter_mut().find(|it| it.0 == commit.author.name) {
            Some(count) => count.1 += 1,
            None => counts.push((&commit.author.name, 1)),
        }
    }
    counts.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    counts.into_iter().map(|(name, commits)| AuthorView { name: Foreign::new(name), commits }).collect()
}

/// Whom commits name beside their authors: each once, people before programs, oldest commit first.
pub(super) fn co_authors(commits: &[&Commit]) -> Vec<CoAuthorView> {
    let view = |it: &Person| CoAuthorView { name: Foreign::new(it.shown()), program: it.is_program() };
    named_beside(commits).into_iter().map(view).collect()
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
