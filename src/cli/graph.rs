//! `callsheet graph`: pictures of a plan.

use super::console::print;
use super::schedule::{Which, plans};
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::Diagnostic;
use crate::output::{self, Existing};
use crate::pictures::{chart, dot, flow, mermaid, svg};
use std::path::PathBuf;

/// Draws the phases of a plan with what waits for what, or its time line.
///
/// Each phase is drawn with what is done in it; its gate leads on with PASS and back with FAIL. Phases on
/// the critical path stand out. Nothing else needs to be installed for SVG. Repositories are not read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet graph > plan.svg
  callsheet graph --format mermaid                    for a Markdown page
  callsheet graph --format dot | dot -Tpdf > plan.pdf
  callsheet graph --gantt --agents 2 > time-line.svg")]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    /// In which language.
    #[arg(long, value_enum, default_value_t)]
    format: Language,
    /// The time line instead of the flow; in Mermaid and SVG.
    #[arg(long)]
    gantt: bool,
    /// Write to this file instead of stdout.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// In which language a picture is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    /// A picture that any browser shows.
    #[default]
    Svg,
    /// Text that GitHub and GitLab draw.
    Mermaid,
    /// Text that Graphviz draws.
    Dot,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let plans = plans(settings, &args.which)?;
    let [(plan, schedule)] = plans.as_slice() else {
        let problem = Diagnostic::usage(format!("there are {} plans", plans.len()));
        return Err(vec![problem.hint("say which with `--plan FILE`")]);
    };
    let text = match (args.gantt, args.format) {
        (false, Language::Svg) => svg::flow(&flow(plan, schedule, &[])),
        (false, Language::Mermaid) => mermaid::flow(&flow(plan, schedule, &[])),
        (false, Language::Dot) => dot::flow(&flow(plan, schedule, &[])),
        (true, Language::Svg) => svg::gantt(&chart(plan, schedule, &[])),
        (true, Language::Mermaid) => mermaid::gantt(&chart(plan, schedule, &[])),
        (true, Language::Dot) => {
            let problem = Diagnostic::usage("Graphviz draws no time lines");
            return Err(vec![problem.hint("use `--format svg` or `--format mermaid`")]);
        }
    };
    match &args.to {
        Some(file) => output::write_file(&settings.directory.join(file), &text, Existing::Replace)?,
        None => print(&text)?,
    }
    Ok(ExitCode::Done)
}
