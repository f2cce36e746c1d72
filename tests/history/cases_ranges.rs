//! Cases 51 to 60 and 68: ranges, references and what is not committed.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, doubtful, problem, range};
use callsheet::history::{RepositoryRequest, WindowRequest};
use std::fmt::Write;

/// A main line of two commits, and a branch `work` of two that leaves it after the first.
fn forked() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a", "1\n");
    sandbox.commit(0, "root");
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox.write("b", "1\n");
    sandbox.commit(1, "one");
    sandbox.write("b", "1\n2\n");
    sandbox.commit(2, "two");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("c", "1\n");
    sandbox.commit(3, "main");
    sandbox
}

fn branch(base: &str, head: &str) -> WindowRequest {
    WindowRequest::Branch { base: Some(base.to_owned()), head: Some(head.to_owned()) }
}

// Case 51.
#[test]
fn a_range_counts_the_commits_of_two_dots_and_the_files_of_three() {
    let sandbox = forked();
    let window = sandbox.window(range("main", "work"));
    let listed = sandbox.git(&["rev-list", "--topo-order", "main..work"]);
    assert_eq!(window.commits, listed.lines().collect::<Vec<_>>());
    let base = sandbox.git(&["merge-base", "main", "work"]);
    assert_eq!(window.net, oracle::changes_between(&sandbox, &base, "work"));
    let names = sandbox.git(&["diff", "--name-only", "main...work"]);
    assert_eq!(names, "b");
}

// Case 52.
#[test]
fn branches_that_merged_each_other_are_compared_from_the_base_that_git_takes_with_a_warning() {
    let sandbox = forked();
    sandbox.git(&["branch", "old-main"]);
    sandbox.git_at(START + 300, &["merge", "-q", "--no-ff", "-m", "Merge work", "work"]);
    sandbox.git(&["checkout", "-q", "work"]);
    sandbox.git_at(START + 400, &["merge", "-q", "--no-ff", "-m", "Merge main", "old-main"]);
    sandbox.write("b", "3\n");
    sandbox.commit(10, "three");
    assert_eq!(sandbox.git(&["merge-base", "--all", "main", "work"]).lines().count(), 2);
    let (history, said) = doubtful(sandbox.request(&[range("main", "work")]));
    assert!(said.contains("have 2 merge bases"), "{said}");
    let base = sandbox.git(&["merge-base", "main", "work"]);
    assert_eq!(history.windows[0].base.as_deref(), Some(base.as_str()));
    assert_eq!(history.windows[0].net, oracle::changes_between(&sandbox, &base, "work"));
}

// Case 53.
#[test]
fn a_base_that_is_ahead_or_the_same_leaves_nothing() {
    let sandbox = forked();
    for (from, to) in [("main", "main~1"), ("main", "main"), ("work", "work")] {
        let window = sandbox.window(range(from, to));
        assert_eq!((window.commits.len(), window.net.len(), window.head), (0, 0, None), "{from}..{to}");
    }
}

// Case 54.
#[test]
fn a_branch_that_was_squashed_into_its_base_is_told_to_hold_nothing_new() {
    let sandbox = forked();
    sandbox.git(&["merge", "-q", "--squash", "work"]);
    sandbox.commit(10, "all of work (#1)");
    let (history, said) = doubtful(sandbox.request(&[branch("main", "work")]));
    assert!(said.contains("is already where it should be merged"), "{said}");
    assert_eq!(history.windows[0].commits.len(), 2);
    sandbox.git(&["checkout", "-q", "work"]);
    sandbox.write("d", "1\n");
    sandbox.commit(11, "more");
    assert_eq!(sandbox.read(&[branch("main", "work")]).windows[0].net.len(), 2);
}

