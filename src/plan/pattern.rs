//! Patterns: steps that are applied to each service of a phase.

use super::{Budget, Id, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

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
    /// What one gains by it.
    #[serde(default)]
    pub benefits: Vec<String>,
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
    /// Its name in a narrow place: one word or two.
    pub short: Option<String>,
    /// Its share of the time of a service.
    pub budget: Option<Spanned<Budget>>,
    /// Steps of the pattern that must be done first; the step before it if unsaid.
    pub needs: Option<Vec<Spanned<Id>>>,
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
