//! The state of a plan as tables, each no wider than the terminal.

use super::conformance;
use super::standing::{Evidence, Gate, Phase, Range, Service, Spent, Standing};
use crate::cli::ahead;
use crate::cli::pipeline::Prepared;
use crate::cli::table::{fitted, padded, width_of, wrapped};
use crate::plan::{Interval, hours, thousands};
use crate::results::{Status, Verdict};

/// Every table of a plan, with an empty line between two of them.
pub(super) fn tables(prepared: &Prepared, standing: &Standing, width: Option<usize>) -> String {
    let parts = [heading(standing, width), phases(standing, width)]
        .into_iter()
        .chain(steps(standing, width))
        .chain(gates(standing, width))
        .chain(budgets(standing, width))
        .chain(conformance::table(&standing.conformance, width))
        .chain(ahead::table(prepared, width))
        .chain(unread(standing, width));
    parts.collect::<Vec<_>>().join("\n")
}

fn heading(standing: &Standing, width: Option<usize>) -> String {
    let progress = standing.progress;
    let done = format!("{} of {} mandatory items, {}%", progress.done, progress.total, progress.percent);
    let text = format!("{}: {} ({done})", standing.plan, standing.title);
    wrapped(&text, width.unwrap_or(usize::MAX)).join("\n") + "\n"
}

fn phases(standing: &Standing, width: Option<usize>) -> String {
    let mut rows = vec![["phase", "title", "state", "items", "services"].map(str::to_owned)];
    rows.extend(standing.phases.iter().map(|it| {
        let over = |it: &&Service| matches!(it.status, Status::Done | Status::Skipped);
        let services = match it.services.len() {
            0 => "-".to_owned(),
            all => format!("{}/{all}", it.services.iter().filter(over).count()),
        };
        let items = format!("{}/{} {}%", it.progress.done, it.progress.total, it.progress.percent);
        let items = if it.progress.total > 0 { items } else { "-".to_owned() };
        [it.id.clone(), it.title.clone(), it.state.clone(), items, services]
    }));
    fitted(&rows, width)
}

/// The services of each phase by the steps of its pattern, and what the marks and numbers mean.
fn steps(standing: &Standing, width: Option<usize>) -> Vec<String> {
    let (mut tables, mut legend) = (Vec::new(), Vec::new());
    let phases = standing.phases.iter().filter(|it| !it.services.is_empty());
    for (phase, pattern) in phases.filter_map(|it| Some((it, it.pattern.as_ref()?))) {
        let rows = matrix(phase, pattern);
        if width.is_some_and(|it| width_of(&rows) > it) {
            let counts = rows.into_iter().map(|[id, _, steps, spent]| [id, steps, spent]);
            tables.push(fitted(&counts.collect::<Vec<_>>(), width));
            continue;
        }
        tables.push(fitted(&rows, width));
        let names = phase.services.iter().take(1).flat_map(|it| &it.steps).zip(1..);
        let names: Vec<String> = names.map(|(it, number)| format!("{number}={}", it.id)).collect();
        let line = wrapped(&format!("{pattern}: {}", names.join(" ")), width.unwrap_or(LEGEND)).join("\n");
        if !legend.contains(&line) {
            legend.push(line);
        }
    }
    if !legend.is_empty() {
        legend.push("x done   - skipped   ! blocked   . open\n".to_owned());
        tables.push(legend.join("\n"));
    }
    tables
}

/// Where nothing limits a line, the names of steps still break at this column.
const LEGEND: usize = 100;

fn matrix(phase: &Phase, pattern: &str) -> Vec<[String; 4]> {
    let count = phase.services.first().map_or(0, |it| it.steps.len());
    let numbers: Vec<String> = (1..=count).map(|it| it.to_string()).collect();
    let title = format!("{}: {pattern}", phase.id);
    let mut rows = vec![[title, numbers.join(" "), "steps".to_owned(), "spent".to_owned()]];
    rows.extend(phase.services.iter().map(|it| {
        let optional = if it.optional { " (optional)" } else { "" };
        let marks = it.steps.iter().zip(&numbers).map(|(it, number)| padded(mark(it.status), number.len()));
        [
            format!("{}{optional}", it.id),
            marks.collect::<Vec<_>>().join(" "),
            format!("{}/{}", it.progress.done, it.progress.total),
            spent(it.spent),
        ]
    }));
    rows
}

