//! Object ids, by which git names commits, trees and blobs: 20 bytes of SHA-1, or 32 of SHA-256.

use std::fmt;
use std::hash::{Hash, Hasher};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// An object id of either kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Oid {
    bytes: [u8; 32],
    length: u8,
}

impl Oid {
    /// The id of these bytes, if their number is that of an id.
    pub(super) fn from_bytes(id: &[u8]) -> Option<Self> {
        let length = u8::try_from(id.len()).ok().filter(|it| matches!(it, 20 | 32))?;
        let mut bytes = [0; 32];
        bytes[..id.len()].copy_from_slice(id);
        Some(Self { bytes, length })
    }

    /// Reads a full id: 40 or 64 hexadecimal digits.
    pub(super) fn from_str(text: &str) -> Option<Self> {
        Self::from_hex(text.as_bytes())
    }

    /// Reads a full id: 40 or 64 hexadecimal digits.
    pub(super) fn from_hex(digits: &[u8]) -> Option<Self> {
        if !matches!(digits.len(), 40 | 64) {
            return None;
        }
        let digit = |it: u8| match it {
            b'0'..=b'9' => Some(it - b'0'),
            b'a'..=b'f' => Some(it - b'a' + 10),
            b'A'..=b'F' => Some(it - b'A' + 10),
            _ => None,
        };
        let mut id = [0; 32];
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Self::from_bytes(&id[..digits.len() / 2])
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

/// Ids are spread evenly, so that a part of one is as good as a hash of all of it.
impl Hash for Oid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [one, two, three, four, five, six, seven, eight, ..] = self.bytes;
        state.write_u64(u64::from_ne_bytes([one, two, three, four, five, six, seven, eight]));
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 64];
        for (byte, pair) in self.as_bytes().iter().zip(digits.chunks_exact_mut(2)) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        let digits = std::str::from_utf8(&digits[..2 * self.as_bytes().len()]);
        formatter.write_str(digits.unwrap_or_default())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
