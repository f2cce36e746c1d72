//! Moments: as people write them, and as git stores them.

use super::Moment;
use crate::zones::Zone;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

/// Which end of a stretch of time a date or a time without offset means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first second of a date; of a time that clocks show twice, the earlier.
    Start,
    /// The last second of a date; of a time that clocks show twice, the later.
    End,
}

/// Reads `2026-03-02` and `2026-03-02T09:00` as clocks of the zone show them, or an RFC 3339 moment.
pub fn moment(text: &str, edge: Edge, zone: &Zone) -> Option<Moment> {
    let text = text.trim();
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let (first, last) = zone.day(date)?;
        return Some(if edge == Edge::Start { first } else { last });
    }
    let local = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    match ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"].iter().find_map(local) {
        Some(local) if edge == Edge::Start => zone.first(local),
        Some(local) => zone.last(local),
        None => DateTime::parse_from_rfc3339(text).ok(),
    }
}

/// Whether a calendar prints the year of git's seconds, which is one from 1 to 9999.
pub(super) fn is_printable(seconds: i64) -> bool {
    (-62_135_596_800..253_402_300_800).contains(&seconds)
}

/// Turns git's seconds and `+hhmm` into a moment; the Unix epoch for years that no calendar prints.
pub(super) fn from_git(seconds: i64, zone: &str) -> Moment {
    let seconds = if is_printable(seconds) { seconds } else { 0 };
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().with_timezone(&offset(zone))
}

/// The offset of a zone such as `+0545`; UTC for one that no clock has.
fn offset(zone: &str) -> FixedOffset {
    let utc = FixedOffset::east_opt(0);
    let number: i32 = zone.parse().unwrap_or_default();
    let minutes = number / 100 * 60 + number % 100;
    let real = FixedOffset::east_opt(minutes.saturating_mul(60));
    real.or(utc).unwrap_or_else(|| DateTime::UNIX_EPOCH.fixed_offset().timezone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_whole_day_of_its_zone_and_a_time_one_of_its_hours() {
        let at = |text, edge, zone| moment(text, edge, &Zone::parse(zone).unwrap()).unwrap().to_rfc3339();
        assert_eq!(at("2026-03-02", Edge::Start, "utc"), "2026-03-02T00:00:00+00:00");
        assert_eq!(at("2026-03-02", Edge::End, "utc"), "2026-03-02T23:59:59+00:00");
        assert_eq!(at("2026-03-29", Edge::End, "Europe/Berlin"), "2026-03-29T23:59:59+02:00");
        assert_eq!(at("2026-10-25T02:30", Edge::Start, "Europe/Berlin"), "2026-10-25T02:30:00+02:00");
        assert_eq!(at("2026-10-25T02:30:05", Edge::End, "Europe/Berlin"), "2026-10-25T02:30:05+01:00");
    }

    #[test]
    fn a_moment_keeps_its_offset_and_nonsense_is_none() {
        let text = "2026-03-02T08:00:00-07:00";
        assert_eq!(moment(text, Edge::End, &Zone::utc()).unwrap().to_rfc3339(), text);
        assert_eq!(moment("yesterday", Edge::Start, &Zone::utc()), None);
    }

    #[test]
    fn dates_that_no_calendar_prints_become_the_epoch() {
        let epoch = "1970-01-01T00:00:00+00:00";
        assert_eq!(from_git(99_999_999_999_999, "+9999").to_rfc3339(), epoch);
        assert_eq!(from_git(i64::MIN, "").to_rfc3339(), epoch);
        assert_eq!(from_git(-1, "+0545").to_rfc3339(), "1970-01-01T05:44:59+05:45");
        assert_eq!(from_git(0, "-0730").to_rfc3339(), "1969-12-31T16:30:00-07:30");
    }
}
