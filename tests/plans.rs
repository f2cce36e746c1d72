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
