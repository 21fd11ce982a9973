//! MD5 and SHA-1 for `digest`: forms use them for codes that must agree with other programs, never for secrets.

/// MD5 (RFC 1321).
pub(super) fn md5(message: &[u8]) -> [u8; 16] {
    let mut state: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(message, u64::to_le_bytes).as_chunks::<64>().0 {
        let words = block.as_chunks::<4>().0;
        let [mut a, mut b, mut c, mut d] = state;
        for (round, index) in (0_u32..64).zip(0_usize..) {
            let (mix, word) = match round / 16 {
                0 => ((b & c) | (!b & d), index),
                1 => ((d & b) | (!d & c), 5 * index + 1),
                2 => (b ^ c ^ d, 3 * index + 5),
                _ => (c ^ (b | !d), 7 * index),
            };
            let word = words.get(word % 16).map_or(0, |bytes| u32::from_le_bytes(*bytes));
            let sum = a.wrapping_add(mix).wrapping_add(sine(round)).wrapping_add(word);
            (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(shift(round))));
        }
        state = add(state, [a, b, c, d]);
    }
    bytes(state, u32::to_le_bytes)
}

/// SHA-1 (RFC 3174).
pub(super) fn sha1(message: &[u8]) -> [u8; 20] {
    let mut state: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in padded(message, u64::to_be_bytes).as_chunks::<64>().0 {
        let mut words: Vec<u32> = block.as_chunks::<4>().0.iter().map(|bytes| u32::from_be_bytes(*bytes)).collect();
        let word = |words: &[u32], back: usize| words.len().checked_sub(back).and_then(|at| words.get(at)).copied();
        while words.len() < 80 {
            let mixed = [3, 8, 14, 16].into_iter().filter_map(|back| word(&words, back)).fold(0, |all, one| all ^ one);
            words.push(mixed.rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (round, word) in (0_u32..).zip(words) {
            let (mix, constant) = match round / 20 {
                0 => ((b & c) | (!b & d), 0x5a82_7999),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let sum = a.rotate_left(5).wrapping_add(mix).wrapping_add(e).wrapping_add(constant).wrapping_add(word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum);
        }
        state = add(state, [a, b, c, d, e]);
    }
    bytes(state, u32::to_be_bytes)
}

fn padded(message: &[u8], length: fn(u64) -> [u8; 8]) -> Vec<u8> {
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend(length((message.len() as u64).wrapping_mul(8)));
    padded
}

fn add<const N: usize>(state: [u32; N], more: [u32; N]) -> [u32; N] {
    let mut sums = more.into_iter();
    state.map(|word| word.wrapping_add(sums.next().unwrap_or(0)))
}

fn bytes<const N: usize, const M: usize>(state: [u32; N], order: fn(u32) -> [u8; 4]) -> [u8; M] {
    let mut all = state.into_iter().flat_map(order);
    std::array::from_fn(|_| all.next().unwrap_or(0))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 2^32, as the RFC defines it"
)]
fn sine(round: u32) -> u32 {
    (f64::from(round + 1).sin().abs() * 4_294_967_296.0) as u32
}

fn shift(round: u32) -> u32 {
    let shifts: [u32; 4] = match round / 16 {
        0 => [7, 12, 17, 22],
        1 => [5, 9, 14, 20],
        2 => [4, 11, 16, 23],
        _ => [6, 10, 15, 21],
    };
    let [first, second, third, fourth] = shifts;
    match round % 4 {
        0 => first,
        1 => second,
        2 => third,
        _ => fourth,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digests_are_those_of_the_standards() {
        for (text, md5_hex, sha1_hex) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ] {
            assert_eq!((hex(&md5(text.as_bytes())), hex(&sha1(text.as_bytes()))), (md5_hex.into(), sha1_hex.into()));
        }
        let long = "a".repeat(119);
        assert_eq!(hex(&sha1(long.as_bytes())), "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56");
    }
}
