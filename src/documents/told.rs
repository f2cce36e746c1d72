//! What a template sees of what the plan says of a session, beside what commits show.

use super::text::Prose;
use crate::plan::{Blocker, Correction, Session};
use schemars::JsonSchema;
use serde::Serialize;

/// What the plan says of a session; empty for one that it does not name.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct ToldView {
    /// The model that worked in it.
    pub model: Option<Prose>,
    /// What came of it.
    pub outcomes: Vec<Prose>,
    /// Mistakes, with what was done instead.
    pub corrections: Vec<CorrectionView>,
    /// What it did, beside what commits show.
    pub done: Vec<Prose>,
    /// What it left on purpose.
    pub not_done: Vec<Prose>,
    /// What others will do.
    pub delegated: Vec<Prose>,
    /// What keeps the work from going on.
    pub blockers: Vec<BlockerView>,
    /// What worked.
    pub good: Vec<Prose>,
    /// What to do better.
    pub improve: Vec<Prose>,
    /// What to do again elsewhere.
    pub again: Vec<Prose>,
    /// What else the next person should know.
    pub notes: Vec<Prose>,
    /// What comes next.
    pub next: Vec<Prose>,
}

/// A mistake, with what was done instead.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CorrectionView {
    /// What was wrong.
    pub mistake: Prose,
    /// What was done instead.
    pub correction: Prose,
}

/// Something that keeps the work from going on.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BlockerView {
    /// What it is, in a few words.
    pub title: Prose,
    /// More about it.
    pub about: Option<Prose>,
    /// The document that says so.
    pub source: Option<Prose>,
}

impl ToldView {
    /// Copies what the plan says.
    pub(super) fn of(session: &Session) -> Self {
        let prose = |texts: &[String]| texts.iter().map(|it| Prose::new(it)).collect();
        let (scope, lessons) = (&session.scope, &session.lessons);
        Self {
            model: session.model.as_deref().map(Prose::new),
            outcomes: prose(&session.outcomes),
            corrections: session.corrections.iter().map(CorrectionView::of).collect(),
            done: prose(&scope.done),
            not_done: prose(&scope.not_done),
            delegated: prose(&scope.delegated),
            blockers: session.blockers.iter().map(BlockerView::of).collect(),
            good: prose(&lessons.good),
            improve: prose(&lessons.improve),
            again: prose(&lessons.patterns),
            notes: prose(&session.notes),
            next: prose(&session.next),
        }
    }
}

impl CorrectionView {
    fn of(correction: &Correction) -> Self {
        Self { mistake: Prose::new(&correction.mistake), correction: Prose::new(&correction.correction) }
    }
}

impl BlockerView {
    /// Copies what the plan says.
    pub(super) fn of(blocker: &Blocker) -> Self {
        Self {
            title: Prose::new(&blocker.title),
            about: blocker.about.as_deref().map(Prose::new),
            source: blocker.source.as_deref().map(Prose::new),
        }
    }
}
