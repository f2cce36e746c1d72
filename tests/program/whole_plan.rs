//! Pages about a whole plan: their order, and what they leave out where it would say nothing.

use super::support::{Scratch, callsheet, flat};
use std::fs;
use std::path::Path;

/// A document of an example plan.
fn shown(kind: &str, plan: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = callsheet(root, &["show", kind, "--plan", &format!("plans/{plan}.yaml")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    flat(&run.stdout)
}

/// Where the first lines that begin so stand in a page.
fn places(page: &str, beginnings: &[&str]) -> Vec<usize> {
    beginnings
        .iter()
        .map(|it| page.find(&format!("\n{it}")).unwrap_or_else(|| panic!("{it} in {page}")))
        .collect()
}

#[test]
fn a_phase_stands_after_those_that_it_waits_for() {
    for (kind, row) in [("workflow", "| "), ("master-index", "| ["), ("completion-tracker", "| ")] {
        let page = shown(kind, "trading-adapter-v2");
        for begins in [row, "## Phase "] {
            let phases = ["1: Python layer", "2: Rust core", "1.5: Integration sandbox", "2.1: Performance"];
            let places =
                places(&page, &phases.map(|it| format!("{begins}{it}")).each_ref().map(String::as_str));
            assert!(places.is_sorted(), "{kind}, {begins}: {places:?}");
        }
    }
}

#[test]
fn places_are_numbers_of_phases_only_where_no_phase_has_a_number() {
    assert!(shown("workflow", "trade-backend").contains("## Phase final: Final validation"));
    assert!(shown("workflow", "next-feature").contains("## Phase 5: archive (Archived change)"));
}

#[test]
fn a_table_has_no_column_that_is_the_same_for_every_phase() {
    let head = |kind: &str, plan: &str| {
        let page = shown(kind, plan);
        page.lines().find(|it| it.starts_with("| Phase |")).unwrap().to_owned()
    };
    assert_eq!(
        head("completion-tracker", "trading-adapter-v1"),
        "| Phase | Status | Progress | Time | Priority |"
    );
    assert_eq!(head("master-index", "trading-adapter-v1"), "| Phase | Time | Days | After | Status |");
    assert_eq!(head("master-index", "trade-backend"), "| Phase | Time | Days | After | Status | Gate |");
}

#[test]
fn a_plan_of_one_phase_has_no_sum_and_no_picture_of_it() {
    let scratch = Scratch::new();
    scratch.write(
        "plans/plan.yaml",
        "schema: 1\nproject: { id: p, title: P }\nphases: [{ id: a, title: A, budget: 9h, objective: Do it. }]\n",
    );
    let page = flat(&scratch.succeed(&["show", "completion-tracker"]));
    assert!(page.contains("\n| Phase | Status | Progress | Time |\n"), "{page}");
    assert!(page.contains("| Recorded in | no commits |") && !page.contains("Total"), "{page}");
    let page = flat(&scratch.succeed(&["show", "master-index"]));
    assert!(page.contains("\n| Phase | Time | Days | Status |\n") && !page.contains("Total"), "{page}");
    assert!(page.contains("\nA status follows from"), "{page}");
    let page = flat(&scratch.succeed(&["show", "workflow"]));
    assert!(
        !page.contains("## Overview") && page.contains("## Timeline") && !page.contains("Total"),
        "{page}"
    );
}

#[test]
fn what_is_next_stands_before_what_is_looked_up() {
    let page = shown("completion-tracker", "trade-backend");
    let row =
        "| Next | phase `2B` (blocked), step `integration-tests` of `ptrc`: Run the integration tests |";
    assert!(page.find(row) < page.find("## Phases") && page.contains(row), "{page}");
    assert!(page.contains("of what has begun:\n\n| Step | `ptrc` | `pnl` | `hot_cache` |\n"), "{page}");
    let page = shown("master-index", "trade-backend");
    let start = page.lines().skip_while(|it| !it.starts_with("- Phase `2B` is blocked"));
    let start: Vec<&str> = start.take(4).collect();
    assert!(
        start[1].starts_with("    - step `integration-tests` of `ptrc` is blocked (claimed in `trade@"),
        "{page}"
    );
    assert!(
        start[1].ends_with("): the split is announced by two feeds, and nobody has said which one counts"),
        "{page}"
    );
    assert!(start[2].starts_with("    - criterion `positions-match` fails (claimed in `trade@"), "{page}");
    assert_eq!(start[3], "- Phase `final` waits for `2B`.");
    assert!(page.find("## Where to start") < page.find("```mermaid"), "{page}");
}

#[test]
fn what_was_spent_says_of_how_many_phases_it_is() {
    for kind in ["master-index", "completion-tracker"] {
        let page = shown(kind, "trading-platform");
        assert!(page.contains("1 h 55 min of 8 h (23%), recorded for 1 of 15 phases |"), "{page}");
    }
}

#[test]
fn a_percent_that_is_of_time_says_so() {
    let page = shown("master-index", "trade-backend");
    assert!(
        page.contains("| Status | active, 52 of 89 mandatory items, 76% of the budgeted time |"),
        "{page}"
    );
    assert!(page.contains("| Status | done, 30 of 30 mandatory items |"), "{page}");
    let page = shown("completion-tracker", "trade-backend");
    assert!(page.contains("22 of 40 (62% of the time) |") && page.contains("0 of 19 (0%) |"), "{page}");
    // Its tasks have no budgets, so each counts the same.
    let page = shown("completion-tracker", "portfolio-reconciliation");
    assert!(page.contains("14 of 18 mandatory items, 77% |") && page.contains("14 of 18 (77%) |"), "{page}");
}

#[test]
fn the_latest_session_is_listed_once() {
    let page = shown("completion-tracker", "portfolio-reconciliation");
    assert!(page.contains("| [reconciliation](") && !page.contains("| [latest]("), "{page}");
    let page = shown("completion-tracker", "trade-backend");
    assert!(page.contains("| [oms-cutover](") && page.contains("| [latest]("), "{page}");
}

#[test]
fn a_workflow_leads_to_the_guide_and_holds_what_it_would_say_only_without_one() {
    let page = shown("workflow", "trading-platform");
    assert!(
        page.contains("[WORKFLOW-GUIDE.md](WORKFLOW-GUIDE.md)") && !page.contains("Gradual roll-out"),
        "{page}"
    );
    let scratch = Scratch::new();
    let text = fs::read_to_string("plans/trading-platform.yaml").unwrap();
    for part in ["phases", "guides", "repositories"] {
        let name = format!("trading-platform/{part}.yaml");
        scratch.write(&format!("plans/{name}"), &fs::read_to_string(format!("plans/{name}")).unwrap());
    }
    scratch.write(
        "plans/trading-platform.yaml",
        &(text + "\ntheme: { leave_out_documents: [workflow-guide] }\n"),
    );
    let page = flat(&scratch.succeed(&["show", "workflow"]));
    assert!(page.contains("### Gradual roll-out") && !page.contains("WORKFLOW-GUIDE.md)"), "{page}");
    assert!(
        page.contains("| Question | If yes | If no |")
            && page.contains("| Keep it in that service. | Go on. |")
    );
}

#[test]
fn a_ticked_criterion_of_the_guide_stands_beside_its_commit() {
    let page = shown("workflow-guide", "trading-platform");
    let ticked: Vec<&str> = page.lines().filter(|it| it.starts_with("- [x] ")).collect();
    assert!(page.contains("\n#### 1.1 Load skills, settings and conventions\n"), "{page}");
    assert!(ticked.len() > 4 && ticked.iter().all(|it| it.contains("simulator-ui-js@")), "{ticked:#?}");
}
