//! Repositories of every shape: empty, detached, shallow, bare, missing.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, doubtful, one, problem, range, read_all};
use callsheet::diagnostics::{Fault, Severity};
use callsheet::history::{ChangeKind, Place, RepositoryRequest, Request, WindowRequest, discover, read};

#[test]
fn an_ordinary_repository_tells_head_branches_and_present_paths() {
    let sandbox = Sandbox::new();
    sandbox.write("src/main.rs", "one\n");
    let id = sandbox.commit(0, "feat: start");
    sandbox.git(&["branch", "a/b"]);
    let paths = ["src", "src/", "./src/main.rs", "missing", "src/main.rs/x"].map(str::to_owned).to_vec();
    let history = one(RepositoryRequest { paths, ..sandbox.request(&[]) });
    let head = history.head.unwrap();
    assert_eq!((head.branch.as_deref(), head.commit.as_str()), (Some("main"), id.as_str()));
    assert_eq!(history.branches.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["a/b", "main"]);
    assert_eq!(history.present, ["src", "src/", "./src/main.rs"]);
    assert_eq!(history.default_branch.as_deref(), Some("main"));
}

#[test]
fn a_root_commit_creates_its_files() {
    let sandbox = Sandbox::new();
    sandbox.write("a", "1\n2\n");
    sandbox.commit(0, "root");
    let history = sandbox.read(&[ALL]);
    let changes = history.commits[0].changes.as_ref().unwrap();
    assert_eq!((changes[0].kind, changes[0].lines.unwrap().added), (ChangeKind::Created, 2));
    assert_eq!((history.windows[0].base.as_deref(), &history.windows[0].net), (None, changes));
}

#[test]
fn an_empty_repository_has_empty_windows() {
    let sandbox = Sandbox::new();
    let windows = [ALL, range("v1", "HEAD"), WindowRequest::LatestSession { gap: 60 }];
    let history = sandbox.read(&windows);
    assert_eq!((history.head, history.windows.len()), (None, 3));
    assert!(history.windows.iter().all(|it| it.commits.is_empty() && it.head.is_none()));
}

// Case 35.
#[test]
fn a_detached_head_has_no_branch() {
    let sandbox = Sandbox::new();
    let first = sandbox.commit(0, "one");
    sandbox.commit(1, "two");
    sandbox.git(&["checkout", "-q", &first]);
    let history = sandbox.read(&[ALL]);
    assert_eq!(history.head.as_ref().unwrap().branch, None);
    assert_eq!(history.windows[0].commits, [first]);
}

#[test]
fn a_missing_repository_costs_only_its_own_entry() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "one");
    let absent = RepositoryRequest {
        id: "gone".to_owned(),
        place: Place::Repository(sandbox.path().join("nowhere")),
        ..sandbox.request(&[])
    };
    let request = Request { repositories: vec![absent, sandbox.request(&[ALL])], ..Request::default() };
    let (history, diagnostics) = read(&request, &|_| {});
    assert_eq!(history.repositories.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["app"]);
    assert_eq!((diagnostics[0].severity, diagnostics[0].fault), (Severity::Warning, Fault::Environment));
    assert!(diagnostics[0].message.contains("`gone`") && diagnostics[0].hint.is_some(), "{diagnostics:?}");
}

#[test]
fn a_folder_inside_a_repository_is_not_taken_for_it() {
    let sandbox = Sandbox::new();
    sandbox.write("plans/deep/x", "");
    let place = Place::Repository(sandbox.path().join("plans"));
    let said = problem(RepositoryRequest { place, ..sandbox.request(&[]) });
    assert!(said.contains("is not a git repository"), "{said}");
    assert_eq!(discover(&sandbox.path().join("plans/deep")).as_deref(), Some(sandbox.path()));
}

#[test]
fn the_boundary_of_a_shallow_clone_creates_nothing() {
    let sandbox = Sandbox::new();
    for number in 0..5 {
        sandbox.write(&format!("file{number}"), "x\n");
        sandbox.commit(number, &format!("commit {number}"));
    }
    let origin = format!("file://{}", sandbox.path().display());
    sandbox.git(&["clone", "-q", "--depth=2", &origin, "shallow"]);
    let place = Place::Repository(sandbox.path().join("shallow"));
    let (history, said) = doubtful(RepositoryRequest { place, ..sandbox.request(&[ALL]) });
    assert!(said.contains("at the edge of a shallow clone: 1"), "{said}");
    assert_eq!(history.commits.iter().map(|it| it.changes.is_some()).collect::<Vec<_>>(), [true, false]);
    let net: Vec<&str> = history.windows[0].net.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(net, ["file4"]);
}

