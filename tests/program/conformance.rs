//! What was planned, against what git shows to have been done.

use crate::support::Scratch;
use serde_json::Value;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: shop, path: . }, { id: gone, remote: x }]
conventions:
  branches: ['feature/<part>']
  commit_types: [feat, fix, test, docs]
  tests_first: { tests: ['**/tests/**'], code: ['**/src/**'] }
patterns: [{ id: move, title: Move, steps: [{ id: do, title: Do it }] }]
services:
  - { id: cart, title: Cart, repository: shop, target: services/cart }
  - { id: till, title: Till, repository: shop, target: services/till }
  - { id: safe, title: Safe, repository: shop, target: services/safe }
phases:
  - id: A
    title: A
    objective: Go.
    branch: feature/a
    pattern: move
    services: [{ service: cart }, { service: till }, { service: safe }]
    commits: ['feat(cart): add it', 'feat: never made']
    deliverables:
      - { path: services/cart, repository: shop }
      - { path: docs/report.md, repository: shop }
      - { path: docs/lost.md, repository: gone }
  - { id: B, title: B, objective: Then., result: Done., depends_on: [A], branch: feature/b, commits: ['docs: last'] }
sessions: [{ id: day, since: 2001-01-01, until: 2100-01-01 }]
documents: [{ id: notes, path: docs/notes.md, repository: shop, purpose: notes }]
";

fn project() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/shop.yaml", PLAN);
    scratch.commit("docs: plan it");
    scratch
}

/// Every finding of a rule: standing, what it is about, why, and how many commits show it.
fn findings(scratch: &Scratch, rule: &str) -> Vec<(String, String, String, usize)> {
    let json: Value = serde_json::from_str(&scratch.succeed(&["status", "--format", "json"])).unwrap();
    let all = json[0]["conformance"].as_array().unwrap().iter().filter(|it| it["rule"] == rule);
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let row = |it: &Value| {
        let commits = it["commits"].as_array().unwrap().len();
        (text(&it["standing"]), text(&it["about"]), text(&it["reason"]), commits)
    };
    all.map(row).collect()
}

fn row(standing: &str, about: &str, reason: &str, commits: usize) -> (String, String, String, usize) {
    (standing.to_owned(), about.to_owned(), reason.to_owned(), commits)
}

#[test]
fn deliverables_are_there_due_missing_or_not_known() {
    let scratch = project();
    scratch.write("services/cart/src/a.rs", "1\n");
    scratch.commit("feat(cart): add it");
    let unread = row("unknown", "docs/lost.md", "repository gone was not read", 0);
    let there = row("kept", "services/cart", "", 1);
    let open = row("open", "docs/report.md", "it is not in the tree of shop", 0);
    assert_eq!(findings(&scratch, "deliverable"), [there.clone(), open, unread.clone()]);
    for service in ["cart", "till", "safe"] {
        scratch.commit(&format!("feat: x\n\nPlan-Service: {service}\nPlan-Step: do"));
    }
    let broken = row("broken", "docs/report.md", "phase A is done, but it is not in the tree of shop", 1);
    assert_eq!(findings(&scratch, "deliverable"), [there, broken, unread]);
    let tracker = scratch.succeed(&["show", "completion-tracker"]);
    assert!(tracker.contains("| `docs/lost.md` | not known |"), "{tracker}");
    assert!(tracker.contains("| `docs/report.md` | no |"), "{tracker}");
    assert!(tracker.contains("| deliverable | 1 | 1 | 1 | 0 |"), "{tracker}");
    assert!(tracker.contains("- deliverable `docs/report.md` (`shop@"), "{tracker}");
}

#[test]
fn planned_branches_and_subjects_are_found_open_or_not_known() {
    let scratch = project();
    let branches = |scratch: &Scratch| findings(scratch, "planned-branch");
    let b = row("open", "feature/b", "phase B has not begun", 0);
    assert_eq!(branches(&scratch), [row("open", "feature/a", "phase A has not begun", 0), b.clone()]);
    scratch.git(&["checkout", "--quiet", "-b", "feature/a"]);
    scratch.commit("feat(cart): add it (#7)\n\nPlan-Service: cart\nPlan-Step: do");
    assert_eq!(branches(&scratch), [row("kept", "feature/a", "", 1), b.clone()]);
    scratch.git(&["checkout", "--quiet", "main"]);
    scratch.git(&["merge", "--quiet", "--no-ff", "feature/a"]);
    scratch.git(&["branch", "--quiet", "-D", "feature/a"]);
    assert_eq!(branches(&scratch), [row("kept", "feature/a", "", 1), b], "the merge names it");
    let found = row("kept", "feat(cart): add it", "", 1);
    let never = row("open", "feat: never made", "phase A is not over", 0);
    let last = row("open", "docs: last", "phase B has not begun", 0);
    assert_eq!(findings(&scratch, "planned-commit"), [found, never, last]);
}

