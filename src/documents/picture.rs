//! What a template sees of the pictures of a plan, as text, and the same pictures for pages that can show them.

use super::graph::readable_web;
use super::inputs::Planned;
use crate::pictures::{Chart, Flow, chart, flow, mermaid, svg};
use crate::results::Status;
use schemars::JsonSchema;
use serde::Serialize;

/// The pictures of a plan in Mermaid's notation, for a fenced block.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct PicturesView {
    /// The phases with what waits for what; absent where nobody could read it.
    pub flow: Option<String>,
    /// Whether it shows what is done inside the phases.
    pub inside: bool,
    /// The time line; absent where nothing takes time, and where nobody could read it.
    pub time_line: Option<String>,
}

/// A picture in two notations. The drawing is safe to be put into HTML as it is.
pub struct Picture {
    /// The text that stands for it in a page.
    pub mermaid: String,
    /// The drawing.
    pub svg: String,
}

/// More boxes than this are no picture any more.
const MOST_BOXES: usize = 60;

/// What Mermaid draws at most: characters, and arrows.
const LARGEST: (usize, usize) = (50_000, 500);

impl PicturesView {
    pub(super) fn of(planned: &Planned<'_>) -> Self {
        let flow = readable_flow(planned);
        Self {
            inside: flow.as_ref().is_some_and(|it| it.stages.iter().any(|it| !it.items.is_empty())),
            flow: flow.map(|it| text(&mermaid::flow(&it))),
            time_line: readable_chart(planned).map(|it| text(&mermaid::gantt(&it))),
        }
    }
}

/// The pictures that documents of a plan show.
pub fn pictures(planned: &Planned<'_>) -> Vec<Picture> {
    let flow = readable_flow(planned);
    let flow = flow.map(|it| Picture { mermaid: text(&mermaid::flow(&it)), svg: svg::flow(&it) });
    let chart = readable_chart(planned);
    let chart = chart.map(|it| Picture { mermaid: text(&mermaid::gantt(&it)), svg: svg::gantt(&it) });
    let web = readable_web(planned);
    let web = web.map(|it| Picture { mermaid: text(&mermaid::web(&it)), svg: svg::flow(&it.as_flow()) });
    flow.into_iter().chain(chart).chain(web).collect()
}

/// The text as it stands in a fenced block, whose last line ends it.
pub(super) fn text(picture: &str) -> String {
    picture.trim_end().to_owned()
}

/// The flow, without what is inside the phases if that is too much, and not at all if they are too many.
fn readable_flow(planned: &Planned<'_>) -> Option<Flow> {
    let mut flow = flow(planned.plan, planned.schedule, &done(planned));
    if !is_readable(&flow) {
        flow.stages.iter_mut().for_each(|it| it.items.clear());
    }
    (flow.stages.len() > 1 && is_readable(&flow)).then_some(flow)
}

fn is_readable(flow: &Flow) -> bool {
    let (boxes, arrows) = flow.stages.iter().fold((0, 0), |(boxes, arrows), it| {
        let gates = usize::from(it.gate.is_some());
        let inside: usize = it.items.iter().map(|it| it.needs.len()).sum();
        (boxes + 1 + gates + it.items.len(), arrows + 2 * gates + it.needs.len() + inside)
    });
    boxes <= MOST_BOXES && arrows <= LARGEST.1 && mermaid::flow(flow).chars().count() <= LARGEST.0
}

fn readable_chart(planned: &Planned<'_>) -> Option<Chart> {
    let chart = chart(planned.plan, planned.schedule, &done(planned));
    (chart.span > 0 && (2..=MOST_BOXES).contains(&chart.rows.len())).then_some(chart)
}

/// Indexes of the phases that are over.
fn done(planned: &Planned<'_>) -> Vec<usize> {
    let phases = planned.results.phases.iter().enumerate();
    phases.filter(|it| it.1.status == Status::Done).map(|it| it.0).collect()
}
