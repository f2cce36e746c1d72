//! The plan as its author writes it: the types of the YAML, and nothing computed.
//!
//! The doc comments become descriptions in the JSON Schema, so they are written for plan authors.

use super::{Budget, Id, Measure, Spanned};
use crate::diagnostics::{Origin, Source};
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;

/// A plan: what was meant.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the plan language; 1.
    pub schema: Spanned<u32>,
    /// What is being built.
    pub project: Project,
    /// How hours become days.
    #[serde(default)]
    pub calendar: Calendar,
    /// Where the work happens.
    #[serde(default)]
    pub repositories: Vec<Repository>,
    /// Who does it.
    #[serde(default)]
    pub agents: Vec<Agent>,
    /// Rules that hold in every phase; each prompt repeats them.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Lists of steps that are applied to services.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// What the phases work on.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Groups of tests with a budget, for validation phases.
    #[serde(default)]
    pub suites: Vec<Suite>,
    /// Checkpoints that decide whether a phase is over.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// The work, in parts that one agent can finish.
    pub phases: Vec<Phase>,
    /// Working sessions that get a summary of their own.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// Pull requests that get a document of their own.
    #[serde(default)]
    pub pull_requests: Vec<PullRequest>,
    /// The text that the spans of this plan point into.
    #[serde(skip)]
    #[schemars(skip)]
    pub source: Arc<Source>,
}

/// What is being built.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Names the output folder, and the plan in commit trailers.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What the work is for, in a sentence or two.
    pub summary: Option<String>,
    /// Who keeps the plan true.
    pub maintained_by: Option<String>,
}

/// How hours become days.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Working hours of a day; 8 if unsaid.
    #[serde(default = "eight")]
    pub hours_per_day: Spanned<u32>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { hours_per_day: eight() }
    }
}

fn eight() -> Spanned<u32> {
    Spanned { value: 8, span: 0..0 }
}

/// A git repository in which work happens.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repository {
    /// Names the repository in the plan.
    pub id: Spanned<Id>,
    /// Where it is, relative to the folder that holds `plans/`.
    pub path: Option<Spanned<String>>,
    /// A facts file that was read from it elsewhere, relative to the plan file; instead of `path`.
    pub facts: Option<Spanned<String>>,
    /// What it holds.
    pub about: Option<String>,
    /// The branch that work starts from; found by itself if unsaid.
    pub default_branch: Option<Spanned<String>>,
    /// A commit, tag or branch after which the work of this plan starts; the whole history if unsaid.
    pub since: Option<Spanned<String>>,
    /// The command that runs its tests.
    pub test_command: Option<String>,
}

/// A person or coding agent that phases are handed to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Names the agent in the plan.
    pub id: Spanned<Id>,
    /// Who that is, as the first sentence of a prompt says it: `a migration engineer`.
    pub role: String,
}

/// Steps that are applied to each service of a phase.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Names the pattern in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What the pattern is good for.
    pub summary: Option<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// A step of a pattern. Its texts may use `{{ service.port }}` and the like.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Names the step in commit trailers.
    pub id: Spanned<Id>,
    /// What is done, in a few words.
    pub title: Spanned<String>,
    /// What to do, item by item.
    #[serde(default)]
    pub actions: Vec<Spanned<String>>,
    /// What to run.
    #[serde(default)]
    pub commands: Vec<Command>,
    /// How to know that the step is done.
    pub done_when: Option<Spanned<String>>,
}

/// A command with what it should print or do.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The command line. In steps it may use `{{ service.port }}` and the like.
    pub run: Spanned<String>,
    /// The folder to run it in, relative to the repository; its root if unsaid.
    #[serde(rename = "in")]
    pub folder: Option<Spanned<String>>,
    /// What a reader should see; exit code 0 if unsaid.
    pub expect: Option<Spanned<String>>,
}

