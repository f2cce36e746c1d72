//! Lists of tasks: what a plan becomes, what comes back, and that whatever is read makes a plan.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use callsheet::diagnostics::{Source, Style, report};
use callsheet::history::History;
use callsheet::interop::{
    Imported, Outline, Part, Stage, Work, outline, plan_text, read_spec_kit, read_task_master, read_todo,
    spec_kit, task_master,
};
use callsheet::plan::{Budget, Plan};
use callsheet::results;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// The plan in a text, which must pass its checks.
fn plan(text: &str) -> Plan {
    let source = Source::new("plan.yaml", text);
    callsheet::plan(&source, Path::new("plans"))
        .unwrap_or_else(|problems| panic!("{}\n{text}", report(&problems, Style::Plain)))
        .plan
}

/// What a list can hold of a plan of which nothing is recorded.
fn outlined(plan: &Plan) -> Outline {
    outline(plan, &results::join(plan, &History::default(), &[], &[]))
}

/// The same amounts in the same words.
fn in_minutes(budget: &mut Option<Budget>) {
    let Some(own) = budget.take() else { return };
    let time = own.minutes(8).map(|it| format!("{}m-{}m", it.min, it.max));
    let credits = own.credits().map(|it| format!("{}-{} credits", it.min, it.max));
    let parts: Vec<String> = time.into_iter().chain(credits).collect();
    *budget = Some(parts.join(", ").parse().unwrap());
}

/// Without what no list can give back: gates with their criteria, commands and notes.
fn comparable(mut outline: Outline) -> Outline {
    for stage in &mut outline.stages {
        stage.gate = None;
        stage.checks.clear();
        in_minutes(&mut stage.budget);
        for work in &mut stage.work {
            work.checks.clear();
            work.notes.clear();
            in_minutes(&mut work.budget);
            for part in &mut work.parts {
                part.notes.clear();
                in_minutes(&mut part.budget);
            }
        }
    }
    outline
}

#[test]
fn every_example_plan_comes_back_from_task_master_as_it_was() {
    for path in fs::read_dir("plans").unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_file()) {
        let name = path.display().to_string();
        let source = Source::new(&name, fs::read_to_string(&path).unwrap());
        let before = outlined(&callsheet::plan(&source, Path::new("plans")).unwrap().plan);
        let list = Source::new("tasks.json", task_master(&before));
        let Imported { outline, warnings } = read_task_master(&list, "x").unwrap();
        assert!(warnings.is_empty(), "{name}: {}", report(&warnings, Style::Plain));
        let after = outlined(&plan(&plan_text(&outline, "tasks.json")));
        let (before, after) = (comparable(before), comparable(after));
        assert_eq!(before.stages.len(), after.stages.len());
        for (before, after) in before.stages.iter().zip(&after.stages) {
            assert_eq!(before, after, "{name}");
        }
        assert_eq!(before, after, "{name}");
    }
}

#[test]
fn phases_and_tasks_come_back_from_spec_kit_with_needs_budgets_and_statuses() {
    let text = "\
schema: 1
project: { id: shop, title: Shop }
phases:
  - id: A1
    title: 'Build: the cart'
    priority: critical
    objective: It holds what is bought.
    result: It is there.
    budget: 3-4h
    tasks:
      - { id: one, text: Write it, budget: 1h, tags: [parallel] }
      - { id: two, text: Test it, budget: 2-3h, needs: [one], items: [with ten books, with none] }
  - { id: later, title: Sell, depends_on: [A1], objective: Open the shop., tasks: [{ id: three, text: Open }] }
";
    let before = outlined(&plan(text));
    let list = spec_kit(&before);
    let list = Source::new("tasks.md", list.replace("- [ ] T001", "- [x] T001"));
    let Imported { outline, warnings } = read_spec_kit(&list, "shop").unwrap();
    assert!(warnings.is_empty(), "{}", report(&warnings, Style::Plain));
    let after = plan(&plan_text(&outline, "tasks.md"));
    let [first, second] = after.phases.as_slice() else { panic!("{}", list.text) };
    assert_eq!((first.id.as_str(), first.title.as_str()), ("A1", "Build: the cart"));
    assert_eq!(first.result.as_deref(), Some("It is there."));
    assert_eq!(first.budget.as_ref().unwrap().to_string(), "3-4h");
    assert_eq!(second.depends_on[0].as_str(), "A1");
    let task = |it: &callsheet::plan::Task| {
        let status = it.status.as_ref().map(ToString::to_string).unwrap_or_default();
        let needs: Vec<&str> = it.needs.iter().map(|it| it.as_str()).collect();
        format!(
            "{} {:?} {} {needs:?} {status} {:?}",
            it.id,
            it.text,
            it.budget.as_ref().unwrap().value,
            it.items
        )
    };
    let tasks: Vec<String> = first.tasks.iter().map(task).collect();
    assert_eq!(
        tasks,
        [
            "T001 \"Write it\" 1h [] done []",
            "T002 \"Test it\" 2-3h [\"T001\"]  [\"with ten books\", \"with none\"]"
        ]
    );
}

