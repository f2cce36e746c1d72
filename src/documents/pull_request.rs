//! What a template sees of a pull request.

use super::conformance::ConformanceView;
use super::edge::{self, EdgesView};
use super::inputs::Inputs;
use super::merge::{MergeView, merge_view};
use super::people::{CoAuthorView, co_authors};
use super::recorded::{RecordedView, recorded_view};
use super::text::{Foreign, Prose};
use super::work::{CommitView, WorkView, commits, work_view};
use crate::history::{Commit, RepositoryHistory, Window};
use crate::plan::{Node, PullRequest};
use crate::results::Outcome;
use serde::Serialize;

/// A branch that wants to be merged.
#[derive(Clone, Debug, Serialize)]
pub struct PullRequestView {
    /// Names it in file names: its id in the plan, or the branch.
    pub id: String,
    /// Its title in the plan.
    pub title: Option<Prose>,
    /// The title where the plan has none: the subject of the only commit, or of the newest feature.
    pub proposed_title: Option<Foreign>,
    /// Its number at the forge.
    pub number: Option<u32>,
    /// What it is merged into, as asked for.
    pub base: Option<Foreign>,
    /// What it does.
    pub summary: Option<Prose>,
    /// Why.
    pub motivation: Option<Prose>,
    /// Phases whose work it holds.
    pub phases: Vec<PhaseTitle>,
    /// Commits and files.
    pub work: WorkView,
    /// Commits that break something.
    pub breaking: Vec<CommitView>,
    /// Other repositories' changes that must land first, as the commits say.
    pub depends_on: Vec<Foreign>,
    /// Its place among the pull requests of the plan; absent without a plan.
    pub merge: Option<MergeView>,
    /// Other things that the plan joins it to, and pull requests that it is related to.
    pub edges: EdgesView,
    /// Whom the commits name beside their authors.
    pub co_authors: Vec<CoAuthorView>,
    /// What the commits state about the plan; absent without a plan.
    pub recorded: Option<RecordedView>,
    /// What was planned of its work, against what was done; absent where nothing can be compared.
    pub conformance: Option<ConformanceView>,
    /// Number of criteria that hold, do not hold, and of all that were tried.
    pub checks: ChecksView,
    /// Net changes under a folder or in a file that is named after tests.
    pub test_files: usize,
    /// Whether it adds a test, or changes one of these.
    pub tested: bool,
    /// What to mind when it is deployed.
    pub deployment: Vec<Prose>,
    /// Issues that merging it closes.
    pub closes: Vec<u32>,
}

/// A phase by name.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseTitle {
    pub id: String,
    pub title: Prose,
}

/// How the criteria stand that the commits decide.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct ChecksView {
    pub passed: usize,
    pub failed: usize,
    pub total: usize,
}

/// A window of one repository, as a pull request. `planned` is what the plan says of it.
pub fn pull_request_view(
    inputs: &Inputs<'_>,
    repository: &RepositoryHistory,
    window: &Window,
    planned: Option<&PullRequest>,
) -> PullRequestView {
    let commits = commits(repository, window);
    let work = work_view(inputs, repository, window);
    let recorded = inputs.plan.map(|it| recorded_view(it, &commits));
    let test_files = window.net.iter().filter(|it| is_test(&it.path)).count();
    let prose = |it: Option<&String>| it.map(|it| Prose::new(it));
    PullRequestView {
        id: planned.map_or_else(|| fallback_id(window), |it| it.id.to_string()),
        title: prose(planned.and_then(|it| it.title.as_ref())),
        proposed_title: proposed_title(&work),
        number: planned.and_then(|it| it.number),
        base: base(repository, window),
        summary: prose(planned.and_then(|it| it.summary.as_ref())),
        motivation: prose(planned.and_then(|it| it.motivation.as_ref())),
        phases: planned.map_or_else(Vec::new, |it| phases(inputs, it)),
        breaking: work.commits.iter().filter(|it| it.breaking.is_some()).cloned().collect(),
        depends_on: trailers(&commits, "depends-on"),
        merge: merge_view(inputs, (repository, window), planned),
        edges: planned.and_then(|it| edges(inputs, it)).unwrap_or_default(),
        co_authors: co_authors(&commits),
        checks: recorded.as_ref().map_or_else(ChecksView::default, checks),
        recorded,
        conformance: inputs.plan.and_then(|it| ConformanceView::of_commits(it, &commits)),
        test_files,
        tested: test_files > 0 || work.tests.as_ref().is_some_and(|it| it.added > 0),
        deployment: planned.into_iter().flat_map(|it| &it.deployment).map(|it| Prose::new(it)).collect(),
        closes: planned.map_or_else(Vec::new, |it| it.closes.clone()),
        work,
    }
}

