//! A stated sum agrees with its parts.

use crate::diagnostics::Diagnostic;
use crate::plan::{Budget, Interval, Phase, Plan, Spanned};

/// Sums that disagree, and a calendar that has no day.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let sums = plan.phases.iter().flat_map(|it| disagreements(plan, it));
    sums.chain(calendar(plan)).collect()
}

fn calendar(plan: &Plan) -> Option<Diagnostic> {
    let hours = &plan.calendar.hours_per_day;
    let problem = Diagnostic::error(format!("a day of {} hours is no working day", hours.value));
    (!(1..=24).contains(&hours.value)).then(|| problem.at(plan.origin(&hours.span)).label("from 1 to 24"))
}

/// How one sort of amount is read and printed.
struct Sort {
    read: fn(&Budget, u32) -> Option<Interval>,
    print: fn(Interval) -> String,
}

const SORTS: [Sort; 2] = [
    Sort { read: Budget::minutes, print: Interval::time },
    Sort { read: |it, _| it.credits(), print: Interval::credits },
];

fn disagreements(plan: &Plan, phase: &Phase) -> Vec<Diagnostic> {
    let Some(stated) = &phase.budget else { return Vec::new() };
    let parts = parts(plan, phase);
    SORTS.iter().filter_map(|it| disagreement(plan, (phase, stated), &parts, it)).collect()
}

fn parts<'a>(plan: &'a Plan, phase: &'a Phase) -> Vec<&'a Spanned<Budget>> {
    let services = phase.services.iter().filter_map(|it| it.budget.as_ref());
    let tasks = phase.tasks.iter().filter_map(|it| it.budget.as_ref());
    let suites = phase.suites.iter().filter_map(|it| plan.suite(it)).map(|it| &it.budget);
    services.chain(tasks).chain(suites).collect()
}

fn disagreement(
    plan: &Plan,
    (phase, stated): (&Phase, &Spanned<Budget>),
    parts: &[&Spanned<Budget>],
    sort: &Sort,
) -> Option<Diagnostic> {
    let hours = plan.calendar.hours_per_day.value;
    let said = (sort.read)(stated, hours)?;
    let amounts: Vec<Interval> = parts.iter().filter_map(|it| (sort.read)(it, hours)).collect();
    let sum: Interval = amounts.iter().copied().sum();
    if amounts.is_empty() || sum == said {
        return None;
    }
    let terms: Vec<String> = amounts.iter().map(|it| (sort.print)(*it)).collect();
    let (said, sum) = ((sort.print)(said), (sort.print)(sum));
    let problem = Diagnostic::error(format!(
        "the budget of phase `{}` is {said}, but its parts sum to {sum}",
        phase.id
    ));
    let problem = problem.at(plan.origin(&stated.span)).label(format!("stated as {said}"));
    let problem = problem.hint(format!("write `{sum}`, or change a part: {sum} ({})", terms.join(" + ")));
    let counted = parts.iter().filter(|it| (sort.read)(it, hours).is_some());
    Some(counted.fold(problem, |problem, it| problem.related(plan.origin(&it.span), "a part")))
}
