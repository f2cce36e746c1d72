//! Tera, with our filters and escaping, and with its errors as diagnostics in the user's template.

use super::escape::{broken_mark, escape, unmarked};
use super::explain::{About, explained, lower_first};
use super::filters;
use super::finish::{finish, without_own_lines};
use super::nesting::{Broken, broken};
use super::reports::{Printed, printed};
use crate::diagnostics::{Checked, Diagnostic, Origin};
use crate::documents::{Document, Theme};
use crate::templates::{FrontMatter, Layer, Quoted, Template, Templates, Words};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use tera::{Context, Error, ErrorKind, Tera};

/// All templates of a project, ready to be rendered.
#[derive(Clone)]
pub struct Engine {
    tera: Arc<Tera>,
    /// The words of its documents.
    words: Arc<Words>,
    /// Where the text of each template of the engine stands in the user's.
    origins: Arc<HashMap<String, Origin>>,
}

/// Whether a text is the same for every subject, so that the engine need not read it.
fn is_constant(path: &Quoted) -> bool {
    !path.text.contains('{')
}

/// What the engine calls a template, and its text.
type Text = (String, String);

/// No document is larger than this.
const LARGEST: usize = 64 << 20;

impl Engine {
    /// Makes all templates ready; what is wrong with them is told all at once.
    pub fn new(templates: &Templates) -> Checked<Self> {
        let (mut engine, texts) = Self::with_texts(templates, |_| true)?;
        match Arc::make_mut(&mut engine.tera).add_raw_templates(texts.clone()) {
            Ok(()) => Ok(engine),
            Err(error) => Err(engine.all_errors(&texts, &error)),
        }
    }

    /// Makes the templates of some kinds of document ready, and of the others only what says where
    /// their pages are; or all of them, if those need others.
    pub fn for_kinds(templates: &Templates, wanted: impl Fn(&str) -> bool) -> Checked<Self> {
        let needed = templates.needed(|it| it.front.as_ref().is_some_and(|it| wanted(&it.kind)));
        let (mut engine, texts) = Self::with_texts(templates, |it| needed.contains(&it.full_name()))?;
        match Arc::make_mut(&mut engine.tera).add_raw_templates(texts) {
            Ok(()) => Ok(engine),
            Err(_) => Self::new(templates),
        }
    }

    /// An engine that is ready for templates, and the templates.
    fn with_texts(
        templates: &Templates,
        is_wanted: impl Fn(&Template) -> bool,
    ) -> Checked<(Self, Vec<Text>)> {
        let mut tera = Tera::new();
        let words = Arc::new(templates.words().clone());
        filters::register(&mut tera, &words);
        filters::register_marks(&mut tera, &words, Theme::default().marks());
        for group in ["words", "labels"] {
            let texts: BTreeMap<&str, &str> = words.group(group).collect();
            tera.global_context().insert(group, &texts);
        }
        tera.set_escape_fn(escape);
        tera.autoescape_on([".md"]);
        let mut engine = Self { tera: Arc::new(tera), words, origins: Arc::default() };
        let prefixes = [Layer::User.prefix(), Layer::BuiltIn.prefix()];
        Arc::make_mut(&mut engine.tera)
            .set_fallback_prefixes(prefixes)
            .map_err(|it| vec![engine.explain(&it)])?;
        let mut texts = Vec::new();
        for template in templates.layers() {
            if is_wanted(template) {
                texts.push(engine.body(template));
            }
            texts.extend(engine.front(template));
        }
        Ok((engine, texts))
    }

    /// The same for the documents of one plan: with its marks, and without the sections that it leaves out.
    pub fn dressed(&self, theme: &Theme, templates: &Templates) -> Checked<Self> {
        let mut engine = self.clone();
        if theme.marks() != Theme::default().marks() {
            filters::register_marks(Arc::make_mut(&mut engine.tera), &engine.words, theme.marks());
        }
        let mut texts = Vec::new();
        for (template, front) in templates.documents() {
            let chosen = theme.left_out(&front.kind);
            if chosen.is_empty() {
                continue;
            }
            let name = template.full_name();
            let mut text = format!("{{% extends \"{name}\" %}}");
            let left_out: Vec<&str> =
                templates.sections(template).into_iter().filter(|it| chosen.contains(it)).collect();
            for section in &left_out {
                text.extend(["{% block ", section, " %}{% endblock ", section, " %}"]);
            }
            if !left_out.is_empty() && self.tera.contains_template(&name) {
                texts.push((trimmed(template), text));
            }
        }
        if texts.is_empty() {
            return Ok(engine);
        }
        match Arc::make_mut(&mut engine.tera).add_raw_templates(texts) {
            Ok(()) => Ok(engine),
            Err(error) => Err(vec![self.explain(&error)]),
        }
    }

    /// The words of its documents.
    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    /// What the engine calls the body of a template, and its text.
    fn body(&mut self, template: &Template) -> Text {
        let name = template.full_name();
        Arc::make_mut(&mut self.origins)
            .insert(name.clone(), Origin::new(&template.source, template.body.clone()));
        (name, without_own_lines(template.body()))
    }

