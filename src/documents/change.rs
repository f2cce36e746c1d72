//! What a template sees of a change of a specification: what is asked for, what is done, and what must hold then.

use super::gate::CriterionView;
use super::phase::PhaseView;
use super::plan::PlanView;
use super::text::Prose;
use crate::plan::{Change, Plan};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// A change of a specification.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ChangeView {
    /// Names its folder: lower-case words with `-` between them.
    pub id: String,
    /// Names the folder of the specification that it adds to.
    pub capability: String,
    /// What the specification is about, in paragraphs.
    pub purpose: Vec<Prose>,
    /// Why it is made, in paragraphs.
    pub why: Vec<Prose>,
    /// The phases that carry it out.
    pub phases: Vec<PhaseView>,
    /// What there is to do, one group for each phase.
    pub groups: Vec<GroupView>,
    /// What must hold.
    pub requirements: Vec<RequirementView>,
    /// How many cases show that.
    pub scenarios: usize,
    /// Criteria of its phases that a measured value decides.
    pub limits: Vec<CriterionView>,
}

/// What there is to do in a phase.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "TaskGroup")]
pub struct GroupView {
    /// Its number in the change; first is 1.
    pub number: usize,
    /// Id of the phase.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// Something to do.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ItemView {
    /// Its number in the group; first is 1.
    pub number: usize,
    /// Id of the task, service or suite; absent for a phase that has none.
    pub id: Option<String>,
    /// What it is.
    pub text: Prose,
    /// Whether it is recorded as done.
    pub done: bool,
}

/// Something that must hold.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RequirementView {
    /// Its name, which no other one of the change has.
    pub name: Prose,
    /// The whole sentence, if the plan states it.
    pub text: Option<Prose>,
    /// What it is about otherwise.
    pub about: Prose,
    /// Whether tests show it, and not the criteria of a phase.
    pub tested: bool,
    /// Cases that show it.
    pub scenarios: Vec<ScenarioView>,
}

/// A case that shows that something holds.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ScenarioView {
    /// Its name, which no other one of its requirement has.
    pub name: Prose,
    /// The command that is run.
    pub command: Option<Prose>,
    /// What a reader of its output should see, or what should be so; absent for exit code 0.
    pub expect: Option<Prose>,
    /// The limit that a measured value keeps.
    pub limit: Option<String>,
}

/// What a change is made from.
struct Wanted<'a> {
    id: &'a str,
    capability: &'a str,
    purpose: Option<&'a str>,
    why: Option<&'a str>,
    phases: Vec<PhaseView>,
}

/// Fewer letters than a reader, or a tool that checks specifications, takes for an explanation.
const SHORT: usize = 50;

/// The changes that a plan states.
pub(super) fn changes(plan: &Plan, phases: &[PhaseView]) -> Vec<ChangeView> {
    let summary = plan.project.summary.as_deref();
    let change = |it: &Change| {
        let own = plan.phases.iter().zip(phases).filter(|(phase, _)| it.has(phase));
        view(Wanted {
            id: &it.id,
            capability: &it.capability,
            purpose: it.purpose.as_deref().or(summary),
            why: it.why.as_deref().or(summary),
            phases: own.map(|it| it.1.clone()).collect(),
        })
    };
    plan.changes.iter().map(change).collect()
}

/// A change that the plan does not state, made of these phases; of all of them if none is named.
pub fn change_of_phases(plan: &PlanView, ids: &[String]) -> ChangeView {
    let names: Vec<&str> = [plan.id.as_str()].into_iter().chain(ids.iter().map(String::as_str)).collect();
    let name = names.join("-");
    let own = plan.phases.iter().filter(|it| ids.is_empty() || ids.contains(&it.id));
    let summary = plan.summary.as_ref().map(Prose::as_str);
    let phases = own.cloned().collect();
    view(Wanted { id: &name, capability: &name, purpose: summary, why: summary, phases })
}

fn view(wanted: Wanted<'_>) -> ChangeView {
    let requirements = requirements(&wanted.phases);
    let criteria = wanted.phases.iter().flat_map(|it| &it.criteria);
    ChangeView {
        id: slug(wanted.id),
        capability: slug(wanted.capability),
        purpose: explained(wanted.purpose, &wanted.phases),
        why: explained(wanted.why, &wanted.phases),
        groups: (1..).zip(&wanted.phases).map(group).collect(),
        scenarios: requirements.iter().map(|it| it.scenarios.len()).sum(),
        requirements,
        limits: criteria.filter(|it| it.limit.is_some()).cloned().collect(),
        phases: wanted.phases,
    }
}

