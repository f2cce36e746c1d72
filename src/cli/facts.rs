//! `callsheet facts`: what was read from repositories, as JSON.

use super::console::print;
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, any_error};
use crate::history::{self, Place, Request};
use crate::output::{self, Existing};
use crate::plan::Plan;
use std::path::PathBuf;

/// Writes what a plan needs to know of its repositories as JSON.
///
/// A plan may name such a file (`facts: facts/app.json`) instead of a path, and `--from` reads it whatever
/// the plan says. So repositories can be read on the machines where they are, one by one, and their
/// documents rendered together elsewhere.
///
/// The format: `format`, which is 1, and `repositories`, one entry for each: what is checked out, branches,
/// commits with parsed messages, windows with their net changes, which paths are there, results files,
/// commits that are named. `callsheet schema facts` describes every field, and docs/FACTS.md shows a whole file.
///
/// Merging: files are read in the order given. Entries are taken by repository id, whole; of two files
/// that have the same repository, the first counts.
///
/// Versions: `format` rises when older programs could not read a file. A file of a newer format is refused
/// with its number; a field that the format does not have is an error with its place. What a file does
/// not tell, because the plan did not ask then, is a warning or not known, never guessed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet facts > facts.json                                  every repository of the plan
  callsheet facts --repo app=../app --to plans/facts/app.json   one of them, read from elsewhere
  callsheet render --from app.json --from api.json              documents from such files")]
pub(super) struct Args {
    /// A repository of the plan, or one with the place to read it from; all of them if unsaid.
    #[arg(long, value_name = "ID[=PATH]")]
    repo: Vec<String>,
    /// Write to this file instead of stdout.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let path = project.only_plan()?;
    let plans = path.parent().unwrap_or(&project.root);
    let loaded = crate::plan(&super::pipeline::read_plan(settings, path)?, plans)?;
    let wanted = crate::results::wanted(&loaded.plan, &project.root, plans, settings.gap);
    let mut wanted = chosen(settings, args, wanted, &loaded.plan)?;
    wanted.cache.clone_from(&settings.cache);
    let progress = settings.console.progress(wanted.repositories.len());
    let (history, problems) = history::read(&wanted, &|what| progress.on(what));
    drop(progress);
    settings.console.report(&problems);
    if any_error(&problems) || history.repositories.len() < wanted.repositories.len() {
        return Ok(ExitCode::Environment);
    }
    let text = history::write_facts(&history);
    match &args.to {
        Some(file) => output::write_file(&settings.directory.join(file), &text, Existing::Replace)?,
        None => print(&text)?,
    }
    Ok(ExitCode::Done)
}

/// The repositories that were named, read from where the command line says.
fn chosen(settings: &Settings, args: &Args, mut wanted: Request, plan: &Plan) -> Checked<Request> {
    if args.repo.is_empty() {
        wanted.repositories.retain(|it| it.place != Place::Elsewhere);
        return Ok(wanted);
    }
    let mut chosen = Request::default();
    for named in &args.repo {
        let (id, path) = named.split_once('=').map_or((named.as_str(), None), |(id, path)| (id, Some(path)));
        let Some(request) = wanted.repositories.iter().find(|it| it.id == id) else {
            let ids = plan.repositories.iter().map(|it| it.id.as_str());
            let message = format!("no repository of the plan is called `{id}`");
            return Err(vec![Diagnostic::usage(message).suggest(id, ids)]);
        };
        let mut request = request.clone();
        if let Some(path) = path {
            request.place = Place::Repository(settings.directory.join(path));
        }
        chosen.repositories.push(request);
    }
    Ok(chosen)
}
