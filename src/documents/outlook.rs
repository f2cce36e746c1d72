//! What a template sees of where things stand today and what could be done: areas, options, settings, risks, actions.

use super::choice::{DecisionView, QuadrantView, decisions, quadrants};
use super::inputs::Planned;
use super::marks::stated;
use super::phase::PhaseView;
use super::setting::SettingView;
use super::text::Prose;
use super::told::BlockerView;
use crate::plan::{Action, Area, Horizon, Level, Plan, Risk, Session};
use schemars::JsonSchema;
use serde::Serialize;

/// Where things stand today, and what could be done.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OutlookView {
    /// The session that is planned: the first one that is not over.
    pub session: Option<PlannedSessionView>,
    /// The last session before it that is over.
    pub previous: Option<PlannedSessionView>,
    /// How far the parts of the system are.
    pub areas: Vec<AreaView>,
    /// Options by impact and feasibility.
    pub quadrants: Vec<QuadrantView>,
    /// Questions between options.
    pub decisions: Vec<DecisionView>,
    /// Settings that the work brings in.
    pub settings: Vec<SettingView>,
    /// What could go wrong.
    pub risks: Vec<RiskView>,
    /// What to do beside the phases, by horizon.
    pub actions: Vec<StatedActionView>,
}

/// A session as the plan states it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PlannedSessionView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Option<Prose>,
    /// What it is for.
    pub goal: Option<Prose>,
    /// The day on which it begins.
    pub date: Option<Prose>,
    /// What came of it, as the plan's author says.
    pub outcomes: Vec<Prose>,
    /// What keeps the work from going on.
    pub blockers: Vec<BlockerView>,
    /// What comes next.
    pub next: Vec<Prose>,
}

/// How far a part of the system is today.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct AreaView {
    /// The part.
    pub title: Prose,
    /// How far it is, in a sentence.
    pub state: Prose,
    /// Tests that pass, of those that there are.
    pub tests: Option<String>,
}

/// Something that could go wrong.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RiskView {
    /// What could happen.
    pub risk: Prose,
    /// What is done against it.
    pub mitigation: Prose,
    /// How likely it is.
    pub likelihood: Option<Level>,
    /// How bad it would be.
    pub impact: Option<Level>,
}

/// Something to do beside the phases.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct StatedActionView {
    /// Its number over all horizons; first is 1.
    pub number: usize,
    /// What to do.
    pub text: Prose,
    /// `now`, `next` or `later`.
    pub horizon: Horizon,
    /// How far it is, as the plan's author says; absent if that is not said.
    pub status: Option<&'static str>,
}

/// Everything that a plan says of today and of what could come.
pub(super) fn outlook(planned: &Planned<'_>, phases: &[PhaseView]) -> OutlookView {
    let plan = planned.plan;
    let (previous, session) = sessions(plan);
    OutlookView {
        session: session.map(PlannedSessionView::of),
        previous: previous.map(PlannedSessionView::of),
        areas: plan.areas.iter().map(AreaView::of).collect(),
        quadrants: quadrants(planned, phases),
        decisions: decisions(planned, phases),
        settings: plan.configuration.iter().map(SettingView::of).collect(),
        risks: plan.risks.iter().map(RiskView::of).collect(),
        actions: actions(plan),
    }
}

/// The last session that is over before the first one that is not, and that one.
fn sessions(plan: &Plan) -> (Option<&Session>, Option<&Session>) {
    let is_over = |it: &Session| it.status.as_ref().is_some_and(|it| it.value.is_over());
    let at = plan.sessions.iter().position(|it| !is_over(it));
    let before = &plan.sessions[..at.unwrap_or(plan.sessions.len())];
    (before.last(), at.map(|it| &plan.sessions[it]))
}

fn actions(plan: &Plan) -> Vec<StatedActionView> {
    let mut actions: Vec<&Action> = plan.actions.iter().collect();
    actions.sort_by_key(|it| it.horizon);
    let view = |(number, it): (usize, &Action)| StatedActionView {
        number,
        text: Prose::new(&it.text),
        horizon: it.horizon,
        status: it.status.as_ref().map(|it| stated(it.value)),
    };
    (1..).zip(actions).map(view).collect()
}

impl PlannedSessionView {
    fn of(session: &Session) -> Self {
        Self {
            id: session.id.to_string(),
            title: session.title.as_deref().map(Prose::new),
            goal: session.goal.as_deref().map(Prose::new),
            date: session.day.as_ref().or(session.since.as_ref()).map(|it| Prose::new(it)),
            outcomes: session.outcomes.iter().map(|it| Prose::new(it)).collect(),
            blockers: session.blockers.iter().map(BlockerView::of).collect(),
            next: session.next.iter().map(|it| Prose::new(it)).collect(),
        }
    }
}

impl AreaView {
    fn of(area: &Area) -> Self {
        let (title, state) = (Prose::new(&area.title), Prose::new(&area.state));
        Self { title, state, tests: area.tests.as_ref().map(ToString::to_string) }
    }
}

impl RiskView {
    fn of(risk: &Risk) -> Self {
        Self {
            risk: Prose::new(&risk.risk),
            mitigation: Prose::new(&risk.mitigation),
            likelihood: risk.likelihood,
            impact: risk.impact,
        }
    }
}
