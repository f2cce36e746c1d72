//! What a phase says of itself against what its work says: a plan may not contradict itself.

use super::{Kind, Part, Stage, Work};
use crate::plan::{Budget, Interval, Stated};

/// Working hours of a day, if nothing is said of them.
pub(super) const HOURS_PER_DAY: u32 = 8;

/// Takes out the status and the budget of a phase if its work contradicts them; says what was taken out.
pub(super) fn settle(stage: &mut Stage, hours_per_day: u32) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(own) = stage.stated.filter(|it| !agrees(*it, stage)) {
        stage.stated = None;
        said.push(format!(
            "phase `{}` is stated as {own}, but its tasks are not, so that is left out",
            stage.id
        ));
    }
    if let Some(own) = stage.budget.take_if(|it| !affords(it, &stage.work, hours_per_day)) {
        said.push(format!(
            "the budget of phase `{}` is {own}, but its parts say otherwise, so it is left out",
            stage.id
        ));
    }
    said
}

/// Whether the status of a phase does not contradict those of its tasks.
fn agrees(own: Stated, stage: &Stage) -> bool {
    let tasks = stage.work.iter().filter(|it| it.kind == Kind::Task);
    let stated: Vec<Stated> = tasks.filter_map(|it| it.stated).collect();
    let all_over = !stated.is_empty() && stated.iter().all(|it| it.is_over());
    match own {
        Stated::Done => stated.iter().all(|it| it.is_over() || *it == Stated::Deferred),
        Stated::Skipped => true,
        _ if all_over => false,
        Stated::Todo => !stated.iter().any(|it| matches!(it, Stated::Active | Stated::Done)),
        _ => true,
    }
}

/// Whether a budget is the sum of the parts, or is not exceeded by those that say what they cost.
fn affords(own: &Budget, work: &[Work], hours_per_day: u32) -> bool {
    let time = |it: &Budget| it.minutes(hours_per_day);
    fits(own, work, &time) && fits(own, work, &Budget::credits)
}

fn fits(own: &Budget, work: &[Work], amount: &dyn Fn(&Budget) -> Option<Interval>) -> bool {
    let Some(said) = amount(own) else { return true };
    let costs: Vec<Interval> = work.iter().filter_map(|it| cost(it, amount)).collect();
    let sum: Interval = costs.iter().copied().sum();
    let exceeded = sum.min > said.min || sum.max > said.max;
    costs.is_empty() || sum == said || (costs.len() < work.len() && !exceeded)
}

/// What a piece of work costs: what it states, or for a service the sum of its steps.
fn cost(work: &Work, amount: &dyn Fn(&Budget) -> Option<Interval>) -> Option<Interval> {
    if let Some(budget) = &work.budget {
        return amount(budget);
    }
    let of_part = |it: &Part| it.budget.as_ref().and_then(amount);
    let steps: Vec<Interval> = match work.kind {
        Kind::Service(_) => work.parts.iter().filter_map(of_part).collect(),
        _ => Vec::new(),
    };
    (!steps.is_empty()).then(|| steps.into_iter().sum())
}
