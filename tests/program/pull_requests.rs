//! PR documents: titles, words and changes out of commits, what the plan adds, limits, and the line that
//! opens the pull request.

use crate::support::Scratch;

/// A repository with one commit on `main`, and the branch checked out.
pub(crate) fn branched(branch: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("README.md", "# Shop\n");
    scratch.commit("chore: begin");
    scratch.git(&["checkout", "--quiet", "-b", branch]);
    scratch
}

fn title(scratch: &Scratch) -> String {
    // Between a hyphen and a number stands what keeps a forge from making a reference of them.
    scratch.succeed(&["pr"]).lines().next().unwrap().replace('\u{200b}', "")
}

#[test]
fn a_title_follows_the_convention_of_the_commits_only_where_they_have_one() {
    let scratch = branched("feature/show-prices");
    scratch.write("a.rs", "1\n");
    scratch.commit("feat(page): a price (#7)");
    assert_eq!(title(&scratch), "# feat(page): a price");
    scratch.write("a.rs", "2\n");
    scratch.commit("fix(page): another price");
    assert_eq!(title(&scratch), "# feat(page): show prices");
    scratch.write("a.rs", "3\n");
    scratch.commit("feat(page)!: cents");
    assert_eq!(title(&scratch), "# feat(page)!: show prices");
    scratch.commit("feat(api): prices");
    assert_eq!(title(&scratch), "# feat!: show prices");
    let plain = branched("ABC-12_tidy-up");
    plain.commit("Tidy one");
    plain.commit("Tidy two");
    assert_eq!(title(&plain), "# ABC-12 tidy up");
    let detached = plain.succeed(&["pr", "--base", "main", "--head", "HEAD~0"]);
    assert!(detached.starts_with("# Tidy two, and 1 more change\n"), "{detached}");
}

#[test]
fn a_range_is_titled_by_its_names_or_by_its_newest_feature_and_the_number_of_others() {
    let scratch = branched("side");
    scratch.git(&["checkout", "--quiet", "main"]);
    scratch.git(&["tag", "v1.0"]);
    for subject in ["feat(page): show prices", "docs(page): tell of prices", "fix: a cent"] {
        scratch.write("a.rs", subject);
        scratch.commit(subject);
    }
    let titled = |base: &str, head: &str| {
        let page = scratch.succeed(&["pr", "--base", base, "--head", head]);
        page.lines().next().unwrap().replace('\u{200b}', "")
    };
    assert_eq!(titled("v1.0", "main"), "# feat(page): changes since v1.0");
    assert_eq!(titled("HEAD~3", "HEAD"), "# feat(page): show prices, and 2 more changes");
    assert_eq!(titled("HEAD~1", "HEAD"), "# fix: a cent");
    scratch.git(&["tag", "v1.1"]);
    assert_eq!(titled("v1.0", "v1.1"), "# feat(page): changes from v1.0 to v1.1");
}

#[test]
fn each_change_is_listed_once_by_type_and_scope_with_the_words_of_the_commits() {
    let scratch = branched("feature/prices");
    scratch.write("src/price.rs", "1\n");
    scratch.commit(
        "feat(page): show prices\n\nPeople ask for prices\n@all, fixes #3.\n\n- in euros\n- in cents\n\n    code\n\n\
         Reviewed-by: Mara <mara@example.org>\nCo-authored-by: Lin <lin@example.org>",
    );
    scratch.write("src/price.rs", "2\n");
    scratch.commit("fixup! feat(page): show prices");
    scratch.write("src/other.rs", "3\n");
    let wrong = scratch.commit("feat(page): show taxes");
    scratch.git(&["revert", "--no-edit", &wrong]);
    scratch.write("src/round.rs", "4\n");
    scratch.commit("feat(page)!: round them\n\nBREAKING CHANGE: prices have two digits");
    scratch.write("src/round.rs", "5\n");
    scratch.commit("docs: tell of prices");
    scratch.write("Cargo.toml", "[package]\n");
    scratch.commit("docs: tell of prices");
    scratch.git(&["checkout", "--quiet", "main"]);
    scratch.commit("chore: meanwhile");
    scratch.git(&["checkout", "--quiet", "feature/prices"]);
    scratch.git(&["merge", "--quiet", "--no-edit", "main"]);
    insta::assert_snapshot!(stable(&scratch));
}

