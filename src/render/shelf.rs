//! Which pages a composition has, where they are, and how one of them is rendered.

use super::body::formed;
use super::{Engine, Page};
use crate::diagnostics::{Checked, Diagnostic};
use crate::documents::{Composition, Document, Form, Subject, TextView, Theme};
use crate::templates::Words;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use tera::Context;

/// All pages of a composition, before any of them is rendered, so that they can link to each other.
pub struct Shelf {
    entries: Vec<Entry>,
    base: Context,
    subjects: Subjects,
    texts: Vec<TextView>,
    theme: Theme,
    /// Of each pull request.
    forms: Vec<Form>,
    contents: Value,
    is_partial: bool,
}

/// A page to be.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The kind of its document.
    pub kind: String,
    /// The id of its subject.
    pub subject: String,
    /// Its path below the output of its plan.
    pub path: String,
    /// Index into the documents that the shelf was made of.
    pub document: usize,
}

/// The views as the engine wants them, made once.
struct Subjects {
    phases: Vec<tera::Value>,
    cards: Vec<tera::Value>,
    repositories: Vec<tera::Value>,
    changes: Vec<tera::Value>,
    sessions: Vec<tera::Value>,
    pull_requests: Vec<tera::Value>,
    comparison: tera::Value,
}

impl Shelf {
    /// Works out the path of every page; a document whose `when` does not hold has none.
    pub fn of(engine: &Engine, documents: &[Document<'_>], composition: &Composition) -> Checked<Self> {
        let (shelf, problems) = Self::as_far(engine, documents, composition);
        if problems.is_empty() { Ok(shelf) } else { Err(problems) }
    }

    /// The same without the documents of which it cannot be said where their pages are, and what is wrong.
    pub fn as_far(
        engine: &Engine,
        documents: &[Document<'_>],
        composition: &Composition,
    ) -> (Self, Vec<Diagnostic>) {
        let plan = tera::Value::from_serializable(&composition.plan);
        let subjects = Subjects::of(&plan, composition);
        let mut base = Context::new();
        base.insert_value("plan", plan);
        base.insert_value("sessions", tera::Value::from(subjects.sessions.clone()));
        base.insert_value("pull_requests", tera::Value::from(subjects.pull_requests.clone()));
        let (texts, theme) = (composition.texts.clone(), composition.theme.clone());
        let forms = composition.pull_requests.iter().map(|it| it.form.clone()).collect();
        let (contents, is_partial) = (Value::Null, false);
        let mut shelf =
            Self { entries: Vec::new(), base, subjects, texts, theme, forms, contents, is_partial };
        let mut problems = Vec::new();
        for (index, document) in documents.iter().enumerate() {
            if !engine.is_placed(document) {
                shelf.is_partial = true;
                continue;
            }
            let context = shelf.context(document.subject);
            match shelf.path(engine, document, (&context, composition)) {
                Ok(Some(path)) => {
                    let subject = document.subject.id(composition).to_owned();
                    shelf.entries.push(Entry {
                        kind: document.front.kind.clone(),
                        subject,
                        path,
                        document: index,
                    });
                }
                Ok(None) => {}
                Err(found) => {
                    shelf.is_partial = true;
                    problems.extend(found);
                }
            }
        }
        problems.extend(shelf.doubled(documents));
        // Where pages are missing, a link to one that is not there may be right.
        let paths = if shelf.is_partial { Value::Null } else { shelf.paths() };
        shelf.base.insert("pages", &paths);
        let kinds = shelf.kinds();
        shelf.base.insert("kinds", &kinds);
        shelf.contents = shelf.listed(documents, composition);
        shelf.base.insert("contents", &shelf.contents);
        (shelf, problems)
    }

    /// Whether there are pages of which it is not known where they are.
    pub(super) fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// The pages, in name order of their templates and in plan order of their subjects.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Renders one page.
    pub fn render(&self, engine: &Engine, document: &Document<'_>, entry: &Entry) -> Checked<Page> {
        let context = self.page_context(engine, document, entry);
        let mut text = engine.page(document.template, &context)?;
        let form = self.form(document, entry);
        if let Some(form) = &form {
            let titles = self.theme.titles(engine.words(), &entry.kind);
            text = formed(&text, form, &titles, engine.words());
        }
        let (path, kind) = (entry.path.clone(), entry.kind.clone());
        let follows = form.as_ref().is_some_and(|it| it.template.is_some());
        Ok(Page { path, kind, text, follows, forge: form.map(|it| it.forge) })
    }

    /// What the template of a page sees.
    pub(super) fn page_context(&self, engine: &Engine, document: &Document<'_>, entry: &Entry) -> Context {
        let mut context = self.context(document.subject);
        context.insert("page", &entry.path);
        context.insert("text", &texts(&self.texts, &entry.kind));
        context.insert("titles", &self.theme.titles(engine.words(), &entry.kind));
        context.insert("left_out", &self.theme.left_out(&entry.kind));
        context
    }

    /// What a page is put into after it is rendered.
    fn form(&self, document: &Document<'_>, entry: &Entry) -> Option<Form> {
        let Subject::PullRequest(at) = document.subject else { return None };
        let mut form = self.forms.get(at)?.clone();
        if self.theme.left_out(&entry.kind).contains("closing") {
            form.closing.records.clear();
        }
        Some(form)
    }

    /// The path of a page; `None` if its document is not rendered for this subject.
    fn path(
        &self,
        engine: &Engine,
        document: &Document<'_>,
        (context, composition): (&Context, &Composition),
    ) -> Checked<Option<String>> {
        if !engine.applies(document, context)? {
            return Ok(None);
        }
        let chosen = self.theme.path(&document.front.kind);
        let chosen = chosen.map(|it| document.subject.path(&it.text, composition));
        chosen.map_or_else(|| engine.page_path(document, context), Ok).map(Some)
    }

    fn context(&self, subject: Subject) -> Context {
        let mut context = self.base.clone();
        let mut add = |name: &'static str, value: Option<&tera::Value>| {
            context.insert_value(name, value.cloned().unwrap_or_else(tera::Value::none));
        };
        match subject {
            Subject::Plan => {}
            Subject::Comparison => add("comparison", Some(&self.subjects.comparison)),
            Subject::Phase(phase) => add("phase", self.subjects.phases.get(phase)),
            Subject::Service(service) => add("service", self.subjects.cards.get(service)),
            Subject::Change(index) => add("change", self.subjects.changes.get(index)),
            Subject::Repository(index) => add("repository", self.subjects.repositories.get(index)),
            Subject::PullRequest(index) => add("pull_request", self.subjects.pull_requests.get(index)),
            Subject::Session(index) => add("session", self.subjects.sessions.get(index)),
        }
        context
    }

    /// Paths by kind and subject.
    fn paths(&self) -> Value {
        let mut kinds = Map::new();
        for entry in &self.entries {
            let subjects = kinds.entry(entry.kind.clone()).or_insert_with(|| json!({}));
            subjects[&entry.subject] = json!(entry.path);
        }
        Value::Object(kinds)
    }

    /// Kinds of document that there are pages of, so that a template links only to what is there.
    fn kinds(&self) -> Value {
        let mut kinds: Vec<&str> = self.entries.iter().map(|it| it.kind.as_str()).collect();
        kinds.dedup();
        json!(kinds)
    }

    /// Kinds of document with their pages, for templates that list them.
    fn listed(&self, documents: &[Document<'_>], composition: &Composition) -> Value {
        let mut kinds: Vec<Value> = Vec::new();
        for entry in &self.entries {
            let Document { front, subject, .. } = documents[entry.document];
            let page = json!({ "subject": entry.subject, "title": subject.title(composition) });
            match kinds.last_mut().filter(|it| it["kind"] == entry.kind.as_str()) {
                Some(kind) => kind["pages"].as_array_mut().into_iter().for_each(|it| it.push(page.clone())),
                None => kinds.push(json!({
                    "kind": entry.kind, "about": front.about, "for": front.subject.name(), "pages": [page],
                })),
            }
        }
        Value::Array(kinds)
    }

    /// What a template sees of a subject, for people who write templates. Marks of texts are left out.
    pub fn context_json(&self, about: (&str, Subject), composition: &Composition, words: &Words) -> Value {
        let mut context = self.shared_json(composition, words);
        context.extend(own_json(about, composition, words));
        without_marks(Value::Object(context))
    }

    /// The part of it that is the same for every document.
    pub(super) fn shared_json(&self, composition: &Composition, words: &Words) -> Map<String, Value> {
        fields(json!({
            "plan": composition.plan, "sessions": composition.sessions,
            "pull_requests": composition.pull_requests,
            "labels": words.group("labels").collect::<BTreeMap<_, _>>(),
            "words": words.group("words").collect::<BTreeMap<_, _>>(),
            "contents": self.contents, "kinds": self.kinds(),
        }))
    }

    fn doubled(&self, documents: &[Document<'_>]) -> Vec<Diagnostic> {
        let mut seen: HashMap<String, &Entry> = HashMap::new();
        let mut problems: Vec<Diagnostic> = Vec::new();
        for entry in &self.entries {
            let Some(first) = seen.insert(entry.path.to_lowercase(), entry) else { continue };
            let place = |it: &Entry| {
                let chosen = self.theme.path(&it.kind);
                chosen.unwrap_or(&documents[it.document].front.path).origin.clone()
            };
            let message = format!(
                "`{}` of `{}` and `{}` of `{}` have the same path `{}`",
                first.kind, first.subject, entry.kind, entry.subject, entry.path
            );
            let (here, other) = (place(entry), place(first));
            let problem = Diagnostic::error(message).at(here.clone());
            problems.push(if here != other {
                problem.related(other, "the other one").hint("give one of them another path")
            } else if problems.iter().all(|it| it.origin.as_ref() != Some(&here)) {
                problem.hint("put the id of the subject into the path")
            } else {
                continue;
            });
        }
        problems
    }
}

impl Subjects {
    fn of(plan: &tera::Value, composition: &Composition) -> Self {
        let list = |name: &str| {
            let list = plan.get_from_path(name).and_then(tera::Value::as_array);
            list.map(<[tera::Value]>::to_vec).unwrap_or_default()
        };
        Self {
            phases: list("phases"),
            cards: list("cards"),
            repositories: list("repositories"),
            changes: list("changes"),
            sessions: composition.sessions.iter().map(tera::Value::from_serializable).collect(),
            pull_requests: composition.pull_requests.iter().map(tera::Value::from_serializable).collect(),
            comparison: tera::Value::from_serializable(&composition.comparison),
        }
    }
}

/// The texts that a plan gives to a kind of document, or to all; those of the usual places are there, if empty.
fn texts(texts: &[TextView], kind: &str) -> Value {
    let mut slots = json!({ "introduction": null, "closing": null });
    let of_all = texts.iter().filter(|it| it.kind.is_none());
    let own = texts.iter().filter(|it| it.kind.as_deref() == Some(kind));
    for text in of_all.chain(own) {
        slots[&text.slot] = json!(text.text);
    }
    slots
}

/// The part of what a template sees that is of its kind and subject.
pub(super) fn own_json(
    (kind, subject): (&str, Subject),
    composition: &Composition,
    words: &Words,
) -> Map<String, Value> {
    let plan = composition.plan.as_ref();
    let phases = plan.map_or(&[][..], |it| &it.phases);
    let mut context = json!({
        "text": texts(&composition.texts, kind), "titles": composition.theme.titles(words, kind),
        "left_out": composition.theme.left_out(kind),
    });
    match subject {
        Subject::Plan => {}
        Subject::Comparison => context["comparison"] = json!(composition.comparison),
        Subject::Phase(phase) => context["phase"] = json!(phases[phase]),
        Subject::Service(service) => context["service"] = json!(plan.map(|it| &it.cards[service])),
        Subject::Change(index) => context["change"] = json!(plan.map(|it| &it.changes[index])),
        Subject::Repository(index) => context["repository"] = json!(plan.map(|it| &it.repositories[index])),
        Subject::PullRequest(index) => context["pull_request"] = json!(composition.pull_requests[index]),
        Subject::Session(index) => context["session"] = json!(composition.sessions[index]),
    }
    fields(context)
}

/// The fields of an object.
fn fields(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// A view as JSON, for programs. Marks of texts are left out.
pub fn view_json(view: &impl serde::Serialize) -> Value {
    without_marks(json!(view))
}

fn without_marks(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace(|it| ('\u{fdd0}'..='\u{fdd3}').contains(&it), "")),
        Value::Array(values) => values.into_iter().map(without_marks).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, without_marks(value))).collect()
        }
        other => other,
    }
}
