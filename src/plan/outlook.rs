//! What could be done and what was decided: epics, options, decisions, variants, risks, actions.

use super::{Budget, Count, Id, Quantity, Spanned, Stated, Task};
use schemars::JsonSchema;
use serde::Deserialize;

/// A larger goal, which phases and tasks serve.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Epic {
    /// Names the epic in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What is true when it is reached.
    pub goal: Option<String>,
    /// How far it is; must agree with its milestones, where they state it.
    pub status: Option<Spanned<Stated>>,
    /// The day on which it began.
    pub start: Option<Spanned<String>>,
    /// The day on which it should be reached.
    pub target: Option<Spanned<String>>,
    /// The steps towards it.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
}

/// A step towards an epic.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Names the milestone in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What it is for.
    pub goal: Option<String>,
    /// How far it is; must agree with its tasks, where they state it.
    pub status: Option<Spanned<Stated>>,
    /// Services and repositories that it touches.
    #[serde(default)]
    pub components: Vec<Spanned<Id>>,
    /// The phases that lead to it.
    #[serde(default)]
    pub phases: Vec<Spanned<Id>>,
    /// Work that is in no phase.
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// When it counts as reached.
    #[serde(default)]
    pub acceptance: Vec<Spanned<String>>,
    /// Milestones that must be reached first.
    #[serde(default)]
    pub needs: Vec<Spanned<Id>>,
    /// What it leaves behind.
    #[serde(default)]
    pub deliverables: Vec<String>,
}

/// Something that could be done.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Names the option in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What it would bring about.
    pub scope: Option<String>,
    /// The same piece by piece, in the order in which it happens.
    #[serde(default)]
    pub items: Vec<String>,
    /// What it would cost; must agree with its phases, if they are in the plan.
    pub effort: Option<Spanned<Budget>>,
    /// The phases that would carry it out.
    #[serde(default)]
    pub phases: Vec<Spanned<Id>>,
    /// Tests that it would add; must agree with its phases, if they are in the plan.
    pub tests: Option<Spanned<Count>>,
    /// How much it would change.
    pub impact: Option<Level>,
    /// How likely it is to work out.
    pub feasibility: Option<Level>,
    /// How urgent it is, if not as impact and feasibility say.
    pub priority: Option<super::Priority>,
    /// What speaks for it.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// More that speaks for it, in groups with a name: what it is worth, how well it fits.
    #[serde(default)]
    pub reason_groups: Vec<ReasonGroup>,
    /// What needs it.
    pub needed_for: Option<String>,
}

/// Reasons of one kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonGroup {
    /// The kind, as readers know it.
    pub title: String,
    /// The reasons.
    pub reasons: Vec<String>,
}

/// How much of something there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Level {
    Low,
    Medium,
    High,
}

/// A question that someone has to answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Names the decision in the plan.
    pub id: Spanned<Id>,
    /// The question.
    pub question: String,
    /// What to choose from: options, variants, and by the ids of their projects this plan and the one before.
    pub options: Vec<Spanned<Id>>,
    /// The one that the plan's author would choose.
    pub recommended: Option<Spanned<Id>>,
    /// Why.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Whose answer it waits for.
    pub awaiting: Option<String>,
}

/// Another way to carry out the plan, with parts left out or cut.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Names the variant in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// When to choose it.
    #[serde(default)]
    pub use_when: Vec<String>,
    /// Phases, tasks or services that it must not leave out.
    #[serde(default)]
    pub keep: Vec<Spanned<Id>>,
    /// Phases, tasks or services that it leaves out; what needs them then needs what they need.
    #[serde(default)]
    pub skip: Vec<Spanned<Id>>,
    /// Phases, tasks or services that it gives less.
    #[serde(default)]
    pub cut: Vec<Cut>,
    /// What it costs, where people were told; compared with the computed sum.
    pub budget: Option<Spanned<Budget>>,
    /// Whether what it makes can go into production, as its author sees it; `fit` wants criteria that decide it.
    pub for_production: Option<Spanned<Readiness>>,
}

/// Whether what a plan makes can go into production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Readiness {
    /// It cannot.
    Unfit,
    /// Nobody can tell yet.
    Maybe,
    /// It can.
    Fit,
}

/// A part that gets another budget.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// The phase, task or service.
    pub part: Spanned<Id>,
    /// Its budget in the variant, instead of its own and that of its parts.
    pub to: Spanned<Budget>,
}

/// What this plan does better than the one before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Improvement {
    /// What it is, in a few words.
    pub title: String,
    /// More about it.
    pub about: Option<String>,
    /// The phases that carry it out, which say what it costs.
    #[serde(default)]
    pub phases: Vec<Spanned<Id>>,
    /// The tasks that carry it out, where it is less than a phase.
    #[serde(default)]
    pub tasks: Vec<Spanned<Id>>,
    /// What was bad before.
    pub problem: Option<String>,
    /// What is done about it.
    pub solution: Option<String>,
    /// What one gains.
    pub benefit: Option<String>,
}

/// Something that could go wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// What could happen.
    pub risk: String,
    /// What is done against it.
    pub mitigation: String,
    /// How likely it is.
    pub likelihood: Option<Level>,
    /// How bad it would be.
    pub impact: Option<Level>,
}

/// Something to do beside the phases.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What to do.
    pub text: String,
    /// When.
    #[serde(default)]
    pub horizon: Horizon,
    /// How far it is.
    pub status: Option<Spanned<Stated>>,
}

/// When something is to be done.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Horizon {
    /// Before anything else.
    #[default]
    Now,
    /// After that.
    Next,
    /// Some day.
    Later,
}

/// How far a part of the system is today.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The part.
    pub title: String,
    /// How far it is, in a sentence.
    pub state: String,
    /// Tests that pass, of those that there are: `129/129`.
    pub tests: Option<Spanned<Quantity>>,
}
