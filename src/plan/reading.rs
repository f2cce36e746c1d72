//! Finds a measured value in the output of a command.

use super::measure::is_unit;
use super::{Malformed, Quantity};
use crate::diagnostics::Code;
use std::str::FromStr;

/// A text with one hole for a value: `p50: {} ms`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    before: String,
    after: String,
}

impl Reading {
    /// The value in the last place of a line where the text fits.
    ///
    /// A number without a unit has the one that the text names after it, or else that of the limit.
    pub fn find(&self, line: &str, limit: &Quantity) -> Option<Quantity> {
        if self.before.is_empty() {
            return self.at(line, limit);
        }
        let starts = line.rmatch_indices(&self.before).map(|(at, found)| at + found.len());
        starts.map(|it| &line[it..]).find_map(|it| self.at(it, limit))
    }

    /// The value in a line that goes on after the first half of the text.
    fn at(&self, rest: &str, limit: &Quantity) -> Option<Quantity> {
        let place = match (self.before.is_empty(), self.after.is_empty()) {
            (false, false) => return self.quantity(&rest[..rest.find(&self.after)?], limit),
            (false, true) => Place::Start(rest),
            (true, false) => Place::End(&rest[..rest.rfind(&self.after)?]),
            (true, true) => return self.quantity(rest, limit),
        };
        let with_unit = self.quantity(&place.words(2), limit).filter(|it| it.compare(limit).is_some());
        with_unit.or_else(|| self.quantity(&place.words(1), limit))
    }

    fn quantity(&self, text: &str, limit: &Quantity) -> Option<Quantity> {
        let quantity: Quantity = text.trim().trim_end_matches([',', ';', '.']).parse().ok()?;
        if !quantity.unit.is_empty() || quantity.compare(limit).is_some() {
            return Some(quantity);
        }
        let follows = self.after.trim_start();
        let end = follows.find(|it: char| it.is_whitespace() || ",;:)]}\"'".contains(it));
        let named = &follows[..end.unwrap_or(follows.len())];
        let in_unit = |unit: &str| Quantity { unit: unit.to_owned(), value: quantity.value };
        if is_unit(named) || in_unit(named).compare(limit).is_some() {
            return Some(in_unit(named));
        }
        let is_ratio = limit.unit.starts_with(|it: char| it.is_ascii_digit());
        Some(if is_ratio { quantity } else { in_unit(&limit.unit) })
    }
}

/// Where a value without a border on one side stands.
enum Place<'a> {
    Start(&'a str),
    End(&'a str),
}

impl Place<'_> {
    fn words(&self, count: usize) -> String {
        match self {
            Self::Start(text) => text.split_whitespace().take(count).collect(),
            Self::End(text) => {
                let mut words: Vec<&str> = text.split_whitespace().rev().take(count).collect();
                words.reverse();
                words.concat()
            }
        }
    }
}

impl FromStr for Reading {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        match text.split_once("{}") {
            Some((before, after)) if !after.contains("{}") && !text.contains('\n') => {
                Ok(Self { before: before.to_owned(), after: after.to_owned() })
            }
            _ => {
                let message = format!("`{text}` does not have exactly one `{{}}` for a value");
                let hint = "write what a line of the output says around the value: `p50: {} ms`";
                Err(Malformed::new(Code::BadMeasure, message, hint))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(reads: &str, line: &str, limit: &str) -> String {
        let reading: Reading = reads.parse().unwrap();
        let value = reading.find(line, &limit.parse().unwrap());
        value.map_or_else(|| "none".to_owned(), |it| it.to_string())
    }

    #[test]
    fn a_value_is_found_between_texts() {
        assert_eq!(found("p50: {} ms", "[bench] p50: 1.25 ms, p99: 7 ms", "2 ms"), "1.25 ms");
        assert_eq!(found("p50: {} us", "p50: 1250 us", "2 ms"), "1250 us");
        assert_eq!(found("({} of", "ok (41/41 of all)", "100%"), "41/41");
        assert_eq!(found("p50: {} ms", "p50: fast ms", "2 ms"), "none");
        assert_eq!(found("p50: {} ms", "p99: 1 ms", "2 ms"), "none");
    }

    #[test]
    fn a_value_at_the_border_of_a_text_is_a_word_or_two() {
        assert_eq!(found("p50: {}", "p50: 1.25 ms (n=3)", "2 ms"), "1.25 ms");
        assert_eq!(found("coverage={}", "coverage=83.4%.", "80%"), "83.4%");
        assert_eq!(found("{} passed", "test result: ok. 41 passed; 0 failed", "40"), "41");
        assert_eq!(found("{} total", "it took 1.5 s total", "2 s"), "1.5 s");
        assert_eq!(found("{}", " 7 ", "2 ms"), "7 ms");
    }

    #[test]
    fn a_number_takes_the_unit_of_the_text_or_the_limit() {
        assert_eq!(found("\"p50\": {},", "{\"p50\": 1.25, \"p99\": 7}", "2 ms"), "1.25 ms");
        assert_eq!(found("{} %", "83 %", "80%"), "83%");
        assert_eq!(found("{} orders", "1200 orders", "1000 /s"), "1200 /s");
        assert_eq!(found("{} MB", "3 MB", "2 ms"), "3 MB", "a unit that does not fit is not invented");
    }

    #[test]
    fn the_last_place_of_a_line_counts() {
        assert_eq!(found("p50 {} ms", "p50 9 ms, then p50 8 ms", "2 ms"), "8 ms");
    }

    #[test]
    fn there_is_exactly_one_hole() {
        for text in ["p50", "", "{} {}", "{ }", "a\n{}"] {
            assert!(text.parse::<Reading>().is_err(), "{text}");
        }
    }
}
