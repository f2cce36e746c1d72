//! What a template sees of a service, alone and in a phase, and of the steps of a pattern.

use super::edge::{self, EdgesView};
use super::gate::MeasureView;
use super::inputs::Planned;
use super::marks::{ProgressView, SpentView, TickView, time};
use super::text::Prose;
use crate::plan::{self, Command, Complexity, Node, Pattern, Phase, Plan, Priority, Service, Spanned, Step};
use crate::results::{Measured, ServiceResult, Status, Tick};
use schemars::JsonSchema;
use serde::Serialize;

/// A service in the phase that works on it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ServiceView {
    /// What the plan says of it.
    #[serde(flatten)]
    pub stated: StatedService,
    /// Its budget: `6 h`.
    pub time: Option<String>,
    /// Id of the phase.
    pub phase: String,
    /// Where it stands.
    pub status: Status,
    /// Whether nothing is left to do.
    pub done: bool,
    /// Its steps.
    pub progress: ProgressView,
    /// What was recorded as spent on it alone.
    pub spent: Option<SpentView>,
    /// The steps of the pattern, filled in for it.
    pub steps: Vec<StepView>,
}

/// What the plan says of a service, whatever phase works on it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct StatedService {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What it is for.
    pub purpose: Option<Prose>,
    /// The port that it listens on.
    pub port: Option<u16>,
    /// Id of its repository.
    pub repository: Option<String>,
    /// Where it is today.
    pub source: Option<Prose>,
    /// Where it goes.
    pub target: Option<Prose>,
    /// `critical`, `high`, `medium` or `low`.
    pub priority: Priority,
    /// `low`, `medium` or `high`.
    pub complexity: Option<Complexity>,
    /// Ids of services that must work first.
    pub needs: Vec<String>,
    /// Ids of services that need it; computed.
    pub needed_by: Vec<String>,
    /// What it gets and gives, beside what it needs.
    pub edges: EdgesView,
    /// What it must measure, with the newest value.
    pub slos: Vec<MeasureView>,
    /// Whether it may be left out.
    pub optional: bool,
    /// What is different about this one.
    pub notes: Vec<Prose>,
}

/// A pattern, with the places of its texts that differ from service to service left as names.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PatternView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What it is good for.
    pub summary: Option<Prose>,
    /// What one has of applying it.
    pub benefits: Vec<Prose>,
    /// Its steps.
    pub steps: Vec<StepView>,
}

/// A step of a pattern.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct StepView {
    /// Its number; first is 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// What is done, in a few words.
    pub title: Prose,
    /// What to do, item by item.
    pub actions: Vec<Prose>,
    /// What to run.
    pub commands: Vec<CommandView>,
    /// How to know that it is done.
    pub done_when: Option<Prose>,
    /// Where it stands; always open in a pattern.
    pub tick: TickView,
}

/// A command with what it should print or do.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CommandView {
    /// The command line.
    pub run: Prose,
    /// The folder to run it in; absent for the root of the repository.
    pub folder: Option<Prose>,
    /// What a reader should see; absent for exit code 0.
    pub expect: Option<Prose>,
}

impl CommandView {
    /// Copies a command, with its texts passed through `fill`.
    pub fn of(command: &Command, fill: &impl Fn(&str) -> String) -> Self {
        let prose = |it: &Spanned<String>| Prose::new(&fill(&it.value));
        Self {
            run: prose(&command.run),
            folder: command.folder.as_ref().map(prose),
            expect: command.expect.as_ref().map(prose),
        }
    }
}

impl PatternView {
    /// Shows `{{ service.port }}` as `<service.port>`.
    pub fn of(pattern: &Pattern) -> Self {
        let open = Tick::default();
        let fill = |text: &str| plan::fill(text, |name| Some(format!("<{name}>")));
        Self {
            id: pattern.id.to_string(),
            title: Prose::new(&pattern.title),
            summary: pattern.summary.as_deref().map(Prose::new),
            benefits: pattern.benefits.iter().map(|it| Prose::new(it)).collect(),
            steps: pattern.steps.iter().zip(1..).map(|(it, number)| step(it, number, &open, &fill)).collect(),
        }
    }
}

/// The service at this index of a phase.
pub(super) fn service_view(planned: &Planned<'_>, phase: usize, index: usize) -> Option<ServiceView> {
    let plan = planned.plan;
    let (phase, _, result) = planned.phase(phase);
    let entry = &phase.services[index];
    let result = &result.services[index];
    let service = plan.service(&entry.service)?;
    Some(ServiceView {
        stated: StatedService::of(plan, service, &result.slos),
        time: entry
            .budget
            .as_ref()
            .and_then(|it| time(it.minutes(plan.calendar.hours_per_day.value)?, &planned.words.units)),
        phase: phase.id.to_string(),
        status: result.status,
        done: result.status == Status::Done,
        progress: ProgressView::of(result.progress),
        spent: SpentView::of(result.spent, &planned.words.units),
        steps: steps(plan, phase, service, result),
    })
}

impl StatedService {
    pub(super) fn of(plan: &Plan, service: &Service, slos: &[Measured]) -> Self {
        let prose = |it: Option<&String>| it.map(|it| Prose::new(it));
        let needed_by = plan.services.iter().filter(|it| it.needs.iter().any(|need| **need == *service.id));
        let index = plan.service_index(&service.id);
        Self {
            id: service.id.to_string(),
            title: Prose::new(&service.title),
            purpose: prose(service.purpose.as_ref()),
            port: service.port.as_ref().map(|it| it.value),
            repository: plan.repository(service.repository.as_ref()).map(|it| it.id.to_string()),
            source: prose(service.source.as_ref()),
            target: prose(service.target.as_ref()),
            priority: service.priority,
            complexity: service.complexity,
            needs: service.needs.iter().map(ToString::to_string).collect(),
            needed_by: needed_by.map(|it| it.id.to_string()).collect(),
            edges: index.map(|it| edge::of(plan, Node::Service(it))).unwrap_or_default(),
            slos: service.slos.iter().zip(slos).map(|(slo, it)| MeasureView::of(slo, it)).collect(),
            optional: service.optional,
            notes: service.notes.iter().map(|it| Prose::new(it)).collect(),
        }
    }
}

fn steps(plan: &Plan, phase: &Phase, service: &Service, result: &ServiceResult) -> Vec<StepView> {
    let pattern = phase.pattern.as_ref().and_then(|it| plan.pattern(it));
    let fill = |text: &str| plan::fill(text, |name| plan::value(name, plan, phase, service));
    let steps = pattern.into_iter().flat_map(|it| &it.steps).zip(1..).zip(&result.steps);
    steps.map(|((it, number), tick)| step(it, number, tick, &fill)).collect()
}

fn step(step: &Step, number: usize, tick: &Tick, fill: &impl Fn(&str) -> String) -> StepView {
    StepView {
        number,
        id: step.id.to_string(),
        title: Prose::new(&fill(&step.title)),
        actions: step.actions.iter().map(|it| Prose::new(&fill(it))).collect(),
        commands: step.commands.iter().map(|it| CommandView::of(it, fill)).collect(),
        done_when: step.done_when.as_ref().map(|it| Prose::new(&fill(it))),
        tick: TickView::of(tick),
    }
}
