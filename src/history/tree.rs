//! Trees as git stores them: what two of them differ in, and what stands at a path.

use super::held::Held;
use super::oid::Oid;
use super::store::{Error, Kind, Repository};
use std::cmp::Ordering;
use std::rc::Rc;

/// The type bits of a mode.
const TYPE: u32 = 0o170_000;

const FOLDER: u32 = 0o040_000;
const REGULAR: u32 = 0o100_000;
const LINK: u32 = 0o120_000;
const SUBMODULE: u32 = 0o160_000;

/// Folders within folders that are followed; git's own limit is about here.
const DEEPEST: usize = 2_048;

/// What a tree has at one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) mode: u32,
    pub(super) id: Oid,
}

impl Entry {
    fn is_folder(self) -> bool {
        self.mode & TYPE == FOLDER
    }

    /// Whether it is a file, executable or not, and no link, folder or submodule.
    pub(super) fn is_regular(self) -> bool {
        self.mode & TYPE == REGULAR
    }

    pub(super) fn is_submodule(self) -> bool {
        self.mode & TYPE == SUBMODULE
    }

    /// Whether two entries are both files, both links, or both submodules.
    pub(super) fn is_like(self, other: Self) -> bool {
        self.mode & TYPE == other.mode & TYPE
    }

    /// The last three octal digits that git shows of a regular file.
    pub(super) fn permissions(self) -> Option<&'static str> {
        self.is_regular().then_some(if self.mode & 0o100 == 0 { "644" } else { "755" })
    }
}

/// A path that differs between two trees; on one side it may be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) path: Vec<u8>,
    pub(super) old: Option<Entry>,
    pub(super) new: Option<Entry>,
}

/// A repository whose trees are compared.
#[derive(Clone, Copy)]
pub(super) struct Trees<'a> {
    pub(super) repository: &'a Repository,
    pub(super) held: &'a Held,
}

impl Trees<'_> {
    /// All paths of files, links and submodules that differ; `None` stands for the empty tree.
    pub(super) fn differences(self, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<Difference>, Error> {
        let mut walk = Walk { trees: self, path: Vec::new(), depth: 0, found: Vec::new() };
        if old != new {
            walk.compare(old, new)?;
        }
        Ok(walk.found)
    }

    fn data(self, tree: Option<Oid>) -> Result<Rc<Vec<u8>>, Error> {
        tree.map_or_else(|| Ok(Rc::default()), |it| self.held.read(self.repository, it, Kind::Tree))
    }

    /// What a tree has at a path, with `/` between names; `None` if it has nothing there.
    pub(super) fn at(self, tree: Oid, path: &[u8]) -> Result<Option<Entry>, Error> {
        let mut found = Entry { mode: FOLDER, id: tree };
        for name in path.split(|it| *it == b'/').filter(|it| !it.is_empty()) {
            if !found.is_folder() {
                return Ok(None);
            }
            let data = self.data(Some(found.id))?;
            let mut entries = Entries::of(Some(found.id), &data);
            let entry = entries.find(|it| it.as_ref().is_ok_and(|it| it.0 == name));
            let Some(entry) = entry.transpose()? else { return Ok(None) };
            found = entry.1;
        }
        Ok(Some(found))
    }

    /// The files of a folder of a tree, by name; empty if there is no such folder.
    pub(super) fn files(self, tree: Oid, folder: &[u8]) -> Result<Vec<(Vec<u8>, Entry)>, Error> {
        Ok(self.entries(tree, folder)?.into_iter().filter(|it| it.1.is_regular()).collect())
    }

    /// All that a folder of a tree has, by name; empty if there is no such folder.
    pub(super) fn entries(self, tree: Oid, folder: &[u8]) -> Result<Vec<(Vec<u8>, Entry)>, Error> {
        let Some(folder) = self.at(tree, folder)?.filter(|it| it.is_folder()) else { return Ok(Vec::new()) };
        let data = self.data(Some(folder.id))?;
        Entries::of(Some(folder.id), &data).map(|it| it.map(|(name, entry)| (name.to_vec(), entry))).collect()
    }
}

