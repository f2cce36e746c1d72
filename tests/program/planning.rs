//! What is computed from plans alone: schedule, pictures, comparison, explanations.

use crate::support::Scratch;

const SHOP: &str = "\
schema: 1
project: { id: shop, title: 'Shop | <b>move</b>' }
calendar: { start: 2026-03-05T09:00, reserve: 20 }
gates:
  - { id: tried, title: Tried, criteria: [{ id: buys, text: a buyer can pay, check: { run: make buy } }] }
phases:
  - { id: plan, title: Plan it, objective: Think., result: A plan., budget: 6h, tags: [planning] }
  - { id: build, title: Build it, objective: Make., gate: tried, budget: '12-20h, 100-200 credits', depends_on: [plan] }
  - { id: docs, title: Write it down, objective: Write., result: A page., budget: 4h, depends_on: [plan] }
  - id: ship
    title: Ship it
    objective: Ship.
    depends_on: [build, docs]
    tasks: [{ id: pack, text: Pack, budget: 2h }, { id: send, text: Send, budget: 3h, needs: [pack] }]
variants:
  - { id: lean, title: Lean, use_when: [money is short], skip: [docs], cut: [{ part: plan, to: 2h }] }
decisions:
  - { id: way, question: Which way?, options: [lean], recommended: lean, reasons: [It is enough.] }
";

fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("plans/shop.yaml", SHOP);
    scratch
}