/// What readers of YAML and of Markdown trip over.
#[rustfmt::skip]
const TRAPS: &[&str] = &[
    "no", "1:30", "# x", "a: b", "- a", "[x] a", "{a}", "*a", "&a", "!a", "%a", "@a", "`a`", "'", "\"", "\\", "|", ">", "~",
    "null", "0x1F", "1.10", "2026-03-02", "a\nb", "a\tb", "\u{1b}[31m", "\u{202e}a", "\u{feff}", "---", "...", " a ",
    "é日本👩\u{200d}🚀", "{{ service.port }}", "{{ nothing }}", "✅ done", "(2-3 days)", "~45 min", "(depends on T001)",
    "[IN_PROGRESS]", "T001", "Phase 2:", "=", "<<", "? a", "a #b", ",", "\u{0}", "\u{85}", "\u{2028}", "\u{ffff}",
];

/// Anything that somebody can type.
fn hostile() -> impl Strategy<Value = String> {
    let trap = prop::sample::select(TRAPS).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![trap, any::<String>()], 1..4).prop_map(|it| it.join(" "))
}

/// What the import of a text writes must be a plan.
fn assert_plan(imported: Result<Imported, Vec<callsheet::diagnostics::Diagnostic>>) {
    match imported {
        Ok(it) => drop(plan(&plan_text(&it.outline, "x"))),
        Err(problems) => assert!(!problems.is_empty()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn texts_are_read_again_as_they_were_written(texts in prop::collection::vec(hostile(), 8)) {
        let work = Work {
            id: "t".to_owned(),
            text: texts[0].clone(),
            parts: vec![Part { text: texts[1].clone(), ..Part::default() }],
            ..Work::default()
        };
        let short = Work { id: "s".to_owned(), text: texts[2].clone(), ..Work::default() };
        let stage = Stage {
            id: "p".to_owned(),
            title: texts[3].clone(),
            objective: texts[4].clone(),
            result: Some(texts[5].clone()),
            work: vec![work, short],
            ..Stage::default()
        };
        let outline = Outline {
            id: "x".to_owned(),
            title: texts[6].clone(),
            summary: Some(texts[7].clone()),
            stages: vec![stage],
            ..Outline::default()
        };
        let plan = plan(&plan_text(&outline, "x\ny"));
        let phase = &plan.phases[0];
        let read = [
            &phase.tasks[0].text, &phase.tasks[0].items[0], &phase.tasks[1].text, &phase.title, &phase.objective,
            phase.result.as_ref().unwrap(), &plan.project.title, plan.project.summary.as_ref().unwrap(),
        ];
        prop_assert_eq!(read.into_iter().cloned().collect::<Vec<_>>(), texts);
    }

    #[test]
    fn whatever_markdown_is_read_makes_a_plan(
        lines in prop::collection::vec((0..14usize, hostile(), hostile()), 1..12),
    ) {
        let marks = ["# ", "## Phase 1: ", "## ", "### ", "- [ ] ", "- [x] T001 ", "- [~] ", "  - [x] ", "  - ",
            "- [ ] T002 [P] [US1] ", "**Goal**: ", "- ✅ ", "## Phase 2: User Story 1 - ", ""];
        let ends = ["", " (2-3 days)", " [DONE]", " (depends on T002)", " - IN PROGRESS", " ~45 min", " (1h, 20 credits)"];
        let line = |(at, text, end): &(usize, String, String)| {
            format!("{}{text}{}\n", marks[*at], ends[end.len() % ends.len()])
        };
        let text: String = lines.iter().map(line).collect();
        let text = text.replace('\0', "");
        assert_plan(read_todo(&Source::new("x.md", text.clone()), "x"));
        assert_plan(read_spec_kit(&Source::new("x.md", text), "x"));
    }

    #[test]
    fn whatever_task_list_is_read_makes_a_plan(
        tasks in prop::collection::vec((0..4usize, hostile(), prop::collection::vec(0..6usize, 0..3), hostile()), 1..6),
        tag in hostile(),
    ) {
        let statuses = ["pending", "done", "in-progress", "nonsense", "cancelled", "deferred"];
        let entries: Vec<serde_json::Value> = tasks.iter().enumerate().map(|(at, (sub, title, needs, text))| {
            let part = serde_json::json!({ "id": sub + 1, "title": text, "status": statuses[(at + sub) % 6], "dependencies": needs });
            serde_json::json!({
                "id": at + 1, "title": title, "description": text, "status": statuses[at % 6], "dependencies": needs,
                "priority": "critical", "details": text, "testStrategy": title, "subtasks": vec![part; (*sub).min(1)],
            })
        }).collect();
        let one = serde_json::json!({ "tasks": entries, "metadata": { "description": tag } });
        let mut file = serde_json::json!({ "master": one.clone() });
        file[&tag] = one;
        assert_plan(read_task_master(&Source::new("x.json", file.to_string()), &tag));
    }
}
