//! How many lines a file gained and lost, as git counts them.

use super::Lines;
use super::store::Error;
use git2::{DiffOptions, Patch};
use std::ops::Range;

/// Lines of a text, by number from one, in order.
pub(super) type Ranges = Vec<Range<u32>>;

/// How much of a content git looks at to tell whether it is text.
const LOOKED_AT: usize = 8_000;

/// Git's own test: a zero byte near the start.
pub(super) fn is_binary(content: &[u8]) -> bool {
    content.iter().take(LOOKED_AT).any(|it| *it == 0)
}

/// The lines that one text has and the other has not, by git's usual algorithm.
pub(super) fn count(old: &[u8], new: &[u8]) -> Result<Lines, Error> {
    let (old_rest, new_rest) = without_ends(old, new);
    let (removed, added) = (number(old_rest), number(new_rest));
    // Whatever the algorithm: what is left of one side only was put in or taken out, and two single lines differ.
    if removed == 0 || added == 0 || (removed, added) == (1, 1) {
        return Ok(Lines { added, removed });
    }
    let mut options = DiffOptions::new();
    options.context_lines(0).interhunk_lines(0).force_text(true);
    let (_, added, removed) = Patch::from_buffers(old, None, new, None, Some(&mut options))?.line_stats()?;
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
    let ends = text.iter().filter(|it| **it == b'\n').count();
    ends as u64 + u64::from(text.last().is_some_and(|it| *it != b'\n'))
}

/// What remains of two texts without the whole lines that both begin and end with.
fn without_ends<'t>(old: &'t [u8], new: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    let same = common_start(old, new);
    let start = old[..same].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
    let (old, new) = (&old[start..], &new[start..]);
    let same = common_end(old, new);
    let starts_line = |it: &[u8]| same == it.len() || it[it.len() - same - 1] == b'\n';
    let end = if starts_line(old) && starts_line(new) {
        same
    } else {
        let tail = &old[old.len() - same..];
        tail.iter().position(|it| *it == b'\n').map_or(0, |it| same - it - 1)
    };
    (&old[..old.len() - end], &new[..new.len() - end])
}

/// How many bytes are compared at a time.
const STRIDE: usize = 64;

fn common_start(one: &[u8], other: &[u8]) -> usize {
    let strides = one.chunks_exact(STRIDE).zip(other.chunks_exact(STRIDE));
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let rest = one[whole..].iter().zip(&other[whole..]);
    whole + rest.take_while(|(one, other)| one == other).count()
}

fn common_end(one: &[u8], other: &[u8]) -> usize {
    let strides = one.rchunks_exact(STRIDE).zip(other.rchunks_exact(STRIDE));
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let rest = one[..one.len() - whole].iter().rev().zip(other[..other.len() - whole].iter().rev());
    whole + rest.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_at_both_ends_are_left_out() {
        let cases: [(&[u8], &[u8], (&[u8], &[u8])); 8] = [
            (b"a\nb\nc\n", b"a\nx\nc\n", (b"b\n", b"x\n")),
            (b"a\n", b"a\nb\n", (b"", b"b\n")),
            (b"b\n", b"a\nb\n", (b"", b"a\n")),
            (b"b\n", b"ab\n", (b"b\n", b"ab\n")),
            (b"abc", b"abc\n", (b"abc", b"abc\n")),
            (b"a\nz", b"b\nz", (b"a\n", b"b\n")),
            (b"a\na\n", b"a\na\na\n", (b"", b"a\n")),
            (b"a\nb", b"a\nb\nc", (b"b", b"b\nc")),
        ];
        for (old, new, rest) in cases {
            assert_eq!(without_ends(old, new), rest, "{}", String::from_utf8_lossy(old));
        }
    }

    #[test]
    fn long_texts_are_compared_to_the_byte() {
        let long = "0123456789\n".repeat(40);
        let (old, new) = (format!("{long}a\n{long}"), format!("{long}b\nc\n{long}"));
        assert_eq!(without_ends(old.as_bytes(), new.as_bytes()), (&b"a\n"[..], &b"b\nc\n"[..]));
        assert_eq!(count(old.as_bytes(), new.as_bytes()).unwrap(), Lines { added: 2, removed: 1 });
    }
}
