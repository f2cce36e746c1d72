//! Names that plans, file names and commit trailers share.

use super::Malformed;
use crate::diagnostics::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// A name made of letters, digits, `.`, `_` and `-`, at most 64, that starts with a letter or digit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Id(String);

impl Id {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Id {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl FromStr for Id {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let starts = text.starts_with(|it: char| it.is_ascii_alphanumeric());
        let fits = text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'));
        if starts && fits && text.len() <= 64 && !text.ends_with('.') {
            return Ok(Self(text.to_owned()));
        }
        let hint = "write at most 64 letters, digits, `.`, `_` or `-`, and start with a letter or digit";
        Err(Malformed::new(Code::BadId, format!("`{text}` is no id"), hint))
    }
}

impl JsonSchema for Id {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "number"],
            "format": "id",
            "pattern": "^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$",
            "examples": ["2A", "order-service", "1.5"],
        })
    }
}
