//! What a template sees of edges: what something gets, gives and belongs to.

use super::text::Prose;
use crate::plan::{Edge, EdgeKind, Node, Plan};
use schemars::JsonSchema;
use serde::Serialize;

/// What something gets, gives and belongs to; both directions from one list of edges.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct EdgesView {
    /// What it gets, and what must come before it.
    pub takes: Vec<EndView>,
    /// What it gives, and what must come after it.
    pub gives: Vec<EndView>,
    /// What it belongs to.
    pub related: Vec<EndView>,
}

/// The other end of an edge.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct EndView {
    /// Its id.
    pub id: String,
    /// `service`, `repository`, `phase` or `pull-request`.
    pub sort: &'static str,
    /// `schema`, `api`, `data`, `config`, `blocks` or `related`.
    pub kind: EdgeKind,
    /// Why, or what exactly.
    pub reason: Option<Prose>,
}

/// An edge by both ends.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct EdgeView {
    /// Id of what gives.
    pub from: String,
    /// Id of what takes.
    pub to: String,
    /// `schema`, `api`, `data`, `config`, `blocks` or `related`.
    pub kind: EdgeKind,
    /// Why, or what exactly.
    pub reason: Option<Prose>,
}

/// All edges of a plan.
pub(super) fn all(plan: &Plan) -> Vec<EdgeView> {
    plan.edges.iter().filter_map(|it| view(plan, it)).collect()
}

/// One edge.
pub(super) fn view(plan: &Plan, edge: &Edge) -> Option<EdgeView> {
    let (from, to) = plan.ends(edge)?;
    let reason = edge.reason.as_deref().map(Prose::new);
    Some(EdgeView { from: name(plan, from), to: name(plan, to), kind: edge.kind, reason })
}

/// The edges of one thing.
pub(super) fn of(plan: &Plan, node: Node) -> EdgesView {
    let mut edges = EdgesView::default();
    for edge in &plan.edges {
        let Some((from, to)) = plan.ends(edge) else { continue };
        let list = match edge.kind {
            _ if from != node && to != node => continue,
            EdgeKind::Related => &mut edges.related,
            _ if from == node => &mut edges.gives,
            _ => &mut edges.takes,
        };
        let other = if from == node { to } else { from };
        let reason = edge.reason.as_deref().map(Prose::new);
        list.push(EndView { id: name(plan, other), sort: other.sort(), kind: edge.kind, reason });
    }
    edges
}

/// The id of a node.
pub(super) fn name(plan: &Plan, node: Node) -> String {
    match node {
        Node::Service(at) => plan.services[at].id.to_string(),
        Node::Repository(at) => plan.repositories[at].id.to_string(),
        Node::Phase(at) => plan.phases[at].id.to_string(),
        Node::PullRequest(at) => plan.pull_requests[at].id.to_string(),
    }
}
