//! The reviews of changes that phases wait for.

use super::inputs::Planned;
use super::text::Prose;
use crate::plan::Change;

/// The changes that somebody has to approve before the phase at this index begins: those of which it is a first phase.
pub(super) fn reviews<'a>(
    planned: &Planned<'a>,
    index: usize,
) -> impl Iterator<Item = (&'a Change, &'a str)> {
    let plan = planned.plan;
    let reviewed = plan.changes.iter().filter_map(|it| Some((it, it.review.as_deref()?)));
    reviewed.filter(move |(change, _)| {
        change.has(&plan.phases[index])
            && first_wave(planned, change) == Some(planned.schedule.phases[index].wave)
    })
}

/// The wave of the first phases of a change.
pub(super) fn first_wave(planned: &Planned<'_>, change: &Change) -> Option<usize> {
    let phases = planned.plan.phases.iter().zip(&planned.schedule.phases);
    phases.filter(|it| change.has(it.0)).map(|it| it.1.wave).min()
}

/// What must hold before the phase at this index begins, beside what the plan says of it.
pub(super) fn approvals(planned: &Planned<'_>, index: usize) -> Vec<Prose> {
    let text = |(change, who): (&Change, &str)| {
        Prose::new(&planned.words.filled("words.approved", &[("change", &change.id), ("who", who)]))
    };
    reviews(planned, index).map(text).collect()
}
