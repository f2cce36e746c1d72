//! What a template sees of advice: guides of the plan, and lessons of its sessions.

use super::inputs::Planned;
use super::recorded::{NoteView, notes};
use super::text::Prose;
use crate::plan::{Guide, Lessons};
use crate::results::{NoteKind, Record};
use schemars::JsonSchema;
use serde::Serialize;

/// Advice that holds for all of the work.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct GuideView {
    /// What it is about.
    pub title: Prose,
    /// What to do, in order.
    pub steps: Vec<Prose>,
    /// Questions, each with what to do.
    pub questions: Vec<QuestionView>,
}

/// A question with what to do after each answer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct QuestionView {
    /// The question.
    pub ask: Prose,
    /// What to do after a yes.
    pub yes: Prose,
    /// What to do after a no.
    pub no: Option<Prose>,
}

/// What was learned, as all sessions of the plan say, and as commits do.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct LessonsView {
    /// What worked.
    pub good: Vec<Prose>,
    /// What to do better.
    pub improve: Vec<Prose>,
    /// What to do again elsewhere.
    pub patterns: Vec<Prose>,
    /// Those that commits record.
    pub recorded: Vec<NoteView>,
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

/// Every lesson; `None` if there is none.
pub(super) fn lessons(planned: &Planned<'_>) -> Option<LessonsView> {
    let all = |of: fn(&Lessons) -> &Vec<String>| -> Vec<Prose> {
        planned.plan.sessions.iter().flat_map(|it| of(&it.lessons)).map(|it| Prose::new(it)).collect()
    };
    let records: Vec<&Record> = planned.records.iter().collect();
    let view = LessonsView {
        good: all(|it| &it.good),
        improve: all(|it| &it.improve),
        patterns: all(|it| &it.patterns),
        recorded: notes(&records, NoteKind::Lesson),
    };
    let none = [&view.good, &view.improve, &view.patterns].iter().all(|it| it.is_empty());
    (!none || !view.recorded.is_empty()).then_some(view)
}
