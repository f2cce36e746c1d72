//! What a plan chooses for its documents: marks, places, titles of sections, and sections to leave out.

use super::text::Prose;
use crate::diagnostics::{Code, Diagnostic, Origin};
use crate::plan::{Plan, Slots, Spanned, holes, pieces, placeholders};
use crate::templates::{FrontMatter, Quoted, Subject, Templates, Words};
use std::collections::{BTreeMap, BTreeSet};

/// What a plan chooses for its documents.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The set of marks.
    marks: Option<String>,
    /// Where the documents of a kind go.
    paths: Vec<(String, Quoted)>,
    /// A kind of document, or every one; a section; its title.
    titles: Vec<(Option<String>, String, String)>,
    /// A kind of document, or every one; a section.
    left_out: Vec<(Option<String>, String)>,
    /// Kinds of document that are not rendered.
    without: BTreeSet<String>,
}

/// The set of marks that is used if a plan names none.
const PLAIN: &str = "plain";

impl Theme {
    /// The choices of a plan.
    pub fn of(plan: &Plan) -> Self {
        let theme = &plan.theme;
        let quoted = |it: &Spanned<String>| Quoted { text: it.value.clone(), origin: plan.origin(&it.span) };
        let named = |it: &str| (kind(it).map(str::to_owned), section(it).to_owned());
        let title = |(name, title): (&Spanned<String>, &Spanned<String>)| {
            let (kind, section) = named(name);
            (kind, section, marked(title))
        };
        Self {
            marks: theme.marks.as_ref().map(|it| it.value.clone()),
            paths: theme.paths.iter().map(|(kind, path)| (kind.value.clone(), quoted(path))).collect(),
            titles: theme.titles.iter().map(title).collect(),
            left_out: theme.leave_out.iter().map(|it| named(it)).collect(),
            without: theme.leave_out_documents.iter().map(|it| it.value.clone()).collect(),
        }
    }

    /// The set of marks.
    pub fn marks(&self) -> &str {
        self.marks.as_deref().unwrap_or(PLAIN)
    }

    /// Whether documents of a kind are not rendered.
    pub fn is_without(&self, kind: &str) -> bool {
        self.without.contains(kind)
    }

    /// Whether pages should do with the letters of every keyboard.
    pub fn is_plain(&self) -> bool {
        self.marks() == PLAIN
    }

    /// Where documents of a kind go, if the plan says so.
    pub fn path(&self, kind: &str) -> Option<&Quoted> {
        self.paths.iter().find(|it| it.0 == kind).map(|it| &it.1)
    }

    /// The titles of the sections of a kind of document. What the plan says of one kind comes before
    /// what it says of all.
    pub fn titles(&self, words: &Words, kind: &str) -> BTreeMap<String, String> {
        let built_in = words.titles(kind);
        let mut titles: BTreeMap<String, String> =
            built_in.iter().map(|(name, title)| ((*name).to_owned(), (*title).to_owned())).collect();
        let mut chosen: Vec<&(Option<String>, String, String)> =
            self.titles.iter().filter(|it| it.0.as_deref().is_none_or(|it| it == kind)).collect();
        chosen.sort_by_key(|it| it.0.is_some());
        for (_, section, title) in chosen {
            titles.entry(section.clone()).and_modify(|it| it.clone_from(title));
        }
        titles
    }

    /// The sections that documents of a kind leave out.
    pub fn left_out(&self, kind: &str) -> BTreeSet<&str> {
        let own = self.left_out.iter().filter(|it| it.0.as_deref().is_none_or(|it| it == kind));
        own.map(|it| it.1.as_str()).collect()
    }
}

/// The kind of document before the last dot of a name.
fn kind(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|it| it.0)
}

/// The places for texts that a template reads: `text.closing`.
fn places(template: &str) -> impl Iterator<Item = &str> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let name = move |it: &'_ (usize, &'_ str)| !template[..it.0].ends_with(|it| is_part(it) || it == '.');
    let found = template.match_indices("text.").filter(name).map(|it| &template[it.0 + it.1.len()..]);
    found.map(move |it| &it[..it.find(|it| !is_part(it)).unwrap_or(it.len())])
}

fn section(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |it| it.1)
}

/// A title whose texts, but not its places, are marked as those of a plan. Blanks stay outside of marks.
fn marked(title: &str) -> String {
    let mut marked = String::with_capacity(title.len() + 8);
    for (text, place) in pieces(title) {
        let inner = text.trim();
        let (before, after) = text.split_at(text.find(inner).unwrap_or(0));
        let mark = |it: &str| serde_json::to_value(Prose::new(it)).ok()?.as_str().map(str::to_owned);
        marked.push_str(before);
        marked.push_str(&Some(inner).filter(|it| !it.is_empty()).and_then(mark).unwrap_or_default());
        marked.push_str(&after[inner.len()..]);
        if let Some(place) = place {
            marked.extend(["{", place, "}"]);
        }
    }
    marked
}

/// Names that a path may use, for documents about one thing.
fn path_names(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Plan | Subject::Comparison => &["plan.id"],
        Subject::Phase => &["plan.id", "phase.id"],
        Subject::Service => &["plan.id", "service.id"],
        Subject::Repository => &["plan.id", "repository.id"],
        Subject::PullRequest => &["plan.id", "pull_request.id"],
        Subject::Change => &["plan.id", "change.id"],
        Subject::Session => &["plan.id", "session.id", "session.date"],
    }
}

