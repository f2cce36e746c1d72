//! The whole path, as its user walks it: a plan and a repository in, documents out.

use super::support::{Scratch, callsheet};
use std::path::Path;

/// A project with the plan of `callsheet init` and a repository.
fn project() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.succeed(&["init"]);
    scratch.commit("chore: plan the work");
    scratch
}

/// The first fenced `text` block after a line of a page.
fn commit_shape(page: &str, after: &str) -> String {
    let rest = page.split(after).nth(1).unwrap_or_else(|| panic!("no `{after}` in:\n{page}"));
    let block = rest.split("```text\n").nth(1).unwrap();
    block.split("\n```").next().unwrap().to_owned()
}

#[test]
fn steps_committed_as_the_prompt_dictates_are_ticked_and_nothing_else() {
    let scratch = project();
    let prompt = scratch.succeed(&["prompt", "1"]);
    let shape = commit_shape(&prompt, "One commit for each step:");
    assert!(shape.contains("Plan-Step: 1/3 survey done"), "{shape}");
    let shape = shape.replace("<time>", "20m");
    let first = scratch.commit(&shape);
    let second = scratch.commit(&shape.replace("1/3 survey", "2/3 build"));

    scratch.succeed(&["render"]);
    let tracker = scratch.read("output/first-plan/COMPLETION_TRACKER.md");
    let row = |step: &str| tracker.lines().find(|it| it.contains(step)).unwrap().to_owned();
    assert_eq!(row("| 1. `survey`"), format!("| 1. `survey` | `{}` |", &first[..8]));
    assert_eq!(row("| 2. `build`"), format!("| 2. `build` | `{}` |", &second[..8]));
    assert_eq!(row("| 3. `start`"), "| 3. `start` | open |");
    assert!(row("| Orders (`orders`)").contains("| open | 0 of 3 |"), "{tracker}");
    assert!(row("| Progress").contains("2 of 6 mandatory items"), "{}", row("| Progress"));

    let index = scratch.read("output/first-plan/MASTER_INDEX.md");
    assert!(index.contains("| Accounts (`accounts`) | 4 h | 8001 | nothing | 2 of 3 |"), "{index}");
    assert!(index.contains("| Orders (`orders`) | 6 h | 8002 | `accounts` | 0 of 3 |"), "{index}");

    let summary = scratch.read("output/first-plan/sessions/SUMMARY_latest.md");
    let ticks: Vec<&str> = summary.lines().filter(|it| it.contains("- [x]")).collect();
    assert_eq!(ticks.len(), 2, "{summary}");
    assert!(ticks[0].contains("1 `survey`") && ticks[0].contains(&first[..8]), "{}", ticks[0]);
    assert!(ticks[1].contains("2 `build`") && ticks[1].contains(&second[..8]), "{}", ticks[1]);

    let prompt = scratch.succeed(&["prompt", "1"]);
    assert!(prompt.contains("**Next:** `accounts`, step 3 of 3, `start`"), "{prompt}");
}

#[test]
fn a_criterion_that_fails_after_it_passed_reopens_the_gate() {
    let scratch = project();
    let about = "Plan-Ref: first-plan\nPlan-Phase: 1";
    scratch.commit(&format!(
        "test: check\n\n{about}\nPlan-Check: login pass\nPlan-Service: accounts\nPlan-Measure: p50=12ms"
    ));
    let status = scratch.succeed(&["status"]);
    assert!(status.contains("PASS     2/2 passed"), "{status}");
    scratch
        .commit(&format!("test: check again\n\n{about}\nPlan-Check: login fail\nPlan-Gate: gate-move PASS"));
    let tracker = scratch.succeed(&["show", "completion-tracker"]);
    let head = scratch.git(&["rev-parse", "HEAD"]);
    assert!(tracker.contains(&format!("FAIL (claimed PASS in `app@{}`), reopened", &head[..8])), "{tracker}");
}

#[test]
fn a_revert_takes_the_records_of_its_commit_back() {
    let scratch = project();
    let done =
        scratch.commit("feat: x\n\nPlan-Ref: first-plan\nPlan-Service: accounts\nPlan-Step: 1/3 survey done");
    assert!(scratch.succeed(&["status"]).contains("1/6"));
    scratch.commit(&format!("Revert \"feat: x\"\n\nThis reverts commit {done}."));
    assert!(scratch.succeed(&["status"]).contains("0/6"));
}

#[test]
fn a_facts_file_gives_the_same_documents_as_its_repository() {
    let scratch = project();
    scratch.commit(
        "feat: x\n\nPlan-Ref: first-plan\nPlan-Service: accounts\nPlan-Step: 1/3 survey done\nPlan-Spent: 1h",
    );
    scratch.write("notes.md", "# Notes\n\ntext\n");
    scratch.commit("docs: write notes");
    scratch.succeed(&["render"]);
    let from_repository = scratch.files("output");
    scratch.succeed(&["facts", "--to", "plans/facts/app.json"]);
    let plan = scratch.read("plans/plan.yaml").replace("path: . ", "facts: facts/app.json ");
    scratch.write("plans/plan.yaml", &plan);
    std::fs::remove_dir_all(scratch.path().join("output")).unwrap();
    std::fs::rename(scratch.path().join(".git"), scratch.path().join("elsewhere")).unwrap();
    scratch.succeed(&["render"]);
    let from_facts = scratch.files("output");
    assert!(from_repository.len() >= 5, "{from_repository:?}");
    for (repository, facts) in from_repository.iter().zip(&from_facts) {
        assert_eq!(repository, facts);
    }
    assert_eq!(from_repository.len(), from_facts.len());
}

