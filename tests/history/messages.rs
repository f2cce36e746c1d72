//! Generated messages, whose subjects and trailers must be what git says they are.

use crate::sandbox::{ALL, START, Sandbox, doubtful};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::HashMap;
use std::fmt::Write;

/// Lines that come near to every rule of the trailer block.
pub(crate) const LINES: [&str; 22] = [
    "",
    "",
    "",
    " ",
    "prose",
    "Key: value",
    "Empty:",
    "key-two : spaced",
    "  folded",
    "\tfolded by a tab",
    "Signed-off-by: A <a@b>",
    "(cherry picked from commit 0123)",
    "https://example.org",
    "# comment",
    "---",
    "Closes #12",
    "BREAKING CHANGE: x",
    "Conflicts:",
    "\tpath",
    ":none",
    "-: dash",
    "Übel: no ascii",
];

#[test]
fn subjects_and_trailers_of_generated_messages_equal_gits() {
    let messages = generated(600);
    let sandbox = Sandbox::new();
    let mut stream = String::new();
    for (number, message) in messages.iter().enumerate() {
        let time = START + i64::try_from(number).unwrap();
        write!(
            stream,
            "commit refs/heads/main\ncommitter A <a@b> {time} +0000\ndata {}\n{message}\n",
            message.len()
        )
        .unwrap();
    }
    sandbox.run(START, &["fast-import", "--quiet"], stream.as_bytes());
    let expected = said_by_git(&sandbox);
    let (history, _) = doubtful(sandbox.request(&[ALL]));
    assert!(history.commits.iter().filter(|it| !it.message.trailers.is_empty()).count() > 50);
    for commit in &history.commits {
        let trailers: Vec<String> =
            commit.message.trailers.iter().map(|it| format!("{}: {}", it.key, it.value)).collect();
        let ours = (commit.message.subject.clone(), trailers.join("\n"));
        let message = sandbox.git(&["cat-file", "commit", &commit.id]);
        assert_eq!(Some(&ours), expected.get(&commit.id), "{message}");
    }
}

fn generated(count: u32) -> Vec<String> {
    let lines = prop::collection::vec(prop::sample::select(&LINES), 1..12);
    let seed = RngSeed::Fixed(20_260_301);
    let mut runner = TestRunner::new(Config { rng_seed: seed, ..Config::default() });
    let mut one = || lines.new_tree(&mut runner).unwrap().current().join("\n") + "\n";
    (0..count).map(|_| format!("title\n\n{}", one())).collect()
}

fn said_by_git(sandbox: &Sandbox) -> HashMap<String, (String, String)> {
    let format = "--format=%x01%H%x02%s%x02%(trailers:only,unfold)";
    let text = sandbox.git(&["log", format]);
    let entry = |it: &str| {
        let parts: Vec<&str> = it.split('\u{2}').collect();
        (parts[0].to_owned(), (parts[1].to_owned(), parts[2].trim_end_matches('\n').to_owned()))
    };
    text.split('\u{1}').skip(1).map(entry).collect()
}
