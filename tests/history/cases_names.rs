//! Cases 24 to 33 and 61 to 63: text, names and dates, whatever they are made of.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, doubtful};
use callsheet::history::{Commit, Message, WindowRequest};
use std::fmt::Write;

/// A commit object with these bytes in header and message.
fn object(sandbox: &Sandbox, header: &[&[u8]], message: &[u8]) -> Vec<u8> {
    let tree = sandbox.git(&["write-tree"]);
    let mut object = format!("tree {tree}\n").into_bytes();
    for line in header {
        object.extend(*line);
        object.push(b'\n');
    }
    object.push(b'\n');
    object.extend(message);
    object
}

/// The only commit of a repository, made from bytes.
fn only(header: &[&[u8]], message: &[u8]) -> (Commit, String) {
    let sandbox = Sandbox::new();
    sandbox.raw_commit(&object(&sandbox, header, message));
    let (mut history, said) = doubtful(sandbox.request(&[ALL]));
    (history.commits.remove(0), said)
}

const AUTHOR: &[u8] = b"author Ada <ada@example.org> 1772323200 +0000";
const COMMITTER: &[u8] = b"committer Ada <ada@example.org> 1772323200 +0000";

// Case 24.
#[test]
fn text_is_decoded_by_its_encoding_header_as_git_does() {
    let sandbox = Sandbox::new();
    let author = b"author Ren\xe9 <rene@example.org> 1772323200 +0000";
    let header: [&[u8]; 3] = [author, COMMITTER, b"encoding ISO-8859-1"];
    sandbox.raw_commit(&object(&sandbox, &header, b"caf\xe9\n\nbody \xe8\n\nPlan-Lesson: d\xe9j\xe0 vu\n"));
    let commit = sandbox.read(&[ALL]).commits.remove(0);
    let shown = format!("{}|{}|{}", commit.message.subject, commit.author.name, commit.message.body);
    assert_eq!(shown, sandbox.git(&["log", "--format=%s|%an|body è"]));
    assert_eq!(commit.message.trailers[0].value, "déjà vu");
}

// Case 24: encodings that people set `i18n.commitEncoding` to.
#[test]
fn text_in_encodings_of_many_countries_is_read_with_its_author() {
    let known: [(&str, &[u8], &str); 9] = [
        ("latin1", b"caf\xe9 \x85", "café \u{85}"),
        ("ISO-8859-15", b"5 \xa4", "5 €"),
        ("CP1252", b"\x93so\x94", "“so”"),
        ("KOI8-R", b"\xec\xc1\xc4\xc1", "Лада"),
        ("cp1251", b"\xcb\xe0\xe4\xe0", "Лада"),
        ("SHIFT_JIS", b"\x93\xfa\x96\x7b", "日本"),
        ("ISO-2022-JP", b"\x1b$BF|K\\\x1b(B", "日本"),
        ("CP936", b"\xd6\xd0\xce\xc4", "中文"),
        ("eucKR", b"\xc7\xd1\xb1\xdb", "한글"),
    ];
    for (name, bytes, text) in known {
        let header = format!("encoding {name}");
        let author = [b"author ", bytes, b" <a@b> 1772323200 +0000"].concat();
        let (commit, said) = only(&[&author, COMMITTER, header.as_bytes()], &[bytes, b"\n"].concat());
        assert_eq!((commit.message.subject.as_str(), commit.author.name.as_str()), (text, text), "{name}");
        assert_eq!(said, "", "{name}");
    }
}

// Cases 24 and 25.
#[test]
fn text_in_an_encoding_that_is_unknown_or_wrong_is_replaced_with_a_warning() {
    for (encoding, message) in
        [("encoding EBCDIC-US", &b"\xc6\xd5"[..]), ("encoding UTF-8", b"caf\xe9"), ("encoding SJIS", b"\x83")]
    {
        let (commit, said) = only(&[AUTHOR, COMMITTER, encoding.as_bytes()], message);
        assert!(commit.message.subject.contains('\u{fffd}'), "{encoding}");
        assert!(said.contains("unknown encoding: 1"), "{said}");
    }
    let (_, said) = only(&[AUTHOR, COMMITTER], b"\xff");
    assert!(said.contains("unknown encoding: 1"), "{said}");
}

