//! What became of files between two trees, number for number as git counts it.

use super::renames::{self, File};
use super::{Change, ChangeKind, Lines, Special};
use git2::{Delta, Diff, DiffDelta, DiffFile, DiffOptions, ErrorCode, FileMode, Odb, Oid, Patch, Repository};
use std::collections::{HashMap, HashSet};

/// What two trees differ in.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// By path.
    pub(super) changes: Vec<Change>,
    /// Files whose lines are not counted because the clone does not have what they hold.
    pub(super) absent: usize,
}

/// The changes from one commit's tree to another's; `None` stands for the empty tree.
///
/// A user's configuration, external programs and text conversions play no part.
pub(super) fn between(
    repository: &Repository,
    old: Option<Oid>,
    new: Option<Oid>,
) -> Result<Comparison, git2::Error> {
    let tree = |id: Option<Oid>| id.map(|it| repository.find_commit(it)?.tree()).transpose();
    let (old, new) = (tree(old)?, tree(new)?);
    let mut options = DiffOptions::new();
    options.include_typechange(true).context_lines(0).interhunk_lines(0);
    let diff = repository.diff_tree_to_tree(old.as_ref(), new.as_ref(), Some(&mut options))?;
    let changes = by_path(repository, &diff)?;
    let uncounted = changes.iter().any(|it| it.lines.is_none());
    let absent = if uncounted { absent(&repository.odb()?, &diff) } else { 0 };
    Ok(Comparison { changes, absent })
}

/// How many files a partial clone has by name only.
fn absent(odb: &Odb<'_>, diff: &Diff<'_>) -> usize {
    let lacks =
        |it: &DiffFile<'_>| it.mode() != FileMode::Commit && !it.id().is_zero() && !odb.exists(it.id());
    diff.deltas().filter(|it| lacks(&it.old_file()) || lacks(&it.new_file())).count()
}

fn by_path(repository: &Repository, diff: &Diff<'_>) -> Result<Vec<Change>, git2::Error> {
    let deltas: Vec<DiffDelta<'_>> = diff.deltas().collect();
    let moved = moved(repository, &deltas);
    let sources: HashSet<usize> = moved.values().copied().collect();
    let mut changes = Vec::with_capacity(deltas.len());
    for (index, delta) in deltas.iter().enumerate().filter(|(index, _)| !sources.contains(index)) {
        let Some(kind) = kind(delta.status()) else { continue };
        let change = match moved.get(&index) {
            Some(source) => renamed(repository, &deltas[*source], delta)?,
            None => change(delta, kind, lines(repository, diff, index)?),
        };
        changes.push((delta.new_file().path_bytes().unwrap_or_default(), change));
    }
    changes.sort_by(|one, other| one.0.cmp(other.0));
    Ok(changes.into_iter().map(|it| it.1).collect())
}

/// For the index of each created file that was moved, the index of the deleted one.
fn moved(repository: &Repository, deltas: &[DiffDelta<'_>]) -> HashMap<usize, usize> {
    let of = |status: Delta| {
        let mut found: Vec<(usize, File<'_>)> = deltas
            .iter()
            .enumerate()
            .filter(|(_, it)| it.status() == status)
            .map(|(index, it)| (index, file(it)))
            .collect();
        found.sort_by(|one, other| one.1.path.cmp(other.1.path));
        found.into_iter().unzip::<usize, File<'_>, Vec<_>, Vec<_>>()
    };
    let (new, created) = of(Delta::Added);
    let (old, deleted) = of(Delta::Deleted);
    let content = |it: &File<'_>| repository.find_blob(it.id).ok().map(|it| it.content().to_vec());
    let pairs = renames::pair(&created, &deleted, content);
    pairs.into_iter().zip(new).filter_map(|(source, index)| Some((index, old[source?]))).collect()
}

fn file<'d>(delta: &DiffDelta<'d>) -> File<'d> {
    let file = if delta.status() == Delta::Deleted { delta.old_file() } else { delta.new_file() };
    let mode = file.mode();
    let is_regular = !matches!(mode, FileMode::Link | FileMode::Commit);
    File { path: file.path_bytes().unwrap_or_default(), id: file.id(), is_regular, mode: u32::from(mode) }
}

/// A created file and the deleted one that it was, as one change.
fn renamed(repository: &Repository, old: &DiffDelta<'_>, new: &DiffDelta<'_>) -> Result<Change, git2::Error> {
    let (source, target) = (old.old_file(), new.new_file());
    let lines = if source.mode() == FileMode::Commit {
        Some(Lines::default())
    } else {
        lines_of_rename(repository, &source, &target)?
    };
    let text = |path: Option<&[u8]>| String::from_utf8_lossy(path.unwrap_or_default()).into_owned();
    Ok(Change {
        kind: ChangeKind::Renamed,
        path: text(target.path_bytes()),
        from: Some(text(source.path_bytes())),
        lines,
        special: special(&source, &target),
    })
}

