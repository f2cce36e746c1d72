//! What a template sees of a working session: a window over every repository.

use super::added_tests::{TestsView, tests_view};
use super::attributed::{AttributedView, attributed};
use super::conformance::ConformanceView;
use super::handoff::HandoffView;
use super::inputs::Inputs;
use super::paper::actions;
use super::people::{AuthorsView, CoAuthorsView};
use super::plan::PlanView;
use super::recorded::{RecordedView, recorded_view};
use super::steps::{HorizonView, steps};
use super::text::{Foreign, Prose};
use super::told::ToldView;
use super::touched::{SessionRequestView, TouchedView, requests, touched};
use super::work::{WorkView, commits, span, work_view};
use super::written::{WrittenView, written};
use crate::history::{Commit, History, Moment, RepositoryHistory, Window, WindowRequest};
use crate::templates::Words;
use crate::zones::Zone;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// A session: what was done in a window, over all repositories.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SessionView {
    /// Names it in file names: its id in the plan, or `latest`.
    pub id: String,
    /// Its name in the plan.
    pub title: Option<Prose>,
    /// What it was for, as the plan says.
    pub goal: Option<Prose>,
    /// What else the plan says of it.
    pub told: ToldView,
    /// The pull requests that came of it, as the plan says.
    pub pull_requests: Vec<SessionRequestView>,
    /// Which commits were asked for.
    pub asked: AskedView,
    /// The date of its first commit, in the time zone that was stated: `2026-03-02`; absent if it has none.
    pub date: Option<String>,
    /// The day of its commits for print, or the first and the last one: `2026-03-02 to 2026-03-03`.
    pub days: Option<String>,
    /// First commit by committer time, RFC 3339.
    pub first: Option<String>,
    /// Last commit by committer time.
    pub last: Option<String>,
    /// From the first commit to the last, which is not effort: `3 h 20 min`.
    pub commit_span: Option<String>,
    /// Its place among all sessions by its last commit, the newest first; absent if it is the latest one and the plan
    /// names it already.
    pub place: Option<usize>,
    /// Number of commits.
    pub commits: usize,
    /// Who wrote them.
    pub authors: AuthorsView,
    /// Whom the commits name beside their authors.
    pub co_authors: CoAuthorsView,
    /// The repositories that have commits in the window, each once for every branch that has some of its own.
    pub repositories: Vec<WorkView>,
    /// Repositories that it touches as the plan says, and that have no commits in the window.
    pub elsewhere: Vec<TouchedView>,
    /// Number of different repositories among those with commits.
    pub places: usize,
    /// Ids of the repositories that the plan has a place for, but that could not be read.
    pub unread: Vec<String>,
    /// All repositories together.
    pub totals: TotalsView,
    /// Tests that the net changes of all repositories add and remove; absent where no changed file may hold any.
    pub tests: Option<TestsView>,
    /// The documents that it wrote or changed; absent if there is none.
    pub documents: Option<WrittenView>,
    /// What the commits state about the plan; absent without a plan.
    pub recorded: Option<RecordedView>,
    /// The commits by the work that they belong to; empty without a plan.
    pub attributed: Vec<AttributedView>,
    /// What was planned of its work, against what was done; absent where nothing can be compared.
    pub conformance: Option<ConformanceView>,
    /// What comes next.
    pub steps: Vec<HorizonView>,
    /// What the next one needs; absent without a plan.
    pub handoff: Option<HandoffView>,
}

/// Which commits were asked for, as far as it is not the latest session.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct AskedView {
    /// First moment, RFC 3339.
    pub since: Option<String>,
    /// Last moment.
    pub until: Option<String>,
    /// The time between both: `23 h` for a day on which clocks are put forward.
    pub length: Option<String>,
    /// The time zone that was stated: `Europe/Berlin`.
    pub zone: Option<String>,
    /// What an author's name or mail address has to contain.
    pub author: Option<Foreign>,
    /// The session that commits have to state.
    pub session: Option<Foreign>,
}

