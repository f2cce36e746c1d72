//! Cases 55, 65 and 69, and squashed messages: what commits state counts once, and not when it was taken back.

use crate::sandbox::{START, Sandbox, read_all};
use callsheet::diagnostics::Source;
use callsheet::history::{History, Place, RecordsRequest, RepositoryRequest, Request, read, write_facts};
use callsheet::plan::Plan;
use callsheet::results::{Fact, Record, Strength, records, spent};
use std::path::Path;

const PLAN: &str = "schema: 1
project: { id: p, title: P }
repositories: [{ id: app, path: . }]
patterns:
  - { id: move, title: Move, steps: [{ id: s1, title: One }, { id: s2, title: Two }, { id: s3, title: Three }] }
services: [{ id: a, title: A }, { id: b, title: B }]
phases:
  - { id: A, title: All, objective: Move., pattern: move, services: [{ service: a }, { service: b }] }
";

fn plan() -> Plan {
    let source = Source::new("plan.yaml", PLAN);
    callsheet::plan(&source, Path::new(".")).unwrap_or_else(|it| panic!("{it:?}")).plan
}

fn request(sandbox: &Sandbox) -> RepositoryRequest {
    let branches = ["work", "other"].map(str::to_owned).to_vec();
    RepositoryRequest { records: Some(RecordsRequest { branches, since: None }), ..sandbox.request(&[]) }
}

/// What the commits of a repository state: `a1` for the first step of service `a`, and minutes.
fn stated(sandbox: &Sandbox) -> String {
    let (history, _) = read_all(request(sandbox));
    let said = summary(&history);
    sandbox.write("facts.json", write_facts(&history));
    let place = Place::Facts(sandbox.path().join("facts.json"));
    let (facts, _) = read_all(RepositoryRequest { place, ..request(sandbox) });
    std::fs::remove_file(sandbox.path().join("facts.json")).unwrap();
    assert_eq!(summary(&facts), said, "facts say something else");
    said
}

fn summary(history: &History) -> String {
    let plan = plan();
    let (records, _) = records(&plan, history);
    let mut words: Vec<String> = records.own.iter().filter_map(word).collect();
    words.sort();
    words.extend(spent(&plan, records.own.iter()).minutes.map(|it| format!("{it}m")));
    words.join(" ")
}

fn word(record: &Record) -> Option<String> {
    let Fact::Step(step, _) = &record.fact else { return None };
    let mark = if record.evidence.strength == Strength::Loose { "?" } else { "" };
    Some(format!("{}{}{mark}", record.services.join("+"), step + 1))
}

fn lines(service: &str, step: usize) -> String {
    format!("Plan-Phase: A\nPlan-Service: {service}\nPlan-Step: {step}/3\nPlan-Spent: 10m")
}

/// A branch `work` with the first step of `a` and the second of `b`; a main line that moved on.
fn forked() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "root");
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox.write("one", "1\n");
    sandbox.commit(1, &format!("feat: one\n\nbody\n\n{}", lines("a", 1)));
    sandbox.write("two", "2\n");
    sandbox.commit(2, &format!("feat: two\n\n{}", lines("b", 2)));
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.commit(3, "main");
    sandbox
}

fn forge_message() -> String {
    format!("all of it (#7)\n\n* feat: one\n\nbody\n\n{}\n\n* feat: two\n\n{}", lines("a", 1), lines("b", 2))
}

/// Squashes the branch onto the main line, as a forge would.
fn squashed(sandbox: &Sandbox, message: &str) -> String {
    sandbox.git(&["merge", "-q", "--squash", "work"]);
    sandbox.commit(20, message)
}

#[test]
fn a_forges_squash_states_what_each_of_its_commits_stated() {
    let sandbox = forked();
    squashed(&sandbox, &forge_message());
    sandbox.git(&["branch", "-q", "-D", "work"]);
    assert_eq!(stated(&sandbox), "a1? b2 20m");
}

