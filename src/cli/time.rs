//! Moments as people type them.

use crate::diagnostics::{Checked, Diagnostic};
use crate::history::{Edge, Moment};
use chrono::{Days, NaiveTime, TimeDelta};

/// Which end of a day a date means.
pub(super) type Day = Edge;

/// Reads `2026-03-02`, RFC 3339, `now`, `today`, `yesterday`, `3d ago` or `12h ago`.
pub(super) fn moment(text: &str, day: Day, now: Moment) -> Checked<Moment> {
    let word = text.trim();
    let days_ago = |days: u64| {
        let date = now.date_naive().checked_sub_days(Days::new(days))?;
        let time = match day {
            Day::Start => NaiveTime::MIN,
            Day::End => NaiveTime::from_hms_opt(23, 59, 59)?,
        };
        date.and_time(time).and_local_timezone(*now.offset()).single()
    };
    let found = match word {
        "now" => Some(now),
        "today" => days_ago(0),
        "yesterday" => days_ago(1),
        _ => match word.strip_suffix(" ago").and_then(|it| split_number(it.trim())) {
            Some((days, "d" | "day" | "days")) => days_ago(days),
            Some((hours, "h" | "hour" | "hours")) => {
                let hours = i64::try_from(hours).ok().and_then(TimeDelta::try_hours);
                hours.and_then(|it| now.checked_sub_signed(it))
            }
            _ => crate::history::moment(word, day),
        },
    };
    found.ok_or_else(|| {
        let hint =
            "write `2026-03-02`, `2026-03-02T09:00:00+01:00`, `today`, `yesterday`, `3d ago` or `12h ago`";
        vec![Diagnostic::usage(format!("`{text}` is no moment")).hint(hint)]
    })
}

fn split_number(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit())?;
    Some((text[..end].parse().ok()?, text[end..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, day: Day) -> String {
        let now = Moment::parse_from_rfc3339("2026-03-10T15:00:00+01:00").unwrap();
        moment(text, day, now).map_or_else(|_| "none".to_owned(), |it| it.to_rfc3339())
    }

    #[test]
    fn words_count_from_the_given_moment_in_its_time_zone() {
        assert_eq!(at("today", Day::Start), "2026-03-10T00:00:00+01:00");
        assert_eq!(at("yesterday", Day::End), "2026-03-09T23:59:59+01:00");
        assert_eq!(at("3d ago", Day::Start), "2026-03-07T00:00:00+01:00");
        assert_eq!(at("12h ago", Day::End), "2026-03-10T03:00:00+01:00");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["soon", "99999999999999999999d ago", "2026-13-01", ""] {
            assert_eq!(at(text, Day::Start), "none", "{text}");
        }
    }
}
