//! Packs: the files in which git keeps most objects, and their indexes.

use super::Oid;
use std::fs::File;
use std::io;
use std::path::Path;

/// Indexes are held in memory, unless all of them together have more bytes than this.
const MOST_INDEXED: u64 = 64 * 1024 * 1024;

/// How an index of the second version begins, and a pack.
const INDEX_START: [u8; 8] = *b"\xfftOc\0\0\0\x02";
const PACK_START: [u8; 8] = *b"PACK\0\0\0\x02";

/// Bytes of a checksum, and of an id.
const SUM: usize = 20;

/// Numbers in front of an index: for each first byte of an id, how many ids are not above it.
const FAN: usize = 256;

/// The packs of one repository, for all threads.
pub(super) struct Packs {
    packs: Vec<Pack>,
}

/// Which pack an object stands in, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) pack: usize,
    pub(super) at: u64,
}

impl Packs {
    /// Opens the packs in a folder of objects, as far as they are whole; `None` if there is none, or too much of them.
    pub(super) fn open(objects: &Path) -> Option<Self> {
        let folder = objects.join("pack").read_dir().ok()?;
        let paths = folder.flatten().map(|it| it.path());
        let mut indexes: Vec<_> = paths.filter(|it| it.extension().is_some_and(|it| it == "idx")).collect();
        indexes.sort();
        let size: u64 = indexes.iter().filter_map(|it| it.metadata().ok()).map(|it| it.len()).sum();
        if size > MOST_INDEXED {
            return None;
        }
        let packs: Vec<Pack> = indexes.iter().filter_map(|it| Pack::open(it)).collect();
        (!packs.is_empty()).then_some(Self { packs })
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
        let index = Index::of(std::fs::read(regular(index)?).ok()?)?;
        let end = file.metadata().ok()?.len().checked_sub(SUM as u64)?;
        let (mut start, mut sum) = ([0; 12], [0; SUM]);
        read_at(&file, &mut start, 0).ok()?;
        read_at(&file, &mut sum, end).ok()?;
        let number = u32::try_from(index.number).ok()?.to_be_bytes();
        if start[..8] != PACK_START || start[8..] != number || sum != index.sum()? {
            return None;
        }
        Some(Self { file, index, end })
    }
}

/// An index as it stands in its file: ids in order, and where in the pack their objects are.
struct Index {
    bytes: Vec<u8>,
    number: usize,
}

impl Index {
    /// `None` if it is of another version, or broken.
    fn of(bytes: Vec<u8>) -> Option<Self> {
        let mut index = Self { bytes, number: 0 };
        index.number = index.up_to(FAN - 1)?;
        let rising = (1..FAN).all(|it| index.up_to(it - 1) <= index.up_to(it));
        let size = index.starts_from().checked_add(index.number.checked_mul(4)?)?.checked_add(2 * SUM)?;
        (index.bytes.starts_with(&INDEX_START) && rising && size <= index.bytes.len()).then_some(index)
    }

    /// How many ids there are whose first byte is not above this one.
    fn up_to(&self, byte: usize) -> Option<usize> {
        usize::try_from(u32::from_be_bytes(self.array(INDEX_START.len() + 4 * byte)?)).ok()
    }

    fn ids(&self) -> &[[u8; SUM]] {
        let from = INDEX_START.len() + 4 * FAN;
        self.bytes.get(from..from + self.number * SUM).unwrap_or_default().as_chunks().0
    }

    /// Where the starts of objects follow, after the ids and a checksum for each.
    fn starts_from(&self) -> usize {
        INDEX_START.len() + 4 * FAN + self.number * (SUM + 4)
    }

    fn find(&self, id: &[u8; SUM]) -> Option<u64> {
        let byte = usize::from(id[0]);
        let from = if byte == 0 { 0 } else { self.up_to(byte - 1)? };
        let ids = self.ids().get(from..self.up_to(byte)?)?;
        // Most ids differ in their first bytes, and numbers are compared faster than bytes.
        let order = |it: &[u8; SUM]| first(it).cmp(&first(id)).then_with(|| it.cmp(id));
        self.start(from + ids.binary_search_by(order).ok()?)
    }

    /// Where the object of this number begins; a start that four bytes cannot hold stands in a list of its own.
    fn start(&self, number: usize) -> Option<u64> {
        let start = u32::from_be_bytes(self.array(self.starts_from() + 4 * number)?);
        let Some(large) = start.checked_sub(1 << 31) else { return Some(u64::from(start)) };
        let large = usize::try_from(large).ok()?;
        Some(u64::from_be_bytes(self.array(self.starts_from() + 4 * self.number + large.checked_mul(8)?)?))
    }

    /// The checksum of the pack that it belongs to, before its own.
    fn sum(&self) -> Option<[u8; SUM]> {
        self.array(self.bytes.len().checked_sub(2 * SUM)?)
    }

    fn array<const N: usize>(&self, from: usize) -> Option<[u8; N]> {
        self.bytes.get(from..from.checked_add(N)?)?.try_into().ok()
    }
}

/// The first bytes of an id as a number of the same order.
fn first(id: &[u8; SUM]) -> Option<u64> {
    id.first_chunk().map(|it| u64::from_be_bytes(*it))
}

/// A path, if a file stands there: reading of something else might never end.
fn regular(path: &Path) -> Option<&Path> {
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
