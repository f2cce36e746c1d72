//! What a template sees of what a phase leaves behind.

use super::inputs::Planned;
use super::marks::TickView;
use super::text::Prose;
use crate::plan::Deliverable;
use crate::results::{About, Conformity, Finding, Rule, Tick};
use schemars::JsonSchema;
use serde::Serialize;

/// A file or folder that a phase leaves behind.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DeliverableView {
    /// Its path in the repository.
    pub path: Prose,
    /// Id of the repository.
    pub repository: Option<String>,
    /// What it is.
    pub about: Option<Prose>,
    /// Whether it is there.
    pub tick: TickView,
    /// Whether git tells if it is there.
    pub known: bool,
}

/// What the phase at this index leaves behind, as the plan lists it.
pub(super) fn deliverables(planned: &Planned<'_>, index: usize) -> Vec<DeliverableView> {
    let (plan, (phase, _, result)) = (planned.plan, planned.phase(index));
    let unknown = |path: &str| {
        let about_it = |it: &&Finding| it.phase == Some(index) && it.about == About::from(path);
        let mut findings = planned.conformance.iter().filter(|it| it.rule == Rule::Deliverable);
        findings.find(about_it).is_some_and(|it| it.standing == Conformity::Unknown)
    };
    let view = |(it, tick): (&Deliverable, &Tick)| DeliverableView {
        path: Prose::new(&it.path.value),
        repository: plan.repository(it.repository.as_ref()).map(|it| it.id.to_string()),
        about: it.about.as_deref().map(Prose::new),
        tick: TickView::of(tick),
        known: !unknown(&it.path.value),
    };
    phase.deliverables.iter().zip(&result.deliverables).map(view).collect()
}
