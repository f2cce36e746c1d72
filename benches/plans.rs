//! Large plans: loading, checking and scheduling against a plain parse of the same text, in one run.
//!
//! `cargo bench --bench plans` prints the median of several rounds for growing plans, the ratio to the
//! plain parse, and the most memory that the process held, as a multiple of the text.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark reports rough figures and may fail"
)]

use callsheet::diagnostics::Source;
use callsheet::plan::Interval;
use callsheet::schedule::Network;
use serde::de::IgnoredAny;
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

const ROUNDS: usize = 5;

/// A plan of so many phases with ten tasks each, about a kilobyte a phase.
fn plan(phases: usize) -> String {
    let mut text = "schema: 1\nproject: { id: large, title: Large }\nphases:\n".to_owned();
    for phase in 0..phases {
        let needs: Vec<String> = [1usize, 7, 50]
            .iter()
            .filter(|it| phase >= **it && (phase % 3 == 0 || **it == 7))
            .map(|it| format!("p{}", phase - it))
            .collect();
        let _ = writeln!(
            text,
            "  - id: p{phase}\n    title: Phase number {phase} of a large plan\n    depends_on: [{}]\n    objective: Do what phase {phase} is for, and leave nothing behind.\n    tasks:",
            needs.join(", ")
        );
        for task in 0..10 {
            let _ = writeln!(
                text,
                "      - {{ id: t{phase}-{task}, text: Task {task} of phase {phase} with a text of usual length, budget: {}h }}",
                1 + (phase + task) % 8
            );
        }
    }
    text
}

fn options(bytes: usize) -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! { max_nodes: bytes, max_events: 2 * bytes, enforce_alias_anchor_ratio: false },
    }
}

fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

/// The most memory that this process has held, in bytes; 0 where the system does not tell.
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|it| it.parse::<usize>().ok()).unwrap_or(0) * 1024
}

fn main() {
    println!("phases   bytes      plain ms  ours ms  ratio  ms per kB  memory/text");
    for phases in [100, 1_000, 10_000] {
        let text = plan(phases);
        let bytes = text.len();
        let source = Source::new("large.yaml", text.clone());
        let load = || match callsheet::plan(&source, Path::new(".")) {
            Ok(planned) => assert_eq!(black_box(planned).plan.phases.len(), phases),
            Err(problems) => assert!(problems.is_empty(), "{:?}", problems.first()),
        };
        load();
        let memory = most_memory() as f64 / bytes as f64;
        let ours = median(load);
        let plain = median(|| {
            black_box(serde_yaml::from_str_with_options::<IgnoredAny>(&text, options(bytes)).unwrap());
        });
        let (ratio, each) = (ours / plain, ours * 1000.0 / bytes as f64);
        println!("{phases:<8} {bytes:<10} {plain:<9.1} {ours:<8.1} {ratio:<6.2} {each:<10.3} {memory:.1}");
    }
    network();
}

/// The critical path of 100,000 things alone.
fn network() {
    let nodes = 100_000;
    let times: Vec<Interval> = (0..nodes).map(|it| Interval::exact(1 + it as u64 % 480)).collect();
    let needs: Vec<Vec<usize>> = (0..nodes)
        .map(|it: usize| [1, 13, 144].iter().filter_map(|back| it.checked_sub(*back)).collect())
        .collect();
    let time = median(|| {
        black_box(Network::of(&times, &needs));
    });
    println!("critical path of {nodes} things, 3 needs each: {time:.1} ms");
}
