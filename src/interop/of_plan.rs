//! From a plan and its results to what a list of tasks can hold of them.

use super::{Agent, Doing, Gate, Kind, Outline, Part, Repository, Service, Stage, Work, carried};
use crate::plan::{
    self, Command, Criterion, Id, Pattern, Phase, PhaseService, Plan, Spanned, Step, Suite, Task,
};
use crate::results::{CriterionResult, Outcome, PhaseResult, Results, ServiceResult, Status, Tick};

/// What a list of tasks can hold of a plan.
pub fn outline(plan: &Plan, results: &Results) -> Outline {
    let text = |it: &Option<Spanned<String>>| it.as_ref().map(|it| it.value.clone());
    let repository = |it: &plan::Repository| Repository {
        id: it.id.to_string(),
        path: text(&it.path),
        facts: text(&it.facts),
        remote: it.remote.clone(),
    };
    Outline {
        id: plan.project.id.to_string(),
        title: plan.project.title.clone(),
        summary: plan.project.summary.clone(),
        hours_per_day: Some(plan.calendar.hours_per_day.value),
        repositories: plan.repositories.iter().map(repository).collect(),
        stages: plan.phases.iter().zip(&results.phases).map(|it| stage(plan, it.0, it.1)).collect(),
    }
}

fn stage(plan: &Plan, phase: &Phase, result: &PhaseResult) -> Stage {
    let pattern = phase.pattern.as_ref().and_then(|it| plan.pattern(it));
    let context = Context { plan, phase, pattern, result };
    let services = phase.services.iter().zip(&result.services).filter_map(|it| context.service(it.0, it.1));
    let tasks = phase.tasks.iter().zip(&result.tasks).map(|it| context.task(it.0, it.1));
    let suites = phase.suites.iter().filter_map(|it| plan.suite(it)).map(|it| context.suite(it));
    let work = services.chain(tasks).chain(suites).collect();
    Stage {
        id: phase.id.to_string(),
        title: phase.title.clone(),
        objective: phase.objective.clone(),
        result: phase.result.clone(),
        kind: phase.kind,
        priority: phase.priority,
        tags: phase.tags.iter().map(|it| it.value).collect(),
        budget: phase.budget.as_ref().map(|it| it.value.clone()),
        depends_on: ids(&phase.depends_on),
        branch: phase.branch.as_ref().map(|it| it.value.clone()),
        agent: phase.agent.as_ref().and_then(|it| Agent::of(plan, it.as_str())),
        gate: phase.gate.as_ref().and_then(|it| plan.gate(it)).map(Gate::of),
        criteria: phase.criteria.iter().map(carried::Criterion::of).collect(),
        pattern: pattern.map(|it| (it.id.to_string(), it.title.clone())),
        stated: phase.status.as_ref().map(|it| it.value),
        status: result.status,
        checks: phase.judged(plan).map(check).collect(),
        work,
    }
}

fn ids(ids: &[Spanned<Id>]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// A criterion in one line.
fn check(criterion: &Criterion) -> String {
    match &criterion.check {
        Some(command) => format!("{}: {}", criterion.text, run(command)),
        None => criterion.text.clone(),
    }
}

/// A command in one line.
fn run(command: &Command) -> String {
    let folder = command.folder.as_ref().map(|it| format!(" in `{}`", it.value)).unwrap_or_default();
    let expect = command.expect.as_ref().map(|it| format!(", expect {}", it.value)).unwrap_or_default();
    format!("run `{}`{folder}{expect}", command.run.value)
}

/// What the work of a phase is made from.
struct Context<'a> {
    plan: &'a Plan,
    phase: &'a Phase,
    pattern: Option<&'a Pattern>,
    result: &'a PhaseResult,
}

