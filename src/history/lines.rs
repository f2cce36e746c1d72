//! How many lines a file gained and lost, as git counts them.

use super::Lines;
use super::store::Error;
use foldhash::fast::RandomState;
use git2::{DiffOptions, Patch};
use std::collections::HashMap;
use std::ops::Range;

/// Lines of a text, by number from one, in order.
pub(super) type Ranges = Vec<Range<u32>>;

/// How much of a content git looks at to tell whether it is text.
const LOOKED_AT: usize = 8_000;

/// A larger file is not compared line by line, in bytes: git's `core.bigFileThreshold`, if nobody sets it.
const LARGEST: usize = 512 * 1024 * 1024;

/// Git's own test: a zero byte near the start, or too much to look at.
pub(super) fn is_binary(content: &[u8]) -> bool {
    content.len() > LARGEST || memchr::memchr(0, &content[..content.len().min(LOOKED_AT)]).is_some()
}

/// The lines that two texts differ in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changed {
    /// Where lines are counted from, in bytes of either text; both are the same up to there.
    pub(super) start: usize,
    /// Which lines of the old text are gone, from one, counted from the start.
    pub(super) old: Ranges,
    /// Which lines of the new text were added.
    pub(super) new: Ranges,
}

impl Changed {
    /// How many they are.
    pub(super) fn lines(&self) -> Lines {
        let sum = |ranges: &Ranges| ranges.iter().map(|it| u64::from(it.end - it.start)).sum();
        Lines { added: sum(&self.new), removed: sum(&self.old) }
    }
}

/// The lines that one text has and the other has not, by git's usual algorithm.
pub(super) fn changed(old: &[u8], new: &[u8]) -> Result<Changed, Error> {
    let middle = Middle::of(old, new);
    let start = middle.start.len();
    let lines = Lines { removed: number(middle.old), added: number(middle.new) };
    let all = |number: u64| u32::try_from(number).ok().filter(|it| *it > 0).map(|it| 1..it + 1);
    let everything = || Changed {
        start,
        old: all(lines.removed).into_iter().collect(),
        new: all(lines.added).into_iter().collect(),
    };
    // Whatever the algorithm: what is left of one side only was put in or taken out, and two single lines differ.
    if lines.removed == 0 || lines.added == 0 || (lines.removed, lines.added) == (1, 1) {
        return Ok(everything());
    }
    let Some(texts) = middle.stand_ins(&lines) else { return Ok(everything()) };
    let [removed, added] = compared(&texts.old, &texts.new)?;
    match (behind(&removed, texts.shared), behind(&added, texts.shared)) {
        (Some(old), Some(new)) => Ok(Changed { start, old, new }),
        // Where a change could as well stand some lines before, git may choose lines of the common beginning.
        _ => compared(old, new).map(|[old, new]| Changed { start: 0, old, new }),
    }
}

/// The parts of a text that hold some of its lines, in their order.
pub(super) fn parts<'t>(text: &'t [u8], ranges: &Ranges) -> impl Iterator<Item = &'t [u8]> {
    let (mut rest, mut line) = (text, 1);
    ranges.iter().map(move |range| {
        let from = &rest[end_of(range.start - line, rest)..];
        let (part, after) = from.split_at(end_of(range.end - range.start, from));
        (rest, line) = (after, range.end);
        part
    })
}

/// Where this many lines of a text end, in bytes.
pub(super) fn end_of(lines: u32, text: &[u8]) -> usize {
    let Some(last) = lines.checked_sub(1) else { return 0 };
    memchr::memchr_iter(b'\n', text).nth(last as usize).map_or(text.len(), |it| it + 1)
}

/// What the library says of two texts: the removed and the added lines.
fn compared(old: &[u8], new: &[u8]) -> Result<[Ranges; 2], Error> {
    let mut options = DiffOptions::new();
    options.context_lines(0).interhunk_lines(0).force_text(true);
    let patch = Patch::from_buffers(old, None, new, None, Some(&mut options))?;
    let mut ranges = [Ranges::new(), Ranges::new()];
    for index in 0..patch.num_hunks() {
        let (hunk, _) = patch.hunk(index)?;
        let sides = [(hunk.old_start(), hunk.old_lines()), (hunk.new_start(), hunk.new_lines())];
        for (ranges, (start, lines)) in ranges.iter_mut().zip(sides) {
            ranges.extend((lines > 0).then(|| start..start + lines));
        }
    }
    Ok(ranges)
}

/// The same lines without this many before them; `None` if some of those are among them.
fn behind(ranges: &Ranges, lines: u32) -> Option<Ranges> {
    let without = |it: &Range<u32>| Some(it.start.checked_sub(lines).filter(|it| *it > 0)?..it.end - lines);
    ranges.iter().map(without).collect()
}

