//! Reads a file of Task Master: one of ours comes back as it was, any other list of tasks becomes a phase.

use super::raw::{Raw, Reader};
use super::restore;
use super::{MASTER, stated};
use crate::diagnostics::{Checked, Diagnostic, Source, clean};
use crate::interop::json::{self, Kind as Json, Node};
use crate::interop::names::{Names, fit};
use crate::interop::needs::{Need, circle};
use crate::interop::settle::{HOURS_PER_DAY, settle};
use crate::interop::{Imported, Kind, Outline, Stage, Work, lines};
use crate::plan::{Stated, Tag};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// The tasks of one tag.
pub(super) struct List {
    tag: String,
    description: String,
    pub(super) tasks: Vec<Raw>,
}

/// What is given while a file is read.
pub(super) struct Import<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) phases: Names,
    work: Names,
    /// Services by the ids that they had, since several phases may work on one.
    services: HashMap<String, String>,
    /// What ids of other lists start with.
    prefix: String,
}

/// Reads a file of Task Master. `name` is what the plan is called if the file does not say it.
pub fn read_task_master(source: &Arc<Source>, name: &str) -> Checked<Imported> {
    let root = json::read(source).map_err(|problem| vec![problem])?;
    let reader = Reader { source, errors: Vec::new(), warnings: Vec::new() };
    let (phases, work) = (Names::default(), Names::default());
    let mut import = Import { reader, phases, work, services: HashMap::new(), prefix: String::new() };
    let mut lists = import.lists(&root);
    if !import.reader.errors.is_empty() {
        return Err(import.reader.errors);
    }
    let heads = heads(&mut lists);
    let mut outline = restore::plan(&heads).unwrap_or_else(|| named(name));
    for head in &heads {
        let mut stage = restore::stage(&mut import, head);
        let tag = head.ours.as_ref().and_then(|it| it.tag.as_deref());
        if let Some(at) = lists.iter().position(|it| Some(it.tag.as_str()) == tag) {
            import.fill(&mut stage, lists.remove(at).tasks);
        }
        outline.stages.push(stage);
    }
    restore::order(&mut import, &heads, &mut outline.stages);
    let several = lists.len() > 1;
    for list in lists {
        import.prefix =
            if several { fit(&list.tag).map_or_else(String::new, |it| it + "-") } else { String::new() };
        let mut stage = import.stage(&list);
        import.fill(&mut stage, list.tasks);
        outline.stages.push(stage);
    }
    restore::complete(&mut outline);
    for (at, stage) in outline.stages.iter_mut().enumerate() {
        for message in settle(stage, outline.hours_per_day.unwrap_or(HOURS_PER_DAY)) {
            import.untold(&heads.get(at).map_or(0..0, |it| it.span.clone()), &message);
        }
    }
    let Reader { errors, warnings, .. } = import.reader;
    if errors.is_empty() { Ok(Imported { outline, warnings }) } else { Err(errors) }
}

/// Takes out the tasks that stand for phases, and lists in which nothing else is.
fn heads(lists: &mut Vec<List>) -> Vec<Raw> {
    let mut heads = Vec::new();
    for list in &mut *lists {
        let stands = |it: &Raw| it.ours.as_ref().is_some_and(|it| it.phase.is_some() && it.tag.is_some());
        let (own, others): (Vec<Raw>, Vec<Raw>) =
            std::mem::take(&mut list.tasks).into_iter().partition(stands);
        list.tasks = others;
        heads.extend(own);
    }
    let tags: Vec<&str> = heads.iter().filter_map(|it| it.ours.as_ref()?.tag.as_deref()).collect();
    lists.retain(|it| !it.tasks.is_empty() || tags.contains(&it.tag.as_str()));
    heads
}

fn named(name: &str) -> Outline {
    let id = fit(name).unwrap_or_else(|| "tasks".to_owned());
    Outline { id, title: clean(name), ..Outline::default() }
}

