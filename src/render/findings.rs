//! What a reader would stumble over in pages: broken links and anchors, ragged tables, empty sections, jumps
//! between heading levels, raw HTML.

use super::blocks::{Block, Blocks, Sort, cells};
use super::markdown::{is_inside, options, resolved, text};
use super::trace::PAGE;
use super::{Page, Shelf};
use crate::diagnostics::{Diagnostic, Origin, Source};
use comrak::nodes::{Node, NodeValue};
use comrak::{Anchorizer, Arena, parse_document};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is wrong with some pages of a shelf.
pub fn check_pages(pages: &[Page], shelf: &Shelf) -> Vec<Diagnostic> {
    let checker = Checker::of(shelf);
    let found: Vec<Findings> = pages.iter().map(|it| checker.read(it)).collect();
    problems(&found)
}

/// Checks the pages of a shelf one by one.
pub struct Checker {
    /// The paths that links may lead to.
    known: HashSet<String>,
    /// Whether there may be others.
    is_partial: bool,
}

impl Checker {
    /// One that knows the places of all pages.
    pub fn of(shelf: &Shelf) -> Self {
        // A path that leads out of the output is refused where it is written, and leads here to what it names.
        let known = shelf.entries().iter().map(|it| resolved("", &it.path)).collect();
        Self { known, is_partial: shelf.is_partial() }
    }

    /// Reads one page, of which nothing is kept but what is found.
    pub fn read(&self, page: &Page) -> Findings {
        let mut reader = Reader::of(page);
        reader.read_all(Blocks::of(&page.text));
        let mut findings = reader.findings;
        if page.follows {
            findings.problems.clear();
        }
        findings.problems.extend(too_long(page));
        let links = if self.is_partial { Vec::new() } else { reader.links };
        for (url, line) in links {
            let (path, fragment) = url.split_once('#').unwrap_or((&url, ""));
            let target = if path.is_empty() { page.path.clone() } else { resolved(&page.path, path) };
            if !path.is_empty() && !self.known.contains(&target) {
                let message = format!("the link `{url}` leads to no page");
                findings.problems.push(problem(&reader.source, (message, line), LINK));
            } else if !fragment.is_empty() && (target != page.path || !findings.anchors.contains(fragment)) {
                let message = format!("the link `{url}` leads to no heading");
                let problem = problem(&reader.source, (message, line), ANCHOR);
                findings.links.push(Link { target, fragment: fragment.to_owned(), problem });
            }
        }
        findings
    }
}

/// What there is in a page, and what is wrong with it.
pub struct Findings {
    path: String,
    /// What its headings are called in links.
    anchors: HashSet<String>,
    links: Vec<Link>,
    problems: Vec<Diagnostic>,
}

/// A link to a heading.
struct Link {
    /// The path of its page.
    target: String,
    /// What the heading is called.
    fragment: String,
    /// What is wrong if the page has no such heading.
    problem: Diagnostic,
}

