//! How one line opens a test.

use super::glob::fits;

/// A way to open a test. A test is a function or a call: however many cases it has, it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// What stands before a function: `#[test]`, `@Test`, `[Fact]`; `*` for any text.
    Attribute,
    /// A word in a comment before a function: `@test`.
    Comment,
    /// A function whose name goes on with anything but a small letter.
    Function,
    /// The same after a receiver in brackets: `func (s *Suite) TestX`.
    Method,
    /// A call, also with what says how to run it: `it.only(`.
    Call,
    /// The first letters.
    Start,
}

/// What stands before a function, on one line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes<'l> {
    /// Their names without arguments and namespaces.
    pub(super) names: Vec<&'l str>,
    /// What follows them.
    pub(super) rest: &'l str,
    /// How many brackets are still open at the end of the line.
    pub(super) unclosed: usize,
}

/// What may stand between the name of a call and its bracket.
const PLAIN: [&str; 10] =
    ["each", "concurrent", "sequential", "serial", "failing", "fails", "skipIf", "runIf", "for", "cb"];

/// The same, where a text must follow: without one it does not open a test, but changes the one at hand.
const TITLED: [&str; 4] = ["only", "skip", "fixme", "fail"];

/// Whether what follows the attributes of a line opens a test in this way.
pub(super) fn opens(line: &str, form: Form, mark: &str) -> bool {
    let is_name_end = |it: &str| it.chars().next().is_some_and(|it| !it.is_ascii_lowercase());
    match form {
        Form::Attribute | Form::Comment => false,
        Form::Start => line.starts_with(mark),
        Form::Function => line.strip_prefix(mark).is_some_and(is_name_end),
        Form::Method => method(line, mark).is_some_and(is_name_end),
        Form::Call => line.strip_prefix(mark.trim_end_matches('(')).is_some_and(is_call),
    }
}

/// Whether a line of a comment has a word as its first one.
pub(super) fn notes(line: &str, mark: &str) -> bool {
    let text = line.trim_start_matches(['/', '*', ' ', '\t']);
    text.strip_prefix(mark).is_some_and(|it| !it.starts_with(|it: char| it.is_alphanumeric() || it == '_'))
}

/// What an attribute is called in rules: `#[test]`.
pub(super) fn is_attribute(name: &str, open: &str, mark: &str) -> bool {
    let inner = mark.strip_prefix(open).unwrap_or(mark);
    fits(inner.strip_suffix(']').unwrap_or(inner), name)
}

/// A line without words such as `public` at its beginning.
pub(super) fn without_modifiers<'l>(line: &'l str, modifiers: &[&str]) -> &'l str {
    let mut line = line;
    while let Some((word, rest)) = line.split_once([' ', '\t'])
        && modifiers.contains(&word)
    {
        line = rest.trim_start();
    }
    line
}

/// Takes the attributes of a line apart; `open` is `#[`, `[`, `@`, or nothing.
pub(super) fn attributes<'l>(line: &'l str, open: &str) -> Attributes<'l> {
    let mut found = Attributes { rest: line, ..Attributes::default() };
    while !open.is_empty()
        && found.unclosed == 0
        && let Some(inner) = found.rest.strip_prefix(open)
    {
        let next = if open == "@" { annotation(inner) } else { bracketed(&found.rest[open.len() - 1..]) };
        found.names.extend(next.names);
        (found.rest, found.unclosed) = (next.rest, next.unclosed);
    }
    found
}

/// What follows an `@`: a name, perhaps with arguments.
fn annotation(text: &str) -> Attributes<'_> {
    let (name, after) = name(text);
    let end = if after.starts_with('(') { balanced(after) } else { Ok(0) };
    let rest = after[end.unwrap_or(after.len())..].trim_start();
    Attributes { names: vec![name], rest, unclosed: end.err().unwrap_or(0) }
}

/// Names between brackets, each perhaps with arguments.
fn bracketed(text: &str) -> Attributes<'_> {
    let end = balanced(text);
    let (inside, rest) = text.split_at(end.unwrap_or(text.len()));
    let unclosed = end.err().unwrap_or(0);
    Attributes { names: pieces(inside.get(1..).unwrap_or_default()), rest: rest.trim_start(), unclosed }
}

/// How many brackets are open after a line that began within some.
pub(super) fn still_open(line: &str, unclosed: usize) -> usize {
    line.bytes().fold(unclosed, |depth, it| match it {
        b'(' | b'[' if depth > 0 => depth + 1,
        b')' | b']' => depth.saturating_sub(1),
        _ => depth,
    })
}

/// The names of attributes that stand between commas, without arguments.
fn pieces(inside: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = inside;
    loop {
        let (found, after) = name(rest.trim_start());
        names.push(found);
        let end = if after.starts_with('(') { balanced(after).unwrap_or(after.len()) } else { 0 };
        match after[end..].trim_start().strip_prefix(',') {
            Some(after) => rest = after,
            None => return names,
        }
    }
}

/// A name without its namespace, and what follows it.
fn name(text: &str) -> (&str, &str) {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | ':' | '.' | '\\');
    let (name, rest) = text.split_at(text.find(|it| !is_part(it)).unwrap_or(text.len()));
    (name.rsplit(['.', '\\']).next().unwrap_or(name), rest)
}

/// Where the bracket ends that a text begins with; or how many are open at its end.
fn balanced(text: &str) -> Result<usize, usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'(' | b'[' if !quoted => depth += 1,
            b')' | b']' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok(at + 1);
        }
    }
    Err(depth)
}

fn method<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let (keyword, name) = mark.split_once(' ')?;
    let receiver = line.strip_prefix(keyword)?.trim_start().strip_prefix('(')?;
    receiver.split_once(')')?.1.trim_start().strip_prefix(name)
}

/// Whether a call follows its name, perhaps after words that say how to run it.
fn is_call(rest: &str) -> bool {
    let mut rest = rest;
    let mut needs_title = false;
    let mut has_word = false;
    while let Some(inner) = rest.strip_prefix('.') {
        let (word, after) =
            inner.split_at(inner.find(|it: char| !it.is_alphanumeric()).unwrap_or(inner.len()));
        needs_title = TITLED.contains(&word);
        if !needs_title && !PLAIN.contains(&word) {
            return false;
        }
        (rest, has_word) = (after, true);
    }
    let inner = rest.trim_start().strip_prefix('(').map(str::trim_start);
    let is_title = |it: &str| it.is_empty() || it.starts_with(['"', '\'', '`']);
    match inner {
        Some(inner) => !needs_title || is_title(inner),
        None => has_word && rest.starts_with('`'),
    }
}