    /// What the engine calls the path and the condition of a template, with their texts.
    fn front(&mut self, template: &Template) -> Vec<Text> {
        let Some(front) = template.front.as_ref().filter(|it| belongs(it, template)) else {
            return Vec::new();
        };
        // The expression must begin where the text of its origin does.
        let when =
            front.when.as_ref().map(|it| ("when", it, format!("{{% if {} %}}yes{{% endif %}}", it.text)));
        let path = Some(&front.path).filter(|it| !is_constant(it)).map(|it| ("path", it, it.text.clone()));
        let parts = [path, when];
        let named = |(what, quoted, text): (&str, &Quoted, String)| {
            let name = format!("{}#{what}", template.full_name());
            Arc::make_mut(&mut self.origins).insert(name.clone(), quoted.origin.clone());
            (name, text)
        };
        parts.into_iter().flatten().map(named).collect()
    }

    /// The engine stops at the first error, so each template is parsed alone to find the others.
    fn all_errors(&self, texts: &[Text], first: &Error) -> Vec<Diagnostic> {
        let alone = |(name, text): &Text| {
            let error = self.tera.render_str(text, &Context::new(), false).err()?;
            let ErrorKind::SyntaxError(report) = error.kind() else { return None };
            let broken = broken(text).filter(|_| !name.contains('#'));
            let follows = broken.is_some() && follows_from_tags(report.message());
            let own = || self.located(name, report.message(), &report.span().range);
            let own = (!follows).then(own);
            Some(broken.map(|it| self.nested(name, it)).into_iter().chain(own))
        };
        let found: Vec<Diagnostic> = texts.iter().filter_map(alone).flatten().collect();
        if !found.is_empty() {
            return found;
        }
        let said = first.to_string();
        let printed: Vec<Diagnostic> = printed(&said).iter().map(|it| self.printed(it)).collect();
        if printed.is_empty() { vec![self.explain(first)] } else { printed }
    }

    /// Tags that do not fit together.
    fn nested(&self, template: &str, broken: Broken) -> Diagnostic {
        let problem = Diagnostic::error(broken.message).hint(broken.hint);
        let problem = self.place(template, &broken.span).into_iter().fold(problem, Diagnostic::at);
        let related = broken.related.and_then(|(span, label)| Some((self.place(template, &span)?, label)));
        related.into_iter().fold(problem, |it, (origin, label)| it.related(origin, label))
    }

    /// An error that the engine gives only in print.
    fn printed(&self, error: &Printed<'_>) -> Diagnostic {
        let text = self.origins.get(error.template).map_or("", Origin::text);
        self.located(error.template, error.message, &error.range(text))
    }

    /// Whether a document is rendered for this subject.
    pub(super) fn applies(&self, document: &Document<'_>, context: &Context) -> Checked<bool> {
        Ok(document.front.when.is_none() || self.of_front(document, "when", context)? == "yes")
    }

    /// The path of a page, as its template says it.
    pub(super) fn page_path(&self, document: &Document<'_>, context: &Context) -> Checked<String> {
        if is_constant(&document.front.path) {
            return Ok(document.front.path.text.clone());
        }
        Ok(unmarked(&self.of_front(document, "path", context)?))
    }

    fn of_front(&self, document: &Document<'_>, what: &str, context: &Context) -> Checked<String> {
        let name = format!("{}#{what}", owner(document.template, document.front));
        self.tera.render(&name, context).map_err(|it| vec![self.explain(&it)])
    }

    /// The text of a page.
    pub(super) fn page(&self, template: &Template, context: &Context) -> Checked<String> {
        let mut rendered = Capped::default();
        let name = Some(trimmed(template)).filter(|it| self.tera.contains_template(it));
        let name = name.unwrap_or_else(|| template.full_name());
        let result = self.tera.render_to(&name, context, &mut rendered);
        let at_start = || Origin::new(&template.source, template.body.start..template.body.start + 1);
        if rendered.is_full {
            let message = format!("the document is larger than {} MiB", LARGEST >> 20);
            return Err(vec![Diagnostic::error(message).at(at_start())]);
        }
        result.map_err(|it| vec![self.explain(&it)])?;
        let rendered = String::from_utf8_lossy(&rendered.bytes);
        let page = finish(&rendered);
        if let Some(at) = broken_mark(&page) {
            let before = &page[page[..at].rfind('\n').map_or(0, |it| it + 1)..at];
            let message = format!("a filter took the mark of a text apart, after `{before}`");
            return Err(vec![Diagnostic::error(message).at(at_start()).hint("print the text whole")]);
        }
        Ok(page)
    }

