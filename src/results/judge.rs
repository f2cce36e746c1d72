//! What the plan makes of a run: whether the criterion holds by it, and why.

use super::{Ended, Evidence, Kept, Outcome, Run, Strength};
use crate::plan::{Criterion, Measure, Plan, Quantity};

/// What the plan makes of a run.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Whether the criterion holds; open if the plan has changed so that the run does not say.
    pub outcome: Outcome,
    /// The value, where a limit decides.
    pub measured: Option<Quantity>,
    /// Why it does not hold, or is open.
    pub reason: Option<String>,
}

/// Judges a run by what the plan demands now: a command that ends well, a text, a value in its limit.
pub fn judge(plan: &Plan, criterion: &Criterion, run: &Run) -> Judgement {
    let limit = criterion.limit(plan);
    let own = |it: &&super::MeasuredValue| limit.is_some_and(|limit| limit.metric == it.metric);
    let measured = run.measured.as_ref().filter(own);
    let value = measured.and_then(|it| it.value.clone());
    let parts = [ended(run), expected(criterion, run), limit.and_then(|it| kept(it, measured))];
    let (outcome, reason) = match parts.into_iter().flatten().next() {
        Some((outcome, reason)) => (outcome, Some(reason)),
        None => (Outcome::Pass, None),
    };
    Judgement { outcome, measured: value, reason }
}

fn ended(run: &Run) -> Option<(Outcome, String)> {
    let reason = match run.ended {
        Ended::Exit(0) => return None,
        Ended::Exit(code) => format!("exit code {code}"),
        Ended::Signal(signal) => format!("killed by signal {signal}"),
        Ended::Timeout(seconds) => format!("killed after {seconds} s"),
    };
    Some((Outcome::Fail, reason))
}

fn expected(criterion: &Criterion, run: &Run) -> Option<(Outcome, String)> {
    let literal = criterion.check.as_ref()?.literal()?;
    match &run.expected {
        Some(expected) if expected.text != literal => {
            Some((Outcome::Open, "the plan expects another text now".to_owned()))
        }
        None => Some((Outcome::Open, format!("the plan expects `{literal}` now"))),
        Some(expected) if !expected.found => {
            Some((Outcome::Fail, format!("`{literal}` is not in the output")))
        }
        Some(_) => None,
    }
}

fn kept(limit: &Measure, measured: Option<&super::MeasuredValue>) -> Option<(Outcome, String)> {
    let metric = &limit.metric;
    let Some(measured) = measured else {
        return Some((Outcome::Open, format!("it does not say `{metric}`, by which the plan decides now")));
    };
    let Some(value) = &measured.value else {
        return Some((Outcome::Fail, format!("no value of `{metric}` is in the output")));
    };
    match limit.holds(value) {
        Some(true) => None,
        Some(false) => Some((Outcome::Fail, format!("{value} is not {limit}"))),
        None => Some((Outcome::Open, format!("{value} cannot be compared with {limit}"))),
    }
}

/// A run as evidence, with what speaks against it.
pub(super) fn evidence(criterion: &Criterion, kept: &Kept, judgement: &Judgement) -> Evidence {
    let run = &kept.run;
    let other = criterion.check.as_ref().is_some_and(|it| it.run.value != run.command);
    let caveats = [
        (other, "by another command than that of the plan"),
        (run.dirty, "with changes that are in no commit"),
        (!kept.reached, "at a commit that the head does not contain"),
    ];
    let caveats = caveats.into_iter().filter(|it| it.0).map(|it| it.1.to_owned());
    let notes: Vec<String> = judgement.reason.clone().into_iter().chain(caveats).collect();
    Evidence {
        strength: Strength::Verified,
        repository: kept.repository.clone(),
        commit: run.commit.clone(),
        at: run.at,
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    }
}
