//! How long the documents are that a session leaves behind.

use crate::sandbox::{ALL, Sandbox, one, range};
use callsheet::history::{Detail, Request, Window, WindowRequest, read};

fn lengths(window: &Window) -> Vec<(&str, usize, usize)> {
    window.documents.iter().map(|it| (it.path.as_str(), it.length.lines, it.length.words)).collect()
}

/// Two commits with documents, and one after them.
fn written() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("docs/old.md", "old\n");
    sandbox.write("docs/gone.md", "gone\n");
    sandbox.commit(0, "before");
    sandbox.write("docs/old.md", "old\nand new\n");
    sandbox.write("docs/new.md", "# One\n\nTwo words\nno end");
    sandbox.write("docs/picture.txt", b"\0\x01");
    sandbox.write("src/code.rs", "fn code() {}\n");
    sandbox.write("requirements.txt", "one\n");
    std::fs::remove_file(sandbox.path().join("docs/gone.md")).unwrap();
    sandbox.commit(1, "write");
    sandbox.write("docs/new.md", "cut\n");
    sandbox.commit(2, "after");
    sandbox
}

#[test]
fn documents_are_measured_at_the_end_of_a_session_as_wc_does() {
    let sandbox = written();
    let window = sandbox.window(range("HEAD~2", "HEAD~1"));
    assert_eq!(lengths(&window), [("docs/new.md", 3, 6), ("docs/old.md", 2, 3)]);
    assert_eq!(lengths(&sandbox.window(range("HEAD~1", "HEAD"))), [("docs/new.md", 1, 1)]);
}

#[test]
fn commits_of_one_author_are_measured_at_the_last_of_them() {
    let sandbox = written();
    sandbox.write("docs/old.md", "theirs\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "-q", "-m", "theirs", "--author", "Other <other@example.org>"]);
    sandbox.write("docs/new.md", "mine again\n");
    sandbox.commit(4, "mine");
    let author = Some("other@".to_owned());
    let theirs = WindowRequest::Only { of: Box::new(ALL), author, session: None };
    assert_eq!(lengths(&sandbox.window(theirs)), [("docs/old.md", 1, 1)]);
}

#[test]
fn nothing_is_measured_where_no_document_shows_it() {
    let sandbox = written();
    let (base, head) = (Some("HEAD~2".to_owned()), Some("HEAD~1".to_owned()));
    let branch = WindowRequest::Branch { base, head };
    assert!(one(sandbox.request(&[branch])).windows[0].documents.is_empty());
    let repositories = vec![sandbox.request(&[range("HEAD~2", "HEAD~1")])];
    let request = Request { repositories, detail: Detail::Paths, ..Request::default() };
    assert!(read(&request, &|_| {}).0.repositories[0].windows[0].documents.is_empty());
}
