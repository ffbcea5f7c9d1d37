//! Grams: the 32 bytes that are looked up, their hash, and whether they only repeat a few bytes, as rules and tables of zeros do.

/// Bytes of a gram.
pub const GRAM: usize = 32;
/// The longest repetition that makes a gram periodic.
pub const PERIOD: usize = 12;
/// Grams in a row, none of them periodic, that a run has to hold: text of 47 bytes that no short repetition covers.
pub const CLEAR: usize = 16;

fn mix(a: u64, b: u64) -> u64 {
    let wide = u128::from(a).wrapping_mul(u128::from(b));
    let low = u64::try_from(wide & u128::from(u64::MAX)).unwrap_or(0);
    let high = u64::try_from(wide >> 64).unwrap_or(0);
    low ^ high
}

fn word(bytes: &[u8]) -> u64 {
    bytes.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b))
}

/// The gram at a place.
#[inline]
#[must_use]
pub fn at(text: &[u8], place: usize) -> Option<&[u8; GRAM]> {
    text.get(place..)?.first_chunk::<GRAM>()
}

/// The hash of a gram.
#[inline]
#[must_use]
pub fn hash(gram: &[u8; GRAM]) -> u64 {
    let (a, rest) = gram.split_at(8);
    let (b, rest) = rest.split_at(8);
    let (c, d) = rest.split_at(8);
    let one = mix(word(a) ^ 0x9e37_79b9_7f4a_7c15, word(b) ^ 0xd1b5_4a32_d192_ed03);
    let two = mix(word(c) ^ 0x8cb9_2ba7_2f3d_8dd7, word(d) ^ 0xa24b_aed4_963e_e407);
    mix(one ^ 0x9fb2_1c65_1e98_df25, two ^ 0x589f_a5a1_b7c3_e6d1)
}

/// The hash of any bytes.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> u64 {
    let mut out = 0x2545_f491_4f6c_dd1d ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in chunks.by_ref() {
        out = mix(out ^ word(chunk), 0x9e37_79b9_7f4a_7c15);
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(chunks.remainder()) {
        *to = *from;
    }
    mix(out ^ u64::from_le_bytes(last), 0xd1b5_4a32_d192_ed03)
}

/// The shortest period, up to the bound, of a window of at least 17 bytes.
#[inline]
#[must_use]
pub fn period(window: &[u8]) -> Option<usize> {
    let four = |back: usize| {
        let end = window.len().checked_sub(back)?;
        window.get(end.checked_sub(4)?..end)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
    };
    let last = four(0)?;
    (1..=PERIOD).find(|p| {
        four(*p) == Some(last)
            && window
                .get(*p..)
                .is_some_and(|after| window.get(..window.len() - *p).is_some_and(|before| after == before))
    })
}

/// The first place from `from` on at which a period of `p` ends: the byte there is not the one `p` before it.
#[must_use]
pub fn breaks(text: &[u8], from: usize, p: usize) -> usize {
    let (Some(after), Some(before)) = (text.get(from + p..), text.get(from..)) else { return text.len() };
    from + p + common(after, before)
}

/// How many bytes two texts have in common at their start.
#[inline]
#[must_use]
pub fn common(a: &[u8], b: &[u8]) -> usize {
    const STEP: usize = 32;
    let mut same = 0;
    for (x, y) in a.chunks_exact(STEP).zip(b.chunks_exact(STEP)) {
        if x != y {
            break;
        }
        same += STEP;
    }
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    same + a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// How many bytes two texts have in common at their end.
#[inline]
#[must_use]
pub fn common_end(a: &[u8], b: &[u8]) -> usize {
    const STEP: usize = 32;
    let mut same = 0;
    for (x, y) in a.rchunks_exact(STEP).zip(b.rchunks_exact(STEP)) {
        if x != y {
            break;
        }
        same += STEP;
    }
    let cut = |t: &'_ [u8]| t.len() - same;
    let (a, b) = (a.get(..cut(a)).unwrap_or_default(), b.get(..cut(b)).unwrap_or_default());
    same + a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count()
}

/// Whether a run holds [`CLEAR`] grams in a row of which none is periodic.
#[must_use]
pub fn clear(run: &[u8]) -> bool {
    let mut at = 0;
    while let Some(window) = run.get(at..at + GRAM + CLEAR - 1) {
        // What all of them share has no period: none of them has one.
        if window.get(CLEAR - 1..GRAM).is_some_and(|shared| period(shared).is_none()) {
            return true;
        }
        let last = (0..CLEAR).rev().find_map(|i| Some((i, period(window.get(i..i + GRAM)?)?)));
        let Some((i, p)) = last else { return true };
        // The first gram that holds the place where the repetition breaks.
        let broken = breaks(run, at + i, p);
        if broken >= run.len() {
            return false;
        }
        at = (broken + 1).saturating_sub(GRAM).max(at + i + 1);
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn periods_are_found_and_nothing_else() {
        assert_eq!(period(&[b'='; 32]), Some(1));
        assert_eq!(period(b"0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"), Some(3));
        assert_eq!(period(b"abcdefghijklabcdefghijklabcdefgh"), Some(12));
        assert_eq!(period(b"abcdefghijklmabcdefghijklmabcdef"), None);
        assert_eq!(period(b"===============================x"), None);
        assert_eq!(period(b"x==============================="), None);
        assert_eq!(breaks(b"abababac", 0, 2), 7);
        assert_eq!((common(b"abcx", b"abcy"), common_end(b"xabc", b"yabc")), (3, 3));
        assert!(!clear(&[b'='; 400]));
        assert!(!clear(b"short"));
        let mut text = vec![b'='; 100];
        text.extend(b"a text of forty-seven bytes that repeats nothing at all");
        assert!(clear(&text));
        text.truncate(115);
        assert!(!clear(&text));
    }

    #[test]
    fn between_two_repetitions_stand_ten_clear_grams() {
        // Why every index of up to ten finds the same: two periodic stretches never come closer.
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..20_000 {
            let stretch = |rng: &mut fastrand::Rng| {
                let p = rng.usize(1..=PERIOD);
                let unit: Vec<u8> = (0..p).map(|_| rng.u8(b'a'..=b'b')).collect();
                unit.iter().cycle().take(rng.usize(40..90)).copied().collect::<Vec<u8>>()
            };
            let text = [stretch(&mut rng), stretch(&mut rng)].concat();
            let flags: Vec<bool> =
                (0..=text.len() - GRAM).map(|i| at(&text, i).is_some_and(|g| period(g).is_none())).collect();
            for run in flags.split(|clear| !clear).filter(|r| !r.is_empty()) {
                let whole = run.len() == flags.len();
                assert!(run.len() >= 10 || whole || flags.starts_with(run) || flags.ends_with(run));
            }
        }
    }
}
