//! Which lines of a file open a test, by the rules of its language and those of a plan.

mod glob;
mod syntax;
mod scan;
mod line;
mod table;
#[cfg(test)]
mod examples;

use super::TestRule;
use glob::{Named, fits_any};
use line::Form;
use scan::{Place, Scanner};
use table::{LANGUAGES, Language};

/// A line that opens a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening<'r> {
    /// The line, from one.
    pub(super) line: u32,
    /// The language of the rule.
    pub(super) language: &'r str,
    /// How the line begins, as the rule says it.
    pub(super) mark: &'r str,
}

/// No more of a line is looked at.
const LONGEST_START: usize = 400;

/// Whether some rule could find tests in a file of this name.
pub(super) fn looks_at(path: &str, rules: &[TestRule]) -> bool {
    language(path).is_some_and(|it| it.expects_tests(path)) || rules.iter().any(|it| it.is_for(path))
}

/// Words of which every line that opens a test in a file of this name has one.
pub(super) fn words<'r>(path: &str, rules: &'r [TestRule]) -> Vec<&'r str> {
    let known = language(path).filter(|it| it.expects_tests(path));
    let marks = known.iter().flat_map(|it| it.marks).map(|it| it.1);
    let own = rules.iter().filter(|it| it.is_for(path)).flat_map(|it| &it.starts).map(String::as_str);
    marks.chain(own).map(longest_word).collect()
}

fn longest_word(mark: &str) -> &str {
    mark.split(|it: char| !it.is_alphanumeric() && it != '_').max_by_key(|it| it.len()).unwrap_or_default()
}

/// The lines of a file that open a test; `rules` come before those that are built in.
pub(super) fn openings<'r>(path: &str, content: &[u8], rules: &'r [TestRule]) -> Vec<Opening<'r>> {
    let language = language(path);
    let rules: Vec<&TestRule> = rules.iter().filter(|it| it.is_for(path)).collect();
    let known = language.filter(|it| it.expects_tests(path));
    if known.is_none() && rules.is_empty() {
        return Vec::new();
    }
    let syntax = language.map_or(&syntax::UNKNOWN, |it| &it.syntax);
    let matters = first_letters(&rules, known);
    let mut reader =
        Reader { rules, known, scanner: Scanner::new(syntax), matters, waits: false, unclosed: 0 };
    let lines = (1..).zip(content.split(|it| *it == b'\n'));
    lines
        .filter_map(|(line, text)| {
            let (language, mark) = reader.line(text)?;
            Some(Opening { line, language, mark })
        })
        .collect()
}

/// The first letters of lines of code that matter while no test waits for its function.
fn first_letters(rules: &[&TestRule], known: Option<&Language>) -> [bool; 256] {
    let marks = known.iter().flat_map(|it| it.marks).map(|it| it.1);
    let before = known.iter().flat_map(|it| it.modifiers.iter().copied().chain([it.attribute]));
    let own = rules.iter().flat_map(|it| &it.starts).map(|it| it.trim_start());
    let mut letters = [false; 256];
    for first in marks.chain(before).chain(own).filter_map(|it| it.bytes().next()) {
        letters[usize::from(first)] = true;
    }
    letters
}

fn language(path: &str) -> Option<&'static Language> {
    let named = Named::of(path);
    LANGUAGES.iter().find(|it| it.files.iter().any(|it| named.fits(it)))
}

impl TestRule {
    /// Whether it looks at a file of this name.
    pub(super) fn is_for(&self, path: &str) -> bool {
        fits_any(&self.files, path)
    }
}

impl Language {
    fn expects_tests(&self, path: &str) -> bool {
        (self.places.is_empty() || fits_any(self.places, path)) && !fits_any(self.except, path)
    }

    fn opens_comment(&self, text: &str) -> bool {
        let block = self.syntax.block.map(|it| it.0);
        self.syntax.comments.iter().copied().chain(block).any(|it| text.starts_with(it))
    }

    fn of_form(&self, form: Form) -> impl Iterator<Item = &'static str> {
        self.marks.iter().filter(move |it| it.0 == form).map(|it| it.1)
    }
}

struct Reader<'r> {
    rules: Vec<&'r TestRule>,
    known: Option<&'static Language>,
    scanner: Scanner<'static>,
    /// The first letters of lines of code that may open a test.
    matters: [bool; 256],
    /// Whether a test was opened whose function is still to come.
    waits: bool,
    /// How many brackets of an attribute are open.
    unclosed: usize,
}

impl<'r> Reader<'r> {
    /// The language and the mark by which the next line opens a test.
    fn line(&mut self, bytes: &[u8]) -> Option<(&'r str, &'r str)> {
        let place = self.scanner.line(bytes);
        let start = bytes.trim_ascii();
        let first = usize::from(*start.first()?);
        let is_usual = self.unclosed == 0 && !self.waits && !self.matters[first];
        if place == Place::Text || place == Place::Code && is_usual {
            return None;
        }
        let start = String::from_utf8_lossy(&start[..start.len().min(LONGEST_START)]);
        if place == Place::Code { self.code(&start) } else { self.comment(&start) }
    }

    fn comment(&mut self, line: &str) -> Option<(&'r str, &'r str)> {
        let known = self.known?;
        let mark = known.of_form(Form::Comment).find(|it| line::notes(line, it))?;
        let is_first = !std::mem::replace(&mut self.waits, true);
        is_first.then_some((known.name, mark))
    }

    fn code(&mut self, line: &str) -> Option<(&'r str, &'r str)> {
        let found = self.by_language(line);
        let own = self.rules.iter().find_map(|rule| {
            let mark = rule.starts.iter().find(|it| line.starts_with(it.as_str()))?;
            Some((rule.language.as_str(), mark.as_str()))
        });
        own.or(found)
    }

    fn by_language(&mut self, line: &str) -> Option<(&'r str, &'r str)> {
        let known = self.known?;
        if self.unclosed > 0 {
            self.unclosed = line::still_open(line, self.unclosed);
            return None;
        }
        let attributes = line::attributes(line, known.attribute);
        self.unclosed = attributes.unclosed;
        let is_named =
            |mark: &&str| attributes.names.iter().any(|it| line::is_attribute(it, known.attribute, mark));
        let waited = self.waits;
        let is_alone = attributes.rest.is_empty() || known.opens_comment(attributes.rest);
        if let Some(mark) = known.of_form(Form::Attribute).find(is_named) {
            self.waits = is_alone;
            return (!waited).then_some((known.name, mark));
        }
        if is_alone {
            return None;
        }
        self.waits = false;
        let rest = line::without_modifiers(attributes.rest, known.modifiers);
        let opens = |(form, mark): &&(Form, &str)| line::opens(rest, *form, mark);
        let is_other = waited || known.no_marks.iter().any(|it| rest.starts_with(it));
        let mark = known.marks.iter().find(opens).filter(|_| !is_other)?;
        Some((known.name, mark.1))
    }
}
