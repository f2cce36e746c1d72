//! What phases name in advance: deliverables, branches, subjects of commits.

use super::{Conformity, Finding, Reason, Rule, Scene};
use crate::history::{Commit, RepositoryHistory};
use crate::plan::{Deliverable, Phase};
use crate::results::statement::without_number;
use crate::results::{PhaseResult, Status, Tick};

/// Every deliverable of every phase.
pub(super) fn deliverables(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, phase, result) in scene.phases() {
        let all = phase.deliverables.iter().zip(&result.deliverables);
        let of_phase = all.map(|(it, tick)| deliverable(scene, (phase, result), it, tick).of_phase(index));
        findings.extend(of_phase);
    }
    findings
}

fn deliverable(
    scene: &Scene<'_>,
    (phase, result): (&Phase, &PhaseResult),
    deliverable: &Deliverable,
    tick: &Tick,
) -> Finding {
    let path = &deliverable.path.value;
    let finding = Finding::new(Rule::Deliverable, path.as_str());
    if let Some(evidence) = &tick.evidence {
        return finding.stands(Conformity::Kept, None).shown_by(&evidence.repository, &evidence.commit);
    }
    let id = scene.plan.repository(deliverable.repository.as_ref()).map_or("", |it| it.id.as_str());
    let Some(repository) = scene.history.repositories.iter().find(|it| it.id == id) else {
        return finding.stands(Conformity::Unknown, Reason::NotRead { repository: id.to_owned() });
    };
    if !repository.absent.contains(path) {
        return finding.stands(Conformity::Unknown, Reason::NotTold { repository: id.to_owned() });
    }
    let repository_id = id.to_owned();
    if result.status != Status::Done {
        return finding.stands(Conformity::Open, Reason::Missing { repository: repository_id });
    }
    let reason = Reason::DoneWithout { phase: phase.id.to_string(), repository: repository_id };
    let finding = finding.stands(Conformity::Broken, reason);
    repository.head.iter().fold(finding, |finding, head| finding.shown_by(id, &head.commit))
}

/// The branch that each phase names.
pub(super) fn branches(scene: &Scene<'_>) -> Vec<Finding> {
    let named = scene.phases().filter_map(|(index, phase, result)| {
        let branch = phase.branch.as_ref()?.value.as_str();
        let finding = Finding::new(Rule::PlannedBranch, branch).of_phase(index);
        Some(match branch_commit(scene, branch) {
            Some((repository, commit)) => finding.stands(Conformity::Kept, None).shown_by(repository, commit),
            None if result.status == Status::Open => finding.stands(Conformity::Open, not_begun(phase)),
            None => finding.stands(Conformity::Unknown, Reason::NoBranch),
        })
    });
    named.collect()
}

fn not_begun(phase: &Phase) -> Reason {
    Reason::NotBegun { phase: phase.id.to_string() }
}

/// The tip of a branch, or the commit that merged it.
fn branch_commit<'a>(scene: &Scene<'a>, branch: &str) -> Option<(&'a str, &'a str)> {
    let repositories = || scene.history.repositories.iter();
    let tip = |it: &'a RepositoryHistory| {
        let branch = it.branches.iter().find(|it| it.name == branch)?;
        Some((it.id.as_str(), branch.commit.as_str()))
    };
    let merged = |(repository, commit): (&'a RepositoryHistory, &'a Commit)| {
        merges(commit, branch).then_some((repository.id.as_str(), commit.id.as_str()))
    };
    repositories().find_map(tip).or_else(|| scene.own_commits().find_map(merged))
}

/// Whether a commit is a merge that names a branch.
pub(in crate::results) fn merges(commit: &Commit, branch: &str) -> bool {
    let mut words = commit.message.subject.split([' ', '\'', '"', ':']);
    commit.parents.len() > 1 && words.any(|word| is_branch(word, branch))
}

/// Whether a word of a merge names a branch, by itself or after an owner: `ada/feature/x`.
fn is_branch(word: &str, branch: &str) -> bool {
    word == branch || word.split_once('/').is_some_and(|it| it.1 == branch)
}

/// The subjects of commits that each phase states.
pub(super) fn commits(scene: &Scene<'_>) -> Vec<Finding> {
    let stated = scene
        .phases()
        .flat_map(|(index, phase, result)| phase.commits.iter().map(move |it| (index, phase, result, it)));
    let found = stated.map(|(index, phase, result, subject)| {
        let finding = Finding::new(Rule::PlannedCommit, subject.as_str()).of_phase(index);
        let same = |it: &(_, &Commit)| without_number(&it.1.message.subject) == subject.trim();
        match scene.own_commits().find(same) {
            Some((repository, commit)) => {
                finding.stands(Conformity::Kept, None).shown_by(&repository.id, &commit.id)
            }
            None if result.status == Status::Open => finding.stands(Conformity::Open, not_begun(phase)),
            None if result.status == Status::Done => finding.stands(Conformity::Unknown, Reason::NoSubject),
            None => finding.stands(Conformity::Open, Reason::NotOver { phase: phase.id.to_string() }),
        }
    });
    found.collect()
}
