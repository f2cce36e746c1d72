//! Tera, with our filters and escaping, and with its errors as diagnostics in the user's template.

use super::escape::{broken_mark, escape, unmarked};
use super::faults::{Faults, settle};
use super::filters;
use super::finish::{finish, without_own_lines};
use super::origins::Origins;
use crate::diagnostics::{Checked, Diagnostic, Origin};
use crate::documents::{Document, Theme};
use crate::templates::{FrontMatter, Layer, Quoted, Template, Templates, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, Error, Tera};

/// All templates of a project, ready to be rendered.
#[derive(Clone, Default)]
pub struct Engine {
    tera: Arc<Tera>,
    /// The words of its documents.
    words: Arc<Words>,
    /// Where the text of each template of the engine stands in the user's.
    origins: Arc<Origins>,
    faults: Arc<Faults>,
}

/// Whether a text is the same for every subject, so that the engine need not read it.
fn is_constant(path: &Quoted) -> bool {
    !path.text.contains('{')
}

/// What the engine calls a template, and its text.
pub(super) type Text = (String, String);

/// No document is larger than this.
const LARGEST: usize = 64 << 20;

impl Engine {
    /// Makes all templates ready; what is wrong with them is told all at once.
    pub fn new(templates: &Templates) -> Checked<Self> {
        let (engine, problems) = Self::of(templates);
        if problems.is_empty() { Ok(engine) } else { Err(problems) }
    }

    /// Makes ready what is right in the templates, and tells everything that is wrong.
    pub fn of(templates: &Templates) -> (Self, Vec<Diagnostic>) {
        let (mut engine, texts) = match Self::with_texts(templates, |_| true) {
            Ok(made) => made,
            Err(problems) => return (Self::default(), problems),
        };
        let unread = templates.unread().map(Template::full_name).collect();
        let (faults, problems) = settle(Arc::make_mut(&mut engine.tera), &engine.origins, (&texts, unread));
        engine.faults = Arc::new(faults);
        (engine, problems)
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
        let mut engine = Self { tera: Arc::new(tera), words, ..Self::default() };
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
        let origin = Origin::new(&template.source, template.body.clone());
        Arc::make_mut(&mut self.origins).add(&name, origin);
        (name, without_own_lines(template.body()))
    }

    /// What the engine calls the path and the condition of a template, with their texts.
    fn front(&mut self, template: &Template) -> Vec<Text> {
        let own = template.front.as_ref().filter(|it| belongs(it, template) && !template.is_unread);
        let Some(front) = own else {
            return Vec::new();
        };
        // The expression must begin where the text of its origin does.
        let when =
            front.when.as_ref().map(|it| ("when", it, format!("{{% if {} %}}yes{{% endif %}}", it.text)));
        let path = Some(&front.path).filter(|it| !is_constant(it)).map(|it| ("path", it, it.text.clone()));
        let parts = [path, when];
        let named = |(what, quoted, text): (&str, &Quoted, String)| {
            let name = format!("{}#{what}", template.full_name());
            Arc::make_mut(&mut self.origins).add(&name, quoted.origin.clone());
            (name, text)
        };
        parts.into_iter().flatten().map(named).collect()
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

    /// What comes of a template before it gets its final form.
    pub(super) fn printed(&self, template: &Template, context: &Context) -> Checked<String> {
        let mut rendered = Capped::default();
        let name = Some(trimmed(template)).filter(|it| self.tera.contains_template(it));
        let name = name.unwrap_or_else(|| template.full_name());
        let result = self.tera.render_to(&name, context, &mut rendered);
        if rendered.is_full {
            let message = format!("the document is larger than {} MiB", LARGEST >> 20);
            return Err(vec![Diagnostic::error(message).at(at_start(template))]);
        }
        result.map_err(|it| {
            let problem = self.origins.explain(&it);
            vec![if problem.origin.is_some() { problem } else { problem.at(at_start(template)) }]
        })?;
        Ok(String::from_utf8_lossy(&rendered.bytes).into_owned())
    }

    /// The text of a page.
    pub(super) fn page(&self, template: &Template, context: &Context) -> Checked<String> {
        let page = finish(&self.printed(template, context)?);
        if let Some(at) = broken_mark(&page) {
            let before = &page[page[..at].rfind('\n').map_or(0, |it| it + 1)..at];
            let message = format!("a filter took the mark of a text apart, after `{before}`");
            return Err(vec![Diagnostic::error(message).at(at_start(template)).hint("print the text whole")]);
        }
        Ok(page)
    }

    fn explain(&self, error: &Error) -> Diagnostic {
        self.origins.explain(error)
    }

    /// The same with something made of the text of each template that is right; `None` if the engine refuses it.
    pub(super) fn with_bodies(&self, mut make: impl FnMut(&Origin) -> String) -> Option<Self> {
        let names: BTreeSet<&str> = self.origins.names().collect();
        let is_body = |it: &&str| {
            !it.contains('#') && self.tera.contains_template(it) && !self.faults.broken.contains(*it)
        };
        let texts = names.into_iter().filter(is_body);
        let texts: Vec<Text> =
            texts.filter_map(|it| Some((it.to_owned(), make(self.origins.of(it)?)))).collect();
        let mut engine = self.clone();
        Arc::make_mut(&mut engine.tera).add_raw_templates(texts).ok()?;
        Some(engine)
    }

    /// What of the templates cannot be used.
    pub(super) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Whether something in the templates cannot be used.
    pub fn has_faults(&self) -> bool {
        !self.faults.broken.is_empty()
    }

    /// Whether everything that a document is made of can be used.
    pub fn is_whole(&self, templates: &Templates, template: &Template) -> bool {
        let Faults { broken, components, .. } = &*self.faults;
        if templates.is_wordless() {
            return false;
        }
        let calls = |it: &Template| components.iter().any(|name| it.body().contains(&format!("<{name}")));
        let is_whole = |it: &Template| !broken.contains(&it.full_name()) && !calls(it);
        broken.is_empty() || templates.with_parts(template).into_iter().all(is_whole)
    }

    /// Whether it can be said for which subjects a document is rendered, and where its pages are.
    pub(super) fn is_placed(&self, document: &Document<'_>) -> bool {
        let name = owner(document.template, document.front);
        !document.template.is_unread
            && !["path", "when"].iter().any(|it| self.faults.broken.contains(&format!("{name}#{it}")))
    }
}

/// The first letter of the body of a template.
fn at_start(template: &Template) -> Origin {
    Origin::new(&template.source, template.body.start..template.body.start + 1)
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
