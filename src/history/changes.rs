//! What became of files between two trees, number for number as git counts it.

use super::held::Held;
use super::lines::{self, Changed};
use super::object::Object;
use super::oid::Oid;
use super::renames::{self, File};
use super::store::{Error, Fault, Kind, Repository};
use super::tree::{Difference, Entry, Trees};
use super::{Change, ChangeKind, Special, TestRule};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What two trees differ in.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// By path.
    pub(super) changes: Vec<Change>,
    /// Files whose lines are not counted because the clone does not have what they hold.
    pub(super) absent: usize,
    /// Whether these changes depend on anything else than the two trees, as on attributes.
    pub(super) by_more: bool,
}

/// Compares trees of one repository.
///
/// A user's configuration, external programs and text conversions play no part.
pub(super) struct Comparer<'r> {
    repository: &'r Repository,
    held: Held,
    /// By path, whether its attributes make it text or binary.
    texts: RefCell<HashMap<Vec<u8>, Option<bool>>>,
}

/// By path, the lines that differ and those around them.
type Patch = Vec<(Vec<u8>, Vec<u8>)>;

/// What a file held before and after.
type Contents = (Rc<Vec<u8>>, Rc<Vec<u8>>);

/// A file before and after, under both of its names.
struct Pair<'d> {
    old: Option<(&'d [u8], Entry)>,
    new: Option<(&'d [u8], Entry)>,
}

impl<'r> Comparer<'r> {
    pub(super) fn new(repository: &'r Repository) -> Self {
        Self { repository, held: Held::new(), texts: RefCell::default() }
    }

    pub(super) fn repository(&self) -> &'r Repository {
        self.repository
    }

    pub(super) fn trees(&self) -> Trees<'_> {
        Trees { repository: self.repository, held: &self.held }
    }

    /// The tree of a commit.
    pub(super) fn tree(&self, commit: Oid) -> Result<Oid, Error> {
        let data = self.repository.read(commit, Kind::Commit)?;
        Object::parse(&data).tree.ok_or_else(|| Error::damaged(commit))
    }

    /// The changes from one commit's tree to another's, with the tests that they add; `None` stands for the
    /// empty tree.
    pub(super) fn between(
        &self,
        (old, new): (Option<Oid>, Option<Oid>),
        rules: &[TestRule],
    ) -> Result<Comparison, Error> {
        let tree = |it: Option<Oid>| it.map(|it| self.tree(it)).transpose();
        self.compare((tree(old)?, tree(new)?), Some(rules))
    }

    /// The paths of what differs between two trees; a file that was moved has two.
    pub(super) fn paths(&self, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<String>, Error> {
        let differences = self.trees().differences(old, new)?;
        Ok(differences.iter().map(|it| String::from_utf8_lossy(&it.path).into_owned()).collect())
    }

    /// The changes from one tree to another, with the tests that they add if there are rules; `None` stands for
    /// the empty tree.
    pub(super) fn compare(
        &self,
        (old, new): (Option<Oid>, Option<Oid>),
        rules: Option<&[TestRule]>,
    ) -> Result<Comparison, Error> {
        let differences = self.trees().differences(old, new)?;
        let moved = self.moved(&differences);
        let sources: HashSet<usize> = moved.values().copied().collect();
        let mut comparison = Comparison::default();
        let mut pairs: Vec<Pair<'_>> = differences
            .iter()
            .enumerate()
            .filter(|(index, _)| !sources.contains(index))
            .map(|(index, it)| Pair::of(it, moved.get(&index).map(|source| &differences[*source])))
            .collect();
        pairs.sort_by(|one, other| one.path().cmp(other.path()));
        comparison.changes.reserve_exact(pairs.len());
        for pair in pairs {
            let (change, is_absent) = self.change(&pair, rules)?;
            comparison.absent += usize::from(is_absent);
            comparison.by_more |= is_absent || !self.is_plain(&change);
            comparison.changes.push(change);
        }
        Ok(comparison)
    }

    /// What a commit changes, without renames and white space: by path, the lines around and in it.
    pub(super) fn patch(&self, old: Option<Oid>, new: Oid) -> Result<Patch, Error> {
        let old = old.map(|it| self.tree(it)).transpose()?;
        let differences = self.trees().differences(old, Some(self.tree(new)?))?;
        let patch = |it: &Difference| {
            let pair = Pair::of(it, None);
            let (old, new) = (self.content(pair.old)?, self.content(pair.new)?);
            Ok((it.path.clone(), lines::patch(&old, &new)?))
        };
        differences.iter().map(patch).collect()
    }

    /// Whether nothing but content decides on the lines of a change.
    pub(super) fn is_plain(&self, change: &Change) -> bool {
        let mut paths = change.from.iter().chain([&change.path]);
        paths.all(|it| !it.contains('\u{fffd}') && self.is_text(it.as_bytes()).is_none())
    }

    /// For the index of each created file that was moved, the index of the deleted one.
    fn moved(&self, differences: &[Difference]) -> HashMap<usize, usize> {
        let of = |side: fn(&Difference) -> Option<Entry>| {
            let mut found: Vec<(usize, File<'_>)> = differences
                .iter()
                .enumerate()
                .filter(|(_, it)| it.old.is_none() || it.new.is_none())
                .filter_map(|(index, it)| Some((index, file(&it.path, side(it)?))))
                .collect();
            found.sort_by(|one, other| one.1.path.cmp(other.1.path));
            found.into_iter().unzip::<usize, File<'_>, Vec<_>, Vec<_>>()
        };
        let (new, created) = of(|it| it.new);
        let (old, deleted) = of(|it| it.old);
        if created.is_empty() || deleted.is_empty() {
            return HashMap::new();
        }
        let content = |it: &File<'_>| self.held.read(self.repository, it.id, Kind::Blob).ok();
        let pairs = renames::pair(&created, &deleted, content);
        pairs.into_iter().zip(new).filter_map(|(source, index)| Some((index, old[source?]))).collect()
    }

    /// One change, and whether its contents are absent.
    fn change(&self, pair: &Pair<'_>, rules: Option<&[TestRule]>) -> Result<(Change, bool), Error> {
        let (contents, is_absent) = match self.contents(pair) {
            Ok(contents) => (Some(contents), false),
            // A partial clone has the names, but not the contents.
            Err(error) if error.fault == Fault::NotFound => (None, true),
            Err(error) => return Err(error),
        };
        let text = |path: &[u8]| String::from_utf8_lossy(path).into_owned();
        let kind = pair.kind();
        let from = pair.old.filter(|_| kind == ChangeKind::Renamed).map(|it| text(it.0));
        let (path, special) = (text(pair.path()), pair.special());
        let mut change = Change { kind, path, from, lines: None, tests: None, special };
        let contents = contents.as_ref().filter(|it| !self.is_binary(pair, it));
        if let Some((old, new)) = contents {
            let changed = if Rc::ptr_eq(old, new) { Changed::default() } else { lines::changed(old, new)? };
            change.lines = Some(changed.lines());
            change.tests = rules.and_then(|rules| {
                let side = |side: Option<(_, Entry)>, it| {
                    side.filter(|it| it.1.is_regular()).map_or(&[][..], |_| it)
                };
                change.tests((side(pair.old, old), side(pair.new, new)), &changed, rules)
            });
        }
        Ok((change, is_absent))
    }

    fn contents(&self, pair: &Pair<'_>) -> Result<Contents, Error> {
        let is_same = pair.old.zip(pair.new).is_some_and(|(old, new)| old.1.id == new.1.id);
        let old = self.content(pair.old)?;
        let new = if is_same { Rc::clone(&old) } else { self.content(pair.new)? };
        Ok((old, new))
    }

    /// What git compares: a file's content, a link's target, a submodule's commit.
    fn content(&self, side: Option<(&[u8], Entry)>) -> Result<Rc<Vec<u8>>, Error> {
        match side {
            None => Ok(Rc::default()),
            Some((_, it)) if it.is_submodule() => {
                Ok(format!("Subproject commit {}\n", it.id).into_bytes().into())
            }
            Some((_, it)) => self.held.read(self.repository, it.id, Kind::Blob),
        }
    }

    /// Whether git counts no lines on one of its sides: attributes say so, or content.
    fn is_binary(&self, pair: &Pair<'_>, (old, new): &Contents) -> bool {
        let is_binary = |side: Option<(&[u8], Entry)>, content: &[u8]| {
            let Some((path, entry)) = side else { return false };
            let said = if entry.is_regular() { self.is_text(path) } else { None };
            said.map_or_else(|| lines::is_binary(content), |is_text| !is_text)
        };
        is_binary(pair.old, old) || is_binary(pair.new, new)
    }

    fn is_text(&self, path: &[u8]) -> Option<bool> {
        if let Some(known) = self.texts.borrow().get(path) {
            return *known;
        }
        let found = self.repository.is_text(path);
        self.texts.borrow_mut().insert(path.to_vec(), found);
        found
    }
}

impl<'d> Pair<'d> {
    /// A difference; with a second one, from which it was moved.
    fn of(difference: &'d Difference, source: Option<&'d Difference>) -> Self {
        let side = |it: &'d Difference, entry: Option<Entry>| entry.map(|entry| (it.path.as_slice(), entry));
        let before = source.unwrap_or(difference);
        Self { old: side(before, before.old), new: side(difference, difference.new) }
    }

    fn path(&self) -> &'d [u8] {
        self.new.or(self.old).map_or(b"", |it| it.0)
    }

    fn kind(&self) -> ChangeKind {
        match (self.old, self.new) {
            (None, _) => ChangeKind::Created,
            (_, None) => ChangeKind::Deleted,
            (Some((from, _)), Some((to, _))) if from != to => ChangeKind::Renamed,
            (Some((_, old)), Some((_, new))) if old.is_like(new) => ChangeKind::Modified,
            _ => ChangeKind::Typechange,
        }
    }

    /// What else became of it than its lines.
    fn special(&self) -> Option<Special> {
        let submodule =
            |it: Option<(_, Entry)>| it.filter(|it| it.1.is_submodule()).map(|it| it.1.id.to_string());
        let (from, to) = (submodule(self.old), submodule(self.new));
        if from.is_some() || to.is_some() {
            return Some(Special::Submodule { from, to });
        }
        let mode = |it: Option<(_, Entry)>| it.and_then(|it| it.1.permissions()).map(str::to_owned);
        let (from, to) = (mode(self.old)?, mode(self.new)?);
        (from != to).then_some(Special::Mode { from, to })
    }
}

fn file(path: &[u8], entry: Entry) -> File<'_> {
    let is_regular = entry.is_regular();
    File { path, id: entry.id, is_regular, mode: entry.mode }
}
