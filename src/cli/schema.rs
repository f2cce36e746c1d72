//! `callsheet schema`: the plan language as a JSON Schema.

use super::console::print;
use super::{ExitCode, Outcome};

/// Prints the JSON Schema of plans, for editors that complete and check YAML.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet schema > plans/plan.schema.json

An editor that speaks yaml-language-server then checks a plan that starts with
  # yaml-language-server: $schema=plan.schema.json")]
pub(super) struct Args {}

pub(super) fn run(_: &Args) -> Outcome {
    print(&format!("{:#}\n", crate::plan::schema()))?;
    Ok(ExitCode::Done)
}
