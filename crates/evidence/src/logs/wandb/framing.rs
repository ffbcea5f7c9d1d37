//! The framing of a `.wandb` file: seven bytes of a header, then blocks of 32 768 bytes counted from the start of the file, with
//! records in pieces. The checksum is plain CRC-32 over type and data.

/// The first bytes of every file: `:W&B`, a magic number, version 0.
pub const HEADER: [u8; 7] = [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00];
const BLOCK: usize = 32_768;
/// Checksum, length, type.
const HEAD: usize = 7;
/// Bytes of one record, put together from its pieces.
const RECORD: usize = 16 << 20;

/// Whether bytes are of such a file. The version is the tool's to raise; the first six bytes tell.
pub fn is(bytes: &[u8]) -> bool {
    bytes.len() >= HEADER.len() && HEADER.iter().zip(bytes).take(6).all(|(a, b)| a == b)
}

/// What was wrong on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// Pieces whose checksum is wrong, or that lie beyond their block.
    pub broken: u64,
    /// Whether the last record is cut.
    pub cut: bool,
    /// Whether there were more records than are read.
    pub more: bool,
}

/// Gives every whole record, at most so many.
pub fn records(bytes: &[u8], most: u64, each: &mut dyn FnMut(&[u8])) -> Damage {
    let mut damage = Damage::default();
    let mut at = HEADER.len();
    // A record in pieces; nothing while none is open.
    let mut open: Option<Vec<u8>> = None;
    let mut count = 0u64;
    while at < bytes.len() {
        let left = BLOCK - at % BLOCK;
        if left < HEAD {
            at += left;
            continue;
        }
        let Some([a, b, c, d, low, high, kind]) = bytes.get(at..at + HEAD).and_then(|h| <[u8; HEAD]>::try_from(h).ok())
        else {
            damage.cut = true;
            break;
        };
        let (crc, length) = ([a, b, c, d], usize::from(u16::from_le_bytes([low, high])));
        // Zeros to the end of a block are room that was set apart and not written.
        if kind == 0 && length == 0 && crc == [0; 4] {
            at += left;
            continue;
        }
        let end = at + HEAD + length;
        if length > left - HEAD {
            damage.broken += 1;
            open = None;
            at += left;
            continue;
        }
        let Some(data) = bytes.get(at + HEAD..end) else {
            damage.cut = true;
            break;
        };
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&[kind]);
        hasher.update(data);
        if hasher.finalize().to_le_bytes() != crc || !(1..=4).contains(&kind) {
            damage.broken += 1;
            open = None;
            at += left;
            continue;
        }
        at = end;
        if count >= most {
            damage.more = true;
            break;
        }
        match (kind, &mut open) {
            (1, _) => {
                open = None;
                count += 1;
                each(data);
            }
            (2, _) => open = Some(data.to_vec()),
            (3, Some(record)) if record.len() + data.len() <= RECORD => record.extend_from_slice(data),
            (4, Some(record)) if record.len() + data.len() <= RECORD => {
                record.extend_from_slice(data);
                count += 1;
                each(record);
                open = None;
            }
            _ => {
                damage.broken += 1;
                open = None;
            }
        }
    }
    damage.cut |= open.is_some();
    damage
}

/// A file of records, for tests.
#[cfg(test)]
pub fn write(records: &[Vec<u8>]) -> Vec<u8> {
    let mut out = HEADER.to_vec();
    for record in records {
        let mut rest = record.as_slice();
        let mut first = true;
        loop {
            let left = BLOCK - out.len() % BLOCK;
            if left < HEAD {
                out.resize(out.len() + left, 0);
                continue;
            }
            let take = rest.len().min(left - HEAD);
            let (piece, after) = rest.split_at(take);
            let kind: u8 = match (first, after.is_empty()) {
                (true, true) => 1,
                (true, false) => 2,
                (false, false) => 3,
                (false, true) => 4,
            };
            let mut hasher = crc32fast::Hasher::new();
            hasher.update(&[kind]);
            hasher.update(piece);
            out.extend(hasher.finalize().to_le_bytes());
            out.extend(u16::try_from(take).unwrap_or(0).to_le_bytes());
            out.push(kind);
            out.extend(piece);
            first = false;
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> (Vec<Vec<u8>>, Damage) {
        let mut out = Vec::new();
        let damage = records(bytes, 1_000, &mut |r| out.push(r.to_vec()));
        (out, damage)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_written_is_read(sizes in prop::collection::vec(0usize..90_000, 0..6), cut in 0usize..200_000) {
            let records: Vec<Vec<u8>> = sizes.iter().enumerate().map(|(i, n)| vec![i as u8 + 1; *n]).collect();
            let bytes = write(&records);
            prop_assert_eq!(read(&bytes), (records.clone(), Damage::default()));
            // Cut anywhere: what stands before counts.
            let cut = &bytes[..cut.min(bytes.len())];
            if is(cut) {
                let (some, _) = read(cut);
                prop_assert_eq!(&records[..some.len()], some.as_slice());
            }
        }

        #[test]
        fn a_flipped_byte_costs_at_most_its_block(at in 7usize..60_000, bit in 0u8..8) {
            let records: Vec<Vec<u8>> = (0..600u32).map(|i| i.to_le_bytes().repeat(25)).collect();
            let mut bytes = write(&records);
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1 << bit;
            let (some, damage) = read(&bytes);
            prop_assert!(some.iter().all(|r| records.contains(r)));
            prop_assert!(damage.broken > 0 || damage.cut || some.len() == records.len());
        }
    }

    #[test]
    fn lies_are_bounded() {
        assert_eq!(read(&HEADER).1, Damage::default());
        let huge = [&HEADER[..], &[1, 2, 3, 4, 0xff, 0xff, 1]].concat();
        assert!(read(&huge).1.broken > 0);
        let mut many = 0;
        let bytes = write(&vec![Vec::new(); 5_000]);
        assert!(records(&bytes, 100, &mut |_| many += 1).more);
        assert_eq!(many, 100);
    }
}
