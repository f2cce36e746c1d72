//! What a template sees of a whole plan.

use super::ahead::AheadView;
use super::block::{BlockView, blocks};
use super::branch::{BranchesView, branches_view};
use super::card::{CardView, cards};
use super::change::{ChangeView, changes};
use super::conformance::ConformanceView;
use super::edge::{self, EdgeView};
use super::epic::{EpicView, epics};
use super::given::GivenView;
use super::graph::{GraphView, graph};
use super::guide::{GuideView, LessonsView, lessons};
use super::handbook::{HandbookView, handbook};
use super::inputs::{Inputs, Planned};
use super::marks::{ProgressView, SpentView, time_left};
use super::next::NextView;
use super::outlook::{OutlookView, outlook};
use super::overview::{OverviewView, overview};
use super::paper::{ActionView, PaperView, actions, papers};
use super::phase::{PhaseView, phase_view};
use super::picture::PicturesView;
use super::repository::{Doings, RepositoryView, repositories};
use super::service::PatternView;
use super::size::{ReserveView, SizeView, reserve, total};
use super::task::ChecklistView;
use super::text::{Foreign, Prose};
use crate::history::Moment;
use crate::plan::{Count, Interval, Plan};
use crate::results::Status;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// A plan with its schedule and what came of it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PlanView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What the work is for.
    pub summary: Option<Prose>,
    /// Who keeps it true.
    pub maintained_by: Option<Prose>,
    /// Where to ask.
    pub contact: Option<Prose>,
    /// Its version, as its readers count.
    pub version: Option<Prose>,
    /// The day on which it was made.
    pub created: Option<Prose>,
    /// The plan that it replaces.
    pub before: Option<PredecessorView>,
    /// The file that it was read from.
    pub file: Foreign,
    /// Working hours of a day.
    pub hours_per_day: u32,
    /// Rules that hold in every phase.
    pub rules: Vec<Prose>,
    /// Advice that holds for all of the work.
    pub guides: Vec<GuideView>,
    /// Lists that someone goes through by hand, for all of the work.
    pub checklists: Vec<ChecklistView>,
    /// How many agents its phases name.
    pub agents: usize,
    /// Whether it wants tests written before the code that they test.
    pub tests_first: bool,
    /// Changes of a specification that its phases carry out.
    pub changes: Vec<ChangeView>,
    /// What was learned; absent if nothing was.
    pub lessons: Option<LessonsView>,
    /// Where things stand today, and what could be done.
    pub outlook: OutlookView,
    /// All phases as a drawing.
    pub overview: OverviewView,
    /// Where the work happens.
    pub repositories: Vec<RepositoryView>,
    /// What gives something to what.
    pub edges: Vec<EdgeView>,
    /// Everything that edges and needs join; absent if nothing is.
    pub graph: Option<GraphView>,
    /// Its services, each by itself.
    pub cards: Vec<CardView>,
    /// Larger goals.
    pub epics: Vec<EpicView>,
    /// The branches of its repositories.
    pub branches: BranchesView,
    /// What holds for the work of every session.
    pub handbook: HandbookView,
    /// The patterns that its phases apply.
    pub patterns: Vec<PatternView>,
    /// Stretches of its calendar.
    pub blocks: Vec<BlockView>,
    /// Its phases, in the order of execution: as the plan lists them, but none before one that it waits for.
    pub phases: Vec<PhaseView>,
    /// Phases that still have to be done, in the order of execution.
    pub ahead: Vec<AheadView>,
    /// How much the prompts of the phases ahead give to their agents.
    pub given: GivenView,
    /// Its phases as pictures.
    pub pictures: PicturesView,
    /// All phases together.
    pub size: SizeView,
    /// Working days in all, rounded up: `5`; absent if nothing is budgeted.
    pub days: Option<String>,
    /// Tests that all phases add: `24`, `17-22`; absent if none say so.
    pub tests: Option<String>,
    /// The working day on which whatever comes next can start; absent if nothing is budgeted.
    pub next_day: Option<String>,
    /// The same with what the calendar reserves; absent if it reserves nothing.
    pub reserve: Option<ReserveView>,
    /// Number of services over all phases.
    pub services: usize,
    /// Number of those that may be left out.
    pub optional_services: usize,
    /// Where it stands: `open`, `active` or `done`.
    pub status: Status,
    /// All mandatory work.
    pub progress: ProgressView,
    /// The budgeted time of what is left of that; absent if nothing is budgeted.
    pub time_left: Option<String>,
    /// What was recorded as spent.
    pub spent: Option<SpentView>,
    /// The first thing of each phase that is unlocked and not done.
    pub next: Vec<NextView>,
    /// Documents that belong to the work, beside those that are rendered.
    pub documents: Vec<PaperView>,
    /// What is still to be done beside the phases, what comes first first.
    pub actions: Vec<ActionView>,
    /// What was planned, against what was done; absent where nothing can be compared.
    pub conformance: Option<ConformanceView>,
    /// Commits that carry records.
    pub commits: usize,
    /// When the newest of them was written, RFC 3339.
    pub updated: Option<String>,
}

