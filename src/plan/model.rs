//! The plan as its author writes it: the types of the YAML, and nothing computed.
//!
//! The doc comments become descriptions in the JSON Schema, so they are written for plan authors.

use super::{Criterion, Gate, Id, Measure, Phase, Spanned, Suite};
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
