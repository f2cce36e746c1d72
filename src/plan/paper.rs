//! Settings and documents that the work brings in, and free text for rendered documents.

use super::{Count, Id, Spanned};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A setting that the work brings in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its name in code or in a configuration file.
    pub field: Spanned<String>,
    /// What it is for.
    pub about: Option<String>,
    /// The repository whose code reads it; the only one of the plan if unsaid.
    pub repository: Option<Spanned<Id>>,
    /// Its type, as the language of the code writes it.
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["bool", "u64"]))]
    pub kind: String,
    /// The environment variable that sets it.
    #[schemars(extend("examples" = ["RECONCILIATION_ENABLED"]))]
    pub variable: Option<String>,
    /// Its value if nobody sets it.
    pub default: Option<String>,
}

/// A document that belongs to the work, beside those that are rendered.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Names the document in the plan.
    pub id: Spanned<Id>,
    /// Where it is, relative to its repository.
    pub path: Spanned<String>,
    /// The repository; the only one of the plan if unsaid.
    pub repository: Option<Spanned<Id>>,
    /// The kind of rendered document that it is, if it is one.
    #[schemars(extend("examples" = ["master-index"]))]
    pub template: Option<Spanned<String>>,
    /// What it is for.
    pub purpose: String,
    /// The group that it is listed under.
    pub group: Option<String>,
    /// Words that set it apart.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How many pages it has, where someone counted.
    pub pages: Option<Spanned<Count>>,
}

/// Free Markdown, each under the kind of document and the place that it is for, `master-index.introduction`, or under
/// the place alone.
#[derive(Clone, Debug, Default)]
pub struct Slots(Vec<(Spanned<String>, Spanned<String>)>);

impl Slots {
    /// Each slot with its text, in the order of the plan.
    pub fn iter(&self) -> impl Iterator<Item = (&Spanned<String>, &Spanned<String>)> {
        self.0.iter().map(|(slot, text)| (slot, text))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn append(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
    }
}

impl<'de> Deserialize<'de> for Slots {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SlotVisitor)
    }
}

struct SlotVisitor;

impl<'de> Visitor<'de> for SlotVisitor {
    type Value = Slots;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a mapping of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Slots, A::Error> {
        let mut slots = Vec::new();
        while let Some(slot) = map.next_entry()? {
            slots.push(slot);
        }
        Ok(Slots(slots))
    }
}

impl JsonSchema for Slots {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Slots".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "additionalProperties": { "type": "string" },
            "examples": [{ "master-index.introduction": "Read this first." }],
        })
    }
}
