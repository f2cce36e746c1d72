//! What findings are about and why they stand as they do, as data that views put into words.

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A path, a branch, a subject; text that somebody else wrote.
    Text(String),
    /// A service, by id.
    Service(String),
    /// A task, by id.
    Task(String),
    /// A phase, by id.
    Phase(String),
    /// A commit that a text names.
    Mention {
        /// The commit, as the text has it.
        name: String,
        /// The file, with its repository if it stands in one.
        place: String,
        /// Line in it, from 1.
        line: usize,
    },
}

/// Why a finding stands as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The repository was not read.
    NotRead {
        /// Its id.
        repository: String,
    },
    /// What was read of the repository says nothing of it.
    NotTold {
        /// Its id.
        repository: String,
    },
    /// The tree of the head lacks it.
    Missing {
        /// Id of the repository.
        repository: String,
    },
    /// The tree of the head lacks it, though the phase is done.
    DoneWithout {
        /// Id of the phase.
        phase: String,
        /// Id of the repository.
        repository: String,
    },
    /// The phase has not begun.
    NotBegun {
        /// Its id.
        phase: String,
    },
    /// The phase is not over.
    NotOver {
        /// Its id.
        phase: String,
    },
    /// No branch or merge that was read has the name.
    NoBranch,
    /// No commit that was read has the subject.
    NoSubject,
    /// It fits none of the patterns of the plan.
    NoPattern {
        /// Those patterns.
        patterns: Vec<String>,
    },
    /// It begins with another type than those of the plan.
    OtherType {
        /// The type that it begins with.
        kind: String,
        /// Those of the plan.
        types: Vec<String>,
    },
    /// It begins with no type.
    NoType {
        /// Those of the plan.
        types: Vec<String>,
    },
    /// No commit that was read touches its tests.
    NoTests,
    /// Tests and code are in two repositories.
    TwoRepositories,
    /// One commit brings tests and code.
    OneCommit,
    /// The first commit with code is older than the first with tests.
    CodeFirst,
    /// Some repositories cannot be asked; without any, none can.
    NotLookedUp {
        /// Their ids.
        repositories: Vec<String>,
    },
    /// There is no such commit.
    NoCommit,
    /// The head does not reach it.
    NotReached,
    /// It was written on another day.
    OtherDate {
        /// That day.
        written: String,
        /// The day that the text states.
        stated: String,
    },
}

impl Reason {
    /// Id of the one repository that it speaks of.
    pub(super) fn repository(&self) -> Option<&str> {
        match self {
            Self::NotRead { repository }
            | Self::NotTold { repository }
            | Self::Missing { repository }
            | Self::DoneWithout { repository, .. } => Some(repository),
            _ => None,
        }
    }

    /// The name of its words, and the values that stand in them.
    pub fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        let one = |name, value: &String| vec![(name, value.clone())];
        match self {
            Self::NotRead { repository } => ("because_not_read", one("repository", repository)),
            Self::NotTold { repository } => ("because_not_told", one("repository", repository)),
            Self::Missing { repository } => ("because_missing", one("repository", repository)),
            Self::DoneWithout { phase, repository } => {
                ("because_done_without", vec![("phase", phase.clone()), ("repository", repository.clone())])
            }
            Self::NotBegun { phase } => ("because_not_begun", one("phase", phase)),
            Self::NotOver { phase } => ("because_not_over", one("phase", phase)),
            Self::NoBranch => ("because_no_branch", Vec::new()),
            Self::NoSubject => ("because_no_subject", Vec::new()),
            Self::NoPattern { patterns } => ("because_no_pattern", vec![("patterns", patterns.join(", "))]),
            Self::OtherType { kind, types } => {
                ("because_other_type", vec![("type", kind.clone()), ("types", types.join(", "))])
            }
            Self::NoType { types } => ("because_no_type", vec![("types", types.join(", "))]),
            Self::NoTests => ("because_no_tests", Vec::new()),
            Self::TwoRepositories => ("because_two_repositories", Vec::new()),
            Self::OneCommit => ("because_one_commit", Vec::new()),
            Self::CodeFirst => ("because_code_first", Vec::new()),
            Self::NotLookedUp { repositories } if repositories.is_empty() => {
                ("because_looked_up_nowhere", Vec::new())
            }
            Self::NotLookedUp { repositories } => {
                ("because_not_looked_up", vec![("repositories", repositories.join(", "))])
            }
            Self::NoCommit => ("because_no_commit", Vec::new()),
            Self::NotReached => ("because_not_reached", Vec::new()),
            Self::OtherDate { written, stated } => {
                ("because_other_date", vec![("written", written.clone()), ("stated", stated.clone())])
            }
        }
    }
}

impl From<&str> for About {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
