//! Epics, lists to do, branches, dependencies, cards and the guide of a plan with several repositories.

use crate::support::Scratch;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: 'A *web* shop' }
repositories:
  - { id: api, path: api, group: Back, language: rust, test_command: make check, ci: [lint, test] }
  - { id: web, path: web, group: Front }
  - { id: mail, remote: 'https://git.example.org/mail.git', group: Back }
languages: [{ id: rust, title: Rust, test_command: cargo test, coverage_command: cargo llvm-cov, coverage: coverage >= 80%, skills: [tests] }]
skills:
  - { id: tests, purpose: how we test, path: skills/tests, stages: [build] }
  - { id: words, purpose: how we write, path: skills/words, stages: [build] }
conventions: { branches: ['feature/*'], commit_types: [feat] }
patterns: [{ id: make, title: Make a service, steps: [{ id: code, title: 'Write {{ service.title }}' }] }]
guides:
  - { title: Go slowly, steps: [First this., Then that.] }
  - { title: Is it new?, questions: [{ ask: Is it?, yes: Write it., no: Leave it. }] }
services:
  - { id: orders, title: Orders, purpose: takes orders, repository: api, port: 80, technology: Rust, interfaces: ['HTTP `/orders`'], slos: [p50 <= 2 ms] }
  - { id: letters, title: Letters, purpose: writes to people, repository: mail, needs: [orders] }
  - { id: pages, title: Pages, repository: web }
edges:
  - { from: orders, to: pages, kind: api, reason: 'GET /orders' }
  - { from: pages, to: orders, kind: data, reason: clicks }
  - { from: web, to: mail, kind: related, reason: one brand }
  - { from: pull-a, to: pull-b, kind: blocks, reason: the form is fixed first }
phases:
  - id: build
    title: Build
    stage: implementation
    objective: Make it.
    result: It is there.
    branch: feature/build
    gate: works
    pattern: make
    services: [{ service: orders }]
    tasks:
      - { id: form, text: the form of an order, repository: api, items: [lines, sums] }
      - { id: page, text: a page for it, repository: web, commands: [{ run: make page }] }
  - { id: later, title: Later, objective: Wait., result: It waited., depends_on: [build], branch: feature/later, deliverables: [{ path: done.txt, repository: api }] }
gates: [{ id: works, title: It works, criteria: [{ id: fast, text: orders are fast, service: orders, slo: p50 }, { id: seen, text: a person saw it, check: { run: make demo } }] }]
epics:
  - id: open
    title: The shop opens
    status: active
    goal: People can buy.
    start: '2026-01-05'
    milestones:
      - id: first
        title: A first order
        status: done
        components: [orders, pages]
        phases: [build]
        tasks:
          - { id: name, text: find a name, repository: web, status: done }
          - { id: sign, text: paint a sign, repository: web, status: done }
        acceptance: [a stranger can order]
      - { id: second, title: Letters, status: todo, needs: [first], components: [mail], tasks: [{ id: stamp, text: buy stamps }] }
configuration: [{ field: limit, type: u32, default: '5', about: most orders, repository: api }]
sessions: [{ id: day, title: The first day, goal: Begin., day: 2026-03-02, repositories: [{ repository: api, reason: orders }] }]
pull_requests:
  - { id: pull-a, title: \"feat: orders, it's new\", repository: api, head: feature/build, number: 7, phases: [build] }
  - { id: pull-b, title: 'feat: pages', repository: web, head: feature/pages }
";

/// Two repositories: in `api` a branch that is ahead, in `web` one that was merged and one that fits no convention.
fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("plans/shop.yaml", PLAN);
    for repository in ["api", "web"] {
        scratch.write(&format!("{repository}/README.md"), "# Read me\n");
        scratch.git(&["init", "--quiet", repository]);
        commit(&scratch, repository, "feat: begin");
    }
    scratch.write("api/skills/tests", "- one\n");
    commit(&scratch, "api", "feat: how we test");
    scratch.git(&["-C", "api", "switch", "--quiet", "--create", "feature/build"]);
    commit(
        &scratch,
        "api",
        "feat: orders\n\nPlan-Task: form done\nPlan-Service: orders\nPlan-Measure: p50=1.5ms",
    );
    scratch.git(&["-C", "web", "switch", "--quiet", "--create", "feature/pages"]);
    commit(&scratch, "web", "feat: pages\n\nPlan-Task: name done");
    scratch.git(&["-C", "web", "switch", "--quiet", "main"]);
    scratch.git(&[
        "-C",
        "web",
        "merge",
        "--quiet",
        "--no-ff",
        "--message",
        "Merge branch 'feature/pages'",
        "feature/pages",
    ]);
    scratch.git(&["-C", "web", "branch", "try|this"]);
    scratch
}

fn commit(scratch: &Scratch, repository: &str, message: &str) {
    scratch.git(&["-C", repository, "add", "--all"]);
    scratch.git(&[
        "-C",
        repository,
        "commit",
        "--quiet",
        "--allow-empty",
        "--cleanup=verbatim",
        "--message",
        message,
    ]);
}

#[test]
fn a_plan_with_epics_and_several_repositories_is_followed_in_documents_of_its_own() {
    let scratch = shop();
    scratch.succeed(&["render"]);
    for page in [
        "TODO-MASTER.md",
        "todo/api.md",
        "todo/web.md",
        "current-branches.md",
        "dependency-graph.md",
        "services/orders.md",
        "readme/api.md",
        "readme/mail.md",
        "WORKFLOW-GUIDE.md",
    ] {
        let name = page.trim_end_matches(".md").replace('/', "-");
        insta::assert_snapshot!(name, scratch.read(&format!("output/shop/{page}")));
    }
    assert!(!scratch.path().join("output/shop/services/pages.md").exists(), "nothing is said of it");
}

