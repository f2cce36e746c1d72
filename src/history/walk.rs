//! Walks over commits: newest first from the tips, reading no more of the history than needed.
//!
//! Committers' clocks are skewed at times, so a walk that may stop early goes on for a while after
//! the first commit that says so.

use super::graph::Graph;
use super::oid::Oid;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// How many commits in a row must be beyond the end before a walk believes it.
const PATIENCE: usize = 64;

/// How many commits in a row must be too old on one way back.
const FEW: usize = 5;

/// The commits reachable from `wanted` and not from `hidden`.
pub(super) fn range(graph: &mut Graph<'_>, wanted: &[Oid], hidden: &[Oid]) -> HashSet<Oid> {
    let mut paint = Paint { oldest: i64::MAX, ..Paint::default() };
    paint.hide(graph, hidden);
    for id in wanted {
        paint.add(graph, *id);
    }
    let mut patience = PATIENCE;
    while let Some((time, id)) = paint.queue.pop() {
        // Once all that waits is hidden and older than what was found, only a skewed clock can bring news.
        patience = if paint.waiting > 0 || time >= paint.oldest { PATIENCE } else { patience - 1 };
        if patience == 0 {
            break;
        }
        paint.visit(graph, id);
    }
    paint.hidden.into_iter().filter(|it| !it.1).map(|it| it.0).collect()
}

/// The best common ancestors of two commits, newest first, from what each reaches and the other does not.
pub(super) fn merge_bases(
    graph: &mut Graph<'_>,
    one: (Oid, &HashSet<Oid>),
    other: (Oid, &HashSet<Oid>),
) -> Vec<Oid> {
    let all: Vec<Oid> = before(graph, one).intersection(&before(graph, other)).copied().collect();
    let mut bases = all.clone();
    bases.retain(|it| {
        let mut others = all.iter().filter(|other| *other != it);
        !others.any(|other| reaches_all(graph, *other, HashSet::from([*it])))
    });
    bases.sort_unstable_by_key(|it| (Reverse(graph.time(*it)), *it));
    bases
}

/// The first commits on all ways back from a commit that are not its own.
fn before(graph: &mut Graph<'_>, (end, own): (Oid, &HashSet<Oid>)) -> HashSet<Oid> {
    let ends: Vec<Oid> = own.iter().flat_map(|it| graph.parents(*it)).chain([end]).collect();
    ends.into_iter().filter(|it| !own.contains(it) && graph.node(*it).is_some()).collect()
}

/// What is known of the commits of a range.
#[derive(Default)]
struct Paint {
    queue: BinaryHeap<(i64, Oid)>,
    /// Commits seen, and whether they are hidden.
    hidden: HashMap<Oid, bool>,
    visited: HashSet<Oid>,
    /// How many in the queue are not hidden.
    waiting: usize,
    /// The least time of a visited commit that was not hidden then.
    oldest: i64,
}

impl Paint {
    fn add(&mut self, graph: &mut Graph<'_>, id: Oid) {
        if self.hidden.contains_key(&id) {
            return;
        }
        let Some(node) = graph.node(id) else { return };
        self.queue.push((node.time, id));
        self.hidden.insert(id, false);
        self.waiting += 1;
    }

    fn visit(&mut self, graph: &mut Graph<'_>, id: Oid) {
        self.visited.insert(id);
        let parents = graph.parents(id);
        if self.hidden.get(&id) == Some(&true) {
            self.hide(graph, &parents);
            return;
        }
        self.waiting -= 1;
        self.oldest = self.oldest.min(graph.time(id));
        for parent in parents {
            self.add(graph, parent);
        }
    }

    /// Hides commits, and at once whatever was reached from them before that was known.
    fn hide(&mut self, graph: &mut Graph<'_>, ids: &[Oid]) {
        let mut ids = ids.to_vec();
        while let Some(id) = ids.pop() {
            if self.hidden.get(&id) == Some(&true) {
                continue;
            }
            self.add(graph, id);
            let Some(hidden) = self.hidden.get_mut(&id) else { continue };
            *hidden = true;
            if self.visited.contains(&id) {
                ids.extend(graph.parents(id));
            } else {
                self.waiting -= 1;
            }
        }
    }
}

/// The commits of some tips in the order of their times, newest first.
struct Newest<'g, 'r> {
    graph: &'g mut Graph<'r>,
    queue: BinaryHeap<(i64, Oid)>,
    seen: HashSet<Oid>,
}

impl<'g, 'r> Newest<'g, 'r> {
    fn new(graph: &'g mut Graph<'r>, tips: &[Oid]) -> Self {
        let mut walk = Self { graph, queue: BinaryHeap::new(), seen: HashSet::new() };
        for tip in tips {
            walk.add(*tip);
        }
        walk
    }

