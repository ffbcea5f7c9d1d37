//! The metadata inside a file, by its bytes: XMP packets of JPEG, PNG, WebP, PDF and others, the package of an EPUB, the
//! manifests of C2PA. Every length in a file is a stranger's word: nothing is read beyond the bytes, and every bound is a
//! constant in `bytes.rs`.

mod bmff;
mod bytes;
mod cbor;
mod epub;
mod file;
mod jpeg;
mod jumbf;
mod pdf;
mod png;
mod riff;
pub mod xmp;

pub use bytes::{LIMIT, PACKET, PACKETS, UNFOLDED};
pub use file::{Asset, Kind, Meta};
pub use jumbf::Manifest;
pub use xmp::{Packet, Property};

impl Asset {
    /// Reads a file.
    ///
    /// ```
    /// use gpai_optout::asset::{Asset, Kind};
    ///
    /// assert_eq!(Asset::read(b"%PDF-1.7\n").kind, Kind::Pdf);
    /// assert!(Asset::read(b"").xmp.is_empty());
    /// ```
    #[must_use]
    pub fn read(body: &[u8]) -> Asset {
        let mut asset = Asset::default();
        if body.len() > LIMIT {
            asset.faults.push("too_long");
        }
        let body = body.get(..LIMIT).unwrap_or(body);
        match body {
            [0xff, 0xd8, 0xff, ..] => jpeg::read(body, &mut asset),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png::read(body, &mut asset),
            [b'R', b'I', b'F', b'F', ..] => riff::read(body, &mut asset),
            [b'P', b'K', 3, 4, ..] => epub::read(body, &mut asset),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => bmff::read(body, &mut asset),
            [_, _, _, _, b'j', b'u', b'm', b'b', ..] => {
                asset.kind = Kind::Manifest;
                asset.store(body);
            }
            // Some bytes may stand before the mark.
            _ if memchr::memmem::find(body.get(..1024).unwrap_or(body), b"%PDF-").is_some() => {
                pdf::read(body, &mut asset)
            }
            _ => asset.scan(body),
        }
        asset
    }
}

#[cfg(test)]
mod tests;
