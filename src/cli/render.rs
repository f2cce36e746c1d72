//! `callsheet render`: all documents, written, checked or compared.

use super::console::print;
use super::pipeline::{Reading, in_order, prepare_as_far, templates_as_far};
use super::print_run::PrintRun;
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, any_error};
use crate::output::Place;
use crate::render::each;
use crate::templates::{Subject, Templates};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

/// Renders all documents of all plans.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet render                      every plan in plans/, into output/<plan-id>/
  callsheet render --only phase-prompt  the phase prompts only
  callsheet render --check              exit code 1 if anything in output/ is stale
  callsheet render --diff               show what would change")]
pub(super) struct Args {
    /// Plan files; those found if none is given.
    #[arg(value_name = "PLAN")]
    plans: Vec<PathBuf>,
    /// Render this kind of document only; may be given several times.
    #[arg(long, value_name = "KIND")]
    pub(super) only: Vec<String>,
    /// Write to this folder instead of `output/` beside `plans/`.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write nothing; exit with 1 if a document is stale, and name it.
    #[arg(long, conflicts_with = "diff")]
    check: bool,
    /// Write nothing; show what would change.
    #[arg(long)]
    diff: bool,
    /// Write a readable HTML page beside each document.
    #[arg(long)]
    pub(super) html: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let mut project = settings.project()?;
    if !args.plans.is_empty() {
        project = super::Project::find(&settings.directory, &args.plans)?;
    }
    let (templates, mut problems) = templates_as_far(&project);
    if !any_error(&problems) {
        known_kinds(&templates, &args.only)?;
        settings.console.report(&std::mem::take(&mut problems));
    }
    let (engine, all, found) = prepare_as_far(settings, (&project, &templates), &Reading::default())?;
    problems.extend(found);
    // The process ends soon after, and the system takes its memory back faster as a whole.
    let (engine, all) = (ManuallyDrop::new(engine), ManuallyDrop::new(all));
    let mut runs = ManuallyDrop::new(Vec::new());
    for run in each(&all, 1, |prepared| PrintRun::of(&engine, &templates, (prepared, args))) {
        match run {
            Ok(run) => runs.push(run),
            Err(found) => problems.extend(found),
        }
    }
    let root =
        args.output.as_ref().map_or_else(|| project.root.join("output"), |it| settings.directory.join(it));
    let shown = super::pipeline::shown(&root, &settings.directory);
    let stale = stale(settings, (&runs, &root), problems).map_err(in_order)?;
    finish(settings, (&runs, &stale), (&shown, args))
}

fn known_kinds(templates: &Templates, only: &[String]) -> Checked<()> {
    let kinds: Vec<&str> = templates.documents().map(|(_, front)| front.kind.as_str()).collect();
    let unknown = only.iter().filter(|it| !kinds.contains(&it.as_str()));
    let problems: Vec<Diagnostic> = unknown
        .map(|it| {
            Diagnostic::usage(format!("no template is of kind `{it}`")).suggest(it, kinds.iter().copied())
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Kinds of document that belong to another tool, which only `export` writes.
pub(super) fn exported_kinds(templates: &Templates) -> impl Iterator<Item = &str> {
    let of_changes = templates.documents().filter(|it| it.1.subject == Subject::Change);
    of_changes.map(|it| it.1.kind.as_str())
}

/// The files of all plans that are not as they should be.
struct Stale {
    place: Place,
    /// Of each plan, in the order of its pages.
    files: Vec<Vec<Vec<String>>>,
    /// How many files are as they should be.
    unchanged: usize,
}

/// Renders and checks all pages, and compares them with their files; `problems` are those found before.
fn stale(
    settings: &Settings,
    (runs, root): (&[PrintRun<'_>], &Path),
    mut problems: Vec<Diagnostic>,
) -> Checked<Stale> {
    let paths: Vec<String> = runs.iter().flat_map(PrintRun::paths).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let refused: Vec<Vec<Diagnostic>> = runs.iter().map(|it| it.press.refused_paths()).collect();
    // What is refused where it is stated would be refused here again.
    let all_placed = refused.iter().all(Vec::is_empty) && runs.iter().all(|it| it.press.is_complete());
    let place = if all_placed { Place::of(root, &paths) } else { Err(Vec::new()) };
    let progress = settings.console.progress(runs.iter().map(PrintRun::length).sum());
    let seen = each(runs, 1, |run| run.stale(&progress, place.as_ref().ok()));
    drop(progress);
    let mut files = Vec::new();
    for ((run, refused), seen) in runs.iter().zip(refused).zip(seen) {
        match seen {
            Ok((stale, found)) if refused.is_empty() => {
                settings.console.report(&found);
                settings.console.report(&run.prepared.joined.warnings);
                files.push(stale);
            }
            Ok(_) => problems.extend(refused),
            Err(found) => problems.extend(found.into_iter().chain(refused)),
        }
    }
    match place {
        Ok(place) if !any_error(&problems) => {
            let stale: usize = files.iter().flatten().map(Vec::len).sum();
            Ok(Stale { place, files, unchanged: paths.len() - stale })
        }
        Ok(_) => Err(problems),
        Err(found) => Err(problems.into_iter().chain(found).collect()),
    }
}

fn finish(
    settings: &Settings,
    (runs, stale): (&[PrintRun<'_>], &Stale),
    (place, args): (&str, &Args),
) -> Outcome {
    if !args.check && !args.diff {
        return write(settings, (runs, stale), place);
    }
    if args.diff {
        for (run, files) in runs.iter().zip(&stale.files) {
            let differences = run.again(settings, files, |path, text| stale.place.difference(path, text))?;
            differences.iter().try_for_each(|it| print(&it.1))?;
        }
    }
    let is_stale = |it: &String| Diagnostic::error(format!("`{place}/{it}` is stale"));
    let mut told: Vec<Diagnostic> = stale.files.iter().flatten().flatten().map(is_stale).collect();
    let Some(last) = told.last_mut() else {
        settings.console.say(&format!("{} documents in {place}/ are current", stale.unchanged));
        return Ok(ExitCode::Done);
    };
    last.hint = Some("`callsheet render` brings it up to date, `--diff` shows the difference".to_owned());
    if args.check {
        settings.console.report(&told);
    }
    Ok(ExitCode::Problems)
}

fn write(settings: &Settings, (runs, stale): (&[PrintRun<'_>], &Stale), place: &str) -> Outcome {
    let (mut written, mut problems) = (Vec::new(), Vec::new());
    for (run, files) in runs.iter().zip(&stale.files) {
        for (path, result) in run.again(settings, files, |path, text| stale.place.replace(path, text))? {
            settings.console.detail(&format!("wrote {place}/{path}"));
            written.push(path);
            problems.extend(result.err());
        }
    }
    stale.place.settle(&written);
    if !problems.is_empty() {
        return Err(problems);
    }
    settings.console.say(&format!("{} written, {} unchanged in {place}/", written.len(), stale.unchanged));
    Ok(ExitCode::Done)
}
