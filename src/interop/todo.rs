//! Reads any Markdown with boxes to tick: headings become phases, boxes tasks, and boxes below them items.

use super::lines::{Form, Line, is_known, lines, mark, unticked};
use super::names::{Names, fit, numbered, slug};
use super::settle::{HOURS_PER_DAY, settle};
use super::{Imported, Outline, Part, Stage, Work, amounts};
use crate::diagnostics::{Checked, Diagnostic, Origin, Source, clean};
use crate::plan::{Budget, Stated};
use std::ops::Range;
use std::sync::Arc;

/// What is below a heading, up to the next one.
#[derive(Default)]
struct Section {
    level: usize,
    title: String,
    /// What it is called before its title: `Phase 2`.
    id: Option<String>,
    stated: Option<Stated>,
    budget: Option<Budget>,
    span: Range<usize>,
    objective: Option<String>,
    entries: Vec<Entry>,
}

/// A box or a bullet with what is below it.
struct Entry {
    text: String,
    /// `None` for a bullet.
    mark: Option<String>,
    indent: usize,
    items: Vec<(String, Option<Stated>)>,
}

/// Reads a list of things to do. `name` is what the plan is called if no heading says it.
pub fn read_todo(source: &Arc<Source>, name: &str) -> Checked<Imported> {
    let mut warnings = Vec::new();
    let mut sections = sections(source, &mut warnings);
    let titles = sections.iter().filter(|it| it.level == 1).count();
    let main = sections.iter_mut().find(|it| it.level == 1 && titles == 1).map(|it| {
        it.level = 0;
        (it.title.clone(), it.objective.clone())
    });
    let (title, summary) = main.unwrap_or_default();
    for section in &mut sections {
        as_tasks(section);
    }
    let mut names = (Names::default(), Names::default());
    let mut stages = Vec::new();
    for (at, section) in sections.iter().enumerate().filter(|it| !it.1.entries.is_empty()) {
        let mut stage = stage(section, &mut names);
        if let Some(title) = above(&sections, at).filter(|_| section.id.is_none()) {
            stage.title = format!("{title}: {}", stage.title);
        }
        for message in settle(&mut stage, HOURS_PER_DAY) {
            warnings.push(Diagnostic::warning(message).at(Origin::new(source, section.span.clone())));
        }
        if stage.stated.is_none() {
            stage.work.iter_mut().for_each(|it| it.stated = it.stated.filter(|it| *it != Stated::Todo));
        }
        stages.push(stage);
    }
    if stages.is_empty() {
        let problem = Diagnostic::error(format!("there is nothing to tick in `{}`", source.name));
        return Err(vec![problem.hint("a task is a line such as `- [ ] Write the parser`")]);
    }
    let id = fit(name).unwrap_or_else(|| "todo".to_owned());
    let title = if title.is_empty() { clean(name) } else { title };
    Ok(Imported { outline: Outline { id, title, summary, stages, ..Outline::default() }, warnings })
}

fn sections(source: &Arc<Source>, warnings: &mut Vec<Diagnostic>) -> Vec<Section> {
    let mut sections = vec![Section { level: 7, ..Section::default() }];
    for line in lines(source) {
        if let Form::Heading(level, text) = line.form {
            sections.push(section(level, text, line.span));
            continue;
        }
        if let Form::Box(word, _) = line.form
            && !is_known(word)
        {
            let message = format!("nobody knows what `[{}]` means, so it counts as open", clean(word));
            warnings.push(Diagnostic::warning(message).at(Origin::new(source, line.span.clone())));
        }
        if let Some(section) = sections.last_mut() {
            section.take(&line);
        }
    }
    sections
}

/// A heading: `Phase 2: API [IN_PROGRESS] (2-3 days)`.
fn section(level: usize, text: &str, span: Range<usize>) -> Section {
    let (mut text, mut stated, mut budget) = (text.trim(), None, None);
    loop {
        let (rest, amount) = amounts::split(text);
        let (rest, status) = status(rest);
        budget = budget.or(amount);
        stated = stated.or(status);
        if rest.len() == text.len() {
            break;
        }
        text = rest;
    }
    let (id, title) = named(text);
    Section { level, title, id, stated, budget, span, ..Section::default() }
}

/// The number of a phase and its title.
fn named(text: &str) -> (Option<String>, String) {
    let phase = text.strip_prefix("Phase ").and_then(|it| {
        let end = it.find([':', ' ']).unwrap_or(it.len());
        let title = it[end..].trim_start_matches([':', ' ', '-', '–', '—']);
        Some((fit(&it[..end])?, if title.is_empty() { text } else { title }))
    });
    let found = phase.or_else(|| numbered(text).map(|(id, title)| (id.to_owned(), title)));
    found.map_or_else(|| (None, clean(text)), |(id, title)| (Some(id), clean(title)))
}

