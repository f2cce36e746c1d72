//! Commits that are on both sides of a range: picked or rebased, with another id and the same change.

use super::changes::Comparer;
use super::object::Object;
use super::oid::Oid;
use super::store::{Error, Kind};
use std::collections::{HashMap, HashSet};

/// Who wrote a change and when, which picking and rebasing keep.
type Origin = (i64, Vec<u8>);

/// Those of some commits whose change one of the others makes too.
pub(super) fn copied(comparer: &Comparer<'_>, own: &HashSet<Oid>, others: &HashSet<Oid>) -> Vec<Oid> {
    let mut written: HashMap<Origin, Vec<Oid>> = HashMap::new();
    for id in others {
        if let Some((origin, _)) = origin(comparer, *id) {
            written.entry(origin).or_default().push(*id);
        }
    }
    let has_copy = |id: &&Oid| {
        let alike = origin(comparer, **id).and_then(|it| written.get(&it.0));
        alike.is_some_and(|it| it.iter().any(|other| is_same_change(comparer, **id, *other)))
    };
    if written.is_empty() { Vec::new() } else { own.iter().filter(has_copy).copied().collect() }
}

/// With the parent, if there is one; a merge has no origin.
fn origin(comparer: &Comparer<'_>, id: Oid) -> Option<(Origin, Option<Oid>)> {
    let data = comparer.repository().read(id, Kind::Commit).ok()?;
    let object = Object::parse(&data);
    let origin = (object.authored(), object.author_name().to_vec());
    (object.parents.len() < 2).then(|| (origin, object.parents.first().copied()))
}

fn is_same_change(comparer: &Comparer<'_>, one: Oid, other: Oid) -> bool {
    let patch = |id: Oid| -> Option<Result<_, Error>> {
        let (_, parent) = origin(comparer, id)?;
        Some(comparer.patch(parent, id))
    };
    matches!((patch(one), patch(other)), (Some(Ok(one)), Some(Ok(other))) if one == other)
}
