//! Pull requests of several repositories as one work: what must be merged before what, and why.

use super::depends::{Named, named};
use super::pull_request_window;
use crate::diagnostics::{Code, Diagnostic};
use crate::history::{Commit, History, RepositoryHistory, Window, WindowRequest};
use crate::plan::{EdgeKind, Node, Plan, PullRequest, order};

/// All pull requests that are known: those of the plan, and branches that were looked for or named.
#[derive(Clone, Debug, Default)]
pub struct Merging<'a> {
    /// Those of the plan in its order, then the others by repository.
    pub pulls: Vec<Pull<'a>>,
    /// Those that the plan joins as related.
    related: Vec<(usize, usize)>,
}

/// A branch that wants to be merged, by what is known of it.
#[derive(Clone, Debug)]
pub struct Pull<'a> {
    /// Id of its repository.
    pub repository: &'a str,
    /// Its branch; `None` where a commit names it by number only.
    pub branch: Option<String>,
    /// Its number at the forge.
    pub number: Option<u32>,
    /// What the plan says of it.
    pub planned: Option<&'a PullRequest>,
    /// Its commits, if they could be read.
    pub found: Option<(&'a RepositoryHistory, &'a Window)>,
    /// What must be merged before it.
    pub needs: Vec<Need<'a>>,
    /// Values of `Depends-On` that name nothing that is known, each once.
    pub elsewhere: Vec<&'a str>,
}

/// Something that must be merged before, and why.
#[derive(Clone, Debug)]
pub struct Need<'a> {
    /// Index of the other pull request.
    pub pull: usize,
    /// Why.
    pub because: Because<'a>,
}

/// Why one pull request must be merged before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because<'a> {
    /// An edge of the plan says so, by index.
    Edge(usize),
    /// A phase of the one depends on a phase of the other: both ids, the earlier phase first.
    Phases(&'a str, &'a str),
    /// A commit says so: id of its repository, full object id, value of its `Depends-On`.
    Commit(&'a str, &'a str, &'a str),
}

/// Finds all pull requests, and what each needs.
pub fn merging<'a>(plan: &'a Plan, history: &'a History) -> Merging<'a> {
    let mut merging = Merging::default();
    for planned in &plan.pull_requests {
        let Some(repository) = plan.repository(planned.repository.as_ref()) else { continue };
        let history = history.repositories.iter().find(|it| it.id == repository.id.as_str());
        let found = history.and_then(|it| Some((it, it.window(&pull_request_window(planned))?)));
        merging.pulls.push(Pull {
            repository: repository.id.as_str(),
            branch: Some(planned.head.value.clone()),
            number: planned.number,
            planned: Some(planned),
            found,
            needs: Vec::new(),
            elsewhere: Vec::new(),
        });
    }
    for (repository, window, branch) in unplanned(history) {
        if merging.find(&repository.id, |it| it.branch.as_deref() == Some(branch)).is_none() {
            let at = merging.add(&repository.id, Some(branch.to_owned()), None);
            merging.pulls[at].found = Some((repository, window));
        }
    }
    for at in 0..merging.pulls.len() {
        let Some((repository, window)) = merging.pulls[at].found else { continue };
        let commits = window.commits.iter().rev().filter_map(|it| repository.commit(it));
        commits.for_each(|it| merging.follow(plan, at, (&repository.id, it)));
    }
    merging.join_related(plan);
    merging.take_edges(plan);
    merging.take_phases(plan);
    merging
}

/// Branches that were read beside those of the plan, and that hold something to merge.
fn unplanned(history: &History) -> impl Iterator<Item = (&RepositoryHistory, &Window, &str)> {
    let windows =
        history.repositories.iter().flat_map(|it| it.windows.iter().map(move |window| (it, window)));
    windows.filter_map(|(repository, window)| {
        let is_branch =
            matches!(window.request, WindowRequest::Branch { .. } | WindowRequest::Namesake { .. });
        let branch = window.branch.as_deref().filter(|_| is_branch && !window.commits.is_empty())?;
        (repository.default_branch.as_deref() != Some(branch)).then_some((repository, window, branch))
    })
}

impl<'a> Merging<'a> {
    /// The pull requests that hang together with one, itself included: by branch, phase or need.
    pub fn work(&self, pull: usize) -> Vec<usize> {
        let mut work = vec![pull];
        let mut next = 0;
        while let Some(&one) = work.get(next) {
            next += 1;
            let joined = |other: &usize| {
                let needs =
                    |one: usize, other: usize| self.pulls[one].needs.iter().any(|it| it.pull == other);
                needs(one, *other) || needs(*other, one) || self.are_one_work(one, *other)
            };
            let new: Vec<usize> =
                (0..self.pulls.len()).filter(|it| !work.contains(it)).filter(joined).collect();
            work.extend(new);
        }
        work.sort_unstable();
        work
    }

