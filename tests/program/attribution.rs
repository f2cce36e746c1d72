//! Which work commits belong to, and why.

use crate::support::Scratch;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: shop, path: . }]
patterns: [{ id: move, title: Move, steps: [{ id: do, title: Do it }] }]
services:
  - { id: cart, title: Cart, target: services/cart, paths: ['deploy/cart*.yaml'] }
  - { id: till, title: Till, target: services/till }
phases:
  - { id: A, title: A, objective: Go., pattern: move, services: [{ service: cart }, { service: till }] }
  - { id: B, title: B, objective: Then., result: Done., depends_on: [A] }
sessions:
  - { id: day, since: 2001-01-01, until: 2100-01-01 }
";

fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/shop.yaml", PLAN);
    scratch.commit("chore: plan it");
    scratch.write("services/till/a.rs", "1\n");
    scratch.commit("feat: stated\n\nPlan-Ref: shop\nPlan-Phase: A\nPlan-Service: cart");
    scratch.write("services/cart/a.rs", "1\n");
    scratch.write("services/till/b.rs", "1\n");
    scratch.write("deploy/cart-1.yaml", "1\n");
    scratch.commit("feat: split over both");
    scratch.write("notes.txt", "1\n");
    scratch.commit("docs(till): by its scope");
    scratch.write("other.txt", "1\n");
    scratch.commit("docs(B): by the scope of a phase");
    scratch.write("services/carts/a.rs", "1\n");
    scratch.commit("fix(unknown): nothing fits");
    scratch
}

#[test]
fn every_commit_is_listed_with_what_it_belongs_to_and_why() {
    let scratch = shop();
    let run = scratch.callsheet(&["status", "--why"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let list = run.stdout.split("\n\n").last().unwrap();
    let without_ids: Vec<&str> =
        list.lines().skip(1).map(|it| it.split_once(' ').unwrap().1.trim()).collect();
    insta::assert_snapshot!("why", without_ids.join("\n"));
    let run = scratch.callsheet(&["status", "--why", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let nothing = json[0]["why"].as_array().unwrap().iter().filter(|it| it["target"].is_null()).count();
    assert_eq!(nothing, 2);
}

#[test]
fn a_summary_shows_commits_by_work_and_what_is_inferred_ticks_nothing() {
    let scratch = shop();
    let summary = scratch.callsheet(&["show", "session-summary", "day"]).stdout;
    let rows: Vec<&str> = summary
        .lines()
        .filter(|it| it.starts_with("| service `cart`") || it.starts_with("| nothing"))
        .collect();
    assert!(
        rows[0].starts_with(
            "| service `cart` | 2 | 3 | path `deploy/cart*.yaml`, path `services/cart`, trailer `Plan-Service` |"
        ),
        "{rows:?}"
    );
    assert!(rows[1].starts_with("| nothing of the plan | 2 | 2 | nothing matches |"), "{rows:?}");
    let status = scratch.callsheet(&["status"]).stdout;
    assert!(status.contains("0 of 2 mandatory items"), "{status}");
}
