//! Escapes marked text for its place in a Markdown page.

use crate::documents::text::{FOREIGN_CLOSES, FOREIGN_OPENS, PROSE_CLOSES, PROSE_OPENS};
use std::io::Write;

/// Stands for a pipe in a code span, until it is known whether that is in a table.
pub(super) const PIPE: char = '\u{fdd4}';

/// Keeps forges from making a reference of what follows; nobody sees it.
const BREAK: char = '\u{200b}';

/// Writes a text, with what stands between marks escaped. Text without marks stays as it is.
pub(super) fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let mut rest = text;
    while let Some(start) = rest.find([FOREIGN_OPENS, PROSE_OPENS]) {
        let is_foreign = rest[start..].starts_with(FOREIGN_OPENS);
        let closes = if is_foreign { FOREIGN_CLOSES } else { PROSE_CLOSES };
        let Some(end) = rest[start..].find(closes).map(|it| start + it) else { break };
        let marked = &rest[start + FOREIGN_OPENS.len_utf8()..end];
        out.write_all(&rest.as_bytes()[..start])?;
        out.write_all(if is_foreign { foreign(marked) } else { prose(marked) }.as_bytes())?;
        rest = &rest[end + closes.len_utf8()..];
    }
    out.write_all(rest.as_bytes())
}

