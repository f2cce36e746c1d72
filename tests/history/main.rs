//! Real repositories, built by the `git` program, read by us and compared with what `git` says.
#![expect(clippy::tests_outside_test_module, reason = "an integration test is one")]

mod sandbox;
mod oracle;
mod generated;
mod shapes;
mod windows;
mod messages;
mod facts;
