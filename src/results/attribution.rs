//! Which work a commit belongs to, and why we think so. What is only inferred never ticks anything.

use crate::history::{Commit, RepositoryHistory};
use crate::plan::{Plan, Service, covers};
use std::fmt;

/// The work that a commit, or some of its files, belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution<'a> {
    /// Id of a service or a phase of the plan; `None` for what matches nothing.
    pub target: Option<&'a str>,
    /// Why.
    pub why: Why<'a>,
    /// The files that are meant; all of the commit's, if it is attributed as a whole.
    pub files: Vec<&'a str>,
}

/// Why something is attributed, the strongest reason first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why<'a> {
    /// A trailer says it.
    Trailer(&'a str),
    /// A path of the service covers the file.
    Path(&'a str),
    /// The scope of the subject names it.
    Scope(&'a str),
    /// The commit is on the branch of the phase.
    Branch(&'a str),
    /// Nothing fits.
    Nothing,
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trailer(key) => write!(formatter, "trailer {key}"),
            Self::Path(pattern) => write!(formatter, "path {pattern}"),
            Self::Scope(scope) => write!(formatter, "scope ({scope})"),
            Self::Branch(branch) => write!(formatter, "branch {branch}"),
            Self::Nothing => formatter.write_str("nothing matches"),
        }
    }
}

/// Attributes a commit: by its trailers; else file by file, by the paths of services; else by the scope of
/// its subject; else by the branch that it was read on. A commit may belong to several services.
pub fn attribute<'a>(
    plan: &'a Plan,
    repository: &'a RepositoryHistory,
    commit: &'a Commit,
    branch: Option<&str>,
) -> Vec<Attribution<'a>> {
    let files: Vec<&str> = commit.changes.iter().flatten().map(|it| it.path.as_str()).collect();
    let stated = by_trailers(plan, commit);
    if !stated.is_empty() {
        return stated.into_iter().map(|(id, why)| whole(id, why, &files)).collect();
    }
    let (mut found, rest) = by_paths(plan, repository, &files);
    if rest.is_empty() && !found.is_empty() {
        return found;
    }
    let inferred = by_scope(plan, commit).or_else(|| by_branch(plan, branch));
    match inferred {
        Some((id, why)) => found.push(whole(id, why, &rest)),
        None => found.push(Attribution { target: None, why: Why::Nothing, files: rest }),
    }
    found
}

fn whole<'a>(id: &'a str, why: Why<'a>, files: &[&'a str]) -> Attribution<'a> {
    Attribution { target: Some(id), why, files: files.to_vec() }
}

/// Services that trailers name, or else the phase.
fn by_trailers<'a>(plan: &'a Plan, commit: &'a Commit) -> Vec<(&'a str, Why<'a>)> {
    let values = |key: &'static str| {
        commit
            .message
            .trailers
            .iter()
            .filter(move |it| it.key.eq_ignore_ascii_case(key))
            .map(|it| it.value.trim())
    };
    let service = |id| plan.service(id).map(|it| (it.id.as_str(), Why::Trailer("Plan-Service")));
    let phase = |id| plan.phase(id).map(|it| (it.id.as_str(), Why::Trailer("Plan-Phase")));
    let services: Vec<_> = values("Plan-Service").filter_map(service).collect();
    if services.is_empty() { values("Plan-Phase").filter_map(phase).take(1).collect() } else { services }
}

/// Files by the services whose paths cover them, and those that none covers.
fn by_paths<'a>(
    plan: &'a Plan,
    repository: &RepositoryHistory,
    files: &[&'a str],
) -> (Vec<Attribution<'a>>, Vec<&'a str>) {
    let mut found: Vec<Attribution<'a>> = Vec::new();
    let mut rest = Vec::new();
    for &file in files {
        let Some((id, pattern)) = covering(plan, repository, file) else {
            rest.push(file);
            continue;
        };
        let why = Why::Path(pattern);
        match found.iter_mut().find(|it| it.target == Some(id) && it.why == why) {
            Some(attribution) => attribution.files.push(file),
            None => found.push(whole(id, why, &[file])),
        }
    }
    (found, rest)
}

/// The service of this repository whose longest path covers a file.
fn covering<'a>(plan: &'a Plan, repository: &RepositoryHistory, file: &str) -> Option<(&'a str, &'a str)> {
    let here = |it: &&Service| {
        plan.repository(it.repository.as_ref()).is_some_and(|it| it.id.as_str() == repository.id)
    };
    let paths = |service: &'a Service| {
        let paths = service.paths.iter().map(|it| it.value.as_str()).chain(service.target.as_deref());
        paths.map(move |it| (service.id.as_str(), it))
    };
    let all = plan.services.iter().filter(here).flat_map(paths);
    all.filter(|it| covers(it.1, file)).max_by_key(|it| it.1.len())
}

fn by_scope<'a>(plan: &'a Plan, commit: &'a Commit) -> Option<(&'a str, Why<'a>)> {
    let scope = commit.message.scope.as_deref()?;
    let service = plan.service(scope).map(|it| it.id.as_str());
    let id = service.or_else(|| plan.phase(scope).map(|it| it.id.as_str()))?;
    Some((id, Why::Scope(scope)))
}

fn by_branch<'a>(plan: &'a Plan, branch: Option<&str>) -> Option<(&'a str, Why<'a>)> {
    let branch = branch?;
    let mut phases = plan.phases.iter().filter(|it| it.branch.as_ref().is_some_and(|it| it.value == branch));
    let phase = phases.next()?;
    let named = phase.branch.as_ref()?;
    // Two phases on one branch cannot be told apart by it.
    phases.next().is_none().then_some((phase.id.as_str(), Why::Branch(&named.value)))
}