#[test]
fn a_bare_repository_and_a_linked_work_tree_are_read() {
    let sandbox = Sandbox::new();
    let id = sandbox.commit(0, "one");
    sandbox.git(&["clone", "-q", "--bare", ".", "bare.git"]);
    sandbox.git(&["worktree", "add", "-q", "-b", "linked", "tree"]);
    for (folder, branch) in [("bare.git", "main"), ("tree", "linked")] {
        let place = Place::Repository(sandbox.path().join(folder));
        let head = one(RepositoryRequest { place, ..sandbox.request(&[]) }).head.unwrap();
        assert_eq!((head.branch.as_deref(), &head.commit), (Some(branch), &id));
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_shown_as_replaced() {
    let sandbox = Sandbox::new();
    let stream = b"commit refs/heads/main\ncommitter A <a@b> 1772323200 +0000\ndata 4\ncaf\xe9\nM 100644 inline \"na\\357ve\"\ndata 0\n\n";
    sandbox.run(START, &["fast-import", "--quiet"], stream);
    let (history, said) = doubtful(sandbox.request(&[ALL]));
    assert!(said.contains("unknown encoding: 1") && said.contains("paths that are not UTF-8: 1"), "{said}");
    assert_eq!(history.commits[0].message.subject, "caf\u{fffd}");
    assert_eq!(history.windows[0].net[0].path, "na\u{fffd}ve");
}

#[test]
fn absurd_dates_are_read_without_panic() {
    let sandbox = Sandbox::new();
    let tree = sandbox.git(&["write-tree"]);
    let object =
        format!("tree {tree}\nauthor A <a@b> 99999999999999 +9999\ncommitter A <a@b> -1 -0000\n\nx\n");
    sandbox.raw_commit(object.as_bytes());
    let (history, _) = doubtful(sandbox.request(&[ALL]));
    assert_eq!(history.commits[0].authored.timestamp(), 0);
    assert_eq!(history.commits[0].committed.timestamp(), -1);
}

#[test]
fn a_missing_parent_is_told_and_the_rest_is_read() {
    let sandbox = Sandbox::new();
    let first = sandbox.commit(0, "one");
    sandbox.write("a", "x");
    sandbox.commit(1, "two");
    std::fs::remove_file(sandbox.path().join(".git/objects").join(&first[..2]).join(&first[2..])).unwrap();
    let (history, diagnostics) = read_all(sandbox.request(&[ALL]));
    assert!(diagnostics.iter().any(|it| it.message.contains("missing or damaged")), "{diagnostics:?}");
    assert_eq!(history.repositories[0].commits.len(), 1);
}

#[test]
fn attributes_modes_links_and_binary_files_are_counted_as_git_counts_them() {
    let sandbox = Sandbox::new();
    sandbox.write(".gitattributes", "*.lock -diff\n");
    sandbox.write("a.lock", "1\n");
    sandbox.write("picture", b"\0\x01\x02 some bytes that make it long enough\n");
    sandbox.write("link", "target\n");
    sandbox.commit(0, "one");
    sandbox.write("a.lock", "2\n");
    sandbox.git(&["mv", "picture", "image"]);
    std::fs::remove_file(sandbox.path().join("link")).unwrap();
    sandbox.write("target", "x\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["update-index", "--chmod=+x", "target"]);
    let link = String::from_utf8(sandbox.run(START, &["hash-object", "-w", "--stdin"], b"target")).unwrap();
    sandbox.git(&["update-index", "--add", "--cacheinfo", &format!("120000,{},link", link.trim())]);
    sandbox.git(&["commit", "-q", "-m", "two"]);
    let window = sandbox.window(range("HEAD~1", "HEAD"));
    assert_eq!(window.net, oracle::changes_between(&sandbox, "HEAD~1", "HEAD"));
    assert_eq!(window.net.iter().filter(|it| it.lines.is_none()).count(), 2);
}
