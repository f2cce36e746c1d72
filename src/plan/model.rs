//! The plan as its author writes it: the types of the YAML, and nothing computed.
//!
//! The doc comments become descriptions in the JSON Schema, so they are written for plan authors.

use super::index::Index;
use super::{
    Action, Agent, Area, Budget, Change, Checklist, Choice, Conventions, Count, Criterion, Decision, Edge,
    Epic, Gate, Guide, Id, Improvement, Language, Paper, Pattern, Phase, PullRequest, Readiness, Repository,
    Risk, Service, Session, Setting, Skill, Slots, Spanned, Stated, Suite, TestRule, Theme, Variant,
};
use crate::diagnostics::{Origin, Sources};
use crate::zones::Zone;
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;

/// A plan: what was meant.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["schema", "project"]))]
pub struct Plan {
    /// Version of the plan language; 1.
    #[serde(default)]
    pub schema: Spanned<u32>,
    /// What is being built.
    #[serde(default)]
    pub project: Project,
    /// Files that hold more of the plan, relative to this one: lists of any kind, as they would stand here.
    #[serde(default)]
    #[schemars(extend("examples" = [["trade/services.yaml", "trade/phases.yaml"]]))]
    pub include: Vec<Spanned<String>>,
    /// How hours become days, and when work starts.
    #[serde(default)]
    pub calendar: Calendar,
    /// Figures that people were told; each is compared with what the plan computes to.
    #[serde(default)]
    pub totals: Totals,
    /// Where the work happens.
    #[serde(default)]
    pub repositories: Vec<Repository>,
    /// How code of one language is tested, whatever repository it is in.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// How lines open a test, beside what is known of the usual languages.
    #[serde(default)]
    pub test_rules: Vec<TestRule>,
    /// Who does it.
    #[serde(default)]
    pub agents: Vec<Agent>,
    /// Instructions that agents load for a kind of work.
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// Rules that hold in every phase; each prompt repeats them.
    #[serde(default)]
    pub rules: Vec<String>,
    /// How branches and commits are named.
    #[serde(default)]
    pub conventions: Conventions,
    /// Advice that holds for all of the work: lists of steps, or questions with what to do.
    #[serde(default)]
    pub guides: Vec<Guide>,
    /// Lists that someone goes through by hand, for all of the work.
    #[serde(default)]
    pub checklists: Vec<Checklist>,
    /// Lists of steps that are applied to services.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// What the phases work on.
    #[serde(default)]
    pub services: Vec<Service>,
    /// What gives something to what: between services, repositories, phases or pull requests.
    #[serde(default)]
    pub edges: Vec<Edge>,
    /// Groups of tests with a budget, for validation phases.
    #[serde(default)]
    pub suites: Vec<Suite>,
    /// Checkpoints that decide whether a phase is over.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// The work, in parts that one agent can finish.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// Changes of a specification, which phases carry out.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Larger goals, which phases and tasks serve.
    #[serde(default)]
    pub epics: Vec<Epic>,
    /// Things that could be done.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Questions that someone has to answer.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Other ways to carry out this plan, with parts left out or cut.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// What this plan does better than the one before.
    #[serde(default)]
    pub improvements: Vec<Improvement>,
    /// What could go wrong.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// What to do beside the phases.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// How far the parts of the system are today.
    #[serde(default)]
    pub areas: Vec<Area>,
    /// Settings that the work brings in.
    #[serde(default)]
    pub configuration: Vec<Setting>,
    /// Documents that belong to the work, beside those that are rendered.
    #[serde(default)]
    pub documents: Vec<Paper>,
    /// Working sessions that get a summary of their own.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// Pull requests that get a document of their own.
    #[serde(default)]
    pub pull_requests: Vec<PullRequest>,
    /// Free Markdown for rendered documents: `master-index.introduction: ...`; a place alone means every kind that
    /// has it.
    #[serde(default)]
    pub text: Slots,
    /// How rendered documents look.
    #[serde(default)]
    pub theme: Theme,
    /// The texts that the spans of this plan point into; the plan's own file is the first.
    #[serde(skip)]
    #[schemars(skip)]
    pub sources: Sources,
    /// The plan that this one replaces.
    #[serde(skip)]
    #[schemars(skip)]
    pub before: Option<Arc<Plan>>,
    /// Where each id stands in its list.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) index: Index,
}

/// What is being built.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
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
    /// Where to ask.
    pub contact: Option<String>,
    /// Version of this plan, as its readers count.
    #[schemars(extend("examples" = ["2.0"]))]
    pub version: Option<String>,
    /// The day on which the plan was made.
    #[schemars(extend("examples" = ["2026-03-02"]))]
    pub created: Option<Spanned<String>>,
    /// How far all of it is; must agree with its phases and epics, where they state it.
    pub status: Option<Spanned<Stated>>,
    /// The file of the plan that came before, relative to this one; documents then say what has changed.
    #[schemars(extend("examples" = ["shop-v1.yaml"]))]
    pub replaces: Option<Spanned<String>>,
    /// When to choose this plan, beside the one that it replaces and its variants.
    #[serde(default)]
    pub use_when: Vec<String>,
    /// Whether what it makes can go into production, as its author sees it; `fit` wants criteria that decide it.
    pub for_production: Option<Spanned<Readiness>>,
}