/// A unit that the pattern is applied to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Names the service in the plan and in commit trailers.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What it is for.
    pub purpose: Option<String>,
    /// The port that it listens on.
    pub port: Option<Spanned<u16>>,
    /// The repository that it lives in; the only one of the plan if unsaid.
    pub repository: Option<Spanned<Id>>,
    /// Where it is today.
    pub source: Option<String>,
    /// Where it goes.
    pub target: Option<String>,
    /// How much depends on it.
    #[serde(default)]
    pub priority: Priority,
    /// How hard it is.
    pub complexity: Option<Complexity>,
    /// Services that must work first.
    #[serde(default)]
    pub needs: Vec<Spanned<Id>>,
    /// What it must measure: `p50 <= 1.5 ms`.
    #[serde(default)]
    pub slos: Vec<Spanned<Measure>>,
    /// Left out of mandatory totals; never holds up a gate or a phase.
    #[serde(default)]
    pub optional: bool,
    /// What is different about this one.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// How much depends on something.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Priority {
    Critical,
    High,
    #[default]
    Medium,
    Low,
}

/// How hard something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Complexity {
    Low,
    Medium,
    High,
}

/// A group of tests with a budget.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// Names the suite in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// How long it takes.
    pub budget: Spanned<Budget>,
    /// What it shows.
    pub about: Option<String>,
    /// The tests; each is a criterion of the gate of the phase that runs the suite.
    pub tests: Vec<Criterion>,
}

/// A checkpoint at the end of a phase.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Names the gate in commit trailers.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What it demands, beside the criteria and suites of its phase.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// How criteria become a verdict.
    #[serde(default)]
    pub rule: Rule,
    /// What to do next, for each verdict.
    #[serde(default)]
    pub then: Then,
}

/// Which share of each class must pass for a verdict; anything less is FAIL.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Percent of each class for PASS; 100, 90 and 80 if unsaid.
    #[serde(default = "Shares::pass")]
    pub pass: Shares,
    /// Percent of each class for CONDITIONAL; 100, 80 and 0 if unsaid.
    #[serde(default = "Shares::conditional")]
    pub conditional: Shares,
}

/// Percent of each class that must pass.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// Percent of the critical criteria.
    pub critical: Spanned<u32>,
    /// Percent of the important ones.
    pub important: Spanned<u32>,
    /// Percent of the nice ones.
    pub nice: Spanned<u32>,
}

/// What to do after a verdict.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// After PASS.
    #[serde(default)]
    pub pass: Vec<String>,
    /// After CONDITIONAL.
    #[serde(default)]
    pub conditional: Vec<String>,
    /// After FAIL.
    #[serde(default)]
    pub fail: Vec<String>,
}

/// One thing that must hold. It is checked by a command, an SLO of a service, or a measure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Names the criterion in commit trailers; unique in the whole plan.
    pub id: Spanned<Id>,
    /// What must hold.
    pub text: String,
    /// How much it weighs in the verdict.
    #[serde(default)]
    pub class: Class,
    /// The service it is about.
    pub service: Option<Spanned<Id>>,
    /// The command that decides.
    pub check: Option<Command>,
    /// The metric of an SLO of `service` that decides: `p50`.
    pub slo: Option<Spanned<String>>,
    /// A measure that decides: `orders >= 1000 /s`.
    pub measure: Option<Spanned<Measure>>,
}

/// How much a criterion weighs.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// One failure fails the gate, under the usual rule.
    #[default]
    Critical,
    /// Most must pass.
    Important,
    /// Good to have.
    Nice,
}

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
    /// How much depends on it.
    #[serde(default)]
    pub priority: Priority,
    /// Its whole budget; must agree with the sum of its parts, if they have budgets.
    pub budget: Option<Spanned<Budget>>,
    /// Phases that must be over first.
    #[serde(default)]
    pub depends_on: Vec<Spanned<Id>>,
    /// Who does it.
    pub agent: Option<Spanned<Id>>,
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
    /// Suites that it runs.
    #[serde(default)]
    pub suites: Vec<Spanned<Id>>,
    /// What it leaves behind.
    #[serde(default)]
    pub deliverables: Vec<Deliverable>,
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
    /// How long it takes.
    pub budget: Option<Spanned<Budget>>,
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

