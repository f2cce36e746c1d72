//! Cases 1 to 23: what became of files, as git counts it.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, doubtful, range};
use callsheet::history::{Change, ChangeKind, Lines, Special};

/// Twenty lines, the first of which says who they are.
fn text(name: &str) -> String {
    let lines: Vec<String> = (0..20).map(|it| format!("{name} line {it}\n")).collect();
    lines.concat()
}

/// The net changes of a range, which must be git's.
fn net(sandbox: &Sandbox, from: &str, to: &str) -> Vec<Change> {
    let window = sandbox.window(range(from, to));
    assert_eq!(window.net, oracle::changes_between(sandbox, from, to));
    window.net
}

/// What one commit after another did to some files: the net changes of the last.
fn change(before: impl Fn(&Sandbox), after: impl Fn(&Sandbox)) -> (Sandbox, Vec<Change>) {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "root");
    before(&sandbox);
    sandbox.commit(1, "before");
    after(&sandbox);
    sandbox.commit(2, "after");
    let changes = net(&sandbox, "HEAD~1", "HEAD");
    let commit = sandbox.read(&[range("HEAD~1", "HEAD")]).commits.remove(0);
    assert_eq!(commit.changes.as_ref(), Some(&changes));
    (sandbox, changes)
}

fn kinds(changes: &[Change]) -> Vec<(ChangeKind, &str)> {
    changes.iter().map(|it| (it.kind, it.path.as_str())).collect()
}

fn lines(added: u64, removed: u64) -> Lines {
    Lines { added, removed }
}

/// A branch `work` with one new file, and a main line that moved on.
fn forked() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a", text("a"));
    sandbox.write("c", text("c"));
    sandbox.commit(0, "root");
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox.write("b", "1\n2\n3\n4\n5\n6\n");
    sandbox.commit(1, "work");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("a", text("other"));
    sandbox.commit(2, "main");
    sandbox
}

// Case 1.
#[test]
fn a_clean_merge_adds_nothing_to_the_commits_and_the_range_is_one_comparison() {
    let sandbox = forked();
    sandbox.git_at(START + 300, &["merge", "-q", "--no-ff", "-m", "Merge", "work"]);
    let history = sandbox.read(&[range("main~1", "main")]);
    assert_eq!(history.commits.iter().map(|it| it.changes.is_some()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(kinds(&net(&sandbox, "main~1", "main")), [(ChangeKind::Created, "b")]);
}

// Case 2.
#[test]
fn changes_made_in_a_merge_itself_are_in_the_net_and_not_in_any_commit() {
    let sandbox = forked();
    sandbox.git(&["merge", "-q", "--no-commit", "--no-ff", "work"]);
    sandbox.write("c", text("c") + "evil\n");
    sandbox.commit(3, "Merge");
    let history = sandbox.read(&[range("main~1", "main")]);
    let changed: Vec<&Change> =
        history.commits.iter().filter_map(|it| it.changes.as_ref()).flatten().collect();
    assert_eq!(changed.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["b"]);
    let net = net(&sandbox, "main~1", "main");
    assert_eq!(kinds(&net), [(ChangeKind::Created, "b"), (ChangeKind::Modified, "c")]);
    assert_eq!(net[1].lines, Some(lines(1, 0)));
}

// Case 3.
#[test]
fn an_octopus_is_compared_from_the_merge_base_and_has_no_changes_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "root");
    for name in ["one", "two", "three"] {
        sandbox.git(&["checkout", "-q", "-b", name, "main"]);
        sandbox.write(name, "x\n");
        sandbox.commit(1, name);
    }
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.git_at(START + 300, &["merge", "-q", "-m", "Merge", "one", "two", "three"]);
    let history = sandbox.read(&[range("main^1~1", "main")]);
    assert_eq!((history.commits[0].parents.len(), &history.commits[0].changes), (3, &None));
    assert_eq!(history.commits.len(), 4);
    assert_eq!(net(&sandbox, "main^1~1", "main").len(), 3);
}

