//! What a template sees of what can be done next.

use super::gate::CriterionView;
use super::phase::PhaseView;
use super::text::Prose;
use crate::results::Status;
use schemars::JsonSchema;
use serde::Serialize;

/// The first thing that is open and can be done now, as trailers name it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct NextView {
    /// Id of the phase.
    pub phase: String,
    /// `step`, `task`, `criterion` or `gate`.
    pub kind: &'static str,
    /// Id of the service, for a step.
    pub service: Option<String>,
    /// Id of the step, task, criterion or gate.
    pub id: String,
    /// What it is.
    pub title: Prose,
    /// Number of the step.
    pub number: Option<usize>,
    /// Number of steps.
    pub of: Option<usize>,
    /// Whether somebody recorded that it cannot go on.
    pub blocked: bool,
}

/// The first open step of the first service that is not done, then tasks, then criteria, then the gate.
pub(super) fn next_step(view: &PhaseView) -> Option<NextView> {
    let mandatory = view.services.iter().filter(|it| !it.stated.optional);
    let services =
        mandatory.chain(view.services.iter().filter(|it| it.stated.optional && it.progress.done > 0));
    let step = services.filter(|it| !it.done).find_map(|service| {
        let step = service.steps.iter().find(|it| !it.tick.done)?;
        let next = NextView {
            service: Some(service.stated.id.clone()),
            number: Some(step.number),
            of: Some(service.steps.len()),
            blocked: step.tick.status == Status::Blocked,
            ..next(view, "step", &step.id, &step.title)
        };
        Some(next)
    });
    let task = || {
        let task = view.tasks.iter().find(|it| !it.tick.done)?;
        let blocked = task.tick.status == Status::Blocked;
        Some(NextView { blocked, ..next(view, "task", &task.id, &task.text) })
    };
    let open = |it: &&CriterionView| !it.passed;
    let criterion = || view.criteria.iter().find(open).map(|it| next(view, "criterion", &it.id, &it.text));
    let gate = || {
        let gate = view.gate.as_ref().filter(|it| it.verdict.is_none())?;
        Some(next(view, "gate", &gate.id, &gate.title))
    };
    if view.done { None } else { step.or_else(task).or_else(criterion).or_else(gate) }
}

fn next(view: &PhaseView, kind: &'static str, id: &str, title: &Prose) -> NextView {
    NextView {
        phase: view.id.clone(),
        kind,
        service: None,
        id: id.to_owned(),
        title: title.clone(),
        number: None,
        of: None,
        blocked: false,
    }
}
