//! Fills somebody's template with our sections. The template is text: nothing in it is run.

use super::places::{asked_for, words};
use super::sections::{Place, Section, Sections};
use crate::documents::{Shown, without_comments};
use std::collections::BTreeSet;

/// The section that closes the page, whatever the template has.
const LAST: &str = "closing";

/// The template with our sections where its headings ask for them; what it does not ask for follows. What asks
/// for nothing of ours stays as it was, but for boxes that are shown to hold.
pub(super) fn filled(template: &Sections, mut own: Sections, shown: &BTreeSet<Shown>) -> Sections {
    let lowest = template.list.iter().map(|it| it.level).min().unwrap_or(2);
    let mut list = Vec::new();
    let places = places(template, &own);
    for (section, ids) in template.list.iter().zip(&places) {
        let fitting: Vec<Section> = ids.iter().filter_map(|it| take(&mut own, it)).collect();
        list.push(if fitting.is_empty() { ticked(section, shown) } else { with(section, &fitting, shown) });
    }
    let closing = take(&mut own, LAST);
    list.extend(own.list.into_iter().chain(closing).map(|it| lifted(it, lowest)));
    let intro = if without_comments(&template.preamble).trim().is_empty() { "" } else { &template.preamble };
    let preamble: Vec<&str> =
        [own.preamble.as_str(), intro].into_iter().filter(|it| !it.is_empty()).collect();
    Sections { title: own.title, preamble: preamble.join("\n\n"), list }
}

/// For each section of the template, those of ours that go there: each once, at the first that asks for it.
fn places(template: &Sections, own: &Sections) -> Vec<Vec<&'static str>> {
    let has = |id: &str| own.list.iter().any(|it| it.id.as_deref() == Some(id));
    let mut taken = BTreeSet::new();
    let first = |section: &Section| asked_for(&section.heading).filter(|it| taken.insert(*it));
    let mut places: Vec<Vec<&'static str>> =
        template.list.iter().map(first).map(|it| it.into_iter().collect()).collect();
    let summary = places.iter().position(|it| it.contains(&"summary"));
    if let Some(summary) = summary {
        // A template that asks only what it is wants to know why too; and where nobody wrote a summary, the
        // changes are what there is to say.
        if !taken.contains("motivation") {
            places[summary].push("motivation");
        }
        if !taken.contains("changes") && !has("summary") {
            places[summary].push("changes");
        }
    }
    places
}

fn take(own: &mut Sections, id: &str) -> Option<Section> {
    let at = own.list.iter().position(|it| it.id.as_deref() == Some(id))?;
    Some(own.list.remove(at))
}

/// A section of the template with texts of ours in the place of its instructions; its boxes stay.
fn with(section: &Section, own: &[Section], shown: &BTreeSet<Shown>) -> Section {
    let text = without_comments(&section.text);
    let boxes: Vec<String> = text.lines().filter_map(|it| boxed(it, shown)).collect();
    let mut blocks: Vec<String> =
        own.iter().map(|it| lifted(it.clone(), section.level)).map(|it| it.text).collect();
    if !boxes.is_empty() {
        blocks.push(boxes.join("\n"));
    }
    let id = own.first().and_then(|it| it.id.clone());
    Section { id, heading: section.heading.clone(), level: section.level, text: blocks.join("\n\n") }
}

/// A section as it was, with those boxes ticked that are shown to hold.
fn ticked(section: &Section, shown: &BTreeSet<Shown>) -> Section {
    let mut place = Place::default();
    let line = |it: &str| {
        let boxed = if place.is_plain(it) { boxed(it, shown) } else { None };
        boxed.unwrap_or_else(|| it.to_owned())
    };
    Section { text: section.text.lines().map(line).collect::<Vec<_>>().join("\n"), ..section.clone() }
}

/// The line with its box ticked or open; `None` if it has none.
fn boxed(line: &str, shown: &BTreeSet<Shown>) -> Option<String> {
    let start = line.len() - line.trim_start().len();
    let rest = ["- ", "* ", "+ "].iter().find_map(|it| line[start..].strip_prefix(it))?.trim_start();
    let text = ["[ ]", "[x]", "[X]"].iter().find_map(|it| rest.strip_prefix(it))?;
    let tick = if holds(text, shown) { 'x' } else { ' ' };
    Some(format!("{}[{tick}]{text}", &line[..line.len() - rest.len()]))
}

/// Whether what a box says is shown to hold; what it denies is not.
fn holds(text: &str, shown: &BTreeSet<Shown>) -> bool {
    let said = words(text);
    let says = |it: &[&str]| it.iter().any(|it| said.contains(&format!(" {it} ")));
    let denied = [" no ", " not ", " without ", " none ", " t "];
    if denied.iter().any(|it| said.contains(it)) || says(&["manually", "reviewed", "agree", "read"]) {
        return false;
    }
    let has = |it| shown.contains(&it);
    let rules: [(&[&str], bool); 10] = [
        (&["breaking"], has(Shown::Breaking)),
        (&["pass", "passes", "passing", "green"], has(Shown::ChecksPass) && says(&["test", "tests"])),
        (&["changelog", "changes", "release notes"], has(Shown::Changelog)),
        (&["test", "tests"], has(Shown::TestsAdded)),
        (&["documentation", "docs", "readme"], has(Shown::Documents)),
        (&["bug fix", "bugfix"], has(Shown::Kind("fix"))),
        (&["feature"], has(Shown::Kind("feat"))),
        (&["refactor", "refactoring"], has(Shown::Kind("refactor"))),
        (&["performance"], has(Shown::Kind("perf"))),
        (&["chore"], has(Shown::Kind("chore"))),
    ];
    // "Adds tests and docs" wants both: everything that is named must be shown.
    let mut named = rules.iter().filter(|it| says(it.0)).peekable();
    named.peek().is_some() && named.all(|it| it.1)
}

/// A section of ours at another level, with the headings in it.
fn lifted(section: Section, level: usize) -> Section {
    let inner = "#".repeat((level + 1).min(6));
    let mut place = Place::default();
    let line = |it: &str| match it.strip_prefix("### ") {
        Some(title) if place.is_plain(it) => format!("{inner} {title}"),
        Some(_) => it.to_owned(),
        None => {
            place.is_plain(it);
            it.to_owned()
        }
    };
    let text = section.text.lines().map(line).collect::<Vec<_>>().join("\n");
    let title = section.heading.trim_start_matches('#');
    Section { heading: format!("{}{title}", "#".repeat(level)), level, text, ..section }
}
