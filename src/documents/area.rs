//! Which part of a repository a commit is about, by the files that it changed.

use crate::history::Commit;
use crate::history::paths;
use std::collections::BTreeMap;

/// Folders that hold packages: what is in them says more than they do.
const CONTAINERS: [&str; 17] = [
    "app",
    "apps",
    "cmd",
    "components",
    "crates",
    "extensions",
    "internal",
    "lib",
    "libs",
    "modules",
    "packages",
    "pkg",
    "plugins",
    "projects",
    "services",
    "source",
    "src",
];

/// Folders are told apart down to here.
const DEEPEST: usize = 4;

/// How far down folders are told apart in some commits.
pub(super) struct Areas {
    depth: usize,
}

impl Areas {
    /// As few levels of folders as tell the commits apart at all.
    pub(super) fn of(commits: &[&Commit]) -> Self {
        let differ = |depth: &usize| {
            let mut areas = commits.iter().filter_map(|it| Self { depth: *depth }.area(it));
            let first = areas.next();
            areas.any(|it| Some(it) != first)
        };
        Self { depth: (1..=DEEPEST).find(differ).unwrap_or(1) }
    }

    /// The folder that most of a commit's files are in; `None` if none has most of them, or it is not known.
    pub(super) fn area(&self, commit: &Commit) -> Option<String> {
        let changed = commit.changes.iter().flatten().map(|it| &it.path);
        let all = changed.chain(&commit.paths).map(String::as_str);
        // Tests and texts go along with what they are about.
        let main: Vec<&str> =
            all.clone().filter(|it| !paths::is_test(it) && !paths::is_document(it)).collect();
        let main = if main.is_empty() { all.collect() } else { main };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for folder in main.iter().filter_map(|it| folder(it, self.depth)) {
            *counts.entry(folder).or_default() += 1;
        }
        counts.into_iter().find(|it| it.1 * 2 > main.len()).map(|it| it.0)
    }
}

/// The first folders of a path, and the one below a folder of packages; `None` for a file in no folder.
pub(super) fn folder(path: &str, depth: usize) -> Option<String> {
    let mut names: Vec<&str> = path.split('/').collect();
    names.pop();
    let inner = usize::from(names.first().is_some_and(|it| CONTAINERS.contains(it)));
    names.truncate(depth + inner);
    (!names.is_empty()).then(|| names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Change, ChangeKind, Moment, Person};

    fn commit(paths: &[&str]) -> Commit {
        let change = |it: &&str| Change {
            kind: ChangeKind::Modified,
            path: (*it).to_owned(),
            from: None,
            lines: None,
            tests: None,
            special: None,
        };
        Commit {
            id: String::new(),
            parents: Vec::new(),
            author: Person { name: String::new(), email: String::new() },
            co_authors: Vec::new(),
            authored: Moment::default(),
            committed: Moment::default(),
            message: crate::history::Message::default(),
            undoes: Vec::new(),
            changes: Some(paths.iter().map(change).collect()),
            paths: Vec::new(),
        }
    }

    fn areas(commits: &[&[&str]]) -> Vec<Option<String>> {
        let commits: Vec<Commit> = commits.iter().map(|it| commit(it)).collect();
        let areas = Areas::of(&commits.iter().collect::<Vec<_>>());
        commits.iter().map(|it| areas.area(it)).collect()
    }

    #[test]
    fn an_area_is_a_top_folder_or_a_package() {
        let found = areas(&[&["crates/a/src/x.rs"], &["docs/y.md"], &["crates/b/z.rs", "CHANGELOG.md"]]);
        assert_eq!(
            found,
            [Some("crates/a".to_owned()), Some("docs".to_owned()), Some("crates/b".to_owned())]
        );
    }

    #[test]
    fn folders_are_told_apart_no_deeper_than_needed() {
        let found = areas(&[&["src/cargo/core/a.rs"], &["src/cargo/ops/b.rs", "tests/t.rs"]]);
        assert_eq!(found, [Some("src/cargo/core".to_owned()), Some("src/cargo/ops".to_owned())]);
    }

    #[test]
    fn what_is_spread_over_folders_has_no_area() {
        assert_eq!(areas(&[&["a/x.rs", "b/y.rs"], &["Cargo.toml"]]), [None, None]);
    }
}
