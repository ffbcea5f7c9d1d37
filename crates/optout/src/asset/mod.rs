//! The metadata inside a file, by its bytes: XMP packets of JPEG, PNG, WebP, PDF and others, the package of an EPUB, the
//! manifests of C2PA. Every length in a file is a stranger's word: nothing is read beyond the bytes, and every bound is a
//! constant here.

mod bmff;
mod cbor;
mod epub;
mod jpeg;
mod jumbf;
mod pdf;
mod png;
mod riff;
pub mod xmp;

pub use jumbf::Manifest;
pub use xmp::{Packet, Property};

/// How much of a file is looked at.
pub const LIMIT: usize = 256 << 20;
/// How much one compressed part may unfold to.
pub const UNFOLDED: usize = 8 << 20;
/// How much of one packet of metadata is read.
pub const PACKET: usize = 4 << 20;
/// How many packets of one file are kept.
pub const PACKETS: usize = 64;

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP and other RIFF.
    Riff,
    /// MP4, HEIF, AVIF and others of their family.
    Bmff,
    /// PDF.
    Pdf,
    /// EPUB.
    Epub,
    /// A manifest of C2PA beside its file.
    Manifest,
    /// Something else, in which packets of XMP are searched.
    #[default]
    Other,
}

impl Kind {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Jpeg => "JPEG",
            Kind::Png => "PNG",
            Kind::Riff => "RIFF",
            Kind::Bmff => "ISO BMFF",
            Kind::Pdf => "PDF",
            Kind::Epub => "EPUB",
            Kind::Manifest => "C2PA manifest",
            Kind::Other => "file",
        }
    }
}

/// A statement of an EPUB's package, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Its name: `tdm:reservation`.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The prefix of its name is bound to the namespace of TDMRep, or needs no binding.
    pub bound: bool,
    /// Line and column in the package document.
    pub at: (u32, u32),
    /// The tag as written.
    pub tag: String,
}

/// The metadata of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asset {
    /// What the file is.
    pub kind: Kind,
    /// Its packets of XMP that speak of the whole file, in their order.
    pub xmp: Vec<Packet>,
    /// The statements of its package, for an EPUB.
    pub package: Vec<Meta>,
    /// The manifest of C2PA that counts: the last one of the store.
    pub manifest: Option<Manifest>,
    /// What was there and could not be read.
    pub faults: Vec<&'static str>,
}

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
            _ if memchr::memmem::find(body.get(..1024).unwrap_or(body), b"%PDF-").is_some() => pdf::read(body, &mut asset),
            _ => asset.scan(body),
        }
        asset
    }

    /// Keeps a packet of XMP; one that is no XML is a fault.
    fn packet(&mut self, bytes: &[u8], offset: usize) {
        if self.xmp.len() >= PACKETS || bytes.len() > PACKET {
            return self.fault("too_many_packets");
        }
        match Packet::read(bytes, offset) {
            Some(packet) => self.xmp.push(packet),
            None => self.fault("xmp_not_xml"),
        }
    }

    /// Takes a store of manifests.
    fn store(&mut self, bytes: &[u8]) {
        match jumbf::active(bytes) {
            Ok(Some(manifest)) => self.manifest = Some(manifest),
            Ok(None) => {}
            Err(()) => self.fault("manifest_not_readable"),
        }
    }

    fn fault(&mut self, fault: &'static str) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The packets that stand in the open somewhere in the bytes, as the standard of XMP allows to search for them.
    fn scan(&mut self, body: &[u8]) {
        for (offset, packet) in xmp::packets(body) {
            self.packet(packet, offset);
        }
    }
}

/// Four bytes as a number, the highest first.
fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// Bytes from a place on, so many.
fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// What a part packed by zlib holds, bounded.
fn unzlib(bytes: &[u8]) -> Option<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(bytes, UNFOLDED).ok()
}

#[cfg(test)]
mod tests;
