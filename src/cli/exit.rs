//! How a run ends.

use crate::diagnostics::{Diagnostic, Fault, Severity};

/// How a run ends, as scripts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitCode {
    /// Done.
    Done = 0,
    /// Problems in the input: a bad plan or template, stale output.
    Problems = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A person must decide.
    Undecided = 3,
    /// Files, git or the terminal failed.
    Environment = 4,
}

impl ExitCode {
    /// The code for what was reported: that of the gravest error, the environment before all.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
        match errors.map(|it| it.fault).max() {
            None => Self::Done,
            Some(Fault::Input) => Self::Problems,
            Some(Fault::Usage) => Self::Usage,
            Some(Fault::Undecided) => Self::Undecided,
            Some(Fault::Environment) => Self::Environment,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}
