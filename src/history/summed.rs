//! What commits changed, added up: for commits with those of others between them, which no two trees set apart.

use super::{Change, ChangeKind, Commit, Lines};
use std::collections::BTreeMap;

/// The sum of what commits changed, by path; children stand before parents, merges count nothing.
pub(super) fn net<'c>(commits: impl DoubleEndedIterator<Item = &'c Commit>) -> Vec<Change> {
    let mut sum: BTreeMap<String, Change> = BTreeMap::new();
    for change in commits.rev().filter_map(|it| it.changes.as_ref()).flatten() {
        let before = change.from.as_ref().unwrap_or(&change.path);
        let added = match sum.remove(before) {
            Some(earlier) => joined(earlier, change),
            None => Some(change.clone()),
        };
        sum.extend(added.map(|it| (it.path.clone(), it)));
    }
    sum.into_values().collect()
}

/// Two changes of one file after each other; `None` for a file that came and went.
fn joined(earlier: Change, later: &Change) -> Option<Change> {
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
    let special = later.special.clone().or(earlier.special);
    Some(Change { kind, path, from, lines, special })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: ChangeKind, from: Option<&str>, path: &str) -> Change {
        let lines = Some(Lines { added: 1, removed: 2 });
        Change { kind, path: path.to_owned(), from: from.map(str::to_owned), lines, special: None }
    }

    fn commits(changes: Vec<Change>) -> Vec<Commit> {
        let commit = |change| Commit {
            id: String::new(),
            parents: Vec::new(),
            author: super::super::Person { name: String::new(), email: String::new() },
            authored: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            committed: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            message: super::super::Message::default(),
            undoes: Vec::new(),
            changes: Some(vec![change]),
        };
        changes.into_iter().rev().map(commit).collect()
    }

    fn sum(changes: Vec<Change>) -> Vec<String> {
        let shown = |it: Change| {
            let lines = it.lines.unwrap_or_default();
            format!("{:?} {:?} {} +{} -{}", it.kind, it.from, it.path, lines.added, lines.removed)
        };
        net(commits(changes).iter()).into_iter().map(shown).collect()
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
    fn a_file_that_went_and_came_back_changed() {
        assert_eq!(
            sum(vec![change(Deleted, None, "a"), change(Created, None, "a")]),
            ["Modified None a +2 -4"]
        );
    }
}
