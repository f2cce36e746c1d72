//! The order of things that need each other.

/// An order in which each of `nodes` things comes after those that it needs, ties by index.
///
/// If there is none, the error is one cycle, each needing the next and the last the first.
pub fn order(nodes: usize, needs: impl Fn(usize) -> Vec<usize>) -> Result<Vec<usize>, Vec<usize>> {
    let needs: Vec<Vec<usize>> = (0..nodes).map(needs).collect();
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by = vec![Vec::new(); nodes];
    for (node, needs) in needs.iter().enumerate() {
        for need in needs {
            needed_by[*need].push(node);
        }
    }
    let mut ready: std::collections::BTreeSet<usize> = (0..nodes).filter(|it| waiting[*it] == 0).collect();
    let mut order = Vec::with_capacity(nodes);
    while let Some(node) = ready.pop_first() {
        order.push(node);
        for next in &needed_by[node] {
            waiting[*next] -= 1;
            if waiting[*next] == 0 {
                ready.insert(*next);
            }
        }
    }
    if order.len() == nodes { Ok(order) } else { Err(cycle(&needs, &waiting)) }
}

/// Among nodes that wait, each needs another one that waits; following them must come back.
fn cycle(needs: &[Vec<usize>], waiting: &[usize]) -> Vec<usize> {
    let mut path: Vec<usize> = Vec::new();
    let mut place = vec![None; needs.len()];
    let mut node = waiting.iter().position(|it| *it > 0);
    while let Some(current) = node {
        if let Some(start) = place[current] {
            return path.split_off(start);
        }
        place[current] = Some(path.len());
        path.push(current);
        node = needs[current].iter().copied().find(|it| waiting[*it] > 0);
    }
    path
}

/// Things by the distance from what needs nothing, and the circles among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// First is 1; each thing stands after what it needs, and those of one circle together.
    pub waves: Vec<usize>,
    /// Things that need each other, by index; the first of each circle is its least.
    pub circles: Vec<Vec<usize>>,
}

/// Puts things that may need each other in circles into layers.
pub fn layers(needs: &[Vec<usize>]) -> Layers {
    let mut needed_by = vec![Vec::new(); needs.len()];
    for (node, needs) in needs.iter().enumerate() {
        for need in needs {
            needed_by[*need].push(node);
        }
    }
    let mut known = vec![false; needs.len()];
    let mut layers = Layers { waves: vec![0; needs.len()], circles: Vec::new() };
    // What comes first needs nothing but its own circle, and what was taken before.
    for start in left_last(&needed_by).into_iter().rev() {
        if known[start] {
            continue;
        }
        let mut circle = reached(start, needs, &mut known);
        let outside = circle.iter().flat_map(|it| &needs[*it]).filter(|it| !circle.contains(it));
        let wave = outside.map(|it| layers.waves[*it]).max().unwrap_or(0) + 1;
        for node in &circle {
            layers.waves[*node] = wave;
        }
        if circle.len() > 1 || needs[start].contains(&start) {
            circle.sort_unstable();
            layers.circles.push(circle);
        }
    }
    layers.circles.sort_unstable();
    layers
}

/// A node and everything that it leads to and that was not known yet.
fn reached(start: usize, next: &[Vec<usize>], known: &mut [bool]) -> Vec<usize> {
    let mut found = vec![start];
    known[start] = true;
    let mut at = 0;
    while let Some(&node) = found.get(at) {
        at += 1;
        for &child in &next[node] {
            if !std::mem::replace(&mut known[child], true) {
                found.push(child);
            }
        }
    }
    found
}

/// Every node, in the order in which a walk in depth leaves it.
fn left_last(next: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut left = Vec::with_capacity(next.len());
    for start in 0..next.len() {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if !std::mem::replace(&mut seen[start], true) {
            path.push((start, 0));
        }
        while let Some((node, at)) = path.last_mut() {
            let Some(&child) = next[*node].get(*at) else {
                left.push(*node);
                path.pop();
                continue;
            };
            *at += 1;
            if !std::mem::replace(&mut seen[child], true) {
                path.push((child, 0));
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_comes_first_and_ties_keep_their_order() {
        let needs = [vec![2], vec![], vec![3], vec![]];
        assert_eq!(order(4, |it| needs[it].clone()), Ok(vec![1, 3, 2, 0]));
    }

    #[test]
    fn a_cycle_is_given_as_a_path_without_what_leads_to_it() {
        let needs = [vec![1], vec![2], vec![3], vec![1]];
        assert_eq!(order(4, |it| needs[it].clone()), Err(vec![1, 2, 3]));
        assert_eq!(order(1, |_| vec![0]), Err(vec![0]));
    }

    #[test]
    fn layers_follow_needs_and_keep_circles_together() {
        let needs = [vec![1], vec![2, 3], vec![1], vec![], vec![4], vec![0, 3]];
        let found = layers(&needs);
        assert_eq!(found.waves, [3, 2, 2, 1, 1, 4]);
        assert_eq!(found.circles, [vec![1, 2], vec![4]]);
        let chain: Vec<Vec<usize>> =
            (0..100_000).map(|it: usize| it.checked_sub(1).into_iter().collect()).collect();
        assert_eq!(layers(&chain).waves.last(), Some(&100_000));
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let order = order(100_000, |it| if it == 0 { vec![] } else { vec![it - 1] }).unwrap();
        assert!(order.windows(2).all(|it| it[0] < it[1]));
    }
}
