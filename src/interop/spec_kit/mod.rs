//! The task list of spec-kit: `specs/NNN-name/tasks.md`.

mod order;
mod read;
mod write;

pub use read::read_spec_kit;
pub use write::spec_kit;
