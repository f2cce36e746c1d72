//! What a template sees of what is handed over at the end of a session.

use super::ahead::{AheadView, ObstacleView};
use super::conformance::{ConformanceView, FindingView};
use super::gate::CriterionView;
use super::next::NextView;
use super::phase::{PhaseView, ScopeView};
use super::plan::PlanView;
use super::session::SessionView;
use super::text::{Foreign, Prose};
use super::work::WorkView;
use crate::results::{BranchState, Outcome, Status, Strength};
use schemars::JsonSchema;
use serde::Serialize;

/// As many deviations from a plan are told of in each handoff.
const FEW: usize = 5;

/// What the next one needs: where everything is, what holds, what is open, and what to run first.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct HandoffView {
    /// The repositories of the plan that were read.
    pub heads: Vec<HeadView>,
    /// Ids of those that were not.
    pub unread: Vec<String>,
    /// Criteria that hold.
    pub holds: Vec<CriterionView>,
    /// Phases that are not over, in the order of execution.
    pub open: Vec<OpenView>,
    /// What was seen and is not mended: criteria that do not hold.
    pub fails: Vec<CriterionView>,
    /// What was planned and is not kept, by rule: all of it if that is little, else what the session did not keep.
    pub broken: Vec<FindingView>,
    /// How much is not kept in all of the plan.
    pub deviations: usize,
    /// What is not certain of the repositories that the session worked in.
    pub doubts: Vec<DoubtView>,
    /// The phase that goes on first; absent if all are over, or wait for something outside the plan.
    pub next: Option<FirstView>,
    /// All of it for programs, as JSON.
    pub block: String,
}

/// Where a repository is.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct HeadView {
    /// Its id.
    pub repository: String,
    /// The branch that is checked out.
    pub branch: Option<Foreign>,
    /// Full object id of what is checked out; absent where there are no commits yet.
    pub commit: Option<String>,
    /// Full object id that the session ended at, where it worked there.
    pub ended_at: Option<String>,
    /// Whether files differ from the commit; absent where no work tree was looked at.
    pub dirty: Option<bool>,
}

/// Something that is not certain of a repository.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DoubtView {
    /// Id of the repository.
    pub repository: String,
    /// What it is.
    pub text: Foreign,
}

/// A phase that is not over.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OpenView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Where it stands.
    pub status: Status,
    /// Mandatory items that are left.
    pub left: u64,
    /// Criteria without an outcome.
    pub undecided: usize,
    /// Ids of the phases that it waits for.
    pub waits_for: Vec<String>,
    /// What is in its way by itself.
    pub obstacles: Vec<ObstacleView>,
}

/// Where to go on.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct FirstView {
    /// The phase.
    pub phase: String,
    /// The branch that it is done on.
    pub branch: Option<String>,
    /// Whether that branch was looked for and is not there yet.
    pub begins: bool,
    /// The first thing that is open.
    pub step: NextView,
    /// What to run for it, in order; none where nothing is said.
    pub commands: Vec<Prose>,
    /// Which files its phase may touch.
    pub scope: ScopeView,
}

/// What a program reads.
#[derive(JsonSchema, Serialize)]
struct Block<'a> {
    plan: &'a str,
    session: &'a str,
    heads: Vec<BlockHead<'a>>,
    unread: &'a [String],
    passed: Vec<BlockFigure<'a>>,
    open: Vec<BlockOpen<'a>>,
    failed: Vec<BlockFigure<'a>>,
    not_kept: Vec<BlockFinding<'a>>,
    not_certain: Vec<BlockDoubt<'a>>,
    next: Option<BlockNext<'a>>,
}

#[derive(JsonSchema, Serialize)]
struct BlockHead<'a> {
    repository: &'a str,
    branch: Option<&'a str>,
    commit: Option<&'a str>,
    clean: Option<bool>,
}

#[derive(JsonSchema, Serialize)]
struct BlockFigure<'a> {
    criterion: &'a str,
    value: Option<&'a str>,
    command: Option<&'a str>,
    strength: Option<Strength>,
    repository: Option<&'a str>,
    commit: Option<&'a str>,
}