fn lines_of_rename(
    repository: &Repository,
    source: &DiffFile<'_>,
    target: &DiffFile<'_>,
) -> Result<Option<Lines>, git2::Error> {
    let (Ok(old), Ok(new)) = (repository.find_blob(source.id()), repository.find_blob(target.id())) else {
        return Ok(None);
    };
    let mut options = DiffOptions::new();
    options.context_lines(0).interhunk_lines(0);
    let patch = Patch::from_blobs(&old, source.path(), &new, target.path(), Some(&mut options))?;
    let binary = patch.delta().flags().is_binary() || is_binary(old.content()) || is_binary(new.content());
    if binary { Ok(None) } else { counted(&patch).map(Some) }
}

fn change(delta: &DiffDelta<'_>, kind: ChangeKind, lines: Option<Lines>) -> Change {
    let path = delta.new_file().path_bytes().unwrap_or_default();
    let special = special(&delta.old_file(), &delta.new_file());
    Change { kind, path: String::from_utf8_lossy(path).into_owned(), from: None, lines, special }
}

/// What else became of a file than its lines.
fn special(old: &DiffFile<'_>, new: &DiffFile<'_>) -> Option<Special> {
    let submodule = |it: &DiffFile<'_>| (it.mode() == FileMode::Commit).then(|| it.id().to_string());
    let (from, to) = (submodule(old), submodule(new));
    if from.is_some() || to.is_some() {
        return Some(Special::Submodule { from, to });
    }
    let mode = |it: &DiffFile<'_>| match it.mode() {
        FileMode::Blob | FileMode::BlobGroupWritable => Some("644".to_owned()),
        FileMode::BlobExecutable => Some("755".to_owned()),
        _ => None,
    };
    let (from, to) = (mode(old)?, mode(new)?);
    (from != to).then_some(Special::Mode { from, to })
}

fn kind(status: Delta) -> Option<ChangeKind> {
    match status {
        Delta::Added | Delta::Copied => Some(ChangeKind::Created),
        Delta::Deleted => Some(ChangeKind::Deleted),
        Delta::Modified => Some(ChangeKind::Modified),
        Delta::Typechange => Some(ChangeKind::Typechange),
        _ => None,
    }
}

/// The lines that one file gained and lost; `None` for a binary file, and where the content is absent.
fn lines(repository: &Repository, diff: &Diff<'_>, index: usize) -> Result<Option<Lines>, git2::Error> {
    let patch = match Patch::from_diff(diff, index) {
        Ok(patch) => patch,
        // A partial clone has the names, but not the contents.
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(patch) = patch else { return Ok(None) };
    let delta = patch.delta();
    if delta.status() == Delta::Typechange {
        return lines_of_typechange(repository, &delta);
    }
    if delta.flags().is_binary() || is_binary_without_change(repository, &delta) {
        return Ok(None);
    }
    counted(&patch).map(Some)
}

fn counted(patch: &Patch<'_>) -> Result<Lines, git2::Error> {
    let (_, added, removed) = patch.line_stats()?;
    Ok(Lines { added: added as u64, removed: removed as u64 })
}

/// Git compares what the two kinds hold, a link its target; the library leaves them uncompared.
fn lines_of_typechange(repository: &Repository, delta: &DiffDelta<'_>) -> Result<Option<Lines>, git2::Error> {
    let content = |file: DiffFile<'_>| match file.mode() {
        FileMode::Commit => Ok(format!("Subproject commit {}\n", file.id()).into_bytes()),
        _ => repository.find_blob(file.id()).map(|it| it.content().to_vec()),
    };
    let (Ok(old), Ok(new)) = (content(delta.old_file()), content(delta.new_file())) else { return Ok(None) };
    let mut options = DiffOptions::new();
    options.context_lines(0);
    let patch = Patch::from_buffers(&old, None, &new, None, Some(&mut options))?;
    let binary = is_binary(&old) || is_binary(&new);
    if binary { Ok(None) } else { counted(&patch).map(Some) }
}

/// Git's own test: a zero byte near the start.
fn is_binary(content: &[u8]) -> bool {
    content.iter().take(8000).any(|it| *it == 0)
}

/// Contents that did not change are not loaded for a diff, yet git counts no lines in a binary one.
fn is_binary_without_change(repository: &Repository, delta: &DiffDelta<'_>) -> bool {
    let (old, new) = (delta.old_file(), delta.new_file());
    old.id() == new.id() && repository.find_blob(new.id()).is_ok_and(|it| is_binary(it.content()))
}
