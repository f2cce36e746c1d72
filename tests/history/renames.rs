//! Which of many identical files was moved, by git's own choice.

use crate::oracle;
use crate::sandbox::{START, Sandbox, range};
use std::fmt::Write;

/// A commit that deletes empty files and creates others.
fn moved(deleted: &[String], created: &[String]) -> Sandbox {
    let sandbox = Sandbox::new();
    let mut stream = String::new();
    for paths in [deleted, created] {
        stream += "commit refs/heads/main\ncommitter A <a@b> 1772323200 +0000\ndata 1\nx\ndeleteall\n";
        for path in paths {
            writeln!(stream, "M 100644 inline {path}\ndata 0\n").unwrap();
        }
    }
    sandbox.run(START, &["fast-import", "--quiet"], stream.as_bytes());
    sandbox
}

fn files(folder: &str, count: usize) -> Vec<String> {
    (0..count).map(|it| format!("{folder}/{it:03}")).collect()
}

/// Where the first created file came from, which must be what git says.
fn source(deleted: &[String], created: &[String]) -> String {
    let sandbox = moved(deleted, created);
    let net = sandbox.window(range("HEAD~1", "HEAD")).net;
    assert_eq!(net, oracle::changes_between(&sandbox, "HEAD~1", "HEAD"));
    net.into_iter().find(|it| it.path == created[0]).unwrap().from.unwrap()
}

#[test]
fn a_file_of_the_same_name_is_found_among_the_first_hundred_identical_ones() {
    let old = files("old", 120);
    assert_eq!(source(&old, &["new/099".to_owned()]), "old/099");
    assert_eq!(source(&old, &["new/100".to_owned()]), "old/000");
    let many: Vec<String> = (0..40).map(|it| format!("new/{:03}", it * 3)).collect();
    assert_eq!(source(&old, &many), "old/000");
}

#[test]
fn git_looks_at_205_identical_files_from_the_last() {
    for (count, expected) in [(204, "old/000"), (205, "old/204"), (206, "old/000")] {
        assert_eq!(source(&files("old", count), &["new".to_owned()]), expected);
    }
}
