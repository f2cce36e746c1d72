//! Amounts, differences and lists of a comparison, in the words of a project.

use crate::plan::{Interval, Readiness, Units};
use crate::schedule::Difference;
use crate::templates::Words;
use schemars::JsonSchema;
use serde::Serialize;

/// A value with its difference from the first one.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ChangedView {
    /// The value; absent where there is none.
    pub value: Option<String>,
    /// The difference: `+17 h 30 min`; absent where there is none.
    pub difference: Option<String>,
    /// The same in percent: `+25.7%`.
    pub percent: Option<String>,
    /// Whether it is a range whose ends change in two ways, both of which are told.
    pub twofold: bool,
    /// Whether neither end is less than before, and one is more.
    pub rises: bool,
}

/// How an amount is printed.
pub(super) type Print = fn(&Units, Interval) -> String;

/// Prints figures in the words of a project.
pub(super) struct Printer<'a> {
    pub(super) words: &'a Words,
}

impl Printer<'_> {
    pub(super) fn changed(
        &self,
        (from, to): (Option<Interval>, Option<Interval>),
        print: Print,
    ) -> ChangedView {
        let difference = Difference { from: from.unwrap_or_default(), to: to.unwrap_or_default() };
        let (low, high) = difference.ends();
        let percent = difference.permille().filter(|_| (low, high) != (0, 0));
        let percent = percent.map(|(low, high)| (self::percent(low), self::percent(high)));
        ChangedView {
            value: to.map(|it| print(&self.words.units, it)),
            difference: self.signed(difference, print),
            twofold: low != high || percent.as_ref().is_some_and(|(low, high)| low != high),
            percent: percent.map(|(low, high)| if low == high { low } else { self.both(&low, &high) }),
            rises: low >= 0 && high >= 0 && low + high > 0,
        }
    }

    /// A difference for print, with its sign: one amount if both ends change alike, else both; `None`
    /// where nothing differs.
    pub(super) fn signed(&self, difference: Difference, print: Print) -> Option<String> {
        let (low, high) = difference.ends();
        let one = |change: i128| {
            let sign = sign(change);
            let size = u64::try_from(change.unsigned_abs()).unwrap_or(u64::MAX);
            format!("{sign}{}", print(&self.words.units, Interval::exact(size)))
        };
        let text = if low == high { one(low) } else { self.both(&one(low), &one(high)) };
        ((low, high) != (0, 0)).then_some(text)
    }

    /// What the author of a plan says of its readiness for production.
    pub(super) fn readiness(&self, stated: Option<Readiness>) -> String {
        let word = stated.map_or("words.not_said", |it| match it {
            Readiness::Unfit => "words.no",
            Readiness::Maybe => "words.maybe",
            Readiness::Fit => "words.yes",
        });
        self.words.filled(word, &[])
    }

    /// The same beside that of another plan.
    pub(super) fn readier(&self, from: Option<Readiness>, to: Option<Readiness>) -> ChangedView {
        let change = match (from, to) {
            _ if from == to => None,
            (Some(from), Some(to)) if from < to => Some("words.better"),
            (Some(_), Some(_)) => Some("words.worse"),
            _ => Some("words.not_comparable"),
        };
        ChangedView {
            value: Some(self.readiness(to)),
            difference: change.map(|it| self.words.filled(it, &[])),
            percent: None,
            twofold: false,
            rises: false,
        }
    }

    fn both(&self, first: &str, second: &str) -> String {
        self.words.filled("amounts.both", &[("first", first), ("second", second)])
    }

    /// Texts one after the other: `a, b and c`.
    pub(super) fn list(&self, texts: impl Iterator<Item = String>) -> String {
        let mut texts: Vec<String> = texts.collect();
        let last = texts.pop().unwrap_or_default();
        if texts.is_empty() { last } else { self.both(&texts.join(", "), &last) }
    }
}

/// The sign of a change; nothing has none.
fn sign(change: i128) -> &'static str {
    match change {
        0 => "",
        ..0 => "-",
        _ => "+",
    }
}

/// Tenths of a percent for print: `+25.7%`.
fn percent(permille: i128) -> String {
    let sign = sign(permille);
    let size = permille.unsigned_abs();
    format!("{sign}{}.{}%", size / 10, size % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: (u64, u64), to: (u64, u64), print: Print) -> (String, String) {
        let words = Words::default();
        let interval = |it: (u64, u64)| Some(Interval { min: it.0, max: it.1 });
        let view = Printer { words: &words }.changed((interval(from), interval(to)), print);
        (view.difference.unwrap_or_default(), view.percent.unwrap_or_default())
    }

    #[test]
    fn differences_have_a_sign_and_both_ends() {
        let hours = |it: u64| (it, it);
        let (difference, percent) = shown(hours(68 * 60), hours(5130), Units::time);
        assert_eq!((difference.as_str(), percent.as_str()), ("+17 h 30 min", "+25.7%"));
        let (difference, percent) = shown((1100, 1400), (1400, 1700), Units::credits);
        assert_eq!((difference.as_str(), percent.as_str()), ("+300 credits", "+27.3% and +21.4%"));
        let (difference, percent) = shown((100, 200), (90, 150), Units::numbers);
        assert_eq!((difference.as_str(), percent.as_str()), ("-10 and -50", "-10.0% and -25.0%"));
        assert_eq!(shown((60, 120), (60, 180), Units::time).0, "0 min and +1 h");
        assert_eq!(shown(hours(5), hours(5), Units::numbers), (String::new(), String::new()));
    }
}
