//! Gates and criteria can be decided.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Class, Criterion, Gate, Phase, Plan, Shares};
use std::collections::HashMap;

/// Criteria that cannot be decided, gates without criteria or phase, rules that contradict themselves, and what
/// to do after a verdict that cannot come.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let criteria = plan.criteria().filter_map(|it| undecidable(plan, it));
    let slos = plan.criteria().filter_map(|it| slo(plan, it));
    let mut ends: HashMap<&str, Vec<&Phase>> = HashMap::new();
    for phase in &plan.phases {
        if let Some(gate) = &phase.gate {
            ends.entry(gate).or_default().push(phase);
        }
    }
    let phases = |it: &Gate| ends.get(it.id.as_str()).map_or(&[][..], Vec::as_slice);
    let gates = plan.gates.iter().flat_map(|it| {
        let phases = phases(it);
        [used(plan, it, phases), empty(plan, it, phases), idle_conditional(plan, it, phases)]
    });
    let rules = plan.gates.iter().flat_map(|it| rule(plan, it));
    criteria.chain(slos).chain(gates.flatten()).chain(rules).collect()
}

fn undecidable(plan: &Plan, criterion: &Criterion) -> Option<Diagnostic> {
    // A command that reads a value does not decide: the limit does.
    let decides = criterion.check.as_ref().is_some_and(|it| it.reads.is_none());
    let reads_for_nothing =
        criterion.check.is_some() && criterion.slo.is_none() && criterion.measure.is_none();
    let ways = [decides || reads_for_nothing, criterion.slo.is_some(), criterion.measure.is_some()];
    let at = plan.origin(&criterion.id.span);
    match ways.iter().filter(|it| **it).count() {
        1 => None,
        0 => Some(
            Code::VagueCriterion
                .says(format!("nobody can check criterion `{}`", criterion.id))
                .at(at)
                .label("has no way to be decided")
                .hint("add `check: { run: ... }`, `measure:` or `slo:`"),
        ),
        _ => Some(
            Code::DoubleCriterion
                .says(format!("criterion `{}` is decided in more than one way", criterion.id))
                .at(at)
                .hint("keep one of `check`, `measure` and `slo`, or say with `reads:` what value the check prints"),
        ),
    }
}

fn slo(plan: &Plan, criterion: &Criterion) -> Option<Diagnostic> {
    let metric = criterion.slo.as_ref()?;
    let at = plan.origin(&metric.span);
    let Some(id) = &criterion.service else {
        let message = format!("criterion `{}` names an SLO, but not of which service", criterion.id);
        return Some(Code::UnknownSlo.says(message).at(at).hint("add `service:`"));
    };
    let service = plan.service(id)?;
    let known: Vec<&str> = service.slos.iter().map(|it| it.metric.as_str()).collect();
    if known.contains(&metric.as_str()) {
        return None;
    }
    let message = format!("service `{id}` has no SLO for `{}`", metric.value);
    let problem =
        Code::UnknownSlo.says(message).at(at).related(plan.origin(&service.id.span), "this service");
    Some(problem.suggest(metric, known))
}

fn used(plan: &Plan, gate: &Gate, phases: &[&Phase]) -> Option<Diagnostic> {
    let at = plan.origin(&gate.id.span);
    match phases {
        [] => {
            let problem = Code::IdleGate.says(format!("gate `{}` ends no phase", gate.id)).at(at);
            Some(problem.hint("name it with `gate:` in a phase, or take it out"))
        }
        [first, second, ..] => {
            let place = |it: &Phase| it.gate.as_ref().map_or(0..0, |it| it.span.clone());
            let problem = Code::GateTwice.says(format!("gate `{}` ends two phases", gate.id));
            let problem = problem.at(plan.origin(&place(second))).label("again here");
            let problem = problem.related(plan.origin(&place(first)), "first here");
            Some(problem.hint("give each phase a gate of its own"))
        }
        _ => None,
    }
}

fn empty(plan: &Plan, gate: &Gate, phases: &[&Phase]) -> Option<Diagnostic> {
    let phase = phases.first()?;
    if phase.judged(plan).next().is_some() {
        return None;
    }
    let problem =
        Code::EmptyGate.says(format!("gate `{}` has no criteria", gate.id)).at(plan.origin(&gate.id.span));
    let problem = problem.related(plan.origin(&phase.id.span), "and neither has its phase");
    Some(problem.hint("add `criteria:` to the gate or to the phase"))
}

/// CONDITIONAL can come only if it asks for fewer criteria of some class than PASS does.
fn idle_conditional(plan: &Plan, gate: &Gate, phases: &[&Phase]) -> Option<Diagnostic> {
    let judged: Vec<&Criterion> = phases.first()?.judged(plan).collect();
    let asks_less = |class: Class| {
        let of_class = || judged.iter().filter(|it| it.class == class);
        let asked = |shares: &Shares, of: usize| (of * shares.of_class(class) as usize).div_ceil(100);
        // What belongs to an optional service counts only once it was tried.
        let sure = of_class().filter(|it| !is_optional(plan, it)).count();
        (sure..=of_class().count()).any(|of| asked(&gate.rule.conditional, of) < asked(&gate.rule.pass, of))
    };
    let can_come = [Class::Critical, Class::Important, Class::Nice].into_iter().any(asks_less);
    if gate.then.conditional.is_empty() || judged.is_empty() || can_come {
        return None;
    }
    let message = format!("gate `{}` says what to do after CONDITIONAL, which it can never give", gate.id);
    let problem = Code::IdleVerdict.says(message).at(plan.origin(&gate.id.span));
    let problem = problem.label("by its rule, PASS and CONDITIONAL ask for the same criteria");
    Some(
        problem.hint(
            "take `conditional:` out of `then`, or give a criterion `class: important` or `class: nice`",
        ),
    )
}

fn is_optional(plan: &Plan, criterion: &Criterion) -> bool {
    criterion.service.as_ref().and_then(|it| plan.service(it)).is_some_and(|it| it.optional)
}

fn rule(plan: &Plan, gate: &Gate) -> Vec<Diagnostic> {
    let shares = |it: &Shares| [it.critical.clone(), it.important.clone(), it.nice.clone()];
    let (pass, conditional) = (shares(&gate.rule.pass), shares(&gate.rule.conditional));
    let beyond = pass.iter().chain(&conditional).filter(|it| it.value > 100).map(|it| {
        Code::GateRule.says(format!("{} percent is more than all", it.value)).at(plan.origin(&it.span))
    });
    let stricter = pass.iter().zip(&conditional).filter(|(pass, conditional)| conditional.value > pass.value);
    let stricter = stricter.map(|(pass, conditional)| {
        let message = format!(
            "gate `{}` demands {} % for CONDITIONAL, but only {} % for PASS",
            gate.id, conditional.value, pass.value
        );
        let at = if conditional.span.is_empty() { &pass.span } else { &conditional.span };
        Code::GateRule.says(message).at(plan.origin(at)).hint("CONDITIONAL is the lesser verdict")
    });
    beyond.chain(stricter).collect()
}
