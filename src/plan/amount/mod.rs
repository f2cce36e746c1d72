//! Time and credits, with both ends of a range, in integers.

mod written;

use super::Malformed;
use crate::diagnostics::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

/// An amount with both ends of its range; equal ends for an exact one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    /// The least.
    pub min: u64,
    /// The most.
    pub max: u64,
}

/// Time, credits or both: `6h`, `45m`, `1h30m`, `2-3d`, `1w`, `120 credits`, `20h, 300-400 credits`.
///
/// Days and weeks become minutes only when the calendar is known; a week has five days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Budget {
    time: Option<[Duration; 2]>,
    credits: Option<Interval>,
}

/// Minutes, and days in hundredths, which are no fixed number of minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Duration {
    minutes: u64,
    hundredths: u64,
}

/// More than anybody plans; keeps sums far from overflow.
const MOST: u64 = 10_000_000;

impl Budget {
    /// Minutes, with days of this many hours; `None` if no time is stated.
    pub fn minutes(&self, hours_per_day: u32) -> Option<Interval> {
        let minutes = |it: Duration| it.minutes + it.hundredths * u64::from(hours_per_day) * 60 / 100;
        self.time.map(|[min, max]| Interval { min: minutes(min), max: minutes(max) })
    }

    /// This budget, with what only another one states.
    pub(super) fn or(&self, other: &Self) -> Self {
        Self { time: self.time.or(other.time), credits: self.credits.or(other.credits) }
    }

    /// This budget, after a part of it went from one budget to another.
    pub(super) fn changed(&self, before: &Self, after: Option<&Self>, hours_per_day: u32) -> Self {
        let amount = |own: Option<Interval>, before: Option<Interval>, after: Option<Interval>| {
            let (own, before, after) = (own?, before.unwrap_or_default(), after.unwrap_or_default());
            let end = |own: u64, before: u64, after: u64| (own + after).saturating_sub(before);
            let (min, max) = (end(own.min, before.min, after.min), end(own.max, before.max, after.max));
            Some(Interval { min, max })
        };
        let minutes = |it: &Self| it.minutes(hours_per_day);
        let time = amount(minutes(self), minutes(before), after.and_then(minutes));
        let of_minutes = |minutes| Duration { minutes, hundredths: 0 };
        Self {
            time: time.map(|it| [of_minutes(it.min), of_minutes(it.max)]),
            credits: amount(self.credits, before.credits, after.and_then(|it| it.credits)),
        }
    }

    /// This budget and another one together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let time = |[min, max]: [Duration; 2], [least, most]: [Duration; 2]| [min + least, max + most];
        let both = self.time.zip(other.time).map(|it| time(it.0, it.1));
        let credits = self.credits.zip(other.credits).map(|it| it.0 + it.1);
        Self { time: both.or(self.time).or(other.time), credits: credits.or(self.credits).or(other.credits) }
    }

    /// Credits; `None` if none are stated.
    pub fn credits(&self) -> Option<Interval> {
        self.credits
    }
}

impl Interval {
    /// An amount without a range.
    pub fn exact(amount: u64) -> Self {
        Self { min: amount, max: amount }
    }

    /// The greater of both, end by end.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        Self { min: self.min.max(other.min), max: self.max.max(other.max) }
    }

    /// The lesser of both, end by end.
    #[must_use]
    pub fn sooner(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.min(other.max) }
    }

    /// Minutes as a plan states them, for hints: `6 h`, `1400 h`, `45 min-1 h 30 min`.
    pub fn written(self) -> String {
        let end = |minutes: u64| match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes} min"),
            (hours, 0) => format!("{hours} h"),
            (hours, minutes) => format!("{hours} h {minutes} min"),
        };
        let Self { min, max } = self;
        match () {
            () if min == max => end(min),
            () if min % 60 == 0 && max % 60 == 0 => format!("{}-{} h", min / 60, max / 60),
            () => format!("{}-{}", end(min), end(max)),
        }
    }
}

impl Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            minutes: self.minutes.saturating_add(other.minutes),
            hundredths: self.hundredths.saturating_add(other.hundredths),
        }
    }
}

impl Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }
}

impl Sum for Interval {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), Add::add)
    }
}

