//! Repositories that cannot be read: a clear message, and the documents with their results open.

use super::support::{Run, Scratch, callsheet};
use std::fs;

fn project() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.succeed(&["init"]);
    scratch.commit("feat: x\n\nPlan-Ref: first-plan\nPlan-Service: accounts\nPlan-Step: 1/3 survey done");
    scratch
}

/// Renders, which must work, and gives what was said, without the name of the scratch folder.
fn rendered(scratch: &Scratch) -> String {
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let index = scratch.read("output/first-plan/MASTER_INDEX.md");
    assert!(index.contains("0 of 6 mandatory items"), "{index}");
    said(scratch, &run)
}

fn said(scratch: &Scratch, run: &Run) -> String {
    run.stderr.replace(&scratch.path().display().to_string(), "[project]")
}

fn with_place(scratch: &Scratch, place: &str) {
    let plan = scratch.read("plans/plan.yaml").replace("path: . ", &format!("{place} "));
    scratch.write("plans/plan.yaml", &plan);
}

#[test]
fn a_folder_that_is_missing_costs_only_its_results() {
    let scratch = project();
    with_place(&scratch, "path: ../nowhere-at-all");
    insta::assert_snapshot!(rendered(&scratch));
}

#[test]
fn a_folder_inside_another_repository_is_not_taken_for_it() {
    let scratch = project();
    fs::create_dir(scratch.path().join("sub")).unwrap();
    with_place(&scratch, "path: sub");
    insta::assert_snapshot!(rendered(&scratch));
}

#[test]
fn a_head_that_names_no_commit_is_read_as_far_as_it_goes() {
    let scratch = project();
    fs::write(scratch.path().join(".git/HEAD"), "garbage\n").unwrap();
    insta::assert_snapshot!(rendered(&scratch));
    let run = scratch.callsheet(&["pr"]);
    assert!(run.code == 4 || run.code == 2, "{}: {}", run.code, run.stderr);
}

#[test]
fn commits_that_are_missing_are_told() {
    let scratch = project();
    let first = scratch.git(&["rev-parse", "HEAD"]);
    let second = scratch.commit("feat: y");
    let object = scratch.path().join(".git/objects").join(&first[..2]).join(&first[2..]);
    fs::remove_file(object).unwrap();
    insta::assert_snapshot!(rendered(&scratch).replace(&first, "[first]").replace(&second, "[second]"));
}

#[test]
fn a_facts_file_that_is_no_json_or_too_new_is_told_with_its_line() {
    let scratch = project();
    scratch.write("plans/facts.json", "{\n  \"format\": 1,\n  \"repositories\": [}\n");
    with_place(&scratch, "facts: facts.json");
    insta::assert_snapshot!(rendered(&scratch));
    scratch.write("plans/facts.json", "{ \"format\": 99, \"repositories\": [] }\n");
    insta::assert_snapshot!(rendered(&scratch));
    scratch.write("plans/facts.json", "{ \"format\": 1, \"repositories\": [] }\n");
    insta::assert_snapshot!(rendered(&scratch));
}