/// What is wrong with some pages, once all of them are read.
pub fn problems(found: &[Findings]) -> Vec<Diagnostic> {
    let anchors: HashMap<&str, &HashSet<String>> =
        found.iter().map(|it| (it.path.as_str(), &it.anchors)).collect();
    let is_broken =
        |it: &&Link| anchors.get(it.target.as_str()).is_some_and(|anchors| !anchors.contains(&it.fragment));
    let of_page = |it: &Findings| {
        let broken: Vec<Diagnostic> =
            it.links.iter().filter(is_broken).map(|it| it.problem.clone()).collect();
        it.problems.iter().cloned().chain(broken).collect::<Vec<_>>()
    };
    found.iter().flat_map(of_page).collect()
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

fn problem(source: &Arc<Source>, (message, line): (String, usize), hint: &str) -> Diagnostic {
    let start: usize = source.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let length = source.text[start..].lines().next().map_or(1, str::len);
    let problem = Diagnostic::error(message).at(Origin::new(source, start..start + length));
    problem.hint(hint)
}

const EMPTY: (&str, &str) = (
    "the section is empty",
    "write something below its heading, or ask with `{% if %}` whether there is something",
);
const LEVEL: (&str, &str) =
    ("the heading skips a level", "a heading is at most one level deeper than the one before it");
const HTML: (&str, &str) =
    ("there is raw HTML", "write Markdown: code between backticks, and comments as `{# ... #}`");
const FENCE: (&str, &str) =
    ("the block of code is not closed", "end it with a line of as many signs as it begins with");
const ROW: (&str, &str) = (
    "the row of a table stands outside of one",
    "a blank line ends a table, and one begins with a head and `|---|`",
);
const CELLS: &str = "give each row as many cells as the head of the table has";
const LINK: &str = "`{{ link(kind=\"master-index\") }}` gives the way to a page that there is";
const ANCHOR: &str = "`{{ title | anchor }}` gives what a heading with that text is called in links";

/// Reads a page from its beginning.
struct Reader {
    source: Arc<Source>,
    anchorizer: Anchorizer,
    /// The level of the heading before.
    level: Option<u8>,
    /// The level and line of a heading under which nothing was found yet.
    empty: Option<(u8, usize)>,
    /// Links inside the output, with their lines.
    links: Vec<(String, usize)>,
    findings: Findings,
}

impl Reader {
    fn of(page: &Page) -> Self {
        let path = page.path.clone();
        let findings = Findings { path, anchors: HashSet::new(), links: Vec::new(), problems: Vec::new() };
        let source = Source::new(format!("{PAGE}{}", page.path), page.text.clone());
        let (anchorizer, links) = (Anchorizer::new(), Vec::new());
        Self { source, anchorizer, level: None, empty: None, links, findings }
    }

    fn read_all(&mut self, mut blocks: Blocks<'_>) {
        while let Some(block) = blocks.next() {
            match block.sort {
                Sort::Plain => self.empty = None,
                Sort::Rule => {}
                Sort::Heading(level, text) => self.read_heading((level, text), block.before + 1),
                Sort::Rich => self.read_rich(block, &mut blocks),
            }
        }
        if let Some((_, line)) = self.empty {
            self.tell(EMPTY, line);
        }
    }

    fn read_rich<'a>(&mut self, mut block: Block<'a>, blocks: &mut Blocks<'a>) {
        let arena = Arena::new();
        let mut root = parse_document(&arena, block.text, &options());
        if root.last_child().is_some_and(is_open) {
            block = blocks.rest(&block);
            root = parse_document(&arena, block.text, &options());
        }
        let lines: Vec<&str> = block.text.lines().collect();
        for node in root.children() {
            match &node.data().value {
                NodeValue::Heading(heading) => {
                    self.read_heading((heading.level, &text(node)), block.before + line_of(node));
                }
                NodeValue::ThematicBreak => {}
                _ => self.empty = None,
            }
        }
        self.read_loose_rows(root, (&lines, block.before));
        for node in root.descendants() {
            let line = block.before + line_of(node);
            match &node.data().value {
                NodeValue::Link(target) if is_inside(&target.url) => {
                    self.links.push((target.url.clone(), line));
                }
                NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => self.tell(HTML, line),
                NodeValue::CodeBlock(block) if block.fenced && !block.closed => self.tell(FENCE, line),
                NodeValue::Table(table) => self.read_table(node, table.num_columns, (&lines, block.before)),
                _ => {}
            }
        }
    }

    fn read_heading(&mut self, (level, text): (u8, &str), line: usize) {
        if let Some((_, line)) = self.empty.filter(|it| it.0 >= level) {
            self.tell(EMPTY, line);
        }
        if self.level.is_some_and(|it| level > it + 1) {
            self.tell(LEVEL, line);
        }
        self.findings.anchors.insert(self.anchorizer.anchorize(text));
        (self.level, self.empty) = (Some(level), Some((level, line)));
    }

    /// The parser fills short rows up and cuts long ones, so cells are counted in the text.
    fn read_table(&mut self, table: Node<'_>, columns: usize, (lines, before): (&[&str], usize)) {
        for line in table.children().map(line_of) {
            let cells = lines.get(line - 1).map_or(0, |it| cells(it));
            if cells != columns {
                let message = format!("cells in this row: {cells}, columns of its table: {columns}");
                self.tell((&message, CELLS), before + line);
            }
        }
    }

    /// Rows that a blank line cut off from their table.
    fn read_loose_rows<'b>(&mut self, root: Node<'b>, (lines, before): (&[&str], usize)) {
        let lines_of = |node: Node<'b>| {
            let place = node.data().sourcepos;
            place.start.line..=place.end.line
        };
        let holds_pipes =
            |node: &Node<'b>| matches!(node.data().value, NodeValue::Table(_) | NodeValue::CodeBlock(_));
        let held: Vec<_> = root.descendants().filter(holds_pipes).map(lines_of).collect();
        let rows = lines.iter().zip(1..).filter(|(line, _)| line.starts_with('|'));
        for (_, line) in rows.filter(|(_, line)| !held.iter().any(|it| it.contains(line))) {
            self.tell(ROW, before + line);
        }
    }

    fn tell(&mut self, (message, hint): (&str, &str), line: usize) {
        let problem = problem(&self.source, (message.to_owned(), line), hint);
        // Inline HTML opens and closes.
        let last = self.findings.problems.last();
        if last.is_none_or(|it| (&it.message, &it.origin) != (&problem.message, &problem.origin)) {
            self.findings.problems.push(problem);
        }
    }
}

