//! Results files: what came of running the check of a criterion, as `callsheet record` keeps it.

use super::Outcome;
use crate::diagnostics::{Diagnostic, Origin, Source, nearest};
use crate::history::{History, JsonFile, Moment};
use crate::plan::{Plan, Quantity};
use serde::{Deserialize, Serialize};

/// The format that this program writes, and the only one that it reads.
pub const RUN_FORMAT: u32 = 1;

/// What came of running the check of a criterion. The order of fields is that of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Always [`RUN_FORMAT`].
    pub format: u32,
    /// Id of the plan.
    pub plan: String,
    /// Id of the criterion.
    pub criterion: String,
    /// What the plan made of it at the time; documents judge it again.
    pub outcome: Outcome,
    /// The command line.
    pub command: String,
    /// The folder that it ran in; absent for the root of the repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// How it ended.
    pub ended: Ended,
    /// How long it took.
    pub milliseconds: u64,
    /// When it was started.
    pub at: Moment,
    /// Full object id of the commit that was checked out.
    pub commit: String,
    /// Whether the work tree held anything else.
    pub dirty: bool,
    /// The text that must be in the output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
    /// The value that the output says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<MeasuredValue>,
    /// The last lines of the output, cleaned.
    pub output: Vec<String>,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ended {
    /// By itself, with this code.
    Exit(i32),
    /// Killed by somebody else with this signal.
    Signal(i32),
    /// Killed after this many seconds.
    Timeout(u64),
}

/// A text that must be in the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The text.
    pub text: String,
    /// Whether it was there.
    pub found: bool,
}

/// A value that was looked for in the output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredValue {
    /// What is measured.
    pub metric: String,
    /// The value; `None` if the output does not have it.
    pub value: Option<Quantity>,
}

/// A run with where it was found.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The run.
    pub run: Run,
    /// Id of the repository.
    pub repository: String,
    /// Whether the head reaches the commit that it ran at.
    pub reached: bool,
}

/// Enough of any format to know it.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl Run {
    /// The text of its results file.
    pub fn to_json(&self) -> String {
        // Plain data with text keys always has a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Reads the results files of a plan in the heads of its repositories.
///
/// What cannot be used is a warning: the other files still count.
pub fn runs(plan: &Plan, history: &History) -> (Vec<Kept>, Vec<Diagnostic>) {
    let mut runs = Vec::new();
    let mut problems = Vec::new();
    for repository in &history.repositories {
        for file in &repository.files {
            let name = format!("{}:{}", repository.id, file.path);
            match read(plan, &name, file) {
                Ok(run) => runs.push(Kept { run, repository: repository.id.clone(), reached: file.reached }),
                Err(problem) => problems.push(problem),
            }
        }
    }
    (runs, problems)
}

fn read(plan: &Plan, name: &str, file: &JsonFile) -> Result<Run, Diagnostic> {
    let malformed = |error: serde_json::Error| {
        let full = error.to_string();
        // The place is shown by the excerpt.
        let said = full.split(" at line ").next().unwrap_or_default();
        let source = Source::new(name, file.text.as_str());
        let problem = Diagnostic::warning(format!("the results file `{name}` is malformed: {said}"));
        problem.at(Origin::at_byte(&source, error.line(), error.column())).hint(AGAIN)
    };
    let Format { format } = serde_json::from_str(&file.text).map_err(malformed)?;
    let unfit = |why: &str| Diagnostic::warning(format!("the results file `{name}` {why}"));
    if format != RUN_FORMAT {
        let hint = format!("format {RUN_FORMAT} is read; record it again, or update callsheet");
        return Err(unfit(&format!("has format {format}, which this program does not read")).hint(hint));
    }
    let run: Run = serde_json::from_str(&file.text).map_err(malformed)?;
    if !is_object_id(&run.commit) {
        return Err(unfit("does not name a commit by its full id").hint(AGAIN));
    }
    let own = format!("{}/{}.json", super::results_folder(plan), run.criterion);
    if run.plan != plan.project.id.as_str() || file.path != own {
        return Err(unfit("is about something else than its path says").hint(AGAIN));
    }
    if plan.criteria().any(|it| it.id.as_str() == run.criterion) {
        return Ok(run);
    }
    let problem = unfit(&format!("is about `{}`, which is no criterion of the plan", run.criterion));
    let near = nearest(&run.criterion, plan.criteria().map(|it| it.id.as_str()));
    Err(match near {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("delete it if the criterion is gone"),
    })
}

const AGAIN: &str = "write it again with `callsheet record`";

fn is_object_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|it| it.is_ascii_hexdigit())
}
