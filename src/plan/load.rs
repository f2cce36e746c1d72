//! From a file to a plan that has passed its checks.

use super::{Plan, check, yaml};
use crate::diagnostics::{Checked, Diagnostic, Origin, Severity, Source, any_error};
use std::path::Path;
use std::sync::Arc;

/// A plan that has passed its checks, and what its author should still know.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The plan.
    pub plan: Plan,
    /// Problems that stop nothing.
    pub warnings: Vec<Diagnostic>,
}

/// Reads the text of a plan; `name` is what diagnostics call it.
pub fn read_source(path: &Path, name: &str) -> Checked<Arc<Source>> {
    let failed = |why: &str| vec![Diagnostic::environment(format!("cannot read the plan `{name}`: {why}"))];
    if let Ok(kind) = std::fs::metadata(path)
        && !kind.is_file()
    {
        return Err(failed("it is no file"));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(&error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let source = Source::new(name, text);
        let problem = Diagnostic::error(format!("byte {valid} is not UTF-8"))
            .at(Origin::new(&source, valid..valid + 1));
        vec![problem.hint("save the plan as UTF-8")]
    })?;
    Ok(Source::new(name, text))
}

/// Reads a plan and checks it.
pub fn parse(source: Arc<Source>) -> Checked<Loaded> {
    let mut plan: Plan = yaml::read(&source)?;
    plan.source = source;
    let problems = check::check(&plan);
    if any_error(&problems) {
        return Err(problems);
    }
    debug_assert!(problems.iter().all(|it| it.severity == Severity::Warning));
    Ok(Loaded { plan, warnings: problems })
}
