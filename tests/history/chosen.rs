//! Cases 59, 60, 63 and 69: commits chosen by time, author and session, with clocks that are wrong.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, one, range, read_all};
use callsheet::history::{
    ChangeKind, Moment, Place, RepositoryHistory, RepositoryRequest, Request, Window, WindowRequest, read,
    write_facts,
};

fn moment(minutes: i64) -> Option<Moment> {
    chrono::DateTime::from_timestamp(START + minutes * 60, 0).map(|it| it.fixed_offset())
}

fn span(since: i64, until: i64) -> WindowRequest {
    WindowRequest::Span { since: moment(since), until: moment(until) }
}

fn only(of: WindowRequest, author: Option<&str>, session: Option<&str>) -> WindowRequest {
    let (author, session) = (author.map(str::to_owned), session.map(str::to_owned));
    WindowRequest::Only { of: Box::new(of), author, session }
}

const LATEST: WindowRequest = WindowRequest::LatestSession { gap: 60 };

fn subjects_in(history: &RepositoryHistory, window: &Window) -> Vec<String> {
    window.commits.iter().map(|it| history.commit(it).unwrap().message.subject.clone()).collect()
}

fn subjects(sandbox: &Sandbox, window: &WindowRequest) -> Vec<String> {
    let history = sandbox.read(std::slice::from_ref(window));
    subjects_in(&history, &history.windows[0])
}

/// Ada and Mara in turn, an hour apart, each in a file of their own; Mara once under another name.
fn two_people() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(".mailmap", "Mara Lind <mara@example.org> <m@old.example.org>\n");
    sandbox.commit(0, "root");
    let people = ["Ada <ada@example.org>", "M <m@old.example.org>", "Ada <ada@example.org>"];
    for (number, person) in people.into_iter().chain(["Mara Lind <mara@example.org>"]).enumerate() {
        let file = if person.starts_with('M') { "mara" } else { "ada" };
        sandbox.write(file, format!("{file}\n").repeat(number + 1));
        sandbox.git(&["add", "-A"]);
        let at = START + 6_000 + i64::try_from(number).unwrap() * 3_600;
        let message = format!("{file} {number}");
        sandbox.git_at(at, &["commit", "-q", "--author", person, "-m", &message]);
    }
    sandbox
}

// Case 59.
#[test]
fn a_commit_of_1973_on_a_branch_hides_nothing_that_lies_behind_it() {
    let sandbox = Sandbox::new();
    for number in 0..100 {
        sandbox.commit(number, &format!("old {number}"));
    }
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox.commit(9_000, "in the span, behind a wrong clock");
    sandbox.git_at(100_000_000, &["commit", "-q", "--allow-empty", "-m", "wrong clock"]);
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.commit(9_001, "main");
    sandbox.git_at(START + 9_002 * 60, &["merge", "-q", "--no-ff", "-m", "merge", "work"]);
    let expected = ["merge", "main", "in the span, behind a wrong clock"];
    assert_eq!(subjects(&sandbox, &span(8_000, 10_000)), expected);
    assert_eq!(subjects(&sandbox, &LATEST), expected);
}

// Case 59.
#[test]
fn a_head_with_a_wrong_clock_does_not_make_all_of_the_history_one_session() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "long ago");
    sandbox.commit(9_000, "one");
    sandbox.commit(9_010, "two");
    sandbox.git_at(100_000_000, &["commit", "-q", "--allow-empty", "-m", "of 1973"]);
    assert_eq!(subjects(&sandbox, &LATEST), ["two", "one"]);
}

#[test]
fn a_session_of_many_days_is_found_whole() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "before");
    for hour in 0..100 {
        sandbox.commit(600 + hour * 60, "hourly");
    }
    assert_eq!(subjects(&sandbox, &LATEST).len(), 100);
    assert_eq!(subjects(&sandbox, &WindowRequest::LatestSession { gap: 59 }).len(), 1);
}

// Case 63.
#[test]
fn authors_are_matched_after_the_mailmap_by_a_part_of_name_or_mail() {
    let sandbox = two_people();
    for who in ["mara lind", "MARA@example", "Lind <mara"] {
        assert_eq!(subjects(&sandbox, &only(ALL, Some(who), None)), ["mara 3", "mara 1"], "{who}");
    }
    assert_eq!(subjects(&sandbox, &only(ALL, Some("old.example"), None)), [""; 0]);
    assert_eq!(subjects(&sandbox, &only(range("HEAD~2", "HEAD"), Some("ada@"), None)), ["ada 2"]);
}

