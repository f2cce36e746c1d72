//! Lists of tasks of other tools: what is exported with its evidence, and what an import takes or refuses.

use crate::support::{Scratch, callsheet};
use serde_json::Value;
use std::fs;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop, summary: 'Sell books: all of them.' }
repositories: [{ id: app, path: . }]
patterns:
  - { id: move, title: Move it, steps: [{ id: build, title: 'Build on {{ service.port }}' }, { id: start, title: Start }] }
services:
  - { id: cart, title: The cart, port: 8001, needs: [stock] }
  - { id: stock, title: The stock, port: 8002, slos: [p50 <= 20 ms] }
gates: [{ id: open, title: Open }]
phases:
  - id: '1.5'
    title: Move
    priority: high
    budget: 10h, 40-60 credits
    branch: feature/move
    pattern: move
    objective: Move both.
    result: Both run.
    gate: open
    criteria: [{ id: healthy, text: both answer, service: cart, check: { run: make test, expect: '`ok`' } }]
    services: [{ service: cart, budget: 4h }, { service: stock, budget: 2h30m }]
    tasks:
      - { id: tell, text: 'Tell *them*', budget: 1h, needs: [cart], status: done }
      - { id: note, text: Note it, budget: 150m, items: [in the book, on the wall], status: deferred }
  - { id: sell, title: Sell, depends_on: ['1.5'], objective: Sell., status: todo, tasks: [{ id: open-it, text: Open the door }] }
";

/// The plan in a repository that records some of it.
fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("plans/shop.yaml", PLAN);
    scratch.git(&["init", "--quiet"]);
    scratch.commit("feat: start");
    let trailers = "Plan-Ref: shop\nPlan-Phase: 1.5\nPlan-Service: stock\n";
    scratch.commit(&format!("feat(stock): build\n\n{trailers}Plan-Step: build done\n"));
    scratch.commit(&format!("feat(stock): start\n\n{trailers}Plan-Step: start done\n"));
    scratch.commit("docs: note\n\nPlan-Ref: shop\nPlan-Phase: 1.5\nPlan-Task: note\n");
    scratch
}

