//! Which lines of a file are code, and which stand in a comment or in a text over several lines.

use super::syntax::{Special, Syntax};

/// Where a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Code,
    Comment,
    Text,
}

/// Reads a file line by line.
pub(super) struct Scanner<'s> {
    syntax: &'s Syntax,
    /// Whether a byte of code may begin anything else than code.
    matters: [bool; 256],
    state: State,
    /// The word that ends the text which starts on the next line.
    heredoc: Option<Vec<u8>>,
}

/// What the end of a line is in.
enum State {
    Code,
    Comment(usize),
    Text { close: Vec<u8>, escape: Option<u8> },
    Heredoc(Vec<u8>),
}

/// A pattern of a language that is longer than this is taken for a division.
const LONGEST_PATTERN: usize = 1000;

impl<'s> Scanner<'s> {
    pub(super) fn new(syntax: &'s Syntax) -> Self {
        Self { syntax, matters: matters(syntax), state: State::Code, heredoc: None }
    }

    /// Reads the next line and says where its first letter stands.
    pub(super) fn line(&mut self, line: &[u8]) -> Place {
        let place = match &self.state {
            State::Code if self.opens_comment(line) => Place::Comment,
            State::Code => Place::Code,
            State::Comment(_) => Place::Comment,
            State::Text { .. } | State::Heredoc(_) => Place::Text,
        };
        let mut at = 0;
        while at < line.len() {
            let state = std::mem::replace(&mut self.state, State::Code);
            let (step, state) = match state {
                State::Code => self.code(line, at),
                State::Comment(depth) => self.comment(&line[at..], depth),
                State::Text { close, escape } => text(&line[at..], close, escape),
                State::Heredoc(word) => heredoc(line, word),
            };
            self.state = state;
            at += step.max(1);
        }
        if let Some(word) = self.heredoc.take().filter(|_| matches!(self.state, State::Code)) {
            self.state = State::Heredoc(word);
        }
        place
    }

    fn opens_comment(&self, line: &[u8]) -> bool {
        let start = line.trim_ascii_start();
        let block = self.syntax.block.iter().map(|it| it.0);
        self.syntax.comments.iter().copied().chain(block).any(|it| start.starts_with(it.as_bytes()))
    }

    /// How far one step in code goes, and what it leads into.
    fn code(&mut self, line: &[u8], at: usize) -> (usize, State) {
        let rest = &line[at..];
        let plain = rest.iter().take_while(|it| !self.matters[usize::from(**it)]).count();
        if plain > 0 {
            return (plain, State::Code);
        }
        let opens = |it: &str| rest.starts_with(it.as_bytes());
        if self.syntax.comments.iter().any(|it| opens(it)) {
            return (rest.len(), State::Code);
        }
        if let Some((open, _)) = self.syntax.block.filter(|it| opens(it.0) && (at == 0 || !opens("="))) {
            return (open.len(), State::Comment(1));
        }
        if let Some((step, close)) = self.raw(rest) {
            return (step, State::Text { close, escape: None });
        }
        if let Some(found) = self.syntax.texts.iter().find(|it| opens(it.open)) {
            let close = found.close.as_bytes().to_vec();
            return (found.open.len(), State::Text { close, escape: found.escape });
        }
        if let Some(open) = self.syntax.heredocs.iter().find(|it| opens(it)) {
            self.heredoc = word(&rest[open.len()..]).or(self.heredoc.take());
            return (open.len(), State::Code);
        }
        let step = match rest[0] {
            b'/' if self.syntax.special == Special::JavaScript => pattern(line, at),
            b'\'' if self.syntax.special == Special::Rust => letter(rest),
            quote if self.syntax.quotes.contains(&quote) => quoted(rest),
            _ => 1,
        };
        (step, State::Code)
    }

    /// The length of what opens a text whose end it names itself, and that end.
    fn raw(&self, rest: &[u8]) -> Option<(usize, Vec<u8>)> {
        match (self.syntax.special, rest[0]) {
            (Special::Rust, b'r') => {
                let hashes = rest[1..].iter().take_while(|it| **it == b'#').count();
                let is_text = rest.get(1 + hashes) == Some(&b'"');
                is_text.then(|| (hashes + 2, [b"\"".as_slice(), &rest[1..=hashes]].concat()))
            }
            (Special::Cpp, b'R') => {
                let inner = rest.strip_prefix(b"R\"")?;
                let length = inner.iter().take(17).position(|it| *it == b'(')?;
                Some((length + 3, [b")", &inner[..length], b"\""].concat()))
            }
            _ => None,
        }
    }

