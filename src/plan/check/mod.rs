//! Everything about a plan that its types cannot promise. All problems are found in one run.

mod budgets;
mod ids;
mod judging;
mod order;
mod texts;

use super::Plan;
use crate::diagnostics::Diagnostic;

/// Every problem of a plan, in the order of its lines.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let parts = [ids::check, order::check, budgets::check, judging::check, texts::check];
    let mut problems: Vec<Diagnostic> = parts.iter().flat_map(|it| it(plan)).collect();
    problems.sort_by_key(|it| it.origin.as_ref().map_or(0, |it| it.span.start));
    problems
}
