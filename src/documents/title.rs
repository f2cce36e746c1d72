//! The title of a pull request that nobody wrote one for.

use super::listing::{Change, Told};
use super::text::Foreign;
use super::work::{KINDS, shortened};
use crate::history::{RepositoryHistory, Window, WindowRequest};
use crate::templates::Words;
use std::collections::BTreeSet;

/// The subject of the only change; of several, type and scope that the history states with the words of the
/// branch. Without a branch of its own, what the range is called; without that, the newest feature, fix or other
/// change with the number of the others.
pub(super) fn proposed(
    told: &Told<'_>,
    (repository, window): (&RepositoryHistory, &Window),
    all: &Words,
) -> Option<Foreign> {
    let title = match told.changes.len() {
        0 => return None,
        1 => without_number(&told.changes[0].commit.message.subject).to_owned(),
        _ => {
            match own_branch(repository, window).and_then(words).or_else(|| since(repository, window, all)) {
                Some(what) => conventional(told, &what),
                None => newest(told, all)?,
            }
        }
    };
    Some(Foreign::new(&shortened(&title, &title)))
}

/// The branch that is to be merged, unless it is the one that work starts from.
fn own_branch<'w>(repository: &RepositoryHistory, window: &'w Window) -> Option<&'w str> {
    window.branch.as_deref().filter(|it| repository.default_branch.as_deref() != Some(it))
}

/// `changes since v1.0`, of a range between names that say something.
fn since(repository: &RepositoryHistory, window: &Window, words: &Words) -> Option<String> {
    let (from, to) = match window.request.whole() {
        WindowRequest::Range { from, to } => (Some(from), Some(to)),
        WindowRequest::Branch { base, head } => (base.as_ref(), head.as_ref()),
        _ => return None,
    };
    let default = repository.default_branch.as_deref();
    let is_name = |it: &&String| says_something(it) && it.rsplit('/').next() != default;
    let from = from.filter(is_name)?;
    Some(match to.filter(is_name) {
        Some(to) => words.filled("words.changes_between", &[("from", from), ("to", to)]),
        None => words.filled("words.changes_since", &[("from", from)]),
    })
}

/// Whether a revision is the name of a tag or branch, and no place to be counted out or id.
fn says_something(revision: &str) -> bool {
    let is_id = revision.len() >= 4 && revision.bytes().all(|it| it.is_ascii_hexdigit());
    revision != "HEAD" && !is_id && !revision.contains(['~', '^', '@', ':', '{'])
}

fn newest(told: &Told<'_>, words: &Words) -> Option<String> {
    let kind = leading(told);
    let of_kind = |it: &&Change<'_>| kind.is_none() || it.commit.message.kind.as_deref() == kind;
    let newest = told.changes.iter().rev().find(of_kind)?;
    let others = words.counted(told.changes.len() as u64 - 1, "more_change").unwrap_or_default();
    let others = words.filled("words.and_more", &[("what", &others)]);
    Some(format!("{}, {others}", without_number(&newest.commit.message.subject)))
}

/// Type and scope that the history states, with these words.
fn conventional(told: &Told<'_>, what: &str) -> String {
    let Some(kind) = leading(told) else { return what.to_owned() };
    let of_kind =
        told.changes.iter().map(|it| &it.commit.message).filter(|it| it.kind.as_deref() == Some(kind));
    let scopes: BTreeSet<Option<&str>> = of_kind.map(|it| it.scope.as_deref()).collect();
    let scope = scopes.first().copied().flatten().filter(|_| scopes.len() == 1);
    let scope = scope.map(|it| format!("({it})")).unwrap_or_default();
    let breaks = told.changes.iter().any(|it| it.commit.message.breaking.is_some());
    format!("{kind}{scope}{}: {what}", if breaks { "!" } else { "" })
}

/// The type that says most of the changes: a feature or fix, if there is one, else the most frequent; `None`
/// where most commits have none.
fn leading(told: &Told<'_>) -> Option<&'static str> {
    if !told.is_typed() {
        return None;
    }
    let count =
        |kind: &str| told.changes.iter().filter(|it| it.commit.message.kind.as_deref() == Some(kind)).count();
    let first = ["feat", "fix"].into_iter().find(|it| count(it) > 0);
    first.or_else(|| KINDS.iter().copied().rev().max_by_key(|it| count(it)))
}

/// The words of a branch's last part; `None` where it says nothing.
fn words(branch: &str) -> Option<String> {
    let name = branch.rsplit('/').next().unwrap_or(branch);
    let mut parts = name.split(['-', '_']).filter(|it| !it.is_empty()).peekable();
    let mut words: Vec<String> = Vec::new();
    // `ABC-123-fix-it` begins with the number of a ticket.
    while let Some(part) = parts.next() {
        let is_key = words.is_empty() && part.len() > 1 && part.bytes().all(|it| it.is_ascii_uppercase());
        let number = parts.next_if(|it| is_key && it.bytes().all(|it| it.is_ascii_digit()));
        words.push(number.map_or_else(|| part.to_owned(), |it| format!("{part}-{it}")));
    }
    let says = name.chars().any(char::is_alphabetic) && !matches!(name, "main" | "master" | "trunk" | "HEAD");
    says.then(|| words.join(" "))
}

/// A subject without the number that a forge added to it.
fn without_number(subject: &str) -> &str {
    let number = |it: &str| it.strip_suffix(')').is_some_and(|it| it.parse::<u32>().is_ok());
    subject.rsplit_once(" (#").filter(|it| number(it.1)).map_or(subject, |it| it.0)
}

#[cfg(test)]
mod tests {
    use super::{says_something, words};

    #[test]
    fn a_branch_gives_its_words() {
        assert_eq!(words("feature/show-prices").unwrap(), "show prices");
        assert_eq!(words("me/ABC-123-fix_it").unwrap(), "ABC-123 fix it");
        assert_eq!(words("main"), None);
        assert_eq!(words("x/12-34"), None);
    }

    #[test]
    fn a_tag_says_something_and_a_place_or_an_id_does_not() {
        assert!(says_something("v1.0") && says_something("release/2026-03"));
        assert!(["HEAD", "HEAD~5", "main@{1}", "1a2b3c4d"].iter().all(|it| !says_something(it)));
    }
}