    fn comment(&self, rest: &[u8], depth: usize) -> (usize, State) {
        let Some((open, close)) = self.syntax.block else { return (rest.len(), State::Code) };
        if rest.starts_with(close.as_bytes()) {
            return (close.len(), if depth > 1 { State::Comment(depth - 1) } else { State::Code });
        }
        if self.syntax.nests && rest.starts_with(open.as_bytes()) {
            return (open.len(), State::Comment(depth + 1));
        }
        let matters = memchr::memchr2(open.as_bytes()[0], close.as_bytes()[0], &rest[1..]);
        (matters.map_or(rest.len(), |it| it + 1), State::Comment(depth))
    }
}

fn matters(syntax: &Syntax) -> [bool; 256] {
    let mut found = [false; 256];
    let texts = syntax.texts.iter().map(|it| it.open);
    let blocks = syntax.block.map(|it| it.0);
    let marks = syntax.comments.iter().chain(syntax.heredocs).copied().chain(texts).chain(blocks);
    let special: &[u8] = match syntax.special {
        Special::None => b"",
        Special::Rust => b"r'",
        Special::Cpp => b"R",
        Special::JavaScript => b"/",
    };
    for byte in marks.filter_map(|it| it.bytes().next()).chain(syntax.quotes.iter().chain(special).copied()) {
        found[usize::from(byte)] = true;
    }
    found
}

fn text(rest: &[u8], close: Vec<u8>, escape: Option<u8>) -> (usize, State) {
    let mut at = 0;
    while let Some(found) =
        rest.get(at..).and_then(|it| memchr::memchr2(close[0], escape.unwrap_or(close[0]), it))
    {
        at += found;
        if rest[at..].starts_with(&close) {
            return (at + close.len(), State::Code);
        }
        at += if escape == Some(rest[at]) { 2 } else { 1 };
    }
    (rest.len(), State::Text { close, escape })
}

fn heredoc(line: &[u8], word: Vec<u8>) -> (usize, State) {
    let after = line.trim_ascii_start().strip_prefix(word.as_slice());
    let ends = after.is_some_and(|it| !it.first().is_some_and(|it| is_word(*it)));
    (line.len(), if ends { State::Code } else { State::Heredoc(word) })
}

/// The word that a heredoc names, with or without quotes.
fn word(rest: &[u8]) -> Option<Vec<u8>> {
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"'").or(rest.strip_prefix(b"\"")).unwrap_or(rest);
    let word: Vec<u8> = rest.iter().copied().take_while(|it| is_word(*it)).collect();
    word.first().is_some_and(|it| !it.is_ascii_digit()).then_some(word)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of a text within a line; one that does not end there takes all of the line.
fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            it if it == rest[0] => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of `'x'`, or of the quote alone if it opens a lifetime.
fn letter(rest: &[u8]) -> usize {
    let end = match rest.get(1) {
        Some(b'\\') => rest.iter().take(14).skip(3).position(|it| *it == b'\'').map(|it| it + 3),
        Some(first) => {
            let length = first.leading_ones().max(1) as usize;
            (rest.get(1 + length) == Some(&b'\'')).then_some(1 + length)
        }
        None => None,
    };
    end.map_or(1, |it| it + 1)
}

/// The length of a `/pattern/`, or of the slash alone if it divides.
fn pattern(line: &[u8], at: usize) -> usize {
    let before = line[at.saturating_sub(LONGEST_PATTERN)..at].trim_ascii_end();
    let divides = before.last().is_some_and(|it| !b"(,=:[!&|?{};".contains(it));
    if divides && !before.ends_with(b"return") {
        return 1;
    }
    let rest = &line[at..line.len().min(at + LONGEST_PATTERN)];
    let (mut end, mut in_class) = (1, false);
    while end < rest.len() {
        match rest[end] {
            b'\\' => end += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return end + 1,
            _ => {}
        }
        end += 1;
    }
    1
}
