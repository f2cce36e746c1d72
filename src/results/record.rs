//! One fact that a commit states through a `Plan-*` trailer.

use super::{Evidence, Outcome, Status, Verdict};
use crate::plan::{Budget, Quantity};

/// One fact, with the commit that states it and what it is about.
#[derive(Clone, Debug)]
pub struct Record {
    /// Index of the phase.
    pub phase: Option<usize>,
    /// Ids of the services that the commit names.
    pub services: Vec<String>,
    /// What it states.
    pub fact: Fact,
    /// The commit.
    pub evidence: Evidence,
}

/// What a record states.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A step of the pattern, by index, and where it stands.
    Step(usize, Status),
    /// A task, by id.
    Task(String, Status),
    /// A verdict that somebody claims for a gate, by id.
    Gate(String, Verdict),
    /// A criterion, by id.
    Check(String, Outcome),
    /// A measured value.
    Measure(String, Quantity),
    /// Time or credits.
    Spent(Budget),
    /// Something for the wrap-up, in the author's words.
    Note(NoteKind, String),
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words say it")]
pub enum NoteKind {
    Decision,
    Deviation,
    Lesson,
    Blocker,
    Next,
    Proof,
}

impl NoteKind {
    /// The trailer key, in lower case.
    pub fn key(self) -> &'static str {
        match self {
            Self::Decision => "plan-decision",
            Self::Deviation => "plan-deviation",
            Self::Lesson => "plan-lesson",
            Self::Blocker => "plan-blocker",
            Self::Next => "plan-next",
            Self::Proof => "plan-evidence",
        }
    }

    /// Every kind, in the order in which a summary shows them.
    pub const ALL: [Self; 6] =
        [Self::Decision, Self::Deviation, Self::Lesson, Self::Blocker, Self::Next, Self::Proof];
}
