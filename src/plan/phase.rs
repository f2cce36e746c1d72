//! Phases as their author writes them: the work, in parts that one agent can finish.

use super::{Budget, Command, Count, Criterion, Id, Plan, Priority, Spanned, Stated};
use schemars::JsonSchema;
use serde::Deserialize;

/// A part of the work that one agent can finish.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Names the phase in file names and commit trailers: `2A`.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What sort of work it is.
    #[serde(default)]
    pub kind: PhaseKind,
    /// The stage of the workflow guide that it fills, where the phases of a plan are those of a session.
    pub stage: Option<Stage>,
    /// How much depends on it.
    #[serde(default)]
    pub priority: Priority,
    /// What sets it apart.
    #[serde(default)]
    pub tags: Vec<Spanned<Tag>>,
    /// How far it is, where people keep it by hand; must agree with its tasks.
    pub status: Option<Spanned<Stated>>,
    /// Its whole budget; must agree with the sum of its parts, if they have budgets.
    pub budget: Option<Spanned<Budget>>,
    /// Phases that must be over first.
    #[serde(default)]
    pub depends_on: Vec<Spanned<Id>>,
    /// The working day on which it ends, where people were told; compared with the computed one.
    pub ends_on_day: Option<Spanned<Count>>,
    /// Who does it.
    pub agent: Option<Spanned<Id>>,
    /// The skills that it needs.
    #[serde(default)]
    pub skills: Vec<Spanned<Id>>,
    /// The branch that it is done on.
    pub branch: Option<Spanned<String>>,
    /// What it is for.
    pub objective: String,
    /// What is true when it is over.
    pub result: Option<String>,
    /// What must be true before it starts.
    #[serde(default)]
    pub prerequisites: Vec<String>,
    /// Which files it may touch.
    #[serde(default)]
    pub scope: Scope,
    /// The pattern that is applied to its services.
    pub pattern: Option<Spanned<Id>>,
    /// The services that it works on.
    #[serde(default)]
    pub services: Vec<PhaseService>,
    /// Work outside the pattern.
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// Tests that it adds.
    #[serde(default)]
    pub tests: Tests,
    /// Lists that someone goes through by hand.
    #[serde(default)]
    pub checklists: Vec<Checklist>,
    /// Suites that it runs.
    #[serde(default)]
    pub suites: Vec<Spanned<Id>>,
    /// What it leaves behind.
    #[serde(default)]
    pub deliverables: Vec<Deliverable>,
    /// Subjects of the commits that it makes.
    #[serde(default)]
    #[schemars(extend("examples" = [["feat(orders): accept orders of more than one item"]]))]
    pub commits: Vec<Spanned<String>>,
    /// When it is a success; the gate judges these too.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// The gate at its end.
    pub gate: Option<Spanned<Id>>,
    /// What people have afterwards that they did not have before.
    #[serde(default)]
    pub outcomes: Vec<String>,
    /// Trouble that is likely, and what helps.
    #[serde(default)]
    pub troubleshooting: Vec<Trouble>,
    /// Whether a variant cut it, so that its own budget counts and not that of its parts.
    #[serde(skip)]
    #[schemars(skip)]
    pub cut: bool,
}

/// What sort of work a phase is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PhaseKind {
    /// Makes or changes something.
    #[default]
    Build,
    /// Judges what was made.
    Validate,
    /// Decides what to make.
    Plan,
    /// Writes it down.
    Docs,
}

/// A stage of the work of one session, from its start to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Stage {
    Start,
    Planning,
    Coordination,
    Branches,
    Tasks,
    Interfaces,
    Deployment,
    Implementation,
    Quality,
    Refactoring,
    Concerns,
    Documentation,
    Check,
    PullRequests,
    WrapUp,
}

/// What sets a phase or a task apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tag {
    /// Decides or prepares; counted as planning.
    Planning,
    /// Tests; counted as testing.
    Testing,
    /// Everything hangs on it.
    Critical,
    /// Was not in the plan before this one.
    New,
    /// Its parts can be done at the same time.
    Parallel,
    /// Left out of mandatory totals.
    Optional,
}

