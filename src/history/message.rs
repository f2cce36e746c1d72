//! Commit messages: subject, body, trailers, and what the subject and body refer to.

use super::conventional::{self, Conventional};
use super::{Message, trailer};

impl Message {
    /// Takes a decoded message apart; every message has a reading.
    pub fn parse(text: &str) -> Self {
        let text = skip_blank_lines(text.trim_start_matches('\u{feff}'));
        let (subject, rest) = subject(text);
        let block = trailer::block(text);
        let body_start = text.len() - rest.len();
        let body_end = if block.is_empty() { text.len() } else { block.start.max(body_start) };
        let with_line_feeds = |text: &str| text.trim_end().replace("\r\n", "\n");
        let rest = with_line_feeds(rest);
        let message = Self {
            body: with_line_feeds(&text[body_start..body_end]),
            trailers: trailer::parse(&text[block]),
            reverts: rest.lines().find_map(reverted),
            pull_request: pull_request(&subject, &rest),
            picked: rest.lines().filter_map(picked).next_back(),
            ..Self::default()
        };
        message.with_subject(subject, &rest)
    }

    /// Every commit that the message says it takes back, by a prefix of its id.
    pub fn reverted(&self) -> Vec<String> {
        let mut found: Vec<String> = self.reverts.iter().cloned().collect();
        for id in self.body.lines().filter_map(reverted) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }

    /// The pull request that the message takes back, as GitHub says it: `Reverts owner/repository#12`.
    pub fn reverted_pull_request(&self) -> Option<u32> {
        let named = |line: &str| {
            let (project, number) = line.strip_prefix("Reverts ")?.split_once('#')?;
            (!project.contains(' ')).then(|| leading_number(number)).flatten()
        };
        self.subject.starts_with("Revert \"").then(|| self.body.lines().find_map(named)).flatten()
    }

    fn with_subject(mut self, subject: String, rest: &str) -> Self {
        self.breaking = conventional::breaking_footer(rest);
        if let Some(Conventional { kind, scope, is_breaking, description }) = conventional::parse(&subject) {
            let description = without_pull_request(description).to_owned();
            self.kind = Some(kind);
            self.scope = scope.map(str::to_owned);
            self.breaking = self.breaking.or_else(|| is_breaking.then(|| description.clone()));
            self.description = Some(description);
        }
        self.subject = subject;
        self
    }
}

fn skip_blank_lines(text: &str) -> &str {
    let blank = text.split_inclusive('\n').take_while(|it| trailer::is_blank(it)).map(str::len).sum();
    &text[blank..]
}

/// The first paragraph on one line, and what follows it.
fn subject(text: &str) -> (String, &str) {
    let mut lines = Vec::new();
    let mut length = 0;
    for line in text.split_inclusive('\n').take_while(|it| !trailer::is_blank(it)) {
        lines.push(line.trim_end_matches(trailer::is_space));
        length += line.len();
    }
    (lines.join(" "), skip_blank_lines(&text[length..]))
}

/// The number of the pull or merge request that a commit came by.
fn pull_request(subject: &str, body: &str) -> Option<u32> {
    if let Some(rest) = subject.strip_prefix("Merge pull request #") {
        return leading_number(rest);
    }
    // What a quoted subject names is not this commit's own, and `feat(#1):` is a scope.
    let own = subject.rfind('"').map_or(subject, |it| &subject[it..]);
    let own = conventional::parse(own).map_or(own, |it| it.description);
    let named = own.rmatch_indices("(#").find_map(|(at, _)| number_in_parentheses(&own[at + 2..]));
    named.or_else(|| body.lines().find_map(merge_request))
}

fn number_in_parentheses(text: &str) -> Option<u32> {
    text[..text.find(')')?].parse().ok()
}

fn merge_request(line: &str) -> Option<u32> {
    let (project, number) = line.strip_prefix("See merge request ")?.rsplit_once('!')?;
    (!project.contains(' ')).then(|| leading_number(number)).flatten()
}

fn leading_number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

