//! The days of a time line: where a minute lies, and which days are numbered.

use super::page::{px, text};

/// The width of the bars' part of the picture: the least, the most, and for each day.
const WIDTH: (f64, f64, f64) = (560.0, 1_500.0, 64.0);
/// The room that the number of a day takes.
const NUMBER: f64 = 34.0;

/// Minutes from left to right.
pub(super) struct Axis {
    /// Where the first day begins.
    pub(super) left: f64,
    /// How wide it is.
    pub(super) width: f64,
    day: u64,
    /// Days in all, begun ones too.
    days: u32,
}

impl Axis {
    /// Makes an axis for some minutes. `day` is how many of them make a working day.
    pub(super) fn of(left: f64, span: u64, day: u64) -> Self {
        let day = day.max(1);
        let days = bounded(span.div_ceil(day)).max(1);
        let (least, most, each) = WIDTH;
        Self { left, width: (f64::from(days) * each).clamp(least, most), day, days }
    }

    /// Where a minute lies.
    pub(super) fn x(&self, minute: u64) -> f64 {
        let whole = f64::from(bounded(minute / self.day)).min(f64::from(self.days));
        let part = f64::from(bounded(minute % self.day)) / f64::from(bounded(self.day));
        self.left + (whole + part) * self.day_width()
    }

    /// Draws a line where each numbered day begins, and the numbers above.
    pub(super) fn draw(&self, top: f64, bottom: f64) -> Vec<String> {
        let mut lines = vec![text("cs-note cs-end", (self.left - 10.0, top - 8.0), "day")];
        lines.extend([0, self.days].map(|it| grid_line(self.begin(it), top, bottom)));
        for day in self.numbered() {
            let begin = self.begin(day - 1);
            let middle = begin + self.day_width() / 2.0;
            lines.push(grid_line(begin, top, bottom));
            lines.push(text("cs-note cs-mid", (middle, top - 8.0), &day.to_string()));
        }
        lines
    }

    /// Where a day begins, counted from 0.
    fn begin(&self, day: u32) -> f64 {
        self.left + f64::from(day) * self.day_width()
    }

    fn day_width(&self) -> f64 {
        self.width / f64::from(self.days)
    }

    /// The days to number, counted from 1: multiples of a round number, and the first if there is room.
    fn numbered(&self) -> Vec<u32> {
        let steps =
            (0..10).flat_map(|it| [1, 2, 5].map(|step| 10_u32.saturating_pow(it).saturating_mul(step)));
        let wide = |step: &u32| f64::from(*step) * self.day_width() >= NUMBER;
        let step = steps.into_iter().find(wide).unwrap_or(u32::MAX);
        let first = (step > 2).then_some(1);
        first.into_iter().chain((1..=self.days / step).map(|it| it * step)).collect()
    }
}

fn grid_line(x: f64, top: f64, bottom: f64) -> String {
    format!("<path class=\"cs-grid\" d=\"M{} {}V{}\"/>", px(x), px(top), px(bottom))
}

/// What is beyond eight thousand years of minutes is drawn at their end.
fn bounded(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_short_plan_is_numbered() {
        assert_eq!(Axis::of(0.0, 4 * 480 + 1, 480).numbered(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_numbers_of_a_long_plan_are_thinned_out() {
        assert_eq!(Axis::of(0.0, 100 * 480, 480).numbered()[..4], [1, 5, 10, 15]);
        for span in [365 * 480, 10_000 * 480, u64::MAX] {
            assert!(Axis::of(0.0, span, 480).numbered().len() < 50);
        }
    }

    #[test]
    fn a_minute_lies_within_its_day() {
        let axis = Axis::of(100.0, 10 * 480, 480);
        assert!((axis.x(720) - (100.0 + 1.5 * 64.0)).abs() < 0.1);
        assert!(axis.x(u64::MAX).is_finite() && Axis::of(0.0, 0, 0).x(5).is_finite());
    }
}
