//! What a document's template can see, as an outline or as JSON.

use crate::cli::Settings;
use crate::cli::pipeline::{Prepared, Press, Reading, prepare};
use crate::diagnostics::{Checked, Diagnostic};
use crate::documents::{Subject, documents};
use crate::render::Engine;
use crate::templates::Templates;
use serde_json::Value;
use std::fmt::Write;

/// What the template of a kind of document sees of a subject; of the first one if none is named.
pub(super) fn seen(
    settings: &Settings,
    templates: &Templates,
    (kind, subject): (&str, Option<&str>),
) -> Checked<Value> {
    let project = settings.project()?;
    let kinds = templates.documents().map(|(_, front)| front.kind.as_str());
    if !templates.documents().any(|(_, front)| front.kind == kind) {
        let problem = Diagnostic::usage(format!("no template is of kind `{kind}`"));
        let about = templates.documents().filter(|it| it.1.subject.name() == kind);
        let about: Vec<&str> = about.map(|it| it.1.kind.as_str()).collect();
        return Err(vec![if about.is_empty() {
            problem.suggest(kind, kinds)
        } else {
            problem.hint(format!("`for: {kind}` stands in those of kind `{}`", about.join("`, `")))
        }]);
    }
    let mut known = Vec::new();
    for plan in project.plans()? {
        let prepared: Prepared = prepare(settings, &project, (plan, templates.words()), Reading::default())?;
        let documents = documents(templates, &prepared.composition);
        let id = |it: &Subject| it.id(&prepared.composition).to_owned();
        let of_kind = || documents.iter().filter(|it| it.front.kind == kind);
        known.extend(of_kind().map(|it| id(&it.subject)));
        let Some(document) = of_kind().find(|it| subject.is_none_or(|wanted| id(&it.subject) == wanted))
        else {
            continue;
        };
        let about = (document.front.kind.as_str(), document.subject);
        let engine = Engine::for_kinds(templates, |_| false)?;
        let press = Press::new(&engine, templates, &prepared.composition)?;
        return Ok(press.shelf().context_json(about, &prepared.composition, templates.words()));
    }
    let message = format!("there is no `{kind}` about `{}`", subject.unwrap_or("anything"));
    Err(vec![
        Diagnostic::usage(message).suggest(subject.unwrap_or_default(), known.iter().map(String::as_str)),
    ])
}

/// One line for each value, with its name as a template writes it: `phase.services[0].id  risk`.
pub(super) fn outline(context: &Value) -> String {
    let mut lines = String::new();
    for (name, value) in context.as_object().into_iter().flatten() {
        branch(&mut lines, name, value);
    }
    lines
}

fn branch(lines: &mut String, path: &str, value: &Value) {
    // Writing to a text cannot fail.
    let _ = match value {
        Value::Object(fields) if !fields.is_empty() => {
            fields.iter().for_each(|(name, value)| branch(lines, &step(path, name), value));
            Ok(())
        }
        Value::Array(entries) if !entries.is_empty() => {
            let entries = entries.iter().enumerate();
            entries.for_each(|(index, value)| branch(lines, &format!("{path}[{index}]"), value));
            Ok(())
        }
        value => writeln!(lines, "{path} = {value}"),
    };
}

/// A field of a value, as a template writes it.
fn step(path: &str, name: &str) -> String {
    let is_name = name.chars().all(|it| it.is_alphanumeric() || it == '_');
    if is_name { format!("{path}.{name}") } else { format!("{path}[{name:?}]") }
}
