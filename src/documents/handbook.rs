//! What a template sees of what holds for the work of every session: components, languages, skills, conventions.

use super::edge::{self, EdgeView};
use super::inputs::{Inputs, Planned};
use super::paper::{Presence, presence};
use super::repository::language;
use super::text::Prose;
use crate::plan::{EdgeKind, Language, Plan, PullRequest, Repository, Session, Skill};
use schemars::JsonSchema;
use serde::Serialize;

/// What holds for the work of every session.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct HandbookView {
    /// Repositories by group.
    pub groups: Vec<ComponentsView>,
    /// How many there are in each group: `4 + 3 + 2`; absent if there are not two groups.
    pub sum: Option<String>,
    /// How code of each language is tested.
    pub languages: Vec<LanguageView>,
    /// Instructions that agents load.
    pub skills: Vec<SkillCardView>,
    /// Skills by when they are used.
    pub uses: Vec<UseView>,
    /// Patterns of branch names.
    pub branch_patterns: Vec<Prose>,
    /// Types of commits.
    pub commit_types: Vec<Prose>,
    /// What gives schemas, each with the ids of what is made from them.
    pub schemas: Vec<UseView>,
    /// Kinds of edges that the plan has.
    pub kinds: Vec<EdgeKindView>,
    /// The branches that work starts from, each with the ids of its repositories.
    pub bases: Vec<UseView>,
    /// Pull requests of the plan, for the commands that open them.
    pub pull_requests: Vec<OpeningView>,
    /// A session of the plan that says what it touches.
    pub example: Option<ExampleView>,
}

/// A kind of edge.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct EdgeKindView {
    /// `schema`, `api`, `data`, `config`, `blocks` or `related`.
    pub kind: EdgeKind,
    /// How many edges are of it.
    pub count: usize,
    /// The first of them.
    pub first: EdgeView,
}

/// A pull request, as the command that opens it wants it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OpeningView {
    /// Its id.
    pub id: String,
    /// Id of its repository.
    pub repository: Option<String>,
    /// Its title.
    pub title: Option<Prose>,
    /// What is to be merged.
    pub head: Prose,
    /// What it is merged into.
    pub base: Option<Prose>,
    /// Its number, if it is open already.
    pub number: Option<u32>,
}

/// A session that says what it touches.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ExampleView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub goal: Option<Prose>,
    /// Repositories with the reasons.
    pub repositories: Vec<ReasonView>,
}

/// A repository with the reason why a session touches it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ReasonView {
    /// Its id.
    pub id: String,
    /// Why, or what changes in it.
    pub reason: Option<Prose>,
}

/// Repositories of one group.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ComponentsView {
    /// The group; absent for repositories without one.
    pub title: Option<Prose>,
    /// Ids of its repositories.
    pub repositories: Vec<String>,
}

/// How code of one language is tested.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct LanguageView {
    /// Its name.
    pub title: Prose,
    /// The command that runs tests.
    pub test_command: Option<Prose>,
    /// The command that measures how much the tests cover.
    pub coverage_command: Option<Prose>,
    /// How much they must cover: `coverage > 80%`.
    pub coverage: Option<String>,
    /// Ids of the skills for work in it.
    pub skills: Vec<String>,
    /// Ids of the repositories that are written in it.
    pub repositories: Vec<String>,
}

/// Instructions that agents load, and whether they are there.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SkillCardView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub purpose: Prose,
    /// The folder or file that holds it.
    pub path: Option<Prose>,
    /// Its files, where they are worth naming.
    pub files: Vec<Prose>,
    /// Whether a repository has it at its head.
    pub presence: Presence,
    /// Id of that repository.
    pub repository: Option<String>,
    /// Its head, full object id.
    pub head: Option<String>,
}

/// Something with the ids of what belongs to it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct UseView {
    /// What it is called.
    pub title: Prose,
    /// Ids of what belongs to it.
    pub ids: Vec<String>,
}

/// What holds for every session of a plan.
pub(super) fn handbook(inputs: &Inputs<'_>, planned: &Planned<'_>) -> HandbookView {
    let plan = planned.plan;
    let groups = groups(plan);
    let counts: Vec<String> = groups.iter().map(|it| it.repositories.len().to_string()).collect();
    HandbookView {
        sum: (counts.len() > 1).then(|| counts.join(" + ")),
        groups,
        languages: plan.languages.iter().map(|it| LanguageView::of(plan, it)).collect(),
        skills: plan.skills.iter().map(|it| skill(inputs, plan, it)).collect(),
        uses: uses(plan),
        branch_patterns: plan.conventions.branches.iter().map(|it| Prose::new(it)).collect(),
        commit_types: plan.conventions.commit_types.iter().map(|it| Prose::new(it)).collect(),
        schemas: schemas(plan),
        kinds: kinds(plan),
        bases: bases(inputs, plan),
        pull_requests: plan.pull_requests.iter().map(|it| OpeningView::of(inputs, plan, it)).collect(),
        example: plan.sessions.iter().find(|it| !it.repositories.is_empty()).map(ExampleView::of),
    }
}

