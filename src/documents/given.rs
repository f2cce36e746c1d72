//! What a template sees of how much the prompts of a plan give to their agents, in figures.

use super::phase::PhaseView;
use schemars::JsonSchema;
use serde::Serialize;

/// How much the prompts give, over the phases that are not over.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct GivenView {
    /// Prompts.
    pub prompts: usize,
    /// Services.
    pub services: usize,
    /// Services with a port.
    pub with_port: usize,
    /// Services with a place that they come from.
    pub with_source: usize,
    /// Services with limits that they keep.
    pub with_limits: usize,
    /// Services that need others.
    pub with_needs: usize,
    /// Steps of patterns with all that is filled in for each service.
    pub steps: usize,
    /// Steps that say when they are done.
    pub with_end: usize,
    /// Commands of steps and tasks.
    pub commands: usize,
    /// Criteria.
    pub criteria: usize,
    /// Criteria that a command decides.
    pub by_command: usize,
    /// Criteria that a measured value decides.
    pub by_limit: usize,
    /// Criteria that a person decides.
    pub by_person: usize,
    /// Suites.
    pub suites: usize,
    /// Gates.
    pub gates: usize,
    /// Phases that say which files may be touched.
    pub fenced: usize,
}

impl GivenView {
    /// Counts over some phases.
    pub(super) fn of(phases: &[&PhaseView]) -> Self {
        let services = || phases.iter().flat_map(|it| &it.services);
        let steps = || services().flat_map(|it| &it.steps);
        let criteria = || phases.iter().flat_map(|it| &it.criteria);
        let of_tasks = phases.iter().flat_map(|it| &it.tasks).map(|it| it.commands.len());
        Self {
            prompts: phases.len(),
            services: services().count(),
            with_port: services().filter(|it| it.stated.port.is_some()).count(),
            with_source: services()
                .filter(|it| it.stated.source.is_some() && it.stated.target.is_some())
                .count(),
            with_limits: services().filter(|it| !it.stated.slos.is_empty()).count(),
            with_needs: services().filter(|it| !it.stated.needs.is_empty()).count(),
            steps: steps().count(),
            with_end: steps().filter(|it| it.done_when.is_some()).count(),
            commands: steps().map(|it| it.commands.len()).chain(of_tasks).sum(),
            criteria: criteria().count(),
            by_command: criteria().filter(|it| it.command.is_some()).count(),
            by_limit: criteria().filter(|it| it.command.is_none() && it.limit.is_some()).count(),
            by_person: criteria().filter(|it| it.command.is_none() && it.limit.is_none()).count(),
            suites: phases.iter().map(|it| it.suites.len()).sum(),
            gates: phases.iter().filter(|it| it.gate.is_some()).count(),
            fenced: phases.iter().filter(|it| it.scope.stated).count(),
        }
    }
}
