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

/// The lines that one text has and the other has not, by git's usual algorithm.
pub(super) fn count(old: &[u8], new: &[u8]) -> Result<Lines, Error> {
    let middle = Middle::of(old, new);
    let (removed, added) = (number(middle.old), number(middle.new));
    // Whatever the algorithm: what is left of one side only was put in or taken out, and two single lines differ.
    if removed == 0 || added == 0 || (removed, added) == (1, 1) {
        return Ok(Lines { added, removed });
    }
    let lines = Lines { added, removed };
    let Some((old, new)) = middle.stand_ins(&lines) else { return Ok(lines) };
    let mut options = DiffOptions::new();
    options.context_lines(0).interhunk_lines(0).force_text(true);
    let (_, added, removed) =
        Patch::from_buffers(&old, None, &new, None, Some(&mut options))?.line_stats()?;
    Ok(Lines { added: added as u64, removed: removed as u64 })
}

/// Which lines of the old text are gone, and which of the new one are added, by the same algorithm.
pub(super) fn changed(old: &[u8], new: &[u8]) -> Result<(Ranges, Ranges), Error> {
    let mut options = DiffOptions::new();
    options.context_lines(0).interhunk_lines(0).force_text(true);
    let patch = Patch::from_buffers(old, None, new, None, Some(&mut options))?;
    let (mut removed, mut added) = (Ranges::new(), Ranges::new());
    for index in 0..patch.num_hunks() {
        let (hunk, _) = patch.hunk(index)?;
        removed.push(hunk.old_start()..hunk.old_start() + hunk.old_lines());
        added.push(hunk.new_start()..hunk.new_start() + hunk.new_lines());
    }
    Ok((removed, added))
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
    fn stand_ins(&self, left: &Lines) -> Option<(Vec<u8>, Vec<u8>)> {
        let [removed, added] = [left.removed, left.added].map(|it| usize::try_from(it).unwrap_or_default());
        let mut names = Names::of(removed + added);
        let (mut old, mut new) = (Vec::with_capacity(removed), Vec::with_capacity(added));
        old.extend(lines(self.old).map(|it| names.name(it)));
        let first_of_new = names.known.len();
        new.extend(lines(self.new).map(|it| names.name(it)));
        if new.iter().all(|it| *it >= first_of_new) {
            return None;
        }
        let start = self.shared(&names, [old.len(), new.len()]);
        let text = |mut text: Vec<u8>, rest: &[usize]| {
            for name in rest {
                write_name(*name, &mut text);
            }
            text
        };
        let old = text(start.clone(), &old);
        Some((old, text(start, &new)))
    }

    /// What stands for start and end, where this many lines follow in either text.
    fn shared(&self, names: &Names<'t>, rest: [usize; 2]) -> Vec<u8> {
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
        let mut text = Vec::new();
        for (name, times) in shared.into_iter().chain([others]).enumerate() {
            for _ in 0..times {
                write_name(name, &mut text);
            }
        }
        text
    }
}

/// A line that occurs as often as this counts as frequent in texts of any length.
const OFTEN: usize = 1_024;

/// The smallest number of lines that the algorithm treats like this one: it looks at the digits to the base
/// of four only.
fn least_alike(number: usize) -> usize {
    number.checked_ilog(4).map_or(0, |it| 4usize.pow(it))
}

/// Lines with their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn stand_ins_differ_in_as_many_lines_as_the_whole_texts((old, new) in texts()) {
            prop_assert_eq!(count(old.as_bytes(), new.as_bytes()).unwrap(), whole(&old, &new));
        }
    }
}