/// The document without what differs in each folder.
fn stable(scratch: &Scratch) -> String {
    let name = scratch.path().file_name().unwrap().to_string_lossy().trim_start_matches('.').to_owned();
    scratch.succeed(&["pr"]).replace(&name, "shop")
}

#[test]
fn commits_without_types_are_listed_by_the_folders_that_they_change() {
    let scratch = branched("tidy");
    for (file, subject) in [
        ("crates/page/src/a.rs", "Show prices"),
        ("crates/api/src/a.rs", "Give prices"),
        ("crates/page/src/b.rs", "Show taxes"),
        ("docs/prices.md", "Tell of prices"),
        ("CHANGES", "List them"),
    ] {
        scratch.write(file, "1\n");
        scratch.commit(subject);
    }
    let document = scratch.succeed(&["pr"]);
    let changes = document.split("## Changes").nth(1).unwrap().split("\n## ").next().unwrap();
    let shape: Vec<&str> =
        changes.lines().filter(|it| !it.is_empty()).map(|it| it.split(" (").next().unwrap()).collect();
    let expected = [
        "**`crates/page`:**",
        "- Show prices",
        "- Show taxes",
        "**`crates/api`:**",
        "- Give prices",
        "**`docs`:**",
        "- Tell of prices",
        "**Other commits:**",
        "- List them",
    ];
    assert_eq!(shape, expected, "{document}");
}

#[test]
fn what_most_subjects_begin_with_is_their_area() {
    let scratch = branched("loose");
    for (file, subject) in
        [("a.c", "setup: read it"), ("b.c", "odb: write it"), ("c.c", "setup: free it"), ("d.c", "Say so")]
    {
        scratch.write(file, "1\n");
        scratch.commit(subject);
    }
    let document = scratch.succeed(&["pr"]);
    let setup = document.split("**`setup`:**").nth(1).unwrap().split("**").next().unwrap();
    assert!(setup.contains("- setup: read it") && setup.contains("- setup: free it"), "{document}");
    assert!(document.contains("**Other commits:**\n\n- Say so"), "{document}");
}

#[test]
fn a_test_that_is_only_removed_ticks_nothing() {
    let scratch = branched("fewer");
    scratch.git(&["checkout", "--quiet", "main"]);
    scratch.write("tests/a.rs", "#[test]\nfn a() {}\n");
    scratch.commit("test: a");
    scratch.git(&["checkout", "--quiet", "-B", "fewer"]);
    scratch.write("tests/a.rs", "\n");
    scratch.commit("test: none");
    let document = scratch.succeed(&["pr"]);
    assert!(document.contains("- [ ] Tests: +0 -1 (Rust, `#[test]`); 1 test file changes"), "{document}");
    assert!(!document.contains("## Testing"), "{document}");
}

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop }
repositories:
  - { id: api, path: ../api }
  - { id: page, path: ../page }
edges:
  - { from: api, to: page, kind: api, reason: GET /prices }
phases:
  - { id: prices, title: Prices, objective: Show them., result: They show. }
