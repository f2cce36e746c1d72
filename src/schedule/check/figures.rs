//! Stated numbers against what can be counted or computed.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Count, Measured, Phase, Plan, Quantity, Spanned};
use crate::schedule::Schedule;
use std::ops::Range;

/// Counts, days, tests and reductions that the plan contradicts.
pub(super) fn check(plan: &Plan, schedule: &Schedule) -> Vec<Diagnostic> {
    let tests = plan.phases.iter().filter_map(|it| tests(plan, it));
    let days = (0..plan.phases.len()).filter_map(|it| day(plan, schedule, it));
    let measured =
        plan.pull_requests.iter().flat_map(|it| &it.performance).filter_map(|it| reduction(plan, it));
    let options = plan.options.iter().filter_map(|it| {
        of_phases(plan, it.tests.as_ref()?, it.phases.iter().filter_map(|it| plan.phase(it)))
    });
    let added = added(plan).into_iter().chain(options);
    tests.chain(days).chain(totals(plan, schedule)).chain(added).chain(measured).collect()
}

/// Whether a stated count can be what was counted.
fn agrees(stated: Count, counted: Count) -> bool {
    let enough = counted.range.max >= stated.range.min || counted.open;
    if stated.open { enough } else { stated == counted }
}

/// A stated number with what it is about.
fn disagreement(plan: &Plan, what: &str, (stated, counted): (&Spanned<Count>, Count)) -> Option<Diagnostic> {
    if agrees(stated.value, counted) {
        return None;
    }
    let message = format!("{what}: stated as {}, but computed as {counted}", stated.value);
    let problem = Code::FigureDisagrees.says(message).at(plan.origin(&stated.span));
    Some(
        problem
            .label(format!("stated as {}", stated.value))
            .hint(format!("write `{counted}`, or leave it out")),
    )
}

fn tests(plan: &Plan, phase: &Phase) -> Option<Diagnostic> {
    let stated = phase.tests.total.as_ref().filter(|_| !phase.tests.categories.is_empty())?;
    let counted: Count = phase.tests.categories.iter().map(|it| it.count.value).sum();
    let what = format!("the tests of phase `{}`", phase.id);
    let problem = disagreement(plan, &what, (stated, counted))?;
    let places = phase.tests.categories.iter().map(|it| &it.count.span);
    Some(places.fold(problem, |problem, it| problem.related(plan.origin(it), "a part")))
}

fn day(plan: &Plan, schedule: &Schedule, index: usize) -> Option<Diagnostic> {
    let (phase, scheduled) = (&plan.phases[index], &schedule.phases[index]);
    let stated = phase.ends_on_day.as_ref()?;
    let computed = Count { range: scheduled.last_day, open: false };
    let problem =
        disagreement(plan, &format!("the day on which phase `{}` ends", phase.id), (stated, computed))?;
    let minutes = scheduled.finish.time();
    let hours = &plan.calendar.hours_per_day;
    let at = if hours.span.is_empty() { &phase.id.span } else { &hours.span };
    Some(problem.related(plan.origin(at), format!("{minutes} of work at {} h a day", hours.value)))
}

