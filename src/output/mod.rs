//! The only writer: paths that stay inside, files that are whole or untouched, comparison without writing.

mod path;
mod write;

pub use path::refusal;
pub use write::{Existing, Held, Mode, Place, Report, compared, write, write_file};
