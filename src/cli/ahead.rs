//! What can be done now and what waits for what: the words that `next` and `status` share.

use super::pipeline::Prepared;
use super::table::fitted;
use crate::diagnostics::clean;
use crate::documents::{AheadView, NextView, ObstacleView};
use crate::results::Status;

/// Phases that are not over, in the order of execution.
pub(super) fn phases(prepared: &Prepared) -> &[AheadView] {
    prepared.composition.plan.as_ref().map_or(&[][..], |it| &it.ahead)
}

/// One row for each phase that is not over, and one for each thing in its way; `None` if all are over.
pub(super) fn table(prepared: &Prepared, width: Option<usize>) -> Option<String> {
    let mut rows = vec![["phase", "state", "what", "who"].map(str::to_owned)];
    for phase in phases(prepared) {
        let who = phase.agent.as_ref().map_or_else(|| "-".to_owned(), |it| it.id.clone());
        rows.push([phase.id.clone(), state(phase).to_owned(), what(phase), who]);
        let obstacles = phase.obstacles.iter().map(obstacle);
        rows.extend(obstacles.map(|it| [String::new(), String::new(), it, String::new()]));
    }
    (rows.len() > 1).then(|| fitted(&rows, width))
}

/// How a phase that is not over stands.
pub(super) fn state(phase: &AheadView) -> &'static str {
    match phase.status {
        _ if !phase.unlocked => "waits",
        Status::Blocked => "blocked",
        Status::Failed => "failed",
        Status::Active => "goes on",
        _ => "can start",
    }
}

fn what(phase: &AheadView) -> String {
    if !phase.unlocked {
        return format!("for {}", phase.waits_for.join(", "));
    }
    phase.next_step.as_ref().map_or_else(|| "-".to_owned(), thing)
}

fn thing(next: &NextView) -> String {
    let of = of_service(next.service.as_ref());
    format!("{} {}{of}: {}", next.kind, next.id, clean(next.title.as_str()))
}

fn obstacle(obstacle: &ObstacleView) -> String {
    let ObstacleView { kind, service, id, evidence, reasons } = obstacle;
    let verb = if *kind == "criterion" { "fails" } else { "is blocked" };
    let of = of_service(service.as_ref());
    let place = place(&evidence.repository, &evidence.commit);
    let said = format!("{kind} {id}{of} {verb} in {place}");
    let reasons = reasons.iter().map(|it| clean(it.as_str()));
    std::iter::once(said).chain(reasons).collect::<Vec<_>>().join(": ")
}

fn of_service(service: Option<&String>) -> String {
    service.map(|it| format!(" of {it}")).unwrap_or_default()
}

/// A commit as people read it: `shop@1a2b3c4d`.
pub(super) fn place(repository: &str, commit: &str) -> String {
    format!("{repository}@{}", commit.get(..8).unwrap_or(commit))
}
