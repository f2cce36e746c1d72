//! What git says of changed files, in the words of our own.

use super::program::Git;
use callsheet::history::{Change, ChangeKind, Lines, Special};
use std::collections::VecDeque;

/// The options under which git counts as we do, whatever the configuration.
const COUNTING: [&str; 14] = [
    "diff-tree",
    "--stdin",
    "--always",
    "--root",
    "-r",
    "-z",
    "--raw",
    "--numstat",
    "--no-abbrev",
    "-M",
    "-l10000",
    "--no-ext-diff",
    "--no-textconv",
    "--diff-algorithm=myers",
];

/// The changes of each comparison, by path: of a commit with its parent, of `NEW OLD`, two commits,
/// with each other, or of two trees, `OLD NEW`. Merges are not compared.
pub(crate) fn changes(git: &Git<'_>, comparisons: &[String]) -> Result<Vec<Vec<Change>>, String> {
    if comparisons.is_empty() {
        return Ok(Vec::new());
    }
    let output = git.run(&COUNTING, (comparisons.join("\n") + "\n").into_bytes())?;
    let mut reader = Reader { rest: &output };
    let mut found = Vec::with_capacity(comparisons.len());
    for comparison in comparisons {
        let changes =
            reader.comparison().ok_or_else(|| format!("git diff-tree is not understood at {comparison}"))?;
        found.push(changes);
    }
    if reader.rest.is_empty() { Ok(found) } else { Err("git diff-tree said more than was asked".to_owned()) }
}

struct Reader<'o> {
    rest: &'o [u8],
}

/// A file before its lines are known: its path as git has it, and what became of it.
type Named<'o> = (&'o [u8], Change);

impl<'o> Reader<'o> {
    /// The id or ids, then a line for each file with its modes, then one with its numbers.
    fn comparison(&mut self) -> Option<Vec<Change>> {
        let after_id = self.rest.iter().find(|it| !it.is_ascii_hexdigit())?;
        self.until(if *after_id == b' ' { b'\n' } else { 0 })?;
        let mut named: VecDeque<Named<'o>> = VecDeque::new();
        while self.rest.first() == Some(&b':') {
            named.push_back(self.named()?);
        }
        let mut changes = Vec::with_capacity(named.len());
        while let Some((path, mut change)) = named.pop_front() {
            self.count(path, &mut change)?;
            changes.push((path, change));
        }
        changes.sort_by_key(|it| it.0);
        Some(changes.into_iter().map(|it| it.1).collect())
    }

    /// `:MODE MODE ID ID STATUS`, then one path, or two of a rename.
    fn named(&mut self) -> Option<Named<'o>> {
        let words = std::str::from_utf8(&self.until(0)?[1..]).ok()?;
        let words: Vec<&str> = words.split(' ').collect();
        let kind = match words.get(4)?.get(..1)? {
            "A" => ChangeKind::Created,
            "M" => ChangeKind::Modified,
            "D" => ChangeKind::Deleted,
            "R" => ChangeKind::Renamed,
            "T" => ChangeKind::Typechange,
            _ => return None,
        };
        let from = if kind == ChangeKind::Renamed { Some(lossy(self.until(0)?)) } else { None };
        let path = self.until(0)?;
        let special = special(&words);
        Some((path, Change { kind, path: lossy(path), from, lines: None, tests: None, special }))
    }

    /// `ADDED REMOVED PATH` with tabs; of a rename both paths follow. No numbers for a binary file.
    fn count(&mut self, path: &[u8], change: &mut Change) -> Option<()> {
        let mut parts = self.until(0)?.splitn(3, |it| *it == b'\t');
        let mut number = || std::str::from_utf8(parts.next()?).ok()?.parse::<u64>().ok();
        let (added, removed) = (number(), number());
        let mut named = parts.next()?;
        if named.is_empty() {
            self.until(0)?;
            named = self.until(0)?;
        }
        change.lines = added.zip(removed).map(|(added, removed)| Lines { added, removed });
        (named == path).then_some(())
    }

    fn until(&mut self, end: u8) -> Option<&'o [u8]> {
        let at = self.rest.iter().position(|it| *it == end)?;
        let (found, rest) = (&self.rest[..at], &self.rest[at + 1..]);
        self.rest = rest;
        Some(found)
    }
}

/// By modes and ids before and after.
fn special(words: &[&str]) -> Option<Special> {
    let submodule = |mode: usize| (words[mode] == "160000").then(|| words[mode + 2].to_owned());
    if words[..2].contains(&"160000") {
        return Some(Special::Submodule { from: submodule(0), to: submodule(1) });
    }
    let (from, to) = (words[0].strip_prefix("100")?, words[1].strip_prefix("100")?);
    (from != to).then(|| Special::Mode { from: from.to_owned(), to: to.to_owned() })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
