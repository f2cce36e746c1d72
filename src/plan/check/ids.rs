//! Ids are given once, and what is named exists.

use crate::diagnostics::Diagnostic;
use crate::plan::{Id, Phase, Plan, Spanned};

type Ids<'a> = Vec<&'a Spanned<Id>>;

/// Doubled ids, unknown references, and things that do not say in which repository they are.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let doubled = declared(plan).into_iter().flat_map(|(kind, ids)| doubled(plan, kind, &ids));
    let unknown = references(plan).into_iter().filter_map(|it| unknown(plan, &it));
    doubled.chain(unknown).chain(homeless(plan)).collect()
}

/// Every list of ids that must differ from each other, with what they name.
fn declared(plan: &Plan) -> Vec<(&'static str, Ids<'_>)> {
    let mut lists = vec![
        ("task", plan.phases.iter().flat_map(|it| &it.tasks).map(|it| &it.id).collect()),
        ("criterion", plan.criteria().map(|it| &it.id).collect()),
        ("session", plan.sessions.iter().map(|it| &it.id).collect()),
        ("pull request", plan.pull_requests.iter().map(|it| &it.id).collect()),
    ];
    lists.extend(Kind::ALL.map(|it| (it.word(), it.known(plan))));
    lists.extend(plan.patterns.iter().map(|it| ("step", it.steps.iter().map(|it| &it.id).collect())));
    lists
}

fn doubled(plan: &Plan, kind: &str, ids: &[&Spanned<Id>]) -> Vec<Diagnostic> {
    let mut first = std::collections::HashMap::new();
    let mut problems = Vec::new();
    for id in ids {
        let Some(earlier) = first.get(id.as_str()) else {
            first.insert(id.as_str(), *id);
            continue;
        };
        let problem = Diagnostic::error(format!("{kind} `{id}` is declared twice"));
        let problem = problem.at(plan.origin(&id.span)).label("again here");
        problems.push(problem.related(plan.origin(&earlier.span), "first here"));
    }
    problems
}

/// What an id can name.
#[derive(Clone, Copy)]
enum Kind {
    Agent,
    Gate,
    Pattern,
    Phase,
    Repository,
    Service,
    Suite,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Agent, Self::Gate, Self::Pattern, Self::Phase, Self::Repository, Self::Service, Self::Suite];

    fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Gate => "gate",
            Self::Pattern => "pattern",
            Self::Phase => "phase",
            Self::Repository => "repository",
            Self::Service => "service",
            Self::Suite => "suite",
        }
    }

    fn known(self, plan: &Plan) -> Ids<'_> {
        match self {
            Self::Agent => plan.agents.iter().map(|it| &it.id).collect(),
            Self::Gate => plan.gates.iter().map(|it| &it.id).collect(),
            Self::Pattern => plan.patterns.iter().map(|it| &it.id).collect(),
            Self::Phase => plan.phases.iter().map(|it| &it.id).collect(),
            Self::Repository => plan.repositories.iter().map(|it| &it.id).collect(),
            Self::Service => plan.services.iter().map(|it| &it.id).collect(),
            Self::Suite => plan.suites.iter().map(|it| &it.id).collect(),
        }
    }
}

/// An id that names something, and how a sentence about it begins.
struct Reference<'a> {
    subject: String,
    kind: Kind,
    id: &'a Spanned<Id>,
}

fn references(plan: &Plan) -> Vec<Reference<'_>> {
    let mut all = Vec::new();
    for it in &plan.services {
        all.extend(named(&format!("service `{}` needs", it.id), Kind::Service, &it.needs));
        all.extend(named(&format!("service `{}` is in", it.id), Kind::Repository, &it.repository));
    }
    all.extend(plan.phases.iter().flat_map(references_of_phase));
    for it in plan.criteria() {
        all.extend(named(&format!("criterion `{}` is about", it.id), Kind::Service, &it.service));
    }
    for it in &plan.pull_requests {
        all.extend(named(&format!("pull request `{}` is in", it.id), Kind::Repository, &it.repository));
        all.extend(named(&format!("pull request `{}` holds", it.id), Kind::Phase, &it.phases));
    }
    all
}

fn references_of_phase(phase: &Phase) -> Vec<Reference<'_>> {
    let subject = |verb: &str| format!("phase `{}` {verb}", phase.id);
    let services = phase.services.iter().map(|it| &it.service);
    let repositories = phase.deliverables.iter().filter_map(|it| it.repository.as_ref());
    let lists = [
        named(&subject("depends on"), Kind::Phase, &phase.depends_on),
        named(&subject("is done by"), Kind::Agent, &phase.agent),
        named(&subject("applies"), Kind::Pattern, &phase.pattern),
        named(&subject("works on"), Kind::Service, services),
        named(&subject("runs"), Kind::Suite, &phase.suites),
        named(&subject("ends at"), Kind::Gate, &phase.gate),
        named(&subject("delivers to"), Kind::Repository, repositories),
    ];
    lists.into_iter().flatten().collect()
}

fn named<'a>(
    subject: &str,
    kind: Kind,
    ids: impl IntoIterator<Item = &'a Spanned<Id>>,
) -> Vec<Reference<'a>> {
    ids.into_iter().map(|id| Reference { subject: subject.to_owned(), kind, id }).collect()
}

fn unknown(plan: &Plan, Reference { subject, kind, id }: &Reference<'_>) -> Option<Diagnostic> {
    let known: Vec<&str> = kind.known(plan).iter().map(|it| it.as_str()).collect();
    if known.contains(&id.as_str()) {
        return None;
    }
    let word = kind.word();
    let problem = Diagnostic::error(format!("{subject} `{id}`, which is no {word} of this plan"));
    let problem = problem.at(plan.origin(&id.span)).label(format!("no {word} has this id"));
    Some(problem.suggest(id, known))
}

/// With several repositories, what is in one must say in which.
fn homeless(plan: &Plan) -> Vec<Diagnostic> {
    if plan.repositories.len() < 2 {
        return Vec::new();
    }
    let services = plan.services.iter().filter(|it| it.repository.is_none());
    let services = services.map(|it| (format!("service `{}`", it.id), it.id.span.clone()));
    let deliverables =
        plan.phases.iter().flat_map(|it| &it.deliverables).filter(|it| it.repository.is_none());
    let deliverables = deliverables.map(|it| (format!("deliverable `{}`", it.path), it.path.span.clone()));
    let pulls = plan.pull_requests.iter().filter(|it| it.repository.is_none());
    let pulls = pulls.map(|it| (format!("pull request `{}`", it.id), it.id.span.clone()));
    let names: Vec<&str> = plan.repositories.iter().map(|it| it.id.as_str()).collect();
    let problem = |(subject, span): (String, std::ops::Range<usize>)| {
        Diagnostic::error(format!("{subject} does not say in which repository it is"))
            .at(plan.origin(&span))
            .hint(format!("add `repository:` with one of {}", names.join(", ")))
    };
    services.chain(deliverables).chain(pulls).map(problem).collect()
}