// Cases 4 and 5.
#[test]
fn each_root_commit_creates_its_files_and_the_merge_of_two_histories_none() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "--orphan", "apart"]);
    sandbox.git(&["rm", "-q", "-r", "-f", "."]);
    sandbox.write("z", "1\n");
    sandbox.commit(5, "apart");
    sandbox.git(&["checkout", "-q", "main"]);
    let merge = ["merge", "-q", "--no-ff", "--allow-unrelated-histories", "-m", "Merge", "apart"];
    sandbox.git_at(START + 600, &merge);
    let history = sandbox.read(&[ALL]);
    let roots: Vec<_> = history.commits.iter().filter(|it| it.parents.is_empty()).collect();
    let files: Vec<usize> = roots.iter().map(|it| it.changes.as_ref().unwrap().len()).collect();
    assert_eq!(files, [1, 2]);
    assert_eq!((history.windows[0].base.as_deref(), history.windows[0].net.len()), (None, 3));
}

// Cases 6, 7, 8 and 9.
#[test]
fn moved_files_and_folders_are_renames_and_copies_are_new_files() {
    let before = |sandbox: &Sandbox| {
        for name in ["d/one", "d/two", "whole", "edited"] {
            sandbox.write(name, text(name));
        }
        sandbox.write("empty", "");
    };
    let (_, changes) = change(before, |sandbox| {
        sandbox.git(&["mv", "d", "e"]);
        sandbox.git(&["mv", "edited", "moved"]);
        sandbox.git(&["mv", "empty", "empty2"]);
        sandbox.write("moved", text("edited") + "more\n");
        sandbox.write("copy", text("whole"));
    });
    let moved: Vec<_> = changes.iter().map(|it| (it.from.as_deref(), it.path.as_str())).collect();
    let expected = [
        (None, "copy"),
        (Some("d/one"), "e/one"),
        (Some("d/two"), "e/two"),
        (Some("empty"), "empty2"),
        (Some("edited"), "moved"),
    ];
    assert_eq!(moved, expected);
    assert_eq!((changes[4].lines, changes[0].kind), (Some(lines(1, 0)), ChangeKind::Created));
}

// Case 6: more pairs than the usual limit of 1000.
#[test]
fn renames_are_found_whatever_limit_a_user_configured() {
    let (sandbox, _) = change(
        |sandbox| (0..12).for_each(|it| sandbox.write(&format!("a{it}"), text(&format!("file {it}")))),
        |sandbox| {
            (0..12).for_each(|it| {
                sandbox.git(&["mv", &format!("a{it}"), &format!("b{it}")]);
                sandbox.write(&format!("b{it}"), text(&format!("file {it}")) + "more\n");
            });
        },
    );
    sandbox.git(&["config", "diff.renameLimit", "2"]);
    sandbox.git(&["config", "diff.renames", "false"]);
    sandbox.git(&["config", "diff.algorithm", "patience"]);
    assert!(sandbox.window(range("HEAD~1", "HEAD")).net.iter().all(|it| it.kind == ChangeKind::Renamed));
}

// Cases 10, 11, 12 and 13.
#[test]
fn the_net_of_a_range_knows_only_its_two_ends() {
    let sandbox = Sandbox::new();
    for name in ["again", "moved"] {
        sandbox.write(name, text(name));
    }
    sandbox.commit(0, "root");
    std::fs::remove_file(sandbox.path().join("again")).unwrap();
    sandbox.write("transient", "x\n");
    sandbox.write("new", "1\n");
    sandbox.git(&["mv", "moved", "target"]);
    sandbox.commit(1, "one");
    sandbox.write("again", text("again") + "more\n");
    std::fs::remove_file(sandbox.path().join("transient")).unwrap();
    sandbox.write("new", "1\n2\n3\n");
    sandbox.write("target", text("moved") + "more\n");
    sandbox.commit(2, "two");
    let net = net(&sandbox, "HEAD~2", "HEAD");
    let expected =
        [(ChangeKind::Modified, "again"), (ChangeKind::Created, "new"), (ChangeKind::Renamed, "target")];
    assert_eq!(kinds(&net), expected);
    assert_eq!((net[1].lines, net[2].lines), (Some(lines(3, 0)), Some(lines(1, 0))));
}

