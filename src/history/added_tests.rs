//! Tests that the lines of a change open: on its added and its removed lines.

use super::changes::Comparer;
use super::lines::{self, Ranges};
use super::oid::Oid;
use super::openings::{Opening, looks_at, openings};
use super::store::Kind;
use super::{Change, ChangeKind, Special};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

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

/// Counts the tests of changes between the trees of two commits; those that cannot be counted stay unknown.
pub(super) fn count(
    comparer: &Comparer<'_>,
    rules: &[TestRule],
    (old, new): (Option<Oid>, Option<Oid>),
    changes: &mut [Change],
) {
    let tree = |it: Option<Oid>| it.and_then(|it| comparer.tree(it).ok());
    let (old, new) = (tree(old), tree(new));
    for change in changes.iter_mut().filter(|it| it.has_test_rule(rules) && it.lines.is_some()) {
        let from = change.from.as_ref().unwrap_or(&change.path);
        let before = content(comparer, (change.kind != ChangeKind::Created).then_some((old, from)));
        let after = content(comparer, (change.kind != ChangeKind::Deleted).then_some((new, &change.path)));
        let (Some(before), Some(after)) = (before, after) else { continue };
        change.tests = between(rules, (from, &before), (&change.path, &after));
    }
}

impl Change {
    /// Whether some rule, of its own or of a plan, finds tests in a file of this name.
    fn has_test_rule(&self, rules: &[TestRule]) -> bool {
        let is_file = !matches!(self.special, Some(Special::Submodule { .. }));
        is_file && self.from.iter().chain([&self.path]).any(|it| looks_at(it, rules))
    }

    /// Whether it could hold tests, and it is not known how many: the content is absent, binary or too large,
    /// or who wrote down the facts did not count.
    pub fn lacks_tests(&self, rules: &[TestRule]) -> bool {
        self.tests.is_none() && self.has_test_rule(rules)
    }
}

/// What a file holds; nothing if it is no regular file, and `None` if it cannot be read or is too large.
fn content(comparer: &Comparer<'_>, place: Option<(Option<Oid>, &String)>) -> Option<Rc<Vec<u8>>> {
    let Some((tree, path)) = place else { return Some(Rc::default()) };
    let trees = comparer.trees();
    let entry = trees.at(tree?, path.as_bytes()).ok()??;
    if !entry.is_regular() {
        return Some(Rc::default());
    }
    trees.held.read(trees.repository, entry.id, Kind::Blob).ok().filter(|it| it.len() <= LARGEST)
}

/// The tests that two versions of a file differ in: the path and the content of each. `None` if they cannot
/// be compared.
fn between(rules: &[TestRule], old: (&str, &[u8]), new: (&str, &[u8])) -> Option<Vec<Tests>> {
    let (mut removed, mut added) = (openings(old.0, old.1, rules), openings(new.0, new.1, rules));
    if removed.is_empty() && added.is_empty() {
        return Some(Vec::new());
    }
    let (old, new) = lines::changed(old.1, new.1).ok()?;
    keep(&mut removed, &old);
    keep(&mut added, &new);
    Some(by_rule(&added, &removed))
}

/// Leaves the openings on some lines; both are in the order of lines.
fn keep(openings: &mut Vec<Opening<'_>>, lines: &Ranges) {
    let mut lines = lines.iter().peekable();
    openings.retain(|it| {
        while lines.next_if(|lines| lines.end <= it.line).is_some() {}
        lines.peek().is_some_and(|lines| lines.contains(&it.line))
    });
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
            let found = between(&[], ("a.rs", old.as_bytes()), ("a.rs", new.as_bytes())).unwrap();
            let sum = |number: fn(&Tests) -> u64| found.iter().map(number).sum::<u64>();
            prop_assert_eq!(sum(|it| it.added) + number(&old), sum(|it| it.removed) + number(&new));
        }
    }
}
