//! Ids are given once, and what is named exists.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Epic, Id, Milestone, Phase, Plan, Spanned, Task};
use std::collections::{HashMap, HashSet};

type Ids<'a> = Vec<&'a Spanned<Id>>;

/// Doubled ids, unknown references, and things that do not say in which repository they are.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let doubled = declared(plan).into_iter().flat_map(|(kind, ids)| doubled(plan, kind, &ids));
    let known: HashMap<Kind, HashSet<&str>> =
        Kind::ALL.iter().map(|it| (*it, it.known(plan).iter().map(|it| it.as_str()).collect())).collect();
    let references = references(plan);
    let unknown =
        references.iter().filter(|it| !it.kinds.iter().any(|kind| known[kind].contains(it.id.as_str())));
    let unknown = unknown.enumerate().map(|(at, it)| {
        let problem = unknown_id(plan, it);
        if at < MOST_HINTS { problem.suggest(it.id, others(plan, it)) } else { problem }
    });
    doubled.chain(unknown).chain(homeless(plan)).collect()
}

/// Every list of ids that must differ from each other, with what they name.
fn declared(plan: &Plan) -> Vec<(&'static str, Ids<'_>)> {
    let mut lists: Vec<_> = Kind::ALL.iter().map(|it| (it.word(), it.known(plan))).collect();
    lists.push(("criterion", plan.criteria().map(|it| &it.id).collect()));
    lists.push(("change", plan.changes.iter().map(|it| &it.id).collect()));
    lists.push(("session", plan.sessions.iter().map(|it| &it.id).collect()));
    lists.push(("decision", plan.decisions.iter().map(|it| &it.id).collect()));
    lists.push(("epic", plan.epics.iter().map(|it| &it.id).collect()));
    lists.push(("document", plan.documents.iter().map(|it| &it.id).collect()));
    lists.extend(plan.patterns.iter().map(|it| ("step", it.steps.iter().map(|it| &it.id).collect())));
    lists
}

fn doubled(plan: &Plan, kind: &str, ids: &[&Spanned<Id>]) -> Vec<Diagnostic> {
    let mut first = HashMap::new();
    let mut problems = Vec::new();
    for id in ids {
        let Some(earlier) = first.get(id.as_str()) else {
            first.insert(id.as_str(), *id);
            continue;
        };
        let problem = Code::DuplicateId.says(format!("{kind} `{id}` is declared twice"));
        let problem = problem.at(plan.origin(&id.span)).label("again here");
        problems.push(problem.related(plan.origin(&earlier.span), "first here"));
    }
    problems
}

/// What an id can name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Agent,
    Gate,
    Language,
    Milestone,
    Option,
    Pattern,
    Phase,
    Plan,
    PullRequest,
    Repository,
    Service,
    Skill,
    Suite,
    Task,
    Variant,
}

impl Kind {
    const ALL: [Self; 15] = [
        Self::Agent,
        Self::Gate,
        Self::Language,
        Self::Milestone,
        Self::Option,
        Self::Pattern,
        Self::Phase,
        Self::Plan,
        Self::PullRequest,
        Self::Repository,
        Self::Service,
        Self::Skill,
        Self::Suite,
        Self::Task,
        Self::Variant,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Gate => "gate",
            Self::Language => "language",
            Self::Milestone => "milestone",
            Self::Option => "option",
            Self::Pattern => "pattern",
            Self::Phase => "phase",
            Self::Plan => "plan",
            Self::PullRequest => "pull request",
            Self::Repository => "repository",
            Self::Service => "service",
            Self::Skill => "skill",
            Self::Suite => "suite",
            Self::Task => "task",
            Self::Variant => "variant",
        }
    }

    fn known(self, plan: &Plan) -> Ids<'_> {
        let milestones = || plan.epics.iter().flat_map(|it| &it.milestones);
        match self {
            Self::Agent => plan.agents.iter().map(|it| &it.id).collect(),
            Self::Gate => plan.gates.iter().map(|it| &it.id).collect(),
            Self::Language => plan.languages.iter().map(|it| &it.id).collect(),
            Self::Milestone => milestones().map(|it| &it.id).collect(),
            Self::Option => plan.options.iter().map(|it| &it.id).collect(),
            Self::Pattern => plan.patterns.iter().map(|it| &it.id).collect(),
            Self::Phase => plan.phases.iter().map(|it| &it.id).collect(),
            Self::Plan => plan.generations().map(|it| &it.project.id).collect(),
            Self::PullRequest => plan.pull_requests.iter().map(|it| &it.id).collect(),
            Self::Repository => plan.repositories.iter().map(|it| &it.id).collect(),
            Self::Service => plan.services.iter().map(|it| &it.id).collect(),
            Self::Skill => plan.skills.iter().map(|it| &it.id).collect(),
            Self::Suite => plan.suites.iter().map(|it| &it.id).collect(),
            Self::Task => {
                let of_phases = plan.phases.iter().flat_map(|it| &it.tasks);
                of_phases.chain(milestones().flat_map(|it| &it.tasks)).map(|it| &it.id).collect()
            }
            Self::Variant => plan.variants.iter().map(|it| &it.id).collect(),
        }
    }
}

