//! A time line as a Mermaid Gantt chart.

use super::escape::{escaped, escaped_start};
use crate::pictures::{Chart, Row, Tone, joined};

/// Units of Mermaid's clock in a working day.
const DAY: u128 = 1_000;

/// Writes a time line as a Mermaid Gantt chart, one section for each lane.
///
/// Working days are not days of a calendar, so no date is given: Mermaid's clock is set to count in
/// milliseconds, and one second of it stands for one working day. `%s`, seconds since its beginning, then
/// reads as the number of the day, in every time zone and for plans of any length.
pub fn gantt(chart: &Chart) -> String {
    let mut lines = opening(chart);
    let mut number = 0;
    for (lane, rows) in lanes(&chart.rows) {
        lines.push(format!("    section {}", escaped(lane)));
        for row in rows {
            number += 1;
            lines.push(row_line(row, number, chart.day.max(1)));
        }
    }
    lines.join("\n") + "\n"
}

fn opening(chart: &Chart) -> Vec<String> {
    let heading = chart.heading();
    let mut lines = vec!["gantt".to_owned()];
    if !heading.is_empty() {
        lines.push(format!("    title {}", escaped(&heading)));
    }
    lines.extend(["    dateFormat x", "    axisFormat day %s"].map(str::to_owned));
    lines.push(format!("    tickInterval {}", tick(chart)));
    lines.push("    todayMarker off".to_owned());
    if chart.rows.is_empty() {
        lines.push(format!("    nothing is planned :milestone, none, {DAY}, 0ms"));
    }
    lines
}

/// A round number of days, such that about a dozen of them make up the chart.
fn tick(chart: &Chart) -> String {
    let end = chart.rows.iter().map(|it| it.end).max().unwrap_or(0).max(chart.span);
    let days = end / chart.day.max(1);
    let seconds = [1, 2, 5, 10, 15, 30].into_iter().find(|it| days <= it * 12);
    match seconds {
        Some(seconds) => format!("{seconds}second"),
        // The steps that Mermaid's clock offers above are minutes, of sixty days each.
        None if days <= 60 * 12 => "1minute".to_owned(),
        None => format!("{}minute", [2, 5, 10, 15, 30].into_iter().find(|it| days <= it * 720).unwrap_or(30)),
    }
}

/// Rows by lane, in the order in which lanes first appear. Mermaid would colour a repeated section anew.
fn lanes(rows: &[Row]) -> Vec<(&str, Vec<&Row>)> {
    let mut lanes: Vec<(&str, Vec<&Row>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for row in rows {
        let place = *places.entry(row.lane.as_str()).or_insert(lanes.len());
        if place == lanes.len() {
            lanes.push((&row.lane, Vec::new()));
        }
        lanes[place].1.push(row);
    }
    lanes
}

fn row_line(row: &Row, number: usize, day: u64) -> String {
    let at = |minutes: u64| u128::from(minutes) * DAY / u128::from(day);
    // The first day is day 1.
    let (start, length) = (at(row.start) + DAY, at(row.end).saturating_sub(at(row.start)));
    let text = escaped_start(&joined([&row.title, &row.label], ", "));
    format!("    {text} :{}r{number}, {start}, {length}ms", tags(row))
}

fn tags(row: &Row) -> String {
    let tag = match row.tone {
        Tone::Usual | Tone::Optional => "",
        Tone::Critical => "crit, ",
        Tone::Done => "done, ",
    };
    let milestone = if row.end <= row.start { "milestone, " } else { "" };
    format!("{tag}{milestone}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str, lane: &str, (start, end): (u64, u64)) -> Row {
        Row { title: title.to_owned(), lane: lane.to_owned(), start, end, ..Row::default() }
    }

    #[test]
    fn rows_stand_in_the_section_of_their_lane_with_their_time_in_working_days() {
        let mut rows =
            vec![row("One", "A", (0, 240)), row("Two", "B", (0, 480)), row("Three", "A", (480, 480))];
        rows[0].tone = Tone::Critical;
        rows[0].label = "4 h".to_owned();
        rows[1].tone = Tone::Done;
        let start = Some("2025-01-06".to_owned());
        let text = gantt(&Chart { title: "Plan".to_owned(), rows, day: 480, span: 960, start });
        let expected = "gantt
    title Plan, day 1 is 2025-01-06
    dateFormat x
    axisFormat day %s
    tickInterval 1second
    todayMarker off
    section A
    One, 4 h :crit, r1, 1000, 500ms
    Three :milestone, r2, 2000, 0ms
    section B
    Two :done, r3, 1000, 1000ms
";
        assert_eq!(text, expected);
    }

    #[test]
    fn text_cannot_break_out_of_its_line() {
        let rows = vec![row("section: a;b,c#d", "\"]; end\n%%{init}", (0, 1)), row("", "", (5, 2))];
        let text = gantt(&Chart { rows, ..Chart::default() });
        assert!(text.contains("    #115;ection#58; a#59;b,c#35;d :r1,"), "{text}");
        assert!(text.contains("    section #quot;#93;#59; end #37;#37;#123;init#125;\n"), "{text}");
        assert!(text.contains("    section #160;\n    #160; :milestone, r2,"), "{text}");
    }

    #[test]
    fn ticks_get_rarer_as_plans_get_longer() {
        let of = |days| tick(&Chart { day: 1, span: days, ..Chart::default() });
        assert_eq!(
            [0, 12, 13, 700, 2_000, u64::MAX].map(of),
            ["1second", "1second", "2second", "1minute", "5minute", "30minute"]
        );
    }

    #[test]
    fn an_empty_chart_says_so() {
        assert!(gantt(&Chart::default()).contains("nothing is planned :milestone"));
    }
}
