//! What a template sees of the git state that a phase starts from, and of the commits that it plans.

use super::conformance::PlaceView;
use super::inputs::Planned;
use super::text::Prose;
use crate::plan::Phase;
use crate::results::{About, Conformity, Finding, Rule};
use schemars::JsonSchema;
use serde::Serialize;

/// What a phase says of git in advance.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct GitView {
    /// Its branch, if it names one.
    pub branch: Option<BranchView>,
    /// The commits that it names.
    pub commits: Vec<PlannedCommitView>,
    /// Ids of the repositories that it works in, as far as the plan says so.
    pub repositories: Vec<String>,
}

/// The branch of a phase, beside those of others.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BranchView {
    /// Its name.
    pub name: Prose,
    /// Whether it is the one that work starts from.
    pub is_default: bool,
    /// Id of the first phase before it that works on the same branch.
    pub same_as: Option<String>,
    /// Branches of earlier phases that are merged by then, if it works on the default branch.
    pub after_merge_of: Vec<Prose>,
}

/// A commit that a phase names in advance.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PlannedCommitView {
    /// Its subject.
    pub subject: Prose,
    /// Whether git has it.
    pub made: bool,
    /// The commit.
    pub commits: Vec<PlaceView>,
}

/// What the phase at this index says of git.
pub(super) fn git(planned: &Planned<'_>, index: usize) -> GitView {
    let plan = planned.plan;
    let repositories = plan.repositories_of_phase(&plan.phases[index]).into_iter();
    GitView {
        branch: branch(planned, index),
        commits: commits(planned, index),
        repositories: repositories.map(|it| plan.repositories[it].id.to_string()).collect(),
    }
}

fn branch(planned: &Planned<'_>, index: usize) -> Option<BranchView> {
    let plan = planned.plan;
    let name = |it: &Phase| it.branch.as_ref().map(|it| it.value.clone());
    let own = name(&plan.phases[index])?;
    let before = || planned.schedule.order.iter().take_while(|it| **it != index).map(|it| &plan.phases[*it]);
    let is_default =
        plan.repositories.iter().filter_map(|it| it.default_branch.as_ref()).any(|it| it.value == own);
    let mut others: Vec<String> =
        if is_default { before().filter_map(name).filter(|it| *it != own).collect() } else { Vec::new() };
    others.dedup();
    Some(BranchView {
        is_default,
        same_as: before().find(|it| name(it).as_ref() == Some(&own)).map(|it| it.id.to_string()),
        after_merge_of: others.iter().map(|it| Prose::new(it)).collect(),
        name: Prose::new(&own),
    })
}

fn commits(planned: &Planned<'_>, index: usize) -> Vec<PlannedCommitView> {
    let kept = |subject: &str| {
        let is_it = |it: &Finding| matches!(&it.about, About::Text(about) if about == subject);
        let about_it = |it: &&Finding| it.rule == Rule::PlannedCommit && it.phase == Some(index) && is_it(it);
        let found = planned.conformance.iter().find(about_it);
        found.filter(|it| it.standing == Conformity::Kept)
    };
    let view = |subject: &str| {
        let found = kept(subject);
        PlannedCommitView {
            subject: Prose::new(subject),
            made: found.is_some(),
            commits: found.into_iter().flat_map(PlaceView::all).collect(),
        }
    };
    planned.plan.phases[index].commits.iter().map(|it| view(it)).collect()
}
