//! Patterns and paths: brought to one spelling (RFC 9309, 2.2.2), then compared in linear time.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::Dialect;

/// A pattern in its one spelling, as it lies in the arena of a file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// Where it begins in the arena, and how many octets it has there, without a `$` at its end.
    pub start: u32,
    pub length: u32,
    /// Octets of the pattern, `*` and `$` counted: the longest that matches wins.
    pub rank: u32,
    /// It ends with `$`.
    pub anchored: bool,
    /// It holds a `*`.
    pub wild: bool,
    /// The first octets up to the first `*`, at most eight, and which of the eight are given: one comparison
    /// refuses most patterns.
    pub key: u64,
    pub mask: u64,
}

/// The first eight octets as a number.
pub(super) fn key(path: &[u8]) -> u64 {
    let mut eight = [0; 8];
    for (to, from) in eight.iter_mut().zip(path) {
        *to = *from;
    }
    u64::from_be_bytes(eight)
}

/// Writes a pattern into the arena.
pub(super) fn write(value: &[u8], dialect: Dialect, arena: &mut Vec<u8>) -> Option<Shape> {
    let start = u32::try_from(arena.len()).ok()?;
    let mut shape = Shape { start, ..Shape::default() };
    let mut rank = 0_usize;
    let mut rest = value;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let before = arena.len();
        match byte {
            b'*' => {
                shape.wild = true;
                arena.push(byte);
            }
            b'$' if tail.is_empty() => {
                shape.anchored = true;
                rank += 1;
            }
            // A dollar sign inside is a character like others; in a path it is written `%24`, see `normal`.
            b'$' if dialect == Dialect::Rfc9309 => {
                arena.extend_from_slice(b"%24");
                rank += 1;
                continue;
            }
            b'%' => rest = percent(tail, dialect, arena),
            _ if spelled_out(byte) => spell(byte, arena),
            _ => arena.push(byte),
        }
        rank += arena.len() - before;
    }
    let written = arena.get(start as usize..)?;
    let literal = memchr(b'*', written).unwrap_or(written.len()).min(8);
    shape.length = u32::try_from(written.len()).ok()?;
    shape.rank = u32::try_from(rank).ok()?;
    shape.key = key(written.get(..literal)?);
    shape.mask = key([0xff; 8].get(..literal)?);
    Some(shape)
}

/// Whether a pattern matches a path in its one spelling, from the path's first octet on.
pub(super) fn matches(pattern: &[u8], shape: &Shape, path: &[u8]) -> bool {
    if !shape.wild {
        return if shape.anchored { path == pattern } else { path.starts_with(pattern) };
    }
    let mut pieces = pattern.split(|b| *b == b'*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    // The leftmost place of each piece leaves most room for those after it, so that nothing is ever tried twice.
    while let Some(piece) = pieces.next() {
        if shape.anchored && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let found = match piece {
            [] => Some(0),
            [one] => memchr(*one, rest),
            _ => memmem::find(rest, piece),
        };
        match found.and_then(|at| rest.get(at + piece.len()..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

/// A path with its query in its one spelling.
pub(super) fn normal(path: &str, dialect: Dialect) -> Cow<'_, [u8]> {
    let bytes = path.as_bytes();
    let special = |b: u8| matches!(b, b'*' | b'$') && dialect == Dialect::Rfc9309;
    let changes = |b: u8| b == b'%' || b == b' ' || spelled_out(b) || special(b);
    let Some(first) = bytes.iter().position(|b| changes(*b)) else { return Cow::Borrowed(bytes) };
    let (clean, mut rest) = bytes.split_at_checked(first).unwrap_or((&[], bytes));
    let mut out = Vec::with_capacity(bytes.len() + 16);
    out.extend_from_slice(clean);
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => rest = percent(tail, dialect, &mut out),
            _ if byte == b' ' || spelled_out(byte) || special(byte) => spell(byte, &mut out),
            _ => out.push(byte),
        }
    }
    Cow::Owned(out)
}

/// What follows a `%`: an unreserved character is written plainly (not by Google), others with digits in upper case.
fn percent<'b>(tail: &'b [u8], dialect: Dialect, out: &mut Vec<u8>) -> &'b [u8] {
    let value = |digit: &u8| char::from(*digit).to_digit(16).and_then(|v| u8::try_from(v).ok());
    match tail {
        [high, low, rest @ ..] => match (value(high), value(low)) {
            (Some(h), Some(l)) => {
                let byte = h << 4 | l;
                if dialect == Dialect::Rfc9309 && unreserved(byte) {
                    out.push(byte);
                } else {
                    spell(byte, out);
                }
                rest
            }
            _ => {
                out.push(b'%');
                tail
            }
        },
        _ => {
            out.push(b'%');
            tail
        }
    }
}

fn unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What no path holds as it is: octets outside ASCII, and control characters.
fn spelled_out(byte: u8) -> bool {
    !(b' '..0x7f).contains(&byte)
}

fn spell(byte: u8, out: &mut Vec<u8>) {
    let digit = |v: u8| char::from_digit(u32::from(v), 16).unwrap_or('0').to_ascii_uppercase() as u8;
    out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
}
