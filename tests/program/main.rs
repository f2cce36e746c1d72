//! The program as its user runs it: the binary, scratch repositories, and what comes out.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
mod agreement;
mod attribution;
mod added_tests;
mod end_to_end;
mod hostile;
mod templates;
mod tutorial;
mod themes;
mod planning;
mod branches;
mod killed;
mod people;
mod repositories;
mod several;
mod record;
mod reference;
mod status;
mod conformance;
mod pull_requests;
mod request_templates;
mod squashed;
mod task_lists;
mod export;
mod handover;
mod workflow;
mod whole_plan;
mod versions;
mod tracking;
