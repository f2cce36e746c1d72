//! `callsheet explain`: what a kind of problem means.

use super::console::print;
use super::{ExitCode, Outcome};
use crate::diagnostics::{Code, Diagnostic, Severity};

/// Explains a kind of problem, with a wrong and a right example.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet explain                    every code with its meaning in a line
  callsheet explain sum-disagrees      one of them")]
pub(super) struct Args {
    /// The code, as it stands in brackets before a message.
    code: Option<String>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let Some(name) = &args.code else {
        print(&Code::ALL.iter().map(|it| line(*it)).collect::<String>())?;
        return Ok(ExitCode::Done);
    };
    let Some(code) = Code::ALL.iter().find(|it| it.name() == name) else {
        let problem = Diagnostic::usage(format!("there is no code `{name}`"));
        return Err(vec![problem.suggest(name, Code::ALL.iter().map(|it| it.name()))]);
    };
    print(code.explanation())?;
    Ok(ExitCode::Done)
}

/// A code with the first sentence of its explanation.
fn line(code: Code) -> String {
    let kind = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let text = code.explanation().lines().skip(1).find(|it| !it.is_empty()).unwrap_or_default();
    let sentence = text.split_inclusive(". ").next().unwrap_or(text).trim();
    format!("{:<20} {kind:<8} {sentence}\n", code.name())
}