/// Lower-case letters and digits with `-` between them.
fn slug(name: &str) -> String {
    let words = name.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// What is stated, and the objectives of phases as long as that is too little.
fn explained(stated: Option<&str>, phases: &[PhaseView]) -> Vec<Prose> {
    let mut paragraphs: Vec<Prose> = stated.map(Prose::new).into_iter().collect();
    for phase in phases {
        let length: usize = paragraphs.iter().map(|it| it.as_str().chars().count()).sum();
        if length < SHORT {
            paragraphs.push(phase.objective.clone());
        }
    }
    paragraphs
}

fn group((number, phase): (usize, &PhaseView)) -> GroupView {
    let services = phase.services.iter().map(|it| (Some(&it.stated.id), &it.stated.title, it.done));
    let tasks = phase.tasks.iter().map(|it| (Some(&it.id), &it.text, it.tick.done));
    let suites = phase.suites.iter().map(|it| (Some(&it.id), &it.title, it.passed == it.tests.len()));
    let mut all: Vec<_> = services.chain(tasks).chain(suites).collect();
    if all.is_empty() {
        all.push((None, &phase.objective, phase.done));
    }
    let item = |(number, (id, text, done)): (usize, (Option<&String>, &Prose, bool))| ItemView {
        number,
        id: id.cloned(),
        text: text.clone(),
        done,
    };
    let items = (1..).zip(all).map(item).collect();
    GroupView { number, id: phase.id.clone(), title: phase.title.clone(), items }
}

/// What tests state as required; if none does, what all tests show; without tests, what phases are judged by.
fn requirements(phases: &[PhaseView]) -> Vec<RequirementView> {
    let categories = || phases.iter().filter_map(|it| it.tests.as_ref()).flat_map(|it| &it.categories);
    let all: Vec<&super::task::TestCategoryView> = categories().collect();
    let stated: Vec<_> = all.iter().copied().filter(|it| it.requirement.is_some()).collect();
    let shown = if stated.is_empty() { all } else { stated };
    let mut found: Vec<RequirementView> = shown.into_iter().map(of_tests).collect();
    if found.is_empty() {
        found = phases.iter().map(of_phase).collect();
    }
    let mut names = HashSet::new();
    for requirement in &mut found {
        requirement.name = fresh(&requirement.name, &mut names);
        let mut cases = HashSet::new();
        for scenario in &mut requirement.scenarios {
            scenario.name = fresh(&scenario.name, &mut cases);
        }
    }
    found
}

/// A name, with a number behind it if it is there already.
fn fresh(name: &Prose, names: &mut HashSet<String>) -> Prose {
    let numbered = (2..).map(|it| format!("{} ({it})", name.as_str()));
    let mut candidates = [name.as_str().to_owned()].into_iter().chain(numbered);
    candidates.find(|it| names.insert(it.clone())).map_or_else(|| name.clone(), |it| Prose::new(&it))
}

fn of_tests(category: &super::task::TestCategoryView) -> RequirementView {
    let keeps = |it: &&Prose| it.as_str().split_whitespace().any(|it| matches!(it, "SHALL" | "MUST"));
    let (whole, other): (Vec<_>, Vec<_>) = category.requirement.iter().partition(keeps);
    let about = other.first().copied().unwrap_or(&category.title).clone();
    let case = |it: &Prose| shown(it.clone(), it.clone());
    let mut scenarios: Vec<ScenarioView> = category.scenarios.iter().map(case).collect();
    if scenarios.is_empty() {
        scenarios.push(shown(
            category.title.clone(),
            category.requirement.clone().unwrap_or_else(|| about.clone()),
        ));
    }
    RequirementView {
        name: category.title.clone(),
        text: whole.first().map(|it| (*it).clone()),
        about,
        tested: true,
        scenarios,
    }
}

fn of_phase(phase: &PhaseView) -> RequirementView {
    let result = phase.result.clone().unwrap_or_else(|| phase.objective.clone());
    let mut scenarios: Vec<ScenarioView> = phase.criteria.iter().map(case).collect();
    if scenarios.is_empty() {
        scenarios.push(shown(phase.title.clone(), result.clone()));
    }
    RequirementView { name: phase.title.clone(), text: None, about: result, tested: false, scenarios }
}

fn shown(name: Prose, expect: Prose) -> ScenarioView {
    ScenarioView { name, command: None, expect: Some(expect), limit: None }
}

fn case(criterion: &CriterionView) -> ScenarioView {
    let command = criterion.command.as_ref();
    let expect = command.map_or_else(|| Some(criterion.text.clone()), |it| it.expect.clone());
    ScenarioView {
        name: criterion.text.clone(),
        command: command.map(|it| it.run.clone()),
        expect: expect.filter(|_| criterion.limit.is_none() || command.is_some()),
        limit: criterion.limit.clone(),
    }
}
