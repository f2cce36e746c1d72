//! What a template sees of a pull request.

use super::closing::closing;
use super::conformance::ConformanceView;
use super::edge::{self, EdgesView};
use super::form::{Asked, Forge, Form, Shown, template, text};
use super::inputs::Inputs;
use super::listing::{ListingView, Told};
use super::merge::{MergeView, listed_elsewhere, merge_view};
use super::people::{CoAuthorsView, credited};
use super::recorded::{RecordedView, recorded_view};
use super::said::{SaidView, said};
use super::text::{Foreign, Prose};
use super::title::proposed;
use super::work::{CommitView, KINDS, MarksView, WorkView, commits, work_view};
use crate::history::{ChangeKind, Commit, RepositoryHistory, Window, paths};
use crate::plan::{Measured, Node, PullRequest, Quantity};
use crate::results::Outcome;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A branch that wants to be merged.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PullRequestView {
    /// Names it in file names: its id in the plan, or the branch.
    pub id: String,
    /// Its title in the plan.
    pub title: Option<Prose>,
    /// The title where the plan has none: what the commits and the name of the branch say.
    pub proposed_title: Option<Foreign>,
    /// Its number at the forge.
    pub number: Option<u32>,
    /// What it is merged into, as asked for.
    pub base: Option<Foreign>,
    /// What it does.
    pub summary: Option<Prose>,
    /// What the commits say of it, where the plan has no summary.
    pub said: Option<SaidView>,
    /// Why.
    pub motivation: Option<Prose>,
    /// Phases whose work it holds.
    pub phases: Vec<PhaseTitle>,
    /// Commits and files.
    pub work: WorkView,
    /// Its changes, then those of other repositories that are parts of the same work.
    pub changes: Vec<ListingView>,
    /// Commits that break something.
    pub breaking: Vec<CommitView>,
    /// What users must change, as the plan says.
    pub breaks: Vec<Prose>,
    /// Other repositories' changes that must land first, as the commits say.
    pub depends_on: Vec<Foreign>,
    /// Its place among the pull requests of the plan; absent without a plan.
    pub merge: Option<MergeView>,
    /// Other things that the plan joins it to, and pull requests that it is related to.
    pub edges: EdgesView,
    /// Whom the commits name beside their authors.
    pub co_authors: CoAuthorsView,
    /// What the commits state about the plan; absent without a plan.
    pub recorded: Option<RecordedView>,
    /// What was planned of its work, against what was done; absent where nothing can be compared.
    pub conformance: Option<ConformanceView>,
    /// Number of criteria that hold, do not hold, and of all that were tried.
    pub checks: ChecksView,
    /// What was measured before and after, as the plan says.
    pub performance: Vec<ComparedView>,
    /// What was tried by hand, as the plan says.
    pub manual_tests: Vec<Prose>,
    /// Net changes under a folder or in a file that is named after tests.
    pub test_files: usize,
    /// Whether it adds a test.
    pub tested: bool,
    /// Changed files that name dependencies.
    pub manifests: Vec<Foreign>,
    /// What to mind when it is deployed.
    pub deployment: Vec<Prose>,
    /// Issues that merging it closes.
    pub closes: Vec<u32>,
    /// Path of the repository's own template that the document follows.
    pub template: Option<Foreign>,
    /// Whether `Plan-*` lines of its commits follow at the end.
    pub restates: bool,
    /// What it is put into after it is rendered.
    #[serde(skip)]
    pub form: Form,
}

/// A phase by name.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PhaseTitle {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
}

/// How the criteria stand that the commits decide.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize)]
pub struct ChecksView {
    /// How many hold.
    pub passed: usize,
    /// How many do not.
    pub failed: usize,
    /// How many there are.
    pub total: usize,
}

/// What was measured before and after.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ComparedView {
    /// What was measured.
    pub what: Prose,
    /// `2.5 s`
    pub before: String,
    /// `200 ms`
    pub after: String,
    /// `-92%`; absent where the units do not fit.
    pub change: Option<String>,
}

