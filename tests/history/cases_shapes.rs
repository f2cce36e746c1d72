//! Cases 34 to 50: shapes of repositories, and what is said where less is known than there is.

use crate::oracle;
use crate::sandbox::{ALL, Sandbox, doubtful, one, problem, range, read_all};
use callsheet::history::{Place, RepositoryRequest, Request, WindowRequest, read, write_facts};
use std::collections::BTreeMap;
use std::path::Path;

/// A main line of some commits, one file each.
fn line(commits: i64) -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..commits {
        sandbox.write(&format!("file{number}"), format!("{number}\n"));
        sandbox.commit(number, &format!("commit {number}"));
    }
    sandbox
}

fn clone(sandbox: &Sandbox, options: &[&str], folder: &str) {
    let origin = format!("file://{}", sandbox.path().display());
    let mut arguments = vec!["clone", "-q"];
    arguments.extend(options);
    arguments.extend([origin.as_str(), folder]);
    sandbox.git(&arguments);
}

// Case 34.
#[test]
fn an_unborn_head_beside_a_branch_with_commits_says_that_nothing_is_checked_out() {
    let sandbox = line(2);
    sandbox.git(&["symbolic-ref", "HEAD", "refs/heads/unborn"]);
    let history = sandbox.read(&[ALL, range("main~1", "main")]);
    assert_eq!((history.head, history.branches[0].name.as_str()), (None, "main"));
    let counts: Vec<_> = history.windows.iter().map(|it| (it.branch.as_deref(), it.commits.len())).collect();
    assert_eq!(counts, [(None, 0), (Some("main"), 2), (Some("main"), 1)]);
}

// Case 36.
#[test]
fn a_branch_whose_start_lies_outside_a_shallow_clone_is_not_counted_as_if_all_files_were_new() {
    let sandbox = line(4);
    sandbox.git(&["checkout", "-q", "-b", "work", "main~2"]);
    sandbox.write("work", "1\n");
    sandbox.commit(10, "work one");
    sandbox.git(&["checkout", "-q", "main"]);
    clone(&sandbox, &["--depth=1", "--no-single-branch"], "shallow");
    let said = problem(sandbox.request_in("shallow", &[range("main", "origin/work")]));
    assert!(said.contains("outside the shallow clone") && said.contains("--unshallow"), "{said}");
}

// Case 36.
#[test]
fn a_revision_before_the_edge_of_a_shallow_clone_is_told_with_the_way_to_get_it() {
    let sandbox = line(4);
    let first = sandbox.git(&["rev-parse", "main~3"]);
    clone(&sandbox, &["--depth=2"], "shallow");
    let said = problem(sandbox.request_in("shallow", &[range(&first, "main")]));
    assert!(said.contains(&first) && said.contains("--unshallow"), "{said}");
    let said = problem(sandbox.request_in("shallow", &[range("main~3", "main")]));
    assert!(said.contains("`main~3`") && said.contains("--unshallow"), "{said}");
}

// Case 36.
#[test]
fn a_warning_of_a_shallow_clone_is_in_its_facts_and_told_again_by_who_reads_them() {
    let sandbox = line(4);
    clone(&sandbox, &["--depth=2"], "shallow");
    let request = sandbox.request_in("shallow", &[ALL]);
    let (history, diagnostics) = read_all(request.clone());
    let text = write_facts(&history);
    assert!(text.contains("\"warnings\": [") && text.contains("edge of a shallow clone"), "{text}");
    sandbox.write("facts.json", &text);
    let place = Place::Facts(sandbox.path().join("facts.json"));
    let (again, told) = read_all(RepositoryRequest { place, ..request });
    assert_eq!(again, history);
    assert_eq!(told[0].message, diagnostics[0].message);
    assert!(!write_facts(&read_all(sandbox.request(&[ALL])).0).contains("warnings"));
}

// Case 36.
#[test]
fn a_range_inside_a_shallow_clone_is_exact_and_without_a_warning() {
    let sandbox = line(5);
    clone(&sandbox, &["--depth=4"], "shallow");
    let history = one(sandbox.request_in("shallow", &[range("main~1", "main")]));
    assert_eq!(history.windows[0].net, oracle::changes_between(&sandbox, "main~1", "main"));
}