fn kinds(plan: &Plan) -> Vec<EdgeKindView> {
    let mut kinds: Vec<EdgeKindView> = Vec::new();
    for edge in &plan.edges {
        match kinds.iter_mut().find(|it| it.kind == edge.kind) {
            Some(known) => known.count += 1,
            None => kinds.extend(edge::view(plan, edge).map(|first| EdgeKindView {
                kind: edge.kind,
                count: 1,
                first,
            })),
        }
    }
    kinds
}

/// The branch that work starts from, as git or the plan says.
fn base<'a>(inputs: &Inputs<'a>, repository: &'a Repository) -> Option<&'a str> {
    let read = inputs.history.repositories.iter().find(|it| it.id == repository.id.as_str());
    let stated = repository.default_branch.as_ref().map(|it| it.value.as_str());
    read.and_then(|it| it.default_branch.as_deref()).or(stated)
}

fn bases(inputs: &Inputs<'_>, plan: &Plan) -> Vec<UseView> {
    let named = plan.repositories.iter().filter_map(|it| Some((base(inputs, it)?, it.id.to_string())));
    gathered(named)
}

/// Ids by what they belong to, in the order in which that is first met.
fn gathered<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> Vec<UseView> {
    let mut gathered: Vec<(&str, Vec<String>)> = Vec::new();
    for (title, id) in pairs {
        match gathered.iter_mut().find(|it| it.0 == title) {
            Some(known) => known.1.push(id),
            None => gathered.push((title, vec![id])),
        }
    }
    gathered.into_iter().map(|(title, ids)| UseView { title: Prose::new(title), ids }).collect()
}

impl OpeningView {
    fn of(inputs: &Inputs<'_>, plan: &Plan, pull_request: &PullRequest) -> Self {
        let repository = plan.repository(pull_request.repository.as_ref());
        let stated = pull_request.base.as_ref().map(|it| it.value.as_str());
        Self {
            id: pull_request.id.to_string(),
            repository: repository.map(|it| it.id.to_string()),
            title: pull_request.title.as_deref().map(Prose::new),
            head: Prose::new(&pull_request.head),
            base: stated.or(repository.and_then(|it| base(inputs, it))).map(Prose::new),
            number: pull_request.number,
        }
    }
}

impl ExampleView {
    fn of(session: &Session) -> Self {
        let reason = |it: &crate::plan::Touched| ReasonView {
            id: it.repository.to_string(),
            reason: it.reason.as_deref().map(Prose::new),
        };
        Self {
            id: session.id.to_string(),
            goal: session.goal.as_deref().map(Prose::new),
            repositories: session.repositories.iter().map(reason).collect(),
        }
    }
}

fn groups(plan: &Plan) -> Vec<ComponentsView> {
    let mut groups: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    for repository in &plan.repositories {
        let (title, id) = (repository.group.as_deref(), repository.id.to_string());
        match groups.iter_mut().find(|it| it.0 == title) {
            Some(group) => group.1.push(id),
            None => groups.push((title, vec![id])),
        }
    }
    let view = |(title, repositories): (Option<&str>, _)| ComponentsView {
        title: title.map(Prose::new),
        repositories,
    };
    groups.into_iter().map(view).collect()
}

/// Skills by the words that the plan has for when they are used.
fn uses(plan: &Plan) -> Vec<UseView> {
    let stages = plan
        .skills
        .iter()
        .flat_map(|it| it.stages.iter().map(move |stage| (stage.as_str(), it.id.to_string())));
    gathered(stages)
}

/// What gives schemas to others, with those others.
fn schemas(plan: &Plan) -> Vec<UseView> {
    let schemas = plan.edges.iter().filter(|it| it.kind == EdgeKind::Schema);
    gathered(schemas.map(|it| (it.from.as_str(), it.to.value.clone())))
}

fn skill(inputs: &Inputs<'_>, plan: &Plan, skill: &Skill) -> SkillCardView {
    let found = |path: &str| {
        let all = plan.repositories.iter().map(|it| (it, presence(inputs.history, Some(&it.id), path)));
        let mut all = all.filter(|it| it.1.0 != Presence::NotKnown).collect::<Vec<_>>();
        let there = all.iter().position(|it| it.1.0 == Presence::There);
        let (repository, (presence, head)) =
            (!all.is_empty()).then(|| all.swap_remove(there.unwrap_or(0)))?;
        Some((presence, there.map(|_| repository.id.to_string()), head))
    };
    let (presence, repository, head) =
        skill.path.as_deref().and_then(found).unwrap_or((Presence::NotKnown, None, None));
    SkillCardView {
        id: skill.id.to_string(),
        purpose: Prose::new(&skill.purpose),
        path: skill.path.as_deref().map(Prose::new),
        files: skill.files.iter().map(|it| Prose::new(it)).collect(),
        presence,
        repository,
        head,
    }
}

impl LanguageView {
    fn of(plan: &Plan, of: &Language) -> Self {
        let prose = |it: &Option<String>| it.as_deref().map(Prose::new);
        let is_in = |it: &&Repository| language(plan, it).is_some_and(|it| it.id.value == of.id.value);
        Self {
            title: Prose::new(&of.title),
            test_command: prose(&of.test_command),
            coverage_command: prose(&of.coverage_command),
            coverage: of.coverage.as_ref().map(|it| it.value.to_string()),
            skills: of.skills.iter().map(ToString::to_string).collect(),
            repositories: plan.repositories.iter().filter(is_in).map(|it| it.id.to_string()).collect(),
        }
    }
}
