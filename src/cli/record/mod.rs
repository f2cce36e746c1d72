//! `callsheet record`: runs checks of the plan, and keeps what came of them as evidence.

mod ear;
mod process;
mod report;
mod target;

use super::console::print;
use super::{ExitCode, Outcome as Ending, Settings};
use crate::diagnostics::{Checked, Diagnostic, any_error};
use crate::history::{self, WorkTree};
use crate::output::{self, Mode};
use crate::plan::Plan;
use crate::results::{Expected, MeasuredValue, Outcome, RUN_FORMAT, Run, judge, results_folder};
use chrono::SubsecRound;
use ear::{Ear, Heard};
use process::{Failure, Finished, Interrupt};
use report::Done;
use std::collections::HashSet;
use std::time::Duration;
use target::{Check, Target};

/// Runs checks of the plan and keeps what came of them, as the strongest evidence there is.
///
/// Each result is a file `results/PLAN/CRITERION.json` in the repository that the criterion is about:
/// how the command ended, what it printed last, the commit that was checked out, and whether anything
/// else was. Once it is committed, documents show the criterion as verified. The last lines of the output
/// are in the file, so a check should print no secrets.
///
/// Only commands of the plan are run, through `sh`, and the one that is given here, as it is and in the
/// current folder. Each is shown before it runs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet record gate-move                       every check of a gate, with the verdict
  callsheet record login                           the check of one criterion
  callsheet record gate-move/login                 the same, where names are doubled
  callsheet record login -- ./try-login --twice    with a command of your own
  callsheet record fast --reads 'p50: {} ms' -- make bench

Exit codes: 0 all that was run passed, 1 something did not, 4 something could not be run.")]
pub(super) struct Args {
    /// A gate, a criterion, or `GATE/CRITERION`.
    target: String,
    /// How long a command may take before it is killed: `90s`, `10m`, `2h`.
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = limit)]
    timeout: Duration,
    /// The repository that a criterion is about, where the plan does not say.
    #[arg(long, value_name = "ID")]
    repo: Option<String>,
    /// What the output says around a measured value: `p50: {} ms`; as in the plan if unsaid.
    #[arg(long, value_name = "TEXT")]
    reads: Option<String>,
    /// Run this instead of the command of the plan.
    #[arg(last = true, value_name = "CMD")]
    command: Vec<String>,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Ending {
    let project = settings.project()?;
    let path = project.only_plan()?;
    let folder = path.parent().unwrap_or(&project.root);
    let planned = crate::plan(&super::pipeline::read_plan(settings, path)?, folder)?;
    settings.console.report(&planned.warnings);
    let plan = &planned.plan;
    let target = Target::find(plan, &args.target)?;
    let checks = target.checks(plan, (&project.root, settings, args))?;
    writable(plan, &checks)?;
    let interrupt = Interrupt::listen()
        .map_err(|error| vec![Diagnostic::environment(format!("signals cannot be listened to: {error}"))])?;
    let recorder = Recorder { settings, plan, limit: args.timeout, interrupt };
    let (done, problems) = recorder.all(&checks)?;
    settings.console.report(&problems);
    if !done.is_empty() {
        settings
            .console
            .say("commit the results files, with the `Plan-` lines below at the end of the message");
    }
    print(&report::report(settings, &project, (plan, &target), &done)?)?;
    let passed = done.iter().all(|it| it.outcome == Outcome::Pass);
    match () {
        () if any_error(&problems) => Ok(ExitCode::of(&problems)),
        () if passed => Ok(ExitCode::Done),
        () => Ok(ExitCode::Problems),
    }
}

/// Reads `90s`, `10m` or `2h`.
fn limit(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len()));
    let factor = match unit {
        "s" => Some(1),
        "m" | "min" => Some(60),
        "h" => Some(3600),
        _ => None,
    };
    let seconds =
        factor.zip(number.parse::<u64>().ok()).and_then(|(factor, number)| number.checked_mul(factor));
    let fits = seconds.filter(|it| (1..=LONGEST).contains(it));
    fits.map(Duration::from_secs).ok_or_else(|| "write `90s`, `10m` or `2h`, up to a week".to_owned())
}

/// Longest time limit, in seconds: a week.
const LONGEST: u64 = 7 * 24 * 3600;

