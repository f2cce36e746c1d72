//! What became of files between two trees, number for number as git counts it.

use super::{Change, ChangeKind, Lines};
use git2::{
    Delta, Diff, DiffDelta, DiffFile, DiffFindOptions, DiffOptions, ErrorCode, FileMode, Oid, Patch,
    Repository,
};

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
    let mut entries = Vec::with_capacity(diff.deltas().len());
    for (index, delta) in diff.deltas().enumerate() {
        if let Some(kind) = kind(delta.status()) {
            let lines = lines(repository, diff, index)?;
            let path = delta.new_file().path_bytes().unwrap_or_default();
            let change = change(&delta, kind, lines);
            entries.push(Entry { path, special: special(&delta), change, is_taken: false });
        }
    }
    entries.sort_by(|one, other| one.path.cmp(other.path));
    pair_moved(&mut entries);
    Ok(entries.into_iter().filter(|it| !it.is_taken).map(|it| it.change).collect())
}

/// A change, and what it takes to see that a link or submodule moved.
struct Entry<'d> {
    path: &'d [u8],
    special: Option<(FileMode, Oid)>,
    change: Change,
    is_taken: bool,
}

impl<'d> Entry<'d> {
    fn name(&self) -> Option<&'d [u8]> {
        self.path.rsplit(|it| *it == b'/').next()
    }

    fn is_source_of(&self, created: &Self) -> bool {
        self.change.kind == ChangeKind::Deleted && self.special == created.special && !self.is_taken
    }
}

fn special(delta: &DiffDelta<'_>) -> Option<(FileMode, Oid)> {
    let deleted = delta.status() == Delta::Deleted;
    let file = if deleted { delta.old_file() } else { delta.new_file() };
    let mode = file.mode();
    matches!(mode, FileMode::Link | FileMode::Commit).then_some((mode, file.id()))
}

/// Pairs links and submodules that moved unchanged: git does, the library does so for files only.
fn pair_moved(entries: &mut [Entry<'_>]) {
    for index in 0..entries.len() {
        let created = &entries[index];
        if created.change.kind != ChangeKind::Created || created.special.is_none() {
            continue;
        }
        let sources = (0..entries.len()).filter(|it| entries[*it].is_source_of(created));
        let Some(source) = sources.min_by_key(|it| entries[*it].name() != created.name()) else { continue };
        entries[source].is_taken = true;
        entries[index].change.from = Some(entries[source].change.path.clone());
        entries[index].change.kind = ChangeKind::Renamed;
        entries[index].change.lines = entries[index].change.lines.map(|_| Lines::default());
    }
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
