//! Phases and work as an export of ours left them in a file of Task Master.

use super::raw::Raw;
use super::read::Import;
use crate::diagnostics::clean;
use crate::interop::names::fit;
use crate::interop::needs::circle;
use crate::interop::ours::{OurPlan, Ours};
use crate::interop::{Criterion, Kind, Outline, Part, Stage, Work, lines};
use crate::plan::{Id, Priority};
use serde_json::Value;
use std::collections::HashSet;

/// The plan that phases were exported from.
pub(super) fn plan(heads: &[Raw]) -> Option<Outline> {
    let OurPlan { id, title, summary, hours_per_day, repositories } =
        heads.iter().find_map(|it| it.ours.as_ref()?.plan.clone())?;
    let fits = |it: &str| it.parse::<Id>().is_ok();
    let repositories = repositories.into_iter().filter(|it| fits(&it.id)).collect();
    let hours_per_day = hours_per_day.filter(|it| (1..=24).contains(it));
    Some(Outline { id: fit(&id)?, title, summary, hours_per_day, repositories, stages: Vec::new() })
}

/// A phase without its work.
pub(super) fn stage(import: &mut Import<'_>, head: &Raw) -> Stage {
    let ours = head.ours.clone().unwrap_or_default();
    let id = ours.phase.clone().unwrap_or_default();
    let title = head.title.strip_prefix(&format!("{id}: ")).unwrap_or(&head.title);
    let fits = |it: &String| it.parse::<Id>().is_ok();
    let priority = serde_json::from_value(Value::from(head.priority.as_str()));
    Stage {
        id: import.phases.give(&id, "phase"),
        title: whole(&ours, title),
        objective: Some(head.description.clone())
            .filter(|it| !it.trim().is_empty())
            .unwrap_or_else(|| clean(title)),
        result: ours.result.clone(),
        kind: ours.kind.unwrap_or_default(),
        priority: priority.unwrap_or(Priority::Medium),
        budget: ours.budget(),
        branch: ours.branch.clone(),
        agent: ours.agent.clone(),
        gate: ours.demands.clone(),
        criteria: ours.criteria.clone(),
        pattern: ours.pattern.as_ref().filter(|it| fits(&it.id)).map(|it| (it.id.clone(), it.title.clone())),
        stated: import.stated(head),
        tags: ours.tags,
        ..Stage::default()
    }
}

/// Writes into phases what each depends on.
pub(super) fn order(import: &mut Import<'_>, heads: &[Raw], stages: &mut [Stage]) {
    let needs = heads.iter().map(|head| import.resolved(head, |id| heads.iter().position(|it| it.id == id)));
    let needs: Vec<_> = needs.collect();
    let things: Vec<_> = stages.iter().map(|it| it.id.clone()).zip(needs).collect();
    if let Some(problem) = circle(import.reader.source, &things) {
        import.reader.errors.push(problem);
        return;
    }
    for (at, (_, needs)) in things.iter().enumerate() {
        stages[at].depends_on = needs.iter().map(|it| things[it.0].0.clone()).collect();
    }
}

/// A piece of work as the plan had it; `None` if no export made the task.
pub(super) fn work(task: &Raw) -> Option<Work> {
    let ours = task.ours.as_ref()?;
    let (kind, id) = match (&ours.service, &ours.task, &ours.suite) {
        (Some(id), ..) => (Kind::Service(ours.place.clone().unwrap_or_default()), id),
        (_, Some(id), _) => (Kind::Task, id),
        (.., Some(id)) => (Kind::Suite, id),
        _ => return None,
    };
    let text = whole(ours, &task.title);
    let priority = serde_json::from_value(Value::from(task.priority.as_str()));
    let about = Some(&task.description).filter(|it| kind != Kind::Task && clean(it) != clean(&text));
    Some(Work {
        about: about.cloned(),
        kind,
        id: id.clone(),
        text,
        priority: priority.unwrap_or(Priority::Medium),
        tags: ours.tags.clone(),
        budget: ours.budget(),
        repository: ours.repository.clone().filter(|it| it.parse::<Id>().is_ok()),
        needs: ours.needs.clone(),
        commands: ours.commands.clone(),
        ..Work::default()
    })
}