/// An id that names something, how a sentence about it begins, and what it may name.
struct Reference<'a> {
    owner: (&'static str, &'a str),
    verb: &'static str,
    kinds: &'static [Kind],
    id: &'a Spanned<Id>,
}

/// The references that one thing makes.
struct Owner<'a> {
    owner: (&'static str, &'a str),
    references: Vec<Reference<'a>>,
}

impl<'a> Owner<'a> {
    fn new(word: &'static str, id: &'a str) -> Self {
        Self { owner: (word, id), references: Vec::new() }
    }

    fn names(
        mut self,
        verb: &'static str,
        kinds: &'static [Kind],
        ids: impl IntoIterator<Item = &'a Spanned<Id>>,
    ) -> Self {
        let owner = self.owner;
        self.references.extend(ids.into_iter().map(|id| Reference { owner, verb, kinds, id }));
        self
    }
}

fn references(plan: &Plan) -> Vec<Reference<'_>> {
    let mut all = Vec::new();
    for it in &plan.repositories {
        all.push(Owner::new("repository", &it.id).names("is written in", &[Kind::Language], &it.language));
    }
    for it in &plan.languages {
        all.push(Owner::new("language", &it.id).names("needs skill", &[Kind::Skill], &it.skills));
    }
    for it in &plan.agents {
        all.push(Owner::new("agent", &it.id).names("loads skill", &[Kind::Skill], &it.skills));
    }
    for it in &plan.services {
        let owner = Owner::new("service", &it.id).names("needs", &[Kind::Service], &it.needs);
        all.push(owner.names("is in", &[Kind::Repository], &it.repository));
    }
    all.extend(plan.phases.iter().flat_map(of_phase));
    for it in &plan.changes {
        all.push(Owner::new("change", &it.id).names("is carried out by", &[Kind::Phase], &it.phases));
    }
    for it in plan.criteria() {
        all.push(Owner::new("criterion", &it.id).names("is about", &[Kind::Service], &it.service));
    }
    all.extend(plan.epics.iter().flat_map(of_epic));
    all.extend(of_outlook(plan));
    all.extend(of_documents(plan));
    all.into_iter().flat_map(|it| it.references).collect()
}

fn of_phase(phase: &Phase) -> Vec<Owner<'_>> {
    let repositories = phase.deliverables.iter().filter_map(|it| it.repository.as_ref());
    let owner = Owner::new("phase", &phase.id)
        .names("depends on", &[Kind::Phase], &phase.depends_on)
        .names("is done by", &[Kind::Agent], &phase.agent)
        .names("needs skill", &[Kind::Skill], &phase.skills)
        .names("applies", &[Kind::Pattern], &phase.pattern)
        .names("works on", &[Kind::Service], phase.services.iter().map(|it| &it.service))
        .names("runs", &[Kind::Suite], &phase.suites)
        .names("ends at", &[Kind::Gate], &phase.gate)
        .names("delivers to", &[Kind::Repository], repositories);
    vec![owner.names("works in", &[Kind::Repository], places(&phase.tasks))]
}

