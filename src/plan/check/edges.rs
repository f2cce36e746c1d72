//! Both ends of an edge are known.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Plan, Spanned};

/// Ends that name nothing, or more than one thing.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    plan.edges.iter().flat_map(|it| [&it.from, &it.to]).filter_map(|it| end(plan, it)).collect()
}

fn end(plan: &Plan, name: &Spanned<String>) -> Option<Diagnostic> {
    let at = plan.origin(&name.span);
    let nodes = plan.nodes(name);
    match nodes.as_slice() {
        [_] => None,
        [] => {
            let message = format!("an edge names `{}`, which is nothing in this plan", name.value);
            let services = plan.services.iter().map(|it| it.id.as_str());
            let repositories = plan.repositories.iter().map(|it| it.id.as_str());
            let phases = plan.phases.iter().map(|it| it.id.as_str());
            let pulls = plan.pull_requests.iter().map(|it| it.id.as_str());
            let known = services.chain(repositories).chain(phases).chain(pulls);
            Some(Code::UnknownId.says(message).at(at).suggest(name, known))
        }
        several => {
            let words: Vec<String> =
                several.iter().map(|it| format!("`{}/{}`", it.sort(), name.value)).collect();
            let message = format!("`{}` is the id of more than one thing", name.value);
            Some(Code::AmbiguousId.says(message).at(at).hint(format!("write {}", words.join(" or "))))
        }
    }
}
