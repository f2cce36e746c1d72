//! What a template sees of what was planned, against what was done.

use super::inputs::Planned;
use super::text::Foreign;
use super::work::shortened;
use crate::history::Commit;
use crate::results::{About, Conformity, Finding, Reason, Rule};
use crate::templates::Words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// What was planned, against what was done.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ConformanceView {
    /// One entry for each rule that something can be said of.
    pub rules: Vec<RuleView>,
    /// What is not kept, by rule.
    pub broken: Vec<FindingView>,
    /// What git does not show, by rule and reason.
    pub unknown: Vec<UnknownView>,
}

/// Things of which git does not show whether a rule is kept, all for one reason.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct UnknownView {
    /// The rule.
    pub rule: &'static str,
    /// Why.
    pub reason: Foreign,
    /// What it is about.
    pub findings: Vec<FindingView>,
}

/// How often a rule is kept.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "ConformanceRule")]
pub struct RuleView {
    /// What it is called: `deliverable`, `commit_type`, `tests_first`.
    pub rule: &'static str,
    /// How often git shows that it is kept.
    pub kept: usize,
    /// How often git shows that it is not.
    pub broken: usize,
    /// How often git shows neither.
    pub unknown: usize,
    /// How often it is not due yet.
    pub open: usize,
}

/// Something that is not kept, or of which it is not known.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct FindingView {
    /// The rule.
    pub rule: &'static str,
    /// A path, a branch, a subject, an id with what it is of.
    pub about: Foreign,
    /// The words for what the id is of: `about_task`; absent where it is none.
    pub sort: Option<&'static str>,
    /// That id.
    pub id: Option<String>,
    /// Why.
    pub reason: Foreign,
    /// The commits that show it.
    pub commits: Vec<PlaceView>,
}

/// A commit of a repository.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PlaceView {
    /// Id of the repository.
    pub repository: String,
    /// Full object id.
    pub commit: String,
}

impl PlaceView {
    /// The commits that show a finding.
    pub(super) fn all(finding: &Finding) -> impl Iterator<Item = Self> {
        finding.commits.iter().map(|it| Self { repository: it.repository.clone(), commit: it.commit.clone() })
    }
}

impl ConformanceView {
    /// Those findings that are wanted; `None` if there is none of them.
    pub(super) fn of(planned: &Planned<'_>, wanted: impl Fn(&Finding) -> bool) -> Option<Self> {
        let findings: Vec<&Finding> = planned.conformance.iter().filter(|it| wanted(it)).collect();
        let listed = |standing| {
            let listed = findings.iter().filter(move |it| it.standing == standing);
            listed.map(|it| FindingView::of(it, planned.words)).collect::<Vec<_>>()
        };
        let rules: Vec<RuleView> = Rule::ALL.into_iter().filter_map(|it| rule(it, &findings)).collect();
        let view =
            Self { rules, broken: listed(Conformity::Broken), unknown: alike(listed(Conformity::Unknown)) };
        (!view.rules.is_empty()).then_some(view)
    }

    /// Those findings that some commits show, and what the phases that they work on name in advance.
    pub(super) fn of_commits(planned: &Planned<'_>, commits: &[&Commit]) -> Option<Self> {
        Self::of_commits_where(planned, commits, |_| true)
    }

    /// The same, without what is to be done in other repositories.
    pub(super) fn of_commits_in(
        planned: &Planned<'_>,
        commits: &[&Commit],
        repository: &str,
    ) -> Option<Self> {
        Self::of_commits_where(planned, commits, |it| it.is_in(repository))
    }

    fn of_commits_where(
        planned: &Planned<'_>,
        commits: &[&Commit],
        is_wanted: impl Fn(&Finding) -> bool,
    ) -> Option<Self> {
        let phases: HashSet<usize> = planned.records_of(commits).iter().filter_map(|it| it.phase).collect();
        let commits: HashSet<&str> = commits.iter().map(|it| it.id.as_str()).collect();
        Self::of(planned, |it| match it.phase {
            Some(phase) => phases.contains(&phase) && is_wanted(it),
            None => it.commits.iter().any(|it| commits.contains(it.commit.as_str())),
        })
    }
}

/// Findings by rule and reason, in the order in which each first occurs.
fn alike(findings: Vec<FindingView>) -> Vec<UnknownView> {
    let mut groups: Vec<UnknownView> = Vec::new();
    for finding in findings {
        let is_alike = |it: &&mut UnknownView| it.rule == finding.rule && it.reason == finding.reason;
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.findings.push(finding),
            None => groups.push(UnknownView {
                rule: finding.rule,
                reason: finding.reason.clone(),
                findings: vec![finding],
            }),
        }
    }
    groups
}

fn rule(rule: Rule, findings: &[&Finding]) -> Option<RuleView> {
    let count = |standing| findings.iter().filter(|it| it.rule == rule && it.standing == standing).count();
    let view = RuleView {
        rule: rule.word(),
        kept: count(Conformity::Kept),
        broken: count(Conformity::Broken),
        unknown: count(Conformity::Unknown),
        open: count(Conformity::Open),
    };
    (view.kept + view.broken + view.unknown + view.open > 0).then_some(view)
}

/// What a finding is about, and why it stands as it does, in words.
pub fn finding_in_words(finding: &Finding, words: &Words) -> (String, Option<String>) {
    (about(&finding.about, words), finding.reason.as_ref().map(|it| reason(it, words)))
}

fn about(about: &About, words: &Words) -> String {
    if let Some((sort, id)) = named(about) {
        return words.filled(&format!("words.{sort}"), &[("id", id)]);
    }
    match about {
        About::Mention { name, place, line } => {
            let values = [("name", name.as_str()), ("place", place), ("line", &line.to_string())];
            words.filled("words.about_mention", &values)
        }
        About::Text(text) | About::Service(text) | About::Task(text) | About::Phase(text) => text.clone(),
    }
}

/// The words for what has the id, and the id.
fn named(about: &About) -> Option<(&'static str, &str)> {
    match about {
        About::Service(id) => Some(("about_service", id)),
        About::Task(id) => Some(("about_task", id)),
        About::Phase(id) => Some(("about_phase", id)),
        About::Text(_) | About::Mention { .. } => None,
    }
}

fn reason(reason: &Reason, words: &Words) -> String {
    let (name, values) = reason.words();
    let values: Vec<(&str, &str)> = values.iter().map(|it| (it.0, it.1.as_str())).collect();
    words.filled(&format!("words.{name}"), &values)
}

impl FindingView {
    fn of(finding: &Finding, words: &Words) -> Self {
        let (about, reason) = finding_in_words(finding, words);
        let named = named(&finding.about);
        Self {
            rule: finding.rule.word(),
            sort: named.map(|it| it.0),
            id: named.map(|it| it.1.to_owned()),
            about: Foreign::new(&shortened(&about, "")),
            reason: Foreign::new(&reason.unwrap_or_default()),
            commits: PlaceView::all(finding).collect(),
        }
    }
}