/// The lines that differ with those around them, without white space, as git compares picked commits; the
/// whole content where it is binary.
pub(super) fn patch(old: &[u8], new: &[u8]) -> Result<Vec<u8>, Error> {
    if is_binary(old) || is_binary(new) {
        return Ok([old, b"\0", new].concat());
    }
    let patch = Patch::from_buffers(old, None, new, None, Some(DiffOptions::new().force_text(true)))?;
    let mut text = Vec::new();
    for hunk in 0..patch.num_hunks() {
        for line in 0..patch.num_lines_in_hunk(hunk)? {
            let line = patch.line_in_hunk(hunk, line)?;
            text.extend(u8::try_from(line.origin()));
            text.extend(line.content().iter().filter(|it| !it.is_ascii_whitespace()));
        }
    }
    Ok(text)
}

/// How many lines a text has; the last one need not end.
fn number(text: &[u8]) -> u64 {
    let ends = memchr::memchr_iter(b'\n', text).count();
    ends as u64 + u64::from(text.last().is_some_and(|it| *it != b'\n'))
}

/// Two texts, taken apart into the whole lines that both begin and end with, and what lies between.
#[derive(Debug, PartialEq, Eq)]
struct Middle<'t> {
    start: &'t [u8],
    old: &'t [u8],
    new: &'t [u8],
    end: &'t [u8],
}

impl<'t> Middle<'t> {
    fn of(old: &'t [u8], new: &'t [u8]) -> Self {
        let same = common_start(old, new);
        let start = memchr::memrchr(b'\n', &old[..same]).map_or(0, |it| it + 1);
        let (start, old, new) = (&old[..start], &old[start..], &new[start..]);
        let same = common_end(old, new);
        let starts_line = |it: &[u8]| same == it.len() || it[it.len() - same - 1] == b'\n';
        let end = if starts_line(old) && starts_line(new) {
            same
        } else {
            memchr::memchr(b'\n', &old[old.len() - same..]).map_or(0, |it| same - it - 1)
        };
        let (old, end) = old.split_at(old.len() - end);
        Self { start, old, new: &new[..new.len() - end.len()], end }
    }

    /// Two short texts that differ in as many lines as the whole texts; `None` if no line that is left of one
    /// is left of the other.
    ///
    /// The algorithm asks of a line how often it occurs in the whole of either text, but not where; and of the
    /// texts how many lines they have, but not exactly. So each line between start and end gets a short name,
    /// and what both texts share comes first: the lines that also occur between, as often as it matters, and
    /// as many others as it takes.
    fn stand_ins(&self, left: &Lines) -> Option<StandIns> {
        let [removed, added] = [left.removed, left.added].map(|it| usize::try_from(it).unwrap_or_default());
        let mut names = Names::of(removed + added);
        let (mut old, mut new) = (Vec::with_capacity(removed), Vec::with_capacity(added));
        old.extend(lines(self.old).map(|it| names.name(it)));
        let first_of_new = names.known.len();
        new.extend(lines(self.new).map(|it| names.name(it)));
        if new.iter().all(|it| *it >= first_of_new) {
            return None;
        }
        let (shared, start) = self.shared(&names, [old.len(), new.len()]);
        let text = |mut text: Vec<u8>, rest: &[usize]| {
            for name in rest {
                write_name(*name, &mut text);
            }
            text
        };
        let old = text(start.clone(), &old);
        Some(StandIns { old, new: text(start, &new), shared })
    }

    /// What stands for start and end, where this many lines follow in either text, and how many lines it has.
    fn shared(&self, names: &Names<'t>, rest: [usize; 2]) -> (u32, Vec<u8>) {
        let mut others = 0;
        let mut shared = vec![0; names.known.len()];
        for line in lines(self.start).chain(lines(self.end)) {
            match names.find(line) {
                Some(name) => shared[name] += 1,
                None => others += 1,
            }
        }
        let all = others + shared.iter().sum::<usize>();
        let shared: Vec<usize> = shared.into_iter().map(|it| OFTEN.min(it)).collect();
        let least = rest.map(|it| least_alike(all + it).saturating_sub(it));
        let others = least[0].max(least[1]).saturating_sub(shared.iter().sum());
        let (mut number, mut text) = (0, Vec::new());
        for (name, times) in shared.into_iter().chain([others]).enumerate() {
            for _ in 0..times {
                write_name(name, &mut text);
                number += 1;
            }
        }
        (number, text)
    }
}

/// What is compared in the place of two texts.
struct StandIns {
    old: Vec<u8>,
    new: Vec<u8>,
    /// How many lines both begin with that stand for the common beginning and end.
    shared: u32,
}

/// A line that occurs as often as this counts as frequent in texts of any length.
const OFTEN: usize = 1_024;

/// The smallest number of lines that the algorithm treats like this one: it looks at the digits to the base
/// of four only.
fn least_alike(number: usize) -> usize {
    number.checked_ilog(4).map_or(0, |it| 4usize.pow(it))
}

/// Lines with their ends.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', text).map(|it| it + 1);
    let last = (!text.is_empty() && !text.ends_with(b"\n")).then_some(text.len());
    ends.chain(last).map(move |end| &text[std::mem::replace(&mut from, end)..end])
}

/// Numbers for lines, the same for the same line.
struct Names<'t> {
    known: HashMap<&'t [u8], usize, RandomState>,
    /// The lengths of the known lines, as far as 64 bits can tell them apart.
    lengths: u64,
}

