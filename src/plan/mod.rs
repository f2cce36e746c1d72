//! What was meant: the typed plan, loaded from YAML with the place of every value, and checked.

mod model;
mod spanned;

pub use model::*;
pub use spanned::Spanned;
