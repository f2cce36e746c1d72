//! Revisions as people name them, and the commits that they mean.

use super::oid::Oid;
use super::repository::{branch_commit, skipped};
use super::store::{Fault, Repository};
use crate::diagnostics::{Diagnostic, nearest};

/// The commit that a revision names, as git reads it: a tag goes before a branch of the same name.
pub(super) fn resolve(repository: &Repository, name: &str) -> Result<Oid, Diagnostic> {
    // What a plan calls `feature` may so far be known as `origin/feature` only.
    let found = repository.resolve(name).or_else(|error| branch_commit(repository, name).ok_or(error));
    found.map_err(|error| unknown(repository, name, error.fault))
}

fn unknown(repository: &Repository, name: &str, fault: Fault) -> Diagnostic {
    if fault == Fault::Ambiguous {
        return skipped(format!("revision `{name}` means more than one commit"))
            .hint("give more of its digits");
    }
    let diagnostic = skipped(format!("there is no revision `{name}`"));
    let is_relative = name.contains(['~', '^']) || name.bytes().all(|it| it.is_ascii_hexdigit());
    if is_relative && repository.is_shallow() {
        return diagnostic.hint("the clone is shallow: `git fetch --unshallow` brings the rest");
    }
    let names = names(repository);
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None if repository.is_shallow() => {
            diagnostic.hint("the clone is shallow: `git fetch --unshallow` brings the rest")
        }
        None => diagnostic.hint("name a branch, a tag or a commit that this clone has"),
    }
}

/// Branches and tags, without their prefixes.
fn names(repository: &Repository) -> Vec<String> {
    let of = |prefix: &str| {
        let found = repository.references(prefix).unwrap_or_default().into_iter();
        found.map(|(name, _)| name[prefix.len()..].to_owned()).collect::<Vec<_>>()
    };
    ["refs/heads/", "refs/tags/", "refs/remotes/"].into_iter().flat_map(of).collect()
}

/// The branch that a revision names, local or at a remote, without the remote's name.
pub(super) fn branch_named(repository: &Repository, name: &str) -> Option<String> {
    if name == "HEAD" || name == "@" {
        return super::repository::head(repository)?.branch;
    }
    let full = repository.full_name(name)?;
    let local = full.strip_prefix("refs/heads/");
    let remote = || full.strip_prefix("refs/remotes/")?.split_once('/').map(|it| it.1);
    local.or_else(remote).map(str::to_owned)
}
