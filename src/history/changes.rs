//! What became of files between two trees, number for number as git counts it.

use super::{Change, ChangeKind, Lines};
use git2::{Delta, Diff, DiffDelta, DiffFindOptions, DiffOptions, Oid, Patch, Repository};

/// Above this many candidates git gives up looking for renames; far above what people commit.
const RENAME_LIMIT: usize = 10_000;

/// The changes from one commit's tree to another's, by path; `None` stands for the empty tree.
///
/// A user's configuration, external programs and text conversions play no part.
pub(super) fn between(
    repository: &Repository,
    old: Option<Oid>,
    new: Option<Oid>,
) -> Result<Vec<Change>, git2::Error> {
    let tree = |id: Option<Oid>| id.map(|it| repository.find_commit(it)?.tree()).transpose();
    let (old, new) = (tree(old)?, tree(new)?);
    let mut options = DiffOptions::new();
    options.include_typechange(true).context_lines(0).interhunk_lines(0);
    let mut diff = repository.diff_tree_to_tree(old.as_ref(), new.as_ref(), Some(&mut options))?;
    let mut find = DiffFindOptions::new();
    find.renames(true).rename_limit(RENAME_LIMIT);
    diff.find_similar(Some(&mut find))?;
    by_path(repository, &diff)
}

fn by_path(repository: &Repository, diff: &Diff<'_>) -> Result<Vec<Change>, git2::Error> {
    let mut changes = Vec::with_capacity(diff.deltas().len());
    for (index, delta) in diff.deltas().enumerate() {
        let path = delta.new_file().path_bytes().unwrap_or_default();
        if let Some(kind) = kind(delta.status()) {
            let lines = lines(repository, diff, index)?;
            changes.push((path, change(&delta, kind, lines)));
        }
    }
    changes.sort_by(|one, other| one.0.cmp(other.0));
    Ok(changes.into_iter().map(|it| it.1).collect())
}

fn change(delta: &DiffDelta<'_>, kind: ChangeKind, lines: Option<Lines>) -> Change {
    let text = |path: Option<&[u8]>| String::from_utf8_lossy(path.unwrap_or_default()).into_owned();
    let from = (kind == ChangeKind::Renamed).then(|| text(delta.old_file().path_bytes()));
    Change { kind, path: text(delta.new_file().path_bytes()), from, lines }
}

fn kind(status: Delta) -> Option<ChangeKind> {
    match status {
        Delta::Added | Delta::Copied => Some(ChangeKind::Created),
        Delta::Deleted => Some(ChangeKind::Deleted),
        Delta::Modified => Some(ChangeKind::Modified),
        Delta::Renamed => Some(ChangeKind::Renamed),
        Delta::Typechange => Some(ChangeKind::Typechange),
        _ => None,
    }
}

/// The lines that one file gained and lost; `None` for a binary file, and where the content is absent.
fn lines(repository: &Repository, diff: &Diff<'_>, index: usize) -> Result<Option<Lines>, git2::Error> {
    let patch = match Patch::from_diff(diff, index) {
        Ok(patch) => patch,
        // A partial clone has the names, but not the contents.
        Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(patch) = patch else { return Ok(None) };
    let delta = patch.delta();
    if delta.flags().is_binary() || is_binary_without_change(repository, &delta) {
        return Ok(None);
    }
    let (_, added, removed) = patch.line_stats()?;
    Ok(Some(Lines { added: added as u64, removed: removed as u64 }))
}

/// Contents that did not change are not loaded for a diff, yet git counts no lines in a binary one.
fn is_binary_without_change(repository: &Repository, delta: &DiffDelta<'_>) -> bool {
    let (old, new) = (delta.old_file(), delta.new_file());
    old.id() == new.id() && repository.find_blob(new.id()).is_ok_and(|it| it.is_binary())
}
