//! Plans in the forms of other tools: lists of tasks are written from a plan, and a plan is made from them.
//!
//! All forms share one [`Outline`]: what a list of tasks can hold of a plan. Exports make it from a plan and its
//! results, imports from the text of another tool, with diagnostics in that text. A status in such a text is a
//! person's word: it becomes `status:` and never evidence.

mod carried;
mod outline;
mod of_plan;
mod names;
mod needs;
mod json;
mod ours;
mod task_master;
mod lines;
mod amounts;
mod settle;
mod spec_kit;
mod todo;
mod yaml;
mod plan_text;
mod source;

pub use carried::{Agent, Command, Criterion, Doing, Gate};
pub use of_plan::outline;
pub use outline::{Kind, Outline, Part, Repository, Service, Stage, Work};
pub use plan_text::plan_text;
pub use source::read_source;
pub use spec_kit::{read_spec_kit, spec_kit};
pub use task_master::{read_task_master, task_master};
pub use todo::read_todo;

use crate::diagnostics::Diagnostic;

/// A list of tasks that was read, and what of it could not be taken.
#[derive(Clone, Debug)]
pub struct Imported {
    /// What it holds.
    pub outline: Outline,
    /// What its author should know.
    pub warnings: Vec<Diagnostic>,
}
