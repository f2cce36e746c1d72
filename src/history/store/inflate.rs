//! Inflating of what git compressed.

use libdeflater::{DecompressionError, Decompressor};

/// How many times larger than its compressed form something is taken to be at first.
const USUAL_RATIO: usize = 4;

/// The least room to begin with, in bytes.
const LEAST_ROOM: usize = 64;

/// Inflates for one thread.
pub(super) struct Inflater(Decompressor);

impl Inflater {
    pub(super) fn new() -> Self {
        Self(Decompressor::new())
    }

    /// Fills a buffer exactly; `None` if the checksum is wrong, or there are more or fewer bytes.
    pub(super) fn fill(&mut self, packed: &[u8], buffer: &mut [u8]) -> Option<()> {
        (self.0.zlib_decompress(packed, buffer).ok()? == buffer.len()).then_some(())
    }

    /// All of it, if it has not many more than this many bytes; `None` also if the checksum is wrong.
    pub(super) fn all(&mut self, packed: &[u8], most: usize) -> Option<Vec<u8>> {
        let mut room = (USUAL_RATIO * packed.len()).max(LEAST_ROOM);
        loop {
            let mut data = vec![0; room];
            match self.0.zlib_decompress(packed, &mut data) {
                Ok(size) => {
                    data.truncate(size);
                    return Some(data);
                }
                Err(DecompressionError::InsufficientSpace) if room <= most => room *= 2,
                Err(_) => return None,
            }
        }
    }
}