/// Makes sure, before anything runs, that every result can be kept.
fn writable(plan: &Plan, checks: &[Check<'_>]) -> Checked<()> {
    let write = |it: &Check<'_>| output::write(&it.root, &[(path(plan, it), String::new())], Mode::Check);
    let problems: Vec<Diagnostic> = checks.iter().filter_map(|it| write(it).err()).flatten().collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The results file of a check, from the root of its repository.
fn path(plan: &Plan, check: &Check<'_>) -> String {
    format!("{}/{}.json", results_folder(plan), check.criterion.id)
}

/// Runs checks one after the other.
struct Recorder<'a> {
    settings: &'a Settings,
    plan: &'a Plan,
    limit: Duration,
    interrupt: Interrupt,
}

impl Recorder<'_> {
    /// Runs every check that can be run. Those that cannot are told; a user who stops one stops all.
    fn all<'c>(&self, checks: &'c [Check<'c>]) -> Checked<(Vec<Done<'c>>, Vec<Diagnostic>)> {
        let mut done = Vec::new();
        let mut problems = Vec::new();
        let mut told: HashSet<(&str, bool)> = HashSet::new();
        for check in checks {
            match self.one(check) {
                Ok(Some(one)) => {
                    if told.insert((check.repository, one.run.dirty)) {
                        self.tell(check, &one.run)?;
                    }
                    done.push(one);
                }
                Ok(None) => return Err(vec![stopped(check)]),
                Err(found) => problems.extend(found),
            }
        }
        Ok((done, problems))
    }

    /// Says what keeps a result from being good evidence.
    fn tell(&self, check: &Check<'_>, run: &Run) -> Checked<()> {
        let id = check.repository;
        let mut warnings = Vec::new();
        if run.dirty {
            let warning = Diagnostic::warning(format!("repository `{id}` has changes that are in no commit"));
            let hint =
                "the results say so; commit the changes and record again for results without that note";
            warnings.push(warning.hint(hint));
        }
        if self.look(check)?.ignores {
            let folder = results_folder(self.plan);
            let warning = Diagnostic::warning(format!("git ignores `{folder}/` in repository `{id}`"));
            warnings.push(
                warning.hint("a result counts once it is committed: take the folder out of `.gitignore`"),
            );
        }
        self.settings.console.report(&warnings);
        Ok(())
    }

    /// What the repository of a check holds at the moment.
    fn look(&self, check: &Check<'_>) -> Checked<WorkTree> {
        let found = history::work_tree(check.repository, &check.root, &results_folder(self.plan));
        found.map_err(|it| vec![it])
    }

    /// Runs a check and keeps its result; `None` if the user stopped it.
    fn one<'c>(&self, check: &'c Check<'c>) -> Checked<Option<Done<'c>>> {
        let console = &self.settings.console;
        let before = self.look(check)?;
        console.say(&format!("{}: {}", check.criterion.id, check.criterion.text));
        console.show(&format!("$ {}", check.line));
        let limit = check.criterion.limit(self.plan);
        let reading = check.reading.as_ref().zip(limit.map(|it| &it.limit));
        let literal = check.criterion.check.as_ref().and_then(|it| it.literal());
        let show = |line: &str| console.show(line);
        let mut ear = Ear::new(literal, reading, &show);
        let watch = (self.limit, &self.interrupt);
        let finished = match process::run(&check.line, &check.folder, watch, &mut |it| ear.hear(it)) {
            Ok(finished) => finished,
            Err(Failure::Interrupted) => return Ok(None),
            Err(Failure::System(error)) => return Err(vec![not_started(check, &error)]),
        };
        let after = self.look(check)?;
        let moved = after.commit != before.commit;
        let run = Run {
            commit: before.commit,
            dirty: before.dirty || moved,
            ..self.run(check, &finished, ear.finish())
        };
        self.keep(check, run).map(Some)
    }

    /// What came of a check, but for the commit.
    fn run(&self, check: &Check<'_>, finished: &Finished, heard: Heard) -> Run {
        let criterion = check.criterion;
        let literal = criterion.check.as_ref().and_then(|it| it.literal());
        let limit = criterion.limit(self.plan).filter(|_| check.reading.is_some());
        let folder = check.folder.strip_prefix(&check.root).ok().map(|it| it.display().to_string());
        Run {
            format: RUN_FORMAT,
            plan: self.plan.project.id.to_string(),
            criterion: criterion.id.to_string(),
            outcome: Outcome::Open,
            command: check.line.to_string(),
            folder: folder.filter(|it| !it.is_empty()),
            ended: finished.ended,
            milliseconds: u64::try_from(finished.took.as_millis()).unwrap_or(u64::MAX),
            at: self.settings.now.trunc_subsecs(0),
            commit: String::new(),
            dirty: false,
            expected: literal.map(|it| Expected { text: it.to_owned(), found: heard.found }),
            measured: limit.map(|it| MeasuredValue { metric: it.metric.clone(), value: heard.value }),
            output: heard.tail.into(),
        }
    }

    /// Judges a run and writes its results file.
    fn keep<'c>(&self, check: &'c Check<'c>, mut run: Run) -> Checked<Done<'c>> {
        let judgement = judge(self.plan, check.criterion, &run);
        run.outcome = judgement.outcome;
        let path = path(self.plan, check);
        output::write(&check.root, &[(path.clone(), run.to_json())], Mode::Write)?;
        let file = super::pipeline::shown(&check.root.join(path), &self.settings.directory);
        let done = Done { check, run, outcome: judgement.outcome, reason: judgement.reason };
        self.settings.console.say(&format!("{}: {}, kept in {file}", check.criterion.id, done.words()));
        Ok(done)
    }
}

fn stopped(check: &Check<'_>) -> Diagnostic {
    let message = format!("stopped while criterion `{}` was checked", check.criterion.id);
    Diagnostic::environment(message).hint("what had been checked before is kept")
}

fn not_started(check: &Check<'_>, error: &std::io::Error) -> Diagnostic {
    let message = format!("`{}` cannot be run for criterion `{}`: {error}", check.line, check.criterion.id);
    Diagnostic::environment(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_limits_need_a_unit_and_have_an_end() {
        let seconds = |text: &str| limit(text).ok().map(|it| it.as_secs());
        assert_eq!((seconds("90s"), seconds("10m"), seconds("2h")), (Some(90), Some(600), Some(7200)));
        for text in ["", "10", "m", "0s", "-1s", "1.5h", "999999999999999999999h", "18446744073709551615h"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
