//! A variant as a plan of its own: parts left out, parts cut, and the rest as it was.

use super::{Budget, Id, Phase, Plan, Spanned, Variant};
use std::collections::{HashMap, HashSet};

impl Plan {
    /// The variant with this id.
    pub fn variant(&self, id: &str) -> Option<&Variant> {
        self.variants.iter().find(|it| it.id.as_str() == id)
    }

    /// The plan that a variant makes of this one.
    ///
    /// What needs a part that is left out then needs what that part needs.
    #[must_use]
    pub fn varied(&self, variant: &Variant) -> Self {
        let skipped: HashSet<&str> = variant.skip.iter().map(|it| it.as_str()).collect();
        let cuts: HashMap<&str, &Spanned<Budget>> =
            variant.cut.iter().map(|it| (it.part.as_str(), &it.to)).collect();
        let mut plan = self.clone();
        inherit(&mut plan.phases, &skipped, |it| (&it.id, &mut it.depends_on));
        inherit(&mut plan.services, &skipped, |it| (&it.id, &mut it.needs));
        plan.phases.retain(|it| !skipped.contains(it.id.as_str()));
        for phase in &mut plan.phases {
            self.vary(phase, &skipped, &cuts);
        }
        plan.calendar.leave_out(&skipped);
        // What is true of the whole need not be true of what is left.
        plan.project.for_production.clone_from(&variant.for_production);
        plan.reindex();
        plan
    }

    /// Takes parts out of a phase and gives others their new budgets.
    fn vary(&self, phase: &mut Phase, skipped: &HashSet<&str>, cuts: &HashMap<&str, &Spanned<Budget>>) {
        let hours = self.calendar.hours_per_day.value;
        let mut rest = phase.budget.clone();
        let mut less = |before: Option<&Spanned<Budget>>, after: Option<&Spanned<Budget>>| {
            if let (Some(rest), Some(before)) = (&mut rest, before) {
                rest.value = rest.value.changed(before, after.map(|it| &it.value), hours);
            }
        };
        for part in &mut phase.services {
            change((&part.service, &mut part.budget), skipped, cuts, &mut less);
        }
        for part in &mut phase.tasks {
            change((&part.id, &mut part.budget), skipped, cuts, &mut less);
        }
        phase.budget = rest;
        phase.services.retain(|it| !skipped.contains(it.service.as_str()));
        phase.tasks.retain(|it| !skipped.contains(it.id.as_str()));
        if let Some(to) = cuts.get(phase.id.as_str()) {
            phase.budget = Some(replaced(phase.budget.as_ref(), to));
            phase.cut = true;
        }
    }
}

/// The new budget, with what only the old one states.
fn replaced(before: Option<&Spanned<Budget>>, to: &Spanned<Budget>) -> Spanned<Budget> {
    let value = before.map_or_else(|| to.value.clone(), |it| to.value.or(it));
    Spanned { value, span: to.span.clone() }
}

/// Called with the budget of a part before and after.
type Less<'a> = &'a mut dyn FnMut(Option<&Spanned<Budget>>, Option<&Spanned<Budget>>);

fn change(
    (id, budget): (&Id, &mut Option<Spanned<Budget>>),
    skipped: &HashSet<&str>,
    cuts: &HashMap<&str, &Spanned<Budget>>,
    less: Less<'_>,
) {
    if skipped.contains(id.as_str()) {
        less(budget.as_ref(), None);
    } else if let Some(to) = cuts.get(id.as_str()) {
        let after = replaced(budget.as_ref(), to);
        less(budget.as_ref(), Some(&after));
        *budget = Some(after);
    }
}

/// Gives those who need something that is left out the needs of what is left out.
fn inherit<T>(
    things: &mut [T],
    skipped: &HashSet<&str>,
    parts: impl Fn(&mut T) -> (&Spanned<Id>, &mut Vec<Spanned<Id>>),
) {
    let left_out: HashMap<String, Vec<Spanned<Id>>> = things
        .iter_mut()
        .map(&parts)
        .filter(|it| skipped.contains(it.0.as_str()))
        .map(|(id, needs)| (id.to_string(), needs.clone()))
        .collect();
    if left_out.is_empty() {
        return;
    }
    for thing in things {
        let (_, needs) = parts(thing);
        let mut waiting: Vec<Spanned<Id>> = std::mem::take(needs);
        let mut seen: HashSet<String> = HashSet::new();
        waiting.reverse();
        while let Some(need) = waiting.pop() {
            if !seen.insert(need.to_string()) {
                continue;
            }
            match left_out.get(need.as_str()) {
                Some(inherited) => waiting.extend(inherited.iter().rev().cloned()),
                None => needs.push(need),
            }
        }
    }
}
