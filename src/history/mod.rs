//! What happened, read from git or from facts files as owned plain data.

mod model;

pub use model::*;