/// Which files a phase may touch: paths or globs, relative to the repository.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Files to make.
    #[serde(default)]
    pub create: Vec<String>,
    /// Files to change.
    #[serde(default)]
    pub modify: Vec<String>,
    /// Files to read and leave as they are.
    #[serde(default)]
    pub read_only: Vec<String>,
    /// What is out of bounds, in words or paths.
    #[serde(default)]
    pub leave_alone: Vec<String>,
}

/// A service in a phase, with its share of the budget.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseService {
    /// The service.
    pub service: Spanned<Id>,
    /// How long it takes.
    pub budget: Option<Spanned<Budget>>,
}

/// A piece of work outside a pattern.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Names the task in commit trailers; unique in the whole plan.
    pub id: Spanned<Id>,
    /// What is done.
    pub text: String,
    /// The repository that it is done in; if unsaid, the only one of its phase or milestone.
    pub repository: Option<Spanned<Id>>,
    /// How long it takes.
    pub budget: Option<Spanned<Budget>>,
    /// Tasks or services of the same phase that must be done first.
    #[serde(default)]
    pub needs: Vec<Spanned<Id>>,
    /// What sets it apart.
    #[serde(default)]
    pub tags: Vec<Spanned<Tag>>,
    /// How far it is, where people keep it by hand; never counts as evidence.
    pub status: Option<Spanned<Stated>>,
    /// What it is made of, item by item.
    #[serde(default)]
    pub items: Vec<String>,
    /// What to run.
    #[serde(default)]
    pub commands: Vec<Command>,
    /// Texts that show how something should look.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A text that shows how something should look, printed as it is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub about: Option<String>,
    /// The language that it is written in, as fenced blocks of Markdown name it.
    #[schemars(extend("examples" = ["yaml", "proto"]))]
    pub language: Option<Id>,
    /// The text.
    pub text: String,
}

/// Items that someone goes through by hand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// What they have in common.
    pub title: String,
    /// The items.
    pub items: Vec<Spanned<String>>,
}

/// Tests that a phase adds.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tests {
    /// How many, where people were told; compared with the sum of the categories.
    pub total: Option<Spanned<Count>>,
    /// What they cover.
    #[serde(default)]
    pub categories: Vec<TestCategory>,
}

/// Tests of one kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestCategory {
    /// What they cover.
    pub title: String,
    /// How many: `5` or `5-7`.
    pub count: Spanned<Count>,
    /// What they show to hold, in a sentence with SHALL or MUST: a requirement of the specification.
    #[schemars(extend("examples" = ["The engine SHALL read the balances of each exchange."]))]
    pub requirement: Option<String>,
    /// What they show, one by one.
    #[serde(default)]
    pub scenarios: Vec<String>,
}

/// A file or folder that a phase leaves behind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deliverable {
    /// Its path in the repository.
    pub path: Spanned<String>,
    /// The repository; the only one of the plan if unsaid.
    pub repository: Option<Spanned<Id>>,
    /// What it is.
    pub about: Option<String>,
}

/// Trouble that is likely, and what helps.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// What one sees.
    pub when: String,
    /// What helps.
    pub then: String,
}

impl Tests {
    /// How many: the sum of the categories, or else what is stated; `None` if nothing is said.
    pub fn count(&self) -> Option<Count> {
        match self.categories.as_slice() {
            [] => self.total.as_ref().map(|it| it.value),
            categories => Some(categories.iter().map(|it| it.count.value).sum()),
        }
    }
}

impl Task {
    /// Whether it has a tag.
    pub fn is(&self, tag: Tag) -> bool {
        self.tags.iter().any(|it| it.value == tag)
    }
}

impl Phase {
    /// Whether it has a tag.
    pub fn is(&self, tag: Tag) -> bool {
        self.tags.iter().any(|it| it.value == tag)
    }

    /// Everything that its gate judges: its own criteria, the tests of its suites, the gate's criteria.
    pub fn judged<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = &'a Criterion> {
        let suites = self.suites.iter().filter_map(|it| plan.suite(it));
        let gate = self.gate.as_ref().and_then(|it| plan.gate(it));
        self.criteria
            .iter()
            .chain(suites.flat_map(|it| &it.tests))
            .chain(gate.into_iter().flat_map(|it| &it.criteria))
    }
}