/// Net changes of all repositories together.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize)]
pub struct TotalsView {
    /// Whether they are sums over commits in some repository, since other commits lie between those.
    pub summed: bool,
    /// How many files differ.
    pub files: usize,
    /// How many of them are new.
    pub created: usize,
    /// How many were changed.
    pub modified: usize,
    /// How many have another path.
    pub renamed: usize,
    /// How many are gone.
    pub deleted: usize,
    /// Lines added.
    pub added: u64,
    /// Lines removed.
    pub removed: u64,
}

/// How a session is called.
pub struct Called<'a> {
    /// Names it in file names.
    pub id: &'a str,
    /// What the plan says of it, if it does.
    pub planned: Option<&'a crate::plan::Session>,
    /// The time zone to show its moments in; that of each commit if none is stated.
    pub zone: Option<&'a Zone>,
}

/// A session in every repository that has commits in its window.
pub fn session_view(inputs: &Inputs<'_>, called: &Called<'_>, request: &WindowRequest) -> SessionView {
    let windows = windows(inputs.history, request);
    let all: Vec<&Commit> =
        windows.iter().flat_map(|(repository, window)| commits(repository, window)).collect();
    let mut touched = touched(inputs, called);
    let work = |(repository, window): &(&RepositoryHistory, &Window)| {
        let at = touched.iter().position(|it| it.repository == repository.id);
        WorkView { touched: at.map(|it| touched.remove(it)), ..work_view(inputs, repository, window) }
    };
    let repositories: Vec<WorkView> = windows.iter().map(work).collect();
    let shown = |it: Moment| called.zone.map_or(it, |zone| zone.show(it));
    let span = span(all.iter().copied()).map(|(first, last)| (shown(first), shown(last)));
    let told = called.planned.map(ToldView::of).unwrap_or_default();
    let recorded = inputs.plan.map(|it| recorded_view(it, &all));
    SessionView {
        id: called.id.to_owned(),
        title: called.planned.and_then(|it| it.title.as_deref()).map(Prose::new),
        goal: called.planned.and_then(|it| it.goal.as_deref()).map(Prose::new),
        steps: steps(&[], (recorded.as_ref(), &told), &inputs.plan.map(actions).unwrap_or_default()),
        told,
        pull_requests: requests(inputs, called),
        handoff: None,
        asked: asked(inputs, request, called.zone),
        date: span.map(|(first, _)| first.format("%Y-%m-%d").to_string()),
        days: span.map(|it| days(it, inputs.words)),
        first: span.map(|(first, _)| first.to_rfc3339()),
        last: span.map(|(_, last)| last.to_rfc3339()),
        commit_span: span.map(|(first, last)| inputs.words.units.hours(minutes(first, last))),
        place: None,
        commits: all.len(),
        authors: AuthorsView::of(&all),
        co_authors: CoAuthorsView::of(&all),
        totals: totals(&repositories),
        places: repositories.iter().map(|it| &it.repository).collect::<HashSet<_>>().len(),
        tests: tests_view(windows.iter().copied()),
        documents: written(inputs, &windows),
        repositories,
        elsewhere: touched,
        unread: inputs.unread(),
        recorded,
        attributed: attributed(inputs, &windows),
        conformance: inputs.plan.and_then(|it| ConformanceView::of_commits(it, &all)),
    }
}

/// Gives each session its place among all of them. The plan names those before the last.
pub(super) fn place(sessions: &mut [SessionView]) {
    let span = |it: &SessionView| (it.first.clone(), it.last.clone(), it.commits);
    let is_named = |at: usize| {
        at + 1 == sessions.len() && sessions[..at].iter().any(|it| span(it) == span(&sessions[at]))
    };
    let ends = |it: &SessionView| Moment::parse_from_rfc3339(it.last.as_deref()?).ok();
    let mut order: Vec<usize> = (0..sessions.len()).filter(|it| !is_named(*it)).collect();
    order.sort_by_key(|it| std::cmp::Reverse(ends(&sessions[*it])));
    for (place, at) in (1..).zip(order) {
        sessions[at].place = Some(place);
    }
}

