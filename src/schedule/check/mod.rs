//! Stated figures agree with the computed ones; where they do not, both places are shown.

mod budgets;
mod figures;

use super::Schedule;
use crate::diagnostics::Diagnostic;
use crate::plan::Plan;

/// Every figure of a plan that its own parts contradict.
pub fn check(plan: &Plan, schedule: &Schedule) -> Vec<Diagnostic> {
    let mut problems = budgets::check(plan, schedule);
    problems.extend(figures::check(plan, schedule));
    problems
}
