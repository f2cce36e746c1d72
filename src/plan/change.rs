//! Changes of a specification, which phases carry out.

use super::{Id, Phase, Plan, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

/// A change of a specification, which `callsheet export openspec` writes into a folder of its own. Its
/// requirements are those that the tests of its phases state.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Names the change and its folder.
    #[schemars(extend("examples" = ["add-portfolio-reconciliation"]))]
    pub id: Spanned<Id>,
    /// Names the specification that it adds to, and the folder of that.
    #[schemars(extend("examples" = ["portfolio-reconciliation"]))]
    pub capability: Spanned<Id>,
    /// What the specification is about; the summary of the project if unsaid.
    pub purpose: Option<String>,
    /// Why the change is made; the summary of the project if unsaid.
    pub why: Option<String>,
    /// Who has to approve its proposal before the first of its phases begins.
    #[schemars(extend("examples" = ["the product owner"]))]
    pub review: Option<String>,
    /// The phases that carry it out; all of them if unsaid.
    #[serde(default)]
    pub phases: Vec<Spanned<Id>>,
}

impl Change {
    /// Whether a phase belongs to it.
    pub fn has(&self, phase: &Phase) -> bool {
        self.phases.is_empty() || self.phases.iter().any(|it| it.value == phase.id.value)
    }
}

impl Plan {
    /// The change with this id.
    pub fn change(&self, id: &str) -> Option<&Change> {
        self.changes.iter().find(|it| it.id.as_str() == id)
    }
}