/// The plan that another one replaces.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PredecessorView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Its file, from where that of the plan is named from.
    pub file: Prose,
}

/// The whole plan.
#[expect(clippy::too_many_lines, reason = "it has a line for each field, and nothing else to take apart")]
pub(super) fn plan_view(inputs: &Inputs<'_>, planned: &Planned<'_>) -> PlanView {
    let plan = planned.plan;
    let mut phases: Vec<PhaseView> = (0..plan.phases.len()).map(|it| phase_view(planned, it)).collect();
    let (services, optional_services) = services(plan);
    let branches = branches_view(inputs, planned);
    let (ahead, epics) = (ahead(planned, &phases), epics(planned, &phases));
    let doings = Doings { phases: &phases, epics: &epics, branches: &branches };
    let repositories = repositories(inputs, planned, &doings);
    let (changes, outlook) = (changes(plan, &phases), outlook(planned, &phases));
    let overview = overview(planned, &phases);
    phases.sort_by_key(|it| it.position);
    PlanView {
        id: plan.project.id.to_string(),
        title: Prose::new(&plan.project.title),
        summary: plan.project.summary.as_deref().map(Prose::new),
        maintained_by: plan.project.maintained_by.as_deref().map(Prose::new),
        contact: plan.project.contact.as_deref().map(Prose::new),
        version: plan.project.version.as_deref().map(Prose::new),
        created: plan.project.created.as_ref().map(|it| Prose::new(it)),
        before: predecessor(planned),
        file: Foreign::new(planned.file),
        hours_per_day: plan.calendar.hours_per_day.value,
        rules: plan.rules.iter().map(|it| Prose::new(it)).collect(),
        guides: plan.guides.iter().map(GuideView::of).collect(),
        checklists: plan.checklists.iter().map(ChecklistView::of).collect(),
        agents: agents(plan),
        tests_first: plan.conventions.tests_first.is_some(),
        changes,
        lessons: lessons(planned),
        outlook,
        overview,
        repositories,
        edges: edge::all(plan),
        graph: graph(planned),
        cards: cards(planned),
        epics,
        branches,
        handbook: handbook(inputs, planned),
        patterns: applied_patterns(plan),
        blocks: blocks(plan, planned.schedule, &planned.words.units),
        given: GivenView::of(&phases.iter().filter(|it| !it.done).collect::<Vec<_>>()),
        pictures: PicturesView::of(planned),
        size: total(planned),
        days: days(planned, planned.schedule.days),
        tests: tests(plan),
        next_day: days(planned, planned.schedule.next_day),
        reserve: reserve(planned),
        services,
        optional_services,
        status: status(&phases),
        progress: ProgressView::of(planned.results.progress),
        time_left: time_left(planned.results.progress, &planned.words.units),
        spent: spent(planned),
        next: ahead.iter().filter(|it| it.unlocked).filter_map(|it| it.next_step.clone()).collect(),
        documents: papers(planned, inputs.history),
        actions: actions(planned),
        conformance: ConformanceView::of(planned, |_| true),
        commits: commits(planned),
        updated: updated(planned).map(|it| it.to_rfc3339()),
        phases,
        ahead,
    }
}