impl SessionView {
    /// Adds what only all of the plan tells: what it is about to do, and what is handed over.
    #[must_use]
    pub fn within(self, plan: &PlanView) -> Self {
        let steps = steps(&plan.next, (self.recorded.as_ref(), &self.told), &plan.actions);
        let handoff = Some(HandoffView::of(plan, &self));
        Self { steps, handoff, ..self }
    }
}

/// The windows with commits. Of latest sessions, only those that overlap the one that ended last.
fn windows<'a>(history: &'a History, request: &WindowRequest) -> Vec<(&'a RepositoryHistory, &'a Window)> {
    let of_repository = |it: &'a RepositoryHistory| it.windows_of(request).map(move |window| (it, window));
    let mut windows: Vec<(&RepositoryHistory, &Window)> =
        history.repositories.iter().flat_map(of_repository).filter(|it| !it.1.commits.is_empty()).collect();
    if let WindowRequest::LatestSession { gap } = request.whole() {
        let span = |it: &(&RepositoryHistory, &Window)| span(commits(it.0, it.1).into_iter());
        let mut spans: Vec<(Moment, Moment)> = windows.iter().filter_map(span).collect();
        spans.sort_by_key(|it| std::cmp::Reverse(it.1));
        let Some(mut first) = spans.first().map(|it| it.0) else { return windows };
        let gap = chrono::TimeDelta::minutes(i64::from(*gap));
        for (other, last) in spans {
            first = if last >= first - gap { first.min(other) } else { first };
        }
        windows.retain(|it| span(it).is_some_and(|it| it.1 >= first));
    }
    windows
}

fn asked(inputs: &Inputs<'_>, request: &WindowRequest, zone: Option<&Zone>) -> AskedView {
    let (mut authors, mut sessions) = (None, None);
    let mut whole = request;
    while let WindowRequest::Only { of, author, session } = whole {
        authors = authors.or(author.as_deref());
        sessions = sessions.or(session.as_deref());
        whole = of;
    }
    let (since, until) = match whole {
        WindowRequest::Span { since, until } => (*since, *until),
        _ => (None, None),
    };
    let shown = |it: Moment| zone.map_or(it, |zone| zone.show(it)).to_rfc3339();
    AskedView {
        since: since.map(shown),
        until: until.map(shown),
        length: since.zip(until).map(|(since, until)| inputs.words.units.hours(length(since, until))),
        zone: zone.map(|it| it.name().to_owned()),
        author: authors.map(Foreign::new),
        session: sessions.map(Foreign::new),
    }
}

fn days((first, last): (Moment, Moment), words: &Words) -> String {
    let format = words.text("amounts.date").unwrap_or("%Y-%m-%d");
    let [first, last] = [first, last].map(|it| it.format(format).to_string());
    if first == last {
        first
    } else {
        words.filled("words.first_to_last", &[("first", &first), ("last", &last)])
    }
}

/// Minutes from the first second to the end of the last.
fn length(first: Moment, last: Moment) -> u64 {
    minutes(first, last + chrono::TimeDelta::seconds(1))
}

fn minutes(first: Moment, last: Moment) -> u64 {
    u64::try_from((last - first).num_minutes()).unwrap_or(0)
}

fn totals(repositories: &[WorkView]) -> TotalsView {
    let summed = repositories.iter().any(|it| it.summed);
    let none = TotalsView { summed, ..TotalsView::default() };
    repositories.iter().map(|it| &it.net).fold(none, |sum, it| TotalsView {
        summed,
        files: sum.files + it.files,
        created: sum.created + it.created.count,
        modified: sum.modified + it.modified.count,
        renamed: sum.renamed + it.renamed.count,
        deleted: sum.deleted + it.deleted.count,
        added: sum.added + it.added,
        removed: sum.removed + it.removed,
    })
}
