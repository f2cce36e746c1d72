//! `Plan-*` lines outside git's trailer block, as squash merges leave them.
//!
//! A squashed message holds the messages of several commits, and git sees the trailers of the last one
//! only. What one of them says must not be taken for another's, so each keeps its own lines.

use super::{Message, Trailer, trailer};

/// The `Plan-*` lines of one of the commits that a message holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loose {
    /// Lines that may be the subjects of the commits that were squashed: several right below each other state
    /// the lines together.
    pub titles: Vec<String>,
    /// The id of that commit, where the message says so.
    pub source: Option<String>,
    /// Its `Plan-*` lines; may be empty for the last one, which git's own block follows.
    pub trailers: Vec<Trailer>,
}

impl Message {
    /// The loose lines of the message, commit by commit. The last entry is what git's own block follows:
    /// it has no lines unless nothing but a blank line stands between.
    pub fn loose(&self) -> Vec<Loose> {
        let (title, trailers) = in_subject(&self.subject);
        let first = Loose { titles: vec![title.to_owned()], source: None, trailers };
        let mut reader =
            Reader { found: Vec::new(), current: first, paragraph: Vec::new(), mode: Mode::Text };
        for line in self.body.lines() {
            reader.line(line);
        }
        reader.end_paragraph();
        reader.found.push(reader.current);
        reader.found
    }
}

/// How a line is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Text,
    /// Below a line such as `commit 0123…`, as `git merge --squash` writes it.
    Indented,
    /// Between fences; an example is no record.
    Fenced,
}

struct Reader<'m> {
    found: Vec<Loose>,
    current: Loose,
    paragraph: Vec<&'m str>,
    mode: Mode,
}

impl<'m> Reader<'m> {
    fn line(&mut self, line: &'m str) {
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        if is_fence || self.mode == Mode::Fenced {
            self.end_paragraph();
            if is_fence {
                self.mode = if self.mode == Mode::Fenced { Mode::Text } else { Mode::Fenced };
            }
            return;
        }
        if let Some(id) = squashed_id(line) {
            self.end_paragraph();
            self.end_commit();
            self.current.source = Some(id.to_owned());
            self.mode = Mode::Indented;
            return;
        }
        match self.mode {
            Mode::Indented if trailer::is_blank(line) => self.end_paragraph(),
            Mode::Indented => self.paragraph.extend(line.strip_prefix("    ")),
            _ if trailer::is_blank(line) => self.end_paragraph(),
            _ => {
                // Subjects right below each other are those of one block of lines.
                let follows = self.paragraph.iter().all(|it| bullet(it).is_some());
                if bullet(line).is_some() && !follows {
                    self.end_paragraph();
                }
                self.paragraph.push(line);
            }
        }
    }

    /// Takes the lines of a paragraph over; prose after lines of a commit starts the next commit.
    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let Some(first) = paragraph.first() else { return };
        let mut trailers = trailer::parse(&paragraph.join("\n"));
        trailers.retain(Trailer::is_record);
        let starts_commit = bullet(first).is_some() || trailers.is_empty();
        if starts_commit && !self.current.trailers.is_empty() {
            self.end_commit();
        }
        if bullet(first).is_some() {
            self.current.titles.clear();
        }
        let subjects = paragraph.iter().map_while(|it| bullet(it));
        self.current.titles.extend(subjects.map(str::to_owned));
        let is_text = bullet(first).is_none();
        if is_text && (trailers.is_empty() || !trailers.iter().any(|it| first.starts_with(it.key.as_str()))) {
            self.current.titles.push((*first).to_owned());
        }
        self.current.trailers.extend(trailers);
    }

    fn end_commit(&mut self) {
        let current = std::mem::take(&mut self.current);
        if !current.trailers.is_empty() {
            self.found.push(current);
        }
    }
}

/// The lines that follow a subject without the blank line that should stand between: git joins them to it.
fn in_subject(subject: &str) -> (&str, Vec<Trailer>) {
    let starts = subject.match_indices(" Plan-").map(|it| it.0);
    let starts: Vec<usize> = starts.filter(|it| trailer::separator(&subject[it + 1..]).is_some()).collect();
    let ends = starts.iter().skip(1).copied().chain([subject.len()]);
    let lines = starts.iter().zip(ends).flat_map(|(start, end)| trailer::parse(&subject[start + 1..end]));
    (&subject[..starts.first().copied().unwrap_or(subject.len())], lines.collect())
}

