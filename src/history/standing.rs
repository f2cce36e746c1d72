//! Branches beside those that they are merged into: how far apart they are, and whether one came into the other.

use super::graph::Graph;
use super::oid::Oid;
use super::repository::branch_commit;
use super::store::Repository;
use super::{Moment, revision, walk};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A branch beside the one that it is merged into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The branch, without `refs/heads/`; that of the remote `origin` if there is no local one.
    pub branch: String,
    /// The branch or commit that it is merged into.
    pub base: String,
    /// Full object id of its tip.
    pub commit: String,
    /// When its tip was committed.
    pub committed: Moment,
    /// Number of commits that only the branch has.
    pub ahead: u64,
    /// Number of commits that only its base has.
    pub behind: u64,
    /// Whether its base got its tip by a merge. Where the base was moved forward to it instead, that does not show.
    pub merged: bool,
}

/// How branches stand to what they are merged into, the default branch if nothing else is asked for; without those
/// that are not there.
pub(super) fn standings(
    repository: &Repository,
    graph: &mut Graph<'_>,
    (wanted, default): (&[(String, Option<String>)], Option<&str>),
) -> Vec<Standing> {
    let ends = wanted.iter().filter_map(|it| Some((it.0.as_str(), it.1.as_deref().or(default)?)));
    ends.filter(|it| it.0 != it.1).filter_map(|it| standing(repository, graph, it)).collect()
}

/// How a branch stands; `None` if there is no such branch, or nothing to compare it with.
fn standing(
    repository: &Repository,
    graph: &mut Graph<'_>,
    (branch, base): (&str, &str),
) -> Option<Standing> {
    let tip = branch_commit(repository, branch)?;
    let target = branch_commit(repository, base).or_else(|| revision::resolve(repository, base).ok())?;
    let ahead = walk::range(graph, &[tip], &[target]).len() as u64;
    let behind = walk::range(graph, &[target], &[tip]);
    let committed = graph.commit(tip)?.committed;
    Some(Standing {
        branch: branch.to_owned(),
        base: base.to_owned(),
        commit: tip.to_string(),
        committed,
        ahead,
        behind: behind.len() as u64,
        merged: ahead == 0 && came_by_a_merge(graph, (tip, target), &behind),
    })
}

/// Whether the line of first parents of the base passes by the tip that it has. Where it leads through the tip, the
/// base was moved forward to it, or nothing was done on the branch yet: that cannot be told apart.
fn came_by_a_merge(
    graph: &mut Graph<'_>,
    (tip, base): (Oid, Oid),
    only_base: &std::collections::HashSet<Oid>,
) -> bool {
    let mut line = base;
    while only_base.contains(&line) {
        let Some(parent) = graph.parents(line).first().copied() else { return true };
        line = parent;
    }
    line != tip
}
