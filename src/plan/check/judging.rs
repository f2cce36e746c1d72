//! Gates and criteria can be decided.

use crate::diagnostics::Diagnostic;
use crate::plan::{Criterion, Gate, Plan, Shares};

/// Criteria that cannot be decided, gates without criteria or phase, rules that contradict themselves.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let criteria = plan.criteria().filter_map(|it| undecidable(plan, it));
    let slos = plan.criteria().filter_map(|it| slo(plan, it));
    let gates = plan.gates.iter().flat_map(|it| [used(plan, it), empty(plan, it)]).flatten();
    let rules = plan.gates.iter().flat_map(|it| rule(plan, it));
    criteria.chain(slos).chain(gates).chain(rules).collect()
}

fn undecidable(plan: &Plan, criterion: &Criterion) -> Option<Diagnostic> {
    let ways = [criterion.check.is_some(), criterion.slo.is_some(), criterion.measure.is_some()];
    let at = plan.origin(&criterion.id.span);
    match ways.iter().filter(|it| **it).count() {
        1 => None,
        0 => Some(
            Diagnostic::warning(format!("nobody can check criterion `{}`", criterion.id))
                .at(at)
                .label("has no way to be decided")
                .hint("add `check: { run: ... }`, `measure:` or `slo:`"),
        ),
        _ => Some(
            Diagnostic::error(format!("criterion `{}` is decided in more than one way", criterion.id))
                .at(at)
                .hint("keep one of `check`, `measure` and `slo`"),
        ),
    }
}

fn slo(plan: &Plan, criterion: &Criterion) -> Option<Diagnostic> {
    let metric = criterion.slo.as_ref()?;
    let at = plan.origin(&metric.span);
    let Some(id) = &criterion.service else {
        let message = format!("criterion `{}` names an SLO, but not of which service", criterion.id);
        return Some(Diagnostic::error(message).at(at).hint("add `service:`"));
    };
    let service = plan.service(id)?;
    let known: Vec<&str> = service.slos.iter().map(|it| it.metric.as_str()).collect();
    if known.contains(&metric.as_str()) {
        return None;
    }
    let message = format!("service `{id}` has no SLO for `{}`", metric.value);
    let problem = Diagnostic::error(message).at(at).related(plan.origin(&service.id.span), "this service");
    Some(problem.suggest(metric, known))
}

fn used(plan: &Plan, gate: &Gate) -> Option<Diagnostic> {
    let mut uses =
        plan.phases.iter().filter_map(|it| it.gate.as_ref()).filter(|it| it.as_str() == gate.id.as_str());
    let at = plan.origin(&gate.id.span);
    let Some(first) = uses.next() else {
        let problem = Diagnostic::warning(format!("gate `{}` ends no phase", gate.id)).at(at);
        return Some(problem.hint("name it with `gate:` in a phase, or take it out"));
    };
    let second = uses.next()?;
    let problem =
        Diagnostic::error(format!("gate `{}` ends two phases", gate.id)).at(plan.origin(&second.span));
    Some(problem.label("again here").related(plan.origin(&first.span), "first here"))
}

fn empty(plan: &Plan, gate: &Gate) -> Option<Diagnostic> {
    let phase =
        plan.phases.iter().find(|it| it.gate.as_ref().is_some_and(|it| it.as_str() == gate.id.as_str()))?;
    if phase.judged(plan).next().is_some() {
        return None;
    }
    let problem =
        Diagnostic::error(format!("gate `{}` has no criteria", gate.id)).at(plan.origin(&gate.id.span));
    let problem = problem.related(plan.origin(&phase.id.span), "and neither has its phase");
    Some(problem.hint("add `criteria:` to the gate or to the phase"))
}

fn rule(plan: &Plan, gate: &Gate) -> Vec<Diagnostic> {
    let shares = |it: &Shares| [it.critical.clone(), it.important.clone(), it.nice.clone()];
    let (pass, conditional) = (shares(&gate.rule.pass), shares(&gate.rule.conditional));
    let beyond = pass.iter().chain(&conditional).filter(|it| it.value > 100).map(|it| {
        Diagnostic::error(format!("{} percent is more than all", it.value)).at(plan.origin(&it.span))
    });
    let stricter = pass.iter().zip(&conditional).filter(|(pass, conditional)| conditional.value > pass.value);
    let stricter = stricter.map(|(pass, conditional)| {
        let message = format!(
            "gate `{}` demands {} % for CONDITIONAL, but only {} % for PASS",
            gate.id, conditional.value, pass.value
        );
        let at = if conditional.span.is_empty() { &pass.span } else { &conditional.span };
        Diagnostic::error(message).at(plan.origin(at)).hint("CONDITIONAL is the lesser verdict")
    });
    beyond.chain(stricter).collect()
}
