//! How many tests work adds, in every document that says so, with the rule that found them.

use super::support::Scratch;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop }
repositories: [{ id: shop, path: . }]
test_rules: [{ language: Zig, files: ['*.zig'], starts: ['  test \"'] }]
phases: [{ id: 1, title: One, objective: Go. }]
sessions:
  - { id: day, range: \"start..main\", tests_added: 50+ }
pull_requests:
  - { id: first, head: main, base: start, tests_added: 4-5 }
";

/// A commit with two tests in Go, and one that takes one of them away and adds others.
fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write(
        "cart_test.go",
        "package cart\n\nfunc TestAdd(t *testing.T) {\n}\n\nfunc TestBuy(t *testing.T) {\n}\n",
    );
    scratch.commit("feat: the cart");
    scratch.git(&["branch", "start"]);
    scratch.write("cart_test.go", "package cart\n\nfunc TestAdd(t *testing.T) {\n}\n");
    scratch.write("src/lib.rs", "#[test]\nfn one() {}\n\n#[tokio::test]\nasync fn two() {}\n");
    scratch.write("till.zig", "test \"rings\" {\n}\n");
    scratch.write("src/odd.rs", "#[test]\nfn odd() {}\n// \0\n");
    scratch.commit("test: more");
    scratch
}

fn lines(page: &str, with: &str) -> String {
    page.lines().filter(|it| it.contains(with)).collect::<Vec<_>>().join("\n")
}

#[test]
fn documents_without_a_plan_name_the_rules_and_what_is_not_counted() {
    let scratch = shop();
    let figure = "+2 -1 (Go +0 -1, `func Test`; Rust +2 -0, `#[*::test]`, `#[test]`); not counted in 1 file";
    let summary = scratch.succeed(&["wrap", "--range", "start..main"]);
    assert_eq!(lines(&summary, "| Tests |"), format!("| Tests | {figure} |"));
    assert!(summary.contains(&format!("Tests, net: {figure}.\n")), "{summary}");
    let brief = scratch.succeed(&["wrap", "--range", "start..main", "--short"]);
    assert!(brief.contains(&format!("; tests {figure}\n")), "{brief}");
    let pull_request = scratch.succeed(&["pr", "--base", "start"]);
    assert_eq!(lines(&pull_request, "| Tests |"), format!("| Tests | {figure} |"));
    let box_ = lines(&pull_request, "] Tests:");
    assert_eq!(box_, format!("- [x] Tests: {figure}; 1 test file changes"));
}

#[test]
fn a_plan_adds_rules_and_its_figures_are_compared() {
    let scratch = shop();
    scratch.write("plans/shop.yaml", PLAN);
    // While the tests of one file are not known, nothing can be held against a figure.
    let run = scratch.callsheet(&["render"]);
    assert_eq!((run.code, run.stderr.contains("is said to have added")), (0, false), "{}", run.stderr);
    std::fs::remove_file(scratch.path().join("src/odd.rs")).unwrap();
    scratch.commit("fix: an odd file");
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!("added-tests-stated", run.stderr);
    let figure = "+3 -1 (Go +0 -1, `func Test`; Rust +2 -0, `#[*::test]`, `#[test]`; Zig +1 -0, `test \"`)";
    for page in ["sessions/SUMMARY_day.md", "prs/PR_first.md"] {
        let page = scratch.read(&format!("output/shop/{page}"));
        assert_eq!(lines(&page, "| Tests |"), format!("| Tests | {figure} |"));
    }
    let tracker = scratch.read("output/shop/COMPLETION_TRACKER.md");
    assert!(lines(&tracker, "SUMMARY_day.md").contains(&format!("| {figure} |")), "{tracker}");
    scratch.write("plans/shop.yaml", &PLAN.replace("50+", "3").replace("4-5", "2+"));
    let run = scratch.callsheet(&["render"]);
    assert!(!run.stderr.contains("is said to have added"), "{}", run.stderr);
}

#[test]
fn where_nothing_is_searched_nothing_is_said_and_a_zero_is_only_said_of_what_was() {
    let scratch = shop();
    scratch.git(&["branch", "--force", "start"]);
    scratch.write("notes.md", "Notes.\n");
    scratch.commit("docs: notes");
    let summary = scratch.succeed(&["wrap", "--range", "start..main"]);
    assert!(!summary.contains("Tests"), "{summary}");
    scratch.write("src/lib.rs", "#[test]\nfn one() { 1; }\n\n#[tokio::test]\nasync fn two() {}\n");
    scratch.commit("fix: one");
    let summary = scratch.succeed(&["wrap", "--range", "main~1..main"]);
    assert_eq!(lines(&summary, "| Tests |"), "| Tests | none added or removed |");
    scratch.write("src/odd.rs", "// \0\n");
    scratch.commit("fix: odd");
    let summary = scratch.succeed(&["wrap", "--range", "main~1..main"]);
    assert_eq!(lines(&summary, "| Tests |"), "| Tests | not counted in 1 file |");
}
