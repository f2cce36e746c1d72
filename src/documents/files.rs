//! What a template sees of files that changed.

use super::area;
use super::text::Foreign;
use crate::history::{Change, ChangeKind, Lines, Special};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Net changes, apart by kind.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct ChangesView {
    /// How many files.
    pub files: usize,
    /// Lines added, without files whose lines git does not count.
    pub added: u64,
    /// Lines removed.
    pub removed: u64,
    /// Files that are new.
    pub created: FilesView,
    /// Files that changed in place, or became another type of file.
    pub modified: FilesView,
    /// Files that moved.
    pub renamed: FilesView,
    /// Files that are gone.
    pub deleted: FilesView,
    /// The folders that they are in, by path; empty where there are few files.
    pub folders: Vec<FolderView>,
}

/// Files, as many as a reader takes in.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct FilesView {
    /// How many there are.
    pub count: usize,
    /// Lines added in all of them, without files whose lines git does not count.
    pub added: u64,
    /// Lines removed.
    pub removed: u64,
    /// The first of them, by path; at most 200.
    pub shown: Vec<FileView>,
    /// How many are not shown.
    pub more: usize,
    /// How many of those that are shown fit on a page of one screen.
    pub few: usize,
    /// How many are not shown there.
    pub beyond: usize,
}

/// What became of the files of a folder, at most two levels deep.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct FolderView {
    /// Its path; absent for files in no folder.
    pub path: Option<Foreign>,
    /// How many files.
    pub files: usize,
    /// Lines added.
    pub added: u64,
    /// Lines removed.
    pub removed: u64,
}

/// What became of one file.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct FileView {
    /// Its path.
    pub path: Foreign,
    /// Its path before it moved.
    pub from: Option<Foreign>,
    /// Lines added; absent where git does not count them.
    pub added: Option<u64>,
    /// Lines removed; absent where git does not count them.
    pub removed: Option<u64>,
    /// The commits of a submodule, which has no lines.
    pub submodule: Option<EndsView>,
    /// Octal modes, where it became executable or ceased to be: `644`, `755`.
    pub mode: Option<EndsView>,
}

/// What something was and is.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct EndsView {
    /// Absent if it is new.
    pub from: Option<String>,
    /// Absent if it is gone.
    pub to: Option<String>,
}

/// Most files that one list shows.
pub(super) const MOST_SHOWN: usize = 200;

/// Most files that one list shows on a page of one screen.
pub(super) const FEW: usize = 8;

/// With more files than this, folders say more.
const MOST_FILES: usize = 40;

/// Levels of folders that are told apart then.
const FOLDER_LEVELS: usize = 2;

impl ChangesView {
    /// Sorts changes by kind.
    pub fn of(changes: &[Change]) -> Self {
        let lines = Lines::of(changes);
        let of = |kinds: &[ChangeKind]| {
            FilesView::of(&changes.iter().filter(|it| kinds.contains(&it.kind)).collect::<Vec<_>>())
        };
        Self {
            files: changes.len(),
            added: lines.added,
            removed: lines.removed,
            created: of(&[ChangeKind::Created]),
            modified: of(&[ChangeKind::Modified, ChangeKind::Typechange]),
            renamed: of(&[ChangeKind::Renamed]),
            deleted: of(&[ChangeKind::Deleted]),
            folders: if changes.len() > MOST_FILES { folders(changes) } else { Vec::new() },
        }
    }
}

impl FilesView {
    pub(super) fn of(changes: &[&Change]) -> Self {
        let shown: Vec<FileView> = changes.iter().take(MOST_SHOWN).map(|it| FileView::of(it)).collect();
        let (count, lines) = (changes.len(), Lines::of(changes.iter().copied()));
        let few = count.min(FEW);
        Self {
            count,
            added: lines.added,
            removed: lines.removed,
            more: count - shown.len(),
            shown,
            few,
            beyond: count - few,
        }
    }
}

fn folders(changes: &[Change]) -> Vec<FolderView> {
    let mut folders: BTreeMap<Option<String>, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        folders.entry(area::folder(&change.path, FOLDER_LEVELS)).or_default().push(change);
    }
    let view = |(path, changes): (Option<String>, Vec<&Change>)| {
        let lines = Lines::of(changes.iter().copied());
        FolderView {
            path: path.as_deref().map(Foreign::new),
            files: changes.len(),
            added: lines.added,
            removed: lines.removed,
        }
    };
    folders.into_iter().map(view).collect()
}

impl FileView {
    pub(super) fn of(change: &Change) -> Self {
        let (submodule, mode) = match change.special.clone() {
            Some(Special::Submodule { from, to }) => (Some(EndsView { from, to }), None),
            Some(Special::Mode { from, to }) => (None, Some(EndsView { from: Some(from), to: Some(to) })),
            None => (None, None),
        };
        let lines = change.lines.filter(|_| submodule.is_none());
        Self {
            path: Foreign::new(&change.path),
            from: change.from.as_deref().map(Foreign::new),
            added: lines.map(|it| it.added),
            removed: lines.map(|it| it.removed),
            submodule,
            mode,
        }
    }
}
