//! Case 69: spans and sessions see the commits of all local branches, each once.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, doubtful, one, read_all};
use callsheet::history::write_facts;
use callsheet::history::{
    Moment, Place, RecordsRequest, RepositoryHistory, RepositoryRequest, WindowRequest,
};

const LATEST: WindowRequest = WindowRequest::LatestSession { gap: 60 };

fn moment(minutes: i64) -> Option<Moment> {
    chrono::DateTime::from_timestamp(START + minutes * 60, 0).map(|it| it.fixed_offset())
}

fn span(since: i64, until: i64) -> WindowRequest {
    WindowRequest::Span { since: moment(since), until: moment(until) }
}

fn checkout(sandbox: &Sandbox, branch: &str) {
    let exists = sandbox.git(&["branch", "--list", branch]);
    let new: &[&str] = if exists.is_empty() { &["-b"] } else { &[] };
    sandbox.git(&[&["checkout", "-q"], new, &[branch]].concat());
}

fn write_and_commit(sandbox: &Sandbox, minutes: i64, name: &str) {
    sandbox.write(name, format!("{name}\n"));
    sandbox.commit(minutes, name);
}

/// Old work on main and on a stale branch; then one branch upon another, while main is checked out.
fn stacked() -> Sandbox {
    let sandbox = Sandbox::new();
    write_and_commit(&sandbox, 0, "root");
    checkout(&sandbox, "stale");
    write_and_commit(&sandbox, 10, "stale one");
    checkout(&sandbox, "main");
    write_and_commit(&sandbox, 1_000, "main one");
    checkout(&sandbox, "work");
    write_and_commit(&sandbox, 1_010, "work one");
    write_and_commit(&sandbox, 1_020, "work two");
    checkout(&sandbox, "above");
    write_and_commit(&sandbox, 1_030, "above one");
    checkout(&sandbox, "main");
    sandbox
}

/// Each window with its branch and the subjects of its commits.
fn windows(history: &RepositoryHistory) -> Vec<String> {
    let shown = history.windows.iter().map(|window| {
        let subjects = window.commits.iter().map(|it| history.commit(it).unwrap().message.subject.as_str());
        let aside = if history.is_aside(window) { " aside" } else { "" };
        let branch = window.branch.as_deref().unwrap_or("none");
        format!("{branch}{aside}: {}", subjects.collect::<Vec<_>>().join(", "))
    });
    shown.collect()
}

#[test]
fn a_session_on_branches_is_found_though_another_is_checked_out() {
    let sandbox = stacked();
    let expected = ["main: main one", "work aside: work two, work one", "above aside: above one"];
    assert_eq!(windows(&sandbox.read(&[LATEST])), expected);
    assert_eq!(windows(&sandbox.read(&[span(900, 2_000)])), expected);
    sandbox.git(&["checkout", "-q", "above"]);
    assert_eq!(windows(&sandbox.read(&[LATEST])), ["above: above one, work two, work one, main one"]);
    sandbox.git(&["checkout", "-q", "stale"]);
    let others =
        ["stale: ", "main aside: main one", "work aside: work two, work one", "above aside: above one"];
    assert_eq!(windows(&sandbox.read(&[LATEST])), others);
    sandbox.git(&["checkout", "-q", "--detach", "work"]);
    let detached = ["none: work two, work one, main one", "above aside: above one"];
    assert_eq!(windows(&sandbox.read(&[LATEST])), detached);
}

#[test]
fn a_branch_is_compared_with_what_it_started_from() {
    let sandbox = stacked();
    let found = sandbox.read(&[LATEST]).windows;
    assert_eq!(found[0].net, oracle::changes_between(&sandbox, "main~1", "main"));
    assert_eq!(found[1].net, oracle::changes_between(&sandbox, "main", "work"));
    assert_eq!(found[2].net, oracle::changes_between(&sandbox, "work", "above"));
    assert!(found.iter().all(|it| !it.is_summed()));
}

#[test]
fn branches_asked_for_come_first_and_the_commits_of_an_author_are_chosen_on_all() {
    let sandbox = stacked();
    let records = RecordsRequest { branches: vec!["above".to_owned()], since: None };
    let request = RepositoryRequest { records: Some(records), ..sandbox.request(&[LATEST]) };
    assert_eq!(windows(&one(request)), ["main: main one", "above aside: above one, work two, work one"]);
    checkout(&sandbox, "work");
    sandbox.write("b", "b\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git_at(START + 1_040 * 60, &["commit", "-q", "--author", "Bo <bo@x>", "-m", "of Bo"]);
    checkout(&sandbox, "main");
    let only = WindowRequest::Only { of: Box::new(LATEST), author: Some("bo@x".to_owned()), session: None };
    assert_eq!(windows(&sandbox.read(&[only])), ["main: ", "work aside: of Bo"]);
}

// Cases 54 and 55.
#[test]
fn commits_that_were_picked_or_squashed_into_others_of_the_window_are_left_out_and_told_of() {
    let sandbox = stacked();
    sandbox.git_at(START + 1_050 * 60, &["cherry-pick", "above"]);
    let (history, said) = doubtful(sandbox.request(&[LATEST]));
    assert_eq!(windows(&history), ["main: above one, main one", "work aside: work two, work one"]);
    assert!(said.contains("branch `above` that are left out, since others have their changes: 1"), "{said}");
    sandbox.git(&["merge", "-q", "--squash", "work"]);
    sandbox.commit(1_060, "squashed");
    let (history, said) = doubtful(sandbox.request(&[LATEST]));
    assert_eq!(windows(&history), ["main: squashed, above one, main one"]);
    assert!(said.contains("branch `work` that are left out, since others have their changes: 2"), "{said}");
    // Before that, they were the only ones.
    let before = sandbox.read(&[span(1_005, 1_025)]);
    assert_eq!(windows(&before), ["main: ", "work aside: work two, work one"]);
}

#[test]
fn facts_hold_the_windows_of_all_branches() {
    let sandbox = stacked();
    let request = sandbox.request(&[LATEST, ALL]);
    sandbox.write("facts.json", write_facts(&read_all(request.clone()).0));
    let place = Place::Facts(sandbox.path().join("facts.json"));
    let facts = one(RepositoryRequest { place, ..request.clone() });
    assert_eq!(facts.windows_of(&LATEST).count(), 3);
    assert_eq!(facts, one(request));
}
