//! What the parts of a phase cost, and what it costs by that.

use crate::plan::{Budget, Interval, Pattern, Phase, Plan, Spanned, Tag};

/// Time in minutes and credits, mandatory and optional apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Minutes, everything.
    pub time: Interval,
    /// Minutes of what is optional.
    pub optional: Interval,
    /// Minutes of what is not.
    pub mandatory: Interval,
    /// Credits, everything.
    pub credits: Interval,
}

impl std::ops::Add for Size {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            time: self.time + other.time,
            optional: self.optional + other.optional,
            mandatory: self.mandatory + other.mandatory,
            credits: self.credits + other.credits,
        }
    }
}

impl std::iter::Sum for Size {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, it| sum + it)
    }
}

/// A service, task or suite of a phase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    /// What states its budget, if anything does.
    pub(super) stated: Option<&'a Spanned<Budget>>,
    /// The pattern whose steps say what it costs, if it states nothing.
    pub(super) pattern: Option<&'a Pattern>,
    /// Whether it is left out of mandatory totals.
    pub(super) optional: bool,
}

/// What a budget says in one currency, with days of so many hours.
pub(super) type Currency = fn(&Budget, u32) -> Option<Interval>;

/// Time in minutes.
pub(super) const TIME: Currency = Budget::minutes;

/// Credits.
pub(super) const CREDITS: Currency = |it, _| it.credits();

/// The parts of a phase in the order services, tasks, suites, each as the plan lists them.
pub(super) fn parts<'a>(plan: &'a Plan, phase: &'a Phase) -> Vec<Part<'a>> {
    let pattern = phase.pattern.as_ref().and_then(|it| plan.pattern(it));
    let services = phase.services.iter().map(|it| Part {
        stated: it.budget.as_ref(),
        pattern: pattern.filter(|_| it.budget.is_none()),
        optional: plan.service(&it.service).is_some_and(|it| it.optional),
    });
    let tasks = phase.tasks.iter().map(|it| Part {
        stated: it.budget.as_ref(),
        pattern: None,
        optional: it.is(Tag::Optional),
    });
    let suites = phase.suites.iter().filter_map(|it| plan.suite(it));
    let suites = suites.map(|it| Part { stated: Some(&it.budget), pattern: None, optional: false });
    services.chain(tasks).chain(suites).collect()
}

impl Part<'_> {
    /// What it costs, as far as the plan says.
    pub(super) fn cost(&self, currency: Currency, hours: u32) -> Option<Interval> {
        if let Some(stated) = self.stated {
            return currency(stated, hours);
        }
        let steps = self.pattern.iter().flat_map(|it| &it.steps).filter_map(|it| it.budget.as_ref());
        let costs: Vec<Interval> = steps.filter_map(|it| currency(it, hours)).collect();
        (!costs.is_empty()).then(|| costs.into_iter().sum())
    }
}

/// What a phase costs: the sum of its parts, if each of them says what it costs, or else what it states itself.
pub(super) fn size(plan: &Plan, phase: &Phase, parts: &[Part<'_>]) -> Size {
    let hours = plan.calendar.hours_per_day.value;
    let own = |currency: Currency| phase.budget.as_ref().and_then(|it| currency(it, hours));
    let cost = |currency: Currency| {
        let costs: Vec<Interval> = parts.iter().filter_map(|it| it.cost(currency, hours)).collect();
        let whole = !costs.is_empty() && costs.len() == parts.len();
        let sum: Interval = costs.into_iter().sum();
        let own = own(currency).filter(|_| phase.cut || !whole);
        own.unwrap_or(sum)
    };
    let time = cost(TIME);
    let of_optional = parts.iter().filter(|it| it.optional).filter_map(|it| it.cost(TIME, hours));
    let optional = if phase.is(Tag::Optional) { time } else { of_optional.sum() };
    let mandatory =
        Interval { min: time.min.saturating_sub(optional.min), max: time.max.saturating_sub(optional.max) };
    Size { time, optional, mandatory, credits: cost(CREDITS) }
}