    fn explain(&self, error: &Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.located(report.filename(), report.message(), &report.span().range)
            }
            ErrorKind::CircularExtend { tpl, .. } => self.about(tpl, "the template extends itself"),
            ErrorKind::CircularInclude { tpl, .. } => self.about(tpl, "the template includes itself"),
            ErrorKind::MissingParent { current, parent } => {
                let problem = self.among(current, "").no_template(parent);
                self.place(current, &self.naming(current, parent)).into_iter().fold(problem, Diagnostic::at)
            }
            _ => Diagnostic::error(lower_first(error.to_string().lines().next().unwrap_or_default())),
        }
    }

    fn about(&self, template: &str, message: &str) -> Diagnostic {
        self.place(template, &(0..1)).into_iter().fold(Diagnostic::error(message), Diagnostic::at)
    }

    /// The bytes of a template at which it names another; its first if it does not.
    fn naming(&self, template: &str, other: &str) -> Range<usize> {
        let text = self.origins.get(template).map_or("", Origin::text);
        text.find(&format!("\"{other}\"")).map_or(0..1, |at| at..at + other.len() + 2)
    }

    fn among<'a>(&'a self, template: &'a str, text: &'a str) -> About<'a> {
        About { template, text, origins: &self.origins }
    }

    /// An error at a span of a template of the engine.
    fn located(&self, template: &str, message: &str, range: &Range<usize>) -> Diagnostic {
        let Some(place) = self.place(template, range) else {
            return explained(message, &self.among(template, ""));
        };
        let label = if template.contains('#') { "in the front matter" } else { "" };
        explained(message, &self.among(template, place.text())).at(place).label(label)
    }

    /// Where a span of a template of the engine stands in the user's.
    fn place(&self, template: &str, range: &Range<usize>) -> Option<Origin> {
        let origin = self.origins.get(template)?;
        // The text of a condition begins after `{% if `.
        let moved = if template.ends_with("#when") { "{% if ".len() } else { 0 };
        let place = |at: usize| origin.span.start + at.saturating_sub(moved).min(origin.span.len());
        let span = place(range.start)..place(range.end.max(range.start + 1));
        Some(Origin::new(&Arc::clone(&origin.source), span))
    }
}

/// Takes what is rendered until it is too much, so that a template cannot fill the memory.
#[derive(Default)]
struct Capped {
    bytes: Vec<u8>,
    is_full: bool,
}

impl std::io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.is_full |= self.bytes.len() + bytes.len() > LARGEST;
        if self.is_full {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether the engine says only where it noticed that tags do not fit together.
fn follows_from_tags(message: &str) -> bool {
    let expected = message.contains("but expected %}") || message.contains("but expected }}");
    expected
        || ["Unexpected end of input", "Unknown tag", "String opened"]
            .iter()
            .any(|it| message.starts_with(it))
}

/// Whether front matter is a template's own, and not that of the built-in which it overrides.
fn belongs(front: &FrontMatter, template: &Template) -> bool {
    Arc::ptr_eq(&front.path.origin.source, &template.source)
}

/// What the engine calls a template without the sections that a plan leaves out.
fn trimmed(template: &Template) -> String {
    format!("trimmed/{}", template.name)
}

/// What the engine calls the template that front matter stands in.
fn owner(template: &Template, front: &FrontMatter) -> String {
    let layer = if belongs(front, template) { template.layer } else { Layer::BuiltIn };
    format!("{}{}", layer.prefix(), template.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a user's template.
    fn page(text: &str) -> Checked<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.md"), text).unwrap();
        let templates = Templates::load(Some(folder.path())).unwrap();
        let own = templates.all().find(|it| it.name == "own.md").unwrap();
        let mut context = Context::new();
        context.insert("text", &crate::documents::text::Foreign::new("a|b"));
        context
            .insert("pages", &serde_json::json!({ "phase-prompt": { "2A": "prompts/PHASE2A_PROMPT.md" } }));
        Engine::new(&templates).unwrap().page(own, &context)
    }

    #[test]
    fn a_document_that_grows_too_large_is_stopped_while_it_is_rendered() {
        let row = "x".repeat(100_000);
        let text = format!(
            "{{% for a in range(end=700) %}}{row}{{% endfor %}}{{{{ throw(message=\"went on\") }}}}\n"
        );
        let problems = page(&text).unwrap_err();
        assert_eq!(problems[0].message, "the document is larger than 64 MiB");
        assert_eq!(problems[0].origin.as_ref().unwrap().source.name, "templates/own.md");
    }

    #[test]
    fn every_filter_test_and_function_gives_what_the_reference_says() {
        for tool in crate::render::tools() {
            let shown = page(&format!("```\n{{% set nothing = unknown %}}{{{{ {} }}}}\n```\n", tool.example));
            let shown = shown.unwrap_or_else(|it| panic!("{}: {}", tool.name, it[0].message));
            assert_eq!(shown, format!("```\n{}\n```\n", tool.gives), "{}", tool.name);
        }
    }

    #[test]
    fn text_that_escapes_escaping_is_an_error() {
        for filter in ["safe", "truncate(length=2)", "split(pat=\"|\") | first"] {
            let problems = page(&format!("{{{{ text | {filter} }}}}\n")).unwrap_err();
            assert!(problems[0].message.contains("took the mark"), "{filter}: {}", problems[0].message);
        }
        assert_eq!(page("{{ text | upper }}\n").unwrap(), "A\\|B\n");
    }
}
