//! What happened, read from git or from facts files as owned plain data.

mod model;
mod moment;
mod trailer;
mod conventional;
mod message;
mod object;
mod graph;
mod walk;
mod renames;
mod openings;
mod added_tests;
mod changes;
mod repository;
mod revision;
mod window;
mod read;
mod facts;

pub use facts::write_facts;
pub use model::*;
pub use moment::{Edge, moment};
pub use openings::has_test_rule;
pub use repository::discover;

use crate::diagnostics::Diagnostic;

/// Reads every repository that is asked for, and tells `progress` which one is being read.
///
/// A repository or window that cannot be read is a warning, and costs only its own entry.
pub fn read(request: &Request, progress: &dyn Fn(&str)) -> (History, Vec<Diagnostic>) {
    let mut history = History::default();
    let mut diagnostics = Vec::new();
    for request in &request.repositories {
        progress(&format!("reading {}", request.id));
        let (found, problems) = match &request.place {
            Place::Repository(path) => read::read(request, path),
            Place::Facts(path) => facts::read(request, path),
        };
        history.repositories.extend(found);
        diagnostics.extend(problems);
    }
    (history, diagnostics)
}
