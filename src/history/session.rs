//! The latest session: the newest commits of one or several repositories, without a long gap.

use super::changes::Comparer;
use super::chosen::Chosen;
use super::graph::Graph;
use super::oid::Oid;
use super::store::Repository;
use super::{Detail, Place, RepositoryHistory, Request, WindowRequest, repository, walk};

/// A request for the latest session, with the second at which that session began.
pub(super) type Began = (WindowRequest, i64);

/// How far back is looked at first, in seconds.
const FIRST_LOOK: i64 = 86_400;

/// Where commits of a session are looked for.
pub(super) enum Source<'s, 'r> {
    /// From a head, those that fit.
    Head(&'s mut Graph<'r>, Oid, &'s mut Chosen),
    /// The seconds of commits that were found before.
    Told(Vec<i64>),
}

impl Source<'_, '_> {
    /// The second of the newest commit, whether or not it fits.
    fn newest(&mut self) -> Option<i64> {
        match self {
            Self::Head(graph, head, _) => walk::newest(graph, *head),
            Self::Told(times) => times.iter().copied().max(),
        }
    }

    /// The seconds of the commits that fit and are not older than this.
    fn since(&mut self, since: i64) -> Vec<i64> {
        let (graph, head, chosen) = match self {
            Self::Head(graph, head, chosen) => (graph, head, chosen),
            Self::Told(times) => return times.iter().copied().filter(|it| *it >= since).collect(),
        };
        let mut found: Vec<Oid> = walk::span(graph, *head, (since, i64::MAX)).into_iter().collect();
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
    let heads = places.iter().filter_map(|it| Some((it, Graph::new(it), repository::head_commit(it)?)));
    let mut heads: Vec<(&Repository, Graph<'_>, Oid)> = heads.collect();
    let begin = |(window, gap): (&WindowRequest, u32)| {
        let chosen =
            |it: &(&Repository, Graph<'_>, Oid)| Chosen::of(window, &Comparer::new(it.0), Some(it.2));
        let mut chosen: Vec<Chosen> = heads.iter().map(chosen).collect();
        let own = heads.iter_mut().zip(&mut chosen).map(|(it, chosen)| Source::Head(&mut it.1, it.2, chosen));
        let told = told.iter().map(|it| Source::Told(times(it, window)));
        let began = began(&mut own.chain(told).collect::<Vec<_>>(), i64::from(gap) * 60)?;
        Some((window.clone(), began))
    };
    latest.into_iter().filter_map(begin).collect()
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
    let commits = history.window(window).into_iter().flat_map(|it| &it.commits);
    commits.filter_map(|it| Some(history.commit(it)?.committed.timestamp())).collect()
}
