//! CBOR (RFC 8949) as JSON, as far as assertions use it: bounded in depth and in items, and no float is needed.

use serde_json::{Map, Value};

/// How deep items lie in one another.
const DEPTH: u32 = 32;
/// How many items are read.
const ITEMS: u32 = 20_000;

/// The first item of a text; `None` where it is broken, or longer than what is read.
pub(super) fn read(bytes: &[u8]) -> Option<Value> {
    Reading { rest: bytes, items: 0 }.item(0)
}

struct Reading<'b> {
    rest: &'b [u8],
    items: u32,
}

impl<'b> Reading<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, length: u64) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        Some(taken)
    }

    /// The number behind the head; `None` inside for an indefinite length.
    fn argument(&mut self, low: u8) -> Option<Option<u64>> {
        let wide = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        Some(match low {
            0..=23 => Some(u64::from(low)),
            24 => Some(wide(self.take(1)?)),
            25 => Some(wide(self.take(2)?)),
            26 => Some(wide(self.take(4)?)),
            27 => Some(wide(self.take(8)?)),
            31 => None,
            _ => return None,
        })
    }

    /// Whether an indefinite item ends here.
    fn ended(&mut self) -> bool {
        let end = self.rest.first() == Some(&0xff);
        if end {
            self.byte();
        }
        end
    }

    fn item(&mut self, depth: u32) -> Option<Value> {
        self.items += 1;
        if depth > DEPTH || self.items > ITEMS {
            return None;
        }
        let head = self.byte()?;
        let argument = self.argument(head & 31)?;
        Some(match head >> 5 {
            0 => Value::from(argument?),
            1 => Value::from(i64::try_from(argument?).ok()?.checked_neg()?.checked_sub(1)?),
            kind @ (2 | 3) => {
                let mut bytes = Vec::new();
                match argument {
                    Some(length) => bytes.extend_from_slice(self.take(length)?),
                    None => {
                        while !self.ended() {
                            let head = self.byte()?;
                            let length = self.argument(head & 31)??;
                            if head >> 5 != kind {
                                return None;
                            }
                            bytes.extend_from_slice(self.take(length)?);
                        }
                    }
                }
                if kind == 3 { Value::String(String::from_utf8(bytes).ok()?) } else { Value::Null }
            }
            4 => {
                let mut list = Vec::new();
                let mut left = argument;
                while left.map_or_else(|| !self.ended(), |n| n > 0) {
                    list.push(self.item(depth + 1)?);
                    left = left.map(|n| n - 1);
                }
                Value::Array(list)
            }
            5 => {
                let mut map = Map::new();
                let mut left = argument;
                while left.map_or_else(|| !self.ended(), |n| n > 0) {
                    let key = self.item(depth + 1)?;
                    let value = self.item(depth + 1)?;
                    if let Value::String(key) = key {
                        map.insert(key, value);
                    }
                    left = left.map(|n| n - 1);
                }
                Value::Object(map)
            }
            // A tag says how to take the item behind it, which is taken as it is.
            6 => self.item(depth + 1)?,
            _ => match head & 31 {
                20 => Value::Bool(false),
                21 => Value::Bool(true),
                _ => Value::Null,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn items_of_every_kind() {
        // {"a": [1, -2, "x", h'00', true, null, 1(7)], _ "b": _ ["c"]}
        let bytes = b"\xa2\x61a\x87\x01\x21\x61x\x41\x00\xf5\xf6\xc1\x07\x61b\x9f\x61c\xff";
        assert_eq!(read(bytes), Some(json!({"a": [1, -2, "x", null, true, null, 7], "b": ["c"]})));
        assert_eq!(read(b"\xbf\x61a\x18\x20\xff"), Some(json!({"a": 32})));
        assert_eq!(read(b"\x7f\x61a\x61b\xff"), Some(json!("ab")));
        for broken in [
            &b""[..],
            b"\xa1",
            b"\xa1\x61",
            b"\x7f\x41a\xff",
            b"\x9f",
            b"\x1c",
            b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff",
        ] {
            assert_eq!(read(broken), None, "{broken:?}");
        }
        assert_eq!(read(&[0x81; 100]), None);
    }
}
