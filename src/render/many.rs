//! Many pages or plans at a time, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer pages than this are not worth another thread.
pub const PAGES_OF_A_THREAD: usize = 8;

/// More threads than this wait for each other.
const MOST_THREADS: usize = 8;

/// What comes of each item, in the order given. Each thread takes the next item that none has taken; there is
/// another one for so many items.
pub fn each<'t, T: Sync, R: Send>(
    items: &'t [T],
    of_a_thread: usize,
    work: impl Fn(&'t T) -> R + Sync,
) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let threads = cores.min(items.len() / of_a_thread).max(1);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            done.push((number, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let own = take();
        own.into_iter().chain(helpers.into_iter().flat_map(joined)).collect()
    });
    done.sort_by_key(|it| it.0);
    done.into_iter().map(|it| it.1).collect()
}

/// What comes of two things that do not wait for each other, done at the same time.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let helper = scope.spawn(one);
        let own = other();
        (joined(helper), own)
    })
}

fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_items_stands_in_their_order() {
        let items: Vec<usize> = (0..1_000).collect();
        assert_eq!(each(&items, 8, |it| it * 2), (0..2_000).step_by(2).collect::<Vec<_>>());
        assert!(each(&items[..0], 8, |it| *it).is_empty());
    }
}