// Cases 14 and 15.
#[test]
fn binary_files_and_those_that_attributes_take_out_have_no_lines() {
    let (_, changes) = change(
        |sandbox| {
            sandbox.write(".gitattributes", "*.lock -diff\n*.gen binary\n");
            for name in ["a.lock", "a.gen", "plain"] {
                sandbox.write(name, "1\n");
            }
            sandbox.write("image", b"\0\x01");
        },
        |sandbox| {
            for name in ["a.lock", "a.gen", "plain"] {
                sandbox.write(name, "2\n3\n");
            }
            sandbox.write("image", b"\0\x02\x03");
        },
    );
    let counted: Vec<_> = changes.iter().map(|it| (it.path.as_str(), it.lines)).collect();
    assert_eq!(counted, [("a.gen", None), ("a.lock", None), ("image", None), ("plain", Some(lines(2, 1)))]);
}

// Case 16.
#[test]
fn a_file_that_only_becomes_executable_is_modified_without_lines() {
    let (_, changes) = change(
        |sandbox| sandbox.write("run", "x\n"),
        |sandbox| {
            use std::os::unix::fs::PermissionsExt;
            let permissions = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(sandbox.path().join("run"), permissions).unwrap();
        },
    );
    assert_eq!((kinds(&changes), changes[0].lines), (vec![(ChangeKind::Modified, "run")], Some(lines(0, 0))));
    let (from, to) = ("644".to_owned(), "755".to_owned());
    assert_eq!(changes[0].special, Some(Special::Mode { from, to }));
}

// Case 16.
#[test]
fn a_mode_that_only_old_versions_of_git_wrote_is_no_change() {
    let sandbox = Sandbox::new();
    let blob = sandbox.run(START, &["hash-object", "-w", "--stdin"], b"");
    let blob = String::from_utf8(blob).unwrap();
    let blob: Vec<u8> =
        (0..20).map(|it| u8::from_str_radix(&blob[it * 2..it * 2 + 2], 16).unwrap()).collect();
    let mut parent = String::new();
    for mode in ["100664", "100644", "100775", "100755"] {
        let tree = [format!("{mode} a\0").as_bytes(), &blob].concat();
        let arguments = ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"];
        let tree = String::from_utf8(sandbox.run(START, &arguments, &tree)).unwrap();
        let who = format!("A <a@b> {START} +0000");
        let commit = format!("tree {}\n{parent}author {who}\ncommitter {who}\n\nx\n", tree.trim());
        parent = format!("parent {}\n", sandbox.raw_commit(commit.as_bytes()));
    }
    assert_eq!(net(&sandbox, "HEAD~3", "HEAD~2"), []);
    assert_eq!(net(&sandbox, "HEAD~1", "HEAD"), []);
    let (from, to) = ("644".to_owned(), "755".to_owned());
    assert_eq!(net(&sandbox, "HEAD~2", "HEAD~1")[0].special, Some(Special::Mode { from, to }));
}

// Case 17.
#[test]
fn a_link_is_one_line_and_a_file_that_becomes_one_is_one_change() {
    let link = |sandbox: &Sandbox, target: &str, name: &str| {
        drop(std::fs::remove_file(sandbox.path().join(name)));
        std::os::unix::fs::symlink(target, sandbox.path().join(name)).unwrap();
    };
    let (_, changes) = change(
        |sandbox| {
            link(sandbox, "a", "link");
            sandbox.write("file", "1\n");
        },
        |sandbox| {
            link(sandbox, "b", "link");
            link(sandbox, "target", "file");
            link(sandbox, "x", "new");
        },
    );
    let expected =
        [(ChangeKind::Typechange, "file"), (ChangeKind::Modified, "link"), (ChangeKind::Created, "new")];
    assert_eq!(kinds(&changes), expected);
    assert_eq!(
        changes.iter().map(|it| it.lines).collect::<Vec<_>>(),
        [Some(lines(1, 1)), Some(lines(1, 1)), Some(lines(1, 0))]
    );
}

