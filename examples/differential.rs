//! Compares what Callsheet reads of a repository with what the `git` program says, fact by fact.
//!
//! ```text
//! cargo run --release --example differential -- REPOSITORY [FROM..TO]
//! ```
//!
//! Without a range it reads all that the head reaches. It prints every difference, then how many facts were
//! compared, and ends with 1 if anything differs, with 2 if the repository cannot be read.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is what it is for")]

#[path = "../tests/differential/mod.rs"]
mod differential;

use std::path::Path;
use std::process::ExitCode;

/// How many pairs of commits are compared.
const PAIRS: usize = 100;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let range = arguments.get(1).map(|it| it.split_once("..").ok_or("a range is FROM..TO"));
    let (Some(folder), Ok(range)) = (arguments.first(), range.transpose()) else {
        eprintln!("usage: differential REPOSITORY [FROM..TO]");
        return ExitCode::from(2);
    };
    match differential::compare(Path::new(folder), range, PAIRS) {
        Ok(report) => {
            print!("{report}");
            ExitCode::from(u8::from(!report.differences.is_empty()))
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
