//! Prints diagnostics, as excerpts for people and as JSON for programs.

use super::{Diagnostic, Origin, Severity, clean, clean_block};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};
use std::fmt::Write;

/// Whether a report may have colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Readable anywhere.
    Plain,
    /// With terminal colours.
    Colored,
}

/// Renders diagnostics in the compilers' usual form, one blank line between them.
pub fn report(diagnostics: &[Diagnostic], style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    let reports: Vec<String> =
        diagnostics.iter().map(|it| renderer.render(&[group(it)]).trim_end().to_owned() + "\n").collect();
    reports.join("\n")
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clean(&diagnostic.message));
    let title = match diagnostic.code {
        Some(code) => title.id(code.name()),
        None => title,
    };
    let mut group = match &diagnostic.origin {
        Some(origin) => title.elements(excerpts(diagnostic, origin)),
        None => Group::with_title(title),
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("hint").message(clean_block(hint)));
    }
    group
}

/// One excerpt for each text, the main one first.
fn excerpts<'a>(diagnostic: &'a Diagnostic, origin: &'a Origin) -> Vec<Element<'a>> {
    let label = clean(&diagnostic.label);
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        diagnostic.related.iter().partition(|(it, _)| it.source == origin.source);
    let related = here.iter().take(MOST_RELATED).map(|(it, label)| (it, clean(label)));
    let mut elements = vec![snippet(origin, label, &related.collect::<Vec<_>>())];
    let others = elsewhere.iter().take(MOST_RELATED);
    elements.extend(others.map(|(it, label)| snippet(it, clean(label), &[])));
    elements
}

/// Places beside the main one that a report shows; JSON has all of them.
const MOST_RELATED: usize = 12;

/// The lines that hold a place and those beside it, with what is said there.
fn snippet<'a>(main: &Origin, label: String, beside: &[(&Origin, String)]) -> Element<'a> {
    let source = &main.source;
    let starts = beside.iter().map(|it| it.0.span.start).chain([main.span.start]);
    let ends = beside.iter().map(|it| shown_span(it.0).end).chain([shown_span(main).end]);
    let first = source.line_of(starts.min().unwrap_or(0));
    let last = source.line_of(ends.max().unwrap_or(0));
    let (start, end) = (source.line_start(first), source.line_start(last + 1));
    let place = |it: &Origin| {
        let span = shown_span(it);
        span.start - start..span.end - start
    };
    let label = Some(label).filter(|it| !it.is_empty());
    let context =
        beside.iter().map(|(it, label)| AnnotationKind::Context.span(place(it)).label(label.clone()));
    Snippet::source(printable(&source.text[start..end]))
        .line_start(first + 1)
        .path(clean(&source.name))
        .annotation(AnnotationKind::Primary.span(place(main)).label(label))
        .annotations(context)
        .into()
}

/// The text with control characters replaced by letters of the same width in bytes, so that spans hold.
fn printable(text: &str) -> String {
    text.chars()
        .map(|it| if it.is_ascii_control() && !matches!(it, '\n' | '\t' | '\r') { '?' } else { it })
        .collect()
}

/// A span that runs over several lines is shown by its first line.
fn shown_span(origin: &Origin) -> std::ops::Range<usize> {
    let end = origin.text().find('\n').map_or(origin.span.end, |it| origin.span.start + it);
    origin.span.start..end
}

/// Workflow commands of GitHub Actions, which shows them as annotations of a change.
///
/// Format: <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>
pub fn github(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(annotation).collect()
}

fn annotation(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties: Vec<(&str, String)> = Vec::new();
    if let Some(origin) = &diagnostic.origin {
        let place = origin.place();
        properties.push(("file", clean(&origin.source.name)));
        properties.push(("line", place.line.to_string()));
        properties.push(("col", place.column.to_string()));
    }
    properties.extend(diagnostic.code.map(|it| ("title", it.name().to_owned())));
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value, &['%', ',', ':'])))
        .collect();
    let hint = diagnostic.hint.as_ref().map_or(String::new(), |it| format!("\nhint: {}", clean_block(it)));
    let message = format!("{}{hint}", clean(&diagnostic.message));
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{level}{space}{}::{}\n", properties.join(","), encoded(&message, &['%', '\n']))
}

/// The text with these characters as percent codes, which is how workflow commands quote.
fn encoded(text: &str, special: &[char]) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut encoded, it| {
        if special.contains(&it) {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{:02X}", u32::from(it));
        } else {
            encoded.push(it);
        }
        encoded
    })
}

/// The stable JSON form: an array of `{severity, code, message, file, line, column, bytes, label, related,
/// hint}`; what does not apply is left out.
pub fn json(diagnostics: &[Diagnostic]) -> Value {
    diagnostics.iter().map(entry).collect()
}

fn entry(diagnostic: &Diagnostic) -> Value {
    let mut entry = json!({ "severity": diagnostic.severity });
    if let Some(code) = diagnostic.code {
        entry["code"] = json!(code.name());
    }
    entry["message"] = json!(diagnostic.message);
    if let Some(origin) = &diagnostic.origin {
        locate(&mut entry, origin);
    }
    if !diagnostic.label.is_empty() {
        entry["label"] = json!(diagnostic.label);
    }
    if !diagnostic.related.is_empty() {
        entry["related"] = diagnostic
            .related
            .iter()
            .map(|(origin, label)| {
                let mut place = json!({ "message": label });
                locate(&mut place, origin);
                place
            })
            .collect();
    }
    if let Some(hint) = &diagnostic.hint {
        entry["hint"] = json!(hint);
    }
    entry
}

fn locate(entry: &mut Value, origin: &Origin) {
    let place = origin.place();
    entry["file"] = json!(origin.source.name);
    entry["line"] = json!(place.line);
    entry["column"] = json!(place.column);
    entry["bytes"] = json!([origin.span.start, origin.span.end]);
}
