//! The JSON files of one folder in the tree of the head, as text, and whether each fits the history.

use super::graph::Graph;
use super::repository::skipped;
use super::{Head, JsonFile, walk};
use crate::diagnostics::Diagnostic;
use git2::{ObjectType, Oid, Repository, TreeEntry};
use serde::Deserialize;
use std::path::Path;

/// Largest file that is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// Most files that are read.
const MOST: usize = 10_000;

/// Regular files, executable or not; anything else is a link or a module.
const REGULAR: [i32; 2] = [0o100_644, 0o100_755];

/// What such a file may say of the commit that it is about.
#[derive(Deserialize)]
struct About {
    commit: String,
}

/// Reads the JSON files directly in a folder of the head's tree, by name.
pub(super) fn read(repository: &Repository, folder: &str) -> (Vec<JsonFile>, Vec<Diagnostic>) {
    let tree = repository.head().and_then(|it| it.peel_to_tree());
    let Ok(tree) = tree.and_then(|it| it.get_path(Path::new(folder))?.to_object(repository)?.peel_to_tree())
    else {
        return (Vec::new(), Vec::new());
    };
    let is_json =
        |it: &TreeEntry<'_>| it.name_bytes().ends_with(b".json") && REGULAR.contains(&it.filemode());
    let entries: Vec<TreeEntry<'_>> = tree.iter().filter(is_json).collect();
    let mut problems = Vec::new();
    if entries.len() > MOST {
        let message = format!("`{folder}` has {} files; the first {MOST} are read", entries.len());
        problems.push(skipped(message));
    }
    let mut files = Vec::new();
    for entry in entries.iter().take(MOST) {
        match file(repository, folder, entry) {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    (files, problems)
}

fn file(repository: &Repository, folder: &str, entry: &TreeEntry<'_>) -> Result<JsonFile, Diagnostic> {
    let path = format!("{folder}/{}", String::from_utf8_lossy(entry.name_bytes()));
    let unreadable = |why: &str| skipped(format!("`{path}` in the head cannot be read: {why}"));
    let odb = repository.odb().map_err(|it| unreadable(it.message()))?;
    let (size, kind) = odb.read_header(entry.id()).map_err(|it| unreadable(it.message()))?;
    if kind != ObjectType::Blob || size > LARGEST {
        return Err(unreadable(&format!("it is larger than {} KiB", LARGEST / 1024)));
    }
    let object = odb.read(entry.id()).map_err(|it| unreadable(it.message()))?;
    let text = String::from_utf8_lossy(object.data()).into_owned();
    Ok(JsonFile { path, text, reached: false })
}

/// Notes of each file whether the head reaches the commit that it names.
pub(super) fn reach(graph: &mut Graph<'_>, head: Option<&Head>, files: &mut [JsonFile]) {
    let Some(head) = head.and_then(|it| Oid::from_str(&it.commit).ok()) else { return };
    let named: Vec<Option<Oid>> = files.iter().map(|it| commit(&it.text)).collect();
    let reached = walk::reached(graph, head, named.iter().copied().flatten().collect());
    for (file, named) in files.iter_mut().zip(named) {
        file.reached = named.is_some_and(|it| reached.contains(&it));
    }
}

/// The commit that a file says it is about, by its full id.
fn commit(text: &str) -> Option<Oid> {
    let About { commit } = serde_json::from_str(text).ok()?;
    Oid::from_str(&commit).ok().filter(|_| commit.len() == 40)
}
