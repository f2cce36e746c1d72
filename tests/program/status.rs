//! Where everything stands, in the terminal and as JSON.

use crate::support::{Scratch, callsheet};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Stdout in a terminal of this width.
fn within(columns: u32, folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callsheet"));
    command.args(arguments).current_dir(folder).env("COLUMNS", columns.to_string());
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn project(plan: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("plans/shop.yaml", plan);
    scratch.commit("chore: plan it");
    scratch
}

/// A plan with this many services and steps, one gate and two phases.
fn plan(services: usize, steps: usize) -> String {
    let id = |it: usize| format!("service-{it}");
    let services: Vec<String> = (1..=services).map(id).collect();
    let list = |of: fn(&str) -> String| services.iter().map(|it| of(it)).collect::<Vec<_>>().join(", ");
    let steps: Vec<String> = (1..=steps).map(|it| format!("{{ id: step-{it}, title: S }}")).collect();
    format!(
        "schema: 1
project: {{ id: shop, title: \"Shop \\e[31m移行計画\" }}
repositories: [{{ id: shop, path: . }}, {{ id: gone, remote: x }}]
patterns: [{{ id: move, title: Move, steps: [{}] }}]
services: [{}]
gates: [{{ id: gate-a, title: A, criteria: [{{ id: works, text: it works, check: {{ run: 'true' }} }}] }}]
phases:
  - {{ id: A, title: 移行する, objective: Go., pattern: move, gate: gate-a, budget: '10h, 50-60 credits', services: [{}] }}
  - {{ id: B, title: B, objective: Then., result: Done., depends_on: [A], tasks: [{{ id: tell, text: Tell. }}] }}
",
        steps.join(", "),
        list(|it| format!("{{ id: {it}, title: S, repository: shop, target: {it} }}")),
        list(|it| format!("{{ service: {it} }}")),
    )
}

fn object(scratch: &Scratch, arguments: &[&str]) -> Value {
    let text = scratch.succeed(&[&["status", "--format", "json"], arguments].concat());
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_whole_state_of_the_example_fits_eighty_columns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = within(80, root, &["status", "--plan", "plans/trade-backend.yaml"]);
    assert!(text.lines().all(|it| it.chars().count() <= 80), "{text}");
    insta::assert_snapshot!("status", text);
}

#[test]
fn nine_services_by_ten_steps_are_a_table_and_more_than_fit_are_counts() {
    let scratch = project(&plan(9, 10));
    scratch.commit("x\n\nPlan-Service: service-3\nPlan-Step: 10/10 step-10 skipped");
    scratch.commit("x\n\nPlan-Service: service-3\nPlan-Step: 2/10 step-2 done");
    let text = within(80, scratch.path(), &["status"]);
    assert!(text.contains("\nA: move    1 2 3 4 5 6 7 8 9 10  steps  spent\n"), "{text}");
    assert!(text.contains("\nservice-3  . x . . . . . . . -   2/10   -\n"), "{text}");
    let text = within(40, scratch.path(), &["status"]);
    assert!(text.contains("\nservice-3  2/10   -\n") && !text.contains("x done"), "{text}");
}

#[test]
fn foreign_text_is_cleaned_and_wide_letters_are_counted_as_wide() {
    let scratch = project(&plan(1, 1));
    let text = scratch.succeed(&["status"]);
    assert!(text.starts_with("shop: Shop ␛[31m移行計画 (0 of 2 mandatory items, 0%)\n"), "{text}");
    assert!(text.contains("A      移行する  can start") && text.contains("B      B         waits"), "{text}");
    assert!(text.ends_with("not read, so nothing there counts: gone\n"), "{text}");
}

#[test]
fn a_claimed_verdict_stands_beside_the_computed_one_only_where_it_differs() {
    let scratch = project(&plan(1, 1));
    let gate = |scratch: &Scratch| {
        let text = scratch.succeed(&["status"]);
        text.lines().find(|it| it.starts_with("gate-a")).unwrap().to_owned()
    };
    assert_eq!(gate(&scratch), "gate-a  A      open     0/1 passed, 1 open  -");
    let claim = scratch.commit("x\n\nPlan-Phase: A\nPlan-Gate: gate-a PASS");
    let place = format!("PASS in shop@{}", &claim[..8]);
    assert_eq!(gate(&scratch), format!("gate-a  A      open     0/1 passed, 1 open  {place}"));
    let json = object(&scratch, &[]);
    let gate_of = |json: &Value| json[0]["phases"][0]["gate"].clone();
    assert_eq!((&gate_of(&json)["verdict"], &gate_of(&json)["claimed"]), (&json!(null), &json!("PASS")));
    scratch.commit("x\n\nPlan-Phase: A\nPlan-Check: works pass");
    assert_eq!(gate(&scratch), "gate-a  A      PASS     1/1 passed  -");
}

#[test]
fn budgets_stand_against_what_was_spent() {
    let scratch = project(&plan(1, 1));
    scratch.commit("x\n\nPlan-Phase: A\nPlan-Spent: 12h\nPlan-Spent: 20 credits");
    scratch.commit("x\n\nPlan-Phase: B\nPlan-Spent: 30m");
    let text = scratch.succeed(&["status"]);
    let rows: Vec<&str> = text.lines().skip_while(|it| !it.starts_with("budget")).take(6).collect();
    assert_eq!(
        rows,
        [
            "budget  planned        spent        left",
            "A       10 h           12 h         over by 2 h",
            "A       50-60 credits  20 credits   40 credits",
            "B       none stated    30 min       -",
            "all     10 h           12 h 30 min  over by 2 h 30 min",
            "all     50-60 credits  20 credits   40 credits",
        ]
    );
    let phase = &object(&scratch, &[])[0]["phases"][0];
    assert_eq!(phase["budget"]["credits"], json!({ "min": 50, "max": 60 }));
    assert_eq!(phase["spent"], json!({ "minutes": 720, "credits": 20 }));
}

#[test]
fn what_is_blocked_is_shown_with_what_blocks_it_by_status_and_next_alike() {
    let scratch = project(&plan(2, 2));
    let trailers =
        "Plan-Service: service-1\nPlan-Step: 1/2 step-1 blocked\nPlan-Blocker: no key for \u{1b}[1mit";
    let commit = scratch.commit(&format!("x\n\n{trailers}"));
    let failed = scratch.commit("x\n\nPlan-Phase: A\nPlan-Check: works fail - it does not");
    let (status, next) = (scratch.succeed(&["status"]), scratch.succeed(&["next"]));
    for text in [&status, &next] {
        let place = format!("shop@{}", &commit[..8]);
        let blocked = format!("step step-1 of service-1 is blocked in {place}: no key for ␛[1mit");
        let fails = format!("criterion works fails in shop@{}: it does not", &failed[..8]);
        for words in [blocked, fails, "A      blocked  step step-1 of service-1: S".to_owned()] {
            assert!(text.contains(&words), "`{words}` is not in:\n{text}");
        }
        assert!(text.contains("B      waits    for A"), "{text}");
    }
    let json = object(&scratch, &[]);
    assert_eq!(json[0]["phases"][0]["obstacles"][0]["reasons"], json!(["no key for ␛[1mit"]));
    assert_eq!(json[0]["phases"][1]["waits_for"], json!(["A"]));
}

#[test]
fn the_json_is_what_its_schema_says_and_every_field_is_described() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&callsheet(root, &["schema", "status"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for plan in ["trade-backend", "trading-platform", "portfolio-reconciliation"] {
        let file = format!("plans/{plan}.yaml");
        let run = callsheet(root, &["status", "--why", "--format", "json", "--plan", &file]);
        let json: Value = serde_json::from_str(&run.stdout).unwrap();
        let problems: Vec<String> =
            validator.iter_errors(&json).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(problems.is_empty(), "{plan}: {problems:#?}");
    }
    assert!(!validator.is_valid(&json!([{ "plan": "shop" }])));
    let types = schema["$defs"].as_object().unwrap();
    let fields = types.iter().flat_map(|(name, it)| {
        it["properties"].as_object().into_iter().flatten().map(move |it| (name, it.0, it.1))
    });
    let silent: Vec<_> = fields.filter(|it| it.2["description"].as_str().is_none_or(str::is_empty)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}
