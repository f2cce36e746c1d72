//! A text that a user wrote, and places in it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text with the name under which the user knows it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// A path as the user would write it, or a name such as `<command line>`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// A span of bytes in a [`Source`].
#[derive(Clone, PartialEq, Eq)]
pub struct Origin {
    /// The text.
    pub source: Arc<Source>,
    /// Byte offsets, start inclusive, end exclusive.
    pub span: Range<usize>,
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First line is 1.
    pub line: usize,
    /// First column is 1; counts characters.
    pub column: usize,
}

impl Source {
    /// Wraps a text so that origins can share it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }
}

impl Origin {
    /// Points at a span of bytes, moved inward to character borders and the end of the text.
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let text = &source.text;
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
        Self { source: Arc::clone(source), span: start..end }
    }

    /// Line and column of the start.
    pub fn place(&self) -> Place {
        let before = &self.source.text[..self.span.start];
        let line_start = before.rfind('\n').map_or(0, |it| it + 1);
        Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// The text of the span.
    pub fn text(&self) -> &str {
        &self.source.text[self.span.clone()]
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column } = self.place();
        write!(formatter, "{}:{line}:{column}", self.source.name)
    }
}
