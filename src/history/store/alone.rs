//! Objects that stand in a file of their own, as git writes them first.
//!
//! What is large and what is damaged is left to the library.

use super::packs::regular;
use super::unpacker::LARGEST;
use super::{Content, Kind, Oid};
use libdeflater::{DecompressionError, Decompressor};
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// How many times larger than its file an object is taken to be at first.
const USUAL_RATIO: usize = 4;

/// Bytes of the kind and the size in front of it, at most.
const LONGEST_HEADER: usize = 32;

/// The object of a folder of objects; `None` if it is to be read elsewhere.
pub(super) fn read(objects: &Path, id: Oid, inflater: &mut Decompressor) -> Option<Content> {
    let name = id.to_string();
    let (folder, file) = name.split_at_checked(2)?;
    let packed = fs::read(regular(&objects.join(folder).join(file))?).ok()?;
    let mut data = inflated(&packed, inflater)?;
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

fn inflated(packed: &[u8], inflater: &mut Decompressor) -> Option<Vec<u8>> {
    let mut data = vec![0; USUAL_RATIO * packed.len() + LONGEST_HEADER];
    loop {
        match inflater.zlib_decompress(packed, &mut data) {
            Ok(size) => {
                data.truncate(size);
                return Some(data);
            }
            Err(DecompressionError::InsufficientSpace) if data.len() <= LARGEST => {
                let size = 2 * data.len();
                data = vec![0; size];
            }
            Err(_) => return None,
        }
    }
}