// Case 25.
#[test]
fn control_letters_in_a_message_are_kept_and_a_zero_byte_ends_it_as_in_git() {
    let (commit, _) = only(&[AUTHOR, COMMITTER], b"a\x1b[31m\x07 b\n\nbody\0 more\n\nPlan-Step: 1\n");
    assert_eq!(commit.message.subject, "a\u{1b}[31m\u{7} b");
    assert_eq!((commit.message.body.as_str(), commit.message.trailers.len()), ("body", 0));
}

// Cases 27 and 28.
#[test]
fn paths_with_odd_letters_are_read_as_they_are_and_not_taken_for_each_other() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "root");
    let names = [
        "a\tb",
        "a\nb",
        "a\"b",
        "a|b",
        "a`b",
        "-x",
        " lead",
        "файл",
        "漢字",
        "🎬",
        "caf\u{e9}",
        "cafe\u{301}",
    ];
    for name in names {
        sandbox.write(name, format!("{name:?}\n").repeat(3));
    }
    sandbox.commit(1, "names");
    let history = sandbox.read(&[crate::sandbox::range("HEAD~1", "HEAD")]);
    let mut paths: Vec<&str> = history.windows[0].net.iter().map(|it| it.path.as_str()).collect();
    let mut expected = names.to_vec();
    paths.sort_unstable();
    expected.sort_unstable();
    assert_eq!(paths, expected);
    assert_eq!(history.windows[0].net, oracle::changes_between(&sandbox, "HEAD~1", "HEAD"));
}

// Cases 29 and 32.
#[test]
fn names_and_messages_are_kept_as_data() {
    let (commit, said) = only(
        &["author A|b*_c @team <user@host> 1772323200 +0000".as_bytes(), COMMITTER],
        b"feat: {{ plan.title }} {% for x in y %} --> ```\n",
    );
    assert_eq!(commit.author.name, "A|b*_c @team");
    assert_eq!(commit.message.subject, "feat: {{ plan.title }} {% for x in y %} --> ```");
    assert_eq!(said, "");
}

// Case 30.
#[test]
fn commits_without_a_message_or_an_author_are_read() {
    let (commit, _) = only(&[AUTHOR, COMMITTER], b"");
    assert_eq!(commit.message, Message::default());
    let (commit, _) = only(&[b"author  <> 1772323200 +0000", COMMITTER], b"\n\n \n");
    assert_eq!((commit.author.name.as_str(), commit.author.email.as_str()), ("", ""));
    assert_eq!(commit.message, Message::default());
}

// Case 61.
#[test]
fn moments_keep_the_offset_of_who_wrote_them() {
    for zone in ["-0700", "+0545", "+1400", "-1200", "+0000"] {
        let author = format!("author Ada <a@b> 1772323200 {zone}");
        let (commit, _) = only(&[author.as_bytes(), COMMITTER], b"x");
        let expected = format!("{}:{}", &zone[..3], &zone[3..]);
        assert!(commit.authored.to_rfc3339().ends_with(&expected), "{zone}: {}", commit.authored);
        assert_eq!(commit.authored.timestamp(), START);
    }
}

// Case 62.
#[test]
fn dates_that_no_calendar_has_become_the_epoch_with_a_warning() {
    for date in ["99999999999999 +9999", "253402300800 +0000", "-99999999999999 +0000"] {
        let author = format!("author Ada <a@b> {date}");
        let (commit, said) = only(&[author.as_bytes(), COMMITTER], b"x");
        assert_eq!(commit.authored.timestamp(), 0, "{date}");
        assert!(said.contains("dates that no calendar has: 1"), "{date}: {said}");
    }
    for date in ["0 +0000", "-1 +0000", "4102444800 +0000"] {
        let author = format!("author Ada <a@b> {date}");
        let (commit, said) = only(&[author.as_bytes(), COMMITTER], b"x");
        assert_eq!(
            (commit.authored.timestamp().to_string() + " +0000", said.as_str()),
            (date.to_owned(), "")
        );
    }
}

