//! What is wrong with the words of a project.

use super::words::{Words, numbers};
use crate::diagnostics::Diagnostic;
use crate::plan::{NamedText, holes};
use chrono::format::{Item, StrftimeItems};

/// The texts that can be used, and what is wrong with the others: names that lead to nothing, places for values
/// that there are not, and amounts that cannot be printed. `kinds` are those of all documents, if they are known.
pub(super) fn sift(
    built_in: &Words,
    own: Vec<NamedText>,
    kinds: Option<&Vec<&str>>,
) -> (Vec<NamedText>, Vec<Diagnostic>) {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut right = Vec::new();
    for text in own {
        let Some(problem) = misnamed(built_in, &text, kinds).or_else(|| unfit(built_in, &text)) else {
            right.push(text);
            continue;
        };
        // All texts of a group with a wrong name have the same problem.
        if problems.iter().all(|known| known.origin != problem.origin) {
            problems.push(problem);
        }
    }
    (right, problems)
}

/// So many names can be listed in a hint.
const FEW: usize = 8;

/// The first of its names that leads nowhere.
fn misnamed(built_in: &Words, text: &NamedText, kinds: Option<&Vec<&str>>) -> Option<Diagnostic> {
    let mut group = String::new();
    for (name, origin) in text.path.split('.').zip(&text.names) {
        let like = like(built_in, &group, kinds);
        let kinds = kinds.filter(|_| group == "titles");
        let is_known =
            |like: &str| built_in.has_name(like, name) || kinds.is_some_and(|it| it.contains(&name));
        if let Some(like) = like.filter(|it| !is_known(it)) {
            let known: Vec<&str> =
                built_in.names(&like).into_iter().chain(kinds.into_iter().flatten().copied()).collect();
            let within = if group.is_empty() {
                "among the words of documents".to_owned()
            } else {
                format!("in `{group}`")
            };
            let problem = Diagnostic::error(format!("there is no `{name}` {within}")).at(origin.clone());
            return Some(problem.suggest(name, known));
        }
        group = if group.is_empty() { name.to_owned() } else { format!("{group}.{name}") };
    }
    let is_own_group = matches!(group.split_once('.'), Some(("marks" | "boxes" | "bars" | "titles", name)) if !name.contains('.'));
    let last = text.names.last().filter(|_| is_own_group || built_in.is_group(&group))?;
    let problem = Diagnostic::error(format!("`{group}` is a group of texts, not a text")).at(last.clone());
    let names: Vec<&str> = built_in.names(&group).into_iter().collect();
    let own = Some(names.join("`, `")).filter(|_| (1..=FEW).contains(&names.len()));
    Some(problem.hint(match own {
        Some(names) => format!("put texts below it, with the names `{names}`"),
        None => "put names with texts below it".to_owned(),
    }))
}

/// The group whose names a group may have too; `None` if it may have any, since a project may have marks and kinds of
/// document of its own.
fn like(built_in: &Words, group: &str, kinds: Option<&Vec<&str>>) -> Option<String> {
    match group.split_once('.') {
        None if matches!(group, "marks" | "boxes" | "bars") => None,
        None if group == "titles" && kinds.is_none() => None,
        Some(("marks", _)) => Some("words".to_owned()),
        Some((sort @ ("boxes" | "bars"), _)) => Some(format!("{sort}.plain")),
        Some(("titles", kind)) if !built_in.has_name("titles", kind) => None,
        _ => Some(group.to_owned()),
    }
}

/// A text that cannot be used.
fn unfit(built_in: &Words, text: &NamedText) -> Option<Diagnostic> {
    let known: Vec<&str> = built_in.text(&text.path).map(|it| holes(it).collect()).unwrap_or_default();
    let error = |message: String| Diagnostic::error(message).at(text.stated.clone());
    let is_title = text.path.starts_with("titles.") && built_in.text(&text.path).is_none();
    if let Some(place) = holes(&text.text).find(|it| !is_title && !known.contains(it)) {
        let problem = error(format!("nothing is called `{{{place}}}` in `{}`", text.path));
        return Some(problem.suggest(place, known));
    }
    let is_broken = || StrftimeItems::new(&text.text).any(|it| matches!(it, Item::Error));
    match text.path.as_str() {
        "amounts.date" | "amounts.moment" if is_broken() => {
            let problem = error(format!("`{}` is no form of a date", text.text));
            Some(problem.hint("write it as `%Y-%m-%d` or `%d.%m.%Y %H:%M %z`"))
        }
        "singular" if numbers(&text.text).is_none() => {
            let problem = error(format!("`{}` is no list of numbers", text.text));
            Some(problem.hint("write it as `1` or `0, 1`"))
        }
        _ => None,
    }
}
