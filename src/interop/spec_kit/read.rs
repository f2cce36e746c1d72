//! Reads a tasks.md of spec-kit.

use super::order::{self, Headed};
use crate::diagnostics::{Checked, Diagnostic, Origin, Source, clean};
use crate::interop::lines::{Form, Line, lines, unticked};
use crate::interop::names::{Names, fit, named, slug};
use crate::interop::needs::{Need, circle};
use crate::interop::settle::{HOURS_PER_DAY, settle};
use crate::interop::{Imported, Outline, Part, Stage, Work, amounts};
use crate::plan::{Priority, Stated, Tag};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A task with what it says of others.
struct Task {
    phase: usize,
    at: usize,
    label: String,
    span: Range<usize>,
    needs: Vec<String>,
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    title: Option<String>,
    phases: Vec<Headed>,
    tasks: Vec<Task>,
    names: (Names, Names),
    /// Whether lines belong to the phase that was opened last.
    is_open: bool,
    /// The column of the last task, for what is listed below it.
    indent: Option<usize>,
    order: Vec<(Vec<usize>, Vec<usize>, Range<usize>)>,
    warnings: Vec<Diagnostic>,
}

/// Reads a tasks.md. `name` is what the plan is called.
pub fn read_spec_kit(source: &Arc<Source>, name: &str) -> Checked<Imported> {
    let mut reader = Reader {
        source,
        title: None,
        phases: Vec::new(),
        tasks: Vec::new(),
        names: (Names::default(), Names::default()),
        is_open: false,
        indent: None,
        order: Vec::new(),
        warnings: Vec::new(),
    };
    for line in lines(source) {
        reader.take(&line);
    }
    if reader.tasks.is_empty() {
        let problem = Diagnostic::error(format!("there is no task in `{}`", source.name));
        return Err(vec![problem.hint("a task is a line such as `- [ ] T001 Write the parser`")]);
    }
    reader.finish(name)
}

