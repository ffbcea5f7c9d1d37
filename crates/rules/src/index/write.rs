//! A parsed TOML text to its index. Only the build script and the tests run this.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// What kind of value comes next.
pub(crate) mod tag {
    /// A text that stands between two single quotation marks or apostrophes as it is.
    pub(crate) const TEXT: u8 = 0;
    /// Anything else that stands for one value: to be parsed when it is read.
    pub(crate) const OTHER: u8 = 1;
    /// `true`.
    pub(crate) const TRUE: u8 = 2;
    /// `false`.
    pub(crate) const FALSE: u8 = 3;
    /// A date or time.
    pub(crate) const DATE: u8 = 4;
    /// An array: how many values, then each.
    pub(crate) const ARRAY: u8 = 5;
    /// A table: how many entries, then the key and the value of each, sorted by key.
    pub(crate) const TABLE: u8 = 6;
    /// A key as it is.
    pub(crate) const BARE: u8 = 7;
    /// A key between quotation marks.
    pub(crate) const QUOTED: u8 = 8;
}

/// The index of a text; empty where some key is written in a way that an index cannot tell.
pub(crate) fn index(text: &str) -> Result<Vec<u8>, Error> {
    let root = DeTable::parse(text)?;
    let mut out = Vec::new();
    let told = table(text, root.get_ref(), root.span(), &mut out);
    Ok(if told.is_some() { out } else { Vec::new() })
}

fn table(text: &str, table: &DeTable<'_>, span: std::ops::Range<usize>, out: &mut Vec<u8>) -> Option<()> {
    head(tag::TABLE, span, out);
    number(table.len(), out);
    for (key, item) in table.iter() {
        let (span, name) = (key.span(), key.get_ref().as_ref());
        let tag = if text.get(span.clone()) == Some(name) {
            tag::BARE
        } else if text.get(span.start + 1..span.end - 1) == Some(name) {
            tag::QUOTED
        } else {
            return None;
        };
        head(tag, span, out);
        value(text, item, out)?;
    }
    Some(())
}

fn value(text: &str, item: &Spanned<DeValue<'_>>, out: &mut Vec<u8>) -> Option<()> {
    let span = item.span();
    match item.get_ref() {
        DeValue::String(s) if text.get(span.start + 1..span.end - 1) == Some(s.as_ref()) => head(tag::TEXT, span, out),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) => head(tag::OTHER, span, out),
        DeValue::Boolean(yes) => head(if *yes { tag::TRUE } else { tag::FALSE }, span, out),
        DeValue::Datetime(_) => head(tag::DATE, span, out),
        DeValue::Array(list) => {
            head(tag::ARRAY, span, out);
            number(list.len(), out);
            for item in list.iter() {
                value(text, item, out)?;
            }
        }
        DeValue::Table(inner) => table(text, inner, span, out)?,
    }
    Some(())
}

/// A tag and the bytes of the text it is about.
fn head(tag: u8, span: std::ops::Range<usize>, out: &mut Vec<u8>) {
    out.push(tag);
    number(span.start, out);
    number(span.len(), out);
}

/// A number in groups of seven bits, the lowest first; the high bit says that more follow.
fn number(mut n: usize, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(n & 0x7f).unwrap_or_default();
        n >>= 7;
        out.push(if n > 0 { low | 0x80 } else { low });
        if n == 0 {
            return;
        }
    }
}
