//! Tests that the lines of a change open: on its added and its removed lines.

use super::lines::{self, Changed, Ranges};
use super::openings::{Opening, looks_at, openings, words};
use super::{Change, Special};
use memchr::memmem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Tests that the added and removed lines of a file open, found by one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tests {
    /// The language that the rule is for.
    pub language: String,
    /// How these lines begin, as the rule says it: `#[test]`.
    pub mark: String,
    /// Added lines that open a test.
    pub added: u64,
    /// Removed lines that do.
    pub removed: u64,
}

/// How lines of a language open a test, beside what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestRule {
    /// The name of the language.
    pub language: String,
    /// Patterns of file names; with a `/` in it, of paths; with one at its end, of a folder.
    pub files: Vec<String>,
    /// What such a line begins with.
    pub starts: Vec<String>,
}

/// A longer file is not searched.
const LARGEST: usize = 2 << 20;

impl Change {
    /// Whether some rule, of its own or of a plan, finds tests in a file of this name.
    fn has_test_rule(&self, rules: &[TestRule]) -> bool {
        let is_file = !matches!(self.special, Some(Special::Submodule { .. }));
        is_file && self.from.iter().chain([&self.path]).any(|it| looks_at(it, rules))
    }

    /// The tests of its changed lines, where files of these contents may hold some; `None` if they cannot be
    /// counted. What is no regular file has no content here.
    pub(super) fn tests(
        &self,
        (old, new): (&[u8], &[u8]),
        changed: &Changed,
        rules: &[TestRule],
    ) -> Option<Vec<Tests>> {
        if !self.has_test_rule(rules) || old.len().max(new.len()) > LARGEST {
            return None;
        }
        let from = self.from.as_ref().unwrap_or(&self.path);
        let removed = opened((from, old), (changed.start, &changed.old), rules);
        let added = opened((&self.path, new), (changed.start, &changed.new), rules);
        Some(by_rule(&added, &removed))
    }

    /// Whether it could hold tests, and it is not known how many: the content is absent, binary or too large,
    /// or who wrote down the facts did not count.
    pub fn lacks_tests(&self, rules: &[TestRule]) -> bool {
        self.tests.is_none() && self.has_test_rule(rules)
    }
}

/// Which of some lines, counted from a place in the content of a file, open a test.
fn opened<'r>(
    (path, content): (&str, &[u8]),
    (start, lines): (usize, &Ranges),
    rules: &'r [TestRule],
) -> Vec<Opening<'r>> {
    let part = content.get(start..).unwrap_or_default();
    let words = words(path, rules);
    let has_word = |part: &[u8]| words.iter().any(|it| memmem::find(part, it.as_bytes()).is_some());
    if !lines::parts(part, lines).any(has_word) {
        return Vec::new();
    }
    let before = memchr::memchr_iter(b'\n', content.get(..start).unwrap_or_default()).count();
    let before = u32::try_from(before).unwrap_or(u32::MAX);
    let last = lines.last().map_or(0, |it| it.end + before);
    let until = lines::end_of(last.saturating_sub(1), content);
    let mut lines = lines.iter().map(|it| it.start + before..it.end + before).peekable();
    let mut openings = openings(path, &content[..until], rules);
    // Both are in the order of lines.
    openings.retain(|it| {
        while lines.next_if(|lines| lines.end <= it.line).is_some() {}
        lines.peek().is_some_and(|lines| lines.contains(&it.line))
    });
    openings
}

fn by_rule(added: &[Opening<'_>], removed: &[Opening<'_>]) -> Vec<Tests> {
    let mut numbers: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for it in added {
        numbers.entry((it.language, it.mark)).or_default().0 += 1;
    }
    for it in removed {
        numbers.entry((it.language, it.mark)).or_default().1 += 1;
    }
    let tests = |((language, mark), (added, removed)): ((&str, &str), (u64, u64))| Tests {
        language: language.to_owned(),
        mark: mark.to_owned(),
        added,
        removed,
    };
    numbers.into_iter().map(tests).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ChangeKind;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_added_without_what_was_removed_is_what_a_file_has_more(
            old in proptest::collection::vec(0..4_usize, 0..40),
            new in proptest::collection::vec(0..4_usize, 0..40),
        ) {
            let lines = ["#[test] fn one() {}\n", "fn it() {}\n", "\n", "#[a::test] fn two() {}\n"];
            let text = |it: &[usize]| it.iter().map(|it| lines[*it]).collect::<String>();
            let (old, new) = (text(&old), text(&new));
            let number = |text: &str| openings("a.rs", text.as_bytes(), &[]).len() as u64;
            let change = Change {
                kind: ChangeKind::Modified,
                path: "a.rs".to_owned(),
                from: None,
                lines: None,
                tests: None,
                special: None,
            };
            let changed = lines::changed(old.as_bytes(), new.as_bytes()).unwrap();
            let found = change.tests((old.as_bytes(), new.as_bytes()), &changed, &[]).unwrap();
            let sum = |number: fn(&Tests) -> u64| found.iter().map(number).sum::<u64>();
            prop_assert_eq!(sum(|it| it.added) + number(&old), sum(|it| it.removed) + number(&new));
        }
    }
}
