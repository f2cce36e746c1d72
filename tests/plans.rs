//! Broken plans, and what their authors are told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use callsheet::Planned;
use callsheet::diagnostics::{Checked, Source, Style, any_error, report};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn cases() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir("tests/cases/broken-plans").unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

fn parse(name: &str, text: impl Into<String>) -> Checked<Planned> {
    callsheet::plan(&Source::new(name, text), Path::new("tests/cases/parts"))
}

/// Everything that is said of a plan.
fn said(name: &str, text: &str) -> String {
    match parse(name, text) {
        Ok(loaded) => panic!("{name} is accepted, with {} warnings", loaded.warnings.len()),
        Err(problems) => {
            assert!(any_error(&problems), "{name} is refused without an error");
            report(&problems, Style::Plain)
        }
    }
}

#[test]
fn every_broken_plan_is_explained() {
    let cases = cases();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    for file in cases {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let start = Instant::now();
        let said = said(&format!("{name}.yaml"), &text);
        assert!(start.elapsed() < Duration::from_secs(2), "{name} took {:?}", start.elapsed());
        insta::assert_snapshot!(name, said);
    }
}

#[test]
fn the_example_plans_have_no_problem() {
    for name in ["trade-backend", "callsheet"] {
        let text = fs::read_to_string(format!("plans/{name}.yaml")).unwrap();
        let loaded = parse(name, text).unwrap_or_else(|problems| {
            panic!("{}", report(&problems, Style::Plain));
        });
        assert!(loaded.warnings.is_empty(), "{}", report(&loaded.warnings, Style::Plain));
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_read_over() {
    let text = fs::read_to_string("plans/trade-backend.yaml").unwrap();
    let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let loaded = parse("plan", text).unwrap();
    assert_eq!(loaded.plan.phases.len(), 3);
    assert_eq!(loaded.plan.phases[0].objective.lines().count(), 1);
}

#[test]
fn words_that_look_like_other_types_stay_the_text_that_was_written() {
    let text = "schema: 1\nproject: { id: '2.10', title: no }\nphases:\n  - { id: 1.10, title: 1:30, objective: on }\n";
    let plan = parse("plan", text).unwrap().plan;
    assert_eq!((plan.project.id.as_str(), plan.project.title.as_str()), ("2.10", "no"));
    let phase = &plan.phases[0];
    assert_eq!((phase.id.as_str(), phase.title.as_str(), phase.objective.as_str()), ("1.10", "1:30", "on"));
}

#[test]
fn a_merge_key_brings_in_what_an_entry_does_not_state() {
    let text = "schema: 1\nproject: { id: demo, title: Demo }\nphases:\n  - &first\n    id: A\n    title: A\n    \
                objective: Do it.\n  - { <<: *first, id: B, title: B }\n";
    let plan = parse("plan", text).unwrap().plan;
    assert_eq!(plan.phases[1].objective, "Do it.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever happens to the text of a plan, it is read or refused.
    #[test]
    fn no_damaged_plan_makes_the_reader_fail(
        at in 0usize..20_000, length in 0usize..60, put in "[ \\[\\]{}:,&*<>|\"'#@%!?~\t\n\u{0}-\u{ff}]{0,8}",
    ) {
        let text = fs::read_to_string("plans/trade-backend.yaml").unwrap();
        let start = text.floor_char_boundary(at.min(text.len()));
        let end = text.ceil_char_boundary((start + length).min(text.len()));
        let damaged = format!("{}{put}{}", &text[..start], &text[end..]);
        if let Err(problems) = parse("damaged.yaml", damaged) {
            prop_assert!(any_error(&problems));
            prop_assert!(!report(&problems, Style::Plain).is_empty());
        }
    }
}

/// The YAML blocks of a page, one after the other.
fn blocks(page: &str) -> String {
    page.split("```yaml\n").skip(1).filter_map(|it| it.split("```").next()).collect()
}

#[test]
fn the_page_about_the_language_is_a_plan_without_problems() {
    let text = blocks(&fs::read_to_string("docs/PLAN.md").unwrap());
    let planned = parse("docs/PLAN.md", text).unwrap_or_else(|problems| {
        panic!("{}", report(&problems, Style::Plain));
    });
    assert!(planned.warnings.is_empty(), "{}", report(&planned.warnings, Style::Plain));
    assert!(planned.plan.phases.len() == 4 && planned.plan.variants.len() == 1);
}

/// What is said of a plan in a folder with other files beside it.
fn said_of_files(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in &files[1..] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    match callsheet::plan(&Source::new(files[0].0, files[0].1), folder.path()) {
        Ok(planned) => format!(
            "accepted: {} services, {} phases\n{}",
            planned.plan.services.len(),
            planned.plan.phases.len(),
            report(&planned.warnings, Style::Plain)
        ),
        Err(problems) => report(&problems, Style::Plain),
    }
}

const SPLIT: &str =
    "schema: 1\nproject: { id: shop, title: Shop }\ninclude: [shop/services.yaml, shop/phases.yaml]\n";

const SERVICES: &str = "patterns:\n  - { id: move, title: Move, steps: [{ id: do, title: Do it }] }\nservices:\n  \
                        - { id: cart, title: Cart }\n  - { id: till, title: Till }\n";

const PHASES: &str = "phases:\n  - id: 1\n    title: One\n    objective: Move.\n    pattern: move\n    budget: 3h\n    \
                      services: [{ service: cart, budget: 1h }, { service: till, budget: 2h }]\n";

#[test]
fn a_plan_may_be_split_over_files() {
    let files = [("plans/shop.yaml", SPLIT), ("shop/services.yaml", SERVICES), ("shop/phases.yaml", PHASES)];
    assert_eq!(said_of_files(&files), "accepted: 2 services, 1 phases\n");
}

#[test]
fn problems_of_included_files_name_the_right_file() {
    let wrong = PHASES.replace("3h", "4h").replace("service: till", "service: tall");
    let files = [("plans/shop.yaml", SPLIT), ("shop/services.yaml", SERVICES), ("shop/phases.yaml", &wrong)];
    insta::assert_snapshot!("included-meaning", said_of_files(&files));
    let wrong = SERVICES.replace("title: Till", "titel: Till");
    let files = [("plans/shop.yaml", SPLIT), ("shop/services.yaml", &wrong), ("shop/phases.yaml", PHASES)];
    insta::assert_snapshot!("included-structure", said_of_files(&files));
    let again = format!("project: {{ id: other, title: Other }}\n{SERVICES}");
    let files = [("plans/shop.yaml", SPLIT), ("shop/services.yaml", &again), ("shop/phases.yaml", PHASES)];
    insta::assert_snapshot!("included-project", said_of_files(&files));
}

#[test]
fn files_that_cannot_be_included_are_told_at_the_line_that_names_them() {
    let paths = "include: [gone.yaml, ../out.yaml, /etc/passwd, shop/round.yaml, shop/round.yaml]\n";
    let main = format!("schema: 1\nproject: {{ id: shop, title: Shop }}\n{paths}");
    let files = [("plans/shop.yaml", main.as_str()), ("shop/round.yaml", "include: [shop/round.yaml]\n")];
    insta::assert_snapshot!("included-not", said_of_files(&files));
}

/// A plan of one phase that replaces another.
fn after(id: &str, replaces: &str) -> String {
    let project = format!("project: {{ id: {id}, title: Shop, replaces: {replaces} }}");
    format!("schema: 1\n{project}\nphases: [{{ id: a, title: A, objective: O, result: R }}]\n")
}

#[test]
fn a_plan_knows_the_plan_that_it_replaces_and_may_recommend_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("old")).unwrap();
    fs::write(folder.path().join("old/v1.yaml"), after("v1", "v0.yaml")).unwrap();
    fs::write(folder.path().join("old/v0.yaml"), "schema: 1").unwrap();
    let decision = "decisions: [{ id: d, question: Q, options: [v1, v2], recommended: v1 }]\n";
    let text = after("v2", "./old/v1.yaml") + decision;
    let planned = callsheet::plan(&Source::new("plans/v2.yaml", text), folder.path());
    let planned = planned.unwrap_or_else(|problems| panic!("{}", report(&problems, Style::Plain)));
    assert!(planned.warnings.is_empty(), "{}", report(&planned.warnings, Style::Plain));
    assert_eq!(planned.plan.before.unwrap().project.id.as_str(), "v1");
}

#[test]
fn a_plan_that_cannot_be_the_one_before_is_told_at_the_line_that_names_it() {
    let said = |path: &str, files: &[(&str, &str)]| {
        let own = after("v3", path);
        said_of_files(&[&[("plans/v3.yaml", own.as_str())], files].concat())
    };
    let (v1, v2, own) = (after("v1", "v2.yaml"), after("v2", "v1.yaml"), after("v2", "v3.yaml"));
    let same = after("v3", "gone.yaml");
    let all = [
        said("gone.yaml", &[]),
        said("../v2.yaml", &[]),
        said("./v3.yaml", &[]),
        said("v2.yaml", &[("v2.yaml", &own)]),
        said("v2.yaml", &[("v1.yaml", &v1), ("v2.yaml", &v2)]),
        said("v2.yaml", &[("v2.yaml", &same)]),
    ];
    insta::assert_snapshot!("replaced-not", all.join("\n"));
}

#[test]
fn errors_of_the_plan_before_are_told_with_the_line_that_names_it() {
    let own = after("v2", "v1.yaml").replace("result: R", "result: R, depends_on: [b]");
    let sums =
        "{ id: a, title: A, objective: O, result: R, budget: 3h, tasks: [{ id: t, text: T, budget: 2h }] }";
    let v1 = format!("schema: 1\nproject: {{ id: v1, title: Shop }}\nphases: [{sums}]\nrules: [\"\"]\n");
    let unknown = v1.replace("budget: 3h", "budget: 2h, depends_on: [c]");
    let unreadable = v1.replace("rules", "roles");
    let said = |v1: &str| said_of_files(&[("plans/v2.yaml", own.as_str()), ("v1.yaml", v1)]);
    insta::assert_snapshot!("replaced-faulty", [said(&v1), said(&unknown), said(&unreadable)].join("\n"));
}

#[test]
fn the_plan_of_init_has_no_problem_with_and_without_its_second_phase() {
    let text = fs::read_to_string("src/cli/starter.yaml").unwrap();
    let (head, tail) = text.split_once("  # - id: \"2\"\n").unwrap();
    let whole = format!(
        "{head}  - id: \"2\"\n{}",
        tail.replace("\n  # ", "\n  ").replacen("  #   title", "    title", 1)
    );
    for (text, phases) in [(text.clone(), 1), (whole, 2)] {
        let planned = parse("plan.yaml", text).unwrap_or_else(|problems| {
            panic!("{}", report(&problems, Style::Plain));
        });
        assert!(planned.warnings.is_empty(), "{}", report(&planned.warnings, Style::Plain));
        assert_eq!(planned.plan.phases.len(), phases);
    }
}

#[test]
fn a_file_that_is_far_too_large_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.yaml");
    fs::File::create(&path).unwrap().set_len(8 << 30).unwrap();
    let start = Instant::now();
    let said = report(&callsheet::plan::read_source(&path, "plan.yaml").unwrap_err(), Style::Plain);
    assert!(said.contains("error[too-large]") && said.contains("has 8589934592 bytes"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn thousands_of_problems_and_very_long_words_are_told_in_bounded_time() {
    let phases = |each: &dyn Fn(usize) -> String| -> String {
        let phase =
            |it: usize| format!("  - {{ id: p{it}, title: T, objective: O, result: R, {} }}\n", each(it));
        let phases: String = (0..2_000).map(phase).collect();
        format!("schema: 1\nproject: {{ id: large, title: Large }}\nphases:\n{phases}")
    };
    let long = "x".repeat(200_000);
    let plans = [
        phases(&|it| format!("depends_on: [q{it}, p{}]", (it + 1) % 2_000)),
        phases(&|it| format!("unknown{it}: 1")),
        phases(&|_| "budget: 3".to_owned()),
        phases(&|it| if it == 7 { format!("{long}: 1") } else { format!("branch: {it}") }),
        format!(
            "schema: 1\nproject: {{ id: {long}, title: {long} }}\nphases: [{{ id: a, title: A, objective: \"{long}\" }}]\n"
        ),
    ];
    for (at, text) in plans.into_iter().enumerate() {
        let start = Instant::now();
        let said = said("large.yaml", &text);
        assert!(said.contains("error["), "plan {at}");
        assert!(start.elapsed() < Duration::from_secs(20), "plan {at} took {:?}", start.elapsed());
    }
}
