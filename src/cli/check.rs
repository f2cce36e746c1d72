//! `callsheet check`: every problem in plans and templates, with nothing written.

use super::console::print;
use super::pipeline::{Press, Reading, in_order, misfits, prepare_as_far, templates_as_far};
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, Origin, any_error, github, json};
use crate::templates::Template;
use std::path::PathBuf;

/// Reports every problem in plans and templates, with file, line, column, excerpt and hint.
///
/// Documents are rendered in memory, so that problems of templates show too. Nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet check                       all plans in plans/
  callsheet check plans/one.yaml        one plan
  callsheet check --format json         the same for programs, on stdout
  callsheet check --format github       annotations in GitHub Actions
  callsheet explain unknown-id          what the word in brackets before a message means

The JSON is an array with one object for each problem:
  severity   `error` or `warning`
  code       its kind, as `callsheet explain` takes it; absent where there is none
  message    what is wrong
  file, line, column, bytes
             where: line and column count from 1, column in characters; bytes are [start, end] in the
             file; absent where a problem has no place
  label      what is said at the place, if anything is
  related    other places: objects with message, file, line, column and bytes
  hint       what to do about it, if that is known")]
pub(super) struct Args {
    /// Plan files; those found if none is given.
    #[arg(value_name = "PLAN")]
    plans: Vec<PathBuf>,
    /// How problems are told.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How problems are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With excerpts, for people, on stderr.
    #[default]
    Text,
    /// As an array, for programs, on stdout.
    Json,
    /// As workflow commands of GitHub Actions, on stdout.
    Github,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let mut project = settings.project()?;
    if !args.plans.is_empty() {
        project = super::Project::find(&settings.directory, &args.plans)?;
    }
    let (templates, mut problems) = templates_as_far(&project);
    let (engine, all, found) = prepare_as_far(settings, (&project, &templates), &Reading::default())?;
    problems.extend(found);
    problems.extend(templates.unused().map(unused));
    for prepared in all {
        problems.extend(prepared.joined.warnings.iter().cloned());
        let misfits = misfits(&templates, &prepared.joined.plan);
        let press = collect(&mut problems, Press::as_far(&engine, &templates, &prepared.composition));
        // What a plan says wrongly of its documents would show in their pages again.
        let found =
            press.map(|it| if misfits.is_empty() { it.faults(settings) } else { it.told(Vec::new()) });
        problems.extend(misfits.into_iter().chain(found.into_iter().flatten()));
    }
    let problems = in_order(problems);
    tell(settings, args, &problems, project.plans.len())?;
    Ok(ExitCode::of(&problems))
}

/// A file that is neither a document nor part of one.
fn unused(template: &Template) -> Diagnostic {
    let start = Origin::new(&template.source, 0..1.min(template.source.text.len()));
    let problem = Diagnostic::warning("this template is no document, and nothing includes it").at(start);
    problem.hint("start it with front matter, on its first line, or include it in a template")
}

/// Keeps the value, or the problems.
fn collect<T>(problems: &mut Vec<Diagnostic>, checked: Checked<T>) -> Option<T> {
    checked.map_err(|found| problems.extend(found)).ok()
}

fn tell(settings: &Settings, args: &Args, problems: &[Diagnostic], plans: usize) -> Checked<()> {
    settings.console.note(problems);
    match args.format {
        Format::Json => print(&format!("{:#}\n", json(problems)))?,
        Format::Github => print(&github(problems))?,
        Format::Text => settings.console.report(problems),
    }
    if !any_error(problems) {
        let plans = if plans == 1 { "1 plan".to_owned() } else { format!("{plans} plans") };
        settings.console.say(&format!("{plans} checked, no errors"));
    }
    Ok(())
}
