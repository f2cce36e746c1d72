//! What is laid out: stages in layers, and points for arrows that pass over layers.

use crate::pictures::{Stage, stage_needs};

/// Points on the way of arrows that a flow may have for each of its stages. Arrows that would take
/// more are told in words, as no eye can follow them.
const POINTS_PER_STAGE: usize = 8;

/// Stages and points in layers.
pub(super) struct Graph {
    /// The stages in plan order, then the points on the way of arrows.
    pub(super) points: Vec<Point>,
    /// Indexes of points from top to bottom, each layer from left to right.
    pub(super) layers: Vec<Vec<usize>>,
    /// For each stage those of its needs that no arrow is drawn for.
    pub(super) untold: Vec<Vec<usize>>,
}

/// A stage, or a point on the way of the arrows from one.
#[derive(Clone, Default)]
pub(super) struct Point {
    /// The layer that it is in.
    pub(super) layer: usize,
    /// The stage that it is, or that its arrows come from.
    pub(super) stage: usize,
    /// What leads to it from the layer above.
    pub(super) above: Vec<usize>,
    /// What it leads to in the layer below.
    pub(super) below: Vec<usize>,
}

impl Graph {
    /// Puts stages into layers by wave and links them by need.
    pub(super) fn of(stages: &[Stage]) -> Self {
        let mut graph = Self::unlinked(stages);
        let mut trunks = vec![Vec::new(); stages.len()];
        let limit = stages.len() * (POINTS_PER_STAGE + 1) + 64;
        for (from, to) in graph.arrows(stages) {
            if !graph.grow(&mut trunks[from], (from, to), limit) {
                graph.untold[to].push(from);
            }
        }
        graph
    }

    /// Whether a point is a stage.
    pub(super) fn is_stage(&self, point: usize) -> bool {
        point < self.untold.len()
    }

    fn unlinked(stages: &[Stage]) -> Self {
        let mut waves: Vec<usize> = stages.iter().map(|it| it.wave).collect();
        waves.sort_unstable();
        waves.dedup();
        let mut layers = vec![Vec::new(); waves.len()];
        let mut points = Vec::with_capacity(stages.len());
        for (index, stage) in stages.iter().enumerate() {
            let layer = waves.partition_point(|it| *it < stage.wave);
            layers[layer].push(index);
            points.push(Point { layer, stage: index, ..Point::default() });
        }
        Self { points, layers, untold: vec![Vec::new(); stages.len()] }
    }

    /// Pairs of stages, the nearest first, so that the limit spares them.
    fn arrows(&self, stages: &[Stage]) -> Vec<(usize, usize)> {
        let layer = |it: usize| self.points[it].layer;
        let needs = stage_needs(stages);
        let pairs = needs.iter().enumerate().flat_map(|(to, it)| it.iter().map(move |&from| (from, to)));
        let mut pairs: Vec<(usize, usize)> = pairs.filter(|&(from, to)| layer(from) < layer(to)).collect();
        pairs.sort_by_key(|&(from, to)| (layer(to) - layer(from), to, from));
        pairs
    }

    /// Lets the trunk of a stage, which all its arrows share, reach down to the layer above another
    /// stage, and joins that to it.
    fn grow(&mut self, trunk: &mut Vec<usize>, (from, to): (usize, usize), limit: usize) -> bool {
        let between = self.points[to].layer - self.points[from].layer - 1;
        if between > trunk.len() && self.points.len() + between - trunk.len() > limit {
            return false;
        }
        while trunk.len() < between {
            let point = self.points.len();
            let layer = self.points[from].layer + trunk.len() + 1;
            self.points.push(Point { layer, stage: from, ..Point::default() });
            self.layers[layer].push(point);
            self.join(trunk.last().copied().unwrap_or(from), point);
            trunk.push(point);
        }
        self.join(if between == 0 { from } else { trunk[between - 1] }, to);
        true
    }

    fn join(&mut self, above: usize, below: usize) {
        self.points[above].below.push(below);
        self.points[below].above.push(above);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(wave: usize, needs: Vec<usize>) -> Stage {
        Stage { needs, wave, ..Stage::default() }
    }

    #[test]
    fn arrows_of_one_stage_share_the_points_that_they_pass() {
        let stages = [stage(1, vec![]), stage(2, vec![0]), stage(3, vec![0, 1]), stage(4, vec![0])];
        let graph = Graph::of(&stages);
        assert_eq!(graph.points.len(), 4 + 2);
        assert_eq!(graph.layers.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2, 1]);
    }

    #[test]
    fn waves_with_gaps_and_needs_that_point_down_do_no_harm() {
        let graph = Graph::of(&[stage(usize::MAX, vec![1, 9, 0]), stage(7, vec![0])]);
        assert_eq!(graph.layers, [vec![1], vec![0]]);
        assert_eq!(graph.points[0].above, [1]);
        assert!(graph.points[1].above.is_empty());
    }

    #[test]
    fn arrows_that_would_take_too_many_points_are_left_out_the_longest_first() {
        let stages: Vec<Stage> =
            (0..400).map(|it| stage(it + 1, vec![it / 2, it.saturating_sub(1)])).collect();
        let graph = Graph::of(&stages);
        assert!(graph.points.len() <= 400 * 9 + 64);
        assert!(graph.untold[10].is_empty() && graph.untold[399] == [199]);
        assert_eq!(graph.points[399].above, [398]);
    }
}