/// The text without a status word at one of its ends, and the status.
fn status(text: &str) -> (&str, Option<Stated>) {
    if let Some((before, word)) = text.strip_suffix(']').and_then(|it| it.rsplit_once('['))
        && let Some(status) = last_word(word)
    {
        return (before.trim_end(), Some(status));
    }
    if let Some((word, after)) = text.strip_prefix('[').and_then(|it| it.split_once(']'))
        && let Some(status) = last_word(word)
    {
        return (after.trim_start(), Some(status));
    }
    for mark in [" - ", " – ", " — ", ": ", " (", " "] {
        let Some((before, word)) = text.rsplit_once(mark) else { continue };
        let plain = word.trim_end_matches(')').trim_matches(['*', '_']);
        // A small word at the end of a title may belong to it: only one in capitals, or a glyph, stands alone.
        let loud = mark != " " || !plain.chars().any(char::is_lowercase);
        if let Some(status) = plain.parse().ok().filter(|_| loud) {
            return (before.trim_end_matches([' ', '-', '–', '—', ':']), Some(status));
        }
    }
    let first = text.split_once(' ').filter(|(word, _)| !word.chars().any(char::is_alphanumeric));
    match first.and_then(|(word, rest)| Some((rest.trim_start(), word.parse().ok()?))) {
        Some((rest, status)) => (rest, Some(status)),
        None => (text, None),
    }
}

/// The status that a change of it leads to: `IN_PROGRESS → COMPLETED`.
fn last_word(text: &str) -> Option<Stated> {
    let last = text.rsplit(['→', '>']).next().unwrap_or(text);
    last.trim().parse().ok()
}

impl Section {
    fn take(&mut self, line: &Line<'_>) {
        let is_first = self.objective.is_none() && self.entries.is_empty();
        let below = self.entries.last_mut().filter(|it| line.indent >= it.indent + 2);
        match (line.form, below) {
            (Form::Box(word, text), Some(entry)) => entry.items.push((clean(text), mark(word))),
            (Form::Bullet(text), Some(entry)) => entry.items.push((clean(text), None)),
            (Form::Box(word, text), None) => self.enter(text, Some(word), line.indent),
            (Form::Bullet(text), None) => self.enter(text, None, line.indent),
            // A line that goes on below.
            (Form::Text(text), Some(entry)) => {
                let last = entry.items.last_mut().map_or(&mut entry.text, |it| &mut it.0);
                *last = clean(&format!("{last} {text}"));
            }
            (Form::Text(text), None) if is_first => {
                let said =
                    text.strip_prefix("**Goal**").or_else(|| text.strip_prefix("**Goal:**")).unwrap_or(text);
                self.objective = Some(clean(said.trim_start_matches(':'))).filter(|it| is_sentence(it));
            }
            _ => {}
        }
    }

    fn enter(&mut self, text: &str, mark: Option<&str>, indent: usize) {
        let (text, mark) = (clean(text), mark.map(str::to_owned));
        self.entries.push(Entry { text, mark, indent, items: Vec::new() });
    }
}

/// Whether a text says something, and is no table, rule or quotation.
fn is_sentence(text: &str) -> bool {
    !text.starts_with(['|', '>', '=', '<']) && text.chars().any(char::is_alphanumeric)
}

/// Leaves the tasks of a section: its boxes; or its bullets, where the heading says that they are work.
fn as_tasks(section: &mut Section) {
    let boxes = section.entries.iter().any(|it| it.mark.is_some());
    let is_work = section.stated.is_some() && section.level > 0;
    let over = section.stated.filter(|it| it.is_over());
    section.entries.retain(|it| it.mark.is_some() || (!boxes && is_work));
    for entry in section.entries.iter_mut().filter(|it| it.mark.is_none()) {
        entry.mark = over.map(|it| it.to_string());
    }
}

/// The title that a section stands below, if nothing but that says what it is about.
fn above(sections: &[Section], at: usize) -> Option<&str> {
    let parent = sections[..at].iter().rev().find(|it| it.level < sections[at].level)?;
    let is_group = parent.level > 0 && parent.entries.is_empty() && !parent.title.is_empty();
    is_group.then_some(parent.title.as_str())
}

fn stage(section: &Section, names: &mut (Names, Names)) -> Stage {
    let title = Some(&section.title).filter(|it| !it.is_empty()).map_or("Tasks", String::as_str);
    let id = section.id.clone().or_else(|| slug(title)).unwrap_or_default();
    let mut work: Vec<Work> = section.entries.iter().map(|it| task(it, &mut names.1)).collect();
    if section.stated.is_some() {
        for task in &mut work {
            task.stated.get_or_insert(Stated::Todo);
        }
    }
    Stage {
        id: names.0.give(&id, "phase"),
        title: title.to_owned(),
        objective: section.objective.clone().unwrap_or_else(|| title.to_owned()),
        budget: section.budget.clone(),
        stated: section.stated,
        work,
        ..Stage::default()
    }
}

fn task(entry: &Entry, names: &mut Names) -> Work {
    let (text, budget) = amounts::split(&entry.text);
    let (id, text) = numbered(text).map_or((None, text), |(id, rest)| (Some(id), rest));
    let text = text.trim();
    let id = id.map(str::to_owned).or_else(|| slug(text)).unwrap_or_default();
    let own = entry.mark.as_deref().and_then(mark);
    let begun = entry.items.iter().any(|it| matches!(it.1, Some(Stated::Done | Stated::Active)));
    let id = names.give(&id, "task");
    Work {
        text: if text.is_empty() { id.clone() } else { text.to_owned() },
        id,
        budget,
        stated: own.or(begun.then_some(Stated::Active)),
        parts: entry.items.iter().map(|it| Part::item(&unticked(&it.0))).collect(),
        ..Work::default()
    }
}
