//! Which deleted file became which created one: git's own way of finding renames, score for score.
//!
//! After `diffcore-rename.c` and `diffcore-delta.c` of git 2.47, as `git diff -M` runs them.

use super::oid::Oid;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::rc::Rc;

/// What two files are alike by: all of it.
const MAX_SCORE: u64 = 60_000;

/// The least that makes a rename: half of it.
const MINIMUM_SCORE: u64 = 30_000;

/// The least for two files whose name no other candidate has.
const BASENAME_SCORE: u64 = 45_000;

/// How many candidates are kept for each created file.
const CANDIDATES: usize = 4;

/// Above this many candidates on each side git does not compare all with all.
const LIMIT: usize = 10_000;

/// How many identical files are looked at before one is taken.
const IDENTICAL: usize = 100;

/// A created or deleted file.
#[derive(Clone, Debug)]
pub(super) struct File<'p> {
    pub(super) path: &'p [u8],
    pub(super) id: Oid,
    /// Whether it is a file, and not a link or a submodule.
    pub(super) is_regular: bool,
    pub(super) mode: u32,
}

/// Pairs created files with deleted ones, given in the order of their paths: for each created file, the
/// index of the deleted one that it was.
pub(super) fn pair<'p>(
    created: &[File<'p>],
    deleted: &[File<'p>],
    content: impl Fn(&File<'p>) -> Option<Rc<Vec<u8>>>,
) -> Vec<Option<usize>> {
    let mut pairs = Pairs { found: vec![None; created.len()], taken: vec![false; deleted.len()] };
    exact(created, deleted, &mut pairs);
    let mut prints = Prints { content, sizes: HashMap::default(), made: HashMap::default() };
    by_basename(created, deleted, &mut pairs, &mut prints);
    if pairs.left_created().len() * pairs.left_deleted().len() <= LIMIT * LIMIT {
        by_likeness(created, deleted, &mut pairs, &mut prints);
    }
    pairs.found
}

/// What has been paired so far.
struct Pairs {
    found: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn record(&mut self, created: usize, deleted: usize) {
        self.found[created] = Some(deleted);
        self.taken[deleted] = true;
    }

    fn left_created(&self) -> Vec<usize> {
        (0..self.found.len()).filter(|it| self.found[*it].is_none()).collect()
    }

    fn left_deleted(&self) -> Vec<usize> {
        (0..self.taken.len()).filter(|it| !self.taken[*it]).collect()
    }
}

fn basename<'p>(file: &File<'p>) -> &'p [u8] {
    file.path.rsplit(|it| *it == b'/').next().unwrap_or_default()
}

/// Identical content goes together; of several, one with the same name, or else the first.
fn exact(created: &[File<'_>], deleted: &[File<'_>], pairs: &mut Pairs) {
    let mut by_id: HashMap<Oid, Vec<usize>> = HashMap::new();
    for (index, file) in deleted.iter().enumerate() {
        by_id.entry(file.id).or_default().push(index);
    }
    if is_turned_around(deleted.len()) {
        for same in by_id.values_mut() {
            same.reverse();
        }
    }
    for (index, file) in created.iter().enumerate() {
        let same = by_id.get(&file.id).into_iter().flatten().copied();
        let fits = |it: &usize| {
            let other = &deleted[*it];
            !pairs.taken[*it] && ((file.is_regular && other.is_regular) || file.mode == other.mode)
        };
        let alike: Vec<usize> = same.filter(fits).take(IDENTICAL).collect();
        let named = alike.iter().find(|it| basename(&deleted[**it]) == basename(file));
        if let Some(source) = named.or(alike.first()) {
            pairs.record(index, *source);
        }
    }
}

/// Whether git's table of deleted files grows while it is filled, which turns its lists around: it is made
/// with four times 64 places, and four times that, until so many fill 80 percent of it, but rounded down.
fn is_turned_around(deleted: usize) -> bool {
    let mut places = 64;
    while deleted * 100 / 80 > places {
        places *= 4;
    }
    deleted > places * 80 / 100
}

