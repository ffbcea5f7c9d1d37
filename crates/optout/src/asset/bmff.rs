//! MP4, HEIF, AVIF: boxes at the outermost level; C2PA and XMP each in a `uuid` box. XMP that is kept as an item is searched.

use super::bytes::{be32, part};
use super::file::{Asset, Kind};

const BOXES: usize = 10_000;
const C2PA: [u8; 16] = [0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81];
const XMP: [u8; 16] = [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];

pub(super) fn read(body: &[u8], asset: &mut Asset) {
    asset.kind = Kind::Bmff;
    let mut at = 0_usize;
    for _ in 0..BOXES {
        let (Some(short), Some(kind)) = (be32(body, at), part(body, at + 4, 4)) else { break };
        let (head, length) = match short {
            0 => (8, body.len() - at),
            1 => match part(body, at + 8, 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
                Some(eight) => (16, usize::try_from(u64::from_be_bytes(eight)).unwrap_or(usize::MAX)),
                None => break,
            },
            length => (8, length),
        };
        let Some(data) = length.checked_sub(head).and_then(|length| part(body, at + head, length)) else {
            asset.fault("segment_cut");
            break;
        };
        if kind == b"uuid" {
            if let Some(packet) = data.strip_prefix(&XMP) {
                asset.packet(packet, at);
            } else if let Some(rest) = data.strip_prefix(&C2PA).and_then(|rest| rest.get(4..))
                && let Some(store) = rest.strip_prefix(b"manifest\0").and_then(|rest| rest.get(8..))
            {
                asset.store(store);
            }
        }
        let Some(next) = at.checked_add(length) else { break };
        at = next;
    }
    if asset.xmp.is_empty() {
        asset.scan(body);
    }
}
