//! What a template sees of a working session: a window over every repository.

use super::added_tests::{TestsView, tests_view};
use super::attributed::{AttributedView, attributed};
use super::conformance::ConformanceView;
use super::inputs::Inputs;
use super::recorded::{RecordedView, recorded_view};
use super::text::{Foreign, Prose};
use super::work::{WorkView, commits, span, work_view};
use crate::history::{Commit, History, Moment, RepositoryHistory, Window, WindowRequest};
use serde::Serialize;

/// A session: what was done in a window, over all repositories.
#[derive(Clone, Debug, Serialize)]
pub struct SessionView {
    /// Names it in file names: its id in the plan, or `latest`.
    pub id: String,
    /// Its name in the plan.
    pub title: Option<Prose>,
    /// What it was for, as the plan says.
    pub goal: Option<Prose>,
    /// The date of its first commit: `2026-03-02`; absent if it has none.
    pub date: Option<String>,
    /// First commit by committer time, RFC 3339.
    pub first: Option<String>,
    /// Last commit by committer time.
    pub last: Option<String>,
    /// From the first commit to the last, which is not effort: `3 h 20 min`.
    pub commit_span: Option<String>,
    /// Number of commits.
    pub commits: usize,
    /// Who wrote them, most commits first.
    pub authors: Vec<AuthorView>,
    /// The repositories that have commits in the window.
    pub repositories: Vec<WorkView>,
    /// All repositories together.
    pub totals: TotalsView,
    /// Tests that the net changes of all repositories add and remove; absent where no changed file may hold any.
    pub tests: Option<TestsView>,
    /// What the commits state about the plan; absent without a plan.
    pub recorded: Option<RecordedView>,
    /// The commits by the work that they belong to; empty without a plan.
    pub attributed: Vec<AttributedView>,
    /// What was planned of its work, against what was done; absent where nothing can be compared.
    pub conformance: Option<ConformanceView>,
}

/// Somebody who wrote commits.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorView {
    /// Who.
    pub name: Foreign,
    /// How many.
    pub commits: usize,
}

/// Net changes of all repositories together.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct TotalsView {
    pub files: usize,
    pub created: usize,
    pub modified: usize,
    pub renamed: usize,
    pub deleted: usize,
    pub added: u64,
    pub removed: u64,
}

/// How a session is called.
pub struct Called<'a> {
    /// Names it in file names.
    pub id: &'a str,
    /// Its name.
    pub title: Option<&'a str>,
    /// What it was for.
    pub goal: Option<&'a str>,
}

/// A session in every repository that has commits in its window.
pub fn session_view(inputs: &Inputs<'_>, called: &Called<'_>, request: &WindowRequest) -> SessionView {
    let windows = windows(inputs.history, request);
    let all: Vec<&Commit> =
        windows.iter().flat_map(|(repository, window)| commits(repository, window)).collect();
    let repositories: Vec<WorkView> =
        windows.iter().map(|(repository, window)| work_view(repository, window, inputs.words)).collect();
    let span = span(all.iter().copied());
    SessionView {
        id: called.id.to_owned(),
        title: called.title.map(Prose::new),
        goal: called.goal.map(Prose::new),
        date: span.map(|(first, _)| first.format("%Y-%m-%d").to_string()),
        first: span.map(|(first, _)| first.to_rfc3339()),
        last: span.map(|(_, last)| last.to_rfc3339()),
        commit_span: span.map(|(first, last)| inputs.words.units.hours(minutes(first, last))),
        commits: all.len(),
        authors: authors(&all),
        totals: totals(&repositories),
        tests: tests_view(windows.iter().copied()),
        repositories,
        recorded: inputs.plan.map(|it| recorded_view(it, &all)),
        attributed: attributed(inputs, &windows),
        conformance: inputs.plan.and_then(|it| ConformanceView::of_commits(it, &all)),
    }
}

/// The windows with commits. Of latest sessions, only those that overlap the one that ended last.
fn windows<'a>(history: &'a History, request: &WindowRequest) -> Vec<(&'a RepositoryHistory, &'a Window)> {
    let mut windows: Vec<(&RepositoryHistory, &Window)> = history
        .repositories
        .iter()
        .filter_map(|it| Some((it, it.window(request).filter(|it| !it.commits.is_empty())?)))
        .collect();
    if let WindowRequest::LatestSession { gap } = request {
        let spans = windows.iter().map(|(repository, window)| span(commits(repository, window).into_iter()));
        let spans: Vec<_> = spans.collect();
        let Some((first, last)) = spans.iter().flatten().max_by_key(|it| it.1).copied() else {
            return windows;
        };
        let gap = chrono::TimeDelta::minutes(i64::from(*gap));
        let near =
            |it: &Option<(Moment, Moment)>| it.is_some_and(|it| it.1 >= first - gap && it.0 <= last + gap);
        let mut near = spans.iter().map(near);
        windows.retain(|_| near.next().unwrap_or(false));
    }
    windows
}

fn minutes(first: Moment, last: Moment) -> u64 {
    u64::try_from((last - first).num_minutes()).unwrap_or(0)
}

fn authors(commits: &[&Commit]) -> Vec<AuthorView> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for commit in commits {
        match counts.iter_mut().find(|it| it.0 == commit.author.name) {
            Some(count) => count.1 += 1,
            None => counts.push((&commit.author.name, 1)),
        }
    }
    counts.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    counts.into_iter().map(|(name, commits)| AuthorView { name: Foreign::new(name), commits }).collect()
}

fn totals(repositories: &[WorkView]) -> TotalsView {
    repositories.iter().map(|it| &it.net).fold(TotalsView::default(), |sum, it| TotalsView {
        files: sum.files + it.files,
        created: sum.created + it.created.len(),
        modified: sum.modified + it.modified.len(),
        renamed: sum.renamed + it.renamed.len(),
        deleted: sum.deleted + it.deleted.len(),
        added: sum.added + it.added,
        removed: sum.removed + it.removed,
    })
}
