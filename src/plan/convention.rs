//! How branches and commits are named, and in which order code is written.

use super::{Spanned, covers};
use schemars::JsonSchema;
use serde::Deserialize;

/// How branches and commits are named, and in which order code is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conventions {
    /// Patterns of branch names; `*` or a word in `<` and `>` stands for any text without `/`.
    #[serde(default)]
    #[schemars(extend("examples" = [["feature/<epic>-<part>", "fix/*"]]))]
    pub branches: Vec<Spanned<String>>,
    /// Types of commit: `feat`, `fix`.
    #[serde(default)]
    pub commit_types: Vec<Spanned<String>>,
    /// Tests are committed before the code that they test: by service, task and phase, the first commit
    /// that touches the one is compared with the first that touches the other.
    pub tests_first: Option<TestsFirst>,
}

/// What counts as a test and what as code: paths or globs, relative to each repository.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestsFirst {
    /// Files of tests.
    #[schemars(extend("examples" = [["**/tests/**", "**/*_test.go"]]))]
    pub tests: Vec<Spanned<String>>,
    /// Files of code; those that are tests too count as tests.
    #[schemars(extend("examples" = [["**/src/**", "**/*.go"]]))]
    pub code: Vec<Spanned<String>>,
}

impl Conventions {
    /// Whether the name of a branch fits one of the patterns; `None` if there are none.
    pub fn fits_branch(&self, name: &str) -> Option<bool> {
        (!self.branches.is_empty()).then(|| self.branches.iter().any(|it| fits(it, name)))
    }

    /// Whether a subject begins with one of the types and a colon; `None` if no types are stated.
    pub fn fits_subject(&self, subject: &str) -> Option<bool> {
        let kind = kind(subject);
        let known = kind.is_some_and(|kind| self.commit_types.iter().any(|it| it.value == kind));
        (!self.commit_types.is_empty()).then_some(known)
    }

    /// Takes over what an included file states.
    pub(super) fn absorb(&mut self, part: &mut Self) {
        self.branches.append(&mut part.branches);
        self.commit_types.append(&mut part.commit_types);
        match (&mut self.tests_first, part.tests_first.take()) {
            (Some(own), Some(mut part)) => {
                own.tests.append(&mut part.tests);
                own.code.append(&mut part.code);
            }
            (own, Some(part)) => *own = Some(part),
            (_, None) => {}
        }
    }
}

impl TestsFirst {
    /// Whether a file belongs to the tests.
    pub fn is_test(&self, path: &str) -> bool {
        self.tests.iter().any(|it| covers(it, path))
    }

    /// Whether a file belongs to the code, and not to the tests.
    pub fn is_code(&self, path: &str) -> bool {
        !self.is_test(path) && self.code.iter().any(|it| covers(it, path))
    }
}

/// The word before the colon, scope and `!` of a subject: `feat`; `None` if there is none.
pub fn kind(subject: &str) -> Option<&str> {
    let (before, _) = subject.split_once(':')?;
    let kind = before.split(['(', '!']).next().unwrap_or_default();
    (!kind.is_empty() && !kind.contains(char::is_whitespace)).then_some(kind)
}

/// Whether a name fits a pattern, in which `*` or a word in `<` and `>` stands for text without `/`.
fn fits(pattern: &str, name: &str) -> bool {
    let (mut parts, mut names) = (pattern.split('/'), name.split('/'));
    loop {
        match (parts.next(), names.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if fits_part(part, name) => {}
            _ => return false,
        }
    }
}

/// The fixed pieces of a pattern must follow each other, with some text for each placeholder.
fn fits_part(pattern: &str, name: &str) -> bool {
    let Some(hole) = pattern.find(['*', '<']) else { return pattern == name };
    let Some(mut rest) = name.strip_prefix(&pattern[..hole]) else { return false };
    let length =
        if pattern[hole..].starts_with('*') { 1 } else { pattern[hole..].find('>').map_or(1, |it| it + 1) };
    let after = &pattern[hole + length..];
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        if fits_part(after, rest) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_one_word_before_a_colon() {
        assert_eq!(kind("feat(api)!: x"), Some("feat"));
        assert_eq!(kind("wip: x"), Some("wip"));
        for subject in ["feat x", "two words: x", ": x", "(api): x", ""] {
            assert_eq!(kind(subject), None, "{subject}");
        }
    }
}
