//! Texts that find a measured value in the output of a check.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Command, Criterion, Plan, Reading};

/// Texts without exactly one hole, and those whose value nothing judges.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let checks = plan.criteria().filter_map(|it| Some((it, it.check.as_ref()?)));
    let of_criteria = checks.flat_map(|(criterion, command)| {
        [hole(plan, command), unjudged(plan, criterion, command)].into_iter().flatten()
    });
    of_criteria.chain(commands(plan).filter_map(|it| idle(plan, it))).collect()
}

/// Commands that judge nothing.
fn commands(plan: &Plan) -> impl Iterator<Item = &Command> {
    let steps = plan.patterns.iter().flat_map(|it| &it.steps).flat_map(|it| &it.commands);
    steps.chain(plan.phases.iter().flat_map(|it| &it.tasks).flat_map(|it| &it.commands))
}

fn hole(plan: &Plan, command: &Command) -> Option<Diagnostic> {
    let reads = command.reads.as_ref()?;
    let problem = reads.parse::<Reading>().err()?.diagnostic();
    Some(problem.at(plan.origin(&reads.span)))
}

fn unjudged(plan: &Plan, criterion: &Criterion, command: &Command) -> Option<Diagnostic> {
    let reads = command.reads.as_ref()?;
    let message = format!("criterion `{}` reads a value that nothing judges", criterion.id);
    let problem = Code::BadMeasure.says(message).at(plan.origin(&reads.span));
    let idle = criterion.measure.is_none() && criterion.slo.is_none();
    idle.then(|| problem.hint("add `measure: p50 <= 1.5 ms`, or `slo:` with `service:`"))
}

fn idle(plan: &Plan, command: &Command) -> Option<Diagnostic> {
    let reads = command.reads.as_ref()?;
    let problem = Code::BadMeasure.says("only the check of a criterion reads a value");
    Some(problem.at(plan.origin(&reads.span)).hint("take `reads:` out, or make a criterion of it"))
}