#[test]
fn task_master_gets_a_tag_for_each_phase_and_done_only_for_what_is_recorded() {
    let scratch = shop();
    let run = scratch.callsheet(&["export", "task-master"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("wrote .taskmaster/tasks/tasks.json"), "{}", run.stderr);
    insta::assert_snapshot!("task-master", scratch.read(".taskmaster/tasks/tasks.json"));
}

#[test]
fn spec_kit_gets_numbered_tasks_and_ticks_only_for_what_is_recorded() {
    let scratch = shop();
    scratch.write("specs/004-other/tasks.md", "");
    scratch.succeed(&["export", "spec-kit"]);
    insta::assert_snapshot!("spec-kit", scratch.read("specs/005-shop/tasks.md"));
    scratch.succeed(&["export", "spec-kit"]);
    assert!(!scratch.path().join("specs/006-shop").exists());
}

#[test]
fn an_export_that_somebody_changed_is_left_alone_until_it_is_forced() {
    let scratch = shop();
    scratch.succeed(&["export", "task-master"]);
    let file = ".taskmaster/tasks/tasks.json";
    let own = scratch.read(file).replace("pending", "in-progress");
    scratch.write(file, &own);
    let run = scratch.callsheet(&["export", "task-master"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(scratch.read(file), own);
    assert!(scratch.succeed(&["export", "task-master", "--diff"]).contains("-      "));
    scratch.succeed(&["export", "task-master", "--force"]);
    assert_ne!(scratch.read(file), own);
    assert!(scratch.succeed(&["export", "spec-kit", "--output", "-"]).starts_with("# Tasks: Shop\n"));
    scratch.succeed(&["export", "spec-kit", "--output", "out/list.md"]);
    assert!(scratch.read("out/list.md").contains("T001"));
}

#[test]
fn what_was_changed_in_task_master_comes_back_and_the_rest_is_as_it_was() {
    let scratch = shop();
    scratch.succeed(&["export", "task-master", "--output", "tasks.json"]);
    let mut lists: Value = serde_json::from_str(&scratch.read("tasks.json")).unwrap();
    let list = &mut lists["phase-1_5"]["tasks"];
    list[2]["status"] = "in-progress".into();
    list[1]["subtasks"][0]["status"] = "pending".into();
    list.as_array_mut().unwrap().push(serde_json::json!({
        "id": "5", "title": "Wave", "description": "Wave", "status": "pending", "dependencies": ["3", 1, "2.1"],
        "subtasks": [{ "id": 1, "title": "Both hands", "status": "done", "dependencies": [] }],
    }));
    // Task Master keeps nothing of ours at a list itself.
    lists["master"]["metadata"] = serde_json::json!({ "version": "1.0.0", "taskCount": 2 });
    scratch.write("tasks.json", &lists.to_string());
    let run = scratch.callsheet(&["import", "task-master", "tasks.json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!("task-master-changed", format!("{}\n{}", run.stdout, run.stderr));
}

/// What the example plans read beside themselves.
fn with_facts() -> Scratch {
    let scratch = Scratch::new();
    for entry in fs::read_dir("plans/facts").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        scratch.write(&format!("plans/facts/{name}"), &fs::read_to_string(&path).unwrap());
    }
    scratch
}

#[test]
fn an_export_of_what_an_import_made_of_an_export_is_the_same() {
    let scratch = with_facts();
    for name in ["trade-backend", "trading-adapter-v2", "trading-platform", "portfolio-reconciliation"] {
        let (plan, made) = (format!("plans/{name}.yaml"), format!("plans/{name}.yaml"));
        let export = |folder: &std::path::Path| {
            let run = callsheet(folder, &["-q", "--plan", &plan, "export", "task-master", "--output", "-"]);
            assert_eq!(run.code, 0, "{name}: {}", run.stderr);
            run.stdout
        };
        let first = export(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
        scratch.write("tasks.json", &first);
        scratch.succeed(&["import", "task-master", "tasks.json", "--output", &made]);
        assert!(export(scratch.path()) == first, "{name} changed:\n{}", scratch.read(&made));
    }
    let plan = scratch.read("plans/trade-backend.yaml");
    for part in
        ["agents:\n  - id: migrator", "gates:\n  - id: gate-2a", "    criteria:\n", "commands: [{ run: "]
    {
        assert!(plan.contains(part), "{part} in\n{plan}");
    }
}

/// Imports a file that stands among the cases.
fn imported(form: &str, file: &str) -> String {
    let scratch = Scratch::new();
    scratch.write(file, &fs::read_to_string(format!("tests/cases/task-lists/{file}")).unwrap());
    let run = scratch.callsheet(&["import", form, file, "--output", "plans/list.yaml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let plan = scratch.read("plans/list.yaml");
    let again = scratch.callsheet(&["import", form, file, "--output", "plans/list.yaml"]);
    assert_eq!((again.code, scratch.read("plans/list.yaml") == plan), (3, true), "{}", again.stderr);
    scratch.succeed(&["check", "plans/list.yaml"]);
    let folder = scratch.path().file_name().unwrap().to_str().unwrap().trim_start_matches('.');
    format!("{plan}\n{}", run.stderr).replace(folder, "FOLDER")
}

#[test]
fn a_list_that_task_master_wrote_becomes_a_plan() {
    insta::assert_snapshot!("from-task-master", imported("task-master", "task-master.json"));
}

#[test]
fn a_list_of_spec_kit_becomes_a_plan() {
    insta::assert_snapshot!("from-spec-kit", imported("spec-kit", "spec-kit.md"));
}

#[test]
fn a_list_of_things_to_do_becomes_a_plan() {
    insta::assert_snapshot!("from-todo", imported("todo", "TODO.md"));
}

#[test]
fn an_old_file_without_tags_is_read_too() {
    let scratch = Scratch::new();
    let old = r#"{"tasks":[{"id":1,"title":"One","status":"completed"},{"id":"2","title":"Two","dependencies":["1"]}],"meta":1}"#;
    scratch.write("tasks.json", old);
    let plan = scratch.succeed(&["import", "task-master", "tasks.json"]);
    assert!(plan.contains("- { id: \"1\", text: One, status: done }"), "{plan}");
    assert!(plan.contains("- { id: \"2\", text: Two, needs: [\"1\"] }"), "{plan}");
}

/// What is refused: a form, the text, and what is said of it.
const REFUSED: [(&str, &str, &str); 17] = [
    ("task-master", "", "this is no JSON"),
    ("task-master", "not json", "x:1:2"),
    ("task-master", "[1]", "must hold an object with lists of tasks and not a list"),
    ("task-master", "{}", "there is no task in this file"),
    ("task-master", r#"{"a":{"tasks":{}}}"#, "the tasks of tag `a` must be a list and not an object"),
    ("task-master", r#"{"a":{"tasks":[3]}}"#, "a task of tag `a` must be an object and not a number"),
    ("task-master", r#"{"a":{"tasks":[{"title":"x"}]}}"#, "a task of tag `a` has no id"),
    ("task-master", r#"{"a":{"tasks":[{"id":1}]}}"#, "task `1` of tag `a` has no title"),
    (
        "task-master",
        r#"{"a":{"tasks":[{"id":1,"title":[]}]}}"#,
        "`title` of task `1` of tag `a` must be a text",
    ),
    (
        "task-master",
        r#"{"a":{"tasks":[{"id":1,"title":"x","dependencies":"2"}]}}"#,
        "the dependencies of task `1` of tag `a` must be a list and not a text",
    ),
    (
        "task-master",
        r#"{"a":{"tasks":[{"id":1,"title":"x"},{"id":"1","title":"y"}]}}"#,
        "tag `a` has two tasks with the id `1`",
    ),
    (
        "task-master",
        r#"{"a":{"tasks":[{"id":1,"title":"x","dependencies":[2]},{"id":2,"title":"y","dependencies":["1"]}]}}"#,
        "in a circle: 1 -> 2 -> 1",
    ),
    ("spec-kit", "# Tasks: x\n\n- [ ] nothing\n", "there is no task in `x`"),
    ("spec-kit", "## Phase 1: a\n- [ ] T001 a\n- [ ] T001 b\n", "there are two tasks `T001`"),
    (
        "spec-kit",
        "## Phase 1: a\n- [ ] T001 a (depends on T002)\n- [ ] T002 b (depends on T001)\n",
        "in a circle: T001 -> T002 -> T001",
    ),
    ("todo", "# Notes\n\n- nothing\n", "there is nothing to tick in `x`"),
    ("todo", "- [ ] a\0b", "there is a NUL byte"),
];

#[test]
fn what_is_no_list_of_tasks_is_refused_with_its_place_and_nothing_is_written() {
    let scratch = Scratch::new();
    for (form, text, said) in REFUSED {
        scratch.write("x", text);
        let run = scratch.callsheet(&["import", form, "x", "--output", "plans/x.yaml"]);
        assert_eq!(run.code, 1, "{form} {text}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{form} {text}: {}", run.stderr);
        assert!(!scratch.path().join("plans").exists(), "{form} {text}");
    }
}

#[test]
fn files_that_are_no_text_or_far_too_large_end_at_once() {
    let scratch = Scratch::new();
    fs::write(scratch.path().join("latin"), b"- [ ] caf\xe9").unwrap();
    let run = scratch.callsheet(&["import", "todo", "latin"]);
    assert_eq!((run.code, run.stderr.contains("byte 9 is not UTF-8")), (1, true), "{}", run.stderr);
    fs::File::create(scratch.path().join("large")).unwrap().set_len(17 << 20).unwrap();
    let run = scratch.callsheet(&["import", "todo", "large"]);
    assert_eq!((run.code, run.stderr.contains("the most is")), (1, true), "{}", run.stderr);
    scratch.write("deep", &"[".repeat(1 << 20));
    assert_eq!(scratch.callsheet(&["import", "task-master", "deep"]).code, 1);
    assert_eq!(scratch.callsheet(&["import", "todo", "."]).code, 4);
    assert_eq!(scratch.callsheet(&["import", "todo", "none"]).code, 4);
    scratch.write("bom.md", "\u{feff}# List\r\n\r\n- [x] one\r\n");
    assert!(scratch.succeed(&["import", "todo", "bom.md"]).contains("title: List\n"));
}