// Case 37.
#[test]
fn a_partial_clone_lists_files_without_lines_and_fetches_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("a", "1\n2\n");
    sandbox.commit(0, "one");
    sandbox.write("a", "1\n3\n");
    sandbox.write("b", "4\n");
    sandbox.commit(1, "two");
    sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
    clone(&sandbox, &["--filter=blob:none", "--no-checkout"], "partial");
    let before = files(&sandbox.path().join("partial/.git"));
    let (history, said) = doubtful(sandbox.request_in("partial", &[ALL]));
    assert_eq!(files(&sandbox.path().join("partial/.git")), before);
    assert!(said.contains("partial clone lacks: 3"), "{said}");
    let net: Vec<_> = history.windows[0].net.iter().map(|it| (it.path.as_str(), it.lines)).collect();
    assert_eq!(net, [("a", None), ("b", None)]);
    assert!(
        history.commits.iter().all(|it| it.changes.as_ref().unwrap().iter().all(|it| it.lines.is_none()))
    );
}

// Case 37.
#[test]
fn a_clone_without_trees_has_its_commits_and_one_warning_for_all_their_changes() {
    let sandbox = line(4);
    sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
    clone(&sandbox, &["--filter=tree:0", "--no-checkout"], "partial");
    let (history, diagnostics) = read_all(RepositoryRequest {
        records: Some(callsheet::history::RecordsRequest::default()),
        ..sandbox.request_in("partial", &[ALL, range("HEAD~1", "HEAD")])
    });
    assert!(history.repositories[0].windows.is_empty(), "{history:?}");
    assert!(diagnostics.len() <= 3 && diagnostics[0].message.contains("cannot be read"), "{diagnostics:?}");
}

// Case 38.
#[test]
fn one_repository_asked_for_as_two_work_trees_is_told_to_be_one() {
    let sandbox = line(1);
    sandbox.git(&["worktree", "add", "-q", "-b", "linked", "tree"]);
    let second = RepositoryRequest { id: "second".to_owned(), ..sandbox.request_in("tree", &[ALL]) };
    let request = Request { repositories: vec![sandbox.request(&[ALL]), second], ..Request::default() };
    let (history, diagnostics) = read(&request, &|_| {});
    assert_eq!(history.repositories.len(), 2);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    let said = &diagnostics[0].message;
    assert!(said.contains("`second`") && said.contains("same repository as `app`"), "{said}");
}

// Case 38.
#[test]
fn a_linked_work_tree_of_a_shallow_clone_knows_the_edge_and_the_mailmap() {
    let sandbox = line(3);
    sandbox.write(".mailmap", "Ada Lovelace <ada@example.org>\n");
    sandbox.commit(4, "mailmap");
    clone(&sandbox, &["--depth=2"], "shallow");
    sandbox.git(&["-C", "shallow", "worktree", "add", "-q", "-b", "linked", "tree"]);
    let (history, said) = doubtful(sandbox.request_in("shallow/tree", &[ALL]));
    assert!(said.contains("shallow clone: 1"), "{said}");
    assert_eq!(history.commits.len(), 2);
    assert_eq!(
        (history.commits[1].changes.as_ref(), history.commits[0].author.name.as_str()),
        (None, "Ada Lovelace")
    );
}

// Case 39.
#[test]
fn a_submodule_that_is_checked_out_is_a_repository_of_its_own() {
    let (sandbox, library) = (line(1), line(2));
    let origin = format!("file://{}", library.path().display());
    sandbox.git(&["submodule", "--quiet", "add", &origin, "library"]);
    let history = one(sandbox.request_in("library", &[ALL]));
    assert_eq!(history.commits.len(), 2);
    assert_eq!(history.head.unwrap().commit, library.git(&["rev-parse", "HEAD"]));
}

// Case 40.
#[test]
fn a_bare_repository_counts_as_git_does_and_takes_the_mailmap_of_its_head() {
    let sandbox = line(2);
    sandbox.write(".mailmap", "Ada Lovelace <ada@example.org>\n");
    sandbox.write(".gitattributes", "*.lock -diff\n");
    sandbox.write("a.lock", "1\n");
    sandbox.commit(3, "mailmap");
    sandbox.git(&["clone", "-q", "--bare", ".", "bare.git"]);
    let history = one(sandbox.request_in("bare.git", &[ALL]));
    assert!(history.commits.iter().all(|it| it.author.name == "Ada Lovelace"));
    let text = sandbox.git(&["-C", "bare.git", "diff", "--numstat", "HEAD~1", "HEAD", "--", "a.lock"]);
    let lines = history.windows[0].net.iter().find(|it| it.path == "a.lock").unwrap().lines;
    assert_eq!(lines.is_none(), text.starts_with('-'), "{text}");
}

