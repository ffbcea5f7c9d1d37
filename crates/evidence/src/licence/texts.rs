//! The standard licence texts of the crate `spdx`, packed when the program was built (`build.rs`) and unpacked one by one when one is
//! looked at.

use std::sync::{LazyLock, OnceLock};

use flate2::{Decompress, FlushDecompress, Status};

/// Where a text stands among the packed ones.
struct Part {
    from: usize,
    packed: usize,
    plain: usize,
    /// The text whose end is the dictionary of this one, and is longer.
    like: Option<usize>,
}

/// How much of a dictionary counts: what the packing could look back on (`build.rs`).
const WINDOW: usize = 32 << 10;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/standard-texts.deflate"));
static PARTS: &[Part] = include!(concat!(env!("OUT_DIR"), "/standard-parts.rs"));
/// SPDX ids in their order, each with the number of its text.
static IDS: &[(&str, usize)] = include!(concat!(env!("OUT_DIR"), "/standard-ids.rs"));

static PLAIN: LazyLock<Vec<OnceLock<String>>> = LazyLock::new(|| PARTS.iter().map(|_| OnceLock::new()).collect());

/// One standard text. Two ids with the same text give equal ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standard(usize);

impl Standard {
    /// Bytes of the text, known without unpacking it.
    pub fn len(self) -> usize {
        PARTS.get(self.0).map_or(0, |part| part.plain)
    }

    /// The text.
    pub fn text(self) -> &'static str {
        let unpacked = PLAIN.get(self.0).map(|slot| slot.get_or_init(|| unpack(self.0).unwrap_or_default()));
        unpacked.map_or("", String::as_str)
    }
}

fn unpack(part: usize) -> Option<String> {
    let part = PARTS.get(part)?;
    let bytes = PACKED.get(part.from..part.from + part.packed)?;
    let mut unpacker = Decompress::new(false);
    if let Some(other) = part.like {
        let dictionary = Standard(other).text().as_bytes();
        unpacker.set_dictionary(dictionary.get(dictionary.len().saturating_sub(WINDOW)..)?).ok()?;
    }
    // One byte more than there can be: the end is then seen, and not only reached.
    let mut text = Vec::with_capacity(part.plain + 1);
    let ended = unpacker.decompress_vec(bytes, &mut text, FlushDecompress::Finish).ok()?;
    (ended == Status::StreamEnd && text.len() == part.plain).then(|| String::from_utf8(text).ok())?
}

/// All ids with their texts, in the order of the ids.
pub fn all() -> impl ExactSizeIterator<Item = (&'static str, Standard)> {
    IDS.iter().map(|(id, part)| (*id, Standard(*part)))
}

/// The text under an SPDX id.
pub fn of(spdx: &str) -> Option<Standard> {
    all().find(|(id, _)| id.eq_ignore_ascii_case(spdx)).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_as_it_was() {
        assert_eq!(all().len(), spdx::text::LICENSE_TEXTS.len());
        for ((id, text), (known, plain)) in all().zip(spdx::text::LICENSE_TEXTS) {
            assert_eq!((id, text.text(), text.len()), (*known, *plain, plain.len()));
        }
    }
}
