//! The command line: arguments become a settled request once, here; only here are the clock, the
//! current folder, the environment and the terminal read.

mod ahead;
mod asked;
mod check;
mod compare;
mod completions;
mod console;
mod exit;
mod explain;
mod export;
mod facts;
mod format;
mod graph;
mod import;
mod init;
mod next;
mod pipeline;
mod print_run;
mod pr;
mod project;
mod record;
mod render;
mod schedule;
mod schema;
mod show;
mod status;
mod table;
mod why;
mod templates;
mod time;
mod window;
mod wrap;

pub use exit::ExitCode;

use crate::diagnostics::Diagnostic;
use chrono::{DateTime, FixedOffset, Utc};
use clap::{Parser, Subcommand};
use console::{Color, Console, Volume};
use project::Project;
use std::path::PathBuf;

/// Turns YAML phase plans and git history into the documents that people and coding agents work by.
///
/// Plans are found as `plans/*.yaml` in this folder or the nearest one above it. Repositories are only
/// read. `pr` and `wrap` work in any git repository, with or without a plan.
#[derive(Debug, Parser)]
#[command(name = "callsheet", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  callsheet init                  write a first plan that renders as it stands
  callsheet render                all documents of all plans, into output/
  callsheet prompt 2A             the prompt of phase 2A, ready to hand to an agent
  callsheet pr --base main        the PR document of the current branch
  callsheet wrap                  the summary of the latest session

Exit codes: 0 done, 1 problems in the input, 2 bad usage, 3 a person must decide, 4 the environment failed.";

/// Options of every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that can be given or not")]
struct Global {
    /// Work as if started in this folder.
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// Use this plan instead of those found; may be given several times.
    #[arg(long, value_name = "FILE", global = true)]
    plan: Vec<PathBuf>,
    /// Read repositories from this facts file instead, as far as it has them; may be given several times.
    #[arg(long, value_name = "FACTS", global = true)]
    from: Vec<PathBuf>,
    /// The present moment, for `today` and the like: RFC 3339 or a date.
    #[arg(long, value_name = "TIME", global = true)]
    now: Option<String>,
    /// The longest pause within a session, in minutes.
    #[arg(long, value_name = "MINUTES", default_value_t = 180, global = true)]
    session_gap: u32,
    /// Keep nothing of what was read from repositories for the next run, and use nothing that was kept.
    #[arg(long, global = true)]
    no_cache: bool,
    /// When to use colours.
    #[arg(long, value_enum, default_value_t, global = true)]
    color: Color,
    /// Say nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say what is looked at.
    #[arg(short, long, global = true)]
    verbose: bool,
    /// End with exit code 1 if there is a warning; what is asked for is still done.
    #[arg(long, global = true)]
    strict: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Check(check::Args),
    Render(render::Args),
    Show(show::Args),
    Prompt(show::PromptArgs),
    Pr(pr::Args),
    Wrap(wrap::Args),
    Status(status::Args),
    Next(next::Args),
    Schedule(schedule::Args),
    Graph(graph::Args),
    Compare(compare::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Facts(facts::Args),
    Export(export::Args),
    Import(import::Args),
    Record(record::Args),
    Templates(templates::Args),
    Completions(completions::Args),
}

/// What every command needs, settled once.
struct Settings {
    directory: PathBuf,
    plans: Vec<PathBuf>,
    from: Vec<PathBuf>,
    now: DateTime<FixedOffset>,
    gap: u32,
    /// Where what was read from repositories is kept for the next run.
    cache: Option<PathBuf>,
    console: Console,
}

/// A command ends with an exit code, or with the problems that ended it.
type Outcome = Result<ExitCode, Vec<Diagnostic>>;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    tell_of_bugs();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::Usage } else { ExitCode::Done };
        }
    };
    let volume = match (arguments.global.quiet, arguments.global.verbose) {
        (true, _) => Volume::Quiet,
        (_, true) => Volume::Verbose,
        _ => Volume::Normal,
    };
    let console = Console::new(arguments.global.color, volume);
    let strict = arguments.global.strict;
    let outcome = settle(arguments.global, console.clone()).and_then(|it| run(&it, arguments.command));
    match outcome {
        Ok(ExitCode::Done) if strict && console.has_warned() => ExitCode::Problems,
        Ok(code) => code,
        Err(problems) => {
            console.report(&problems);
            ExitCode::of(&problems)
        }
    }
}

/// A panic is a bug: it is told as such and ends the process with 101, however panics are compiled.
fn tell_of_bugs() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tell(panic);
        #[expect(clippy::exit, reason = "release builds would abort, with an exit code that says nothing")]
        std::process::exit(BUG);
    }));
}

/// The exit code of a bug, as Rust programs have it.
const BUG: i32 = 101;

fn run(settings: &Settings, command: Command) -> Outcome {
    match command {
        Command::Init(args) => init::run(settings, &args),
        Command::Check(args) => check::run(settings, &args),
        Command::Render(args) => render::run(settings, &args),
        Command::Show(args) => show::run(settings, &args),
        Command::Prompt(args) => show::prompt(settings, &args),
        Command::Pr(args) => pr::run(settings, &args),
        Command::Wrap(args) => wrap::run(settings, &args),
        Command::Status(args) => status::run(settings, &args),
        Command::Next(args) => next::run(settings, &args),
        Command::Schedule(args) => schedule::run(settings, &args),
        Command::Graph(args) => graph::run(settings, &args),
        Command::Compare(args) => compare::run(settings, &args),
        Command::Explain(args) => explain::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Export(args) => export::run(settings, &args),
        Command::Import(args) => import::run(settings, &args),
        Command::Facts(args) => facts::run(settings, &args),
        Command::Record(args) => record::run(settings, &args),
        Command::Templates(args) => templates::run(settings, &args),
        Command::Completions(args) => completions::run(&args),
    }
}

fn settle(global: Global, console: Console) -> Result<Settings, Vec<Diagnostic>> {
    let current = std::env::current_dir().map_err(|error| {
        vec![Diagnostic::environment(format!("the current folder cannot be read: {error}"))]
    })?;
    let directory = global.directory.map_or_else(|| current.clone(), |it| current.join(it));
    if !directory.is_dir() {
        let message = format!("there is no folder `{}`", directory.display());
        return Err(vec![Diagnostic::usage(message)]);
    }
    let now = match global.now {
        Some(text) => {
            time::Clock { now: Utc::now().fixed_offset(), zone: None }.moment(&text, time::Day::Start)?
        }
        None => source_date().unwrap_or_else(|| chrono::Local::now().fixed_offset()),
    };
    let from = global.from.iter().map(|it| directory.join(it)).collect();
    let cache = dirs::cache_dir().filter(|_| !global.no_cache).map(|it| it.join("callsheet"));
    Ok(Settings { directory, plans: global.plan, from, now, gap: global.session_gap, cache, console })
}

/// The moment that reproducible builds state.
fn source_date() -> Option<DateTime<FixedOffset>> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
    Some(DateTime::from_timestamp(seconds, 0)?.fixed_offset())
}

impl Settings {
    fn project(&self) -> Result<Project, Vec<Diagnostic>> {
        Project::find(&self.directory, &self.plans)
    }
}
