//! What a template sees of commits as a reviewer reads them: each change once, by type and by area.

use super::area::Areas;
use super::text::Foreign;
use super::work::{KINDS, kind_of, shortened};
use crate::history::{Commit, RepositoryHistory, Window};
use crate::templates::Words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The changes of one repository.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ListingView {
    /// Id of the repository.
    pub repository: String,
    /// How the pull request is named across repositories, where it is another one: `api#12`.
    pub pull_request: Option<Foreign>,
    /// What stands before the id of each commit: `api@`, or nothing.
    pub mark: String,
    /// By type where most commits have one, and otherwise by area.
    pub groups: Vec<ListedGroup>,
    /// How many commits were folded into the one that they mend: `fixup!` and the like.
    pub folded: usize,
    /// How many commits take each other back.
    pub taken_back: usize,
    /// Files of the net changes.
    pub files: usize,
}

/// Changes of one type, or of one area.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct ListedGroup {
    /// `feat`, `fix` and so on; absent for an area.
    pub kind: Option<&'static str>,
    /// A folder, or what subjects begin with where most say it (`setup: ...`); absent for a type, and for what
    /// belongs to no one place.
    pub area: Option<Foreign>,
    /// Its changes by scope or folder; one part without a name where that would say nothing.
    pub parts: Vec<ListedPart>,
    /// How many changes are not shown, since the list is long.
    pub more: usize,
}

/// Changes of one type in one place.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ListedPart {
    /// A conventional scope or a folder.
    pub area: Option<Foreign>,
    /// Oldest first.
    pub entries: Vec<ListedView>,
}

/// One change.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ListedView {
    /// The subject without type and scope.
    pub text: Foreign,
    /// Full object ids of the commits that say so, at least one.
    pub commits: Vec<String>,
    /// Whether it breaks something.
    pub breaking: bool,
}

/// Most changes that one group shows.
const MOST: usize = 20;

/// With fewer changes than this without a scope, their folders say nothing that the list does not.
const FEW: usize = 6;

/// The commits that count as changes of their own, oldest first.
pub(super) struct Told<'a> {
    pub(super) changes: Vec<Change<'a>>,
    folded: usize,
    taken_back: usize,
}

/// A change with the commits that say so.
pub(super) struct Change<'a> {
    pub(super) commit: &'a Commit,
    /// The same change again, and what mends it.
    others: Vec<&'a Commit>,
}

impl<'a> Told<'a> {
    /// Leaves out merges, what was taken back, and folds what mends or repeats another commit.
    pub(super) fn of(commits: &[&'a Commit]) -> Self {
        let taken_back = taken_back(commits);
        let mut told = Self { changes: Vec::new(), folded: 0, taken_back: taken_back.len() };
        let plain = commits.iter().rev().filter(|it| it.parents.len() < 2);
        // By subject, the last change that has it.
        let mut places: HashMap<&str, usize> = HashMap::new();
        for commit in plain.filter(|it| !taken_back.contains(it.id.as_str())) {
            let subject = commit.message.subject.as_str();
            let target = mended(subject);
            if let Some(place) = places.get(target.unwrap_or(subject)) {
                told.folded += usize::from(target.is_some());
                told.changes[*place].others.push(commit);
            } else {
                places.insert(subject, told.changes.len());
                told.changes.push(Change { commit, others: Vec::new() });
            }
        }
        told
    }

    /// Whether most of them have a conventional type.
    pub(super) fn is_typed(&self) -> bool {
        let typed = self.changes.iter().filter(|it| it.commit.message.kind.is_some()).count();
        typed > 0 && typed * 2 >= self.changes.len()
    }

    /// The changes as they are listed.
    pub(super) fn listing(
        &self,
        (repository, window): (&RepositoryHistory, &Window),
        words: &Words,
    ) -> ListingView {
        let areas = Areas::of(&self.changes.iter().map(|it| it.commit).collect::<Vec<_>>());
        let groups = if self.is_typed() { self.by_type(&areas, words) } else { self.by_area(&areas, words) };
        ListingView {
            repository: repository.id.clone(),
            pull_request: None,
            mark: String::new(),
            groups,
            folded: self.folded,
            taken_back: self.taken_back,
            files: window.net.len(),
        }
    }

    fn by_type(&self, areas: &Areas, words: &Words) -> Vec<ListedGroup> {
        let group = |kind: &'static str| {
            let own: Vec<&Change<'_>> = self.changes.iter().filter(|it| kind_of(it.commit) == kind).collect();
            let unscoped = own.iter().filter(|it| it.commit.message.scope.is_none()).count();
            let place = |it: &Change<'_>| {
                let area = || areas.area(it.commit).filter(|_| unscoped >= FEW);
                it.commit.message.scope.clone().or_else(area)
            };
            ListedGroup {
                kind: Some(kind),
                area: None,
                more: own.len().saturating_sub(MOST),
                parts: parts(&own, place, words),
            }
        };
        KINDS.iter().map(|it| group(it)).filter(|it| !it.parts.is_empty()).collect()
    }

    fn by_area(&self, areas: &Areas, words: &Words) -> Vec<ListedGroup> {
        let prefixed = self.changes.iter().filter(|it| prefix(&it.commit.message.subject).is_some()).count();
        let area = |it: &Change<'_>| {
            let stated = prefix(&it.commit.message.subject).map(str::to_owned);
            if prefixed * 2 > self.changes.len() { stated } else { areas.area(it.commit) }
        };
        let mut places: HashMap<Option<String>, usize> = HashMap::new();
        let mut groups: Vec<(Option<String>, Vec<&Change<'_>>)> = Vec::new();
        for change in &self.changes {
            let name = area(change);
            let place = *places.entry(name.clone()).or_insert(groups.len());
            if place == groups.len() {
                groups.push((name, Vec::new()));
            }
            groups[place].1.push(change);
        }
        // What belongs to no one place comes last.
        groups.sort_by_key(|it| it.0.is_none());
        let group = |(name, own): (Option<String>, Vec<&Change<'_>>)| ListedGroup {
            kind: None,
            area: name.as_deref().map(Foreign::new),
            more: own.len().saturating_sub(MOST),
            parts: parts(&own, |_| None, words),
        };
        groups.into_iter().map(group).collect()
    }
}

