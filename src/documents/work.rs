//! What a template sees of the work in a window of one repository.

use super::added_tests::{TestsView, tests_view};
use super::files::{ChangesView, FilesView};
use super::inputs::Inputs;
use super::text::Foreign;
use super::touched::TouchedView;
use crate::history::{Change, ChangeKind, Commit, Lines, Moment, RepositoryHistory, Window, paths};
use crate::templates::Words;
use schemars::JsonSchema;
use serde::Serialize;

/// Commits and files of a window.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct WorkView {
    /// Id of the repository.
    pub repository: String,
    /// What stands before each commit and file, where there are several repositories: `api@` and `api:`.
    pub marks: MarksView,
    /// What the plan says of a session's part in the repository; absent elsewhere, and after its first branch.
    pub touched: Option<TouchedView>,
    /// The branch that was worked on; absent when detached or asked for by commit.
    pub branch: Option<Foreign>,
    /// Whether what is checked out does not have it: it was done on another branch, which is not merged.
    pub aside: bool,
    /// Full object id that the net changes start from; absent for an empty tree.
    pub base: Option<String>,
    /// Full object id that they end at; absent where the net changes are a sum.
    pub head: Option<String>,
    /// Whether the net changes are the sum over the commits, since other commits lie between them.
    pub summed: bool,
    /// Number of commits.
    pub commits: usize,
    /// Full object id of the newest of them; absent if there is none.
    pub newest: Option<String>,
    /// Commits that are no merges, grouped by conventional type, in the usual order.
    pub groups: Vec<GroupView>,
    /// Number of merge commits.
    pub merges: usize,
    /// Net changes: one comparison of the tree before with the tree after.
    pub net: ChangesView,
    /// Tests that the net changes add and remove; absent where no changed file may hold any.
    pub tests: Option<TestsView>,
    /// Net changes of files that people read: Markdown and the like, plain text.
    pub documents: FilesView,
    /// Churn: the sum over the commits that are no merges.
    pub churn: Option<ChurnView>,
    /// Why less is known than there is, or than git shows.
    pub warnings: Vec<Foreign>,
}

/// What stands before a commit and before a file, so that both say where they are; empty where there is
/// one repository only, or only one that a pull request is about.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct MarksView {
    /// `api@`
    pub commit: String,
    /// `api:`
    pub file: String,
}

/// Commits of one conventional type.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "CommitGroup")]
pub struct GroupView {
    /// `feat`, `fix` and so on; `other` for subjects without a type.
    pub kind: String,
    /// The newest of them, newest first; at most 200.
    pub commits: Vec<CommitView>,
    /// How many are not shown.
    pub more: usize,
}

/// One commit.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CommitView {
    /// Full object id.
    pub id: String,
    /// The first paragraph of the message, at most 200 characters.
    pub subject: Foreign,
    /// The subject without conventional type and scope.
    pub description: Foreign,
    /// Conventional scope.
    pub scope: Option<Foreign>,
    /// What it breaks.
    pub breaking: Option<Foreign>,
    /// The pull request that its subject names.
    pub pull_request: Option<u32>,
    /// Who wrote it.
    pub author: Foreign,
    /// When it was written, RFC 3339.
    pub at: String,
    /// Whether it merges branches.
    pub merge: bool,
}

/// The sum over the commits that are no merges.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize)]
pub struct ChurnView {
    /// How often a commit touched a file.
    pub touches: usize,
    /// Lines added.
    pub added: u64,
    /// Lines removed.
    pub removed: u64,
}

/// Conventional types in the order in which readers expect them.
pub(super) const KINDS: [&str; 12] =
    ["feat", "fix", "perf", "refactor", "test", "docs", "build", "ci", "style", "chore", "revert", "other"];

/// Most commits of one type that are shown: as many as a reader takes in.
const MOST_SHOWN: usize = 200;

/// A subject longer than this is cut.
const LONGEST_SUBJECT: usize = 200;

/// The commits of a window, newest first.
pub(super) fn commits<'a>(repository: &'a RepositoryHistory, window: &Window) -> Vec<&'a Commit> {
    let index: std::collections::HashMap<&str, &Commit> =
        repository.commits.iter().map(|it| (it.id.as_str(), it)).collect();
    window.commits.iter().filter_map(|it| index.get(it.as_str()).copied()).collect()
}

