//! Sections 1 and 2 of the cases: messages as people write them, and git's trailer rules.

use crate::sandbox::{ALL, START, Sandbox, doubtful, read_all};
use callsheet::history::{Message, Trailer};
use std::fmt::Write;

/// Commits with these messages, read back in the same order.
fn read_back(messages: &[&str]) -> Vec<Message> {
    let sandbox = Sandbox::new();
    let mut stream = String::new();
    for (number, message) in messages.iter().enumerate() {
        let time = START + i64::try_from(number).unwrap();
        let length = message.len();
        writeln!(stream, "commit refs/heads/main\ncommitter A <a@b> {time} +0000\ndata {length}\n{message}")
            .unwrap();
    }
    sandbox.run(START, &["fast-import", "--quiet"], stream.as_bytes());
    let subjects = sandbox.git(&["log", "--reverse", "--format=%s%x00"]);
    let subjects: Vec<&str> = subjects.split('\0').map(|it| it.trim_start_matches('\n')).collect();
    let read: Vec<Message> = read_all(sandbox.request(&[ALL]))
        .0
        .repositories
        .remove(0)
        .commits
        .into_iter()
        .rev()
        .map(|it| it.message)
        .collect();
    for (message, subject) in read.iter().zip(subjects) {
        assert_eq!(message.subject.trim_start(), subject.trim_start_matches('\u{feff}').trim_start());
    }
    read
}

fn read_one(message: &str) -> Message {
    read_back(&[message]).remove(0)
}

fn trailers(message: &Message) -> Vec<(&str, &str)> {
    message.trailers.iter().map(|Trailer { key, value }| (key.as_str(), value.as_str())).collect()
}

#[test]
fn conventional_subjects_are_taken_apart_and_their_spaces_do_not_count() {
    let cases = [
        ("feat:add x", "feat", None, "add x"),
        ("feat:  add x", "feat", None, "add x"),
        ("feat(): x", "feat", None, "x"),
        ("feat(a(b)): x", "feat", Some("a(b)"), "x"),
        ("feat(a, b/c): x", "feat", Some("a, b/c"), "x"),
        ("feat(a:b): x", "feat", Some("a:b"), "x"),
        ("FEAT(API): X", "feat", Some("API"), "X"),
        ("revert: feat: x", "revert", None, "feat: x"),
    ];
    let messages = read_back(&cases.map(|it| it.0));
    for (message, (subject, kind, scope, description)) in messages.iter().zip(cases) {
        let read = (message.kind.as_deref(), message.scope.as_deref(), message.description.as_deref());
        assert_eq!(read, (Some(kind), scope, Some(description)), "{subject}");
        assert_eq!(message.subject, subject);
    }
}

#[test]
fn subjects_that_only_look_conventional_are_kept_whole() {
    let cases = [
        "feat : x",
        "feat!(a): x",
        "feat!!: x",
        "✨ feat: x",
        "my feat: x",
        "✨: x",
        "фича(сеть): x",
        "feat/api: x",
        "feat,fix: x",
        "ABC-123: x",
        "WIP: x",
        "feat:",
        "feat:\n\nreal text",
        "fixup! feat: x",
        "squash! feat: x",
        "amend! feat: x",
        "Merge branch 'x'",
    ];
    for (message, text) in read_back(&cases).iter().zip(cases) {
        assert_eq!((message.kind.as_deref(), &message.description), (None, &None), "{text}");
        assert_eq!(Some(message.subject.as_str()), text.lines().next());
    }
    assert_eq!(read_one("feat:\n\nreal text").body, "real text");
}

#[test]
fn a_breaking_change_is_said_at_the_start_of_a_paragraph_or_in_the_last_one() {
    let cases = [
        ("feat!: x", Some("x")),
        ("feat(a)!: x", Some("x")),
        ("feat: x\n\nBREAKING CHANGE: all of it\n  and more", Some("all of it and more")),
        ("feat: x\n\nBREAKING-CHANGE: a", Some("a")),
        ("feat: x\n\nBREAKING CHANGE #5", Some("5")),
        ("feat: x\n\nRefs: #1\nBREAKING CHANGE: a\nRefs: #2", Some("a")),
        ("plain subject\n\nBREAKING CHANGE: a", Some("a")),
        ("feat: x\n\nsome prose\nBREAKING CHANGE: a\nmore prose\n\nlast", None),
        ("feat: x\n\nbreaking change: a", None),
        ("feat: x\n\nThis is no BREAKING CHANGE: a", None),
    ];
    for (message, (text, breaking)) in read_back(&cases.map(|it| it.0)).iter().zip(cases) {
        assert_eq!(message.breaking.as_deref(), breaking, "{text}");
    }
}

#[test]
fn a_breaking_change_that_does_not_count_is_warned_of() {
    for message in ["feat: x\n\nprose\nBREAKING CHANGE: a\n\nlast", "feat: x\n\nBreaking change: a"] {
        let sandbox = Sandbox::new();
        sandbox.commit(0, message);
        let (_, said) = doubtful(sandbox.request(&[ALL]));
        assert!(said.contains("`BREAKING CHANGE` that does not count: 1"), "{said}");
    }
}

#[test]
fn prose_that_looks_like_a_footer_stays_in_the_body() {
    let text = "feat: x\n\nNote: this is prose\n\nhttps://example.org\nand more text";
    let message = read_one(text);
    assert_eq!(message.body, "Note: this is prose\n\nhttps://example.org\nand more text");
    assert!(message.trailers.is_empty());
    let message = read_one("feat: x\n\nReviewed-by: Z\n\nanother paragraph");
    assert_eq!((message.body.as_str(), message.trailers.len()), ("Reviewed-by: Z\n\nanother paragraph", 0));
}

