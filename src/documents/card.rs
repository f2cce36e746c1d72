//! What a template sees of a service by itself, whatever phase works on it: its card.

use super::inputs::Planned;
use super::phase::{PhaseRef, reference};
use super::service::{ServiceView, StatedService, service_view};
use super::text::Prose;
use crate::plan::Service;
use schemars::JsonSchema;
use serde::Serialize;

/// A service by itself.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CardView {
    /// What the plan says of it.
    #[serde(flatten)]
    pub stated: StatedService,
    /// What it is built with.
    pub technology: Option<Prose>,
    /// Why that was chosen.
    pub why_technology: Option<Prose>,
    /// What it stores, and where.
    pub database: Option<Prose>,
    /// How others reach it.
    pub interfaces: Vec<Prose>,
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
    let prose = |it: Option<&String>| it.map(|it| Prose::new(it));
    let is_reached = service.technology.is_some() || service.database.is_some();
    CardView {
        stated: StatedService::of(planned.plan, service, &planned.results.slos[index]),
        technology: prose(service.technology.as_ref()),
        why_technology: prose(service.why_technology.as_ref()),
        database: prose(service.database.as_ref()),
        interfaces: service.interfaces.iter().map(|it| Prose::new(it)).collect(),
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
