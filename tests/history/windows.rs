//! Which commits a window covers, and between which trees its net changes lie.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, doubtful, problem, range};
use callsheet::history::{ChangeKind, Moment, WindowRequest};

fn moment(minutes: i64) -> Option<Moment> {
    chrono::DateTime::from_timestamp(START + minutes * 60, 0).map(|it| it.fixed_offset())
}

/// A branch with two commits, merged into a main branch that moved on.
fn merged() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a", "1\n2\n3\n4\n5\n6\n");
    sandbox.commit(0, "root");
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox.write("b", "x\n");
    sandbox.commit(10, "work one");
    sandbox.git(&["mv", "a", "c"]);
    sandbox.commit(20, "work two");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("d", "y\n");
    sandbox.commit(30, "main one");
    sandbox.git_at(START + 40 * 60, &["merge", "-q", "--no-ff", "-m", "Merge work", "work"]);
    sandbox
}

fn subjects(sandbox: &Sandbox, window: WindowRequest) -> Vec<String> {
    let history = sandbox.read(&[window]);
    let subject = |id: &String| history.commit(id).unwrap().message.subject.clone();
    history.windows[0].commits.iter().map(subject).collect()
}

#[test]
fn a_branch_is_compared_with_its_merge_base() {
    let sandbox = merged();
    let window = WindowRequest::Branch { base: Some("main~1".into()), head: Some("work".into()) };
    assert_eq!(subjects(&sandbox, window.clone()), ["work two", "work one"]);
    let found = sandbox.window(window);
    let kinds: Vec<_> = found.net.iter().map(|it| (it.path.as_str(), it.kind)).collect();
    assert_eq!(kinds, [("b", ChangeKind::Created), ("c", ChangeKind::Renamed)]);
    assert_eq!(found.net[1].from.as_deref(), Some("a"));
    assert_eq!(found.branch.as_deref(), Some("work"));
}

#[test]
fn an_unsaid_base_is_the_default_branch_and_an_unsaid_head_what_is_checked_out() {
    let sandbox = merged();
    sandbox.git(&["checkout", "-q", "-b", "next"]);
    sandbox.commit(50, "next one");
    let window = WindowRequest::Branch { base: None, head: None };
    assert_eq!(subjects(&sandbox, window.clone()), ["next one"]);
    assert_eq!(sandbox.window(window).branch.as_deref(), Some("next"));
}

#[test]
fn work_on_the_default_branch_is_compared_with_the_remote() {
    let sandbox = merged();
    sandbox.git(&["update-ref", "refs/remotes/origin/main", "main~1"]);
    let window = WindowRequest::Branch { base: None, head: None };
    assert_eq!(subjects(&sandbox, window), ["Merge work", "work two", "work one"]);
}

#[test]
fn a_merge_has_no_changes_of_its_own_and_children_come_before_parents() {
    let sandbox = merged();
    let expected = ["Merge work", "main one", "work two", "work one", "root"];
    assert_eq!(subjects(&sandbox, ALL), expected);
    let history = sandbox.read(&[ALL]);
    assert_eq!((history.commits[0].parents.len(), &history.commits[0].changes), (2, &None));
}

#[test]
fn a_span_includes_both_its_ends_and_follows_first_parents() {
    let sandbox = merged();
    let window = |since, until| WindowRequest::Span { since: moment(since), until: moment(until) };
    assert_eq!(subjects(&sandbox, window(20, 30)), ["main one", "work two"]);
    let found = sandbox.window(window(20, 30));
    assert_eq!(found.net, oracle::changes_between(&sandbox, "main~2", "main~1"));
    assert_eq!(found.base.unwrap(), sandbox.git(&["rev-parse", "main~2"]));
    assert_eq!(found.head.unwrap(), sandbox.git(&["rev-parse", "main~1"]));
    let nothing = sandbox.window(window(100, 200));
    assert_eq!((nothing.commits.len(), nothing.head, nothing.net.len()), (0, None, 0));
}