impl TryFrom<String> for Budget {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl FromStr for Budget {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut budget = Self::default();
        for part in parts(text) {
            if let Some(credits) = credits(part) {
                if budget.credits.replace(credits?).is_some() {
                    return Err(bad(
                        format!("`{text}` states credits twice"),
                        "one range is enough: `100-120 credits`",
                    ));
                }
            } else if budget.time.replace(time(part)?).is_some() {
                return Err(bad(format!("`{text}` states a time twice"), "write `1h30m` for a sum"));
            }
        }
        if budget == Self::default() {
            return Err(bad(
                "a budget is empty".to_owned(),
                "write it as `6h`, `1h30m`, `2-3d` or `120 credits`",
            ));
        }
        Ok(budget)
    }
}

/// Parts between commas that are no thousands separators.
fn parts(text: &str) -> Vec<&str> {
    let separates = |at: usize| !text[at + 1..].starts_with(|it: char| it.is_ascii_digit());
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',').filter(|(at, _)| separates(*at)) {
        parts.push(text[start..at].trim());
        start = at + 1;
    }
    parts.push(text[start..].trim());
    parts.retain(|it| !it.is_empty());
    parts
}

fn bad(message: String, hint: &str) -> Malformed {
    Malformed::new(Code::BadBudget, message, hint)
}

/// A range whose ends changed places; the unit stays at the end.
fn upside_down(text: &str, low: &str, high: &str) -> Malformed {
    let message = format!("the range `{text}` is upside down");
    let number = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',');
    let (value, unit) = high.split_at(high.find(|it| !number(it)).unwrap_or(high.len()));
    let bare = low.chars().all(number);
    let right = if bare { format!("{value}-{low}{unit}") } else { format!("{high}-{low}") };
    Malformed::new(Code::UpsideDown, message, format!("the lesser end comes first: `{right}`"))
}

/// Reads an amount of credits; `None` if the text speaks of something else.
fn credits(text: &str) -> Option<Result<Interval, Malformed>> {
    let units = ["credits", "credit", "cr"];
    let number = units.iter().find_map(|it| text.strip_suffix(it))?.trim();
    let (low, high) = number.split_once(['-', '–']).unwrap_or((number, number));
    let read = |it: &str| it.trim().replace(',', "").parse::<u64>().ok();
    Some(match (read(low), read(high)) {
        (Some(min), Some(max)) if min.max(max) > MOST => Err(too_much(text)),
        (Some(min), Some(max)) if min <= max => Ok(Interval { min, max }),
        (Some(_), Some(_)) => Err(upside_down(text, low.trim(), &format!("{} credits", high.trim()))),
        _ => Err(bad(
            format!("`{text}` is no amount of credits"),
            "write it as `120 credits` or `1400-1700 credits`",
        )),
    })
}

fn too_much(text: &str) -> Malformed {
    bad(format!("`{text}` is more than anybody plans"), "the most is 10,000,000 minutes or credits")
}

/// Reads `6h`, `1h30m`, `2-3d`, `2h-3h`.
fn time(text: &str) -> Result<[Duration; 2], Malformed> {
    let Some((low, high)) = text.split_once(['-', '–']) else {
        let exact = limited(text, duration(text, "").ok_or_else(|| bad_time(text))?)?;
        return Ok([exact, exact]);
    };
    let unit = high.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.' || it == ' ');
    let both = duration(low.trim(), unit).zip(duration(high.trim(), ""));
    let (min, max) = both.ok_or_else(|| bad_time(text))?;
    let (min, max) = (limited(text, min)?, limited(text, max)?);
    let rough = |it: Duration| it.minutes * 100 + it.hundredths * 480;
    if rough(min) > rough(max) {
        return Err(upside_down(text, low.trim(), high.trim()));
    }
    Ok([min, max])
}

fn limited(text: &str, time: Duration) -> Result<Duration, Malformed> {
    let fits = time.minutes <= MOST && time.hundredths <= MOST;
    if fits { Ok(time) } else { Err(too_much(text)) }
}