fn line_of(node: Node<'_>) -> usize {
    node.data().sourcepos.start.line
}

/// Whether what follows may still belong to a block.
fn is_open(node: Node<'_>) -> bool {
    match &node.data().value {
        NodeValue::CodeBlock(block) => block.fenced && !block.closed,
        NodeValue::HtmlBlock(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::hostile::PIECES;
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;

    fn page(text: &str) -> Page {
        let (path, kind, text) = ("a.md".to_owned(), "x".to_owned(), text.to_owned());
        Page { path, kind, text, follows: false, forge: None }
    }

    /// Everything that is found in a page, read in blocks or at once.
    fn found<'a>(page: &'a Page, blocks: Blocks<'a>) -> (Vec<String>, Vec<(String, usize)>, Vec<String>) {
        let mut reader = Reader::of(page);
        reader.read_all(blocks);
        let said =
            |it: &Diagnostic| format!("{:05} {}", it.origin.as_ref().unwrap().place().line, it.message);
        let mut problems: Vec<String> = reader.findings.problems.iter().map(said).collect();
        let mut anchors: Vec<String> = reader.findings.anchors.into_iter().collect();
        problems.sort();
        problems.dedup();
        anchors.sort();
        (problems, reader.links, anchors)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_page_read_in_blocks_is_found_to_be_what_it_is_as_a_whole(
            pieces in prop::collection::vec(
                prop_oneof![
                    3 => prop::sample::select(&PIECES[..]),
                    2 => prop::sample::select(&LINES[..]),
                    2 => prop::sample::select(&["\n", "\n\n", "\n\n  ", "\n   "][..]),
                ],
                1..24,
            )
        ) {
            let page = page(&pieces.concat());
            let text = &page.text;
            prop_assert_eq!(found(&page, Blocks::of(text)), found(&page, Blocks::whole(text)), "{}", text);
        }
    }

    /// Lines that make blocks.
    const LINES: [&str; 16] = [
        "\n\n## Heading\n",
        "\n# Other heading: x\n\n",
        "\n| a | b |\n| --- | :-: |\n| c | d |\n",
        "\n|---|---|\n",
        "\n| e | f |\n",
        "\n| `a\\|b` | d\\| |\n",
        "\n```sh\n",
        "\n```\n",
        "\n\n~~~~\n",
        "\n- [ ] task\n",
        "\n\n  ```\n",
        "\n\n---\n",
        "\n===\n",
        "\n> quote\n",
        "\n\n    indented\n",
        "\n1. one [a](#b)\n",
    ];

    #[test]
    fn every_document_read_in_blocks_is_found_to_be_what_it_is_as_a_whole() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("output")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "md") {
                    let page = page(&std::fs::read_to_string(&path).unwrap());
                    let text = &page.text;
                    assert_eq!(found(&page, Blocks::of(text)), found(&page, Blocks::whole(text)), "{text}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }

    fn problems(text: &str) -> Vec<String> {
        let page = page(text);
        let mut reader = Reader::of(&page);
        reader.read_all(Blocks::of(&page.text));
        reader.findings.problems.into_iter().map(|it| it.message).collect()
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
    fn a_block_of_code_that_takes_the_rest_of_the_page_is_found() {
        assert_eq!(problems("# A\n\n```sh\nx\n\n## B\n\ny\n"), ["the block of code is not closed"]);
        assert_eq!(problems("# A\n\n- x\n\n  ~~~\n  y\n"), ["the block of code is not closed"]);
        assert!(problems("# A\n\n````\n```\n````\n").is_empty());
    }

    #[test]
    fn a_heading_above_a_deeper_one_is_not_empty() {
        assert!(problems("# A\n\n## B\n\ntext\n").is_empty());
    }
}
