//! The latest session: the newest commits of one or several repositories, without a long gap.

use super::changes::Comparer;
use super::chosen::Chosen;
use super::graph::Graph;
use super::oid::Oid;
use super::store::Repository;
use super::{Detail, Place, RepositoryHistory, Request, WindowRequest, repository, tips, walk};

/// A request for the latest session, with the second at which that session began.
pub(super) type Began = (WindowRequest, i64);

/// How far back is looked at first, in seconds.
const FIRST_LOOK: i64 = 86_400;

/// Where commits of a session are looked for.
pub(super) enum Source<'s, 'r> {
    /// From the tips of a repository, those that fit.
    Tips(&'s mut Graph<'r>, &'s [Oid], &'s mut Chosen),
    /// The seconds of commits that were found before.
    Told(Vec<i64>),
}

impl Source<'_, '_> {
    /// The second of the newest commit, whether or not it fits.
    fn newest(&mut self) -> Option<i64> {
        match self {
            Self::Tips(graph, tips, _) => walk::newest(graph, tips),
            Self::Told(times) => times.iter().copied().max(),
        }
    }

    /// The seconds of the commits that fit and are not older than this.
    fn since(&mut self, since: i64) -> Vec<i64> {
        let (graph, tips, chosen) = match self {
            Self::Tips(graph, tips, chosen) => (graph, tips, chosen),
            Self::Told(times) => return times.iter().copied().filter(|it| *it >= since).collect(),
        };
        let mut span = walk::Span::new((since, i64::MAX));
        let mut found: Vec<Oid> = tips.iter().flat_map(|it| span.reached(graph, *it)).collect();
        found.retain(|it| chosen.fits(graph, *it));
        found.into_iter().map(|it| graph.time(it)).collect()
    }
}

/// When the newest session of all sources together began; the gaps within it are no longer than `gap` seconds.
pub(super) fn began(sources: &mut [Source<'_, '_>], gap: i64) -> Option<i64> {
    let newest = sources.iter_mut().filter_map(Source::newest).max()?;
    let mut reach = FIRST_LOOK;
    loop {
        // Only wrong clocks show a time before the epoch: then all of the history is looked at.
        let since = newest.checked_sub(reach).filter(|it| *it > 0).unwrap_or(i64::MIN);
        let oldest = chain(sources.iter_mut().flat_map(|it| it.since(since)).collect(), gap);
        if since == i64::MIN || oldest.is_some_and(|it| it.saturating_sub(gap) >= since) {
            return oldest;
        }
        reach = reach.saturating_mul(2);
    }
}

/// The oldest of the newest times with no longer gap between two of them.
fn chain(mut times: Vec<i64>, gap: i64) -> Option<i64> {
    times.sort_unstable();
    let mut oldest = times.pop()?;
    while let Some(time) = times.pop().filter(|it| *it >= oldest.saturating_sub(gap)) {
        oldest = time;
    }
    Some(oldest)
}

/// When the latest sessions began that several repositories are asked for: what is a pause in one of them
/// may have been work in another. `told` are those that facts files told of.
pub(super) fn joint(request: &Request, told: &[&RepositoryHistory]) -> Vec<Began> {
    let latest = latest(request);
    let is_alone = latest.is_empty() || request.repositories.len() < 2;
    if is_alone || request.detail == Detail::Records {
        return Vec::new();
    }
    let places = request.repositories.iter().filter_map(|it| match &it.place {
        Place::Repository(path) => repository::open(&it.id, path).ok(),
        Place::Facts(_) | Place::Elsewhere => None,
    });
    let places: Vec<Repository> = places.collect();
    let mut tips: Vec<Tips<'_>> = places.iter().map(Tips::of).collect();
    let begin = |(window, gap): (&WindowRequest, u32)| {
        let chosen = |it: &Tips<'_>| Chosen::of(window, &Comparer::new(it.repository), it.head);
        let mut chosen: Vec<Chosen> = tips.iter().map(chosen).collect();
        let own = tips.iter_mut().zip(&mut chosen);
        let own = own.map(|(it, chosen)| Source::Tips(&mut it.graph, &it.commits, chosen));
        let told = told.iter().map(|it| Source::Told(times(it, window)));
        let began = began(&mut own.chain(told).collect::<Vec<_>>(), i64::from(gap) * 60)?;
        Some((window.clone(), began))
    };
    latest.into_iter().filter_map(begin).collect()
}

/// Where the commits of a repository are looked for.
struct Tips<'r> {
    repository: &'r Repository,
    graph: Graph<'r>,
    head: Option<Oid>,
    /// The head, then those of other branches.
    commits: Vec<Oid>,
}

impl<'r> Tips<'r> {
    fn of(repository: &'r Repository) -> Self {
        let mut graph = Graph::new(repository);
        let head = repository::head_commit(repository);
        let others = tips::tips(&mut graph, head, &repository::branches(repository), &[]);
        let commits = head.into_iter().chain(others.into_iter().map(|it| it.commit)).collect();
        Self { repository, graph, head, commits }
    }
}

/// The different requests for a latest session, with their gaps in minutes.
fn latest(request: &Request) -> Vec<(&WindowRequest, u32)> {
    let mut latest: Vec<(&WindowRequest, u32)> = Vec::new();
    for window in request.repositories.iter().flat_map(|it| &it.windows) {
        if let WindowRequest::LatestSession { gap } = window.whole()
            && !latest.iter().any(|it| it.0 == window)
        {
            latest.push((window, *gap));
        }
    }
    latest
}

fn times(history: &RepositoryHistory, window: &WindowRequest) -> Vec<i64> {
    let commits = history.windows_of(window).flat_map(|it| &it.commits);
    commits.filter_map(|it| Some(history.commit(it)?.committed.timestamp())).collect()
}
