//! Names in the texts of steps that stand for values: `{{ service.port }}`.
//!
//! They are names and not templates: nothing of a plan is run by the template engine.

use super::{Phase, Plan, Service};
use std::ops::Range;

/// Every name that a text of a step may use.
pub const PLACEHOLDERS: [&str; 12] = [
    "project.id",
    "project.title",
    "phase.id",
    "phase.title",
    "phase.branch",
    "service.id",
    "service.title",
    "service.purpose",
    "service.port",
    "service.source",
    "service.target",
    "service.priority",
];

/// The names in a text, each with its place, braces included.
pub fn placeholders(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|it| from + it) {
        let Some(length) = text[start..].find("}}") else { break };
        found.push((start..start + length + 2, text[start + 2..start + length].trim()));
        from = start + length + 2;
    }
    found
}

/// The text with each name replaced by its value; a name without a value stays as it is.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut from = 0;
    for (range, name) in placeholders(text) {
        filled.push_str(&text[from..range.start]);
        match value(name) {
            Some(value) => filled.push_str(&value),
            None => filled.push_str(&text[range.clone()]),
        }
        from = range.end;
    }
    filled.push_str(&text[from..]);
    filled
}

/// The value of a name for a service in a phase; `None` if the name is unknown or has no value there.
pub fn value(name: &str, plan: &Plan, phase: &Phase, service: &Service) -> Option<String> {
    match name {
        "project.id" => Some(plan.project.id.to_string()),
        "project.title" => Some(plan.project.title.clone()),
        "phase.id" => Some(phase.id.to_string()),
        "phase.title" => Some(phase.title.clone()),
        "phase.branch" => phase.branch.as_ref().map(|it| it.value.clone()),
        "service.id" => Some(service.id.to_string()),
        "service.title" => Some(service.title.clone()),
        "service.purpose" => service.purpose.clone(),
        "service.port" => service.port.as_ref().map(ToString::to_string),
        "service.source" => service.source.clone(),
        "service.target" => service.target.clone(),
        "service.priority" => Some(service.priority.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_unknown_ones_stay() {
        let value = |name: &str| (name == "service.port").then(|| "8103".to_owned());
        assert_eq!(
            fill("curl :{{ service.port }}/{{service.port}} {{ x }}", value),
            "curl :8103/8103 {{ x }}"
        );
        assert_eq!(fill("an open {{ brace", value), "an open {{ brace");
    }
}
