//! `callsheet status`: where everything stands, in the terminal and for programs.

mod compose;
mod conformance;
mod standing;
mod table;

pub(super) use standing::Why;

use super::console::{print, width};
use super::format::Format;
use super::pipeline::{Prepared, Reading, prepare};
use super::{ExitCode, Outcome, Settings, why};
use crate::templates::Words;
use serde_json::Value;
use standing::Standing;

/// Shows where everything stands, computed from the plan, the commits and the results files.
///
/// Phases; the steps of every service; gates, with the verdict that the criteria come to and what a commit
/// claims if that is another one; budgets against what `Plan-Spent` records; what was planned against what was
/// done; what can be done now, and what is blocked by what. Tables fit the terminal; elsewhere they are as wide as `COLUMNS` says, or as they need.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet status
  callsheet status --why            which commits belong to what, and why
  callsheet status --format json    everything, as `callsheet schema status` describes it")]
pub(super) struct Args {
    /// Tables, or a JSON array with one object for each plan.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// List the commits that were read, with the work that each belongs to and the reason.
    #[arg(long)]
    why: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let mut all = Vec::new();
    for plan in project.plans()? {
        let prepared = prepare(settings, &project, (plan, &Words::default()), Reading::default())?;
        settings.console.report(&prepared.joined.warnings);
        all.push(prepared);
    }
    let text = match args.format {
        Format::Text => tables(args, &all),
        Format::Json => json(args, &all),
    };
    print(&text)?;
    Ok(ExitCode::Done)
}

/// The JSON Schema of what `--format json` prints.
pub(super) fn schema() -> Value {
    let mut schema = schemars::schema_for!(Vec<Standing>).to_value();
    schema["title"] = Value::from("Callsheet status");
    schema
}

fn tables(args: &Args, all: &[Prepared]) -> String {
    let width = width();
    let mut parts = Vec::new();
    for prepared in all {
        parts.extend(compose::standing(prepared).map(|it| table::tables(prepared, &it, width)));
        parts.extend(args.why.then(|| why::table(prepared, width)));
    }
    parts.join("\n")
}

fn json(args: &Args, all: &[Prepared]) -> String {
    let standing = |prepared| {
        let why = args.why.then(|| why::list(prepared));
        Some(Standing { why, ..compose::standing(prepared)? })
    };
    let all: Vec<Standing> = all.iter().filter_map(standing).collect();
    // Plain data with text keys always has a JSON form.
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}
