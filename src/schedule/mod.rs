//! When things happen: order, critical path, sums of budgets and day numbers, computed from the plan alone.

mod calendar;
mod check;
mod compare;
mod network;
mod size;
mod workers;

pub use calendar::{Clock, with_reserve};
pub use check::check;
pub use compare::{Change, Difference, Part, PartChanges, Row, Side, gain, part_changes, rows, tagged};
pub use network::Network;
pub use size::Size;
pub use workers::{Assignment, assign};

use crate::plan::{self, Interval, Pattern, Phase, Plan, Tag};
use size::{TIME, parts};
use std::collections::HashMap;

/// The computed order and size of a plan.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    /// Indexes of phases in an order that respects `depends_on`; ties in plan order.
    pub order: Vec<usize>,
    /// One entry for each phase, in plan order.
    pub phases: Vec<ScheduledPhase>,
    /// All phases together.
    pub total: Size,
    /// Indexes of the phases that decide the end, in order.
    pub critical: Vec<usize>,
    /// Minutes from start to end, if no phase waits for a worker.
    pub span: Interval,
    /// How many phases can be worked on at the same time.
    pub agents: usize,
    /// Minutes from start to end with that many agents.
    pub makespan: Interval,
    /// Working days until then, rounded up; both ends.
    pub days: Interval,
    /// The working day on which whatever comes next can start.
    pub next_day: Interval,
    /// Minutes of phases and tasks with each tag that is used.
    pub tagged: Vec<(Tag, Interval)>,
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
    /// Minutes that it can be late without moving the end, if no phase waits for a worker.
    pub slack: u64,
    /// Whether being late moves the end.
    pub critical: bool,
    /// Who works on it; the first is 0.
    pub agent: usize,
    /// Working minutes from the start of the plan until it begins.
    pub start: Interval,
    /// Working minutes from the start of the plan until it is over.
    pub finish: Interval,
    /// The working day on which it starts; first is 1.
    pub first_day: Interval,
    /// The working day on which it ends.
    pub last_day: Interval,
}

/// Computes order, critical path, sums and days, for as many agents as the plan's calendar says.
pub fn of(plan: &Plan) -> Schedule {
    with_agents(plan, plan.calendar.agents.value.max(1) as usize)
}

/// The same for another number of agents.
pub fn with_agents(plan: &Plan, agents: usize) -> Schedule {
    let mut phases: Vec<ScheduledPhase> = plan.phases.iter().map(|it| scheduled(plan, it)).collect();
    let times: Vec<Interval> = phases.iter().map(|it| it.size.time).collect();
    let needs: Vec<Vec<usize>> = plan.phases.iter().map(|it| dependencies(plan, it)).collect();
    let network = Network::of(&times, &needs);
    let needs = if network.circular { vec![Vec::new(); needs.len()] } else { needs };
    let assignment = assign(&times, &needs, &network, agents);
    let clock = Clock::of(&plan.calendar);
    for (index, phase) in phases.iter_mut().enumerate() {
        place(phase, index, &network, &assignment);
        phase.last_day = clock.last_day(phase.finish);
        phase.first_day = clock.first_day(phase.start).sooner(phase.last_day);
    }
    Schedule {
        total: phases.iter().map(|it| it.size).sum(),
        tagged: times_of_tags(plan, &phases),
        phases,
        order: network.order,
        critical: network.critical,
        span: network.span,
        agents,
        makespan: assignment.makespan,
        days: clock.last_day(assignment.makespan),
        next_day: clock.first_day(assignment.makespan),
    }
}

fn place(phase: &mut ScheduledPhase, index: usize, network: &Network, assignment: &Assignment) {
    phase.wave = network.waves[index];
    phase.slack = network.slacks[index];
    phase.critical = network.is_critical(index);
    phase.agent = assignment.workers[index];
    phase.start = assignment.starts[index];
    phase.finish = phase.start + phase.size.time;
}

fn dependencies(plan: &Plan, phase: &Phase) -> Vec<usize> {
    let mut needs: Vec<usize> = phase.depends_on.iter().filter_map(|it| plan.phase_index(it)).collect();
    needs.sort_unstable();
    needs.dedup();
    needs
}

