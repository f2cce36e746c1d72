//! What a template sees of tasks, tests, checklists and skills.

use super::inputs::Planned;
use super::marks::{TickView, stated, time};
use super::service::CommandView;
use super::text::{Foreign, Prose};
use crate::plan::{Checklist, Example, Id, Phase, Plan, Spanned, Tag, Task, Tests};
use crate::results::Tick;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// Work outside a pattern.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TaskView {
    /// Its id.
    pub id: String,
    /// What is done.
    pub text: Prose,
    /// Id of the repository that it is done in, where that is known.
    pub repository: Option<String>,
    /// What its author says of it, which ticks nothing: `active`, `deferred`.
    pub stated: Option<&'static str>,
    /// Its budget.
    pub time: Option<String>,
    /// What sets it apart: `critical`, `parallel`, `optional` and so on.
    pub tags: Vec<Tag>,
    /// Tasks or services of the same phase that must be done first.
    pub needs: Vec<String>,
    /// What it is made of.
    pub items: Vec<Prose>,
    /// What to run.
    pub commands: Vec<CommandView>,
    /// Texts that show how something should look.
    pub examples: Vec<ExampleView>,
    /// Where it stands.
    pub tick: TickView,
}

/// A text that shows how something should look.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "TaskExample")]
pub struct ExampleView {
    /// What it shows.
    pub about: Option<Prose>,
    /// The language that it is written in: `yaml`.
    pub language: Option<String>,
    /// Its lines, which `drawn` prints with their blanks; absent for one that is empty.
    pub lines: Vec<Option<Foreign>>,
}

/// Tests that a phase adds.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TestsView {
    /// How many in all: `24`, `17-22`.
    pub total: String,
    /// What they cover.
    pub categories: Vec<TestCategoryView>,
}

/// Tests of one kind.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TestCategoryView {
    /// What they cover.
    pub title: Prose,
    /// How many: `5-7`.
    pub count: String,
    /// What they show to hold, as the specification says it.
    pub requirement: Option<Prose>,
    /// What they show, one by one.
    pub scenarios: Vec<Prose>,
}

/// Items that someone goes through by hand.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ChecklistView {
    /// What they have in common.
    pub title: Prose,
    /// The items.
    pub items: Vec<Prose>,
}

/// Instructions that an agent loads.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SkillView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub purpose: Prose,
    /// The folder or file that holds it.
    pub path: Option<Prose>,
    /// Its files, where they are worth naming.
    pub files: Vec<Prose>,
}

/// A task with its standing; `among` are the repositories that its phase or milestone is worked on in.
pub(super) fn task(planned: &Planned<'_>, (task, tick): (&Task, &Tick), among: &[usize]) -> TaskView {
    let repository = planned.plan.repository_of_task(task, among);
    let hours_per_day = planned.plan.calendar.hours_per_day.value;
    let budget = task.budget.as_ref();
    TaskView {
        id: task.id.to_string(),
        text: Prose::new(&task.text),
        repository: repository.map(|it| planned.plan.repositories[it].id.to_string()),
        stated: task.status.as_ref().map(|it| stated(it.value)),
        time: budget.and_then(|it| time(it.minutes(hours_per_day)?, &planned.words.units)),
        tags: task.tags.iter().map(|it| it.value).collect(),
        needs: task.needs.iter().map(ToString::to_string).collect(),
        items: task.items.iter().map(|it| Prose::new(it)).collect(),
        commands: task.commands.iter().map(|it| CommandView::of(it, &|text| text.to_owned())).collect(),
        examples: task.examples.iter().map(ExampleView::of).collect(),
        tick: TickView::of(tick),
    }
}

impl ExampleView {
    fn of(example: &Example) -> Self {
        let line = |it: &str| (!it.trim().is_empty()).then(|| Foreign::new(it));
        Self {
            about: example.about.as_deref().map(Prose::new),
            language: example.language.as_ref().map(ToString::to_string),
            lines: example.text.trim_end().lines().map(line).collect(),
        }
    }
}

/// The tests of a phase, if it says anything of them.
pub(super) fn tests(tests: &Tests) -> Option<TestsView> {
    let total = tests.count()?;
    let categories = tests.categories.iter().map(|it| TestCategoryView {
        title: Prose::new(&it.title),
        count: it.count.to_string(),
        requirement: it.requirement.as_deref().map(Prose::new),
        scenarios: it.scenarios.iter().map(|it| Prose::new(it)).collect(),
    });
    Some(TestsView { total: total.to_string(), categories: categories.collect() })
}

impl ChecklistView {
    /// Copies a checklist.
    pub(super) fn of(checklist: &Checklist) -> Self {
        let items = checklist.items.iter().map(|it| Prose::new(it)).collect();
        Self { title: Prose::new(&checklist.title), items }
    }
}

/// The skills of a phase, of its agent, and of the languages of the repositories that it works in; each once.
pub(super) fn skills(plan: &Plan, phase: &Phase) -> Vec<SkillView> {
    let agent = phase.agent.as_ref().and_then(|id| plan.agents.iter().find(|it| it.id.value == id.value));
    let services = phase.services.iter().filter_map(|it| plan.service(&it.service));
    let repositories = services.filter_map(|it| plan.repository(it.repository.as_ref()));
    let languages = repositories.filter_map(|it| it.language.as_ref());
    let languages = languages.filter_map(|id| plan.languages.iter().find(|it| it.id.value == id.value));
    let of_agent = agent.into_iter().flat_map(|it| &it.skills);
    let wanted: Vec<&Spanned<Id>> =
        phase.skills.iter().chain(of_agent).chain(languages.flat_map(|it| &it.skills)).collect();
    let mut seen: HashSet<&str> = HashSet::new();
    let fresh = wanted.into_iter().filter(|it| seen.insert(it.as_str()));
    let skill = |id: &Spanned<Id>| {
        let skill = plan.skills.iter().find(|it| it.id.value == id.value)?;
        let path = skill.path.as_deref().map(Prose::new);
        let files = skill.files.iter().map(|it| Prose::new(it)).collect();
        Some(SkillView { id: skill.id.to_string(), purpose: Prose::new(&skill.purpose), path, files })
    };
    fresh.filter_map(skill).collect()
}