#[test]
fn the_committed_documents_of_the_examples_are_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let plans = [
        "trade-backend",
        "trading-adapter-v1",
        "trading-adapter-v2",
        "trading-platform",
        "portfolio-reconciliation",
        "next-feature",
    ];
    let plans = plans.map(|it| format!("plans/{it}.yaml"));
    let arguments: Vec<&str> =
        ["render", "--check"].into_iter().chain(plans.iter().map(String::as_str)).collect();
    let run = callsheet(root, &arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn rendering_again_writes_nothing_and_checking_names_what_is_stale() {
    let scratch = project();
    scratch.succeed(&["render"]);
    let index = scratch.path().join("output/first-plan/MASTER_INDEX.md");
    let before = std::fs::metadata(&index).unwrap().modified().unwrap();
    let run = scratch.callsheet(&["render"]);
    assert!(run.stderr.contains("0 written"), "{}", run.stderr);
    assert_eq!(before, std::fs::metadata(&index).unwrap().modified().unwrap());

    std::fs::write(&index, "changed\n").unwrap();
    let run = scratch.callsheet(&["render", "--check"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("output/first-plan/MASTER_INDEX.md` is stale"), "{}", run.stderr);
    let run = scratch.callsheet(&["render", "--diff"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("-changed"), "{}", run.stdout);
    assert_eq!(std::fs::read_to_string(&index).unwrap(), "changed\n");
}

#[test]
fn a_broken_plan_writes_nothing() {
    let scratch = project();
    let plan = scratch
        .read("plans/plan.yaml")
        .replace("budget: 10h", "budget: 9h")
        .replace("[accounts] ", "[acounts] ");
    scratch.write("plans/plan.yaml", &plan);
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("did you mean `accounts`?"), "{}", run.stderr);
    assert!(run.stderr.contains("9 h"), "{}", run.stderr);
    assert!(!scratch.path().join("output").exists());
}

#[test]
fn a_repository_that_is_missing_leaves_its_results_open() {
    let scratch = Scratch::new();
    scratch.succeed(&["init"]);
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("repository"), "{}", run.stderr);
    let index = scratch.read("output/first-plan/MASTER_INDEX.md");
    assert!(index.contains("not read here"), "{index}");
    assert!(index.contains("0 of 6 mandatory items"), "{index}");
}

#[test]
fn an_empty_repository_and_a_detached_head_are_ordinary() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.succeed(&["init"]);
    scratch.succeed(&["render"]);
    assert!(scratch.read("output/first-plan/MASTER_INDEX.md").contains("no commits yet"));
    scratch.commit("feat: start");
    scratch.git(&["checkout", "--quiet", "--detach"]);
    scratch.succeed(&["render"]);
    assert!(scratch.read("output/first-plan/sessions/SUMMARY_latest.md").contains("1 commit"));
}

#[test]
fn a_branch_and_a_session_need_no_plan() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write("a.txt", "one\ntwo\n");
    scratch.commit("feat: start");
    scratch.git(&["switch", "--quiet", "--create", "topic"]);
    scratch.write("a.txt", "one\nthree\nfour\n");
    scratch.write("docs/b.md", "# B\n");
    scratch.commit("feat(api)!: change a");
    let pr = scratch.succeed(&["pr"]);
    assert!(pr.starts_with("# feat(api)!: change a\n"), "{pr}");
    assert!(pr.contains("| Files | 2: 1 created, 1 modified, 0 renamed, 0 deleted |"), "{pr}");
    assert!(pr.contains("| Lines | +3 -1 |"), "{pr}");
    assert!(pr.contains("## Breaking changes"), "{pr}");
    let summary = scratch.succeed(&["wrap"]);
    assert!(summary.contains("| Commits | 2 |"), "{summary}");
    let empty = scratch.succeed(&["pr", "--base", "topic"]);
    assert!(empty.contains("There is no commit to merge."), "{empty}");
    let nowhere = Scratch::new();
    assert_eq!(nowhere.callsheet(&["wrap"]).code, 4);
}

#[test]
fn modes_and_submodules_are_named_beside_their_files() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    let run = scratch.write("run", "x\n");
    scratch.commit("feat: start");
    scratch.git(&["switch", "--quiet", "--create", "topic"]);
    std::fs::set_permissions(run, std::fs::Permissions::from_mode(0o755)).unwrap();
    scratch.git(&["add", "--all"]);
    let id = "1".repeat(40);
    scratch.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},library")]);
    scratch.git(&["commit", "--quiet", "--message", "feat: more"]);
    let pr = scratch.succeed(&["pr"]);
    assert!(pr.contains("- `library` (submodule, is at `11111111`)"), "{pr}");
    assert!(pr.contains("- `run` (+0 -0, mode 644 to 755)"), "{pr}");
    assert!(pr.contains("| Lines | +0 -0 |"), "{pr}");
}