#[test]
fn a_body_without_a_blank_line_before_it_belongs_to_the_subject_as_git_says() {
    let message = read_one("feat: x\nbody at once\n\nmore");
    assert_eq!((message.subject.as_str(), message.body.as_str()), ("feat: x body at once", "more"));
    assert_eq!(message.kind.as_deref(), Some("feat"));
}

#[test]
fn blank_lines_a_byte_order_mark_and_windows_line_ends_do_not_show() {
    let plain = read_one("feat: x\n\nbody\n\nRefs: #1\n");
    for text in [
        "\n\n \nfeat: x\n\nbody\n\nRefs: #1\n",
        "\u{feff}feat: x\n\nbody\n\nRefs: #1\n",
        "feat: x\r\n\r\nbody\r\n\r\nRefs: #1\r\n",
    ] {
        assert_eq!(Message::parse(text), plain, "{text:?}");
    }
    assert_eq!(read_one("\n\n \nfeat: x\n\nbody\n\nRefs: #1\n"), plain);
    assert_eq!(read_one("   leading").subject.trim(), "leading");
}

#[test]
fn merges_and_squashes_of_pull_requests_name_their_number() {
    let cases = [
        ("Merge pull request #12 from o/b\n\nfeat: title", Some(12)),
        ("Merge branch 'a' into 'main'\n\nText\n\nSee merge request grp/proj!42", Some(42)),
        ("feat: x (#7)\n\n* feat: a\n\n* feat: b", Some(7)),
        ("feat: x (#7) (#9)", Some(9)),
        ("Revert \"feat: x (#12)\" (#15)\n\nThis reverts commit 0123456789.", Some(15)),
        ("feat(#147): x, fixes #9", None),
        ("fix: x\n\nfixes #9", None),
    ];
    for (message, (text, number)) in read_back(&cases.map(|it| it.0)).iter().zip(cases) {
        assert_eq!(message.pull_request, number, "{text}");
    }
    assert_eq!(read_one("feat: x (#7)\n\n* feat: a\n\n* feat: b").description.as_deref(), Some("x"));
}

#[test]
fn a_revert_and_a_reapplying_name_what_they_take_back() {
    for subject in ["Revert \"feat: x\"", "Revert \"Revert \"feat: x\"\"", "Reapply \"feat: x\"", "undo"] {
        let message = read_one(&format!("{subject}\n\nThis reverts commit 0123456789abcdef.\n\nWhy."));
        assert_eq!(message.reverts.as_deref(), Some("0123456789abcdef"), "{subject}");
        assert_eq!(message.kind, None);
    }
    assert_eq!(read_one("Revert \"x\"\n\nIt was wrong.").reverts, None);
}

#[test]
fn a_message_that_is_empty_is_read_as_empty() {
    for text in ["", "\n\n", " \n\t\n"] {
        let message = read_one(text);
        assert_eq!(message, Message::default(), "{text:?}");
    }
}

// Rules 1 to 9 of section 2, one after the other.
#[test]
fn trailers_follow_every_rule_of_git() {
    let cases: [(&str, &[(&str, &str)]); 17] = [
        ("Refs: #1", &[]),
        ("t\n\nRefs: #1\n\n\n\n", &[("Refs", "#1")]),
        ("t\n\nprose\nRefs: #1", &[]),
        ("t\n\nprose\nRefs: #1\nSigned-off-by: A", &[("Refs", "#1"), ("Signed-off-by", "A")]),
        ("t\n\na\nb\nc\nd\nSigned-off-by: A", &[]),
        ("t\n\nCloses #12", &[]),
        ("t\n\nhttps://x", &[("https", "//x")]),
        ("t\n\nRefs : #1", &[("Refs", "#1")]),
        ("t\n\n Refs: #1", &[]),
        ("t\n\nRefs: one\n  two\n\tthree", &[("Refs", "one two three")]),
        ("t\n\nRefs: #1\n# comment\nBy: A", &[("Refs", "#1"), ("By", "A")]),
        ("t\n\nbody\n---\nmore\n\nRefs: #1", &[("Refs", "#1")]),
        ("t\n\nRefs: #1\n---\nBy: A", &[]),
        ("t\n\nA:\nB: x", &[("A", ""), ("B", "x")]),
        ("t\n\nRefs: #1\nRefs: #1\nrefs: #2", &[("Refs", "#1"), ("Refs", "#1"), ("refs", "#2")]),
        ("t\n\nco-authored-by: A <a@b>", &[("co-authored-by", "A <a@b>")]),
        ("t\n\nBREAKING CHANGE: x\nRefs: #1", &[]),
    ];
    for (message, (text, expected)) in read_back(&cases.map(|it| it.0)).iter().zip(cases) {
        assert_eq!(trailers(message), expected, "{text:?}");
    }
}

#[test]
fn a_title_in_the_body_of_a_merge_is_a_trailer_to_git_and_to_us() {
    let message = read_one("Merge pull request #12 from o/b\n\nfeat: title");
    assert_eq!(trailers(&message), [("feat", "title")]);
    assert_eq!((message.kind.as_deref(), message.breaking.as_deref()), (None, None));
}

// Case 31.
#[test]
fn a_subject_over_several_lines_is_joined_and_a_very_long_one_is_kept() {
    assert_eq!(read_one("one\ntwo\n  three\n\nbody").subject, "one two   three");
    let long = "wörd ".repeat(2_000);
    assert_eq!(read_one(&long).subject, long.trim_end());
}
