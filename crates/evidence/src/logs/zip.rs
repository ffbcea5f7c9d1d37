//! A zip as Inspect writes it: stored, deflated or zstd in several frames; entries that stand twice; zip64. The central directory
//! alone decides what is there, and every size in it is a claim that nothing is allocated for.

use std::io::Read;

use gpai_rules::finding::Place;

use crate::files::Entry;
use crate::run::Run;

/// Bytes of a central directory: some 90 an entry.
const DIRECTORY: u64 = 16 << 20;
/// Bytes of one entry as it is packed, and as it is unpacked.
const ENTRY: u64 = 16 << 20;
/// How much larger an entry may become; JSON of a log becomes ten times smaller, a table of the same line fifty times.
const RATIO: u64 = 200;
/// What a small entry may become all the same.
const SMALL: u64 = 1 << 20;
/// Bytes at the end in which the directory's end is looked for: its record and the longest comment.
const TAIL: u64 = 22 + 65_535;

/// One entry of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub name: String,
    method: u16,
    packed: u64,
    encrypted: bool,
    offset: u64,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u64> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u64::from(u16::from_le_bytes(two.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u64> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u64::from(u32::from_le_bytes(four.try_into().ok()?)))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The entries that are wanted, in the order of the directory; why there are none, where the file is no whole zip.
pub fn list(run: &mut Run<'_>, entry: &Entry, wants: &dyn Fn(&str) -> bool) -> Result<Vec<Item>, String> {
    let path = &entry.path;
    let short = || "the file cannot be read".to_owned();
    let tail_at = entry.size.saturating_sub(TAIL);
    let tail = run.range(path, tail_at, entry.size.min(TAIL)).ok_or_else(short)?;
    let none = || "it has no central directory: the file is cut, or no zip".to_owned();
    let end = (0..tail.len().saturating_sub(21)).rev().find(|at| {
        let fits = |comment: u64| usize::try_from(comment).is_ok_and(|c| at + 22 + c <= tail.len());
        tail.get(*at..).is_some_and(|t| t.starts_with(b"PK\x05\x06")) && u16_at(&tail, at + 20).is_some_and(fits)
    });
    let end = end.ok_or_else(none)?;
    let (mut size, mut offset) = u32_at(&tail, end + 12).zip(u32_at(&tail, end + 16)).ok_or_else(none)?;
    if (size == 0xffff_ffff || offset == 0xffff_ffff || u16_at(&tail, end + 10) == Some(0xffff))
        && let Some(locator) =
            end.checked_sub(20).filter(|at| tail.get(*at..).is_some_and(|t| t.starts_with(b"PK\x06\x07")))
    {
        let record = run.range(path, u64_at(&tail, locator + 8).ok_or_else(none)?, 56).ok_or_else(short)?;
        if !record.starts_with(b"PK\x06\x06") {
            return Err(none());
        }
        (size, offset) = u64_at(&record, 40).zip(u64_at(&record, 48)).ok_or_else(none)?;
    }
    if size > DIRECTORY {
        run.limit("the central directory of the zip", format!("{DIRECTORY} bytes"), Place::file(path));
        return Err("its central directory is too large".to_owned());
    }
    let directory = run.range(path, offset, size).filter(|d| d.len() as u64 == size).ok_or_else(none)?;
    Ok(items(&directory, wants))
}

/// The entries of a directory; it ends where it is broken.
fn items(directory: &[u8], wants: &dyn Fn(&str) -> bool) -> Vec<Item> {
    let mut out = Vec::new();
    let mut at = 0usize;
    while let Some((item, next)) = item(directory, at) {
        if wants(&item.name) {
            out.push(item);
        }
        at = next;
    }
    out
}

fn item(directory: &[u8], at: usize) -> Option<(Item, usize)> {
    let head = directory.get(at..)?;
    head.starts_with(b"PK\x01\x02").then_some(())?;
    let field = |at: usize| u16_at(head, at);
    let length = |n: u64| usize::try_from(n).ok();
    let (name, extra, comment) = (length(field(28)?)?, length(field(30)?)?, length(field(32)?)?);
    let text = String::from_utf8_lossy(head.get(46..46 + name)?).into_owned();
    let mut packed = u32_at(head, 20)?;
    let mut offset = u32_at(head, 42)?;
    // Sizes of zip64 stand in the extra field, each only where its own place holds ones.
    let extras = head.get(46 + name..46 + name + extra)?;
    let mut seek = 0usize;
    while let Some((id, size)) = u16_at(extras, seek).zip(u16_at(extras, seek + 2)) {
        if id == 1 {
            let mut value = seek + 4;
            if u32_at(head, 24)? == 0xffff_ffff {
                value += 8;
            }
            if packed == 0xffff_ffff {
                packed = u64_at(extras, value)?;
                value += 8;
            }
            if offset == 0xffff_ffff {
                offset = u64_at(extras, value)?;
            }
        }
        seek = seek.checked_add(4)?.checked_add(length(size)?)?;
    }
    let method = u16::try_from(field(10)?).ok()?;
    let encrypted = field(8)? & 1 == 1;
    Some((Item { name: text, method, packed, encrypted, offset }, at.checked_add(46 + name + extra + comment)?))
}

/// An entry unpacked, within the bounds; why not, otherwise.
pub fn unpack(run: &mut Run<'_>, entry: &Entry, item: &Item) -> Result<Vec<u8>, String> {
    let path = &entry.path;
    if item.encrypted {
        return Err("it is encrypted".to_owned());
    }
    if item.packed > ENTRY {
        run.limit(&item.name, format!("{ENTRY} bytes packed"), Place::file(path));
        return Err("it is too large".to_owned());
    }
    let broken = || "the zip is broken there".to_owned();
    let local = run.range(path, item.offset, 30).filter(|l| l.starts_with(b"PK\x03\x04")).ok_or_else(broken)?;
    let (name, extra) = u16_at(&local, 26).zip(u16_at(&local, 28)).ok_or_else(broken)?;
    let start = item.offset.checked_add(30 + name + extra).ok_or_else(broken)?;
    let packed = run.range(path, start, item.packed).filter(|p| p.len() as u64 == item.packed).ok_or_else(broken)?;
    let most = (item.packed.saturating_mul(RATIO)).clamp(SMALL, ENTRY);
    let out = match item.method {
        0 => Ok(packed),
        8 => bounded(flate2::read::DeflateDecoder::new(packed.as_slice()), most),
        93 => frames(&packed, most),
        other => return Err(format!("it is packed by method {other}, which is not read")),
    };
    match out {
        Ok(bytes) => Ok(bytes),
        Err(Bomb::Broken) => Err("it cannot be unpacked".to_owned()),
        Err(Bomb::TooLarge) => {
            run.limit(&item.name, format!("{most} bytes unpacked"), Place::file(path));
            Err("it becomes too large when it is unpacked".to_owned())
        }
    }
}

enum Bomb {
    Broken,
    TooLarge,
}

fn bounded(reader: impl Read, most: u64) -> Result<Vec<u8>, Bomb> {
    let mut out = Vec::new();
    reader.take(most.saturating_add(1)).read_to_end(&mut out).map_err(|_| Bomb::Broken)?;
    if out.len() as u64 > most { Err(Bomb::TooLarge) } else { Ok(out) }
}

/// All frames of zstd one after the other; the window of a frame is bounded, too.
fn frames(packed: &[u8], most: u64) -> Result<Vec<u8>, Bomb> {
    let mut rest = packed;
    let mut out = Vec::new();
    while !rest.is_empty() {
        // Frames that are to be skipped: a magic number of their own, and a length.
        if let Some(0x184d_2a50..=0x184d_2a5f) = u32_at(rest, 0) {
            let length = u32_at(rest, 4).and_then(|n| usize::try_from(n).ok()).ok_or(Bomb::Broken)?;
            rest = length.checked_add(8).and_then(|n| rest.get(n..)).ok_or(Bomb::Broken)?;
            continue;
        }
        let left = most.saturating_sub(out.len() as u64);
        let before = rest.len();
        let mut decoder =
            ruzstd::decoding::StreamingDecoder::new_with_max_window_size(&mut rest, ENTRY).map_err(|_| Bomb::Broken)?;
        let frame = bounded(&mut decoder, left)?;
        out.extend(frame);
        if rest.len() >= before {
            return Err(Bomb::Broken);
        }
    }
    Ok(out)
}
