//! Tests that net changes add and remove, and where it is not known how many.

use crate::oracle;
use crate::sandbox::{Sandbox, doubtful, one, range};
use callsheet::history::{Change, ChangeKind, Place, RepositoryRequest, TestRule, Tests, write_facts};

const LAST: (&str, &str) = ("HEAD~1", "HEAD");

/// A commit before and one after, with these files in each.
fn changed(before: &[(&str, &str)], after: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    write(&sandbox, before);
    sandbox.commit(0, "before");
    for (path, _) in before {
        std::fs::remove_file(sandbox.path().join(path)).unwrap();
    }
    write(&sandbox, after);
    sandbox.commit(1, "after");
    sandbox
}

fn write(sandbox: &Sandbox, files: &[(&str, &str)]) {
    for (path, content) in files {
        sandbox.write(path, content);
    }
}

fn request(sandbox: &Sandbox, rules: &[TestRule]) -> RepositoryRequest {
    RepositoryRequest { test_rules: rules.to_vec(), ..sandbox.request(&[range(LAST.0, LAST.1)]) }
}

fn net(sandbox: &Sandbox, rules: &[TestRule]) -> Vec<Change> {
    one(request(sandbox, rules)).windows.remove(0).net
}

/// By path, the marks with what was added and removed; `None` where nothing is known.
type Counted<'c> = Vec<(&'c str, Option<Vec<(&'c str, u64, u64)>>)>;

fn counted(changes: &[Change]) -> Counted<'_> {
    fn row(tests: &Tests) -> (&str, u64, u64) {
        (&tests.mark, tests.added, tests.removed)
    }
    let rows = changes.iter().map(|it| it.tests.as_ref().map(|it| it.iter().map(row).collect()));
    changes.iter().map(|it| it.path.as_str()).zip(rows).collect()
}

fn rule(language: &str, file: &str, start: &str) -> TestRule {
    let texts = |it: &str| vec![it.to_owned()];
    TestRule { language: language.to_owned(), files: texts(file), starts: texts(start) }
}

#[test]
fn tests_count_on_added_and_removed_lines_of_net_changes() {
    let old = "use a;\n\n#[test]\nfn one() {\n    1;\n}\n\n#[test]\nfn two() {}\n\nfn last() {}\n";
    let new = "use a;\nuse b;\n\n#[test]\nfn one() {\n    2;\n}\n\nfn last() {}\n\n#[tokio::test]\nasync fn three() {}\n";
    let sandbox = changed(
        &[("src/a.rs", old), ("gone_test.go", "func TestOne(t *testing.T) {\n}\n"), ("b.txt", "1\n")],
        &[
            ("src/a.rs", new),
            ("test_new.py", "def test_a():\n    pass\ndef test_b():\n    pass\n"),
            ("c.txt", "2\n"),
        ],
    );
    let net = net(&sandbox, &[]);
    let expected = [
        ("b.txt", None),
        ("c.txt", None),
        ("gone_test.go", Some(vec![("func Test", 0, 1)])),
        ("src/a.rs", Some(vec![("#[*::test]", 1, 0), ("#[test]", 0, 1)])),
        ("test_new.py", Some(vec![("def test_", 2, 0)])),
    ];
    assert_eq!(counted(&net), expected);
    assert!(net.iter().all(|it| !it.lacks_tests(&[])));
    let commits = one(request(&sandbox, &[])).commits;
    assert!(commits.iter().flat_map(|it| it.changes.iter().flatten()).all(|it| it.tests.is_none()));
}

#[test]
fn a_file_that_moved_has_only_the_tests_on_its_changed_lines() {
    let body: String =
        (0..30).fold(String::new(), |text, it| text + &format!("def test_{it}():\n    assert {it}\n"));
    let new = format!("{body}def test_new():\n    pass\n");
    let sandbox = changed(&[("tests/a.py", &body)], &[("tests/sub/a.py", &new)]);
    let net = net(&sandbox, &[]);
    assert_eq!(net[0].kind, ChangeKind::Renamed);
    assert_eq!(counted(&net), [("tests/sub/a.py", Some(vec![("def test_", 1, 0)]))]);
    let same = changed(&[("tests/a.py", &body)], &[("src/a.py", &body)]);
    assert_eq!(counted(&self::net(&same, &[])), [("src/a.py", Some(vec![]))]);
}

