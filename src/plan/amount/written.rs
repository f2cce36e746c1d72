//! Budgets as a plan states them.

use super::{Budget, Duration, Interval};
use std::fmt;

impl Duration {
    /// Its amount in the unit that it has alone; `None` if it has several.
    fn alone(self) -> Option<(u64, &'static str)> {
        match (self.hundredths, self.minutes) {
            (hundredths, 0) if hundredths > 0 && hundredths % 100 == 0 => Some((hundredths / 100, "d")),
            (0, minutes) if minutes % 60 == 0 => Some((minutes / 60, "h")),
            (0, minutes) if minutes < 60 => Some((minutes, "m")),
            _ => None,
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, part, minutes) = (self.hundredths / 100, self.hundredths % 100, self.minutes);
        match (days, part) {
            (0, 0) => {}
            (days, 0) => write!(formatter, "{days}d")?,
            (days, part) => write!(formatter, "{days}.{part:02}d")?,
        }
        match (minutes / 60, minutes % 60) {
            (0, 0) if self.hundredths > 0 => Ok(()),
            (hours, 0) => write!(formatter, "{hours}h"),
            (0, minutes) => write!(formatter, "{minutes}m"),
            (hours, minutes) => write!(formatter, "{hours}h{minutes}m"),
        }
    }
}

/// As a plan states it: `2-3d`, `45m-1h30m, 20 credits`.
impl fmt::Display for Budget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time.map(|[min, max]| (min, max, min.alone().zip(max.alone()))) {
            Some((min, max, _)) if min == max => write!(formatter, "{min}")?,
            Some((_, max, Some(((least, unit), (_, same))))) if unit == same => {
                write!(formatter, "{least}-{max}")?;
            }
            Some((min, max, _)) => write!(formatter, "{min}-{max}")?,
            None => {}
        }
        let Some(Interval { min, max }) = self.credits else { return Ok(()) };
        let comma = if self.time.is_some() { ", " } else { "" };
        let least = if min == max { String::new() } else { format!("{min}-") };
        write!(formatter, "{comma}{least}{max} credits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_written_so_that_they_are_read_again() {
        for text in [
            "6h",
            "45m",
            "1h30m",
            "2-3d",
            "1.50d",
            "45m-1h30m",
            "1d-12h",
            "0h",
            "20h, 300-400 credits",
            "7 credits",
        ] {
            assert_eq!(text.parse::<Budget>().unwrap().to_string(), text);
        }
        assert_eq!("1-2w, 1,200cr".parse::<Budget>().unwrap().to_string(), "5-10d, 1200 credits");
    }
}
