//! Parts a page into blocks that can be read alone, and says which of them need no parser to be checked.

/// Lines of a page whose meaning does not depend on those around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block<'a> {
    /// Its lines.
    pub(super) text: &'a str,
    /// How many lines stand before it.
    pub(super) before: usize,
    /// What is known of it without a parser.
    pub(super) sort: Sort<'a>,
}

/// What is known of a block without a parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort<'a> {
    /// Code, text or a table with nothing in it that a check looks at.
    Plain,
    /// A line across the page.
    Rule,
    /// A heading of this level, whose text has no markup.
    Heading(u8, &'a str),
    /// Whatever else.
    Rich,
}

/// The blocks of a page, from its beginning. Each ends before a line that no block before it can reach: one
/// that follows a blank line and is not indented. What a parser finds still open at the end of a block goes
/// on, so then [`Blocks::rest`] is one with it.
pub(super) struct Blocks<'a> {
    page: &'a str,
    at: usize,
    before: usize,
    /// Whether something in the page may change what stands anywhere in it.
    is_whole: bool,
}

impl<'a> Blocks<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        // A carriage return ends a line too.
        let is_whole = page.contains('\r') || page.match_indices("]:").any(|it| defines_link(page, it.0));
        Self { page, at: 0, before: 0, is_whole }
    }

    /// All of a page as one block.
    #[cfg(test)]
    pub(super) fn whole(page: &'a str) -> Self {
        Self { page, at: 0, before: 0, is_whole: true }
    }

    /// A block with all that follows it, which it may reach.
    pub(super) fn rest(&mut self, block: &Block<'a>) -> Block<'a> {
        let start = self.at - block.text.len();
        self.at = self.page.len();
        Block { text: &self.page[start..], before: block.before, sort: Sort::Rich }
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        let rest = &self.page[self.at..];
        let first = rest.split_inclusive('\n').next()?;
        let (length, sort) = match Fence::of(first) {
            _ if self.is_whole => (rest.len(), Sort::Rich),
            Some(fence) => match fence.length(rest) {
                Some(length) => (length, Sort::Plain),
                None => (rest.len(), Sort::Rich),
            },
            None if first == "\n" => (1, Sort::Plain),
            None => match heading(first) {
                Some(heading) => (first.len(), heading),
                None => text(rest),
            },
        };
        let block = Block { text: &rest[..length], before: self.before, sort };
        self.at += length;
        self.before += block.text.bytes().filter(|it| *it == b'\n').count();
        // Blank lines between blocks say nothing.
        if block.text.trim().is_empty() { self.next() } else { Some(block) }
    }
}

/// Whether a bracket may close the name of a link that is defined here for the whole page: `[name]: address`.
fn defines_link(page: &str, closes: usize) -> bool {
    let bytes = &page.as_bytes()[..closes];
    let Some(opens) = bytes.iter().rev().take(LONGEST_NAME).position(|it| *it == b'[') else { return false };
    let line = bytes[..closes - opens - 1].rsplit(|it| *it == b'\n').next().unwrap_or_default();
    line.ends_with(b"\\") || line.iter().all(|it| it.is_ascii_digit() || b" \t>*+-.)".contains(it))
}

/// The longest name of a link, in bytes: a thousand letters.
const LONGEST_NAME: usize = 4_000;

/// The opening fence of a block of code that is not indented.
struct Fence {
    letter: u8,
    length: usize,
}

impl Fence {
    fn of(line: &str) -> Option<Self> {
        let letter = *line.as_bytes().first().filter(|it| matches!(it, b'`' | b'~'))?;
        let length = run(line, letter);
        let info = &line[length..];
        (length >= 3 && (letter == b'~' || !info.contains('`'))).then_some(Self { letter, length })
    }

    /// The length of the block that it opens; `None` if nothing closes it.
    fn length(&self, text: &str) -> Option<usize> {
        let mut length = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            length += line.len();
            let indented = line.trim_start_matches(' ');
            let fence = run(indented, self.letter);
            let closes = fence >= self.length && indented[fence..].trim_matches([' ', '\t', '\n']).is_empty();
            if number > 0 && closes && line.len() - indented.len() < 4 {
                return Some(length);
            }
        }
        None
    }
}

/// How often a line begins with a letter.
fn run(line: &str, letter: u8) -> usize {
    line.bytes().take_while(|it| *it == letter).count()
}

