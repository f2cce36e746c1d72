//! Everything about a plan that its types cannot promise. All problems are found in one run.

mod calendar;
mod edges;
mod ids;
mod judging;
mod mojibake;
mod names;
mod order;
mod outlook;
mod reads;
mod statuses;
mod texts;
mod windows;

use super::Plan;
use crate::diagnostics::Diagnostic;

/// Every problem of a plan that can be seen without adding anything up.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let parts = [
        ids::check,
        edges::check,
        order::check,
        calendar::check,
        judging::check,
        reads::check,
        statuses::check,
        outlook::check,
        names::check,
        windows::check,
        texts::check,
        mojibake::check,
    ];
    parts.iter().flat_map(|it| it(plan)).collect()
}
