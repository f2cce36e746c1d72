//! How far something is, in the words that people use for it.

use super::Malformed;
use crate::diagnostics::{Code, nearest};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// How far something is, as its author states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Stated {
    /// Not begun.
    Todo,
    /// Begun.
    Active,
    /// Waits for something else.
    Blocked,
    /// Over.
    Done,
    /// Left out for good.
    Skipped,
    /// Left for later.
    Deferred,
    /// Tried, without success.
    Failed,
}

/// Every accepted spelling, the first of each the usual one. Case, brackets, spaces and `-` do not matter.
const SPELLINGS: [(Stated, &[&str]); 7] = [
    (Stated::Todo, &["todo", "open", "pending", "planning", "planned", "ready", "not_started", "⏳", "[ ]"]),
    (Stated::Active, &["active", "in_progress", "partial", "started", "🔄", "🚀"]),
    (Stated::Blocked, &["blocked", "waiting", "⏸️"]),
    (Stated::Done, &["done", "complete", "completed", "approved", "✅", "[x]"]),
    (Stated::Skipped, &["skipped", "⏭️"]),
    (Stated::Deferred, &["deferred", "later"]),
    (Stated::Failed, &["failed", "❌"]),
];

impl Stated {
    /// Whether nothing is left to do.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Skipped)
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spelling = SPELLINGS.iter().find(|it| it.0 == *self).map_or("", |it| it.1[0]);
        formatter.write_str(spelling)
    }
}

impl TryFrom<String> for Stated {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl FromStr for Stated {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let plain = |it: &str| it.trim_matches(['[', ']']).trim().to_lowercase().replace([' ', '-'], "_");
        let word = plain(text);
        let found = SPELLINGS.iter().find(|it| it.1.iter().any(|it| plain(it) == word));
        let usual = SPELLINGS.iter().map(|it| it.1[0]);
        found.map(|it| it.0).ok_or_else(|| {
            let hint = match nearest(&word, SPELLINGS.iter().flat_map(|it| it.1).copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", usual.collect::<Vec<_>>().join(", ")),
            };
            Malformed::new(Code::BadStatus, format!("`{text}` is no status"), hint)
        })
    }
}

/// A pattern that takes a word with letters of either case.
fn either_case(word: &str) -> String {
    let letter = |it: char| match it {
        '_' => "[ _-]".to_owned(),
        it if it.is_ascii_alphabetic() => format!("[{}{}]", it.to_ascii_uppercase(), it),
        it => it.to_string(),
    };
    word.trim_matches(['[', ']']).chars().map(letter).collect()
}

impl JsonSchema for Stated {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Stated".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<String> = SPELLINGS.iter().flat_map(|it| it.1).map(|it| either_case(it)).collect();
        let usual: Vec<&str> = SPELLINGS.iter().map(|it| it.1[0]).collect();
        json_schema!({
            "type": "string",
            "format": "status",
            "pattern": format!("^\\[? *({}) *\\]?$", words.join("|")),
            "examples": usual,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_people_use_are_read() {
        for (text, status) in [
            ("IN_PROGRESS", Stated::Active),
            ("[in_progress]", Stated::Active),
            ("Not Started", Stated::Todo),
            ("[ ]", Stated::Todo),
            ("[X]", Stated::Done),
            ("COMPLETED", Stated::Done),
            ("✅", Stated::Done),
            ("Deferred", Stated::Deferred),
        ] {
            assert_eq!(text.parse(), Ok(status), "{text}");
        }
        assert!("maybe".parse::<Stated>().is_err());
    }
}
