//! A page as a row of sections, found without minding what is in fences and comments.

use std::collections::BTreeMap;

/// A line in bold with more words is no heading.
const MOST_WORDS: usize = 6;

/// A page, taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections {
    /// The first line of a page of ours: its title, which the forge keeps apart from the body.
    pub title: Option<String>,
    /// What stands before the first section.
    pub preamble: String,
    pub list: Vec<Section>,
}

/// A heading with what stands below it.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// Of a section of ours: what it is.
    pub id: Option<String>,
    /// The line of the heading; two lines if it is underlined.
    pub heading: String,
    /// Number of `#` signs, or what is as much.
    pub level: usize,
    /// The text below, without blank lines around it.
    pub text: String,
}

/// Where a line of Markdown stands.
#[derive(Default)]
pub(super) struct Place {
    fence: Option<String>,
    is_comment: bool,
}

impl Place {
    /// Whether the next line is plain text, outside of fences and comments.
    pub(super) fn is_plain(&mut self, line: &str) -> bool {
        let start = line.trim_start();
        if let Some(fence) = &self.fence {
            if start.starts_with(fence.as_str()) && start.trim_matches(['`', '~']).trim().is_empty() {
                self.fence = None;
            }
            return false;
        }
        if self.is_comment {
            self.is_comment = !line.contains("-->");
            return false;
        }
        if let Some(mark) = ['`', '~'].into_iter().find(|it| start.starts_with(&it.to_string().repeat(3))) {
            let length = start.len() - start.trim_start_matches(mark).len();
            if mark == '~' || !start[length..].contains('`') {
                self.fence = Some(mark.to_string().repeat(length));
                return false;
            }
        }
        let opens = line.rfind("<!--");
        self.is_comment = opens.is_some_and(|at| !line[at..].contains("-->"));
        true
    }
}

impl Sections {
    /// A page of ours, parted at headings of the second level.
    pub(super) fn of_page(page: &str, titles: &BTreeMap<String, String>) -> Self {
        let mut sections = Self::parted(page, |lines| (level(lines[0]) == 2).then_some((2, 1)));
        for section in &mut sections.list {
            let title = section.heading.trim_start_matches('#').trim();
            section.id = titles.iter().find(|it| it.1 == title).map(|it| it.0.clone());
        }
        if sections.preamble.starts_with("# ") {
            let (title, rest) = sections.preamble.split_once('\n').unwrap_or((&sections.preamble, ""));
            (sections.title, sections.preamble) = (Some(title.to_owned()), rest.trim().to_owned());
        }
        sections
    }

    /// A template of others, parted at every heading, also at those that are underlined or a line in bold.
    pub(super) fn of_template(template: &str) -> Self {
        let mut sections = Self::parted(template, |lines| match level(lines[0]) {
            0 => underlined(lines).or_else(|| bold(lines[0])),
            level => Some((level, 1)),
        });
        let mut above = 1;
        for section in &mut sections.list {
            match bold(&section.heading) {
                Some(_) => section.level = (above + 1).min(6),
                None => above = section.level,
            }
        }
        sections
    }

    /// Parts a text where lines begin with a heading: its level, and how many lines it takes.
    fn parted(text: &str, heading: impl Fn(&[&str]) -> Option<(usize, usize)>) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut sections = Self::default();
        let mut place = Place::default();
        let mut open: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let found = if place.is_plain(lines[at]) { heading(&lines[at..]) } else { None };
            let (level, taken) = found.unwrap_or((0, 1));
            let taken = &lines[at..at + taken];
            at += taken.len();
            if level == 0 {
                open.extend(taken);
                continue;
            }
            sections.close(&mut open);
            let heading = taken.iter().map(|it| it.trim_end()).collect::<Vec<_>>().join("\n");
            sections.list.push(Section { id: None, heading, level, text: String::new() });
        }
        sections.close(&mut open);
        sections
    }

    fn close(&mut self, open: &mut Vec<&str>) {
        let lines = std::mem::take(open).join("\n");
        let text = lines.trim_matches('\n').trim_end().to_owned();
        match self.list.last_mut() {
            Some(section) => section.text = text,
            None => self.preamble = text,
        }
    }

    /// The whole text, ending in one newline.
    pub(super) fn text(&self) -> String {
        let title = self.title.iter().cloned();
        let sections = self.list.iter().flat_map(|it| [it.heading.clone(), it.text.clone()]);
        let blocks = title.chain([self.preamble.clone()]).chain(sections).filter(|it| !it.is_empty());
        let mut text = blocks.collect::<Vec<_>>().join("\n\n");
        text.push('\n');
        text
    }

    /// How many characters the body has, as forges count.
    pub(super) fn length(&self) -> usize {
        let title = self.title.as_ref().map_or(0, |it| it.encode_utf16().count());
        self.text().encode_utf16().count() - title
    }
}

/// The level of a heading; 0 for any other line.
fn level(line: &str) -> usize {
    let signs = line.len() - line.trim_start_matches('#').len();
    let is_heading = (1..=6).contains(&signs) && line[signs..].starts_with([' ', '\t']);
    if is_heading { signs } else { 0 }
}

/// A heading that the next line underlines, with `=` or `-`.
fn underlined(lines: &[&str]) -> Option<(usize, usize)> {
    let (title, line) = (lines[0].trim(), lines.get(1)?.trim_end());
    let is_text = title.starts_with(|it: char| it.is_alphanumeric() || "*_`\"'(".contains(it));
    let is_list = ["* ", "_ "].iter().any(|it| title.starts_with(it));
    let of = |sign: char| line.len() > 1 && line.chars().all(|it| it == sign);
    let level = if of('=') { 1 } else { 2 };
    (is_text && !is_list && (of('=') || of('-'))).then_some((level, 2))
}

/// A line in bold that is no sentence, as some people write headings; it is below the heading before it.
fn bold(line: &str) -> Option<(usize, usize)> {
    let line = line.trim().trim_end_matches(':');
    let inner = ["**", "__"].iter().find_map(|it| line.strip_prefix(it)?.strip_suffix(it))?;
    let is_sentence = inner.ends_with(['.', '!', ',']) || inner.split_whitespace().count() > MOST_WORDS;
    let is_whole = !inner.contains("**") && !inner.contains("__") && !inner.trim().is_empty();
    (is_whole && !is_sentence).then_some((2, 1))
}
