//! Conventional Commits, read as people really write them.

use super::trailer;

/// The types that count; any other word before a colon is part of an ordinary subject.
const KINDS: [&str; 11] =
    ["feat", "fix", "docs", "style", "refactor", "perf", "test", "build", "ci", "chore", "revert"];

/// What a conventional subject says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Conventional<'a> {
    /// In lower case.
    pub(super) kind: String,
    /// `None` when absent or empty.
    pub(super) scope: Option<&'a str>,
    /// Whether `!` stands before the colon.
    pub(super) is_breaking: bool,
    /// Never empty.
    pub(super) description: &'a str,
}

/// Takes a subject apart; `None` for any other subject.
pub(super) fn parse(subject: &str) -> Option<Conventional<'_>> {
    let letters = subject.find(|it: char| !it.is_ascii_alphabetic())?;
    let kind = subject[..letters].to_ascii_lowercase();
    let (scope, rest) = scope(&subject[letters..])?;
    let (is_breaking, rest) = rest.strip_prefix('!').map_or((false, rest), |it| (true, it));
    let description = rest.strip_prefix(':')?.trim();
    let known = KINDS.contains(&kind.as_str()) && !description.is_empty();
    known.then_some(Conventional { kind, scope, is_breaking, description })
}

/// A scope in balanced parentheses, and what follows it.
fn scope(text: &str) -> Option<(Option<&str>, &str)> {
    if !text.starts_with('(') {
        return Some((None, text));
    }
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let scope = Some(text[1..at].trim()).filter(|it| !it.is_empty());
            return Some((scope, &text[at + 1..]));
        }
    }
    None
}

/// What the body says that the change breaks: at the start of a paragraph, or in the last one.
pub(super) fn breaking_footer(body: &str) -> Option<String> {
    let paragraphs: Vec<&str> = body.trim().split("\n\n").collect();
    let last = paragraphs.len() - 1;
    paragraphs.iter().enumerate().find_map(|(index, paragraph)| {
        let lines: Vec<&str> = paragraph.trim_start_matches('\n').lines().collect();
        let searched = if index == last { lines.len() } else { lines.len().min(1) };
        (0..searched).find_map(|at| footer(&lines[at..]))
    })
}

/// A footer's text, up to the next line that is a footer itself.
fn footer(lines: &[&str]) -> Option<String> {
    let (first, following) = lines.split_first()?;
    let rest = first.strip_prefix("BREAKING CHANGE").or_else(|| first.strip_prefix("BREAKING-CHANGE"))?;
    let text = rest.strip_prefix(':').or_else(|| rest.strip_prefix(" #"))?;
    let more = following.iter().take_while(|it| trailer::separator(it).is_none());
    let words: Vec<&str> = std::iter::once(&text).chain(more).map(|it| it.trim()).collect();
    Some(words.join(" ").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(subject: &str) -> Option<(String, Option<&str>, &str)> {
        parse(subject).map(|it| (it.kind, it.scope, it.description))
    }

    #[test]
    fn lenient_subjects_are_conventional() {
        let feat = |scope, description| Some(("feat".to_owned(), scope, description));
        assert_eq!(parts("feat:add x"), feat(None, "add x"));
        assert_eq!(parts("FEAT(API):  X"), feat(Some("API"), "X"));
        assert_eq!(parts("feat(): x"), feat(None, "x"));
        assert_eq!(parts("feat(a(b)): x"), feat(Some("a(b)"), "x"));
        assert_eq!(parts("feat(a, b/c): x"), feat(Some("a, b/c"), "x"));
        assert!(parse("feat(a)!: x").unwrap().is_breaking);
    }

    #[test]
    fn other_subjects_are_ordinary() {
        for subject in [
            "feat : x",
            "feat!(a): x",
            "feat!!: x",
            "my feat: x",
            "feat: ",
            "feat",
            "feat(a: x",
            "WIP: x",
            "ABC-123: x",
            "фича(сеть): x",
            "feat,fix: x",
            "feat)x: y",
            "",
        ] {
            assert_eq!(parse(subject), None, "{subject}");
        }
    }

    #[test]
    fn a_breaking_footer_stands_after_a_blank_line_or_in_the_last_paragraph() {
        assert_eq!(breaking_footer("BREAKING CHANGE: a\n  b\nRefs: #1").unwrap(), "a b");
        assert_eq!(breaking_footer("BREAKING CHANGE: a\n\nmore").unwrap(), "a");
        assert_eq!(breaking_footer("body\n\nRefs: x\nBREAKING-CHANGE #5").unwrap(), "5");
        assert_eq!(breaking_footer("prose\nBREAKING CHANGE: a\n\nmore"), None);
        assert_eq!(breaking_footer("breaking change: a"), None);
        assert_eq!(breaking_footer(""), None);
    }
}
