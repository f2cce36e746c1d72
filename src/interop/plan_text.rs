//! A plan from what a list of tasks holds, in the order and the style of the one that `init` writes.

use super::yaml::{fields, flow, list, scalar, value};
use super::{Criterion, Gate, Kind, Outline, Part, Repository, Service, Stage, Work};
use crate::diagnostics::clean;
use crate::plan::{Budget, PhaseKind, Priority, Tag};
use std::collections::HashSet;
use std::fmt::Write;

/// Longest line that holds a whole task.
const LONGEST: usize = 110;

/// The text of a plan; `origin` is the file that it was made from.
pub fn plan_text(outline: &Outline, origin: &str) -> String {
    let mut text = format!(
        "# A plan made from `{}`. `callsheet check` explains what is wrong with it, and `callsheet render`
# writes the documents to output/{}/. A `status:` is what that file said; documents tick what commits record.
# docs/PLAN.md shows what else a plan can say: agents, gates, patterns, suites and so on. After
#   callsheet schema > plans/plan.schema.json
# an editor with a YAML language server completes and checks this file, by this line:
# yaml-language-server: $schema=plan.schema.json
schema: 1

project:
",
        clean(origin),
        outline.id
    );
    field(&mut text, 2, "id", &scalar(&outline.id));
    field(&mut text, 2, "title", &scalar(&outline.title));
    optional(&mut text, 2, "summary", outline.summary.as_deref());
    let hours = outline.hours_per_day.unwrap_or(super::settle::HOURS_PER_DAY);
    let _ = write!(text, "\ncalendar:\n  hours_per_day: {hours}              # turns hours into days\n");
    text.push_str("\nrepositories:\n");
    if outline.repositories.is_empty() {
        text.push_str("  - id: app\n    path: .                     # from the folder that holds plans/\n");
    }
    outline.repositories.iter().for_each(|it| repository(&mut text, it));
    agents(&mut text, outline);
    patterns(&mut text, outline);
    services(&mut text, outline);
    suites(&mut text, outline);
    gates(&mut text, outline);
    text.push_str("\nphases:\n");
    for (at, stage) in outline.stages.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        phase(&mut text, stage);
    }
    text
}

fn field(text: &mut String, indent: usize, name: &str, value: &str) {
    let _ = writeln!(text, "{:indent$}{name}: {value}", "");
}

fn optional(text: &mut String, indent: usize, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        field(text, indent, name, &scalar(value));
    }
}

fn entry(text: &mut String, indent: usize, id: &str) {
    let _ = writeln!(text, "{:indent$}- id: {}", "", scalar(id));
}

fn repository(text: &mut String, repository: &Repository) {
    entry(text, 2, &repository.id);
    let here = [&repository.path, &repository.facts, &repository.remote].iter().all(|it| it.is_none());
    optional(text, 4, "path", repository.path.as_deref().or(here.then_some(".")));
    optional(text, 4, "facts", repository.facts.as_deref().filter(|_| repository.path.is_none()));
    optional(text, 4, "remote", repository.remote.as_deref());
}

/// Patterns, each with the steps of the first service that it is applied to.
fn patterns(text: &mut String, outline: &Outline) {
    let mut seen = HashSet::new();
    for stage in &outline.stages {
        let Some((id, title)) = stage.pattern.as_ref().filter(|it| seen.insert(&it.0)) else { continue };
        let services = stage.work.iter().filter(|it| matches!(it.kind, Kind::Service(_)));
        let Some(first) = services.into_iter().find(|it| !it.parts.is_empty()) else { continue };
        text.push_str(if seen.len() == 1 { "\npatterns:\n" } else { "" });
        entry(text, 2, id);
        field(text, 4, "title", &scalar(title));
        text.push_str("    steps:\n");
        first.parts.iter().enumerate().for_each(|it| step(text, &first.parts, it));
    }
}

fn step(text: &mut String, steps: &[Part], (at, step): (usize, &Part)) {
    let id = |at: usize| steps[at].id.clone().unwrap_or_else(|| format!("step-{}", at + 1));
    let mut fields = vec![format!("id: {}", scalar(&id(at))), format!("title: {}", scalar(&step.text))];
    fields.extend(step.budget.as_ref().map(|it| format!("budget: {}", budget(it))));
    let before: Vec<usize> = at.checked_sub(1).into_iter().collect();
    if step.needs != before {
        let needs: Vec<String> = step.needs.iter().map(|it| id(*it)).collect();
        fields.push(format!("needs: {}", list(needs.iter().map(String::as_str))));
    }
    fields.extend(yaml_fields(&step.doing));
    item(text, 6, &fields);
}

