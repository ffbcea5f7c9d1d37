//! The files of `law/` with an index each, made when the program was built: where every key and value stands in the text.
//! Reading the index gives exactly the table that parsing the text gives (`tests` below), and no text is looked through for it.
//!
//! An index is a row of bytes: for each value a tag, the place where it begins and its length, then what it holds.

#[cfg(test)]
mod tests;
#[cfg_attr(not(test), allow(dead_code, reason = "the build script and the tests write; the program reads the tags"))]
pub(crate) mod write;

use std::borrow::Cow;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use write::tag;

/// A file of `law/`, built into the program.
#[derive(Debug)]
pub(crate) struct File {
    /// Its name, with the folder: `law/ai-act.toml`.
    pub(crate) name: &'static str,
    /// The text as it stands in the folder.
    pub(crate) text: &'static str,
    /// Its index; empty if it has none.
    pub(crate) index: &'static [u8],
}

/// Every file of `law/`, sorted by name; the worked examples are not built in. A static and no constant: there is one copy of
/// each text in a program, whoever names it.
pub(crate) static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/law.rs"));

/// The table of a text that is one of the files built in, from its index; `None` for any other text.
pub(crate) fn table<'a>(name: &str, text: &'a str) -> Option<Spanned<DeTable<'a>>> {
    let file = FILES.iter().find(|f| f.name == name && f.text == text)?;
    Reader { text, rest: file.index }.root()
}

/// The texts of an index not yet read.
struct Reader<'a, 'i> {
    text: &'a str,
    rest: &'i [u8],
}

impl<'a> Reader<'a, '_> {
    fn root(mut self) -> Option<Spanned<DeTable<'a>>> {
        let value = self.value()?;
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(Spanned::new(span, table)),
            _ => None,
        }
    }

    fn value(&mut self) -> Option<Spanned<DeValue<'a>>> {
        let (tag, span) = self.head()?;
        let value = match tag {
            tag::TEXT => DeValue::String(Cow::Borrowed(self.inner(&span)?)),
            tag::OTHER => DeValue::parse(self.text.get(span.clone())?).ok()?.into_inner(),
            tag::TRUE => DeValue::Boolean(true),
            tag::FALSE => DeValue::Boolean(false),
            tag::DATE => DeValue::Datetime(self.text.get(span.clone())?.parse().ok()?),
            tag::ARRAY => {
                let many = self.many()?;
                let mut list = Vec::with_capacity(many);
                for _ in 0..many {
                    list.push(self.value()?);
                }
                DeValue::Array(list.into_iter().collect())
            }
            tag::TABLE => {
                let many = self.many()?;
                let mut list = Vec::with_capacity(many);
                for _ in 0..many {
                    list.push((self.key()?, self.value()?));
                }
                DeValue::Table(list.into_iter().collect())
            }
            _ => return None,
        };
        Some(Spanned::new(span, value))
    }

    fn key(&mut self) -> Option<Spanned<Cow<'a, str>>> {
        let (tag, span) = self.head()?;
        let name = match tag {
            tag::BARE => self.text.get(span.clone())?,
            tag::QUOTED => self.inner(&span)?,
            _ => return None,
        };
        Some(Spanned::new(span, Cow::Borrowed(name)))
    }

    /// How many values or entries come next; no more than there are bytes left to tell of them.
    fn many(&mut self) -> Option<usize> {
        self.number().filter(|many| *many <= self.rest.len())
    }

    /// What stands between the quotation marks.
    fn inner(&self, span: &Range<usize>) -> Option<&'a str> {
        self.text.get(span.start.checked_add(1)?..span.end.checked_sub(1)?)
    }

    fn head(&mut self) -> Option<(u8, Range<usize>)> {
        let (tag, rest) = self.rest.split_first()?;
        self.rest = rest;
        let (start, len) = (self.number()?, self.number()?);
        Some((*tag, start..start.checked_add(len)?))
    }

    fn number(&mut self) -> Option<usize> {
        let mut n = 0usize;
        for shift in (0..usize::BITS).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            n |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(n);
            }
        }
        None
    }
}
