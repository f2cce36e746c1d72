//! `callsheet next`: what can be done now, and what waits for what.

use super::ahead::{phases, state, table};
use super::console::{print, width};
use super::format::Format;
use super::pipeline::{Prepared, Reading, prepare};
use super::{ExitCode, Outcome, Settings};
use crate::documents::{AheadView, ObstacleView};
use crate::templates::Words;
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
        let prepared = prepare(settings, &project, (plan, &Words::default()), Reading::records())?;
        settings.console.report(&prepared.joined.warnings);
        all.push(prepared);
    }
    let width = width();
    let text = match args.format {
        Format::Text => all.iter().map(|it| told(it, width)).collect::<Vec<_>>().join("\n"),
        Format::Json => format!("{:#}\n", Value::from(all.iter().map(object).collect::<Vec<_>>())),
    };
    print(&text)?;
    Ok(ExitCode::Done)
}

fn told(prepared: &Prepared, width: Option<usize>) -> String {
    let id = &prepared.joined.plan.project.id;
    table(prepared, width)
        .map_or_else(|| format!("{id}: every phase is done\n"), |table| format!("{id}\n\n{table}"))
}

fn object(prepared: &Prepared) -> Value {
    let obstacle = |it: &ObstacleView| {
        json!({
            "kind": it.kind, "service": it.service, "id": it.id,
            "repository": it.evidence.repository, "commit": it.evidence.commit,
            "reasons": it.reasons.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>(),
        })
    };
    let phase = |it: &AheadView| {
        json!({
            "id": it.id, "state": state(it), "agent": it.agent.as_ref().map(|it| &it.id),
            "waits_for": it.waits_for,
            "obstacles": it.obstacles.iter().map(obstacle).collect::<Vec<_>>(),
            "next": it.next_step.as_ref().filter(|_| it.unlocked).map(|it| json!({
                "kind": it.kind, "service": it.service, "id": it.id, "title": it.title.as_str(),
            })),
        })
    };
    json!({
        "plan": prepared.joined.plan.project.id.as_str(),
        "phases": phases(prepared).iter().map(phase).collect::<Vec<_>>(),
    })
}
