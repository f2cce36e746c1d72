//! The only writer: paths that stay inside, files that are whole or untouched, comparison without writing.

mod path;
mod write;

pub use path::refusal;
pub use write::{Existing, Mode, Report, compared, write, write_file};
