//! Windows as they are asked for.

use super::{Moment, Request};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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
