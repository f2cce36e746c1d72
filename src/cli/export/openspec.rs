//! `callsheet export openspec`: change folders.

use crate::cli::console::print;
use crate::cli::pipeline::{Press, Reading, prepare, shown, templates};
use crate::cli::render::exported_kinds;
use crate::cli::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, any_error};
use crate::documents::{PlanView, change_of_phases};
use crate::output::{self, Mode};
use crate::render::{Engine, check_pages};
use std::path::PathBuf;

/// What to export, and where to.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Phases to make one change of; the changes that the plan states if none is given, or else the whole plan.
    #[arg(value_name = "PHASE", conflicts_with = "change")]
    phases: Vec<String>,
    /// A change that the plan states.
    #[arg(long, value_name = "ID")]
    change: Option<String>,
    /// The folder that holds `openspec/`; that of the project if unsaid.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replace files that are there with another text.
    #[arg(long, conflicts_with = "diff")]
    force: bool,
    /// Show what would change, and write nothing.
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let path = project.only_plan()?;
    let templates = templates(&project)?;
    let engine = Engine::new(&templates)?;
    let mut prepared = prepare(settings, &project, (path, templates.words()), Reading::records())?;
    settings.console.report(&prepared.joined.warnings);
    if let Some(plan) = &mut prepared.composition.plan {
        choose(plan, args)?;
    }
    let press = Press::new(&engine, &templates, &prepared.composition)?;
    let kinds: Vec<&str> = exported_kinds(&templates).collect();
    let pages = press.pages(settings, |kind, _| kinds.contains(&kind))?;
    let findings = press.traced(check_pages(&pages, press.shelf()));
    if any_error(&findings) {
        return Err(findings);
    }
    let files: Vec<(String, String)> = pages.into_iter().map(|it| (it.path, it.text)).collect();
    let root = args.output.as_ref().map_or_else(|| project.root.clone(), |it| settings.directory.join(it));
    let mode = match (args.diff, args.force) {
        (true, _) => Mode::Diff,
        (_, true) => Mode::Write,
        _ => Mode::Add,
    };
    let report = output::write(&root, &files, mode)?;
    if mode == Mode::Diff {
        print(&report.diff)?;
        return Ok(ExitCode::Done);
    }
    for path in &report.written {
        settings.console.say(&format!("wrote {}", shown(&root.join(path), &settings.directory)));
    }
    settings.console.say(&format!("{} written, {} unchanged", report.written.len(), report.unchanged));
    Ok(ExitCode::Done)
}

/// Leaves the changes that are wanted in the view of the plan.
fn choose(plan: &mut PlanView, args: &Args) -> Checked<()> {
    let known: Vec<&str> = plan.phases.iter().map(|it| it.id.as_str()).collect();
    let unknown = args.phases.iter().filter(|it| !known.contains(&it.as_str()));
    let problem = |it: &String| {
        Diagnostic::usage(format!("no phase is called `{it}`")).suggest(it, known.iter().copied())
    };
    let problems: Vec<Diagnostic> = unknown.map(problem).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    if let Some(id) = &args.change {
        let stated: Vec<String> = plan.changes.iter().map(|it| it.id.clone()).collect();
        plan.changes.retain(|it| it.id == *id);
        let problem = || Diagnostic::usage(format!("the plan states no change `{id}`"));
        let known = stated.iter().map(String::as_str);
        return if plan.changes.is_empty() { Err(vec![problem().suggest(id, known)]) } else { Ok(()) };
    }
    if !args.phases.is_empty() || plan.changes.is_empty() {
        plan.changes = vec![change_of_phases(plan, &args.phases)];
    }
    Ok(())
}
