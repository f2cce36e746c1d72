//! What happened, as owned plain data: the same types whether read from git or from a facts file.
//!
//! Texts are as git has them, decoded; whoever prints them cleans and escapes them.

use super::added_tests::{TestRule, Tests};
use super::{DocumentLength, NamedCommit, Naming, Remote, Standing, WindowRequest};
use crate::diagnostics::Diagnostic;
use chrono::{DateTime, FixedOffset};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A moment with the offset from UTC that its author's clock had.
pub type Moment = DateTime<FixedOffset>;

/// What happened in every repository that was asked for, in the order asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// One entry for each repository that could be read.
    pub repositories: Vec<RepositoryHistory>,
}

/// What happened in one repository.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepositoryHistory {
    /// The id under which it was asked for.
    pub id: String,
    /// What is checked out; `None` while the repository has no commit.
    pub head: Option<Head>,
    /// The branch that work starts from, if one is known.
    pub default_branch: Option<String>,
    /// The project that `origin` names, if it is one of a forge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<Remote>,
    /// Local branches, by name.
    pub branches: Vec<Branch>,
    /// Branches beside those that they are merged into, as far as they were asked for and found, in the order asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standings: Vec<Standing>,
    /// The commits that carry `Plan-*` records or lie in a window, children before parents.
    pub commits: Vec<Commit>,
    /// The windows that were asked for and found, in the order asked. A span or a session has one for what is
    /// checked out, and then one for each other local branch with commits in it that none before it has.
    pub windows: Vec<Window>,
    /// Those of the paths asked for that exist at the head.
    pub present: Vec<String>,
    /// Those of the paths asked for that do not exist there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// Why less is known than there is, or than `git` shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// The JSON files of the folder asked for, as they are at the head, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<JsonFile>,
    /// The rules by which tests were counted, beside those that are built in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub test_rules: Vec<TestRule>,
    /// Those of the documents asked for that exist at the head, with the commits that they name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Naming>,
    /// The commits asked for by id and those that documents name, looked up, by id; without those of
    /// which nothing can be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<NamedCommit>,
}

/// Something that a reader of the facts must know to believe them no more than they deserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A JSON file at the head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JsonFile {
    /// Its path, with `/`.
    pub path: String,
    /// Its text; bytes that are not UTF-8 as U+FFFD.
    pub text: String,
    /// Whether the head reaches the commit that the file names in its field `commit`.
    #[serde(default)]
    pub reached: bool,
}

/// What is checked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The branch; `None` when detached.
    pub branch: Option<String>,
    /// Full object id.
    pub commit: String,
}

/// A local branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Without `refs/heads/`.
    pub name: String,
    /// Full object id of its tip.
    pub commit: String,
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// Full object id.
    pub id: String,
    /// Full object ids; several for a merge, none for a root.
    pub parents: Vec<String>,
    /// Who wrote the change.
    pub author: Person,
    /// Who wrote it too, by lines `Co-authored-by: Name <mail>` anywhere in the message; each person once,
    /// and not the author again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_authors: Vec<Person>,
    /// When it was written; the Unix epoch if git's date is out of range.
    pub authored: Moment,
    /// When it was committed.
    pub committed: Moment,
    /// The parsed message.
    pub message: Message,
    /// Where it takes back a merge: full ids of the commits with records that the merge had brought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undoes: Vec<String>,
    /// What it changed against its first parent, with renames; `None` for a merge, and where no
    /// window asked for it.
    pub changes: Option<Vec<Change>>,
    /// Paths that it touches, where they were read and what it changed was not; facts have what it changed.
    #[serde(skip)]
    pub paths: Vec<String>,
}

/// A name and a mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name, by the repository's mailmap if it has one.
    pub name: String,
    /// The mail address, likewise.
    pub email: String,
}

/// A commit message, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Message {
    /// The first paragraph on one line, as `git log --format=%s` prints it.
    pub subject: String,
    /// What follows, without the trailer block.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Conventional type in lower case: `feat`; `None` for any other subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Conventional scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Conventional description: the subject without type, scope and pull-request number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What a breaking change breaks; the description where only `!` says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breaking: Option<String>,
    /// The pull request that the subject names: `(#12)` or `Merge pull request #12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_request: Option<u32>,
    /// The commit that this one takes back, by `This reverts commit <id>.`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverts: Option<String>,
    /// The commit that this one was picked from, by `(cherry picked from commit <id>)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picked: Option<String>,
    /// Git's own trailer block, unfolded, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trailers: Vec<Trailer>,
}

/// One trailer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trailer {
    /// What stands before the colon, as it is written.
    pub key: String,
    /// What follows it, on one line.
    pub value: String,
}