impl<'t> Names<'t> {
    /// None yet, with room for some.
    fn of(most: usize) -> Self {
        Self { known: HashMap::with_capacity_and_hasher(most, RandomState::default()), lengths: 0 }
    }

    fn name(&mut self, line: &'t [u8]) -> usize {
        let next = self.known.len();
        self.lengths |= 1 << (line.len() % 64);
        *self.known.entry(line).or_insert(next)
    }

    fn find(&self, line: &[u8]) -> Option<usize> {
        let may_be_known = self.lengths & 1 << (line.len() % 64) != 0;
        if may_be_known { self.known.get(line).copied() } else { None }
    }
}

/// What names are written in.
const SIGNS: &[u8; 64] = b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmno";

/// A line of its own for each number.
fn write_name(mut number: usize, text: &mut Vec<u8>) {
    loop {
        text.push(SIGNS[number % SIGNS.len()]);
        number /= SIGNS.len();
        if number == 0 {
            return text.push(b'\n');
        }
    }
}

/// How many bytes are compared at a time.
const STRIDE: usize = 64;

fn common_start(one: &[u8], other: &[u8]) -> usize {
    let strides = one.as_chunks::<STRIDE>().0.iter().zip(other.as_chunks::<STRIDE>().0);
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let rest = one[whole..].iter().zip(&other[whole..]);
    whole + rest.take_while(|(one, other)| one == other).count()
}

fn common_end(one: &[u8], other: &[u8]) -> usize {
    let strides = one.as_rchunks::<STRIDE>().1.iter().rev().zip(other.as_rchunks::<STRIDE>().1.iter().rev());
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let rest = one[..one.len() - whole].iter().rev().zip(other[..other.len() - whole].iter().rev());
    whole + rest.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Case 23; the pages of this text are never written, so that it takes no time.
    #[test]
    fn a_file_that_is_too_large_counts_as_binary() {
        let mut text = vec![0; LARGEST + 1];
        text[..LOOKED_AT].fill(b'a');
        assert!(is_binary(&text) && !is_binary(&text[..LARGEST]));
    }

    #[test]
    fn whole_lines_at_both_ends_are_left_out() {
        let cases: [[&[u8]; 4]; 8] = [
            [b"a\nb\nc\n", b"a\nx\nc\n", b"b\n", b"x\n"],
            [b"a\n", b"a\nb\n", b"", b"b\n"],
            [b"b\n", b"a\nb\n", b"", b"a\n"],
            [b"b\n", b"ab\n", b"b\n", b"ab\n"],
            [b"abc", b"abc\n", b"abc", b"abc\n"],
            [b"a\nz", b"b\nz", b"a\n", b"b\n"],
            [b"a\na\n", b"a\na\na\n", b"", b"a\n"],
            [b"a\nb", b"a\nb\nc", b"b", b"b\nc"],
        ];
        for [old, new, old_rest, new_rest] in cases {
            let middle = Middle::of(old, new);
            assert_eq!((middle.old, middle.new), (old_rest, new_rest), "{}", String::from_utf8_lossy(old));
        }
    }

    /// What the library says of the whole texts.
    fn whole(old: &str, new: &str) -> Lines {
        let mut options = DiffOptions::new();
        options.context_lines(0).interhunk_lines(0).force_text(true);
        let patch =
            Patch::from_buffers(old.as_bytes(), None, new.as_bytes(), None, Some(&mut options)).unwrap();
        let (_, added, removed) = patch.line_stats().unwrap();
        Lines { added: added as u64, removed: removed as u64 }
    }

    /// Few different lines, so that they occur often, with a long common part around them.
    fn texts() -> impl Strategy<Value = (String, String)> {
        let part =
            |most| prop::collection::vec("[ab]{0,3}|}|[a-z]{70}", 0..most).prop_map(|it| it.join("\n"));
        (part(300), part(40), part(40), part(300), prop::bool::ANY).prop_map(
            |(start, old, new, end, ends)| {
                let last = if ends { "\n" } else { "" };
                (format!("{start}\n{old}\n{end}{last}"), format!("{start}\n{new}\n{end}{last}"))
            },
        )
    }

    /// A text without some of its lines, which are counted from a place in it.
    fn without<'t>(text: &'t str, start: usize, ranges: &Ranges) -> Vec<&'t str> {
        let before = text[..start].lines().count();
        let lines = text.split_inclusive('\n').enumerate();
        let is_among = |line: usize| ranges.iter().any(|it| it.contains(&u32::try_from(line).unwrap()));
        lines.filter(|it| it.0 < before || !is_among(it.0 - before + 1)).map(|it| it.1).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn without_their_changed_lines_both_texts_are_the_same((old, new) in texts()) {
            let found = changed(old.as_bytes(), new.as_bytes()).unwrap();
            prop_assert_eq!(without(&old, found.start, &found.old), without(&new, found.start, &found.new));
        }

        #[test]
        fn stand_ins_differ_in_as_many_lines_as_the_whole_texts((old, new) in texts()) {
            prop_assert_eq!(changed(old.as_bytes(), new.as_bytes()).unwrap().lines(), whole(&old, &new));
        }
    }
}
