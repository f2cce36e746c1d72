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
}

impl Index {
    fn of(plan: &Plan) -> Self {
        Self {
            phases: places(plan.phases.iter().map(|it| &it.id)),
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

impl Plan {
    /// Notes where each id stands; due after every change of a list.
    pub(super) fn reindex(&mut self) {
        self.index = Index::of(self);
    }
}
