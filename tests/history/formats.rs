//! Repositories in formats that the library does not know, read through the `git` program: the same facts.

use crate::differential::compare;
use crate::random::random_repository;
use crate::sandbox::{ALL, START, Sandbox, doubtful, one, range};
use callsheet::history::{History, RecordsRequest, RepositoryRequest, WindowRequest, work_tree, write_facts};

/// How the formats are asked for.
const FORMATS: [&str; 2] = ["--object-format=sha256", "--ref-format=reftable"];

// Cases 41 and 42.
#[test]
fn every_fact_of_a_random_history_equals_gits_in_every_format() {
    let origin = random_repository(5);
    let stream = origin.run(START, &["fast-export", "--all", "--reencode=no", "--signed-tags=strip"], b"");
    for format in FORMATS {
        let sandbox = Sandbox::with(&[format]);
        let import = ["fast-import", "--quiet", "--date-format=raw-permissive"];
        sandbox.run(START, &import, &fit(&stream, format));
        let report = compare(sandbox.path(), None, 5).unwrap();
        assert!(report.differences.is_empty(), "{format}\n{report}");
        assert!(report.compared["changes"] > 400, "{format}\n{report}");
    }
}

/// A stream whose submodules have ids of the length that the format wants.
fn fit(stream: &[u8], format: &str) -> Vec<u8> {
    let longer = if format.contains("sha256") { "0".repeat(24) } else { String::new() };
    let mut fitting = Vec::new();
    for line in stream.split_inclusive(|it| *it == b'\n') {
        let id = line.strip_prefix(b"M 160000 ");
        fitting.extend(if id.is_some() { &line[..9] } else { b"" });
        fitting.extend(if id.is_some() { longer.as_bytes() } else { b"" });
        fitting.extend(id.unwrap_or(line));
    }
    fitting
}

/// Every kind of fact there is, with nothing but the format between two calls.
fn told(format: &[&str]) -> String {
    let sandbox = Sandbox::with(format);
    sandbox.write(".mailmap", "Ada Lovelace <ada@example.org>\n");
    sandbox.write(".gitattributes", "*.lock -diff\n");
    sandbox.write("old.txt", "1\n2\n3\n4\n5\n6\n");
    let first = sandbox.commit(0, "feat: start");
    sandbox.git(&["tag", "v1"]);
    sandbox.git(&["switch", "-q", "-c", "topic"]);
    sandbox.git(&["mv", "old.txt", "new.txt"]);
    sandbox.write("a.lock", "1\n");
    sandbox.commit(1, "feat: move\n\nPlan-Phase: 1");
    sandbox.write(".plan/results/app/x.json", format!("{{ \"commit\": \"{first}\" }}"));
    sandbox.commit(2, "test: result");
    let copied = sandbox.git(&["rev-parse", "HEAD~1"]);
    sandbox.git(&["switch", "-q", "main"]);
    sandbox.write("own.txt", "1\n");
    sandbox.commit(3, "feat: other");
    sandbox.git_at(START + 240, &["cherry-pick", &copied]);
    sandbox.git(&["switch", "-q", "topic"]);
    let branch = WindowRequest::Branch { base: None, head: None };
    let request = RepositoryRequest {
        records: Some(RecordsRequest { branches: vec!["main".to_owned()], since: Some("v1".to_owned()) }),
        paths: vec!["new.txt".to_owned(), "old.txt".to_owned(), ".plan".to_owned()],
        folder: Some(".plan/results/app".to_owned()),
        ..sandbox.request(&[ALL, branch, WindowRequest::LatestSession { gap: 60 }])
    };
    let (history, said) = doubtful(request);
    let mut text = write_facts(&History { repositories: vec![history] }) + &said;
    let ids = sandbox.git(&["log", "--all", "--format=%H %s"]);
    for (id, subject) in ids.lines().filter_map(|it| it.split_once(' ')) {
        text = text.replace(id, subject);
    }
    text
}

#[test]
fn every_format_tells_the_same_facts() {
    let usual = told(&[]);
    for word in
        ["Ada Lovelace", "\"feat: start\"", "\"renamed\"", "\"reached\": true", "has already in another"]
    {
        assert!(usual.contains(word), "{word}: {usual}");
    }
    for format in FORMATS {
        assert_eq!(told(&[format]), usual, "{format}");
    }
}

#[test]
fn an_empty_repository_and_a_misspelt_branch_are_told_in_every_format() {
    for format in FORMATS {
        let sandbox = Sandbox::with(&[format]);
        assert_eq!((sandbox.read(&[ALL]).head, sandbox.read(&[ALL]).windows[0].head.clone()), (None, None));
        let first = sandbox.commit(0, "one");
        let said = crate::sandbox::problem(sandbox.request(&[range("mian", "main")]));
        assert!(said.contains("no revision `mian`") && said.contains("`main`"), "{said}");
        sandbox.git(&["switch", "-q", "--detach"]);
        let head = one(sandbox.request(&[])).head.unwrap();
        assert_eq!((head.branch, head.commit), (None, first), "{format}");
    }
}

#[test]
fn a_work_tree_is_clean_or_dirty_in_every_format() {
    for format in FORMATS {
        let sandbox = Sandbox::with(&[format]);
        sandbox.write(".gitignore", "log/\n");
        sandbox.commit(0, "one");
        sandbox.write("log/apart/x", "x\n");
        let look = |apart: &str| work_tree("app", sandbox.path(), apart).unwrap();
        assert!(!look("results").dirty && !look("results").ignores && look("log").ignores, "{format}");
        sandbox.write("results/new", "x\n");
        assert!(!look("results").dirty && look("else").dirty, "{format}");
    }
}

/// What a repository's configuration makes git run, sooner or later.
const TRAPS: [&str; 12] = [
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "diff.external",
    "diff.trap.command",
    "diff.trap.textconv",
    "filter.trap.clean",
    "filter.trap.smudge",
    "gpg.program",
    "uploadpack.packObjectsHook",
];

#[test]
fn nothing_that_a_repository_configures_is_run() {
    for format in FORMATS {
        let sandbox = Sandbox::with(&[format]);
        sandbox.write(".gitattributes", "* diff=trap filter=trap\n");
        sandbox.write("a", "1\n");
        sandbox.commit(0, "one");
        sandbox.write("a", "2\n");
        sandbox.commit(1, "two");
        let proof = sandbox.path().join(".git/ran");
        let trap = format!("echo x >> '{}'; false", proof.display());
        for name in TRAPS {
            sandbox.git(&["config", name, &trap]);
        }
        for hook in ["reference-transaction", "post-checkout", "post-index-change", "fsmonitor-watchman"] {
            let hook = format!(".git/hooks/{hook}");
            sandbox.write(&hook, format!("#!/bin/sh\n{trap}\n"));
            let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(sandbox.path().join(hook), executable).unwrap();
        }
        let changes = sandbox.read(&[ALL]).commits[0].changes.clone().unwrap();
        assert_eq!(changes.len(), 1, "{format}");
        assert!(!proof.exists(), "{format}: {}", std::fs::read_to_string(&proof).unwrap());
        drop(std::process::Command::new("git").arg("-C").arg(sandbox.path()).arg("status").output());
        assert!(proof.exists(), "{format}: the traps would not have been seen to spring");
    }
}
