//! What is told of checks that were run: the scorecard, the verdict, the trailers to commit.

use super::target::{Check, Target};
use crate::cli::Settings;
use crate::cli::pipeline::{Reading, prepare};
use crate::cli::project::Project;
use crate::cli::table::aligned;
use crate::diagnostics::{Checked, clean};
use crate::plan::{Gate, Plan};
use crate::results::{CriterionResult, Kept, Outcome, PhaseResult, Run, Strength, Verdict, join};
use crate::templates::Words;
use std::collections::HashSet;
use std::fmt::Write;

/// A check that was run, with what the plan makes of it.
pub(super) struct Done<'a> {
    pub(super) check: &'a Check<'a>,
    pub(super) run: Run,
    pub(super) outcome: Outcome,
    /// Why it did not pass.
    pub(super) reason: Option<String>,
}

impl Done<'_> {
    /// `pass in 1.2 s`, `fail in 1.2 s: exit code 2`.
    pub(super) fn words(&self) -> String {
        let outcome = word(self.outcome);
        let value = self.value().map(|it| format!(" at {it}")).unwrap_or_default();
        let reason = self.reason.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        format!("{outcome}{value} in {}{reason}", duration(self.run.milliseconds))
    }

    fn value(&self) -> Option<String> {
        Some(self.run.measured.as_ref()?.value.as_ref()?.to_string())
    }
}

