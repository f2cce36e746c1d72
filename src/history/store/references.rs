//! The references of a repository that keeps them in files: each in one of its own, or many in one list.
//!
//! The library copies and sorts the whole list before it gives the first of them.

use super::Oid;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a reference holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Object(Oid),
    /// Another reference.
    Symbolic,
}

/// How the files end by which git locks others; no reference does.
const LOCK: &str = ".lock";

/// The references below a folder such as `refs/heads/`, by full name; those that cannot be read are left out.
pub(super) fn below(common: &Path, prefix: &str) -> BTreeMap<String, Target> {
    let list = fs::read(common.join("packed-refs")).unwrap_or_default();
    let mut found = listed(&list, prefix);
    add_files(&common.join(prefix), prefix, &mut found);
    found
}

/// Those of the list; lines that begin otherwise than with an id say something of the list or of a tag.
fn listed(list: &[u8], prefix: &str) -> BTreeMap<String, Target> {
    let own = |line: &[u8]| {
        let space = memchr::memchr(b' ', line)?;
        let name = line[space + 1..].trim_ascii_end();
        if !name.starts_with(prefix.as_bytes()) {
            return None;
        }
        let id = Oid::from_hex(&line[..space])?;
        Some((String::from_utf8_lossy(name).into_owned(), Target::Object(id)))
    };
    list.split(|it| *it == b'\n').filter_map(own).collect()
}

/// Those that stand in files of their own, which go before those of the list.
fn add_files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Target>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            add_files(&path, &format!("{name}/"), found);
        } else if name.ends_with(LOCK) {
            // Somebody is about to change a reference.
        } else if let Some(target) = fs::read(&path).ok().and_then(|it| target(&it)) {
            found.insert(name, target);
        }
    }
}

/// What a file says; `None` if that is no reference.
fn target(content: &[u8]) -> Option<Target> {
    if content.starts_with(b"ref:") {
        return Some(Target::Symbolic);
    }
    Oid::from_hex(content.trim_ascii_end()).map(Target::Object)
}