#[test]
fn a_session_ends_at_the_first_long_gap() {
    let sandbox = merged();
    sandbox.commit(240, "evening");
    sandbox.commit(260, "later");
    let window = |gap| WindowRequest::LatestSession { gap };
    assert_eq!(subjects(&sandbox, window(60)), ["later", "evening"]);
    assert_eq!(subjects(&sandbox, window(19)), ["later"]);
    assert_eq!(subjects(&sandbox, window(300)).len(), 7);
}

#[test]
fn a_skewed_clock_hides_no_commit_of_a_span() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "old");
    sandbox.commit(1000, "in the span");
    for number in 0..20 {
        sandbox.commit(-5000 + number, &format!("skewed {number}"));
    }
    let window = WindowRequest::Span { since: moment(900), until: None };
    assert_eq!(subjects(&sandbox, window), ["in the span"]);
}

#[test]
fn a_range_is_exact_though_a_clock_is_skewed() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "root");
    sandbox.commit(5000, "base");
    sandbox.commit(-5000, "hidden tip");
    sandbox.git(&["branch", "hidden"]);
    sandbox.git(&["checkout", "-q", "-b", "wanted", "HEAD~1"]);
    sandbox.commit(6000, "wanted tip");
    assert_eq!(subjects(&sandbox, range("hidden", "wanted")), ["wanted tip"]);
}

#[test]
fn unrelated_histories_are_compared_with_the_empty_tree() {
    let sandbox = merged();
    sandbox.git(&["checkout", "-q", "--orphan", "apart"]);
    sandbox.commit(50, "apart");
    let (mut history, said) = doubtful(sandbox.request(&[range("main", "apart")]));
    assert!(said.contains("unrelated histories"), "{said}");
    let found = history.windows.remove(0);
    assert_eq!((found.base, found.commits.len()), (None, 1));
    assert!(found.net.iter().all(|it| it.kind == ChangeKind::Created) && found.net.len() == 3);
}

#[test]
fn an_unknown_revision_is_told_with_the_nearest_name() {
    let sandbox = merged();
    let said = problem(sandbox.request(&[range("wrok", "main")]));
    assert!(said.contains("`wrok`") && said.contains("did you mean `work`?"), "{said}");
}

#[test]
fn records_are_found_on_the_head_and_named_branches_down_to_a_commit() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "old\n\nPlan-Phase: 1");
    sandbox.git(&["branch", "other"]);
    sandbox.commit(1, "new\n\nplan-phase: 2\nRefs: #1");
    sandbox.commit(2, "none\n\nThe Plan-Phase is only mentioned.");
    sandbox.commit(3, "squash\n\nPlan-Phase: 3\n\n* more");
    sandbox.git(&["checkout", "-q", "other"]);
    sandbox.commit(4, "beside\n\nPlan-Phase: 4");
    sandbox.git(&["checkout", "-q", "main"]);
    assert_eq!(sandbox.records(None), ["beside", "squash", "new", "old"]);
    assert_eq!(sandbox.records(Some("main~3")), ["beside", "squash", "new"]);
}

#[test]
fn a_session_that_ends_in_a_merge_counts_only_what_it_changed_itself() {
    let sandbox = Sandbox::new();
    sandbox.write("a", "1\n");
    sandbox.commit(0, "root");
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox.write("early", "1\n2\n");
    sandbox.commit(10, "before the session");
    sandbox.write("late", "1\n");
    sandbox.commit(1_000, "in the session");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.git_at(START + 1_010 * 60, &["merge", "-q", "--no-ff", "-m", "Merge work", "work"]);
    let window = WindowRequest::LatestSession { gap: 60 };
    assert_eq!(subjects(&sandbox, window.clone()), ["Merge work", "in the session"]);
    let paths: Vec<String> = sandbox.window(window).net.into_iter().map(|it| it.path).collect();
    assert_eq!(paths, ["late"]);
}
