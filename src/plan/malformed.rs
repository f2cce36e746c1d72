//! Why a text is no id, amount, count, limit or status.

use crate::diagnostics::{Code, Diagnostic};
use std::fmt;

/// Why a text is not what its field wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    code: Code,
    message: String,
    hint: String,
}

impl Malformed {
    /// States what is wrong, and how it is written right.
    pub(super) fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }

    /// The same as a user reads it.
    pub fn diagnostic(&self) -> Diagnostic {
        self.code.says(&self.message).hint(&self.hint)
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}; {}", self.message, self.hint)
    }
}