fn mark(status: Status) -> &'static str {
    match status {
        Status::Done => "x",
        Status::Skipped => "-",
        Status::Blocked => "!",
        Status::Open | Status::Active | Status::Failed => ".",
    }
}

fn gates(standing: &Standing, width: Option<usize>) -> Option<String> {
    let mut rows = vec![["gate", "phase", "verdict", "criteria", "claimed"].map(str::to_owned)];
    let gates = standing.phases.iter().filter_map(|it| Some((it, it.gate.as_ref()?)));
    rows.extend(gates.map(|(phase, gate)| {
        let reopened = if gate.reopened { ", reopened" } else { "" };
        let verdict = format!("{}{reopened}", gate.verdict.map_or("open", word));
        [gate.id.clone(), phase.id.clone(), verdict, criteria(gate), claimed(gate)]
    }));
    (rows.len() > 1).then(|| fitted(&rows, width))
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "PASS",
        Verdict::Conditional => "CONDITIONAL",
        Verdict::Fail => "FAIL",
    }
}

fn criteria(gate: &Gate) -> String {
    let all = gate.passed + gate.failed + gate.open;
    let more = [(gate.failed, "failed"), (gate.open, "open"), (gate.verified, "verified")];
    let more = more.iter().filter(|it| it.0 > 0).map(|(count, word)| format!(", {count} {word}"));
    format!("{}/{all} passed{}", gate.passed, more.collect::<String>())
}

/// A claim that is not what the criteria come to.
fn claimed(gate: &Gate) -> String {
    let differs = gate.claimed.filter(|it| gate.verdict != Some(*it));
    let place = |it: &Evidence| format!(" in {}", ahead::place(&it.repository, &it.commit));
    let place = gate.claimed_by.as_ref().map(place).unwrap_or_default();
    differs.map_or_else(|| "-".to_owned(), |it| format!("{}{place}", word(it)))
}

/// What was planned against what was spent, of everything that has either.
fn budgets(standing: &Standing, width: Option<usize>) -> Option<String> {
    let mut rows = vec![["budget", "planned", "spent", "left"].map(str::to_owned)];
    let all = ("all".to_owned(), standing.budget, standing.spent);
    let phases = standing.phases.iter().map(|it| (it.id.clone(), it.budget, it.spent));
    for (name, budget, spent) in phases.chain([all]) {
        rows.extend(amounts(&name, budget.minutes, spent.minutes, Interval::time));
        rows.extend(amounts(&name, budget.credits, spent.credits, Interval::credits));
    }
    (rows.len() > 1).then(|| fitted(&rows, width))
}

fn amounts(
    name: &str,
    planned: Option<Range>,
    spent: Option<u64>,
    written: fn(Interval) -> String,
) -> Option<[String; 4]> {
    if planned.is_none() && spent.is_none() {
        return None;
    }
    let exact = |amount| written(Interval::exact(amount));
    let left = |planned: Range, spent: u64| match planned.max.checked_sub(spent) {
        Some(left) => exact(left),
        None => format!("over by {}", exact(spent - planned.max)),
    };
    Some([
        name.to_owned(),
        planned.map_or_else(|| "none stated".to_owned(), |it| written(Interval { min: it.min, max: it.max })),
        spent.map_or_else(|| "not recorded".to_owned(), exact),
        planned.zip(spent).map_or_else(|| "-".to_owned(), |(planned, spent)| left(planned, spent)),
    ])
}

fn spent(spent: Spent) -> String {
    let time = spent.minutes.map(hours);
    let credits = spent.credits.map(|it| format!("{} credits", thousands(it)));
    let both: Vec<String> = time.into_iter().chain(credits).collect();
    if both.is_empty() { "-".to_owned() } else { both.join(", ") }
}

/// The repositories of which nothing is known.
fn unread(standing: &Standing, width: Option<usize>) -> Option<String> {
    let unread: Vec<&str> =
        standing.repositories.iter().filter(|it| !it.readable).map(|it| it.id.as_str()).collect();
    let text = format!("not read, so nothing there counts: {}", unread.join(", "));
    (!unread.is_empty()).then(|| wrapped(&text, width.unwrap_or(usize::MAX)).join("\n") + "\n")
}
