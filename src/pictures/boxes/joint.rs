//! What leads from one row of boxes to the next.

use super::Pen;

/// Lines from the columns above to the columns below, with a head on each arrow.
pub(super) fn joint(above: &[usize], below: &[usize], pen: Pen) -> Vec<String> {
    let (stem, head) = match pen {
        Pen::Ascii => ('|', 'v'),
        Pen::Lines => ('│', '▼'),
    };
    let stems = row(above, stem);
    let heads = row(below, head);
    if above == below { vec![stems, heads] } else { vec![stems, bus(above, below, pen), heads] }
}

fn row(columns: &[usize], letter: char) -> String {
    let last = columns.last().copied().unwrap_or_default();
    (0..=last).map(|it| if columns.contains(&it) { letter } else { ' ' }).collect()
}

/// The line that all arrows meet in.
fn bus(above: &[usize], below: &[usize], pen: Pen) -> String {
    let all = || above.iter().chain(below).copied();
    let (first, last) = (all().min().unwrap_or_default(), all().max().unwrap_or_default());
    let letter = |at: usize| {
        let (up, down) = (above.contains(&at), below.contains(&at));
        let (left, right) = (at > first, at < last);
        match pen {
            _ if at < first => ' ',
            Pen::Ascii if up || down => '+',
            Pen::Ascii => '-',
            Pen::Lines => meeting([up, down], [left, right]),
        }
    };
    (0..=last).map(letter).collect()
}

fn meeting(upright: [bool; 2], level: [bool; 2]) -> char {
    match (upright, level) {
        ([true, true], [true, true]) => '┼',
        ([true, false], [true, true]) => '┴',
        ([false, true], [true, true]) => '┬',
        ([true, true], [false, true]) => '├',
        ([true, true], [true, false]) => '┤',
        ([true, false], [false, true]) => '└',
        ([true, false], [true, false]) => '┘',
        ([false, true], [false, true]) => '┌',
        ([false, true], [true, false]) => '┐',
        _ => '─',
    }
}
