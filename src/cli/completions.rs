//! `callsheet completions`: scripts that complete the command line.

use super::console::print;
use super::{Arguments, ExitCode, Outcome};
use clap::CommandFactory;

/// Prints a completion script for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet completions bash > ~/.local/share/bash-completion/completions/callsheet
  callsheet completions zsh > ~/.zfunc/_callsheet")]
pub(super) struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "callsheet", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::Done)
}
