//! Reads pages as GitHub reads them, and makes HTML.

use super::Page;
use crate::documents::Picture;
use comrak::nodes::{Node, NodeValue};
use comrak::{Anchorizer, Arena, Options, parse_document};
use std::collections::HashSet;

pub(super) fn options() -> Options<'static> {
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

/// A relative path, seen from a page.
pub(super) fn resolved(page: &str, path: &str) -> String {
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

pub(super) fn is_inside(url: &str) -> bool {
    !url.contains("://") && !url.starts_with("mailto:") && !url.starts_with("xmpp:")
}

pub(super) fn text(node: Node<'_>) -> String {
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

    #[test]
    fn anchors_are_those_that_the_forge_makes() {
        assert_eq!(anchor("Phase 2A: Critical `x` services"), "phase-2a-critical-x-services");
    }
}
