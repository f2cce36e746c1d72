//! What a plan needs to know from history.

use crate::history::{
    Edge, Place, RecordsRequest, RepositoryHistory, RepositoryRequest, Request, TestRule, Window,
    WindowRequest, mentions, moment,
};
use crate::plan::{Plan, PullRequest, Repository, Session, Spanned};
use crate::zones::Zone;
use std::collections::HashSet;
use std::path::Path;

/// What to read for a plan. `project` is the folder that repository paths start from, `plans` the one
/// that facts files stand in; `gap` is the longest pause within a session, in minutes.
pub fn wanted(plan: &Plan, project: &Path, plans: &Path, gap: u32) -> Request {
    let named = named(plan);
    let repositories = plan.repositories.iter().map(|repository| RepositoryRequest {
        id: repository.id.as_str().to_owned(),
        place: place(repository, project, plans),
        records: Some(RecordsRequest {
            branches: branches(plan, repository),
            since: repository.since.as_ref().map(|it| it.value.clone()),
        }),
        windows: windows(plan, repository, gap),
        paths: paths(plan, repository),
        folder: Some(results_folder(plan)),
        documents: documents(plan, repository),
        named: named.clone(),
        standings: standings(plan, repository),
        default_branch: repository.default_branch.as_ref().map(|it| it.value.clone()),
        test_rules: test_rules(plan),
    });
    Request { repositories: repositories.collect(), ..Request::default() }
}

/// The folder of a repository in which the results of this plan's checks are kept.
pub fn results_folder(plan: &Plan) -> String {
    format!("results/{}", plan.project.id)
}

fn place(repository: &Repository, project: &Path, plans: &Path) -> Place {
    match (&repository.path, &repository.facts) {
        (_, Some(facts)) => Place::Facts(plans.join(&facts.value)),
        (Some(path), None) => Place::Repository(project.join(&path.value)),
        (None, None) => Place::Elsewhere,
    }
}

/// How tests are found beside the rules that are built in.
pub(super) fn test_rules(plan: &Plan) -> Vec<TestRule> {
    let texts = |it: &[Spanned<String>]| it.iter().map(|it| it.trim_start().to_owned()).collect();
    let rule = |it: &crate::plan::TestRule| TestRule {
        language: it.language.value.clone(),
        files: texts(&it.files),
        starts: texts(&it.starts),
    };
    plan.test_rules.iter().map(rule).collect()
}

/// Branches that the plan names: those of phases and those that pull requests merge.
fn branches(plan: &Plan, repository: &Repository) -> Vec<String> {
    let of_phases = plan.phases.iter().filter_map(|it| it.branch.as_ref());
    let of_pulls = plan.pull_requests.iter().filter(|it| belongs(plan, it, repository)).map(|it| &it.head);
    let mut branches: Vec<String> = of_phases.chain(of_pulls).map(|it| it.value.clone()).collect();
    branches.sort();
    branches.dedup();
    branches
}

/// Branches to compare with their bases: those that its pull requests merge, and every other name of a branch that
/// the plan has, since work in several repositories often has one.
fn standings(plan: &Plan, repository: &Repository) -> Vec<(String, Option<String>)> {
    let base = |it: &PullRequest| it.base.as_ref().map(|it| it.value.clone());
    let own = plan.pull_requests.iter().filter(|it| belongs(plan, it, repository));
    let own = own.map(|it| (it.head.value.clone(), base(it)));
    let phases = plan.phases.iter().filter_map(|it| it.branch.as_ref());
    let names = phases.chain(plan.pull_requests.iter().map(|it| &it.head));
    let names = names.map(|it| (it.value.clone(), None));
    let mut seen = HashSet::new();
    own.chain(names).filter(|it| seen.insert(it.0.clone())).collect()
}

/// The commits of a repository that only branches have which are neither checked out nor named in the plan.
/// They are part of a session, but the plan does not build on them.
pub(super) fn aside<'a>(plan: &Plan, repository: &'a RepositoryHistory) -> HashSet<&'a str> {
    let planned = plan.repositories.iter().find(|it| it.id.as_str() == repository.id);
    let named = planned.map_or_else(Vec::new, |it| branches(plan, it));
    let is_aside = |it: &&Window| {
        repository.is_aside(it) && !it.branch.as_ref().is_some_and(|branch| named.contains(branch))
    };
    let (aside, own): (Vec<&Window>, Vec<&Window>) = repository.windows.iter().partition(is_aside);
    let commits = |windows: Vec<&'a Window>| -> HashSet<&'a str> {
        windows.into_iter().flat_map(|it| &it.commits).map(String::as_str).collect()
    };
    &commits(aside) - &commits(own)
}