    /// Those of other repositories that are parts of the same work: by branch, by phase, or joined as related.
    pub fn parts(&self, pull: usize) -> Vec<usize> {
        let apart = |it: &usize| self.pulls[*it].repository != self.pulls[pull].repository;
        (0..self.pulls.len()).filter(apart).filter(|it| self.are_one_work(pull, *it)).collect()
    }

    /// The order in which to merge some of them, ties by index; the error is a circle of those that wait for
    /// each other, each for the next.
    pub fn order(&self, work: &[usize]) -> Result<Vec<usize>, Vec<usize>> {
        let place = |pull: usize| work.iter().position(|it| *it == pull);
        let needs = |at: usize| {
            let mut needs: Vec<usize> =
                self.pulls[work[at]].needs.iter().filter_map(|it| place(it.pull)).collect();
            needs.sort_unstable();
            needs.dedup();
            needs
        };
        let named = |found: Vec<usize>| found.into_iter().map(|it| work[it]).collect();
        order(work.len(), needs).map(named).map_err(named)
    }

    /// The index of the pull request of a repository that is as wanted.
    pub fn find(&self, repository: &str, wanted: impl Fn(&Pull<'_>) -> bool) -> Option<usize> {
        self.pulls.iter().position(|it| it.repository == repository && wanted(it))
    }

    fn add(&mut self, repository: &'a str, branch: Option<String>, number: Option<u32>) -> usize {
        let (needs, elsewhere) = (Vec::new(), Vec::new());
        self.pulls.push(Pull { repository, branch, number, planned: None, found: None, needs, elsewhere });
        self.pulls.len() - 1
    }

    fn need(&mut self, at: usize, pull: usize, because: Because<'a>) {
        let needs = &mut self.pulls[at].needs;
        let is_known = needs.iter().any(|it| it.pull == pull && it.because == because);
        if at != pull && !is_known {
            needs.push(Need { pull, because });
        }
    }

    /// Takes what a commit depends on, in this plan or elsewhere.
    fn follow(&mut self, plan: &'a Plan, at: usize, (repository, commit): (&'a str, &'a Commit)) {
        for trailer in &commit.message.trailers {
            if !trailer.key.eq_ignore_ascii_case("depends-on") {
                continue;
            }
            let value = trailer.value.trim();
            let Some(found) = named(plan, value) else {
                let elsewhere = &mut self.pulls[at].elsewhere;
                if !elsewhere.contains(&value) {
                    elsewhere.push(value);
                }
                continue;
            };
            let pull = self.named(found);
            self.need(at, pull, Because::Commit(repository, &commit.id, value));
        }
    }

    /// The pull request that a commit names; a new one if it is not known yet.
    fn named(&mut self, (repository, name): (&'a str, Named)) -> usize {
        match name {
            Named::Number(number) => self
                .find(repository, |it| it.number == Some(number))
                .unwrap_or_else(|| self.add(repository, None, Some(number))),
            Named::Branch(branch) => self
                .find(repository, |it| it.branch.as_ref() == Some(&branch))
                .unwrap_or_else(|| self.add(repository, Some(branch), None)),
        }
    }

    fn take_edges(&mut self, plan: &'a Plan) {
        for (index, edge) in plan.edges.iter().enumerate().filter(|it| it.1.kind != EdgeKind::Related) {
            let Some((from, to)) = plan.ends(edge) else { continue };
            let stated = |it: Node| matches!(it, Node::Phase(_) | Node::PullRequest(_));
            let (firsts, seconds) = (self.of_node(plan, from), self.of_node(plan, to));
            for (first, second) in pairs(&firsts, &seconds) {
                let apart = self.pulls[first].repository != self.pulls[second].repository;
                let of_places = apart && self.are_one_work(first, second);
                if (stated(from) && stated(to)) || of_places {
                    self.need(second, first, Because::Edge(index));
                }
            }
        }
    }

    /// What depends on a phase comes after the pull requests with that phase, unless one holds both.
    fn take_phases(&mut self, plan: &'a Plan) {
        for (at, phase) in plan.phases.iter().enumerate() {
            for earlier in phase.depends_on.iter().filter_map(|it| plan.phase_index(it)) {
                let (firsts, seconds) =
                    (self.of_node(plan, Node::Phase(earlier)), self.of_node(plan, Node::Phase(at)));
                let apart = |it: &usize| !(firsts.contains(it) && seconds.contains(it));
                for (first, second) in pairs(&firsts, &seconds).filter(|it| apart(&it.0) && apart(&it.1)) {
                    let ids = Because::Phases(plan.phases[earlier].id.as_str(), phase.id.as_str());
                    self.need(second, first, ids);
                }
            }
        }
    }

    /// The pull requests that the end of an edge means.
    fn of_node(&self, plan: &Plan, node: Node) -> Vec<usize> {
        let holds = |it: &Pull<'_>| match node {
            Node::PullRequest(at) => {
                it.planned.is_some_and(|it| it.id.value == plan.pull_requests[at].id.value)
            }
            Node::Phase(at) => {
                let id = plan.phases[at].id.as_str();
                it.planned.is_some_and(|it| it.phases.iter().any(|it| it.as_str() == id))
            }
            Node::Repository(at) => plan.repositories[at].id.as_str() == it.repository,
            Node::Service(at) => plan
                .repository(plan.services[at].repository.as_ref())
                .is_some_and(|home| home.id.as_str() == it.repository),
        };
        (0..self.pulls.len()).filter(|at| holds(&self.pulls[*at])).collect()
    }

    fn join_related(&mut self, plan: &Plan) {
        for edge in plan.edges.iter().filter(|it| it.kind == EdgeKind::Related) {
            if let Some((from @ Node::PullRequest(_), to @ Node::PullRequest(_))) = plan.ends(edge) {
                let (from, to) = (self.of_node(plan, from), self.of_node(plan, to));
                self.related.extend(pairs(&from, &to));
            }
        }
    }

    /// Whether two are parts of one work: branches of one name, a phase that both hold, or joined as related.
    fn are_one_work(&self, one: usize, other: usize) -> bool {
        let (left, right) = (&self.pulls[one], &self.pulls[other]);
        let phases = |it: &Pull<'a>| it.planned.map_or(&[][..], |it| it.phases.as_slice());
        let phase = phases(left).iter().any(|it| phases(right).iter().any(|own| own.value == it.value));
        let branch = left.branch.is_some() && left.branch == right.branch;
        let related = |it: &(usize, usize)| [(one, other), (other, one)].contains(it);
        branch || phase || self.related.iter().any(related)
    }
}

fn pairs<'p>(firsts: &'p [usize], seconds: &'p [usize]) -> impl Iterator<Item = (usize, usize)> + 'p {
    firsts.iter().flat_map(move |first| seconds.iter().map(move |second| (*first, *second)))
}

impl Pull<'_> {
    /// How it is named across repositories: `api#12`, or `api@feature/x`.
    pub fn name(&self) -> String {
        match (self.number, &self.branch) {
            (Some(number), _) => format!("{}#{number}", self.repository),
            (None, Some(branch)) => format!("{}@{branch}", self.repository),
            (None, None) => self.repository.to_owned(),
        }
    }
}

