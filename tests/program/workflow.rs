//! Workflows and session plans: what they compute, what they tick, and what they leave out.

use super::support::{Scratch, callsheet};
use std::fs;
use std::path::Path;

/// A document of an example plan.
fn shown(kind: &str, plan: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = callsheet(root, &["show", kind, "--plan", &format!("plans/{plan}.yaml")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

/// A document of an example plan without history, changed on the way.
fn changed(kind: &str, plan: &str, change: impl Fn(String) -> String) -> String {
    let scratch = Scratch::new();
    let text = fs::read_to_string(format!("plans/{plan}.yaml")).unwrap();
    scratch.write("plans/plan.yaml", &change(text));
    scratch.succeed(&["show", kind])
}

#[test]
fn nothing_is_ticked_where_nothing_is_recorded() {
    for (kind, plan) in
        [("workflow", "next-feature"), ("session-plan", "next-feature"), ("workflow", "trading-adapter-v2")]
    {
        let page = shown(kind, plan);
        assert!(page.contains("- [ ] ") && !page.contains("[x]") && !page.contains('✅'), "{page}");
    }
}

#[test]
fn a_tick_stands_beside_the_commit_that_it_comes_from() {
    let page = shown("workflow", "portfolio-reconciliation");
    let ticked: Vec<&str> =
        page.lines().filter(|it| it.contains("✅ ") && it.starts_with(['-', '1'])).collect();
    assert!(ticked.len() > 20, "{ticked:#?}");
    assert!(ticked.iter().all(|it| it.contains("`engine@")), "{ticked:#?}");
    assert!(
        page.contains("- ❌ reconciliation takes little memory, memory < 10 MB (fail at 11.5 MB"),
        "{page}"
    );
    assert!(page.contains("judges phase `REFACTOR`: ⚠️ CONDITIONAL"), "{page}");
}

#[test]
fn the_timeline_has_the_planned_moments_and_those_of_git() {
    let page = shown("workflow", "portfolio-reconciliation");
    let row = "| RED: Failing tests | `test-writer` | 45 min | 2025-10-30 15:00 | 2025-10-30 15:45 | 2025-10-30 15:07 +0100 | 2025-10-30 15:49 +0100 | 49 min |";
    assert!(page.contains(row), "{page}");
    assert!(
        page.contains("| **Total** | | **3 h** | 2025-10-30 15:00 | 2025-10-30 18:00 | | | 3 h 9 min |"),
        "{page}"
    );
    let later = changed("workflow", "next-feature", |it| {
        it.replace("budget: 45m", "budget: 60m").replace("3.5h", "225m")
    });
    assert!(later.contains("| **Total** | | **3 h 45 min** |"), "{later}");
}

#[test]
fn the_call_of_an_agent_is_data_that_leads_to_its_prompt() {
    let page = shown("workflow", "portfolio-reconciliation");
    let call = page.split("```yaml\n").nth(3).unwrap().split("\n```").next().unwrap();
    let call: serde_json::Value = serde_yaml::from_str(call).unwrap();
    assert_eq!(call["subagent_type"], "reviewer");
    assert_eq!(call["description"], "Phase REFACTOR: Better code");
    let prompt = call["prompt"].as_str().unwrap();
    assert!(prompt.starts_with("Work through the prompt of your phase, and report"), "{prompt}");
    assert!(
        prompt.contains("`callsheet prompt REFACTOR --plan plans/portfolio-reconciliation.yaml` prints"),
        "{prompt}"
    );
}

#[test]
fn phases_that_do_not_wait_for_each_other_stand_side_by_side() {
    let page = shown("workflow", "trading-adapter-v2");
    assert!(
        page.contains("| PHASE 1.5: Integration sandbox     |  | PHASE 2.1: Performance baseline    |"),
        "{page}"
    );
    assert!(page.contains("Phases side by side do not wait for each other"), "{page}");
    let page = shown("workflow", "trading-adapter-v1");
    assert!(!page.contains("side by side") && page.contains("PHASE 1: Python layer"), "{page}");
}

#[test]
fn the_review_of_a_change_stands_right_before_its_first_phases() {
    let page = shown("workflow", "portfolio-reconciliation");
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("no `{text}` in:\n{page}"));
    assert!(place("│ PROPOSAL: add-portfolio-reconciliation") < place("│ PHASE 1: RED"), "{page}");
    assert!(page.contains("│ To be approved by: the product owner"), "{page}");
    let approved = "The proposal of `add-portfolio-reconciliation` is approved by the product owner.";
    assert_eq!(page.matches(approved).count(), 1, "{page}");
    let later = changed("workflow", "portfolio-reconciliation", |it| {
        it.replace("    facts: facts/portfolio-reconciliation.json\n", "")
            .replace("    review: the product owner\n", "    review: the council\n    phases: [REFACTOR]\n")
    });
    let place = |text: &str| later.find(text).unwrap_or_else(|| panic!("no `{text}` in:\n{later}"));
    assert!(
        place("PHASE 2: GREEN") < place("PROPOSAL:") && place("PROPOSAL:") < place("PHASE 3:"),
        "{later}"
    );
}

#[test]
fn examples_of_a_task_are_printed_as_they_are_and_cannot_end_their_block() {
    let scratch = Scratch::new();
    let plan = "\
schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: api, remote: https://example.org/api }, { id: page, remote: https://example.org/page }]
phases:
  - id: one
    title: One
    stage: interfaces
    objective: Do it.
    tasks:
      - id: schema
        text: write the schema
        examples:
          - { about: a price, language: proto, text: \"message Price {\\n  int64 cents = 1;\\n\\n```\\n# End\\n}\" }
          - { text: plain }
guides: [{ title: First, steps: [Think.] }]
";
    scratch.write("plans/plan.yaml", plan);
    for (kind, indent) in [("phase-prompt", "        "), ("workflow", "        "), ("workflow-guide", "")] {
        let page = scratch.succeed(&["show", kind]);
        let block = [
            "```proto\n",
            "message Price {\n",
            "  int64 cents = 1;\n",
            "\n",
            "\u{200b}```\n",
            "# End\n",
            "}\n",
            "```\n",
        ];
        let indented = |it: &&str| if *it == "\n" { "\n".to_owned() } else { format!("{indent}{it}") };
        let block: String = block.iter().map(indented).collect();
        assert!(page.contains(&block), "{kind}\n{page}");
        assert!(page.contains("For example, a price:\n") && page.contains("For example:\n"), "{page}");
    }
}

#[test]
fn marks_choose_the_letters_that_boxes_are_drawn_with() {
    let lines = shown("workflow", "portfolio-reconciliation");
    assert!(lines.contains("│ PHASE 1: RED (Failing tests)") && lines.contains('▼'), "{lines}");
    let ascii = changed("workflow", "portfolio-reconciliation", |it| {
        it.replace("  marks: emoji", "  marks: plain")
            .replace("    facts: facts/portfolio-reconciliation.json\n", "")
    });
    assert!(ascii.contains("| PHASE 1: RED (Failing tests)") && !ascii.contains('│'), "{ascii}");
}

#[test]
fn a_plan_that_says_little_has_a_workflow_without_empty_parts() {
    let scratch = Scratch::new();
    let plan = "schema: 1\nproject: { id: small, title: Small }\nphases:\n  - { id: one, title: One, objective: Do it. }\n";
    scratch.write("plans/plan.yaml", plan);
    scratch.succeed(&["check"]);
    insta::assert_snapshot!("workflow-small", scratch.succeed(&["show", "workflow"]));
    assert_eq!(scratch.callsheet(&["show", "session-plan"]).code, 2);
}

#[test]
fn options_are_ranked_lettered_and_summed() {
    let page = shown("session-plan", "next-feature");
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("no `{text}` in:\n{page}"));
    let order = [
        "### High impact, high feasibility: do first",
        "2. Portfolio reconciliation (3 h 30 min, 17-22 tests)",
        "### High impact, less feasible: consider",
        "### Less impact, high feasibility: quick wins",
        "### Less impact, less feasible: defer",
        "## Recommended: Portfolio reconciliation",
        "| **Total** | **17-22** |",
        "### B: Signal aggregation",
        "- **A: Portfolio reconciliation**, recommended, 3 h 30 min, 17-22 tests.",
        "**Recommendation: A, Portfolio reconciliation.**",
    ];
    assert!(order.windows(2).all(|it| place(it[0]) < place(it[1])), "{page}");
    let page = changed("session-plan", "next-feature", |it| {
        it.replace(
            "[portfolio-reconciliation, signal-aggregation,",
            "[signal-aggregation, portfolio-reconciliation,",
        )
        .replace("count: 3-4", "count: 3-9")
        .replace("17-22", "17-27")
        .replacen("feasibility: high", "feasibility: low", 1)
    });
    assert!(page.contains("**Recommendation: B, Portfolio reconciliation.**"), "{page}");
    assert!(page.contains("| **Total** | **17-27** |"), "{page}");
    assert!(page.contains("1. Portfolio reconciliation (3 h 30 min"), "{page}");
    assert!(page.contains("4. Circuit breaker for WebSocket streams\n"), "{page}");
}

#[test]
fn a_sum_stands_only_beside_the_whole_that_it_makes_up() {
    let page = shown("workflow", "trading-platform");
    let phase = page.split("Phase 13: Final check\n").nth(1).unwrap();
    assert!(phase.contains("| 1. The platform as a whole | 10 min |"), "{phase}");
    assert!(!phase.contains("10 min + 15 min"), "{phase}");
    assert!(shown("workflow", "trade-backend").contains("(6 h + 8 h + 6 h)"));
}

#[test]
fn reasons_stand_in_their_groups_and_what_an_option_does_in_its_order() {
    let page = changed("session-plan", "next-feature", |it| {
        it.replace(
            "    reasons: [Each client retries in its own way today.]",
            "    reason_groups: [{ title: Order, reasons: [One way is enough., It is asked for.] }]",
        )
    });
    assert!(
        page.contains("### Why\n\n#### What it is worth\n\n- Wrong balances lead to wrong orders"),
        "{page}"
    );
    assert!(page.contains("\n1. Fetch the balances from each exchange.\n2. Compare them"), "{page}");
    assert!(page.contains("- Order: One way is enough. It is asked for.\n"), "{page}");
}

#[test]
fn a_session_plan_tells_of_the_session_before_from_git() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.commit("feat: one");
    scratch.commit("feat: two\n\nPlan-Ref: next\nPlan-Phase: P\nPlan-Task: first done");
    let plan = "schema: 1
project: { id: next, title: Next }
repositories: [{ id: app, path: . }]
phases: [{ id: P, title: Phase, objective: Do it., tasks: [{ id: first, text: one thing }] }]
options:
  - { id: a, title: Apples, phases: [P], impact: low, feasibility: high }
  - { id: b, title: Pears }
decisions: [{ id: d, question: Which?, options: [a, b], recommended: a }]
sessions:
  - { id: before, title: Before, day: 2026-03-02, status: done, outcomes: [It works.] }
  - { id: after, goal: Choose., day: 2026-03-03, status: todo }
";
    scratch.write("plans/plan.yaml", plan);
    scratch.succeed(&["check"]);
    let page = scratch.succeed(&["show", "session-plan"]);
    assert!(
        page.contains("Git shows 2 commits in 30 min, steps and tasks recorded: 1; see [its summary]"),
        "{page}"
    );
    assert!(page.contains("| Goal | Choose. |") && !page.contains("no commits of it were read"), "{page}");
    assert!(page.contains("### B: Pears\n\nThe plan names it and says no more.\n"), "{page}");
}
