//! Services, and what gives something to what.

use super::{Id, Measure, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

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
    /// Files that belong to it, beside `target`: paths or globs, relative to its repository.
    #[serde(default)]
    #[schemars(extend("examples" = [["services/cart/**", "deploy/cart.yaml"]]))]
    pub paths: Vec<Spanned<String>>,
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
    /// What it is built with.
    pub technology: Option<String>,
    /// Why that was chosen.
    pub why_technology: Option<String>,
    /// What it stores, and where.
    pub database: Option<String>,
    /// How others reach it.
    #[serde(default)]
    pub interfaces: Vec<String>,
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

/// Something gives something to something else, or must come before it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// What gives: the id of a service, repository, phase or pull request; `service/x` if two have it.
    pub from: Spanned<String>,
    /// What takes.
    pub to: Spanned<String>,
    /// What goes over.
    pub kind: EdgeKind,
    /// Why, or what exactly.
    #[schemars(extend("examples" = ["endpoint /stream/prices"]))]
    pub reason: Option<String>,
}

impl EdgeKind {
    /// Its name in a plan.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Api => "api",
            Self::Data => "data",
            Self::Config => "config",
            Self::Blocks => "blocks",
            Self::Related => "related",
        }
    }
}

/// What goes from one thing to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// A schema that both compile against.
    Schema,
    /// Calls.
    Api,
    /// Data.
    Data,
    /// Settings.
    Config,
    /// Nothing, but it must be done before.
    Blocks,
    /// Nothing; they belong together.
    Related,
}
