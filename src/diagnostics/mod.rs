//! What a user is told about a problem: the message, where it is, and what to do about it.
//!
//! [`Diagnostic`] is the only error that crosses a layer. It carries its own excerpt source, so it
//! can be printed anywhere, and a [`Fault`], which decides the exit code.

mod clean;
mod code;
mod report;
mod source;

pub use clean::{clean, clean_block};
pub use code::Code;
pub use report::{Style, github, json, report};
pub use source::{Origin, Place, Source, Sources};

/// How much a problem weighs: an error stops the run, a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The run goes on.
    Warning,
}

/// Whose problem it is, which decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A plan, a template or the state of the output is wrong.
    Input,
    /// The command line is wrong.
    Usage,
    /// A person must decide.
    Undecided,
    /// The file system, git or the terminal failed.
    Environment,
}

/// One problem, as a user reads it.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Whether it stops the run.
    pub severity: Severity,
    /// Whose problem it is.
    pub fault: Fault,
    /// What kind of problem it is, if it is one that can be explained.
    pub code: Option<Code>,
    /// Lower case, no final stop, backticks round literals.
    pub message: String,
    /// Where it is, if it is in a text.
    pub origin: Option<Origin>,
    /// What the underline says; may be empty.
    pub label: String,
    /// Other places that matter, each with what it says there.
    pub related: Vec<(Origin, String)>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A value, or every problem that kept it from being made.
pub type Checked<T> = Result<T, Vec<Diagnostic>>;

impl Diagnostic {
    /// Makes an error about the input.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            fault: Fault::Input,
            code: None,
            message: message.into(),
            origin: None,
            label: String::new(),
            related: Vec::new(),
            hint: None,
        }
    }

    /// Makes a warning about the input.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// Makes an error about the environment: a file, a repository, the terminal.
    pub fn environment(message: impl Into<String>) -> Self {
        Self { fault: Fault::Environment, ..Self::error(message) }
    }

    /// Makes an error about the command line.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { fault: Fault::Usage, ..Self::error(message) }
    }

    /// The same as an error, where going on makes no sense.
    #[must_use]
    pub fn into_error(self) -> Self {
        Self { severity: Severity::Error, ..self }
    }

    /// Says where the problem is.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Says what the underline reads.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, origin: Origin, label: impl Into<String>) -> Self {
        self.related.push((origin, label.into()));
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Suggests the known name that is nearest to `word`, or lists the names when none is near.
    #[must_use]
    pub fn suggest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(word, known.iter().copied()) {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None if known.is_empty() => self,
            None if known.len() > MOST_NAMES => {
                let names = known[..MOST_NAMES].join(", ");
                self.hint(format!("known names: {names} and {} more", known.len() - MOST_NAMES))
            }
            None => self.hint(format!("known names: {}", known.join(", "))),
        }
    }
}

/// More names than a hint should list.
const MOST_NAMES: usize = 30;

/// Longer than any name that somebody means.
const LONGEST_NAME: usize = 100;

/// The candidate nearest to `word`, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST_NAME {
        return None;
    }
    let distance = |name: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &name.to_lowercase());
    let near = candidates.into_iter().map(|name| (distance(name), name)).filter(|(distance, name)| {
        let length = name.chars().count();
        *distance <= 1 + length / 4 && *distance < length
    });
    let likeness = |name: &str| strsim::jaro(word, name);
    let best = near.min_by(|(one, left), (other, right)| {
        one.cmp(other).then_with(|| likeness(right).total_cmp(&likeness(left)))
    });
    best.map(|(_, name)| name)
}

/// Whether any of the problems stops the run.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|it| it.severity == Severity::Error)
}
