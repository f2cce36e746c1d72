//! Branches and commits are named as the plan's conventions say, and limits say in what unit.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Plan, Spanned};

/// Names against conventions, limits without units, and coverage targets that contradict each other.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let branches = plan.phases.iter().filter_map(|it| branch(plan, it.branch.as_ref()?));
    let commits = plan.phases.iter().flat_map(|it| &it.commits).filter_map(|it| commit(plan, it));
    branches.chain(commits).chain(units(plan)).chain(targets(plan)).collect()
}

fn branch(plan: &Plan, branch: &Spanned<String>) -> Option<Diagnostic> {
    let patterns = &plan.conventions.branches;
    if plan.conventions.fits_branch(branch) != Some(false) {
        return None;
    }
    let known: Vec<&str> = patterns.iter().map(|it| it.value.as_str()).collect();
    let problem =
        Code::Convention.says(format!("branch `{}` follows no convention of the plan", branch.value));
    let problem =
        problem.at(plan.origin(&branch.span)).related(plan.origin(&patterns[0].span), "conventions");
    Some(problem.hint(format!("branches are named `{}`", known.join("` or `"))))
}

fn commit(plan: &Plan, subject: &Spanned<String>) -> Option<Diagnostic> {
    let types = &plan.conventions.commit_types;
    if plan.conventions.fits_subject(subject) != Some(false) {
        return None;
    }
    let kind = subject.split([':', '(', '!']).next().unwrap_or_default();
    let known: Vec<&str> = types.iter().map(|it| it.value.as_str()).collect();
    let problem = Code::Convention.says(format!("`{kind}` is no type of commit in this plan"));
    let problem = problem.at(plan.origin(&subject.span)).related(plan.origin(&types[0].span), "conventions");
    Some(problem.hint(format!("start the subject with one of {}, and a colon", known.join(", "))))
}

/// Limits that are bare numbers.
fn units(plan: &Plan) -> Vec<Diagnostic> {
    let slos = plan.services.iter().flat_map(|it| &it.slos);
    let bare = slos.filter(|it| it.limit.unit.is_empty() && it.limit.value != 0.0);
    let problem = |it: &Spanned<crate::plan::Measure>| {
        let message = format!("the limit of `{}` has no unit", it.metric);
        let problem = Code::SloUnit.says(message).at(plan.origin(&it.span));
        problem.hint(format!("write `{} ms`, `{0} /s` or whatever it is measured in", it.value))
    };
    bare.map(problem).collect()
}

/// A plan-wide criterion for coverage beside different targets of languages.
fn targets(plan: &Plan) -> Vec<Diagnostic> {
    let languages: Vec<_> =
        plan.languages.iter().filter_map(|it| Some((it, it.coverage.as_ref()?))).collect();
    let general = plan.criteria().filter(|it| it.service.is_none()).filter_map(|it| it.measure.as_ref());
    let mut problems = Vec::new();
    for limit in general.filter(|it| it.metric == "coverage") {
        let other =
            languages.iter().find(|it| it.1.limit != limit.limit || it.1.comparison != limit.comparison);
        let Some((language, own)) = other else { continue };
        let message =
            format!("`{}` for all code contradicts `{}` for {}", limit.value, own.value, language.title);
        let problem = Code::TargetDisagrees.says(message).at(plan.origin(&limit.span));
        let problem = problem.related(plan.origin(&own.span), "the target of this language");
        problems.push(problem.hint("keep one table of targets: under `languages`"));
    }
    problems
}
