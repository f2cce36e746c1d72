//! `callsheet import`: a plan from the list of tasks of another tool.

use super::console::print;
use super::pipeline::shown;
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Source};
use crate::interop::{self, Imported};
use crate::output::{self, Existing};
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Makes a plan from a list of tasks of another tool, and prints it.
///
/// Statuses become `status:` words, which never count as evidence. What cannot be taken is told with its line. The
/// plan passes `callsheet check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet import todo TODO.md                                     the plan on stdout
  callsheet import task-master .taskmaster/tasks/tasks.json --output plans/app.yaml
  callsheet import spec-kit specs/001-search/tasks.md --output plans/search.yaml")]
pub(super) struct Args {
    #[command(subcommand)]
    form: Form,
}

#[derive(Debug, Subcommand)]
enum Form {
    /// A tasks.json of Task Master; what `callsheet export task-master` wrote comes back as it was.
    ///
    /// Each tag becomes a phase, each task and subtask a task; a task comes after its subtasks.
    TaskMaster(Place),
    /// A tasks.md of spec-kit: its phases with their order, its tasks with what each depends on.
    SpecKit(Place),
    /// Any Markdown with boxes to tick: headings become phases, boxes tasks, and boxes below them items.
    ///
    /// Status words in headings and marks such as `[~]` become statuses; amounts such as `(2-3 days)` or `~45 min`
    /// at the end of a line become budgets.
    Todo(Place),
}

/// What to read, and where to write.
#[derive(Debug, clap::Args)]
struct Place {
    /// The file to read.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write the plan to this file, which must not be there; to stdout if unsaid.
    #[arg(long, value_name = "PLAN")]
    output: Option<PathBuf>,
}

/// Reads one of the forms.
type Read = fn(&Arc<Source>, &str) -> Checked<Imported>;

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let (place, read): (&Place, Read) = match &args.form {
        Form::TaskMaster(place) => (place, interop::read_task_master),
        Form::SpecKit(place) => (place, interop::read_spec_kit),
        Form::Todo(place) => (place, interop::read_todo),
    };
    let file = settings.directory.join(&place.file);
    let name = shown(&file, &settings.directory);
    let source = interop::read_source(&file, &name)?;
    let Imported { outline, warnings } = read(&source, &plan_name(&file))?;
    settings.console.report(&warnings);
    let text = interop::plan_text(&outline, &origin(settings, &file));
    let output = place.output.as_ref().map(|it| settings.directory.join(it));
    let plan = output.as_ref().map_or_else(|| "<plan>".to_owned(), |it| shown(it, &settings.directory));
    // Whatever the list says, what is written is a plan.
    crate::plan(&Source::new(plan.clone(), text.clone()), &settings.directory)?;
    let Some(output) = output else {
        print(&text)?;
        return Ok(ExitCode::Done);
    };
    output::write_file(&output, &text, Existing::Keep)?;
    settings
        .console
        .say(&format!("wrote {plan}; read it, then run `callsheet check` and `callsheet render`"));
    Ok(ExitCode::Done)
}

/// The file as a plan may call it: no plan says where somebody keeps their files.
fn origin(settings: &Settings, file: &Path) -> String {
    let below = file.strip_prefix(&settings.directory).ok();
    let name = file.file_name().map(Path::new);
    below.or(name).unwrap_or(file).display().to_string()
}

/// Names of files and folders that every project has.
const USUAL: [&str; 9] =
    ["tasks", ".taskmaster", "specs", "todo", "todos", "docs", "plan", "readme", ".specify"];

/// What a plan from this file is called: the nearest name that says something.
fn plan_name(file: &Path) -> String {
    let real = file.canonicalize().unwrap_or_else(|_| file.to_owned()).with_extension("");
    let names = real.iter().rev().map(|it| it.to_string_lossy().into_owned());
    let says =
        |it: &String| !USUAL.contains(&it.to_lowercase().as_str()) && it.chars().any(char::is_alphanumeric);
    names.into_iter().find(says).unwrap_or_else(|| "plan".to_owned())
}
