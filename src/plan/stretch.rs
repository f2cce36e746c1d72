//! Stretches of the calendar that are counted, as `Week 1` and `Weeks 3-5` are, when phases are left out.

use super::{Block, Calendar};
use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

impl Calendar {
    /// Takes phases out of its blocks, and the blocks that lose all of theirs.
    ///
    /// Where blocks are counted, the later ones move up into numbers that nothing has any more. What the author
    /// left empty stays empty.
    pub(super) fn leave_out(&mut self, skipped: &HashSet<&str>) {
        let is_left =
            |it: &Block| it.phases.is_empty() || it.phases.iter().any(|it| !skipped.contains(it.as_str()));
        let (left, gone): (Vec<Block>, Vec<Block>) =
            std::mem::take(&mut self.blocks).into_iter().partition(is_left);
        self.blocks = left;
        let free = free_numbers(&self.blocks, &gone);
        for block in &mut self.blocks {
            block.phases.retain(|it| !skipped.contains(it.as_str()));
            if let Some(counted) = Counted::read(&block.title) {
                block.title.value = counted.moved_up(&free);
            }
        }
    }
}

/// Numbers that only blocks which are gone have; none if the blocks do not count one thing from its beginning.
fn free_numbers(left: &[Block], gone: &[Block]) -> BTreeSet<u16> {
    let (left, gone) = (counted(left), counted(gone));
    let all = || left.iter().chain(&gone);
    let shortest = all().map(|it| it.word).min_by_key(|it| it.len()).unwrap_or_default();
    let is_one_thing = all().all(|it| it.word.starts_with(shortest));
    if !is_one_thing || all().all(|it| *it.numbers.start() > 1) {
        return BTreeSet::new();
    }
    let numbers = |of: &[Counted<'_>]| of.iter().flat_map(|it| it.numbers.clone()).collect::<BTreeSet<u16>>();
    &numbers(&gone) - &numbers(&left)
}

fn counted(blocks: &[Block]) -> Vec<Counted<'_>> {
    blocks.iter().filter_map(|it| Counted::read(&it.title)).collect()
}

/// The title of a block that is a word with a number or two: `Week 1`, `Weeks 3-5`.
struct Counted<'a> {
    word: &'a str,
    numbers: RangeInclusive<u16>,
    /// What stands between two numbers.
    dash: Option<char>,
}

impl<'a> Counted<'a> {
    fn read(title: &'a str) -> Option<Self> {
        let (word, numbers) = title.split_once(' ')?;
        let number = |text: &str| text.parse::<u16>().ok().filter(|it| it.to_string() == text);
        let dash = numbers.chars().find(|it| ['-', '–'].contains(it));
        let (first, last) = dash.and_then(|it| numbers.split_once(it)).unwrap_or((numbers, numbers));
        let numbers = number(first)?..=number(last)?;
        let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
        (is_word && !numbers.is_empty()).then_some(Self { word, numbers, dash })
    }

    /// The same as many numbers earlier as are free before it.
    fn moved_up(&self, free: &BTreeSet<u16>) -> String {
        let moved = |it: &u16| usize::from(*it) - free.range(..it).count();
        let (first, last) = (moved(self.numbers.start()), moved(self.numbers.end()));
        match self.dash {
            Some(dash) => format!("{} {first}{dash}{last}", self.word),
            None => format!("{} {first}", self.word),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Source;
    use crate::plan::load;
    use std::path::Path;

    /// What becomes of blocks with one phase each when those before a `!` lose theirs.
    fn titles(blocks: &[&str]) -> Vec<String> {
        let each = |line: &dyn Fn(usize, &str) -> String| -> String {
            blocks.iter().enumerate().map(|(at, title)| line(at, title)).collect()
        };
        let phases = each(&|at, _| format!("  - {{ id: p{at}, title: P, objective: Do it. }}\n"));
        let titles = each(&|at, title| {
            format!("    - {{ title: \"{}\", phases: [p{at}] }}\n", title.trim_end_matches('!'))
        });
        let skipped =
            each(&|at, title| if title.ends_with('!') { format!("p{at}, ") } else { String::new() });
        let text = format!(
            "schema: 1\nproject: {{ id: p, title: P }}\nphases:\n{phases}calendar:\n  blocks:\n{titles}\
             variants: [{{ id: v, title: V, skip: [{skipped}] }}]\n"
        );
        let plan = load(&Source::new("p.yaml", text), Path::new(".")).unwrap().plan;
        let varied = plan.varied(plan.variant("v").unwrap());
        varied.calendar.blocks.iter().map(|it| it.title.value.clone()).collect()
    }

    #[test]
    fn weeks_after_one_that_is_left_out_move_up() {
        assert_eq!(
            titles(&["Week 1", "Weeks 2-4!", "Weeks 5-6", "Week 7"]),
            ["Week 1", "Weeks 2-3", "Week 4"]
        );
        assert_eq!(titles(&["Woche 1!", "Wochen 2–3"]), ["Wochen 1–2"]);
    }

    #[test]
    fn a_gap_that_the_author_left_stays() {
        assert_eq!(titles(&["Week 1", "Week 2!", "Week 4", "Week 6"]), ["Week 1", "Week 3", "Week 5"]);
    }

    #[test]
    fn a_week_that_another_block_has_too_stays() {
        assert_eq!(titles(&["Week 1", "Week 2!", "Week 2", "Week 3"]), ["Week 1", "Week 2", "Week 3"]);
    }

    #[test]
    fn titles_that_count_nothing_stay() {
        for title in ["March 2026", "Release 1.2", "Week 07", "Before the freeze", "Calendar week 3"] {
            assert_eq!(titles(&["December 2025!", title]), [title]);
        }
        assert_eq!(titles(&["Sprint 1", "Sprint 2!", "Week 3"]), ["Sprint 1", "Week 3"]);
    }
}
