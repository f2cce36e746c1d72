//! Moments as people type them.

use crate::diagnostics::{Checked, Diagnostic};
use crate::history::{Edge, Moment};
use crate::zones::Zone;
use chrono::{Days, NaiveDate, TimeDelta};

/// Which end of a day a date means.
pub(super) type Day = Edge;

/// What words such as `today` count from, and the zone that dates belong to.
pub(super) struct Clock {
    /// The present moment.
    pub now: Moment,
    /// The time zone, if one is stated; if not, words go by the offset of the present moment and dates by UTC.
    pub zone: Option<Zone>,
}

impl Clock {
    /// Reads `2026-03-02`, `2026-03-02T09:00`, RFC 3339, `now`, `today`, `yesterday`, `3d ago` or `12h ago`.
    pub(super) fn moment(&self, text: &str, day: Day) -> Checked<Moment> {
        let word = text.trim();
        let found = match word {
            "now" => Some(self.now),
            "today" => self.days_ago(0, day),
            "yesterday" => self.days_ago(1, day),
            _ => match word.strip_suffix(" ago").and_then(|it| split_number(it.trim())) {
                Some((days, "d" | "day" | "days")) => self.days_ago(days, day),
                Some((hours, "h" | "hour" | "hours")) => {
                    let hours = i64::try_from(hours).ok().and_then(TimeDelta::try_hours);
                    hours.and_then(|it| self.now.checked_sub_signed(it))
                }
                _ => crate::history::moment(word, day, &self.zone.clone().unwrap_or(Zone::utc())),
            },
        };
        found.ok_or_else(|| vec![self.problem(text)])
    }

    fn days_ago(&self, days: u64, day: Day) -> Option<Moment> {
        let zone = self.zone.clone().unwrap_or_else(|| Zone::fixed(*self.now.offset()));
        let date = zone.show(self.now).date_naive().checked_sub_days(Days::new(days))?;
        let (first, last) = zone.day(date)?;
        Some(if day == Day::Start { first } else { last })
    }

    fn problem(&self, text: &str) -> Diagnostic {
        let is_date = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").is_ok();
        if let Some(zone) = self.zone.as_ref().filter(|_| is_date) {
            let message = format!("there is no {} in the time zone `{}`", text.trim(), zone.name());
            return Diagnostic::usage(message)
                .hint("the zone left this day out; name the one before or after it");
        }
        let hint =
            "write `2026-03-02`, `2026-03-02T09:00:00+01:00`, `today`, `yesterday`, `3d ago` or `12h ago`";
        Diagnostic::usage(format!("`{text}` is no moment")).hint(hint)
    }
}

fn split_number(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit())?;
    Some((text[..end].parse().ok()?, text[end..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, day: Day, zone: Option<&str>) -> String {
        let now = Moment::parse_from_rfc3339("2026-03-29T23:30:00+01:00").unwrap();
        let clock = Clock { now, zone: zone.and_then(Zone::parse) };
        clock.moment(text, day).map_or_else(|_| "none".to_owned(), |it| it.to_rfc3339())
    }

    #[test]
    fn words_count_from_the_given_moment_in_its_offset() {
        assert_eq!(at("today", Day::Start, None), "2026-03-29T00:00:00+01:00");
        assert_eq!(at("yesterday", Day::End, None), "2026-03-28T23:59:59+01:00");
        assert_eq!(at("3d ago", Day::Start, None), "2026-03-26T00:00:00+01:00");
        assert_eq!(at("12h ago", Day::End, None), "2026-03-29T11:30:00+01:00");
        assert_eq!(at("2026-03-29", Day::Start, None), "2026-03-29T00:00:00+00:00");
    }

    #[test]
    fn words_and_dates_go_by_the_zone_that_is_stated() {
        let berlin = |text, day| at(text, day, Some("Europe/Berlin"));
        assert_eq!(berlin("today", Day::Start), "2026-03-30T00:00:00+02:00");
        assert_eq!(berlin("yesterday", Day::Start), "2026-03-29T00:00:00+01:00");
        assert_eq!(berlin("2026-03-29", Day::End), "2026-03-29T23:59:59+02:00");
        assert_eq!(berlin("2026-03-29T02:30", Day::Start), "2026-03-29T03:00:00+02:00");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["soon", "99999999999999999999d ago", "2026-13-01", ""] {
            assert_eq!(at(text, Day::Start, None), "none", "{text}");
        }
        assert_eq!(at("2011-12-30", Day::Start, Some("Pacific/Apia")), "none");
    }
}
