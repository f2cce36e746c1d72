//! The things that edges join, and what edges say about the order of work.

use super::{Edge, EdgeKind, Id, Plan, Spanned};

/// Something that an edge can join, with its place in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Node {
    Service(usize),
    Repository(usize),
    Phase(usize),
    PullRequest(usize),
}

impl Node {
    /// The word that may stand before an id to say what it is.
    pub fn sort(self) -> &'static str {
        match self {
            Self::Service(_) => "service",
            Self::Repository(_) => "repository",
            Self::Phase(_) => "phase",
            Self::PullRequest(_) => "pull-request",
        }
    }
}

/// Words that may stand before an id to say what it is: `service/orders`.
pub(super) const SORTS: [&str; 4] = ["service", "repository", "phase", "pull-request"];

impl Plan {
    /// Everything that the end of an edge can mean; exactly one in a plan that has passed its checks.
    pub fn nodes(&self, name: &str) -> Vec<Node> {
        let (sort, id) = name.split_once('/').map_or((None, name), |(sort, id)| (Some(sort), id));
        let same = |it: &Spanned<Id>| it.as_str() == id;
        let found = [
            self.index.services.get(id).copied().map(Node::Service),
            self.repositories.iter().position(|it| same(&it.id)).map(Node::Repository),
            self.index.phases.get(id).copied().map(Node::Phase),
            self.pull_requests.iter().position(|it| same(&it.id)).map(Node::PullRequest),
        ];
        let wanted = |it: &(usize, Option<Node>)| sort.is_none_or(|sort| sort == SORTS[it.0]);
        found.into_iter().enumerate().filter(wanted).filter_map(|it| it.1).collect()
    }

    /// Both ends of an edge, if they are known.
    pub fn ends(&self, edge: &Edge) -> Option<(Node, Node)> {
        let only = |name: &str| self.nodes(name).first().copied();
        Some((only(&edge.from)?, only(&edge.to)?))
    }

    /// Makes phases and services that are blocked by others of their kind depend on them.
    pub(super) fn settle_edges(&mut self) {
        let blocks: Vec<_> = self.edges.iter().filter(|it| it.kind == EdgeKind::Blocks).cloned().collect();
        let has_blocks = !blocks.is_empty();
        for edge in blocks {
            let id = |id: &Spanned<Id>| Spanned { value: id.value.clone(), span: edge.from.span.clone() };
            match self.ends(&edge) {
                Some((Node::Phase(from), Node::Phase(to))) => {
                    let id = id(&self.phases[from].id);
                    add(&mut self.phases[to].depends_on, id);
                }
                Some((Node::Service(from), Node::Service(to))) => {
                    let id = id(&self.services[from].id);
                    add(&mut self.services[to].needs, id);
                }
                _ => {}
            }
        }
        if has_blocks {
            self.reindex();
        }
    }
}

fn add(ids: &mut Vec<Spanned<Id>>, id: Spanned<Id>) {
    if !ids.iter().any(|it| it.value == id.value) {
        ids.push(id);
    }
}
