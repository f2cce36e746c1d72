//! What a template sees of a pull request among others: what it waits for, what waits for it, and the order.

use super::inputs::{Inputs, Planned};
use super::listing::{ListingView, Told};
use super::text::{Foreign, Prose};
use super::touched::RequestStateView;
use super::work::commits;
use crate::history::{RepositoryHistory, Window};
use crate::plan::{Edge, EdgeKind, Plan, PullRequest};
use crate::results::{Because, Merging, Need, merging};
use schemars::JsonSchema;
use serde::Serialize;

/// A pull request among those that it hangs together with.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct MergeView {
    /// All of them in the order in which they can be merged; empty if there is none but this one, or if they
    /// wait for each other.
    pub order: Vec<StepView>,
    /// Those that wait for each other, each for the next and the last for the first: `api#12`.
    pub circle: Vec<Foreign>,
    /// What must be merged before this one.
    pub takes: Vec<WaitView>,
    /// What must be merged after this one.
    pub gives: Vec<WaitView>,
    /// What must be merged before what, as far as there is an order.
    pub arrows: Vec<ArrowView>,
    /// Values of `Depends-On` that name nothing of the plan.
    pub elsewhere: Vec<Foreign>,
}

/// A pull request with its place in the order.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "MergeStep")]
pub struct StepView {
    /// Its place; the first is 1.
    pub number: usize,
    /// How it is named across repositories: `api#12`, `api@feature/x`.
    pub name: Foreign,
    /// Its branch, where its number is what it is named by.
    pub branch: Option<Foreign>,
    /// Its title in the plan.
    pub title: Option<Prose>,
    /// Whether it is the one that the document is about.
    pub own: bool,
    /// Whether its commits could be read.
    pub read: bool,
    /// Whether all of it is merged already: it was read, and nothing is left.
    pub merged: bool,
    /// How far it is, if git or the plan tells.
    pub state: Option<RequestStateView>,
    /// What must be merged before it.
    pub after: Vec<WaitView>,
}

/// One that must be merged before another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ArrowView {
    /// What comes first: `api#12`.
    pub from: Foreign,
    /// What comes after it.
    pub to: Foreign,
}

/// Another pull request with the reasons for the order.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct WaitView {
    /// How it is named across repositories.
    pub name: Foreign,
    /// Its place in the order; absent if there is no order.
    pub number: Option<usize>,
    /// Why; at least one reason.
    pub because: Vec<BecauseView>,
}

/// Why one comes before another.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct BecauseView {
    /// `edge`, `phases` or `commit`.
    pub by: &'static str,
    /// Of an edge: what goes over.
    pub kind: Option<EdgeKind>,
    /// Of an edge: why, or what exactly.
    pub reason: Option<Prose>,
    /// Of an edge or of phases: id of what gives or comes first.
    pub from: Option<String>,
    /// Of an edge or of phases: id of what takes or comes second.
    pub to: Option<String>,
    /// Of a commit: `api@1a2b3c4d`.
    pub commit: Option<String>,
    /// Of a commit: the value of its `Depends-On`.
    pub value: Option<Foreign>,
}

/// A pull request among the others of the plan; `None` if it is unknown there.
pub(super) fn merge_view(
    inputs: &Inputs<'_>,
    (repository, window): (&RepositoryHistory, &Window),
    planned: Option<&PullRequest>,
) -> Option<MergeView> {
    let Planned { plan, .. } = inputs.plan?;
    let merging = merging(plan, inputs.history);
    let own = own(&merging, (repository, window), planned)?;
    let work = merging.work(own);
    let order = merging.order(&work);
    let (order, circle) = match order {
        Ok(order) => (order, Vec::new()),
        Err(circle) => (Vec::new(), circle),
    };
    let sight = Sight { inputs, plan, merging: &merging, order: &order, own };
    let gives = work.iter().map(|it| (*it, needs_of(&merging, *it, own)));
    let steps: Vec<StepView> =
        if order.len() > 1 { order.iter().map(|it| sight.step(*it)).collect() } else { Vec::new() };
    let arrow = |to: &StepView, from: &WaitView| ArrowView { from: from.name.clone(), to: to.name.clone() };
    Some(MergeView {
        arrows: steps.iter().flat_map(|to| to.after.iter().map(|it| arrow(to, it))).collect(),
        takes: sight.takes(own),
        gives: gives.filter_map(|(at, needs)| sight.wait(at, &needs)).collect(),
        elsewhere: merging.pulls[own].elsewhere.iter().map(|it| Foreign::new(it)).collect(),
        circle: circle.into_iter().map(|it| sight.name(it)).collect(),
        order: steps,
    })
}