/// The commits that count for a document, and what they come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// What was asked for.
    pub request: WindowRequest,
    /// The commit whose tree the net changes start from; `None` for the empty tree.
    pub base: Option<String>,
    /// The commit whose tree they end at; `None` when the window is empty, and where `net` is a sum.
    pub head: Option<String>,
    /// The branch that `head` was asked for by, if it is one; of a span or session, the branch it is of.
    pub branch: Option<String>,
    /// Ids of the commits, children before parents; each stands among those of the repository.
    pub commits: Vec<String>,
    /// One tree diff from `base` to `head`, by path. Where other commits lie between those of the window,
    /// there are no two such trees, and it is the sum of what the commits changed; then it has no ends.
    pub net: Vec<Change>,
    /// Why what it covers is doubtful.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// Of a branch: the templates for pull requests that its base has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<RequestTemplate>,
    /// How long the documents are at its end that it changed and did not delete, by path; not of a branch or where
    /// there are more than a thousand, and without those that cannot be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentLength>,
}

/// A template for pull requests; text that somebody else wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestTemplate {
    /// The forge that looks there.
    pub host: TemplateHost,
    /// Its path, with `/`.
    pub path: String,
    /// Its text; bytes that are not UTF-8 as U+FFFD.
    pub text: String,
}

/// A forge that templates are meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TemplateHost {
    /// GitHub, and those that follow it.
    Github,
    /// GitLab.
    Gitlab,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What happened to it.
    pub kind: ChangeKind,
    /// Its path now, with `/`; bytes that are not UTF-8 as U+FFFD.
    pub path: String,
    /// Its path before a rename.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Lines added and removed; `None` where git does not count them (binary files).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Lines>,
    /// Tests that these lines open, by rule; known of net changes only, and `None` where no rule looks at the
    /// file or its lines could not be searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests: Option<Vec<Tests>>,
    /// What else became of it than its lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special: Option<Special>,
}

/// What became of a file beside its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Special {
    /// It is, or was, a commit of another repository; git counts that as one line.
    Submodule {
        /// Full object id; `None` if it was none before.
        from: Option<String>,
        /// Full object id; `None` if it is none any more.
        to: Option<String>,
    },
    /// It became executable, or ceased to be.
    Mode {
        /// Octal: `644`.
        from: String,
        /// Octal: `755`.
        to: String,
    },
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It was not there before.
    Created,
    /// Its content or mode changed.
    Modified,
    /// It is not there any more.
    Deleted,
    /// It moved, and may have changed as well.
    Renamed,
    /// A file became a link, or the like.
    Typechange,
}

/// Lines added and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// Lines that only the new file has.
    pub added: u64,
    /// Lines that only the old file has.
    pub removed: u64,
}

impl Warning {
    /// Takes what a user is told over into the facts.
    pub(super) fn of(diagnostic: &Diagnostic) -> Self {
        Self { message: diagnostic.message.clone(), hint: diagnostic.hint.clone() }
    }
}

impl Message {
    /// Whether a line of the trailer block is a `Plan-*` record.
    pub fn has_records(&self) -> bool {
        self.trailers.iter().any(Trailer::is_record)
    }

    /// Whether it matters outside windows: by a record, in the block or loose, or as a revert.
    pub(super) fn is_recorded(&self) -> bool {
        let is_record = |line: &str| {
            let prefix = line.trim_start().get(..5);
            prefix.is_some_and(|it| it.eq_ignore_ascii_case("plan-"))
        };
        let reverts = self.reverts.is_some() || self.reverted_pull_request().is_some();
        self.has_records() || reverts || self.subject.contains(" Plan-") || self.body.lines().any(is_record)
    }
}

impl Trailer {
    /// Whether it is a `Plan-*` record.
    pub fn is_record(&self) -> bool {
        self.key.get(..5).is_some_and(|prefix| prefix.eq_ignore_ascii_case("plan-"))
    }
}

impl Window {
    /// Whether `net` is the sum of what the commits changed, since other commits lie between them.
    pub fn is_summed(&self) -> bool {
        self.head.is_none() && !self.commits.is_empty()
    }
}

impl RepositoryHistory {
    /// The commit with this full id.
    pub fn commit(&self, id: &str) -> Option<&Commit> {
        self.commits.iter().find(|it| it.id == id)
    }

    /// The window that answers this request; of several, the one of what is checked out.
    pub fn window(&self, request: &WindowRequest) -> Option<&Window> {
        self.windows.iter().find(|it| it.request == *request)
    }
}

impl Lines {
    /// The sum over changes, leaving out submodules, and files whose lines git does not count.
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let is_file = |it: &&Change| !matches!(it.special, Some(Special::Submodule { .. }));
        changes.into_iter().filter(is_file).filter_map(|it| it.lines).fold(Self::default(), |sum, it| Self {
            added: sum.added + it.added,
            removed: sum.removed + it.removed,
        })
    }
}
