//! Why commits are taken to belong to some work: the list under `callsheet status --why`.

use super::pipeline::Prepared;
use super::status::Why;
use super::table::fitted;
use crate::diagnostics::clean;
use crate::history::{Commit, RepositoryHistory};
use crate::results::attribute;

/// One row for each commit that was read and each piece of work that it belongs to.
pub(super) fn table(prepared: &Prepared, width: Option<usize>) -> String {
    let mut rows = vec![["commit", "belongs to", "because of", "files", "subject"].map(str::to_owned)];
    each(prepared, |repository, commit, found| {
        let files = found.files.len();
        rows.push([
            format!("{}@{}", repository.id, &commit.id[..commit.id.len().min(8)]),
            found.target.unwrap_or("nothing").to_owned(),
            clean(&found.why.to_string()),
            if commit.changes.is_some() { files.to_string() } else { "-".to_owned() },
            clean(&commit.message.subject),
        ]);
    });
    fitted(&rows, width)
}

/// The same for programs.
pub(super) fn list(prepared: &Prepared) -> Vec<Why> {
    let mut list = Vec::new();
    each(prepared, |repository, commit, found| {
        list.push(Why {
            repository: repository.id.clone(),
            commit: commit.id.clone(),
            target: found.target.map(str::to_owned),
            reason: clean(&found.why.to_string()),
            files: found.files.iter().map(|it| clean(it)).collect(),
        });
    });
    list
}

fn each<'a>(
    prepared: &'a Prepared,
    mut take: impl FnMut(&'a RepositoryHistory, &'a Commit, crate::results::Attribution<'a>),
) {
    for repository in &prepared.joined.history.repositories {
        for commit in &repository.commits {
            let holds = |it: &&crate::history::Window| it.commits.contains(&commit.id);
            let branch = repository.windows.iter().filter(holds).find_map(|it| it.branch.as_deref());
            for found in attribute(&prepared.joined.plan, repository, commit, branch) {
                take(repository, commit, found);
            }
        }
    }
}
