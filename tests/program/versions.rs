//! A plan beside the one that it replaces: what is new, what it costs, and where to begin.

use crate::support::Scratch;

const FIRST: &str = "\
schema: 1
project: { id: shop-v1, title: 'Shop, first plan', use_when: [it must be quick], for_production: unfit }
repositories: [{ id: app, path: . }]
phases:
  - id: build
    title: Build
    objective: Make it.
    result: It is there.
    budget: 11h, 100-200 credits
    tasks:
      - { id: cart, text: the cart, budget: 4h }
      - { id: pay, text: paying, budget: 6h }
      - { id: wrap, text: gift wrapping, budget: 1h }
  - { id: docs, title: Write, objective: Write it down., result: A page., depends_on: [build], budget: 4h }
documents:
  - { id: manual, path: docs/manual.md, purpose: how to buy }
";

const SECOND: &str = "\
schema: 1
project: { id: shop-v2, title: 'Shop, *second* plan', version: '2.0', replaces: shop-v1.yaml, use_when: [money is at stake], for_production: maybe }
repositories: [{ id: app, path: . }]
calendar: { blocks: [{ title: Week 1, phases: [think] }, { title: Week 2, phases: [build, docs] }] }
phases:
  - { id: think, title: Think, objective: Plan it., result: A plan., tags: [planning, new], budget: '5h, 50 credits' }
  - id: build
    title: Build
    objective: Make it.
    result: It is there.
    depends_on: [think]
    budget: 13h, 100-200 credits
    tasks:
      - { id: send, text: sending, budget: 2h }
      - { id: pay, text: paying, budget: 7h, commands: [{ run: make pay, in: till }] }
      - { id: cart, text: the cart, budget: 4h }
  - { id: docs, title: Write, objective: Write it down., result: A page., depends_on: [build], budget: 2h }
variants:
  - { id: lean, title: Lean, use_when: [time is short], keep: [build], cut: [{ part: think, to: 1h }], budget: 16h }
improvements:
  - { title: Thought first, phases: [think], problem: Much was written twice., benefit: It is written once. }
  - { title: Paying first, tasks: [pay], about: What earns comes first. }
  - { title: Less to write, phases: [docs] }
  - { title: A better mood }
decisions:
  - { id: which, question: Which?, options: [shop-v1, shop-v2, lean], recommended: shop-v2, reasons: [It pays.], awaiting: the owner }
actions:
  - { text: Tell the press., horizon: later }
  - { text: Ask the owner. }
  - { text: Buy a till., status: done }
documents:
  - { id: manual, path: docs/manual.md, purpose: how to buy }
  - { id: till, path: docs/till.md, purpose: how to sell, group: Desk, tags: [draft] }
  - { id: summary, path: NEW.md, template: workflow-summary, purpose: what is new }
text:
  returns: Fewer errors.
  workflow-summary.returns: Fewer nights.
";

fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("plans/shop-v1.yaml", FIRST);
    scratch.write("plans/shop-v2.yaml", SECOND);
    scratch.write("docs/manual.md", "# Manual\n");
    scratch.git(&["init", "--quiet"]);
    scratch.commit("docs: write the manual");
    scratch
}

#[test]
fn the_summary_of_a_version_says_what_is_new_and_what_it_costs() {
    let scratch = shop();
    scratch.succeed(&["render"]);
    insta::assert_snapshot!("summary", scratch.read("output/shop-v2/WORKFLOW_SUMMARY.md"));
    insta::assert_snapshot!("comparison", scratch.read("output/shop-v2/COMPARISON.md"));
    for page in ["WORKFLOW_SUMMARY.md", "COMPARISON.md"] {
        assert!(!scratch.path().join("output/shop-v1").join(page).exists(), "{page}");
    }
}

#[test]
fn the_start_page_lists_every_page_and_which_documents_of_people_are_there() {
    let scratch = shop();
    scratch.succeed(&["render"]);
    insta::assert_snapshot!("start-page", scratch.read("output/shop-v2/START_HERE.md"));
    let pages =
        scratch.files("output/shop-v2").into_iter().map(|it| it.0["output/shop-v2/".len()..].to_owned());
    let start = scratch.read("output/shop-v2/START_HERE.md");
    for page in pages.filter(|it| it != "START_HERE.md") {
        assert!(start.contains(&format!("]({page})")), "{page} is not listed in\n{start}");
    }
    let context = scratch.succeed(&["templates", "context", "start-page", "shop-v2", "--json"]);
    let context: serde_json::Value = serde_json::from_str(&context).unwrap();
    assert_eq!(context["contents"][0]["kind"], "comparison");
}

#[test]
fn the_figures_of_the_example_are_those_that_its_plans_compute_to() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page =
        std::fs::read_to_string(root.join("output/trading-adapter-v2/WORKFLOW_V2_SUMMARY.md")).unwrap();
    let page = crate::support::flat(&page);
    for figure in [
        "| Time | 68 h | 85 h 30 min | +17 h 30 min (+25.7%) |",
        "| Credits | 1,100-1,400 credits | 1,400-1,700 credits | +300 credits (+27.3% and +21.4%) |",
        "| Time tagged `planning` | 0 min | 9 h | +9 h |",
        "| Time tagged `testing` | 14 h | 20 h | +6 h (+42.9%) |",
        "### Week 7: 20 h",
        "76 h 30 min, 1,255-1,530 credits, computed",
        "72 h 30 min, 1,195-1,460 credits, computed",
    ] {
        assert!(page.contains(figure), "{figure}");
    }
}