/// A heading with signs before it, which takes one line.
fn heading(line: &str) -> Option<Sort<'_>> {
    let level = run(line, b'#');
    let text = line[level..].strip_prefix(' ')?.trim_matches([' ', '\t', '\n']);
    let has_markup = |it: char| it.is_ascii_punctuation() && !"()-,.;:!'\"?/%+={}|".contains(it);
    let level = u8::try_from(level).ok().filter(|it| (1..=6).contains(it))?;
    let is_plain = !text.is_empty() && !text.contains(has_markup);
    Some(if is_plain { Sort::Heading(level, text) } else { Sort::Rich })
}

/// The length of a block of text at the beginning of this one, and its sort.
fn text(rest: &str) -> (usize, Sort<'_>) {
    let is_reached = |at: usize| matches!(rest.as_bytes().get(at + 2), Some(b' ' | b'\t' | b'\n'));
    let end = rest.match_indices("\n\n").map(|it| it.0).find(|at| !is_reached(*at));
    let block = &rest[..end.map_or(rest.len(), |it| it + 1)];
    let sort = match block.trim_end() {
        "---" => Sort::Rule,
        block if block.starts_with('|') && is_table(block) && !holds_inline(block) => Sort::Plain,
        block if holds_inline(block) || block.lines().any(is_structure) => Sort::Rich,
        _ => Sort::Plain,
    };
    (block.len(), sort)
}

/// Whether there may be a link, HTML, or a fence.
fn holds_inline(block: &str) -> bool {
    let bytes = block.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(b'\n');
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'<' => next(at).is_ascii_alphabetic() || b"/!?".contains(&next(at)),
        b']' => next(at) == b'(',
        // A link by itself, whose address may begin with the letter before it.
        b':' => bytes[..at].ends_with(b"mailto") || bytes[..at].ends_with(b"xmpp"),
        b'`' | b'~' => next(at) == *byte && bytes.get(at + 2) == Some(byte),
        _ => false,
    })
}

/// Whether a line may be a heading, a rule, or belong to a table.
fn is_structure(line: &str) -> bool {
    let inside = line.trim_start_matches([' ', '\t', '>']);
    let underlines = |it: char| matches!(it, '|' | ':' | '-' | '=' | '*' | '_' | ' ' | '\t');
    inside.starts_with(['#', '|']) || (!inside.is_empty() && inside.trim_matches(underlines).is_empty())
}

/// Whether these lines are a table whose rows have as many cells as it has columns.
fn is_table(block: &str) -> bool {
    let is_delimiter = |it: &str| {
        let dashes = it.strip_prefix('|').unwrap_or(it).trim_end_matches(' ');
        dashes.strip_suffix('|').unwrap_or(dashes).split('|').all(is_dashes)
    };
    let mut lines = block.lines();
    let columns = lines.next().map_or(0, cells);
    lines.next().is_some_and(|it| is_delimiter(it) && cells(it) == columns)
        && block.lines().all(|it| it.starts_with('|') && cells(it) == columns)
}

/// The delimiter of one column: `---`, `:--`.
fn is_dashes(cell: &str) -> bool {
    let cell = cell.trim_matches(' ');
    let cell = cell.strip_prefix(':').unwrap_or(cell);
    let cell = cell.strip_suffix(':').unwrap_or(cell);
    !cell.is_empty() && cell.bytes().all(|it| it == b'-')
}

/// Number of cells in a row, between pipes that are not escaped.
pub(super) fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut pipes = 0;
    let mut escaped = false;
    for letter in row.bytes() {
        pipes += usize::from(letter == b'|' && !escaped);
        escaped = letter == b'\\' && !escaped;
    }
    if row.ends_with('|') && !row.ends_with("\\|") { pipes } else { pipes + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts(page: &str) -> Vec<Sort<'_>> {
        Blocks::of(page).map(|it| it.sort).collect()
    }

    #[test]
    fn code_tables_and_plain_text_need_no_parser() {
        let page = "# A\n\ntext `a|b`\n- [ ] one\n\n  more\n\n```sh\n<b>\n\n# x\n```\n\n| a |\n|---|\n| b |\n\n---\n";
        let plain = Sort::Plain;
        assert_eq!(sorts(page), [Sort::Heading(1, "A"), plain, plain, plain, Sort::Rule]);
        let texts: String = Blocks::of(page).map(|it| it.text).collect();
        assert_eq!(texts.replace('\n', ""), page.replace('\n', ""));
    }

    #[test]
    fn what_a_check_looks_at_is_left_to_the_parser() {
        for block in
            ["[a](b)", "a <b>", "| a |\n|---|\n| b | c |", "a\n===", "- ```\n  x", "## a `b`", "***", "| a |"]
        {
            assert_eq!(sorts(block), [Sort::Rich], "{block}");
        }
        assert_eq!(sorts("a\n\n[x]: y\n"), [Sort::Rich]);
    }
}