fn belongs(plan: &Plan, pull_request: &PullRequest, repository: &Repository) -> bool {
    let own = plan.repository(pull_request.repository.as_ref());
    own.is_some_and(|it| it.id.as_str() == repository.id.as_str())
}

fn windows(plan: &Plan, repository: &Repository, gap: u32) -> Vec<WindowRequest> {
    let pulls = plan.pull_requests.iter().filter(|it| belongs(plan, it, repository)).map(pull_request_window);
    let sessions = plan.sessions.iter().map(|it| session_window(plan, it));
    let whole = plan.conventions.tests_first.iter().map(|_| whole_work(repository));
    let namesakes = namesakes(plan, repository).into_iter();
    sessions.chain(pulls).chain(namesakes).chain([latest_session(gap)]).chain(whole).collect()
}

/// Branches that pull requests of other repositories merge: one of the same name is part of the same work.
fn namesakes(plan: &Plan, repository: &Repository) -> Vec<WindowRequest> {
    let heads = |own: bool| {
        let pulls = plan.pull_requests.iter().filter(move |it| belongs(plan, it, repository) == own);
        pulls.map(|it| it.head.value.clone())
    };
    let own: Vec<String> = heads(true).collect();
    let mut names: Vec<String> = heads(false).filter(|it| !own.contains(it)).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|branch| WindowRequest::Namesake { branch }).collect()
}

/// Everything that was done in a repository since the plan: which files came first shows in no less.
fn whole_work(repository: &Repository) -> WindowRequest {
    match &repository.since {
        Some(since) => WindowRequest::Range { from: since.value.clone(), to: "HEAD".to_owned() },
        None => WindowRequest::Span { since: None, until: None },
    }
}

/// Documents of a repository, in which people may have named commits.
fn documents(plan: &Plan, repository: &Repository) -> Vec<String> {
    let papers = plan.documents.iter().filter(|it| {
        plan.repository(it.repository.as_ref()).is_some_and(|it| it.id.as_str() == repository.id.as_str())
    });
    papers.map(|it| it.path.value.clone()).collect()
}

/// The commits that the plan itself names.
fn named(plan: &Plan) -> Vec<String> {
    let mentions = plan.sources.iter().flat_map(|it| mentions(&it.text));
    let names: std::collections::BTreeSet<String> = mentions.map(|it| it.name).collect();
    names.into_iter().collect()
}

/// What phases leave behind, documents, and what holds skills: whether they are there.
fn paths(plan: &Plan, repository: &Repository) -> Vec<String> {
    let deliverables = plan.phases.iter().flat_map(|it| &it.deliverables);
    let own = deliverables.filter(|it| {
        plan.repository(it.repository.as_ref()).is_some_and(|it| it.id.as_str() == repository.id.as_str())
    });
    let mut paths: Vec<String> = own.map(|it| it.path.value.clone()).collect();
    let papers = documents(plan, repository).into_iter();
    let skills = plan.skills.iter().filter_map(|it| it.path.clone());
    for path in papers.chain(skills) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The window of a session that the plan names.
pub fn session_window(plan: &Plan, session: &Session) -> WindowRequest {
    let zone = plan.calendar.zone().unwrap_or(Zone::utc());
    let at = |text: Option<&Spanned<String>>, edge| text.and_then(|it| moment(it, edge, &zone));
    let since = session.day.as_ref().or(session.since.as_ref());
    let until = session.day.as_ref().or(session.until.as_ref());
    let span = WindowRequest::Span { since: at(since, Edge::Start), until: at(until, Edge::End) };
    match session.range.as_ref().and_then(|it| it.value.split_once("..")) {
        Some((from, to)) => WindowRequest::Range { from: from.to_owned(), to: to.to_owned() },
        None if since.is_none() && until.is_none() => stated_session(&session.id),
        None => span,
    }
}

/// The window of the commits that state this session as their own.
pub fn stated_session(id: &str) -> WindowRequest {
    let all = WindowRequest::Span { since: None, until: None };
    WindowRequest::Only { of: Box::new(all), author: None, session: Some(id.to_owned()) }
}

/// The window of a pull request that the plan names.
pub fn pull_request_window(pull_request: &PullRequest) -> WindowRequest {
    WindowRequest::Branch {
        base: pull_request.base.as_ref().map(|it| it.value.clone()),
        head: Some(pull_request.head.value.clone()),
    }
}

/// The window of the latest session.
pub fn latest_session(gap: u32) -> WindowRequest {
    WindowRequest::LatestSession { gap }
}