fn shown(scratch: &Scratch, arguments: &[&str]) -> String {
    let run = scratch.callsheet(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    run.stdout
}

#[test]
fn the_schedule_shows_days_slack_and_sums() {
    let scratch = shop();
    insta::assert_snapshot!("schedule", shown(&scratch, &["schedule"]));
    insta::assert_snapshot!("schedule-two-agents", shown(&scratch, &["schedule", "--agents", "2"]));
    insta::assert_snapshot!("schedule-variant", shown(&scratch, &["schedule", "--variant", "lean"]));
    insta::assert_snapshot!("schedule-phase", shown(&scratch, &["schedule", "--phase", "ship"]));
    insta::assert_snapshot!("schedule-json", shown(&scratch, &["schedule", "--format", "json"]));
    let run = scratch.callsheet(&["schedule", "--phase", "shop"]);
    assert_eq!((run.code, run.stderr.contains("did you mean `ship`?")), (2, true), "{}", run.stderr);
}

#[test]
fn a_plan_is_compared_with_its_variants_and_with_other_plans() {
    let scratch = shop();
    insta::assert_snapshot!("compare-variants", shown(&scratch, &["compare", "shop"]));
    let other = SHOP
        .replace("id: shop,", "id: shop2,")
        .replace("budget: 4h", "budget: 5h")
        .replace("id: plan,", "id: think,");
    scratch.write(
        "other/shop2.yaml",
        &other.replace("depends_on: [plan]", "depends_on: [think]").replace("part: plan", "part: think"),
    );
    insta::assert_snapshot!(
        "compare-plans",
        shown(&scratch, &["compare", "shop", "other/shop2.yaml", "shop:lean"])
    );
    let json: serde_json::Value =
        serde_json::from_str(&shown(&scratch, &["compare", "shop", "lean", "--format", "json"])).unwrap();
    assert_eq!(json["figures"][0]["others"][0]["difference"], "-8 h");
    assert_eq!(json["sides"][0]["title"], "Shop | <b>move</b>");
    let run = scratch.callsheet(&["compare", "shop", "leen"]);
    assert_eq!((run.code, run.stderr.contains("shop:lean")), (2, true), "{}", run.stderr);
}

#[test]
fn a_comparison_is_rendered_for_a_plan_with_variants() {
    let scratch = shop();
    assert_eq!(scratch.callsheet(&["render"]).code, 0);
    let page = scratch.read("output/shop/COMPARISON.md");
    assert!(page.contains("| Time | 27-35 h | 19-27 h | `lean` |"), "{page}");
    assert!(page.contains("| Time | -8 h (-29.6% and -22.9%) |"), "{page}");
    assert!(!scratch.path().join("output/shop/WORKFLOW_SUMMARY.md").exists());
}

#[test]
fn texts_of_a_plan_stand_in_their_documents_and_unknown_kinds_are_refused() {
    let scratch = shop();
    let text =
        "text:\n  master-index.introduction: Ask **Mara** first.\n  master-index.closing: That is all.\n";
    scratch.write("plans/shop.yaml", &format!("{SHOP}{text}"));
    let page = shown(&scratch, &["show", "master-index"]);
    let (first, last) = (page.find("Ask **Mara** first.").unwrap(), page.find("That is all.").unwrap());
    assert!(first < page.find("## Phases").unwrap() && last > page.find("## Where").unwrap(), "{page}");
    scratch.write("plans/shop.yaml", &format!("{SHOP}{}", text.replace("master-index.i", "master-idnex.i")));
    for command in ["check", "render"] {
        let run = scratch.callsheet(&[command]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(
            run.stderr.contains("error[unknown-template]")
                && run.stderr.contains("did you mean `master-index`?")
        );
    }
}

#[test]
fn pictures_are_drawn_in_every_language() {
    let scratch = shop();
    let svg = shown(&scratch, &["graph"]);
    assert!(svg.starts_with("<svg") && svg.contains("Build it") && !svg.contains("<b>"), "{svg}");
    let mermaid = shown(&scratch, &["graph", "--format", "mermaid"]);
    assert!(
        mermaid.contains("flowchart") && mermaid.contains("PASS") && mermaid.contains("FAIL"),
        "{mermaid}"
    );
    let dot = shown(&scratch, &["graph", "--format", "dot"]);
    assert!(dot.starts_with("digraph") && dot.contains("shape=diamond"), "{dot}");
    let gantt = shown(&scratch, &["graph", "--gantt", "--agents", "2"]);
    assert!(gantt.contains("Agent 2") && gantt.contains("2026-03-05"), "{gantt}");
    assert!(shown(&scratch, &["graph", "--gantt", "--format", "mermaid"]).contains("gantt"));
    assert_eq!(scratch.callsheet(&["graph", "--gantt", "--format", "dot"]).code, 2);
    shown(&scratch, &["graph", "--to", "plan.svg"]);
    assert_eq!(scratch.read("plan.svg"), svg);
}

#[test]
fn problems_are_told_to_programs_and_to_continuous_integration() {
    let scratch = shop();
    scratch.write("plans/shop.yaml", &SHOP.replace("depends_on: [build, docs]", "depends_on: [biuld, docs]"));
    let json = scratch.callsheet(&["check", "--format", "json"]);
    insta::assert_snapshot!("check-json", json.stdout);
    let github = scratch.callsheet(&["check", "--format", "github"]);
    insta::assert_snapshot!("check-github", github.stdout);
    assert_eq!((json.code, github.code), (1, 1));
}

#[test]
fn codes_are_explained_and_the_schema_is_printed() {
    let scratch = shop();
    assert!(shown(&scratch, &["explain", "cycle"]).starts_with("# cycle\n"));
    assert!(shown(&scratch, &["explain"]).lines().count() > 50);
    let run = scratch.callsheet(&["explain", "cicle"]);
    assert_eq!((run.code, run.stderr.contains("did you mean `cycle`?")), (2, true), "{}", run.stderr);
    let schema: serde_json::Value = serde_json::from_str(&shown(&scratch, &["schema"])).unwrap();
    assert_eq!(schema["title"], "Callsheet plan");
}

#[test]
fn edges_show_from_both_ends_and_stated_file_counts_are_compared_with_git() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("one.txt", "1\n");
    scratch.commit("feat: one");
    let plan = "\
schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: shop, path: . }]
patterns: [{ id: move, title: Move, steps: [{ id: do, title: Do it }] }]
services:
  - { id: cart, title: Cart }
  - { id: stock, title: Stock }
edges:
  - { from: stock, to: cart, kind: data, reason: what is on the shelf }
  - { from: cart, to: stock, kind: related }
  - { from: first, to: second, kind: blocks, reason: it has the schema }
phases:
  - { id: 1, title: One, objective: Go., pattern: move, services: [{ service: cart }, { service: stock }] }
sessions:
  - { id: day, since: 2001-01-01, until: 2100-01-01, files_created: 4, files_modified: 50+ }
pull_requests:
  - { id: first, head: HEAD }
  - { id: second, head: other }
";
    scratch.write("plans/shop.yaml", plan);
    let run = scratch.callsheet(&["prompt", "1"]);
    assert!(run.stdout.contains("| Gets | `stock` (data: what is on the shelf) |"), "{}", run.stdout);
    assert!(run.stdout.contains("| Gives | `cart` (data: what is on the shelf) |"), "{}", run.stdout);
    assert!(run.stdout.contains("| Belongs to | `cart` |"), "{}", run.stdout);
    insta::assert_snapshot!("claims", scratch.callsheet(&["status"]).stderr);
    let index = shown(&scratch, &["show", "master-index"]);
    assert!(
        index.contains("3 connections, in both directions and in order: [dependency-graph.md]"),
        "{index}"
    );
    scratch
        .write("plans/shop.yaml", &format!("{plan}theme: {{ leave_out_documents: [dependency-graph] }}\n"));
    let index = shown(&scratch, &["show", "master-index"]);
    assert!(index.contains("| `first` | `second` | comes first | it has the schema |"), "{index}");
}

#[test]
fn what_comes_next_and_what_waits_is_listed() {
    let scratch = shop();
    insta::assert_snapshot!("next", shown(&scratch, &["next"]));
    let json: serde_json::Value =
        serde_json::from_str(&shown(&scratch, &["next", "--format", "json"])).unwrap();
    assert_eq!(json[0]["phases"][1]["waits_for"], serde_json::json!(["plan"]));
}
