//! Reads the `Plan-*` trailers of a commit against the plan.

use super::statement::Statement;
use super::{Evidence, Fact, NoteKind, Outcome, Record, Status, Verdict};
use crate::diagnostics::{Diagnostic, nearest};
use crate::history::Trailer;
use crate::plan::{Malformed, Phase, Plan, Step};

/// Keys that say what the other records of a commit are about.
pub(super) const CONTEXT: [&str; 5] =
    ["plan-ref", "plan-phase", "plan-service", "plan-session", "plan-agent"];

/// Keys that state a fact.
const FACTS: [&str; 6] = ["plan-step", "plan-task", "plan-gate", "plan-check", "plan-measure", "plan-spent"];

/// Why a trailer states nothing that can be used.
struct Unusable {
    message: String,
    hint: Option<String>,
}

/// A fact with the words that its trailer adds.
type Stated = (Fact, Option<String>);

/// Reads the records of one change. A change that follows another plan has none.
///
/// What cannot be used is a warning, never an error: history cannot be mended.
pub(super) fn read(
    plan: &Plan,
    repository: &str,
    statement: &Statement<'_>,
) -> (Vec<Record>, Vec<Diagnostic>) {
    if !follows(plan, statement) {
        return (Vec::new(), Vec::new());
    }
    let mut problems = Vec::new();
    let about = About::read(plan, statement, &mut problems);
    let commit = statement.commit;
    let evidence = |strength, note| Evidence {
        strength,
        repository: repository.to_owned(),
        commit: commit.id.clone(),
        at: commit.authored,
        note,
    };
    let mut records = Vec::new();
    for (trailer, strength) in &statement.lines {
        match fact(plan, &about, trailer) {
            Ok(Some((fact, note))) => records.push(about.record(plan, fact, evidence(*strength, note))),
            Ok(None) => {}
            Err(unusable) => problems.push(unusable),
        }
    }
    let warn = |it: Unusable| {
        let place = format!("{repository}@{}", commit.id.get(..8).unwrap_or(&commit.id));
        let diagnostic = Diagnostic::warning(format!("{} (in {place})", it.message));
        it.hint.into_iter().fold(diagnostic, Diagnostic::hint)
    };
    (records, problems.into_iter().map(warn).collect())
}

fn follows(plan: &Plan, statement: &Statement<'_>) -> bool {
    let mut references = values(statement, "plan-ref");
    references.next().is_none_or(|it| it.split('@').next() == Some(plan.project.id.as_str()))
}

fn values<'a>(statement: &'a Statement<'_>, key: &'static str) -> impl Iterator<Item = &'a str> {
    let trailers = statement.lines.iter().map(|it| &it.0);
    trailers.filter(move |it| it.key.eq_ignore_ascii_case(key)).map(|it| it.value.trim())
}

/// What the records of a commit are about.
struct About {
    phase: Option<usize>,
    services: Vec<String>,
}

impl About {
    /// A phase that is not named follows from a service that only one phase has.
    fn read(plan: &Plan, statement: &Statement<'_>, problems: &mut Vec<Unusable>) -> Self {
        let (services, unknown): (Vec<_>, Vec<_>) =
            values(statement, "plan-service").partition(|it| plan.service(it).is_some());
        let known = || plan.services.iter().map(|it| it.id.as_str());
        problems.extend(unknown.into_iter().map(|it| no_such("service", it, known())));
        let phase = values(statement, "plan-phase").next();
        let named = phase.and_then(|name| plan.phases.iter().position(|it| it.id.as_str() == name));
        if let Some(name) = phase.filter(|_| named.is_none()) {
            problems.push(no_such("phase", name, plan.phases.iter().map(|it| it.id.as_str())));
        }
        let phase = match phase {
            Some(_) => named,
            None => services.first().and_then(|it| only(plan, |phase| has_service(phase, it))),
        };
        Self { phase, services: services.into_iter().map(str::to_owned).collect() }
    }

    fn record(&self, plan: &Plan, fact: Fact, evidence: Evidence) -> Record {
        let phase = self.phase.or_else(|| phase_of(plan, &fact));
        Record { phase, services: self.services.clone(), fact, evidence }
    }
}

/// The only phase for which something holds.
fn only(plan: &Plan, holds: impl Fn(&Phase) -> bool) -> Option<usize> {
    let mut found = plan.phases.iter().enumerate().filter(|(_, it)| holds(it)).map(|(index, _)| index);
    found.next().filter(|_| found.next().is_none())
}