    fn add(&mut self, id: Oid) {
        if self.seen.insert(id) {
            self.queue.extend(self.graph.node(id).map(|it| (it.time, id)));
        }
    }
}

impl Iterator for Newest<'_, '_> {
    type Item = (i64, Oid);

    fn next(&mut self) -> Option<Self::Item> {
        let (time, id) = self.queue.pop()?;
        for parent in self.graph.parents(id) {
            self.add(parent);
        }
        Some((time, id))
    }
}

/// Those of some commits that a head reaches; the walk ends with the last of them.
pub(super) fn reached(graph: &mut Graph<'_>, head: Oid, mut sought: HashSet<Oid>) -> HashSet<Oid> {
    let mut found = HashSet::new();
    let mut walk = Newest::new(graph, &[head]);
    while !sought.is_empty() {
        let Some((_, id)) = walk.next() else { break };
        found.extend(sought.take(&id));
    }
    found
}

/// Whether a head reaches all of some commits; the walk ends soon after it could have found the newest of
/// those that are left.
pub(super) fn reaches_all(graph: &mut Graph<'_>, head: Oid, mut sought: HashSet<Oid>) -> bool {
    let mut patience = PATIENCE;
    let mut walk = Newest::new(graph, &[head]);
    while !sought.is_empty() && patience > 0 {
        let newest = sought.iter().map(|it| walk.graph.time(*it)).max();
        let Some((time, id)) = walk.next() else { break };
        sought.remove(&id);
        patience = if newest <= Some(time) { PATIENCE } else { patience - 1 };
    }
    sought.is_empty()
}

/// The commits of several tips from one second to another, both included, each found once.
///
/// The walk goes on until `PATIENCE` commits in a row are too old; and on each way back that is left then,
/// until `FEW` are. So a wrong clock hides nothing that lies behind it, however old it makes its commit.
pub(super) struct Span {
    bounds: (i64, i64),
    found: HashSet<Oid>,
    /// How many more commits may be too old on the way behind each that was seen.
    left: HashMap<Oid, usize>,
}

impl Span {
    pub(super) fn new(bounds: (i64, i64)) -> Self {
        Self { bounds, found: HashSet::new(), left: HashMap::new() }
    }

    /// Those that a tip reaches and no tip before it did. A later tip that is too old itself is not looked behind.
    pub(super) fn reached(&mut self, graph: &mut Graph<'_>, tip: Oid) -> HashSet<Oid> {
        let mut news = HashSet::new();
        let mut queue = BinaryHeap::new();
        if self.left.is_empty() || graph.time(tip) >= self.bounds.0 {
            self.step(graph, (tip, FEW), &mut queue);
        }
        let mut patience = PATIENCE;
        while let Some((time, id)) = queue.pop() {
            let is_old = time < self.bounds.0;
            if !is_old && time <= self.bounds.1 && self.found.insert(id) {
                news.insert(id);
            }
            patience = if is_old { patience.saturating_sub(1) } else { PATIENCE };
            let own = if is_old { self.left[&id].saturating_sub(1) } else { FEW };
            if own == 0 && patience == 0 {
                continue;
            }
            for parent in graph.parents(id) {
                self.step(graph, (parent, own), &mut queue);
            }
        }
        news
    }

    /// Goes on to a commit, unless it was seen with as many to go behind it.
    fn step(&mut self, graph: &mut Graph<'_>, (id, left): (Oid, usize), queue: &mut BinaryHeap<(i64, Oid)>) {
        let is_new = !self.left.contains_key(&id);
        let best = self.left.entry(id).or_default();
        if is_new || *best < left {
            *best = left;
            queue.extend(graph.node(id).map(|it| (it.time, id)));
        }
    }
}

/// The time of the newest commit near some tips, in seconds.
pub(super) fn newest(graph: &mut Graph<'_>, tips: &[Oid]) -> Option<i64> {
    Newest::new(graph, tips).take(PATIENCE).map(|it| it.0).max()
}

/// The first commit on the line of first parents for which `is_it` holds of its time; and the last
/// commit of that line that was looked at.
pub(super) fn first_parent(
    graph: &mut Graph<'_>,
    head: Oid,
    is_it: impl Fn(i64) -> bool,
) -> (Option<Oid>, Oid) {
    let mut id = head;
    loop {
        if is_it(graph.time(id)) {
            return (Some(id), id);
        }
        match graph.parents(id).first() {
            Some(parent) => id = *parent,
            None => return (None, id),
        }
    }
}
