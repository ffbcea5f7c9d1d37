//! The wire format of protocol buffers, decoded by hand: fields with their numbers, nothing allocated for what a length claims.

/// A value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'b> {
    /// A varint.
    Varint(u64),
    /// Bytes: a text, or a message.
    Bytes(&'b [u8]),
    /// Fixed numbers, which none of the messages needs.
    Fixed,
}

impl<'b> Value<'b> {
    /// Bytes, or none.
    pub fn bytes(self) -> &'b [u8] {
        if let Value::Bytes(bytes) = self { bytes } else { &[] }
    }

    /// A text, where it is one.
    pub fn text(self) -> Option<&'b str> {
        if let Value::Bytes(bytes) = self { std::str::from_utf8(bytes).ok() } else { None }
    }

    /// A number.
    pub fn number(self) -> Option<u64> {
        if let Value::Varint(n) = self { Some(n) } else { None }
    }
}

/// The fields of a message; they end where it is broken.
#[derive(Clone, Copy)]
pub struct Fields<'b> {
    rest: &'b [u8],
}

/// The fields of a message.
pub fn fields(bytes: &[u8]) -> Fields<'_> {
    Fields { rest: bytes }
}

impl<'b> Fields<'b> {
    fn varint(&mut self) -> Option<u64> {
        let mut out = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            out |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if *byte < 0x80 {
                return Some(out);
            }
        }
        None
    }

    fn take(&mut self, n: u64) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(n).ok()?)?;
        self.rest = rest;
        Some(taken)
    }
}

impl<'b> Iterator for Fields<'b> {
    type Item = (u64, Value<'b>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Varint(self.varint()?),
            1 => {
                self.take(8)?;
                Value::Fixed
            }
            2 => {
                let n = self.varint()?;
                Value::Bytes(self.take(n)?)
            }
            5 => {
                self.take(4)?;
                Value::Fixed
            }
            _ => return None,
        };
        Some((key >> 3, value))
    }
}

/// The first field with a number.
pub fn field(bytes: &[u8], number: u64) -> Option<Value<'_>> {
    fields(bytes).find(|(n, _)| *n == number).map(|(_, value)| value)
}

/// The text of a field, where it is not empty.
pub fn text(bytes: &[u8], number: u64) -> Option<&str> {
    field(bytes, number).and_then(Value::text).map(str::trim).filter(|t| !t.is_empty())
}

/// A message, for tests: fields of bytes.
#[cfg(test)]
pub fn message(fields: &[(u64, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (number, bytes) in fields {
        for mut n in [number << 3 | 2, bytes.len() as u64] {
            while n >= 0x80 {
                out.push((n & 0x7f) as u8 | 0x80);
                n >>= 7;
            }
            out.push(n as u8);
        }
        out.extend(*bytes);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(fields(&bytes).count() <= bytes.len());
        }
    }

    #[test]
    fn fields_are_read_and_lies_end() {
        let inner = message(&[(1, b"a"), (16, b"2.5")]);
        let outer = message(&[(200, &inner), (2, b"")]);
        assert_eq!(field(&outer, 200).map(Value::bytes), Some(inner.as_slice()));
        assert_eq!(text(&inner, 16), Some("2.5"));
        // A length beyond the end, a varint that never ends, a group.
        for lie in [
            &[0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f][..],
            &[0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x0b],
        ] {
            assert_eq!(fields(lie).count(), 0);
        }
    }
}
