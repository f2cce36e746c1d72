//! What needs what: no cycles, and nothing needs what comes later.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{EdgeKind, Id, Milestone, Node, Pattern, Phase, Plan, Spanned, Stated, Tag, order};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Circles, services in two phases, services that need one of a later phase, and phases that stand apart.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let inner = plan.phases.iter().flat_map(|it| inside(plan, it));
    let steps = plan.patterns.iter().flat_map(|it| steps(plan, it));
    let circles = circle(plan).into_iter().chain(milestones(plan)).chain(inner).chain(steps);
    let alone = orphans(plan).into_iter().chain(plan.phases.iter().filter_map(|it| unreachable(plan, it)));
    let endless = plan.phases.iter().filter_map(|it| endless(plan, it));
    circles.chain(twice(plan)).chain(needed_later(plan)).chain(alone).chain(endless).collect()
}

/// Something with a name that needs others, each need with the place that states it.
struct Needy<'a> {
    name: &'a str,
    needs: Vec<(usize, &'a Range<usize>)>,
}

impl<'a> Needy<'a> {
    fn new(name: &'a str, needs: impl IntoIterator<Item = (usize, &'a Range<usize>)>) -> Self {
        Self { name, needs: needs.into_iter().collect() }
    }
}

/// Everything that must come before something else, of whatever kind: one circle is enough to stop all.
fn circle(plan: &Plan) -> Option<Diagnostic> {
    let (services, repositories, phases) = (plan.services.len(), plan.repositories.len(), plan.phases.len());
    let at = |node: Node| match node {
        Node::Service(at) => at,
        Node::Repository(at) => services + at,
        Node::Phase(at) => services + repositories + at,
        Node::PullRequest(at) => services + repositories + phases + at,
    };
    let of_service = |it: &'_ Spanned<Id>| plan.service_index(it).map(Node::Service).map(at);
    let of_phase = |it: &'_ Spanned<Id>| plan.phase_index(it).map(Node::Phase).map(at);
    let mut things: Vec<Needy<'_>> = Vec::new();
    for it in &plan.services {
        let needs = it.needs.iter().filter_map(|it| Some((of_service(it)?, &it.span)));
        things.push(Needy::new(&it.id, needs));
    }
    things.extend(plan.repositories.iter().map(|it| Needy::new(&it.id, [])));
    for it in &plan.phases {
        let needs = it.depends_on.iter().filter_map(|it| Some((of_phase(it)?, &it.span)));
        things.push(Needy::new(&it.id, needs));
    }
    things.extend(plan.pull_requests.iter().map(|it| Needy::new(&it.id, [])));
    for edge in plan.edges.iter().filter(|it| it.kind == EdgeKind::Blocks) {
        if let Some((from, to)) = plan.ends(edge) {
            things[at(to)].needs.push((at(from), &edge.from.span));
        }
    }
    circle_of(plan, &things)
}

