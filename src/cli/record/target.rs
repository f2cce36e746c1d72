//! What is to be recorded: the criteria that were named, and what is run for each, and where.

use super::Args;
use super::process::Line;
use crate::cli::Settings;
use crate::diagnostics::{Checked, Diagnostic};
use crate::plan::{Criterion, Gate, Malformed, Phase, Plan, Reading, Repository};
use std::path::{Path, PathBuf};

/// The criteria that were named.
pub(super) struct Target<'a> {
    /// The phase that they belong to, if it is one.
    pub(super) phase: Option<(usize, &'a Phase)>,
    /// The gate, if all of it was named.
    pub(super) gate: Option<&'a Gate>,
    criteria: Vec<&'a Criterion>,
}

/// One criterion with what is run for it.
pub(super) struct Check<'a> {
    pub(super) criterion: &'a Criterion,
    /// Id of the repository that the result is about.
    pub(super) repository: &'a str,
    /// Its folder.
    pub(super) root: PathBuf,
    /// The folder to run in.
    pub(super) folder: PathBuf,
    pub(super) line: Line,
    /// What finds the value that the limit judges.
    pub(super) reading: Option<Reading>,
}

impl<'a> Target<'a> {
    /// Finds `GATE`, `CRITERION` or `GATE/CRITERION` in a plan.
    pub(super) fn find(plan: &'a Plan, name: &str) -> Checked<Self> {
        if let Some((gate, criterion)) = name.split_once('/') {
            let mut target = Self::gate(plan, gate)?;
            let ids: Vec<&str> = target.criteria.iter().map(|it| it.id.as_str()).collect();
            if !ids.contains(&criterion) {
                let message = format!("gate `{gate}` does not judge `{criterion}`");
                return Err(vec![Diagnostic::usage(message).suggest(criterion, ids)]);
            }
            target.criteria.retain(|it| it.id.as_str() == criterion);
            return Ok(Self { gate: None, ..target });
        }
        let criterion = plan.criteria().find(|it| it.id.as_str() == name);
        match (plan.gate(name), criterion) {
            (Some(_), Some(_)) => {
                let message = format!("`{name}` is both a gate and a criterion");
                Err(vec![Diagnostic::usage(message).hint(format!("write `{name}/{name}` for the criterion"))])
            }
            (None, Some(criterion)) => {
                Ok(Self { phase: only_phase(plan, criterion), gate: None, criteria: vec![criterion] })
            }
            _ => Self::gate(plan, name),
        }
    }

    fn gate(plan: &'a Plan, name: &str) -> Checked<Self> {
        let Some(gate) = plan.gate(name) else {
            let known = plan.gates.iter().map(|it| it.id.as_str());
            let known = known.chain(plan.criteria().map(|it| it.id.as_str()));
            let message = format!("no gate or criterion of the plan is called `{name}`");
            return Err(vec![Diagnostic::usage(message).suggest(name, known)]);
        };
        let ends = |it: &&(usize, &Phase)| it.1.gate.as_ref().is_some_and(|it| it.as_str() == name);
        let Some(phase) = plan.phases.iter().enumerate().collect::<Vec<_>>().iter().find(ends).copied()
        else {
            return Err(vec![Diagnostic::usage(format!(
                "gate `{name}` ends no phase, so it judges nothing"
            ))]);
        };
        let criteria = phase.1.judged(plan).collect();
        Ok(Self { phase: Some(phase), gate: Some(gate), criteria })
    }

    /// What is run for each criterion; those of a gate without a command are left out.
    pub(super) fn checks(
        &self,
        plan: &'a Plan,
        (root, settings, args): Places<'_>,
    ) -> Checked<Vec<Check<'a>>> {
        if let Some(gate) = self.gate.filter(|_| !args.command.is_empty() || args.reads.is_some()) {
            let message = format!("`{}` is a gate, whose checks stand in the plan", gate.id);
            return Err(vec![
                Diagnostic::usage(message).hint("name the criterion that is meant: `GATE/CRITERION`"),
            ]);
        }
        let runs = |it: &&&Criterion| self.gate.is_none() || it.check.is_some();
        let wanted: Vec<&Criterion> = self.criteria.iter().filter(runs).copied().collect();
        if wanted.is_empty() {
            return Err(vec![
                Diagnostic::usage("no criterion of this gate has a command")
                    .hint("record them one by one: `callsheet record CRITERION -- CMD`"),
            ]);
        }
        let mut problems = Vec::new();
        let mut checks = Vec::new();
        for criterion in wanted {
            match check(plan, criterion, (root, settings, args)) {
                Ok(check) => checks.push(check),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(checks) } else { Err(problems) }
    }
}

