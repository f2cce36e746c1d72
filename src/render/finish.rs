//! Puts a rendered page into its final form: one blank line between blocks, none at the ends.

use super::escape::{place_pipes, plain_pipes};
use super::tables;

/// Normalises white space outside fenced blocks, lays out tables, and ends with one newline.
pub(super) fn finish(page: &str) -> String {
    finished(page).0
}

/// The same, and for each line of it the number of the line that it comes from; there may be more of these than
/// lines.
pub(super) fn finished(page: &str) -> (String, Vec<usize>) {
    let mut finished = String::with_capacity(page.len() + page.len() / 8);
    let mut from = Vec::new();
    let mut fence: Option<Fence> = None;
    let mut blank = true;
    let mut table: Vec<String> = Vec::new();
    for (number, line) in page.lines().enumerate() {
        let marker = Fence::of(line);
        if let Some(open) = fence {
            finished.push_str(&plain_pipes(line));
            finished.push('\n');
            from.push(number);
            fence = fence.filter(|_| !marker.is_some_and(|it| it.closes(open)));
            blank = false;
            continue;
        }
        fence = marker.filter(|it| it.opens());
        let line = line.trim_end();
        if line.trim_start().starts_with('|') {
            table.push(place_pipes(line));
            from.push(number);
            blank = false;
            continue;
        }
        end_table(&mut table, &mut finished);
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        finished.push_str(&place_pipes(line));
        finished.push('\n');
        from.push(number);
    }
    end_table(&mut table, &mut finished);
    let mut finished = finished.trim_end().to_owned();
    finished.push('\n');
    (finished, from)
}

fn end_table(table: &mut Vec<String>, finished: &mut String) {
    for line in tables::laid_out(&std::mem::take(table)) {
        finished.push_str(&line);
        finished.push('\n');
    }
}

/// A run of three or more backticks or tildes at the start of a line.
#[derive(Clone, Copy)]
struct Fence<'a> {
    letter: char,
    length: usize,
    /// What stands after the run.
    rest: &'a str,
}

impl<'a> Fence<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let line = line.trim_start();
        let letter = line.chars().next().filter(|it| matches!(it, '`' | '~'))?;
        let rest = line.trim_start_matches(letter);
        let length = line.len() - rest.len();
        (length >= 3).then_some(Self { letter, length, rest })
    }

    /// A run with a backtick after it is not a fence but the start of a code span.
    fn opens(self) -> bool {
        self.letter == '~' || !self.rest.contains('`')
    }

    fn closes(self, open: Fence<'_>) -> bool {
        self.letter == open.letter && self.length >= open.length && self.rest.trim().is_empty()
    }
}

/// A line that holds only a template tag, with its newline moved into the tag, so that it leaves no
/// line behind. Every byte outside the delimiters keeps its place, so that spans still hold.
pub(super) fn without_own_lines(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    for line in template.split_inclusive('\n') {
        match own_line(line) {
            Some((opens, indent, inner, closes)) => {
                let newline = if line.ends_with('\n') { "\n" } else { "" };
                text.extend([opens, indent, inner, newline, closes]);
            }
            None => text.push_str(line),
        }
    }
    text
}

/// Delimiter, indentation, inside and delimiter of a line with one tag and nothing else.
fn own_line(line: &str) -> Option<(&str, &str, &str, &str)> {
    let body = line.strip_suffix('\n')?;
    let indent = &body[..body.len() - body.trim_start().len()];
    let tag = body.trim();
    let (opens, closes) =
        [("{%-", "-%}"), ("{%", "%}"), ("{#", "#}")].into_iter().find(|it| tag.starts_with(it.0))?;
    let closes = if tag.ends_with("-%}") { "-%}" } else { closes };
    let inner = tag.strip_prefix(opens)?.strip_suffix(closes)?;
    let trailing = body.len() - body.trim_end().len();
    (trailing == 0 && !inner.contains("%}") && !inner.contains("#}"))
        .then_some((opens, indent, inner, closes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_on_lines_of_their_own_leave_no_line_and_move_no_byte() {
        let template = "a\n  {% if x %}\nb {{ y }}\n{% endif %}\n";
        let trimmed = without_own_lines(template);
        assert_eq!(trimmed, "a\n{%   if x \n%}b {{ y }}\n{% endif \n%}");
        assert_eq!(trimmed.len(), template.len());
        assert_eq!(trimmed.find("b {{"), template.find("b {{"));
    }

    #[test]
    fn blank_lines_are_joined_outside_fences_only() {
        assert_eq!(finish("\n\na  \n\n\n\nb\n```\nx\n\n\ny\n```\n\n\n"), "a\n\nb\n```\nx\n\n\ny\n```\n");
    }

    #[test]
    fn a_code_span_with_a_long_run_is_not_taken_for_a_fence() {
        assert_eq!(finish("``` a``b ```\n\n\nc\n"), "``` a``b ```\n\nc\n");
    }

    #[test]
    fn a_fence_ends_only_at_one_that_is_as_long() {
        assert_eq!(finish("````\n```\n\n\nx\n````\n\n\ny\n"), "````\n```\n\n\nx\n````\n\ny\n");
    }
}
