//! Order, critical path and workers, against slower ways to find them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use callsheet::plan::Interval;
use callsheet::schedule::{Network, assign};
use proptest::prelude::*;

/// Minutes and needs of things; each needs only things before it in some hidden order.
fn graphs() -> impl Strategy<Value = (Vec<u64>, Vec<Vec<usize>>)> {
    (1usize..10).prop_flat_map(|nodes| {
        let times = prop::collection::vec(prop_oneof![1 => Just(0u64), 6 => 1u64..600], nodes);
        let edges = prop::collection::vec(prop::bool::weighted(0.35), nodes * nodes);
        let order = Just((0..nodes).collect::<Vec<usize>>()).prop_shuffle();
        (times, edges, order).prop_map(move |(times, edges, order)| {
            let rank = |node: usize| order.iter().position(|it| *it == node).unwrap();
            let needs = |node: usize| -> Vec<usize> {
                (0..nodes).filter(|it| rank(*it) < rank(node) && edges[node * nodes + it]).collect()
            };
            let needs = (0..nodes).map(needs).collect();
            (times, needs)
        })
    })
}

/// Every chain of things that need each other, found by walking all of them.
fn chains(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    fn grow(chain: Vec<usize>, needs: &[Vec<usize>], found: &mut Vec<Vec<usize>>) {
        for &need in &needs[*chain.last().unwrap()] {
            let mut longer = chain.clone();
            longer.push(need);
            grow(longer, needs, found);
        }
        found.push(chain);
    }
    let mut found = Vec::new();
    for node in 0..needs.len() {
        grow(vec![node], needs, &mut found);
    }
    found
}

fn exact(times: &[u64]) -> Vec<Interval> {
    times.iter().map(|it| Interval::exact(*it)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_critical_path_and_slack_equal_those_found_by_walking_every_chain((times, needs) in graphs()) {
        let network = Network::of(&exact(&times), &needs);
        let length = |chain: &[usize]| chain.iter().map(|it| times[*it]).sum::<u64>();
        let chains = chains(&needs);
        let longest = chains.iter().map(|it| length(it)).max().unwrap();
        prop_assert_eq!(network.span, Interval::exact(longest));
        for (node, time) in times.iter().enumerate() {
            let through = chains.iter().filter(|it| it.contains(&node)).map(|it| length(it)).max().unwrap();
            prop_assert_eq!(network.slacks[node], longest - through, "slack of {}", node);
            let before = chains.iter().filter(|it| it[0] == node).map(|it| length(it)).max().unwrap();
            prop_assert_eq!(network.starts[node].max, before - time, "start of {}", node);
        }
        prop_assert_eq!(length(&network.critical), longest);
        let backwards: Vec<usize> = network.critical.iter().rev().copied().collect();
        prop_assert!(backwards.windows(2).all(|it| needs[it[0]].contains(&it[1])));
    }

    #[test]
    fn the_order_respects_needs_and_otherwise_keeps_that_of_the_plan((times, needs) in graphs()) {
        let network = Network::of(&exact(&times), &needs);
        let mut done: Vec<usize> = Vec::new();
        for &node in &network.order {
            prop_assert!(needs[node].iter().all(|it| done.contains(it)));
            let ready = (0..times.len()).filter(|it| !done.contains(it));
            let first = ready.filter(|it| needs[*it].iter().all(|it| done.contains(it))).min();
            prop_assert_eq!(Some(node), first);
            done.push(node);
        }
    }

    #[test]
    fn workers_do_one_thing_at_a_time_and_none_before_what_it_needs(
        (times, needs) in graphs(), workers in 1usize..5,
    ) {
        let times = exact(&times);
        let network = Network::of(&times, &needs);
        let assignment = assign(&times, &needs, &network, workers);
        let end = |it: usize| assignment.starts[it].max + times[it].max;
        for (one, needs) in needs.iter().enumerate() {
            prop_assert!(assignment.workers[one] < workers);
            prop_assert!(needs.iter().all(|it| end(*it) <= assignment.starts[one].max));
            for other in (0..one).filter(|it| assignment.workers[*it] == assignment.workers[one]) {
                let apart = end(one) <= assignment.starts[other].max || end(other) <= assignment.starts[one].max;
                prop_assert!(apart, "{} and {} overlap", one, other);
            }
        }
        let total: u64 = times.iter().map(|it| it.max).sum();
        let makespan = assignment.makespan.max;
        prop_assert!(makespan >= network.span.max && makespan * workers as u64 >= total && makespan <= total);
        // No list schedule is worse (Graham 1969).
        prop_assert!(makespan <= network.span.max + (total - network.span.max) / workers as u64 + 1);
        if workers == 1 {
            prop_assert_eq!((makespan, &assignment.order), (total, &network.order));
        }
        if workers >= times.len() {
            prop_assert_eq!(makespan, network.span.max);
        }
    }
}

#[test]
fn both_ends_of_ranges_are_kept_apart() {
    let range = |min, max| Interval { min, max };
    let times = [range(60, 120), range(30, 200), range(100, 110)];
    let network = Network::of(&times, &[vec![], vec![0], vec![0]]);
    assert_eq!(network.span, range(160, 320));
    assert_eq!(network.critical, [0, 1]);
    assert_eq!(network.slacks, [0, 0, 90]);
}

#[test]
fn things_that_need_each_other_in_a_circle_are_taken_as_independent() {
    let network = Network::of(&exact(&[10, 20]), &[vec![1], vec![0]]);
    assert!(network.circular);
    assert_eq!(network.span, Interval::exact(20));
}
