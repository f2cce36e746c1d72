//! Measured values, and the limits that they must keep.

use super::Malformed;
use crate::diagnostics::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A number with a unit: `1.5 ms`, `83.4%`, `1000 /s`; or a ratio: `41/41`.
#[derive(Clone, Debug, PartialEq, Deserialize, serde::Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quantity {
    /// The number; percent for a ratio.
    pub value: f64,
    /// The unit as written; the ratio itself for a ratio; may be empty.
    pub unit: String,
}

/// How a value must relate to its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Comparison {
    AtMost,
    LessThan,
    AtLeast,
    GreaterThan,
    Equal,
}

/// A limit: `p50 <= 1.5 ms`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Measure {
    /// What is measured.
    pub metric: String,
    /// How the value must relate to the limit.
    pub comparison: Comparison,
    /// The limit.
    pub limit: Quantity,
}

/// Units that convert into each other, with what one of them is in the smallest.
const FAMILIES: [&[(&str, f64)]; 3] = [
    &[("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("min", 6e10), ("h", 3.6e12)],
    &[
        ("B", 1.0),
        ("kB", 1e3),
        ("KB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("KiB", 1024.0),
        ("MiB", 1_048_576.0),
        ("GiB", 1_073_741_824.0),
    ],
    &[("%", 1.0)],
];

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [(&str, Comparison); 8] = [
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("==", Comparison::Equal),
    ("≤", Comparison::AtMost),
    ("≥", Comparison::AtLeast),
    ("<", Comparison::LessThan),
    (">", Comparison::GreaterThan),
    ("=", Comparison::Equal),
];

impl Quantity {
    /// Compares two values; `None` if their units do not convert into each other.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let (own, others) = (self.kind(), other.kind());
        if own == others {
            return self.value.partial_cmp(&other.value);
        }
        let family = FAMILIES.iter().find(|it| it.iter().any(|it| it.0 == own))?;
        let factor = |unit: &str| family.iter().find(|it| it.0 == unit).map(|it| it.1);
        (self.value * factor(own)?).partial_cmp(&(other.value * factor(others)?))
    }

    /// How much less it is than `before`, in percent; `None` if the units do not fit.
    pub fn less_than(&self, before: &Self) -> Option<f64> {
        let own = self.in_unit_of(before)?;
        (before.value != 0.0).then(|| (before.value - own) * 100.0 / before.value)
    }

    /// Its number in the unit of another.
    fn in_unit_of(&self, other: &Self) -> Option<f64> {
        let (own, others) = (self.kind(), other.kind());
        if own == others {
            return Some(self.value);
        }
        let family = FAMILIES.iter().find(|it| it.iter().any(|it| it.0 == own))?;
        let factor = |unit: &str| family.iter().find(|it| it.0 == unit).map(|it| it.1);
        Some(self.value * factor(own)? / factor(others)?)
    }

    /// The unit that it compares by.
    fn kind(&self) -> &str {
        if is_ratio(&self.unit) { "%" } else { &self.unit }
    }
}

/// What a unit may have beside letters and digits: nothing that means anything in Markdown.
const SYMBOLS: &str = "%‰/°·^-€$£";

/// Whether a word is a unit that converts into others.
pub(super) fn is_unit(word: &str) -> bool {
    FAMILIES.iter().flat_map(|it| *it).any(|it| it.0 == word)
}

fn is_ratio(unit: &str) -> bool {
    unit.split_once('/').is_some_and(|(passed, _)| passed.parse::<f64>().is_ok())
}

impl Measure {
    /// Whether a value keeps the limit; `None` if the units do not fit.
    pub fn holds(&self, actual: &Quantity) -> Option<bool> {
        let order = actual.compare(&self.limit)?;
        Some(match self.comparison {
            Comparison::AtMost => order.is_le(),
            Comparison::LessThan => order.is_lt(),
            Comparison::AtLeast => order.is_ge(),
            Comparison::GreaterThan => order.is_gt(),
            Comparison::Equal => order.is_eq(),
        })
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AtMost => "≤",
            Self::LessThan => "<",
            Self::AtLeast => "≥",
            Self::GreaterThan => ">",
            Self::Equal => "=",
        })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit.as_str() {
            "" => write!(formatter, "{}", self.value),
            unit if is_ratio(unit) => formatter.write_str(unit),
            "%" => write!(formatter, "{}%", self.value),
            unit => write!(formatter, "{} {unit}", self.value),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.metric, self.comparison, self.limit)
    }
}

