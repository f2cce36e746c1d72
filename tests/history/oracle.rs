//! What the `git` program says of changes, in the words of our own.

use crate::sandbox::{START, Sandbox};
use callsheet::history::{Change, ChangeKind, Lines, Special};
use std::collections::HashMap;

/// The options under which git counts as we do, whatever the configuration.
const COUNTING: [&str; 6] = ["-z", "--no-abbrev", "-M", "-l10000", "--no-ext-diff", "--diff-algorithm=myers"];

/// The changes of every commit but merges that the head reaches, by commit.
pub(crate) fn changes_of_commits(sandbox: &Sandbox) -> HashMap<String, Vec<Change>> {
    let list = |form: &str| {
        let mut arguments =
            vec!["log", "--root", "--no-merges", "--no-textconv", "--format=%x01%H%x02", form];
        arguments.extend(COUNTING);
        lossy(&sandbox.run(START, &arguments, b""))
    };
    let (names, numbers) = (list("--raw"), list("--numstat"));
    let entries = |text: &str| -> Vec<(String, String)> {
        let split =
            |it: &str| it.split_once('\u{2}').map(|(id, rest)| (id.to_owned(), rest.to_owned())).unwrap();
        text.split('\u{1}').skip(1).map(split).collect()
    };
    let numbers: HashMap<String, String> = entries(&numbers).into_iter().collect();
    entries(&names)
        .into_iter()
        .map(|(id, text)| {
            let found = parse(&text, &numbers[&id]);
            (id, found)
        })
        .collect()
}

/// The changes between two trees.
pub(crate) fn changes_between(sandbox: &Sandbox, old: &str, new: &str) -> Vec<Change> {
    let list = |form: &str| {
        let mut arguments = vec!["diff", "--no-textconv", form];
        arguments.extend(COUNTING);
        arguments.extend([old, new]);
        lossy(&sandbox.run(START, &arguments, b""))
    };
    parse(&list("--raw"), &list("--numstat"))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn parse(names: &str, numbers: &str) -> Vec<Change> {
    let mut lines = line_counts(numbers);
    let mut fields = fields(names);
    let mut changes = Vec::new();
    while let Some(entry) = fields.next() {
        let parts: Vec<&str> = entry.trim_start_matches(':').split(' ').collect();
        let kind = match &parts[4][..1] {
            "A" => ChangeKind::Created,
            "M" => ChangeKind::Modified,
            "D" => ChangeKind::Deleted,
            "R" => ChangeKind::Renamed,
            "T" => ChangeKind::Typechange,
            other => panic!("status {other}"),
        };
        let from = (kind == ChangeKind::Renamed).then(|| fields.next().unwrap().to_owned());
        let path = fields.next().unwrap().to_owned();
        let lines = lines.remove(&path).unwrap();
        changes.push(Change { kind, path, from, lines, tests: None, special: special(&parts) });
    }
    changes
}

/// By modes and ids before and after.
fn special(parts: &[&str]) -> Option<Special> {
    let submodule = |mode: usize| (parts[mode] == "160000").then(|| parts[mode + 2].to_owned());
    if parts[..2].contains(&"160000") {
        return Some(Special::Submodule { from: submodule(0), to: submodule(1) });
    }
    let (from, to) = (parts[0].strip_prefix("100")?, parts[1].strip_prefix("100")?);
    (from != to).then(|| Special::Mode { from: from.to_owned(), to: to.to_owned() })
}

fn line_counts(numbers: &str) -> HashMap<String, Option<Lines>> {
    let mut fields = fields(numbers);
    let mut counts = HashMap::new();
    while let Some(field) = fields.next() {
        let parts: Vec<&str> = field.splitn(3, '\t').collect();
        let path = if parts[2].is_empty() { fields.nth(1).unwrap() } else { parts[2] };
        let number = |text: &str| text.parse::<u64>().ok();
        let lines = number(parts[0]).zip(number(parts[1])).map(|(added, removed)| Lines { added, removed });
        counts.insert(path.to_owned(), lines);
    }
    counts
}

fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.split('\0').map(|it| it.trim_start_matches('\n')).filter(|it| !it.is_empty())
}
