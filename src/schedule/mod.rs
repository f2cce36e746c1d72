//! When things happen: order, waves, sums of budgets and day numbers, computed from the plan alone.

use crate::plan::{self, Budget, Interval, Phase, Plan, Service, Spanned};

/// The computed order and size of a plan.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    /// Indexes of phases in an order that respects `depends_on`; ties in plan order.
    pub order: Vec<usize>,
    /// One entry for each phase, in plan order.
    pub phases: Vec<ScheduledPhase>,
    /// All phases together.
    pub total: Size,
    /// Working days, rounded up; both ends.
    pub days: Interval,
}

/// The computed place and size of a phase.
#[derive(Clone, Debug, Default)]
pub struct ScheduledPhase {
    /// What it costs.
    pub size: Size,
    /// Time of each part in the order services, tasks, suites, each in execution order.
    pub parts: Vec<Interval>,
    /// Indexes into the phase's services, those that are needed first.
    pub services: Vec<usize>,
    /// First is 1; phases of one wave do not need each other.
    pub wave: usize,
    /// The working day on which it starts, if phases run one after the other; first is 1.
    pub first_day: Interval,
    /// The working day on which it ends.
    pub last_day: Interval,
}

/// Time in minutes and credits, mandatory and optional apart.
#[derive(Clone, Copy, Debug, Default)]
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

/// Computes order, waves, sums and days. The plan must have passed its checks.
pub fn of(plan: &Plan) -> Schedule {
    let order = plan::order(plan.phases.len(), |it| dependencies(plan, &plan.phases[it])).unwrap_or_default();
    let mut schedule = Schedule {
        phases: plan.phases.iter().map(|it| scheduled(plan, it)).collect(),
        order,
        ..Schedule::default()
    };
    place(plan, &mut schedule);
    schedule
}

fn dependencies(plan: &Plan, phase: &Phase) -> Vec<usize> {
    let index = |id: &str| plan.phases.iter().position(|it| it.id.as_str() == id);
    phase.depends_on.iter().filter_map(|it| index(it)).collect()
}

/// Lays phases one after the other and counts waves and days.
fn place(plan: &Plan, schedule: &mut Schedule) {
    let day = u64::from(plan.calendar.hours_per_day.value.max(1)) * 60;
    let mut elapsed = Interval::default();
    for &index in &schedule.order {
        let waves = dependencies(plan, &plan.phases[index]).into_iter().map(|it| schedule.phases[it].wave);
        let wave = waves.max().unwrap_or(0) + 1;
        let phase = &mut schedule.phases[index];
        phase.wave = wave;
        phase.first_day = Interval { min: elapsed.min / day + 1, max: elapsed.max / day + 1 };
        elapsed = elapsed + phase.size.time;
        phase.last_day = days(elapsed, day);
        let total = &mut schedule.total;
        total.time = total.time + phase.size.time;
        total.optional = total.optional + phase.size.optional;
        total.mandatory = total.mandatory + phase.size.mandatory;
        total.credits = total.credits + phase.size.credits;
    }
    schedule.days = days(elapsed, day);
}

fn days(minutes: Interval, day: u64) -> Interval {
    Interval { min: minutes.min.div_ceil(day).max(1), max: minutes.max.div_ceil(day).max(1) }
}

fn scheduled(plan: &Plan, phase: &Phase) -> ScheduledPhase {
    let services = service_order(plan, phase);
    let budgets: Vec<(Option<&Spanned<Budget>>, bool)> = services
        .iter()
        .map(|&it| (phase.services[it].budget.as_ref(), is_optional(plan, &phase.services[it].service)))
        .chain(phase.tasks.iter().map(|it| (it.budget.as_ref(), false)))
        .chain(phase.suites.iter().filter_map(|it| plan.suite(it)).map(|it| (Some(&it.budget), false)))
        .collect();
    let hours = plan.calendar.hours_per_day.value;
    let minutes = |it: &Budget| it.minutes(hours).unwrap_or_default();
    let parts = budgets.iter().map(|(it, _)| it.map_or(Interval::default(), |it| minutes(it))).collect();
    let optional =
        budgets.iter().filter(|it| it.1).filter_map(|it| it.0).map(|it| minutes(it)).sum::<Interval>();
    let stated = |amount: fn(&Budget, u32) -> Option<Interval>| {
        let parts: Vec<Interval> =
            budgets.iter().filter_map(|it| it.0).filter_map(|it| amount(it, hours)).collect();
        let own = phase.budget.as_ref().and_then(|it| amount(it, hours));
        if parts.is_empty() { own.unwrap_or_default() } else { parts.into_iter().sum() }
    };
    let time = stated(Budget::minutes);
    let mandatory = Interval { min: time.min - optional.min, max: time.max - optional.max };
    let size = Size { time, optional, mandatory, credits: stated(|it, _| it.credits()) };
    ScheduledPhase { size, parts, services, ..ScheduledPhase::default() }
}

fn is_optional(plan: &Plan, id: &str) -> bool {
    plan.service(id).is_some_and(|it| it.optional)
}

/// Services of a phase so that each comes after those that it needs.
fn service_order(plan: &Plan, phase: &Phase) -> Vec<usize> {
    let index = |id: &str| phase.services.iter().position(|it| it.service.as_str() == id);
    let needs = |at: usize| -> Vec<usize> {
        let service: Option<&Service> = plan.service(&phase.services[at].service);
        service.into_iter().flat_map(|it| &it.needs).filter_map(|it| index(it)).collect()
    };
    plan::order(phase.services.len(), needs).unwrap_or_default()
}
