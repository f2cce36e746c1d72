//! Commits that are on both sides of a range: picked or rebased, with another id and the same change.

use git2::{Oid, Repository};
use std::collections::{HashMap, HashSet};

/// Who wrote a change and when, which picking and rebasing keep.
type Origin = (i64, Vec<u8>);

/// Those of some commits whose change one of the others makes too.
pub(super) fn copied(repository: &Repository, own: &HashSet<Oid>, others: &HashSet<Oid>) -> Vec<Oid> {
    let mut written: HashMap<Origin, Vec<Oid>> = HashMap::new();
    for id in others {
        if let Some(origin) = origin(repository, *id) {
            written.entry(origin).or_default().push(*id);
        }
    }
    let has_copy = |id: &&Oid| {
        let alike = origin(repository, **id).and_then(|it| written.get(&it));
        alike.is_some_and(|it| it.iter().any(|other| is_same_change(repository, **id, *other)))
    };
    own.iter().filter(has_copy).copied().collect()
}

/// A merge has none.
fn origin(repository: &Repository, id: Oid) -> Option<Origin> {
    let commit = repository.find_commit(id).ok().filter(|it| it.parent_count() < 2)?;
    let author = commit.author();
    Some((author.when().seconds(), author.name_bytes().to_vec()))
}

fn is_same_change(repository: &Repository, one: Oid, other: Oid) -> bool {
    let change = |id: Oid| patch_id(repository, id).ok();
    change(one).is_some_and(|it| change(other) == Some(it))
}

fn patch_id(repository: &Repository, id: Oid) -> Result<Oid, git2::Error> {
    let commit = repository.find_commit(id)?;
    let parent = if commit.parent_count() > 0 { Some(commit.parent(0)?.tree()?) } else { None };
    repository.diff_tree_to_tree(parent.as_ref(), Some(&commit.tree()?), None)?.patchid(None)
}
