//! EPUB: the package document that the container names, in a ZIP archive of which only the directory and two or three small
//! files are read. A manifest of C2PA lies in `META-INF/content_credential.c2pa`.

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::bytes::{UNFOLDED, part};
use super::file::{Asset, Kind, Meta};
use crate::html::Counter;

/// Entries of an archive that are looked at.
const ENTRIES: usize = 100_000;
/// Statements of a package that are kept.
const STATEMENTS: usize = 1_000;
/// What the prefix of TDMRep has to be bound to.
const NAMESPACE: &str = "http://www.w3.org/ns/tdmrep#";

pub(super) fn read(body: &[u8], asset: &mut Asset) {
    let Some(archive) = Archive::open(body) else { return asset.fault("archive_not_readable") };
    let Some(container) = archive.file("META-INF/container.xml") else { return };
    asset.kind = Kind::Epub;
    if let Some(store) = archive.file("META-INF/content_credential.c2pa") {
        asset.store(&store);
    }
    let package = root(&container).and_then(|name| archive.file(&name));
    match package.and_then(|package| statements(&package)) {
        Some(found) => asset.package = found,
        None => asset.fault("package_not_readable"),
    }
}

/// The path of the package document.
fn root(container: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(container).ok()?;
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "rootfile" => {
                return attribute(&element, "full-path");
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// The `meta` elements of a package: by `name` and `content` as EPUB 2 has them, by `property` and text as EPUB 3.
fn statements(package: &[u8]) -> Option<Vec<Meta>> {
    let text = std::str::from_utf8(package.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(package)).ok()?;
    let mut reader = Reader::from_str(text);
    let mut lines = Counter::default();
    let (mut found, mut any): (Vec<Meta>, bool) = (Vec::new(), false);
    let mut prefixes: Vec<String> = Vec::new();
    // Whether the text that comes belongs to the last statement.
    let mut inside = false;
    loop {
        let from = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        match event {
            Event::Start(element) | Event::Empty(element) => {
                inside = false;
                match element.local_name().as_ref() {
                    "package" => {
                        any = true;
                        let declared = attribute(&element, "prefix").unwrap_or_default();
                        let words: Vec<&str> = declared.split_whitespace().collect();
                        prefixes.extend(words.chunks(2).filter_map(|pair| match pair {
                            [prefix, uri] if *uri == NAMESPACE => Some(format!("{}:", prefix.trim_end_matches(':'))),
                            _ => None,
                        }));
                    }
                    "meta" if found.len() < STATEMENTS => {
                        let (property, name) = (attribute(&element, "property"), attribute(&element, "name"));
                        let tag = text.get(from..)?.split_inclusive('>').next().unwrap_or_default().to_owned();
                        let at = lines.at(text.as_bytes(), from);
                        // What refines another statement speaks of that one.
                        if attribute(&element, "refines").is_some() {
                            continue;
                        }
                        if let Some(property) = property {
                            let prefix = prefixes.iter().find(|p| property.starts_with(p.as_str()));
                            let own =
                                prefix.and_then(|p| property.strip_prefix(p.as_str())).map(|n| format!("tdm:{n}"));
                            let bound = own.is_some();
                            found.push(Meta { name: own.unwrap_or(property), value: String::new(), bound, at, tag });
                            inside = true;
                        } else if let Some(name) = name {
                            let value = attribute(&element, "content").unwrap_or_default();
                            found.push(Meta { name, value, bound: true, at, tag });
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(written) if inside => {
                if let Some(last) = found.last_mut() {
                    last.value.extend(written.chars().take(4_000));
                }
            }
            Event::End(_) => inside = false,
            Event::Eof => break,
            _ => {}
        }
    }
    any.then_some(found)
}

/// A ZIP archive by its directory.
struct Archive<'b> {
    body: &'b [u8],
    directory: &'b [u8],
}

impl<'b> Archive<'b> {
    fn open(body: &'b [u8]) -> Option<Archive<'b>> {
        // The end of the directory lies in the last bytes, before a comment of at most 64 KiB.
        let tail = body.len().saturating_sub((64 << 10) + 22);
        let end = memmem::rfind(body.get(tail..)?, b"PK\x05\x06")? + tail;
        let (size, begin) = (le(body, end + 12, 4)?, le(body, end + 16, 4)?);
        Some(Archive { body, directory: part(body, begin, size)? })
    }

    /// The bytes of a file, unpacked, bounded.
    fn file(&self, name: &str) -> Option<Vec<u8>> {
        let mut at = 0_usize;
        for _ in 0..ENTRIES {
            if part(self.directory, at, 4)? != b"PK\x01\x02" {
                return None;
            }
            let [method, packed, plain] = [(10, 2), (20, 4), (24, 4)].map(|(o, n)| le(self.directory, at + o, n));
            let [names, extra, comment] = [28, 30, 32].map(|o| le(self.directory, at + o, 2));
            let offset = le(self.directory, at + 42, 4)?;
            let (names, method, packed, plain) = (names?, method?, packed?, plain?);
            if part(self.directory, at + 46, names)? == name.as_bytes() {
                if part(self.body, offset, 4)? != b"PK\x03\x04" || plain > UNFOLDED {
                    return None;
                }
                let head = 30 + le(self.body, offset + 26, 2)? + le(self.body, offset + 28, 2)?;
                let data = part(self.body, offset.checked_add(head)?, packed)?;
                return match method {
                    0 => Some(data.get(..UNFOLDED.min(data.len()))?.to_vec()),
                    8 => miniz_oxide::inflate::decompress_to_vec_with_limit(data, UNFOLDED).ok(),
                    _ => None,
                };
            }
            at = at.checked_add(46 + names + extra? + comment?)?;
        }
        None
    }
}

/// Bytes as a number, the lowest first.
fn le(bytes: &[u8], at: usize, count: usize) -> Option<usize> {
    let found = part(bytes, at, count)?;
    Some(found.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}
