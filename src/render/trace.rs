//! Finds what in the templates made a line of a page: the page is rendered once more with a mark at every place
//! that prints something.

use super::finish::{finished, without_own_lines};
use super::pieces::{Sort, parts};
use super::{Engine, Entry, Shelf};
use crate::diagnostics::{Diagnostic, Origin};
use crate::documents::Document;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A mark is the number of a place between these.
const OPENS: char = '\u{fdd5}';
const CLOSES: char = '\u{fdd6}';

/// A place of a template that prints something.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// Its line, without the blanks around it.
    origin: Origin,
    /// Whether that line is nothing but the print of a value.
    is_print: bool,
}

/// Says of problems in pages which place of a template made them. Those that come from the same place are told
/// once; where the place is not known, the front matter of the document is named.
pub fn traced(
    problems: Vec<Diagnostic>,
    (engine, shelf): (&Engine, &Shelf),
    documents: &[Document<'_>],
) -> Vec<Diagnostic> {
    let entry = |it: &Diagnostic| {
        let page = it.origin.as_ref()?.source.name.strip_prefix(PAGE)?;
        shelf.entries().iter().find(|it| it.path == page)
    };
    if !problems.iter().any(|it| entry(it).is_some()) {
        return problems;
    }
    let tracer = Tracer::of(engine);
    let mut lines: HashMap<&str, Vec<Option<Place>>> = HashMap::new();
    let mut told: Vec<(usize, Diagnostic)> = Vec::new();
    for problem in problems {
        let Some(entry) = entry(&problem) else {
            told.push((0, problem));
            continue;
        };
        let document = &documents[entry.document];
        let of_page = lines.entry(&entry.path).or_insert_with(|| {
            tracer.as_ref().and_then(|it| it.lines(shelf, document, entry)).unwrap_or_default()
        });
        let line = problem.origin.as_ref().map_or(0, |it| it.place().line - 1);
        let place = of_page.get(line).cloned().flatten();
        let is_known = place.is_some();
        let problem = placed(problem, place, document);
        // Of what is not known it is not known either whether it is the same.
        let is_same =
            |it: &Diagnostic| it.message == problem.message && it.origin == problem.origin && is_known;
        match told.iter_mut().find(|it| is_same(&it.1)) {
            Some((more, _)) => *more += 1,
            None => told.push((0, problem)),
        }
    }
    told.into_iter().map(|(more, problem)| counted(problem, more)).collect()
}

/// What the name of the text of a page begins with.
pub(super) const PAGE: &str = "rendered ";

/// A problem at the place that made it, beside its place in the page.
fn placed(problem: Diagnostic, place: Option<Place>, document: &Document<'_>) -> Diagnostic {
    let Some(page) = problem.origin.clone() else { return problem };
    let problem = problem.related(page, "in the page");
    match place {
        Some(place) if place.is_print => {
            let is_text = place.origin.text().trim_start_matches(['{', '-', ' ']).starts_with("text.");
            let problem = problem.at(place.origin).label("prints it");
            if is_text { problem.hint("it stands in the plan, below `text:`") } else { problem }
        }
        Some(place) => problem.at(place.origin),
        None => problem.at(document.front.stated.clone()).label("something in this document makes it"),
    }
}

/// The same, with how many more there are.
fn counted(mut problem: Diagnostic, more: usize) -> Diagnostic {
    if let Some((_, label)) = problem.related.last_mut().filter(|_| more > 0) {
        let times = if more == 1 { "once".to_owned() } else { format!("{more} times") };
        *label = format!("in the page, and {times} more in pages of this plan");
    }
    problem
}

/// The engine with marks in all templates.
struct Tracer<'a> {
    plain: &'a Engine,
    marked: Engine,
    places: Vec<Place>,
}

impl<'a> Tracer<'a> {
    fn of(engine: &'a Engine) -> Option<Self> {
        let mut places = Vec::new();
        let marked = engine.with_bodies(|body| marked(body, &mut places))?;
        Some(Self { plain: engine, marked, places })
    }