/// The first circle among things, as a path.
fn circle_of(plan: &Plan, things: &[Needy<'_>]) -> Option<Diagnostic> {
    let needs = |at: usize| things[at].needs.iter().map(|it| it.0).collect();
    let circle = order(things.len(), needs).err()?;
    let names: Vec<&str> = circle.iter().chain(circle.first()).map(|it| things[*it].name).collect();
    let edge = |from: usize, to: usize| things[from].needs.iter().find(|it| it.0 == to).map(|it| it.1);
    let next = circle.iter().skip(1).chain(circle.first());
    let mut edges = circle.iter().zip(next).filter_map(|(from, to)| edge(*from, *to));
    let message = format!("each of these needs the next, in a circle: {}", names.join(" -> "));
    let problem = Code::Cycle.says(message).at(plan.origin(edges.next()?)).label("the circle starts here");
    let problem = problem.hint("take one of these needs out");
    Some(edges.fold(problem, |problem, it| problem.related(plan.origin(it), "and goes on here")))
}

/// Things of one list that name others of it.
fn named<'a>(
    plan: &Plan,
    (owner, verb): (&str, &str),
    things: &[(&'a Spanned<Id>, &'a [Spanned<Id>])],
) -> Vec<Diagnostic> {
    let names: Vec<&str> = things.iter().map(|it| it.0.as_str()).collect();
    let places: HashMap<&str, usize> = names.iter().enumerate().map(|(at, it)| (*it, at)).collect();
    let all = things.iter().flat_map(|it| it.1);
    let unknown = all.filter(|it| !places.contains_key(it.as_str())).map(|it| {
        let problem = Code::UnknownId.says(format!("{owner} {verb} `{it}`, which is not there"));
        problem.at(plan.origin(&it.span)).suggest(it, names.iter().copied())
    });
    let needs = |it: &(&'a Spanned<Id>, &'a [Spanned<Id>])| {
        let known = it.1.iter().filter_map(|it| Some((*places.get(it.as_str())?, &it.span)));
        Needy::new(it.0.as_str(), known)
    };
    let things: Vec<Needy<'_>> = things.iter().map(needs).collect();
    unknown.chain(circle_of(plan, &things)).collect()
}

fn milestones(plan: &Plan) -> Option<Diagnostic> {
    let all: Vec<&Milestone> = plan.epics.iter().flat_map(|it| &it.milestones).collect();
    let places: HashMap<&str, usize> = all.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let known = all.iter().map(|milestone| {
        let places = milestone.needs.iter().map(|it| (places.get(it.as_str()).copied(), &it.span));
        Needy::new(&milestone.id, places.filter_map(|(at, span)| Some((at?, span))).collect::<Vec<_>>())
    });
    circle_of(plan, &known.collect::<Vec<_>>())
}

/// Tasks of a phase that need others of it.
fn inside(plan: &Plan, phase: &Phase) -> Vec<Diagnostic> {
    if phase.tasks.iter().all(|it| it.needs.is_empty()) {
        return Vec::new();
    }
    let none: &[Spanned<Id>] = &[];
    let services = phase.services.iter().map(|it| (&it.service, none));
    let tasks = phase.tasks.iter().map(|it| (&it.id, it.needs.as_slice()));
    let things: Vec<_> = services.chain(tasks).collect();
    named(plan, (&format!("a task of phase `{}`", phase.id), "needs"), &things)
}

/// Steps of a pattern that need others of it.
fn steps(plan: &Plan, pattern: &Pattern) -> Vec<Diagnostic> {
    let things: Vec<_> =
        pattern.steps.iter().map(|it| (&it.id, it.needs.as_deref().unwrap_or_default())).collect();
    named(plan, (&format!("a step of pattern `{}`", pattern.id), "needs"), &things)
}

/// A service goes through a pattern once.
fn twice(plan: &Plan) -> Vec<Diagnostic> {
    let mut seen: HashMap<(&str, &str), &Spanned<Id>> = HashMap::new();
    let mut problems = Vec::new();
    for phase in &plan.phases {
        let Some(pattern) = &phase.pattern else { continue };
        for id in phase.services.iter().map(|it| &it.service) {
            let Some(first) = seen.insert((id.as_str(), pattern.as_str()), id) else { continue };
            let problem =
                Code::ServiceTwice.says(format!("service `{id}` goes through the same pattern twice"));
            let problem = problem.at(plan.origin(&id.span)).label("again here");
            problems.push(problem.related(plan.origin(&first.span), "first here"));
        }
    }
    problems
}

