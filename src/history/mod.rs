//! What happened, read from git or from facts files as owned plain data.

mod model;
mod request;
mod remote;
mod moment;
pub mod paths;
mod trailer;
mod conventional;
mod message;
mod loose;
mod oid;
mod store;
mod mailmap;
mod people;
mod encoding;
mod object;
mod graph;
mod walk;
mod renames;
mod held;
mod tree;
mod lines;
mod changes;
mod openings;
mod added_tests;
mod many;
mod cache;
mod repository;
mod files;
mod request_templates;
mod work_tree;
mod revision;
mod copies;
mod chosen;
mod tips;
mod session;
mod summed;
mod window;
mod standing;
mod elsewhere;
mod doubts;
mod named;
mod lengths;
mod read;
mod facts;

pub use added_tests::{TestRule, Tests};
pub use facts::{facts_schema, write_facts};
pub use lengths::{DocumentLength, Length};
pub use loose::Loose;
pub use model::*;
pub use moment::{Edge, moment};
pub use named::{Mention, NamedCommit, Naming, mentions};
pub use remote::Remote;
pub use repository::discover;
pub use request::{Detail, Place, RecordsRequest, RepositoryRequest, Request, WindowRequest};
pub use standing::Standing;
pub use work_tree::{WorkTree, work_tree};

use crate::diagnostics::Diagnostic;

/// Has repositories read from facts files instead, where one of the files has them; the first file that has
/// a repository counts.
pub fn redirect(request: &mut Request, files: &[std::path::PathBuf]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for file in files.iter().rev() {
        match facts::ids(file) {
            Err(problem) => problems.push(problem),
            Ok(ids) => {
                let held = request.repositories.iter_mut().filter(|it| ids.contains(&it.id));
                held.for_each(|it| it.place = Place::Facts(file.clone()));
            }
        }
    }
    problems
}

/// Reads every repository that is asked for, and tells `progress` which one is being read.
///
/// A repository or window that cannot be read is a warning, and costs only its own entry.
pub fn read(request: &Request, progress: &dyn Fn(&str)) -> (History, Vec<Diagnostic>) {
    let limits = read::Limits { cache: request.cache.as_deref(), detail: request.detail, began: &[] };
    let mut found = Vec::new();
    for request in &request.repositories {
        found.push(match &request.place {
            Place::Facts(path) => {
                progress(&format!("reading {}", request.id));
                facts::read(request, path, limits.detail)
            }
            Place::Repository(_) | Place::Elsewhere => (None, Vec::new()),
        });
    }
    let told: Vec<&RepositoryHistory> = found.iter().filter_map(|it| it.0.as_ref()).collect();
    let began = session::joint(request, &told);
    let limits = read::Limits { began: &began, ..limits };
    for (request, found) in request.repositories.iter().zip(&mut found) {
        if let Place::Repository(path) = &request.place {
            progress(&format!("reading {}", request.id));
            *found = read::read(request, path, limits);
        }
    }
    let (repositories, diagnostics): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let history = History { repositories: repositories.into_iter().flatten().collect() };
    let told_twice = repository::told_twice(request);
    (history, diagnostics.into_iter().flatten().chain(told_twice).collect())
}