impl Import<'_> {
    /// The lists of a file, or of an old one, which has one without a tag.
    fn lists(&mut self, root: &Node) -> Vec<List> {
        let Json::Object(entries) = &root.kind else {
            self.reader.error(
                root,
                format!("the file must hold an object with lists of tasks and not {}", root.sort()),
            );
            return Vec::new();
        };
        let old = [(MASTER.to_owned(), root.clone())];
        let is_old = root.get("tasks").is_some_and(|it| matches!(it.kind, Json::List(_)));
        let tags = if is_old { &old[..] } else { entries.as_slice() };
        let mut lists: Vec<List> = Vec::new();
        for (tag, node) in tags {
            let Some(tasks) = node.get("tasks") else { continue };
            let owner = format!("tag `{tag}`");
            let description = node.get("metadata").and_then(|it| self.reader.text(it, "description", &owner));
            let tasks = self.reader.tasks(tasks, &owner);
            if lists.iter().any(|it| it.tag == *tag) {
                self.reader.error(node, format!("there are two lists with the tag `{tag}`"));
            }
            lists.push(List {
                tag: tag.clone(),
                description: description.map(|it| it.0).unwrap_or_default(),
                tasks,
            });
        }
        if lists.iter().all(|it| it.tasks.is_empty()) && self.reader.errors.is_empty() {
            self.reader.error(root, "there is no task in this file".to_owned());
        }
        lists
    }

    /// A phase for a list that is not ours.
    fn stage(&mut self, list: &List) -> Stage {
        let title = lines::capitalised(&clean(&list.tag));
        let said = Some(clean(&list.description)).filter(|it| !it.is_empty());
        let about = |it: &Raw| {
            let strategy = lines::unticked(&clean(&it.test_strategy));
            (!strategy.is_empty()).then(|| format!("{}: {strategy}", clean(&it.title)))
        };
        let all = list.tasks.iter().flat_map(|it| std::iter::once(it).chain(&it.subtasks));
        Stage {
            id: self.phases.give(&list.tag, "tasks"),
            objective: said.unwrap_or_else(|| format!("The tasks of the list {title}.")),
            title,
            checks: all.filter_map(about).collect(),
            ..Stage::default()
        }
    }

    /// Adds the tasks of a list to a phase, each before its subtasks.
    fn fill(&mut self, stage: &mut Stage, tasks: Vec<Raw>) {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut waiting: Vec<Waiting> = Vec::new();
        for mut task in tasks {
            let parts = restore::take_parts(&mut task);
            let (at, subtasks) = (stage.work.len(), std::mem::take(&mut task.subtasks));
            places.insert(task.id.clone(), at);
            // What waits for a part waits for the whole.
            places.extend(parts.iter().map(|it| (format!("{}.{}", task.id, it.id), at)));
            stage.work.push(self.work(&task, &task.id));
            restore::parts(self, &mut stage.work[at], (&task, &parts));
            let mut inside = Vec::new();
            for subtask in subtasks.iter().flat_map(flattened) {
                let id = format!("{}.{}", task.id, subtask.0);
                places.insert(id.clone(), stage.work.len());
                inside.push(stage.work.len());
                stage.work.push(self.work(subtask.1, &id));
            }
            waiting.push(Waiting { at, task, subtasks, inside });
        }
        let needs = self.needs(stage, &places, &waiting);
        self.settle(stage, needs);
    }

    fn work(&mut self, task: &Raw, id: &str) -> Work {
        let mut work = match restore::work(task) {
            Some(work) => work,
            None => foreign(task),
        };
        work.stated = self.stated(task);
        let wanted = if work.id.is_empty() { format!("{}{id}", self.prefix) } else { work.id.clone() };
        work.id = match &work.kind {
            Kind::Service(_) => {
                let names = &mut self.work;
                self.services.entry(wanted.clone()).or_insert_with(|| names.give(&wanted, "service")).clone()
            }
            _ => self.work.give(&wanted, "task"),
        };
        work
    }

    /// The status of a task as a word of a plan. What was not touched since an export is as the plan had it.
    pub(super) fn stated(&mut self, task: &Raw) -> Option<Stated> {
        let (word, span) = task.status.as_ref()?;
        if let Some(ours) = task.ours.as_ref().filter(|it| it.exported.as_ref() == Some(word)) {
            return ours.stated.as_ref()?.parse().ok();
        }
        let status = stated(word);
        if status.is_none() {
            let message = format!("nobody knows the status `{word}`, so it is left out");
            self.reader.warnings.push(Diagnostic::warning(message).at(self.reader.origin(span)));
        }
        status.filter(|it| *it != Stated::Todo)
    }

    /// What each piece of work needs. A task comes after its subtasks, and these after what it needs.
    fn needs(&mut self, stage: &Stage, places: &HashMap<String, usize>, all: &[Waiting]) -> Vec<Vec<Need>> {
        let mut needs: Vec<Vec<Need>> = vec![Vec::new(); stage.work.len()];
        for Waiting { at, task, subtasks, inside } in all {
            let own: Vec<Need> = self.resolved(task, |id| places.get(id).copied());
            let subtasks: Vec<(String, &Raw)> = subtasks.iter().flat_map(flattened).collect();
            let siblings: HashMap<&str, usize> =
                subtasks.iter().zip(inside).map(|(it, at)| (it.0.as_str(), *at)).collect();
            let mut needed: HashSet<usize> = HashSet::new();
            for ((_, subtask), index) in subtasks.iter().zip(inside) {
                let found = self.resolved(subtask, |id| siblings.get(id).or_else(|| places.get(id)).copied());
                let first = !found.iter().any(|it| inside.binary_search(&it.0).is_ok());
                needed.extend(found.iter().map(|it| it.0));
                needs[*index] = found;
                if first {
                    needs[*index].extend(own.iter().cloned());
                }
            }
            let last = inside.iter().filter(|it| !needed.contains(it));
            needs[*at] =
                if inside.is_empty() { own } else { last.map(|it| (*it, task.span.clone())).collect() };
        }
        needs
    }

    /// The dependencies of a task; one that is not there is left out.
    pub(super) fn resolved(&mut self, task: &Raw, place: impl Fn(&str) -> Option<usize>) -> Vec<Need> {
        let mut found: Vec<Need> = Vec::new();
        for (id, span) in &task.dependencies {
            match place(id) {
                Some(at) if !found.iter().any(|it| it.0 == at) => found.push((at, span.clone())),
                Some(_) => {}
                None => {
                    let message = format!(
                        "`{}` depends on `{id}`, which is not there, so that is left out",
                        clean(&task.title)
                    );
                    self.reader.warnings.push(Diagnostic::warning(message).at(self.reader.origin(span)));
                }
            }
        }
        found
    }

    /// Writes needs into the work, as far as a plan can state them.
    fn settle(&mut self, stage: &mut Stage, needs: Vec<Vec<Need>>) {
        let named = stage.work.iter().map(|it| it.id.clone()).zip(needs);
        let things: Vec<(String, Vec<Need>)> = named.collect();
        if let Some(problem) = circle(self.reader.source, &things) {
            self.reader.errors.push(problem);
            return;
        }
        for (at, (id, needs)) in things.iter().enumerate() {
            for (need, span) in needs {
                let other = &stage.work[*need];
                let can = match (&stage.work[at].kind, &other.kind) {
                    (Kind::Task, Kind::Task | Kind::Service(_)) | (Kind::Service(_), Kind::Service(_)) => {
                        true
                    }
                    (Kind::Service(_) | Kind::Suite, _) | (_, Kind::Suite) => false,
                };
                let other = other.id.clone();
                if can {
                    stage.work[at].needs.push(other);
                } else {
                    self.untold(
                        span,
                        &format!("a plan cannot say that `{id}` needs `{other}`, so that is left out"),
                    );
                }
            }
        }
    }

    /// Tells of something that is not taken.
    pub(super) fn untold(&mut self, span: &Range<usize>, message: &str) {
        self.reader.warnings.push(Diagnostic::warning(message).at(self.reader.origin(span)));
    }
}

/// A task whose needs are not settled yet.
struct Waiting {
    at: usize,
    task: Raw,
    /// Those that become work of their own.
    subtasks: Vec<Raw>,
    /// Where these are.
    inside: Vec<usize>,
}

/// A subtask and those below it, each with its id below the task.
fn flattened(subtask: &Raw) -> Vec<(String, &Raw)> {
    let below = subtask.subtasks.iter().flat_map(flattened);
    let below = below.map(|(id, it)| (format!("{}.{id}", subtask.id), it));
    std::iter::once((subtask.id.clone(), subtask)).chain(below).collect()
}

/// A task that no export of ours made.
fn foreign(task: &Raw) -> Work {
    let text = clean(&task.title);
    let said = Some(clean(&task.description)).filter(|it| !it.is_empty() && *it != text);
    let items = said.into_iter().chain(lines::paragraphs(&task.details));
    let critical = task.priority.trim().eq_ignore_ascii_case("critical");
    Work {
        text,
        tags: critical.then_some(Tag::Critical).into_iter().collect(),
        parts: items.map(|it| crate::interop::Part::item(&it)).collect(),
        ..Work::default()
    }
}