const TWO_REPOSITORIES: &str = "schema: 1
project: { id: two, title: Two repositories }
repositories:
  - { id: api, path: api }
  - { id: ui, path: ui }
  - { id: lost, path: lost }
patterns:
  - { id: move, title: Move, steps: [{ id: code, title: Move the code }, { id: test, title: Test it }] }
services:
  - { id: server, title: Server, repository: api }
  - { id: client, title: Client, repository: ui, needs: [server] }
phases:
  - id: A
    title: All
    objective: Move both.
    pattern: move
    services: [{ service: server }, { service: client }]
    deliverables:
      - { path: src/main.rs, repository: api }
      - { path: src/main.ts, repository: ui }
      - { path: src/lost.rs, repository: lost }
";

#[test]
fn facts_of_repositories_elsewhere_are_read_together() {
    let (scratch, api, ui) = (Scratch::new(), Scratch::new(), Scratch::new());
    let elsewhere = |id: &str| format!("{{ id: {id}, remote: 'https://git.example.org/{id}.git' }}");
    let places = format!("repositories: [{}, {}]\n", elsewhere("api"), elsewhere("ui"));
    scratch.write(
        "plans/two.yaml",
        &format!(
            "\
schema: 1
project: {{ id: two, title: Two }}
{places}phases:
  - {{ id: A, title: A, objective: Go., tasks: [{{ id: one, text: One }}, {{ id: two, text: Two }}] }}
"
        ),
    );
    for (repository, id, task) in [(&api, "api", "one"), (&ui, "ui", "two")] {
        repository.git(&["init", "--quiet"]);
        repository.write("a.txt", "1\n");
        repository.commit(&format!("feat: {task}\n\nPlan-Ref: two\nPlan-Phase: A\nPlan-Task: {task} done"));
        let place = format!("{id}={}", repository.path().display());
        let run = scratch.callsheet(&["facts", "--repo", &place, "--to", &format!("{id}.json")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let status = |arguments: &[&str]| scratch.callsheet(&[&["status"], arguments].concat());
    let run = status(&[]);
    assert!(
        run.stdout.contains("0 of 2 mandatory items") && run.stderr.is_empty(),
        "{}{}",
        run.stdout,
        run.stderr
    );
    let run = status(&["--from", "api.json"]);
    assert!(run.stdout.contains("1 of 2 mandatory items"), "{}{}", run.stdout, run.stderr);
    let run = status(&["--from", "api.json", "--from", "ui.json"]);
    assert!(run.stdout.contains("2 of 2 mandatory items, 100%"), "{}{}", run.stdout, run.stderr);
    scratch.write("broken.json", "{");
    let run = status(&["--from", "broken.json"]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{}", run.stderr);
    assert_eq!(status(&["--from", "gone.json"]).code, 4);
}

#[test]
fn several_repositories_are_read_as_one_work_and_a_missing_one_costs_only_its_own() {
    let (scratch, api, ui) = (Scratch::new(), Scratch::new(), Scratch::new());
    scratch.write("plans/two.yaml", TWO_REPOSITORIES);
    let mut heads = Vec::new();
    for (repository, name, file, service) in
        [(&api, "api", "src/main.rs", "server"), (&ui, "ui", "src/main.ts", "client")]
    {
        repository.git(&["init", "--quiet"]);
        repository.write(file, "one\ntwo\n");
        let trailers =
            format!("Plan-Ref: two\nPlan-Service: {service}\nPlan-Step: 1/2 code done\nPlan-Spent: 30m");
        heads.push(repository.commit(&format!("feat({service}): move the code\n\n{trailers}")));
        std::os::unix::fs::symlink(repository.path(), scratch.path().join(name)).unwrap();
    }
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("repository `lost` is not at"), "{}", run.stderr);
    let tracker = scratch.read("output/two/COMPLETION_TRACKER.md");
    assert!(
        tracker.contains(&format!("| 1. `code` | `{}` | `{}` |", &heads[0][..8], &heads[1][..8])),
        "{tracker}"
    );
    assert!(tracker.contains(&format!("verified in `ui@{}`", &heads[1][..8])), "{tracker}");
    assert!(tracker.contains("| `src/lost.rs` | not known |"), "{tracker}");
    assert!(tracker.contains("| Spent | 1 h |"), "{tracker}");
    let summary = scratch.succeed(&["wrap", "--plan", "plans/two.yaml"]);
    assert!(summary.contains("| Commits | 2 in 2 repositories |"), "{summary}");
    assert!(summary.contains("| Files | 2: 2 created, 0 modified, 0 renamed, 0 deleted |"), "{summary}");
    assert!(summary.contains("## Repository api") && summary.contains("## Repository ui"), "{summary}");
    let run = scratch.callsheet(&["pr", "--plan", "plans/two.yaml"]);
    assert!(run.code == 2 && run.stderr.contains("say which with `--repo`: api, ui"), "{}", run.stderr);
}
