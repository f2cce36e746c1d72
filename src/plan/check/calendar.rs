//! The calendar: days that are days, and blocks in an order that work can follow.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Id, Plan, Spanned};
use crate::zones::Zone;
use std::collections::HashMap;

/// A day without hours, nobody to work, a reserve beyond measure, and blocks that do not fit the phases.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let calendar = &plan.calendar;
    let range = |number: &Spanned<u32>, most: u32, message: String| {
        let problem = Code::BadCalendar.says(message).at(plan.origin(&number.span));
        (!(1..=most).contains(&number.value)).then(|| problem.label(format!("from 1 to {most}")))
    };
    let hours = &calendar.hours_per_day;
    let hours = range(hours, 24, format!("a day of {} hours is no working day", hours.value));
    let agents = &calendar.agents;
    let agents = range(agents, 1000, format!("{} agents cannot be planned for", agents.value));
    let reserve = calendar.reserve.iter().filter(|it| it.value > 1000).map(|it| {
        let problem = Code::BadCalendar.says(format!("a reserve of {} percent hides the plan", it.value));
        problem.at(plan.origin(&it.span)).label("at most 1000")
    });
    let zone = calendar.zone.iter().filter_map(|it| no_zone(plan, it));
    hours.into_iter().chain(agents).chain(reserve).chain(zone).chain(blocks(plan)).collect()
}

fn no_zone(plan: &Plan, text: &Spanned<String>) -> Option<Diagnostic> {
    if Zone::parse(text).is_some() {
        return None;
    }
    let problem = Code::BadZone.says(format!("`{}` is no time zone", text.value));
    Some(problem.at(plan.origin(&text.span)).hint(Zone::hint(text)))
}

fn blocks(plan: &Plan) -> Vec<Diagnostic> {
    if plan.calendar.blocks.is_empty() {
        return Vec::new();
    }
    let mut places: HashMap<&str, (usize, &Spanned<Id>)> = HashMap::new();
    let mut problems = Vec::new();
    for (block, id) in
        plan.calendar.blocks.iter().enumerate().flat_map(|(at, it)| it.phases.iter().map(move |it| (at, it)))
    {
        if let Some((_, first)) = places.get(id.as_str()) {
            let problem = Code::BlockOrder.says(format!("phase `{id}` is in two blocks of the calendar"));
            problems.push(
                problem
                    .at(plan.origin(&id.span))
                    .label("again here")
                    .related(plan.origin(&first.span), "first here"),
            );
        } else {
            places.insert(id, (block, id));
        }
    }
    problems.extend(plan.phases.iter().filter(|it| !places.contains_key(it.id.as_str())).map(|it| {
        let problem = Code::BlockOrder.says(format!("phase `{}` is in no block of the calendar", it.id));
        problem
            .at(plan.origin(&it.id.span))
            .hint("add it to one of `calendar.blocks`, which then add up to the whole")
    }));
    problems.extend(
        plan.phases.iter().flat_map(|phase| too_early(plan, (&phase.id, &phase.depends_on), &places)),
    );
    problems
}

/// A phase in an earlier block than one that it depends on.
fn too_early(
    plan: &Plan,
    (phase, needs): (&Spanned<Id>, &[Spanned<Id>]),
    places: &HashMap<&str, (usize, &Spanned<Id>)>,
) -> Vec<Diagnostic> {
    let Some((block, written)) = places.get(phase.as_str()) else { return Vec::new() };
    let title = |at: usize| &plan.calendar.blocks[at].title.value;
    let later = |it: &&Spanned<Id>| places.get(it.as_str()).is_some_and(|it| it.0 > *block);
    let problem = |need: &Spanned<Id>| {
        let (at, other) = places[need.as_str()];
        let message = format!(
            "phase `{phase}` is in block `{}`, but it depends on `{need}` of the later block `{}`",
            title(*block),
            title(at)
        );
        let problem = Code::BlockOrder.says(message).at(plan.origin(&written.span));
        problem
            .related(plan.origin(&other.span), "comes later")
            .related(plan.origin(&need.span), "is needed first")
    };
    needs.iter().filter(later).map(problem).collect()
}
