//! `callsheet templates`: which templates there are, what they see, and copies of them.

mod context;
mod copies;
mod describe;

use super::console::print;
use super::pipeline::{self, templates_as_far};
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, nearest};
use crate::output::Existing;
use crate::templates::{BUILT_IN_STRINGS, STRINGS, Subject, Template, Templates};
use clap::Subcommand;

/// Lists, prints, copies and compares templates, and shows what a template can see.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet templates list
  callsheet templates which master-index        which file counts, and what it is made of
  callsheet templates show master-index.md
  callsheet templates eject master-index.md     copies it to templates/, where it overrides the built-in
  callsheet templates eject strings.yaml        the same for the words of documents, to translate them
  callsheet templates diff                      what the copies in templates/ change
  callsheet templates context phase-prompt 2A   the values that the template sees
  callsheet templates fields phase              what each value means, as a Markdown page

A name is a file (`parts/gate.md`, `strings.yaml`) or a kind of document (`master-index`).")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists all templates: what each is rendered for, where it comes from, and what it is.
    List,
    /// Prints the source of a template.
    Show {
        /// Its name: `master-index.md`.
        name: String,
    },
    /// Says which file a template is, what it overrides and extends, which parts it uses, and its front matter.
    Which {
        /// Its name: `master-index.md`.
        name: String,
    },
    /// Copies built-in templates into the project's `templates/`, where they override the built-in ones.
    Eject {
        /// Their names: `master-index.md`.
        #[arg(required = true)]
        names: Vec<String>,
        /// Replace templates that are there already.
        #[arg(long)]
        force: bool,
    },
    /// Shows how the project's copies differ from the built-in templates, as a unified diff.
    Diff {
        /// Their names; all that override a built-in one if none is given.
        names: Vec<String>,
    },
    /// Prints what a document's template can see.
    Context {
        /// The kind of document.
        kind: String,
        /// The subject; the first one if unsaid.
        subject: Option<String>,
        /// Print it as JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Prints the reference of what templates see: of one subject, or the page that leads to all of them.
    Fields {
        /// The subject: `plan`, `phase`, `session` and so on, or a kind of document; `shared` for what several
        /// subjects have.
        subject: Option<String>,
    },
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    if let Command::Fields { subject } = &args.command {
        print(page(settings, subject.as_deref().unwrap_or_default())?)?;
        return Ok(ExitCode::Done);
    }
    let project = settings.project()?;
    // What is wrong in templates is no reason not to show or replace them.
    let templates = templates_as_far(&project).0;
    match &args.command {
        Command::List => print(&describe::list(&templates))?,
        Command::Show { name } => print(text(&templates, name)?)?,
        Command::Which { name } => print(&describe::which(&templates, name)?)?,
        Command::Eject { names, force } => {
            let existing = if *force { Existing::Replace } else { Existing::Keep };
            copies::eject(settings, &project, (&templates, names), existing)?;
        }
        Command::Diff { names } => copies::diff(settings, &project, (&templates, names))?,
        Command::Context { kind, subject, json } => {
            let templates = pipeline::templates(&project)?;
            let seen = context::seen(settings, &templates, (kind, subject.as_deref()))?;
            print(&if *json {
                format!(
                    "{seen:#}
"
                )
            } else {
                context::outline(&seen)
            })?;
        }
        Command::Fields { .. } => {}
    }
    Ok(ExitCode::Done)
}

/// The pages of the reference, by subject.
const PAGES: [(&str, &str); 10] = [
    ("", include_str!("../../../docs/templates/README.md")),
    ("change", include_str!("../../../docs/templates/change.md")),
    ("comparison", include_str!("../../../docs/templates/comparison.md")),
    ("phase", include_str!("../../../docs/templates/phase.md")),
    ("plan", include_str!("../../../docs/templates/plan.md")),
    ("pull-request", include_str!("../../../docs/templates/pull-request.md")),
    ("repository", include_str!("../../../docs/templates/repository.md")),
    ("service", include_str!("../../../docs/templates/service.md")),
    ("session", include_str!("../../../docs/templates/session.md")),
    ("shared", include_str!("../../../docs/templates/shared.md")),
];

/// The page of a subject, or of what a kind of document is rendered for.
fn page(settings: &Settings, name: &str) -> Checked<&'static str> {
    let of_subject = |name: &str| PAGES.iter().find(|it| it.0 == name).map(|it| it.1);
    let of_kind = || {
        let templates = templates_as_far(&settings.project().ok()?).0;
        let front = templates.documents().find(|it| it.1.kind == name)?.1;
        of_subject(front.subject.name())
    };
    let unknown = || Diagnostic::usage(format!("no document is for a `{name}`, or of a kind `{name}`"));
    let found = of_subject(name).or_else(of_kind);
    found.ok_or_else(|| vec![unknown().suggest(name, PAGES[1..].iter().map(|it| it.0))])
}

/// What a document is rendered for, in words.
fn rendered_for(subject: Subject) -> &'static str {
    match subject {
        Subject::Plan => "the plan",
        Subject::Phase => "each phase",
        Subject::Service => "each service",
        Subject::Repository => "each repository",
        Subject::PullRequest => "each pull request",
        Subject::Session => "each session",
        Subject::Comparison => "a comparison",
        Subject::Change => "each change",
    }
}

fn text<'a>(templates: &'a Templates, name: &str) -> Checked<&'a str> {
    if file_named(name, [STRINGS].into_iter()).is_some() {
        return Ok(templates.own_words().map_or(BUILT_IN_STRINGS, |it| &it.text));
    }
    Ok(&template(templates, name)?.source.text)
}

/// The template of a name or of a kind of document.
fn template<'a>(templates: &'a Templates, name: &str) -> Checked<&'a Template> {
    let is_kind = |it: &&Template| it.front.as_ref().is_some_and(|it| it.kind == name);
    let names: Vec<&str> = templates.all().map(|it| it.name.as_str()).collect();
    let file = file_named(name, names.iter().copied());
    let found = templates.all().find(|it| Some(it.name.as_str()) == file);
    let found = found.or_else(|| templates.all().find(is_kind));
    found.ok_or_else(|| unknown(name, names.into_iter().chain([STRINGS])))
}

/// The file that a name means: it may begin with the folder, and lack the ending or folders that only one has.
fn file_named<'a>(name: &str, files: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.strip_prefix("templates/").unwrap_or(name);
    let is_stem = |it: &str| it.rsplit_once('.').is_some_and(|it| it.0 == name);
    let is_last = |it: &str| it.rsplit_once('/').is_some_and(|it| it.1 == name || is_stem(it.1));
    let files: Vec<&str> = files.collect();
    let exact = files.iter().find(|it| **it == name).or_else(|| files.iter().find(|it| is_stem(it)));
    let mut last = files.iter().filter(|it| is_last(it));
    let only = last.next().filter(|_| last.next().is_none());
    exact.or(only).copied()
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    let problem = Diagnostic::usage(format!("no template is called `{name}`"));
    let last = |it: &'a str| it.rsplit_once('/').map_or(it, |it| it.1);
    let stem = |it: &'a str| it.rsplit_once('.').map_or(it, |it| it.0);
    let near = nearest(name, known.flat_map(|it| [it, last(it), stem(last(it))]));
    vec![match near {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("`callsheet templates list` names those that there are"),
    }]
}
