//! What to read, and how much of it.

use super::{Moment, TestRule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The repositories, in the order in which they should be listed.
    pub repositories: Vec<RepositoryRequest>,
    /// A folder for what is worth keeping between two runs, outside of every repository; made if needed.
    pub cache: Option<std::path::PathBuf>,
    /// How much to read.
    pub detail: Detail,
}

/// How much is read of what is asked for: each level takes many times as long as the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The commits that hold records; no windows.
    Records,
    /// Windows, with what their commits changed together.
    Net,
    /// Windows, with the paths that their commits touch too, where these are not too many.
    Paths,
    /// Windows, with what each of their commits changed, and with the lengths of documents.
    #[default]
    Each,
}

/// What to read from one repository.
#[derive(Clone, Debug)]
pub struct RepositoryRequest {
    /// How the user calls it.
    pub id: String,
    /// Where it is.
    pub place: Place,
    /// Which commits may carry records; `None` where none are wanted.
    pub records: Option<RecordsRequest>,
    /// Which windows to resolve.
    pub windows: Vec<WindowRequest>,
    /// Which paths to look up at the head.
    pub paths: Vec<String>,
    /// A folder whose JSON files are read at the head.
    pub folder: Option<String>,
    /// Documents in which to look for ids of commits, by their paths at the head.
    pub documents: Vec<String>,
    /// Ids of commits to look up.
    pub named: Vec<String>,
    /// Branches to compare with those that they are merged into: name, and base if it is not the default branch.
    pub standings: Vec<(String, Option<String>)>,
    /// The branch that work starts from, if the user said so.
    pub default_branch: Option<String>,
    /// How tests are found beside the rules that are built in.
    pub test_rules: Vec<TestRule>,
}

impl RepositoryRequest {
    /// Asks only what is checked out.
    pub fn of(id: &str, place: Place) -> Self {
        Self {
            id: id.to_owned(),
            place,
            records: None,
            windows: Vec::new(),
            paths: Vec::new(),
            folder: None,
            documents: Vec::new(),
            named: Vec::new(),
            standings: Vec::new(),
            default_branch: None,
            test_rules: Vec::new(),
        }
    }
}

/// Where a repository's facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A work tree or bare repository, opened exactly there.
    Repository(std::path::PathBuf),
    /// A facts file.
    Facts(std::path::PathBuf),
    /// Not on this machine: nothing is known of it, and nothing is said of that.
    Elsewhere,
}

/// Which commits may carry records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordsRequest {
    /// Branches to walk beside the head; those that do not exist are passed over.
    pub branches: Vec<String>,
    /// Where the walk stops; the whole history if unsaid.
    pub since: Option<String>,
}

/// Which commits count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WindowRequest {
    /// `A..B`: commits reachable from `to` and not from `from`; net changes from the merge base.
    Range {
        /// A revision.
        from: String,
        /// A revision.
        to: String,
    },
    /// A branch against its base; both found by themselves if unsaid.
    Branch {
        /// A revision; the default branch if unsaid.
        base: Option<String>,
        /// A revision; what is checked out if unsaid.
        head: Option<String>,
    },
    /// The branch of this name against the default branch, as a part of the same work in another repository;
    /// empty where there is no such branch.
    Namesake {
        /// Without `refs/heads/`.
        branch: String,
    },
    /// Commits of the head and of all local branches whose committer date lies in the span, both ends
    /// included; a day is a span.
    Span {
        /// First moment.
        since: Option<Moment>,
        /// Last moment.
        until: Option<Moment>,
    },
    /// The newest commits of the heads and local branches of all repositories together, with no gap longer
    /// than this between two of them.
    LatestSession {
        /// Minutes.
        gap: u32,
    },
    /// Those commits of another window that fit all that is said; of a latest session, the latest one of
    /// commits that fit.
    Only {
        /// The other window.
        of: Box<Self>,
        /// A part of the author's `Name <mail>` after the mailmap, without regard to case.
        author: Option<String>,
        /// The value of a `Plan-Session` trailer.
        session: Option<String>,
    },
}

impl Request {
    /// Asks every repository for one more window.
    pub fn ask(&mut self, window: Option<&WindowRequest>) {
        for repository in &mut self.repositories {
            let new = window.filter(|it| !repository.windows.contains(it));
            repository.windows.extend(new.cloned());
        }
    }
}

impl WindowRequest {
    /// The window that commits are chosen from.
    pub fn whole(&self) -> &Self {
        match self {
            Self::Only { of, .. } => of.whole(),
            _ => self,
        }
    }
}

impl fmt::Display for WindowRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unsaid = |it: &Option<String>, name: &str| it.clone().unwrap_or_else(|| name.to_owned());
        match self {
            Self::Range { from, to } => write!(formatter, "the range `{from}..{to}`"),
            Self::Branch { base, head } => {
                let (base, head) = (unsaid(base, "the default branch"), unsaid(head, "HEAD"));
                write!(formatter, "the branch `{head}` against `{base}`")
            }
            Self::Namesake { branch } => write!(formatter, "the branch `{branch}`, if there is one"),
            Self::Span { since, until } => {
                let end = |it: &Option<Moment>| it.map(|it| it.to_rfc3339()).unwrap_or_default();
                write!(formatter, "the span `{}..{}`", end(since), end(until))
            }
            Self::LatestSession { gap } => {
                write!(formatter, "the latest session with gaps up to {gap} minutes")
            }
            Self::Only { of, author, session } => {
                write!(formatter, "{of}")?;
                let author = author.iter().map(|it| format!(", of author `{it}`"));
                let session = session.iter().map(|it| format!(", with `Plan-Session: {it}`"));
                author.chain(session).try_for_each(|it| formatter.write_str(&it))
            }
        }
    }
}
