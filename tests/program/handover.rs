//! What is handed on: reports of validations, handoffs, session summaries with what the plan says, pictures.

use super::support::{Scratch, callsheet};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

const PLAN: &str = r#"schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: app, path: . }]
rules: [Never touch the till.]
services:
  - { id: cart, title: Cart, slos: [p50 <= 10 ms] }
suites:
  - id: speed
    title: Speed
    budget: 1h
    tests:
      - { id: fast, text: the cart is fast, service: cart, slo: p50 }
      - { id: soak, text: an hour passes, class: important, check: { run: ./soak --minutes 60 } }
  - id: safety
    title: Safety
    budget: 30m
    tests:
      - { id: locked, text: the door is locked, check: { run: ./door, expect: "`locked`" } }
      - { id: tidy, text: the floor is clean, class: nice }
gates:
  - id: gate-all
    title: All of it
    rule:
      conditional: { critical: 100, important: 0, nice: 0 }
    then: { pass: [Open the shop.], conditional: [Open it for friends.], fail: [Keep it shut.] }
phases:
  - { id: build, title: Build, objective: Build it., tasks: [{ id: wall, text: Raise the wall. }] }
  - id: final
    title: Final look
    kind: validate
    depends_on: [build]
    branch: check
    objective: Judge it.
    suites: [speed, safety]
    gate: gate-all
    deliverables: [{ path: report.md, about: what was seen }]
    scope: { read_only: ["src/**"] }
"#;

/// A shop whose wall stands, in a repository that is ready for its validation.
fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/shop.yaml", PLAN);
    scratch.write(".gitignore", ".cache/\noutput/\n");
    scratch.commit("feat: raise the wall\n\nPlan-Ref: shop\nPlan-Phase: build\nPlan-Task: wall done");
    scratch
}

fn checked(lines: &str) -> String {
    format!("test: look at all of it\n\nPlan-Ref: shop\nPlan-Phase: final\n{lines}")
}

#[test]
fn a_validation_has_a_report_as_soon_as_something_came_of_it() {
    let scratch = shop();
    let run = scratch.callsheet(&["show", "validation-report"]);
    assert!(run.code != 0 && run.stderr.contains("there is no `validation-report`"), "{}", run.stderr);
    scratch.commit(&checked("Plan-Check: locked pass"));
    let report = scratch.succeed(&["show", "validation-report", "final"]);
    assert!(report.contains("| Verdict | open |") && report.contains("None yet:"), "{report}");
    assert!(!report.contains("## Measured values"), "{report}");
    scratch.write("report.md", "seen\n");
    scratch.commit(&checked(
        "Plan-Service: cart\nPlan-Measure: p50=8ms\nPlan-Check: soak fail it stopped after 12 minutes\n\
         Plan-Check: tidy pass\nPlan-Gate: gate-all CONDITIONAL\nPlan-Spent: 2h",
    ));
    insta::assert_snapshot!(scratch.succeed(&["show", "validation-report", "final"]));
    scratch.succeed(&["check"]);
    scratch.succeed(&["render"]);
    let index = scratch.read("output/shop/MASTER_INDEX.md");
    assert!(index.contains("](reports/PHASEfinal_VALIDATION_REPORT.md)"), "{index}");
}

#[test]
fn a_handoff_says_where_all_is_and_what_to_run_for_people_and_for_programs() {
    let scratch = shop();
    let head = scratch.commit(&checked(
        "Plan-Check: locked pass\nPlan-Check: tidy fail\nPlan-Next: sweep the floor, then look again",
    ));
    let handoff = scratch.succeed(&["show", "handoff", "latest"]);
    insta::assert_snapshot!(handoff.replace(&head, "HEAD").replace(&head[..8], "HEAD"));
    let block = |page: &str| -> Value {
        let text = page.split("```json\n").nth(1).and_then(|it| it.split("\n```").next()).unwrap();
        serde_json::from_str(text).unwrap()
    };
    assert_eq!(block(&handoff)["heads"][0]["clean"], true);
    scratch.write("new.txt", "x");
    let handoff = scratch.succeed(&["show", "handoff", "latest"]);
    assert!(handoff.contains("| not clean |"), "{handoff}");
    assert_eq!(block(&handoff)["heads"][0]["clean"], false);
    scratch.succeed(&["render"]);
    let written = scratch.read("output/shop/sessions/HANDOFF_latest.md");
    assert!(!written.contains("Work tree"), "a file would change with every touch: {written}");
    assert_eq!(block(&written)["heads"][0]["clean"], Value::Null);
    assert_eq!(block(&written)["passed"][0]["criterion"], "locked");
}

