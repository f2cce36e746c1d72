//! Reads pages as GitHub reads them: checks what a reader would stumble over, and makes HTML.

use super::{Page, Shelf};
use crate::diagnostics::{Diagnostic, Origin, Source};
use crate::documents::Picture;
use comrak::nodes::{Node, NodeValue};
use comrak::{Anchorizer, Arena, Options, parse_document};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.table = true;
    extension.tasklist = true;
    extension.strikethrough = true;
    extension.autolink = true;
    extension.header_id_prefix = Some(String::new());
    options
}

/// The anchor that a heading with this text gets.
pub(super) fn anchor(heading: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, heading, &options());
    Anchorizer::new().anchorize(&text(root))
}

/// A page as HTML, without what stands around it. Raw HTML is left out, links to any of the paths lead to
/// its HTML, and a fenced block that holds the text of a picture is drawn. The body of a pull request keeps its
/// lines, as forges show it.
pub(super) fn html_body(page: &Page, paths: &HashSet<&str>, pictures: &[Picture]) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, &page.text, &options());
    for node in root.descendants() {
        if let NodeValue::Link(link) = &mut node.data_mut().value
            && let Some(url) = html_url(&page.path, &link.url, paths)
        {
            link.url = url;
        }
        let picture = match &node.data().value {
            NodeValue::CodeBlock(block) => pictures.iter().find(|it| it.mermaid == block.literal.trim_end()),
            _ => None,
        };
        if let Some(picture) = picture {
            node.data_mut().value = NodeValue::Raw(format!("<figure>{}</figure>\n", picture.svg));
        }
    }
    let mut html = String::new();
    let mut options = options();
    options.render.hardbreaks = page.forge.is_some();
    // Writing to a string cannot fail.
    let _ = comrak::format_html(root, &options, &mut html);
    html
}

/// The address of the HTML of a page, if an address in another page is that of one of the paths.
fn html_url(page: &str, url: &str, paths: &HashSet<&str>) -> Option<String> {
    let (path, fragment) = url.find('#').map_or((url, ""), |at| url.split_at(at));
    let is_page = is_inside(url) && paths.contains(resolved(page, path).as_str());
    is_page.then(|| format!("{}.html{fragment}", path.trim_end_matches(".md")))
}

/// The text of the first heading.
pub(super) fn title(page: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, page, &options());
    let heading = root.descendants().find(|it| matches!(it.data().value, NodeValue::Heading(_)));
    heading.map(text).unwrap_or_default()
}

/// What a reader would stumble over: broken links and anchors, ragged tables, empty sections, jumps
/// between heading levels, raw HTML.
pub fn check_pages(pages: &[Page], shelf: &Shelf) -> Vec<Diagnostic> {
    // A path that leads out of the output is refused where it is written, and leads here to what it names.
    let known: HashSet<String> = shelf.entries().iter().map(|it| resolved("", &it.path)).collect();
    let found: Vec<Findings> = pages.iter().map(Findings::of).collect();
    let anchors: HashMap<&str, &HashSet<String>> =
        pages.iter().zip(&found).map(|(page, it)| (page.path.as_str(), &it.anchors)).collect();
    let mut problems = Vec::new();
    for (page, findings) in pages.iter().zip(&found) {
        problems.extend(too_long(page));
        problems.extend(findings.problems.iter().filter(|_| !page.follows).cloned());
        for (url, line) in &findings.links {
            let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
            let target = if path.is_empty() { page.path.clone() } else { resolved(&page.path, path) };
            let broken = if !known.contains(target.as_str()) && !path.is_empty() {
                format!("the link `{url}` leads to no page")
            } else if !fragment.is_empty()
                && anchors.get(target.as_str()).is_some_and(|it| !it.contains(fragment))
            {
                format!("the link `{url}` leads to no heading")
            } else {
                continue;
            };
            problems.push(findings.problem(broken, *line));
        }
    }
    problems
}

