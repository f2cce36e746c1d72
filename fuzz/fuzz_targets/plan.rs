//! Whatever a plan holds: it is read, checked, scheduled and varied, or it is refused with reasons.
//!
//! `cargo +nightly fuzz run plan` needs <https://github.com/rust-fuzz/cargo-fuzz>.

#![no_main]

use callsheet::diagnostics::{Source, Style, any_error, github, json, report};
use callsheet::schedule;
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|text: &str| {
    match callsheet::plan(&Source::new("plan.yaml", text), Path::new("nowhere")) {
        Ok(planned) => {
            assert!(!any_error(&planned.warnings));
            let total = planned.schedule.total.time;
            assert!(planned.schedule.span.max <= total.max && total.min <= total.max);
            assert!(schedule::with_agents(&planned.plan, 3).makespan.max <= total.max);
            for variant in &planned.plan.variants {
                schedule::of(&planned.plan.varied(variant));
            }
        }
        Err(problems) => {
            assert!(any_error(&problems), "refused without an error");
            assert!(!report(&problems, Style::Plain).is_empty());
            json(&problems);
            github(&problems);
        }
    }
});
