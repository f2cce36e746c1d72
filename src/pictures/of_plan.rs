//! What pictures show of a plan and its schedule.

use super::{Chart, Flow, GateNode, Item, Row, Stage, Tone};
use crate::plan::{Interval, Phase, Plan, Tag};
use crate::schedule::{Clock, Schedule, ScheduledPhase, inside};

/// The phases with what is done in each, their gates, and what waits for what. `done` are the indexes of the
/// phases that are over.
pub fn flow(plan: &Plan, schedule: &Schedule, done: &[usize]) -> Flow {
    let stages = (0..plan.phases.len()).map(|it| stage(plan, schedule, (it, done)));
    Flow { title: plan.project.title.clone(), stages: stages.collect() }
}

fn stage(plan: &Plan, schedule: &Schedule, (index, done): (usize, &[usize])) -> Stage {
    let (phase, scheduled) = (&plan.phases[index], &schedule.phases[index]);
    let gate = phase.gate.as_ref().and_then(|it| plan.gate(it));
    Stage {
        id: phase.id.to_string(),
        title: phase.title.clone(),
        note: note(scheduled),
        tone: tone((phase, scheduled), (index, done)),
        items: items(plan, phase),
        gate: gate.map(|it| GateNode { id: it.id.to_string(), title: it.title.clone() }),
        needs: phase.depends_on.iter().filter_map(|it| plan.phase_index(it)).collect(),
        wave: scheduled.wave,
    }
}

fn note(scheduled: &ScheduledPhase) -> String {
    let time = scheduled.size.time;
    if time.max == 0 {
        return String::new();
    }
    let (first, last) = (scheduled.first_day.max, scheduled.last_day.max);
    let days = if first == last { format!("day {first}") } else { format!("day {first}-{last}") };
    format!("{}, {days}", time.time())
}

fn tone((phase, scheduled): (&Phase, &ScheduledPhase), (index, done): (usize, &[usize])) -> Tone {
    match () {
        () if done.contains(&index) => Tone::Done,
        () if phase.is(Tag::Optional) => Tone::Optional,
        () if scheduled.critical && scheduled.size.time.max > 0 => Tone::Critical,
        () => Tone::Usual,
    }
}

/// Services, tasks and suites, with what each needs of the same phase.
fn items(plan: &Plan, phase: &Phase) -> Vec<Item> {
    let (times, needs, _) = inside(plan, phase);
    let services = phase.services.iter().map(|it| {
        let service = plan.service(&it.service);
        (service.map_or(it.service.to_string(), |it| it.title.clone()), service.is_some_and(|it| it.optional))
    });
    let tasks = phase.tasks.iter().map(|it| (it.text.clone(), it.is(Tag::Optional)));
    let suites = phase.suites.iter().filter_map(|it| plan.suite(it)).map(|it| (it.title.clone(), false));
    let time = |it: Interval| if it.max > 0 { it.time() } else { String::new() };
    let parts = services.chain(tasks).chain(suites).zip(times).zip(needs);
    parts
        .map(|(((title, optional), took), needs)| Item { title, note: time(took), needs, optional })
        .collect()
}

/// When each phase is worked on, and by whom; ranges by their upper ends. `done` are the indexes of the phases
/// that are over.
pub fn chart(plan: &Plan, schedule: &Schedule, done: &[usize]) -> Chart {
    let clock = Clock::of(&plan.calendar);
    let mut order: Vec<usize> = (0..plan.phases.len()).collect();
    order.sort_by_key(|it| (schedule.phases[*it].agent, schedule.phases[*it].start.max));
    let row = |index: usize| {
        let (phase, scheduled) = (&plan.phases[index], &schedule.phases[index]);
        let lane = if schedule.agents > 1 { format!("Agent {}", scheduled.agent + 1) } else { String::new() };
        Row {
            title: format!("{} {}", phase.id, phase.title),
            lane,
            start: scheduled.start.max,
            end: scheduled.finish.max,
            label: if scheduled.size.time.max > 0 { scheduled.size.time.time() } else { String::new() },
            tone: tone((phase, scheduled), (index, done)),
        }
    };
    Chart {
        title: plan.project.title.clone(),
        rows: order.into_iter().map(row).collect(),
        day: clock.day,
        span: schedule.makespan.max,
        start: clock.start.map(|it| it.date().to_string()),
    }
}