/// A working session that gets a summary of its own. Give `range`, or `since` and `until`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Names the session in file names.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: Option<String>,
    /// What the session was for.
    pub goal: Option<String>,
    /// Commits, as git writes ranges: `v1.0..v1.1`.
    pub range: Option<Spanned<String>>,
    /// First moment: `2026-03-02` or `2026-03-02T09:00:00+01:00`.
    pub since: Option<Spanned<String>>,
    /// Last moment; a date means its end.
    pub until: Option<Spanned<String>>,
}

/// A pull request that gets a document of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PullRequest {
    /// Names the pull request in file names.
    pub id: Spanned<Id>,
    /// Its title.
    pub title: Option<String>,
    /// The repository; the only one of the plan if unsaid.
    pub repository: Option<Spanned<Id>>,
    /// The branch or commit that is to be merged.
    pub head: Spanned<String>,
    /// The branch or commit that it is merged into; the default branch if unsaid.
    pub base: Option<Spanned<String>>,
    /// Its number at the forge.
    pub number: Option<u32>,
    /// The phases whose work it holds.
    #[serde(default)]
    pub phases: Vec<Spanned<Id>>,
    /// What it does.
    pub summary: Option<String>,
    /// Why.
    pub motivation: Option<String>,
    /// What to mind when it is deployed.
    #[serde(default)]
    pub deployment: Vec<String>,
    /// Issues that merging it closes, as numbers of its own repository.
    #[serde(default)]
    pub closes: Vec<u32>,
}

impl std::fmt::Display for Priority {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        })
    }
}

impl Default for Rule {
    fn default() -> Self {
        Self { pass: Shares::pass(), conditional: Shares::conditional() }
    }
}

impl Shares {
    fn pass() -> Self {
        Self::of(100, 90, 80)
    }

    fn conditional() -> Self {
        Self::of(100, 80, 0)
    }

    fn of(critical: u32, important: u32, nice: u32) -> Self {
        let unwritten = |value| Spanned { value, span: 0..0 };
        Self { critical: unwritten(critical), important: unwritten(important), nice: unwritten(nice) }
    }
}

impl Shares {
    /// Percent of a class.
    pub fn of_class(&self, class: Class) -> u32 {
        match class {
            Class::Critical => self.critical.value,
            Class::Important => self.important.value,
            Class::Nice => self.nice.value,
        }
    }
}

impl Criterion {
    /// The limit that decides it, if one does: its own measure, or the SLO that it names.
    pub fn limit<'a>(&'a self, plan: &'a Plan) -> Option<&'a Measure> {
        if let Some(measure) = &self.measure {
            return Some(measure);
        }
        let metric = self.slo.as_ref()?;
        let service = plan.service(self.service.as_ref()?)?;
        service.slos.iter().map(|it| &it.value).find(|it| it.metric == metric.value)
    }
}

impl Plan {
    /// The place of a span of this plan.
    pub fn origin(&self, span: &Range<usize>) -> Origin {
        Origin::new(&self.source, span.clone())
    }

    /// Every criterion: of phases, of suites and of gates.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        let phases = self.phases.iter().flat_map(|it| &it.criteria);
        let suites = self.suites.iter().flat_map(|it| &it.tests);
        phases.chain(suites).chain(self.gates.iter().flat_map(|it| &it.criteria))
    }

    /// The service with this id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|it| it.id.as_str() == id)
    }

    /// The pattern with this id.
    pub fn pattern(&self, id: &str) -> Option<&Pattern> {
        self.patterns.iter().find(|it| it.id.as_str() == id)
    }

    /// The suite with this id.
    pub fn suite(&self, id: &str) -> Option<&Suite> {
        self.suites.iter().find(|it| it.id.as_str() == id)
    }

    /// The gate with this id.
    pub fn gate(&self, id: &str) -> Option<&Gate> {
        self.gates.iter().find(|it| it.id.as_str() == id)
    }

    /// The repository that something belongs to: the named one, or the only one.
    pub fn repository(&self, id: Option<&Spanned<Id>>) -> Option<&Repository> {
        match id {
            Some(id) => self.repositories.iter().find(|it| it.id.as_str() == id.as_str()),
            None => self.repositories.first().filter(|_| self.repositories.len() == 1),
        }
    }
}

impl Phase {
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
