//! Puts a rendered page into its final form: one blank line between blocks, none at the ends.

use super::escape::place_pipes;

/// Normalises white space outside fenced blocks, and ends with one newline.
pub(super) fn finish(page: &str) -> String {
    let mut finished = String::with_capacity(page.len());
    let mut fence: Option<&str> = None;
    let mut blank = true;
    for line in page.lines() {
        let marker = fence_marker(line);
        if fence.is_some() {
            finished.push_str(line);
            finished.push('\n');
            if marker.is_some_and(|it| Some(it) == fence && line.trim().trim_matches(['`', '~']).is_empty()) {
                fence = None;
            }
            blank = false;
            continue;
        }
        fence = marker;
        let line = line.trim_end();
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        finished.push_str(&place_pipes(line));
        finished.push('\n');
    }
    let mut finished = finished.trim_end().to_owned();
    finished.push('\n');
    finished
}

/// What opens or closes a fenced block on this line.
fn fence_marker(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    ["```", "~~~"].into_iter().find(|it| line.starts_with(it))
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
}
