//! What became of files between two trees, number for number as git counts it.

use super::renames::{self, File};
use super::{Change, ChangeKind, Lines, TestRule, Tests, added_tests};
use git2::{Delta, Diff, DiffDelta, DiffFile, DiffOptions, ErrorCode, FileMode, Oid, Patch, Repository};
use std::collections::{HashMap, HashSet};

/// What changes are read from, and how.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) repository: &'a Repository,
    /// The rules by which tests are counted beside those built in; `None` to count none.
    pub(super) tests: Option<&'a [TestRule]>,
}

/// What the lines of one file come to.
#[derive(Default)]
struct Counted {
    lines: Option<Lines>,
    tests: Option<Tests>,
}

/// The changes from one commit's tree to another's, by path; `None` stands for the empty tree.
///
/// A user's configuration, external programs and text conversions play no part.
pub(super) fn between(
    reading: Reading<'_>,
    old: Option<Oid>,
    new: Option<Oid>,
) -> Result<Vec<Change>, git2::Error> {
    let tree = |id: Option<Oid>| id.map(|it| reading.repository.find_commit(it)?.tree()).transpose();
    let (old, new) = (tree(old)?, tree(new)?);
    let mut options = DiffOptions::new();
    options.include_typechange(true).context_lines(0).interhunk_lines(0);
    let diff = reading.repository.diff_tree_to_tree(old.as_ref(), new.as_ref(), Some(&mut options))?;
    by_path(reading, &diff)
}

fn by_path(reading: Reading<'_>, diff: &Diff<'_>) -> Result<Vec<Change>, git2::Error> {
    let deltas: Vec<DiffDelta<'_>> = diff.deltas().collect();
    let moved = moved(reading.repository, &deltas);
    let sources: HashSet<usize> = moved.values().copied().collect();
    let mut changes = Vec::with_capacity(deltas.len());
    for (index, delta) in deltas.iter().enumerate().filter(|(index, _)| !sources.contains(index)) {
        let Some(kind) = kind(delta.status()) else { continue };
        let change = match moved.get(&index) {
            Some(source) => renamed(reading, &deltas[*source], delta)?,
            None => change(delta, kind, counted_at(reading, diff, index)?),
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
fn renamed(reading: Reading<'_>, old: &DiffDelta<'_>, new: &DiffDelta<'_>) -> Result<Change, git2::Error> {
    let (source, target) = (old.old_file(), new.new_file());
    let Counted { lines, tests } = if source.mode() == FileMode::Commit {
        Counted { lines: Some(Lines::default()), tests: None }
    } else {
        counted_of_rename(reading, &source, &target)?
    };
    let text = |path: Option<&[u8]>| String::from_utf8_lossy(path.unwrap_or_default()).into_owned();
    Ok(Change {
        kind: ChangeKind::Renamed,
        path: text(target.path_bytes()),
        from: Some(text(source.path_bytes())),
        lines,
        tests,
    })
}

fn counted_of_rename(
    reading: Reading<'_>,
    source: &DiffFile<'_>,
    target: &DiffFile<'_>,
) -> Result<Counted, git2::Error> {
    let blob = |it: &DiffFile<'_>| reading.repository.find_blob(it.id());
    let (Ok(old), Ok(new)) = (blob(source), blob(target)) else { return Ok(Counted::default()) };
    let mut options = DiffOptions::new();
    options.context_lines(0).interhunk_lines(0);
    let patch = Patch::from_blobs(&old, source.path(), &new, target.path(), Some(&mut options))?;
    let binary = patch.delta().flags().is_binary() || is_binary(old.content()) || is_binary(new.content());
    if binary { Ok(Counted::default()) } else { counted(reading, &patch, (source, target)) }
}

fn change(delta: &DiffDelta<'_>, kind: ChangeKind, counted: Counted) -> Change {
    let path = String::from_utf8_lossy(delta.new_file().path_bytes().unwrap_or_default()).into_owned();
    Change { kind, path, from: None, lines: counted.lines, tests: counted.tests }
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

/// What one file gained and lost; nothing for a binary file, and where the content is absent.
fn counted_at(reading: Reading<'_>, diff: &Diff<'_>, index: usize) -> Result<Counted, git2::Error> {
    let patch = match Patch::from_diff(diff, index) {
        Ok(patch) => patch,
        // A partial clone has the names, but not the contents.
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(Counted::default()),
        Err(error) => return Err(error),
    };
    let Some(patch) = patch else { return Ok(Counted::default()) };
    let delta = patch.delta();
    if delta.status() == Delta::Typechange {
        return counted_of_typechange(reading, &delta);
    }
    if delta.flags().is_binary() || is_binary_without_change(reading.repository, &delta) {
        return Ok(Counted::default());
    }
    counted(reading, &patch, (&delta.old_file(), &delta.new_file()))
}

fn counted(
    reading: Reading<'_>,
    patch: &Patch<'_>,
    files: (&DiffFile<'_>, &DiffFile<'_>),
) -> Result<Counted, git2::Error> {
    let (_, added, removed) = patch.line_stats()?;
    let lines = Lines { added: added as u64, removed: removed as u64 };
    let tests = reading.tests.map(|rules| added_tests::count(reading.repository, rules, patch, files));
    Ok(Counted { lines: Some(lines), tests: tests.transpose()?.flatten() })
}

/// Git compares what the two kinds hold, a link its target; the library leaves them uncompared.
fn counted_of_typechange(reading: Reading<'_>, delta: &DiffDelta<'_>) -> Result<Counted, git2::Error> {
    let content = |file: DiffFile<'_>| match file.mode() {
        FileMode::Commit => Ok(format!("Subproject commit {}\n", file.id()).into_bytes()),
        _ => reading.repository.find_blob(file.id()).map(|it| it.content().to_vec()),
    };
    let (Ok(old), Ok(new)) = (content(delta.old_file()), content(delta.new_file())) else {
        return Ok(Counted::default());
    };
    let mut options = DiffOptions::new();
    options.context_lines(0);
    let patch = Patch::from_buffers(&old, None, &new, None, Some(&mut options))?;
    let binary = is_binary(&old) || is_binary(&new);
    let files = (&delta.old_file(), &delta.new_file());
    if binary { Ok(Counted::default()) } else { counted(reading, &patch, files) }
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
