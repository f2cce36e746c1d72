//! Writes the work of a plan as Task Master has it.

use super::{MASTER, word};
use crate::diagnostics::{clean, clean_block};
use crate::interop::ours::{OurPattern, OurPlan, Ours};
use crate::interop::{Doing, Kind, Outline, Part, Stage, Work};
use crate::plan::Priority;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A task, or a part of one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Task {
    id: usize,
    title: String,
    description: String,
    status: &'static str,
    dependencies: Vec<usize>,
    /// Parts have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<Priority>,
    details: String,
    test_strategy: String,
    /// Parts have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    subtasks: Option<Vec<Task>>,
    metadata: Metadata,
}

#[derive(Serialize)]
struct Metadata {
    callsheet: Ours,
}

/// The text of `tasks.json`: the same plan with the same results gives the same bytes.
pub fn task_master(outline: &Outline) -> String {
    let tags = tags(outline);
    let heads = outline.stages.iter().enumerate().map(|(at, it)| head(outline, (at, it), &tags[at]));
    let mut lists = Map::new();
    lists.insert(MASTER.to_owned(), list(&heads.collect::<Vec<_>>(), &outline.title));
    for (stage, tag) in outline.stages.iter().zip(&tags) {
        let tasks: Vec<Task> = stage.work.iter().enumerate().map(|it| work(outline, stage, it)).collect();
        lists.insert(tag.clone(), list(&tasks, &format!("{}: {}", stage.id, stage.title)));
    }
    format!("{:#}\n", Value::Object(lists))
}

fn list(tasks: &[Task], description: &str) -> Value {
    json!({ "tasks": tasks, "metadata": { "description": clean(description) } })
}

/// The tag of each phase. Tags have no points, so ids that differ in them alone get a number.
fn tags(outline: &Outline) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for stage in &outline.stages {
        let plain = format!("phase-{}", stage.id.replace('.', "_"));
        let numbered = (2..).map(|it| format!("{plain}-{it}"));
        let mut candidates = [plain.clone()].into_iter().chain(numbered);
        let tag = candidates.find(|it| !tags.contains(it));
        tags.push(tag.unwrap_or(plain));
    }
    tags
}

/// The task that stands for a phase.
fn head(outline: &Outline, (at, stage): (usize, &Stage), tag: &str) -> Task {
    let status = word(stage.status, stage.stated);
    let position = |id: &String| outline.stages.iter().position(|it| it.id == *id);
    let result = stage.result.iter().map(|it| format!("Result: {it}"));
    let gate = stage.gate.iter().map(|it| format!("Gate: {}", it.id));
    let list = [format!("Its work is in the tag `{tag}`: task-master list --tag {tag}")];
    let plan = OurPlan {
        id: outline.id.clone(),
        title: outline.title.clone(),
        summary: outline.summary.clone(),
        hours_per_day: outline.hours_per_day,
        repositories: outline.repositories.clone(),
    };
    let (title, text) = titled(&stage.title);
    let ours = Ours {
        plan: Some(plan),
        phase: Some(stage.id.clone()),
        tag: Some(tag.to_owned()),
        text,
        kind: Some(stage.kind),
        tags: stage.tags.clone(),
        pattern: stage.pattern.clone().map(|(id, title)| OurPattern { id, title }),
        branch: stage.branch.clone(),
        gate: stage.gate.as_ref().map(|it| it.id.clone()),
        demands: stage.gate.clone(),
        criteria: stage.criteria.clone(),
        agent: stage.agent.clone(),
        result: stage.result.clone(),
        exported: Some(status.to_owned()),
        stated: stage.stated.map(|it| it.to_string()),
        ..Ours::default()
    };
    Task {
        id: at + 1,
        title: format!("{}: {title}", stage.id),
        description: described(&stage.objective, &title),
        status,
        dependencies: stage.depends_on.iter().filter_map(position).map(|it| it + 1).collect(),
        priority: Some(stage.priority),
        details: block(result.chain(gate).chain(list)),
        test_strategy: block(stage.checks.iter().cloned()),
        subtasks: Some(Vec::new()),
        metadata: Metadata { callsheet: ours.costing(stage.budget.as_ref(), hours_per_day(outline)) },
    }
}

