//! One view per subject: the finished values that a template sees, in order.
//!
//! Views hold no Markdown and templates hold no arithmetic. Text that somebody else wrote is
//! [`text::Foreign`], inline Markdown of the plan is [`text::Prose`]; both print only escaped.

mod added_tests;
mod ahead;
mod area;
mod attributed;
mod block;
mod call;
mod change;
mod choice;
mod comparison;
mod closing;
mod compose;
mod conformance;
mod edge;
mod form;
mod gate;
mod git;
mod given;
mod guide;
mod handoff;
mod inputs;
mod listing;
mod marks;
mod merge;
mod outlook;
mod overview;
mod paper;
mod paths;
mod people;
mod phase;
mod picture;
mod plan;
mod pull_request;
mod recorded;
mod said;
mod service;
mod session;
mod size;
mod steps;
mod task;
pub mod text;
mod theme;
mod title;
mod told;
mod tool;
mod work;

pub use ahead::{AheadView, ObstacleView};
pub use change::{ChangeView, change_of_phases};
pub use closing::{Closing, Line, Restated};
pub use comparison::{Compared, ComparisonView, comparison_view};
pub use compose::{Composition, Document, Subject, TextView, compose, documents, misfits};
pub use conformance::{ConformanceView, FindingView, PlaceView, RuleView, finding_in_words};
pub use form::{Asked, Forge, Form, Shown, Wanted, template, without_comments};
pub use gate::{CriterionView, GateView, ScoreView};
pub use inputs::{Inputs, Planned};
pub use marks::{EvidenceView, ProgressView, TickView};
pub use phase::{NextView, PhaseView};
pub use picture::{Picture, pictures};
pub use plan::PlanView;
pub use pull_request::{PullRequestView, pull_request_view};
pub use service::ServiceView;
pub use session::{Called, SessionView, session_view};
pub use theme::Theme;
