//! `callsheet export task-master` and `spec-kit`: the work of a plan as a list of tasks.

use crate::Joined;
use crate::cli::console::print;
use crate::cli::pipeline::{Reading, join, shown};
use crate::cli::project::Project;
use crate::cli::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic};
use crate::interop::{self, Outline};
use crate::output::{self, Mode};
use std::path::{Path, PathBuf};

/// Where to, and what to do with a file that is there.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write to this file instead; `-` prints it.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there with another text.
    #[arg(long, conflicts_with = "diff")]
    force: bool,
    /// Show what would change, and write nothing.
    #[arg(long)]
    diff: bool,
}

/// Where Task Master looks.
const TASK_MASTER: &str = ".taskmaster/tasks/tasks.json";

pub(super) fn task_master(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let outline = outline(settings, &project)?;
    write(settings, args, (&project.root, TASK_MASTER), &interop::task_master(&outline))
}

pub(super) fn spec_kit(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let outline = outline(settings, &project)?;
    let folder = specification(&project.root.join("specs"), &outline.id)?;
    let path = format!("specs/{folder}/tasks.md");
    write(settings, args, (&project.root, &path), &interop::spec_kit(&outline))
}

fn outline(settings: &Settings, project: &Project) -> Checked<Outline> {
    let Joined { plan, results, warnings, .. } =
        join(settings, project, project.only_plan()?, Reading::records())?;
    settings.console.report(&warnings);
    Ok(interop::outline(&plan, &results))
}

/// The name of the folder of a plan: one that ends with its id after a number, or the next number with it.
fn specification(folder: &Path, id: &str) -> Checked<String> {
    let names: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => {
            entries.filter_map(|it| Some(it.ok()?.file_name().to_string_lossy().into_owned())).collect()
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let message = format!("cannot read the folder `{}`: {error}", folder.display());
            return Err(vec![Diagnostic::environment(message)]);
        }
    };
    let numbered: Vec<(u32, &str)> = names
        .iter()
        .filter_map(|it| it.split_once('-'))
        .filter_map(|(number, name)| Some((number.parse().ok()?, name)))
        .collect();
    let id = id.to_lowercase();
    let own = numbered.iter().filter(|it| it.1 == id).map(|it| it.0).min();
    let next = || numbered.iter().map(|it| it.0).max().unwrap_or(0).saturating_add(1);
    Ok(format!("{:03}-{id}", own.unwrap_or_else(next)))
}

fn write(settings: &Settings, args: &Args, (root, path): (&Path, &str), text: &str) -> Outcome {
    let stated = args.output.as_ref().map(|it| settings.directory.join(it));
    let (root, path) = match &stated {
        Some(_) if args.output.as_deref() == Some(Path::new("-")) => {
            print(text)?;
            return Ok(ExitCode::Done);
        }
        Some(file) => match file.parent().zip(file.file_name().and_then(|it| it.to_str())) {
            Some(parts) => parts,
            None => return Err(vec![Diagnostic::usage(format!("`{}` names no file", file.display()))]),
        },
        None => (root, path),
    };
    let mode = match (args.diff, args.force) {
        (true, _) => Mode::Diff,
        (_, true) => Mode::Write,
        _ => Mode::Add,
    };
    let report = output::write(root, &[(path.to_owned(), text.to_owned())], mode)?;
    if mode == Mode::Diff {
        print(&report.diff)?;
        return Ok(ExitCode::Done);
    }
    let said = if report.written.is_empty() { "unchanged" } else { "wrote" };
    settings.console.say(&format!("{said} {}", shown(&root.join(path), &settings.directory)));
    Ok(ExitCode::Done)
}