fn of_epic(epic: &Epic) -> Vec<Owner<'_>> {
    let of_milestone = |it| {
        let milestone: &Milestone = it;
        Owner::new("milestone", &milestone.id)
            .names("touches", &[Kind::Service, Kind::Repository], &milestone.components)
            .names("is reached by", &[Kind::Phase], &milestone.phases)
            .names("needs", &[Kind::Milestone], &milestone.needs)
            .names("works in", &[Kind::Repository], places(&milestone.tasks))
    };
    epic.milestones.iter().map(of_milestone).collect()
}

/// The repositories that tasks are done in.
fn places(tasks: &[Task]) -> impl Iterator<Item = &Spanned<Id>> {
    tasks.iter().filter_map(|it| it.repository.as_ref())
}

/// What a variant can keep, leave out or cut.
const PARTS: &[Kind] = &[Kind::Phase, Kind::Task, Kind::Service];

fn of_outlook(plan: &Plan) -> Vec<Owner<'_>> {
    let choices: &[Kind] = &[Kind::Option, Kind::Variant, Kind::Plan];
    let options =
        plan.options.iter().map(|it| Owner::new("option", &it.id).names("is", &[Kind::Phase], &it.phases));
    let decisions = plan.decisions.iter().map(|it| {
        let owner = Owner::new("decision", &it.id).names("is between", choices, &it.options);
        owner.names("recommends", choices, &it.recommended)
    });
    let improvements = plan.improvements.iter().map(|it| {
        let owner = Owner::new("improvement", &it.title).names("is", &[Kind::Phase], &it.phases);
        owner.names("is", &[Kind::Task], &it.tasks)
    });
    let variants =
        plan.variants.iter().map(|it| Owner::new("variant", &it.id).names("keeps", PARTS, &it.keep));
    let blocks = plan.calendar.blocks.iter();
    let blocks = blocks.map(|it| Owner::new("block", &it.title).names("holds", &[Kind::Phase], &it.phases));
    options.chain(decisions).chain(improvements).chain(variants).chain(blocks).collect()
}

fn of_documents(plan: &Plan) -> Vec<Owner<'_>> {
    let sessions = plan.sessions.iter().map(|it| {
        Owner::new("session", &it.id)
            .names("works on", &[Kind::Phase], &it.phases)
            .names("leads to", &[Kind::PullRequest], &it.pull_requests)
            .names("touches", &[Kind::Repository], it.repositories.iter().map(|it| &it.repository))
    });
    let pulls = plan.pull_requests.iter().map(|it| {
        let owner = Owner::new("pull request", &it.id).names("is in", &[Kind::Repository], &it.repository);
        owner.names("holds", &[Kind::Phase], &it.phases)
    });
    let documents = plan
        .documents
        .iter()
        .map(|it| Owner::new("document", &it.id).names("is in", &[Kind::Repository], &it.repository));
    let settings = plan
        .configuration
        .iter()
        .map(|it| Owner::new("setting", &it.field).names("is read in", &[Kind::Repository], &it.repository));
    sessions.chain(pulls).chain(documents).chain(settings).collect()
}

fn unknown_id(plan: &Plan, Reference { owner, verb, kinds, id }: &Reference<'_>) -> Diagnostic {
    let words: Vec<&str> = kinds.iter().map(|it| it.word()).collect();
    let word = words.join(" or ");
    let message = format!("{} `{}` {verb} `{id}`, which is no {word} of this plan", owner.0, owner.1);
    Code::UnknownId.says(message).at(plan.origin(&id.span)).label(format!("no {word} has this id"))
}

/// Looking for the nearest name takes time that a plan with thousands of wrong ones does not deserve.
const MOST_HINTS: usize = 100;

/// What a reference may name, but for its owner.
fn others<'a>(plan: &'a Plan, Reference { owner, kinds, .. }: &Reference<'_>) -> Vec<&'a str> {
    let known = kinds.iter().flat_map(|it| it.known(plan)).map(|it| it.as_str());
    let is_own = |it: &str| it == owner.1 && kinds.iter().any(|kind| kind.word() == owner.0);
    known.filter(|it| !is_own(it)).collect()
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
        Code::NoRepository
            .says(format!("{subject} does not say in which repository it is"))
            .at(plan.origin(&span))
            .hint(format!("add `repository:` with one of {}", names.join(", ")))
    };
    services.chain(deliverables).chain(pulls).map(problem).collect()
}
