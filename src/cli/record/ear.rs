//! Listens to the output of a command: what must be in it, the value that it says, its last lines.

use crate::diagnostics::clean_block;
use crate::plan::{Quantity, Reading};
use std::collections::VecDeque;

/// Most lines that are kept.
const LINES: usize = 40;

/// Most bytes that are kept.
const BYTES: usize = 4 * 1024;

/// Longest line that is looked at in one piece; a longer one counts as several.
const LONGEST: usize = 64 * 1024;

/// What to listen for, and what was heard so far. No more than one line and the end are held.
pub(super) struct Ear<'a> {
    literal: Option<&'a str>,
    reading: Option<(&'a Reading, &'a Quantity)>,
    /// Shows each line as it is complete.
    show: &'a dyn Fn(&str),
    line: Vec<u8>,
    heard: Heard,
}

/// What was heard.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// Whether the text that must be there was there.
    pub(super) found: bool,
    /// The last value that was read.
    pub(super) value: Option<Quantity>,
    /// The last lines, cleaned.
    pub(super) tail: VecDeque<String>,
}

impl<'a> Ear<'a> {
    /// Listens for a text, and for a value in the unit of its limit.
    pub(super) fn new(
        literal: Option<&'a str>,
        reading: Option<(&'a Reading, &'a Quantity)>,
        show: &'a dyn Fn(&str),
    ) -> Self {
        Self { literal, reading, show, line: Vec::new(), heard: Heard::default() }
    }

    /// Takes the next bytes.
    pub(super) fn hear(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte == b'\n' || self.line.len() >= LONGEST {
                self.end_line();
            }
            if *byte != b'\n' {
                self.line.push(*byte);
            }
        }
    }

    /// Everything that was heard.
    pub(super) fn finish(mut self) -> Heard {
        if !self.line.is_empty() {
            self.end_line();
        }
        while self.heard.tail.back().is_some_and(String::is_empty) {
            self.heard.tail.pop_back();
        }
        self.heard
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        self.heard.found |= self.literal.is_some_and(|it| line.contains(it));
        let value = self.reading.and_then(|(reading, limit)| reading.find(&line, limit));
        self.heard.value = value.or_else(|| self.heard.value.take());
        (self.show)(&line);
        let cleaned = clean_block(&line);
        if cleaned.is_empty() {
            self.keep("");
        }
        cleaned.lines().for_each(|it| self.keep(it));
    }

    fn keep(&mut self, line: &str) {
        let tail = &mut self.heard.tail;
        tail.push_back(line[line.ceil_char_boundary(line.len().saturating_sub(BYTES - 1))..].to_owned());
        let size = |tail: &VecDeque<String>| tail.iter().map(|it| it.len() + 1).sum::<usize>();
        while tail.len() > LINES || size(tail) > BYTES {
            tail.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(output: &[u8]) -> Heard {
        let reading: Reading = "p50: {} ms".parse().unwrap();
        let limit: Quantity = "2 ms".parse().unwrap();
        let mut ear = Ear::new(Some("7/7 healthy"), Some((&reading, &limit)), &|_| {});
        output.chunks(7).for_each(|it| ear.hear(it));
        ear.finish()
    }

    #[test]
    fn a_text_and_the_last_value_are_found_across_chunks() {
        let heard = heard(b"p50: 9 ms\nall 7/7 healthy now\np50: 1.5 ms\nthe end");
        assert!(heard.found);
        assert_eq!(heard.value.unwrap().to_string(), "1.5 ms");
        assert_eq!(heard.tail, ["p50: 9 ms", "all 7/7 healthy now", "p50: 1.5 ms", "the end"]);
    }

    #[test]
    fn the_end_is_kept_within_its_bounds_and_cleaned() {
        let tail = heard(&b"a line\n".repeat(100_000)).tail;
        assert_eq!((tail.len(), tail[39].as_str()), (LINES, "a line"));
        let tail = heard(&vec![b'x'; 1_000_000]).tail;
        assert!(tail.iter().map(|it| it.len() + 1).sum::<usize>() <= BYTES, "{}", tail.len());
        let tail = heard("a\u{1b}[2J\u{1b}]0;x\u{7}b\u{202e}\r\nc\rd\n\n\n".as_bytes()).tail;
        assert_eq!(tail, ["a␛[2J␛]0;x\u{fffd}b", "c", "d"]);
        assert_eq!(heard(b"\xff\xfe").tail, ["\u{fffd}\u{fffd}"]);
    }
}
