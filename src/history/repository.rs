//! Opening a repository, and what its references say: head, branches, default branch.

use super::changes::Comparer;
use super::oid::Oid;
use super::store::{Error, Fault, Repository};
use super::{Branch, Head, Place, Request};
use crate::diagnostics::{Diagnostic, Severity};
use std::path::{Path, PathBuf};

/// Branches that work usually starts from, when nothing says which.
const USUAL_DEFAULTS: [&str; 3] = ["main", "master", "trunk"];

/// Where local branches stand among the references.
const HEADS: &str = "refs/heads/";

/// Opens the repository exactly at a place: a parent folder's repository is another repository.
pub(super) fn open(id: &str, path: &Path) -> Result<Repository, Diagnostic> {
    Repository::open(path).map_err(|error| unreadable(id, path, &error))
}

/// The folder of the repository that holds a directory: its work tree, or itself if it is bare.
pub fn discover(directory: &Path) -> Option<PathBuf> {
    let mut folders = directory.ancestors().filter(|it| it.is_dir());
    folders.find(|it| Repository::stands_at(it)).map(Path::to_path_buf)
}

/// Repositories that are asked for under several ids, as two work trees are.
pub(super) fn told_twice(request: &Request) -> Vec<Diagnostic> {
    let mut known: Vec<(PathBuf, &str)> = Vec::new();
    let mut diagnostics = Vec::new();
    for request in &request.repositories {
        let Place::Repository(path) = &request.place else { continue };
        let Ok(folder) = Repository::open(path).map(|it| it.common_folder().to_path_buf()) else { continue };
        let folder = folder.canonicalize().unwrap_or(folder);
        match known.iter().find(|it| it.0 == folder) {
            Some((_, first)) => diagnostics.push(
                skipped(format!("repository `{}` is the same repository as `{first}`", request.id))
                    .hint("name it once: commits that both have are shown for each of them"),
            ),
            None => known.push((folder, &request.id)),
        }
    }
    diagnostics
}

/// What is said of a repository that cannot be read; the others still are.
pub(super) fn skipped(message: impl Into<String>) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::environment(message) }
}

fn unreadable(id: &str, path: &Path, error: &Error) -> Diagnostic {
    let place = path.display();
    let said = &error.message;
    if !path.exists() {
        return skipped(format!("repository `{id}` is left out: there is no folder `{place}`"))
            .hint("clone it there, or name a facts file in its stead");
    }
    if error.fault == Fault::Owner {
        return skipped(format!("repository `{id}` is left out: `{place}` belongs to another user"))
            .hint(format!("if you trust it, run `git config --global --add safe.directory '{place}'`"));
    }
    if error.fault == Fault::NotFound {
        return skipped(format!("repository `{id}` is left out: `{place}` is not a git repository"))
            .hint("name the folder that holds `.git`, or a bare repository");
    }
    if error.fault == Fault::Format {
        return skipped(format!(
            "repository `{id}` is left out: `{place}` has a format that only the `git` program reads: {said}"
        ))
        .hint("install git 2.45 or newer, where it is found as `git`");
    }
    skipped(format!("repository `{id}` is left out: `{place}` cannot be opened: {said}"))
        .hint("`git fsck` may say more")
}

/// What is checked out; `None` while there is no commit on it.
pub(super) fn head(repository: &Repository) -> Option<Head> {
    let (branch, commit) = repository.head().ok()?;
    Some(Head { branch: branch.as_deref().map(short_name), commit: commit.to_string() })
}

/// Why it cannot be said what is checked out, where that is not for lack of a commit.
pub(super) fn head_problem(repository: &Repository) -> Option<Diagnostic> {
    let error = repository.head().err()?;
    if error.fault == Fault::Unborn {
        return None;
    }
    Some(
        skipped(format!("what is checked out cannot be read: {}", error.message)).hint("look at `.git/HEAD`"),
    )
}

/// The local branches, by name.
pub(super) fn branches(repository: &Repository) -> Vec<Branch> {
    let found = repository.references(HEADS).unwrap_or_default().into_iter();
    let mut branches: Vec<Branch> =
        found.map(|(name, commit)| Branch { name: short_name(&name), commit: commit.to_string() }).collect();
    branches.sort_by(|one, other| one.name.cmp(&other.name));
    branches
}

/// The branch that work starts from: the one given, the remote's, or one with a usual name.
pub(super) fn default_branch(repository: &Repository, given: Option<&str>) -> Option<String> {
    let usual = || USUAL_DEFAULTS.into_iter().find(|it| branch_commit(repository, it).is_some());
    given.map(str::to_owned).or_else(|| remote_default(repository)).or_else(|| usual().map(str::to_owned))
}

fn remote_default(repository: &Repository) -> Option<String> {
    let target = repository.symbolic_target("refs/remotes/origin/HEAD")?;
    target.strip_prefix("refs/remotes/origin/").map(str::to_owned)
}

/// The tip of a local branch, or else of its counterpart at the remote.
pub(super) fn branch_commit(repository: &Repository, name: &str) -> Option<Oid> {
    let tip = |prefix: &str| repository.resolve(&format!("{prefix}{name}")).ok();
    tip(HEADS).or_else(|| tip("refs/remotes/origin/"))
}

/// Which of the paths exist in the tree of the head, and which do not; not those that cannot be told.
pub(super) fn present(
    comparer: &Comparer<'_>,
    head: Option<Oid>,
    paths: &[String],
) -> (Vec<String>, Vec<String>) {
    if paths.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let Some(head) = head else { return (Vec::new(), paths.to_vec()) };
    let Ok(tree) = comparer.tree(head) else { return (Vec::new(), Vec::new()) };
    let exists = |path: &str| match path.trim_start_matches("./").trim_end_matches('/') {
        "." => Some(true),
        path => Some(comparer.trees().at(tree, path.as_bytes()).ok()?.is_some()),
    };
    let told = paths.iter().filter_map(|it| Some((it.clone(), exists(it)?)));
    let (present, absent): (Vec<_>, Vec<_>) = told.partition(|it| it.1);
    let paths = |it: Vec<(String, bool)>| it.into_iter().map(|it| it.0).collect();
    (paths(present), paths(absent))
}

fn short_name(full: &str) -> String {
    full.strip_prefix(HEADS).unwrap_or(full).to_owned()
}