#[test]
fn a_validation_prompt_holds_all_that_its_phase_says_and_asks_only_for_verdicts_that_can_come() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = |id: &str, plan: &str| {
        let run =
            callsheet(root, &["show", "validation-prompt", id, "--plan", &format!("plans/{plan}.yaml")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    let platform = shown("13", "trading-platform");
    for text in [
        "- `skills/testing-protocols` in `protobuf-schemas`: which tests are run when",
        "- `start-platform`: start everything and run the integration tests\n    - Run `docker compose up -d`.",
        "    - [ ] memory stays level\n",
        "- **A service never becomes healthy.** Read its log",
        "Verdict: <PASS or FAIL>\n",
        "| Class | Passed | Total | For PASS |\n|---|---|---|---|\n| critical | <n> | 4 | 4 |\n",
        "| gate | secure | <pass, fail or skip> | <evidence> |\n",
        "A limit needs the value that you measured:\n",
    ] {
        assert!(platform.contains(text), "no `{text}` in:\n{platform}");
    }
    let backend = shown("final", "trade-backend");
    assert!(backend.contains("Verdict: <PASS, CONDITIONAL or FAIL>\n"), "{backend}");
    assert!(backend.contains("| important | <n> | 8 | 8 | 7 |\n"), "{backend}");
}

fn shown(kind: &str, id: &str, plan: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = callsheet(root, &["show", kind, id, "--plan", &format!("plans/{plan}.yaml")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn a_prompt_says_where_it_is_worked_what_came_before_and_when_nothing_is_left() {
    let has = |page: &str, texts: &[&str]| {
        for text in texts {
            assert!(page.contains(text), "no `{text}` in:\n{page}");
        }
    };
    let interfaces = shown("phase-prompt", "6", "trading-platform");
    has(
        &interfaces,
        &[
            "Run these first, in each repository that this phase works in,",
            "| `protobuf-schemas` | `make lint` | none stated |\n",
            "| Repositories | `protobuf-schemas` |\n",
            "without breaking readers (not there yet: go on without it, and say so)\n",
            "- After: phase `5`, done.\n",
            "**Next:** nothing, since this phase is over.",
        ],
    );
    let data = shown("phase-prompt", "2B", "trade-backend");
    has(
        &data,
        &[
            "22 of 40 mandatory items, 62% of the budgeted time.",
            "- After: phase `2A`, done; gate `gate-2a`, PASS.\n",
            "9 `integration-tests`, blocked in `trade@",
            "If that still holds, leave it and take the next thing that is open.",
            "What `callsheet record` writes below `results/trade-backend/` is always allowed.",
        ],
    );
    let sandbox = shown("phase-prompt", "1.5", "trading-adapter-v2");
    has(&sandbox, &["this phase waits for phase `1` (open), phase `2` (open).\n"]);
    let archive = shown("phase-prompt", "ARCHIVE", "portfolio-reconciliation");
    has(
        &archive,
        &["- [ ] You are on `main`: `git switch main`.\n", "`callsheet record archived` runs the check"],
    );
    has(&shown("phase-prompt", "RED", "next-feature"), &["\ntest: write a mock exchange"]);
}

#[test]
fn a_pull_request_speaks_of_its_own_repository_only() {
    let page = shown("pull-request", "price-stream", "trading-platform");
    assert!(!page.contains("| deliverable"), "those of the phase are in another repository: {page}");
    assert!(page.contains("- `internal/stream/server.go` (+70 -0)\n"), "{page}");
}

#[test]
fn a_short_summary_tells_what_came_of_a_session_what_comes_next_and_what_is_in_the_way() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let run =
        callsheet(root, &["show", "session-brief", "sse-streaming", "--plan", "plans/trading-platform.yaml"]);
    let places: Vec<Option<usize>> = [
        "    - Pull request #123, ready for review, as the plan says: feat(sse): stream prices",
        "- **Outcomes, as its author says:**\n    - Prices change",
        "- **Next:**\n    - phase `14`, task `link-pull-requests`",
        "    - Review pull request 123.\n",
        "- **Blocker:** No service streams yet",
        "- **Notes:**\n    - The browser allows",
    ]
    .iter()
    .map(|it| run.stdout.find(it))
    .collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}", run.stdout);
}

#[test]
fn a_handoff_says_what_is_not_kept_what_was_not_read_and_which_branch_begins() {
    let scratch = shop();
    let plan = PLAN
        .replace("[{ id: app, path: . }]", "[{ id: app, path: . }, { id: gone, path: ../gone }]")
        .replace("rules:", "conventions: { commit_types: [feat] }\nrules:")
        .replace("title: Cart,", "title: Cart, repository: app,")
        .replace("path: report.md,", "path: report.md, repository: app,");
    scratch.write("plans/shop.yaml", &plan);
    scratch.write("src/a", "a");
    scratch.commit("Hang the door");
    let handoff = scratch.succeed(&["show", "handoff", "latest"]);
    let broken = "- Not kept: commit type `Hang the door` (`app@";
    for told in [
        broken,
        "Not read: `gone`.",
        "git switch --create check",
        "\"rule\": \"commit_type\"",
        "\"unread\": [\n    \"gone\"",
    ] {
        assert!(handoff.contains(told), "{told} in\n{handoff}");
    }
    assert!(!handoff.contains("`gone`  "), "{handoff}");
}

#[test]
fn a_session_summary_has_what_the_plan_says_of_it_and_one_numbering_of_what_comes_next() {
    let scratch = Scratch::new();
    for name in ["trade-backend.yaml", "facts/trade-backend.json"] {
        scratch.write(&format!("plans/{name}"), &fs::read_to_string(format!("plans/{name}")).unwrap());
    }
    let named = scratch.succeed(&["show", "session-summary", "prompts"]);
    let titles: Vec<&str> = named.lines().filter_map(|it| it.strip_prefix("## ")).collect();
    let wanted = [
        "Objective",
        "What was corrected",
        "What came of it",
        "The prompts ahead",
        "The way ahead",
        "The pattern: Ten-step service migration",
        "How to go on",
        "What to expect",
        "What the prompts ahead rest on",
        "What it did and did not do",
        "The plan as it stands now",
        "When it is a success",
        "Next steps",
        "Lessons",
        "Deliverables",
    ];
    let places: Vec<Option<usize>> =
        wanted.iter().map(|it| titles.iter().position(|title| title == it)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{titles:?}");
    let next = named.split("## Next steps").nth(1).unwrap().split("## Lessons").next().unwrap();
    let numbers: Vec<u32> = next.lines().filter_map(|it| it.split_once(". ")?.0.parse().ok()).collect();
    assert_eq!(numbers, (1..=6).collect::<Vec<u32>>(), "{next}");
    assert!(named.contains("6 days with a reserve of 20%"), "{named}");
    assert!(
        named.contains("16 h | 6 services through 10 steps each; 4 criteria; gate `gate-2b` |"),
        "{named}"
    );
    assert!(named.contains("\n- [ ] Service health: 0 of 3 passed\n- [ ] Data pipeline: 0 of 3"), "{named}");
    assert!(
        named.contains("\nReady for: `2B` Data services (16 h).\n\n---\n\n- **Status:** active"),
        "{named}"
    );
    let latest = scratch.succeed(&["show", "session-summary", "latest"]);
    for title in ["What was corrected", "What came of it", "What it did and did not do", "Lessons"] {
        assert!(!latest.contains(&format!("## {title}\n")), "{title} has nothing to say: {latest}");
    }
}

/// A plan with so many phases of so many tasks.
fn large(phases: usize, tasks: usize) -> Scratch {
    let mut plan = "schema: 1\nproject: { id: big, title: Big }\nphases:\n".to_owned();
    for phase in 0..phases {
        write!(plan, "  - id: p{phase}\n    title: Part {phase}\n    objective: Do it.\n    tasks:\n")
            .unwrap();
        for task in 0..tasks {
            writeln!(plan, "      - {{ id: t{phase}x{task}, text: Task {task}., budget: 1h }}").unwrap();
        }
    }
    let scratch = Scratch::new();
    scratch.write("plans/big.yaml", &plan);
    scratch
}

#[test]
fn pictures_are_drawn_as_far_as_somebody_can_read_them() {
    for (phases, tasks, inside, outside) in [(3, 2, true, true), (5, 20, false, true), (70, 1, false, false)]
    {
        let scratch = large(phases, tasks);
        scratch.succeed(&["render", "--html"]);
        let index = scratch.read("output/big/MASTER_INDEX.md");
        assert_eq!(index.contains("[\"Task 0."), inside, "{phases} phases: {index}");
        assert_eq!(index.contains("flowchart TD"), outside, "{phases} phases: {index}");
        assert_eq!(index.contains("callsheet graph"), !inside, "{phases} phases: {index}");
        let html = scratch.read("output/big/MASTER_INDEX.html");
        assert_eq!(html.matches("<svg").count(), if outside { 2 } else { 0 });
        assert!(!html.contains("flowchart TD"), "{html}");
    }
}

const CHAIN: &str = "schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: app, path: . }]
phases:
  - { id: plan, title: Plan, objective: Plan it. }
  - { id: build, title: Build, objective: Build it., depends_on: [plan] }
  - { id: open, title: Open, objective: Open it., depends_on: [build] }
  - { id: sign, title: Sign, objective: Paint a sign. }
";

#[test]
fn what_comes_next_is_what_the_newest_commit_of_a_phase_or_of_one_that_builds_on_it_says() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/shop.yaml", CHAIN);
    let say = |lines: &str| scratch.commit(&format!("docs: say it\n\nPlan-Ref: shop\n{lines}"));
    let next = || {
        let page = scratch.succeed(&["show", "session-summary", "latest"]);
        let steps = page.split("## Next steps").nth(1).unwrap().split("\n## ").next().unwrap().to_owned();
        let said = steps.lines().filter_map(|it| it.split_once(". ")?.1.split_once(" (`"));
        said.map(|it| it.0.to_owned()).collect::<Vec<_>>()
    };
    say("Plan-Phase: plan\nPlan-Next: draw it\nPlan-Next: price it");
    say("Plan-Phase: sign\nPlan-Next: buy paint");
    assert_eq!(next(), ["draw it", "price it", "buy paint"]);
    say("Plan-Phase: plan\nPlan-Next: ask the town");
    assert_eq!(next(), ["buy paint", "ask the town"]);
    say("Plan-Phase: open\nPlan-Decision: on a Monday");
    assert_eq!(next(), ["buy paint", "ask the town"], "it says nothing of what is next");
    say("Plan-Phase: open\nPlan-Next: hire a clerk");
    assert_eq!(next(), ["buy paint", "hire a clerk"], "the sign does not wait for the shop");
    say("Plan-Next: rest");
    assert_eq!(next(), ["rest"], "who names no phase speaks for the repository");
}

#[test]
fn a_session_of_one_commit_has_one_moment() {
    let page = shop().succeed(&["show", "session-summary", "latest"]);
    assert!(page.starts_with("# Session summary: 2026-03-02\n"), "{page}");
    assert!(page.contains("| Committed | 2026-03-02 ") && !page.contains("Commit span"), "{page}");
}