impl Context<'_> {
    fn service(&self, entry: &PhaseService, result: &ServiceResult) -> Option<Work> {
        let service = self.plan.service(&entry.service)?;
        let facts = Service {
            port: service.port.as_ref().map(|it| it.value),
            source: service.source.clone(),
            target: service.target.clone(),
            slos: service.slos.iter().map(|it| it.value.to_string()).collect(),
            notes: service.notes.clone(),
            optional: service.optional,
        };
        let own = self.phase.judged(self.plan);
        let own = own.filter(|it| it.service.as_ref().is_some_and(|it| it.value == service.id.value));
        let limits = service.slos.iter().map(|it| it.value.to_string());
        let steps = self.pattern.map_or(&[][..], |it| &it.steps);
        Some(Work {
            kind: Kind::Service(facts),
            id: service.id.to_string(),
            text: service.title.clone(),
            about: service.purpose.clone(),
            priority: service.priority,
            budget: entry.budget.as_ref().map(|it| it.value.clone()),
            repository: self.plan.repository(service.repository.as_ref()).map(|it| it.id.to_string()),
            needs: ids(&service.needs),
            status: result.status,
            checks: own.map(check).chain(limits).collect(),
            notes: service.notes.clone(),
            parts: steps.iter().enumerate().map(|it| self.step(it, service, &result.steps)).collect(),
            ..Work::default()
        })
    }

    fn step(&self, (at, step): (usize, &Step), service: &plan::Service, ticks: &[Tick]) -> Part {
        let filled = |text: &str| plan::fill(text, |name| plan::value(name, self.plan, self.phase, service));
        let steps = self.pattern.map_or(&[][..], |it| &it.steps);
        let needs = match &step.needs {
            Some(needs) => {
                needs.iter().filter_map(|id| steps.iter().position(|it| it.id.value == id.value)).collect()
            }
            None => at.checked_sub(1).into_iter().collect(),
        };
        let actions = step.actions.iter().map(|it| filled(it));
        let commands = step.commands.iter().map(|it| filled(&capitalised(&run(it))));
        let end = step.done_when.iter().map(|it| filled(&format!("Done when {}", it.value)));
        Part {
            id: Some(step.id.to_string()),
            text: step.title.value.clone(),
            shown: filled(&step.title),
            budget: step.budget.as_ref().map(|it| it.value.clone()),
            needs,
            status: ticks.get(at).map(|it| it.status).unwrap_or_default(),
            notes: actions.chain(commands).chain(end).collect(),
            doing: Doing::of(step),
            judged: None,
        }
    }

    fn task(&self, task: &Task, tick: &Tick) -> Work {
        let item = |it: &String| Part { status: tick.status, ..Part::item(it) };
        Work {
            kind: Kind::Task,
            id: task.id.to_string(),
            text: task.text.clone(),
            priority: self.phase.priority,
            tags: task.tags.iter().map(|it| it.value).collect(),
            budget: task.budget.as_ref().map(|it| it.value.clone()),
            needs: ids(&task.needs),
            stated: task.status.as_ref().map(|it| it.value),
            status: tick.status,
            notes: task.commands.iter().map(|it| capitalised(&run(it))).collect(),
            commands: task.commands.iter().map(carried::Command::of).collect(),
            parts: task.items.iter().map(item).collect(),
            ..Work::default()
        }
    }

    fn suite(&self, suite: &Suite) -> Work {
        let parts: Vec<Part> = suite.tests.iter().map(|it| self.test(it)).collect();
        let over = parts.iter().filter(|it| matches!(it.status, Status::Done)).count();
        let begun = parts.iter().any(|it| it.status != Status::Open);
        let status = match () {
            () if !parts.is_empty() && over == parts.len() => Status::Done,
            () if begun => Status::Active,
            () => Status::Open,
        };
        Work {
            kind: Kind::Suite,
            id: suite.id.to_string(),
            text: suite.title.clone(),
            about: suite.about.clone(),
            priority: self.phase.priority,
            budget: Some(suite.budget.value.clone()),
            status,
            parts,
            ..Work::default()
        }
    }

    fn test(&self, test: &Criterion) -> Part {
        let judged = self.phase.judged(self.plan).zip(&self.result.criteria);
        let result = judged.into_iter().find(|it| it.0.id.value == test.id.value).map(|it| it.1);
        let notes = test.check.iter().map(|it| capitalised(&run(it)));
        Part {
            id: Some(test.id.to_string()),
            status: result.map(standing).unwrap_or_default(),
            notes: notes.collect(),
            judged: Some(carried::Criterion::of(test)),
            ..Part::item(&test.text)
        }
    }
}

fn standing(result: &CriterionResult) -> Status {
    match result.outcome {
        Outcome::Open => Status::Open,
        Outcome::Pass => Status::Done,
        Outcome::Fail => Status::Failed,
        Outcome::Skip => Status::Skipped,
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
