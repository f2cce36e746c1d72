//! Writes the work of a plan as spec-kit has it.

use crate::diagnostics::clean;
use crate::interop::{Kind, Outline, Stage, Work};
use crate::plan::{PhaseKind, Priority, Stated, Tag};
use crate::results::Status;
use std::collections::HashMap;
use std::fmt::Write;

/// A line with a box.
struct Line {
    text: String,
    /// Indexes of lines that must be done first.
    needs: Vec<usize>,
    parallel: bool,
    status: Status,
    stated: Option<Stated>,
    items: Vec<String>,
}

/// The text of `tasks.md`: the same plan with the same results gives the same bytes.
pub fn spec_kit(outline: &Outline) -> String {
    let mut lines: Vec<Line> = Vec::new();
    // The last lines of each piece of work; a service may be in several phases.
    let mut ends: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut text = format!("# Tasks: {}\n\n**Input**: the plan `{}`\n", clean(&outline.title), outline.id);
    let mut stories = 0;
    for (at, stage) in outline.stages.iter().enumerate() {
        let first = lines.len();
        for work in &stage.work {
            let begins = lines.len();
            add(&mut lines, stage, work);
            ends.insert(&work.id, last(&lines, begins));
            lines[begins..].iter_mut().for_each(|it| it.parallel |= stage.tags.contains(&Tag::Parallel));
        }
        connect(&mut lines[first..], stage, &ends);
        // What waits for something of its own phase is not worked on beside it.
        lines[first..].iter_mut().for_each(|it| it.parallel &= it.needs.iter().all(|it| *it < first));
        stories += usize::from(stage.kind == PhaseKind::Build);
        let story = (stage.kind == PhaseKind::Build).then_some(stories);
        section(&mut text, (at + 1, stage), story);
        for (number, line) in lines.iter().enumerate().skip(first) {
            print(&mut text, (number, line), story);
        }
        if let Some(result) = &stage.result {
            let _ = write!(text, "\n**Checkpoint**: {}\n", clean(result));
        }
    }
    text.push_str(&dependencies(outline));
    text
}

/// Adds the lines of a piece of work: one for each step or test, or one for a task.
fn add(lines: &mut Vec<Line>, stage: &Stage, work: &Work) {
    let begins = lines.len();
    let line = |text: String, items: Vec<String>| Line {
        text,
        needs: Vec::new(),
        parallel: work.tags.contains(&Tag::Parallel),
        status: work.status,
        stated: work.stated,
        items,
    };
    let cost = |budget: &Option<crate::plan::Budget>| {
        budget.as_ref().map_or_else(String::new, |it| format!(" ({it})"))
    };
    if work.kind == Kind::Task || work.parts.is_empty() {
        let items = work.parts.iter().map(|it| clean(&it.shown)).collect();
        lines.push(line(format!("{}{}", clean(&work.text), cost(&work.budget)), items));
        return;
    }
    let apart = matches!(work.kind, Kind::Service(_)) && stands_apart(stage, work);
    for part in &work.parts {
        let text = format!("{}: {}{}", clean(&work.text), clean(&part.shown), cost(&part.budget));
        let needs = part.needs.iter().map(|it| begins + it).collect();
        lines.push(Line { needs, status: part.status, parallel: apart, ..line(text, Vec::new()) });
    }
}

/// Whether there is another service in the phase that neither needs this one nor is needed by it.
fn stands_apart(stage: &Stage, work: &Work) -> bool {
    let related = |other: &Work| reaches(stage, work, other) || reaches(stage, other, work);
    let services = stage.work.iter().filter(|it| matches!(it.kind, Kind::Service(_)) && it.id != work.id);
    services.into_iter().any(|it| !related(it))
}

/// Whether a piece of work needs another one, also through others.
fn reaches(stage: &Stage, from: &Work, to: &Work) -> bool {
    let (mut waiting, mut seen) = (vec![from], Vec::new());
    while let Some(work) = waiting.pop() {
        for need in work.needs.iter().filter_map(|it| stage.position(it)) {
            if stage.work[need].id == to.id {
                return true;
            }
            if !seen.contains(&need) {
                seen.push(need);
                waiting.push(&stage.work[need]);
            }
        }
    }
    false
}

