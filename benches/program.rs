//! Times whole commands as processes, on the example plan and on a repository.
//!
//! `cargo bench --bench program` prints the smallest and the median time of each. A repository of your
//! own is measured with `CALLSHEET_BENCH_REPOSITORY=PATH` and, for the day to wrap up,
//! `CALLSHEET_BENCH_DAY=2026-03-02`; `git log --numstat` of the same day is timed beside it.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures, and stops at a failure")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 40;

fn main() {
    let binary = env!("CARGO_BIN_EXE_callsheet");
    let root = env!("CARGO_MANIFEST_DIR");
    let plan = ["-C", root, "--plan", "plans/trade-backend.yaml", "--quiet"];
    println!("{:<34} {:>9} {:>9}", "whole process", "min ms", "median ms");
    let with = |rest: &[&'static str]| [&plan[..], rest].concat();
    time("callsheet --version", binary, &["--version"]);
    time("render, nothing changed", binary, &with(&["render"]));
    let scratch = scratch();
    let html = [&plan[..], &["render", "--html", "--output", &scratch]].concat();
    time("render --html, nothing changed", binary, &html);
    time("prompt 2B", binary, &with(&["prompt", "2B"]));
    time("status", binary, &with(&["status"]));
    let Ok(repository) = std::env::var("CALLSHEET_BENCH_REPOSITORY") else { return };
    let day = std::env::var("CALLSHEET_BENCH_DAY").unwrap_or_else(|_| "yesterday".to_owned());
    let window = ["-C", &repository, "--quiet", "wrap", "--since", &day, "--until", &day];
    time("wrap of one day", binary, &window);
    let (since, until) = (format!("--since={day}T00:00:00Z"), format!("--until={day}T23:59:59Z"));
    let log = ["-C", &repository, "log", "--numstat", "-M", &since, &until];
    time("git log --numstat of that day", "git", &log);
}

fn scratch() -> String {
    std::env::temp_dir().join(format!("callsheet-bench-{}", std::process::id())).display().to_string()
}

fn time(name: &str, program: &str, arguments: &[&str]) {
    let mut times: Vec<Duration> = (0..RUNS).map(|_| run(program, arguments)).collect();
    times.sort_unstable();
    let milliseconds = |it: Duration| it.as_secs_f64() * 1_000.0;
    println!("{name:<34} {:>9.2} {:>9.2}", milliseconds(times[0]), milliseconds(times[RUNS / 2]));
}

fn run(program: &str, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status();
    let elapsed = start.elapsed();
    assert!(status.is_ok_and(|it| it.success()), "{program} {arguments:?} failed");
    elapsed
}
