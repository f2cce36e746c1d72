//! Which `Plan-Next` lines still say what comes next.

use super::{Fact, NoteKind, Record};
use crate::plan::Plan;

/// Whether no newer commit says instead what comes next: one of the same phase or of a phase that builds on it, or,
/// where one of both names no phase, one of the same repository.
pub fn is_next<'a>(plan: &Plan, record: &Record, mut others: impl Iterator<Item = &'a Record>) -> bool {
    let says_next = |it: &Record| matches!(it.fact, Fact::Note(NoteKind::Next, _));
    !others.any(|it| says_next(it) && takes_over(plan, it, record))
}

/// A squash merge states several phases at one moment.
fn takes_over(plan: &Plan, newer: &Record, older: &Record) -> bool {
    let age = newer.evidence.at.cmp(&older.evidence.at);
    match (newer.phase, older.phase) {
        (Some(newer), Some(older)) if newer != older => age.is_ge() && plan.leads_to(older, newer),
        (Some(_), Some(_)) => age.is_gt(),
        _ => age.is_gt() && newer.evidence.repository == older.evidence.repository,
    }
}
