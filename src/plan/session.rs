//! What happened, as far as its author says it: sessions and pull requests with documents of their own.

use super::{Count, Id, Quantity, Spanned, Stated};
use schemars::JsonSchema;
use serde::Deserialize;

/// A working session that gets a summary of its own. Give `range`, or `day`, or `since` and `until`; if none of
/// them is given, its commits are those that state its id as `Plan-Session`.
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
    /// A day of the calendar's time zone: `2026-03-02`.
    pub day: Option<Spanned<String>>,
    /// First moment: `2026-03-02` or `2026-03-02T09:00:00+01:00`; with a time zone in the calendar also
    /// `2026-03-02T09:00`.
    pub since: Option<Spanned<String>>,
    /// Last moment; a date means its end.
    pub until: Option<Spanned<String>>,
    /// How far it is.
    pub status: Option<Spanned<Stated>>,
    /// The phases that it works on.
    #[serde(default)]
    pub phases: Vec<Spanned<Id>>,
    /// The pull requests that it leads to.
    #[serde(default)]
    pub pull_requests: Vec<Spanned<Id>>,
    /// Repositories that it touches, beside those that commits show, each with the reason.
    #[serde(default)]
    pub repositories: Vec<Touched>,
    /// The model that worked in it.
    pub model: Option<String>,
    /// What came of it.
    #[serde(default)]
    pub outcomes: Vec<String>,
    /// Files that it creates, where people were told; compared with what git counts.
    pub files_created: Option<Spanned<Count>>,
    /// Files that it modifies, where people were told; compared with what git counts.
    pub files_modified: Option<Spanned<Count>>,
    /// Tests that it adds; must agree with its phases and pull requests, and is compared with what git counts.
    pub tests_added: Option<Spanned<Count>>,
    /// Mistakes, with what was done instead.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// What was done, left and handed on.
    #[serde(default)]
    pub scope: Handled,
    /// What keeps the work from going on.
    #[serde(default)]
    pub blockers: Vec<Blocker>,
    /// What was learned.
    #[serde(default)]
    pub lessons: Lessons,
    /// What else the next person should know.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What comes next.
    #[serde(default)]
    pub next: Vec<String>,
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
    /// How far it is at the forge, where people keep it by hand. Of what is merged, git decides.
    pub state: Option<Review>,
    /// The phases whose work it holds.
    #[serde(default)]
    pub phases: Vec<Spanned<Id>>,
    /// What it does.
    pub summary: Option<String>,
    /// Why.
    pub motivation: Option<String>,
    /// Tests that it adds; must agree with its phases and sessions, and is compared with what git counts.
    pub tests_added: Option<Spanned<Count>>,
    /// What was measured before and after.
    #[serde(default)]
    pub performance: Vec<Measured>,
    /// What users must change.
    #[serde(default)]
    pub breaking: Vec<String>,
    /// What was tried by hand.
    #[serde(default)]
    pub manual_tests: Vec<String>,
    /// What to mind when it is deployed.
    #[serde(default)]
    pub deployment: Vec<String>,
    /// Issues that merging it closes, as numbers of its own repository.
    #[serde(default)]
    pub closes: Vec<u32>,
}

/// How far a pull request is at the forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Review {
    /// Nobody is to read it yet.
    Draft,
    /// It waits for those who review it.
    Ready,
    /// It was merged, perhaps in a way that leaves no trace in git.
    Merged,
    /// It was closed and not merged.
    Closed,
}

/// A repository that a session touches.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Touched {
    /// The repository.
    pub repository: Spanned<Id>,
    /// Why, or what changes in it.
    pub reason: Option<String>,
}

/// A mistake, with what was done instead.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// What was wrong.
    pub mistake: String,
    /// What was done instead.
    pub correction: String,
}

/// What a session did, left and handed on.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handled {
    /// What it did, beside what commits show.
    #[serde(default)]
    pub done: Vec<String>,
    /// What it left on purpose.
    #[serde(default)]
    pub not_done: Vec<String>,
    /// What others will do.
    #[serde(default)]
    pub delegated: Vec<String>,
}

/// Something that keeps work from going on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Blocker {
    /// What it is, in a few words.
    pub title: String,
    /// More about it.
    pub about: Option<String>,
    /// The document that says so.
    pub source: Option<String>,
}

/// What was learned.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lessons {
    /// What worked.
    #[serde(default)]
    pub good: Vec<String>,
    /// What to do better.
    #[serde(default)]
    pub improve: Vec<String>,
    /// What to do again elsewhere.
    #[serde(default)]
    pub patterns: Vec<String>,
}

/// What was measured before and after a change.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// What was measured.
    pub what: String,
    /// The value before.
    pub before: Spanned<Quantity>,
    /// The value after.
    pub after: Spanned<Quantity>,
    /// By how much it fell, in percent, where people were told; compared with the two values.
    #[schemars(extend("examples" = ["96%"]))]
    pub reduction: Option<Spanned<Quantity>>,
}