#[test]
fn branches_and_subjects_that_follow_no_convention_are_listed_with_their_commits() {
    let scratch = project();
    scratch.git(&["branch", "feature/part"]);
    scratch.git(&["branch", "stuff"]);
    let wip = scratch.commit("wip: x \u{1b}[31m| <b>");
    let bare = scratch.commit("improve things");
    scratch.commit(&format!("Revert \"improve things\"\n\nThis reverts commit {bare}."));
    scratch.commit("style: another plan's rules\n\nPlan-Ref: other");
    let reason = "it fits no pattern of this plan, which has feature/<part>";
    let named = [row("kept", "feature/part", "", 1), row("broken", "stuff", reason, 1)];
    assert_eq!(findings(&scratch, "branch-name"), named, "the default branch is left out");
    let types = "feat, fix, test, docs";
    assert_eq!(
        findings(&scratch, "commit-type"),
        [
            row(
                "broken",
                "improve things",
                &format!("it does not begin with a type of this plan and a colon: {types}"),
                1
            ),
            row("broken", "wip: x ␛[31m| <b>", &format!("wip is no type of this plan, which has {types}"), 1),
            row("kept", "docs: plan it", "", 1),
        ]
    );
    let summary = scratch.succeed(&["show", "session-summary", "day"]);
    let status = scratch.succeed(&["status"]);
    for id in [&wip, &bare] {
        assert!(summary.contains(&format!("(`shop@{}`): ", &id[..8])), "{summary}");
        assert!(status.contains(&format!("shop@{}", &id[..8])), "{status}");
    }
    assert!(summary.contains("| commit type | 1 | 2 |"), "{summary}");
    let clean = scratch.succeed(&["check", "--quiet"]);
    assert_eq!(clean, "", "hostile subjects do not break a page");
}

#[test]
fn reasons_are_told_in_the_language_of_the_documents() {
    let scratch = project();
    scratch.git(&["branch", "stuff"]);
    scratch.write("services/till/src/a.rs", "1\n");
    scratch.write("services/till/tests/a.rs", "1\n");
    scratch.commit("improve things\n\nPlan-Service: till\nPlan-Step: do");
    scratch.write("docs/notes.md", "It came with commit 0123456789abcdef.\n");
    scratch.commit("wip: notes\n\nPlan-Service: cart\nPlan-Step: do");
    scratch.commit("feat: x\n\nPlan-Service: safe\nPlan-Step: do");
    let listed = |scratch: &Scratch| {
        let tracker = scratch.succeed(&["show", "completion-tracker"]);
        let lines =
            tracker.lines().skip_while(|it| !it.starts_with("Not kept:") && !it.starts_with("Verletzt:"));
        let reason = |it: &str| Some(it.split_once("`): ").or_else(|| it.split_once("`: "))?.1.to_owned());
        lines.filter_map(reason).collect::<Vec<_>>()
    };
    let english = listed(&scratch);
    let german = std::fs::read_to_string("tests/cases/german/strings.yaml").unwrap();
    scratch.write("templates/strings.yaml", &german);
    let german = listed(&scratch);
    insta::assert_snapshot!("reasons", [english, german].map(|it| it.join("\n")).join("\n\n"));
}

#[test]
fn tests_before_code_is_told_by_the_order_of_commits() {
    let scratch = project();
    let change = |files: &[&str], message: &str| {
        for file in files {
            scratch.write(file, message);
        }
        scratch.commit(message);
    };
    change(&["services/cart/README.md"], "docs: about the cart");
    change(&["services/cart/tests/a.rs"], "test(cart): first");
    change(&["services/till/src/a.rs"], "feat(till): first");
    change(&["services/cart/src/a.rs", "services/cart/src/tests/b.rs"], "feat(cart): then");
    let rule = || findings(&scratch, "tests-first");
    let cart = row("kept", "service cart", "", 2);
    let unknown = row("unknown", "service till", "no commit that was read touches its tests", 1);
    assert_eq!(rule(), [cart.clone(), unknown]);
    change(&["services/till/tests/a.rs"], "test(till): then");
    change(&["services/safe/tests/a.rs", "services/safe/src/a.rs"], "feat(safe): at once");
    let late =
        row("broken", "service till", "the first commit with code is older than the first with tests", 2);
    let both = row("unknown", "service safe", "one commit brings tests and code", 1);
    assert_eq!(rule(), [cart, late, both]);
    let status = scratch.succeed(&["status"]);
    assert!(status.contains("tests before code  1     1         1"), "{status}");
    let facts = scratch.succeed(&["facts", "--repo", "shop"]);
    scratch.write("shop.json", &facts);
    let from = |arguments: &[&str]| scratch.succeed(&[&["status"], arguments].concat());
    assert_eq!(from(&[]), from(&["--from", "shop.json"]), "facts hold all that is needed");
}