// Cases 59 and 62.
#[test]
fn a_clock_in_the_far_future_hides_no_commit_and_children_come_before_parents() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "one");
    sandbox.commit(60 * 24 * 365 * 60, "from the future");
    sandbox.commit(2, "three");
    let request = [ALL, WindowRequest::LatestSession { gap: 60 }];
    let history = sandbox.read(&request);
    let subjects: Vec<&str> = history.commits.iter().map(|it| it.message.subject.as_str()).collect();
    assert_eq!(subjects, ["three", "from the future", "one"]);
    assert_eq!(history.windows[0].commits.len(), 3);
}

/// Names and addresses of every commit, as git shows them with its mailmap.
fn said_by_git(sandbox: &Sandbox) -> Vec<String> {
    sandbox.git(&["log", "--format=%aN <%aE>"]).lines().map(str::to_owned).collect()
}

// Case 63.
#[test]
fn people_go_by_the_names_that_the_mailmap_gives_them() {
    let sandbox = Sandbox::new();
    let mut stream = String::new();
    let people = [
        "ada <old@x>",
        "ada <OLD@X>",
        "Bob <bob@x>",
        "root <root@host>",
        "Carol <root@host>",
        "CAROL <root@host>",
        "dave <dave@x>",
        "Eve <eve@x>",
        " <nobody@x>",
    ];
    let mailmap = "# comment\nAda Lovelace <old@x>\n<robert@x> <bob@x>\nCarol C <carol@x> carol <root@host>\n\
                   Dave One <dave@x>\nDave Two <dave@x> # later\n  Eve E   <eve@y>   <eve@x>\nNobody <nobody@x>\nbroken <line\n\n";
    for (number, person) in people.iter().enumerate() {
        let time = START + i64::try_from(number).unwrap();
        write!(
            stream,
            "commit refs/heads/main\nauthor {person} {time} +0000\ncommitter {person} {time} +0000\ndata 1\nx\n\
             M 100644 inline .mailmap\ndata {}\n{mailmap}\n",
            mailmap.len()
        )
        .unwrap();
    }
    sandbox.run(START, &["fast-import", "--quiet"], stream.as_bytes());
    sandbox.git(&["reset", "-q", "--hard"]);
    let history = sandbox.read(&[ALL]);
    let shown: Vec<String> =
        history.commits.iter().map(|it| format!("{} <{}>", it.author.name, it.author.email)).collect();
    assert_eq!(shown, said_by_git(&sandbox));
    assert!(
        shown.contains(&"Carol C <carol@x>".to_owned()) && shown.contains(&"root <root@host>".to_owned())
    );
}

// Cases 63 and 64.
#[test]
fn co_authors_go_by_the_mailmap_too_and_each_counts_once_beside_the_author() {
    let sandbox = Sandbox::new();
    sandbox.write(".mailmap", "Ada <ada@example.org> <ada@old>\nBob B <bob@x>\n");
    sandbox.commit(
        0,
        "one\n\nCo-authored-by: A. Lovelace <ADA@OLD>\nCo-authored-by: ada <1+ada@users.noreply.example.org>\n\
         Co-authored-by: bob <BOB@x>\n\nmore\n\nco-authored-by: Bob <bob@x>\nCo-Authored-By: Agent <noreply@y>",
    );
    sandbox.commit(1, "two\nCo-authored-by: Bob <bob@x>");
    let commits = sandbox.read(&[ALL]).commits;
    let shown = |at: usize| {
        let people = commits[at].co_authors.iter();
        people.map(|it| format!("{} <{}>", it.name, it.email)).collect::<Vec<_>>()
    };
    assert_eq!(shown(0), ["Bob B <bob@x>"]);
    assert_eq!(shown(1), ["Bob B <BOB@x>", "Agent <noreply@y>"]);
}