// Case 55.
#[test]
fn commits_that_the_base_has_under_another_id_are_told() {
    let sandbox = forked();
    sandbox.git_at(START + 900, &["cherry-pick", "work~1"]);
    let listed = ["rev-list", "--count", "--cherry-pick", "--right-only", "main...work"];
    assert_eq!(sandbox.git(&listed), "1");
    let (history, said) = doubtful(sandbox.request(&[range("main", "work")]));
    assert!(said.contains("the base has already in another commit: 1"), "{said}");
    assert_eq!(history.windows[0].commits.len(), 2);
    sandbox.git(&["checkout", "-q", "-b", "again", "work"]);
    sandbox.git_at(START + 950, &["rebase", "-q", "main"]);
    assert_eq!(sandbox.window(range("main", "again")).commits.len(), 1);
}

// Case 56.
#[test]
fn the_base_is_what_the_plan_says_or_the_remote_or_a_usual_name() {
    let sandbox = forked();
    let base = |default: Option<&str>| {
        let window = WindowRequest::Branch { base: None, head: Some("work".to_owned()) };
        let request =
            RepositoryRequest { default_branch: default.map(str::to_owned), ..sandbox.request(&[window]) };
        crate::sandbox::one(request).default_branch
    };
    sandbox.git(&["branch", "develop", "main~1"]);
    assert_eq!(base(None).as_deref(), Some("main"));
    assert_eq!(base(Some("develop")).as_deref(), Some("develop"));
    sandbox.git(&["update-ref", "refs/remotes/origin/develop", "develop"]);
    sandbox.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop"]);
    assert_eq!(base(None).as_deref(), Some("develop"));
}

// Case 56.
#[test]
fn a_repository_without_a_usual_branch_asks_for_the_base() {
    let sandbox = Sandbox::new();
    sandbox.git(&["checkout", "-q", "-b", "odd"]);
    sandbox.commit(0, "one");
    let said = problem(sandbox.request(&[WindowRequest::Branch { base: None, head: None }]));
    assert!(said.contains("not known which branch") && said.contains("name the base"), "{said}");
}

// Case 56: a branch on top of another branch.
#[test]
fn a_branch_on_another_branch_holds_only_its_own_commits() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "-b", "stacked", "work"]);
    sandbox.write("s", "1\n");
    let id = sandbox.commit(9, "stacked");
    let window = sandbox.window(branch("work", "stacked"));
    assert_eq!((window.commits, window.net.len()), (vec![id], 1));
}

// Case 57.
#[test]
fn a_tag_goes_before_a_branch_of_its_name_and_odd_branch_names_work() {
    let sandbox = forked();
    sandbox.git(&["tag", "v1", "main~1"]);
    sandbox.git(&["branch", "v1", "work"]);
    let head = sandbox.git(&["rev-parse", "main~1"]);
    let window = sandbox.window(range("v1", "main"));
    assert_eq!(window.base, Some(head));
    assert_eq!(sandbox.window(range("main", "refs/heads/v1")).branch.as_deref(), Some("v1"));
    for name in ["feature/ünï", "a.b", "漢字", "x@y"] {
        sandbox.git(&["branch", name, "work"]);
        assert_eq!(sandbox.window(range("main", name)).branch.as_deref(), Some(name));
    }
    let id = sandbox.git(&["rev-parse", "work"]);
    sandbox.git(&["update-ref", "refs/heads/-dash", &id]);
    assert_eq!(sandbox.window(range("main", "-dash")).commits.len(), 2);
}

// Case 57: work on a default branch whose name is also a tag.
#[test]
fn the_default_branch_is_a_branch_even_where_a_tag_has_its_name() {
    let sandbox = forked();
    sandbox.git(&["tag", "main", "main~1"]);
    let window = sandbox.window(WindowRequest::Branch { base: None, head: Some("work".to_owned()) });
    assert_eq!((window.commits.len(), window.net.len()), (2, 1));
}

// Case 58.
#[test]
fn tags_of_every_kind_name_their_commit_and_those_of_other_objects_are_refused() {
    let sandbox = forked();
    sandbox.git(&["tag", "light", "work~1"]);
    sandbox.git(&["tag", "-a", "-m", "x", "annotated", "work~1"]);
    sandbox.git(&["tag", "-a", "-m", "x", "nested", "annotated"]);
    for tag in ["light", "annotated", "nested"] {
        assert_eq!(sandbox.window(range(tag, "work")).commits.len(), 1, "{tag}");
    }
    sandbox.git(&["tag", "tree", "work^{tree}"]);
    sandbox.git(&["tag", "blob", "work:a"]);
    for tag in ["tree", "blob"] {
        let said = problem(sandbox.request(&[range(tag, "work")]));
        assert!(said.contains(&format!("`{tag}`")), "{said}");
    }
}