/// The folder of the project, what every command needs, and the arguments.
pub(super) type Places<'p> = (&'p Path, &'p Settings, &'p Args);

fn only_phase<'a>(plan: &'a Plan, criterion: &Criterion) -> Option<(usize, &'a Phase)> {
    let judges = |it: &(usize, &Phase)| it.1.judged(plan).any(|it| it.id.as_str() == criterion.id.as_str());
    let mut phases = plan.phases.iter().enumerate().filter(judges);
    phases.next().filter(|_| phases.next().is_none())
}

fn check<'a>(
    plan: &'a Plan,
    criterion: &'a Criterion,
    (root, settings, args): Places<'_>,
) -> Result<Check<'a>, Diagnostic> {
    let repository = repository(plan, criterion, args)?;
    let Some(path) = &repository.path else {
        let message = format!("repository `{}` has no folder on this machine", repository.id);
        return Err(Diagnostic::usage(message).hint("record where it is, and commit the results file there"));
    };
    let root = root.join(&path.value);
    let planned = criterion.check.as_ref();
    let (line, folder) = match planned {
        _ if !args.command.is_empty() => (Line::Words(args.command.clone()), settings.directory.clone()),
        Some(command) => {
            let folder = command.folder.as_ref().map_or_else(|| root.clone(), |it| root.join(&it.value));
            (Line::Shell(command.run.value.clone()), folder)
        }
        None => {
            let message = format!("criterion `{}` has no command in the plan", criterion.id);
            return Err(Diagnostic::usage(message)
                .hint(format!("give one: `callsheet record {} -- CMD`", criterion.id)));
        }
    };
    if !folder.is_dir() {
        let message = format!("there is no folder `{}` to run `{line}` in", folder.display());
        return Err(Diagnostic::environment(message));
    }
    let reading = reading(plan, criterion, args)?;
    Ok(Check { criterion, repository: &repository.id, root, folder, line, reading })
}

/// The repository that a criterion is about: that of its service, or the only one, or the one named.
fn repository<'a>(plan: &'a Plan, criterion: &Criterion, args: &Args) -> Result<&'a Repository, Diagnostic> {
    let named = match &args.repo {
        Some(id) => Some(plan.repositories.iter().find(|it| it.id.as_str() == id).ok_or_else(|| {
            let ids = plan.repositories.iter().map(|it| it.id.as_str());
            Diagnostic::usage(format!("no repository of the plan is called `{id}`")).suggest(id, ids)
        })?),
        None => None,
    };
    let service = criterion.service.as_ref().and_then(|it| plan.service(it));
    let planned = plan.repository(service.and_then(|it| it.repository.as_ref()));
    planned.or(named).ok_or_else(|| {
        let message = format!("it is not known in which repository criterion `{}` is checked", criterion.id);
        Diagnostic::usage(message).hint("say so with `--repo ID`, or give it a `service:` in the plan")
    })
}

/// What finds the value in the output; needed if a limit decides.
fn reading(plan: &Plan, criterion: &Criterion, args: &Args) -> Result<Option<Reading>, Diagnostic> {
    let planned = criterion.check.as_ref().and_then(|it| it.reads.as_ref()).map(|it| it.value.as_str());
    let text = args.reads.as_deref().or(planned);
    match (criterion.limit(plan), text) {
        (Some(_), Some(text)) => {
            let usage = |it: Malformed| Diagnostic::usage(it.to_string());
            text.parse().map(Some).map_err(usage)
        }
        (Some(limit), None) => {
            let message =
                format!("criterion `{}` is decided by {limit}, not by how a command ends", criterion.id);
            let hint =
                format!("say what the output says around the value: `--reads '{}: {{}}'`", limit.metric);
            Err(Diagnostic::usage(message).hint(hint))
        }
        (None, Some(_)) if args.reads.is_some() => {
            Err(Diagnostic::usage(format!("criterion `{}` has no limit for a value", criterion.id)))
        }
        (None, _) => Ok(None),
    }
}
