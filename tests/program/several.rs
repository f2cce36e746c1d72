//! Several repositories as one work: one session over all of them, and the order to merge in.

use crate::support::Scratch;
use std::process::Command;

const PLAN: &str = "\
schema: 1
project: { id: shop, title: Shop }
calendar: { zone: Europe/Berlin }
repositories:
  - { id: schemas, path: ../schemas }
  - { id: api, path: ../api }
  - { id: page, path: ../page }
  - { id: gone, path: ../gone }
edges:
  - { from: schemas, to: api, kind: schema, reason: price.proto }
  - { from: api, to: page, kind: api, reason: GET /prices }
phases:
  - { id: prices, title: Prices, objective: Show them., result: They show. }
sessions:
  - { id: sunday, title: Sunday, day: 2026-03-29 }
pull_requests:
  - { id: page-prices, repository: page, head: feature/prices }
  - { id: api-prices, repository: api, head: feature/prices, number: 7 }
";

/// Commits to a repository beside the plan, in one file of the author's.
fn commit(scratch: &Scratch, repository: &str, (at, author): (&str, &str), message: &str) {
    let folder = scratch.path().join(repository);
    scratch.write(&format!("{repository}/{author}.rs"), &format!("// {at}\n"));
    for arguments in [&["add", "--all"][..], &["commit", "--quiet", "--message", message]] {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(&folder).env("GIT_CONFIG_GLOBAL", "/dev/null");
        git.envs([("GIT_AUTHOR_NAME", author), ("GIT_COMMITTER_NAME", author)]);
        git.envs([("GIT_AUTHOR_EMAIL", "x@example.org"), ("GIT_COMMITTER_EMAIL", "x@example.org")]);
        git.envs([("GIT_AUTHOR_DATE", at), ("GIT_COMMITTER_DATE", at)]);
        assert!(git.status().unwrap().success(), "{message}");
    }
}

/// Three repositories with the branch `feature/prices`, and a plan that names a fourth, which is not there.
fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("plan/plans/shop.yaml", PLAN);
    for repository in ["schemas", "api", "page"] {
        scratch.git(&["init", "--quiet", repository]);
        commit(&scratch, repository, ("2026-03-27T10:00:00+01:00", "Ada"), "chore: begin");
        scratch.git(&["-C", repository, "checkout", "--quiet", "-b", "feature/prices"]);
    }
    let add = |repository, at, author, message| commit(&scratch, repository, (at, author), message);
    add("schemas", "2026-03-28T23:30:00+00:00", "Ada", "feat: price schema");
    let endpoint = "feat: prices endpoint\n\nDepends-On: schemas@feature/prices\nPlan-Session: s1";
    add("api", "2026-03-29T03:10:00+02:00", "Mara", endpoint);
    add(
        "page",
        "2026-03-29T04:30:00+02:00",
        "Ada",
        "feat: show prices\n\nDepends-On: api#7\nDepends-On: other/tool#3",
    );
    add("api", "2026-03-29T05:10:00+02:00", "Ada", "fix: rounding\n\nPlan-Spent: 1h30m");
    add("api", "2026-03-29T23:50:00+02:00", "Mara", "feat: more prices\n\nPlan-Session: s1");
    add("page", "2026-03-29T22:00:00+00:00", "Ada", "docs: after midnight");
    scratch
}

/// Runs the program in the folder of the plan, which must succeed.
fn succeed(scratch: &Scratch, arguments: &[&str]) -> String {
    scratch.succeed(&[&["-C", "plan"], arguments].concat())
}

#[test]
fn a_day_of_23_hours_is_summed_up_over_all_repositories_and_one_that_is_missing_is_named() {
    let scratch = shop();
    let run = scratch.callsheet(&["-C", "plan", "wrap", "--session", "sunday"]);
    assert!(run.stderr.contains("repository `gone` is not at `../gone`"), "{}", run.stderr);
    insta::assert_snapshot!(run.stdout);
    let day = succeed(&scratch, &["wrap", "--day", "2026-03-29"]);
    assert_eq!(day.replace("2026-03-29\n", "Sunday\n"), run.stdout);
    let utc = succeed(&scratch, &["wrap", "--day", "2026-03-29", "--zone", "utc"]);
    assert!(utc.contains("2026-03-29 00:00 +0000 to 2026-03-29 23:59 +0000, 24 h, in UTC"), "{utc}");
    assert!(utc.contains("after midnight") && !utc.contains("price schema"), "{utc}");
}

