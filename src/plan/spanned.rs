//! A value of the plan with the place where it was written.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::ops::{Deref, Range};

/// A value and the bytes of the plan that state it.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Byte offsets into the plan's texts, laid end to end.
    pub span: Range<usize>,
}

thread_local! {
    /// Where the text that is being read starts among those of its plan: a deserializer carries no state.
    static BASE: Cell<usize> = const { Cell::new(0) };
}

/// Reads something whose spans start from `base`.
pub(super) fn with_base<T>(base: usize, read: impl FnOnce() -> T) -> T {
    let before = BASE.replace(base);
    let read = read();
    BASE.set(before);
    read
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_yaml::Spanned::<T>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let start = BASE.get() + offset(span.byte_offset());
        Ok(Self { value: spanned.value, span: start..start + offset(span.byte_len()) })
    }
}

fn offset(bytes: Option<u64>) -> usize {
    bytes.and_then(|it| usize::try_from(it).ok()).unwrap_or(0)
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