#[derive(JsonSchema, Serialize)]
struct BlockOpen<'a> {
    phase: &'a str,
    status: Status,
    left: u64,
    undecided: usize,
    waits_for: &'a [String],
}

#[derive(JsonSchema, Serialize)]
struct BlockFinding<'a> {
    rule: &'static str,
    about: &'a str,
    reason: &'a str,
}

#[derive(JsonSchema, Serialize)]
struct BlockDoubt<'a> {
    repository: &'a str,
    text: &'a str,
}

#[derive(JsonSchema, Serialize)]
struct BlockNext<'a> {
    phase: &'a str,
    kind: &'static str,
    service: Option<&'a str>,
    id: &'a str,
    commands: Vec<&'a str>,
}

impl HandoffView {
    pub(super) fn of(plan: &PlanView, session: &SessionView) -> Self {
        let criteria = || plan.phases.iter().flat_map(|it| &it.criteria);
        let fails = criteria().filter(|it| matches!(it.outcome, Outcome::Fail | Outcome::Skip));
        let mut view = Self {
            heads: heads(plan, session),
            unread: plan.repositories.iter().filter(|it| !it.readable).map(|it| it.id.clone()).collect(),
            holds: criteria().filter(|it| it.passed).cloned().collect(),
            fails: fails.cloned().collect(),
            broken: broken(plan, session).to_vec(),
            deviations: plan.conformance.as_ref().map_or(0, |it| it.broken.len()),
            doubts: session.repositories.iter().flat_map(doubts).collect(),
            open: plan.ahead.iter().filter_map(|it| open(plan, it)).collect(),
            next: plan.ahead.iter().filter(|it| it.unlocked).find_map(|it| first(plan, &it.id)),
            block: String::new(),
        };
        view.block = view.json((&plan.id, &session.id));
        view
    }

    /// Says of each work tree that was looked at whether files differ from the commit.
    pub(super) fn look(&mut self, (plan, session): (&str, &str), trees: &[(String, bool)]) {
        for head in &mut self.heads {
            head.dirty = trees.iter().find(|it| it.0 == head.repository).map(|it| it.1);
        }
        self.block = self.json((plan, session));
    }

    fn json(&self, (plan, session): (&str, &str)) -> String {
        let block = Block {
            plan,
            session,
            heads: self.heads.iter().map(BlockHead::of).collect(),
            unread: &self.unread,
            passed: self.holds.iter().map(BlockFigure::of).collect(),
            open: self.open.iter().map(BlockOpen::of).collect(),
            failed: self.fails.iter().map(BlockFigure::of).collect(),
            not_kept: self.broken.iter().map(BlockFinding::of).collect(),
            not_certain: self.doubts.iter().map(BlockDoubt::of).collect(),
            next: self.next.as_ref().map(BlockNext::of),
        };
        serde_json::to_string_pretty(&block).unwrap_or_default()
    }
}

impl<'a> BlockHead<'a> {
    fn of(head: &'a HeadView) -> Self {
        Self {
            repository: &head.repository,
            branch: head.branch.as_ref().map(Foreign::as_str),
            commit: head.commit.as_deref(),
            clean: head.dirty.map(|it| !it),
        }
    }
}

impl<'a> BlockFigure<'a> {
    fn of(criterion: &'a CriterionView) -> Self {
        let evidence = criterion.evidence.as_ref();
        Self {
            criterion: &criterion.id,
            value: criterion.value.as_deref(),
            command: criterion.command.as_ref().map(|it| it.run.as_str()),
            strength: evidence.map(|it| it.strength),
            repository: evidence.map(|it| it.repository.as_str()),
            commit: evidence.map(|it| it.commit.as_str()),
        }
    }
}

impl<'a> BlockOpen<'a> {
    fn of(open: &'a OpenView) -> Self {
        let OpenView { id, status, left, undecided, waits_for, .. } = open;
        Self { phase: id, status: *status, left: *left, undecided: *undecided, waits_for }
    }
}

