//! Why less is known of a repository than there is, or than `git` shows.

use super::graph::Graph;
use super::oid::Oid;
use super::repository::skipped;
use super::store::Repository;
use super::{Change, Commit, Message, RepositoryHistory, Warning};
use crate::diagnostics::Diagnostic;

/// What the shape of the part of the repository that was read makes doubtful.
pub(super) fn of_repository(repository: &Repository, graph: &Graph<'_>) -> Vec<Diagnostic> {
    let doubts = [
        missing(graph.missing()),
        grafted(graph.grafted()),
        undated(graph.undated()),
        replaced(replacements(repository)),
    ];
    doubts.into_iter().flatten().collect()
}

/// What the commits that were read make doubtful.
pub(super) fn of_commits(history: &RepositoryHistory) -> Vec<Diagnostic> {
    let garbled = |it: &&Commit| {
        is_garbled(&it.message.subject) || is_garbled(&it.message.body) || is_garbled(&it.author.name)
    };
    let commits = history.commits.iter().filter(garbled).count();
    let changes = history
        .commits
        .iter()
        .filter_map(|it| it.changes.as_ref())
        .chain(history.windows.iter().map(|it| &it.net));
    let mut paths: Vec<&str> =
        changes.flatten().map(|it: &Change| it.path.as_str()).filter(|it| is_garbled(it)).collect();
    paths.sort_unstable();
    paths.dedup();
    let unsaid = history.commits.iter().filter(|it| hides_breaking_change(&it.message)).count();
    [undecodable(commits), odd_paths(paths.len()), hidden_breaking_changes(unsaid)]
        .into_iter()
        .flatten()
        .collect()
}

/// Of files that a partial clone has by name only.
pub(super) fn absent(files: usize) -> Option<Diagnostic> {
    (files > 0).then(|| {
        skipped(format!("changes of files whose contents this partial clone lacks: {files}; their lines are not counted"))
            .hint("`git clone` without `--filter` brings them; until then a moved file may show as deleted and created")
    })
}

/// Of commits whose trees cannot be compared with those of their parents.
pub(super) fn incomparable(commits: &[(Oid, String)]) -> Option<Diagnostic> {
    let (newest, said) = commits.first()?;
    let count = commits.len();
    let message =
        format!("commits whose changes cannot be read: {count}, the newest of them `{newest}`: {said}");
    Some(skipped(message).hint("fetch what this clone lacks, or run `git fsck`"))
}

fn missing(commits: usize) -> Option<Diagnostic> {
    (commits > 0).then(|| {
        skipped(format!(
            "commits that are missing or damaged: {commits}; what came before them is not counted"
        ))
        .hint("`git fsck` may say more")
    })
}

/// Of commits that count, but whose parents the clone lacks.
pub(super) fn cut_off(commits: usize) -> Option<Diagnostic> {
    (commits > 0).then(|| {
        skipped(format!(
            "commits at the edge of a shallow clone: {commits}; what they changed, and all before them, is not counted"
        ))
        .hint("`git fetch --unshallow` brings the rest")
    })
}

fn grafted(commits: usize) -> Option<Diagnostic> {
    (commits > 0).then(|| {
        skipped(format!("commits whose parents `.git/info/grafts` changes: {commits}"))
            .hint("other clones do not have these grafts, and count other commits")
    })
}

fn undated(commits: usize) -> Option<Diagnostic> {
    let message = format!("commits with dates that no calendar has: {commits}; they show as 1970-01-01");
    (commits > 0).then(|| skipped(message).hint("`git log --format=raw` shows what they say"))
}

fn replaced(objects: usize) -> Option<Diagnostic> {
    (objects > 0).then(|| {
        skipped(format!(
            "objects that `refs/replace` replaces: {objects}; the originals are read, so `git` shows another history"
        ))
        .hint("`GIT_NO_REPLACE_OBJECTS=1 git log` shows what is counted")
    })
}

fn replacements(repository: &Repository) -> usize {
    repository.references("refs/replace/").map_or(0, |it| it.len())
}

fn undecodable(commits: usize) -> Option<Diagnostic> {
    (commits > 0).then(|| {
        skipped(format!(
            "commits with text in an unknown encoding: {commits}; what cannot be read shows as `\u{fffd}`"
        ))
        .hint("UTF-8 is read, and what the `encoding` of a commit names, as the web knows it; `git log` may know more")
    })
}

fn odd_paths(paths: usize) -> Option<Diagnostic> {
    (paths > 0).then(|| {
        skipped(format!("paths that are not UTF-8: {paths}; what cannot be read shows as `\u{fffd}`"))
    })
}

/// Whether a line looks as if it should say what breaks, but stands or is written where it does not.
fn hides_breaking_change(message: &Message) -> bool {
    let says_so = |line: &str| {
        let word = line.get(.."breaking change:".len()).map(str::to_lowercase);
        word.is_some_and(|it| it.replace('-', " ") == "breaking change:")
    };
    message.breaking.is_none() && message.body.lines().any(says_so)
}

fn hidden_breaking_changes(commits: usize) -> Option<Diagnostic> {
    (commits > 0).then(|| {
        skipped(format!("commits with a `BREAKING CHANGE` that does not count: {commits}")).hint(
            "write it in capitals, after a blank line or in the last paragraph, or `!` before the colon",
        )
    })
}

fn is_garbled(text: &str) -> bool {
    text.contains('\u{fffd}')
}

/// A warning with the repository that it is of.
pub(super) fn told(id: &str, warning: &Warning) -> Diagnostic {
    let diagnostic = skipped(format!("repository `{id}`: {}", warning.message));
    warning.hint.iter().fold(diagnostic, Diagnostic::hint)
}
