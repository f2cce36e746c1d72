//! Branches beside those that they are merged into, as `git rev-list` counts them.

use crate::random::random_repository;
use crate::sandbox::{START, Sandbox, one};
use callsheet::history::{Place, RepositoryRequest, Standing, write_facts};

fn standings(sandbox: &Sandbox, asked: &[(&str, Option<&str>)]) -> Vec<Standing> {
    one(request(sandbox, asked)).standings
}

fn request(sandbox: &Sandbox, asked: &[(&str, Option<&str>)]) -> RepositoryRequest {
    let asked = asked.iter().map(|it| (it.0.to_owned(), it.1.map(str::to_owned)));
    RepositoryRequest { standings: asked.collect(), ..sandbox.request(&[]) }
}

/// `merged` came by a merge, `forward` by moving the main branch, `fresh` has nothing, `open` has two commits.
fn branches() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a", "1\n");
    sandbox.commit(0, "root");
    for (minute, branch) in [(10, "merged"), (30, "forward")] {
        sandbox.git(&["checkout", "-q", "-b", branch]);
        sandbox.write(branch, "x\n");
        sandbox.commit(minute, branch);
        sandbox.git(&["checkout", "-q", "main"]);
        let how = if branch == "merged" { "--no-ff" } else { "--ff-only" };
        sandbox.git_at(START + (minute + 10) * 60, &["merge", "-q", how, branch]);
    }
    sandbox.git(&["branch", "fresh"]);
    sandbox.git(&["checkout", "-q", "-b", "open"]);
    sandbox.commit(50, "open one");
    sandbox.commit(60, "open two");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.commit(70, "main goes on");
    sandbox
}

#[test]
fn a_branch_is_counted_both_ways_and_merged_only_by_a_merge() {
    let sandbox = branches();
    let asked = ["merged", "forward", "fresh", "open", "absent", "main"].map(|it| (it, None));
    let found = standings(&sandbox, &asked);
    let told: Vec<_> = found.iter().map(|it| (it.branch.as_str(), it.ahead, it.behind, it.merged)).collect();
    let expected =
        [("merged", 0, 3, true), ("forward", 0, 1, false), ("fresh", 0, 1, false), ("open", 2, 1, false)];
    assert_eq!(told, expected);
    assert!(found.iter().all(|it| it.base == "main"));
    assert_eq!(found[3].commit, sandbox.git(&["rev-parse", "open"]));
    assert_eq!(found[3].committed.timestamp(), START + 60 * 60);
    let other = standings(&sandbox, &[("open", Some("merged")), ("fresh", Some("no-such-branch"))]);
    assert_eq!((other.len(), other[0].ahead, other[0].behind), (1, 4, 0));
}

#[test]
fn a_branch_of_the_remote_stands_in_for_a_local_one() {
    let sandbox = branches();
    sandbox.git(&["update-ref", "refs/remotes/origin/far", "open"]);
    assert_eq!(standings(&sandbox, &[("far", None)])[0].ahead, 2);
}

#[test]
fn standings_in_random_histories_are_those_of_git() {
    for seed in [1, 4, 8] {
        let sandbox = random_repository(seed);
        for (branch, base) in [("side", "main"), ("main", "side")] {
            let Some(found) = standings(&sandbox, &[(branch, Some(base))]).pop() else {
                panic!("seed {seed} has no {branch}")
            };
            let range = format!("{base}...{branch}");
            let told = sandbox.git(&["rev-list", "--left-right", "--count", &range]);
            assert_eq!(told, format!("{}\t{}", found.behind, found.ahead), "{range} of seed {seed}");
        }
    }
}

#[test]
fn facts_give_the_standings_that_are_asked_for() {
    let sandbox = branches();
    let all = one(request(&sandbox, &[("open", None), ("merged", None)]));
    let path = sandbox.path().join("facts.json");
    let history = callsheet::history::History { repositories: vec![all.clone()] };
    sandbox.write("facts.json", write_facts(&history));
    let from_facts = |asked: &[(&str, Option<&str>)]| {
        let place = Place::Facts(path.clone());
        one(RepositoryRequest { place, ..request(&sandbox, asked) }).standings
    };
    assert_eq!(from_facts(&[("open", None), ("merged", Some("main"))]), all.standings);
    assert_eq!(from_facts(&[("open", Some("fresh")), ("fresh", None)]), []);
}
