//! The number of rows of a Parquet file, from its footer alone: no column is decoded, so no codec is needed.
//!
//! The footer is Thrift in its compact form: `FileMetaData` with version (1), schema (2) and number of rows (3). Fields before
//! the third are passed over, within bounds.

/// Bytes of a footer that are read.
pub const FOOTER: u64 = 4 << 20;
/// The mark at both ends of a file.
const MARK: &[u8] = b"PAR1";
/// Nesting of structures; a footer has five levels.
const DEPTH: u32 = 16;

/// The length of the footer, from the last eight bytes of a file.
pub fn footer_length(tail: &[u8]) -> Option<u64> {
    let (length, mark) = tail.split_at_checked(4)?;
    (mark == MARK).then_some(())?;
    Some(u64::from(u32::from_le_bytes(length.try_into().ok()?)))
}

/// The number of rows that a footer states.
pub fn rows(footer: &[u8]) -> Option<u64> {
    let mut thrift = Thrift { bytes: footer, at: 0 };
    let mut field = 0i64;
    loop {
        let head = thrift.byte()?;
        let kind = head & 0x0f;
        if kind == 0 {
            return None;
        }
        field = match head >> 4 {
            0 => thrift.zigzag()?,
            delta => field.checked_add(i64::from(delta))?,
        };
        if field == 3 {
            // An i64, or whatever else somebody wrote there.
            return if matches!(kind, 4..=6) { u64::try_from(thrift.zigzag()?).ok() } else { None };
        }
        thrift.pass(kind, 0)?;
    }
}

struct Thrift<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Thrift<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut out = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            out |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(out);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let n = self.varint()?;
        let half = i64::try_from(n >> 1).ok()?;
        Some(if n & 1 == 1 { -half - 1 } else { half })
    }

    fn skip(&mut self, n: u64) -> Option<()> {
        self.at = self.at.checked_add(usize::try_from(n).ok()?)?;
        (self.at <= self.bytes.len()).then_some(())
    }

    /// Passes over a value; each step reads at least a byte, so a lie about a length ends with the bytes.
    fn pass(&mut self, kind: u8, depth: u32) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match kind {
            1 | 2 => Some(()),
            3 => self.skip(1),
            4..=6 => self.varint().map(drop),
            7 => self.skip(8),
            8 => {
                let n = self.varint()?;
                self.skip(n)
            }
            9 | 10 => {
                let head = self.byte()?;
                let n = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                self.many(head & 0x0f, n, depth)
            }
            11 => {
                let n = self.varint()?;
                if n == 0 {
                    return Some(());
                }
                let kinds = self.byte()?;
                for _ in 0..n {
                    self.item(kinds >> 4, depth)?;
                    self.item(kinds & 0x0f, depth)?;
                }
                Some(())
            }
            12 => loop {
                let head = self.byte()?;
                if head & 0x0f == 0 {
                    return Some(());
                }
                if head >> 4 == 0 {
                    self.zigzag()?;
                }
                self.pass(head & 0x0f, depth + 1)?;
            },
            _ => None,
        }
    }

    fn many(&mut self, kind: u8, n: u64, depth: u32) -> Option<()> {
        (0..n).try_for_each(|_| self.item(kind, depth))
    }

    /// An item of a list: there a yes or no takes a byte.
    fn item(&mut self, kind: u8, depth: u32) -> Option<()> {
        if matches!(kind, 1 | 2) { self.skip(1) } else { self.pass(kind, depth + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// version 1; schema: a list of one structure with a name (4) and a number of children (5); 1234 rows.
    const FOOTER: [u8; 17] =
        [0x15, 0x02, 0x19, 0x1c, 0x48, 0x06, b's', b'c', b'h', b'e', b'm', b'a', 0x15, 0x02, 0x00, 0x16, 0xa4];

    fn footer() -> Vec<u8> {
        [&FOOTER[..], &[0x13, 0x00]].concat()
    }

    #[test]
    fn rows_are_read_from_the_footer() {
        assert_eq!(rows(&footer()), Some(1234));
        assert_eq!(footer_length(b"\x11\0\0\0PAR1"), Some(17));
        assert_eq!(footer_length(b"\x11\0\0\0PARE"), None);
    }

    #[test]
    fn lies_are_bounded() {
        for at in 0..footer().len() {
            for byte in 0..=255u8 {
                let mut bytes = footer();
                if let Some(b) = bytes.get_mut(at) {
                    *b = byte;
                }
                rows(&bytes);
                bytes.truncate(at);
                rows(&bytes);
            }
        }
        rows(&[0x1c; 100_000]);
        rows(&[0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        // A list of so many values that take no bytes.
        rows(&[0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        rows(&[0x1b, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x11]);
    }
}
