//! The commits seen so far, with their parents and times: each is read from the repository once.

use super::lines::lines;
use super::object::Object;
use super::oid::Oid;
use super::store::{Kind, Repository};
use super::{Message, Person};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// What walks need to know of commits.
pub(super) struct Graph<'r> {
    repository: &'r Repository,
    /// Commits whose parents were cut off when the repository was cloned.
    shallow: HashSet<Oid>,
    /// Parents that somebody put in the place of a commit's own.
    grafts: HashMap<Oid, Vec<Oid>>,
    nodes: HashMap<Oid, Node>,
    noted: HashSet<Oid>,
    missing: HashSet<Oid>,
    /// How many of the commits that were wanted have a date that no calendar prints.
    undated: usize,
}

/// One commit that was seen.
pub(super) struct Node {
    /// Those that exist in this repository.
    pub(super) parents: Vec<Oid>,
    /// Committer's seconds since the epoch.
    pub(super) time: i64,
    /// `None` if the object is damaged.
    pub(super) tree: Option<Oid>,
}

impl<'r> Graph<'r> {
    pub(super) fn new(repository: &'r Repository) -> Self {
        Self {
            repository,
            shallow: shallow_commits(repository),
            grafts: grafts(repository),
            nodes: HashMap::new(),
            noted: HashSet::new(),
            missing: HashSet::new(),
            undated: 0,
        }
    }

    /// The commit; `None` if the repository lacks it or cannot read it.
    pub(super) fn node(&mut self, id: Oid) -> Option<&Node> {
        if !self.nodes.contains_key(&id) {
            let Ok(data) = self.repository.read(id, Kind::Commit) else {
                self.missing.insert(id);
                return None;
            };
            let object = Object::parse(&data);
            if is_noteworthy(object.message) {
                self.noted.insert(id);
            }
            let (time, tree) = (object.time(), object.tree);
            let parents = match self.grafts.get(&id) {
                _ if self.shallow.contains(&id) => Vec::new(),
                Some(grafted) => grafted.clone(),
                None => object.parents,
            };
            self.nodes.insert(id, Node { parents, time, tree });
        }
        self.nodes.get(&id)
    }

    pub(super) fn time(&mut self, id: Oid) -> i64 {
        self.node(id).map_or(0, |it| it.time)
    }

    pub(super) fn tree(&mut self, id: Oid) -> Option<Oid> {
        self.node(id).and_then(|it| it.tree)
    }

    pub(super) fn parents(&mut self, id: Oid) -> Vec<Oid> {
        self.node(id).map(|it| it.parents.clone()).unwrap_or_default()
    }

    /// The whole object again, for a commit that is wanted.
    pub(super) fn commit(&mut self, id: Oid) -> Option<super::Commit> {
        let data = self.repository.read(id, Kind::Commit).ok()?;
        let object = Object::parse(&data);
        self.undated += usize::from(!object.is_dated());
        Some(object.commit(id))
    }

    /// The commits seen whose messages may hold records, or take back a commit that does.
    pub(super) fn noted(&self) -> &HashSet<Oid> {
        &self.noted
    }

    /// Who wrote a commit, as it says itself.
    pub(super) fn author(&self, id: Oid) -> Option<Person> {
        Some(Object::parse(&self.repository.read(id, Kind::Commit).ok()?).author())
    }

    /// The message of a commit.
    pub(super) fn message(&self, id: Oid) -> Option<Message> {
        Some(Object::parse(&self.repository.read(id, Kind::Commit).ok()?).message())
    }

    /// Whether the parents of a commit were cut off, so that what it changed is not known.
    pub(super) fn is_cut_off(&self, id: Oid) -> bool {
        self.shallow.contains(&id)
    }

    /// Whether any commit has other parents than it was made with.
    pub(super) fn has_grafts(&self) -> bool {
        !self.grafts.is_empty()
    }

    /// How many of the commits seen have other parents than they were made with.
    pub(super) fn grafted(&self) -> usize {
        self.grafts.keys().filter(|it| self.nodes.contains_key(it)).count()
    }

    /// Whether the clone was made without all of the history.
    pub(super) fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// How many of the commits that were wanted have a date that no calendar prints.
    pub(super) fn undated(&self) -> usize {
        self.undated
    }

    /// How many commits were named as parents, but could not be read.
    pub(super) fn missing(&self) -> usize {
        self.missing.len()
    }

    /// The place of every commit seen in one order: children first, then by time, then by id.
    pub(super) fn order(&self) -> HashMap<Oid, usize> {
        let mut children: HashMap<Oid, usize> = HashMap::with_capacity(self.nodes.len());
        for parent in self.nodes.values().flat_map(|it| &it.parents) {
            *children.entry(*parent).or_default() += 1;
        }
        let key = |id: &Oid| self.nodes.get(id).map(|it| (it.time, Reverse(*id)));
        let tips = self.nodes.keys().filter(|it| !children.contains_key(it));
        let mut ready: BinaryHeap<_> = tips.filter_map(key).collect();
        let mut order = HashMap::with_capacity(self.nodes.len());
        while let Some((_, Reverse(id))) = ready.pop() {
            order.insert(id, order.len());
            for parent in self.nodes.get(&id).into_iter().flat_map(|it| &it.parents) {
                let waiting = children.entry(*parent).or_default();
                *waiting = waiting.saturating_sub(1);
                if *waiting == 0 {
                    ready.extend(key(parent));
                }
            }
        }
        order
    }
}

/// A cheap test that lets through every message that matters, and a few that do not.
fn is_noteworthy(message: &[u8]) -> bool {
    let starts =
        |line: &[u8], word: &[u8]| line.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
    lines(message).any(|line| {
        let line = line.trim_ascii_start();
        starts(line, b"Plan-") || starts(line, b"This reverts commit ") || starts(line, b"Reverts ")
    })
}

/// Lines of a commit and its parents, as `git` still reads them.
fn grafts(repository: &Repository) -> HashMap<Oid, Vec<Oid>> {
    let list = std::fs::read_to_string(repository.common_folder().join("info/grafts")).unwrap_or_default();
    let lines = list.lines().filter(|it| !it.starts_with('#'));
    let ids = lines.map(|it| it.split_ascii_whitespace().filter_map(Oid::from_str));
    ids.filter_map(|mut ids| Some((ids.next()?, ids.collect()))).collect()
}

fn shallow_commits(repository: &Repository) -> HashSet<Oid> {
    let list = std::fs::read_to_string(repository.common_folder().join("shallow")).unwrap_or_default();
    list.lines().filter_map(|it| Oid::from_str(it.trim())).collect()
}
