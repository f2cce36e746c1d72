//! Reading YAML into typed values, with every structural problem in one run.
//!
//! A text that is right is parsed once, into its type. Only a text that is not is read a second time,
//! as a tree with spans that is compared with the JSON Schema of the type.

use super::structure;
use super::tree::{self, Node};
use crate::diagnostics::{Checked, Diagnostic, Origin, Source};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// No plan is larger than this.
const LARGEST: usize = 16 << 20;

/// Reads a text into its type, or tells everything that is wrong with its structure.
pub(super) fn read<T: DeserializeOwned + JsonSchema>(source: &Arc<Source>) -> Checked<T> {
    if let Some(problem) = unreadable(source) {
        return Err(vec![problem]);
    }
    let text = &source.text;
    match serde_yaml::from_str_with_options::<T>(text, options(text.len())) {
        Ok(value) => Ok(value),
        Err(error) => Err(explain::<T>(source, &error)),
    }
}

fn unreadable(source: &Arc<Source>) -> Option<Diagnostic> {
    let text = &source.text;
    if text.len() > LARGEST {
        let message = format!("`{}` has {} bytes; the most is {LARGEST}", source.name, text.len());
        return Some(Diagnostic::error(message).hint("split the plan"));
    }
    let nul = text.find('\0')?;
    Some(Diagnostic::error("there is a NUL byte").at(Origin::new(source, nul..nul + 1)).label("not text"))
}

/// Room for an honest plan of this size, and an end for a hostile one.
fn options(bytes: usize) -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        budget: serde_yaml::budget! {
            max_nodes: bytes + 1_000_000,
            max_events: 2 * bytes + 2_000_000,
            enforce_alias_anchor_ratio: false,
        },
    }
}

/// What the second reading finds; what the first one said, if it finds nothing.
fn explain<T: JsonSchema>(source: &Arc<Source>, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let node: Node = match tree::read(source) {
        Ok(node) => node,
        Err(problem) => return vec![problem],
    };
    let problems = structure::check::<T>(source, &node);
    if problems.is_empty() { vec![first_said(source, error)] } else { problems }
}

fn first_said(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let said = error.without_snippet().to_string();
    // The place is shown by the excerpt.
    let said = said.split(" at line ").next().unwrap_or_default();
    let diagnostic = Diagnostic::error(said);
    let span = error.location().map(|it| it.span());
    let Some(start) = span.and_then(|it| usize::try_from(it.byte_offset()?).ok()) else { return diagnostic };
    let length = span.and_then(|it| usize::try_from(it.byte_len()?).ok()).unwrap_or(1).max(1);
    diagnostic.at(Origin::new(source, start..start + length))
}