pull_requests:
  - { id: api-prices, repository: api, head: feature/prices, number: 7 }
  - id: page-prices
    title: \"feat(page): show prices\"
    repository: page
    head: feature/prices
    summary: Prices are shown.
    performance:
      - { what: a page, before: 2.5 s, after: 200 ms }
      - { what: memory, before: 100 MB, after: 108 MB }
      - { what: calls, before: 3 calls, after: 1 s }
    breaking: [\"`price` is in cents.\"]
    manual_tests: [A page was looked at.]
    deployment: [Start the API first.]
    closes: [12]
";

#[test]
fn a_change_over_several_repositories_shows_the_changes_of_each() {
    let scratch = Scratch::new();
    scratch.write("plan/plans/shop.yaml", PLAN);
    for repository in ["api", "page"] {
        let git = |arguments: &[&str]| scratch.git(&[&["-C", repository], arguments].concat());
        scratch.git(&["init", "--quiet", repository]);
        git(&["commit", "--quiet", "--allow-empty", "--message", "chore: begin"]);
        git(&["checkout", "--quiet", "-b", "feature/prices"]);
        scratch.write(&format!("{repository}/{repository}.rs"), "1\n");
        git(&["add", "--all"]);
        git(&["commit", "--quiet", "--message", &format!("feat: prices of {repository}")]);
    }
    insta::assert_snapshot!(scratch.succeed(&["-C", "plan", "show", "pull-request", "page-prices"]));
    let line = scratch.succeed(&["-C", "plan", "pr", "--repo", "page", "--command", "--draft"]);
    let here = scratch.path().canonicalize().unwrap().display().to_string();
    assert!(
        line.starts_with(&format!("cd '{here}/page' && gh pr create --title 'feat(page): show prices'")),
        "{line}"
    );
    assert!(line.ends_with("--base 'main' --head 'feature/prices' --draft\n"), "{line}");
}

#[test]
fn a_long_body_loses_the_ends_of_its_lists_and_keeps_its_last_lines() {
    let scratch = branched("many");
    let name = "дом-".repeat(12);
    for at in 0..1500 {
        scratch.write(&format!("{name}{at}/x.rs"), "1\n");
    }
    scratch.commit("feat: many files\n\nPlan-Note: ä\nDepends-On: other/tool#3");
    let body = scratch.succeed(&["pr", "--body"]);
    let length = body.encode_utf16().count();
    assert!((60_000..=65_536).contains(&length), "{length}");
    assert!(body.contains("since GitHub takes no more than 65,536 characters."), "{}", &body[..2000]);
    assert!(body.contains("## Checklist") && body.ends_with("\n\nPlan-Note: ä\nDepends-On: other/tool#3\n"));
    let rows = body.lines().filter(|it| it.starts_with("| `дом")).count();
    let left_out = 1500 - rows;
    let (thousands, rest) = (left_out / 1000, left_out % 1000);
    let said = if thousands > 0 { format!("{thousands},{rest:03}") } else { rest.to_string() };
    assert!(rows > 0 && body.contains(&format!("Left out here: {said} lines, since")), "{rows}");
    let whole = scratch.succeed(&["pr", "--body", "--forge", "gitlab"]);
    assert_eq!(whole.lines().filter(|it| it.starts_with("| `дом")).count(), 1500);
}

#[test]
fn the_line_that_opens_it_is_safe_in_a_shell_and_writes_nothing() {
    let scratch = branched("it's;$(id)");
    scratch.write("a.rs", "1\n");
    scratch.commit("feat: say 'hi' `now` $(id)");
    let line = scratch.succeed(&["pr", "--command"]);
    assert!(
        line.starts_with(r"gh pr create --title 'feat: say '\''hi'\'' `now` $(id)' --body-file '"),
        "{line}"
    );
    assert!(line.ends_with("--base 'main' --head 'it'\\''s;$(id)'\n"), "{line}");
    assert!(scratch.files("output").is_empty());
    scratch.git(&["remote", "add", "origin", "https://me:secret@gitlab.example.org/o/shop.git"]);
    let line = scratch.succeed(&["pr", "--command"]);
    assert!(
        line.starts_with("glab mr create --title ")
            && line.contains(" --target-branch 'main' --source-branch "),
        "{line}"
    );
    let line = scratch.succeed(&["pr", "--command", "--forge", "github", "--write"]);
    let files = scratch.files("output");
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].0.ends_with(".body.md") && line.contains(&files[0].0), "{line}");
    assert!(!files[0].1.contains("# feat: say") && files[0].1.contains("## Changes"), "{}", files[0].1);
    let run = scratch.callsheet(&["pr", "--command", "--base", "main~0"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn facts_hold_the_project_but_no_password() {
    let scratch = branched("x");
    scratch.git(&["remote", "add", "origin", "https://me:secret@github.com/o/shop.git"]);
    scratch.write(
        "plans/shop.yaml",
        "schema: 1\nproject: { id: shop, title: Shop }\nrepositories: [{ id: shop, path: . }]\n\
        phases: [{ id: a, title: A, objective: B. }]\n",
    );
    let facts = scratch.succeed(&["facts"]);
    assert!(
        facts.contains("\"host\": \"github.com\"") && facts.contains("\"project\": \"o/shop\""),
        "{facts}"
    );
    assert!(!facts.contains("secret"), "{facts}");
}
