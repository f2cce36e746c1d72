//! `callsheet schedule`: order, critical path and days, in the terminal.

use super::console::print;
use super::format::Format;
use super::pipeline::read_plan;
use super::table::aligned;
use super::{ExitCode, Outcome, Settings};
use crate::Planned;
use crate::diagnostics::{Checked, Diagnostic, clean};
use crate::plan::{Interval, Phase, Plan, hours};
use crate::schedule::{Clock, Network, Schedule, gain, inside, steps, with_agents, with_reserve};
use serde_json::{Value, json};
use std::fmt::Write;

/// Shows in which order phases run, when, and which of them decide the end.
///
/// A phase with slack 0 is on the critical path: being late with it moves the end. With one agent,
/// phases run one after the other; `--agents` shows what more of them would save. Days, slack and moments
/// are those of the upper ends of ranges. Repositories are not read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet schedule                     every phase with its days
  callsheet schedule --agents 3          the same with three phases at a time
  callsheet schedule --phase 2B          the inside of a phase: services, tasks, suites and steps
  callsheet schedule --variant lean      a variant of the plan")]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    /// Show the inside of this phase.
    #[arg(long, value_name = "ID")]
    phase: Option<String>,
    /// A table, or a JSON array with one object for each plan; times in minutes as [least, most].
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Which schedule is meant.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// How many phases can be worked on at the same time; as the plan's calendar says if unsaid.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    agents: Option<u32>,
    /// Show what a variant makes of the plan.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let schedules = plans(settings, &args.which)?;
    let text = match (&args.phase, args.format) {
        (Some(id), format) => inner(&schedules, id, format)?,
        (None, Format::Text) => schedules.iter().map(|it| table(&it.0, &it.1)).collect::<Vec<_>>().join("\n"),
        (None, Format::Json) => {
            let all: Vec<Value> = schedules.iter().map(|it| object(&it.0, &it.1)).collect();
            format!("{:#}\n", Value::from(all))
        }
    };
    print(&text)?;
    Ok(ExitCode::Done)
}

/// The plans that are meant, each with its schedule.
pub(super) fn plans(settings: &Settings, which: &Which) -> Checked<Vec<(Plan, Schedule)>> {
    let project = settings.project()?;
    let mut plans = Vec::new();
    for path in project.plans()? {
        let planned = crate::plan(&read_plan(settings, path)?, path.parent().unwrap_or(&project.root))?;
        settings.console.report(&planned.warnings);
        plans.push(planned);
    }
    let scheduled = |plan: Plan| {
        let agents = which.agents.unwrap_or(plan.calendar.agents.value).max(1) as usize;
        let schedule = with_agents(&plan, agents);
        (plan, schedule)
    };
    Ok(chosen(plans, which)?.into_iter().map(scheduled).collect())
}

/// The plans, or what the variant makes of those that have it.
fn chosen(plans: Vec<Planned>, which: &Which) -> Checked<Vec<Plan>> {
    let plans: Vec<Plan> = plans.into_iter().map(|it| it.plan).collect();
    let Some(id) = &which.variant else { return Ok(plans) };
    let varied: Vec<Plan> = plans.iter().filter_map(|it| Some(it.varied(it.variant(id)?))).collect();
    if varied.is_empty() {
        let known = plans.iter().flat_map(|it| &it.variants).map(|it| it.id.as_str());
        return Err(vec![Diagnostic::usage(format!("no plan has a variant `{id}`")).suggest(id, known)]);
    }
    Ok(varied)
}

/// One row for each phase in the order in which they begin, and the figures of the whole.
fn table(plan: &Plan, schedule: &Schedule) -> String {
    let clock = Clock::of(&plan.calendar);
    let mut order: Vec<usize> = schedule.order.clone();
    order.sort_by_key(|it| schedule.phases[*it].start.max);
    let mut rows =
        vec![["phase", "after", "time", "days", "slack", "agent", "begins", "ends"].map(str::to_owned)];
    for (phase, scheduled) in order.iter().map(|it| (&plan.phases[*it], &schedule.phases[*it])) {
        let after: Vec<&str> = phase.depends_on.iter().map(|it| it.as_str()).collect();
        let at = |it: Option<chrono::NaiveDateTime>| it.map_or_else(String::new, |it| clock.print(it));
        let timed = scheduled.size.time.max > 0;
        rows.push([
            format!("{} {}", phase.id, clean(&phase.title)),
            if after.is_empty() { "-".to_owned() } else { after.join(", ") },
            if timed { scheduled.size.time.time() } else { "-".to_owned() },
            if timed { days(scheduled.first_day, scheduled.last_day) } else { "-".to_owned() },
            slack(timed.then_some(scheduled.slack)),
            (scheduled.agent + 1).to_string(),
            at(clock.begins(scheduled.start.max)),
            at(clock.ends(scheduled.finish.max)),
        ]);
    }
    format!(
        "{}: {}\n\n{}\n{}",
        plan.project.id,
        clean(&plan.project.title),
        aligned(&rows),
        figures(plan, schedule)
    )
}

