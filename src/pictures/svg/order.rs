//! The order of each layer from left to right, such that few arrows cross.

use super::graph::Graph;
use super::page::real;

/// How many times layers are sorted downwards and upwards.
const SWEEPS: usize = 8;

/// The neighbours that a layer is sorted by.
#[derive(Clone, Copy)]
enum Side {
    Above,
    Below,
}

/// Sorts every layer by the middle of what its points are linked to, and keeps the best of several tries.
pub(super) fn sort(graph: &mut Graph) {
    let mut best: Option<(usize, Vec<Vec<usize>>)> = None;
    let mut ranks = ranks(graph);
    for _ in 0..SWEEPS {
        for layer in (0..graph.layers.len()).rev() {
            sort_layer(graph, layer, &mut ranks, Side::Below);
        }
        for layer in 0..graph.layers.len() {
            sort_layer(graph, layer, &mut ranks, Side::Above);
        }
        let crossings = crossings(graph, &ranks);
        if best.as_ref().is_none_or(|(fewest, _)| crossings < *fewest) {
            best = Some((crossings, graph.layers.clone()));
        }
    }
    if let Some((_, layers)) = best {
        graph.layers = layers;
    }
}

/// Where each point stands in its layer, from 0 at the left to 1 at the right.
fn ranks(graph: &Graph) -> Vec<f64> {
    let mut ranks = vec![0.0; graph.points.len()];
    for layer in &graph.layers {
        number(layer, &mut ranks);
    }
    ranks
}

fn number(layer: &[usize], ranks: &mut [f64]) {
    for (place, &point) in layer.iter().enumerate() {
        ranks[point] = (real(place) + 0.5) / real(layer.len());
    }
}

/// A point without neighbours on that side keeps its place, more or less.
fn sort_layer(graph: &mut Graph, layer: usize, ranks: &mut [f64], side: Side) {
    let middle = |point: usize| {
        let links = match side {
            Side::Above => &graph.points[point].above,
            Side::Below => &graph.points[point].below,
        };
        match links.len() {
            0 => ranks[point],
            count => links.iter().map(|&it| ranks[it]).sum::<f64>() / real(count),
        }
    };
    let mut keyed: Vec<(f64, usize)> = graph.layers[layer].iter().map(|&it| (middle(it), it)).collect();
    keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
    graph.layers[layer] = keyed.into_iter().map(|(_, point)| point).collect();
    number(&graph.layers[layer], ranks);
}

fn crossings(graph: &Graph, ranks: &[f64]) -> usize {
    graph.layers.windows(2).map(|pair| crossings_between(graph, pair, ranks)).sum()
}

/// Counts pairs of arrows whose ends stand the other way round than their starts, in n log n.
fn crossings_between(graph: &Graph, pair: &[Vec<usize>], ranks: &[f64]) -> usize {
    let [upper, lower] = pair else { return 0 };
    let place = |point: usize| upper.partition_point(|&it| ranks[it] < ranks[point]);
    let mut seen = Counter { sums: vec![0; upper.len() + 1] };
    let mut crossings = 0;
    for point in lower {
        let mut places: Vec<usize> = graph.points[*point].above.iter().map(|&it| place(it)).collect();
        places.sort_unstable();
        crossings += places.iter().map(|&it| seen.right_of(it)).sum::<usize>();
        for place in places {
            seen.add(place);
        }
    }
    crossings
}

/// Counts by place, with the sums of a Fenwick tree.
struct Counter {
    sums: Vec<usize>,
}

impl Counter {
    fn add(&mut self, place: usize) {
        let mut at = place + 1;
        while at < self.sums.len() {
            self.sums[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// How many were added at higher places.
    fn right_of(&self, place: usize) -> usize {
        self.up_to(self.sums.len() - 1) - self.up_to(place + 1)
    }

    fn up_to(&self, end: usize) -> usize {
        let mut at = end;
        let mut sum = 0;
        while at > 0 {
            sum += self.sums[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Stage;

    fn stage(wave: usize, needs: Vec<usize>) -> Stage {
        Stage { needs, wave, ..Stage::default() }
    }

    #[test]
    fn crossings_are_counted() {
        let stages: Vec<Stage> =
            (0..6).map(|it| stage(1 + it / 3, if it < 3 { vec![] } else { vec![5 - it] })).collect();
        let graph = Graph::of(&stages);
        assert_eq!(crossings(&graph, &ranks(&graph)), 3);
    }

    #[test]
    fn arrows_that_need_not_cross_do_not() {
        let stages: Vec<Stage> =
            (0..6).map(|it| stage(1 + it / 3, if it < 3 { vec![] } else { vec![5 - it] })).collect();
        let mut graph = Graph::of(&stages);
        sort(&mut graph);
        assert_eq!(crossings(&graph, &ranks(&graph)), 0);
    }
}
