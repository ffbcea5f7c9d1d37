//! Bytes of a file to text.

use std::borrow::Cow;

/// Text of a file: UTF-8, UTF-16 by its mark, or what can be made of it.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |little: bool, rest: &[u8]| {
        let units: Vec<u16> = rest
            .chunks_exact(2)
            .map(|p| {
                let pair = [p.first().copied().unwrap_or(0), p.get(1).copied().unwrap_or(0)];
                if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
            })
            .collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        wide(true, rest)
    } else if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        wide(false, rest)
    } else {
        String::from_utf8_lossy(bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes))
    }
}
