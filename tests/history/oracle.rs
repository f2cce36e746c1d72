//! What the `git` program says of changes, in the words of our own.

use crate::differential::{Git, changes};
use crate::sandbox::Sandbox;
use callsheet::history::Change;

/// The changes between two revisions.
pub(crate) fn changes_between(sandbox: &Sandbox, old: &str, new: &str) -> Vec<Change> {
    let id = |name: &str| sandbox.git(&["rev-parse", &format!("{name}^{{commit}}")]);
    let comparison = format!("{} {}", id(new), id(old));
    changes(&Git(sandbox.path()), &[comparison]).unwrap().remove(0)
}