/// How hours become days, and when work starts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Working hours of a day; 8 if unsaid.
    #[serde(default = "eight")]
    #[schemars(range(min = 1, max = 24))]
    pub hours_per_day: Spanned<u32>,
    /// How many phases can be worked on at the same time; 1 if unsaid.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1000))]
    pub agents: Spanned<u32>,
    /// When work starts: a date, or a date with a time, at which each day then starts.
    #[schemars(extend("examples" = ["2026-03-02", "2026-03-02T09:00"]))]
    pub start: Option<Spanned<String>>,
    /// The time zone of dates and of times without an offset: `Europe/Berlin`, `+02:00`; UTC if unsaid.
    #[schemars(extend("examples" = ["Europe/Berlin", "+02:00"]))]
    pub zone: Option<Spanned<String>>,
    /// Percent of time to add for what nobody foresees, in figures that say so.
    #[schemars(range(max = 1000))]
    pub reserve: Option<Spanned<u32>>,
    /// Stretches of the calendar, such as weeks, with the phases that fall into each.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// A stretch of the calendar with the phases that fall into it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What people call it: `Week 1`, `Weeks 4-6`.
    pub title: Spanned<String>,
    /// The phases, which need nothing of a later block.
    pub phases: Vec<Spanned<Id>>,
}

/// Figures that people were told; each is compared with what the plan computes to.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Time and credits of all phases.
    pub budget: Option<Spanned<Budget>>,
    /// Working days of all phases.
    pub days: Option<Spanned<Count>>,
    /// Number of phases, each of which gets a prompt.
    pub phases: Option<Spanned<Count>>,
    /// Number of services.
    pub services: Option<Spanned<Count>>,
    /// Number of repositories.
    pub repositories: Option<Spanned<Count>>,
    /// Tests that all phases add.
    pub tests: Option<Spanned<Count>>,
    /// Pages of all documents that state theirs.
    pub pages: Option<Spanned<Count>>,
}

impl Default for Calendar {
    fn default() -> Self {
        let (start, zone, reserve) = (None, None, None);
        Self { hours_per_day: eight(), agents: one(), start, zone, reserve, blocks: Vec::new() }
    }
}

fn eight() -> Spanned<u32> {
    Spanned { value: 8, span: 0..0 }
}

fn one() -> Spanned<u32> {
    Spanned { value: 1, span: 0..0 }
}

impl Calendar {
    /// The time zone, if it is stated and there is one of that name.
    pub fn zone(&self) -> Option<Zone> {
        self.zone.as_ref().and_then(|it| Zone::parse(it))
    }
}

impl Plan {
    /// The place of a span of this plan.
    pub fn origin(&self, span: &Range<usize>) -> Origin {
        self.sources.origin(span)
    }

    /// Every criterion: of phases, of suites and of gates.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        let phases = self.phases.iter().flat_map(|it| &it.criteria);
        let suites = self.suites.iter().flat_map(|it| &it.tests);
        phases.chain(suites).chain(self.gates.iter().flat_map(|it| &it.criteria))
    }

    /// The index of the phase with this id.
    pub fn phase_index(&self, id: &str) -> Option<usize> {
        self.index.phases.get(id).copied()
    }

    /// The phase with this id.
    pub fn phase(&self, id: &str) -> Option<&Phase> {
        self.phase_index(id).map(|it| &self.phases[it])
    }

    /// The index of the service with this id.
    pub fn service_index(&self, id: &str) -> Option<usize> {
        self.index.services.get(id).copied()
    }

    /// The service with this id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.service_index(id).map(|it| &self.services[it])
    }

    /// The pattern with this id.
    pub fn pattern(&self, id: &str) -> Option<&Pattern> {
        self.patterns.iter().find(|it| it.id.as_str() == id)
    }

    /// The suite with this id.
    pub fn suite(&self, id: &str) -> Option<&Suite> {
        self.index.suites.get(id).map(|it| &self.suites[*it])
    }

    /// The gate with this id.
    pub fn gate(&self, id: &str) -> Option<&Gate> {
        self.index.gates.get(id).map(|it| &self.gates[*it])
    }

    /// The repository that something belongs to: the named one, or the only one.
    pub fn repository(&self, id: Option<&Spanned<Id>>) -> Option<&Repository> {
        match id {
            Some(id) => self.repositories.iter().find(|it| it.id.as_str() == id.as_str()),
            None => self.repositories.first().filter(|_| self.repositories.len() == 1),
        }
    }
}
