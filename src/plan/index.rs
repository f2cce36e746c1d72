//! Where each id stands in its list, so that looking one up takes no walk.

use super::{Id, Plan, Spanned};
use std::collections::HashMap;

/// Places of ids in the lists of a plan; the first place of an id that is given twice.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) phases: HashMap<Box<str>, usize>,
    pub(super) services: HashMap<Box<str>, usize>,
    pub(super) suites: HashMap<Box<str>, usize>,
    pub(super) gates: HashMap<Box<str>, usize>,
    /// Of each phase, those that depend on it, in plan order.
    followers: Vec<Vec<usize>>,
}

impl Index {
    fn of(plan: &Plan) -> Self {
        let phases = places(plan.phases.iter().map(|it| &it.id));
        Self {
            followers: followers(plan, &phases),
            phases,
            services: places(plan.services.iter().map(|it| &it.id)),
            suites: places(plan.suites.iter().map(|it| &it.id)),
            gates: places(plan.gates.iter().map(|it| &it.id)),
        }
    }
}

fn places<'a>(ids: impl Iterator<Item = &'a Spanned<Id>>) -> HashMap<Box<str>, usize> {
    let mut places = HashMap::new();
    for (at, id) in ids.enumerate() {
        places.entry(Box::from(id.as_str())).or_insert(at);
    }
    places
}

fn followers(plan: &Plan, phases: &HashMap<Box<str>, usize>) -> Vec<Vec<usize>> {
    let mut followers = vec![Vec::new(); plan.phases.len()];
    for (at, phase) in plan.phases.iter().enumerate() {
        for need in phase.depends_on.iter().filter_map(|it| phases.get(it.as_str())) {
            if followers[*need].last() != Some(&at) {
                followers[*need].push(at);
            }
        }
    }
    followers
}

impl Plan {
    /// The phases that depend on the one at this index, in plan order.
    pub fn followers(&self, phase: usize) -> &[usize] {
        self.index.followers.get(phase).map_or(&[], Vec::as_slice)
    }

    /// Whether a phase must be over before another, directly or through others.
    pub fn leads_to(&self, phase: usize, other: usize) -> bool {
        let mut reached = vec![phase];
        let mut at = 0;
        while let Some(&phase) = reached.get(at) {
            at += 1;
            let new: Vec<usize> =
                self.followers(phase).iter().copied().filter(|it| !reached.contains(it)).collect();
            reached.extend(new);
        }
        reached[1..].contains(&other)
    }

    /// Notes where each id stands, and what depends on what; due after every change of a list.
    pub(super) fn reindex(&mut self) {
        self.index = Index::of(self);
    }
}