/// Slack for print; none where nothing takes time.
fn slack(slack: Option<u64>) -> String {
    match slack {
        None => "-".to_owned(),
        Some(0) => "0, critical".to_owned(),
        Some(slack) => hours(slack),
    }
}

fn days(first: Interval, last: Interval) -> String {
    if first.max == last.max { first.max.to_string() } else { format!("{}-{}", first.max, last.max) }
}

/// The sums, line by line.
fn figures(plan: &Plan, schedule: &Schedule) -> String {
    let total = &schedule.total;
    let mut lines: Vec<(&str, String)> = Vec::new();
    if total.time.max > 0 {
        lines.push(("total", total.time.time()));
        if total.optional.max > 0 {
            lines.push((
                "mandatory",
                format!("{}; {} is optional", total.mandatory.time(), total.optional.time()),
            ));
        }
        lines.push(("working days", working_days(plan, schedule)));
        let chain: Vec<&str> = schedule.critical.iter().map(|it| plan.phases[*it].id.as_str()).collect();
        lines.push(("critical path", format!("{}: {}", schedule.span.time(), chain.join(" -> "))));
        if gain(schedule).max > 0 {
            lines.push(("parallel gain", format!("{} with enough agents", gain(schedule).time())));
        }
        if schedule.agents > 1 {
            lines.push(("makespan", format!("{} with {} agents", schedule.makespan.time(), schedule.agents)));
        }
        lines.push(("next can start", format!("day {}", days(schedule.next_day, schedule.next_day))));
    }
    if total.credits.max > 0 {
        lines.push(("credits", total.credits.credits()));
    }
    for block in &plan.calendar.blocks {
        let phases = block.phases.iter().filter_map(|it| plan.phase_index(it));
        let time: Interval = phases.map(|it| schedule.phases[it].size.time).sum();
        lines.push((&block.title.value, time.time()));
    }
    lines.iter().fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{:<15} {value}", clean(name));
        text
    })
}

fn working_days(plan: &Plan, schedule: &Schedule) -> String {
    let Interval { min, max } = schedule.days;
    let range = if min == max { min.to_string() } else { format!("{min}-{max}") };
    let week = Clock::week(max);
    let weeks = if week == 1 { "week 1".to_owned() } else { format!("weeks 1-{week}") };
    let at = format!("at {} h a day", plan.calendar.hours_per_day.value);
    let reserve = plan.calendar.reserve.as_ref().map_or_else(String::new, |it| {
        let days = Clock::of(&plan.calendar).last_day(with_reserve(schedule.makespan, it.value)).max;
        format!("; {days} with a reserve of {}%", it.value)
    });
    format!("{range}, {weeks}, {at}{reserve}")
}

fn ends(interval: Interval) -> Value {
    json!([interval.min, interval.max])
}

