//! YAML that holds only texts, in groups with names.

use super::tree::{self, Kind, Node};
use crate::diagnostics::{Checked, Code, Diagnostic, Origin, Source};
use std::sync::Arc;

/// A text with the names that lead to it.
#[derive(Clone, Debug)]
pub struct NamedText {
    /// Its own name after those of its groups: `labels.phase`.
    pub path: String,
    /// Where each of those names stands.
    pub names: Vec<Origin>,
    /// The text.
    pub text: String,
    /// Where it stands.
    pub stated: Origin,
}

/// Reads the texts of a file, in its order; a file that says nothing has none.
pub fn read_texts(source: &Arc<Source>) -> Checked<Vec<NamedText>> {
    let says_something = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    if !source.text.lines().any(says_something) {
        return Ok(Vec::new());
    }
    let root = tree::read(source).map_err(|problem| vec![problem])?;
    let mut reader = Reader { source, texts: Vec::new(), problems: Vec::new() };
    match &root.kind {
        Kind::Mapping(entries) => reader.group(("", &[]), entries),
        _ => reader.wrong(&root, "the file must hold names with texts"),
    }
    if reader.problems.is_empty() { Ok(reader.texts) } else { Err(reader.problems) }
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    texts: Vec<NamedText>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn group(&mut self, (path, names): (&str, &[Origin]), entries: &[(Node, Node)]) {
        let mut seen: Vec<&str> = Vec::new();
        for (key, value) in entries {
            let Kind::Scalar(name, _) = &key.kind else {
                self.wrong(key, "the name of a text must be a word");
                continue;
            };
            if seen.contains(&name.as_str()) {
                let problem = Code::DuplicateField.says(format!("`{name}` is given twice"));
                self.problems.push(problem.at(Origin::new(self.source, key.span.clone())));
                continue;
            }
            seen.push(name);
            let mut names = names.to_vec();
            names.push(Origin::new(self.source, key.span.clone()));
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match &value.kind {
                Kind::Mapping(entries) => self.group((&path, &names), entries),
                Kind::Scalar(text, _) => self.texts.push(NamedText {
                    path,
                    names,
                    text: text.clone(),
                    stated: Origin::new(self.source, value.span.clone()),
                }),
                Kind::Sequence(_) => self.wrong(value, &format!("`{path}` must be a text, not a list")),
            }
        }
    }

    fn wrong(&mut self, node: &Node, message: &str) {
        self.problems.push(Code::WrongType.says(message).at(Origin::new(self.source, node.span.clone())));
    }
}
