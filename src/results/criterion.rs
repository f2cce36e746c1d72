//! Whether a criterion holds, from what commits claim and what results files show.

use super::judge::{Judgement, evidence, judge};
use super::{CriterionResult, Evidence, Fact, Kept, Measured, Outcome, Record, Strength};
use crate::plan::{Criterion, Measure, Plan, Quantity};

/// One thing that is said of a criterion.
#[derive(Clone)]
struct Said {
    outcome: Outcome,
    measured: Option<Quantity>,
    evidence: Evidence,
}

/// Weighs the trailers and the newest results file of a criterion.
///
/// The newest of them wins; where both say the same, the results file is the evidence.
pub(super) fn criterion_result(
    plan: &Plan,
    criterion: &Criterion,
    records: &[&Record],
    runs: &[Kept],
) -> CriterionResult {
    let claims = claims(plan, criterion, records);
    let shown = newest(criterion, runs).map(|kept| said(criterion, kept, judge(plan, criterion, &kept.run)));
    let held = |it: &Said| it.outcome == Outcome::Pass;
    let held = claims.iter().any(held) || shown.as_ref().is_some_and(held);
    let (decides, claim) = weigh(claims.into_iter().next_back(), shown);
    let Some(decides) = decides else { return CriterionResult::default() };
    CriterionResult {
        outcome: decides.outcome,
        reopened: held && decides.outcome == Outcome::Fail,
        measured: decides.measured,
        evidence: Some(decides.evidence),
        claim: claim.map(|it| (it.outcome, it.evidence)),
    }
}

/// What decides, and the older claim that it contradicts.
fn weigh(claimed: Option<Said>, shown: Option<Said>) -> (Option<Said>, Option<Said>) {
    let (Some(claimed), Some(shown)) = (claimed.clone(), shown.clone()) else {
        return (shown.or(claimed), None);
    };
    if claimed.outcome == shown.outcome {
        return (Some(shown), None);
    }
    if shown.outcome != Outcome::Open && shown.evidence.at >= claimed.evidence.at {
        return (Some(shown), Some(claimed));
    }
    (Some(contradicting(claimed, &shown)), None)
}

/// A claim that is newer than a results file which says otherwise.
fn contradicting(mut claimed: Said, shown: &Said) -> Said {
    let word = match shown.outcome {
        Outcome::Pass => "an older results file says pass",
        Outcome::Fail => "an older results file says fail",
        Outcome::Open | Outcome::Skip => return claimed,
    };
    let note = claimed.evidence.note.take();
    claimed.evidence.note = Some(note.map_or_else(|| word.to_owned(), |note| format!("{note}; {word}")));
    claimed
}

fn newest<'a>(criterion: &Criterion, runs: &'a [Kept]) -> Option<&'a Kept> {
    runs.iter().filter(|it| it.run.criterion == criterion.id.as_str()).max_by_key(|it| it.run.at)
}

fn said(criterion: &Criterion, kept: &Kept, judgement: Judgement) -> Said {
    let evidence = evidence(criterion, kept, &judgement);
    Said { outcome: judgement.outcome, measured: judgement.measured, evidence }
}

/// What the trailers say, oldest first: measured values where a limit decides and there are any.
fn claims(plan: &Plan, criterion: &Criterion, records: &[&Record]) -> Vec<Said> {
    let values: Vec<Said> = match criterion.limit(plan) {
        Some(limit) => values(limit, criterion, records),
        None => Vec::new(),
    };
    if values.is_empty() { checks(&criterion.id, records) } else { values }
}

fn values(limit: &Measure, criterion: &Criterion, records: &[&Record]) -> Vec<Said> {
    let service = criterion.service.as_ref().map(|it| it.as_str());
    let about = |it: &&&Record| service.is_none_or(|id| it.services.iter().any(|it| it == id));
    let said = records.iter().filter(about).filter_map(|it| match &it.fact {
        Fact::Measure(name, value) if *name == limit.metric => Some(Said {
            outcome: outcome(limit, value),
            measured: Some(value.clone()),
            evidence: it.evidence.clone(),
        }),
        _ => None,
    });
    said.collect()
}

fn checks(id: &str, records: &[&Record]) -> Vec<Said> {
    let said = records.iter().filter_map(|it| match &it.fact {
        Fact::Check(criterion, outcome) if criterion == id => {
            Some(Said { outcome: *outcome, measured: None, evidence: it.evidence.clone() })
        }
        _ => None,
    });
    said.collect()
}

fn outcome(limit: &Measure, value: &Quantity) -> Outcome {
    match limit.holds(value) {
        Some(true) => Outcome::Pass,
        Some(false) => Outcome::Fail,
        None => Outcome::Open,
    }
}

/// The newest value of an SLO: of a trailer, or of a criterion that measures it.
pub(super) fn measured(limit: &Measure, records: &[&Record], criteria: &[&CriterionResult]) -> Measured {
    let claimed = records.iter().rev().find_map(|it| match &it.fact {
        Fact::Measure(name, value) if *name == limit.metric => Some((value.clone(), it.evidence.clone())),
        _ => None,
    });
    let verified =
        |it: &&&CriterionResult| it.evidence.as_ref().is_some_and(|it| it.strength == Strength::Verified);
    let shown =
        criteria.iter().filter(verified).filter_map(|it| it.measured.clone().zip(it.evidence.clone()));
    let shown = shown.max_by_key(|it| it.1.at);
    let newer = |claimed: &(Quantity, Evidence), shown: &(Quantity, Evidence)| {
        claimed.1.at > shown.1.at && claimed.0 != shown.0
    };
    let newest = match (claimed, shown) {
        (Some(claimed), Some(shown)) if newer(&claimed, &shown) => Some(claimed),
        (claimed, shown) => shown.or(claimed),
    };
    newest.map_or_else(Measured::default, |(value, evidence)| Measured {
        outcome: outcome(limit, &value),
        value: Some(value),
        evidence: Some(evidence),
    })
}