fn has_service(phase: &Phase, service: &str) -> bool {
    phase.services.iter().any(|it| it.service.as_str() == service)
}

/// The phase that a fact names by itself.
fn phase_of(plan: &Plan, fact: &Fact) -> Option<usize> {
    match fact {
        Fact::Task(id, _) => only(plan, |it| it.tasks.iter().any(|it| it.id.as_str() == id)),
        Fact::Gate(id, _) => only(plan, |it| it.gate.as_ref().is_some_and(|it| it.as_str() == id)),
        Fact::Check(id, _) => only(plan, |it| it.judged(plan).any(|it| it.id.as_str() == id)),
        Fact::Step(..) | Fact::Measure(..) | Fact::Spent(_) | Fact::Note(..) => None,
    }
}

fn fact(plan: &Plan, about: &About, trailer: &Trailer) -> Result<Option<Stated>, Unusable> {
    let key = trailer.key.to_ascii_lowercase();
    let value = trailer.value.trim();
    if let Some(kind) = NoteKind::ALL.into_iter().find(|it| it.key() == key) {
        return Ok((!value.is_empty()).then(|| (Fact::Note(kind, value.to_owned()), None)));
    }
    let fact = match key.as_str() {
        "plan-step" => (step(plan, about, value)?, None),
        "plan-task" => (task(plan, value)?, None),
        "plan-gate" => gate(plan, value)?,
        "plan-check" => check(plan, value)?,
        "plan-measure" => (measure(value)?, None),
        "plan-spent" => {
            (Fact::Spent(value.parse().map_err(|it: Malformed| unreadable(trailer, &it.to_string()))?), None)
        }
        _ => return known_key(&trailer.key, &key).map(|()| None),
    };
    Ok(Some(fact))
}

fn known_key(key: &str, lower: &str) -> Result<(), Unusable> {
    let known = || CONTEXT.into_iter().chain(FACTS).chain(NoteKind::ALL.into_iter().map(NoteKind::key));
    if !lower.starts_with("plan-") || known().any(|it| it == lower) {
        return Ok(());
    }
    let hint = nearest(lower, known()).map(|it| format!("did you mean `{}`?", as_written(it)));
    Err(Unusable { message: format!("unknown trailer `{key}`"), hint })
}

/// A key as people write it: `Plan-Check`.
fn as_written(key: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    key.split('-').map(capital).collect::<Vec<_>>().join("-")
}

/// `<n>[/<total>] [<step-id>] [done|skipped|blocked]`, or `<step-id> [...]`.
fn step(plan: &Plan, about: &About, value: &str) -> Result<Fact, Unusable> {
    let steps = steps(plan, about, value)?;
    let (words, status) = status(value);
    let mut words = words.split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = first.split('/').next().and_then(|it| it.parse::<usize>().ok());
    let name = if number.is_some() { words.next() } else { Some(first) };
    let by_number = number.filter(|it| (1..=steps.len()).contains(it)).map(|it| it - 1);
    let by_name = name.and_then(|name| steps.iter().position(|it| it.id.as_str() == name));
    match (name, by_name, number, by_number) {
        (Some(name), None, ..) => Err(no_such("step", name, steps.iter().map(|it| it.id.as_str()))),
        (_, _, Some(number), None) => {
            Err(plain(format!("step {number} is not one of {} steps", steps.len())))
        }
        (_, Some(named), _, Some(numbered)) if named != numbered => {
            let message = format!("`Plan-Step: {value}`: step {} is `{}`", numbered + 1, steps[numbered].id);
            Err(Unusable { message, hint: Some("neither step is ticked".to_owned()) })
        }
        (_, Some(index), ..) | (_, None, _, Some(index)) => Ok(Fact::Step(index, status)),
        (None, None, None, None) => Err(plain("`Plan-Step` names no step".to_owned())),
    }
}

/// The steps that a `Plan-Step` can mean: those of the phase, or of the only pattern.
fn steps<'a>(plan: &'a Plan, about: &About, value: &str) -> Result<&'a [Step], Unusable> {
    let of_phase = about.phase.and_then(|it| plan.phases[it].pattern.as_ref());
    let pattern = match of_phase {
        Some(id) => plan.pattern(id),
        None => plan.patterns.first().filter(|_| plan.patterns.len() == 1),
    };
    match pattern {
        Some(pattern) if !about.services.is_empty() => Ok(&pattern.steps),
        Some(_) => Err(Unusable {
            message: format!("`Plan-Step: {value}` does not say of which service"),
            hint: Some("a step counts only beside `Plan-Service`".to_owned()),
        }),
        None => Err(plain(format!("`Plan-Step: {value}` is in a phase without a pattern"))),
    }
}