fn work(outline: &Outline, stage: &Stage, (at, work): (usize, &Work)) -> Task {
    let status = word(work.status, work.stated);
    let (here, elsewhere): (Vec<&String>, Vec<&String>) =
        work.needs.iter().partition(|it| stage.position(it).is_some());
    let (title, text) = titled(&work.text);
    let id = |is: bool| is.then(|| work.id.clone());
    let place = match &work.kind {
        Kind::Service(place) => Some(place.clone()),
        _ => None,
    };
    let ours = Ours {
        phase: Some(stage.id.clone()),
        service: id(place.is_some()),
        task: id(work.kind == Kind::Task),
        suite: id(work.kind == Kind::Suite),
        text,
        tags: work.tags.clone(),
        repository: work.repository.clone(),
        place: place.filter(|it| *it != crate::interop::Service::default()),
        gate: stage.gate.as_ref().map(|it| it.id.clone()),
        commands: work.commands.clone(),
        needs: elsewhere.into_iter().cloned().collect(),
        exported: Some(status.to_owned()),
        stated: work.stated.map(|it| it.to_string()),
        ..Ours::default()
    };
    let hours = hours_per_day(outline);
    Task {
        id: at + 1,
        description: described(work.about.as_deref().unwrap_or(&work.text), &title),
        title,
        status,
        dependencies: here.into_iter().filter_map(|it| stage.position(it)).map(|it| it + 1).collect(),
        priority: Some(work.priority),
        details: block(work.notes.iter().cloned()),
        test_strategy: block(work.checks.iter().cloned()),
        subtasks: Some(work.parts.iter().enumerate().map(|it| part(work, it, hours)).collect()),
        metadata: Metadata { callsheet: ours.costing(work.budget.as_ref(), hours) },
    }
}

fn part(work: &Work, (at, part): (usize, &Part), hours_per_day: u32) -> Task {
    let status = word(part.status, None);
    let title = clean(&part.shown);
    let id = |is: bool| part.id.clone().filter(|_| is);
    let ours = Ours {
        step: id(matches!(work.kind, Kind::Service(_))),
        criterion: id(work.kind == Kind::Suite),
        item: (work.kind == Kind::Task).then_some(at + 1),
        text: (title != part.text).then(|| part.text.clone()),
        doing: Some(part.doing.clone()).filter(|it| *it != Doing::default()),
        judged: part.judged.clone(),
        exported: Some(status.to_owned()),
        ..Ours::default()
    };
    Task {
        id: at + 1,
        description: described(&part.shown, &title),
        title,
        status,
        dependencies: part.needs.iter().map(|it| it + 1).collect(),
        priority: None,
        details: block(part.notes.iter().cloned()),
        test_strategy: String::new(),
        subtasks: None,
        metadata: Metadata { callsheet: ours.costing(part.budget.as_ref(), hours_per_day) },
    }
}

/// A title of one line, and the text itself where it is more than that.
fn titled(text: &str) -> (String, Option<String>) {
    let title = clean(text);
    let whole = (title != text).then(|| text.to_owned());
    (title, whole)
}

/// A description, which must say something.
fn described(text: &str, title: &str) -> String {
    Some(clean_block(text)).filter(|it| !it.trim().is_empty()).unwrap_or_else(|| title.to_owned())
}

fn block(lines: impl Iterator<Item = String>) -> String {
    lines.map(|it| clean_block(&it)).collect::<Vec<_>>().join("\n")
}

fn hours_per_day(outline: &Outline) -> u32 {
    outline.hours_per_day.unwrap_or(8)
}
