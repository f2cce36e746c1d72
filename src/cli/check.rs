//! `callsheet check`: every problem in plans and templates, with nothing written.

use super::console::print;
use super::pipeline::{Press, prepare, templates};
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, any_error, json};
use crate::render::{Engine, check_pages};
use std::path::PathBuf;

/// Reports every problem in plans and templates, with file, line, column, excerpt and hint.
///
/// Documents are rendered in memory, so that problems of templates show too. Nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet check                       all plans in plans/
  callsheet check plans/one.yaml        one plan
  callsheet check --format json         the same for programs, on stdout")]
pub(super) struct Args {
    /// Plan files; those found if none is given.
    #[arg(value_name = "PLAN")]
    plans: Vec<PathBuf>,
    /// For people, or as a JSON array of `{severity, message, file, line, column, bytes, related, hint}`.
    #[arg(long, value_enum, default_value_t)]
    format: super::status::Format,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let mut project = settings.project()?;
    if !args.plans.is_empty() {
        project = super::Project::find(&settings.directory, &args.plans)?;
    }
    let mut problems = Vec::new();
    let templates = collect(&mut problems, templates(&project));
    let engine = templates.as_ref().and_then(|it| collect(&mut problems, Engine::new(it)));
    for plan in project.plans()? {
        let Some(prepared) = collect(&mut problems, prepare(settings, &project, plan, None)) else {
            continue;
        };
        problems.extend(prepared.joined.warnings);
        let (Some(engine), Some(templates)) = (&engine, &templates) else { continue };
        let press = Press::new(engine, templates, &prepared.composition);
        let pages = press.and_then(|press| {
            let pages = press.pages(settings, |_, _| true)?;
            let mut findings = press.unknown_names(templates);
            findings.extend(check_pages(&pages, press.shelf()));
            Ok(findings)
        });
        match pages {
            Ok(findings) | Err(findings) => problems.extend(findings),
        }
    }
    tell(settings, args, &problems, project.plans.len())?;
    Ok(ExitCode::of(&problems))
}

/// Keeps the value, or the problems.
fn collect<T>(problems: &mut Vec<Diagnostic>, checked: Checked<T>) -> Option<T> {
    checked.map_err(|found| problems.extend(found)).ok()
}

fn tell(settings: &Settings, args: &Args, problems: &[Diagnostic], plans: usize) -> Checked<()> {
    match args.format {
        super::status::Format::Json => print(&format!("{:#}\n", json(problems)))?,
        super::status::Format::Text => settings.console.report(problems),
    }
    if !any_error(problems) {
        let plans = if plans == 1 { "1 plan".to_owned() } else { format!("{plans} plans") };
        settings.console.say(&format!("{plans} checked, no errors"));
    }
    Ok(())
}