#[test]
fn the_graph_of_dependencies_is_drawn_in_html_with_what_stands_on_its_arrows() {
    let scratch = shop();
    scratch.succeed(&["render", "--html", "--only", "dependency-graph"]);
    let page = scratch.read("output/shop/dependency-graph.html");
    assert!(page.contains("<figure><svg") && !page.contains("flowchart"), "{page}");
    let (from, drawing) = (page.find("<svg").unwrap(), page.find("</svg>").unwrap());
    for text in [">orders<", ">pull-b<", ">api<", ">belong "] {
        assert!(page[from..drawing].contains(text), "{text} in {page}");
    }
}

#[test]
fn a_milestone_is_reached_by_records_and_not_by_what_the_plan_says() {
    let scratch = shop();
    scratch.succeed(&["render"]);
    let page = scratch.read("output/shop/TODO-MASTER.md");
    assert!(page.contains("Active: 1 of 3 items. The plan says done, which ticks nothing."), "{page}");
    assert!(
        page.contains("- [ ] `sign`: paint a sign (in `web`; the plan says done; not recorded)"),
        "{page}"
    );
    scratch.git(&["-C", "web", "switch", "--quiet", "main"]);
    commit(
        &scratch,
        "web",
        "feat: more\n\nPlan-Phase: build\nPlan-Service: orders\nPlan-Step: 1/1 code done\nPlan-Task: sign done\nPlan-Task: page done\nPlan-Check: seen pass",
    );
    scratch.succeed(&["render"]);
    let page = scratch.read("output/shop/TODO-MASTER.md");
    assert!(page.contains("| The shop opens (`open`) | active | 1 of 2 | 3 of 4 |"), "{page}");
    let summary = scratch.read("output/shop/sessions/SUMMARY_day.md");
    assert!(summary.contains("- [x] `sign`: paint a sign"), "{summary}");
}

#[test]
fn the_card_of_a_service_is_yaml_that_programs_read() {
    let scratch = shop();
    let card = scratch.succeed(&["show", "service-card", "orders"]);
    let yaml = card.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    scratch.write("plans/shop.yaml", &format!("{PLAN}text: {{ master-index.closing: '' }}\n"));
    assert!(yaml.contains("interfaces:\n  - \"HTTP `/orders`\"\n"), "{yaml}");
    assert!(yaml.contains("needed_by: [letters]\n"), "{yaml}");
}

#[test]
fn a_plan_does_without_kinds_that_it_leaves_out_and_small_plans_get_none_of_them() {
    let scratch = shop();
    let theme =
        "theme: { leave_out_documents: [todo-master, session-summary, phase-prompt, completion-tracker] }\n";
    scratch.write("plans/shop.yaml", &format!("{PLAN}{theme}"));
    scratch.succeed(&["render"]);
    let pages: Vec<String> = scratch.files("output").into_iter().map(|it| it.0).collect();
    for left_out in ["TODO-MASTER", "SUMMARY_", "prompts/PHASE", "TRACKER"] {
        assert!(pages.iter().all(|it| !it.contains(left_out)), "{left_out} in {pages:?}");
    }
    scratch.write("plans/shop.yaml", &format!("{PLAN}{}", theme.replace("todo-master", "todo-mastre")));
    let run = scratch.callsheet(&["check"]);
    assert!(
        run.code == 1 && run.stderr.contains("did you mean `todo-master`?"),
        "{}{}",
        run.stdout,
        run.stderr
    );

    let small = Scratch::new();
    let phase = "phases: [{ id: A, title: Do, objective: Do it., result: Done. }]\n";
    small.write("plans/small.yaml", &format!("schema: 1\nproject: {{ id: small, title: Small }}\n{phase}"));
    small.succeed(&["render"]);
    let pages: Vec<String> = small.files("output").into_iter().map(|it| it.0).collect();
    let new = ["TODO", "todo", "branches", "dependency", "services", "readme", "WORKFLOW-GUIDE"];
    assert!(pages.iter().all(|page| new.iter().all(|it| !page.contains(it))), "{pages:?}");
}

#[test]
fn the_example_of_nine_repositories_has_the_figures_of_its_plan_and_history() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("output/trading-platform");
    let read = |page: &str| std::fs::read_to_string(root.join(page)).unwrap();
    for (page, figures) in [
        ("WORKFLOW-GUIDE.md", &["| Repositories | 9 (4 + 3 + 2) |", "coverage > 85%", "#### 15.2 "][..]),
        (
            "WORKFLOW-GUIDE.md",
            &["1. simulator-ui-js#", "2. market-data-simulator-go#", "3. risk-monitor-py#"],
        ),
        (
            "WORKFLOW-GUIDE.md",
            &["`skills/interface-design` | not there", "+53 -0", "16: 9 created, 7 modified"],
        ),
        ("prs/PR_sse-streaming.md", &["6 created, 7 modified"]),
        ("TODO-MASTER.md", &["| Frontend development (`epic-3`) | blocked | 2 of 3 | 9 of 12 |"]),
        ("current-branches.md", &["| 2 | 1 | `main` |", "| merged |", "| `try-websockets` |"]),
    ] {
        // Columns may be padded.
        let text = read(page).split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
        for figure in figures {
            assert!(text.contains(figure), "{figure} is not in {page}");
        }
    }
}