/// The scorecard and verdict, if all of a gate was named, and the trailers.
pub(super) fn report(
    settings: &Settings,
    project: &Project,
    (plan, target): (&Plan, &Target<'_>),
    done: &[Done<'_>],
) -> Checked<String> {
    let mut text = String::new();
    let mut verdict = None;
    if let (Some(gate), Some((index, _))) = (target.gate, target.phase) {
        let phase = judged(settings, project, index, done)?;
        verdict = phase.gate.as_ref().and_then(|it| it.verdict);
        text.push_str(&scorecard((plan, gate, index), &phase, done));
    }
    if !done.is_empty() {
        text.push_str(&trailers(plan, target, done, verdict));
    }
    Ok(text)
}

/// Where a phase stands by its commits and by what was just run.
fn judged(settings: &Settings, project: &Project, index: usize, done: &[Done<'_>]) -> Checked<PhaseResult> {
    let path = project.only_plan()?;
    let joined = prepare(settings, project, (path, &Words::default()), Reading::records())?.joined;
    settings.console.report(&joined.warnings);
    let fresh = |id: &str| done.iter().any(|it| it.run.criterion == id);
    let mut runs: Vec<Kept> = joined.runs.into_iter().filter(|it| !fresh(&it.run.criterion)).collect();
    runs.extend(done.iter().map(|it| Kept {
        run: it.run.clone(),
        repository: it.check.repository.to_owned(),
        reached: true,
    }));
    let results = join(&joined.plan, &joined.history, &joined.records.own, &runs);
    Ok(results.phases.into_iter().nth(index).unwrap_or_default())
}

fn scorecard((plan, gate, index): (&Plan, &Gate, usize), phase: &PhaseResult, done: &[Done<'_>]) -> String {
    let mut rows = vec![["criterion", "class", "stands", "by"].map(str::to_owned)];
    for (criterion, result) in plan.phases[index].judged(plan).zip(&phase.criteria) {
        let class = format!("{:?}", criterion.class).to_lowercase();
        let value = result.measured.as_ref().map(|it| format!(" at {it}")).unwrap_or_default();
        let run = done.iter().find(|it| it.run.criterion == criterion.id.as_str());
        rows.push([
            criterion.id.to_string(),
            class,
            clean(&format!("{}{value}", word(result.outcome))),
            clean(&by(result, run)),
        ]);
    }
    let result = phase.gate.clone().unwrap_or_default();
    let mut text = format!("{}\n", aligned(&rows));
    let _ = write!(text, "gate {}: {}", gate.id, result.verdict.map_or("open", verdict_word));
    for score in &result.scores {
        let class = format!("{:?}", score.class).to_lowercase();
        let _ = write!(text, ", {class} {} of {}", score.passed, score.total());
    }
    text + "\n\n"
}

/// What decides a criterion, in a few words.
fn by(result: &CriterionResult, run: Option<&Done<'_>>) -> String {
    let Some(evidence) = &result.evidence else { return "nothing recorded".to_owned() };
    let strength = if evidence.strength == Strength::Verified { "verified" } else { "claimed" };
    let commit = evidence.commit.get(..8).unwrap_or(&evidence.commit);
    let source = match run.filter(|_| evidence.strength == Strength::Verified) {
        Some(run) => format!("run at {}@{commit}, {}", evidence.repository, duration(run.run.milliseconds)),
        None => format!("{strength} in {}@{commit}", evidence.repository),
    };
    evidence.note.iter().fold(source, |source, note| format!("{source}: {note}"))
}

/// The trailers that state the same in a commit message.
fn trailers(plan: &Plan, target: &Target<'_>, done: &[Done<'_>], verdict: Option<Verdict>) -> String {
    let mut text = format!("Plan-Ref: {}\n", plan.project.id);
    if let Some((_, phase)) = target.phase {
        let _ = writeln!(text, "Plan-Phase: {}", phase.id);
    }
    let (service, measures) = measures(done);
    if let Some(service) = service {
        let _ = writeln!(text, "Plan-Service: {service}");
    }
    for one in done.iter().filter(|it| it.outcome != Outcome::Open) {
        let reason = one.reason.as_ref().map(|it| format!(" {}", clean(it))).unwrap_or_default();
        let _ = writeln!(text, "Plan-Check: {} {}{reason}", one.run.criterion, word(one.outcome));
    }
    for (metric, value) in measures {
        let _ = writeln!(text, "Plan-Measure: {metric}={}", clean(&value).replace(' ', ""));
    }
    if let (Some(gate), Some(verdict)) = (target.gate, verdict) {
        let _ = writeln!(text, "Plan-Gate: {} {}", gate.id, verdict_word(verdict));
    }
    text
}

/// The measured values that one commit can state, and the service that they are of. Values of several
/// services, and two values of one name, would be mixed up; they stand in the results files only.
fn measures<'d>(done: &'d [Done<'_>]) -> (Option<&'d str>, Vec<(&'d str, String)>) {
    let of = |it: &'d Done<'_>| it.check.criterion.service.as_ref().map(|it| it.as_str());
    let metric = |it: &'d Done<'_>| it.run.measured.as_ref().map(|it| it.metric.as_str());
    let judged = |it: &&'d Done<'_>| it.value().is_some() && it.outcome != Outcome::Open;
    let measured: Vec<&Done<'_>> = done.iter().filter(judged).collect();
    let services: HashSet<&str> = measured.iter().filter_map(|it| of(it)).collect();
    let service = services.iter().next().copied().filter(|_| services.len() == 1);
    let alone = |it: &&&'d Done<'_>| measured.iter().filter(|other| metric(other) == metric(it)).count() == 1;
    let fits = |it: &&&'d Done<'_>| of(it).is_none() || of(it) == service;
    let values = measured.iter().filter(alone).filter(fits);
    (service, values.filter_map(|it| Some((metric(it)?, it.value()?))).collect())
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "open",
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::Skip => "skip",
    }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "PASS",
        Verdict::Conditional => "CONDITIONAL",
        Verdict::Fail => "FAIL",
    }
}

fn duration(milliseconds: u64) -> String {
    let tenths = milliseconds / 100;
    match tenths / 600 {
        0 if milliseconds < 1000 => format!("{milliseconds} ms"),
        0 => format!("{}.{} s", tenths / 10, tenths % 10),
        minutes => format!("{minutes} min {} s", tenths / 10 % 60),
    }
}
