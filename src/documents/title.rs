//! The title of a pull request that nobody wrote one for.

use super::listing::Told;
use super::text::Foreign;
use super::work::{KINDS, shortened};
use std::collections::BTreeSet;

/// The subject of the only change; of several, type and scope that the history states with the words of the
/// branch. Without a branch of its own, the newest feature, fix or other change names them all.
pub(super) fn proposed(told: &Told<'_>, branch: Option<&str>) -> Option<Foreign> {
    title(told, branch).map(|it| Foreign::new(&shortened(&it, &it)))
}

fn title(told: &Told<'_>, branch: Option<&str>) -> Option<String> {
    let subject = |at: usize| told.changes[at].commit.message.subject.as_str();
    match told.changes.len() {
        0 => return None,
        1 => return Some(without_number(subject(0)).to_owned()),
        _ => {}
    }
    let kind = leading(told);
    let Some(words) = branch.and_then(words) else {
        let of_kind = |at: &usize| kind.is_none() || told.changes[*at].commit.message.kind.as_deref() == kind;
        let newest = (0..told.changes.len()).rev().find(of_kind)?;
        return Some(without_number(subject(newest)).to_owned());
    };
    let Some(kind) = kind else { return Some(words) };
    let of_kind =
        told.changes.iter().map(|it| &it.commit.message).filter(|it| it.kind.as_deref() == Some(kind));
    let scopes: BTreeSet<Option<&str>> = of_kind.map(|it| it.scope.as_deref()).collect();
    let scope = scopes.first().copied().flatten().filter(|_| scopes.len() == 1);
    let scope = scope.map(|it| format!("({it})")).unwrap_or_default();
    let breaks = told.changes.iter().any(|it| it.commit.message.breaking.is_some());
    Some(format!("{kind}{scope}{}: {words}", if breaks { "!" } else { "" }))
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
    use super::words;

    #[test]
    fn a_branch_gives_its_words() {
        assert_eq!(words("feature/show-prices").unwrap(), "show prices");
        assert_eq!(words("me/ABC-123-fix_it").unwrap(), "ABC-123 fix it");
        assert_eq!(words("main"), None);
        assert_eq!(words("x/12-34"), None);
    }
}
