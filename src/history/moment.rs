//! Moments: as people write them, and as git stores them.

use super::Moment;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

/// Which end of a day a bare date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first second.
    Start,
    /// Its last second.
    End,
}

/// Reads `2026-03-02`, a day in UTC, or an RFC 3339 moment.
pub fn moment(text: &str, edge: Edge) -> Option<Moment> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text).ok().or_else(|| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let time = match edge {
            Edge::Start => NaiveTime::MIN,
            Edge::End => NaiveTime::from_hms_opt(23, 59, 59)?,
        };
        Some(day.and_time(time).and_utc().fixed_offset())
    })
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
    fn a_date_is_a_whole_day_in_utc() {
        let end = moment("2026-03-02", Edge::End).unwrap();
        assert_eq!(moment("2026-03-02", Edge::Start).unwrap().to_rfc3339(), "2026-03-02T00:00:00+00:00");
        assert_eq!(end.to_rfc3339(), "2026-03-02T23:59:59+00:00");
    }

    #[test]
    fn a_moment_keeps_its_offset_and_nonsense_is_none() {
        let text = "2026-03-02T08:00:00-07:00";
        assert_eq!(moment(text, Edge::End).unwrap().to_rfc3339(), text);
        assert_eq!(moment("yesterday", Edge::Start), None);
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