/// The work in a window.
pub(super) fn work_view(inputs: &Inputs<'_>, repository: &RepositoryHistory, window: &Window) -> WorkView {
    let words = inputs.words;
    let marks = MarksView { commit: format!("{}@", repository.id), file: format!("{}:", repository.id) };
    let commits = commits(repository, window);
    let touched: Vec<&Change> = commits.iter().filter_map(|it| it.changes.as_ref()).flatten().collect();
    let is_known =
        commits.iter().any(|it| it.changes.is_some()) || commits.iter().all(|it| it.parents.len() > 1);
    let lines = Lines::of(touched.iter().copied());
    let documents: Vec<&Change> = window.net.iter().filter(|it| is_document(it)).collect();
    WorkView {
        repository: repository.id.clone(),
        touched: None,
        branch: window.branch.as_deref().map(Foreign::new),
        aside: repository.is_aside(window),
        base: window.base.clone(),
        head: window.head.clone(),
        summed: window.is_summed(),
        marks: if inputs.has_several() { marks } else { MarksView::default() },
        groups: groups(&commits, words),
        merges: commits.iter().filter(|it| it.parents.len() > 1).count(),
        commits: commits.len(),
        newest: commits.first().map(|it| it.id.clone()),
        net: ChangesView::of(&window.net),
        tests: tests_view([(repository, window)]),
        documents: FilesView::of(&documents),
        churn: is_known.then_some(ChurnView {
            touches: touched.len(),
            added: lines.added,
            removed: lines.removed,
        }),
        warnings: warnings(repository, window),
    }
}

/// Those of the window; with those of the repository where its first work of several is shown.
fn warnings(repository: &RepositoryHistory, window: &Window) -> Vec<Foreign> {
    let first = repository.windows_of(&window.request).find(|it| !it.commits.is_empty());
    let is_first = first.is_none_or(|it| std::ptr::eq(it, window));
    let own = repository.warnings.iter().filter(|_| is_first);
    own.chain(&window.warnings).map(|it| Foreign::new(&it.message)).collect()
}

pub(super) fn is_document(change: &Change) -> bool {
    change.kind != ChangeKind::Deleted && paths::is_document(&change.path)
}

fn groups(commits: &[&Commit], words: &Words) -> Vec<GroupView> {
    let group = |name: &str| {
        let own = || commits.iter().filter(|it| it.parents.len() < 2 && kind_of(it) == name);
        let commits: Vec<CommitView> = own().take(MOST_SHOWN).map(|it| CommitView::of(it, words)).collect();
        GroupView { kind: name.to_owned(), more: own().count() - commits.len(), commits }
    };
    KINDS.iter().map(|it| group(it)).filter(|it| !it.commits.is_empty()).collect()
}

/// The conventional type of a commit; `other` for what is none.
pub(super) fn kind_of(commit: &Commit) -> &'static str {
    let kind = commit.message.kind.as_deref().unwrap_or("other");
    KINDS.iter().copied().find(|it| *it == kind).unwrap_or("other")
}

impl CommitView {
    pub(super) fn of(commit: &Commit, words: &Words) -> Self {
        let message = &commit.message;
        let unsaid = words.word("no_message").unwrap_or_default();
        let subject = shortened(&message.subject, unsaid);
        let description =
            message.description.as_deref().map_or_else(|| subject.clone(), |it| shortened(it, unsaid));
        Self {
            id: commit.id.clone(),
            subject: Foreign::new(&subject),
            description: Foreign::new(&description),
            scope: message.scope.as_deref().map(Foreign::new),
            breaking: message.breaking.as_deref().map(Foreign::new),
            pull_request: message.pull_request,
            author: Foreign::new(&commit.author.name),
            at: commit.authored.to_rfc3339(),
            merge: commit.parents.len() > 1,
        }
    }
}

/// At most 200 characters; a commit without a message says so.
pub(super) fn shortened(subject: &str, unsaid: &str) -> String {
    match subject.char_indices().nth(LONGEST_SUBJECT) {
        Some((end, _)) => format!("{}…", subject[..end].trim_end()),
        None if subject.trim().is_empty() => unsaid.to_owned(),
        None => subject.to_owned(),
    }
}

/// First and last moment of some commits, by committer time, which windows go by too.
pub(super) fn span<'a>(commits: impl Iterator<Item = &'a Commit>) -> Option<(Moment, Moment)> {
    commits.map(|it| it.committed).fold(None, |span, at| match span {
        Some((first, last)) => Some((first.min(at), last.max(at))),
        None => Some((at, at)),
    })
}