/// The changes of other repositories that are parts of the same work.
pub(super) fn listed_elsewhere(
    inputs: &Inputs<'_>,
    (repository, window): (&RepositoryHistory, &Window),
    planned: Option<&PullRequest>,
) -> Vec<ListingView> {
    let Some(Planned { plan, .. }) = inputs.plan else { return Vec::new() };
    let merging = merging(plan, inputs.history);
    let Some(own) = own(&merging, (repository, window), planned) else { return Vec::new() };
    let listing = |at: usize| {
        let pull = &merging.pulls[at];
        let (repository, window) = pull.found?;
        let listing = Told::of(&commits(repository, window)).listing((repository, window), inputs.words);
        let pull_request = Some(Foreign::new(&pull.name()));
        Some(ListingView { pull_request, mark: format!("{}@", repository.id), ..listing })
    };
    merging.parts(own).into_iter().filter_map(listing).collect()
}

/// The index of a pull request among all.
fn own(
    merging: &Merging<'_>,
    (repository, window): (&RepositoryHistory, &Window),
    planned: Option<&PullRequest>,
) -> Option<usize> {
    merging.find(&repository.id, |it| match planned {
        Some(planned) => it.planned.is_some_and(|it| it.id.value == planned.id.value),
        None => it.branch.is_some() && it.branch == window.branch,
    })
}

/// What one needs of another.
fn needs_of<'m>(merging: &'m Merging<'m>, one: usize, other: usize) -> Vec<&'m Need<'m>> {
    merging.pulls[one].needs.iter().filter(|it| it.pull == other).collect()
}

/// The pull requests as seen from one of them.
struct Sight<'m> {
    inputs: &'m Inputs<'m>,
    plan: &'m Plan,
    merging: &'m Merging<'m>,
    order: &'m [usize],
    own: usize,
}

impl Sight<'_> {
    fn step(&self, at: usize) -> StepView {
        let pull = &self.merging.pulls[at];
        let branch = pull.branch.as_deref().filter(|_| pull.number.is_some());
        StepView {
            number: self.place(at).unwrap_or_default(),
            name: self.name(at),
            branch: branch.map(Foreign::new),
            title: pull.planned.and_then(|it| it.title.as_deref()).map(Prose::new),
            own: at == self.own,
            read: pull.found.is_some(),
            merged: pull.found.is_some_and(|it| it.1.commits.is_empty()),
            state: pull.planned.and_then(|it| RequestStateView::of(self.inputs, it)),
            after: self.takes(at),
        }
    }

    /// What must be merged before one of them, in the order of the plan.
    fn takes(&self, at: usize) -> Vec<WaitView> {
        let all = 0..self.merging.pulls.len();
        all.filter_map(|other| self.wait(other, &needs_of(self.merging, at, other))).collect()
    }

    fn wait(&self, at: usize, needs: &[&Need<'_>]) -> Option<WaitView> {
        let because: Vec<BecauseView> =
            needs.iter().map(|it| BecauseView::of(self.plan, it.because)).collect();
        (!because.is_empty()).then(|| WaitView { name: self.name(at), number: self.place(at), because })
    }

    fn place(&self, at: usize) -> Option<usize> {
        self.order.iter().position(|it| *it == at).map(|it| it + 1)
    }

    fn name(&self, at: usize) -> Foreign {
        Foreign::new(&self.merging.pulls[at].name())
    }
}

impl BecauseView {
    fn of(plan: &Plan, because: Because<'_>) -> Self {
        let edge = |it: &Edge| Self {
            by: "edge",
            kind: Some(it.kind),
            reason: it.reason.as_deref().map(Prose::new),
            from: Some(it.from.value.clone()),
            to: Some(it.to.value.clone()),
            ..Self::default()
        };
        match because {
            Because::Edge(at) => edge(&plan.edges[at]),
            Because::Phases(first, second) => Self {
                by: "phases",
                from: Some(first.to_owned()),
                to: Some(second.to_owned()),
                ..Self::default()
            },
            Because::Commit(repository, id, value) => Self {
                by: "commit",
                commit: Some(format!("{repository}@{}", &id[..id.len().min(8)])),
                value: Some(Foreign::new(value)),
                ..Self::default()
            },
        }
    }
}
