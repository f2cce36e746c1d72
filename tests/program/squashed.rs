//! A squash merge with the body of a PR document as its message: nothing that commits state is lost, and
//! nothing counts twice.

use crate::support::Scratch;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: shop, path: . }]
patterns: [{ id: move, title: Move, steps: [{ id: one, title: One }, { id: two, title: Two }] }]
services: [{ id: api, title: API }, { id: page, title: Page }]
phases:
  - id: prices
    title: Prices
    objective: Show them.
    branch: feature/prices
    pattern: move
    services: [{ service: api }, { service: page }]
    criteria: [{ id: gate-2, text: it shows }]
pull_requests:
  - { id: prices, head: feature/prices, summary: Prices are shown. }
";

/// A branch whose commits state things of two services, with text that a forge could take for more.
fn branch() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/shop.yaml", PLAN);
    scratch.write(".gitignore", "/output/\n/.cache/\n");
    scratch.commit("chore: begin");
    scratch.git(&["checkout", "--quiet", "-b", "feature/prices"]);
    let state = |file: &str, message: &str| {
        scratch.write(file, &format!("{message}\n"));
        scratch.commit(message);
    };
    state(
        "a.rs",
        "feat(api): one\n\nPlan-Phase: prices\nPlan-Service: api\nPlan-Step: 1/2 one done\nPlan-Spent: 1h",
    );
    state(
        "b.rs",
        "feat(page): `two` <b>\n\nWords.\n\nPlan-Phase: prices\nPlan-Service: page\nPlan-Step: 2/2 two done\n\
         Plan-Spent: 30m\nPlan-Decision: ~~ask~~ @all, closes #3, <img src=x> [a](javascript:b) https://x.y",
    );
    state(
        "c.rs",
        "docs: nothing of the plan\n\nCo-authored-by: Lin #3 <lin@example.org>\nDepends-On: <b>x</b>",
    );
    state(
        "d.rs",
        "test: it\n\nPlan-Phase: prices\nPlan-Check: gate-2 pass seen\nPlan-Spent: 15m\nDepends-On: other/tool#3",
    );
    scratch
}

/// What the commits state, without where: that is the squash afterwards.
fn recorded(scratch: &Scratch) -> Vec<String> {
    let tracker = scratch.succeed(&["status", "--format", "json"]);
    let told = ["\"status\"", "\"outcome\"", "\"minutes\"", "\"time\"", "\"done\"", "\"spent\""];
    let lines = tracker.lines().map(str::trim).filter(|it| told.iter().any(|key| it.starts_with(key)));
    lines.map(|it| it.trim_end_matches(',').to_owned()).collect()
}

#[test]
fn what_commits_state_is_read_again_from_a_squash_and_counts_once() {
    let scratch = branch();
    let before = recorded(&scratch);
    for told in ["pass", "105"] {
        assert!(before.iter().any(|it| it.contains(told)), "{told}: {before:?}");
    }
    let body = scratch.succeed(&["pr", "--body"]);
    insta::assert_snapshot!(body.split("## For the squash merge").nth(1).unwrap());
    scratch.git(&["checkout", "--quiet", "main"]);
    scratch.git(&["merge", "--quiet", "--squash", "feature/prices"]);
    scratch.commit(&format!("feat: prices (#7)\n\n{body}"));
    assert_eq!(recorded(&scratch), before, "with the branch still there");
    scratch.git(&["branch", "--quiet", "-D", "feature/prices"]);
    assert_eq!(recorded(&scratch), before, "without the branch");
    let trailers = scratch.git(&["log", "-1", "--format=%(trailers:only,unfold)"]);
    let keys: Vec<&str> = trailers.lines().map(|it| it.split(':').next().unwrap()).collect();
    assert_eq!(
        keys,
        ["Plan-Phase", "Plan-Check", "Plan-Spent", "Depends-On", "Co-authored-by"],
        "{trailers}"
    );
}

#[test]
fn a_single_commit_is_closed_by_its_trailers_alone() {
    let scratch = branch();
    scratch.git(&["reset", "--quiet", "--hard", "HEAD~3"]);
    let body = scratch.succeed(&["pr", "--body"]);
    let last = body.trim_end().rsplit("\n\n").next().unwrap();
    assert_eq!(last, "Plan-Phase: prices\nPlan-Service: api\nPlan-Step: 1/2 one done\nPlan-Spent: 1h");
    assert!(!body.contains("\n* "), "{body}");
}

#[test]
fn commits_in_a_row_about_the_same_share_their_lines() {
    let scratch = branch();
    for (file, words) in [
        ("e.rs", "Plan-Step: 1/2 one done\nPlan-Spent: 20m"),
        ("f.rs", "Plan-Step: 2/2 two done\nPlan-Spent: 1h"),
    ] {
        scratch.write(file, words);
        scratch.commit(&format!("feat(page): {file}\n\nPlan-Phase: prices\nPlan-Service: page\n{words}"));
    }
    let before = recorded(&scratch);
    let body = scratch.succeed(&["pr", "--body"]);
    let block = "* feat(page): e.rs\n* feat(page): f.rs\n\nPlan-Phase: prices\nPlan-Service: page\n\
                 Plan-Step: 1/2 one done\nPlan-Step: 2/2 two done\nPlan-Spent: 1h20m\n";
    assert!(body.contains(block), "{body}");
    scratch.git(&["checkout", "--quiet", "main"]);
    scratch.git(&["merge", "--quiet", "--squash", "feature/prices"]);
    scratch.commit(&format!("feat: prices (#7)\n\n{body}"));
    assert_eq!(recorded(&scratch), before, "with the branch still there");
    scratch.git(&["branch", "--quiet", "-D", "feature/prices"]);
    assert_eq!(recorded(&scratch), before, "without the branch");
}

#[test]
fn closing_lines_that_a_forge_would_refuse_are_told_of() {
    let scratch = branch();
    let lines: Vec<String> = (0..40).map(|it| format!("Plan-Lesson: {}{it}", "x".repeat(1_800))).collect();
    scratch.write("g.rs", "g");
    scratch.commit(&format!("docs: notes\n\nPlan-Phase: prices\n{}", lines.join("\n")));
    let run = scratch.callsheet(&["pr", "--body", "--forge", "github"]);
    assert!(run.stderr.contains("and GitHub takes no more than 65536"), "{}", run.stderr);
}
