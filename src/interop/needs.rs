//! What needs what in a list of tasks: circles.

use crate::diagnostics::{Diagnostic, Origin, Source};
use crate::plan::order;
use std::ops::Range;
use std::sync::Arc;

/// A need: the index of what comes first, and where it is stated.
pub(super) type Need = (usize, Range<usize>);

/// The first circle among things with names, as an error at the places that state it.
pub(super) fn circle(source: &Arc<Source>, things: &[(String, Vec<Need>)]) -> Option<Diagnostic> {
    let needs = |at: usize| things[at].1.iter().map(|it| it.0).collect();
    let circle = order(things.len(), needs).err()?;
    let names: Vec<&str> = circle.iter().chain(circle.first()).map(|it| things[*it].0.as_str()).collect();
    let next = circle.iter().skip(1).chain(circle.first());
    let place = |(from, to): (&usize, &usize)| {
        things[*from].1.iter().find(|it| it.0 == *to).map(|it| Origin::new(source, it.1.clone()))
    };
    let mut places = circle.iter().zip(next).filter_map(place);
    let message = format!("each of these needs the next, in a circle: {}", names.join(" -> "));
    let problem = Diagnostic::error(message).at(places.next()?).label("the circle starts here");
    let problem = problem.hint("take one of these needs out");
    Some(places.fold(problem, |problem, it| problem.related(it, "and goes on here")))
}
