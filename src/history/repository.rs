//! Opening a repository, and what its references say: head, branches, default branch.

use super::{Branch, Head, Place, Request};
use crate::diagnostics::{Diagnostic, Severity};
use git2::{BranchType, ErrorCode, Reference, Repository, RepositoryOpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Once;

/// Branches that work usually starts from, when nothing says which.
const USUAL_DEFAULTS: [&str; 3] = ["main", "master", "trunk"];

/// Opens the repository exactly at a place: a parent folder's repository is another repository.
pub(super) fn open(id: &str, path: &Path) -> Result<Repository, Diagnostic> {
    open_exactly(path).map_err(|error| unreadable(id, path, &error))
}

/// The folder of the repository that holds a directory: its work tree, or itself if it is bare.
pub fn discover(directory: &Path) -> Option<PathBuf> {
    let holds = |it: &&Path| !matches!(open_exactly(it), Err(error) if error.code() == ErrorCode::NotFound);
    directory.ancestors().filter(|it| it.is_dir()).find(holds).map(Path::to_path_buf)
}

fn open_exactly(path: &Path) -> Result<Repository, git2::Error> {
    static TRUST_OBJECT_IDS: Once = Once::new();
    TRUST_OBJECT_IDS.call_once(|| git2::opts::strict_hash_verification(false));
    Repository::open_ext(path, RepositoryOpenFlags::NO_SEARCH, std::iter::empty::<&Path>())
}

/// Repositories that are asked for under several ids, as two work trees are.
pub(super) fn told_twice(request: &Request) -> Vec<Diagnostic> {
    let mut known: Vec<(PathBuf, &str)> = Vec::new();
    let mut diagnostics = Vec::new();
    for request in &request.repositories {
        let Place::Repository(path) = &request.place else { continue };
        let Ok(folder) = open_exactly(path).map(|it| it.commondir().to_path_buf()) else { continue };
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

fn unreadable(id: &str, path: &Path, error: &git2::Error) -> Diagnostic {
    let place = path.display();
    let said = error.message();
    if !path.exists() {
        return skipped(format!("repository `{id}` is left out: there is no folder `{place}`"))
            .hint("clone it there, or name a facts file in its stead");
    }
    if error.code() == ErrorCode::Owner {
        return skipped(format!("repository `{id}` is left out: `{place}` belongs to another user"))
            .hint(format!("if you trust it, run `git config --global --add safe.directory '{place}'`"));
    }
    if error.code() == ErrorCode::NotFound {
        return skipped(format!("repository `{id}` is left out: `{place}` is not a git repository"))
            .hint("name the folder that holds `.git`, or a bare repository");
    }
    if said.contains("object format") || said.contains("extension") {
        return skipped(format!(
            "repository `{id}` is left out: `{place}` has a format that is not supported: {said}"
        ))
        .hint("SHA-1 objects and the `files` reference storage are supported");
    }
    skipped(format!("repository `{id}` is left out: `{place}` cannot be opened: {said}"))
        .hint("`git fsck` may say more")
}

/// What is checked out; `None` while there is no commit on it.
pub(super) fn head(repository: &Repository) -> Option<Head> {
    let head = repository.head().ok()?;
    let commit = head.peel_to_commit().ok()?.id().to_string();
    let branch = head.is_branch().then(|| short_name(&head));
    Some(Head { branch, commit })
}

/// Why it cannot be said what is checked out, where that is not for lack of a commit.
pub(super) fn head_problem(repository: &Repository) -> Option<Diagnostic> {
    let error = repository.head().and_then(|it| it.peel_to_commit()).err()?;
    if error.code() == ErrorCode::UnbornBranch {
        return None;
    }
    Some(
        skipped(format!("what is checked out cannot be read: {}", error.message()))
            .hint("look at `.git/HEAD`"),
    )
}

/// The local branches, by name.
pub(super) fn branches(repository: &Repository) -> Vec<Branch> {
    let found = repository.branches(Some(BranchType::Local)).into_iter().flatten().flatten();
    let mut branches: Vec<Branch> = found
        .filter_map(|(branch, _)| {
            let reference = branch.get();
            let commit = reference.peel_to_commit().ok()?.id().to_string();
            Some(Branch { name: short_name(reference), commit })
        })
        .collect();
    branches.sort_by(|one, other| one.name.cmp(&other.name));
    branches
}

/// The branch that work starts from: the one given, the remote's, or one with a usual name.
pub(super) fn default_branch(repository: &Repository, given: Option<&str>) -> Option<String> {
    let usual = || USUAL_DEFAULTS.into_iter().find(|it| branch_commit(repository, it).is_some());
    given.map(str::to_owned).or_else(|| remote_default(repository)).or_else(|| usual().map(str::to_owned))
}

fn remote_default(repository: &Repository) -> Option<String> {
    let reference = repository.find_reference("refs/remotes/origin/HEAD").ok()?;
    let target = reference.symbolic_target().ok()??;
    target.strip_prefix("refs/remotes/origin/").map(str::to_owned)
}

/// The tip of a local branch, or else of its counterpart at the remote.
pub(super) fn branch_commit(repository: &Repository, name: &str) -> Option<git2::Oid> {
    let tip = |prefix: &str| {
        let reference = repository.find_reference(&format!("{prefix}{name}")).ok()?;
        Some(reference.peel_to_commit().ok()?.id())
    };
    tip("refs/heads/").or_else(|| tip("refs/remotes/origin/"))
}

/// Which of the paths exist in the tree of the head.
pub(super) fn present(repository: &Repository, paths: &[String]) -> Vec<String> {
    let tree = repository.head().and_then(|it| it.peel_to_tree());
    let Ok(tree) = tree else { return Vec::new() };
    let exists = |path: &&String| {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        path.is_empty() || path == "." || tree.get_path(Path::new(path)).is_ok()
    };
    paths.iter().filter(exists).cloned().collect()
}

fn short_name(reference: &Reference<'_>) -> String {
    String::from_utf8_lossy(reference.shorthand_bytes()).into_owned()
}
