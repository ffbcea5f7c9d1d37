//! Canonical JSON after RFC 8785, without fractions: the same value gives the same bytes on every machine, so that a digest over
//! them means something.

use serde_json::{Map, Value as Json};

/// The largest whole number that every reader of JSON keeps exactly.
const LARGEST: u64 = (1 << 53) - 1;

/// Why a value has no canonical form here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonError {
    /// A number with a fraction, or one that some readers would round.
    #[error("a number that is no whole number below 2^53; write it as text")]
    Number,
}

/// The canonical bytes of a value.
///
/// # Errors
/// See [`CanonError`].
pub fn canonical(value: &Json) -> Result<Vec<u8>, CanonError> {
    let mut out = Vec::new();
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Json, out: &mut Vec<u8>) -> Result<(), CanonError> {
    match value {
        Json::Number(number) => {
            let small = number.as_u64().is_some_and(|n| n <= LARGEST)
                || number.as_i64().is_some_and(|n| n.unsigned_abs() <= LARGEST);
            if !small {
                return Err(CanonError::Number);
            }
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Json::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Json::Object(map) => object(map, out)?,
        // Null, booleans, and strings with the escapes the RFC asks for.
        other => out.extend_from_slice(other.to_string().as_bytes()),
    }
    Ok(())
}

fn object(map: &Map<String, Json>, out: &mut Vec<u8>) -> Result<(), CanonError> {
    let mut pairs: Vec<(&String, &Json)> = map.iter().collect();
    // By the units of UTF-16, as the RFC sorts.
    pairs.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push(b'{');
    for (i, (key, value)) in pairs.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(&Json::from(key.as_str()), out)?;
        out.push(b':');
        write(value, out)?;
    }
    out.push(b'}');
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_is_between() {
        let value: Json =
            serde_json::from_str(r#"{ "b": [1, true, null], "a": {"z": "x", "y": -7}, "€": 0 }"#).unwrap();
        assert_eq!(
            String::from_utf8(canonical(&value).unwrap()).unwrap(),
            r#"{"a":{"y":-7,"z":"x"},"b":[1,true,null],"€":0}"#
        );
    }

    #[test]
    fn sorted_by_units_of_utf_16() {
        // U+1F600 is a pair that begins with D83D, below U+FB33.
        let value: Json = serde_json::from_str("{\"\u{fb33}\":1,\"\u{1f600}\":2}").unwrap();
        assert_eq!(String::from_utf8(canonical(&value).unwrap()).unwrap(), "{\"\u{1f600}\":2,\"\u{fb33}\":1}");
    }

    #[test]
    fn escapes_are_the_short_ones() {
        let value = Json::from("\u{8}\t\n\u{c}\r\"\\\u{1f}\u{7f}é");
        assert_eq!(canonical(&value).unwrap(), "\"\\b\\t\\n\\f\\r\\\"\\\\\\u001f\u{7f}é\"".as_bytes());
    }

    #[test]
    fn fractions_and_large_numbers_are_refused() {
        for text in ["0.5", "1e3", "9007199254740992", "-9007199254740993"] {
            let value: Json = serde_json::from_str(text).unwrap();
            assert_eq!(canonical(&value), Err(CanonError::Number), "{text}");
        }
    }
}
