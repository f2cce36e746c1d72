//! What a template sees of the tests that work added and removed.

use super::text::Foreign;
use crate::history::{RepositoryHistory, Tests, Window};
use schemars::JsonSchema;
use serde::Serialize;

/// Tests that net changes open, on added and on removed lines.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
#[schemars(rename = "AddedTests")]
pub struct TestsView {
    /// Added lines that open a test.
    pub added: u64,
    /// Removed lines that do.
    pub removed: u64,
    /// The rules that found them, by language; empty if there are none.
    pub rules: Vec<RuleView>,
    /// Changed files that were searched; if there are none, the two figures say nothing.
    pub searched: usize,
    /// Changed files that may hold tests too, and could not be searched.
    pub unknown: usize,
}

/// The tests of one language.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "TestRule")]
pub struct RuleView {
    /// The language.
    pub language: Foreign,
    /// How the lines begin that were found: `#[test]`.
    pub marks: Vec<Foreign>,
    /// How many of them were added.
    pub added: u64,
    /// How many were removed.
    pub removed: u64,
}

/// The tests of some windows together; `None` where no changed file may hold any.
pub(super) fn tests_view<'a>(
    windows: impl IntoIterator<Item = (&'a RepositoryHistory, &'a Window)>,
) -> Option<TestsView> {
    let mut view = TestsView::default();
    for (repository, window) in windows {
        for change in &window.net {
            view.searched += usize::from(change.tests.is_some());
            view.unknown += usize::from(change.lacks_tests(&repository.test_rules));
            change.tests.iter().flatten().for_each(|it| view.add(it));
        }
    }
    view.rules.sort_by(|one, other| one.language.as_str().cmp(other.language.as_str()));
    (view.searched + view.unknown > 0).then_some(view)
}

impl TestsView {
    fn add(&mut self, tests: &Tests) {
        self.added += tests.added;
        self.removed += tests.removed;
        let language = Foreign::new(&tests.language);
        let known = self.rules.iter().position(|it| it.language == language);
        let place = known.unwrap_or_else(|| {
            self.rules.push(RuleView { language, marks: Vec::new(), added: 0, removed: 0 });
            self.rules.len() - 1
        });
        self.rules[place].add(tests);
    }
}

impl RuleView {
    fn add(&mut self, tests: &Tests) {
        self.added += tests.added;
        self.removed += tests.removed;
        let mark = Foreign::new(&tests.mark);
        if !self.marks.contains(&mark) {
            self.marks.push(mark);
            self.marks.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        }
    }
}