/// What a forge writes before the subject of each commit that it squashes.
fn bullet(line: &str) -> Option<&str> {
    line.strip_prefix("* ")
}

fn squashed_id(line: &str) -> Option<&str> {
    let id = line.strip_prefix("commit ")?;
    (id.len() >= 40 && id.bytes().all(|it| it.is_ascii_hexdigit())).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Titles, joined, and lines of each commit.
    fn loose(message: &str) -> Vec<(String, Vec<String>)> {
        let lines = |it: &Loose| it.trailers.iter().map(|it| format!("{}={}", it.key, it.value)).collect();
        let found = Message::parse(message).loose();
        found.iter().map(|it| (it.titles.join("|"), lines(it))).collect()
    }

    fn entry(titles: &str, lines: &[&str]) -> (String, Vec<String>) {
        (titles.to_owned(), lines.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn each_commit_of_a_forges_squash_keeps_its_own_lines() {
        let message = "all (#7)\n\n* feat: a\n\nbody\n\nPlan-Phase: 1\nPlan-Step: 1\n\n* feat: b\nPlan-Step: 2\n\n\
                       * feat: c\n\nPlan-Step: 3\n";
        let expected = [
            entry("feat: a|body", &["Plan-Phase=1", "Plan-Step=1"]),
            entry("feat: b", &["Plan-Step=2"]),
            entry("feat: c", &[]),
        ];
        assert_eq!(loose(message), expected);
    }

    #[test]
    fn subjects_right_below_each_other_share_the_lines_that_follow() {
        let message = "all (#7)\n\n* feat: a\n* feat: b\n\nPlan-Phase: 1\n\n* feat: c\nPlan-Step: 2\n";
        let expected = [entry("feat: a|feat: b", &["Plan-Phase=1"]), entry("feat: c", &["Plan-Step=2"])];
        assert_eq!(loose(message), expected);
    }

    #[test]
    fn each_commit_of_gits_squash_keeps_its_id_and_lines() {
        let id = "0123456789012345678901234567890123456789";
        let message = format!(
            "Squashed commit of the following:\n\ncommit {id}\nAuthor: A <a@b>\nDate:   now\n\n    feat: a\n    \n    \
             Plan-Step: 1\n      more\n"
        );
        assert_eq!(loose(&message), [entry("feat: a", &["Plan-Step=1 more"])]);
        assert_eq!(Message::parse(&message).loose()[0].source.as_deref(), Some(id));
    }

    #[test]
    fn prose_parts_two_commits_and_a_blank_line_alone_does_not() {
        let message = "a\n\nPlan-Phase: 1\n\nPlan-Step: 1\n\nb\n\nPlan-Step: 2\n\nRefs: #1\n";
        let expected = [entry("a", &["Plan-Phase=1", "Plan-Step=1"]), entry("b", &["Plan-Step=2"])];
        assert_eq!(loose(message), expected);
    }

    #[test]
    fn a_breaking_change_or_prose_in_the_block_hides_no_line() {
        let message = "a\n\nDone.\nPlan-Step: 1\nBREAKING CHANGE: x\n";
        assert_eq!(loose(message), [entry("a|Done.", &["Plan-Step=1"])]);
    }

    #[test]
    fn lines_right_below_the_subject_are_found_in_it() {
        let expected = [entry("feat: a", &["Plan-Phase=1", "Plan-Step=1/3 one done"])];
        assert_eq!(loose("feat: a\nPlan-Phase: 1\nPlan-Step: 1/3 one done\n"), expected);
        assert_eq!(loose("feat: a Plan-B for all"), [entry("feat: a Plan-B for all", &[])]);
    }

    #[test]
    fn examples_and_quotations_are_no_records() {
        let message =
            "a\n\n```\nPlan-Step: 1\n```\n\n    Plan-Step: 2\n\n> Plan-Step: 3\n\nThe Plan-Step: 4\n\nend";
        assert!(Message::parse(message).loose().iter().all(|it| it.trailers.is_empty()));
    }
}
