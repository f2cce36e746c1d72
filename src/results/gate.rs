//! Turns criteria into a verdict by a gate's rule.

use super::{CriterionResult, GateResult, Outcome, Score, Verdict};
use crate::plan::{Class, Criterion, Plan, Rule, Shares};

/// Judges a gate. What belongs to an optional service counts only once it was tried.
pub(super) fn judge(plan: &Plan, rule: &Rule, judged: &[(&Criterion, &CriterionResult)]) -> GateResult {
    let counted: Vec<_> = judged.iter().filter(|it| counts(plan, it)).collect();
    let scores: Vec<Score> = [Class::Critical, Class::Important, Class::Nice]
        .into_iter()
        .map(|class| score(class, counted.iter().filter(|it| it.0.class == class).map(|it| it.1.outcome)))
        .filter(|it| it.total() > 0)
        .collect();
    GateResult {
        verdict: verdict(rule, &scores),
        claim: None,
        reopened: judged.iter().any(|it| it.1.reopened),
        scores,
    }
}

fn counts(plan: &Plan, (criterion, result): &(&Criterion, &CriterionResult)) -> bool {
    let service = criterion.service.as_ref().and_then(|it| plan.service(it));
    result.outcome != Outcome::Open || !service.is_some_and(|it| it.optional)
}

fn score(class: Class, outcomes: impl Iterator<Item = Outcome>) -> Score {
    let mut score = Score { class, passed: 0, failed: 0, open: 0 };
    for outcome in outcomes {
        match outcome {
            Outcome::Pass => score.passed += 1,
            Outcome::Fail | Outcome::Skip => score.failed += 1,
            Outcome::Open => score.open += 1,
        }
    }
    score
}

/// The verdict, once no open criterion can change it: if the best case and the worst case agree.
pub fn verdict(rule: &Rule, scores: &[Score]) -> Option<Verdict> {
    let best = reached(rule, scores, |it| it.passed + it.open);
    let worst = reached(rule, scores, |it| it.passed);
    (best == worst && !scores.is_empty()).then_some(worst)
}

fn reached(rule: &Rule, scores: &[Score], passed: impl Fn(&Score) -> usize) -> Verdict {
    let meets = |shares: &Shares| {
        scores.iter().all(|it| passed(it) * 100 >= it.total() * shares.of_class(it.class) as usize)
    };
    match () {
        () if meets(&rule.pass) => Verdict::Pass,
        () if meets(&rule.conditional) => Verdict::Conditional,
        () => Verdict::Fail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(class: Class, passed: usize, failed: usize, open: usize) -> Score {
        Score { class, passed, failed, open }
    }

    #[test]
    fn one_failed_critical_criterion_fails_the_gate_at_once() {
        let scores = [of(Class::Critical, 1, 1, 5)];
        assert_eq!(verdict(&Rule::default(), &scores), Some(Verdict::Fail));
    }

    #[test]
    fn open_criteria_that_can_change_the_verdict_leave_it_open() {
        let scores = [of(Class::Critical, 3, 0, 0), of(Class::Important, 9, 0, 1)];
        assert_eq!(verdict(&Rule::default(), &scores), Some(Verdict::Pass), "nine of ten is enough");
        let scores = [of(Class::Critical, 2, 0, 1)];
        assert_eq!(verdict(&Rule::default(), &scores), None);
    }

    #[test]
    fn eighty_percent_of_the_important_ones_is_conditional() {
        let scores = [of(Class::Critical, 3, 0, 0), of(Class::Important, 4, 1, 0)];
        assert_eq!(verdict(&Rule::default(), &scores), Some(Verdict::Conditional));
        let scores = [of(Class::Critical, 3, 0, 0), of(Class::Important, 3, 1, 0)];
        assert_eq!(verdict(&Rule::default(), &scores), Some(Verdict::Fail));
    }

    #[test]
    fn a_gate_that_judges_nothing_has_no_verdict() {
        assert_eq!(verdict(&Rule::default(), &[]), None);
    }
}
