//! Tasks as a file of Task Master has them, with their places.

use crate::diagnostics::{Diagnostic, Origin, Source};
use crate::interop::json::{Kind, Node};
use crate::interop::ours::Ours;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A task or subtask.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    /// As a text, whether it was written as one or as a number.
    pub(super) id: String,
    pub(super) span: Range<usize>,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) details: String,
    pub(super) test_strategy: String,
    pub(super) status: Option<(String, Range<usize>)>,
    pub(super) priority: String,
    pub(super) dependencies: Vec<(String, Range<usize>)>,
    pub(super) subtasks: Vec<Raw>,
    /// What an export of ours left there.
    pub(super) ours: Option<Ours>,
}

/// Reads values, and collects what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) errors: Vec<Diagnostic>,
    pub(super) warnings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The tasks of a list, each id once.
    pub(super) fn tasks(&mut self, list: &Node, owner: &str) -> Vec<Raw> {
        let Kind::List(items) = &list.kind else {
            self.error(list, format!("the tasks of {owner} must be a list and not {}", list.sort()));
            return Vec::new();
        };
        let tasks: Vec<Raw> = items.iter().filter_map(|it| self.task(it, owner)).collect();
        let mut first: HashMap<&str, &Raw> = HashMap::new();
        for task in &tasks {
            let Some(earlier) = first.insert(&task.id, task) else { continue };
            let problem = Diagnostic::error(format!("{owner} has two tasks with the id `{}`", task.id));
            let problem = problem.at(self.origin(&task.span)).label("again here");
            self.errors.push(problem.related(self.origin(&earlier.span), "first here"));
        }
        tasks
    }

    fn task(&mut self, node: &Node, owner: &str) -> Option<Raw> {
        if !matches!(node.kind, Kind::Object(_)) {
            self.error(node, format!("a task of {owner} must be an object and not {}", node.sort()));
            return None;
        }
        let Some((id, span)) = node.get("id").and_then(key) else {
            self.error(node.get("id").unwrap_or(node), format!("a task of {owner} has no id"));
            return None;
        };
        let name = format!("task `{id}` of {owner}");
        let mut text = |field: &str| self.text(node, field, &name).map(|it| it.0).unwrap_or_default();
        let (title, description) = (text("title"), text("description"));
        let (details, test_strategy, priority) = (text("details"), text("testStrategy"), text("priority"));
        let title = if title.trim().is_empty() { description.clone() } else { title };
        if title.trim().is_empty() {
            self.error(node, format!("{name} has no title"));
            return None;
        }
        let status = self.text(node, "status", &name);
        let dependencies = self.dependencies(node, &name);
        let subtasks = node.get("subtasks").map(|it| self.tasks(it, &name)).unwrap_or_default();
        let ours =
            node.get("metadata").and_then(|it| it.get("callsheet")).and_then(|it| self.ours(it, &name));
        Some(Raw {
            id,
            span,
            title,
            description,
            details,
            test_strategy,
            status,
            priority,
            dependencies,
            subtasks,
            ours,
        })
    }

    fn ours(&mut self, node: &Node, name: &str) -> Option<Ours> {
        let ours = serde_json::from_str(&self.source.text[node.span.clone()]);
        if let Err(error) = &ours {
            let full = error.to_string();
            let said = full.split(" at line ").next().unwrap_or_default();
            let message = format!("`metadata.callsheet` of {name} is not as an export writes it: {said}");
            self.warnings.push(Diagnostic::warning(message).at(self.origin(&node.span)));
        }
        ours.ok()
    }

    fn dependencies(&mut self, node: &Node, name: &str) -> Vec<(String, Range<usize>)> {
        let Some(list) = node.get("dependencies") else { return Vec::new() };
        let Kind::List(items) = &list.kind else {
            self.error(list, format!("the dependencies of {name} must be a list and not {}", list.sort()));
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            if let Some(id) = key(item) {
                found.push(id);
                continue;
            }
            let message = format!("a dependency of {name} must be an id and not {}", item.sort());
            self.error(item, message);
        }
        found
    }

    /// A text with its place; `None` if it is not there.
    pub(super) fn text(&mut self, node: &Node, field: &str, name: &str) -> Option<(String, Range<usize>)> {
        let value = node.get(field)?;
        if let Kind::Text(text) = &value.kind {
            return Some((text.clone(), value.span.clone()));
        }
        self.error(value, format!("`{field}` of {name} must be a text and not {}", value.sort()));
        None
    }

    pub(super) fn error(&mut self, node: &Node, message: String) {
        let problem = Diagnostic::error(message).at(self.origin(&node.span));
        self.errors.push(problem);
    }

    pub(super) fn origin(&self, span: &Range<usize>) -> Origin {
        Origin::new(self.source, span.clone())
    }
}

/// An id, which may be a number or a text.
fn key(node: &Node) -> Option<(String, Range<usize>)> {
    match &node.kind {
        Kind::Number(id) => Some((id.clone(), node.span.clone())),
        Kind::Text(id) if !id.trim().is_empty() => Some((id.trim().to_owned(), node.span.clone())),
        _ => None,
    }
}
