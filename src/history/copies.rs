//! Commits that are on both sides of a range: picked or rebased, with another id and the same change.

use super::changes::Comparer;
use super::object::Object;
use super::oid::Oid;
use super::store::Kind;
use std::collections::{HashMap, HashSet};

/// Who wrote a change and when, which picking and rebasing keep.
type Origin = (i64, Vec<u8>);

/// Commits by who wrote their change and when.
#[derive(Default)]
pub(super) struct Written(HashMap<Origin, Vec<Oid>>);

impl Written {
    pub(super) fn add(&mut self, comparer: &Comparer<'_>, commits: impl IntoIterator<Item = Oid>) {
        for id in commits {
            if let Some((origin, _)) = origin(comparer, id) {
                self.0.entry(origin).or_default().push(id);
            }
        }
    }

    /// Those of some commits whose change one of these makes too.
    pub(super) fn copied(&self, comparer: &Comparer<'_>, commits: &HashSet<Oid>) -> Vec<Oid> {
        let has_copy = |id: &&Oid| {
            let alike = origin(comparer, **id).and_then(|it| self.0.get(&it.0));
            alike.is_some_and(|it| it.iter().any(|other| is_same_change(comparer, **id, *other)))
        };
        if self.0.is_empty() { Vec::new() } else { commits.iter().filter(has_copy).copied().collect() }
    }
}

/// Those of some commits whose change one of the others makes too.
pub(super) fn copied(comparer: &Comparer<'_>, own: &HashSet<Oid>, others: &HashSet<Oid>) -> Vec<Oid> {
    let mut written = Written::default();
    written.add(comparer, others.iter().copied());
    written.copied(comparer, own)
}

/// With the parent, if there is one; a merge has no origin.
fn origin(comparer: &Comparer<'_>, id: Oid) -> Option<(Origin, Option<Oid>)> {
    let data = comparer.repository().read(id, Kind::Commit).ok()?;
    let object = Object::parse(&data);
    let origin = (object.authored(), object.author_name().to_vec());
    (object.parents.len() < 2).then(|| (origin, object.parents.first().copied()))
}

fn is_same_change(comparer: &Comparer<'_>, one: Oid, other: Oid) -> bool {
    let ends = |id: Oid| origin(comparer, id).map(|it| (it.1, id));
    let ends = ends(one).zip(ends(other));
    ends.is_some_and(|(one, other)| comparer.is_same_change(one, other).unwrap_or(false))
}
