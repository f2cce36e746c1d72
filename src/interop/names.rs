//! Ids from names that others chose.

use crate::plan::Id;
use std::collections::HashMap;

/// Longest id that is made; leaves room for a number behind it.
const LONGEST: usize = 56;

/// Words that an id is made of, at most.
const WORDS: usize = 5;

/// Longest number of a list.
const LONGEST_NUMBER: usize = 12;

/// Ids that are given already. Letters of either case count as the same, since ids become names of files.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each with the number that the next like it gets.
    given: HashMap<String, usize>,
}

impl Names {
    /// An id like this name; with a number behind it if it is given already.
    pub(super) fn give(&mut self, name: &str, otherwise: &str) -> String {
        let fitting = fit(name).unwrap_or_else(|| otherwise.to_owned());
        let lower = fitting.to_lowercase();
        let Some(&(mut number)) = self.given.get(&lower) else {
            self.given.insert(lower, 2);
            return fitting;
        };
        while self.given.contains_key(&format!("{lower}-{number}")) {
            number += 1;
        }
        self.given.insert(format!("{lower}-{number}"), 2);
        self.given.insert(lower, number + 1);
        format!("{fitting}-{number}")
    }
}

/// The name as an id, each run of other letters a `-`; `None` if nothing is left of it.
pub(super) fn fit(name: &str) -> Option<String> {
    let mut id = String::new();
    for letter in name.chars() {
        match letter {
            it if it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-') => id.push(it),
            _ if id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    let id = id.trim_start_matches(['.', '_', '-']);
    let id: String = id.chars().take(LONGEST).collect();
    let id = id.trim_end_matches(['.', '-']).to_owned();
    id.parse::<Id>().is_ok().then_some(id)
}

/// An id in small letters from the first words of a sentence; `None` if it has none.
pub(super) fn slug(text: &str) -> Option<String> {
    let words = text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| it.chars().any(|it| it.is_ascii_alphanumeric()));
    let words: Vec<String> = words.take(WORDS).map(str::to_lowercase).collect();
    fit(&words.join("-"))
}

/// The number that a title opens with, and the rest: `1.2 Data`, `T7: Data`, `API-3 - Data`.
pub(super) fn numbered(title: &str) -> Option<(&str, &str)> {
    opening(title).filter(|(first, _)| first.len() <= LONGEST_NUMBER && is_number(first))
}

/// The id that a title opens with, as we write them, and the rest: `2A: Data`.
pub(super) fn named(title: &str) -> Option<(&str, &str)> {
    let (first, rest) = title.split_once(": ")?;
    let fits = first.parse::<Id>().is_ok() && !rest.trim().is_empty();
    fits.then(|| (first, rest.trim()))
}

/// The first word, without what parts it from the rest, and the rest.
fn opening(title: &str) -> Option<(&str, &str)> {
    let (first, rest) = title.split_once(char::is_whitespace)?;
    let rest = rest.trim_start().trim_start_matches(['-', '–', '—', ':']).trim_start();
    (!rest.is_empty()).then_some((first.trim_end_matches([':', '.', ')']), rest))
}

/// Whether a word is a number of a list: `1.2`, `3.`, `T001`, `API-12`, but not `3` alone, which counts something.
fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|it: char| it.is_ascii_uppercase()).trim_start_matches('-');
    let number = digits.split('.').all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    number && (digits.len() < word.len() || word.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_that_differ() {
        let mut names = Names::default();
        assert_eq!(names.give("Phase 2: the API!", "x"), "Phase-2-the-API");
        assert_eq!(names.give("phase 2 the api", "x"), "phase-2-the-api-2");
        assert_eq!(names.give("日本", "task-3"), "task-3");
        assert_eq!(names.give("..", "task-3"), "task-3-2");
        assert_eq!(names.give("task-3-3", "x"), "task-3-3");
        assert_eq!(names.give("Task-3", "x"), "Task-3-4");
        assert!(names.give(&"long ".repeat(40), "x").len() <= 64);
    }

    #[test]
    fn numbers_of_lists_are_ids_and_counted_things_are_not() {
        assert_eq!(numbered("1.2 Write it"), Some(("1.2", "Write it")));
        assert_eq!(numbered("T001 Write it"), Some(("T001", "Write it")));
        assert_eq!(numbered("2.1. Data services"), Some(("2.1", "Data services")));
        assert_eq!(numbered("API-12 - Answer"), Some(("API-12", "Answer")));
        for text in
            ["3 parsers are slow", "HTTP answers", "fix: the parser", "IPv6 works", "1.2", "1..2 x", ". x"]
        {
            assert_eq!(numbered(text), None, "{text}");
        }
        assert_eq!(named("final: the end"), Some(("final", "the end")));
        assert_eq!(named("the end: at last"), None);
    }

    #[test]
    fn sentences_become_short_ids() {
        assert_eq!(slug("Write the **big** parser, then rest").as_deref(), Some("write-the-big-parser-then"));
        assert_eq!(slug("…"), None);
    }
}
