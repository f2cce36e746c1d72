//! Makes all views of a plan, and pairs each template with its subjects.

use super::comparison::{ComparisonView, of_versions};
use super::form::Asked;
use super::inputs::Inputs;
use super::plan::{PlanView, plan_view};
use super::pull_request::{PullRequestView, pull_request_view};
use super::session::{self, Called, SessionView, session_view};
use super::text::Prose;
use super::theme::{Theme, check_theme};
use crate::diagnostics::{Code, Diagnostic, clean_block};
use crate::plan::{Plan, Spanned, fill};
use crate::results::{latest_session, pull_request_window, session_window};
use crate::templates::{self, FrontMatter, Template, Templates};

/// All views that documents are rendered from.
#[derive(Clone, Debug, Default)]
pub struct Composition {
    /// The plan with its phases; `None` where there is no plan.
    pub plan: Option<PlanView>,
    /// Sessions that the plan names, then the latest one.
    pub sessions: Vec<SessionView>,
    /// Pull requests that the plan names and whose branches exist.
    pub pull_requests: Vec<PullRequestView>,
    /// The plan beside the one that it replaces and its variants, or what was named on the command line.
    pub comparison: Option<ComparisonView>,
    /// Free Markdown of the plan for documents.
    pub texts: Vec<TextView>,
    /// What the plan chooses for its documents.
    pub theme: Theme,
}

/// Free Markdown for a place in a kind of document.
#[derive(Clone, Debug)]
pub struct TextView {
    /// The kind of document; every one that has the place if absent.
    pub kind: Option<String>,
    /// The place: `introduction`, `closing`, or another that a template has.
    pub slot: String,
    /// The Markdown.
    pub text: String,
}

/// A template with the subject that it is rendered for.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The template.
    pub template: &'a Template,
    /// Its front matter.
    pub front: &'a FrontMatter,
    /// The subject.
    pub subject: Subject,
}

/// What a document is about, by index into the lists of a [`Composition`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Subject {
    Plan,
    Phase(usize),
    Service(usize),
    Repository(usize),
    PullRequest(usize),
    Session(usize),
    Comparison,
    Change(usize),
}

/// Makes all views of a plan. `gap` is the longest pause within a session, in minutes.
pub fn compose(inputs: &Inputs<'_>, gap: u32) -> Composition {
    let Some(planned) = inputs.plan else { return Composition::default() };
    let zone = planned.plan.calendar.zone();
    let plan = plan_view(inputs, planned);
    let named = planned.plan.sessions.iter().map(|it| {
        let called = Called { id: &it.id, planned: Some(it), zone: zone.as_ref() };
        session_view(inputs, &called, &session_window(planned.plan, it))
    });
    let latest = Called { id: "latest", planned: None, zone: zone.as_ref() };
    let latest = session_view(inputs, &latest, &latest_session(gap));
    let sessions = named.chain([latest]).filter(|it| it.commits > 0).map(|it| it.within(&plan));
    let mut sessions: Vec<SessionView> = sessions.collect();
    session::place(&mut sessions);
    Composition {
        plan: Some(plan),
        sessions,
        pull_requests: pull_requests(inputs),
        comparison: of_versions(planned),
        texts: texts(planned.plan),
        theme: Theme::of(planned.plan),
    }
}

impl Composition {
    /// Says of each work tree that was looked at whether files differ from the commit.
    pub fn look(&mut self, trees: &[(String, bool)]) {
        let plan = self.plan.as_ref().map(|it| it.id.clone()).unwrap_or_default();
        for session in &mut self.sessions {
            session.handoff.iter_mut().for_each(|it| it.look((&plan, &session.id), trees));
        }
    }
}

fn texts(plan: &Plan) -> Vec<TextView> {
    let text = |(slot, text): (&Spanned<String>, &Spanned<String>)| {
        let (kind, slot) = slot.rsplit_once('.').map_or((None, slot.as_str()), |it| (Some(it.0), it.1));
        TextView { kind: kind.map(str::to_owned), slot: slot.to_owned(), text: clean_block(text) }
    };
    plan.text.iter().map(text).collect()
}

/// What a plan says of its documents and that fits no template: kinds, sections, marks.
pub fn misfits(templates: &Templates, plan: &Plan) -> Vec<Diagnostic> {
    let kinds: Vec<&str> = templates.documents().map(|(_, front)| front.kind.as_str()).collect();
    let papers = plan.documents.iter().filter_map(|it| it.template.as_ref());
    let papers = papers.map(|it| (it.as_str(), &it.span));
    let texts = plan.text.iter().filter_map(|(slot, _)| Some((slot.rsplit_once('.')?.0, &slot.span)));
    let unknown = papers.chain(texts).filter(|it| !kinds.contains(&it.0));
    let problem = |(kind, span): (&str, &std::ops::Range<usize>)| {
        let problem =
            Code::UnknownTemplate.says(format!("there is no template for documents of kind `{kind}`"));
        problem.at(plan.origin(span)).suggest(kind, kinds.iter().copied())
    };
    unknown.map(problem).chain(check_theme(templates, plan)).collect()
}