/// A window of one repository, as a pull request. `planned` is what the plan says of it.
pub fn pull_request_view(
    inputs: &Inputs<'_>,
    (repository, window): (&RepositoryHistory, &Window),
    planned: Option<&PullRequest>,
    asked: Asked<'_>,
) -> PullRequestView {
    let commits = commits(repository, window);
    let told = Told::of(&commits);
    let elsewhere = listed_elsewhere(inputs, (repository, window), planned);
    let mut work = work_view(inputs, repository, window);
    if elsewhere.is_empty() {
        work.marks = MarksView::default();
    }
    let recorded = inputs.plan.map(|it| recorded_view(it, &commits));
    let prose = |it: Option<&String>| it.map(|it| Prose::new(it));
    let texts = |it: Option<&Vec<String>>| it.into_iter().flatten().map(|it| Prose::new(it)).collect();
    let summary = prose(planned.and_then(|it| it.summary.as_ref()));
    let (depends_on, credited) = (trailers(&commits, "depends-on"), credited(&commits));
    let breaking = commits.iter().filter(|it| it.message.breaking.is_some());
    let breaking = breaking.map(|it| CommitView::of(it, inputs.words)).collect();
    let mut own = told.listing((repository, window), inputs.words);
    own.mark.clone_from(&work.marks.commit);
    let mut view = PullRequestView {
        id: planned.map_or_else(|| fallback_id(window), |it| it.id.to_string()),
        title: prose(planned.and_then(|it| it.title.as_ref())),
        proposed_title: proposed(&told, (repository, window), inputs.words),
        number: planned.and_then(|it| it.number),
        base: base(repository, window),
        said: if summary.is_none() { said(&told) } else { None },
        summary,
        motivation: prose(planned.and_then(|it| it.motivation.as_ref())),
        phases: planned.map_or_else(Vec::new, |it| phases(inputs, it)),
        changes: std::iter::once(own).chain(elsewhere).filter(|it| !it.groups.is_empty()).collect(),
        breaking,
        breaks: texts(planned.map(|it| &it.breaking)),
        merge: merge_view(inputs, (repository, window), planned),
        edges: planned.and_then(|it| edges(inputs, it)).unwrap_or_default(),
        co_authors: CoAuthorsView::of(&commits),
        checks: recorded.as_ref().map_or_else(ChecksView::default, checks),
        recorded,
        conformance: inputs.plan.and_then(|it| ConformanceView::of_commits_in(it, &commits, &repository.id)),
        performance: planned.into_iter().flat_map(|it| &it.performance).map(ComparedView::of).collect(),
        manual_tests: texts(planned.map(|it| &it.manual_tests)),
        test_files: window.net.iter().filter(|it| paths::is_test(&it.path)).count(),
        tested: work.tests.as_ref().is_some_and(|it| it.added > 0),
        manifests: manifests(window),
        deployment: texts(planned.map(|it| &it.deployment)),
        closes: planned.map_or_else(Vec::new, |it| it.closes.clone()),
        template: None,
        restates: false,
        form: Form { closing: closing(repository, &commits, (&depends_on, &credited)), ..Form::default() },
        depends_on,
        work,
    };
    view.take_form((repository, window), asked);
    view
}

impl PullRequestView {
    /// Finds out for which forge and template it is.
    fn take_form(&mut self, (repository, window): (&RepositoryHistory, &Window), asked: Asked<'_>) {
        let forge = asked.forge.unwrap_or_else(|| Forge::of(repository, window));
        let template = template(window, forge, asked.template).ok().flatten();
        let template = template.and_then(|it| Some((it, text(it)?)));
        self.template = template.as_ref().map(|it| Foreign::new(&it.0.path));
        self.restates = !self.form.closing.records.is_empty();
        self.form.shown = self.shown(window);
        self.form.template = template.map(|it| it.1);
        self.form.forge = forge;
    }

    fn shown(&self, window: &Window) -> BTreeSet<Shown> {
        let kinds = KINDS.iter().filter(|kind| self.work.groups.iter().any(|it| it.kind == **kind));
        let breaks = !self.breaking.is_empty() || !self.breaks.is_empty();
        let passes = self.checks.total > 0 && self.checks.passed == self.checks.total;
        let facts = [
            (self.tested, Shown::TestsAdded),
            (passes, Shown::ChecksPass),
            (self.work.documents.count > 0, Shown::Documents),
            (changed(window).any(paths::is_changelog), Shown::Changelog),
            (breaks, Shown::Breaking),
        ];
        let facts = facts.into_iter().filter(|it| it.0).map(|it| it.1);
        facts.chain(kinds.map(|it| Shown::Kind(it))).collect()
    }
}

impl ComparedView {
    fn of(measured: &Measured) -> Self {
        let less = measured.after.less_than(&measured.before);
        let change = less.map(|it| {
            let percent = Quantity { value: it.abs().round(), unit: "%".to_owned() };
            let sign = if it > 0.0 { "-" } else { "+" };
            if percent.value == 0.0 { percent.to_string() } else { format!("{sign}{percent}") }
        });
        Self {
            what: Prose::new(&measured.what),
            before: measured.before.to_string(),
            after: measured.after.to_string(),
            change,
        }
    }
}

/// Paths of files that are there after the change.
fn changed(window: &Window) -> impl Iterator<Item = &str> {
    window.net.iter().filter(|it| it.kind != ChangeKind::Deleted).map(|it| it.path.as_str())
}

fn manifests(window: &Window) -> Vec<Foreign> {
    window.net.iter().filter(|it| paths::is_dependencies(&it.path)).map(|it| Foreign::new(&it.path)).collect()
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