#[test]
fn a_session_is_chosen_by_author_and_by_trailer_and_a_wrong_name_is_told() {
    let scratch = shop();
    let stated = succeed(&scratch, &["wrap", "--session", "s1", "--short"]);
    assert!(stated.contains("2 commits, summed over these alone 1 file created"), "{stated}");
    assert!(stated.contains("**Only commits with:** `Plan-Session:` `s1`"), "{stated}");
    assert!(stated.contains("**Commit span:** 20 h 40 min"), "{stated}");
    let mara = succeed(&scratch, &["wrap", "--author", "MARA", "--day", "2026-03-29"]);
    assert!(mara.contains("| Written by | Mara (2) |") && !mara.contains("rounding"), "{mara}");
    let run = scratch.callsheet(&["-C", "plan", "wrap", "--session", "s2"]);
    assert_eq!(run.code, 2);
    insta::assert_snapshot!(run.stderr.split("error").last().unwrap());
}

#[test]
fn effort_is_only_what_commits_state() {
    let scratch = shop();
    let summary = succeed(&scratch, &["wrap", "--day", "2026-03-29"]);
    assert!(summary.contains("| Spent | 1 h 30 min, as recorded |"), "{summary}");
    assert!(summary.contains("| Commit span | 22 h 20 min |"), "{summary}");
    let none = succeed(&scratch, &["wrap", "--author", "mara"]);
    assert!(!none.contains("Spent"), "{none}");
}

#[test]
fn a_session_of_several_days_is_titled_by_the_first_and_the_last() {
    let scratch = shop();
    let titled = |more: &[&str]| {
        let page =
            succeed(&scratch, &[&["wrap", "--since", "2026-03-27", "--until", "2026-03-29"], more].concat());
        page.lines().next().unwrap().to_owned()
    };
    assert_eq!(titled(&[]), "# Session summary: 2026-03-27 to 2026-03-29");
    assert_eq!(titled(&["--short"]), "# Session 2026-03-27 to 2026-03-29");
}

#[test]
fn pull_requests_show_both_directions_and_the_order_to_merge_in() {
    let scratch = shop();
    insta::assert_snapshot!(succeed(&scratch, &["show", "pull-request", "api-prices"]));
    let page = succeed(&scratch, &["show", "pull-request", "page-prices"]);
    assert!(page.contains("- `other/tool#3`, which is not in this plan"), "{page}");
    assert!(page.contains("3. `page@feature/prices` **(this one)**; after 2"), "{page}");
    // The branch of a repository for which the plan has no pull request is a part of the same work.
    let schemas = succeed(&scratch, &["pr", "--repo", "schemas"]);
    assert!(schemas.contains("1. `schemas@feature/prices` **(this one)**"), "{schemas}");
    let waits = "- Waits for this: `api#7`, because `api@";
    assert!(schemas.contains(waits) && schemas.contains("schema: price.proto"), "{schemas}");
}

