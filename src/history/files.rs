//! The JSON files of one folder in the tree of the head, as text, and whether each fits the history.

use super::changes::Comparer;
use super::graph::Graph;
use super::oid::Oid;
use super::repository::skipped;
use super::store::{Error, Kind};
use super::{JsonFile, walk};
use crate::diagnostics::Diagnostic;
use serde::Deserialize;

/// Largest file that is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// Most files that are read.
const MOST: usize = 10_000;

/// What such a file may say of the commit that it is about.
#[derive(Deserialize)]
struct About {
    commit: String,
}

/// Reads the JSON files directly in a folder of a commit's tree, by name.
pub(super) fn read(comparer: &Comparer<'_>, head: Oid, folder: &str) -> (Vec<JsonFile>, Vec<Diagnostic>) {
    let found = comparer.tree(head).and_then(|it| comparer.trees().files(it, folder.as_bytes()));
    let found = match found {
        Ok(found) => found,
        Err(error) => return (Vec::new(), vec![unreadable(folder, &error.message)]),
    };
    let entries: Vec<_> = found.iter().filter(|it| it.0.ends_with(b".json")).collect();
    let mut problems = Vec::new();
    if entries.len() > MOST {
        let message = format!("`{folder}` has {} files; the first {MOST} are read", entries.len());
        problems.push(skipped(message));
    }
    let mut files = Vec::new();
    for (name, entry) in entries.into_iter().take(MOST) {
        let path = format!("{folder}/{}", String::from_utf8_lossy(name));
        match text(comparer, entry.id) {
            Ok(Some(text)) => files.push(JsonFile { path, text, reached: false }),
            Ok(None) => {
                problems.push(unreadable(&path, &format!("it is larger than {} KiB", LARGEST / 1024)));
            }
            Err(error) => problems.push(unreadable(&path, &error.message)),
        }
    }
    (files, problems)
}

/// The text of a file; `None` if it is too large.
pub(super) fn text(comparer: &Comparer<'_>, id: Oid) -> Result<Option<String>, Error> {
    let (_, size) = comparer.repository().header(id)?;
    if size > LARGEST {
        return Ok(None);
    }
    let data = comparer.repository().read(id, Kind::Blob)?;
    Ok(Some(String::from_utf8_lossy(&data).into_owned()))
}

fn unreadable(path: &str, why: &str) -> Diagnostic {
    skipped(format!("`{path}` in the head cannot be read: {why}"))
}

/// Notes of each file whether the head reaches the commit that it names.
pub(super) fn reach(graph: &mut Graph<'_>, head: Oid, files: &mut [JsonFile]) {
    let named: Vec<Option<Oid>> = files.iter().map(|it| commit(&it.text)).collect();
    let reached = walk::reached(graph, head, named.iter().copied().flatten().collect());
    for (file, named) in files.iter_mut().zip(named) {
        file.reached = named.is_some_and(|it| reached.contains(&it));
    }
}

/// The commit that a file says it is about, by its full id.
fn commit(text: &str) -> Option<Oid> {
    let About { commit } = serde_json::from_str(text).ok()?;
    Oid::from_str(&commit)
}
