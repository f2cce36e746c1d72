//! Reading YAML into typed values, with every structural problem in one run.
//!
//! A text that is right is parsed once, into its type. Only a text that is not is read a second time,
//! as a tree with spans that is compared with the JSON Schema of the type.

use super::spanned::with_base;
use super::{structure, tree};
use crate::diagnostics::{Checked, Code, Diagnostic, Origin, Source};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// No file of a plan is larger.
pub(super) const LARGEST: usize = 64 << 20;

/// Which fields a text must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Those that its type demands.
    Whole,
    /// None of the outermost ones: the rest stands in other files.
    Part,
}

/// Reads a text into its type, or tells everything that is wrong with its structure. Spans start from `base`.
pub(super) fn read<T: DeserializeOwned + JsonSchema>(
    source: &Arc<Source>,
    base: usize,
    extent: Extent,
) -> Checked<T> {
    if let Some(problem) = unreadable(source) {
        return Err(vec![problem]);
    }
    let text = &source.text;
    let typed = with_base(base, || serde_yaml::from_str_with_options::<T>(text, options(text.len())));
    typed.map_err(|error| {
        let problems = explain::<T>(source, extent);
        if problems.is_empty() { vec![first_said(source, &error)] } else { problems }
    })
}

fn unreadable(source: &Arc<Source>) -> Option<Diagnostic> {
    let text = &source.text;
    if text.len() > LARGEST {
        let message = format!("`{}` has {} bytes; the most is {LARGEST}", source.name, text.len());
        return Some(Code::TooLarge.says(message).hint("split the plan with `include:`"));
    }
    let nul = text.find('\0')?;
    let problem = Code::BadText.says("there is a NUL byte").at(Origin::new(source, nul..nul + 1));
    Some(problem.label("not text").hint("save the plan as UTF-8 text"))
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

/// What the second reading finds.
pub(super) fn explain<T: JsonSchema>(source: &Arc<Source>, extent: Extent) -> Vec<Diagnostic> {
    match tree::read(source) {
        Ok(node) => structure::check::<T>(source, &node, extent),
        Err(problem) => vec![problem],
    }
}

fn first_said(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let said = error.without_snippet().to_string();
    // The place is shown by the excerpt.
    let said = said.split(" at line ").next().unwrap_or_default();
    let diagnostic = Code::BadYaml.says(said);
    let span = error.location().map(|it| it.span());
    let Some(start) = span.and_then(|it| usize::try_from(it.byte_offset()?).ok()) else { return diagnostic };
    let length = span.and_then(|it| usize::try_from(it.byte_len()?).ok()).unwrap_or(1).max(1);
    diagnostic.at(Origin::new(source, start..start + length))
}
