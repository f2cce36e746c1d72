//! Objects that stand in a file of their own, as git writes them first.
//!
//! What is large and what is damaged is left to the library.

use super::inflate::Inflater;
use super::packs::regular;
use super::unpacker::LARGEST;
use super::{Content, Kind, Oid};
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// Bytes of the kind and the size in front of it, at most.
const LONGEST_HEADER: usize = 32;

/// The object of a folder of objects; `None` if it is to be read elsewhere.
pub(super) fn read(objects: &Path, id: Oid, inflater: &mut Inflater) -> Option<Content> {
    let name = id.to_string();
    let (folder, file) = name.split_at_checked(2)?;
    let path = objects.join(folder).join(file);
    let is_small = regular(&path)?.metadata().is_ok_and(|it| it.len() <= LARGEST as u64);
    let packed = is_small.then(|| fs::read(&path).ok())??;
    let mut data = inflater.all(&packed, LARGEST)?;
    let end = data.iter().take(LONGEST_HEADER).position(|it| *it == 0)?;
    let (kind, size) = std::str::from_utf8(&data[..end]).ok()?.split_once(' ')?;
    let kind = match kind {
        "commit" => Kind::Commit,
        "tree" => Kind::Tree,
        "blob" => Kind::Blob,
        "tag" => Kind::Tag,
        _ => return None,
    };
    let size: usize = size.parse().ok()?;
    data.drain(..=end);
    (size == data.len()).then(|| (kind, Rc::new(data)))
}
