//! `callsheet init`: a first plan.

use super::{ExitCode, Outcome, Settings};
use crate::output::{self, Existing};
use std::path::PathBuf;

/// Writes a commented plan that renders as it stands.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet init                        plans/plan.yaml in this folder
  callsheet init ../api && callsheet -C ../api render")]
pub(super) struct Args {
    /// The project folder; this one if unsaid.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

const PLAN: &str = include_str!("starter.yaml");

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let folder =
        args.folder.as_ref().map_or_else(|| settings.directory.clone(), |it| settings.directory.join(it));
    let path = folder.join("plans").join("plan.yaml");
    output::write_file(&path, PLAN, Existing::Keep)?;
    let shown = super::pipeline::shown(&path, &settings.directory);
    settings
        .console
        .say(&format!("wrote {shown}; edit it, then run `callsheet check` and `callsheet render`"));
    Ok(ExitCode::Done)
}
