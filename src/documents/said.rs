//! What a template sees of what commits say of themselves, beside their subjects.

use super::listing::Told;
use super::text::Foreign;
use schemars::JsonSchema;
use serde::Serialize;

/// What commits say of themselves.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct SaidView {
    /// Commit by commit, oldest first.
    pub commits: Vec<WordsView>,
    /// How many more commits say something.
    pub more: usize,
}

/// The words of a commit.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct WordsView {
    /// Full object id.
    pub id: String,
    /// The first paragraphs of its message below the subject, each on one line.
    pub paragraphs: Vec<ParagraphView>,
    /// Whether it says more.
    pub goes_on: bool,
}

/// A paragraph.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ParagraphView {
    /// On one line.
    pub text: Foreign,
    /// Whether it is an entry of a list.
    pub item: bool,
}

/// Most commits that are quoted.
const COMMITS: usize = 5;

/// Most paragraphs of the only commit that says something.
const PARAGRAPHS: usize = 4;

/// Longest paragraph of the only commit that says something, in characters.
const LONGEST: usize = 600;

/// Longest paragraph where several commits do.
const LONGEST_OF_MANY: usize = 300;

/// The words of commits below their subjects; of several only the first paragraph each.
pub(super) fn said(told: &Told<'_>) -> Option<SaidView> {
    let commits = told.changes.iter().map(|it| it.commit);
    let bodies = commits.map(|it| (it.id.clone(), paragraphs(&it.message.body)));
    let bodies: Vec<(String, Vec<String>)> = bodies.filter(|it| !it.1.is_empty()).collect();
    let (most, longest) = if bodies.len() == 1 { (PARAGRAPHS, LONGEST) } else { (1, LONGEST_OF_MANY) };
    let view = |(id, paragraphs): &(String, Vec<String>)| WordsView {
        id: id.clone(),
        paragraphs: paragraphs.iter().take(most).map(|it| ParagraphView::of(it, longest)).collect(),
        goes_on: paragraphs.len() > most,
    };
    let more = bodies.len().saturating_sub(COMMITS);
    (!bodies.is_empty()).then(|| SaidView { commits: bodies.iter().take(COMMITS).map(view).collect(), more })
}

impl ParagraphView {
    fn of(text: &str, longest: usize) -> Self {
        let item = is_item(text);
        let text = cut(if item { text[2..].trim_start() } else { text }, longest);
        // What a colon announces is not quoted where each commit has one paragraph.
        let announces = text.strip_suffix(':').filter(|_| longest == LONGEST_OF_MANY);
        Self { text: Foreign::new(&announces.map_or_else(|| text.clone(), |it| format!("{it} …"))), item }
    }
}

/// The paragraphs of a body that are prose: no code, no quotation, no lines for programs.
fn paragraphs(body: &str) -> Vec<String> {
    let mut is_fenced = false;
    let mut found = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for line in body.lines().chain([""]) {
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        if is_fence || is_fenced || line.trim().is_empty() {
            is_fenced ^= is_fence;
            close(&mut open, &mut found);
        } else {
            if is_item(line) {
                close(&mut open, &mut found);
            }
            open.push(line);
        }
    }
    close(&mut open, &mut found);
    found
}

fn close(open: &mut Vec<&str>, found: &mut Vec<String>) {
    let lines = std::mem::take(open);
    let Some(first) = lines.first() else { return };
    if is_prose(first) && lines.iter().any(|it| !is_trailer(it)) {
        let words: Vec<&str> = lines.iter().flat_map(|it| it.split_whitespace()).collect();
        found.push(words.join(" "));
    }
}

fn is_item(line: &str) -> bool {
    ["- ", "* ", "+ "].iter().any(|it| line.starts_with(it))
}

/// Whether a paragraph that begins like this is written for people.
fn is_prose(first: &str) -> bool {
    let is_code = first.starts_with("    ") || first.starts_with('\t');
    let machine =
        ["This reverts commit ", "Reverts ", "(cherry picked from", "See merge request ", "BREAKING CHANGE"];
    let is_structure = first.starts_with(['|', '>', '#', '<']) || first.starts_with("---");
    !is_code && !is_structure && !machine.iter().any(|it| first.starts_with(it))
}

/// `Key: value`, or a line such as `Fixes #12` that only a forge needs.
fn is_trailer(line: &str) -> bool {
    let key = line.split(':').next().unwrap_or_default();
    let is_key = key.len() < line.len() && key.contains('-') && !key.contains(' ');
    let words: Vec<&str> = line.split_whitespace().collect();
    let closes = ["close", "fix", "resolve", "related to", "part of", "refs", "see"];
    let is_number = words.len() <= 3 && words.last().is_some_and(|it| it.contains('#') || it.contains("://"));
    is_key || (is_number && closes.iter().any(|it| line.to_lowercase().starts_with(it)))
}

/// At most so many characters, whole words.
fn cut(text: &str, longest: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(longest) else { return text.to_owned() };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", text[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_prose_is_quoted() {
        let body =
            "Why it\nis so.\n\n    code\n\n```\nmore code\n```\n\n- one\n- two\n\nFixes #12\n\n| a |\n\nEnd.";
        assert_eq!(paragraphs(body), ["Why it is so.", "- one", "- two", "End."]);
        assert!(paragraphs("Reviewed-by: A\nSee: #1\n\nThis reverts commit 12.").len() <= 1);
        assert!(paragraphs("").is_empty());
    }

    #[test]
    fn a_long_paragraph_is_cut_between_words() {
        let text = "wörter ".repeat(200);
        let cut = cut(text.trim(), LONGEST);
        assert!(cut.ends_with("wörter …") && cut.chars().count() <= LONGEST + 2, "{cut}");
    }
}
