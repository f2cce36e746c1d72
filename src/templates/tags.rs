//! Tags in the text of a template: what it extends and includes, and which sections it has.

use super::{Layer, Template, Templates};
use std::collections::HashSet;

/// Blocks that hold others and are no sections.
const FRAMES: [&str; 2] = ["title", "body"];

/// The inside of each block tag, without the blanks around it, and where it starts.
pub fn tags(body: &str) -> impl Iterator<Item = (usize, &str)> {
    body.match_indices("{%").filter_map(move |(start, _)| {
        let after = start + 2;
        let inside = &body[after..];
        let inside = &inside[..inside.find("%}")?];
        let trims = |it: char| it.is_whitespace() || it == '-';
        let lead = inside.len() - inside.trim_start_matches(trims).len();
        Some((after + lead, inside.trim_matches(trims)))
    })
}

/// The template that a tag with one of these words names.
fn named<'a>(tag: &'a str, words: &[&str]) -> Option<&'a str> {
    let rest = words.iter().find_map(|it| tag.strip_prefix(it)?.strip_prefix(' '))?;
    Some(rest.trim().trim_matches('"'))
}

impl Templates {
    /// A template with those that it extends or includes, each once.
    pub fn with_parts<'a>(&'a self, template: &'a Template) -> Vec<&'a Template> {
        self.closure(template, &["extends", "include"])
    }

    /// A template with those that it extends.
    pub fn with_parents<'a>(&'a self, template: &'a Template) -> Vec<&'a Template> {
        self.closure(template, &["extends"])
    }

    /// The full names of those templates that some documents are made of, components included, which any template
    /// may use.
    pub fn needed(&self, is_wanted: impl Fn(&Template) -> bool) -> HashSet<String> {
        // Few have the word, and it is found faster than tags are.
        let has_components = |it: &Template| {
            it.body().contains("component ") && tags(it.body()).any(|tag| tag.1.starts_with("component "))
        };
        let roots = self.layers().filter(|it| is_wanted(it) || has_components(it));
        roots.flat_map(|it| self.with_parts(it)).map(Template::full_name).collect()
    }

    /// The sections of a document: what its template, or one that it extends, has as a block of its own.
    pub fn sections<'a>(&'a self, template: &'a Template) -> Vec<&'a str> {
        let chain = self.with_parents(template);
        let tags = chain.iter().flat_map(|it| tags(it.body()));
        let blocks = tags.filter_map(|it| it.1.strip_prefix("block ")).map(str::trim);
        let mut sections: Vec<&str> = Vec::new();
        for block in blocks.filter(|it| !FRAMES.contains(it)) {
            if !sections.contains(&block) {
                sections.push(block);
            }
        }
        sections
    }

    /// Templates of the project that are no document, and that nothing uses.
    pub fn unused(&self) -> impl Iterator<Item = &Template> {
        let used = self.needed(|it| it.front.is_some() || it.is_unread);
        self.all()
            .filter(move |it| it.layer == Layer::User && !it.is_unread && !used.contains(&it.full_name()))
    }

    fn closure<'a>(&'a self, template: &'a Template, words: &[&str]) -> Vec<&'a Template> {
        let mut found = vec![template];
        let mut next = 0;
        while let Some(template) = found.get(next).copied() {
            next += 1;
            for name in tags(template.body()).filter_map(|(_, tag)| named(tag, words)) {
                let used = self.called(name);
                found.extend(used.filter(|used| !found.iter().any(|it| std::ptr::eq(*it, *used))));
            }
        }
        found
    }
}
