//! Object ids, by which git names commits, trees and blobs: 20 bytes of SHA-1, or 32 of SHA-256.

use std::fmt;
use std::hash::{Hash, Hasher};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// What stands in `VALUES` for a byte that is no digit.
const NO_DIGIT: u8 = 16;

/// For each byte, what it is worth as a hexadecimal digit.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < NO_DIGIT {
        let digit = DIGITS[value as usize];
        values[digit as usize] = value;
        values[digit.to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    values
};

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
        let (mut id, mut all) = ([0; 32], 0);
        for (byte, [high, low]) in id.iter_mut().zip(digits.as_chunks().0) {
            let (high, low) = (VALUES[usize::from(*high)], VALUES[usize::from(*low)]);
            *byte = high << 4 | low;
            all |= high | low;
        }
        Self::from_bytes(&id[..digits.len() / 2]).filter(|_| all < NO_DIGIT)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_ids_of_digits_are_read_whatever_their_case() {
        let digits = "0123456789abcdefABCDEF00112233445566778899";
        for from in 0..3 {
            let text = &digits[from..from + 40];
            assert_eq!(Oid::from_str(text).map(|it| it.to_string()), Some(text.to_lowercase()));
        }
        for place in 0..40 {
            for wrong in ["g", "/", ":", "@", "G", "`", "\0", " "] {
                let mut text = digits[..40].to_owned();
                text.replace_range(place..=place, wrong);
                assert!(Oid::from_str(&text).is_none(), "{text:?}");
            }
        }
        assert!(Oid::from_str(&digits[..38]).is_none() && Oid::from_str(digits).is_none());
    }
}
