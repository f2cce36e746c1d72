//! Commits that the plan or a document names, against git.

use super::{About, Conformity, Finding, Reason, Rule, Scene};
use crate::history::{Mention, Moment, NamedCommit, RepositoryHistory, mentions};

/// Every commit id in the texts of the plan, then in the documents of the repositories.
pub(super) fn named_commits(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in scene.plan.sources.iter() {
        // The folder depends on where the program was started.
        let file = source.name.rsplit('/').next().unwrap_or_default();
        findings.extend(mentions(&source.text).iter().map(|it| finding(scene, file, it, None)));
    }
    for repository in &scene.history.repositories {
        for document in &repository.documents {
            let place = format!("{}:{}", repository.id, document.path);
            findings.extend(document.mentions.iter().map(|it| finding(scene, &place, it, Some(repository))));
        }
    }
    findings
}

/// A document that does not say in which repository a commit is may mean its own, or any other.
fn finding(scene: &Scene<'_>, place: &str, mention: &Mention, own: Option<&RepositoryHistory>) -> Finding {
    let about = About::Mention { name: mention.name.clone(), place: place.to_owned(), line: mention.line };
    let finding = Finding::new(Rule::NamedCommit, about);
    let all = || own.into_iter().chain(&scene.history.repositories);
    let is_meant = |it: &&RepositoryHistory| mention.repository.as_ref().is_none_or(|id| *id == it.id);
    let looked_up = |it: &'_ RepositoryHistory| {
        let named = it.named.iter().find(|it| it.name == mention.name).cloned()?;
        Some((it.id.clone(), named))
    };
    let known: Vec<(String, NamedCommit)> = all().filter(is_meant).filter_map(looked_up).collect();
    let found =
        known.iter().find_map(|(repository, named)| Some((repository, named, named.commit.as_ref()?)));
    if let Some((repository, named, commit)) = found {
        let finding = finding.shown_by(repository, commit);
        return match contradiction(mention, named) {
            Some(reason) => finding.stands(Conformity::Broken, reason),
            None => finding.stands(Conformity::Kept, None),
        };
    }
    let meant = scene
        .plan
        .repositories
        .iter()
        .filter(|it| mention.repository.as_ref().is_none_or(|id| id.as_str() == it.id.as_str()));
    let is_known = |id: &str| known.iter().any(|it| it.0 == id);
    let repositories: Vec<String> = meant.map(|it| it.id.to_string()).filter(|it| !is_known(it)).collect();
    if known.is_empty() || !repositories.is_empty() {
        return finding.stands(Conformity::Unknown, Reason::NotLookedUp { repositories });
    }
    finding.stands(Conformity::Broken, Reason::NoCommit)
}

/// What git says otherwise of a commit that exists.
fn contradiction(mention: &Mention, named: &NamedCommit) -> Option<Reason> {
    if !named.reached {
        return Some(Reason::NotReached);
    }
    let stated = mention.date?;
    let dates: Vec<_> = named.authored.iter().chain(&named.committed).map(Moment::date_naive).collect();
    let written = dates.first()?;
    (!dates.contains(&stated))
        .then(|| Reason::OtherDate { written: written.to_string(), stated: stated.to_string() })
}