/// The text of the plan, if the title still shows it.
fn whole(ours: &Ours, title: &str) -> String {
    ours.text.clone().filter(|it| clean(it) == clean(title)).unwrap_or_else(|| clean(title))
}

/// Takes the parts out of the subtasks of a task that an export made.
pub(super) fn take_parts(task: &mut Raw) -> Vec<Raw> {
    let is_ours = work(task).is_some();
    let is_part = |it: &Raw| {
        let ours = it.ours.as_ref();
        is_ours && ours.is_some_and(|it| it.step.is_some() || it.item.is_some() || it.criterion.is_some())
    };
    let (parts, others) = std::mem::take(&mut task.subtasks).into_iter().partition(is_part);
    task.subtasks = others;
    parts
}

/// Adds its parts to a piece of work, and tells of statuses that a plan cannot state.
pub(super) fn parts(import: &mut Import<'_>, own: &mut Work, (task, parts): (&Raw, &[Raw])) {
    for part in parts {
        let needs = import.resolved(part, |id| parts.iter().position(|it| it.id == id));
        let ours = part.ours.clone().unwrap_or_default();
        let text = match &ours.step {
            Some(_) => ours.text.clone().unwrap_or_else(|| clean(&part.title)),
            None => whole(&ours, &part.title),
        };
        let id = ours.step.as_ref().or(ours.criterion.as_ref()).and_then(|it| fit(it));
        let text = lines::unticked(&text);
        let needs = needs.into_iter().map(|it| it.0).collect();
        let judged = ours.judged.clone().map(|it| Criterion { text: text.clone(), ..it });
        let (budget, doing) = (ours.budget(), ours.doing.clone().unwrap_or_default());
        own.parts.push(Part { id, budget, needs, doing, judged, ..Part::item(&text) });
    }
    let changed = |it: &&Raw| {
        let exported = it.ours.as_ref().and_then(|it| it.exported.as_ref());
        exported.is_some() && it.status.as_ref().is_some_and(|it| Some(&it.0) != exported)
    };
    if own.kind != Kind::Task
        && let Some((status, span)) =
            parts.iter().chain([task]).find(changed).and_then(|it| it.status.as_ref())
    {
        let message = format!(
            "`{}` was set to `{status}`, which a plan does not state of it: commits record it",
            own.id
        );
        import.untold(span, &message);
        own.stated = None;
    }
}

/// Leaves out what the rest of the file lacks.
pub(super) fn complete(outline: &mut Outline) {
    let work = outline.stages.iter().flat_map(|it| &it.work);
    let services: HashSet<String> =
        work.filter(|it| matches!(it.kind, Kind::Service(_))).map(|it| it.id.clone()).collect();
    let known: Vec<String> = outline.repositories.iter().map(|it| it.id.clone()).collect();
    for stage in &mut outline.stages {
        let has_steps = |it: &Work| matches!(it.kind, Kind::Service(_)) && !it.parts.is_empty();
        stage.pattern.take_if(|_| !stage.work.iter().any(has_steps));
        for work in &mut stage.work {
            let is_service = matches!(work.kind, Kind::Service(_));
            if (is_service && stage.pattern.is_none()) || (work.kind == Kind::Suite && work.budget.is_none())
            {
                work.kind = Kind::Task;
            }
            work.repository.take_if(|it| !known.contains(it));
            work.needs.retain(|it| !is_service || services.contains(it));
        }
    }
    let work = outline.stages.iter().flat_map(|it| &it.work);
    let services: HashSet<String> =
        work.filter(|it| matches!(it.kind, Kind::Service(_))).map(|it| it.id.clone()).collect();
    let of_gates = |it: &mut Stage| {
        let tests = it.work.iter_mut().flat_map(|it| &mut it.parts).filter_map(|it| it.judged.as_mut());
        let demanded = it.gate.iter_mut().flat_map(|it| &mut it.criteria);
        let all = it.criteria.iter_mut().chain(demanded).chain(tests);
        all.for_each(|it| it.keep_services(|it| services.contains(it)));
    };
    outline.stages.iter_mut().for_each(of_gates);
}
