//! What needs what: no cycles, and nothing needs what comes later.

use crate::diagnostics::Diagnostic;
use crate::plan::{Id, Phase, Plan, Spanned, order};

/// Cycles, services in two phases, and services that need one of a later phase.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let phases: Vec<Node<'_>> = plan.phases.iter().map(|it| (&it.id, it.depends_on.as_slice())).collect();
    let services: Vec<Node<'_>> = plan.services.iter().map(|it| (&it.id, it.needs.as_slice())).collect();
    let cycles = cycle(plan, "phases", &phases).into_iter().chain(cycle(plan, "services", &services));
    cycles.chain(twice(plan)).chain(needed_later(plan)).collect()
}

/// A thing with the ids of those that it needs.
type Node<'a> = (&'a Spanned<Id>, &'a [Spanned<Id>]);

fn cycle(plan: &Plan, what: &str, nodes: &[Node<'_>]) -> Option<Diagnostic> {
    let index = |id: &str| nodes.iter().position(|it| it.0.as_str() == id);
    let needs = |at: usize| nodes[at].1.iter().filter_map(|it| index(it)).collect();
    let cycle = order(nodes.len(), needs).err()?;
    let names: Vec<&str> = cycle.iter().chain(cycle.first()).map(|it| nodes[*it].0.as_str()).collect();
    let edge = |from: usize, to: usize| nodes[from].1.iter().find(|it| it.as_str() == nodes[to].0.as_str());
    let next = cycle.iter().skip(1).chain(cycle.first());
    let mut edges = cycle.iter().zip(next).filter_map(|(from, to)| edge(*from, *to));
    let problem = Diagnostic::error(format!("{what} need each other in a circle: {}", names.join(" -> ")));
    let problem = problem.at(plan.origin(&edges.next()?.span)).label("the circle starts here");
    let problem = problem.hint("take one of these needs out");
    Some(edges.fold(problem, |problem, it| problem.related(plan.origin(&it.span), "and goes on here")))
}

/// A service goes through a pattern once.
fn twice(plan: &Plan) -> Vec<Diagnostic> {
    let mut seen: Vec<(&Spanned<Id>, &Phase)> = Vec::new();
    let mut problems = Vec::new();
    for phase in plan.phases.iter().filter(|it| it.pattern.is_some()) {
        for entry in &phase.services {
            let id = &entry.service;
            let same =
                |it: &&(&Spanned<Id>, &Phase)| it.0.as_str() == id.as_str() && same_pattern(it.1, phase);
            if let Some((first, _)) = seen.iter().find(same) {
                let problem =
                    Diagnostic::error(format!("service `{id}` goes through the same pattern twice"));
                let problem = problem.at(plan.origin(&id.span)).label("again here");
                problems.push(problem.related(plan.origin(&first.span), "first here"));
            }
            seen.push((id, phase));
        }
    }
    problems
}

fn same_pattern(one: &Phase, other: &Phase) -> bool {
    let pattern = |it: &Phase| it.pattern.as_ref().map(ToString::to_string);
    pattern(one) == pattern(other)
}

fn needed_later(plan: &Plan) -> Vec<Diagnostic> {
    let phases =
        |id: &str| plan.phases.iter().find(|it| it.services.iter().any(|it| it.service.as_str() == id));
    let mut problems = Vec::new();
    for service in &plan.services {
        let Some(own) = phases(&service.id) else { continue };
        for need in &service.needs {
            let Some(other) = phases(need).filter(|it| follows(plan, it, own)) else { continue };
            let message = format!(
                "service `{}` of phase `{}` needs `{need}`, which comes later, in phase `{}`",
                service.id, own.id, other.id
            );
            let problem = Diagnostic::error(message).at(plan.origin(&need.span)).label("comes later");
            problems.push(problem.related(plan.origin(&other.id.span), "this phase comes later"));
        }
    }
    problems
}

/// Whether a phase depends on another one, also through others.
fn follows(plan: &Plan, later: &Phase, earlier: &Phase) -> bool {
    let mut waiting = vec![later];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(phase) = waiting.pop() {
        for need in &phase.depends_on {
            if need.as_str() == earlier.id.as_str() {
                return true;
            }
            let new = !seen.contains(&need.as_str());
            seen.push(need);
            waiting.extend(plan.phases.iter().filter(|it| new && it.id.as_str() == need.as_str()));
        }
    }
    false
}
