//! How amounts are printed: numbers, time and credits, in the words of a language.

use super::Interval;
use super::hole::filled;
use std::borrow::Cow;

/// The texts that amounts are printed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units {
    /// `{minutes} min`.
    pub minutes: Cow<'static, str>,
    /// `{hours} h`.
    pub hours: Cow<'static, str>,
    /// `{hours} h {minutes} min`.
    pub hours_and_minutes: Cow<'static, str>,
    /// Both ends of a span with one unit: `{from}-{to}`.
    pub short_span: Cow<'static, str>,
    /// Both ends of a span, each with its unit: `{from} to {to}`.
    pub long_span: Cow<'static, str>,
    /// What stands between groups of three digits.
    pub thousands: Cow<'static, str>,
    /// The word after one credit.
    pub credit: Cow<'static, str>,
    /// The word after several.
    pub credits: Cow<'static, str>,
    /// The numbers after which a word stands for one.
    pub singular: Cow<'static, [u64]>,
}

impl Units {
    /// As the program itself speaks.
    pub const ENGLISH: Self = Self {
        minutes: Cow::Borrowed("{minutes} min"),
        hours: Cow::Borrowed("{hours} h"),
        hours_and_minutes: Cow::Borrowed("{hours} h {minutes} min"),
        short_span: Cow::Borrowed("{from}-{to}"),
        long_span: Cow::Borrowed("{from} to {to}"),
        thousands: Cow::Borrowed(","),
        credit: Cow::Borrowed("credit"),
        credits: Cow::Borrowed("credits"),
        singular: Cow::Borrowed(&[1]),
    };

    /// A span of minutes: `6 h`, `45 min`, `16-24 h`, `45 min to 1 h 30 min`.
    pub fn time(&self, Interval { min, max }: Interval) -> String {
        let plain = |from: u64, to: u64| between(&self.short_span, &from.to_string(), &to.to_string());
        match () {
            () if min == max => self.hours(min),
            () if min % 60 == 0 && max % 60 == 0 => one(&self.hours, "hours", &plain(min / 60, max / 60)),
            () if max < 60 => one(&self.minutes, "minutes", &plain(min, max)),
            () => between(&self.long_span, &self.hours(min), &self.hours(max)),
        }
    }

    /// Minutes: `6 h`, `45 min`, `1 h 30 min`.
    pub fn hours(&self, minutes: u64) -> String {
        match (minutes / 60, minutes % 60) {
            (0, minutes) => one(&self.minutes, "minutes", &minutes.to_string()),
            (hours, 0) => one(&self.hours, "hours", &self.number(hours)),
            (hours, minutes) => filled(&self.hours_and_minutes, |name| match name {
                "hours" => Some(self.number(hours)),
                "minutes" => Some(minutes.to_string()),
                _ => None,
            }),
        }
    }

    /// Credits: `1,400-1,700 credits`.
    pub fn credits(&self, credits: Interval) -> String {
        let is_one = credits.min == credits.max && self.singular.contains(&credits.max);
        format!("{} {}", self.numbers(credits), if is_one { &self.credit } else { &self.credits })
    }

    /// Both ends of a span without a unit: `1,200`, `3-4`.
    pub fn numbers(&self, Interval { min, max }: Interval) -> String {
        if min == max {
            self.number(min)
        } else {
            between(&self.short_span, &self.number(min), &self.number(max))
        }
    }

    /// A number in groups of three digits: `1,200`.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push_str(&self.thousands);
            }
            grouped.push(digit);
        }
        grouped
    }
}

impl Interval {
    /// Minutes for print: `6 h`, `45 min`, `16-24 h`, `45 min to 1 h 30 min`.
    pub fn time(self) -> String {
        Units::ENGLISH.time(self)
    }

    /// Credits for print: `1,400-1,700 credits`.
    pub fn credits(self) -> String {
        Units::ENGLISH.credits(self)
    }
}

/// Minutes for print: `6 h`, `45 min`, `1 h 30 min`.
pub fn hours(minutes: u64) -> String {
    Units::ENGLISH.hours(minutes)
}

/// A number with a comma between groups of three digits.
pub fn thousands(number: u64) -> String {
    Units::ENGLISH.number(number)
}

fn one(text: &str, place: &str, value: &str) -> String {
    filled(text, |name| (name == place).then(|| value.to_owned()))
}

fn between(text: &str, from: &str, to: &str) -> String {
    filled(text, |name| match name {
        "from" => Some(from.to_owned()),
        "to" => Some(to.to_owned()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_printed_in_the_words_of_a_language() {
        let german = Units {
            minutes: "{minutes} Min.".into(),
            hours: "{hours} Std.".into(),
            hours_and_minutes: "{hours} Std. {minutes} Min.".into(),
            short_span: "{from} bis {to}".into(),
            long_span: "{from} bis {to}".into(),
            thousands: ".".into(),
            ..Units::ENGLISH
        };
        let span = |min, max| Interval { min, max };
        assert_eq!(german.time(span(120, 180)), "2 bis 3 Std.");
        assert_eq!(german.time(span(45, 90)), "45 Min. bis 1 Std. 30 Min.");
        assert_eq!(german.credits(span(1400, 1700)), "1.400 bis 1.700 credits");
        assert_eq!(german.credits(Interval::exact(1)), "1 credit");
    }
}