/// Splits a last word `done`, `skipped` or `blocked` off; done if unsaid.
fn status(value: &str) -> (&str, Status) {
    let (rest, last) = value.trim().rsplit_once(char::is_whitespace).unwrap_or((value, ""));
    match last {
        "done" => (rest, Status::Done),
        "skipped" => (rest, Status::Skipped),
        "blocked" => (rest, Status::Blocked),
        _ => (value, Status::Done),
    }
}

fn task(plan: &Plan, value: &str) -> Result<Fact, Unusable> {
    let (id, status) = status(value);
    let of_milestones = || plan.epics.iter().flat_map(|it| &it.milestones).flat_map(|it| &it.tasks);
    let of_phases = || plan.phases.iter().flat_map(|it| &it.tasks);
    let ids = || of_phases().chain(of_milestones()).map(|it| it.id.as_str());
    if !ids().any(|it| it == id) {
        return Err(no_such("task", id, ids()));
    }
    Ok(Fact::Task(id.to_owned(), status))
}

/// `<gate-id> PASS|CONDITIONAL|FAIL [- note]`.
fn gate(plan: &Plan, value: &str) -> Result<Stated, Unusable> {
    let (id, verdict, note) = three(value);
    if plan.gate(id).is_none() {
        return Err(no_such("gate", id, plan.gates.iter().map(|it| it.id.as_str())));
    }
    let verdict = match verdict.to_ascii_uppercase().as_str() {
        "PASS" => Verdict::Pass,
        "CONDITIONAL" => Verdict::Conditional,
        "FAIL" => Verdict::Fail,
        _ => return Err(one_of("verdict", verdict, "PASS, CONDITIONAL or FAIL")),
    };
    Ok((Fact::Gate(id.to_owned(), verdict), note))
}

/// `<criterion-id> pass|fail|skip [evidence]`.
fn check(plan: &Plan, value: &str) -> Result<Stated, Unusable> {
    let (id, outcome, note) = three(value);
    let criteria = || plan.phases.iter().flat_map(|it| it.judged(plan)).map(|it| it.id.as_str());
    if !criteria().any(|it| it == id) {
        return Err(no_such("criterion", id, criteria()));
    }
    let outcome = match outcome.to_ascii_lowercase().as_str() {
        "pass" => Outcome::Pass,
        "fail" => Outcome::Fail,
        "skip" => Outcome::Skip,
        _ => return Err(one_of("outcome", outcome, "pass, fail or skip")),
    };
    Ok((Fact::Check(id.to_owned(), outcome), note))
}

/// An id, a word, and the rest without a leading dash.
fn three(value: &str) -> (&str, &str, Option<String>) {
    let (id, rest) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    let rest = rest.trim_start();
    let (word, note) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let note = note.trim_start().trim_start_matches(['-', '–', '—']).trim();
    (id, word, (!note.is_empty()).then(|| note.to_owned()))
}

/// `<metric>=<number><unit> [<op><limit><unit>]`; the limit of the plan counts, not the repeated one.
fn measure(value: &str) -> Result<Fact, Unusable> {
    let bad = |why: String| Unusable {
        message: format!("`Plan-Measure: {value}` cannot be read: {why}"),
        hint: Some("write it as `p50=1.2ms`".to_owned()),
    };
    let (metric, rest) = value.split_once('=').ok_or_else(|| bad("there is no `=`".to_owned()))?;
    let end = rest.find(['<', '>', '≤', '≥']).unwrap_or(rest.len());
    let quantity = rest[..end].trim().parse().map_err(|it: Malformed| bad(it.to_string()))?;
    Ok(Fact::Measure(metric.trim().to_owned(), quantity))
}

fn no_such<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Unusable {
    let hint = nearest(name, known).map(|it| format!("did you mean `{it}`?"));
    Unusable { message: format!("no {what} of the plan is called `{name}`"), hint }
}

fn one_of(what: &str, word: &str, words: &str) -> Unusable {
    plain(format!("`{word}` is no {what}; it is one of {words}"))
}

fn unreadable(trailer: &Trailer, why: &str) -> Unusable {
    plain(format!("`{}: {}` cannot be read: {why}", trailer.key, trailer.value))
}

fn plain(message: String) -> Unusable {
    Unusable { message, hint: None }
}
