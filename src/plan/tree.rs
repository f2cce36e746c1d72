//! YAML as a tree with spans, for explaining what is wrong with it.

use crate::diagnostics::{Code, Diagnostic, Origin, Source};
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A value with the bytes that state it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// What sort of value it is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Its text, and whether it stands without quotes.
    Scalar(String, Style),
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Quoted,
}

/// Deeper than any plan.
const DEEPEST: usize = 64;

/// More values than the aliases of an honest plan bring in.
const MOST: usize = 200_000;

/// What helps against the commonest mistakes, by words of the parser's message.
const HINTS: [(&str, &str); 5] = [
    ("tabs", "indent with spaces"),
    ("mapping values are not allowed", "a text with `: ` in it needs quotes"),
    ("did not find expected '-' indicator", "the entries of a list start in the same column"),
    (
        "unknown anchor",
        "an alias `*name` needs an anchor `&name` before it; quote a text that starts with `*`",
    ),
    ("quoted scalar", "a quote that was opened is not closed"),
];

/// Reads a text with exactly one document.
pub(super) fn read(source: &Arc<Source>) -> Result<Node, Diagnostic> {
    let mut builder = Builder { source, open: Vec::new(), root: None, anchors: HashMap::new(), left: MOST };
    for event in Parser::new_from_str(&source.text) {
        let (event, span) = event.map_err(|error| {
            let start = error.marker().byte_offset().unwrap_or(0);
            let said = Code::BadYaml.says(error.info()).at(Origin::new(source, start..start + 1));
            HINTS.iter().find(|it| error.info().contains(it.0)).map_or(said.clone(), |it| said.hint(it.1))
        })?;
        builder.take(event, span.byte_range().unwrap_or(0..0))?;
    }
    builder.root.ok_or_else(|| {
        Code::EmptyPlan
            .says(format!("`{}` is empty", source.name))
            .hint("`callsheet init` writes a plan to start from")
    })
}

/// A sequence or mapping that has not ended.
struct Open {
    node: Node,
    anchor: usize,
    key: Option<Node>,
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, (Node, usize)>,
    left: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let style = if style == ScalarStyle::Plain { Style::Plain } else { Style::Quoted };
                self.add(Node { kind: Kind::Scalar(text.into_owned(), style), span }, anchor);
                Ok(())
            }
            Event::Alias(anchor) => self.follow(anchor, span),
            Event::SequenceStart(_, anchor, _) => self.begin(Kind::Sequence(Vec::new()), anchor, span),
            Event::MappingStart(_, anchor, _) => self.begin(Kind::Mapping(Vec::new()), anchor, span),
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(span);
                Ok(())
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                let problem = self.problem(Code::SecondDocument, span, "there is a second document");
                Err(problem.label("starts here").hint("write each plan to a file of its own"))
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, kind: Kind, anchor: usize, span: Range<usize>) -> Result<(), Diagnostic> {
        if self.open.len() >= DEEPEST {
            let message = format!("this is nested deeper than {DEEPEST} levels");
            return Err(self.problem(Code::TooLarge, span, &message));
        }
        self.open.push(Open { node: Node { kind, span }, anchor, key: None });
        Ok(())
    }

    fn end(&mut self, span: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let start = open.node.span.start;
        self.add(Node { span: start..span.end.max(start), ..open.node }, open.anchor);
    }

    fn follow(&mut self, anchor: usize, span: Range<usize>) -> Result<(), Diagnostic> {
        let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
            return Err(self.problem(Code::BadYaml, span, "this alias is inside what it names"));
        };
        let most = "aliases make this plan larger than any plan is";
        let left = self.left.checked_sub(size);
        self.left = left.ok_or_else(|| self.problem(Code::TooLarge, span.clone(), most))?;
        self.add(Node { span, ..node }, 0);
        Ok(())
    }

    fn problem(&self, code: Code, span: Range<usize>, message: &str) -> Diagnostic {
        code.says(message).at(Origin::new(self.source, span))
    }

    fn add(&mut self, node: Node, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), size(&node)));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.node.kind {
            Kind::Sequence(items) => items.push(node),
            Kind::Mapping(entries) => match open.key.take() {
                Some(key) => entries.push((key, node)),
                None => open.key = Some(node),
            },
            Kind::Scalar(..) => {}
        }
    }
}

/// Number of values in a tree, which is nowhere deeper than the builder lets it be.
fn size(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Scalar(..) => 0,
        Kind::Sequence(items) => items.iter().map(size).sum(),
        Kind::Mapping(entries) => entries.iter().map(|(key, value)| size(key) + size(value)).sum::<usize>(),
    }
}