fn object(plan: &Plan, schedule: &Schedule) -> Value {
    let clock = Clock::of(&plan.calendar);
    let ids =
        |indexes: &[usize]| -> Vec<&str> { indexes.iter().map(|it| plan.phases[*it].id.as_str()).collect() };
    let phase = |(phase, it): (&Phase, &crate::schedule::ScheduledPhase)| {
        json!({
            "id": phase.id.as_str(), "title": phase.title, "wave": it.wave, "slack": it.slack,
            "critical": it.critical, "agent": it.agent + 1, "time": ends(it.size.time),
            "mandatory": ends(it.size.mandatory), "credits": ends(it.size.credits),
            "start": ends(it.start), "finish": ends(it.finish),
            "first_day": ends(it.first_day), "last_day": ends(it.last_day),
            "begins": clock.begins(it.start.max).map(|it| it.to_string()),
            "ends": clock.ends(it.finish.max).map(|it| it.to_string()),
        })
    };
    let blocks = plan.calendar.blocks.iter().map(|block| {
        let phases = block.phases.iter().filter_map(|it| plan.phase_index(it));
        let time: Interval = phases.map(|it| schedule.phases[it].size.time).sum();
        json!({ "title": block.title.value, "time": ends(time) })
    });
    json!({
        "plan": plan.project.id.as_str(), "agents": schedule.agents, "order": ids(&schedule.order),
        "critical": ids(&schedule.critical), "time": ends(schedule.total.time),
        "mandatory": ends(schedule.total.mandatory), "optional": ends(schedule.total.optional),
        "credits": ends(schedule.total.credits), "chain": ends(schedule.span), "gain": ends(gain(schedule)),
        "makespan": ends(schedule.makespan), "days": ends(schedule.days), "next_day": ends(schedule.next_day),
        "tagged": schedule.tagged.iter().map(|it| json!({ "tag": it.0, "time": ends(it.1) })).collect::<Vec<_>>(),
        "blocks": blocks.collect::<Vec<_>>(),
        "phases": plan.phases.iter().zip(&schedule.phases).map(phase).collect::<Vec<_>>(),
    })
}

/// The inside of a phase of any plan.
fn inner(schedules: &[(Plan, Schedule)], id: &str, format: Format) -> Checked<String> {
    let found = schedules.iter().find_map(|(plan, _)| Some((plan, plan.phase(id)?)));
    let Some((plan, phase)) = found else {
        let known = schedules.iter().flat_map(|it| &it.0.phases).map(|it| it.id.as_str());
        return Err(vec![Diagnostic::usage(format!("there is no phase `{id}`")).suggest(id, known)]);
    };
    let (times, needs, network) = inside(plan, phase);
    let names: Vec<String> = phase
        .services
        .iter()
        .map(|it| it.service.to_string())
        .chain(phase.tasks.iter().map(|it| it.id.to_string()))
        .chain(phase.suites.iter().map(ToString::to_string))
        .collect();
    let mut parts = vec![part_rows("part", &names, &times, (&needs, &network))];
    if let Some(pattern) = phase.pattern.as_ref().and_then(|it| plan.pattern(it)) {
        let (times, needs, network) = steps(pattern, plan.calendar.hours_per_day.value);
        let names: Vec<String> = pattern.steps.iter().map(|it| it.id.to_string()).collect();
        parts.push(part_rows("step", &names, &times, (&needs, &network)));
    }
    Ok(match format {
        Format::Text => parts.iter().map(|it| aligned(&it.0) + "\n" + &it.1).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let rows = |rows: &[[String; 5]]| -> Vec<Value> {
                let object = |row: &[String; 5]| json!({ "id": row[0], "after": row[1], "time": row[2], "from": row[3], "slack": row[4] });
                rows.iter().skip(1).map(object).collect()
            };
            let all: Vec<Value> = parts.iter().map(|it| Value::from(rows(&it.0))).collect();
            format!("{:#}\n", json!({ "phase": id, "parts": all.first(), "steps": all.get(1) }))
        }
    })
}

/// Rows of things that need each other, and a line about the longest chain.
fn part_rows(
    what: &str,
    names: &[String],
    times: &[Interval],
    (needs, network): (&[Vec<usize>], &Network),
) -> (Vec<[String; 5]>, String) {
    let mut rows = vec![[what, "after", "time", "can begin after", "slack"].map(str::to_owned)];
    for &at in &network.order {
        let after: Vec<&str> = needs[at].iter().map(|it| names[*it].as_str()).collect();
        let counts = network.span.max > 0;
        rows.push([
            names[at].clone(),
            if after.is_empty() { "-".to_owned() } else { after.join(", ") },
            if times[at].max > 0 { times[at].time() } else { "-".to_owned() },
            if counts { network.starts[at].time() } else { "-".to_owned() },
            slack(counts.then_some(network.slacks[at])),
        ]);
    }
    let chain: Vec<&str> = network.critical.iter().map(|it| names[*it].as_str()).collect();
    let line = if chain.is_empty() {
        String::new()
    } else {
        format!("longest chain   {}: {}\n", network.span.time(), chain.join(" -> "))
    };
    (rows, line)
}
