//! What a template sees of time, money and days.

use super::inputs::Planned;
use super::marks::{sum, time};
use crate::plan::Interval;
use crate::schedule::{Clock, Size, with_reserve};
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::Serialize;

/// Time, money and days, ready to print.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SizeView {
    /// `20 h`; absent if nothing is budgeted.
    pub time: Option<String>,
    /// `6 h + 8 h + 6 h`; absent where there are not two parts, or where they are not all of it.
    pub sum: Option<String>,
    /// Time of what is mandatory, where something is optional: `11 h`.
    pub mandatory: Option<String>,
    /// Time of what is optional: `5 h`.
    pub optional: Option<String>,
    /// `1,400-1,700 credits`; absent if none are budgeted.
    pub credits: Option<String>,
    /// The working day on which it starts: `1`; absent if nothing is budgeted.
    pub first_day: Option<String>,
    /// The working day on which it ends: `3`.
    pub last_day: Option<String>,
    /// When it begins by the calendar, for the upper ends of ranges: `2026-03-02 09:00`; absent without a start.
    pub begins: Option<String>,
    /// When it is over.
    pub ends: Option<String>,
}

/// The calendar with its reserve.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ReserveView {
    /// Percent of time that is added.
    pub percent: u32,
    /// Working days in all.
    pub days: String,
    /// The working day on which whatever comes next can start.
    pub next_day: String,
}

/// Where something stands in the calendar.
struct Place {
    /// The working days on which it starts and ends.
    days: [Interval; 2],
    /// Working minutes before it begins, and until it is over.
    minutes: [u64; 2],
}

/// The size of the phase at this index.
pub(super) fn size(planned: &Planned<'_>, index: usize) -> SizeView {
    let (_, scheduled, _) = planned.phase(index);
    let days = [scheduled.first_day, scheduled.last_day];
    let place = Place { days, minutes: [scheduled.start.max, scheduled.finish.max] };
    sized(planned, &scheduled.size, &scheduled.parts, &place)
}

/// The size of the whole plan.
pub(super) fn total(planned: &Planned<'_>) -> SizeView {
    let schedule = planned.schedule;
    let parts: Vec<Interval> = schedule.order.iter().map(|it| schedule.phases[*it].size.time).collect();
    let days = [Interval::exact(1), schedule.days];
    sized(planned, &schedule.total, &parts, &Place { days, minutes: [0, schedule.makespan.max] })
}

/// The calendar with what the plan adds to it for what nobody foresees.
pub(super) fn reserve(planned: &Planned<'_>) -> Option<ReserveView> {
    let (plan, schedule) = (planned.plan, planned.schedule);
    let percent = plan.calendar.reserve.as_ref()?.value;
    let whole = with_reserve(schedule.makespan, percent);
    let days = |it| planned.words.units.numbers(it);
    let clock = Clock::of(&plan.calendar);
    (whole.max > 0).then(|| ReserveView {
        percent,
        days: days(clock.last_day(whole)),
        next_day: days(clock.first_day(whole)),
    })
}

fn sized(planned: &Planned<'_>, size: &Size, parts: &[Interval], place: &Place) -> SizeView {
    let units = &planned.words.units;
    let budgeted = size.time.max > 0;
    let [first_day, last_day] = place.days.map(|it| budgeted.then(|| units.numbers(it)));
    let clock = Clock::of(&planned.plan.calendar);
    let [begins, ends] = [clock.begins(place.minutes[0]), clock.ends(place.minutes[1])];
    let shown = |it: Option<NaiveDateTime>| it.filter(|_| budgeted).map(|it| moment(planned, &clock, it));
    SizeView {
        time: time(size.time, units),
        sum: sum(parts, units).filter(|_| parts.iter().copied().sum::<Interval>() == size.time),
        mandatory: time(size.optional, units).and_then(|_| time(size.mandatory, units)),
        optional: time(size.optional, units),
        credits: (size.credits.max > 0).then(|| units.credits(size.credits)),
        first_day,
        last_day,
        begins: shown(begins),
        ends: shown(ends),
    }
}

/// A moment as the words print dates, with the time of day if the plan states one.
fn moment(planned: &Planned<'_>, clock: &Clock, moment: NaiveDateTime) -> String {
    let date = planned.words.text("amounts.date").unwrap_or("%Y-%m-%d");
    let format = if clock.exact { format!("{date} %H:%M") } else { date.to_owned() };
    moment.format(&format).to_string()
}
