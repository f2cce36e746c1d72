//! A project's mailmap: the names and addresses that people go by now, by git's own rules.

use super::Person;
use super::changes::Comparer;
use super::oid::Oid;
use super::store::{Error, Kind};
use std::collections::HashMap;

/// What a project's `.mailmap` says.
#[derive(Debug, Default)]
pub(super) struct Mailmap {
    /// By the address that stands in commits, in lower case.
    by_email: HashMap<String, Entry>,
}

/// What is said of one address.
#[derive(Debug, Default)]
struct Entry {
    anyone: Proper,
    /// By the name that stands in commits, in lower case.
    by_name: HashMap<String, Proper>,
}

/// The name and address to show; `None` keeps what the commit has.
#[derive(Debug, Default)]
struct Proper {
    name: Option<String>,
    email: Option<String>,
}

impl Mailmap {
    /// The mailmap that is committed: it belongs to the head, so that the same commits give the same names.
    pub(super) fn of(comparer: &Comparer<'_>, head: Option<Oid>) -> Self {
        let text = |head: Oid| -> Result<Option<String>, Error> {
            let Some(entry) = comparer.trees().at(comparer.tree(head)?, b".mailmap")? else {
                return Ok(None);
            };
            let data = comparer.repository().read(entry.id, Kind::Blob)?;
            Ok(Some(String::from_utf8_lossy(&data).into_owned()))
        };
        head.and_then(|it| text(it).ok().flatten()).map_or_else(Self::default, |it| Self::parse(&it))
    }

    fn parse(text: &str) -> Self {
        let mut mailmap = Self::default();
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            mailmap.add(line);
        }
        mailmap
    }

    /// `Name <mail>`, `Name <mail> <mail in commits>` or `Name <mail> Name in commits <mail in commits>`.
    fn add(&mut self, line: &str) {
        let Some((name, email, rest)) = person(line).filter(|it| !it.1.is_empty()) else { return };
        let proper = |email| Proper { name: (!name.is_empty()).then(|| name.to_owned()), email };
        let (known, old, proper) = match person(rest) {
            Some((known, old, _)) => (known, old, proper(Some(email.to_owned()))),
            None => ("", email, proper(None)),
        };
        let entry = self.by_email.entry(old.to_ascii_lowercase()).or_default();
        let target = if known.is_empty() {
            &mut entry.anyone
        } else {
            entry.by_name.entry(known.to_ascii_lowercase()).or_default()
        };
        target.name = proper.name.or(target.name.take());
        target.email = proper.email.or(target.email.take());
    }

    /// The person whom a commit means.
    pub(super) fn resolve(&self, person: Person) -> Person {
        let Some(entry) = self.by_email.get(&person.email.to_ascii_lowercase()) else { return person };
        let proper = entry.by_name.get(&person.name.to_ascii_lowercase()).unwrap_or(&entry.anyone);
        Person {
            name: proper.name.clone().unwrap_or(person.name),
            email: proper.email.clone().unwrap_or(person.email),
        }
    }
}

/// A name, an address in angle brackets, and what follows.
pub(super) fn person(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    Some((name.trim(), email, rest))
}