/// What a subject such as `setup: read it later` says that it is about.
fn prefix(subject: &str) -> Option<&str> {
    let (prefix, _) = subject.split_once(": ")?;
    let is_name = |it: char| it.is_ascii_alphanumeric() || "/._-".contains(it);
    (prefix.len() <= 40 && prefix.chars().all(is_name) && !prefix.is_empty()).then_some(prefix)
}

/// The first changes of a group, by place.
fn parts(
    changes: &[&Change<'_>],
    place: impl Fn(&Change<'_>) -> Option<String>,
    words: &Words,
) -> Vec<ListedPart> {
    let mut parts: Vec<ListedPart> = Vec::new();
    for change in changes.iter().take(MOST) {
        let area = place(change).as_deref().map(Foreign::new);
        let entry = ListedView::of(change, words);
        match parts.iter_mut().find(|it| it.area == area) {
            Some(part) => part.entries.push(entry),
            None => parts.push(ListedPart { area, entries: vec![entry] }),
        }
    }
    parts
}

impl ListedView {
    fn of(change: &Change<'_>, words: &Words) -> Self {
        let message = &change.commit.message;
        let text = message.description.as_deref().unwrap_or(&message.subject);
        let text = mended(text).unwrap_or(text);
        let all = std::iter::once(&change.commit).chain(&change.others);
        Self {
            text: Foreign::new(&shortened(text, words.word("no_message").unwrap_or_default())),
            commits: all.clone().map(|it| it.id.clone()).collect(),
            breaking: all.clone().any(|it| it.message.breaking.is_some()),
        }
    }
}

/// The subject that a commit is to be folded into; `None` if it stands for itself.
fn mended(subject: &str) -> Option<&str> {
    let mut rest = subject;
    while let Some(inner) = ["fixup! ", "squash! ", "amend! "].iter().find_map(|it| rest.strip_prefix(it)) {
        rest = inner;
    }
    (rest.len() < subject.len()).then_some(rest)
}

/// Commits of these that one of these takes back, with those that do.
fn taken_back<'a>(commits: &[&'a Commit]) -> HashSet<&'a str> {
    let mut ids: Vec<&str> = commits.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    let mut gone: HashSet<&str> = HashSet::new();
    // Newest first: a revert that was itself taken back takes nothing back.
    for commit in commits {
        if gone.contains(commit.id.as_str()) {
            continue;
        }
        for prefix in commit.message.reverted() {
            let target = ids.get(ids.partition_point(|it| *it < prefix.as_str())).copied();
            let target = target.filter(|it| it.starts_with(prefix.as_str()));
            gone.extend(target.into_iter().flat_map(|it| [it, commit.id.as_str()]));
        }
    }
    gone
}
