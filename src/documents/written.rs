//! What a template sees of the documents that a session wrote or changed.

use super::files::{FEW, FileView, MOST_SHOWN};
use super::inputs::Inputs;
use super::text::Prose;
use super::work::is_document;
use crate::history::{Change, Length, Lines, RepositoryHistory, Window};
use crate::plan::Plan;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;

/// Files that people read, Markdown and the like, which a session wrote or changed and did not delete.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct WrittenView {
    /// How many there are.
    pub count: usize,
    /// The first of them, by repository and path; at most 200.
    pub shown: Vec<DocumentView>,
    /// How many are not shown.
    pub more: usize,
    /// How many of those that are shown fit on a page of one screen.
    pub few: usize,
    /// How many are not shown there.
    pub beyond: usize,
    /// How long all of them together are at the end of the session; absent where one was not measured.
    pub length: Option<LengthView>,
    /// Lines added.
    pub added: u64,
    /// Lines removed.
    pub removed: u64,
    /// Whether something is known of what one of them is.
    pub described: bool,
}

/// A document that a session wrote or changed.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "WrittenDocument")]
pub struct DocumentView {
    /// What stands before its path, where there are several repositories: `api:`.
    pub mark: String,
    /// What became of it.
    pub file: FileView,
    /// What it is, as the plan says.
    pub about: Option<Prose>,
    /// How long it is at the end of the session; absent where it was not measured.
    pub length: Option<LengthView>,
}

/// How long a document is.
#[derive(Clone, Copy, Debug, Default, JsonSchema, Serialize)]
pub struct LengthView {
    /// Lines.
    pub lines: usize,
    /// Words.
    pub words: usize,
}

/// A document with its repository and its length.
type Found<'a> = (&'a RepositoryHistory, &'a Change, Option<Length>);

/// The documents of some windows, each once; `None` if there is none.
pub(super) fn written(inputs: &Inputs<'_>, windows: &[(&RepositoryHistory, &Window)]) -> Option<WrittenView> {
    let mut seen = HashSet::new();
    let mut found: Vec<Found<'_>> = Vec::new();
    for (repository, window) in windows {
        for change in window.net.iter().filter(|it| is_document(it)) {
            let measured = window.documents.iter().find(|it| it.path == change.path);
            if seen.insert((&repository.id, &change.path)) {
                found.push((repository, change, measured.map(|it| it.length)));
            }
        }
    }
    let plan = inputs.plan.map(|it| it.plan);
    let shown: Vec<DocumentView> =
        found.iter().take(MOST_SHOWN).map(|it| DocumentView::of(inputs, plan, it)).collect();
    let lines = Lines::of(found.iter().map(|it| it.1));
    let (count, few) = (found.len(), found.len().min(FEW));
    (count > 0).then(|| WrittenView {
        count,
        more: count - shown.len(),
        few,
        beyond: count - few,
        length: sum(&found),
        added: lines.added,
        removed: lines.removed,
        described: shown.iter().any(|it| it.about.is_some()),
        shown,
    })
}

fn sum(found: &[Found<'_>]) -> Option<LengthView> {
    found.iter().try_fold(LengthView::default(), |sum, it| {
        let length = it.2?;
        Some(LengthView { lines: sum.lines + length.lines, words: sum.words + length.words })
    })
}

impl DocumentView {
    fn of(inputs: &Inputs<'_>, plan: Option<&Plan>, (repository, change, length): &Found<'_>) -> Self {
        let mark = if inputs.has_several() { format!("{}:", repository.id) } else { String::new() };
        Self {
            mark,
            file: FileView::of(change),
            about: plan.and_then(|it| about(it, &repository.id, &change.path)).map(Prose::new),
            length: length.map(|it| LengthView { lines: it.lines, words: it.words }),
        }
    }
}

/// What the plan says that a file is: one of its documents, or what a phase leaves behind.
fn about<'p>(plan: &'p Plan, repository: &str, path: &str) -> Option<&'p str> {
    let is_there = |it: Option<&crate::plan::Spanned<crate::plan::Id>>| {
        plan.repository(it).is_some_and(|it| it.id.as_str() == repository)
    };
    let mut papers =
        plan.documents.iter().filter(|it| it.path.value == path && is_there(it.repository.as_ref()));
    let deliverables = plan.phases.iter().flat_map(|it| &it.deliverables);
    let mut deliverables =
        deliverables.filter(|it| it.path.value == path && is_there(it.repository.as_ref()));
    let purpose = papers.next().map(|it| it.purpose.as_str());
    purpose.or_else(|| deliverables.find_map(|it| it.about.as_deref()))
}
