//! Tests that the lines of one diff open, counted where the diff is at hand anyway.

use super::openings::{Opening, has_test_rule, openings};
use super::{TestRule, Tests};
use git2::{DiffFile, FileMode, Patch, Repository};
use std::ops::Range;

/// A longer file is not searched.
const LARGEST: usize = 2 << 20;

/// Tests on the added and removed lines between two files, each by the rules for its own path.
pub(super) fn count(
    repository: &Repository,
    rules: &[TestRule],
    patch: &Patch<'_>,
    (old, new): (&DiffFile<'_>, &DiffFile<'_>),
) -> Result<Option<Tests>, git2::Error> {
    if old.id() == new.id() || !has_rule(old, rules) && !has_rule(new, rules) {
        return Ok(None);
    }
    let mut lines = (Vec::new(), Vec::new());
    for index in 0..patch.num_hunks() {
        let (hunk, _) = patch.hunk(index)?;
        lines.0.push(hunk.old_start()..hunk.old_start() + hunk.old_lines());
        lines.1.push(hunk.new_start()..hunk.new_start() + hunk.new_lines());
    }
    let found = (within(repository, rules, old, &lines.0), within(repository, rules, new, &lines.1));
    let (Some(removed), Some(added)) = found else { return Ok(None) };
    Ok(tests(&added, &removed))
}

fn has_rule(file: &DiffFile<'_>, rules: &[TestRule]) -> bool {
    file.path().is_some_and(|it| has_test_rule(&it.to_string_lossy(), rules))
}

/// The openings on some lines of a file, none of them for a link; `None` if it is too large.
fn within<'r>(
    repository: &Repository,
    rules: &'r [TestRule],
    file: &DiffFile<'_>,
    lines: &[Range<u32>],
) -> Option<Vec<Opening<'r>>> {
    let is_file =
        matches!(file.mode(), FileMode::Blob | FileMode::BlobExecutable | FileMode::BlobGroupWritable);
    let is_empty = lines.iter().all(Range::is_empty);
    let (Some(path), true, false) = (file.path(), is_file, is_empty) else { return Some(Vec::new()) };
    let blob = repository.find_blob(file.id()).ok().filter(|it| it.size() <= LARGEST)?;
    let mut found = openings(&path.to_string_lossy(), blob.content(), rules);
    // Both are in the order of lines.
    let mut lines = lines.iter().peekable();
    found.retain(|it| {
        while lines.next_if(|lines| lines.end <= it.line).is_some() {}
        lines.peek().is_some_and(|lines| lines.contains(&it.line))
    });
    Some(found)
}

fn tests(added: &[Opening<'_>], removed: &[Opening<'_>]) -> Option<Tests> {
    let first = added.first().or(removed.first())?;
    let mut marks: Vec<String> = Vec::new();
    for opening in added.iter().chain(removed) {
        if !marks.iter().any(|it| it == opening.mark) {
            marks.push(opening.mark.to_owned());
        }
    }
    let (added, removed) = (added.len() as u64, removed.len() as u64);
    Some(Tests { added, removed, rule: first.language.to_owned(), marks })
}
