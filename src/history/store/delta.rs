//! Deltas: objects told as pieces of another one, with new bytes between.

/// What a delta makes of its base; `None` if it is broken, meant for another base, or makes more bytes than `most`.
pub(super) fn apply(base: &[u8], delta: &[u8], most: usize) -> Option<Vec<u8>> {
    let (base_size, delta) = size(delta)?;
    let (size, mut rest) = size(delta)?;
    if base_size != base.len() || size > most {
        return None;
    }
    let mut made = Vec::with_capacity(size);
    while let Some((command, following)) = rest.split_first() {
        let piece;
        (piece, rest) = match command {
            0 => return None,
            0x80.. => copied(base, *command, following)?,
            length => following.split_at_checked(usize::from(*length))?,
        };
        if piece.len() > size - made.len() {
            return None;
        }
        made.extend_from_slice(piece);
    }
    (made.len() == size).then_some(made)
}

/// A number in groups of seven bits, the lowest first, and what follows.
fn size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut size = 0;
    for (index, byte) in bytes.iter().enumerate().take(usize::BITS as usize / 7) {
        size |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((size, &bytes[index + 1..]));
        }
    }
    None
}

/// A piece of the base: the command's bits tell which bytes of its start and length follow.
fn copied<'d>(base: &'d [u8], command: u8, following: &'d [u8]) -> Option<(&'d [u8], &'d [u8])> {
    let mut rest = following;
    let mut number = |bits: std::ops::Range<u32>| {
        let mut number = 0;
        for (place, bit) in bits.enumerate() {
            if command & 1 << bit != 0 {
                let (byte, following) = rest.split_first()?;
                number |= usize::from(*byte) << (8 * place);
                rest = following;
            }
        }
        Some(number)
    };
    let start = number(0..4)?;
    let length = match number(4..7)? {
        0 => 0x1_0000,
        length => length,
    };
    Some((base.get(start..start.checked_add(length)?)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &[u8] = b"one two three";

    #[test]
    fn pieces_of_the_base_and_new_bytes_are_joined() {
        let delta = [13, 9, 0x91, 4, 4, 2, b'x', b'y', 0x90, 3];
        assert_eq!(apply(BASE, &delta, 100).as_deref(), Some(&b"two xyone"[..]));
        let long = vec![b'a'; 0x1_0000];
        let all = [0x80, 0x80, 4, 0x80, 0x80, 4, 0x80];
        assert_eq!(apply(&long, &all, 0x1_0000).as_deref(), Some(long.as_slice()));
    }

    #[test]
    fn broken_deltas_make_nothing() {
        let broken: [&[u8]; 11] = [
            b"",
            &[13],
            &[12, 3, 0x90, 3],
            &[13, 4, 0x90, 3],
            &[13, 2, 0x90, 3],
            &[13, 3, 0x91, 11, 3],
            &[13, 3, 0xff, 255, 255, 255, 255, 255, 255, 255],
            &[13, 3, 3, b'a'],
            &[13, 3, 0x90],
            &[13, 0, 0],
            &[0xff; 12],
        ];
        for delta in broken {
            assert_eq!(apply(BASE, delta, 100), None, "{delta:?}");
        }
        assert_eq!(apply(BASE, &[13, 3, 0x90, 3], 2), None);
    }
}