// Case 18.
#[test]
fn a_submodule_names_its_commits_and_adds_no_line_to_sums() {
    let sandbox = Sandbox::new();
    for id in ['1', '2'] {
        let id: String = std::iter::repeat_n(id, 40).collect();
        sandbox.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},library")]);
        sandbox.git(&["commit", "-q", "--allow-empty", "-m", "library"]);
    }
    let net = net(&sandbox, "HEAD~1", "HEAD");
    assert_eq!((kinds(&net), net[0].lines), (vec![(ChangeKind::Modified, "library")], Some(lines(1, 1))));
    let id = |digit: &str| Some(digit.repeat(40));
    assert_eq!(net[0].special, Some(Special::Submodule { from: id("1"), to: id("2") }));
    assert_eq!(Lines::of(&net), lines(0, 0));
}

// Cases 19 and 20.
#[test]
fn line_ends_and_a_missing_last_one_are_counted_as_git_counts_them() {
    let (_, changes) = change(
        |sandbox| {
            sandbox.write("ends", "1\n2\n3\n");
            sandbox.write("last", "1");
        },
        |sandbox| {
            sandbox.write("ends", "1\r\n2\r\n3\r\n");
            sandbox.write("last", "1\n");
        },
    );
    assert_eq!(changes.iter().map(|it| it.lines).collect::<Vec<_>>(), [Some(lines(3, 3)), Some(lines(1, 1))]);
}

// Case 21.
#[test]
fn lines_are_counted_by_gits_usual_algorithm_whatever_a_user_configured() {
    let (sandbox, changes) = change(
        |sandbox| sandbox.write("a", "x\ny\nz\none\ntwo\nx\ny\nz\n"),
        |sandbox| sandbox.write("a", "two\nx\ny\nz\nx\ny\nz\none\n"),
    );
    sandbox.git(&["config", "diff.algorithm", "patience"]);
    assert_eq!(net(&sandbox, "HEAD~1", "HEAD"), changes);
    let configured = sandbox.git(&["diff", "--numstat", "HEAD~1"]);
    assert_eq!((changes[0].lines, configured.as_str()), (Some(lines(2, 2)), "4\t4\ta"));
}

// Case 22.
#[test]
fn a_large_file_pointer_is_the_three_lines_that_git_sees() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    let (_, changes) = change(|_| {}, |sandbox| sandbox.write("big.bin", pointer));
    assert_eq!(changes[0].lines, Some(lines(3, 0)));
}

// Case 26.
#[test]
fn paths_that_are_not_utf_8_are_changes_like_any_other_with_a_warning() {
    let sandbox = Sandbox::new();
    let stream = b"commit refs/heads/main\ncommitter A <a@b> 1772323200 +0000\ndata 1\nx\nM 100644 inline \"na\\357ve\"\ndata 2\n1\n\nM 100644 inline \"na\\360ve\"\ndata 2\n2\n\n";
    sandbox.run(START, &["fast-import", "--quiet"], stream);
    let (history, said) = doubtful(sandbox.request(&[ALL]));
    assert_eq!(history.windows[0].net.len(), 2);
    assert!(said.contains("paths that are not UTF-8"), "{said}");
}

// An empty commit.
#[test]
fn an_empty_commit_has_no_changes_and_is_a_commit() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "root");
    let id = sandbox.commit(1, "empty");
    let history = sandbox.read(&[range("HEAD~1", "HEAD")]);
    assert_eq!((&history.windows[0].commits, history.windows[0].net.len()), (&vec![id], 0));
    assert_eq!(history.commits[0].changes.as_deref(), Some(&[][..]));
}
