//! Random histories, of which every fact must be what git says it is.

use crate::differential::compare;
use crate::random::random_repository;
use crate::sandbox::{ALL, Sandbox, doubtful};
use callsheet::history::{Change, ChangeKind, Commit, Special};

#[test]
fn every_fact_of_random_histories_equals_gits() {
    for seed in 1..=2 {
        let report = compare(random_repository(seed).path(), None, 30).unwrap();
        assert!(report.differences.is_empty(), "seed {seed}\n{report}");
        assert!(report.compared["changes"] > 400 && report.compared["commits of ranges"] > 500, "{report}");
    }
}

#[test]
fn every_fact_of_a_part_of_a_random_history_equals_gits() {
    let sandbox = random_repository(5);
    for range in [("main~20", "main"), ("side", "main"), ("main", "side"), ("main", "main")] {
        let report = compare(sandbox.path(), Some(range), 10).unwrap();
        assert!(report.differences.is_empty(), "{range:?}\n{report}");
    }
}

/// Otherwise the comparison would show nothing.
#[test]
fn a_random_history_holds_changes_and_commits_of_every_kind() {
    let (history, said) = doubtful(random_repository(1).request(&[ALL]));
    let changes: Vec<&Change> =
        history.commits.iter().filter_map(|it| it.changes.as_ref()).flatten().collect();
    let has_change = |is_it: fn(&Change) -> bool| changes.iter().filter(|it| is_it(it)).count() > 2;
    let kinds: [fn(&Change) -> bool; 8] = [
        |it| it.kind == ChangeKind::Renamed && it.lines.is_some_and(|it| it.added == 0),
        |it| it.kind == ChangeKind::Renamed && it.lines.is_some_and(|it| it.added > 0),
        |it| it.kind == ChangeKind::Typechange,
        |it| it.kind == ChangeKind::Deleted,
        |it| it.lines.is_none(),
        |it| matches!(it.special, Some(Special::Mode { .. })),
        |it| matches!(it.special, Some(Special::Submodule { .. })),
        |it| it.path.contains('\u{fffd}'),
    ];
    assert_eq!(kinds.map(has_change), [true; 8]);
    let has_commit = |is_it: fn(&Commit) -> bool| history.commits.iter().any(is_it);
    let kinds: [fn(&Commit) -> bool; 9] = [
        |it| it.parents.len() == 2,
        |it| it.parents.len() == 4,
        |it| it.author.name == "Ada Lovelace",
        |it| it.author.email == "proper@example.org",
        |it| it.author.name.contains('\u{fffd}'),
        |it| it.message.subject.is_empty(),
        |it| it.message.subject == "café",
        |it| it.message.trailers.len() > 2,
        |it| it.message.body.contains("Key: value"),
    ];
    assert_eq!(kinds.map(has_commit), [true; 9]);
    assert_eq!(history.commits.iter().filter(|it| it.parents.is_empty()).count(), 2);
    assert!(said.contains("unknown encoding") && said.contains("not UTF-8"), "{said}");
}

#[test]
fn random_histories_are_merged_crosswise() {
    let sandbox = random_repository(1);
    let ids = sandbox.git(&["rev-list", "--min-parents=2", "--max-parents=2", "--parents", "main"]);
    let bases = |line: &str| {
        let ids: Vec<&str> = line.split(' ').collect();
        sandbox.git(&["merge-base", "--all", ids[1], ids[2]]).lines().count()
    };
    assert!(ids.lines().map(bases).any(|it| it > 1));
}

#[test]
fn a_difference_is_found_and_named() {
    let sandbox = Sandbox::new();
    let id = sandbox.commit(0, "one");
    // Only git looks at a mailmap that is not committed.
    sandbox.write(".mailmap", "Somebody Else <ada@example.org>\n");
    let report = compare(sandbox.path(), None, 1).unwrap();
    assert_eq!(report.differences.len(), 1);
    let expected = format!(
        "author of {id}\n  ours: \"Ada <ada@example.org>\"\n  git:  \"Somebody Else <ada@example.org>\"\n"
    );
    assert!(report.to_string().starts_with(&expected), "{report}");
}