#[test]
fn the_latest_session_of_an_author_is_not_that_of_others() {
    let sandbox = two_people();
    assert_eq!(subjects(&sandbox, &only(LATEST, Some("ada"), None)), ["ada 2"]);
    let wide = WindowRequest::LatestSession { gap: 120 };
    assert_eq!(subjects(&sandbox, &only(wide, Some("mara"), None)), ["mara 3", "mara 1"]);
}

#[test]
fn files_are_summed_where_commits_of_others_lie_between_and_compared_where_none_do() {
    let sandbox = two_people();
    let window = sandbox.window(only(ALL, Some("mara"), None));
    assert!(window.is_summed() && window.base.is_none());
    let files: Vec<_> = window.net.iter().map(|it| (it.path.as_str(), it.kind, it.lines)).collect();
    let ends = sandbox.git(&["diff", "--numstat", "HEAD~4", "HEAD", "--", "mara"]);
    let lines = files[0].2.unwrap();
    assert_eq!(format!("{}\t{}\tmara", lines.added, lines.removed), ends);
    assert_eq!((files.len(), files[0].0, files[0].1), (1, "mara", ChangeKind::Created));
    let newest = sandbox.window(only(span(260, 400), Some("mara"), None));
    assert_eq!(newest.net, oracle::changes_between(&sandbox, "HEAD~1", "HEAD"));
    assert!(!newest.is_summed());
}

#[test]
fn a_session_that_commits_state_is_found_in_trailers_and_after_a_squash() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "one\n\nPlan-Session: s1");
    sandbox.commit(1, "two\n\nPlan-Session: s2");
    sandbox.commit(900, "squash (#3)\n\n* three\n\nPlan-Session: s1\n\n* four\n\nPlan-Phase: A");
    sandbox.commit(901, "four, about Plan-Session: s1");
    let stated = |session: &str| subjects(&sandbox, &only(ALL, None, Some(session)));
    assert_eq!(stated("s1"), ["squash (#3)", "one"]);
    assert_eq!((stated("s2"), stated("s")), (vec!["two".to_owned()], Vec::new()));
}

// Case 69.
#[test]
fn a_pause_in_one_repository_is_no_pause_if_there_was_work_in_another() {
    let (api, page) = (Sandbox::new(), Sandbox::new());
    api.commit(0, "long ago");
    api.commit(1_000, "api morning");
    page.commit(1_050, "page noon");
    api.commit(1_100, "api evening");
    let request = |id: &str, sandbox: &Sandbox| RepositoryRequest {
        id: id.to_owned(),
        ..sandbox.request(&[LATEST, only(LATEST, Some("ada"), None)])
    };
    let repositories = vec![request("api", &api), request("page", &page)];
    let both = Request { repositories, ..Request::default() };
    let (history, problems) = read(&both, &|_| {});
    assert!(problems.is_empty(), "{problems:?}");
    for window in 0..2 {
        let found = |at: usize| {
            let history = &history.repositories[at];
            subjects_in(history, &history.windows[window])
        };
        assert_eq!(found(0), ["api evening", "api morning"]);
        assert_eq!(found(1), ["page noon"]);
    }
    assert_eq!(subjects(&api, &LATEST), ["api evening"]);
}

#[test]
fn a_namesake_is_a_branch_where_there_is_one_and_nothing_where_there_is_none() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "root");
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox.commit(1, "work");
    sandbox.git(&["checkout", "-q", "main"]);
    let namesake = |branch: &str| WindowRequest::Namesake { branch: branch.to_owned() };
    assert_eq!(subjects(&sandbox, &namesake("work")), ["work"]);
    assert_eq!(sandbox.window(namesake("work")).branch.as_deref(), Some("work"));
    for none in ["other", "main"] {
        assert_eq!(subjects(&sandbox, &namesake(none)), [""; 0], "{none}");
    }
}

#[test]
fn facts_hold_windows_of_days_authors_and_sessions() {
    let sandbox = two_people();
    sandbox.commit(2_000, "stated\n\nPlan-Session: s1");
    let windows = [
        span(0, 1_439),
        only(ALL, Some("mara"), None),
        only(LATEST, Some("Ada"), Some("s1")),
        WindowRequest::Namesake { branch: "work".to_owned() },
    ];
    let request = sandbox.request(&windows);
    sandbox.write("facts.json", write_facts(&read_all(request.clone()).0));
    let place = Place::Facts(sandbox.path().join("facts.json"));
    let facts = RepositoryRequest { place, ..request.clone() };
    assert_eq!(one(facts), one(request));
}