/// A time that is no time; a number without a unit is what is written most often.
fn bad_time(text: &str) -> Malformed {
    let hint = match text.trim().parse::<f64>() {
        Ok(_) => format!("add a unit: `{0}h` or `{0}m`", text.trim()),
        Err(_) => "write it as `6h`, `45m`, `1h30m`, `2-3d` or `1w`".to_owned(),
    };
    bad(format!("`{text}` is no time"), &hint)
}

/// A sum of numbers with units; the last number may borrow the unit.
fn duration(text: &str, unit: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut sum = Duration::default();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(rest.len());
        let number = hundredths(&rest[..end])?;
        rest = rest[end..].trim_start();
        let end = rest.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(rest.len());
        let word = if end == 0 { unit } else { &rest[..end] };
        let part = of_unit(number, word)?;
        sum = Duration { minutes: sum.minutes + part.minutes, hundredths: sum.hundredths + part.hundredths };
        rest = rest[end..].trim_start();
    }
    Some(sum)
}

/// A decimal number in hundredths; more digits than two are refused.
fn hundredths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 2 || whole.is_empty() || whole.len() > 12 || text.ends_with('.') {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<2}").parse().ok()?;
    Some(whole.parse::<u64>().ok()? * 100 + fraction)
}

fn of_unit(number: u64, unit: &str) -> Option<Duration> {
    let minutes = |factor: u64| {
        let exact = (number * factor).is_multiple_of(100);
        exact.then(|| Duration { minutes: number * factor / 100, hundredths: 0 })
    };
    match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => minutes(1),
        "h" | "hour" | "hours" => minutes(60),
        "d" | "day" | "days" => Some(Duration { minutes: 0, hundredths: number }),
        "w" | "week" | "weeks" => Some(Duration { minutes: 0, hundredths: number * 5 }),
        _ => None,
    }
}

impl JsonSchema for Budget {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Budget".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "budget",
            "pattern": "^[^A-Za-z]*[0-9][0-9.,]* *[A-Za-z]",
            "examples": ["6h", "1h30m", "2-3d", "20h, 300-400 credits"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str) -> Option<(u64, u64)> {
        let budget: Budget = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        budget.minutes(8).map(|it| (it.min, it.max))
    }

    #[test]
    fn every_usual_form_of_time_is_read() {
        let cases = [
            ("6h", (360, 360)),
            ("12.5h", (750, 750)),
            ("45m", (45, 45)),
            ("45 min", (45, 45)),
            ("1h30m", (90, 90)),
            ("1 h 30 min", (90, 90)),
            ("2-3d", (960, 1440)),
            ("2h-3h", (120, 180)),
            ("4-6h", (240, 360)),
            ("1w", (2400, 2400)),
            ("20 hours", (1200, 1200)),
        ];
        for (text, expected) in cases {
            assert_eq!(minutes(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn credits_stand_alone_or_beside_time() {
        let budget: Budget = "20h, 1,400-1,700 credits".parse().unwrap();
        assert_eq!(budget.credits(), Some(Interval { min: 1400, max: 1700 }));
        assert_eq!(budget.minutes(8), Some(Interval::exact(1200)));
        assert_eq!("120cr".parse::<Budget>().unwrap().credits(), Some(Interval::exact(120)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "h",
            "6",
            "-3h",
            "3-2d",
            "nan h",
            "1e9h",
            "99999999999h",
            "0.001h",
            "6h 5h, 3h",
            "about 6h",
            "5 credit cards",
        ] {
            assert!(text.parse::<Budget>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_a_hint_proposes_can_be_written_into_a_plan() {
        for (min, max) in
            [(0, 0), (45, 45), (90, 90), (84_000, 84_000), (90_030, 90_030), (45, 90), (960, 84_000)]
        {
            let written = Interval { min, max }.written();
            assert_eq!(minutes(&written), Some((min, max)), "{written}");
        }
    }

    #[test]
    fn amounts_print_as_people_write_them() {
        assert_eq!(Interval::exact(90).time(), "1 h 30 min");
        assert_eq!(Interval { min: 960, max: 1440 }.time(), "16-24 h");
        assert_eq!(Interval { min: 45, max: 90 }.time(), "45 min to 1 h 30 min");
        assert_eq!(Interval { min: 1400, max: 1700 }.credits(), "1,400-1,700 credits");
    }
}
