//! How many: an exact number, a range, or at least so many.

use super::{Interval, Malformed, thousands};
use crate::diagnostics::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

/// How many: `24`, `5-7` or `50+`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Count {
    /// Both ends; equal ends for an exact number.
    pub range: Interval,
    /// Whether there may be more than the upper end.
    pub open: bool,
}

/// More than anybody counts; keeps sums far from overflow.
const MOST: u64 = 1_000_000_000;

impl Count {
    /// An exact number.
    pub fn exact(number: u64) -> Self {
        Self { range: Interval::exact(number), open: false }
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, it| Self { range: sum.range + it.range, open: sum.open || it.open })
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { min, max } = self.range;
        match self.open {
            true => write!(formatter, "{}+", thousands(min)),
            false if min == max => formatter.write_str(&thousands(min)),
            false => write!(formatter, "{}-{}", thousands(min), thousands(max)),
        }
    }
}

impl TryFrom<String> for Count {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl FromStr for Count {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bad =
            || Malformed::new(Code::BadCount, format!("`{text}` is no count"), "write `24`, `5-7` or `50+`");
        let read = |it: &str| it.trim().replace(',', "").parse::<u64>().ok().filter(|it| *it <= MOST);
        if let Some(least) = text.trim().strip_suffix('+') {
            let least = read(least).ok_or_else(bad)?;
            return Ok(Self { range: Interval::exact(least), open: true });
        }
        let (low, high) = text.split_once(['-', '–']).unwrap_or((text, text));
        let (min, max) = read(low).zip(read(high)).ok_or_else(bad)?;
        if min > max {
            let message = format!("the range `{text}` is upside down");
            let hint = format!("the lesser end comes first: `{}-{}`", high.trim(), low.trim());
            return Err(Malformed::new(Code::UpsideDown, message, hint));
        }
        Ok(Self { range: Interval { min, max }, open: false })
    }
}

impl JsonSchema for Count {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "integer"],
            "format": "count",
            "pattern": "^ *[0-9][0-9,]*( *[-–] *[0-9][0-9,]*| *\\+)? *$",
            "minimum": 0,
            "examples": [24, "5-7", "50+"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_end_by_end_and_stay_open() {
        let sum =
            |texts: &[&str]| texts.iter().map(|it| it.parse::<Count>().unwrap()).sum::<Count>().to_string();
        assert_eq!(sum(&["5-7", "4-5", "5-6", "3-4"]), "17-22");
        assert_eq!(sum(&["5", "5", "5", "5", "4"]), "24");
        assert_eq!(sum(&["1,200", "50+"]), "1,250+");
    }

    #[test]
    fn what_is_no_count_is_refused() {
        for text in ["", "-", "7-5", "many", "5-", "+", "-3", "99999999999"] {
            assert!(text.parse::<Count>().is_err(), "{text}");
        }
    }
}
