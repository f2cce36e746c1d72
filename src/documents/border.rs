//! What a template sees of what crosses the border of a repository.

use super::edge;
use super::text::Prose;
use crate::plan::{EdgeKind, Node, Plan};
use schemars::JsonSchema;
use serde::Serialize;

/// What crosses the border of a repository, in both directions.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct BordersView {
    /// What others wait for.
    pub gives: Vec<BorderView>,
    /// What it waits for.
    pub takes: Vec<BorderView>,
    /// What belongs together.
    pub related: Vec<BorderView>,
}

/// Something that joins a repository with another one, or with a phase.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct BorderView {
    /// Id of the repository, service or pull request on this side.
    pub own: String,
    /// Id of what is on the other side.
    pub other: String,
    /// Id of the other repository; absent for a phase.
    pub repository: Option<String>,
    /// `schema`, `api`, `data`, `config`, `blocks` or `related`.
    pub kind: EdgeKind,
    /// Why, or what exactly.
    pub reason: Option<Prose>,
}

/// Everything that joins a repository with others: its own edges, those of its services and pull requests, and the
/// services of others that its services need.
pub(super) fn borders(plan: &Plan, index: usize) -> BordersView {
    let mut borders = BordersView::default();
    let is_own = |node: Node| plan.repository_of(node) == Some(index);
    for edge in &plan.edges {
        let Some((from, to)) = plan.ends(edge) else { continue };
        let crosses = is_own(from) != is_own(to);
        let list = match edge.kind {
            _ if !crosses => continue,
            EdgeKind::Related => &mut borders.related,
            _ if is_own(from) => &mut borders.gives,
            _ => &mut borders.takes,
        };
        let ends = if is_own(from) { (from, to) } else { (to, from) };
        let reason = edge.reason.as_deref().map(Prose::new);
        list.push(BorderView { reason, ..BorderView::of(plan, ends, edge.kind) });
    }
    for (needy, needed) in needs(plan).filter(|it| is_own(it.0) != is_own(it.1)) {
        let (list, ends) = if is_own(needy) {
            (&mut borders.takes, (needy, needed))
        } else {
            (&mut borders.gives, (needed, needy))
        };
        let view = BorderView::of(plan, ends, EdgeKind::Blocks);
        if !list.iter().any(|it| it.own == view.own && it.other == view.other) {
            list.push(view);
        }
    }
    borders
}

/// Services with those that they need.
fn needs(plan: &Plan) -> impl Iterator<Item = (Node, Node)> {
    let services = plan.services.iter().enumerate();
    services.flat_map(|(at, it)| {
        let needed = it.needs.iter().filter_map(|it| plan.service_index(it));
        needed.map(move |it| (Node::Service(at), Node::Service(it)))
    })
}

impl BorderView {
    fn of(plan: &Plan, (own, other): (Node, Node), kind: EdgeKind) -> Self {
        let repository = plan.repository_of(other).map(|it| plan.repositories[it].id.to_string());
        Self { own: edge::name(plan, own), other: edge::name(plan, other), repository, kind, reason: None }
    }
}
