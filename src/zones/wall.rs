//! From what clocks on the wall show to seconds since the epoch.

/// No clock is further from UTC than this, nor changes by more at once.
const FURTHEST: i64 = 2 * 86_400;

/// The first second at which clocks show `local` or later. `offset` gives the seconds that they are ahead
/// of UTC at a second since the epoch.
pub(super) fn first(local: i64, offset: impl Fn(i64) -> Option<i64>) -> Option<i64> {
    match meanings(local, &offset)?.iter().min() {
        Some(found) => Some(*found),
        None => after_gap(local, offset),
    }
}

/// The last second at which clocks show `local` or earlier.
pub(super) fn last(local: i64, offset: impl Fn(i64) -> Option<i64>) -> Option<i64> {
    match meanings(local, &offset)?.iter().max() {
        Some(found) => Some(*found),
        None => after_gap(local, offset).map(|it| it - 1),
    }
}

/// The seconds at which clocks show exactly this: none in a gap, two where they were put back.
fn meanings(local: i64, offset: impl Fn(i64) -> Option<i64>) -> Option<Vec<i64>> {
    let around = [offset(local.checked_sub(FURTHEST)?)?, offset(local.checked_add(FURTHEST)?)?];
    let shows = |it: &i64| offset(*it).is_some_and(|ahead| it + ahead == local);
    let nearer = around.iter().filter_map(|it| offset(local - it));
    let offsets = around.iter().copied().chain(nearer);
    Some(offsets.map(|it| local - it).filter(shows).collect())
}

/// The second at which clocks were put forward over `local`.
fn after_gap(local: i64, offset: impl Fn(i64) -> Option<i64>) -> Option<i64> {
    let (mut before, mut after) = (local.checked_sub(FURTHEST)?, local.checked_add(FURTHEST)?);
    while after - before > 1 {
        let middle = before.midpoint(after);
        if middle + offset(middle)? >= local { after = middle } else { before = middle }
    }
    Some(after)
}
