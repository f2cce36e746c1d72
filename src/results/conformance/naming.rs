//! Names of branches and subjects of commits, against the plan's conventions.

use super::{Conformity, Finding, Reason, Rule, Scene};
use crate::history::{Branch, Commit, RepositoryHistory};
use crate::plan::{Spanned, kind};

/// Every local branch beside the one that work starts from.
pub(super) fn branches(scene: &Scene<'_>) -> Vec<Finding> {
    let conventions = &scene.plan.conventions;
    let mut findings = Vec::new();
    for repository in &scene.history.repositories {
        let own = |it: &&Branch| Some(&it.name) != repository.default_branch.as_ref();
        for branch in repository.branches.iter().filter(own) {
            let Some(fits) = conventions.fits_branch(&branch.name) else { continue };
            let finding =
                Finding::new(Rule::BranchName, branch.name.as_str()).shown_by(&repository.id, &branch.commit);
            let reason = || Reason::NoPattern { patterns: listed(&conventions.branches) };
            findings.push(if fits {
                finding.stands(Conformity::Kept, None)
            } else {
                finding.stands(Conformity::Broken, reason())
            });
        }
    }
    findings
}

/// Every commit that was read, without those whose subjects git itself writes: merges and reverts.
pub(super) fn subjects(scene: &Scene<'_>) -> Vec<Finding> {
    let by_people = |it: &(&RepositoryHistory, &Commit)| it.1.parents.len() < 2 && !is_revert(it.1);
    let judged = scene.commits().filter(by_people).filter_map(|(repository, commit)| {
        let subject = &commit.message.subject;
        let fits = scene.plan.conventions.fits_subject(subject)?;
        let finding = Finding::new(Rule::CommitType, subject.as_str()).shown_by(&repository.id, &commit.id);
        Some(if fits {
            finding.stands(Conformity::Kept, None)
        } else {
            finding.stands(Conformity::Broken, reason(scene, subject))
        })
    });
    judged.collect()
}

fn is_revert(commit: &Commit) -> bool {
    commit.message.reverts.is_some() && commit.message.subject.starts_with("Revert ")
}

fn reason(scene: &Scene<'_>, subject: &str) -> Reason {
    let types = listed(&scene.plan.conventions.commit_types);
    match kind(subject) {
        Some(kind) => Reason::OtherType { kind: kind.to_string(), types },
        None => Reason::NoType { types },
    }
}

fn listed(words: &[Spanned<String>]) -> Vec<String> {
    words.iter().map(|it| it.value.clone()).collect()
}
