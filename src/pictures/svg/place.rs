//! Where points stand from left to right, once their order is settled.

use super::graph::Graph;
use super::page::real;
use super::{card, gate};

/// How many times points are drawn towards what they are linked to.
const ROUNDS: usize = 6;
/// Room between two cards, or a card and an arrow that passes it.
const GAP: f64 = 18.0;
/// Half the room that an arrow takes where it passes a layer.
const ARROW: f64 = 5.0;
/// How much more an arrow insists on being straight than a card on standing in the middle.
const STRAIGHT: f64 = 5.0;

/// Finds the middle of every point, the leftmost card at 0.
pub(super) fn columns(graph: &Graph) -> Vec<f64> {
    let mut x = packed(graph);
    for _ in 0..ROUNDS {
        for layer in &graph.layers {
            settle(graph, layer, &mut x, |it| &graph.points[it].above);
        }
        for layer in graph.layers.iter().rev() {
            settle(graph, layer, &mut x, |it| &graph.points[it].below);
        }
    }
    for layer in &graph.layers {
        settle(graph, layer, &mut x, |it| &graph.points[it].above);
    }
    let left = (0..x.len()).map(|it| x[it] - half(graph, it)).fold(f64::INFINITY, f64::min);
    for place in &mut x {
        *place -= left;
    }
    x
}

/// Half the width of a point, with room for the way back of a failed gate.
pub(super) fn half(graph: &Graph, point: usize) -> f64 {
    if graph.is_stage(point) { card::WIDTH / 2.0 + gate::LOOP } else { ARROW }
}

/// Every layer side by side, around 0.
fn packed(graph: &Graph) -> Vec<f64> {
    let mut x = vec![0.0; graph.points.len()];
    for layer in &graph.layers {
        let offsets = offsets(graph, layer);
        let middle = offsets.last().copied().unwrap_or(0.0) / 2.0;
        for (&point, offset) in layer.iter().zip(offsets) {
            x[point] = offset - middle;
        }
    }
    x
}

/// How far each point of a layer is from the first one if they stand as close as they may.
fn offsets(graph: &Graph, layer: &[usize]) -> Vec<f64> {
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(layer.len());
    for (place, &point) in layer.iter().enumerate() {
        if place > 0 {
            offset += half(graph, layer[place - 1]) + half(graph, point) + GAP;
        }
        offsets.push(offset);
    }
    offsets
}

/// Moves the points of a layer as near to the middle of their links as the room between them allows.
///
/// Without their least distances, places only have to rise from left to right: points that would stand
/// in the wrong order are pooled, and a pool stands at the mean of what its points wish for.
fn settle<'a>(graph: &Graph, layer: &[usize], x: &mut [f64], links: impl Fn(usize) -> &'a [usize]) {
    let offsets = offsets(graph, layer);
    let mut pools: Vec<Pool> = Vec::with_capacity(layer.len());
    for (&point, offset) in layer.iter().zip(&offsets) {
        let mut pool = wish(graph, point, x, links(point));
        pool.sum -= offset * pool.weight;
        while let Some(last) = pools.pop_if(|it| it.mean() >= pool.mean()) {
            pool = Pool {
                weight: pool.weight + last.weight,
                sum: pool.sum + last.sum,
                count: pool.count + last.count,
            };
        }
        pools.push(pool);
    }
    let places = pools.iter().flat_map(|it| std::iter::repeat_n(it.mean(), it.count));
    for ((&point, offset), place) in layer.iter().zip(&offsets).zip(places) {
        x[point] = place + offset;
    }
}

/// Points that stand as close to each other as they may.
struct Pool {
    weight: f64,
    sum: f64,
    count: usize,
}

impl Pool {
    fn mean(&self) -> f64 {
        self.sum / self.weight
    }
}

/// A point without links on that side stays, if the others let it.
fn wish(graph: &Graph, point: usize, x: &[f64], links: &[usize]) -> Pool {
    let (weight, place) = match links.len() {
        0 => (0.2, x[point]),
        count => (1.0, links.iter().map(|&it| x[it]).sum::<f64>() / real(count)),
    };
    let weight = if graph.is_stage(point) { weight } else { weight * STRAIGHT };
    Pool { weight, sum: place * weight, count: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Stage;

    /// Arrows change place between layers only, so they run through no card if none stands in their way.
    #[test]
    fn nothing_stands_in_the_way_of_anything_else() {
        let needs = |it: usize| (1..4).filter_map(|far| it.checked_sub(far * far + it % 5)).collect();
        let stages: Vec<Stage> =
            (0..200).map(|it| Stage { wave: it / 5 + 1, needs: needs(it), ..Stage::default() }).collect();
        let graph = Graph::of(&stages);
        let x = columns(&graph);
        assert!(graph.points.len() > stages.len());
        for pair in graph.layers.iter().flat_map(|it| it.windows(2)) {
            let least = half(&graph, pair[0]) + half(&graph, pair[1]);
            assert!(x[pair[1]] - x[pair[0]] > least, "{pair:?}");
        }
    }

    #[test]
    fn a_chain_stands_in_one_column() {
        let stages: Vec<Stage> = (0..4)
            .map(|it| Stage {
                wave: it + 1,
                needs: it.checked_sub(1).into_iter().collect(),
                ..Stage::default()
            })
            .collect();
        let graph = Graph::of(&stages);
        assert!(columns(&graph).windows(2).all(|it| (it[0] - it[1]).abs() < 0.1));
    }
}
