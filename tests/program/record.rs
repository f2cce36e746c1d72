//! `record`: checks are run, what came of them is kept, and committed results count as verified.

use super::support::{Run, Scratch};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const NOW: &str = "2026-03-02T20:00:00+01:00";

const PLAN: &str = r#"schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: app, path: . }]
services: [{ id: api, title: API, slos: [p50 <= 10 ms] }]
patterns: [{ id: move, title: Move, steps: [{ id: build, title: Build it }] }]
gates: [{ id: gate-a, title: It works }]
phases:
  - id: a
    title: A
    objective: Run it.
    pattern: move
    services: [{ service: api }]
    criteria:
      - { id: healthy, text: all is healthy, check: { run: ./health, expect: "`7/7 healthy`" } }
      - { id: fast, text: the API is fast, class: important, service: api, slo: p50, check: { run: sh bench, in: tools, reads: "p50: {} ms" } }
      - { id: looked, text: somebody looked, class: nice, measure: looked >= 1 }
    gate: gate-a
"#;

/// A project whose checks all pass, committed.
fn project() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/plan.yaml", PLAN);
    health(&scratch, "echo all 7/7 healthy");
    scratch.write("tools/bench", "echo 'warm-up, p50: 99 ms'\necho 'p50: 8.5 ms'\n");
    scratch.commit("feat: start");
    scratch
}