/// Phases that still have to be done, in the order of execution.
fn ahead(planned: &Planned<'_>, phases: &[PhaseView]) -> Vec<AheadView> {
    let ahead = planned.schedule.order.iter().map(|it| &phases[*it]).filter(|it| !it.done);
    ahead.map(|it| AheadView::of(planned, it)).collect()
}

/// Number of services over all phases, and of those that may be left out.
fn services(plan: &Plan) -> (usize, usize) {
    let services = || plan.phases.iter().flat_map(|it| &it.services);
    let optional = services().filter(|it| plan.service(&it.service).is_some_and(|it| it.optional));
    (services().count(), optional.count())
}

/// Days for print; `None` if nothing is budgeted.
fn days(planned: &Planned<'_>, days: Interval) -> Option<String> {
    let is_budgeted = planned.schedule.total.time.max > 0;
    is_budgeted.then(|| planned.words.units.numbers(days))
}

fn agents(plan: &Plan) -> usize {
    let ids: HashSet<&str> = plan.phases.iter().filter_map(|it| Some(it.agent.as_ref()?.as_str())).collect();
    ids.len()
}

fn predecessor(planned: &Planned<'_>) -> Option<PredecessorView> {
    let (before, file) = planned.plan.before.as_ref().zip(planned.plan.project.replaces.as_ref())?;
    let title = Prose::new(&before.project.title);
    let folder = planned.file.rsplit_once('/').map(|it| format!("{}/", it.0)).unwrap_or_default();
    let file = Prose::new(&format!("{folder}{}", file.value));
    Some(PredecessorView { id: before.project.id.to_string(), title, file })
}

/// Number of commits that carry records.
fn commits(planned: &Planned<'_>) -> usize {
    let ids = planned.records.iter().map(|it| it.evidence.commit.as_str());
    ids.collect::<HashSet<_>>().len()
}

/// When the newest trailer or results file was written.
fn updated(planned: &Planned<'_>) -> Option<Moment> {
    let criteria = planned.results.phases.iter().flat_map(|it| &it.criteria);
    let decided = criteria.filter_map(|it| it.evidence.as_ref()).map(|it| it.at);
    decided.chain(planned.records.last().map(|it| it.evidence.at)).max()
}

fn status(phases: &[PhaseView]) -> Status {
    match () {
        () if phases.iter().all(|it| it.done) => Status::Done,
        () if phases.iter().all(|it| it.status == Status::Open) => Status::Open,
        () => Status::Active,
    }
}

/// Tests that all phases add.
fn tests(plan: &Plan) -> Option<String> {
    let counts: Vec<Count> = plan.phases.iter().filter_map(|it| it.tests.count()).collect();
    (!counts.is_empty()).then(|| counts.into_iter().sum::<Count>().to_string())
}

fn spent(planned: &Planned<'_>) -> Option<SpentView> {
    let spent = &planned.results.spent;
    SpentView::of(*spent, &planned.words.units).map(|it| it.against(spent, &planned.schedule.total))
}

/// Patterns that some phase applies, in plan order.
fn applied_patterns(plan: &Plan) -> Vec<PatternView> {
    let applied =
        |id: &str| plan.phases.iter().filter_map(|it| it.pattern.as_ref()).any(|it| it.as_str() == id);
    plan.patterns.iter().filter(|it| applied(&it.id)).map(PatternView::of).collect()
}
