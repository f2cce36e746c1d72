//! Where and by whom work is done: repositories, languages, agents, skills.

use super::{Id, Measure, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

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
    /// Where it is fetched from; enough for a repository that is not on this machine.
    #[schemars(extend("examples" = ["https://git.example.org/trade/risk.git"]))]
    pub remote: Option<String>,
    /// The group that it is listed under.
    #[schemars(extend("examples" = ["Go services"]))]
    pub group: Option<String>,
    /// The language of its code, of those under `languages`.
    pub language: Option<Spanned<Id>>,
    /// The command that runs its tests; that of its language if unsaid.
    pub test_command: Option<String>,
    /// The command that measures how much of it the tests cover; that of its language if unsaid.
    pub coverage_command: Option<String>,
    /// What its continuous integration does, job by job.
    #[serde(default)]
    pub ci: Vec<String>,
}

/// How code of one language is tested, whatever repository it is in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Names the language in the plan.
    #[schemars(extend("examples" = ["rust", "go"]))]
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// The command that runs tests.
    pub test_command: Option<String>,
    /// The command that measures how much the tests cover.
    pub coverage_command: Option<String>,
    /// How much they must cover; the one place where this is said.
    #[schemars(extend("examples" = ["coverage >= 80%"]))]
    pub coverage: Option<Spanned<Measure>>,
    /// The skills for work in it.
    #[serde(default)]
    pub skills: Vec<Spanned<Id>>,
}

/// How lines of a language open a test, beside what is known of the usual languages.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestRule {
    /// The name of the language, which stands beside the figure.
    #[schemars(extend("examples" = ["Zig"]))]
    pub language: Spanned<String>,
    /// Its files: `*.zig` by name, `tests/*.rs` by path, `spec/` for all in such a folder; `*` is any text.
    #[schemars(length(min = 1), inner(pattern(r"\S")), extend("examples" = [["*.zig"]]))]
    pub files: Vec<Spanned<String>>,
    /// What a line begins with that opens a test.
    #[schemars(length(min = 1), inner(pattern(r"\S")), extend("examples" = [["test \""]]))]
    pub starts: Vec<Spanned<String>>,
}

/// A person or coding agent that phases are handed to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Names the agent in the plan.
    pub id: Spanned<Id>,
    /// Who that is, as the first sentence of a prompt says it: `a migration engineer`.
    pub role: String,
    /// What it is good at.
    pub about: Option<String>,
    /// The model that it runs on.
    pub model: Option<String>,
    /// The tools that it may use.
    #[serde(default)]
    pub tools: Vec<String>,
    /// The skills that it loads.
    #[serde(default)]
    pub skills: Vec<Spanned<Id>>,
    /// How it is started.
    pub launch: Option<Launch>,
}

/// How an agent is started.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Launch {
    /// The kind of agent that the tool knows.
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["test-writer"]))]
    pub kind: String,
    /// What it is asked, before it is led to the prompt of its phase.
    pub prompt: Option<String>,
}

/// Instructions that agents load for a kind of work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// Names the skill in the plan.
    pub id: Spanned<Id>,
    /// What it is for.
    pub purpose: String,
    /// The folder or file that holds it.
    pub path: Option<String>,
    /// Its files, if they are worth naming.
    #[serde(default)]
    pub files: Vec<String>,
    /// When it is used, as readers call it: `planning`, `deployment`.
    #[serde(default)]
    pub stages: Vec<String>,
}

/// Advice that holds for all of the work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// What it is about.
    pub title: String,
    /// What to do, in order.
    #[serde(default)]
    pub steps: Vec<String>,
    /// Questions, each with what to do.
    #[serde(default)]
    pub questions: Vec<Question>,
}

/// A question with what to do after each answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub ask: String,
    /// What to do after a yes.
    pub yes: String,
    /// What to do after a no.
    pub no: Option<String>,
}
