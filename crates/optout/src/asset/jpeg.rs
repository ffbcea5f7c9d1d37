//! JPEG: XMP in APP1, also where it is spread over several segments; the manifests of C2PA in APP11.

use std::collections::BTreeMap;

use super::bytes::{PACKET, be32, part};
use super::file::{Asset, Kind};

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const MORE: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
/// Segments that are looked at.
const SEGMENTS: usize = 100_000;

pub(super) fn read(body: &[u8], asset: &mut Asset) {
    asset.kind = Kind::Jpeg;
    let mut at = 2;
    let mut extended: BTreeMap<&[u8], Vec<(usize, &[u8])>> = BTreeMap::new();
    let mut boxes: BTreeMap<&[u8], Vec<(usize, &[u8])>> = BTreeMap::new();
    for _ in 0..SEGMENTS {
        let Some(0xff) = body.get(at) else { break };
        let Some(marker) = body.get(at + 1).copied() else { break };
        // Fill bytes, and markers without a length.
        if matches!(marker, 0xff) {
            at += 1;
            continue;
        }
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            at += 2;
            continue;
        }
        // The picture begins: what comes after is no metadata of it.
        if matches!(marker, 0xda | 0xd9) {
            break;
        }
        let Some(length) = part(body, at + 2, 2).map(|two| {
            usize::from(two.first().copied().unwrap_or(0)) << 8 | usize::from(two.last().copied().unwrap_or(0))
        }) else {
            break;
        };
        let Some(data) = length.checked_sub(2).and_then(|length| part(body, at + 4, length)) else {
            asset.fault("segment_cut");
            break;
        };
        match marker {
            0xe1 => {
                if let Some(packet) = data.strip_prefix(XMP) {
                    asset.packet(packet, at);
                } else if let Some(rest) = data.strip_prefix(MORE)
                    && let (Some(id), Some(offset), Some(bytes)) = (rest.get(..32), be32(rest, 36), rest.get(40..))
                {
                    extended.entry(id).or_default().push((offset, bytes));
                }
            }
            // `JP`, the number of the box, the number of the piece, then the piece; each repeats the head of the box.
            0xeb if data.starts_with(b"JP") => {
                if let (Some(id), Some(piece), Some(bytes)) = (data.get(2..4), be32(data, 4), data.get(8..)) {
                    boxes.entry(id).or_default().push((piece, bytes));
                }
            }
            _ => {}
        }
        at += 2 + length;
    }
    for pieces in extended.into_values() {
        asset.packet(&joined(pieces, 0), 0);
    }
    for pieces in boxes.into_values() {
        asset.store(&joined(pieces, 8));
    }
}

/// The pieces in their order; of all but the first so many bytes are repetition.
fn joined(mut pieces: Vec<(usize, &[u8])>, repeated: usize) -> Vec<u8> {
    pieces.sort_by_key(|(number, _)| *number);
    let mut all = Vec::new();
    for (number, (_, bytes)) in pieces.into_iter().enumerate() {
        let bytes = bytes.get(if number == 0 { 0 } else { repeated }..).unwrap_or_default();
        if all.len() + bytes.len() > PACKET {
            break;
        }
        all.extend_from_slice(bytes);
    }
    all
}
