//! PDF: the metadata stream that the catalogue names, packed or not; where it is not found, the last packet in the open. The
//! XMP of pictures inside is theirs. A manifest of C2PA is an embedded file.

use memchr::memmem;

use super::bytes::{PACKET, unzlib};
use super::file::{Asset, Kind};
use super::xmp;

/// Catalogues that are looked at: one for each revision of the file.
const REVISIONS: usize = 1_000;

pub(super) fn read(body: &[u8], asset: &mut Asset) {
    asset.kind = Kind::Pdf;
    match catalogue(body).and_then(|(number, generation)| stream(body, number, generation)) {
        Some((offset, Some(packet))) => asset.packet(&packet, offset),
        Some((_, None)) => asset.fault("packed_not_readable"),
        None => {
            if let Some((offset, packet)) = xmp::packets(body).pop() {
                asset.packet(packet, offset);
            }
        }
    }
    // The head of a box for manifests: its length, `jumb`, and inside a description with the identifier of C2PA.
    if let Some(at) = memmem::rfind(body, b"jumdc2pa")
        && let Some(begin) = at.checked_sub(12)
        && body.get(begin + 4..begin + 8) == Some(b"jumb")
    {
        asset.store(body.get(begin..).unwrap_or_default());
    }
}

/// The object that the last catalogue names as its metadata.
fn catalogue(body: &[u8]) -> Option<(u32, u32)> {
    let mut end = body.len();
    for _ in 0..REVISIONS {
        let at = memmem::rfind(body.get(..end)?, b"/Catalog")?;
        // The dictionary around it: back to `obj`, on to `endobj`.
        let from = memmem::rfind(body.get(at.saturating_sub(64 << 10)..at)?, b" obj")
            .map_or(at, |f| at.saturating_sub(64 << 10) + f);
        let rest = body.get(from..)?;
        let rest = rest.get(..64 << 10).unwrap_or(rest);
        let dictionary = memmem::find(rest, b"endobj").and_then(|to| rest.get(..to)).unwrap_or(rest);
        if let Some(found) = memmem::find(dictionary, b"/Metadata").and_then(|m| dictionary.get(m + 9..)) {
            return reference(found);
        }
        end = at;
    }
    None
}

/// `12 0 R`.
fn reference(text: &[u8]) -> Option<(u32, u32)> {
    let text = text.get(..64).unwrap_or(text);
    let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut number = || std::str::from_utf8(words.next()?).ok()?.parse().ok();
    Some((number()?, number()?))
}

/// The last object of this number: where it begins, and what its stream holds, if that can be unpacked.
fn stream(body: &[u8], number: u32, generation: u32) -> Option<(usize, Option<Vec<u8>>)> {
    let head = format!("{number} {generation} obj");
    let mut end = body.len();
    let at = loop {
        let at = memmem::rfind(body.get(..end)?, head.as_bytes())?;
        // `112 0 obj` is another one.
        if at == 0 || body.get(at - 1).is_some_and(|b| !b.is_ascii_digit()) {
            break at;
        }
        end = at;
    };
    let rest = body.get(at..)?;
    let begin = memmem::find(rest.get(..64 << 10).unwrap_or(rest), b"stream")?;
    let dictionary = rest.get(..begin)?;
    let data = rest.get(begin + 6..)?;
    let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
    let data = data.get(..PACKET).unwrap_or(data);
    let data = memmem::find(data, b"endstream").and_then(|to| data.get(..to)).unwrap_or(data);
    if memmem::find(dictionary, b"/FlateDecode").is_some() || memmem::find(dictionary, b"/Fl ").is_some() {
        return Some((at, unzlib(data)));
    }
    let packed = memmem::find(dictionary, b"/Filter").is_some();
    Some((at, (!packed).then(|| data.to_vec())))
}
