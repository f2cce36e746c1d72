//! `callsheet status`: where everything stands, in the terminal.

use super::console::print;
use super::format::Format;
use super::pipeline::{Prepared, prepare};
use super::table::aligned;
use super::{ExitCode, Outcome, Settings, why};
use crate::plan::Interval;
use crate::results::{
    self, CriterionResult, GateResult, PhaseResult, Results, Spent, Status, Strength, Verdict,
};
use serde_json::{Value, json};
use std::fmt::Write;

/// Shows where every phase stands, computed from the plan and the commits.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet status
  callsheet status --why            which commits belong to what, and why
  callsheet status --format json")]
pub(super) struct Args {
    /// A table, or a JSON array with one object for each plan.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// List the commits that were read, with the work that each belongs to and the reason.
    #[arg(long)]
    why: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let mut all = Vec::new();
    for plan in project.plans()? {
        let prepared = prepare(settings, &project, plan, None)?;
        settings.console.report(&prepared.joined.warnings);
        all.push(prepared);
    }
    let told = |it: &Prepared| {
        if args.why { format!("{}\n{}", table(it), why::table(it)) } else { table(it) }
    };
    let listed = |it: &Prepared| {
        let mut object = object(it);
        if args.why {
            object["why"] = why::list(it);
        }
        object
    };
    let text = match args.format {
        Format::Text => all.iter().map(told).collect::<Vec<_>>().join("\n"),
        Format::Json => format!("{:#}\n", Value::from(all.iter().map(listed).collect::<Vec<_>>())),
    };
    print(&text)?;
    Ok(ExitCode::Done)
}

fn object(prepared: &Prepared) -> Value {
    let plan = prepared.composition.plan.as_ref();
    let phase = |it: &crate::documents::PhaseView| {
        json!({
            "id": it.id, "title": it.title.as_str(), "status": it.status, "unlocked": it.unlocked,
            "progress": it.progress, "spent": it.spent, "next": it.next_step.as_ref().map(|it| json!({
                "kind": it.kind, "service": it.service, "id": it.id,
            })),
            "gate": it.gate.as_ref().map(|it| json!({
                "id": it.id, "verdict": it.verdict, "claimed": it.claim.as_ref().map(|it| it.verdict),
                "reopened": it.reopened,
            })),
            "criteria": it.criteria.iter().map(|it| json!({
                "id": it.id, "outcome": it.outcome, "value": it.value,
                "evidence": it.evidence.as_ref().map(|it| json!({
                    "strength": it.strength, "repository": it.repository, "commit": it.commit, "at": it.at,
                    "note": it.note.as_ref().map(|it| it.as_str().to_owned()),
                })),
                "claimed": it.claim.as_ref().map(|it| it.outcome),
            })).collect::<Vec<_>>(),
            "services": it.services.iter().map(|it| json!({
                "id": it.id, "status": it.status, "optional": it.optional, "progress": it.progress,
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "plan": plan.map(|it| &it.id), "status": plan.map(|it| it.status), "progress": plan.map(|it| it.progress),
        "spent": plan.map(|it| &it.spent),
        "phases": plan.map(|it| it.phases.iter().map(phase).collect::<Vec<_>>()),
    })
}

/// One row for each phase, and under it one for each service that was begun.
fn table(prepared: &Prepared) -> String {
    let plan = &prepared.joined.plan;
    let results: &Results = &prepared.joined.results;
    let mut rows = vec![["phase", "status", "done", "spent", "budget", "gate"].map(str::to_owned)];
    for ((phase, result), scheduled) in
        plan.phases.iter().zip(&results.phases).zip(&prepared.joined.schedule.phases)
    {
        rows.push([
            format!("{} {}", phase.id, crate::diagnostics::clean(&phase.title)),
            status(result),
            format!("{}/{} {}%", result.progress.done, result.progress.total, result.progress.percent()),
            spent(result.spent),
            if scheduled.size.time.max > 0 { scheduled.size.time.time() } else { "-".to_owned() },
            result.gate.as_ref().map_or_else(|| "-".to_owned(), |it| gate(it, result)),
        ]);
        let begun = phase.services.iter().zip(&result.services).filter(|(_, it)| it.progress.done > 0);
        rows.extend(begun.map(|(service, it)| {
            let done = format!("{}/{}", it.progress.done, it.progress.total);
            [
                format!("  {}", service.service),
                word(it.status),
                done,
                spent(it.spent),
                String::new(),
                String::new(),
            ]
        }));
    }
    let progress = results.progress;
    let mut text = format!(
        "{}: {} of {} mandatory items, {}%\n\n{}",
        plan.project.id,
        progress.done,
        progress.total,
        progress.percent(),
        aligned(&rows),
    );
    for next in prepared.composition.plan.iter().flat_map(|it| &it.next) {
        let service = next.service.as_ref().map(|it| format!(" of {it}")).unwrap_or_default();
        let _ = write!(text, "\nnext in {}: {} {}{service}", next.phase, next.kind, next.id);
    }
    text.push('\n');
    text
}

fn status(result: &PhaseResult) -> String {
    match result.status {
        Status::Open if !result.unlocked => "waiting".to_owned(),
        Status::Open => "ready".to_owned(),
        status => word(status),
    }
}

fn word(status: Status) -> String {
    format!("{status:?}").to_lowercase()
}

fn gate(gate: &GateResult, phase: &PhaseResult) -> String {
    let verdict = match gate.verdict {
        Some(Verdict::Pass) => "PASS",
        Some(Verdict::Conditional) => "CONDITIONAL",
        Some(Verdict::Fail) => "FAIL",
        None => "open",
    };
    let passed: usize = gate.scores.iter().map(|it| it.passed).sum();
    let total: usize = gate.scores.iter().map(results::Score::total).sum();
    let reopened = if gate.reopened { ", reopened" } else { "" };
    let verified = |it: &&CriterionResult| {
        let strength = it.evidence.as_ref().map(|it| it.strength);
        it.outcome != results::Outcome::Open && strength == Some(Strength::Verified)
    };
    let verified = match phase.criteria.iter().filter(verified).count() {
        0 => String::new(),
        count => format!(", {count} verified"),
    };
    format!("{verdict} {passed}/{total}{verified}{reopened}")
}

fn spent(spent: Spent) -> String {
    let exact = |amount| Interval { min: amount, max: amount };
    match (spent.minutes, spent.credits) {
        (Some(minutes), _) => exact(minutes).time(),
        (None, Some(credits)) => exact(credits).credits(),
        (None, None) => "-".to_owned(),
    }
}
