//! Who does what when, if only so many can work at the same time.

use super::Network;
use crate::plan::Interval;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// When each thing is done, and by which worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignment {
    /// Indexes in the order in which they are begun.
    pub order: Vec<usize>,
    /// The worker of each; the first is 0.
    pub workers: Vec<usize>,
    /// Minutes from the start until each begins.
    pub starts: Vec<Interval>,
    /// Minutes until all is over.
    pub makespan: Interval,
}

/// Gives things to workers: whoever is free takes, of those that can begin, the one that can wait least.
///
/// This is list scheduling by slack, which is good and not always the best; one worker follows the order
/// of the plan. Ranges are decided by their upper ends; the lower ends keep the same turns.
pub fn assign(times: &[Interval], needs: &[Vec<usize>], network: &Network, workers: usize) -> Assignment {
    let mut turns = Turns::new(needs, network, workers);
    turns.run(times);
    let mut assignment = Assignment { order: turns.order, workers: turns.workers, ..Assignment::default() };
    assignment.place(times, needs, workers);
    assignment
}

impl Assignment {
    /// Starts, from turns: after all needs, and after what the same worker did before.
    fn place(&mut self, times: &[Interval], needs: &[Vec<usize>], workers: usize) {
        self.starts = vec![Interval::default(); times.len()];
        let mut free = vec![Interval::default(); workers.min(times.len().max(1))];
        for &node in &self.order {
            let worker = self.workers[node];
            let ready =
                needs[node].iter().fold(free[worker], |ready, it| ready.later(self.starts[*it] + times[*it]));
            self.starts[node] = ready;
            free[worker] = ready + times[node];
            self.makespan = self.makespan.later(free[worker]);
        }
    }
}

/// Things in the order in which workers become free for them.
struct Turns {
    waiting: Vec<usize>,
    needed_by: Vec<Vec<usize>>,
    urgency: Vec<(u64, usize)>,
    ready: BTreeSet<((u64, usize), usize)>,
    free: BTreeSet<usize>,
    running: BinaryHeap<Reverse<(u64, usize)>>,
    order: Vec<usize>,
    workers: Vec<usize>,
}

impl Turns {
    fn new(needs: &[Vec<usize>], network: &Network, workers: usize) -> Self {
        let nodes = needs.len();
        let mut needed_by = vec![Vec::new(); nodes];
        for (node, needs) in needs.iter().enumerate() {
            for &need in needs {
                needed_by[need].push(node);
            }
        }
        let mut urgency = vec![(0, 0); nodes];
        for (turn, &node) in network.order.iter().enumerate() {
            let latest = network.starts[node].max + network.slacks[node];
            urgency[node] = if workers > 1 { (latest, turn) } else { (0, turn) };
        }
        let waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
        let ready = (0..nodes).filter(|it| waiting[*it] == 0).map(|it| (urgency[it], it)).collect();
        let free = (0..workers.min(nodes.max(1))).collect();
        let (order, workers) = (Vec::with_capacity(nodes), vec![0; nodes]);
        Self { waiting, needed_by, urgency, ready, free, running: BinaryHeap::new(), order, workers }
    }

    fn run(&mut self, times: &[Interval]) {
        let mut now = 0;
        loop {
            self.begin(now, times);
            let Some(Reverse((end, node))) = self.running.pop() else { return };
            now = end;
            self.end(node);
            while let Some(Reverse((_, node))) = self.running.peek().copied().filter(|it| it.0.0 == now) {
                self.running.pop();
                self.end(node);
            }
        }
    }

    fn begin(&mut self, now: u64, times: &[Interval]) {
        while let Some(worker) = self.free.first().copied()
            && let Some((_, node)) = self.ready.pop_first()
        {
            self.free.remove(&worker);
            self.workers[node] = worker;
            self.order.push(node);
            self.running.push(Reverse((now + times[node].max, node)));
        }
    }

    fn end(&mut self, node: usize) {
        self.free.insert(self.workers[node]);
        for next in std::mem::take(&mut self.needed_by[node]) {
            self.waiting[next] -= 1;
            if self.waiting[next] == 0 {
                self.ready.insert((self.urgency[next], next));
            }
        }
    }
}
