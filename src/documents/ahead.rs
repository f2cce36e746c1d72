//! What a template sees of the phases that still have to be done: what can be done, and what is in the way.

use super::inputs::Planned;
use super::marks::EvidenceView;
use super::next::NextView;
use super::phase::{AgentView, PhaseRef, PhaseView};
use super::text::{Foreign, Prose};
use crate::plan::PhaseKind;
use crate::results::{Fact, NoteKind, Outcome, Status, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// A phase that still has to be done.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct AheadView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// `build`, `validate`, `plan` or `docs`.
    pub kind: PhaseKind,
    /// Where it stands.
    pub status: Status,
    /// Whether everything that it depends on is over.
    pub unlocked: bool,
    /// The phases that must be over first.
    pub depends_on: Vec<PhaseRef>,
    /// Ids of those of them that are not over.
    pub waits_for: Vec<String>,
    /// What is in its way by itself: work that is blocked, and what makes its gate fail.
    pub obstacles: Vec<ObstacleView>,
    /// Who does it.
    pub agent: Option<AgentView>,
    /// The first thing that is open and can be done now.
    pub next_step: Option<NextView>,
}

/// Something that keeps a phase from being over.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ObstacleView {
    /// `step` or `task` that is blocked, or `criterion` that fails.
    pub kind: &'static str,
    /// Id of the service, for a step.
    pub service: Option<String>,
    /// Id of the step, task or criterion.
    pub id: String,
    /// Where it is said.
    pub evidence: EvidenceView,
    /// What the same commit names as blockers, and what a criterion's record adds.
    pub reasons: Vec<Foreign>,
}

impl AheadView {
    /// What is ahead of a phase.
    pub(super) fn of(planned: &Planned<'_>, phase: &PhaseView) -> Self {
        let over = |it: &&PhaseRef| it.status != Status::Done;
        Self {
            id: phase.id.clone(),
            title: phase.title.clone(),
            kind: phase.kind,
            status: phase.status,
            unlocked: phase.unlocked,
            depends_on: phase.depends_on.clone(),
            waits_for: phase.depends_on.iter().filter(over).map(|it| it.id.clone()).collect(),
            obstacles: obstacles(planned, phase),
            agent: phase.agent.clone(),
            next_step: phase.next_step.clone(),
        }
    }
}

fn obstacles(planned: &Planned<'_>, phase: &PhaseView) -> Vec<ObstacleView> {
    let steps = phase
        .services
        .iter()
        .flat_map(|service| service.steps.iter().map(move |it| (Some(&service.stated.id), &it.id, &it.tick)));
    let steps = steps.map(|it| ("step", it.0, it.1, it.2));
    let tasks = phase.tasks.iter().map(|it| ("task", None, &it.id, &it.tick));
    let blocked = steps.chain(tasks).filter(|it| it.3.status == Status::Blocked);
    let blocked = blocked.filter_map(|(kind, service, id, tick)| {
        let evidence = tick.evidence.clone()?;
        let reasons = blockers(planned, &evidence.commit);
        Some(ObstacleView { kind, service: service.cloned(), id: id.clone(), evidence, reasons })
    });
    blocked.chain(failures(phase)).collect()
}

/// The words in which a commit names what is in the way.
fn blockers(planned: &Planned<'_>, commit: &str) -> Vec<Foreign> {
    let said = planned.records.iter().filter(|it| it.evidence.commit == commit);
    let blockers = said.filter_map(|it| match &it.fact {
        Fact::Note(NoteKind::Blocker, words) => Some(Foreign::new(words)),
        _ => None,
    });
    blockers.collect()
}

/// The criteria that make the gate fail.
fn failures(phase: &PhaseView) -> impl Iterator<Item = ObstacleView> {
    let fails = phase.gate.as_ref().is_some_and(|it| it.verdict == Some(Verdict::Fail));
    let criteria = phase.criteria.iter().filter(move |it| fails && it.outcome == Outcome::Fail);
    criteria.filter_map(|it| {
        let evidence = it.evidence.clone()?;
        let reasons = evidence.note.clone().into_iter().collect();
        Some(ObstacleView { kind: "criterion", service: None, id: it.id.clone(), evidence, reasons })
    })
}
