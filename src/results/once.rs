//! Which statements of a repository count: each change once, and none that was taken back.

use super::squash::{self, Block};
use super::statement::{self, Statement, without_number};
use crate::history::{Commit, Moment, RepositoryHistory};
use std::collections::{HashMap, HashSet};

/// The statements of some commits that count, oldest first.
pub(super) fn statements(
    repository: &RepositoryHistory,
    is_wanted: impl Fn(&Commit) -> bool,
) -> Vec<Statement<'_>> {
    let commits = repository.commits.iter().rev().filter(|it| is_wanted(it));
    let mut all: Vec<Statement<'_>> = commits.flat_map(statement::of).collect();
    let reverted = reverted(repository, &all);
    all.retain(|it| !reverted.contains(it.commit.id.as_str()));
    let index = Index::of(&all);
    let is_repeated = |(place, it): (usize, &Statement<'_>)| {
        !index.originals(it).is_empty() || index.picked_from(it).any(|other| other < place)
    };
    let repeated: Vec<bool> = all.iter().enumerate().map(is_repeated).collect();
    all.into_iter().zip(repeated).filter(|(_, repeated)| !repeated).map(|(it, _)| it).collect()
}

/// What some commits state and what still counts, oldest first.
pub fn stated(repository: &RepositoryHistory, commits: &[&Commit]) -> Vec<Block> {
    let ids: HashSet<&str> = commits.iter().map(|it| it.id.as_str()).collect();
    let own = statements(repository, |_| true).into_iter().filter(|it| ids.contains(it.commit.id.as_str()));
    squash::blocks(own)
}

/// Statements by what tells that two of them are one change.
struct Index<'s, 'a> {
    all: &'s [Statement<'a>],
    by_id: HashMap<&'a str, Vec<usize>>,
    by_title: HashMap<&'a str, Vec<usize>>,
    by_moment: HashMap<Moment, Vec<usize>>,
}

impl<'s, 'a> Index<'s, 'a> {
    fn of(all: &'s [Statement<'a>]) -> Self {
        let mut index =
            Self { all, by_id: HashMap::new(), by_title: HashMap::new(), by_moment: HashMap::new() };
        for (place, statement) in all.iter().enumerate() {
            let commit = statement.commit;
            index.by_id.entry(&commit.id).or_default().push(place);
            index.by_title.entry(without_number(&commit.message.subject)).or_default().push(place);
            index.by_moment.entry(commit.authored).or_default().push(place);
        }
        index
    }

    /// What a merged statement repeats.
    fn originals(&self, merged: &Statement<'_>) -> Vec<&'s Statement<'a>> {
        let of = |places: Option<&Vec<usize>>| {
            places.into_iter().flatten().map(|it| &self.all[*it]).collect::<Vec<_>>()
        };
        if let Some(source) = &merged.source {
            return of(self.by_id.get(source.as_str())).into_iter().filter(|it| merged.is_of(it)).collect();
        }
        squash::parts(merged, |title| {
            let titled = of(self.by_title.get(without_number(title)));
            titled.into_iter().filter(|it| merged.may_repeat(it)).collect()
        })
    }

    /// The places of the same change in other commits.
    fn picked_from<'i>(&'i self, picked: &'i Statement<'_>) -> impl Iterator<Item = usize> + 'i {
        let by_id = picked.commit.message.picked.iter().filter_map(|it| self.by_id.get(it.as_str()));
        let by_moment = self.by_moment.get(&picked.commit.authored);
        by_id.chain(by_moment).flatten().copied().filter(|it| picked.is_picked_from(&self.all[*it]))
    }
}

/// Commits that a later commit took back, unless that one was taken back itself; with those that they
/// had merged or squashed.
fn reverted<'a>(repository: &'a RepositoryHistory, all: &[Statement<'a>]) -> HashSet<&'a str> {
    let index = Index::of(all);
    let mut reverted: HashSet<&str> = HashSet::new();
    for (place, commit) in repository.commits.iter().enumerate() {
        if reverted.contains(commit.id.as_str()) {
            continue;
        }
        for target in targets(commit, &repository.commits, place) {
            let copies = index.by_id.get(target).into_iter().flatten().map(|it| &all[*it]);
            reverted.extend(copies.flat_map(|it| index.originals(it)).map(|it| it.commit.id.as_str()));
            reverted.insert(target);
        }
    }
    reverted
}

/// The ids of the commits that the commit at a place takes back.
fn targets<'a>(commit: &'a Commit, all: &'a [Commit], place: usize) -> Vec<&'a str> {
    let prefixes = commit.message.reverted();
    let number = commit.message.reverted_pull_request().filter(|_| prefixes.is_empty());
    if prefixes.is_empty() && number.is_none() {
        return Vec::new();
    }
    let named = |it: &&Commit| prefixes.iter().any(|prefix| it.id.starts_with(prefix.as_str()));
    let is_that = |it: &&Commit| number.is_some() && it.message.pull_request == number;
    let found = all.iter().filter(named).chain(all[place + 1..].iter().find(is_that));
    found.map(|it| it.id.as_str()).chain(commit.undoes.iter().map(String::as_str)).collect()
}
