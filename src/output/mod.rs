//! The only writer: paths that stay inside, files that are whole or untouched, comparison without writing.

mod path;
mod write;

pub use write::{Existing, Mode, Report, write, write_file};
