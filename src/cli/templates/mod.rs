//! `callsheet templates`: which templates there are, what they see, and copies of them.

mod context;
mod copies;
mod describe;

use super::console::print;
use super::pipeline::templates;
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic};
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
        /// The subject: `plan`, `phase`, `session` and so on; `shared` for what several of them have.
        subject: Option<String>,
    },
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    if let Command::Fields { subject } = &args.command {
        print(page(subject.as_deref())?)?;
        return Ok(ExitCode::Done);
    }
    let project = settings.project()?;
    let templates = templates(&project)?;
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

fn page(subject: Option<&str>) -> Checked<&'static str> {
    let subject = subject.unwrap_or_default();
    let found = PAGES.iter().find(|it| it.0 == subject).map(|it| it.1);
    let unknown = || Diagnostic::usage(format!("no document is for a `{subject}`"));
    found.ok_or_else(|| vec![unknown().suggest(subject, PAGES[1..].iter().map(|it| it.0))])
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
    if name == STRINGS {
        return Ok(templates.own_words().map_or(BUILT_IN_STRINGS, |it| &it.text));
    }
    Ok(&template(templates, name)?.source.text)
}

/// The template of a name or of a kind of document.
fn template<'a>(templates: &'a Templates, name: &str) -> Checked<&'a Template> {
    let is_kind = |it: &&Template| it.front.as_ref().is_some_and(|it| it.kind == name);
    let found = templates.all().find(|it| it.name == name).or_else(|| templates.all().find(is_kind));
    found.ok_or_else(|| unknown(name, templates.all().map(|it| it.name.as_str()).chain([STRINGS])))
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    vec![Diagnostic::usage(format!("no template is called `{name}`")).suggest(name, known)]
}
