//! What was meant: the typed plan, loaded from YAML with the place of every value, and checked.

mod spanned;
mod id;
mod amount;
mod measure;
mod model;
mod gate;
mod phase;
mod placeholder;
mod graph;
mod tree;
mod structure;
mod yaml;
mod check;
mod load;

pub use amount::{Budget, Interval, hours, thousands};
pub use gate::*;
pub use graph::order;
pub use id::Id;
pub use load::{Loaded, parse, read_source};
pub use measure::{Comparison, Measure, Quantity};
pub use model::*;
pub use phase::*;
pub use placeholder::{PLACEHOLDERS, fill, placeholders, value};
pub use spanned::Spanned;
