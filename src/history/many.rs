//! Many comparisons at a time, on all cores: each thread reads the repository for itself.

use super::TestRule;
use super::changes::{Comparer, Comparison};
use super::oid::Oid;
use super::store::{Again, Error};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer comparisons than this are not worth another thread.
const WORTH_A_THREAD: usize = 200;

/// How many neighbours one thread takes at a time, at least and at most: what one commit needs, the next
/// mostly needs again, but the threads should end together.
const CHUNK: (usize, usize) = (64, 512);

/// More threads than this wait for each other.
const MOST_THREADS: usize = 8;

/// Two trees to compare.
pub(super) struct Step<'r> {
    /// The commit that this is about.
    pub(super) commit: Oid,
    pub(super) old: Option<Oid>,
    pub(super) new: Oid,
    /// The rules to count tests by, where they are wanted.
    pub(super) rules: Option<&'r [TestRule]>,
}

/// What each pair of trees differs in, in the order given.
pub(super) fn compare(comparer: &Comparer<'_>, steps: &[Step<'_>]) -> Vec<Result<Comparison, Error>> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let threads = cores.min(steps.len() / WORTH_A_THREAD);
    let size = (steps.len() / (8 * threads.max(1))).clamp(CHUNK.0, CHUNK.1);
    let chunks: Vec<&[Step<'_>]> = steps.chunks(size).collect();
    let next = AtomicUsize::new(0);
    let repository = comparer.repository();
    let mut done: Vec<Done> = thread::scope(|scope| {
        let (next, chunks) = (&next, &chunks);
        let work = |again: Again| {
            let repository = again.open();
            repository.map_or_else(|_| Vec::new(), |it| take(&Comparer::new(&it), chunks, next))
        };
        let helpers: Vec<_> = (1..threads)
            .map(|_| {
                let again = repository.again();
                scope.spawn(move || work(again))
            })
            .collect();
        let own = take(comparer, chunks, next);
        let joined = |it: thread::ScopedJoinHandle<'_, Vec<Done>>| {
            it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        own.into_iter().chain(helpers.into_iter().flat_map(joined)).collect()
    });
    done.sort_by_key(|it| it.0);
    done.into_iter().flat_map(|it| it.1).collect()
}

/// The number of a chunk, and what came of it.
type Done = (usize, Vec<Result<Comparison, Error>>);

/// Takes one chunk after the other until there is none left.
fn take(comparer: &Comparer<'_>, chunks: &[&[Step<'_>]], next: &AtomicUsize) -> Vec<Done> {
    let mut done = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(chunk) = chunks.get(number) else { return done };
        let found = chunk.iter().map(|it| comparer.compare((it.old, Some(it.new)), it.rules));
        done.push((number, found.collect()));
    }
}
