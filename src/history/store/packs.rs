//! Packs: the files in which git keeps most objects, and their indexes.

use super::Oid;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// How an index of the second version begins, and a pack.
const INDEX_START: [u8; 8] = *b"\xfftOc\0\0\0\x02";
const PACK_START: [u8; 8] = *b"PACK\0\0\0\x02";

/// Bytes of a checksum, and of an id.
const SUM: usize = 20;

/// Numbers in front of an index: for each first byte of an id, how many ids are not above it.
const FAN: usize = 256;

/// Where the ids of an index begin.
const IDS_FROM: u64 = (INDEX_START.len() + 4 * FAN) as u64;

/// The folder of objects of one repository and its packs, for all threads.
pub(super) struct Packs {
    pub(super) objects: PathBuf,
    packs: Vec<Pack>,
}

/// Which pack an object stands in, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) pack: usize,
    pub(super) at: u64,
}

impl Packs {
    /// Opens the packs in a folder of objects, as far as they are whole.
    pub(super) fn open(objects: PathBuf) -> Self {
        let folder = objects.join("pack").read_dir();
        let paths = folder.into_iter().flatten().flatten().map(|it| it.path());
        let mut indexes: Vec<_> = paths.filter(|it| it.extension().is_some_and(|it| it == "idx")).collect();
        indexes.sort();
        Self { packs: indexes.iter().filter_map(|it| Pack::open(it)).collect(), objects }
    }

    /// Where an object stands; packs are looked through from one of them on.
    pub(super) fn find(&self, id: Oid, first: usize) -> Option<Place> {
        let id = id.as_bytes().try_into().ok()?;
        let (before, from) = self.packs.split_at_checked(first)?;
        let packs = from.iter().chain(before).zip((first..self.packs.len()).chain(0..first));
        packs.into_iter().find_map(|(it, pack)| Some(Place { pack, at: it.index.find(id)? }))
    }

    /// Where an object stands in the same pack as another one.
    pub(super) fn beside(&self, place: Place, id: &[u8; SUM]) -> Option<Place> {
        Some(Place { at: self.packs.get(place.pack)?.index.find(id)?, ..place })
    }

    /// Puts that many bytes of a pack from a place on into a buffer, or those that are left of it.
    pub(super) fn fetch(&self, place: Place, most: usize, packed: &mut Vec<u8>) -> Option<()> {
        let pack = self.packs.get(place.pack)?;
        let left = pack.end.checked_sub(place.at)?;
        packed.resize(usize::try_from(left).map_or(most, |it| it.min(most)), 0);
        read_at(&pack.file, packed, place.at).ok()
    }
}

struct Pack {
    file: File,
    index: Index,
    /// Where the last object ends.
    end: u64,
}

impl Pack {
    /// Opens the pack beside an index, if the two are whole and belong together.
    fn open(index: &Path) -> Option<Self> {
        let file = File::open(regular(&index.with_extension("pack"))?).ok()?;
        let index = Index::open(index)?;
        let end = file.metadata().ok()?.len().checked_sub(SUM as u64)?;
        let (mut start, mut sum) = ([0; 12], [0; SUM]);
        read_at(&file, &mut start, 0).ok()?;
        read_at(&file, &mut sum, end).ok()?;
        let number = index.number().to_be_bytes();
        if start[..8] != PACK_START || start[8..] != number || sum != index.sum()? {
            return None;
        }
        Some(Self { file, index, end })
    }
}

/// An index, of which only that is read and held what is looked at: ids in order, and where in the pack their
/// objects are.
struct Index {
    file: File,
    size: u64,
    /// For each first byte of an id, how many ids are not above it.
    fan: [u32; FAN],
    drawers: Vec<OnceLock<Option<Drawer>>>,
}

/// The ids with the same first byte, in order, and where in the pack the object of each is.
struct Drawer {
    ids: Vec<[u8; SUM]>,
    starts: Vec<[u8; 4]>,
}

impl Index {
    /// `None` if it is of another version, or broken.
    fn open(path: &Path) -> Option<Self> {
        let file = File::open(regular(path)?).ok()?;
        let size = file.metadata().ok()?.len();
        let (mut start, mut fan) = ([0; 8], [[0; 4]; FAN]);
        read_at(&file, &mut start, 0).ok()?;
        read_at(&file, fan.as_flattened_mut(), start.len() as u64).ok()?;
        let fan = fan.map(u32::from_be_bytes);
        let index = Self { file, size, fan, drawers: (0..FAN).map(|_| OnceLock::new()).collect() };
        let least = index.starts_from() + u64::from(index.number()) * 4 + 2 * SUM as u64;
        (start == INDEX_START && fan.is_sorted() && least <= size).then_some(index)
    }

    /// How many objects the pack has.
    fn number(&self) -> u32 {
        self.fan[FAN - 1]
    }

    /// Where the starts of objects follow, after the ids and a checksum for each.
    fn starts_from(&self) -> u64 {
        IDS_FROM + u64::from(self.number()) * (SUM as u64 + 4)
    }

    fn find(&self, id: &[u8; SUM]) -> Option<u64> {
        let byte = usize::from(id[0]);
        let drawer = self.drawers[byte].get_or_init(|| self.drawer(byte)).as_ref()?;
        // Most ids differ in their first bytes, and numbers are compared faster than bytes.
        let order = |it: &[u8; SUM]| first(it).cmp(&first(id)).then_with(|| it.cmp(id));
        self.start(drawer.starts[drawer.ids.binary_search_by(order).ok()?])
    }

    fn drawer(&self, byte: usize) -> Option<Drawer> {
        let from = byte.checked_sub(1).map_or(0, |it| self.fan[it]);
        let number = usize::try_from(self.fan[byte] - from).ok()?;
        let mut drawer = Drawer { ids: vec![[0; SUM]; number], starts: vec![[0; 4]; number] };
        let from = u64::from(from);
        read_at(&self.file, drawer.ids.as_flattened_mut(), IDS_FROM + from * SUM as u64).ok()?;
        read_at(&self.file, drawer.starts.as_flattened_mut(), self.starts_from() + from * 4).ok()?;
        Some(drawer)
    }

    /// Where an object begins; a start that four bytes cannot hold stands in a list of its own.
    fn start(&self, start: [u8; 4]) -> Option<u64> {
        let start = u32::from_be_bytes(start);
        let Some(large) = start.checked_sub(1 << 31) else { return Some(u64::from(start)) };
        let mut start = [0; 8];
        let from = self.starts_from() + u64::from(self.number()) * 4;
        read_at(&self.file, &mut start, from + u64::from(large) * 8).ok()?;
        Some(u64::from_be_bytes(start))
    }

    /// The checksum of the pack that it belongs to, before its own.
    fn sum(&self) -> Option<[u8; SUM]> {
        let mut sum = [0; SUM];
        read_at(&self.file, &mut sum, self.size.checked_sub(2 * SUM as u64)?).ok()?;
        Some(sum)
    }
}

/// The first bytes of an id as a number of the same order.
fn first(id: &[u8; SUM]) -> Option<u64> {
    id.first_chunk().map(|it| u64::from_be_bytes(*it))
}

/// A path, if a file stands there: reading of something else might never end.
pub(super) fn regular(path: &Path) -> Option<&Path> {
    path.metadata().is_ok_and(|it| it.is_file()).then_some(path)
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let size = std::os::windows::fs::FileExt::seek_read(file, buffer, at)?;
        if size == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        buffer = &mut buffer[size..];
        at += size as u64;
    }
    Ok(())
}
