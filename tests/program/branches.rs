//! Sessions over all branches, while one of them is checked out.

use crate::support::Scratch;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: shop, path: . }]
patterns: [{ id: move, title: Move, steps: [{ id: do, title: Do it }, { id: try, title: Try it }] }]
services: [{ id: cart, title: Cart }]
phases:
  - { id: A, title: A, objective: Go., pattern: move, branch: planned, services: [{ service: cart }] }
";

fn checkout(scratch: &Scratch, branch: &str) {
    scratch.git(&["checkout", "--quiet", "-B", branch, "main"]);
}

fn step(scratch: &Scratch, number: usize) {
    scratch.write(&format!("step-{number}.rs"), "fn step() {}\n");
    scratch.commit(&format!(
        "feat: step {number}\n\nPlan-Phase: A\nPlan-Service: cart\nPlan-Step: {number}/2 done"
    ));
}

#[test]
fn a_session_shows_what_each_branch_has_and_only_branches_of_the_plan_tick_its_steps() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/shop.yaml", PLAN);
    scratch.commit("chore: plan it");
    checkout(&scratch, "planned");
    step(&scratch, 1);
    checkout(&scratch, "try/other");
    step(&scratch, 2);
    scratch.git(&["checkout", "--quiet", "main"]);
    insta::assert_snapshot!("wrap-branches", scratch.succeed(&["wrap"]));
    insta::assert_snapshot!("wrap-branches-short", scratch.succeed(&["wrap", "--short"]));
    let status = scratch.succeed(&["status", "--format", "json"]);
    let status: serde_json::Value = serde_json::from_str(&status).unwrap();
    let step = |at: usize| &status[0]["phases"][0]["services"][0]["steps"][at]["status"];
    assert_eq!((step(0).as_str(), step(1).as_str()), (Some("done"), Some("open")));
    scratch.git(&["checkout", "--quiet", "try/other"]);
    let merged = scratch.succeed(&["wrap"]);
    assert!(merged.contains("2 of 2 (100%)") && !merged.contains("does not count here"), "{merged}");
}
