//! The engine's messages in our words, with the known name that is nearest.

use super::misused::misused;
use super::origins::Origins;
use super::tools::{Sort, names};
use crate::diagnostics::{Diagnostic, nearest};
use crate::templates::tags;
use std::collections::BTreeSet;

/// What an error of the engine is about.
pub(super) struct About<'a> {
    /// What the engine calls the template.
    pub(super) template: &'a str,
    /// The text that it underlines.
    pub(super) text: &'a str,
    /// What stands before that on its line.
    pub(super) before: &'a str,
    /// Where the text of each template of the engine stands in the user's.
    pub(super) origins: &'a Origins,
}

/// A problem without a place, from a message of the engine.
pub(super) fn explained(message: &str, about: &About<'_>) -> Diagnostic {
    let name = message.split('`').nth(1).unwrap_or_default();
    let start = message.split('`').next().unwrap_or_default().trim().to_lowercase();
    unknown((&start, name), message, about)
        .or_else(|| misused((&start, name), message, about))
        .unwrap_or_else(|| said(message))
}

/// A name that stands for nothing.
fn unknown((start, name): (&str, &str), message: &str, about: &About<'_>) -> Option<Diagnostic> {
    let none = |sort: Sort| {
        Diagnostic::error(format!("no {} is called `{name}`", sort.name())).suggest(name, names(sort))
    };
    Some(match start {
        "unknown filter" => none(Sort::Filter),
        "unknown test" => none(Sort::Test),
        "unknown function" => none(Sort::Function),
        "unknown component" => {
            Diagnostic::error(format!("no component is called `{name}`")).suggest(name, about.components())
        }
        "unknown argument(s)" => {
            let known = message.rsplit(':').next().unwrap_or_default().split('`').skip(1).step_by(2);
            Diagnostic::error(format!("the component takes no `{name}`")).suggest(name, known)
        }
        "unknown template" => about.no_template(name),
        "block" if message.contains("not defined in any parent") => {
            let message = format!("no template that this one extends has a block `{name}`");
            Diagnostic::error(message).suggest(name, about.blocks_above())
        }
        "variable" if SUBJECTS.contains(&name) => {
            let hint = format!("only documents with `for: {}` have it", name.replace('_', "-"));
            Diagnostic::error(lower_first(message.split('.').next().unwrap_or_default())).hint(hint)
        }
        _ => return None,
    })
}

/// Variables that only documents about one of them have.
pub(super) const SUBJECTS: [&str; 7] =
    ["change", "comparison", "phase", "pull_request", "repository", "service", "session"];

impl<'a> About<'a> {
    /// A problem with the name of a template that there is not.
    pub(super) fn no_template(&self, name: &str) -> Diagnostic {
        let names = self.origins.names().filter(|it| !it.contains('#'));
        let short = |it: &'a str| {
            if name.contains("builtin/") { it } else { it.split_once('/').map_or(it, |it| it.1) }
        };
        let mut known: Vec<&str> = names.filter(|it| *it != self.template).map(short).collect();
        known.sort_unstable();
        known.dedup();
        let hint = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`callsheet templates list` names those that there are".to_owned(),
        };
        Diagnostic::error(format!("there is no template `{name}`")).hint(hint)
    }

    /// The components of all templates, by name.
    fn components(&self) -> Vec<&'a str> {
        let tags = self.origins.names().flat_map(|it| tags(self.origins.text(it)));
        let all = tags.filter_map(|(_, tag)| tag.strip_prefix("component ")?.split('(').next());
        let all: BTreeSet<&str> = all.map(str::trim).collect();
        all.into_iter().collect()
    }

    /// The blocks of the templates that this one extends.
    fn blocks_above(&self) -> Vec<&'a str> {
        let mut blocks = Vec::new();
        let mut at = self.template;
        let mut seen = vec![at];
        while let Some(parent) = self.origins.parent(at).filter(|it| !seen.contains(it)) {
            let tags = tags(self.origins.text(parent));
            blocks.extend(tags.filter_map(|it| it.1.strip_prefix("block ")).map(str::trim));
            seen.push(parent);
            at = parent;
        }
        blocks.sort_unstable();
        blocks.dedup();
        blocks
    }
}

/// A message that needs no other words, with the names that it lists as the hint.
fn said(message: &str) -> Diagnostic {
    let lists = ["Available variables:", "Available fields:"];
    if let Some((said, hint)) = message.split_once("; hint: ") {
        return Diagnostic::error(lower_first(said)).hint(hint);
    }
    let Some((said, known)) = lists.iter().find_map(|it| message.split_once(it)) else {
        let problem = Diagnostic::error(lower_first(message));
        let is_field = message.starts_with("Field `") && message.contains("not defined");
        let hint = "what it is a field of is empty here; ask with `{% if %}` first";
        return if is_field { problem.hint(hint) } else { problem };
    };
    let known = known.split(',').map(|it| it.trim().trim_end_matches('.'));
    let name = said.split('`').nth(1).unwrap_or_default();
    let name = name.rsplit('.').next().unwrap_or(name);
    Diagnostic::error(lower_first(said.trim().trim_end_matches('.'))).suggest(name, known)
}

/// A message as ours begin.
pub(super) fn lower_first(message: &str) -> String {
    let mut letters = message.trim().trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |it| it.to_lowercase().chain(letters).collect())
}
