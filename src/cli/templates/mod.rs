//! `callsheet templates`: which templates there are, and what they can see.

use super::console::print;
use super::pipeline::{Prepared, Press, Reading, prepare, templates};
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic};
use crate::documents::{Subject, documents};
use crate::output::{self, Existing};
use crate::render::Engine;
use crate::templates::{BUILT_IN_STRINGS, Layer, STRINGS, Template, Templates};
use clap::Subcommand;

/// Lists, prints and copies templates, and shows what a template can see.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet templates list
  callsheet templates show master-index.md
  callsheet templates eject master-index.md     copies it to templates/, where it overrides the built-in
  callsheet templates eject strings.yaml        the same for the words of documents, to translate them
  callsheet templates context phase-prompt 2A   the values that the template sees, as JSON")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists all templates, with what they are for and where they come from.
    List,
    /// Prints the source of a template.
    Show {
        /// Its name: `master-index.md`.
        name: String,
    },
    /// Copies a built-in template into the project's `templates/`, where it overrides the built-in.
    Eject {
        /// Its name: `master-index.md`.
        name: String,
        /// Replace a template that is there already.
        #[arg(long)]
        force: bool,
    },
    /// Prints what a document's template can see, as JSON.
    Context {
        /// The kind of document.
        kind: String,
        /// The subject; the first one if unsaid.
        subject: Option<String>,
    },
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let templates = templates(&project)?;
    match &args.command {
        Command::List => print(&list(&templates))?,
        Command::Show { name } => print(text(&templates, name)?)?,
        Command::Eject { name, force } => {
            let text = builtin(name)?;
            let path = project.root.join("templates").join(name);
            output::write_file(&path, text, if *force { Existing::Replace } else { Existing::Keep })?;
            settings.console.say(&format!("wrote {}", super::pipeline::shown(&path, &settings.directory)));
        }
        Command::Context { kind, subject } => context(settings, &templates, kind, subject.as_deref())?,
    }
    Ok(ExitCode::Done)
}

fn list(templates: &Templates) -> String {
    let row = |it: &Template| {
        let layer = match it.layer {
            Layer::BuiltIn => "built in",
            Layer::User => "project",
        };
        let about = it.front.as_ref().map_or("(part)", |it| it.about.as_str());
        format!("{:<24} {layer:<9} {}\n", it.name, crate::diagnostics::clean(about))
    };
    let layer = if templates.own_words().is_some() { "project" } else { "built in" };
    let words = format!("{STRINGS:<24} {layer:<9} The words of all documents.\n");
    templates.all().map(row).chain([words]).collect()
}

fn text<'a>(templates: &'a Templates, name: &str) -> Checked<&'a str> {
    if name == STRINGS {
        return Ok(templates.own_words().map_or(BUILT_IN_STRINGS, |it| &it.text));
    }
    let found = templates.all().find(|it| it.name == name).map(|it| it.source.text.as_str());
    found.ok_or_else(|| unknown(name, templates.all().map(|it| it.name.as_str()).chain([STRINGS])))
}

fn builtin(name: &str) -> Checked<&'static str> {
    let files = || Templates::built_in().chain([(STRINGS, BUILT_IN_STRINGS)]);
    let found = files().find(|(it, _)| *it == name).map(|(_, text)| text);
    found.ok_or_else(|| unknown(name, files().map(|(it, _)| it)))
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    vec![Diagnostic::usage(format!("no template is called `{name}`")).suggest(name, known)]
}

fn context(settings: &Settings, templates: &Templates, kind: &str, subject: Option<&str>) -> Checked<()> {
    let project = settings.project()?;
    let kinds = templates.documents().map(|(_, front)| front.kind.as_str());
    if !templates.documents().any(|(_, front)| front.kind == kind) {
        let message = format!("no template is of kind `{kind}`");
        return Err(vec![Diagnostic::usage(message).suggest(kind, kinds)]);
    }
    for plan in project.plans()? {
        let prepared: Prepared = prepare(settings, &project, (plan, templates.words()), Reading::default())?;
        let documents = documents(templates, &prepared.composition);
        let about = |it: &Subject| subject.is_none_or(|id| it.id(&prepared.composition) == id);
        let found = documents.iter().find(|it| it.front.kind == kind && about(&it.subject));
        if let Some(document) = found {
            let about = (document.front.kind.as_str(), document.subject);
            let engine = Engine::for_kinds(templates, |_| false)?;
            let press = Press::new(&engine, templates, &prepared.composition)?;
            let context = press.shelf().context_json(about, &prepared.composition, templates.words());
            return print(&format!("{context:#}\n"));
        }
    }
    let message = format!("there is no `{kind}` about `{}`", subject.unwrap_or("anything"));
    Err(vec![Diagnostic::usage(message)])
}
