//! Working minutes as working days, weeks and moments.

use crate::plan::{Calendar, Interval};
use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};

/// Working days in a week, as in `1w`.
const WEEK: u64 = 5;

/// Turns working minutes into days, weeks and moments.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Minutes of a working day.
    pub day: u64,
    /// When the first day starts, if the plan says it.
    pub start: Option<NaiveDateTime>,
    /// Whether a time of day was stated, so that moments mean something.
    pub exact: bool,
}

impl Clock {
    /// Reads the calendar of a plan.
    pub fn of(calendar: &Calendar) -> Self {
        let day = u64::from(calendar.hours_per_day.value.clamp(1, 24)) * 60;
        let text = calendar.start.as_ref().map(|it| it.value.as_str());
        let start = text.and_then(moment);
        Self { day, start, exact: text.is_some_and(|it| it.contains('T')) }
    }

    /// The working day in which something begins; the first is 1.
    pub fn first_day(&self, start: Interval) -> Interval {
        Interval { min: start.min / self.day + 1, max: start.max / self.day + 1 }
    }

    /// The working day in which something ends; the first is 1.
    pub fn last_day(&self, finish: Interval) -> Interval {
        Interval { min: finish.min.div_ceil(self.day).max(1), max: finish.max.div_ceil(self.day).max(1) }
    }

    /// The week of a working day; the first is 1.
    pub fn week(day: u64) -> u64 {
        day.saturating_sub(1) / WEEK + 1
    }

    /// The moment at which something begins after this many working minutes.
    pub fn begins(&self, minutes: u64) -> Option<NaiveDateTime> {
        let start = self.start?;
        let date = working_day(start.date(), minutes / self.day)?;
        let within = Duration::minutes(i64::try_from(minutes % self.day).ok()?);
        date.and_time(start.time()).checked_add_signed(within)
    }

    /// The moment at which something is over after this many working minutes: the end of a day, and not the
    /// beginning of the next one.
    pub fn ends(&self, minutes: u64) -> Option<NaiveDateTime> {
        let full = minutes > 0 && minutes.is_multiple_of(self.day);
        if !full {
            return self.begins(minutes);
        }
        self.begins(minutes - self.day)?.checked_add_signed(Duration::minutes(i64::try_from(self.day).ok()?))
    }

    /// A moment for print: with the time of day, if the plan states one.
    pub fn print(&self, moment: NaiveDateTime) -> String {
        let format = if self.exact { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d" };
        moment.format(format).to_string()
    }
}

/// Reads `2026-03-02` (which starts at nine) or `2026-03-02T15:00`.
pub(super) fn moment(text: &str) -> Option<NaiveDateTime> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0)?;
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date.and_time(nine));
    }
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    formats.iter().find_map(|it| NaiveDateTime::parse_from_str(text, it).ok())
}

/// An amount with so many percent more.
pub fn with_reserve(amount: Interval, percent: u32) -> Interval {
    let more = |it: u64| it + (it * u64::from(percent)).div_ceil(100);
    Interval { min: more(amount.min), max: more(amount.max) }
}

/// The date of a working day after the first, with weekends left out. Work that starts at a weekend goes on
/// on Monday.
fn working_day(first: NaiveDate, after: u64) -> Option<NaiveDate> {
    let weekday = u64::from(first.weekday().num_days_from_monday());
    if after == 0 {
        return Some(first);
    }
    if weekday >= WEEK {
        let monday = first.checked_add_days(Days::new(7 - weekday))?;
        return working_day(monday, after - 1);
    }
    let (weeks, days) = (after / WEEK, after % WEEK);
    let weekend = if weekday + days >= WEEK { 2 } else { 0 };
    first.checked_add_days(Days::new(weeks * 7 + days + weekend))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(start: &str, hours: u64) -> Clock {
        Clock { day: hours * 60, start: moment(start), exact: true }
    }

    #[test]
    fn moments_follow_each_other_within_a_day() {
        let clock = clock("2025-10-30T15:00", 8);
        let shown = |it| clock.print(clock.ends(it).unwrap());
        assert_eq!(shown(45), "2025-10-30 15:45");
        assert_eq!(shown(180), "2025-10-30 18:00");
    }

    #[test]
    fn work_pauses_at_night_and_at_weekends() {
        let clock = clock("2026-03-05T09:00", 8);
        let begins = |it| clock.print(clock.begins(it).unwrap());
        assert_eq!(begins(480), "2026-03-06 09:00");
        assert_eq!(begins(960), "2026-03-09 09:00");
        assert_eq!(begins(5 * 480), "2026-03-12 09:00");
        assert_eq!(clock.print(clock.ends(960).unwrap()), "2026-03-06 17:00");
    }

    #[test]
    fn a_start_at_a_weekend_is_the_first_day_and_monday_the_second() {
        let clock = clock("2026-03-07T10:00", 8);
        assert_eq!(clock.print(clock.begins(0).unwrap()), "2026-03-07 10:00");
        assert_eq!(clock.print(clock.begins(480).unwrap()), "2026-03-09 10:00");
    }

    #[test]
    fn days_and_weeks_are_counted_from_one() {
        let clock = clock("2026-03-02", 8);
        assert_eq!(clock.last_day(Interval::exact(39 * 60)), Interval::exact(5));
        assert_eq!(clock.first_day(Interval::exact(39 * 60)), Interval::exact(5));
        assert_eq!((Clock::week(5), Clock::week(6)), (1, 2));
    }
}
