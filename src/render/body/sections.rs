//! A page as a row of sections, found without minding what is in fences and comments.

use std::collections::BTreeMap;

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
    /// The line of the heading.
    pub heading: String,
    /// Number of `#` signs.
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
        let mut sections = Self::parted(page, |level| level == 2);
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

    /// A template of others, parted at every heading.
    pub(super) fn of_template(template: &str) -> Self {
        Self::parted(template, |_| true)
    }

    fn parted(text: &str, parts: impl Fn(usize) -> bool) -> Self {
        let mut sections = Self::default();
        let mut place = Place::default();
        let mut open: Vec<&str> = Vec::new();
        for line in text.lines() {
            let level = if place.is_plain(line) { level(line) } else { 0 };
            if level > 0 && parts(level) {
                sections.close(&mut open);
                let heading = line.trim_end().to_owned();
                sections.list.push(Section { id: None, heading, level, text: String::new() });
            } else {
                open.push(line);
            }
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