/// Pull requests that wait for each other: warnings, since each can still be merged by hand.
pub fn merge_circles(plan: &Plan, history: &History) -> Vec<Diagnostic> {
    let merging = merging(plan, history);
    let mut known: Vec<Vec<usize>> = Vec::new();
    let mut problems = Vec::new();
    for pull in 0..merging.pulls.len() {
        let work = merging.work(pull);
        if !known.contains(&work) {
            problems.extend(merging.order(&work).err().map(|it| told(plan, &merging, &it)));
            known.push(work);
        }
    }
    problems
}

fn told(plan: &Plan, merging: &Merging<'_>, circle: &[usize]) -> Diagnostic {
    let names: Vec<String> =
        circle.iter().chain(circle.first()).map(|it| merging.pulls[*it].name()).collect();
    let next = circle.iter().skip(1).chain(circle.first());
    let needs: Vec<&Because<'_>> = circle
        .iter()
        .zip(next)
        .flat_map(|(one, other)| merging.pulls[*one].needs.iter().filter(|it| it.pull == *other))
        .map(|it| &it.because)
        .collect();
    let commits = needs.iter().filter_map(|it| match it {
        Because::Commit(repository, id, _) => Some(format!("{repository}@{}", &id[..id.len().min(8)])),
        Because::Edge(_) | Because::Phases(..) => None,
    });
    let commits: Vec<String> = commits.collect();
    let by = if commits.is_empty() {
        String::new()
    } else {
        format!("; `Depends-On` stands in {}", commits.join(", "))
    };
    let message = format!("pull requests wait for each other in a circle: {}{by}", names.join(" -> "));
    let hint = "take one of these needs out, or merge what both need first on its own";
    let edges = needs.iter().filter_map(|it| match it {
        Because::Edge(at) => Some(plan.origin(&plan.edges[*at].from.span)),
        Because::Phases(..) | Because::Commit(..) => None,
    });
    edges.fold(Code::MergeCircle.says(message).hint(hint), |problem, edge| match problem.origin {
        None => problem.at(edge).label("this edge is a part of it"),
        Some(_) => problem.related(edge, "and this edge"),
    })
}