#[test]
fn a_revision_that_does_not_exist_is_told_with_the_nearest_one() {
    let scratch = project();
    scratch.git(&["branch", "feature/move"]);
    let run = scratch.callsheet(&["pr", "--base", "main", "--head", "feature/mvoe"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    insta::assert_snapshot!(said(&scratch, &run));
}

#[test]
fn facts_of_a_repository_that_cannot_be_read_are_not_written() {
    let scratch = project();
    with_place(&scratch, "path: nowhere");
    let run = scratch.callsheet(&["facts", "--to", "facts.json"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(!scratch.path().join("facts.json").exists());
}

#[test]
fn trailers_that_name_nothing_of_the_plan_are_warnings() {
    let scratch = project();
    scratch.commit(
        "feat: y\n\nPlan-Ref: first-plan\nPlan-Service: acounts\nPlan-Step: 9/3 finish done\nPlan-Chekc: login pass\n\
         Plan-Check: logn pass\nPlan-Gate: gate-move GOOD\nPlan-Spent: long",
    );
    let head = scratch.git(&["rev-parse", "--short=8", "HEAD"]);
    let run = scratch.callsheet(&["status"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("1/6"), "{}", run.stdout);
    insta::assert_snapshot!(run.stderr.replace(&head, "[commit]"));
}

#[test]
fn strictness_turns_a_warning_about_history_into_a_failure_and_still_does_the_work() {
    let scratch = project();
    scratch.commit("feat: y");
    let origin = format!("file://{}", scratch.path().display());
    scratch.git(&["clone", "--quiet", "--depth=1", &origin, "shallow"]);
    let shallow = scratch.path().join("shallow");
    for arguments in
        [&["wrap"][..], &["status"], &["facts"], &["check"], &["check", "--format", "json"], &["render"]]
    {
        let strict: Vec<&str> = arguments.iter().copied().chain(["--strict"]).collect();
        assert_eq!(callsheet(&shallow, arguments).code, 0, "{arguments:?}");
        let run = callsheet(&shallow, &strict);
        assert_eq!(run.code, 1, "{strict:?}: {}", run.stderr);
        assert_eq!(callsheet(scratch.path(), &strict).code, 0, "{strict:?}");
        let quiet: Vec<&str> = strict.iter().copied().chain(["--quiet"]).collect();
        let run = callsheet(&shallow, &quiet);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{quiet:?}");
    }
    assert!(shallow.join("output/first-plan/MASTER_INDEX.md").exists());
    let run = callsheet(&shallow, &["wrap"]);
    assert!(run.stderr.contains("edge of a shallow clone: 1"), "{}", run.stderr);
    assert!(run.stdout.contains("- commits at the edge of a shallow clone: 1"), "{}", run.stdout);
}

// Case 47.
#[test]
fn the_environment_of_git_does_not_change_which_repositories_a_plan_names() {
    let scratch = project();
    let other = project();
    let run = |folder: &std::path::Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_callsheet"));
        command.current_dir(scratch.path()).args(["facts", "--now", "2026-03-02"]);
        command.env("GIT_DIR", folder.join(".git")).env("GIT_WORK_TREE", folder);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    other.commit("feat: elsewhere");
    let text = run(other.path());
    assert!(text.contains("feat: x") && !text.contains("feat: elsewhere"), "{text}");
    assert_eq!(text, run(scratch.path()));
}

#[test]
fn a_repository_with_long_ids_is_read_through_git_and_named_where_there_is_no_git() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet", "--object-format=sha256"]);
    scratch.succeed(&["init"]);
    scratch.commit("feat: x\n\nPlan-Ref: first-plan\nPlan-Service: accounts\nPlan-Step: 1/3 survey done");
    scratch.succeed(&["render"]);
    let index = scratch.read("output/first-plan/MASTER_INDEX.md");
    assert!(index.contains("1 of 6 mandatory items"), "{index}");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_callsheet"));
    let output =
        command.args(["wrap"]).current_dir(scratch.path()).env("PATH", "/nonexistent").output().unwrap();
    let stderr =
        String::from_utf8(output.stderr).unwrap().replace(&scratch.path().display().to_string(), ".");
    assert!(stderr.contains("has a format that only the `git` program reads"), "{stderr}");
    assert!(stderr.contains("install git 2.45 or newer"), "{stderr}");
}

// Case 46, as any user: this variable is how git's own tests make every repository somebody else's.
#[test]
fn a_repository_that_git_takes_for_another_users_is_left_out_with_the_way_to_trust_it() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet", "--object-format=sha256"]);
    scratch.commit("feat: x");
    let run = |assumed: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_callsheet"));
        let output = command.arg("wrap").current_dir(scratch.path());
        let output = output.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", assumed).output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run("0"), (true, String::new()));
    let (succeeded, stderr) = run("1");
    assert!(!succeeded && stderr.contains("belongs to another user"), "{stderr}");
    assert!(stderr.contains("run `git config --global --add safe.directory '"), "{stderr}");
}
