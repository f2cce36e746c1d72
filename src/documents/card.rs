//! What a template sees of a service by itself, whatever phase works on it: its card.

use super::edge::{self, EdgesView};
use super::gate::MeasureView;
use super::inputs::Planned;
use super::phase::{PhaseRef, reference};
use super::service::{ServiceView, service_view};
use super::text::Prose;
use crate::plan::{Complexity, Node, Priority, Service};
use schemars::JsonSchema;
use serde::Serialize;

/// A service by itself.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CardView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What it is for.
    pub purpose: Option<Prose>,
    /// The port that it listens on.
    pub port: Option<u16>,
    /// Id of its repository.
    pub repository: Option<String>,
    /// Where it is today.
    pub source: Option<Prose>,
    /// Where it goes.
    pub target: Option<Prose>,
    /// What it is built with.
    pub technology: Option<Prose>,
    /// Why that was chosen.
    pub why_technology: Option<Prose>,
    /// What it stores, and where.
    pub database: Option<Prose>,
    /// How others reach it.
    pub interfaces: Vec<Prose>,
    /// `critical`, `high`, `medium` or `low`.
    pub priority: Priority,
    /// `low`, `medium` or `high`.
    pub complexity: Option<Complexity>,
    /// Whether it may be left out.
    pub optional: bool,
    /// Ids of services that must work first.
    pub needs: Vec<String>,
    /// Ids of services that need it; computed.
    pub needed_by: Vec<String>,
    /// What it gets and gives, beside what it needs.
    pub edges: EdgesView,
    /// What it must measure, with the newest value.
    pub slos: Vec<MeasureView>,
    /// What is different about this one.
    pub notes: Vec<Prose>,
    /// What is done to it, phase by phase.
    pub work: Vec<CardWorkView>,
    /// Whether the plan says what it is built with, what it stores, or how it is reached.
    pub described: bool,
}

/// What a phase does to a service.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CardWorkView {
    /// The phase.
    pub phase: PhaseRef,
    /// The service in it.
    pub service: ServiceView,
}

/// The cards of all services, in plan order.
pub(super) fn cards(planned: &Planned<'_>) -> Vec<CardView> {
    let services = planned.plan.services.iter().enumerate();
    services.map(|(index, it)| card(planned, index, it)).collect()
}

fn card(planned: &Planned<'_>, index: usize, service: &Service) -> CardView {
    let plan = planned.plan;
    let prose = |it: Option<&String>| it.map(|it| Prose::new(it));
    let needed_by = plan.services.iter().filter(|it| it.needs.iter().any(|need| **need == *service.id));
    let slos = service.slos.iter().zip(&planned.results.slos[index]);
    let is_reached = service.technology.is_some() || service.database.is_some();
    CardView {
        id: service.id.to_string(),
        title: Prose::new(&service.title),
        purpose: prose(service.purpose.as_ref()),
        port: service.port.as_ref().map(|it| it.value),
        repository: plan.repository(service.repository.as_ref()).map(|it| it.id.to_string()),
        source: prose(service.source.as_ref()),
        target: prose(service.target.as_ref()),
        technology: prose(service.technology.as_ref()),
        why_technology: prose(service.why_technology.as_ref()),
        database: prose(service.database.as_ref()),
        interfaces: service.interfaces.iter().map(|it| Prose::new(it)).collect(),
        priority: service.priority,
        complexity: service.complexity,
        optional: service.optional,
        needs: service.needs.iter().map(ToString::to_string).collect(),
        needed_by: needed_by.map(|it| it.id.to_string()).collect(),
        edges: edge::of(plan, Node::Service(index)),
        slos: slos.map(|(slo, it)| MeasureView::of(slo, it)).collect(),
        notes: service.notes.iter().map(|it| Prose::new(it)).collect(),
        work: work(planned, service),
        described: is_reached || !service.interfaces.is_empty(),
    }
}

fn work(planned: &Planned<'_>, service: &Service) -> Vec<CardWorkView> {
    let phases = planned.plan.phases.iter().enumerate();
    let view = |(index, phase): (usize, &crate::plan::Phase)| {
        let at = phase.services.iter().position(|it| it.service.value == service.id.value)?;
        let phase = reference(planned, &phase.id)?;
        Some(CardWorkView { phase, service: service_view(planned, index, at)? })
    };
    phases.filter_map(view).collect()
}