// Case 60.
#[test]
fn a_span_goes_by_the_time_of_committing_and_keeps_the_time_of_writing() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "work"]);
    sandbox.git_at(START + 10_000, &["rebase", "-q", "main"]);
    let since = chrono::DateTime::from_timestamp(START + 5_000, 0).map(|it| it.fixed_offset());
    let history = sandbox.read(&[WindowRequest::Span { since, until: None }]);
    let subjects: Vec<&str> = history.commits.iter().map(|it| it.message.subject.as_str()).collect();
    assert_eq!(subjects, ["two", "one"]);
    assert_eq!(history.commits[0].authored.timestamp(), START + 120);
    assert_eq!(history.windows[0].net.len(), 1);
}

// Case 66.
#[test]
fn commits_that_wait_to_be_folded_are_commits_with_their_own_subject() {
    let sandbox = forked();
    sandbox.commit(9, "fixup! main");
    let commit = sandbox.read(&[range("HEAD~1", "HEAD")]).commits.remove(0);
    assert_eq!((commit.message.subject.as_str(), commit.message.kind), ("fixup! main", None));
}

// Case 68.
#[test]
fn nothing_uncommitted_gets_into_the_history() {
    let sandbox = forked();
    let windows = [ALL, WindowRequest::Branch { base: None, head: Some("work".to_owned()) }];
    let before = sandbox.read(&windows);
    sandbox.write("a", "changed\n");
    sandbox.write("staged", "x\n");
    sandbox.git(&["add", "staged"]);
    sandbox.write("untracked", "x\n");
    sandbox.write(".mailmap", "Somebody <ada@example.org>\n");
    assert_eq!(sandbox.read(&windows), before);
}

// Case 68.
#[test]
fn a_merge_or_rebase_that_stopped_in_a_conflict_is_read_as_its_head() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "work"]);
    sandbox.write("c", "2\n");
    let id = sandbox.commit(9, "conflict");
    let stopped = |arguments: &[&str]| {
        let status = std::process::Command::new("git")
            .current_dir(sandbox.path())
            .args(["-c", "user.name=A", "-c", "user.email=a@b"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(!status.status.success());
    };
    stopped(&["merge", "main"]);
    assert_eq!(sandbox.read(&[ALL]).head.unwrap().commit, id);
    sandbox.git(&["merge", "--abort"]);
    stopped(&["rebase", "main"]);
    let (history, said) = doubtful(sandbox.request(&[ALL]));
    assert!(
        said.ends_with("commits of branch `work` that are left out, since others have their changes: 2"),
        "{said}"
    );
    assert_eq!(history.head.as_ref().unwrap().branch, None);
    assert!(history.branches.iter().any(|it| it.name == "work" && it.commit == id));
}

// Case 59: the clock of the base is years behind, and a hundred commits lie between.
#[test]
fn a_base_with_a_date_long_past_still_hides_what_it_reaches() {
    let sandbox = Sandbox::new();
    let mut stream = String::new();
    for number in 0..120 {
        let branch = if number < 10 { "main" } else { "work" };
        let time = if number == 119 { 1_000_000_000 } else { START + number * 60 };
        write!(stream, "commit refs/heads/{branch}\ncommitter A <a@b> {time} +0000\ndata 1\nx\n").unwrap();
        stream += if number == 10 { "from refs/heads/main\n\n" } else { "\n" };
    }
    sandbox.run(START, &["fast-import", "--quiet"], stream.as_bytes());
    assert_eq!(sandbox.git(&["merge-base", "work", "main"]), sandbox.git(&["rev-parse", "main"]));
    assert_eq!(sandbox.window(range("work", "main")).commits, [""; 0]);
}
