//! JSON with the place of every value.

use crate::diagnostics::{Diagnostic, Origin, Source};
use serde_json::Value;
use std::ops::Range;
use std::sync::Arc;

/// A value with the bytes that state it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// What sort of value it is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Null,
    Bool,
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// Entries in their order; of two with one name, the last counts.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The entry with this name, if it is there and not null.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Kind::Object(entries) = &self.kind else { return None };
        let found = entries.iter().rev().find(|it| it.0 == name).map(|it| &it.1)?;
        (!matches!(found.kind, Kind::Null)).then_some(found)
    }

    /// What it is called in messages.
    pub(super) fn sort(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool => "true or false",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }
}

/// Reads a whole text, or tells what is wrong with it.
pub(super) fn read(source: &Arc<Source>) -> Result<Node, Diagnostic> {
    // The first reading finds what is wrong, and bounds the depth; the second can rely on that.
    serde_json::from_str::<Value>(&source.text).map_err(|error| {
        let full = error.to_string();
        let said = full.split(" at line ").next().unwrap_or_default();
        let origin = Origin::at_byte(source, error.line(), error.column());
        Diagnostic::error(format!("this is no JSON: {said}")).at(origin)
    })?;
    Ok(Reader { text: &source.text, at: 0 }.value())
}

/// Reads a text that is known to be JSON.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Node {
        self.skip_blank();
        let start = self.at;
        let kind = match self.byte() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => Kind::Text(self.string()),
            _ => self.word(),
        };
        Node { kind, span: start..self.at }
    }

    fn object(&mut self) -> Kind {
        let mut entries = Vec::new();
        while self.goes_on(b'}') {
            let name = self.string();
            self.skip_blank();
            self.at += 1;
            entries.push((name, self.value()));
        }
        Kind::Object(entries)
    }

    fn list(&mut self) -> Kind {
        let mut items = Vec::new();
        while self.goes_on(b']') {
            items.push(self.value());
        }
        Kind::List(items)
    }

    /// Steps over the opening or a comma to the next entry; `false` after the end.
    fn goes_on(&mut self, end: u8) -> bool {
        self.skip_blank();
        if matches!(self.byte(), Some(b'{' | b'[' | b',')) {
            self.at += 1;
            self.skip_blank();
        }
        let is_over = self.byte().is_none_or(|it| it == end);
        if is_over {
            self.at += 1;
        }
        !is_over
    }

    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.byte().filter(|it| *it != b'"') {
            self.at += if byte == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        let written = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_str(written).unwrap_or_default()
    }

    fn word(&mut self) -> Kind {
        let rest = &self.text[self.at..];
        let end = rest.find(|it: char| it.is_ascii_whitespace() || ",]}".contains(it)).unwrap_or(rest.len());
        self.at += end;
        match &rest[..end] {
            "null" => Kind::Null,
            "true" | "false" => Kind::Bool,
            number => Kind::Number(number.to_owned()),
        }
    }

    fn skip_blank(&mut self) {
        while self.byte().is_some_and(|it| it.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_with_their_places() {
        let source = Source::new(
            "x.json",
            "{ \"a\" : [1.10, \"b\\\"\\u00e9\", {}, []], \"a\":{\"n\":null,\"t\":true} } ",
        );
        let root = read(&source).unwrap();
        let Kind::Object(entries) = &root.kind else { panic!("{root:?}") };
        let Kind::List(items) = &entries[0].1.kind else { panic!("{root:?}") };
        assert!(matches!(&items[0].kind, Kind::Number(it) if it == "1.10"));
        assert!(matches!(&items[1].kind, Kind::Text(it) if it == "b\"é"));
        assert_eq!(&source.text[items[1].span.clone()], "\"b\\\"\\u00e9\"");
        assert_eq!(items.len(), 4);
        let last = root.get("a").unwrap();
        assert!(last.get("n").is_none() && last.get("t").is_some());
    }

    #[test]
    fn what_is_no_json_is_told_with_its_line() {
        let problem = read(&Source::new("x.json", "{\n \"a\": nope }")).unwrap_err();
        assert_eq!(problem.origin.unwrap().place().line, 2);
        assert!(read(&Source::new("x.json", "[".repeat(100_000))).is_err());
        assert!(read(&Source::new("x.json", "")).is_err());
    }
}