fn scheduled(plan: &Plan, phase: &Phase) -> ScheduledPhase {
    let parts = parts(plan, phase);
    let services = service_order(plan, phase);
    let hours = plan.calendar.hours_per_day.value;
    let time = |it: usize| parts[it].cost(TIME, hours).unwrap_or_default();
    let others = phase.services.len()..parts.len();
    let times = services.iter().copied().chain(others).map(time).collect();
    ScheduledPhase {
        size: size::size(plan, phase, &parts),
        parts: times,
        services,
        ..ScheduledPhase::default()
    }
}

/// Minutes of phases with a tag, and of tasks with it in phases without.
fn times_of_tags(plan: &Plan, phases: &[ScheduledPhase]) -> Vec<(Tag, Interval)> {
    let tags = [Tag::Planning, Tag::Testing, Tag::Critical, Tag::New, Tag::Parallel, Tag::Optional];
    let hours = plan.calendar.hours_per_day.value;
    let of_tasks = |phase: &Phase, tag: Tag| -> Interval {
        let tasks = phase.tasks.iter().filter(|it| it.is(tag));
        tasks.filter_map(|it| it.budget.as_ref()?.minutes(hours)).sum()
    };
    let of_phase = |(phase, scheduled): (&Phase, &ScheduledPhase), tag: Tag| {
        if phase.is(tag) { scheduled.size.time } else { of_tasks(phase, tag) }
    };
    let used = |tag: Tag| plan.phases.iter().any(|it| it.is(tag) || it.tasks.iter().any(|it| it.is(tag)));
    let sum = |tag: Tag| plan.phases.iter().zip(phases).map(|it| of_phase(it, tag)).sum();
    tags.into_iter().filter(|it| used(*it)).map(|it| (it, sum(it))).collect()
}

/// Services of a phase so that each comes after those that it needs.
fn service_order(plan: &Plan, phase: &Phase) -> Vec<usize> {
    let needs = service_needs(plan, phase);
    plan::order(needs.len(), |it| needs[it].clone()).unwrap_or_default()
}

fn service_needs(plan: &Plan, phase: &Phase) -> Vec<Vec<usize>> {
    let places: HashMap<&str, usize> =
        phase.services.iter().enumerate().map(|(at, it)| (it.service.as_str(), at)).collect();
    let needs = |it: &plan::PhaseService| {
        let service = plan.service(&it.service);
        service.iter().flat_map(|it| &it.needs).filter_map(|it| places.get(it.as_str()).copied()).collect()
    };
    phase.services.iter().map(needs).collect()
}

/// Minutes of each part, the parts that each needs, and what follows from that.
pub type Inside = (Vec<Interval>, Vec<Vec<usize>>, Network);

/// The inside of a phase: its services, tasks and suites as the plan lists them, as if each had a worker.
pub fn inside(plan: &Plan, phase: &Phase) -> Inside {
    let hours = plan.calendar.hours_per_day.value;
    let parts = parts(plan, phase);
    let times: Vec<Interval> = parts.iter().map(|it| it.cost(TIME, hours).unwrap_or_default()).collect();
    let mut needs = service_needs(plan, phase);
    let services = phase.services.iter().map(|it| it.service.as_str());
    let names: HashMap<&str, usize> = services
        .chain(phase.tasks.iter().map(|it| it.id.as_str()))
        .enumerate()
        .map(|(at, it)| (it, at))
        .collect();
    let of_task =
        |it: &plan::Task| it.needs.iter().filter_map(|it| names.get(it.as_str()).copied()).collect();
    needs.extend(phase.tasks.iter().map(of_task));
    needs.resize(times.len(), Vec::new());
    let network = Network::of(&times, &needs);
    (times, needs, network)
}

/// The inside of a pattern: its steps, each after the one before unless it says what it needs.
pub fn steps(pattern: &Pattern, hours_per_day: u32) -> Inside {
    let time =
        |it: &plan::Step| it.budget.as_ref().and_then(|it| it.minutes(hours_per_day)).unwrap_or_default();
    let times: Vec<Interval> = pattern.steps.iter().map(time).collect();
    let place = |id: &str| pattern.steps.iter().position(|it| it.id.as_str() == id);
    let needs = |(at, step): (usize, &plan::Step)| match &step.needs {
        Some(needs) => needs.iter().filter_map(|it| place(it)).collect(),
        None => at.checked_sub(1).into_iter().collect(),
    };
    let needs: Vec<Vec<usize>> = pattern.steps.iter().enumerate().map(needs).collect();
    let network = Network::of(&times, &needs);
    (times, needs, network)
}