// Case 43.
#[test]
fn replaced_commits_are_read_as_they_were_made_and_that_is_told() {
    let sandbox = line(5);
    sandbox.git(&["replace", "--graft", "HEAD", "HEAD~3"]);
    assert_eq!(sandbox.git(&["rev-list", "--count", "HEAD"]), "3");
    assert_eq!(sandbox.git(&["--no-replace-objects", "rev-list", "--count", "HEAD"]), "5");
    let (history, said) = doubtful(sandbox.request(&[ALL]));
    assert_eq!(history.commits.len(), 5);
    assert!(said.contains("`refs/replace` replaces: 1"), "{said}");
}

// Case 44.
#[test]
fn grafts_are_followed_as_git_follows_them_and_told() {
    let sandbox = line(5);
    let (head, parent) = (sandbox.git(&["rev-parse", "HEAD"]), sandbox.git(&["rev-parse", "HEAD~3"]));
    sandbox.write(".git/info/grafts", format!("{head} {parent}\n"));
    let (history, said) = doubtful(sandbox.request(&[ALL, range(&parent, "HEAD")]));
    assert_eq!(history.windows[0].commits.len().to_string(), sandbox.git(&["rev-list", "--count", "HEAD"]));
    assert_eq!(history.windows[1].commits, [head]);
    let changed: Vec<&str> = history.commits[0].changes.iter().flatten().map(|it| it.path.as_str()).collect();
    assert_eq!(changed, ["file2", "file3", "file4"]);
    assert!(said.contains("`.git/info/grafts` changes: 1"), "{said}");
}

// Case 45.
#[test]
fn a_clone_that_borrows_its_objects_is_read_like_any_other() {
    let sandbox = line(3);
    sandbox.git(&["clone", "-q", "--shared", ".", "shared"]);
    let (borrowed, own) = (one(sandbox.request_in("shared", &[ALL])), sandbox.read(&[ALL]));
    assert_eq!((borrowed.commits, borrowed.windows), (own.commits, own.windows));
}

// Case 46: only a privileged user can give a folder to somebody else. What anybody else is told is tested with
// the whole program, whose `git` can be made to believe it.
#[test]
fn a_repository_of_another_user_is_told_with_the_way_to_trust_it() {
    let sandbox = line(1);
    let away = |it: &Path| std::os::unix::fs::chown(it, Some(12_345), None);
    let given = away(&sandbox.path().join(".git")).and_then(|()| away(sandbox.path()));
    let (history, problems) = read_all(sandbox.request(&[ALL]));
    if given.is_ok() {
        let said = problem(sandbox.request(&[ALL]));
        assert!(said.contains("belongs to another user") && said.contains("safe.directory"), "{said}");
        assert!(history.repositories.is_empty());
    } else {
        assert_eq!((history.repositories[0].commits.len(), problems.len()), (1, 0), "{problems:?}");
    }
}

// Case 48.
#[test]
fn a_repository_inside_another_is_read_instead_of_the_outer_one() {
    let sandbox = line(3);
    sandbox.git(&["init", "-q", "inner"]);
    let history = one(sandbox.request_in("inner", &[ALL]));
    assert_eq!((history.head, history.commits.len()), (None, 0));
}

// Cases 49 and 50.
#[test]
fn reading_leaves_every_file_of_the_repository_as_it_was() {
    let sandbox = line(3);
    sandbox.write(".git/refs/heads/main.lock", "");
    sandbox.write(".git/index.lock", "");
    let before = files(sandbox.path());
    let history = sandbox.read(&[ALL, WindowRequest::Branch { base: None, head: None }]);
    assert_eq!(history.commits.len(), 3);
    assert_eq!(files(sandbox.path()), before);
}

// Case 50.
#[test]
fn references_in_a_pack_are_read_and_loose_ones_go_before_them() {
    let sandbox = line(3);
    sandbox.git(&["branch", "old"]);
    sandbox.git(&["pack-refs", "--all"]);
    let id = sandbox.commit(5, "after packing");
    sandbox.git(&["gc", "-q"]);
    let history = sandbox.read(&[range("old", "main")]);
    assert_eq!((history.branches.len(), &history.branches[0].commit), (2, &id));
    assert_eq!(history.windows[0].commits, [id]);
}

// Case 45: a pack that an alternate lost is told, not a panic.
#[test]
fn borrowed_objects_that_are_gone_are_told() {
    let sandbox = line(3);
    sandbox.git(&["clone", "-q", "--shared", ".", "shared"]);
    sandbox.write("shared/.git/objects/info/alternates", "/nowhere/at/all\n");
    let (_, diagnostics) = read_all(sandbox.request_in("shared", &[ALL]));
    assert!(!diagnostics.is_empty(), "{diagnostics:?}");
}

/// Every file below a folder, with what it holds.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.display().to_string(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}
