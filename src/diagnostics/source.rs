//! A text that a user wrote, and places in it.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text with the name under which the user knows it.
#[derive(Debug, Default)]
pub struct Source {
    /// A path as the user would write it, or a name such as `<command line>`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Where its lines start; found when the first place is asked for.
    lines: OnceLock<Vec<usize>>,
}

/// Texts laid end to end, so that one offset names a place in any of them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Each text with the offset of its first byte.
    texts: Vec<(usize, Arc<Source>)>,
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
        Arc::new(Self { name: name.into(), text: text.into(), lines: OnceLock::new() })
    }

    /// The offset at which a line starts; the first line is 0.
    pub(super) fn line_start(&self, line: usize) -> usize {
        self.lines().get(line).copied().unwrap_or(self.text.len())
    }

    /// The line that an offset is in; the first is 0.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.lines().partition_point(|it| *it <= offset).saturating_sub(1)
    }

    fn lines(&self) -> &[usize] {
        let after = |(at, _): (usize, &str)| at + 1;
        self.lines
            .get_or_init(|| std::iter::once(0).chain(self.text.match_indices('\n').map(after)).collect())
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }
}

impl Eq for Source {}

impl Sources {
    /// Adds a text and gives the offset of its first byte.
    pub fn add(&mut self, source: &Arc<Source>) -> usize {
        let end = |(base, last): &(usize, Arc<Source>)| base + last.text.len() + 1;
        let base = self.texts.last().map_or(0, end);
        self.texts.push((base, Arc::clone(source)));
        base
    }

    /// The place of a span, in the text that holds it.
    pub fn origin(&self, span: &Range<usize>) -> Origin {
        let at = self.texts.partition_point(|it| it.0 <= span.start).saturating_sub(1);
        match self.texts.get(at) {
            Some((base, source)) => Origin::new(source, span.start - base..span.end.max(span.start) - base),
            None => Origin::new(&Arc::default(), 0..0),
        }
    }

    /// Where a place is among all texts, for sorting.
    pub fn place(&self, origin: &Origin) -> usize {
        let base = self.texts.iter().find(|it| Arc::ptr_eq(&it.1, &origin.source)).map_or(0, |it| it.0);
        base + origin.span.start
    }

    /// The texts, the first first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.texts.iter().map(|it| &it.1)
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

    /// Points at the byte at a line and column as JSON readers count them: from one, in bytes.
    pub fn at_byte(source: &Arc<Source>, line: usize, column: usize) -> Self {
        let before: usize =
            source.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let offset = before + column.saturating_sub(1);
        Self::new(source, offset..offset + 1)
    }

    /// Line and column of the start.
    pub fn place(&self) -> Place {
        let line = self.source.line_of(self.span.start);
        let before = &self.source.text[self.source.line_start(line)..self.span.start];
        Place { line: line + 1, column: before.chars().count() + 1 }
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