/// The text without marks, on one line.
pub(super) fn unmarked(text: &str) -> String {
    one_line(&text.replace(is_mark, ""))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with a capital at its beginning, if it begins with a letter.
pub(super) fn capital(text: &str) -> String {
    let start = text.len() - text.trim_start_matches(is_mark).len();
    let first = text[start..].chars().next().into_iter().flat_map(char::to_uppercase);
    let rest = text[start..].chars().skip(1);
    text[..start].chars().chain(first).chain(rest).collect()
}

/// The text as a code span.
pub(super) fn code(text: &str) -> String {
    let text = unmarked(text);
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', PIPE.encode_utf8(&mut [0; 4])))
}

/// The text for a line of a fenced block, which it cannot close.
pub(super) fn verbatim(text: &str) -> String {
    let text = unmarked(text);
    if opens_fence(&text) { format!("{BREAK}{text}") } else { text }
}

/// A line of a drawing for a fenced block, with its blanks; it cannot close the block.
pub(super) fn drawn(line: &str) -> String {
    let line: String = line.chars().filter(|it| !is_mark(*it) && *it != '\n').collect();
    if opens_fence(&line) { format!("{BREAK}{line}") } else { line }
}

fn opens_fence(line: &str) -> bool {
    ["```", "~~~"].iter().any(|it| line.trim_start().starts_with(it))
}

fn is_mark(letter: char) -> bool {
    ('\u{fdd0}'..='\u{fdd3}').contains(&letter)
}

/// The text as one word of a shell, for a fenced block.
pub(super) fn shell(text: &str) -> String {
    let text = unmarked(text);
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_./@:=+,".contains(it);
    let plain = !text.is_empty() && text.chars().all(is_plain);
    if plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// Text that is shown as it is: no markup, no link, no mention, no reference.
fn foreign(text: &str) -> String {
    let text = one_line(text);
    let letters: Vec<char> = text.chars().collect();
    let mut escaped = String::with_capacity(text.len() + text.len() / 4);
    for (at, letter) in letters.iter().copied().enumerate() {
        let before = at.checked_sub(1).map(|it| letters[it]);
        let after = letters.get(at + 1).copied();
        let at_border = (at == 0 && opens_block(&text)) || (after.is_none() && closes_heading(&text));
        if needs_backslash(letter, before, after) || at_border {
            escaped.push('\\');
        }
        escaped.push(letter);
        if is_reference(letter, after) || breaks_link(&letters, at) {
            escaped.push(BREAK);
        }
    }
    number_escaped(escaped)
}

fn needs_backslash(letter: char, before: Option<char>, after: Option<char>) -> bool {
    let inside_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    match letter {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' => true,
        '_' => !inside_word,
        '&' => after.is_some_and(|it| it.is_alphanumeric() || it == '#'),
        '!' => after == Some('['),
        _ => false,
    }
}

/// Whether a first letter would begin a heading, list, quote or the like, and is not escaped anyway.
fn opens_block(text: &str) -> bool {
    text.starts_with(['#', '>', '-', '+', '=', ':', '%'])
}

/// Whether the text ends in `#` signs that a heading would swallow.
fn closes_heading(text: &str) -> bool {
    let before = text.trim_end_matches('#');
    before.len() < text.len() && before.ends_with(' ')
}

/// A number with a point or bracket at the start would begin a list.
fn number_escaped(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    text
}

/// `@name`, `#12` and `GH-12` mean something to forges.
fn is_reference(letter: char, after: Option<char>) -> bool {
    match letter {
        '@' => after.is_some_and(|it| it.is_alphanumeric() || it == '_'),
        '#' | '!' => after.is_some_and(|it| it.is_ascii_digit()),
        '-' => after.is_some_and(|it| it.is_ascii_digit()),
        _ => false,
    }
}

/// `https://` and `www.` become links by themselves.
fn breaks_link(letters: &[char], at: usize) -> bool {
    let follows = |text: &str| letters[at + 1..].iter().copied().take(text.len()).eq(text.chars());
    let precedes = |text: &str| {
        let start = (at + 1).checked_sub(text.len());
        start.is_some_and(|it| letters[it..=at].iter().map(char::to_ascii_lowercase).eq(text.chars()))
    };
    (letters[at] == ':' && follows("//"))
        || precedes("mailto:")
        || precedes("xmpp:")
        || (precedes("www") && follows("."))
}

/// Inline Markdown on one line: code, emphasis and links stay; HTML, blocks and cells cannot begin.
fn prose(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    if opens_prose_block(&text) {
        escaped.push('\\');
    }
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        if letter == '`' {
            let run = rest.len() - rest.trim_start_matches('`').len();
            let end = closing(rest, run).filter(|_| !ends_in_link(&escaped));
            match end {
                Some(end) => escaped.push_str(&rest[..end].replace('|', PIPE.encode_utf8(&mut [0; 4]))),
                None => escaped.push_str(&"\\`".repeat(run)),
            }
            rest = &rest[end.unwrap_or(run)..];
            continue;
        }
        let mut length = letter.len_utf8();
        match letter {
            '\\' if rest.len() > 1 && !rest[1..].starts_with('<') => {
                length += rest[1..].chars().next().map_or(0, char::len_utf8);
                escaped.push_str(&rest[..length]);
            }
            '\\' if rest.len() > 1 => {
                length += 1;
                escaped.push_str(less_than(&escaped));
            }
            '\\' => escaped.push_str("\\\\"),
            '<' => escaped.push_str(less_than(&escaped)),
            '|' => escaped.push_str("\\|"),
            // What stands in brackets before a colon would be the definition of a link.
            ':' if escaped.ends_with(']') => escaped.push_str("\\:"),
            _ => escaped.push(letter),
        }
        rest = &rest[length..];
    }
    number_escaped(escaped)
}

/// Whether the last word is a link by itself, which would swallow the backtick of a code span.
fn ends_in_link(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    word.contains("://") || word.contains("www.")
}

/// An escaped `<`. A link that begins by itself would swallow a backslash, but not an entity.
fn less_than(before: &str) -> &'static str {
    if before.is_empty() || before.ends_with(' ') { "\\<" } else { "&lt;" }
}

/// The end of a code span that opens with a run of backticks, if it is closed.
fn closing(text: &str, run: usize) -> Option<usize> {
    let mut at = run;
    while let Some(start) = text[at..].find('`').map(|it| at + it) {
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        if length == run {
            return Some(start + run);
        }
        at = start + length;
    }
    None
}