impl<'a> BlockFinding<'a> {
    fn of(FindingView { rule, about, reason, .. }: &'a FindingView) -> Self {
        Self { rule, about: about.as_str(), reason: reason.as_str() }
    }
}

impl<'a> BlockDoubt<'a> {
    fn of(DoubtView { repository, text }: &'a DoubtView) -> Self {
        Self { repository, text: text.as_str() }
    }
}

impl<'a> BlockNext<'a> {
    fn of(first: &'a FirstView) -> Self {
        Self {
            phase: &first.phase,
            kind: first.step.kind,
            service: first.step.service.as_deref(),
            id: &first.step.id,
            commands: first.commands.iter().map(Prose::as_str).collect(),
        }
    }
}

fn heads(plan: &PlanView, session: &SessionView) -> Vec<HeadView> {
    let head = |it: &super::repository::RepositoryView| HeadView {
        repository: it.id.clone(),
        branch: it.branch.clone(),
        commit: it.head.clone(),
        ended_at: session
            .repositories
            .iter()
            .find(|work| work.repository == it.id && !work.aside)
            .and_then(|work| work.head.clone().or_else(|| work.newest.clone())),
        dirty: None,
    };
    plan.repositories.iter().filter(|it| it.readable).map(head).collect()
}

fn broken<'a>(plan: &'a PlanView, session: &'a SessionView) -> &'a [FindingView] {
    let of = |it: &'a Option<ConformanceView>| it.as_ref().map(|it| it.broken.as_slice()).unwrap_or_default();
    Some(of(&plan.conformance)).filter(|it| it.len() <= FEW).unwrap_or_else(|| of(&session.conformance))
}

fn doubts(work: &WorkView) -> impl Iterator<Item = DoubtView> {
    work.warnings.iter().map(|it| DoubtView { repository: work.repository.clone(), text: it.clone() })
}

fn open(plan: &PlanView, ahead: &AheadView) -> Option<OpenView> {
    let phase = plan.phases.iter().find(|it| it.id == ahead.id)?;
    Some(OpenView {
        id: ahead.id.clone(),
        title: ahead.title.clone(),
        status: ahead.status,
        left: phase.progress.left,
        undecided: phase.criteria.len() - phase.decided,
        waits_for: ahead.waits_for.clone(),
        obstacles: ahead.obstacles.clone(),
    })
}

fn first(plan: &PlanView, id: &str) -> Option<FirstView> {
    let phase = plan.phases.iter().find(|it| it.id == id)?;
    let step = phase.next_step.clone()?;
    Some(FirstView {
        phase: phase.id.clone(),
        branch: phase.branch.clone(),
        begins: begins(plan, phase),
        commands: commands(phase, &step),
        step,
        scope: phase.scope.clone(),
    })
}

fn begins(plan: &PlanView, phase: &PhaseView) -> bool {
    let branches = plan.repositories.iter().flat_map(|it| &it.branches);
    let mut own = branches.filter(|it| phase.branch.as_deref() == Some(it.name.as_str())).peekable();
    own.peek().is_some() && own.all(|it| it.state == BranchState::Planned)
}

/// What the plan says to run for a step, task or criterion.
fn commands(phase: &PhaseView, next: &NextView) -> Vec<Prose> {
    let service = phase.services.iter().find(|it| Some(&it.stated.id) == next.service.as_ref());
    let step = service.and_then(|it| it.steps.iter().find(|it| it.id == next.id));
    let task = phase.tasks.iter().find(|it| it.id == next.id);
    let criterion = phase.criteria.iter().find(|it| it.id == next.id);
    let of_kind = match next.kind {
        "step" => step.map(|it| it.commands.as_slice()),
        "task" => task.map(|it| it.commands.as_slice()),
        _ => criterion.and_then(|it| it.command.as_ref()).map(std::slice::from_ref),
    };
    of_kind.unwrap_or_default().iter().map(|it| it.run.clone()).collect()
}