fn pull_requests(inputs: &Inputs<'_>) -> Vec<PullRequestView> {
    let Some(planned) = inputs.plan else { return Vec::new() };
    let view = |it: &crate::plan::PullRequest| {
        let id = &planned.plan.repository(it.repository.as_ref())?.id;
        let repository = inputs.history.repositories.iter().find(|it| it.id == id.as_str())?;
        let window = repository.window(&pull_request_window(it)).filter(|it| !it.commits.is_empty())?;
        Some(pull_request_view(inputs, (repository, window), Some(it), Asked::default()))
    };
    planned.plan.pull_requests.iter().filter_map(view).collect()
}

/// Pairs each document template with its subjects, in name order of the templates.
pub fn documents<'a>(templates: &'a Templates, composition: &Composition) -> Vec<Document<'a>> {
    let pair = |(template, front): (&'a Template, &'a FrontMatter)| {
        let subjects = subjects(front.subject, composition);
        subjects.into_iter().map(move |subject| Document { template, front, subject })
    };
    templates.documents().filter(|it| !composition.theme.is_without(&it.1.kind)).flat_map(pair).collect()
}

fn subjects(wanted: templates::Subject, composition: &Composition) -> Vec<Subject> {
    let phases = composition.plan.as_ref().map_or(&[][..], |it| &it.phases);
    match wanted {
        templates::Subject::Plan => composition.plan.iter().map(|_| Subject::Plan).collect(),
        templates::Subject::Phase => (0..phases.len()).map(Subject::Phase).collect(),
        templates::Subject::Service => {
            let count = composition.plan.as_ref().map_or(0, |it| it.cards.len());
            (0..count).map(Subject::Service).collect()
        }
        templates::Subject::Repository => {
            let count = composition.plan.as_ref().map_or(0, |it| it.repositories.len());
            (0..count).map(Subject::Repository).collect()
        }
        templates::Subject::PullRequest => {
            (0..composition.pull_requests.len()).map(Subject::PullRequest).collect()
        }
        templates::Subject::Session => (0..composition.sessions.len()).map(Subject::Session).collect(),
        templates::Subject::Change => {
            let count = composition.plan.as_ref().map_or(0, |it| it.changes.len());
            (0..count).map(Subject::Change).collect()
        }
        templates::Subject::Comparison => {
            composition.comparison.iter().map(|_| Subject::Comparison).collect()
        }
    }
}

impl Subject {
    /// A path of the plan's theme with its names replaced.
    pub fn path(self, pattern: &str, composition: &Composition) -> String {
        let plan = composition.plan.as_ref();
        let phases = plan.map_or(&[][..], |it| &it.phases);
        let value = |name: &str| match (name, self) {
            ("plan.id", _) => plan.map(|it| it.id.clone()),
            ("phase.id", Self::Phase(phase)) => Some(phases[phase].id.clone()),
            ("service.id", Self::Service(_))
            | ("repository.id", Self::Repository(_))
            | ("pull_request.id", Self::PullRequest(_))
            | ("change.id", Self::Change(_))
            | ("session.id", Self::Session(_)) => Some(self.id(composition).to_owned()),
            ("session.date", Self::Session(at)) => {
                Some(composition.sessions[at].date.clone().unwrap_or_default())
            }
            _ => None,
        };
        fill(pattern, value)
    }

    /// The name of the subject, if it is one of several of its sort.
    pub fn title(self, composition: &Composition) -> Option<&Prose> {
        let plan = composition.plan.as_ref();
        match self {
            Self::Plan | Self::Comparison | Self::Repository(_) | Self::Change(_) => None,
            Self::Phase(phase) => plan.map(|it| &it.phases[phase].title),
            Self::Service(service) => plan.map(|it| &it.cards[service].stated.title),
            Self::PullRequest(index) => composition.pull_requests[index].title.as_ref(),
            Self::Session(index) => composition.sessions[index].title.as_ref(),
        }
    }

    /// What the subject is called, as a user names it on the command line.
    pub fn id(self, composition: &Composition) -> &str {
        let plan = composition.plan.as_ref();
        let phases = plan.map_or(&[][..], |it| &it.phases);
        match self {
            Self::Plan => plan.map_or("", |it| &it.id),
            Self::Comparison => plan.map_or("comparison", |it| &it.id),
            Self::Phase(phase) => &phases[phase].id,
            Self::Service(service) => plan.map_or("", |it| &it.cards[service].stated.id),
            Self::Change(index) => plan.map_or("", |it| &it.changes[index].id),
            Self::Repository(index) => plan.map_or("", |it| &it.repositories[index].id),
            Self::PullRequest(index) => &composition.pull_requests[index].id,
            Self::Session(index) => &composition.sessions[index].id,
        }
    }
}