/// Everything in the theme of a plan that names a kind, a section or a set of marks that there is not.
pub(super) fn check_theme(templates: &Templates, plan: &Plan) -> Vec<Diagnostic> {
    let check = Check { templates, plan };
    let mut problems: Vec<Diagnostic> = check.marks().into_iter().collect();
    problems.extend(plan.theme.paths.iter().filter_map(|it| check.path(it)));
    problems.extend(check.titles(&plan.theme.titles));
    problems.extend(plan.theme.leave_out.iter().filter_map(|it| check.left_out(it)));
    problems.extend(plan.text.iter().filter_map(|it| check.place(it.0)));
    problems.extend(plan.theme.leave_out_documents.iter().filter_map(|it| check.kind(it, it)));
    problems
}

struct Check<'a> {
    templates: &'a Templates,
    plan: &'a Plan,
}

impl<'a> Check<'a> {
    fn at(&self, text: &Spanned<String>) -> Origin {
        self.plan.origin(&text.span)
    }

    fn marks(&self) -> Option<Diagnostic> {
        let marks = self.plan.theme.marks.as_ref()?;
        let known = self.templates.words().marks();
        let problem = Code::UnknownMarks.says(format!("no set of marks is called `{}`", marks.value));
        (!known.contains(marks.as_str())).then(|| problem.at(self.at(marks)).suggest(marks, known))
    }

    fn fronts(&self) -> impl Iterator<Item = &'a FrontMatter> {
        self.templates.documents().map(|it| it.1)
    }

    /// A kind of document for which there is no template.
    fn kind(&self, name: &Spanned<String>, kind: &str) -> Option<Diagnostic> {
        let known: Vec<&str> = self.fronts().map(|it| it.kind.as_str()).collect();
        let problem =
            Code::UnknownTemplate.says(format!("there is no template for documents of kind `{kind}`"));
        (!known.contains(&kind)).then(|| problem.at(self.at(name)).suggest(kind, known))
    }

    fn path(&self, (kind, path): (&Spanned<String>, &Spanned<String>)) -> Option<Diagnostic> {
        let Some(front) = self.fronts().find(|it| it.kind == kind.value) else {
            return self.kind(kind, kind);
        };
        let known = path_names(front.subject);
        let name = placeholders(path).into_iter().map(|it| it.1).find(|it| !known.contains(it))?;
        let problem = Code::UnknownPlaceholder.says(format!("nothing is called `{name}` in this path"));
        Some(problem.at(self.at(path)).suggest(name, known.iter().copied()))
    }

    fn titles(&self, titles: &Slots) -> Vec<Diagnostic> {
        let problem = |(name, title): (&Spanned<String>, &Spanned<String>)| {
            let words = self.templates.words();
            let known = |kind: &str| words.titles(kind).into_keys().collect();
            self.section(name, known).or_else(|| {
                let kinds: Vec<&str> = kind(name)
                    .map_or_else(|| self.fronts().map(|it| it.kind.as_str()).collect(), |it| vec![it]);
                let title_of = |kind: &&str| words.titles(kind).get(section(name)).copied();
                let places: BTreeSet<&str> = kinds.iter().filter_map(title_of).flat_map(holes).collect();
                let place = holes(title).find(|it| !places.contains(it))?;
                let problem =
                    Code::UnknownPlaceholder.says(format!("nothing is called `{{{place}}}` in this title"));
                Some(problem.at(self.at(title)).suggest(place, places))
            })
        };
        titles.iter().filter_map(problem).collect()
    }

    fn left_out(&self, name: &Spanned<String>) -> Option<Diagnostic> {
        let known = |kind: &str| {
            let documents = self.templates.documents().filter(|it| it.1.kind == kind);
            documents.flat_map(|it| self.templates.sections(it.0)).collect()
        };
        self.section(name, known)
    }

    /// A text for a place that no template has.
    fn place(&self, name: &Spanned<String>) -> Option<Diagnostic> {
        let known: BTreeSet<&str> = self.templates.all().flat_map(|it| places(it.body())).collect();
        let place = section(name);
        let problem = Code::UnknownSection.says(format!("no document has a place `{place}` for a text"));
        (!known.contains(place)).then(|| problem.at(self.at(name)).suggest(place, known))
    }

    /// A section that is not among those of its kind, or of any kind.
    fn section(&self, name: &Spanned<String>, known: impl Fn(&str) -> Vec<&'a str>) -> Option<Diagnostic> {
        let (sections, within): (Vec<&str>, String) = match kind(name) {
            Some(kind) => match self.kind(name, kind) {
                Some(problem) => return Some(problem),
                None => (known(kind), format!("in documents of kind `{kind}`")),
            },
            None => (self.fronts().flat_map(|it| known(&it.kind)).collect(), "in any document".to_owned()),
        };
        let section = section(name);
        let problem = Code::UnknownSection.says(format!("there is no section `{section}` {within}"));
        (!sections.contains(&section)).then(|| problem.at(self.at(name)).suggest(section, sections))
    }
}