/// A body that its forge would refuse, although all that can be left out of it is.
fn too_long(page: &Page) -> Option<Diagnostic> {
    let (forge, length) = (page.forge?, page.body().encode_utf16().count());
    let (name, limit, path) = (forge.name(), forge.limit(), &page.path);
    let message =
        format!("the body of `{path}` has {length} characters, and {name} takes no more than {limit}");
    let hint = "what its commits state fills it: part the branch, or leave `pull-request.closing` out and merge it \
                without squashing";
    (length > limit).then(|| Diagnostic::warning(message).hint(hint))
}

/// A relative path, seen from a page.
fn resolved(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What there is in a page, and what is wrong with it alone.
struct Findings {
    source: Arc<Source>,
    /// The kind of the page's document.
    kind: String,
    anchors: HashSet<String>,
    /// Links inside the output, with their lines.
    links: Vec<(String, usize)>,
    problems: Vec<Diagnostic>,
}

impl Findings {
    fn of(page: &Page) -> Self {
        let source = Source::new(format!("rendered {}", page.path), page.text.clone());
        let kind = page.kind.clone();
        let mut findings =
            Self { source, kind, anchors: HashSet::new(), links: Vec::new(), problems: Vec::new() };
        let arena = Arena::new();
        let root = parse_document(&arena, &page.text, &options());
        findings.read_headings(root);
        findings.read_loose_rows(root);
        for node in root.descendants() {
            let line = node.data().sourcepos.start.line;
            match &node.data().value {
                NodeValue::Link(target) if is_inside(&target.url) => {
                    findings.links.push((target.url.clone(), line));
                }
                NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => {
                    findings.tell("there is raw HTML", line);
                }
                NodeValue::Table(table) => findings.read_table(node, table.num_columns),
                _ => {}
            }
        }
        findings
    }

    fn read_headings(&mut self, root: Node<'_>) {
        let mut anchorizer = Anchorizer::new();
        let mut before: Option<(u8, usize)> = None;
        let mut empty: Option<(u8, usize)> = None;
        for node in root.children() {
            let line = node.data().sourcepos.start.line;
            let NodeValue::Heading(heading) = &node.data().value else {
                empty = empty.filter(|_| matches!(node.data().value, NodeValue::ThematicBreak));
                continue;
            };
            let level = heading.level;
            if let Some((_, line)) = empty.filter(|it| it.0 >= level) {
                self.tell("the section is empty", line);
            }
            if before.is_some_and(|it| level > it.0 + 1) {
                self.tell("the heading skips a level", line);
            }
            self.anchors.insert(anchorizer.anchorize(&text(node)));
            before = Some((level, line));
            empty = before;
        }
        if let Some((_, line)) = empty {
            self.tell("the section is empty", line);
        }
    }

    /// The parser fills short rows up and cuts long ones, so cells are counted in the text.
    fn read_table(&mut self, table: Node<'_>, columns: usize) {
        for row in table.children() {
            let line = row.data().sourcepos.start.line;
            let cells = self.source.text.lines().nth(line - 1).map_or(0, cells);
            if cells != columns {
                self.tell(&format!("cells in this row: {cells}, columns of its table: {columns}"), line);
            }
        }
    }

    /// Rows that a blank line cut off from their table.
    fn read_loose_rows<'a>(&mut self, root: Node<'a>) {
        let lines = |node: Node<'a>| {
            let place = node.data().sourcepos;
            place.start.line..=place.end.line
        };
        let holds_pipes =
            |node: &Node<'a>| matches!(node.data().value, NodeValue::Table(_) | NodeValue::CodeBlock(_));
        let held: Vec<_> = root.descendants().filter(holds_pipes).map(lines).collect();
        let source = Arc::clone(&self.source);
        let rows = source.text.lines().zip(1..).filter(|(line, _)| line.starts_with('|'));
        for (_, line) in rows.filter(|(_, line)| !held.iter().any(|it| it.contains(line))) {
            self.tell("the row of a table stands outside of one", line);
        }
    }

    fn tell(&mut self, message: &str, line: usize) {
        let problem = self.problem(message.to_owned(), line);
        // Inline HTML opens and closes.
        if self
            .problems
            .last()
            .is_none_or(|it| (&it.message, &it.origin) != (&problem.message, &problem.origin))
        {
            self.problems.push(problem);
        }
    }

    fn problem(&self, message: String, line: usize) -> Diagnostic {
        let start: usize = self.source.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let length = self.source.text[start..].lines().next().map_or(1, str::len);
        let problem = Diagnostic::error(message).at(Origin::new(&self.source, start..start + length));
        problem.hint(format!("`callsheet templates which {}` names the template to mend", self.kind))
    }
}