    /// For each line of a page, the place that made it, where that is known.
    fn lines(&self, pages: &Shelf, document: &Document<'_>, entry: &Entry) -> Option<Vec<Option<Place>>> {
        let context = pages.page_context(self.plain, document, entry);
        let plain = self.plain.printed(document.template, &context).ok()?;
        let marked = self.marked.printed(document.template, &context).ok()?;
        let made = made(&plain, &marked)?;
        let (text, from) = finished(&plain);
        let lines = from.iter().map(|it| self.places.get(made[*it]?).cloned()).collect();
        let page = pages.render(self.plain, document, entry).ok()?;
        Some(if page.text == text { lines } else { moved(&page.text, &text, lines) })
    }
}

/// The lines of a page that was put into a form: where a text stands once, it is the same line.
fn moved(page: &str, text: &str, lines: Vec<Option<Place>>) -> Vec<Option<Place>> {
    let mut places: HashMap<&str, Option<Place>> = HashMap::new();
    for (line, place) in text.lines().zip(lines) {
        let known = places.entry(line).or_insert_with(|| place.clone());
        if *known != place {
            *known = None;
        }
    }
    page.lines().map(|it| places.get(it).cloned().flatten()).collect()
}

/// For each line of a text, the number of the mark that it begins with, or of the last one before it; `None` if
/// marks changed what was printed.
fn made(plain: &str, marked: &str) -> Option<Vec<Option<usize>>> {
    let (plain, marked): (Vec<&str>, Vec<&str>) = (plain.lines().collect(), marked.lines().collect());
    if plain.len() != marked.len() {
        return None;
    }
    let mut last = None;
    let mut lines = Vec::with_capacity(plain.len());
    for (plain, marked) in plain.into_iter().zip(marked) {
        let mut pieces = marked.split(OPENS);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        let is_begun = !text.trim().is_empty();
        let mut first = None;
        let before = last;
        for piece in pieces {
            let (number, rest) = piece.split_once(CLOSES)?;
            last = number.parse().ok();
            first = first.or(last);
            text.push_str(rest);
        }
        let maker = if is_begun { before } else { first.or(before) };
        lines.push(maker.filter(|_| text == plain));
    }
    Some(lines)
}

/// The text of a template for the engine, with a mark before each print, and before the first letter of each line
/// that stands in the template itself.
fn marked(body: &Origin, places: &mut Vec<Place>) -> String {
    let text = without_own_lines(body.text());
    let mut out = String::with_capacity(text.len() * 2);
    let mut done = 0;
    let at_origin = |span: Range<usize>| {
        Origin::new(&Arc::clone(&body.source), body.span.start + span.start..body.span.start + span.end)
    };
    let mut mark = |out: &mut String, at: usize, print: Option<&Range<usize>>| {
        out.extend([OPENS.to_string(), places.len().to_string(), CLOSES.to_string()]);
        let line = line_around(body.text(), at);
        places.push(Place { is_print: print == Some(&line), origin: at_origin(line) });
    };
    let ends = text.len()..text.len();
    let all = parts(&text).0;
    for (span, sort) in all.iter().map(|it| (it.span.clone(), Some(it.sort))).chain([(ends, None)]) {
        for line in text[done..span.start.max(done)].split_inclusive('\n') {
            let indentation = line.len() - line.trim_start().len();
            out.push_str(&line[..indentation]);
            if indentation < line.len() {
                mark(&mut out, done + indentation, None);
            }
            out.push_str(&line[indentation..]);
            done += line.len();
        }
        // A mark before one that trims blanks would keep them.
        if sort == Some(Sort::Print) && !text[span.start..].starts_with("{{-") {
            mark(&mut out, span.start, Some(&span));
        }
        out.push_str(&text[span.start.max(done)..span.end.max(done)]);
        done = span.end.max(done);
    }
    out
}

/// The line around a byte, without the blanks at its ends.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let indentation = line.len() - line.trim_start().len();
    start + indentation..start + line.trim_end().len()
}
