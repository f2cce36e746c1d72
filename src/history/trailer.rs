//! Git's trailer block: where it is in a message, and what its lines say, by git's own rules.

use super::Trailer;
use std::ops::Range;

/// Lines that git writes by itself; one of them lets prose stand in the block.
const GENERATED: [&str; 2] = ["Signed-off-by: ", "(cherry picked from commit "];

/// What a commit template is cut off by.
const SCISSORS: &str = "# ------------------------ >8 ------------------------\n";

/// Where the trailer block of a message is; empty, at the end of the text, when there is none.
///
/// The message starts with its title: blank lines before it are gone.
pub(super) fn block(message: &str) -> Range<usize> {
    let end = end_of_text(message);
    start_of_block(&message[..end])..end
}

/// The trailers of a block, values unfolded, in order.
pub(super) fn parse(block: &str) -> Vec<Trailer> {
    let mut trailers: Vec<Trailer> = Vec::new();
    // A line that continues something other than a trailer is no trailer's business.
    let mut open = false;
    for line in block.lines() {
        if line.starts_with(is_space) {
            if let Some(last) = trailers.last_mut().filter(|_| open) {
                last.value.push(' ');
                last.value.push_str(line.trim_start_matches(is_space));
            }
            continue;
        }
        let separator = separator(line);
        open = separator.is_some();
        trailers.extend(separator.map(|at| Trailer {
            key: trim(&line[..at]).to_owned(),
            value: line[at + 1..].trim_start_matches(is_space).to_owned(),
        }));
    }
    for trailer in &mut trailers {
        trailer.value = trim(&trailer.value).to_owned();
    }
    trailers.shrink_to_fit();
    trailers
}

/// Where the colon of a trailer line is: after letters, digits and hyphens, then blanks if any.
pub(super) fn separator(line: &str) -> Option<usize> {
    let key = line.bytes().take_while(|it| it.is_ascii_alphanumeric() || *it == b'-').count();
    let blanks = line.bytes().skip(key).take_while(|it| matches!(it, b' ' | b'\t')).count();
    let found = line.as_bytes().get(key + blanks) == Some(&b':') && key > 0;
    found.then_some(key + blanks)
}

/// The block starts after the last blank line, if enough of what follows are trailers.
fn start_of_block(text: &str) -> usize {
    let title = end_of_title(text);
    let mut tally = Tally::default();
    let mut end = text.len();
    while end > title {
        let before = &text.as_bytes()[..end - 1];
        let start = before.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        let line = &text[start..end];
        if start < title {
            break;
        }
        if !is_blank(line) || line.starts_with('#') {
            tally.count(line);
        } else if tally.seen {
            return if tally.is_block() { end } else { text.len() };
        }
        end = start;
    }
    text.len()
}

/// What the lines of the last paragraph are, counted from its end.
#[derive(Default)]
struct Tally {
    seen: bool,
    generated: bool,
    trailers: usize,
    others: usize,
    /// Indented lines, which belong to whatever line turns out to stand above them.
    indented: usize,
}

impl Tally {
    fn count(&mut self, line: &str) {
        if line.starts_with('#') {
            self.others += std::mem::take(&mut self.indented);
            return;
        }
        self.seen = true;
        let generated = GENERATED.iter().any(|it| line.starts_with(it));
        if generated || separator(line).is_some() {
            self.generated |= generated;
            self.trailers += 1;
            self.indented = 0;
        } else if line.starts_with(is_space) {
            self.indented += 1;
        } else {
            self.others += 1 + std::mem::take(&mut self.indented);
        }
    }

    fn is_block(&self) -> bool {
        let others = self.others + self.indented;
        let enough = self.generated && self.trailers * 3 >= others;
        enough || (self.trailers > 0 && others == 0)
    }
}

/// The first paragraph is the title and never holds trailers.
fn end_of_title(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_blank(line) && !line.starts_with('#') {
            break;
        }
        at += line.len();
    }
    at
}

/// Leaves out what git takes for leftovers at the end: comments, blank lines, an old list of conflicts.
fn end_of_text(message: &str) -> usize {
    let cut = cut_at_scissors(message);
    let mut leftovers = None;
    let mut conflicts = false;
    let mut at = 0;
    for line in message[..cut].split_inclusive('\n') {
        // Git takes an offset of zero for "none found".
        let start = leftovers.or((at > 0).then_some(at));
        if line.starts_with('#') || line.starts_with('\n') {
            leftovers = start;
        } else if line == "Conflicts:\n" {
            conflicts = true;
            leftovers = start;
        } else if !(conflicts && line.starts_with('\t')) {
            leftovers = None;
            conflicts = false;
        }
        at += line.len();
    }
    leftovers.unwrap_or(cut)
}

fn cut_at_scissors(message: &str) -> usize {
    if message.starts_with(SCISSORS) {
        return 0;
    }
    message
        .match_indices(SCISSORS)
        .map(|(at, _)| at)
        .find(|at| message[..*at].ends_with('\n'))
        .unwrap_or(message.len())
}

pub(super) fn is_blank(line: &str) -> bool {
    trim(line).is_empty()
}

/// What git counts as white space: no form feed, nothing beyond ASCII.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trailers(message: &str) -> Vec<String> {
        parse(&message[block(message)]).into_iter().map(|it| format!("{}={}", it.key, it.value)).collect()
    }

    #[test]
    fn values_are_unfolded_and_may_be_empty() {
        let message = "t\n\nReviewed-by:\nNote: one\n  two\n\tthree\n";
        assert_eq!(trailers(message), ["Reviewed-by=", "Note=one two three"]);
    }

    #[test]
    fn prose_in_the_last_paragraph_needs_a_line_of_gits_own() {
        assert!(trailers("t\n\nprose\nA: b\n").is_empty());
        assert_eq!(trailers("t\n\nprose\nSigned-off-by: b\n"), ["Signed-off-by=b"]);
        assert!(trailers("t\n\n1\n2\n3\n4\nSigned-off-by: b\n").is_empty());
    }

    #[test]
    fn the_title_and_inner_paragraphs_hold_no_trailers() {
        assert!(trailers("A: b\n").is_empty());
        assert!(trailers("t\n\nA: b\n\nprose\n").is_empty());
    }

    #[test]
    fn leftovers_after_the_block_do_not_hide_it() {
        assert_eq!(trailers("t\n\nA: b\n\n# comment\n\nConflicts:\n\tfile\n"), ["A=b"]);
        assert_eq!(trailers(&format!("t\n\nA: b\n{SCISSORS}diff\n")), ["A=b"]);
        assert!(trailers("# comment\nConflicts:\n\nConflicts:\n").is_empty());
    }
}