/// Writes the script that the criterion `healthy` runs.
fn health(scratch: &Scratch, lines: &str) {
    let path = scratch.write("health", &format!("#!/bin/sh\n{lines}\n"));
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn record(scratch: &Scratch, arguments: &[&str]) -> Run {
    scratch.callsheet(&[&["--now", NOW, "record"], arguments].concat())
}

fn kept(scratch: &Scratch, criterion: &str) -> Value {
    serde_json::from_str(&scratch.read(&format!("results/shop/{criterion}.json"))).unwrap()
}

fn tracker(scratch: &Scratch) -> String {
    scratch.succeed(&["show", "completion-tracker"])
}

/// The row of a criterion in the tracker.
fn row(scratch: &Scratch, criterion: &str) -> String {
    let start = format!("| `{criterion}` |");
    let tracker = tracker(scratch);
    tracker.lines().find(|it| it.starts_with(&start)).unwrap_or_else(|| panic!("{tracker}")).to_owned()
}

#[test]
fn a_check_that_passes_is_kept_with_what_it_ran_at_and_printed() {
    let scratch = project();
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let run = record(&scratch, &["healthy"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let shown = run.stderr.find("$ ./health").unwrap();
    assert!(shown < run.stderr.find("  all 7/7 healthy").unwrap(), "{}", run.stderr);
    assert_eq!(run.stdout, "Plan-Ref: shop\nPlan-Phase: a\nPlan-Check: healthy pass\n");
    let text = scratch.read("results/shop/healthy.json");
    let mut kept = kept(&scratch, "healthy");
    assert!(kept["milliseconds"].as_u64().unwrap() < 60_000);
    kept["milliseconds"] = json!(7);
    let expected = json!({
        "format": 1, "plan": "shop", "criterion": "healthy", "outcome": "pass", "command": "./health",
        "ended": { "exit": 0 }, "milliseconds": 7, "at": NOW, "commit": head, "dirty": false,
        "expected": { "text": "7/7 healthy", "found": true }, "output": ["all 7/7 healthy"],
    });
    assert_eq!(format!("{kept:#}"), format!("{expected:#}"), "in this order of fields");
    assert!(text.starts_with("{\n  \"format\": 1,\n") && text.ends_with("}\n"), "{text}");
}

#[test]
fn a_check_that_fails_is_kept_and_the_exit_code_says_so() {
    let scratch = project();
    health(&scratch, "echo 7/7 healthy\nexit 3");
    scratch.commit("feat: break it");
    let run = record(&scratch, &["gate-a/healthy"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("healthy: fail in ") && run.stderr.contains("exit code 3"), "{}", run.stderr);
    assert!(run.stdout.ends_with("Plan-Check: healthy fail exit code 3\n"), "{}", run.stdout);
    assert_eq!(
        (&kept(&scratch, "healthy")["ended"], &kept(&scratch, "healthy")["outcome"]),
        (&json!({ "exit": 3 }), &json!("fail"))
    );
}

#[test]
fn a_text_that_is_expected_and_not_printed_fails_the_check() {
    let scratch = project();
    health(&scratch, "echo 6/7 healthy");
    let run = record(&scratch, &["healthy"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("`7/7 healthy` is not in the output"), "{}", run.stderr);
    assert_eq!(kept(&scratch, "healthy")["expected"], json!({ "text": "7/7 healthy", "found": false }));
}

#[test]
fn a_check_that_takes_too_long_is_killed_with_all_that_it_started() {
    let scratch = project();
    health(&scratch, "echo started\n(sleep 3; touch survived) &\nsleep 60");
    let begun = Instant::now();
    let run = record(&scratch, &["healthy", "--timeout", "1s"]);
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(kept(&scratch, "healthy")["ended"], json!({ "timeout": 1 }));
    assert_eq!(kept(&scratch, "healthy")["output"], json!(["started"]));
    std::thread::sleep(Duration::from_millis(2500));
    assert!(!scratch.path().join("survived").exists(), "a process was left behind");
}

#[test]
fn a_check_that_leaves_something_running_ends_with_its_shell() {
    let scratch = project();
    health(&scratch, "echo 7/7 healthy\nsleep 5 &");
    let begun = Instant::now();
    assert_eq!(record(&scratch, &["healthy"]).code, 0);
    assert!(begun.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_value_is_read_from_the_output_and_judged_by_its_limit() {
    let scratch = project();
    let run = record(&scratch, &["fast"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines = "Plan-Service: api\nPlan-Check: fast pass\nPlan-Measure: p50=8.5ms\n";
    assert!(run.stdout.ends_with(lines), "{}", run.stdout);
    assert_eq!(kept(&scratch, "fast")["measured"], json!({ "metric": "p50", "value": "8.5 ms" }));
    assert_eq!(kept(&scratch, "fast")["folder"], json!("tools"));

    scratch.write("tools/bench", "echo 'p50: 12 ms'\n");
    let run = record(&scratch, &["fast"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("12 ms is not p50 ≤ 10 ms"), "{}", run.stderr);

    scratch.write("tools/bench", "echo 'nothing measured'\n");
    let run = record(&scratch, &["fast"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("no value of `p50` is in the output"), "{}", run.stderr);
    assert_eq!(kept(&scratch, "fast")["measured"], json!({ "metric": "p50", "value": null }));
}

#[test]
fn a_command_of_ones_own_is_run_as_it_is_in_the_current_folder() {
    let scratch = project();
    let run = record(&scratch, &["healthy", "--", "printf", "%s\n", "7/7 healthy; $(exit 1)"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        kept(&scratch, "healthy")["command"],
        json!(
            r"printf '%s
' '7/7 healthy; $(exit 1)'"
        )
    );
    scratch.commit("test: keep it");
    let row = row(&scratch, "healthy");
    assert!(row.contains("pass, verified in") && row.contains("by another command"), "{row}");

    let run = record(&scratch, &["looked", "--reads", "looked {} times", "--", "echo", "looked 2 times"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Plan-Measure: looked=2\n"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_recorded_is_told_before_anything_runs() {
    let scratch = project();
    let usage = |arguments: &[&str], words: &str| {
        let run = record(&scratch, arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    };
    usage(&["gate-b"], "did you mean `gate-a`?");
    usage(&["gate-a/helthy"], "did you mean `healthy`?");
    usage(&["gate-a", "--", "true"], "name the criterion that is meant");
    usage(&["gate-a", "--reads", "{}"], "name the criterion that is meant");
    usage(&["looked"], "callsheet record looked -- CMD");
    usage(&["looked", "--", "true"], "--reads 'looked: {}'");
    usage(&["looked", "--reads", "x", "--", "true"], "exactly one `{}`");
    usage(&["healthy", "--reads", "{}"], "has no limit for a value");
    usage(&["healthy", "--repo", "ap"], "no repository of the plan is called `ap`");
    usage(&["healthy", "--timeout", "soon"], "up to a week");
    assert!(!scratch.path().join("results").exists());
}

#[test]
fn a_command_that_cannot_be_started_ends_with_four_and_keeps_nothing() {
    let scratch = project();
    let run = record(&scratch, &["healthy", "--", "./no-such-program"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("`./no-such-program` cannot be run"), "{}", run.stderr);
    assert!(!scratch.path().join("results/shop/healthy.json").exists());
    fs::remove_dir_all(scratch.path().join("tools")).unwrap();
    assert_eq!(record(&scratch, &["fast"]).code, 4);
    let empty = Scratch::new();
    empty.git(&["init", "--quiet"]);
    empty.write("plans/plan.yaml", PLAN);
    let run = record(&empty, &["healthy", "--", "true"]);
    assert!(run.code == 4 && run.stderr.contains("has no commit yet"), "{}", run.stderr);
}

#[test]
fn a_dirty_work_tree_is_told_and_noted_but_earlier_results_do_not_count_as_dirt() {
    let scratch = project();
    assert!(!record(&scratch, &["healthy"]).stderr.contains("in no commit"));
    assert!(!record(&scratch, &["fast"]).stderr.contains("in no commit"));
    assert_eq!(kept(&scratch, "fast")["dirty"], json!(false));
    scratch.write("new.txt", "in no commit\n");
    let run = record(&scratch, &["healthy"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("has changes that are in no commit"), "{}", run.stderr);
    assert_eq!(kept(&scratch, "healthy")["dirty"], json!(true));
    assert!(!run.stderr.contains("git ignores"));
    scratch.write(".git/info/exclude", "results\n");
    let run = record(&scratch, &["healthy"]);
    assert!(run.stderr.contains("git ignores `results/shop/`"), "{}", run.stderr);
    scratch.write(".git/info/exclude", "");
    scratch.commit("test: keep it");
    let row = row(&scratch, "healthy");
    assert!(row.ends_with(": with changes that are in no commit |"), "{row}");
}

#[test]
fn a_gate_gets_a_scorecard_a_verdict_and_lines_to_commit() {
    let scratch = project();
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let run = record(&scratch, &["gate-a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (card, lines) = run.stdout.split_once("\n\nPlan-Ref").unwrap();
    let at = format!("run at app@{}, ", &head[..8]);
    for words in ["healthy    critical   pass  ", "fast       important  pass at 8.5 ms  ", &at] {
        assert!(card.contains(words), "`{words}` is not in:\n{card}");
    }
    assert!(card.contains("looked     nice       open            nothing recorded"), "{card}");
    assert!(card.contains("gate gate-a: open, critical 1 of 1, important 1 of 1, nice 0 of 1"), "{card}");
    assert!(!lines.contains("Plan-Gate"), "an open gate has no verdict to claim: {lines}");

    let plan = scratch.read("plans/plan.yaml");
    let without: String =
        plan.lines().filter(|it| !it.contains("looked")).map(|it| it.to_owned() + "\n").collect();
    scratch.write("plans/plan.yaml", &without);
    scratch.commit("docs: ask for less");
    let run = record(&scratch, &["gate-a"]);
    let message = run.stdout.split_once("\n\n").unwrap().1.split_once("\n\n").map_or("", |it| it.1);
    let lines = "Plan-Ref: shop\nPlan-Phase: a\nPlan-Service: api\nPlan-Check: healthy pass\n\
                 Plan-Check: fast pass\nPlan-Measure: p50=8.5ms\nPlan-Gate: gate-a PASS\n";
    assert_eq!(message, lines, "{}", run.stdout);
    scratch.commit(&format!("test: check gate-a\n\n{message}"));
    let status = scratch.succeed(&["status"]);
    assert!(status.contains("PASS     2/2 passed, 2 verified"), "{status}");

    health(&scratch, "exit 1");
    let run = record(&scratch, &["gate-a"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stdout.contains("gate gate-a: FAIL") && run.stdout.contains("Plan-Gate: gate-a FAIL"),
        "{}",
        run.stdout
    );
}

#[test]
fn committed_results_are_verified_with_the_commit_that_they_ran_at() {
    let scratch = project();
    let head = scratch.git(&["rev-parse", "HEAD"]);
    record(&scratch, &["gate-a"]);
    assert!(row(&scratch, "healthy").ends_with("| open |"), "nothing counts before it is committed");
    scratch.commit("test: keep the results");
    let at = format!("verified in `app@{}` |", &head[..8]);
    assert!(row(&scratch, "healthy").ends_with(&format!("| pass, {at}")), "{}", row(&scratch, "healthy"));
    assert!(row(&scratch, "fast").ends_with(&format!("| pass at 8.5 ms, {at}")), "{}", row(&scratch, "fast"));
    assert!(tracker(&scratch).contains("p50 ≤ 10 ms: 8.5 ms (pass)"));
    let status: Value = serde_json::from_str(&scratch.succeed(&["status", "--format", "json"])).unwrap();
    let criterion = &status[0]["phases"][0]["criteria"][0];
    assert_eq!(
        (&criterion["outcome"], &criterion["evidence"]["strength"]),
        (&json!("pass"), &json!("verified"))
    );

    let plan = scratch.read("plans/plan.yaml").replace("7/7", "8/8").replace("p50 <= 10 ms", "p50 <= 5 ms");
    scratch.write("plans/plan.yaml", &plan);
    assert!(row(&scratch, "healthy").ends_with("| open: the plan expects another text now |"));
    assert!(row(&scratch, "fast").contains("| fail at 8.5 ms, verified in"), "a limit judges again");
}

#[test]
fn the_newest_of_a_trailer_and_a_results_file_wins_and_the_file_where_they_agree() {
    let scratch = project();
    let claim = |outcome: &str| {
        scratch
            .commit(&format!("test: say so\n\nPlan-Ref: shop\nPlan-Phase: a\nPlan-Check: healthy {outcome}"))
    };
    let before = claim("fail");
    record(&scratch, &["healthy"]);
    let after = claim("pass");
    let stands = row(&scratch, "healthy");
    let older = format!("| pass, verified in `app@{0}` |", &before[..8]);
    assert!(stands.ends_with(&older), "a pass that agrees leaves the file in place: {stands}");

    scratch.git(&["commit", "--quiet", "--amend", "--message", "test: keep it"]);
    let stands = row(&scratch, "healthy");
    let both = format!("| pass, verified in `app@{0}` (claimed fail in `app@{0}`) |", &before[..8]);
    assert!(stands.ends_with(&both), "{stands} after {after}");

    let run = scratch.callsheet(&["--now", "2026-03-01", "record", "healthy"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    scratch.commit("test: keep an older one");
    let stands = row(&scratch, "healthy");
    assert!(stands.contains("| fail, reopened, claimed in"), "{stands}");
    assert!(stands.ends_with(": an older results file says pass |"), "{stands}");
}

#[test]
fn a_result_of_a_commit_that_is_gone_counts_with_a_note() {
    let scratch = project();
    scratch.git(&["switch", "--quiet", "--create", "topic"]);
    scratch.commit("feat: on the side");
    record(&scratch, &["healthy"]);
    scratch.git(&["switch", "--quiet", "main"]);
    scratch.commit("feat: squash it all");
    let row = row(&scratch, "healthy");
    assert!(row.contains("| pass, verified in"), "{row}");
    assert!(row.ends_with(": at a commit that the head does not contain |"), "{row}");
}

#[test]
fn results_files_that_cannot_be_used_are_warnings() {
    let scratch = project();
    record(&scratch, &["gate-a"]);
    let good = scratch.read("results/shop/healthy.json");
    let hostile = good.replace("\"commit\": \"", "\"commit\": \"`<b>");
    for (name, text) in [
        ("newer", good.replace("\"format\": 1", "\"format\": 2")),
        ("broken", "{ \"format\": 1,\n  nonsense".to_owned()),
        ("other", good.clone()),
        ("healthi", good.replace("\"healthy\"", "\"healthi\"")),
        ("fast", hostile),
        ("large", good.replace("\"output\": [", &format!("\"output\": [\n\"{}\",", "x".repeat(70_000)))),
    ] {
        scratch.write(&format!("results/shop/{name}.json"), &text);
    }
    scratch.commit("test: keep it");
    let run = scratch.callsheet(&["status"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("1/3 passed, 2 open, 1 verified"), "{}", run.stdout);
    for words in [
        "`app:results/shop/newer.json` has format 2",
        "`app:results/shop/broken.json` is malformed",
        "app:results/shop/broken.json:2:3",
        "`app:results/shop/other.json` is about something else",
        "did you mean `healthy`?",
        "`app:results/shop/fast.json` does not name a commit",
        "`results/shop/large.json` in the head cannot be read: it is larger than 64 KiB",
    ] {
        assert!(run.stderr.contains(words), "`{words}` is not in:\n{}", run.stderr);
    }
}

#[test]
fn facts_hold_the_results_files() {
    let scratch = project();
    record(&scratch, &["gate-a"]);
    scratch.commit("test: keep it");
    let from_repository = tracker(&scratch);
    scratch.succeed(&["facts", "--to", "plans/facts/app.json"]);
    let plan = scratch.read("plans/plan.yaml").replace("path: . ", "facts: facts/app.json ");
    scratch.write("plans/plan.yaml", &plan);
    assert_eq!(tracker(&scratch), from_repository);
    let run = record(&scratch, &["healthy"]);
    assert!(run.code == 2 && run.stderr.contains("has no folder on this machine"), "{}", run.stderr);
}

#[test]
fn hostile_and_endless_output_is_shown_and_kept_harmless_and_short() {
    let scratch = project();
    health(
        &scratch,
        "yes 'filling up the end' | head -n 300000\nprintf '\\033]0;title\\007\\033[2Jgone\\r\\n\\342\\200\\256x\\377\\n'\n\
         head -c 3000000 /dev/zero | tr '\\0' z\necho\necho 7/7 healthy",
    );
    let run = record(&scratch, &["healthy"]);
    assert_eq!(run.code, 0);
    assert!(!run.stderr.contains(['\u{1b}', '\u{7}', '\u{202e}']), "control characters reach the terminal");
    assert!(run.stderr.contains("␛]0;title"), "what was printed is shown");
    let text = scratch.read("results/shop/healthy.json");
    assert!(text.len() < 8_000, "{} bytes", text.len());
    assert!(text.contains("7/7 healthy") && !text.contains("\\u001b"), "{text}");
    scratch.commit("test: keep it");
    assert!(row(&scratch, "healthy").contains("| pass, verified in"));
}

#[test]
fn a_results_folder_that_is_a_link_is_refused_before_anything_runs() {
    let (scratch, outside) = (project(), Scratch::new());
    health(&scratch, "touch ran");
    for place in [outside.path().to_owned(), scratch.path().join(".git")] {
        std::os::unix::fs::symlink(&place, scratch.path().join("results")).unwrap();
        let run = record(&scratch, &["healthy"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("is a link"), "{}", run.stderr);
        fs::remove_file(scratch.path().join("results")).unwrap();
    }
    assert!(fs::read_dir(outside.path()).unwrap().next().is_none());
    assert!(!scratch.path().join("ran").exists() && !scratch.path().join(".git/shop").exists());
}

#[test]
fn a_user_who_stops_a_check_stops_all_that_it_started() {
    let scratch = project();
    health(&scratch, "echo started\n(sleep 2; touch survived) &\nsleep 60");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_callsheet"))
        .args(["record", "healthy"])
        .current_dir(scratch.path())
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    let id = child.id().to_string();
    std::process::Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(4));
    std::thread::sleep(Duration::from_millis(2200));
    assert!(!scratch.path().join("survived").exists(), "a process was left behind");
    assert!(!scratch.path().join("results/shop/healthy.json").exists());
}

#[test]
fn each_result_is_kept_in_the_repository_that_its_criterion_is_about() {
    let (scratch, api, ui) = (Scratch::new(), Scratch::new(), Scratch::new());
    let plan = PLAN
        .replace("[{ id: app, path: . }]", "[{ id: api, path: api }, { id: ui, path: ui }]")
        .replace("title: API,", "title: API, repository: api,");
    scratch.write("plans/plan.yaml", &plan);
    for (repository, name) in [(&api, "api"), (&ui, "ui")] {
        repository.git(&["init", "--quiet"]);
        health(repository, "echo 7/7 healthy");
        repository.write("tools/bench", "echo 'p50: 8 ms'\n");
        repository.commit("feat: start");
        std::os::unix::fs::symlink(repository.path(), scratch.path().join(name)).unwrap();
    }
    let run = record(&scratch, &["gate-a"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("in which repository criterion `healthy` is checked"), "{}", run.stderr);
    let run = record(&scratch, &["gate-a", "--repo", "ui"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(kept(&ui, "healthy")["outcome"], json!("pass"));
    assert_eq!(kept(&api, "fast")["outcome"], json!("pass"));
    api.commit("test: keep it");
    ui.commit("test: keep it");
    assert!(row(&scratch, "fast").contains("verified in `api@"), "{}", row(&scratch, "fast"));
    assert!(row(&scratch, "healthy").contains("verified in `ui@"), "{}", row(&scratch, "healthy"));
}
