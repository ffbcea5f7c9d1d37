//! JUMBF, the boxes in which C2PA keeps its manifests: the last manifest of the store, and the assertions in it. Whether its
//! signature holds is not looked at here.

use serde_json::Value;

use super::bytes::{be32, part};
use super::cbor;

/// How deep boxes lie in one another.
const DEPTH: u32 = 8;
/// How many boxes are read.
const BOXES: u32 = 20_000;

/// A manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Its label.
    pub label: String,
    /// Label and content of each assertion that is CBOR or JSON.
    pub assertions: Vec<(String, Value)>,
}

/// A box of boxes.
struct Super<'b> {
    label: String,
    children: Vec<(&'b [u8], &'b [u8])>,
}

/// The manifest that counts: the last one of the store. `Err` where the boxes are broken, `Ok(None)` where it is no store.
pub(super) fn active(bytes: &[u8]) -> Result<Option<Manifest>, ()> {
    let mut left = BOXES;
    let Some((b"jumb", content, _)) = next(bytes, &mut left) else { return Err(()) };
    let store = open(content, 0, &mut left).ok_or(())?;
    // A box of another use of the same format.
    if store.label != "c2pa" {
        return Ok(None);
    }
    let Some((_, last)) = store.children.iter().rev().find(|(kind, _)| *kind == b"jumb") else { return Ok(None) };
    let manifest = open(last, 1, &mut left).ok_or(())?;
    let mut found = Manifest { label: manifest.label, assertions: Vec::new() };
    for (_, content) in manifest.children.iter().filter(|(kind, _)| *kind == b"jumb") {
        let inner = open(content, 2, &mut left).ok_or(())?;
        if inner.label != "c2pa.assertions" {
            continue;
        }
        for (_, content) in inner.children.iter().filter(|(kind, _)| *kind == b"jumb") {
            let assertion = open(content, 3, &mut left).ok_or(())?;
            let value = assertion.children.iter().find_map(|(kind, data)| match *kind {
                b"cbor" => cbor::read(data),
                b"json" => serde_json::from_slice(data).ok(),
                _ => None,
            });
            found.assertions.push((assertion.label, value.unwrap_or(Value::Null)));
        }
    }
    Ok(Some(found))
}

/// The first box: its kind, its content, and what comes after it.
fn next<'b>(bytes: &'b [u8], left: &mut u32) -> Option<(&'b [u8; 4], &'b [u8], &'b [u8])> {
    *left = left.checked_sub(1)?;
    let kind: &[u8; 4] = part(bytes, 4, 4)?.try_into().ok()?;
    let (head, length) = match be32(bytes, 0)? {
        0 => (8, bytes.len()),
        1 => {
            let wide: [u8; 8] = part(bytes, 8, 8)?.try_into().ok()?;
            (16, usize::try_from(u64::from_be_bytes(wide)).ok()?)
        }
        length => (8, length),
    };
    let content = part(bytes, head, length.checked_sub(head)?)?;
    Some((kind, content, bytes.get(length..)?))
}

/// The label of a box of boxes, and what lies in it.
fn open<'b>(content: &'b [u8], depth: u32, left: &mut u32) -> Option<Super<'b>> {
    if depth > DEPTH {
        return None;
    }
    let Some((b"jumd", description, mut rest)) = next(content, left) else { return None };
    // Sixteen bytes of type, one of switches, of which the second says that a label follows, ended by a zero.
    let label = match description.get(16)? & 2 {
        0 => &[],
        _ => description.get(17..)?.split(|b| *b == 0).next()?,
    };
    let mut children: Vec<(&[u8], &[u8])> = Vec::new();
    while !rest.is_empty() {
        let (kind, data, after) = next(rest, left)?;
        children.push((kind, data));
        rest = after;
    }
    Some(Super { label: String::from_utf8_lossy(label).into_owned(), children })
}
