//! The critical path method: when things can start, what they can wait, and what decides the end.

use crate::plan::{self, Interval};

/// Things that need each other, with the earliest times at which each can be worked on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Indexes in an order in which each comes after what it needs; ties keep the order of the plan.
    pub order: Vec<usize>,
    /// First is 1; things of one wave do not need each other.
    pub waves: Vec<usize>,
    /// Minutes from the start until each can begin, if nobody has to wait for a worker.
    pub starts: Vec<Interval>,
    /// Minutes that each can be late without moving the end, at the upper ends of all ranges.
    pub slacks: Vec<u64>,
    /// The longest chain, by the upper ends of ranges, in order; empty if nothing takes time.
    pub critical: Vec<usize>,
    /// Minutes from start to end.
    pub span: Interval,
    /// Whether the needs form a circle, which is a problem of the plan that is told elsewhere; nothing here
    /// then needs anything.
    pub circular: bool,
}

impl Network {
    /// Computes it from the minutes that each thing takes, and the indexes of those that it needs.
    pub fn of(times: &[Interval], needs: &[Vec<usize>]) -> Self {
        let Ok(order) = plan::order(times.len(), |it| needs[it].clone()) else {
            let alone = Self::of(times, &vec![Vec::new(); times.len()]);
            return Self { circular: true, ..alone };
        };
        let mut network = Self { order, ..Self::default() };
        network.forward(times, needs);
        network.backward(times, needs);
        network
    }

    /// Earliest starts and waves.
    fn forward(&mut self, times: &[Interval], needs: &[Vec<usize>]) {
        self.waves = vec![1; times.len()];
        self.starts = vec![Interval::default(); times.len()];
        for &node in &self.order {
            for &need in &needs[node] {
                self.waves[node] = self.waves[node].max(self.waves[need] + 1);
                self.starts[node] = self.starts[node].later(self.starts[need] + times[need]);
            }
            self.span = self.span.later(self.starts[node] + times[node]);
        }
    }

    /// Slack, and the chain without any.
    fn backward(&mut self, times: &[Interval], needs: &[Vec<usize>]) {
        let mut latest = vec![self.span.max; times.len()];
        for &node in self.order.iter().rev() {
            let start = latest[node] - times[node].max;
            for &need in &needs[node] {
                latest[need] = latest[need].min(start);
            }
        }
        let finish = |it: usize| self.starts[it].max + times[it].max;
        self.slacks = (0..times.len()).map(|it| latest[it] - finish(it)).collect();
        if self.span.max == 0 {
            return;
        }
        let mut node = (0..times.len()).find(|it| finish(*it) == self.span.max);
        let mut chain = Vec::new();
        while let Some(current) = node {
            chain.push(current);
            let start = self.starts[current].max;
            node = needs[current].iter().copied().filter(|it| finish(*it) == start && start > 0).min();
        }
        chain.reverse();
        self.critical = chain;
    }

    /// Minutes until each can be over, at the earliest.
    pub fn finish(&self, index: usize, times: &[Interval]) -> Interval {
        self.starts[index] + times[index]
    }

    /// Whether being late with something moves the end.
    pub fn is_critical(&self, index: usize) -> bool {
        self.span.max > 0 && self.slacks[index] == 0
    }
}