fn opens_prose_block(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or(text);
    let rule = text.chars().all(|it| matches!(it, '-' | '*' | '_' | '=' | ' ')) && !text.is_empty();
    let mark = ["[ ]", "[x]", "[X]", "[!"].iter().any(|it| text.starts_with(it));
    matches!(first, "-" | "+" | "*") || rule || mark || text.starts_with(['#', '>', '=', ':', '~'])
}

/// Puts pipes of code spans in their place: escaped in the row of a table, plain anywhere else.
pub(super) fn place_pipes(line: &str) -> String {
    if !line.trim_start().starts_with('|') {
        return plain_pipes(line);
    }
    // A backslash before the escaped pipe would escape the backslash, and the pipe would end the cell.
    line.replace(&format!("\\{PIPE}"), &format!("\\{BREAK}{PIPE}")).replace(PIPE, "\\|")
}

/// Puts pipes of code spans in their place inside a fenced block, where nothing needs escaping.
pub(super) fn plain_pipes(line: &str) -> String {
    line.replace(PIPE, "|")
}

/// A mark that a template broke, if one is left.
pub(super) fn broken_mark(page: &str) -> Option<usize> {
    page.find(|it| ('\u{fdd0}'..='\u{fdef}').contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::text::{Foreign, Prose};

    fn printed(value: &impl serde::Serialize) -> String {
        let marked = serde_json::to_value(value).unwrap();
        let mut out = Vec::new();
        escape(marked.as_str().unwrap(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn foreign_text_is_escaped_where_it_must_be_and_stays_readable() {
        assert_eq!(
            printed(&Foreign::new("fix snake_case in a > b, done.")),
            "fix snake_case in a > b, done."
        );
        assert_eq!(printed(&Foreign::new("a|b *c* <d> [e](f)")), r"a\|b \*c\* \<d> \[e\](f)");
        assert_eq!(printed(&Foreign::new("closes #12 by @ada")), "closes #\u{200b}12 by @\u{200b}ada");
        assert_eq!(printed(&Foreign::new("1. one")), r"1\. one");
        assert_eq!(printed(&Foreign::new("# one\n- two")), r"\# one - two");
    }

    #[test]
    fn prose_keeps_its_markup_and_loses_its_structure() {
        assert_eq!(printed(&Prose::new("run `a|b` **now**")), format!("run `a{PIPE}b` **now**"));
        assert_eq!(printed(&Prose::new("a `b <c> | d")), r"a \`b \<c> \| d");
        assert_eq!(printed(&Prose::new("- one\n- two")), r"\- one - two");
        assert_eq!(printed(&Prose::new("www.a.b`<b>`")), r"www.a.b\`&lt;b>\`");
        assert_eq!(printed(&Prose::new("[y]: z")), r"[y]\: z");
    }

    #[test]
    fn a_line_of_a_drawing_keeps_its_blanks_and_cannot_close_its_block() {
        let line = |text: &str| serde_json::to_value(Foreign::new(text)).unwrap();
        assert_eq!(drawn(line("  | a *b*  |  | c |").as_str().unwrap()), "  | a *b*  |  | c |");
        assert_eq!(drawn(line("  ```").as_str().unwrap()), "\u{200b}  ```");
    }

    #[test]
    fn escaping_again_changes_nothing() {
        let once = printed(&Foreign::new("a|b `c` #1"));
        let mut twice = Vec::new();
        escape(&once, &mut twice).unwrap();
        assert_eq!(once.as_bytes(), twice);
    }

    #[test]
    fn a_code_span_is_longer_than_what_is_in_it() {
        assert_eq!(code("a `b` ``c``"), "``` a `b` ``c`` ```");
        assert_eq!(place_pipes(&format!("| {} |", code("a|b"))), r"| `a\|b` |");
        assert_eq!(place_pipes(&format!("- {}", code("a|b"))), "- `a|b`");
    }
}
