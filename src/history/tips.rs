//! The branches that a span or a session looks at beside what is checked out.

use super::graph::Graph;
use super::oid::Oid;
use super::{Branch, RepositoryHistory, Window, WindowRequest};
use std::collections::HashSet;

/// The newest commit of a branch that is not checked out.
#[derive(Clone, Debug)]
pub(super) struct Tip {
    pub(super) branch: String,
    pub(super) commit: Oid,
}

/// The tips of local branches beside what is checked out: those asked for first, and an older one before a newer
/// one, so that of two branches that are built on each other each has commits of its own.
pub(super) fn tips(
    graph: &mut Graph<'_>,
    head: Option<Oid>,
    branches: &[Branch],
    asked: &[String],
) -> Vec<Tip> {
    let tip = |it: &Branch| Some(Tip { branch: it.name.clone(), commit: Oid::from_str(&it.commit)? });
    let mut tips: Vec<Tip> = branches.iter().filter_map(tip).collect();
    tips.sort_by_cached_key(|it| (!asked.contains(&it.branch), graph.time(it.commit), it.branch.clone()));
    let mut known: HashSet<Oid> = head.into_iter().collect();
    tips.retain(|it| known.insert(it.commit));
    tips
}

impl WindowRequest {
    /// Whether it is about all local branches, not about one line of work.
    pub(super) fn is_of_all(&self) -> bool {
        matches!(self.whole(), Self::Span { .. } | Self::LatestSession { .. })
    }
}

impl RepositoryHistory {
    /// The windows that answer a request: of a span or a session there may be several, one for each branch.
    pub fn windows_of(&self, request: &WindowRequest) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(move |it| it.request == *request)
    }

    /// Whether a window of a span or session is of a branch that is not checked out: the head lacks its commits.
    pub fn is_aside(&self, window: &Window) -> bool {
        let checked_out = self.head.as_ref().and_then(|it| it.branch.as_ref());
        window.request.is_of_all() && window.branch.is_some() && window.branch.as_ref() != checked_out
    }
}
