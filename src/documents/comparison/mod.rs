//! What a template sees of plans or variants side by side.

mod figure;
mod improvement;
mod phase;
mod printer;
mod side;

use super::inputs::Planned;
use super::text::Prose;
use crate::plan::{Interval, Plan};
use crate::schedule::{Schedule, Side, of, rows};
use crate::templates::Words;
use figure::{FigureView, figures};
use improvement::{ImprovementView, improvements};
use phase::{PhaseRowView, phase_row};
use printer::Printer;
use schemars::JsonSchema;
use serde::Serialize;
use side::{SideView, side_view};

/// Plans or variants side by side, each compared with the first.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ComparisonView {
    /// What is compared, in one line: `Lean and Full`.
    pub title: Prose,
    /// What is compared, the first first.
    pub sides: Vec<SideView>,
    /// Whether the first is the plan that the second replaces, and the others are variants of the second.
    pub succession: bool,
    /// Figures that are compared: `time`, `credits`, `days` and so on.
    pub figures: Vec<FigureView>,
    /// Phases of any side.
    pub phases: Vec<PhaseRowView>,
    /// What the second does better than the first, which it replaces; none of other plans.
    pub improvements: Vec<ImprovementView>,
}

/// A plan or a variant, with its name.
pub struct Compared {
    /// Its id; `PLAN:VARIANT` for a variant.
    pub id: String,
    /// The plan, or what the variant makes of it.
    pub plan: Plan,
    /// What it computes to.
    pub schedule: Schedule,
    /// The variant, by its id in the plan.
    pub variant: Option<String>,
    /// The plan that it varies, if it is a variant.
    whole: Option<Box<Self>>,
}

impl Compared {
    /// A plan as it stands.
    pub fn plan(plan: &Plan) -> Self {
        let id = plan.project.id.to_string();
        Self { id, schedule: of(plan), plan: plan.clone(), variant: None, whole: None }
    }

    /// A variant of a plan, if it has one of this name.
    pub fn variant(plan: &Plan, id: &str) -> Option<Self> {
        let whole = Some(Box::new(Self::plan(plan)));
        let plan = plan.varied(plan.variant(id)?);
        let name = format!("{}:{id}", plan.project.id);
        Some(Self { id: name, schedule: of(&plan), plan, variant: Some(id.to_owned()), whole })
    }

    /// The id of a variant alone, if no other side has that name.
    fn short_id(&self, all: &[Self]) -> &str {
        let Some(variant) = &self.variant else { return &self.id };
        let named = |it: &&Self| it.id == *variant || it.variant.as_ref() == Some(variant);
        if all.iter().filter(named).count() > 1 { &self.id } else { variant }
    }

    fn title(&self) -> Prose {
        let variant = self.variant.as_ref().and_then(|it| self.plan.variant(it));
        Prose::new(variant.map_or(self.plan.project.title.as_str(), |it| it.title.as_str()))
    }

    /// Name and minutes of a phase, task or service of a phase.
    fn part(&self, id: &str) -> Option<(&str, Option<Interval>)> {
        let hours = self.plan.calendar.hours_per_day.value;
        if let Some(index) = self.plan.phase_index(id) {
            return Some((&self.plan.phases[index].title, Some(self.schedule.phases[index].size.time)));
        }
        let tasks = self.plan.phases.iter().flat_map(|it| &it.tasks);
        let task = tasks.filter(|it| it.id.as_str() == id).map(|it| (it.text.as_str(), it.budget.as_ref()));
        let services = self.plan.phases.iter().flat_map(|it| &it.services);
        let title = |id: &str| self.plan.service(id).map_or("", |it| it.title.as_str());
        let service = services
            .filter(|it| it.service.as_str() == id)
            .map(|it| (title(&it.service), it.budget.as_ref()));
        let (title, budget) = task.chain(service).next()?;
        Some((title, budget.and_then(|it| it.minutes(hours))))
    }
}

/// The plan that a plan replaces, the plan, and its variants; `None` if there is only the plan.
pub(super) fn of_versions(planned: &Planned<'_>) -> Option<ComparisonView> {
    let plan = planned.plan;
    let before = plan.before.as_ref().map(|it| Compared::plan(it));
    let variants = plan.variants.iter().filter_map(|it| Compared::variant(plan, &it.id));
    let sides: Vec<Compared> = before.into_iter().chain([Compared::plan(plan)]).chain(variants).collect();
    (sides.len() > 1).then(|| comparison_view(&sides, planned.words))
}

/// Plans or variants side by side; there must be at least one.
pub fn comparison_view(compared: &[Compared], words: &Words) -> ComparisonView {
    let printer = Printer { words };
    let ids: Vec<&str> = compared.iter().map(|it| it.short_id(compared)).collect();
    let sides: Vec<Side<'_>> =
        compared.iter().map(|it| Side { plan: &it.plan, schedule: &it.schedule }).collect();
    let succession = is_succession(compared);
    ComparisonView {
        title: Prose::new(&printer.list(compared.iter().map(|it| it.title().as_str().to_owned()))),
        sides: compared.iter().zip(&ids).map(|(it, id)| side_view((it, id), compared, words)).collect(),
        succession,
        figures: figures(&sides, &ids, &printer),
        phases: rows(&sides).iter().map(|it| phase_row(it, &sides, &ids, &printer)).collect(),
        improvements: if succession { improvements(&sides, &printer) } else { Vec::new() },
    }
}

/// Whether the first is the plan that the second replaces, and the others are variants of the second.
fn is_succession(compared: &[Compared]) -> bool {
    let [first, second, others @ ..] = compared else { return false };
    let id = |it: &Compared| it.plan.project.id.to_string();
    let replaces =
        second.plan.before.as_ref().is_some_and(|it| it.project.id.value == first.plan.project.id.value);
    let are_plans = first.variant.is_none() && second.variant.is_none();
    replaces && are_plans && others.iter().all(|it| it.variant.is_some() && id(it) == id(second))
}
