//! Facts files: the same answers as from the repository, and clear words where they cannot be had.

use crate::sandbox::{ALL, Sandbox, one, problem, range, read_all};
use callsheet::history::{Place, RecordsRequest, RepositoryRequest, WindowRequest, write_facts};

fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a", "1\n");
    sandbox.commit(0, "feat(core)!: one (#3)\n\nBody.\n\nPlan-Phase: 1");
    sandbox.write("notes.md", "see `0b0b0b0b`\n");
    sandbox.write("b", b"\0");
    sandbox.commit(1, "two");
    sandbox.write("a", "2\n");
    sandbox.commit(2, "three\n\nPlan-Phase: 2");
    sandbox
}

fn full_request(sandbox: &Sandbox) -> RepositoryRequest {
    RepositoryRequest {
        records: Some(RecordsRequest::default()),
        paths: vec!["a".to_owned(), "none".to_owned()],
        documents: vec!["notes.md".to_owned()],
        named: vec!["0a0a0a0a".to_owned()],
        ..sandbox.request(&[ALL, range("main~1", "main")])
    }
}

/// Writes facts beside the repository, and asks for them in its stead.
fn from_facts(sandbox: &Sandbox, text: &str, request: &RepositoryRequest) -> RepositoryRequest {
    sandbox.write("facts.json", text);
    RepositoryRequest { place: Place::Facts(sandbox.path().join("facts.json")), ..request.clone() }
}

#[test]
fn facts_give_the_same_answers_as_the_repository() {
    let sandbox = repository();
    let full = full_request(&sandbox);
    let text = write_facts(&read_all(full.clone()).0);
    let less = RepositoryRequest { windows: vec![range("main~1", "main")], ..full.clone() };
    let least = RepositoryRequest { records: None, paths: Vec::new(), ..less.clone() };
    let silent = RepositoryRequest { documents: Vec::new(), named: Vec::new(), ..least.clone() };
    for request in [full, less, least, silent] {
        assert_eq!(one(from_facts(&sandbox, &text, &request)), one(request));
    }
}

#[test]
fn the_same_history_is_written_as_the_same_bytes() {
    let sandbox = repository();
    let write = || write_facts(&read_all(full_request(&sandbox)).0);
    assert_eq!(write(), write());
    assert!(write().starts_with("{\n  \"format\": 1,\n") && write().ends_with("}\n"));
}

#[test]
fn a_window_that_the_facts_lack_is_named() {
    let sandbox = repository();
    let text = write_facts(&read_all(full_request(&sandbox)).0);
    let request = sandbox.request(&[WindowRequest::LatestSession { gap: 90 }]);
    let said = problem(from_facts(&sandbox, &text, &request));
    assert!(said.contains("the latest session with gaps up to 90 minutes"), "{said}");
    assert!(said.contains("`callsheet facts`"), "{said}");
}

#[test]
fn malformed_facts_are_shown_with_their_place() {
    let sandbox = repository();
    let text = "{\"format\": 1,\n \"repositories\": [{\"id\": \"app\", \"colour\": 3}]}";
    let (history, diagnostics) = read_all(from_facts(&sandbox, text, &sandbox.request(&[])));
    let place = diagnostics[0].origin.as_ref().unwrap().place();
    assert!(history.repositories.is_empty());
    assert!(diagnostics[0].message.contains("unknown field `colour`"), "{diagnostics:?}");
    assert_eq!((place.line, place.column), (2, 40));
}

#[test]
fn a_newer_format_a_missing_file_and_a_missing_repository_are_told() {
    let sandbox = repository();
    let said = |text: &str| problem(from_facts(&sandbox, text, &sandbox.request(&[])));
    assert!(said("{\"format\": 2, \"new\": []}").contains("has format 2"));
    let other = "{\"format\": 1, \"repositories\": []}";
    assert!(said(other).contains("does not have repository `app`"));
    let place = Place::Facts(sandbox.path().join("absent.json"));
    assert!(problem(RepositoryRequest { place, ..sandbox.request(&[]) }).contains("absent.json"));
}
