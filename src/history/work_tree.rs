//! What a work tree holds at the moment: the commit, and whether anything differs from it.

use super::repository;
use crate::diagnostics::{Diagnostic, Severity};
use std::path::Path;

/// What a work tree holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkTree {
    /// Full object id of what is checked out.
    pub commit: String,
    /// Whether files differ from it, or are in no commit and not ignored.
    pub dirty: bool,
    /// Whether git ignores new files in the folder that is set apart.
    pub ignores: bool,
}

/// Looks at the work tree of a repository; changes below the folder `apart` are set apart.
pub fn work_tree(id: &str, path: &Path, apart: &str) -> Result<WorkTree, Diagnostic> {
    let opened = repository::open(id, path);
    let opened = opened.map_err(|it| Diagnostic { severity: Severity::Error, ..it })?;
    let unfit = |why: &str| Diagnostic::environment(format!("repository `{id}` {why}"));
    if opened.is_bare() {
        return Err(unfit("has no work tree, so nothing can be run in it"));
    }
    let Some(head) = repository::head(&opened) else {
        return Err(unfit("has no commit yet that a result could be about").hint("commit first"));
    };
    let dirty = opened.is_dirty(apart).map_err(|it| unfit(&format!("cannot be compared: {it}")))?;
    let ignores = opened.ignores(&format!("{apart}/new.json"));
    Ok(WorkTree { commit: head.commit, dirty, ignores })
}
