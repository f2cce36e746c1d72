//! `callsheet render`: all documents, written, checked or compared.

use super::console::print;
use super::pipeline::{Prepared, Press, Reading, prepare, templates};
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, any_error};
use crate::documents::{misfits, pictures};
use crate::output::{self, Mode};
use crate::render::{Engine, Page, check_pages, html_pages};
use crate::templates::{Subject, Templates};
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
    only: Vec<String>,
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
    html: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let mut project = settings.project()?;
    if !args.plans.is_empty() {
        project = super::Project::find(&settings.directory, &args.plans)?;
    }
    let templates = templates(&project)?;
    let engine = Engine::new(&templates)?;
    known_kinds(&templates, &args.only)?;
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for plan in project.plans()? {
        let made = prepare(settings, &project, (plan, templates.words()), Reading::default())
            .and_then(|it| rendered(settings, &engine, &templates, (&it, args)).map(|pages| (it, pages)));
        match made {
            Ok((prepared, pages)) => {
                settings.console.report(&prepared.joined.warnings);
                let id = prepared.joined.plan.project.id.to_string();
                files.extend(pages.into_iter().map(|it| (format!("{id}/{}", it.path), it.text)));
            }
            Err(found) => problems.extend(found),
        }
    }
    if any_error(&problems) {
        return Err(problems);
    }
    let root =
        args.output.as_ref().map_or_else(|| project.root.join("output"), |it| settings.directory.join(it));
    finish(settings, &root, &files, args)
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

fn rendered(
    settings: &Settings,
    engine: &Engine,
    templates: &Templates,
    (prepared, args): (&Prepared, &Args),
) -> Checked<Vec<Page>> {
    let misfits = misfits(templates, &prepared.joined.plan);
    if !misfits.is_empty() {
        return Err(misfits);
    }
    let press = Press::new(engine, templates, &prepared.composition)?;
    let exported: Vec<&str> = exported_kinds(templates).collect();
    let wanted = |kind: &str, _: &str| match args.only.as_slice() {
        [] => !exported.contains(&kind),
        only => only.iter().any(|it| it == kind),
    };
    let mut pages = press.pages(settings, wanted)?;
    let mut findings = check_pages(&pages, press.shelf());
    findings.extend(press.refused_paths());
    if any_error(&findings) {
        return Err(findings);
    }
    settings.console.report(&findings);
    if args.html {
        let language = templates.words().text("language").unwrap_or_default();
        let planned = prepared.joined.planned(&prepared.file, templates.words());
        pages.extend(html_pages(&pages, &pictures(&planned), language));
    }
    Ok(pages)
}

/// Kinds of document that belong to another tool, which only `export` writes.
pub(super) fn exported_kinds(templates: &Templates) -> impl Iterator<Item = &str> {
    let of_changes = templates.documents().filter(|it| it.1.subject == Subject::Change);
    of_changes.map(|it| it.1.kind.as_str())
}

fn finish(settings: &Settings, root: &Path, files: &[(String, String)], args: &Args) -> Outcome {
    let mode = match (args.check, args.diff) {
        (true, _) => Mode::Check,
        (_, true) => Mode::Diff,
        _ => Mode::Write,
    };
    let report = output::write(root, files, mode)?;
    let place = super::pipeline::shown(root, &settings.directory);
    if mode == Mode::Write {
        for path in &report.written {
            settings.console.detail(&format!("wrote {place}/{path}"));
        }
        let (written, unchanged) = (report.written.len(), report.unchanged);
        settings.console.say(&format!("{written} written, {unchanged} unchanged in {place}/"));
        return Ok(ExitCode::Done);
    }
    if mode == Mode::Diff {
        print(&report.diff)?;
    }
    if report.stale.is_empty() {
        settings.console.say(&format!("{} documents in {place}/ are current", report.unchanged));
        return Ok(ExitCode::Done);
    }
    let stale = report.stale.iter().map(|it| Diagnostic::error(format!("`{place}/{it}` is stale")));
    let mut stale: Vec<Diagnostic> = stale.collect();
    if let Some(last) = stale.last_mut() {
        last.hint = Some("`callsheet render` brings it up to date, `--diff` shows the difference".to_owned());
    }
    if mode == Mode::Check {
        settings.console.report(&stale);
    }
    Ok(ExitCode::Problems)
}