fn totals(plan: &Plan, schedule: &Schedule) -> Vec<Diagnostic> {
    let stated = &plan.totals;
    let exact = |number: usize| Count::exact(number as u64);
    let first = |spans: Option<&Range<usize>>| spans.cloned();
    let tests: Count = plan.phases.iter().map(tests_of).sum();
    let pages: Count = plan.documents.iter().filter_map(|it| it.pages.as_ref()).map(|it| it.value).sum();
    let page = plan.documents.iter().find_map(|it| it.pages.as_ref()).map(|it| &it.span);
    let test = plan.phases.iter().flat_map(|it| &it.tests.categories).map(|it| &it.count.span).next();
    let days = Count { range: schedule.days, open: false };
    let phase = plan.phases.first().map(|it| &it.id.span);
    let rows = [
        (&stated.days, "the working days of the plan", days, first(phase)),
        (&stated.phases, "the phases, each with a prompt", exact(plan.phases.len()), first(phase)),
        (
            &stated.services,
            "the services",
            exact(plan.services.len()),
            first(plan.services.first().map(|it| &it.id.span)),
        ),
        (
            &stated.repositories,
            "the repositories",
            exact(plan.repositories.len()),
            first(plan.repositories.first().map(|it| &it.id.span)),
        ),
        (&stated.tests, "the tests of all phases", tests, first(test)),
        (&stated.pages, "the pages of all documents", pages, first(page)),
    ];
    let problem =
        |(stated, what, counted, place): (&Option<Spanned<Count>>, &str, Count, Option<Range<usize>>)| {
            let problem = disagreement(plan, what, (stated.as_ref()?, counted))?;
            Some(
                place
                    .into_iter()
                    .fold(problem, |problem, it| problem.related(plan.origin(&it), "counted from here on")),
            )
        };
    rows.into_iter().filter_map(problem).collect()
}

/// Tests that a phase adds, as its categories say, or else its total.
fn tests_of(phase: &Phase) -> Count {
    phase.tests.count().unwrap_or_default()
}

/// One figure for added tests: of a session, of the pull requests that it leads to, and of their phases.
fn added(plan: &Plan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for session in &plan.sessions {
        let Some(own) = &session.tests_added else { continue };
        problems.extend(of_phases(plan, own, session.phases.iter().filter_map(|it| plan.phase(it))));
        let pulls = plan
            .pull_requests
            .iter()
            .filter(|it| session.pull_requests.iter().any(|id| id.value == it.id.value));
        for other in pulls.filter_map(|it| it.tests_added.as_ref()).filter(|it| it.value != own.value) {
            let message = format!("added tests: {} in one place, {} in another", other.value, own.value);
            let problem =
                Code::FigureDisagrees.says(message).at(plan.origin(&own.span)).label("of the session");
            let problem = problem.related(plan.origin(&other.span), "of its pull request");
            problems.push(problem.hint("leave both out: added tests are counted from the commits"));
        }
    }
    for pull in &plan.pull_requests {
        let Some(own) = &pull.tests_added else { continue };
        problems.extend(of_phases(plan, own, pull.phases.iter().filter_map(|it| plan.phase(it))));
    }
    problems
}

fn of_phases<'a>(
    plan: &Plan,
    stated: &Spanned<Count>,
    phases: impl Iterator<Item = &'a Phase>,
) -> Option<Diagnostic> {
    let phases: Vec<&Phase> = phases.collect();
    let counted: Count = phases.iter().map(|it| tests_of(it)).sum();
    if counted == Count::default() {
        return None;
    }
    let problem = disagreement(plan, "the tests added", (stated, counted))?;
    let places = phases
        .iter()
        .flat_map(|it| it.tests.total.iter().chain(it.tests.categories.iter().map(|it| &it.count)));
    Some(places.fold(problem, |problem, it| problem.related(plan.origin(&it.span), "counted here")))
}

/// A stated reduction against the two values that it is computed from, to the digits that it is stated with.
fn reduction(plan: &Plan, measured: &Measured) -> Option<Diagnostic> {
    let stated = measured.reduction.as_ref()?;
    let computed = measured.after.less_than(&measured.before);
    let rounded = computed.map(f64::round);
    if rounded.is_some_and(|it| (it - stated.value.value).abs() < 1.0) {
        return None;
    }
    let computed = rounded.map_or("nothing, as the units do not fit".to_owned(), |value| {
        Quantity { value, unit: "%".to_owned() }.to_string()
    });
    let message = format!(
        "the reduction of {} is stated as {}, but computed as {computed}",
        measured.what, stated.value
    );
    let problem = Code::FigureDisagrees.says(message).at(plan.origin(&stated.span));
    let problem = problem.related(plan.origin(&measured.before.span), "before");
    Some(
        problem
            .related(plan.origin(&measured.after.span), "after")
            .hint("write the computed one, or leave it out"),
    )
}