/// Agents, each once.
fn agents(text: &mut String, outline: &Outline) {
    let mut seen = HashSet::new();
    for agent in outline.stages.iter().filter_map(|it| it.agent.as_ref()) {
        if !seen.insert(&agent.id) {
            continue;
        }
        text.push_str(if seen.len() == 1 { "\nagents:\n" } else { "" });
        item(text, 2, &yaml_fields(agent));
    }
}

/// Gates, each once.
fn gates(text: &mut String, outline: &Outline) {
    let mut seen = HashSet::new();
    for gate in outline.stages.iter().filter_map(|it| it.gate.as_ref()) {
        if !seen.insert(&gate.id) {
            continue;
        }
        text.push_str(if seen.len() == 1 { "\ngates:\n" } else { "" });
        let bare = Gate { criteria: Vec::new(), ..gate.clone() };
        let _ = writeln!(text, "  - {}", yaml_fields(&bare).join("\n    "));
        criteria(text, &gate.criteria);
    }
}

fn criteria(text: &mut String, criteria: &[Criterion]) {
    text.push_str(if criteria.is_empty() { "" } else { "    criteria:\n" });
    for criterion in criteria {
        item(text, 6, &yaml_fields(criterion));
    }
}

/// An entry of a list, in one line if it fits.
fn item(text: &mut String, indent: usize, fields: &[String]) {
    let line = format!("{:indent$}- {{ {} }}", "", fields.join(", "));
    if line.chars().count() <= LONGEST {
        let _ = writeln!(text, "{line}");
        return;
    }
    let between = format!("\n{:indent$}  ", "");
    let _ = writeln!(text, "{:indent$}- {}", "", fields.join(&between));
}

fn yaml_fields(of: &impl serde::Serialize) -> Vec<String> {
    fields(&value(of))
}

/// Services, each once, though several phases may work on it.
fn services(text: &mut String, outline: &Outline) {
    let mut seen = HashSet::new();
    for work in outline.stages.iter().flat_map(|it| &it.work) {
        let Kind::Service(Service { port, source, target, slos, notes, optional: is_optional }) = &work.kind
        else {
            continue;
        };
        if !seen.insert(&work.id) {
            continue;
        }
        text.push_str(if seen.len() == 1 { "\nservices:\n" } else { "" });
        entry(text, 2, &work.id);
        field(text, 4, "title", &scalar(&work.text));
        optional(text, 4, "purpose", work.about.as_deref());
        optional(
            text,
            4,
            "repository",
            work.repository.as_deref().filter(|_| outline.repositories.len() > 1),
        );
        if let Some(port) = port {
            field(text, 4, "port", &port.to_string());
        }
        optional(text, 4, "source", source.as_deref());
        optional(text, 4, "target", target.as_deref());
        priority(text, work.priority);
        if !work.needs.is_empty() {
            field(text, 4, "needs", &list(work.needs.iter().map(String::as_str)));
        }
        for (name, texts) in [("slos", slos), ("notes", notes)].into_iter().filter(|it| !it.1.is_empty()) {
            field(text, 4, name, &list(texts.iter().map(String::as_str)));
        }
        if *is_optional {
            field(text, 4, "optional", "true");
        }
    }
}

fn suites(text: &mut String, outline: &Outline) {
    let mut seen = HashSet::new();
    for work in outline.stages.iter().flat_map(|it| &it.work).filter(|it| it.kind == Kind::Suite) {
        let Some(cost) = work.budget.as_ref().filter(|_| seen.insert(&work.id)) else { continue };
        text.push_str(if seen.len() == 1 { "\nsuites:\n" } else { "" });
        entry(text, 2, &work.id);
        field(text, 4, "title", &scalar(&work.text));
        field(text, 4, "budget", &budget(cost));
        optional(text, 4, "about", work.about.as_deref());
        text.push_str(if work.parts.is_empty() { "    tests: []\n" } else { "    tests:\n" });
        for (at, test) in work.parts.iter().enumerate() {
            let id = test.id.clone().unwrap_or_else(|| format!("{}-{}", work.id, at + 1));
            let plain = Criterion { id, text: test.text.clone(), ..Criterion::default() };
            item(text, 6, &yaml_fields(test.judged.as_ref().unwrap_or(&plain)));
        }
    }
}

