//! PNG: XMP in an `iTXt` chunk, packed or not; the manifests of C2PA in `caBX`.

use super::bytes::{be32, part, unzlib};
use super::file::{Asset, Kind};

const XMP: &[u8] = b"XML:com.adobe.xmp\0";
const CHUNKS: usize = 100_000;

pub(super) fn read(body: &[u8], asset: &mut Asset) {
    asset.kind = Kind::Png;
    let mut at = 8;
    for _ in 0..CHUNKS {
        let Some(length) = be32(body, at) else { break };
        let Some(kind) = part(body, at + 4, 4) else { break };
        let Some(data) = part(body, at + 8, length) else {
            asset.fault("segment_cut");
            break;
        };
        match kind {
            b"iTXt" => {
                if let Some([packed, _, rest @ ..]) = data.strip_prefix(XMP) {
                    // Language and translated keyword, each ended by a zero.
                    let mut parts = rest.splitn(3, |b| *b == 0);
                    if let (Some(_), Some(_), Some(text)) = (parts.next(), parts.next(), parts.next()) {
                        match (*packed == 1).then(|| unzlib(text)) {
                            None => asset.packet(text, at),
                            Some(Some(unfolded)) => asset.packet(&unfolded, at),
                            Some(None) => asset.fault("packed_not_readable"),
                        }
                    }
                }
            }
            b"caBX" => asset.store(data),
            b"IEND" => break,
            _ => {}
        }
        let Some(next) = at.checked_add(12).and_then(|at| at.checked_add(length)) else { break };
        at = next;
    }
}
