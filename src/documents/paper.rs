//! What a template sees of documents that belong to the work, and of what to do beside the phases.

use super::inputs::Planned;
use super::text::Prose;
use crate::history::History;
use crate::plan::{Action, Horizon, Paper};
use schemars::JsonSchema;
use serde::Serialize;

/// A document that belongs to the work.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PaperView {
    /// Its path in the repository.
    pub path: Prose,
    /// Id of the repository.
    pub repository: Option<String>,
    /// The kind of rendered document that it is, if it is one.
    pub kind: Option<String>,
    /// What it is for.
    pub purpose: Prose,
    /// The group that it is listed under.
    pub group: Option<Prose>,
    /// Words that set it apart.
    pub tags: Vec<Prose>,
    /// Whether the plan before does not list it; false if there is no such plan.
    pub new: bool,
    /// Whether it is at the head of its repository.
    pub presence: Presence,
    /// The commit at which that was looked up, full object id.
    pub head: Option<String>,
    /// Its lines there; absent where nobody counted.
    pub lines: Option<usize>,
    /// Its words there.
    pub words: Option<usize>,
}

/// Whether a file is at the head of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It is.
    There,
    /// It is not.
    NotThere,
    /// Nobody looked, or the repository could not be read.
    NotKnown,
}

/// Something to do beside the phases.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ActionView {
    /// What to do.
    pub text: Prose,
    /// `now`, `next` or `later`.
    pub horizon: Horizon,
}

/// The documents of the plan, in its order.
pub(super) fn papers(planned: &Planned<'_>, history: &History) -> Vec<PaperView> {
    let plan = planned.plan;
    let is_new = |paper: &Paper| {
        plan.before.as_ref().is_some_and(|it| it.documents.iter().all(|it| it.path.value != paper.path.value))
    };
    let view = |it: &Paper| {
        let repository = plan.repository(it.repository.as_ref()).map(|it| it.id.to_string());
        let (presence, head) = presence(history, repository.as_deref(), &it.path);
        let read = history.repositories.iter().find(|it| Some(it.id.as_str()) == repository.as_deref());
        let length =
            read.and_then(|read| read.documents.iter().find(|own| own.path == it.path.value)?.length);
        PaperView {
            path: Prose::new(&it.path),
            repository,
            kind: it.template.as_ref().map(|it| it.value.clone()),
            purpose: Prose::new(&it.purpose),
            group: it.group.as_deref().map(Prose::new),
            tags: it.tags.iter().map(|it| Prose::new(it)).collect(),
            new: is_new(it),
            presence,
            head,
            lines: length.map(|it| it.lines),
            words: length.map(|it| it.words),
        }
    };
    plan.documents.iter().map(view).collect()
}

/// Whether a path is at the head of a repository, and that head.
pub(super) fn presence(
    history: &History,
    repository: Option<&str>,
    path: &str,
) -> (Presence, Option<String>) {
    let repository = history.repositories.iter().find(|it| Some(it.id.as_str()) == repository);
    let Some((repository, head)) = repository.and_then(|it| Some((it, it.head.as_ref()?))) else {
        return (Presence::NotKnown, None);
    };
    let is_in = |paths: &[String]| paths.iter().any(|it| it == path);
    let presence = match () {
        () if is_in(&repository.present) => Presence::There,
        () if is_in(&repository.absent) => Presence::NotThere,
        () => Presence::NotKnown,
    };
    (presence, Some(head.commit.clone()))
}

/// What is still to be done beside the phases: what comes first first, else in plan order.
pub(super) fn actions(planned: &Planned<'_>) -> Vec<ActionView> {
    let is_open = |it: &&Action| !it.status.as_ref().is_some_and(|it| it.is_over());
    let open = planned.plan.actions.iter().filter(is_open);
    let mut actions: Vec<ActionView> =
        open.map(|it| ActionView { text: Prose::new(&it.text), horizon: it.horizon }).collect();
    actions.sort_by_key(|it| it.horizon);
    actions
}