/// Lines from an index on that no other of them needs.
fn last(lines: &[Line], begins: usize) -> Vec<usize> {
    let needed = |at: &usize| lines[begins..].iter().any(|it| it.needs.contains(at));
    (begins..lines.len()).filter(|it| !needed(it)).collect()
}

/// Makes the first lines of each piece of work need the last ones of what that needs.
fn connect(lines: &mut [Line], stage: &Stage, ends: &HashMap<&str, Vec<usize>>) {
    let mut at = 0;
    for work in &stage.work {
        let count = if work.kind == Kind::Task { 1 } else { work.parts.len().max(1) };
        let needs: Vec<usize> =
            work.needs.iter().filter_map(|it| ends.get(it.as_str())).flatten().copied().collect();
        for line in lines[at..at + count].iter_mut().filter(|it| it.needs.is_empty()) {
            line.needs.clone_from(&needs);
        }
        at += count;
    }
}

fn section(text: &mut String, (number, stage): (usize, &Stage), story: Option<usize>) {
    let priority = match stage.priority {
        Priority::Critical => "P1",
        Priority::High => "P2",
        Priority::Medium => "P3",
        Priority::Low => "P4",
    };
    let story = story.map(|it| format!("User Story {it} - ")).unwrap_or_default();
    let title = clean(&stage.title);
    let _ = write!(text, "\n## Phase {number}: {story}{}: {title} (Priority: {priority})\n", stage.id);
    let _ = write!(text, "\n**Goal**: {}\n", clean(&stage.objective));
    if let Some(budget) = &stage.budget {
        let _ = write!(text, "\n**Budget**: {budget}\n");
    }
    if !stage.checks.is_empty() {
        let checks: Vec<String> = stage.checks.iter().map(|it| clean(it)).collect();
        let _ = write!(text, "\n**Independent Test**: {}\n", checks.join("; "));
    }
    if !stage.work.is_empty() {
        text.push('\n');
    }
}

fn print(text: &mut String, (at, line): (usize, &Line), story: Option<usize>) {
    let done = if line.status == Status::Done { 'x' } else { ' ' };
    let parallel = if line.parallel { " [P]" } else { "" };
    let story = story.map(|it| format!(" [US{it}]")).unwrap_or_default();
    let note = match (line.status, line.stated) {
        (Status::Skipped, _) | (Status::Open, Some(Stated::Skipped)) => " (left out)",
        (Status::Open, Some(Stated::Deferred)) => " (later)",
        (Status::Blocked, _) | (Status::Open, Some(Stated::Blocked)) => " (blocked)",
        _ => "",
    };
    let needs: Vec<String> = line.needs.iter().map(|it| label(*it)).collect();
    let needs = if needs.is_empty() { String::new() } else { format!(" (depends on {})", needs.join(", ")) };
    let _ = writeln!(text, "- [{done}] {}{parallel}{story} {}{note}{needs}", label(at), line.text);
    for item in &line.items {
        let _ = writeln!(text, "  - {item}");
    }
}

fn label(at: usize) -> String {
    format!("T{:03}", at + 1)
}

/// Which phase comes after which.
fn dependencies(outline: &Outline) -> String {
    let mut text = "\n## Dependencies & Execution Order\n\n### Phase Dependencies\n\n".to_owned();
    let number = |id: &String| outline.stages.iter().position(|it| it.id == *id).map(|it| it + 1);
    for (at, stage) in outline.stages.iter().enumerate() {
        let needs: Vec<String> =
            stage.depends_on.iter().filter_map(number).map(|it| format!("Phase {it}")).collect();
        let needs = match needs.as_slice() {
            [] => "No dependencies".to_owned(),
            needs => format!("Depends on {}", needs.join(", ")),
        };
        let _ = writeln!(text, "- **{}: {} (Phase {})**: {needs}", stage.id, clean(&stage.title), at + 1);
    }
    text
}
