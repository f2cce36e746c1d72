//! `callsheet next`: what can be done now, and what waits for what.

use super::console::print;
use super::format::Format;
use super::pipeline::{Prepared, prepare};
use super::table::aligned;
use super::{ExitCode, Outcome, Settings};
use crate::documents::{AheadView, NextView};
use crate::results::Status;
use serde_json::{Value, json};

/// Shows what can be done now, phase by phase, and what each other phase waits for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet next
  callsheet next --format json")]
pub(super) struct Args {
    /// A table, or a JSON array with one object for each plan.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let mut all = Vec::new();
    for plan in project.plans()? {
        let prepared = prepare(settings, &project, plan, None)?;
        settings.console.report(&prepared.joined.warnings);
        all.push(prepared);
    }
    let text = match args.format {
        Format::Text => all.iter().map(table).collect::<Vec<_>>().join("\n"),
        Format::Json => format!("{:#}\n", Value::from(all.iter().map(object).collect::<Vec<_>>())),
    };
    print(&text)?;
    Ok(ExitCode::Done)
}

/// Phases that are not over, in the order of execution.
fn ahead(prepared: &Prepared) -> &[AheadView] {
    prepared.composition.plan.as_ref().map_or(&[][..], |it| &it.ahead)
}

fn table(prepared: &Prepared) -> String {
    let id = &prepared.joined.plan.project.id;
    let ahead = ahead(prepared);
    if ahead.is_empty() {
        return format!("{id}: every phase is done\n");
    }
    let mut rows = vec![["phase", "state", "what", "who"].map(str::to_owned)];
    rows.extend(ahead.iter().map(|it| {
        let who = it.agent.as_ref().map_or_else(|| "-".to_owned(), |it| it.id.clone());
        [it.id.clone(), state(it).to_owned(), what(it), who]
    }));
    format!("{id}\n\n{}", aligned(&rows))
}

fn state(phase: &AheadView) -> &'static str {
    match phase.status {
        _ if !phase.unlocked => "waits",
        Status::Blocked => "blocked",
        Status::Failed => "failed",
        Status::Active => "goes on",
        _ => "can start",
    }
}

fn what(phase: &AheadView) -> String {
    if !phase.unlocked {
        let needs = phase.depends_on.iter().filter(|it| it.status != Status::Done);
        let needs: Vec<&str> = needs.map(|it| it.id.as_str()).collect();
        return format!("for {}", needs.join(", "));
    }
    phase.next_step.as_ref().map_or_else(|| "-".to_owned(), thing)
}

fn thing(next: &NextView) -> String {
    let service = next.service.as_ref().map(|it| format!(" of {it}")).unwrap_or_default();
    format!("{} {}{service}: {}", next.kind, next.id, crate::diagnostics::clean(next.title.as_str()))
}

fn object(prepared: &Prepared) -> Value {
    let phase = |it: &AheadView| {
        json!({
            "id": it.id, "state": state(it), "agent": it.agent.as_ref().map(|it| &it.id),
            "waits_for": it.depends_on.iter().filter(|it| it.status != Status::Done).map(|it| &it.id).collect::<Vec<_>>(),
            "next": it.next_step.as_ref().filter(|_| it.unlocked).map(|it| json!({
                "kind": it.kind, "service": it.service, "id": it.id, "title": it.title.as_str(),
            })),
        })
    };
    json!({
        "plan": prepared.joined.plan.project.id.as_str(),
        "phases": ahead(prepared).iter().map(phase).collect::<Vec<_>>(),
    })
}