#[test]
fn what_cannot_be_searched_is_unknown_and_not_zero() {
    let large = "// a line\n".repeat(300_000);
    let sandbox = changed(
        &[("a.rs", "fn a() {}\n"), ("link.rs", "fn a() {}\n")],
        &[("a.rs", "#[test]\0\n"), ("large.rs", &large), ("b.bin", "\0"), ("ok.rs", "fn b() {}\n")],
    );
    std::os::unix::fs::symlink("ok.rs", sandbox.path().join("link.rs")).unwrap();
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "-q", "--amend", "-m", "after"]);
    let net = net(&sandbox, &[]);
    let expected = [
        ("a.rs", None),
        ("b.bin", None),
        ("large.rs", None),
        ("link.rs", Some(vec![])),
        ("ok.rs", Some(vec![])),
    ];
    assert_eq!(counted(&net), expected);
    let lacking: Vec<&str> = net.iter().filter(|it| it.lacks_tests(&[])).map(|it| it.path.as_str()).collect();
    assert_eq!(lacking, ["a.rs", "large.rs"]);
}

#[test]
fn a_partial_clone_does_not_know_its_tests() {
    let sandbox =
        changed(&[], &[("a_test.go", "func TestOne(t *testing.T) {\n}\n"), ("a.go", "package a\n")]);
    sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", sandbox.path().display());
    sandbox.git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &source, "partial"]);
    let (history, _) = doubtful(sandbox.request_in("partial", &[range(LAST.0, LAST.1)]));
    let net = &history.windows[0].net;
    assert_eq!(counted(net), [("a.go", None), ("a_test.go", None)]);
    assert_eq!(net.iter().map(|it| it.lacks_tests(&[])).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn facts_hold_tests_and_forget_those_that_another_rule_would_count() {
    let zig = "test \"one\" {}\n";
    let sandbox =
        changed(&[], &[("a.rs", "#[test]\nfn a() {}\n"), ("a.zig", zig), ("tests/b.rs", "go!(b);\n")]);
    let (ours, other) = (rule("Zig", "*.zig", "test \""), rule("Rust", "tests/*.rs", "go!("));
    let full = request(&sandbox, std::slice::from_ref(&ours));
    let expected = [
        ("a.rs", Some(vec![("#[test]", 1, 0)])),
        ("a.zig", Some(vec![("test \"", 1, 0)])),
        ("tests/b.rs", Some(vec![])),
    ];
    assert_eq!(counted(&net(&sandbox, std::slice::from_ref(&ours))), expected);
    let history = callsheet::history::History { repositories: vec![one(full.clone())] };
    sandbox.write("facts.json", write_facts(&history));
    let place = Place::Facts(sandbox.path().join("facts.json"));
    let read = |rules: &[TestRule]| {
        one(RepositoryRequest { place: place.clone(), test_rules: rules.to_vec(), ..full.clone() })
    };
    assert_eq!(read(std::slice::from_ref(&ours)), history.repositories[0]);
    let both = [ours, other];
    let found = read(&both).windows.remove(0).net;
    assert_eq!(counted(&found)[2], ("tests/b.rs", None));
    assert_eq!(counted(&found)[..2], expected[..2]);
    assert!(found[2].lacks_tests(&both));
    let found = read(&[]).windows.remove(0).net;
    assert_eq!(counted(&found)[1], ("a.zig", None));
    assert!(!found[1].lacks_tests(&[]));
}

#[test]
fn tests_leave_all_else_of_a_change_as_git_has_it() {
    let sandbox =
        changed(&[("a.rs", "#[test]\n1\n2\n")], &[("a.rs", "2\n#[test]\n1\n"), ("b.rs", "#[test]\n")]);
    let mut net = net(&sandbox, &[]);
    for change in &mut net {
        change.tests = None;
    }
    assert_eq!(net, oracle::changes_between(&sandbox, LAST.0, LAST.1));
}