fn is_inside(url: &str) -> bool {
    !url.contains("://") && !url.starts_with("mailto:")
}

/// Number of cells in a row, between pipes that are not escaped.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut pipes = 0;
    let mut escaped = false;
    for letter in row.chars() {
        pipes += usize::from(letter == '|' && !escaped);
        escaped = letter == '\\' && !escaped;
    }
    if row.ends_with('|') && !row.ends_with("\\|") { pipes } else { pipes + 1 }
}

fn text(node: Node<'_>) -> String {
    let mut text = String::new();
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(it) => text.push_str(it),
            NodeValue::Code(it) => text.push_str(&it.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// What a page is made of, as its readers' program sees it.
#[cfg(test)]
pub(super) struct Outline {
    /// Every node but plain text, with its depth.
    pub(super) nodes: Vec<String>,
    /// All text, with a line for each block.
    pub(super) text: String,
}

#[cfg(test)]
impl Outline {
    /// Nodes that are blocks.
    pub(super) fn blocks(&self) -> Vec<&String> {
        self.nodes.iter().filter(|it| !it.contains('~')).collect()
    }
}

/// Reads a page with everything switched on that a forge may understand.
#[cfg(test)]
pub(super) fn outline(page: &str) -> Outline {
    let mut options = options();
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.math_dollars = true;
    let arena = Arena::new();
    let root = parse_document(&arena, page, &options);
    let mut outline = Outline { nodes: Vec::new(), text: String::new() };
    for node in root.descendants() {
        let depth = node.ancestors().count();
        match &node.data().value {
            NodeValue::Text(text) => outline.text.push_str(text),
            NodeValue::SoftBreak | NodeValue::LineBreak => outline.text.push('\n'),
            NodeValue::Code(code) => {
                outline.text.push_str(&code.literal);
                outline.nodes.push(format!("{depth}~Code"));
            }
            NodeValue::CodeBlock(block) => {
                outline.text.push_str(&block.literal);
                outline.nodes.push(format!("{depth} CodeBlock"));
            }
            other => {
                let kind = format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned();
                outline.text.push_str(if other.block() { "\n" } else { "" });
                outline.nodes.push(format!("{depth}{}{kind}", if other.block() { ' ' } else { '~' }));
            }
        }
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let (path, kind, text) = ("a.md".to_owned(), "x".to_owned(), text.to_owned());
        let page = Page { path, kind, text, follows: false, forge: None };
        Findings::of(&page).problems.into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn empty_sections_and_ragged_tables_are_found() {
        assert_eq!(problems("# A\n\n## B\n\n## C\n\ntext\n"), ["the section is empty"]);
        assert_eq!(problems("# A\n\ntext\n\n## B\n"), ["the section is empty"]);
        assert_eq!(
            problems("# A\n\n| a | b |\n|---|---|\n| 1 |\n| `x\\|y` | 2 |\n"),
            ["cells in this row: 1, columns of its table: 2"]
        );
        assert_eq!(problems("# A\n\n### B\n\ntext <b>x</b>\n").len(), 2);
    }

    #[test]
    fn a_row_that_is_cut_off_from_its_table_is_found() {
        let text = "# A\n\n| a | b |\n|---|---|\n\n| 1 | 2 |\n\n```\n| x |\n```\n";
        assert_eq!(problems(text), ["the row of a table stands outside of one"]);
    }

    #[test]
    fn a_heading_above_a_deeper_one_is_not_empty() {
        assert!(problems("# A\n\n## B\n\ntext\n").is_empty());
    }

    #[test]
    fn anchors_are_those_that_the_forge_makes() {
        assert_eq!(anchor("Phase 2A: Critical `x` services"), "phase-2a-critical-x-services");
    }
}
