//! A flow laid out: where every card, gate and point stands.

use super::card::Card;
use super::graph::Graph;
use super::page::{MARGIN, TOP};
use super::{gate, order, place};
use crate::pictures::Stage;

/// Room below a layer in which arrows run straight down, beside their label.
const OUTLET: f64 = 22.0;
/// Room between layers in which arrows change place: the least, the most, and how much of the
/// farthest way between two places it takes.
const CHANNEL: (f64, f64, f64) = (38.0, 150.0, 0.09);

/// Where everything stands.
pub(super) struct Sheet {
    /// What is linked to what.
    pub(super) graph: Graph,
    /// One for each stage.
    pub(super) cards: Vec<Card>,
    /// The middle of each point.
    pub(super) x: Vec<f64>,
    /// Where each layer begins.
    pub(super) tops: Vec<f64>,
    /// Where each layer ends; arrows run straight down to there.
    pub(super) floors: Vec<f64>,
    /// The lower end of each stage, with its gate.
    pub(super) bottoms: Vec<f64>,
    /// How far to the right it reaches.
    pub(super) width: f64,
}

impl Sheet {
    /// Lays out stages.
    pub(super) fn of(stages: &[Stage]) -> Self {
        let mut graph = Graph::of(stages);
        order::sort(&mut graph);
        let mut x = place::columns(&graph);
        for place in &mut x {
            *place += MARGIN;
        }
        let ends = (0..stages.len()).map(|it| x[it] + place::half(&graph, it));
        let width = ends.fold(0.0, f64::max) + MARGIN;
        let cards: Vec<Card> = stages.iter().map(Card::of).collect();
        let bottoms = heights(stages, &cards);
        let mut sheet = Self { graph, cards, x, tops: Vec::new(), floors: Vec::new(), bottoms, width };
        sheet.stack();
        sheet
    }

    /// Where the drawing ends.
    pub(super) fn height(&self) -> f64 {
        self.floors.last().copied().unwrap_or(TOP + 40.0)
    }

    /// Puts layers below each other.
    fn stack(&mut self) {
        let mut top = TOP;
        for layer in &self.graph.layers {
            let stages: Vec<usize> = layer.iter().copied().filter(|&it| self.graph.is_stage(it)).collect();
            let highest = stages.iter().map(|&it| self.bottoms[it]).fold(0.0, f64::max);
            for stage in stages {
                self.bottoms[stage] += top;
            }
            let floor = top + highest + OUTLET;
            self.tops.push(top);
            self.floors.push(floor);
            top = floor + self.channel(layer);
        }
    }

    /// Arrows that go far to the side need room to do so in a curve.
    fn channel(&self, layer: &[usize]) -> f64 {
        let (least, most, part) = CHANNEL;
        let ways = layer.iter().flat_map(|&from| {
            self.graph.points[from].below.iter().map(move |&to| (self.x[from] - self.x[to]).abs())
        });
        (least + part * ways.fold(0.0, f64::max)).min(most)
    }
}

/// The height of each card with its gate.
fn heights(stages: &[Stage], cards: &[Card]) -> Vec<f64> {
    let gates = stages.iter().map(|it| if it.gate.is_some() { gate::GAP + gate::HEIGHT } else { 0.0 });
    cards.iter().zip(gates).map(|(card, gate)| card.height + gate).collect()
}