#[test]
fn the_short_form_has_files_documents_and_pull_requests_beside_each_repository() {
    let scratch = shop();
    let told = "\
{ id: sunday, title: Sunday, day: 2026-03-29, pull_requests: [api-prices, page-prices], repositories: [
      { repository: api, reason: serves prices }, { repository: gone, reason: comes later }] }";
    let plan = PLAN
        .replace("{ id: sunday, title: Sunday, day: 2026-03-29 }", told)
        .replace("number: 7 }", "number: 7, state: draft }");
    scratch.write("plan/plans/shop.yaml", &plan);
    scratch.write("page/docs/prices.md", "# Prices\n\nThree words more\n");
    scratch.write("page/docs/units.md", "# Units\n");
    for file in 0..9 {
        scratch.write(&format!("page/src/{file}.ts"), "price\n");
    }
    commit(&scratch, "page", ("2026-03-29T06:00:00+02:00", "Ada"), "docs: describe prices");
    let brief = succeed(&scratch, &["wrap", "--session", "sunday", "--short"]);
    for line in [
        "- **Repository `api`** (serves prices), reached from `feature/prices`: 3 commits, ",
        "    - Pull request #7, draft, as the plan says: api-prices\n",
        "    - Pull request `feature/prices`, not merged: page-prices\n",
        "    - Created (+13 -0): `docs/prices.md`, `docs/units.md`, `src/0.ts`, ",
        "`src/5.ts`, and 3 more files\n",
        "    - Modified (+1 -1): `Ada.rs`\n",
        "- **Repository `gone`** (comes later): no commits in this session\n",
        "- **Documentation:** 2 documents, 4 lines, 7 words: `page:docs/prices.md` (3 lines), `page:docs/units.md` (1 line)\n",
    ] {
        assert!(brief.contains(line), "{line}\n{brief}");
    }
    let summary = crate::support::flat(&succeed(&scratch, &["wrap", "--session", "sunday"]));
    for line in [
        "| `page:docs/prices.md` | 3 | 5 | +3 -0 |",
        "| **Total** | 4 | 7 | +4 -0 |",
        "Its part in the session: serves prices",
        "- `gone`: comes later",
    ] {
        assert!(summary.contains(line), "{line}\n{summary}");
    }
    // Of what is merged, git decides.
    scratch.git(&["-C", "api", "checkout", "--quiet", "-"]);
    scratch.git(&["-C", "api", "merge", "--quiet", "--no-ff", "-m", "merge prices", "feature/prices"]);
    let brief = succeed(&scratch, &["wrap", "--session", "sunday", "--short"]);
    assert!(brief.contains("    - Pull request #7, merged: api-prices\n"), "{brief}");
}

#[test]
fn pull_requests_that_wait_for_each_other_are_told_of() {
    let scratch = shop();
    let message = "feat: wait\n\nDepends-On: page@feature/prices";
    commit(&scratch, "schemas", ("2026-03-29T06:00:00+02:00", "Ada"), message);
    let run = scratch.callsheet(&["-C", "plan", "show", "pull-request", "api-prices"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let circle = run.stderr.split("\n\n").find(|it| it.contains("merge-circle")).unwrap_or_default();
    insta::assert_snapshot!(circle);
    assert!(run.stdout.contains("There is none: each of these waits for the next"), "{}", run.stdout);
}

#[test]
fn facts_hold_the_windows_that_are_asked_for() {
    let scratch = shop();
    let windows = [
        &["--day", "2026-03-29", "--author", "mara"][..],
        &["--session", "s1"],
        &["--since", "2026-03-29T02:30", "--until", "2026-03-29T12:00"],
    ];
    for window in windows {
        let repositories =
            ["facts", "--repo", "api", "--repo", "page", "--repo", "schemas", "--to", "facts.json"];
        succeed(&scratch, &[&repositories[..], window].concat());
        let direct = succeed(&scratch, &[&["wrap"], window].concat());
        let told = [&["--from", "facts.json", "wrap"], window].concat();
        assert_eq!(succeed(&scratch, &told), direct, "{window:?}");
    }
}

#[test]
fn a_day_that_the_zone_left_out_and_a_zone_that_is_none_are_refused() {
    let scratch = shop();
    let said = |arguments: &[&str]| {
        let run = scratch.callsheet(&[&["-C", "plan", "wrap"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        run.stderr
    };
    let left_out = said(&["--day", "2011-12-30", "--zone", "Pacific/Apia"]);
    assert!(left_out.contains("there is no 2011-12-30 in the time zone `Pacific/Apia`"), "{left_out}");
    let misspelt = said(&["--day", "today", "--zone", "Europe/Berln"]);
    assert!(misspelt.contains("did you mean `Europe/Berlin`?"), "{misspelt}");
}
