//! Finds misspelt names without rendering: those that the engine takes for false, those after the first one
//! at which it stops, and arguments that it does not look at.

use super::misspelt::{About, given, misspelt};
use super::shelf::own_json;
use super::{Engine, Shelf};
use crate::diagnostics::{Diagnostic, Origin};
use crate::documents::{Composition, Document};
use crate::templates::{FrontMatter, Templates};
use serde_json::Value;

/// Every name in the documents' templates, and in the parts that they use, that starts at something known
/// and goes on to something that is not there; and arguments that a filter or function does not take.
pub fn unknown_names(
    (engine, templates): (&Engine, &Templates),
    documents: &[Document<'_>],
    (composition, shelf): (&Composition, &Shelf),
) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let about = About::of(templates, &engine.faults().unread);
    // What all documents see is large, and made once.
    let mut shared = shelf.shared_json(composition, templates.words());
    for document in documents {
        let kind = (document.front.kind.as_str(), document.subject);
        let own = own_json(kind, composition, templates.words());
        let names: Vec<String> = own.keys().cloned().collect();
        shared.extend(own);
        let context = Value::Object(std::mem::take(&mut shared));
        let parts = templates.with_parts(document.template);
        let elsewhere = parts.into_iter().flat_map(given).collect();
        let mut lacking = Vec::new();
        for template in templates.with_parents(document.template) {
            let (found, titles) = misspelt(template, (&context, &elsewhere), &about);
            for problem in found {
                if !problems.iter().any(|it| it.origin == problem.origin) {
                    problems.push(problem);
                }
            }
            lacking.extend(titles);
        }
        if !problems.iter().any(|it| it.origin.as_ref() == Some(&document.front.stated)) {
            problems.extend(untitled(document.front, lacking));
        }
        if let Value::Object(context) = context {
            shared = context;
        }
        shared.retain(|name, _| !names.contains(name));
    }
    problems
}

/// A document that is made of built-in templates needs the titles that they print.
fn untitled(front: &FrontMatter, lacking: Vec<(&str, Origin)>) -> Option<Diagnostic> {
    let mut names: Vec<String> = Vec::new();
    for name in lacking.iter().map(|it| format!("`{}`", it.0)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let message =
        format!("`{}` lacks titles that built-in templates print: {}", front.kind, names.join(", "));
    let (_, first) = lacking.into_iter().next()?;
    let hint = format!("write them below `titles:` and `{}:` in `templates/strings.yaml`", front.kind);
    Some(Diagnostic::error(message).at(front.stated.clone()).related(first, "the first one").hint(hint))
}
