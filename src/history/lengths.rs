//! How long the documents are that a session leaves behind.

use super::changes::Comparer;
use super::oid::Oid;
use super::{ChangeKind, RepositoryHistory, Window, WindowRequest, named, paths};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Of more documents nobody reads the lengths.
const MOST_MEASURED: usize = 1_000;

/// How long a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// Lines, as `wc -l` counts those that end.
    pub lines: usize,
    /// Words, as `wc -w` counts: what stands between blanks.
    pub words: usize,
}

/// A document that a window changed, and how long it is at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentLength {
    /// Its path, with `/`.
    pub path: String,
    /// Lines and words.
    pub length: Length,
}

impl Length {
    pub(super) fn of(text: &str) -> Self {
        Self { lines: text.matches('\n').count(), words: text.split_whitespace().count() }
    }
}

/// Measures the documents of those windows that may be sessions.
pub(super) fn measure(comparer: &Comparer<'_>, history: &mut RepositoryHistory) {
    let is_session = |it: &&mut Window| {
        !matches!(it.request, WindowRequest::Branch { .. } | WindowRequest::Namesake { .. })
    };
    for window in history.windows.iter_mut().filter(is_session) {
        window.documents = of_window(comparer, window);
    }
}

/// The documents that a window changed, in the tree of its last commit; none of those that cannot be read there.
fn of_window(comparer: &Comparer<'_>, window: &Window) -> Vec<DocumentLength> {
    let last = window.head.as_ref().or(window.commits.first());
    let Some(last) = last.and_then(|it| Oid::from_str(it)) else { return Vec::new() };
    // Git counts no lines of what is binary, or not in this clone.
    let kept = window.net.iter().filter(|it| it.kind != ChangeKind::Deleted && it.lines.is_some());
    let documents: Vec<&String> = kept.map(|it| &it.path).filter(|it| paths::is_document(it)).collect();
    if documents.len() > MOST_MEASURED {
        return Vec::new();
    }
    let measured = |path: &String| {
        let text = named::text(comparer, last, path).ok()??;
        Some(DocumentLength { path: path.clone(), length: Length::of(&text) })
    };
    documents.into_iter().filter_map(measured).collect()
}