#[test]
fn gits_own_squash_states_what_each_of_its_commits_stated() {
    let sandbox = forked();
    sandbox.git(&["merge", "-q", "--squash", "work"]);
    sandbox.git_at(START + 1200, &["commit", "-q", "--no-edit"]);
    sandbox.git(&["branch", "-q", "-D", "work"]);
    assert_eq!(stated(&sandbox), "a1? b2? 20m");
}

#[test]
fn what_one_squashed_commit_says_of_its_service_is_not_taken_for_another() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "all\n\n* one\n\nPlan-Service: a\nPlan-Step: 1/3\n\n* two\n\nPlan-Step: 2/3\n\n* three\n\nPlan-Service: b");
    let (history, _) = read_all(request(&sandbox));
    let (_, problems) = records(&plan(), &history);
    assert_eq!(stated(&sandbox), "a1?");
    assert!(problems.iter().any(|it| it.message.contains("does not say of which service")), "{problems:?}");
}

// One change through a branch and its squash, its merge, or both.
#[test]
fn a_change_that_is_seen_on_its_branch_and_in_its_squash_counts_once() {
    let sandbox = forked();
    squashed(&sandbox, &forge_message());
    assert_eq!(stated(&sandbox), "a1 b2 20m");
    let sandbox = forked();
    sandbox.git(&["merge", "-q", "--squash", "work"]);
    sandbox.git_at(START + 1200, &["commit", "-q", "--no-edit"]);
    assert_eq!(stated(&sandbox), "a1 b2 20m");
    let sandbox = forked();
    let message = format!("Merge pull request #7 from o/work\n\nfeat: one\n\n{}", lines("a", 1));
    sandbox.git_at(START + 1200, &["merge", "-q", "--no-ff", "-m", &message, "work"]);
    assert_eq!(stated(&sandbox), "a1 b2 20m");
}

#[test]
fn a_pull_request_of_one_commit_counts_once_under_its_new_subject() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "-b", "other", "main"]);
    sandbox.commit(5, &format!("feat: three\n\n{}", lines("a", 3)));
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.commit(9, &format!("feat: three (#8)\n\n{}", lines("a", 3)));
    assert_eq!(stated(&sandbox), "a1 a3 b2 30m");
}

#[test]
fn two_changes_that_state_the_same_count_twice() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "feat: one\n\nPlan-Phase: A\nPlan-Spent: 10m");
    sandbox.commit(1, "feat: two\n\nPlan-Phase: A\nPlan-Spent: 10m");
    sandbox.commit(2, "feat: two\n\nPlan-Phase: A\nPlan-Spent: 10m");
    assert_eq!(stated(&sandbox), "30m");
}

// Case 55.
#[test]
fn a_commit_that_was_picked_or_rebased_counts_once() {
    let sandbox = forked();
    sandbox.git_at(START + 1200, &["cherry-pick", "-x", "work~1"]);
    assert_eq!(stated(&sandbox), "a1 b2 20m");
    sandbox.git_at(START + 1300, &["cherry-pick", "work"]);
    assert_eq!(stated(&sandbox), "a1 b2 20m");
}

// Case 65.
#[test]
fn a_revert_takes_back_reapplying_brings_back_and_reverting_again_takes_back() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "work"]);
    sandbox.git_at(START + 1200, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(stated(&sandbox), "a1 10m");
    sandbox.git_at(START + 1300, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(stated(&sandbox), "a1 b2 20m");
    sandbox.git_at(START + 1400, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(stated(&sandbox), "a1 10m");
}

#[test]
fn a_commit_that_was_reverted_and_picked_again_counts() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "work"]);
    let id = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.git_at(START + 1200, &["revert", "--no-edit", "HEAD"]);
    sandbox.git_at(START + 1300, &["cherry-pick", "-x", &id]);
    assert_eq!(stated(&sandbox), "a1 b2 20m");
}

#[test]
fn a_commit_that_takes_back_several_takes_back_all_of_them() {
    let sandbox = forked();
    let (one, two) = (sandbox.git(&["rev-parse", "work~1"]), sandbox.git(&["rev-parse", "work"]));
    sandbox.git(&["checkout", "-q", "work"]);
    sandbox.commit(9, &format!("undo\n\nThis reverts commit {one}.\n\nThis reverts commit {two}."));
    assert_eq!(stated(&sandbox), "");
}

