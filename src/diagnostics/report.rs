//! Prints diagnostics, as excerpts for people and as JSON for programs.

use super::{Diagnostic, Origin, Severity, clean, clean_block};
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

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
    let label = Some(clean(&diagnostic.label)).filter(|it| !it.is_empty());
    let primary = AnnotationKind::Primary.span(shown_span(origin)).label(label);
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        diagnostic.related.iter().partition(|(it, _)| it.source == origin.source);
    let context = here.into_iter().map(annotation);
    let mut elements = vec![snippet(origin).annotation(primary).annotations(context).into()];
    elements.extend(elsewhere.into_iter().map(|it| snippet(&it.0).annotation(annotation(it)).into()));
    elements
}

fn annotation((origin, label): &(Origin, String)) -> Annotation<'_> {
    AnnotationKind::Context.span(shown_span(origin)).label(clean(label))
}

fn snippet(origin: &Origin) -> Snippet<'_, Annotation<'_>> {
    Snippet::source(printable(&origin.source.text)).path(clean(&origin.source.name))
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

/// The stable JSON form: an array of `{severity, message, file, line, column, bytes, related, hint}`.
pub fn json(diagnostics: &[Diagnostic]) -> Value {
    diagnostics.iter().map(entry).collect()
}

fn entry(diagnostic: &Diagnostic) -> Value {
    let mut entry = json!({ "severity": diagnostic.severity, "message": diagnostic.message });
    if let Some(origin) = &diagnostic.origin {
        locate(&mut entry, origin);
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