impl Reader<'_> {
    fn take(&mut self, line: &Line<'_>) {
        match line.form {
            Form::Heading(1, text) => {
                let title = text.strip_prefix("Tasks:").unwrap_or(text);
                self.title.get_or_insert_with(|| clean(title));
            }
            Form::Heading(2, text) => self.phase(text, &line.span),
            Form::Heading(..) => self.indent = None,
            Form::Box(mark, text) if line.indent == 0 || self.indent.is_none() => self.task(line, mark, text),
            Form::Box(_, text) | Form::Bullet(text) if self.indent.is_some_and(|it| line.indent > it) => {
                let item = unticked(&clean(text));
                self.last_work().map(|it| it.parts.push(Part::item(&item))).unwrap_or_default();
            }
            Form::Box(mark, text) => self.task(line, mark, text),
            Form::Bullet(text) => {
                if let Some((subjects, objects)) = order::stated(text, &self.phases) {
                    self.order.push((subjects, objects, line.span.clone()));
                }
            }
            Form::Text(text) if self.is_open => self.said(text),
            Form::Text(_) => {}
        }
    }

    fn last_work(&mut self) -> Option<&mut Work> {
        self.phases.last_mut()?.stage.work.last_mut()
    }

    /// Opens a phase: `Phase 3: User Story 1 - Search (Priority: P1) 🎯 MVP`.
    fn phase(&mut self, text: &str, span: &Range<usize>) {
        self.indent = None;
        let numbered = text.strip_prefix("Phase ").and_then(|it| it.split_once(':'));
        self.is_open = numbered.is_some();
        let Some((number, title)) = numbered else { return };
        let (title, priority) = match title.split_once("(Priority:") {
            Some((title, rest)) => (title, priority(rest)),
            None => (title, Priority::Medium),
        };
        let title =
            clean(title.trim_end_matches(|it: char| !it.is_alphanumeric() && !")]}`*_\"'.!?".contains(it)));
        let behind = title.strip_prefix("User Story ").and_then(|it| it.split_once(" - ")).map(|it| it.1);
        let (id, shown) = match named(behind.unwrap_or(&title)) {
            Some((id, rest)) => (id.to_owned(), rest.to_owned()),
            None => (number.trim().to_owned(), title.clone()),
        };
        let stage = Stage {
            id: self.names.0.give(&id, "phase"),
            objective: shown.clone(),
            title: shown,
            priority,
            ..Stage::default()
        };
        self.phases.push(Headed { stage, number: number.trim().parse().ok(), title, span: span.clone() });
    }

    /// A bold word with what it says of the phase.
    fn said(&mut self, text: &str) {
        let Some(phase) = self.phases.last_mut() else { return };
        let Some((word, said)) = text.strip_prefix("**").and_then(|it| it.split_once("**")) else { return };
        let said = clean(said.trim_start_matches(':'));
        match word.trim_end_matches(':') {
            _ if said.is_empty() => {}
            "Goal" | "Purpose" => phase.stage.objective = said,
            "Checkpoint" => phase.stage.result = Some(said),
            "Independent Test" => phase.stage.checks.push(unticked(&said)),
            "Budget" => phase.stage.budget = said.parse().ok(),
            _ => {}
        }
    }

    /// A task: `T001 [P] [US1] Write it in src/ (depends on T002)`.
    fn task(&mut self, line: &Line<'_>, mark: &str, text: &str) {
        if !self.is_open {
            return self.outside(line, mark, text);
        }
        let Some(at) = self.phases.len().checked_sub(1) else { return };
        let (label, rest) = match text.split_once(' ') {
            Some((label, rest)) if is_label(label) => (Some(label), rest.trim()),
            _ => (None, text),
        };
        let (rest, parallel) = marked(rest);
        let (rest, needs) = depending(rest);
        let (rest, budget) = amounts::split(rest);
        let title = clean(rest);
        let otherwise = format!("task-{}", self.tasks.len() + 1);
        let id = label.map(str::to_owned).or_else(|| slug(&title)).unwrap_or_else(|| otherwise.clone());
        let work = Work {
            id: self.names.1.give(&id, &otherwise),
            text: if title.is_empty() { id.clone() } else { title },
            tags: parallel.then_some(Tag::Parallel).into_iter().collect(),
            budget,
            stated: mark.eq_ignore_ascii_case("x").then_some(Stated::Done),
            ..Work::default()
        };
        self.tasks.push(Task {
            phase: at,
            at: self.phases[at].stage.work.len(),
            label: label.unwrap_or_default().to_owned(),
            span: line.span.clone(),
            needs,
        });
        self.phases[at].stage.work.push(work);
        self.indent = Some(line.indent);
    }

    /// A box outside any phase; one with a number opens a phase of its own.
    fn outside(&mut self, line: &Line<'_>, mark: &str, text: &str) {
        if !text.split(' ').next().is_some_and(is_label) {
            let message = "this box is in no phase, so it is left out";
            self.warnings.push(Diagnostic::warning(message).at(Origin::new(self.source, line.span.clone())));
            return;
        }
        let stage = Stage {
            id: self.names.0.give("tasks", "tasks"),
            title: "Tasks".to_owned(),
            objective: "The tasks that stand in no phase.".to_owned(),
            ..Stage::default()
        };
        self.phases.push(Headed { stage, number: None, title: "Tasks".to_owned(), span: line.span.clone() });
        self.is_open = true;
        self.task(line, mark, text);
    }

    fn finish(mut self, name: &str) -> Checked<Imported> {
        let mut errors = self.doubled();
        errors.extend(self.needs());
        let order = std::mem::take(&mut self.order);
        let mut things: Vec<(String, Vec<Need>)> =
            self.phases.iter().map(|it| (it.stage.id.clone(), Vec::new())).collect();
        for (subjects, objects, span) in order {
            for subject in subjects {
                for object in &objects {
                    add(&mut things[subject].1, (*object, span.clone()));
                }
            }
        }
        self.across(&mut things);
        errors.extend(circle(self.source, &things));
        if !errors.is_empty() {
            return Err(errors);
        }
        for (at, (_, needs)) in things.iter().enumerate() {
            self.phases[at].stage.depends_on = needs.iter().map(|it| things[it.0].0.clone()).collect();
        }
        for phase in &mut self.phases {
            for message in settle(&mut phase.stage, HOURS_PER_DAY) {
                let origin = Origin::new(self.source, phase.span.clone());
                self.warnings.push(Diagnostic::warning(message).at(origin));
            }
        }
        let stages = self.phases.into_iter().map(|it| it.stage).collect();
        let id = fit(name).unwrap_or_else(|| "tasks".to_owned());
        let title = self.title.filter(|it| !it.is_empty()).unwrap_or_else(|| clean(name));
        let outline = Outline { id, title, stages, ..Outline::default() };
        Ok(Imported { outline, warnings: self.warnings })
    }

    fn doubled(&self) -> Vec<Diagnostic> {
        let mut first: HashMap<&str, &Task> = HashMap::new();
        let mut problems = Vec::new();
        for task in self.tasks.iter().filter(|it| !it.label.is_empty()) {
            let Some(earlier) = first.insert(&task.label, task) else { continue };
            let problem = Diagnostic::error(format!("there are two tasks `{}`", task.label));
            let problem = problem.at(Origin::new(self.source, task.span.clone())).label("again here");
            problems.push(problem.related(Origin::new(self.source, earlier.span.clone()), "first here"));
        }
        problems
    }

    /// Needs between tasks of one phase; gives a circle, if there is one.
    fn needs(&mut self) -> Option<Diagnostic> {
        let places: HashMap<&str, usize> =
            self.tasks.iter().enumerate().map(|(at, it)| (it.label.as_str(), at)).collect();
        let mut things: Vec<(String, Vec<Need>)> = Vec::new();
        for task in &self.tasks {
            let mut needs = Vec::new();
            for need in &task.needs {
                if let Some(at) = places.get(need.as_str()) {
                    add(&mut needs, (*at, task.span.clone()));
                    continue;
                }
                let message =
                    format!("`{}` depends on `{need}`, which is not there, so that is left out", task.label);
                let origin = Origin::new(self.source, task.span.clone());
                self.warnings.push(Diagnostic::warning(message).at(origin));
            }
            things.push((task.label.clone(), needs));
        }
        if let Some(problem) = circle(self.source, &things) {
            return Some(problem);
        }
        for (task, (_, needs)) in self.tasks.iter().zip(&things) {
            for need in needs.iter().map(|it| &self.tasks[it.0]).filter(|it| it.phase == task.phase) {
                let id = self.phases[need.phase].stage.work[need.at].id.clone();
                self.phases[task.phase].stage.work[task.at].needs.push(id);
            }
        }
        None
    }

    /// A task that depends on one of another phase makes its phase depend on that one.
    fn across(&self, things: &mut [(String, Vec<Need>)]) {
        let places: HashMap<&str, &Task> = self.tasks.iter().map(|it| (it.label.as_str(), it)).collect();
        for task in &self.tasks {
            let needed = task.needs.iter().filter_map(|it| places.get(it.as_str()));
            for other in needed.filter(|it| it.phase != task.phase) {
                add(&mut things[task.phase].1, (other.phase, task.span.clone()));
            }
        }
    }
}

