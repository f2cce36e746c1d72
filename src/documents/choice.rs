//! What a template sees of options, ranked by what they would change and how likely they are to work out,
//! and of decisions between them.

use super::inputs::Planned;
use super::phase::PhaseView;
use super::text::Prose;
use crate::plan::{Choice, Count, Decision, Interval, Level, Priority, ReasonGroup};
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;

/// Something that could be done.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OptionView {
    /// Its id.
    pub id: String,
    /// Its letter in the decision at hand: `A`; empty outside of one.
    pub letter: String,
    /// Its name.
    pub title: Prose,
    /// What it would bring about.
    pub scope: Option<Prose>,
    /// The same piece by piece, in the order in which it happens.
    pub items: Vec<Prose>,
    /// What it would cost: the sum of its phases, or what is stated.
    pub effort: Option<String>,
    /// Tests that it would add: the sum of its phases, or what is stated.
    pub tests: Option<String>,
    /// How urgent it is: as stated, or the lesser of impact and feasibility.
    pub priority: Option<Priority>,
    /// What speaks for it.
    pub reasons: Vec<Prose>,
    /// More that speaks for it, in groups.
    pub reason_groups: Vec<ReasonGroupView>,
    /// What needs it.
    pub needed_for: Option<Prose>,
    /// Whether the decision at hand recommends it.
    pub recommended: bool,
    /// The phases that would carry it out.
    pub phases: Vec<PhaseView>,
}

/// Reasons of one kind.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ReasonGroupView {
    /// The kind.
    pub title: Prose,
    /// The reasons.
    pub reasons: Vec<Prose>,
}

/// Options that are alike in impact and feasibility.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct QuadrantView {
    /// `do_first`, `consider`, `quick_wins` or `defer`.
    pub verdict: &'static str,
    /// The options, those with more impact and feasibility first.
    pub options: Vec<OptionView>,
}

/// A question between options.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DecisionView {
    /// Its id.
    pub id: String,
    /// The question.
    pub question: Prose,
    /// All options, with letters.
    pub options: Vec<OptionView>,
    /// The one that is recommended.
    pub recommended: Option<OptionView>,
    /// The others.
    pub alternatives: Vec<OptionView>,
    /// What speaks for the recommended one.
    pub reasons: Vec<Prose>,
    /// Whose answer it waits for.
    pub awaiting: Option<Prose>,
}

/// The quadrants that have options, best first.
pub(super) fn quadrants(planned: &Planned<'_>, phases: &[PhaseView]) -> Vec<QuadrantView> {
    let rated = planned.plan.options.iter().filter_map(|it| Some((it.impact?, it.feasibility?, it)));
    let mut rated: Vec<(Level, Level, &Choice)> = rated.collect();
    rated.sort_by_key(|it| Reverse((it.0, it.1)));
    let of = |verdict| {
        let own = rated.iter().filter(|it| self::verdict(it.0, it.1) == verdict);
        QuadrantView { verdict, options: own.map(|it| option(planned, it.2, phases)).collect() }
    };
    let all = ["do_first", "consider", "quick_wins", "defer"].map(of);
    all.into_iter().filter(|it| !it.options.is_empty()).collect()
}

/// What impact and feasibility say together.
fn verdict(impact: Level, feasibility: Level) -> &'static str {
    match (impact, feasibility) {
        (Level::High, Level::High) => "do_first",
        (Level::High, _) => "consider",
        (_, Level::High) => "quick_wins",
        _ => "defer",
    }
}

/// Decisions of which every option is one of the plan's.
pub(super) fn decisions(planned: &Planned<'_>, phases: &[PhaseView]) -> Vec<DecisionView> {
    let decision = |it: &Decision| decision(planned, it, phases);
    planned.plan.decisions.iter().filter_map(decision).collect()
}

fn decision(planned: &Planned<'_>, decision: &Decision, phases: &[PhaseView]) -> Option<DecisionView> {
    let known = |id: &str| planned.plan.options.iter().find(|it| it.id.as_str() == id);
    let choices: Option<Vec<&Choice>> = decision.options.iter().map(|it| known(it)).collect();
    let recommended = decision.recommended.as_ref().map(|it| it.as_str());
    let view = |(letter, choice): (char, &Choice)| OptionView {
        letter: letter.to_string(),
        recommended: Some(choice.id.as_str()) == recommended,
        ..option(planned, choice, phases)
    };
    let options: Vec<OptionView> = ('A'..='Z').zip(choices?).map(view).collect();
    let (best, alternatives) = options.iter().cloned().partition::<Vec<_>, _>(|it| it.recommended);
    Some(DecisionView {
        id: decision.id.to_string(),
        question: Prose::new(&decision.question),
        options,
        recommended: best.into_iter().next(),
        alternatives,
        reasons: prose(&decision.reasons),
        awaiting: decision.awaiting.as_deref().map(Prose::new),
    })
}

fn option(planned: &Planned<'_>, choice: &Choice, phases: &[PhaseView]) -> OptionView {
    let plan = planned.plan;
    let indexes: Vec<usize> = choice.phases.iter().filter_map(|it| plan.phase_index(it)).collect();
    let computed: Interval = indexes.iter().map(|it| planned.schedule.phases[*it].size.time).sum();
    let stated = choice.effort.as_ref().and_then(|it| it.minutes(plan.calendar.hours_per_day.value));
    let time = if indexes.is_empty() { stated.unwrap_or_default() } else { computed };
    let counts: Vec<Count> = indexes.iter().filter_map(|it| plan.phases[*it].tests.count()).collect();
    let counted = (!counts.is_empty()).then(|| counts.into_iter().sum());
    OptionView {
        id: choice.id.to_string(),
        letter: String::new(),
        title: Prose::new(&choice.title),
        scope: choice.scope.as_deref().map(Prose::new),
        effort: super::marks::time(time, &planned.words.units),
        tests: counted.or(choice.tests.as_ref().map(|it| it.value)).map(|it| it.to_string()),
        priority: choice.priority.or_else(|| Some(priority(choice.impact?.min(choice.feasibility?)))),
        items: prose(&choice.items),
        reasons: prose(&choice.reasons),
        reason_groups: choice.reason_groups.iter().map(ReasonGroupView::of).collect(),
        needed_for: choice.needed_for.as_deref().map(Prose::new),
        recommended: false,
        phases: indexes.iter().map(|it| phases[*it].clone()).collect(),
    }
}

fn prose(texts: &[String]) -> Vec<Prose> {
    texts.iter().map(|it| Prose::new(it)).collect()
}

impl ReasonGroupView {
    fn of(group: &ReasonGroup) -> Self {
        Self { title: Prose::new(&group.title), reasons: prose(&group.reasons) }
    }
}

fn priority(level: Level) -> Priority {
    match level {
        Level::High => Priority::High,
        Level::Medium => Priority::Medium,
        Level::Low => Priority::Low,
    }
}
