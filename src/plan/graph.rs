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
    fn a_long_chain_needs_no_deep_stack() {
        let order = order(100_000, |it| if it == 0 { vec![] } else { vec![it - 1] }).unwrap();
        assert!(order.windows(2).all(|it| it[0] < it[1]));
    }
}
