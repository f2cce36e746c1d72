//! Stated budgets against the sum of what they are made of.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Budget, Choice, Interval, Phase, Plan, Spanned, Variant};
use crate::schedule::size::{CREDITS, Currency, TIME, parts};
use crate::schedule::{Schedule, Size, of};
use std::ops::Range;

/// Budgets of phases, options, variants and of the whole that their parts contradict.
pub(super) fn check(plan: &Plan, schedule: &Schedule) -> Vec<Diagnostic> {
    let phases = plan.phases.iter().flat_map(|it| phase(plan, it));
    let options = plan.options.iter().flat_map(|it| option(plan, schedule, it));
    let variants = plan.variants.iter().flat_map(|it| variant(plan, it));
    let total = plan.totals.budget.iter().flat_map(|it| total(plan, schedule, it));
    phases.chain(options).chain(variants).chain(total).collect()
}

/// How an amount is printed, for readers or as a plan states it.
type Print = fn(Interval) -> String;

/// How one sort of amount is read, printed, and stated in a plan.
type Sort = (Currency, Print, Print);

/// An amount, if it is stated, and the place that states it.
type Term<'a> = (Option<Interval>, Option<&'a Range<usize>>);

/// Time and credits.
const SORTS: [Sort; 2] =
    [(TIME, Interval::time, Interval::written), (CREDITS, Interval::credits, Interval::credits)];

/// Amounts that make up a sum, each with its name and the place that states it.
struct Terms<'a> {
    owner: String,
    stated: &'a Spanned<Budget>,
    parts: Vec<Term<'a>>,
}

impl Terms<'_> {
    /// What is wrong with the stated sum, if anything is.
    fn contradiction(&self, plan: &Plan, sort: usize) -> Option<Diagnostic> {
        let (currency, print, written) = SORTS[sort];
        let said = currency(self.stated, plan.calendar.hours_per_day.value)?;
        let amounts: Vec<Interval> = self.parts.iter().filter_map(|it| it.0).collect();
        let sum: Interval = amounts.iter().copied().sum();
        let exceeded = sum.min > said.min || sum.max > said.max;
        let whole = amounts.len() == self.parts.len();
        if amounts.is_empty() || sum == said || (!whole && !exceeded) {
            return None;
        }
        let code = if whole { Code::SumDisagrees } else { Code::OverBudget };
        let verb = if whole { "sum to" } else { "already take" };
        let (said, write, sum) = (print(said), written(sum), print(sum));
        let problem = code.says(format!("{} is {said}, but its parts {verb} {sum}", self.owner));
        let problem = problem.at(plan.origin(&self.stated.span)).label(format!("stated as {said}"));
        let more_than = if whole { "" } else { "more than " };
        let terms: Vec<String> = amounts.iter().take(MOST).map(|it| print(*it)).collect();
        let more = if amounts.len() > MOST { " + ..." } else { "" };
        let part = match terms.as_slice() {
            [_] => "the part".to_owned(),
            terms => format!("a part: {}{more} = {sum}", terms.join(" + ")),
        };
        let problem = problem.hint(format!("write {more_than}`{write}`, or change {part}"));
        let places = self.parts.iter().filter(|it| it.0.is_some()).filter_map(|it| it.1);
        Some(places.take(MOST).fold(problem, |problem, it| problem.related(plan.origin(it), "a part")))
    }
}

/// More terms than a sentence can hold.
const MOST: usize = 16;

fn phase(plan: &Plan, phase: &Phase) -> Vec<Diagnostic> {
    let Some(stated) = &phase.budget else { return Vec::new() };
    let parts = parts(plan, phase);
    let hours = plan.calendar.hours_per_day.value;
    let of_sort = |sort: usize| {
        let terms = parts.iter().map(|it| (it.cost(SORTS[sort].0, hours), it.stated.map(|it| &it.span)));
        let owner = format!("the budget of phase `{}`", phase.id);
        Terms { owner, stated, parts: terms.collect() }.contradiction(plan, sort)
    };
    (0..SORTS.len()).filter_map(of_sort).collect()
}

/// What phases cost, each at the place that names it.
fn of_phases<'a>(
    plan: &Plan,
    schedule: &Schedule,
    phases: impl Iterator<Item = (&'a str, &'a Range<usize>)>,
) -> Vec<(Size, &'a Range<usize>)> {
    phases.filter_map(|(id, span)| Some((schedule.phases[plan.phase_index(id)?].size, span))).collect()
}

fn option(plan: &Plan, schedule: &Schedule, option: &Choice) -> Vec<Diagnostic> {
    let Some(stated) = &option.effort else { return Vec::new() };
    let sizes = of_phases(plan, schedule, option.phases.iter().map(|it| (it.as_str(), &it.span)));
    against(plan, (format!("the effort of option `{}`", option.id), stated), &sizes)
}

fn total(plan: &Plan, schedule: &Schedule, stated: &Spanned<Budget>) -> Vec<Diagnostic> {
    let sizes = of_phases(plan, schedule, plan.phases.iter().map(|it| (it.id.as_str(), &it.id.span)));
    against(plan, ("the total budget".to_owned(), stated), &sizes)
}

fn variant(plan: &Plan, variant: &Variant) -> Vec<Diagnostic> {
    let Some(stated) = &variant.budget else { return Vec::new() };
    let varied = plan.varied(variant);
    let schedule = of(&varied);
    let sizes = of_phases(&varied, &schedule, varied.phases.iter().map(|it| (it.id.as_str(), &it.id.span)));
    against(plan, (format!("the budget of variant `{}`", variant.id), stated), &sizes)
}

fn against(
    plan: &Plan,
    (owner, stated): (String, &Spanned<Budget>),
    sizes: &[(Size, &Range<usize>)],
) -> Vec<Diagnostic> {
    let spent = |it: Interval| Some(it).filter(|it| it.max > 0);
    let terms = |amount: fn(&Size) -> Interval| -> Vec<Term<'_>> {
        sizes
            .iter()
            .map(|(size, span)| (spent(amount(size)), Some(*span)))
            .filter(|it| it.0.is_some())
            .collect()
    };
    let sorts: [fn(&Size) -> Interval; 2] = [|it| it.time, |it| it.credits];
    let of_sort = |(sort, amount): (usize, &fn(&Size) -> Interval)| {
        Terms { owner: owner.clone(), stated, parts: terms(*amount) }.contradiction(plan, sort)
    };
    sorts.iter().enumerate().filter_map(of_sort).collect()
}
