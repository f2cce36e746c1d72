//! How rendered documents look.

use super::{Slots, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;

/// How rendered documents look: marks, places of files, titles of sections.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The set of marks: `plain`, which is used if unsaid, `emoji`, or one that the project's `templates/strings.yaml` adds.
    #[schemars(extend("examples" = ["emoji"]))]
    pub marks: Option<Spanned<String>>,
    /// Where the documents of a kind go, below the output of the plan; `{{ phase.id }}` and the like stand for what each is about.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "phase-prompt": "instructions/PHASE{{ phase.id }}.md" }]))]
    pub paths: Slots,
    /// Titles of sections, each under a kind of document and the section, or under the section for every kind that has it; `page` is the title of the document.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "master-index.start": "How to begin", "state": "Where we are" }]))]
    pub titles: Slots,
    /// Sections to leave out: of a kind of document, or of every kind that has one.
    #[serde(default)]
    #[schemars(extend("examples" = [["master-index.edges", "troubleshooting"]]))]
    pub leave_out: Vec<Spanned<String>>,
    /// Kinds of document to leave out.
    #[serde(default)]
    #[schemars(extend("examples" = [["service-card", "readme-skeleton"]]))]
    pub leave_out_documents: Vec<Spanned<String>>,
}

impl Theme {
    /// Where it is stated, if it is.
    pub(super) fn place(&self) -> Option<Range<usize>> {
        let slots = self.paths.iter().chain(self.titles.iter()).map(|it| it.0);
        let spanned = self.marks.iter().chain(slots).chain(&self.leave_out).chain(&self.leave_out_documents);
        spanned.map(|it| &it.span).find(|it| !it.is_empty()).cloned()
    }
}