fn add(needs: &mut Vec<Need>, need: Need) {
    if !needs.iter().any(|it| it.0 == need.0) {
        needs.push(need);
    }
}

fn is_label(word: &str) -> bool {
    word.strip_prefix('T').is_some_and(|it| it.len() >= 3 && it.bytes().all(|it| it.is_ascii_digit()))
}

fn priority(text: &str) -> Priority {
    match text.trim().chars().nth(1) {
        Some('1') => Priority::Critical,
        Some('2') => Priority::High,
        Some('4'..='9') => Priority::Low,
        _ => Priority::Medium,
    }
}

/// The text without `[P]` and `[US1]` before it, and whether `[P]` was there.
fn marked(text: &str) -> (&str, bool) {
    let (mut text, mut parallel) = (text, false);
    while let Some((mark, rest)) = text.strip_prefix('[').and_then(|it| it.split_once(']')) {
        match mark {
            "P" => parallel = true,
            story if story.strip_prefix("US").is_some_and(|it| it.parse::<u32>().is_ok()) => {}
            _ => break,
        }
        text = rest.trim_start();
    }
    (text, parallel)
}

/// The text without what it depends on.
fn depending(text: &str) -> (&str, Vec<String>) {
    let inner = text.strip_suffix(')').and_then(|it| it.rsplit_once('('));
    let list = inner
        .and_then(|(before, it)| Some((before, it.to_lowercase().strip_prefix("depends on ")?.len(), it)));
    let Some((before, length, inner)) = list else { return (text, Vec::new()) };
    let list = &inner[inner.len() - length..];
    let labels = list.split([',', ' ']).map(str::trim).filter(|it| is_label(it));
    (before.trim_end(), labels.map(str::to_owned).collect())
}
