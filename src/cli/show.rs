//! `callsheet show` and `callsheet prompt`: one document on stdout.

use super::console::print;
use super::pipeline::{Press, Reading, prepare_beside, templates};
use super::{ExitCode, Outcome, Project, Settings};
use crate::diagnostics::{Checked, Diagnostic};
use crate::history::{self, Place, RepositoryRequest};
use crate::plan::Plan;
use crate::render::{Engine, Page};
use crate::results;
use crate::templates::Templates;
use std::mem::ManuallyDrop;

/// Prints any one document.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet show master-index
  callsheet show session-summary latest
  callsheet show phase-prompt 2A")]
pub(super) struct Args {
    /// The kind of document; `callsheet templates list` names them.
    kind: String,
    /// The subject: a phase, session or pull request; not needed if there is only one.
    subject: Option<String>,
}

/// Prints the prompt of a phase, with the current state at its end.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet prompt 2A
  callsheet prompt final > prompt.md")]
pub(super) struct PromptArgs {
    /// The id of the phase.
    phase: String,
}

/// The kind of document that says of work trees whether they are clean. What is written to files does not, since
/// they would change with every file that somebody touches.
const HANDOFF: &str = "handoff";

/// Kinds of document that are prompts of a phase.
const PROMPTS: [&str; 2] = ["phase-prompt", "validation-prompt"];

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let templates = templates(&settings.project()?)?;
    let kinds: Vec<&str> = templates.documents().map(|(_, front)| front.kind.as_str()).collect();
    if !kinds.contains(&args.kind.as_str()) {
        let message = format!("no template is of kind `{}`", args.kind);
        return Err(vec![Diagnostic::usage(message).suggest(&args.kind, kinds)]);
    }
    one(settings, &templates, &[&args.kind], args.subject.as_deref())
}

pub(super) fn prompt(settings: &Settings, args: &PromptArgs) -> Outcome {
    let templates = templates(&settings.project()?)?;
    one(settings, &templates, &PROMPTS, Some(&args.phase))
}

/// Prints the only page of these kinds, for this subject if one is named, over all plans.
fn one(settings: &Settings, templates: &Templates, kinds: &[&str], subject: Option<&str>) -> Outcome {
    let project = settings.project()?;
    let engine = || Engine::for_kinds(templates, |it| kinds.contains(&it));
    let (engine, mut prepared, problems) =
        prepare_beside(settings, (&project, templates.words()), &reading(kinds), engine)?;
    if !problems.is_empty() {
        return Err(problems);
    }
    if kinds.contains(&HANDOFF) {
        for it in &mut prepared {
            it.composition.look(&work_trees(settings, &project, &it.joined.plan));
        }
    }
    // The process ends with this page, and the system takes its memory back faster as a whole.
    let (engine, prepared) = (ManuallyDrop::new(engine), ManuallyDrop::new(prepared));
    let presses: Vec<Press<'_>> =
        prepared.iter().map(|it| Press::new(&engine, templates, &it.composition)).collect::<Checked<_>>()?;
    let presses = ManuallyDrop::new(presses);
    let wanted = |kind: &str, id: &str| kinds.contains(&kind) && subject.is_none_or(|it| it == id);
    let mut found = Vec::new();
    for (press, prepared) in presses.iter().zip(prepared.iter()) {
        let entries = press.shelf().entries().iter();
        found.extend(entries.filter(|it| wanted(&it.kind, &it.subject)).map(|it| (press, prepared, it)));
    }
    let [(press, prepared, entry)] = found.as_slice() else {
        let named: Vec<String> = presses
            .iter()
            .flat_map(|it| it.shelf().entries())
            .filter(|it| kinds.contains(&it.kind.as_str()))
            .map(|it| it.subject.clone())
            .collect();
        return Err(vec![not_one(kinds, subject, found.len(), &named)]);
    };
    settings.console.report(&prepared.joined.warnings);
    let pages: Vec<Page> = press.pages(settings, |kind, id| kind == entry.kind && id == entry.subject)?;
    print(&pages.into_iter().map(|it| it.text).collect::<String>())?;
    Ok(ExitCode::Done)
}

/// The repositories that are read where they are, each with whether its files differ from the commit.
fn work_trees(settings: &Settings, project: &Project, plan: &Plan) -> Vec<(String, bool)> {
    let mut wanted = results::wanted(plan, &project.root, &project.root, settings.gap);
    // What is wrong with facts files was told when they were read.
    let _ = history::redirect(&mut wanted, &settings.from);
    let look = |it: &RepositoryRequest| match &it.place {
        Place::Repository(path) => {
            let tree = history::work_tree(&it.id, path, ".git").ok()?;
            Some((it.id.clone(), tree.dirty))
        }
        Place::Facts(_) | Place::Elsewhere => None,
    };
    wanted.repositories.iter().filter_map(look).collect()
}

/// Prompts hold nothing of windows.
fn reading(kinds: &[&str]) -> Reading {
    if *kinds == PROMPTS { Reading::records() } else { Reading::default() }
}

fn not_one(kinds: &[&str], subject: Option<&str>, found: usize, named: &[String]) -> Diagnostic {
    let kind = kinds.join("` or `");
    match subject {
        Some(subject) if found == 0 => Diagnostic::usage(format!("no `{kind}` is about `{subject}`"))
            .suggest(subject, named.iter().map(String::as_str)),
        _ if found == 0 => Diagnostic::usage(format!("there is no `{kind}` to show")),
        Some(subject) => Diagnostic::usage(format!("{found} plans have a `{kind}` about `{subject}`"))
            .hint("say which with `--plan FILE`"),
        None => Diagnostic::usage(format!("there are {found} documents of kind `{kind}`"))
            .hint(format!("name one: {}", named.join(", "))),
    }
}
