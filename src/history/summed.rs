//! What commits changed, added up: for commits with those of others between them, which no two trees set apart.

use super::added_tests::Tests;
use super::{Change, ChangeKind, Lines, Special};
use std::collections::BTreeMap;

/// The sum of what commits changed, by path; the oldest commit comes first.
pub(super) fn net(commits: impl Iterator<Item = Vec<Change>>) -> Vec<Change> {
    let mut sum: BTreeMap<String, Change> = BTreeMap::new();
    for change in commits.flatten() {
        let before = change.from.as_ref().unwrap_or(&change.path);
        let added = match sum.remove(before) {
            Some(earlier) => joined(earlier, change),
            None => Some(change),
        };
        sum.extend(added.map(|it| (it.path.clone(), it)));
    }
    sum.into_values().collect()
}

/// Two changes of one file after each other; `None` for a file that came and went.
fn joined(earlier: Change, later: Change) -> Option<Change> {
    let lines = earlier.lines.zip(later.lines);
    let lines =
        lines.map(|(one, two)| Lines { added: one.added + two.added, removed: one.removed + two.removed });
    let from = earlier.from.or_else(|| later.from.clone()).filter(|it| *it != later.path);
    let kind = match (earlier.kind, later.kind) {
        (ChangeKind::Created, ChangeKind::Deleted) => return None,
        (ChangeKind::Created, _) => ChangeKind::Created,
        (_, ChangeKind::Deleted) => ChangeKind::Deleted,
        (ChangeKind::Deleted, _) => ChangeKind::Modified,
        _ if from.is_some() => ChangeKind::Renamed,
        (ChangeKind::Typechange, _) | (_, ChangeKind::Typechange) => ChangeKind::Typechange,
        _ => ChangeKind::Modified,
    };
    let path = from.clone().filter(|_| kind == ChangeKind::Deleted).unwrap_or_else(|| later.path.clone());
    let from = from.filter(|_| kind == ChangeKind::Renamed);
    let special = ends(earlier.special, later.special);
    let tests = earlier.tests.zip(later.tests).map(|(one, two)| together(one, two));
    Some(Change { kind, path, from, lines, tests, special })
}

/// What a file was before the first of two changes, and is after the second.
fn ends(earlier: Option<Special>, later: Option<Special>) -> Option<Special> {
    match (earlier, later) {
        (Some(Special::Mode { from, .. }), Some(Special::Mode { to, .. })) => {
            (from != to).then_some(Special::Mode { from, to })
        }
        (Some(Special::Submodule { from, .. }), Some(Special::Submodule { to, .. })) => {
            Some(Special::Submodule { from, to })
        }
        (earlier, later) => later.or(earlier),
    }
}

/// Tests of two changes of one file, by rule.
fn together(mut sum: Vec<Tests>, more: Vec<Tests>) -> Vec<Tests> {
    for tests in more {
        match sum.iter_mut().find(|it| it.language == tests.language && it.mark == tests.mark) {
            Some(known) => {
                known.added += tests.added;
                known.removed += tests.removed;
            }
            None => sum.push(tests),
        }
    }
    sum.sort_by(|one, other| (&one.language, &one.mark).cmp(&(&other.language, &other.mark)));
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: ChangeKind, from: Option<&str>, path: &str) -> Change {
        let lines = Some(Lines { added: 1, removed: 2 });
        let tests = Tests { language: "Rust".to_owned(), mark: "#[test]".to_owned(), added: 1, removed: 0 };
        let (from, path) = (from.map(str::to_owned), path.to_owned());
        Change { kind, path, from, lines, tests: Some(vec![tests]), special: None }
    }

    fn sum(changes: Vec<Change>) -> Vec<String> {
        let shown = |it: Change| {
            let lines = it.lines.unwrap_or_default();
            format!("{:?} {:?} {} +{} -{}", it.kind, it.from, it.path, lines.added, lines.removed)
        };
        net(changes.into_iter().map(|it| vec![it])).into_iter().map(shown).collect()
    }

    use ChangeKind::{Created, Deleted, Modified, Renamed};

    #[test]
    fn a_file_that_came_and_changed_came_and_one_that_came_and_went_is_nothing() {
        let came = || change(Created, None, "a");
        assert_eq!(sum(vec![came(), change(Modified, None, "a")]), ["Created None a +2 -4"]);
        assert_eq!(sum(vec![came(), change(Deleted, None, "a")]), [""; 0]);
        assert_eq!(sum(vec![came(), change(Renamed, Some("a"), "b")]), ["Created None b +2 -4"]);
    }

    #[test]
    fn a_file_is_followed_through_its_names() {
        let moves =
            vec![change(Modified, None, "a"), change(Renamed, Some("a"), "b"), change(Modified, None, "b")];
        assert_eq!(sum(moves), ["Renamed Some(\"a\") b +3 -6"]);
        let back = vec![change(Renamed, Some("a"), "b"), change(Renamed, Some("b"), "a")];
        assert_eq!(sum(back), ["Modified None a +2 -4"]);
        let gone = vec![change(Renamed, Some("a"), "b"), change(Deleted, None, "b")];
        assert_eq!(sum(gone), ["Deleted None a +2 -4"]);
    }

    #[test]
    fn tests_are_added_up_by_rule_and_unknown_if_one_is_not_known() {
        let twice = net([vec![change(Modified, None, "a")], vec![change(Modified, None, "a")]].into_iter());
        assert_eq!(twice[0].tests.as_ref().map(|it| (it.len(), it[0].added)), Some((1, 2)));
        let unknown = Change { tests: None, ..change(Modified, None, "a") };
        let partly = net([vec![change(Modified, None, "a")], vec![unknown]].into_iter());
        assert_eq!(partly[0].tests, None);
    }

    #[test]
    fn a_mode_that_was_changed_back_is_no_change_of_it() {
        let mode = |from: &str, to: &str| {
            let special = Some(Special::Mode { from: from.to_owned(), to: to.to_owned() });
            vec![Change { special, ..change(Modified, None, "a") }]
        };
        let special = |changes: [Vec<Change>; 2]| net(changes.into_iter()).remove(0).special;
        assert_eq!(special([mode("644", "755"), mode("755", "644")]), None);
        let kept = special([mode("644", "755"), vec![change(Modified, None, "a")]]);
        assert_eq!(kept, mode("644", "755")[0].special);
    }

    #[test]
    fn a_file_that_went_and_came_back_changed() {
        assert_eq!(
            sum(vec![change(Deleted, None, "a"), change(Created, None, "a")]),
            ["Modified None a +2 -4"]
        );
    }
}
