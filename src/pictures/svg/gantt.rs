//! A time line as a drawing: one bar for each row, lanes apart, days as grid lines.

use super::axis::Axis;
use super::bar;
use super::page::{MARGIN, Page, TOP, px, text};
use crate::diagnostics::clean;
use crate::pictures::text::cut;
use crate::pictures::{Chart, Row};

/// Where the rows begin, below the numbers of the days.
const ROWS: f64 = TOP + 20.0;
const LANE_SIZE: f64 = 14.0;

/// Draws a time line.
pub fn gantt(chart: &Chart) -> String {
    let span = chart.rows.iter().map(|it| it.end.max(it.start)).fold(chart.span, u64::max);
    let axis = Axis::of(MARGIN + bar::TITLES, span, chart.day);
    let width = axis.left + axis.width + bar::LABELS;
    let mut bottom = ROWS;
    let (mut bands, mut rows) = (Vec::new(), Vec::new());
    for (index, row) in chart.rows.iter().enumerate() {
        if opens_lane(&chart.rows, index) {
            bands.push(lane(&row.lane, bottom, width));
            bottom += bar::HEIGHT;
        }
        rows.push(bar::draw(row, &axis, bottom));
        bottom += bar::HEIGHT;
    }
    if chart.rows.is_empty() {
        bottom += bar::HEIGHT;
        rows.push(text("cs-note", (MARGIN, bottom - 10.0), "nothing is planned"));
    }
    // Bars lie on the grid, and the grid on the bands of the lanes.
    let body = [bands, axis.draw(ROWS, bottom), rows].concat();
    let tones = chart.rows.iter().map(|it| it.tone).collect();
    Page { title: chart.heading(), width, height: bottom + 22.0, tones, body }.draw()
}

/// Whether a row is the first one of its worker. Rows that are nobody's need no heading above them.
fn opens_lane(rows: &[Row], index: usize) -> bool {
    match index.checked_sub(1) {
        Some(before) => rows[before].lane != rows[index].lane,
        None => !clean(&rows[index].lane).is_empty(),
    }
}

fn lane(name: &str, y: f64, width: f64) -> String {
    let band = format!(
        "<rect class=\"cs-lane\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\"/>",
        px(MARGIN - 10.0),
        px(y + 3.0),
        px(width - 2.0 * MARGIN + 20.0),
        px(bar::HEIGHT - 6.0)
    );
    let name = cut(&clean(name), bar::TITLES - 16.0, LANE_SIZE);
    band + &text("cs-item cs-strong", (MARGIN, y + bar::HEIGHT / 2.0 + 4.0), &name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Tone;

    fn row(lane: &str, (start, end): (u64, u64), tone: Tone) -> Row {
        Row { title: "Row".to_owned(), lane: lane.to_owned(), start, end, label: "4 h".to_owned(), tone }
    }

    fn chart(rows: Vec<Row>) -> Chart {
        Chart { title: "Plan".to_owned(), rows, day: 480, span: 960, start: None }
    }

    #[test]
    fn each_lane_has_a_heading_and_each_row_a_bar() {
        let rows = [("A", Tone::Usual), ("A", Tone::Critical), ("B", Tone::Optional), ("B", Tone::Done)];
        let picture = gantt(&chart(rows.map(|(lane, tone)| row(lane, (0, 480), tone)).to_vec()));
        assert_eq!(picture.matches("class=\"cs-lane\"").count(), 2);
        for class in ["usual", "critical", "optional", "done"] {
            // Once as a bar and once in the legend.
            assert_eq!(picture.matches(&format!("class=\"cs-bar cs-{class}\"")).count(), 2);
        }
    }

    #[test]
    fn rows_that_are_nobodys_have_no_heading() {
        let picture = gantt(&chart(vec![row("", (0, 480), Tone::Usual)]));
        assert!(!picture.contains("class=\"cs-lane\""));
    }

    #[test]
    fn a_row_without_length_can_be_seen() {
        for time in [(480, 480), (480, 0)] {
            let picture = gantt(&chart(vec![row("A", time, Tone::Usual)]));
            assert!(picture.contains("width=\"3\" height=\"17\""), "{picture}");
        }
    }

    #[test]
    fn text_cannot_break_out_of_its_element() {
        let evil = "</text><script>".to_owned();
        let (title, lane, label) = (evil.clone(), evil.clone(), evil.clone());
        let rows = vec![Row { title, lane, label, ..Row::default() }];
        let picture = gantt(&Chart { title: evil.clone(), rows, start: Some(evil), ..Chart::default() });
        assert!(!picture.contains("<script"));
    }

    #[test]
    fn an_empty_chart_says_so() {
        let picture = gantt(&Chart::default());
        assert!(picture.contains(">nothing is planned<") && !picture.contains("NaN"));
    }

    #[test]
    fn absurd_times_do_no_harm() {
        let picture = gantt(&Chart { day: 0, ..chart(vec![row("A", (u64::MAX, u64::MAX), Tone::Usual)]) });
        assert!(!picture.contains("NaN") && !picture.contains("inf") && picture.len() < 20_000);
    }
}
