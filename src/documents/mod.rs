//! One view per subject: the finished values that a template sees, in order.
//!
//! Views hold no Markdown and templates hold no arithmetic. Text that somebody else wrote is
//! [`text::Foreign`], inline Markdown of the plan is [`text::Prose`]; both print only escaped.

mod added_tests;
mod attributed;
mod comparison;
mod compose;
mod edge;
mod gate;
mod inputs;
mod marks;
mod phase;
mod plan;
mod pull_request;
mod recorded;
mod service;
mod session;
mod task;
pub mod text;
mod work;

pub use comparison::{Compared, ComparisonView, comparison_view};
pub use compose::{Composition, Document, Subject, TextView, compose, documents, unknown_kinds};
pub use inputs::{Inputs, Planned};
pub use phase::{NextView, PhaseView};
pub use plan::{AheadView, PlanView};
pub use pull_request::{PullRequestView, pull_request_view};
pub use session::{Called, SessionView, session_view};