fn edges(inputs: &Inputs<'_>, pull_request: &PullRequest) -> Option<EdgesView> {
    let plan = inputs.plan?.plan;
    let index = plan.pull_requests.iter().position(|it| it.id.value == pull_request.id.value)?;
    let mut edges = edge::of(plan, Node::PullRequest(index));
    for list in [&mut edges.takes, &mut edges.gives] {
        list.retain(|it| it.sort != "pull-request");
    }
    Some(edges)
}

/// The branch, made fit for a file name.
fn fallback_id(window: &Window) -> String {
    let name = window.branch.as_deref().or(window.head.as_deref()).unwrap_or("empty");
    let fit = |it: char| if it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-') { it } else { '-' };
    let id: String = name.chars().map(fit).take(64).collect();
    id.trim_matches(['-', '.']).to_owned()
}

fn base(repository: &RepositoryHistory, window: &Window) -> Option<Foreign> {
    use crate::history::WindowRequest::{Branch, LatestSession, Namesake, Only, Range, Span};
    let asked = match window.request.whole() {
        Branch { base, .. } => base.as_ref().or(repository.default_branch.as_ref()),
        Namesake { .. } => repository.default_branch.as_ref(),
        Range { from, .. } => Some(from),
        Span { .. } | LatestSession { .. } | Only { .. } => None,
    };
    asked.map(|it| Foreign::new(it))
}

/// The subject of the only commit, or else of the newest feature or fix.
fn proposed_title(work: &WorkView) -> Option<Foreign> {
    let changes: Vec<&CommitView> = work.commits.iter().filter(|it| !it.merge).collect();
    match changes.as_slice() {
        [] => None,
        [only] => Some(only.subject.clone()),
        several => {
            let leading = work.groups.iter().find(|it| it.kind == "feat" || it.kind == "fix");
            leading.and_then(|it| it.commits.first()).or(several.last().copied()).map(|it| it.subject.clone())
        }
    }
}

fn phases(inputs: &Inputs<'_>, pull_request: &PullRequest) -> Vec<PhaseTitle> {
    let phases = inputs.plan.into_iter().flat_map(|it| &it.plan.phases);
    let named = |id: &str| pull_request.phases.iter().any(|it| it.as_str() == id);
    phases
        .filter(|it| named(&it.id))
        .map(|it| PhaseTitle { id: it.id.to_string(), title: Prose::new(&it.title) })
        .collect()
}

/// Values of a trailer, each once, oldest first.
fn trailers(commits: &[&Commit], key: &str) -> Vec<Foreign> {
    let mut values: Vec<&str> = Vec::new();
    let trailers = commits.iter().rev().flat_map(|it| &it.message.trailers);
    for trailer in trailers.filter(|it| it.key.eq_ignore_ascii_case(key)) {
        if !values.contains(&trailer.value.as_str()) {
            values.push(&trailer.value);
        }
    }
    values.into_iter().map(Foreign::new).collect()
}

fn checks(recorded: &RecordedView) -> ChecksView {
    let count = |outcome| recorded.criteria.iter().filter(|it| it.outcome == outcome).count();
    ChecksView { passed: count(Outcome::Pass), failed: count(Outcome::Fail), total: recorded.criteria.len() }
}

/// Whether a path is named after tests, as the usual languages do.
fn is_test(path: &str) -> bool {
    let path = path.to_lowercase();
    let words = path.split(|it: char| !it.is_ascii_alphanumeric());
    words.into_iter().any(|it| matches!(it, "test" | "tests" | "spec" | "specs" | "testing"))
}
