//! The metadata of a file as they are gathered: what the file is, its packets, its package, its manifest, and what was there and
//! could not be read.

use super::bytes::{PACKET, PACKETS};
use super::jumbf::{self, Manifest};
use super::xmp::{self, Packet};

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
    /// Keeps a packet of XMP; one that is no XML is a fault.
    pub(super) fn packet(&mut self, bytes: &[u8], offset: usize) {
        if self.xmp.len() >= PACKETS || bytes.len() > PACKET {
            return self.fault("too_many_packets");
        }
        match Packet::read(bytes, offset) {
            Some(packet) => self.xmp.push(packet),
            None => self.fault("xmp_not_xml"),
        }
    }

    /// Takes a store of manifests.
    pub(super) fn store(&mut self, bytes: &[u8]) {
        match jumbf::active(bytes) {
            Ok(Some(manifest)) => self.manifest = Some(manifest),
            Ok(None) => {}
            Err(()) => self.fault("manifest_not_readable"),
        }
    }

    pub(super) fn fault(&mut self, fault: &'static str) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The packets that stand in the open somewhere in the bytes, as the standard of XMP allows to search for them.
    pub(super) fn scan(&mut self, body: &[u8]) {
        for (offset, packet) in xmp::packets(body) {
            self.packet(packet, offset);
        }
    }
}