impl FromStr for Quantity {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bad = || {
            let message = format!("`{text}` is no measured value");
            Malformed::new(Code::BadMeasure, message, "write it as `1.5 ms`, `83.4%` or `41/41`")
        };
        let compact: String = text.chars().filter(|it| !it.is_whitespace()).collect();
        if let Some((passed, total)) = compact.split_once('/')
            && let (Ok(passed), Ok(total)) = (passed.parse::<u32>(), total.parse::<u32>())
        {
            let value =
                if total == 0 { return Err(bad()) } else { f64::from(passed) * 100.0 / f64::from(total) };
            return Ok(Self { value, unit: compact });
        }
        let number = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '-' | '+');
        let end = compact.find(|it| !number(it)).unwrap_or(compact.len());
        let value: f64 = compact[..end].replace(',', "").parse().map_err(|_| bad())?;
        let unit = &compact[end..];
        let fits = |it: char| it.is_alphanumeric() || SYMBOLS.contains(it);
        if !value.is_finite() || unit.chars().count() > 16 || !unit.chars().all(fits) {
            return Err(bad());
        }
        Ok(Self { value, unit: unit.to_owned() })
    }
}

impl TryFrom<String> for Measure {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl FromStr for Measure {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bad = || {
            Malformed::new(Code::BadMeasure, format!("`{text}` is no limit"), "write it as `p50 <= 1.5 ms`")
        };
        let at = text.find(['<', '>', '=', '≤', '≥']).ok_or_else(bad)?;
        let (metric, rest) = (text[..at].trim(), &text[at..]);
        let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
        if metric.is_empty() || !metric.chars().all(fits) {
            return Err(bad());
        }
        let (sign, comparison) = SIGNS.iter().find(|it| rest.starts_with(it.0)).ok_or_else(bad)?;
        let limit = rest[sign.len()..].trim().parse().map_err(|_| bad())?;
        Ok(Self { metric: metric.to_owned(), comparison: *comparison, limit })
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> Self {
        quantity.to_string()
    }
}

impl TryFrom<String> for Quantity {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl JsonSchema for Quantity {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "number"],
            "format": "quantity",
            "examples": ["1.5 ms", "83.4%", "41/41"],
        })
    }
}

impl JsonSchema for Measure {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Measure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "measure",
            "pattern": "[<>=≤≥]",
            "examples": ["p50 <= 1.5 ms", "coverage >= 80%"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(limit: &str, value: &str) -> Option<bool> {
        limit.parse::<Measure>().unwrap().holds(&value.parse().unwrap())
    }

    #[test]
    fn values_are_compared_across_units_of_one_family() {
        assert_eq!(holds("p50 <= 1.5 ms", "1500us"), Some(true));
        assert_eq!(holds("p50 <= 1.5 ms", "0.002s"), Some(false));
        assert_eq!(holds("memory < 10 MB", "9,000 kB"), Some(true));
        assert_eq!(holds("orders >= 1000 /s", "1200/s"), Some(true));
        assert_eq!(holds("p50 <= 1.5 ms", "1 MB"), None);
    }

    #[test]
    fn a_ratio_counts_as_percent_and_prints_as_itself() {
        assert_eq!(holds("tests = 41/41", "41/41"), Some(true));
        assert_eq!(holds("tests >= 100%", "40/41"), Some(false));
        assert_eq!("41/41".parse::<Quantity>().unwrap().to_string(), "41/41");
    }

    #[test]
    fn limits_print_in_one_form() {
        assert_eq!("p50<=1.50ms".parse::<Measure>().unwrap().to_string(), "p50 ≤ 1.5 ms");
        assert_eq!("coverage >= 83.4 %".parse::<Measure>().unwrap().to_string(), "coverage ≥ 83.4%");
    }

    #[test]
    fn units_are_words_and_carry_no_markup() {
        for text in ["1 µs", "20 %", "3 orders/s", "2 €", "4 m²", "5 °C"] {
            assert!(text.parse::<Quantity>().is_ok(), "{text}");
        }
        for text in ["1 [x](y)", "1 @all", "1 #2", "1 a:b", "1 *x*", "1 \u{202e}ms", "1 <b>", "1 www.a.de"] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        for text in ["", "p50", "<= 3", "p50 <= fast", "p 50 <= 3", "p50 => 3 ms", "p50 <= inf", "p50 <= 0/0"]
        {
            assert!(text.parse::<Measure>().is_err(), "{text}");
        }
    }
}