fn needed_later(plan: &Plan) -> Vec<Diagnostic> {
    let mut homes: HashMap<&str, usize> = HashMap::new();
    for (index, phase) in plan.phases.iter().enumerate() {
        for entry in &phase.services {
            homes.entry(entry.service.as_str()).or_insert(index);
        }
    }
    let mut problems = Vec::new();
    for service in &plan.services {
        let Some(&own) = homes.get(service.id.as_str()) else { continue };
        for need in &service.needs {
            let other = homes.get(need.as_str()).copied().filter(|it| *it != own && follows(plan, *it, own));
            let Some(other) = other else { continue };
            let (own, other) = (&plan.phases[own], &plan.phases[other]);
            let message = format!(
                "service `{}` of phase `{}` needs `{need}`, which comes later, in phase `{}`",
                service.id, own.id, other.id
            );
            let problem = Code::NeededLater.says(message).at(plan.origin(&need.span)).label("comes later");
            let problem = problem.related(plan.origin(&other.id.span), "this phase comes later");
            problems.push(problem.hint(format!("move `{need}` to phase `{}` or an earlier one", own.id)));
        }
    }
    problems
}

/// Whether a phase depends on another one, also through others.
fn follows(plan: &Plan, later: usize, earlier: usize) -> bool {
    let mut waiting = vec![later];
    let mut seen: HashSet<usize> = HashSet::new();
    while let Some(phase) = waiting.pop() {
        for need in plan.phases[phase].depends_on.iter().filter_map(|it| plan.phase_index(it)) {
            if need == earlier {
                return true;
            }
            if seen.insert(need) {
                waiting.push(need);
            }
        }
    }
    false
}

/// Phases that neither need another nor are needed, where the others hang together. A dependency on what is
/// not there may mean any of them.
fn orphans(plan: &Plan) -> Vec<Diagnostic> {
    let needed: HashSet<&str> =
        plan.phases.iter().flat_map(|it| &it.depends_on).map(|it| it.as_str()).collect();
    if needed.is_empty() || needed.iter().any(|it| plan.phase(it).is_none()) {
        return Vec::new();
    }
    let alone = plan.phases.iter().filter(|it| it.depends_on.is_empty() && !needed.contains(it.id.as_str()));
    alone
        .map(|it| {
            let message =
                format!("phase `{}` stands apart: it needs no other phase, and none needs it", it.id);
            let problem = Code::OrphanPhase.says(message).at(plan.origin(&it.id.span));
            problem.hint(
                "add `depends_on:` to it, or name it in the `depends_on:` of a phase that comes after it",
            )
        })
        .collect()
}

/// A phase that waits for one that will not be done.
fn unreachable(plan: &Plan, phase: &Phase) -> Option<Diagnostic> {
    let stops = |it: &Stated| matches!(it, Stated::Skipped | Stated::Deferred | Stated::Failed);
    let stopped = |it: &Spanned<Id>| plan.phase(it)?.status.clone().filter(|it| stops(&it.value));
    let own = phase.status.as_ref().map(|it| it.value);
    if own.is_some_and(|it| stops(&it) || it.is_over()) {
        return None;
    }
    let (need, status) = phase.depends_on.iter().find_map(|it| Some((it, stopped(it)?)))?;
    let message =
        format!("phase `{}` can never start: it depends on `{need}`, which is {}", phase.id, status.value);
    let problem = Code::UnreachablePhase.says(message).at(plan.origin(&need.span));
    Some(problem.related(plan.origin(&status.span), "stated here").hint("drop the dependency, or the phase"))
}

/// A phase of which nobody can say when it is over.
fn endless(plan: &Plan, phase: &Phase) -> Option<Diagnostic> {
    let ends = [
        phase.gate.is_some() || phase.result.is_some(),
        !phase.criteria.is_empty() || !phase.suites.is_empty(),
        !phase.tasks.is_empty() || !phase.services.is_empty(),
        !phase.deliverables.is_empty() || !phase.commits.is_empty(),
        !phase.checklists.is_empty() || !phase.tests.categories.is_empty(),
        phase.is(Tag::Optional) && !phase.outcomes.is_empty(),
    ];
    let problem = Code::EndlessPhase.says(format!("nothing says when phase `{}` is over", phase.id));
    let problem = problem.at(plan.origin(&phase.id.span));
    let hint = "give it tasks, deliverables, criteria or a gate, or say its `result:`";
    (!ends.contains(&true)).then(|| problem.hint(hint))
}