/// A file whose name is the only one of its kind on both sides is compared with that one first.
fn by_basename<'p, C: Fn(&File<'p>) -> Option<Rc<Vec<u8>>>>(
    created: &[File<'p>],
    deleted: &[File<'p>],
    pairs: &mut Pairs,
    prints: &mut Prints<C>,
) {
    let unique = |indexes: &[usize], files: &[File<'p>]| {
        let mut names: HashMap<&'p [u8], Option<usize>> = HashMap::new();
        for index in indexes {
            let seen = names.insert(basename(&files[*index]), Some(*index));
            if seen.is_some() {
                names.insert(basename(&files[*index]), None);
            }
        }
        names
    };
    let old = pairs.left_deleted();
    let new_names = unique(&pairs.left_created(), created);
    let old_names = unique(&old, deleted);
    for source in old {
        let name = basename(&deleted[source]);
        let Some(Some(target)) = new_names.get(name).copied() else { continue };
        let is_unique = old_names.get(name).is_some_and(Option::is_some);
        if is_unique && prints.score(&deleted[source], &created[target]) >= BASENAME_SCORE {
            pairs.record(target, source);
        }
    }
}

/// How alike a created and a deleted file are.
#[derive(Clone, Copy)]
struct Candidate {
    score: u64,
    same_name: bool,
    created: usize,
    deleted: usize,
}

impl Candidate {
    /// The better one is the greater one.
    fn rank(&self) -> (u64, bool) {
        (self.score, self.same_name)
    }
}

/// All that is left is compared with all that is left; the most alike go together.
fn by_likeness<'p, C: Fn(&File<'p>) -> Option<Rc<Vec<u8>>>>(
    created: &[File<'p>],
    deleted: &[File<'p>],
    pairs: &mut Pairs,
    prints: &mut Prints<C>,
) {
    let old = pairs.left_deleted();
    let mut matrix: Vec<Candidate> = Vec::new();
    for target in pairs.left_created() {
        let mut best: Vec<Candidate> = Vec::new();
        for source in &old {
            let candidate = Candidate {
                score: prints.score(&deleted[*source], &created[target]),
                same_name: basename(&deleted[*source]) == basename(&created[target]),
                created: target,
                deleted: *source,
            };
            keep_better(&mut best, candidate);
        }
        matrix.extend(best);
    }
    matrix.sort_by_key(|it| std::cmp::Reverse(it.rank()));
    for candidate in matrix.iter().take_while(|it| it.score >= MINIMUM_SCORE) {
        if pairs.found[candidate.created].is_none() && !pairs.taken[candidate.deleted] {
            pairs.record(candidate.created, candidate.deleted);
        }
    }
}

/// Keeps the best few; a new one replaces the worst, the first of several, only if it is better.
fn keep_better(best: &mut Vec<Candidate>, candidate: Candidate) {
    if best.len() < CANDIDATES {
        best.push(candidate);
        return;
    }
    let mut worst = 0;
    for index in 1..best.len() {
        if best[index].rank() < best[worst].rank() {
            worst = index;
        }
    }
    if best[worst].rank() < candidate.rank() {
        best[worst] = candidate;
    }
}

/// Contents as counts of hashed lines, each made once, and only where sizes let it matter.
struct Prints<C> {
    content: C,
    sizes: HashMap<Oid, Option<u64>, RandomState>,
    made: HashMap<Oid, Print, RandomState>,
}

/// How often each line, by its hash, stands in a file: bytes by hash, in order of hashes.
#[derive(Default)]
struct Print(Vec<(u32, u64)>);

impl<C> Prints<C> {
    /// How much of the larger file is in both.
    fn score<'p>(&mut self, old: &File<'p>, new: &File<'p>) -> u64
    where
        C: Fn(&File<'p>) -> Option<Rc<Vec<u8>>>,
    {
        if !old.is_regular || !new.is_regular {
            return 0;
        }
        let (Some(before), Some(after)) = (self.size(old), self.size(new)) else { return 0 };
        let (least, most) = (before.min(after), before.max(after));
        if after == 0 || most * (MAX_SCORE - MINIMUM_SCORE) < (most - least) * MAX_SCORE {
            return 0;
        }
        for file in [old, new] {
            let content = || (self.content)(file).map(|it| Print::of(&it)).unwrap_or_default();
            self.made.entry(file.id).or_insert_with(content);
        }
        self.made[&old.id].shared_with(&self.made[&new.id]) * MAX_SCORE / most
    }

    /// How many bytes a file has; `None` if it cannot be read.
    fn size<'p>(&mut self, file: &File<'p>) -> Option<u64>
    where
        C: Fn(&File<'p>) -> Option<Rc<Vec<u8>>>,
    {
        *self.sizes.entry(file.id).or_insert_with(|| (self.content)(file).map(|it| it.len() as u64))
    }
}

impl Print {
    /// Cuts a content at line ends, or after 64 bytes, and hashes the pieces as git does.
    fn of(content: &[u8]) -> Self {
        let is_text = !content.iter().take(8_000).any(|it| *it == 0);
        let mut counts: HashMap<u32, u64, RandomState> = HashMap::default();
        let (mut one, mut two, mut length) = (0u32, 0u32, 0u64);
        for (at, byte) in content.iter().copied().enumerate() {
            if is_text && byte == b'\r' && content.get(at + 1) == Some(&b'\n') {
                continue;
            }
            let before = one;
            one = (one << 7) ^ (two >> 25);
            two = (two << 7) ^ (before >> 25);
            one = one.wrapping_add(u32::from(byte));
            length += 1;
            if length >= 64 || byte == b'\n' {
                *counts.entry(hashed(one, two)).or_default() += length;
                (one, two, length) = (0, 0, 0);
            }
        }
        if length > 0 {
            *counts.entry(hashed(one, two)).or_default() += length;
        }
        let mut bytes: Vec<(u32, u64)> = counts.into_iter().collect();
        bytes.sort_unstable();
        Self(bytes)
    }

    /// Bytes of pieces that both have.
    fn shared_with(&self, other: &Self) -> u64 {
        let mut others = other.0.iter().peekable();
        let mut shared = 0;
        for (hash, count) in &self.0 {
            while others.next_if(|it| it.0 < *hash).is_some() {}
            if let Some((_, found)) = others.next_if(|it| it.0 == *hash) {
                shared += count.min(found);
            }
        }
        shared
    }
}

fn hashed(one: u32, two: u32) -> u32 {
    one.wrapping_add(two.wrapping_mul(0x61)) % 107_927
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files of one folder with nothing in common but one name.
    fn files<'p>(paths: &'p [String], first_id: usize) -> Vec<File<'p>> {
        let file = |(index, path): (usize, &'p String)| {
            let id = format!("{:040x}", first_id + index);
            File {
                path: path.as_bytes(),
                id: Oid::from_hex(id.as_bytes()).unwrap(),
                is_regular: true,
                mode: 0,
            }
        };
        paths.iter().enumerate().map(file).collect()
    }

    #[test]
    fn with_too_many_files_to_compare_those_of_one_name_still_go_together() {
        let paths = |folder: &str| -> Vec<String> {
            let one =
                |it: usize| if it == 7 { format!("{folder}/same") } else { format!("{folder}/{folder}{it}") };
            (0..=LIMIT + 1).map(one).collect()
        };
        let (old, new) = (paths("old"), paths("new"));
        let found = pair(&files(&new, 1), &files(&old, 100_000), |_| Some(Rc::new(b"one\ntwo\n".to_vec())));
        assert_eq!(found.iter().flatten().collect::<Vec<_>>(), [&7]);
    }
}
