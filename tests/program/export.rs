//! Change folders for `OpenSpec`: what its rules ask for, and what a person changed.

use super::support::{Scratch, callsheet};
use std::fs;
use std::path::Path;

/// The plan of portfolio reconciliation with its history, exported.
fn exported() -> Scratch {
    let scratch = Scratch::new();
    for file in ["portfolio-reconciliation.yaml", "facts/portfolio-reconciliation.json"] {
        scratch.write(&format!("plans/{file}"), &fs::read_to_string(format!("plans/{file}")).unwrap());
    }
    scratch.succeed(&["export", "openspec"]);
    scratch
}

const FOLDER: &str = "openspec/changes/add-portfolio-reconciliation";

#[test]
fn a_change_is_written_with_its_requirements_and_with_ticks_for_what_is_recorded() {
    let scratch = exported();
    let files = scratch.files("openspec");
    assert_eq!(files.len(), 5);
    let all: Vec<String> = files.iter().map(|(name, text)| format!("==> {name}\n{text}")).collect();
    insta::assert_snapshot!("openspec", all.join("\n"));
}

#[test]
fn every_example_plan_gives_what_the_rules_of_openspec_ask_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for plan in fs::read_dir("plans").unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_file()) {
        let scratch = Scratch::new();
        let (plan, output) = (plan.display().to_string(), scratch.path().display().to_string());
        let run = callsheet(root, &["--plan", &plan, "export", "openspec", "--output", &output]);
        assert_eq!(run.code, 0, "{plan}: {}", run.stderr);
        for (name, text) in scratch.files("openspec").iter().filter(|it| it.0.ends_with("spec.md")) {
            assert_requirements(&format!("{plan}: {name}"), text);
        }
    }
}

/// Each requirement has a sentence with SHALL or MUST on its first line, and a case with something in it.
fn assert_requirements(name: &str, spec: &str) {
    let purpose = spec.split("## ").nth(1).unwrap();
    assert!(purpose.starts_with("Purpose\n") && purpose.len() > 60, "{name}: {purpose}");
    let requirements: Vec<&str> = spec.split("\n### ").skip(1).collect();
    assert!(!requirements.is_empty(), "{name} has no requirement");
    for requirement in requirements {
        assert!(requirement.starts_with("Requirement: "), "{name}: {requirement}");
        let sentence = requirement.lines().skip(1).find(|it| !it.is_empty()).unwrap();
        assert!(sentence.contains("SHALL") || sentence.contains("MUST"), "{name}: {sentence}");
        let mut cases = requirement.split("\n#### ").skip(1).peekable();
        assert!(cases.peek().is_some(), "{name}: {requirement}");
        assert!(cases.all(|it| it.starts_with("Scenario: ") && it.contains("\n- **THEN** ")), "{name}");
    }
}

#[test]
fn a_file_that_somebody_changed_is_left_alone_until_it_is_forced() {
    let scratch = exported();
    let path = format!("{FOLDER}/tasks.md");
    let own = scratch.read(&path).replace("- [ ] 4.1", "- [x] 4.1");
    scratch.write(&path, &own);
    fs::remove_file(scratch.path().join(format!("{FOLDER}/design.md"))).unwrap();
    let run = scratch.callsheet(&["export", "openspec"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("tasks.md` is there already, with another text"), "{}", run.stderr);
    assert_eq!(scratch.read(&path), own);
    assert!(!scratch.path().join(format!("{FOLDER}/design.md")).exists(), "something was written");
    let diff = scratch.succeed(&["export", "openspec", "--diff"]);
    assert!(diff.contains("-- [x] 4.1") && diff.contains("+- [ ] 4.1"), "{diff}");
    scratch.succeed(&["export", "openspec", "--force"]);
    assert_ne!(scratch.read(&path), own);
}

#[test]
fn phases_can_be_exported_as_a_change_of_their_own() {
    let scratch = exported();
    scratch.succeed(&["export", "openspec", "GREEN", "REFACTOR"]);
    let folder = "openspec/changes/portfolio-reconciliation-green-refactor";
    let spec = scratch.read(&format!("{folder}/specs/portfolio-reconciliation-green-refactor/spec.md"));
    assert!(spec.contains("### Requirement: Working code\n\nThis SHALL hold: Every test passes"), "{spec}");
    assert!(
        spec.contains("- **WHEN** `cargo fmt --check` is run\n- **THEN** it ends with exit code 0"),
        "{spec}"
    );
    let tasks = scratch.read(&format!("{folder}/tasks.md"));
    assert!(tasks.contains("## 2. REFACTOR: Better code\n\n- [x] 2.1 "), "{tasks}");
}

#[test]
fn phases_and_changes_that_are_not_there_are_told_with_the_nearest_name() {
    let scratch = exported();
    let run = scratch.callsheet(&["export", "openspec", "GREN"]);
    assert_eq!((run.code, run.stderr.contains("did you mean `GREEN`?")), (2, true), "{}", run.stderr);
    let run = scratch.callsheet(&["export", "openspec", "--change", "add-portfolio"]);
    assert_eq!((run.code, run.stderr.contains("states no change")), (2, true), "{}", run.stderr);
}

#[test]
fn rendering_leaves_the_folders_of_other_tools_alone() {
    let scratch = exported();
    scratch.succeed(&["render"]);
    let files = scratch.files("output");
    assert!(files.iter().any(|it| it.0.ends_with("WORKFLOW.md")), "{files:?}");
    assert!(files.iter().all(|it| !it.0.contains("openspec")));
}
