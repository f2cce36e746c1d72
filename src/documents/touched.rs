//! What a template sees of the repositories and pull requests of a session, as the plan says.

use super::inputs::Inputs;
use super::session::Called;
use super::text::Prose;
use crate::plan::{PullRequest, Review};
use crate::results::{RequestState, request_state};
use schemars::JsonSchema;
use serde::Serialize;

/// A repository that a session touches, as the plan says.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TouchedView {
    /// Its id.
    pub repository: String,
    /// Why, or what changes in it.
    pub reason: Option<Prose>,
    /// The pull requests that come of the session there.
    pub pull_requests: Vec<SessionRequestView>,
}

/// A pull request that came of a session.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SessionRequestView {
    /// Its title; its id if the plan states none.
    pub title: Prose,
    /// Its number at the forge, if the plan knows it.
    pub number: Option<u32>,
    /// Id of the repository.
    pub repository: Option<String>,
    /// The branch that is to be merged.
    pub branch: String,
    /// How far it is; absent if neither git nor the plan tells.
    pub state: Option<RequestStateView>,
}

/// How far a pull request is.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct RequestStateView {
    /// `draft`, `ready`, `merged`, `closed`, `not_merged` or `planned`.
    pub state: &'static str,
    /// Whether it is only the plan that says so.
    pub stated: bool,
}

/// The repositories that the plan names for a session, and those of its pull requests.
pub(super) fn touched(inputs: &Inputs<'_>, called: &Called<'_>) -> Vec<TouchedView> {
    let Some((planned, session)) = inputs.plan.zip(called.planned) else { return Vec::new() };
    let mut requests = requests(inputs, called);
    let mut of = |repository: &str| {
        requests.extract_if(.., |it| it.repository.as_deref() == Some(repository)).collect::<Vec<_>>()
    };
    let mut touched: Vec<TouchedView> = Vec::new();
    for it in &session.repositories {
        touched.push(TouchedView {
            repository: it.repository.to_string(),
            reason: it.reason.as_deref().map(Prose::new),
            pull_requests: of(&it.repository),
        });
    }
    for repository in &planned.plan.repositories {
        let pull_requests = of(&repository.id);
        if !pull_requests.is_empty() {
            touched.push(TouchedView { repository: repository.id.to_string(), reason: None, pull_requests });
        }
    }
    touched
}

/// The pull requests that the plan names for a session.
pub(super) fn requests(inputs: &Inputs<'_>, called: &Called<'_>) -> Vec<SessionRequestView> {
    let Some((planned, session)) = inputs.plan.zip(called.planned) else { return Vec::new() };
    let plan = planned.plan;
    let named = |it: &&PullRequest| session.pull_requests.iter().any(|id| id.value == it.id.value);
    let view = |it: &PullRequest| SessionRequestView {
        title: Prose::new(it.title.as_deref().unwrap_or(&it.id)),
        number: it.number,
        repository: plan.repository(it.repository.as_ref()).map(|it| it.id.to_string()),
        branch: it.head.value.clone(),
        state: RequestStateView::of(inputs, it),
    };
    plan.pull_requests.iter().filter(named).map(view).collect()
}

impl RequestStateView {
    pub(super) fn of(inputs: &Inputs<'_>, request: &PullRequest) -> Option<Self> {
        let planned = inputs.plan?;
        let state = request_state(planned.plan, inputs.history, planned.results, request)?;
        let (state, stated) = match state {
            RequestState::Stated(Review::Draft) => ("draft", true),
            RequestState::Stated(Review::Ready) => ("ready", true),
            RequestState::Stated(Review::Merged) => ("merged", true),
            RequestState::Stated(Review::Closed) => ("closed", true),
            RequestState::Merged => ("merged", false),
            RequestState::Unmerged => ("not_merged", false),
            RequestState::Planned => ("planned", false),
        };
        Some(Self { state, stated })
    }
}
