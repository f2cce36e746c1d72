//! Text that somebody else wrote, marked so that it can only be printed escaped for its place.
//!
//! A serialised text stands between two noncharacters, which no text can hold once it is cleaned.
//! They travel with it through whatever a template does, until the renderer escapes what they enclose.

use crate::diagnostics::clean_block;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// Opens text that came from git.
pub const FOREIGN_OPENS: char = '\u{fdd0}';
/// Closes text that came from git.
pub const FOREIGN_CLOSES: char = '\u{fdd1}';
/// Opens inline Markdown of a plan.
pub const PROSE_OPENS: char = '\u{fdd2}';
/// Closes inline Markdown of a plan.
pub const PROSE_CLOSES: char = '\u{fdd3}';

/// Text that came from git: it is shown as it is, and does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign(String);

/// Inline Markdown that the author of a plan wrote: code, emphasis and links work, structure does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose(String);

impl Foreign {
    /// Cleans a text and marks it.
    pub fn new(text: &str) -> Self {
        Self(clean_block(text))
    }

    /// The text, without marks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Prose {
    /// Cleans a text and marks it.
    pub fn new(text: &str) -> Self {
        Self(clean_block(text))
    }

    /// The text, without marks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Foreign {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{FOREIGN_OPENS}{}{FOREIGN_CLOSES}", self.0))
    }
}

impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{PROSE_OPENS}{}{PROSE_CLOSES}", self.0))
    }
}

impl JsonSchema for Foreign {
    fn schema_name() -> Cow<'static, str> {
        "text from git".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "text from git" })
    }
}

impl JsonSchema for Prose {
    fn schema_name() -> Cow<'static, str> {
        "text of the plan".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "text of the plan" })
    }
}