#[test]
fn a_phase_can_build_on_the_tests_of_one_that_is_tagged_testing_and_tells_of_its_tasks() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write(
        "plans/shop.yaml",
        "schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: shop, path: . }]
conventions: { tests_first: { tests: [tests], code: [src] } }
phases:
  - { id: RED, title: R, objective: Go., result: x, tags: [testing], tasks: [{ id: spec, text: T }] }
  - { id: GREEN, title: G, objective: Go., result: x, depends_on: [RED], tasks: [{ id: build, text: T }] }
  - { id: MORE, title: M, objective: Go., result: x, depends_on: [GREEN] }
",
    );
    scratch.commit("plan");
    for (file, trailers) in [
        ("tests/a.rs", "Plan-Phase: RED\nPlan-Task: spec"),
        ("src/a.rs", "Plan-Phase: GREEN\nPlan-Task: build"),
        ("src/b.rs", "Plan-Phase: MORE"),
    ] {
        scratch.write(file, "1\n");
        scratch.commit(&format!("x\n\n{trailers}"));
    }
    let unknown = "no commit that was read touches its tests";
    assert_eq!(
        findings(&scratch, "tests-first"),
        [row("kept", "phase GREEN", "", 2), row("unknown", "phase MORE", unknown, 1),]
    );
}

#[test]
fn commits_that_the_plan_or_a_document_names_are_looked_up() {
    let scratch = project();
    scratch.git(&["checkout", "--quiet", "-b", "aside"]);
    let aside = scratch.commit("feat: aside");
    scratch.git(&["checkout", "--quiet", "main"]);
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let (head, aside) = (&head[..8], &aside[..8]);
    let lines = format!(
        "2026-03-02: `{head}`\n2026-03-03: `shop@{head}`\ncommit {aside}\n\n`shop@0a0a0a0a`\n`gone@{head}`\n`0b0b0b0b`\n"
    );
    scratch.write("docs/notes.md", &lines);
    scratch.write("plans/shop.yaml", &format!("{PLAN}rules: ['Start from `{head}`.']\n"));
    scratch.commit("docs: write notes");
    let about = |id: &str, place: &str| format!("{id} in {place}");
    assert_eq!(
        findings(&scratch, "named-commit"),
        [
            row("kept", &about(head, "shop.yaml:28"), "", 1),
            row("kept", &about(head, "shop:docs/notes.md:1"), "", 1),
            row(
                "broken",
                &about(head, "shop:docs/notes.md:2"),
                "it was written on 2026-03-02, not on 2026-03-03",
                1
            ),
            row("broken", &about(aside, "shop:docs/notes.md:3"), "the head does not reach it", 1),
            row("broken", &about("0a0a0a0a", "shop:docs/notes.md:5"), "there is no such commit", 0),
            row("unknown", &about(head, "shop:docs/notes.md:6"), "it cannot be looked up in gone", 0),
            row("unknown", &about("0b0b0b0b", "shop:docs/notes.md:7"), "it cannot be looked up in gone", 0),
        ]
    );
}

#[test]
fn a_pull_request_shows_what_its_own_commits_and_branch_keep() {
    let scratch = project();
    scratch.commit("not of the branch");
    scratch.git(&["checkout", "--quiet", "-b", "stuff"]);
    let own = scratch.commit("of the branch");
    let page = scratch.succeed(&["pr", "--base", "main", "--repo", "shop"]);
    assert!(page.contains("| commit type | 0 | 1 |"), "{page}");
    assert!(
        page.contains(&format!("- branch name `stuff` (`shop@{}`): it fits no pattern", &own[..8])),
        "{page}"
    );
}

#[test]
fn nothing_is_said_where_nothing_was_planned() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.succeed(&["init"]);
    scratch.commit("whatever");
    let plan = scratch.read("plans/plan.yaml");
    assert!(!plan.contains("conventions"), "{plan}");
    assert!(findings(&scratch, "commit-type").is_empty());
    assert!(findings(&scratch, "branch-name").is_empty());
    assert!(findings(&scratch, "tests-first").is_empty());
}