/// A walk over two trees at once.
struct Walk<'a> {
    trees: Trees<'a>,
    /// Of the folder that is being compared.
    path: Vec<u8>,
    depth: usize,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn compare(&mut self, old: Option<Oid>, new: Option<Oid>) -> Result<(), Error> {
        let (old_data, new_data) = (self.trees.data(old)?, self.trees.data(new)?);
        let (mut old_rest, mut new_rest) = (Entries::of(old, &old_data), Entries::of(new, &new_data));
        let (mut one, mut other) = (old_rest.next().transpose()?, new_rest.next().transpose()?);
        while one.is_some() || other.is_some() {
            let order = order(one, other);
            let (left, right) = (one.filter(|_| order.is_le()), other.filter(|_| order.is_ge()));
            let name = left.or(right).map_or(&b""[..], |it| it.0);
            self.descend(name, left.map(|it| it.1), right.map(|it| it.1))?;
            if order.is_le() {
                one = old_rest.next().transpose()?;
            }
            if order.is_ge() {
                other = new_rest.next().transpose()?;
            }
        }
        Ok(())
    }

    /// Takes two entries of one name apart, if they differ; a folder and a file never come together.
    fn descend(&mut self, name: &[u8], old: Option<Entry>, new: Option<Entry>) -> Result<(), Error> {
        if old == new {
            return Ok(());
        }
        let above = self.path.len();
        self.path.extend_from_slice(if above == 0 { b"" } else { b"/" });
        self.path.extend_from_slice(name);
        if !old.or(new).is_some_and(Entry::is_folder) {
            self.found.push(Difference { path: self.path.clone(), old, new });
        } else if self.depth == DEEPEST {
            return Err(Error::too_deep());
        } else if old.map(|it| it.id) != new.map(|it| it.id) {
            self.depth += 1;
            self.compare(old.map(|it| it.id), new.map(|it| it.id))?;
            self.depth -= 1;
        }
        self.path.truncate(above);
        Ok(())
    }
}

type Named<'d> = (&'d [u8], Entry);

/// The order of git, in which a folder stands as if its name ended with `/`.
fn order(one: Option<Named<'_>>, other: Option<Named<'_>>) -> Ordering {
    let (Some((name, entry)), Some((other_name, other_entry))) = (one, other) else {
        return other.is_some().cmp(&one.is_some());
    };
    let length = name.len().min(other_name.len());
    let last = |name: &[u8], entry: Entry| {
        let end = if entry.is_folder() { b'/' } else { 0 };
        name.get(length).copied().unwrap_or(end)
    };
    let rest = || last(name, entry).cmp(&last(other_name, other_entry));
    name[..length].cmp(&other_name[..length]).then_with(rest)
}

/// The entries of one tree.
struct Entries<'d> {
    tree: Option<Oid>,
    rest: &'d [u8],
}

impl<'d> Entries<'d> {
    fn of(tree: Option<Oid>, data: &'d [u8]) -> Self {
        Self { tree, rest: data }
    }

    /// `mode name`, a zero byte, and the id as it is.
    fn parse(&mut self) -> Option<Named<'d>> {
        let width = self.tree?.as_bytes().len();
        let space = self.rest.iter().take(8).position(|it| *it == b' ')?;
        let digit = |mode: u32, it: &u8| Some(mode << 3 | char::from(*it).to_digit(8)?);
        let mode = self.rest[..space].iter().try_fold(0, digit)?;
        let rest = &self.rest[space + 1..];
        let end = memchr::memchr(0, rest)?;
        let id = Oid::from_bytes(rest.get(end + 1..end + 1 + width)?)?;
        self.rest = &rest[end + 1 + width..];
        Some((&rest[..end], Entry { mode: canonical(mode), id }))
    }
}

/// The mode that git makes of one that old versions and other programs wrote.
fn canonical(mode: u32) -> u32 {
    match mode & TYPE {
        REGULAR if mode & 0o100 == 0 => REGULAR | 0o644,
        REGULAR => REGULAR | 0o755,
        known @ (LINK | FOLDER) => known,
        _ => SUBMODULE,
    }
}

impl<'d> Iterator for Entries<'d> {
    type Item = Result<Named<'d>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let tree = self.tree?;
        let entry = self.parse();
        if entry.is_none() {
            self.rest = &[];
        }
        Some(entry.ok_or_else(|| Error::damaged(tree)))
    }
}