/// A description without the `(#12)` at its end, unless nothing else is in it.
fn without_pull_request(description: &str) -> &str {
    let stripped = description
        .rsplit_once(" (#")
        .filter(|(_, number)| number.strip_suffix(')').is_some_and(|it| it.parse::<u32>().is_ok()));
    stripped.map_or(description, |(rest, _)| rest.trim_end())
}

fn picked(line: &str) -> Option<String> {
    id(line.strip_prefix("(cherry picked from commit ")?)
}

fn reverted(line: &str) -> Option<String> {
    id(line.strip_prefix("This reverts commit ")?)
}

/// The id that a text starts with, whole or cut.
fn id(rest: &str) -> Option<String> {
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    (digits >= 7).then(|| rest[..digits].to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_subject_is_joined_and_the_body_ends_before_the_trailers() {
        let message = Message::parse("\n\u{20}\none\ntwo\n\nbody\n\nmore\n\nRefs: #1\n");
        assert_eq!((message.subject.as_str(), message.body.as_str()), ("one two", "body\n\nmore"));
        assert_eq!(message.trailers, [Trailer { key: "Refs".into(), value: "#1".into() }]);
    }

    #[test]
    fn conventional_parts_leave_out_the_pull_request() {
        let message = Message::parse("\u{feff}feat(#147)!: add it (#12)\r\n\r\nBody\r\n");
        assert_eq!(message.kind.as_deref(), Some("feat"));
        assert_eq!(message.scope.as_deref(), Some("#147"));
        assert_eq!(message.description.as_deref(), Some("add it"));
        assert_eq!(message.breaking.as_deref(), Some("add it"));
        assert_eq!((message.pull_request, message.body.as_str()), (Some(12), "Body"));
    }

    #[test]
    fn a_list_of_conflicts_is_left_out_only_with_the_line_ends_that_git_looks_for() {
        let keys = |text| Message::parse(text).trailers.into_iter().map(|it| it.key).collect::<Vec<_>>();
        assert_eq!(keys("t\n\nA: b\nConflicts:\n"), ["A"]);
        assert_eq!(keys("t\r\n\r\nA: b\r\nConflicts:\r\n"), ["A", "Conflicts"]);
    }

    // Case 67.
    #[test]
    fn a_pull_request_is_known_by_its_usual_phrases() {
        let number = |text| Message::parse(text).pull_request;
        assert_eq!(number("Merge pull request #12 from o/b\n\ntitle"), Some(12));
        assert_eq!(number("Revert \"x (#12)\" (#15)"), Some(15));
        assert_eq!(number("Revert \"x (#12)\""), None);
        assert_eq!(number("Merge branch 'a' into 'b'\n\nSee merge request group/project!42"), Some(42));
        assert_eq!(number("feat(#147): x, fixes #9"), None);
    }

    #[test]
    fn a_revert_names_the_commit_it_takes_back() {
        let message = Message::parse("Revert \"x\"\n\nThis reverts commit 0123456789ABCDEF.\n");
        assert_eq!(message.reverts.as_deref(), Some("0123456789abcdef"));
    }

    #[test]
    fn odd_messages_are_read_and_kept() {
        assert_eq!(Message::parse(""), Message::default());
        assert_eq!(Message::parse("\n \n"), Message::default());
        assert_eq!(Message::parse("feat:\n\nreal text").kind, None);
        assert_eq!(Message::parse("t\n\nAll: of\nit: trailers").body, "");
    }

    use super::super::Trailer;

    #[test]
    fn a_message_may_end_in_a_letter_of_several_bytes() {
        let message = Message::parse("Merge pull request #1621 from a/b\n\nAllow test_request_cont…");
        assert_eq!(message.body, "Allow test_request_cont…");
    }

    proptest::proptest! {
        /// No message is lost, whatever is in it and wherever it ends.
        #[test]
        fn any_message_can_be_taken_apart(text in "([a-zé…: #\\-\n\r\t|]|\nPlan-Step: 1|Signed-off-by: é|---\n){0,40}") {
            let message = Message::parse(&text);
            proptest::prop_assert!(!message.subject.contains('\n'));
        }
    }
}
