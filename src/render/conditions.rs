//! Finds misspelt names in conditions, which the engine takes for false without a word.

use super::context_json;
use crate::diagnostics::{Diagnostic, Origin};
use crate::documents::{Composition, Document};
use crate::templates::{Template, Templates};
use serde_json::Value;
use std::ops::Range;

/// Every name in a condition of the documents' templates, and of the parts that they use, that starts
/// at something known and goes on to something that is not there.
pub fn unknown_names(
    templates: &Templates,
    documents: &[Document<'_>],
    composition: &Composition,
) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    for document in documents {
        let context = context_json((&document.front.kind, document.subject), composition);
        for template in with_parts(templates, document.template) {
            for problem in misspelt(template, &context) {
                if !problems.iter().any(|it| it.origin == problem.origin) {
                    problems.push(problem);
                }
            }
        }
    }
    problems
}

/// A template with those that it extends or includes, each once.
fn with_parts<'a>(templates: &'a Templates, template: &'a Template) -> Vec<&'a Template> {
    let mut found = vec![template];
    let mut next = 0;
    while let Some(template) = found.get(next).copied() {
        next += 1;
        for name in tags(template.body()).filter_map(|(_, tag)| used(tag)) {
            let part = templates.all().find(|it| it.name == name || it.full_name() == name);
            found.extend(part.filter(|part| !found.iter().any(|it| it.full_name() == part.full_name())));
        }
    }
    found
}

/// The template that an `extends` or `include` names.
fn used(tag: &str) -> Option<&str> {
    let words = tag.strip_prefix("extends ").or_else(|| tag.strip_prefix("include "))?;
    Some(words.trim().trim_matches('"'))
}

fn misspelt(template: &Template, context: &Value) -> Vec<Diagnostic> {
    let conditions = tags(template.body()).filter_map(|(at, tag)| {
        let rest = tag.strip_prefix("if ").or_else(|| tag.strip_prefix("elif "))?;
        Some((at + tag.len() - rest.len(), rest))
    });
    let problem = |(span, path): (Range<usize>, &str)| {
        let (name, known) = missing(path, context)?;
        let span = template.body.start + span.start..template.body.start + span.end;
        let problem = Diagnostic::error(format!("there is no `{name}` in `{path}`, so this never holds"));
        let problem = problem.at(Origin::new(&template.source, span));
        Some(problem.suggest(name, known.iter().map(String::as_str)))
    };
    conditions.flat_map(|(at, condition)| paths(at, condition)).filter_map(problem).collect()
}

/// The inside of each block tag, without the blanks around it, and where it starts.
fn tags(body: &str) -> impl Iterator<Item = (usize, &str)> {
    body.match_indices("{%").filter_map(move |(start, _)| {
        let inside = &body[start + 2..];
        let inside = &inside[..inside.find("%}")?];
        let tag = inside.trim_matches(|it: char| it.is_whitespace() || it == '-');
        let lead = inside.len() - inside.trim_start_matches(|it: char| it.is_whitespace() || it == '-').len();
        Some((start + 2 + lead, tag))
    })
}

/// Names with points in an expression, outside of its texts, with their places.
fn paths(at: usize, expression: &str) -> Vec<(Range<usize>, &str)> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.');
    let mut found = Vec::new();
    let mut start = 0;
    for (index, piece) in expression.split('"').enumerate() {
        if index % 2 == 0 {
            let mut place = 0;
            for word in piece.split_inclusive(|it: char| !is_part(it)) {
                let name = word.trim_end_matches(|it: char| !is_part(it));
                if name.contains('.') {
                    let begin = at + start + place;
                    found.push((begin..begin + name.len(), name));
                }
                place += word.len();
            }
        }
        start += piece.len() + 1;
    }
    found
}

/// The first name of a path that the value before it does not have, with those that it has.
fn missing<'p>(path: &'p str, context: &Value) -> Option<(&'p str, Vec<String>)> {
    if path.starts_with("text.") {
        // A template may have places of its own for texts, which a plan may leave empty.
        return None;
    }
    let mut names = path.split('.');
    let mut value = context.get(names.next()?)?;
    for name in names {
        let fields = value.as_object()?;
        match fields.get(name) {
            Some(next) => value = next,
            None => return Some((name, fields.keys().cloned().collect())),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_that_is_not_there_is_found_and_what_may_be_empty_is_not() {
        let context = json!({ "plan": { "title": "x", "spent": null, "phases": [] } });
        assert_eq!(missing("plan.titel", &context).map(|it| it.0), Some("titel"));
        assert_eq!(missing("plan.spent.time", &context), None);
        assert_eq!(missing("plan.phases.length", &context), None);
        assert_eq!(missing("own.titel", &context), None);
    }

    #[test]
    fn paths_are_found_outside_of_texts() {
        let found = paths(0, r#"plan.title == "a.b" and not phase.done"#);
        let words: Vec<&str> = found.iter().map(|it| it.1).collect();
        assert_eq!(words, ["plan.title", "phase.done"]);
        assert_eq!(found[1].0, 28..38);
    }
}
