//! A stated status agrees with those of the parts, and nothing is ticked by hand.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Plan, Spanned, Stated, Task};
use std::ops::Range;

/// Parents that contradict their children, and ticks that were typed.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    parents(plan).iter().filter_map(|it| contradiction(plan, it)).chain(ticks(plan)).collect()
}

/// Something with a status and parts that have one.
struct Parent<'a> {
    name: String,
    status: &'a Spanned<Stated>,
    children: Vec<(String, &'a Spanned<Stated>)>,
}

fn parents(plan: &Plan) -> Vec<Parent<'_>> {
    let mut all: Vec<Parent<'_>> = Vec::new();
    let phases =
        plan.phases.iter().filter_map(|it| Some((format!("phase `{}`", it.id), it.status.as_ref()?)));
    let epics = plan.epics.iter().filter_map(|it| Some((format!("epic `{}`", it.id), it.status.as_ref()?)));
    if let Some(status) = &plan.project.status {
        all.push(Parent { name: "the project".to_owned(), status, children: phases.chain(epics).collect() });
    }
    for it in &plan.phases {
        let name = format!("phase `{}`", it.id);
        all.extend(it.status.as_ref().map(|status| Parent { name, status, children: tasks(&it.tasks) }));
    }
    for it in &plan.epics {
        let milestones = it.milestones.iter();
        let children = milestones
            .filter_map(|it| Some((format!("milestone `{}`", it.id), it.status.as_ref()?)))
            .collect();
        let name = format!("epic `{}`", it.id);
        all.extend(it.status.as_ref().map(|status| Parent { name, status, children }));
    }
    for it in plan.epics.iter().flat_map(|it| &it.milestones) {
        let name = format!("milestone `{}`", it.id);
        all.extend(it.status.as_ref().map(|status| Parent { name, status, children: tasks(&it.tasks) }));
    }
    all
}

fn tasks(tasks: &[Task]) -> Vec<(String, &Spanned<Stated>)> {
    tasks.iter().filter_map(|it| Some((format!("task `{}`", it.id), it.status.as_ref()?))).collect()
}

fn contradiction(plan: &Plan, parent: &Parent<'_>) -> Option<Diagnostic> {
    let own = parent.status.value;
    let open = parent.children.iter().find(|it| !it.1.is_over() && it.1.value != Stated::Deferred);
    let begun = parent.children.iter().find(|it| matches!(it.1.value, Stated::Active | Stated::Done));
    let all_over = !parent.children.is_empty() && parent.children.iter().all(|it| it.1.is_over());
    let (message, other) = match own {
        Stated::Done => {
            let (name, status) = open?;
            (format!("{} is done, but {name} is {}", parent.name, status.value), *status)
        }
        Stated::Skipped => return None,
        _ if all_over => {
            let last = parent.children.last()?.1;
            (format!("{} is {own}, but every part of it is over", parent.name), last)
        }
        Stated::Todo => {
            let (name, status) = begun?;
            (format!("{} has not begun, but {name} is {}", parent.name, status.value), *status)
        }
        _ => return None,
    };
    let problem = Code::StatusDisagrees.says(message).at(plan.origin(&parent.status.span));
    let problem = problem.label("stated here").related(plan.origin(&other.span), "stated here");
    Some(problem.hint("change one of them, or leave the status of the whole out"))
}

/// What people write before a text to tick it.
const TICKS: [&str; 6] = ["✅", "✔", "☑", "[x]", "[X]", "✓"];

/// Texts that claim to be ticked.
fn ticks(plan: &Plan) -> Vec<Diagnostic> {
    let criteria = plan.criteria().map(|it| (it.text.as_str(), &it.id.span));
    let lists = plan.checklists.iter().chain(plan.phases.iter().flat_map(|it| &it.checklists));
    let items = lists.flat_map(|it| &it.items).map(|it| (it.as_str(), &it.span));
    let acceptance = plan.epics.iter().flat_map(|it| &it.milestones).flat_map(|it| &it.acceptance);
    let texts = criteria.chain(items).chain(acceptance.map(|it| (it.as_str(), &it.span)));
    let ticked = texts.filter(|it| TICKS.iter().any(|tick| it.0.trim_start().starts_with(tick)));
    let problem = |(_, span): (&str, &Range<usize>)| {
        let problem = Code::TypedTick.says("a tick was typed into the plan").at(plan.origin(span));
        problem.hint("take it out: documents tick what a commit or a recorded result shows")
    };
    ticked.map(problem).collect()
}