fn phase(text: &mut String, stage: &Stage) {
    entry(text, 2, &stage.id);
    field(text, 4, "title", &scalar(&stage.title));
    if stage.kind != PhaseKind::Build {
        field(text, 4, "kind", &word(&stage.kind));
    }
    priority(text, stage.priority);
    if !stage.tags.is_empty() {
        field(text, 4, "tags", &tags(&stage.tags));
    }
    optional(text, 4, "status", stage.stated.map(|it| it.to_string()).as_deref());
    if let Some(cost) = &stage.budget {
        field(text, 4, "budget", &budget(cost));
    }
    if !stage.depends_on.is_empty() {
        field(text, 4, "depends_on", &list(stage.depends_on.iter().map(String::as_str)));
    }
    optional(text, 4, "agent", stage.agent.as_ref().map(|it| it.id.as_str()));
    optional(text, 4, "branch", stage.branch.as_deref());
    optional(text, 4, "pattern", stage.pattern.as_ref().map(|it| it.0.as_str()));
    field(text, 4, "objective", &scalar(&stage.objective));
    optional(text, 4, "result", stage.result.as_deref());
    let of = |wanted: fn(&Kind) -> bool| stage.work.iter().filter(move |it| wanted(&it.kind));
    for (at, work) in of(|it| matches!(it, Kind::Service(_))).enumerate() {
        text.push_str(if at == 0 { "    services:\n" } else { "" });
        let cost = work.budget.as_ref().map(|it| format!(", budget: {}", budget(it))).unwrap_or_default();
        let _ = writeln!(text, "      - {{ service: {}{cost} }}", scalar(&work.id));
    }
    for (at, work) in of(|it| *it == Kind::Task).enumerate() {
        text.push_str(if at == 0 { "    tasks:\n" } else { "" });
        task(text, work);
    }
    let suites: Vec<&str> = of(|it| *it == Kind::Suite).map(|it| it.id.as_str()).collect();
    if !suites.is_empty() {
        field(text, 4, "suites", &list(suites));
    }
    optional(text, 4, "gate", stage.gate.as_ref().map(|it| it.id.as_str()));
    criteria(text, &stage.criteria);
    if !stage.checks.is_empty() {
        text.push_str("    checklists:\n      - title: How to test\n        items:\n");
        stage.checks.iter().for_each(|it| {
            let _ = writeln!(text, "          - {}", scalar(it));
        });
    }
}

/// A task in one line, or in several if it does not fit or has items.
fn task(text: &mut String, work: &Work) {
    let mut fields = vec![("id", scalar(&work.id)), ("text", scalar(&work.text))];
    fields.extend(work.budget.as_ref().map(|it| ("budget", budget(it))));
    if !work.needs.is_empty() {
        fields.push(("needs", list(work.needs.iter().map(String::as_str))));
    }
    if !work.tags.is_empty() {
        fields.push(("tags", tags(&work.tags)));
    }
    fields.extend(work.stated.map(|it| ("status", scalar(&it.to_string()))));
    if !work.commands.is_empty() {
        fields.push(("commands", flow(&value(&work.commands))));
    }
    let fields: Vec<String> = fields.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let line = format!("      - {{ {} }}", fields.join(", "));
    if work.parts.is_empty() && line.chars().count() <= LONGEST {
        let _ = writeln!(text, "{line}");
        return;
    }
    let _ = writeln!(text, "      - {}", fields.join("\n        "));
    if work.parts.is_empty() {
        return;
    }
    text.push_str("        items:\n");
    for item in &work.parts {
        let _ = writeln!(text, "          - {}", scalar(&item.text));
    }
}

fn priority(text: &mut String, priority: Priority) {
    if priority != Priority::Medium {
        field(text, 4, "priority", &priority.to_string());
    }
}

/// A budget stands without quotes unless a comma is in it.
fn budget(budget: &Budget) -> String {
    let text = budget.to_string();
    if text.contains(',') { format!("\"{text}\"") } else { text }
}

fn tags(tags: &[Tag]) -> String {
    let words: Vec<String> = tags.iter().map(word).collect();
    list(words.iter().map(String::as_str))
}

/// The word of an enumeration, as a plan has it.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
