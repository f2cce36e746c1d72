//! Finds misspelt names that the engine does not tell of: in conditions, which it takes for false, and of
//! words in parts of templates that were not rendered.

use super::Shelf;
use super::shelf::own_json;
use crate::diagnostics::{Diagnostic, Origin};
use crate::documents::{Composition, Document};
use crate::templates::{Template, Templates, prints, tags};
use serde_json::{Map, Value};
use std::ops::Range;

/// Every name in a condition of the documents' templates, and of the parts that they use, that starts
/// at something known and goes on to something that is not there; and names of words wherever they stand.
pub fn unknown_names(
    templates: &Templates,
    documents: &[Document<'_>],
    (composition, shelf): (&Composition, &Shelf),
) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut shared = shelf.shared_json(composition, templates.words());
    for document in documents {
        let about = (document.front.kind.as_str(), document.subject);
        let own = own_json(about, composition, templates.words());
        let names: Vec<String> = own.keys().cloned().collect();
        shared.extend(own);
        for template in templates.with_parts(document.template) {
            for problem in misspelt(template, &shared) {
                if !problems.iter().any(|it| it.origin == problem.origin) {
                    problems.push(problem);
                }
            }
        }
        for name in &names {
            shared.remove(name);
        }
    }
    problems
}

fn misspelt(template: &Template, context: &Map<String, Value>) -> Vec<Diagnostic> {
    let body = template.body();
    let conditions = tags(body).filter_map(|(at, tag)| {
        let rest = tag.strip_prefix("if ").or_else(|| tag.strip_prefix("elif "))?;
        Some((at + tag.len() - rest.len(), rest))
    });
    let in_conditions = conditions.flat_map(|(at, condition)| paths(at, condition));
    let of_words = |it: &(Range<usize>, &str)| WORDS.contains(&it.1.split('.').next().unwrap_or_default());
    let anywhere = tags(body).chain(prints(body)).flat_map(|(at, inside)| paths(at, inside)).filter(of_words);
    let problem = |(span, path): (Range<usize>, &str)| {
        let (name, known) = missing(path, context)?;
        let effect = if of_words(&(span.clone(), path)) { "" } else { ", so this never holds" };
        let span = template.body.start + span.start..template.body.start + span.end;
        let problem = Diagnostic::error(format!("there is no `{name}` in `{path}`{effect}"));
        let problem = problem.at(Origin::new(&template.source, span));
        Some(problem.suggest(name, known.iter().map(String::as_str)))
    };
    in_conditions.chain(anywhere).filter_map(problem).collect()
}

/// Objects of words, whose names are all known, whatever a document is about.
const WORDS: [&str; 3] = ["titles", "labels", "words"];

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
fn missing<'p>(path: &'p str, context: &Map<String, Value>) -> Option<(&'p str, Vec<String>)> {
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
        let plan = json!({ "title": "x", "spent": null, "phases": [] });
        let context = Map::from_iter([("plan".to_owned(), plan)]);
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
