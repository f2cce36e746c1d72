//! Callsheet turns YAML phase plans and git history into the documents that people and coding
//! agents work by.
//!
//! ```text
//! plans/*.yaml ── plan::load ──▶ Plan ── schedule::of ──▶ Schedule ─┐
//!                                                                   ├─ results::join ──▶ Results
//! git, facts files ── history::read ──▶ History ────────────────────┘        │
//!                                                                documents::compose
//!                                                                            ▼
//! output/**  ◀── output::write ── Page ◀── render::render ── Document ◀─ templates
//! ```
//!
//! The layers stand in reading order; each may name only those above it.

pub mod diagnostics;
pub mod zones;
pub mod plan;
pub mod schedule;
pub mod history;
pub mod results;
pub mod pictures;
pub mod templates;
pub mod documents;
pub mod render;
pub mod interop;
pub mod output;
pub mod cli;

use diagnostics::{Checked, Diagnostic};
use documents::{Composition, Inputs};
use std::path::Path;

/// A plan with everything that was read and computed for it.
pub struct Joined {
    /// What was meant.
    pub plan: plan::Plan,
    /// When.
    pub schedule: schedule::Schedule,
    /// What happened.
    pub history: history::History,
    /// What the commits state.
    pub records: results::Records,
    /// What the results files state.
    pub runs: Vec<results::Kept>,
    /// What came of it.
    pub results: results::Results,
    /// What was planned, against what was done.
    pub conformance: Vec<results::Finding>,
    /// What a reader should know, and what stops nothing.
    pub warnings: Vec<Diagnostic>,
}

/// A plan that passed all checks, with what it computes to.
pub struct Planned {
    /// What was meant.
    pub plan: plan::Plan,
    /// When.
    pub schedule: schedule::Schedule,
    /// What its author should know, and what stops nothing.
    pub warnings: Vec<Diagnostic>,
}

/// What to join, and how.
pub struct Job<'a> {
    /// The plan's text, with the name that diagnostics show.
    pub source: std::sync::Arc<diagnostics::Source>,
    /// The folder that repository paths start from.
    pub project: &'a Path,
    /// The folder that facts files stand in.
    pub plans: &'a Path,
    /// Facts files that count instead of the places that the plan states.
    pub from: &'a [std::path::PathBuf],
    /// The longest pause within a session, in minutes.
    pub gap: u32,
    /// A window to read beside those that the plan names, in every repository.
    pub window: Option<history::WindowRequest>,
    /// How much to read of repositories.
    pub detail: history::Detail,
    /// A folder for what is worth keeping between two runs.
    pub cache: Option<&'a Path>,
    /// Called with what is being read.
    pub progress: &'a dyn Fn(&str),
}

/// Reads and checks a plan, with the files that it includes, which lie in or below `folder`.
pub fn plan(source: &std::sync::Arc<diagnostics::Source>, folder: &Path) -> Checked<Planned> {
    let plan::Loaded { plan, mut problems } = plan::load(source, folder)?;
    let schedule = schedule::of(&plan);
    problems.extend(schedule::check(&plan, &schedule));
    problems.sort_by_key(|it| it.origin.as_ref().map(|it| plan.sources.place(it)));
    if let Some(before) = &plan.before {
        problems.extend(plan.inherited(schedule::check(before, &schedule::of(before))));
    }
    if diagnostics::any_error(&problems) {
        return Err(problems);
    }
    Ok(Planned { plan, schedule, warnings: problems })
}

/// Reads and computes everything that documents need.
pub fn join(job: &Job<'_>) -> Checked<Joined> {
    let Planned { plan, schedule, mut warnings } = plan(&job.source, job.plans)?;
    let mut wanted = results::wanted(&plan, job.project, job.plans, job.gap);
    let unreadable = history::redirect(&mut wanted, job.from);
    if !unreadable.is_empty() {
        return Err(unreadable.into_iter().map(Diagnostic::into_error).collect());
    }
    warnings.extend(missing(&plan, &mut wanted));
    wanted.ask(job.window.as_ref());
    wanted.detail = job.detail;
    wanted.cache = job.cache.map(Path::to_path_buf);
    let (history, unread) = history::read(&wanted, job.progress);
    let (records, doubts) = results::records(&plan, &history);
    let (runs, unfit) = results::runs(&plan, &history);
    let results = results::join(&plan, &history, &records.own, &runs);
    let conformance = results::conformance(&plan, &history, &results);
    warnings.extend(unread.into_iter().chain(doubts).chain(unfit).chain(results::claims(&plan, &history)));
    warnings.extend(results::merge_circles(&plan, &history));
    Ok(Joined { plan, schedule, history, records, runs, results, conformance, warnings })
}

/// Takes out repositories that are not where the plan says, and tells of each.
fn missing(plan: &plan::Plan, wanted: &mut history::Request) -> Vec<Diagnostic> {
    let there = |it: &history::RepositoryRequest| match &it.place {
        history::Place::Repository(path) | history::Place::Facts(path) => path.exists(),
        history::Place::Elsewhere => true,
    };
    let (there, missing) = std::mem::take(&mut wanted.repositories).into_iter().partition(there);
    wanted.repositories = there;
    let missing: Vec<history::RepositoryRequest> = missing;
    let problem = |id: &str| {
        let repository = plan.repositories.iter().find(|it| it.id.as_str() == id)?;
        let place = repository.facts.as_ref().or(repository.path.as_ref())?;
        let message = format!("repository `{id}` is not at `{}`, so nothing of it is known", place.value);
        let problem = diagnostics::Code::MissingRepository.says(message).at(plan.origin(&place.span));
        Some(problem.hint("clone it there, correct the place, or name a facts file in its stead"))
    };
    missing.iter().filter_map(|it| problem(&it.id)).collect()
}

impl Joined {
    /// The plan with all that was computed for it.
    pub fn planned<'a>(&'a self, file: &'a str, words: &'a templates::Words) -> documents::Planned<'a> {
        let Self { plan, schedule, records, results, conformance, .. } = self;
        let results::Records { own: records, aside } = records;
        documents::Planned { plan, file, schedule, records, aside, results, words, conformance }
    }

    /// Makes all views. `file` is the plan's path as documents print it.
    pub fn compose(&self, file: &str, gap: u32, words: &templates::Words) -> Composition {
        let planned = self.planned(file, words);
        documents::compose(&Inputs { plan: Some(&planned), history: &self.history, words }, gap)
    }
}
