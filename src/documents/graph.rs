//! What a template sees of the things that give something to each other: both directions, order, circles, pictures.

use super::edge::{self, EdgesView, EndView};
use super::inputs::Planned;
use super::marks::time;
use super::phase::{PhaseRef, reference};
use super::picture::text;
use crate::pictures::{Cluster, Link, Web, mermaid};
use crate::plan::{Edge, EdgeKind, Layers, Node, Plan, layers};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};

/// Everything that edges and needs join.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct GraphView {
    /// What is joined: services, repositories, then phases and pull requests.
    pub nodes: Vec<NodeView>,
    /// How many arrows join them.
    pub arrows: usize,
    /// Ids by distance from what needs nothing; the first come first.
    pub waves: Vec<Vec<String>>,
    /// Ids of things that need each other.
    pub circles: Vec<Vec<String>>,
    /// The picture of it in Mermaid; absent if nobody could read it.
    pub picture: Option<String>,
    /// The phases that decide the end, in order; empty if nothing takes time.
    pub critical: Vec<PhaseRef>,
    /// Working time from the first to the last of them.
    pub span: Option<String>,
}

/// Something that is joined to others.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct NodeView {
    /// Its id.
    pub id: String,
    /// `service`, `repository`, `phase` or `pull-request`.
    pub sort: &'static str,
    /// Its place in the order; first is 1.
    pub wave: usize,
    /// What it gets and gives, needs included.
    pub edges: EdgesView,
}

/// More things than this are no picture any more, and GitHub draws no more arrows than that.
const LARGEST: (usize, usize) = (60, 500);

/// What edges and needs join, in layers.
struct Joined {
    /// In plan order, by sort.
    nodes: Vec<Node>,
    arrows: Vec<Arrow>,
    layers: Layers,
}

/// The graph of a plan; `None` if nothing is joined.
pub(super) fn graph(planned: &Planned<'_>) -> Option<GraphView> {
    let (plan, schedule) = (planned.plan, planned.schedule);
    let joined = joined(plan);
    let Joined { nodes, arrows, layers: Layers { waves, circles } } = &joined;
    let id = |at: &usize| edge::name(plan, nodes[*at]);
    let in_wave = |wave: usize| (0..nodes.len()).filter(|it| waves[*it] == wave).map(|it| id(&it)).collect();
    let needed = needs(plan);
    (!nodes.is_empty()).then(|| GraphView {
        waves: (1..=waves.iter().copied().max().unwrap_or(0)).map(in_wave).collect(),
        circles: circles.iter().map(|it| it.iter().map(id).collect()).collect(),
        arrows: arrows.len(),
        picture: readable(planned, &joined).map(|it| text(&mermaid::web(&it))),
        nodes: nodes.iter().zip(waves).map(|it| node_view(plan, (*it.0, *it.1), &needed)).collect(),
        critical: schedule
            .critical
            .iter()
            .filter_map(|it| reference(planned, &plan.phases[*it].id))
            .collect(),
        span: time(schedule.span, &planned.words.units),
    })
}

/// What is drawn of the graph of a plan; `None` if nothing is joined, or nobody could read it.
pub(super) fn readable_web(planned: &Planned<'_>) -> Option<Web> {
    readable(planned, &joined(planned.plan))
}

fn readable(planned: &Planned<'_>, joined: &Joined) -> Option<Web> {
    let (nodes, arrows) = (joined.nodes.len(), joined.arrows.len());
    let is_readable = (1..=LARGEST.0).contains(&nodes) && arrows <= LARGEST.1;
    is_readable.then(|| web(planned, joined))
}

fn joined(plan: &Plan) -> Joined {
    let arrows = arrows(plan);
    let nodes: BTreeSet<Node> = arrows.iter().flat_map(|it| [it.from, it.to]).collect();
    let nodes: Vec<Node> = nodes.into_iter().collect();
    let mut needs = vec![Vec::new(); nodes.len()];
    for arrow in arrows.iter().filter(|it| it.kind != EdgeKind::Related) {
        needs[place(&nodes, arrow.to)].push(place(&nodes, arrow.from));
    }
    Joined { layers: layers(&needs), nodes, arrows }
}

fn place(nodes: &[Node], node: Node) -> usize {
    nodes.binary_search(&node).unwrap_or_default()
}

/// One thing gives to another, by an edge or as a service that is needed.
struct Arrow {
    from: Node,
    to: Node,
    kind: EdgeKind,
}

fn arrows(plan: &Plan) -> Vec<Arrow> {
    let edge = |it: &Edge| {
        let (from, to) = plan.ends(it)?;
        Some(Arrow { from, to, kind: it.kind })
    };
    let mut arrows: Vec<Arrow> = plan.edges.iter().filter_map(edge).collect();
    arrows.extend(needs(plan).into_iter().map(|(needed, needy)| Arrow {
        from: Node::Service(needed),
        to: Node::Service(needy),
        kind: EdgeKind::Blocks,
    }));
    arrows
}

/// Services that others need, each with one that does, where no edge joins the two.
fn needs(plan: &Plan) -> Vec<(usize, usize)> {
    let joined: HashSet<(Node, Node)> = plan.edges.iter().filter_map(|it| plan.ends(it)).collect();
    let services = plan.services.iter().enumerate();
    let pairs = services.flat_map(|(needy, service)| {
        let needed = service.needs.iter().filter_map(|it| plan.service_index(it));
        needed.map(move |needed| (needed, needy))
    });
    pairs.filter(|it| !joined.contains(&(Node::Service(it.0), Node::Service(it.1)))).collect()
}

fn node_view(plan: &Plan, (node, wave): (Node, usize), needs: &[(usize, usize)]) -> NodeView {
    let mut edges = edge::of(plan, node);
    if let Node::Service(at) = node {
        let end = |it: usize| EndView {
            id: plan.services[it].id.to_string(),
            sort: node.sort(),
            kind: EdgeKind::Blocks,
            reason: None,
        };
        edges.takes.extend(needs.iter().filter(|it| it.1 == at).map(|it| end(it.0)));
        edges.gives.extend(needs.iter().filter(|it| it.0 == at).map(|it| end(it.1)));
    }
    NodeView { id: edge::name(plan, node), sort: node.sort(), wave, edges }
}

fn web(planned: &Planned<'_>, Joined { nodes, arrows, layers }: &Joined) -> Web {
    let plan = planned.plan;
    let word = |name: &str| planned.words.word(name).unwrap_or_default().to_owned();
    let title = |node: Node| match node {
        Node::Phase(_) => word("phases"),
        Node::PullRequest(_) => word("pull_requests"),
        _ => plan.repository_of(node).and_then(|it| plan.repositories[it].group.clone()).unwrap_or_default(),
    };
    let mut groups: Vec<Cluster> = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        let (title, entry) = (title(*node), (number, edge::name(plan, *node)));
        match groups.iter_mut().find(|it| it.title == title) {
            Some(group) => group.nodes.push(entry),
            None => groups.push(Cluster { title, nodes: vec![entry] }),
        }
    }
    let link = |it: &Arrow| Link {
        from: place(nodes, it.from),
        to: place(nodes, it.to),
        label: if it.kind == EdgeKind::Blocks { String::new() } else { word(it.kind.name()) },
        loose: it.kind == EdgeKind::Related,
    };
    let links = arrows.iter().map(link).collect();
    Web { title: plan.project.title.clone(), groups, links, waves: layers.waves.clone() }
}
