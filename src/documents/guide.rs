//! What a template sees of advice: guides of the plan.

use super::text::Prose;
use crate::plan::Guide;
use serde::Serialize;

/// Advice that holds for all of the work.
#[derive(Clone, Debug, Serialize)]
pub struct GuideView {
    /// What it is about.
    pub title: Prose,
    /// What to do, in order.
    pub steps: Vec<Prose>,
    /// Questions, each with what to do.
    pub questions: Vec<QuestionView>,
}

/// A question with what to do after each answer.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    /// The question.
    pub ask: Prose,
    /// What to do after a yes.
    pub yes: Prose,
    /// What to do after a no.
    pub no: Option<Prose>,
}

impl GuideView {
    /// Copies a guide.
    pub(super) fn of(guide: &Guide) -> Self {
        let question = |it: &crate::plan::Question| QuestionView {
            ask: Prose::new(&it.ask),
            yes: Prose::new(&it.yes),
            no: it.no.as_deref().map(Prose::new),
        };
        Self {
            title: Prose::new(&guide.title),
            steps: guide.steps.iter().map(|it| Prose::new(it)).collect(),
            questions: guide.questions.iter().map(question).collect(),
        }
    }
}
