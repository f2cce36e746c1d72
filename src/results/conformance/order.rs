//! Tests before code: which commit first touches the one, and which the other.

use super::{About, Conformity, Finding, Reason, Rule, Scene};
use crate::history::{ChangeKind, Commit, RepositoryHistory};
use crate::plan::{Phase, Plan, Tag, TestsFirst};
use crate::results::attribute;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The first commits of a piece of work that touch its tests and its code.
#[derive(Clone, Copy, Debug, Default)]
struct Firsts<'a> {
    tests: Option<First<'a>>,
    code: Option<First<'a>>,
}

/// A commit with its place in the history of its repository, oldest first.
#[derive(Clone, Copy, Debug)]
struct First<'a> {
    place: usize,
    repository: &'a RepositoryHistory,
    commit: &'a Commit,
}

/// A piece of work: a service, a task or a phase, each by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work<'a> {
    Service(&'a str),
    Task(&'a str),
    Phase(&'a str),
}

/// Every service, task and phase of which some commit touches code.
pub(super) fn tests_first(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(rule) = &scene.plan.conventions.tests_first else { return Vec::new() };
    let firsts = firsts(scene, rule);
    works(scene.plan).filter_map(|work| finding(scene.plan, &firsts, work)).collect()
}

fn works(plan: &Plan) -> impl Iterator<Item = Work<'_>> {
    let services = plan.services.iter().map(|it| Work::Service(it.id.as_str()));
    let tasks = plan.phases.iter().flat_map(|it| &it.tasks).map(|it| Work::Task(it.id.as_str()));
    services.chain(tasks).chain(plan.phases.iter().map(|it| Work::Phase(it.id.as_str())))
}

fn firsts<'a>(scene: &Scene<'a>, rule: &TestsFirst) -> BTreeMap<Work<'a>, Firsts<'a>> {
    let mut all: BTreeMap<Work<'a>, Firsts<'a>> = BTreeMap::new();
    for repository in &scene.history.repositories {
        let branches = branches(repository);
        // Children stand before parents, so the last are the first.
        for (place, commit) in repository.commits.iter().rev().enumerate() {
            let is_aside = scene.aside.contains(commit.id.as_str());
            if is_aside || !super::follows(commit, scene.plan.project.id.as_str()) {
                continue;
            }
            let first = First { place, repository, commit };
            let branch = branches.get(commit.id.as_str()).copied();
            for (work, files) in belongs(scene.plan, (repository, branch), commit) {
                let firsts = all.entry(work).or_default();
                let written = |is: &dyn Fn(&str) -> bool| files.iter().any(|it| is(it));
                if firsts.tests.is_none() && written(&|it| rule.is_test(it)) {
                    firsts.tests = Some(first);
                }
                if firsts.code.is_none() && written(&|it| rule.is_code(it)) {
                    firsts.code = Some(first);
                }
            }
        }
    }
    all
}

/// The branch on which each commit of a window was read.
fn branches(repository: &RepositoryHistory) -> HashMap<&str, &str> {
    let windows = repository.windows.iter().rev();
    let named = windows.filter_map(|it| Some((it.branch.as_deref()?, &it.commits)));
    named.flat_map(|(branch, commits)| commits.iter().map(move |it| (it.as_str(), branch))).collect()
}

/// The work that a commit belongs to, with the files of it that the commit wrote.
fn belongs<'a>(
    plan: &'a Plan,
    (repository, branch): (&'a RepositoryHistory, Option<&str>),
    commit: &'a Commit,
) -> Vec<(Work<'a>, Vec<&'a str>)> {
    let changes = commit.changes.iter().flatten();
    let written: HashSet<&str> =
        changes.filter(|it| it.kind != ChangeKind::Deleted).map(|it| it.path.as_str()).collect();
    let attributed = attribute(plan, repository, commit, branch).into_iter().filter_map(|it| {
        let files = it.files.into_iter().filter(|it| written.contains(it)).collect();
        let target = it.target?;
        let service = plan.service(target).map(|it| Work::Service(it.id.as_str()));
        Some((service.unwrap_or(Work::Phase(target)), files))
    });
    let mut all: Vec<(Work<'a>, Vec<&'a str>)> = attributed.collect();
    let tasks = plan.phases.iter().flat_map(|it| &it.tasks).filter(|it| names_task(commit, &it.id));
    all.extend(tasks.map(|it| (Work::Task(it.id.as_str()), written.iter().copied().collect())));
    all
}

fn names_task(commit: &Commit, id: &str) -> bool {
    let tasks = commit.message.trailers.iter().filter(|it| it.key.eq_ignore_ascii_case("plan-task"));
    tasks.filter_map(|it| it.value.split_whitespace().next()).any(|it| it == id)
}

fn finding<'a>(plan: &'a Plan, firsts: &BTreeMap<Work<'a>, Firsts<'a>>, work: Work<'a>) -> Option<Finding> {
    let own = firsts.get(&work)?;
    let code = own.code?;
    let earlier = match work {
        Work::Phase(id) => earlier_tests(plan, firsts, id),
        Work::Task(id) => earlier_tests(plan, firsts, phase_of(plan, id)?),
        Work::Service(_) => None,
    };
    // Of a task that has no tests of its own, its phase tells.
    if own.tests.is_none() && earlier.is_some() && matches!(work, Work::Task(_)) {
        return None;
    }
    let tests = own.tests.or(earlier);
    let finding = Finding::new(Rule::TestsFirst, work.about()).shown_by(&code.repository.id, &code.commit.id);
    let Some(tests) = tests else {
        return Some(finding.stands(Conformity::Unknown, Reason::NoTests));
    };
    let finding = finding.shown_by(&tests.repository.id, &tests.commit.id);
    Some(match (tests.repository.id == code.repository.id, tests.place.cmp(&code.place)) {
        (false, _) => finding.stands(Conformity::Unknown, Reason::TwoRepositories),
        (true, std::cmp::Ordering::Less) => finding.stands(Conformity::Kept, None),
        (true, std::cmp::Ordering::Equal) => finding.stands(Conformity::Unknown, Reason::OneCommit),
        (true, std::cmp::Ordering::Greater) => finding.stands(Conformity::Broken, Reason::CodeFirst),
    })
}

fn phase_of<'a>(plan: &'a Plan, task: &str) -> Option<&'a str> {
    let phase = plan.phases.iter().find(|it| it.tasks.iter().any(|it| it.id.as_str() == task))?;
    Some(phase.id.as_str())
}

/// The tests of a phase that only writes tests, and that this phase builds on.
fn earlier_tests<'a>(plan: &'a Plan, firsts: &BTreeMap<Work<'a>, Firsts<'a>>, id: &str) -> Option<First<'a>> {
    let needed = plan.phase(id)?.depends_on.iter().filter_map(|it| plan.phase(it));
    let testing = needed.filter(|it: &&Phase| it.is(Tag::Testing));
    testing.filter_map(|it| firsts.get(&Work::Phase(it.id.as_str()))?.tests).min_by_key(|it| it.place)
}

impl Work<'_> {
    fn about(self) -> About {
        match self {
            Self::Service(id) => About::Service(id.to_owned()),
            Self::Task(id) => About::Task(id.to_owned()),
            Self::Phase(id) => About::Phase(id.to_owned()),
        }
    }
}
