//! Decisions, variants and epics make sense.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Decision, Id, Plan, Readiness, Spanned, Variant};
use std::collections::BTreeSet;

/// Decisions without a recommendation, variants that contradict themselves or skip what is not there, and what is
/// called ready for production although nothing decides that.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let decisions = plan.decisions.iter().filter_map(|it| recommendation(plan, it));
    let parts = parts(plan);
    let variants = plan.variants.iter().flat_map(|it| variant(plan, it, &parts));
    let bare = bare_claim(plan, plan).into_iter();
    let bare = bare.chain(plan.variants.iter().filter_map(|it| bare_claim(plan, &plan.varied(it))));
    decisions.chain(variants).chain(bare).collect()
}

fn recommendation(plan: &Plan, decision: &Decision) -> Option<Diagnostic> {
    let names = decision.options.iter().map(|it| it.as_str());
    let Some(recommended) = &decision.recommended else {
        let problem = Code::NoRecommendation.says(format!("decision `{}` recommends nothing", decision.id));
        let problem = problem.at(plan.origin(&decision.id.span));
        let all: Vec<&str> = names.collect();
        return Some(problem.hint(format!("add `recommended:` with one of {}", all.join(", "))));
    };
    let known = |it: &Id| {
        let is_plan = || plan.generations().any(|plan| *plan.project.id == *it);
        plan.options.iter().any(|option| *option.id == *it) || plan.variant(it).is_some() || is_plan()
    };
    if decision.options.iter().any(|it| it.value == recommended.value) || !known(&recommended.value) {
        return None;
    }
    let message =
        format!("decision `{}` recommends `{recommended}`, which is none of its options", decision.id);
    Some(Code::NoRecommendation.says(message).at(plan.origin(&recommended.span)).suggest(recommended, names))
}

/// `fit` for a plan, or for what a variant makes of it, whose phases are judged by nothing.
fn bare_claim(plan: &Plan, of: &Plan) -> Option<Diagnostic> {
    let claim = of.project.for_production.as_ref().filter(|it| it.value == Readiness::Fit)?;
    if of.phases.iter().any(|it| it.judged(of).next().is_some()) {
        return None;
    }
    let problem = Code::BareClaim.says("ready for production is claimed, but nothing decides it");
    let problem =
        problem.at(plan.origin(&claim.span)).label("no phase has criteria, suites or a gate with any");
    Some(problem.hint("say `maybe`, or add the criteria that would show it"))
}

/// Everything that a variant can leave out or cut.
fn parts(plan: &Plan) -> BTreeSet<&str> {
    let phases = plan.phases.iter().map(|it| it.id.as_str());
    let tasks = plan.phases.iter().flat_map(|it| &it.tasks).map(|it| it.id.as_str());
    let services = plan.phases.iter().flat_map(|it| &it.services).map(|it| it.service.as_str());
    phases.chain(tasks).chain(services).collect()
}

fn variant(plan: &Plan, variant: &Variant, parts: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let cut = || variant.cut.iter().map(|it| &it.part);
    let unknown = variant.skip.iter().chain(cut()).filter(|it| !parts.contains(it.as_str())).map(|it| {
        let message = format!(
            "variant `{}` leaves out or cuts `{it}`, which is no phase, task or service of a phase",
            variant.id
        );
        Code::UnknownPart.says(message).at(plan.origin(&it.span)).suggest(it, parts.iter().copied())
    });
    let skipped = |it: &Spanned<Id>| variant.skip.iter().find(|skip| skip.value == it.value);
    let both =
        variant.keep.iter().chain(cut()).filter_map(|it| Some((it, skipped(it)?))).map(|(it, skip)| {
            let message = format!("variant `{}` leaves `{it}` out, and does not", variant.id);
            let problem = Code::PartConflict.says(message).at(plan.origin(&skip.span)).label("left out here");
            problem.related(plan.origin(&it.span), "kept or cut here").hint("decide for one of them")
        });
    unknown.chain(both).collect()
}