#[test]
fn a_merge_that_was_reverted_takes_back_every_commit_that_it_brought() {
    let sandbox = forked();
    sandbox.commit(10, &format!("feat: own\n\n{}", lines("a", 3)));
    sandbox.git_at(START + 1200, &["merge", "-q", "--no-ff", "-m", "Merge work", "work"]);
    assert_eq!(stated(&sandbox), "a1 a3 b2 30m");
    sandbox.git_at(START + 1300, &["revert", "--no-edit", "-m", "1", "HEAD"]);
    assert_eq!(stated(&sandbox), "a3 10m");
    sandbox.git_at(START + 1400, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(stated(&sandbox), "a1 a3 b2 30m");
}

#[test]
fn a_squash_that_was_reverted_takes_back_the_branch_that_it_holds() {
    let sandbox = forked();
    squashed(&sandbox, &forge_message());
    sandbox.git_at(START + 1300, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(stated(&sandbox), "");
}

#[test]
fn a_pull_request_that_a_forge_reverted_is_known_by_its_number() {
    let sandbox = forked();
    squashed(&sandbox, &forge_message());
    sandbox.git(&["branch", "-q", "-D", "work"]);
    sandbox.commit(30, "Revert \"all of it (#7)\" (#9)\n\nReverts o/r#7");
    assert_eq!(stated(&sandbox), "");
}

// Case 65.
#[test]
fn a_revert_of_a_commit_that_is_not_there_takes_nothing_back() {
    let sandbox = forked();
    sandbox.git(&["checkout", "-q", "work"]);
    sandbox.commit(9, "Revert \"x\"\n\nThis reverts commit 0123456789012345678901234567890123456789.");
    assert_eq!(stated(&sandbox), "a1 b2 20m");
}

// Case 69.
#[test]
fn a_commit_in_two_repositories_of_a_plan_counts_once() {
    let sandbox = forked();
    sandbox.git(&["clone", "-q", ".", "fork"]);
    let place = Place::Repository(sandbox.path().join("fork"));
    let second = RepositoryRequest { id: "fork".to_owned(), place, ..request(&sandbox) };
    let (history, _) =
        read(&Request { repositories: vec![request(&sandbox), second], ..Request::default() }, &|_| {});
    assert_eq!(summary(&history), "a1 b2 20m");
}

#[test]
fn lines_in_prose_and_beside_a_breaking_change_are_loose_and_examples_are_nothing() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, &format!("feat: x\n\nDone.\n{}\nBREAKING CHANGE: y", lines("a", 1)));
    sandbox.commit(1, &format!("docs: x\n\n```\n{}\n```\n\nend", lines("a", 2)));
    assert_eq!(stated(&sandbox), "a1? 10m");
}

#[test]
fn trailers_after_dashes_with_windows_line_ends_and_in_any_case_are_read() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, &format!("feat: x\n\nbody\n---\nmore\n\n{}", lines("a", 1).replace("Plan-", "PLAN-")));
    let object = sandbox.git(&["cat-file", "commit", "HEAD"]);
    let head = object.split("\n\n").next().unwrap().replace("\nauthor", "\nparent HEAD\nauthor");
    let head = head.replace("HEAD", &sandbox.git(&["rev-parse", "HEAD"])).replace("1772323200", "1772323300");
    let message = format!("feat: y\r\n\r\n{}\r\n", lines("b", 2).replace('\n', "\r\n"));
    sandbox.raw_commit(format!("{head}\n\n{message}").as_bytes());
    assert_eq!(stated(&sandbox), "a1 b2 20m");
}

#[test]
fn lines_right_below_the_subject_are_loose() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, &format!("feat: x\n{}", lines("a", 1)));
    assert_eq!(stated(&sandbox), "a1? 10m");
}

#[test]
fn notes_state_nothing() {
    let sandbox = forked();
    sandbox.git(&["notes", "add", "-m", &lines("a", 3), "main"]);
    assert_eq!(stated(&sandbox), "a1 b2 20m");
}
