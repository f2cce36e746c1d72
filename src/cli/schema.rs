//! `callsheet schema`: the formats that the program reads and writes, as JSON Schemas.

use super::console::print;
use super::{ExitCode, Outcome, status};

/// Prints the JSON Schema of plans, for editors that complete and check YAML, or of another format.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet schema > plans/plan.schema.json
  callsheet schema facts            what `callsheet facts` writes, for programs that read or write it
  callsheet schema status           what `callsheet status --format json` prints

An editor that speaks yaml-language-server then checks a plan that starts with
  # yaml-language-server: $schema=plan.schema.json")]
pub(super) struct Args {
    /// The format.
    #[arg(value_enum, default_value_t)]
    of: Of,
}

/// A format that has a schema.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Of {
    /// A plan file.
    #[default]
    Plan,
    /// A facts file, as `facts` writes it.
    Facts,
    /// What `status --format json` prints.
    Status,
}

pub(super) fn run(args: &Args) -> Outcome {
    let schema = match args.of {
        Of::Plan => crate::plan::schema(),
        Of::Facts => crate::history::facts_schema(),
        Of::Status => status::schema(),
    };
    print(&format!("{schema:#}\n"))?;
    Ok(ExitCode::Done)
}
