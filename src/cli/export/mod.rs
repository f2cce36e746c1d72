//! `callsheet export`: a plan in the form of other tools.

mod openspec;
mod task_list;

use super::{Outcome, Settings};
use clap::Subcommand;

/// Writes a plan in the form of other tools.
///
/// A file that is there with another text is left alone, and nothing is written, unless `--force` is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet export openspec                           every change that the plan states
  callsheet export openspec --change add-search       one of them
  callsheet export openspec 2A 2B                     these phases as a change of their own
  callsheet export openspec --output ../engine        into the openspec/ folder there
  callsheet export task-master                        .taskmaster/tasks/tasks.json, a tag for each phase
  callsheet export spec-kit                           specs/NNN-PLAN/tasks.md")]
pub(super) struct Args {
    #[command(subcommand)]
    form: Form,
}

#[derive(Debug, Subcommand)]
enum Form {
    /// Change folders: proposal, design, tasks and requirements, which `openspec validate --strict` accepts.
    ///
    /// A file that is there with another text is left alone, and nothing is written, unless `--force` is given.
    Openspec(openspec::Args),
    /// The task list of Task Master: phases in the tag `master`, and the work of each phase in a tag of its own.
    ///
    /// Only what is recorded is `done`. What the format has no place for (ids, hours, credits, repository, gate)
    /// stands in `metadata.callsheet` of each task, and comes back with `callsheet import task-master`.
    TaskMaster(task_list::Args),
    /// The tasks.md of spec-kit: numbered tasks with what each depends on, phase by phase.
    ///
    /// Only what is recorded is ticked. Without `--output` it goes to the folder in `specs/` that has the id of
    /// the plan, or to a new one with the next number.
    SpecKit(task_list::Args),
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    match &args.form {
        Form::Openspec(args) => openspec::run(settings, args),
        Form::TaskMaster(args) => task_list::task_master(settings, args),
        Form::SpecKit(args) => task_list::spec_kit(settings, args),
    }
}
