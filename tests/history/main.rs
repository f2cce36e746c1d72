//! Real repositories, built by the `git` program, read by us and compared with what `git` says.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sandbox;
#[path = "../differential/mod.rs"]
mod differential;
mod oracle;
mod random;
mod generated;
mod renames;
mod shapes;
mod windows;
mod standing;
mod chosen;
mod branches;
mod messages;
mod facts;
mod added_tests;
mod facts_format;
mod cases_diffs;
mod cases_messages;
mod cases_names;
mod cases_records;
mod cases_ranges;
mod cases_shapes;
mod files;
mod packs;
mod named;
mod lengths;
mod cache;
mod formats;
