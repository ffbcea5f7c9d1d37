//! RIFF, of which WebP is one: XMP in the chunk `XMP `, the manifests of C2PA in `C2PA`.

use super::bytes::part;
use super::file::{Asset, Kind};

const CHUNKS: usize = 100_000;

pub(super) fn read(body: &[u8], asset: &mut Asset) {
    asset.kind = Kind::Riff;
    let mut at = 12;
    for _ in 0..CHUNKS {
        let (Some(kind), Some(length)) = (part(body, at, 4), part(body, at + 4, 4)) else { break };
        let Ok(four) = <[u8; 4]>::try_from(length) else { break };
        let Ok(length) = usize::try_from(u32::from_le_bytes(four)) else { break };
        let Some(data) = part(body, at + 8, length) else {
            asset.fault("segment_cut");
            break;
        };
        match kind {
            b"XMP " => asset.packet(data, at),
            b"C2PA" => asset.store(data),
            _ => {}
        }
        // Chunks begin at even places.
        let Some(next) = at.checked_add(8 + (length & 1)).and_then(|at| at.checked_add(length)) else { break };
        at = next;
    }
}
