//! TOML read with places: every refusal names file, line and column. Used for the law book and for `gpai.toml`.

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil::Date;
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use crate::index;

/// A refusal with its place and, where there is one, the mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}{}: {message}{}", at(*line, *column), help.as_ref().map(|h| format!("\n  help: {h}")).unwrap_or_default())]
pub struct PlacedError {
    /// The file as it was named.
    pub file: String,
    /// 1-based line; 0 where the file as a whole is meant.
    pub line: u32,
    /// 1-based column in characters.
    pub column: u32,
    /// What is wrong; lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

fn at(line: u32, column: u32) -> String {
    if line == 0 { String::new() } else { format!(":{line}:{column}") }
}

/// A text with its name, for turning byte offsets into places.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// File name shown in messages.
    pub file: &'a str,
    /// The whole text.
    pub text: &'a str,
}

impl<'a> Text<'a> {
    /// Line and column, both 1-based, of a byte offset.
    pub fn place(&self, offset: usize) -> (u32, u32) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(..end).unwrap_or_default();
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// A refusal at a byte range.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> PlacedError {
        let (line, column) = self.place(span.start);
        PlacedError { file: self.file.to_owned(), line, column, message: message.into(), help: None }
    }

    /// Parses the text; one of the files of `law/` built into the program is read by its index instead.
    pub fn parse(&self) -> Result<Spanned<DeTable<'a>>, PlacedError> {
        if let Some(table) = index::table(self.file, self.text) {
            return Ok(table);
        }
        DeTable::parse(self.text)
            .map_err(|e| self.error(e.span().unwrap_or(0..0), e.message().trim_end_matches('.').to_owned()))
    }
}

impl PlacedError {
    /// The same with the path of the file as a person can open it, and the line that it is about, with a mark under the place.
    pub fn shown(mut self, path: &str, text: &str) -> Self {
        self.file = path.to_owned();
        if let Some(excerpt) = excerpt(text, self.line, self.column) {
            self.message.push_str(&excerpt);
        }
        self
    }

    /// The same refusal with the mend named.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Characters of a line that are shown; a longer one is cut around the place.
const SHOWN: usize = 100;

/// A line with its number and a caret under a column, each on a line of its own.
fn excerpt(text: &str, line: u32, column: u32) -> Option<String> {
    let (at, column) = (usize::try_from(line).ok()?.checked_sub(1)?, usize::try_from(column).ok()?.max(1) - 1);
    let whole: Vec<char> = text.lines().nth(at)?.chars().collect();
    let start = if whole.len() > SHOWN { column.saturating_sub(SHOWN / 2) } else { 0 };
    let part: String = whole.iter().skip(start).take(SHOWN).map(|c| if c.is_control() { ' ' } else { *c }).collect();
    // Chinese characters take two columns.
    let before = whole.iter().skip(start).take(column - start);
    let blanks: usize = before.map(|c| if u32::from(*c) >= 0x2e80 { 2 } else { 1 }).sum();
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    Some(format!("\n {gutter} |\n {number} | {}\n {gutter} | {}^", part.trim_end(), " ".repeat(blanks)))
}

/// A table being read key by key; what is left over at the end is an unknown key.
pub struct Table<'t, 'a> {
    text: Text<'a>,
    table: &'t DeTable<'a>,
    span: Range<usize>,
    read: RefCell<Vec<&'static str>>,
}

/// A value with its span.
pub type Item<'t, 'a> = &'t Spanned<DeValue<'a>>;

impl<'t, 'a> Table<'t, 'a> {
    /// Starts reading a table.
    pub fn new(text: Text<'a>, table: &'t DeTable<'a>, span: Range<usize>) -> Self {
        Table { text, table, span, read: RefCell::default() }
    }

    /// The text the table stands in.
    pub fn text(&self) -> Text<'a> {
        self.text
    }

    /// Where the table begins.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A refusal at the table's beginning.
    pub fn error(&self, message: impl Into<String>) -> PlacedError {
        self.text.error(self.span(), message)
    }

    /// The value of a key, if present.
    pub fn get(&self, key: &'static str) -> Option<Item<'t, 'a>> {
        self.read.borrow_mut().push(key);
        self.table.get(key)
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &'static str) -> Result<Item<'t, 'a>, PlacedError> {
        self.get(key).ok_or_else(|| self.error(format!("`{key}` is missing")))
    }

    /// A text that must be there.
    pub fn str(&self, key: &'static str) -> Result<String, PlacedError> {
        self.as_str(key, self.need(key)?)
    }

    /// A text that may be there.
    pub fn opt_str(&self, key: &'static str) -> Result<Option<String>, PlacedError> {
        self.get(key).map(|item| self.as_str(key, item)).transpose()
    }

    fn as_str(&self, key: &str, item: Item<'t, 'a>) -> Result<String, PlacedError> {
        item.get_ref()
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| self.text.error(item.span(), format!("`{key}` must be a text")))
    }

    /// `true` or `false`; absent is `false`.
    pub fn flag(&self, key: &'static str) -> Result<bool, PlacedError> {
        match self.get(key) {
            None => Ok(false),
            Some(item) => item
                .get_ref()
                .as_bool()
                .ok_or_else(|| self.text.error(item.span(), format!("`{key}` must be true or false"))),
        }
    }

    /// A list of texts; absent is empty.
    pub fn list(&self, key: &'static str) -> Result<Vec<(String, Range<usize>)>, PlacedError> {
        let Some(item) = self.get(key) else { return Ok(Vec::new()) };
        let wrong = |span| self.text.error(span, format!("`{key}` must be a list of texts"));
        let array = item.get_ref().as_array().ok_or_else(|| wrong(item.span()))?;
        array
            .iter()
            .map(|v| v.get_ref().as_str().map(|s| (s.to_owned(), v.span())).ok_or_else(|| wrong(v.span())))
            .collect()
    }

    /// A calendar day that may be there.
    pub fn date(&self, key: &'static str) -> Result<Option<Date>, PlacedError> {
        self.get(key).map(|item| as_date(self.text, item)).transpose()
    }

    /// A calendar day that must be there.
    pub fn need_date(&self, key: &'static str) -> Result<Date, PlacedError> {
        as_date(self.text, self.need(key)?)
    }

    /// A table below a key.
    pub fn table(&self, key: &'static str) -> Result<Option<Table<'t, 'a>>, PlacedError> {
        self.get(key)
            .map(|item| {
                let table = item
                    .get_ref()
                    .as_table()
                    .ok_or_else(|| self.text.error(item.span(), format!("`{key}` must be a table")))?;
                Ok(Table::new(self.text, table, item.span()))
            })
            .transpose()
    }

    /// An array of tables below a key; absent is empty.
    pub fn tables(&self, key: &'static str) -> Result<Vec<Table<'t, 'a>>, PlacedError> {
        let Some(item) = self.get(key) else { return Ok(Vec::new()) };
        let wrong = |span| self.text.error(span, format!("`{key}` must be a list of tables"));
        let array = item.get_ref().as_array().ok_or_else(|| wrong(item.span()))?;
        array
            .iter()
            .map(|v| v.get_ref().as_table().map(|t| Table::new(self.text, t, v.span())).ok_or_else(|| wrong(v.span())))
            .collect()
    }

    /// Every key with its span, in the order of the parser (sorted).
    pub fn keys(&self) -> impl Iterator<Item = (&'t str, Range<usize>, Item<'t, 'a>)> {
        self.table.iter().map(|(k, v)| (k.get_ref().as_ref(), k.span(), v))
    }

    /// Refuses keys that nobody read.
    pub fn finish(&self) -> Result<(), PlacedError> {
        let read = self.read.borrow();
        for (key, span, _) in self.keys() {
            if !read.contains(&key) {
                let error = self.text.error(span, format!("unknown key `{key}`"));
                return Err(match nearest(key, read.iter().copied()) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error,
                });
            }
        }
        Ok(())
    }
}

/// A TOML date, or a text of the form `2026-11-20`.
pub fn as_date(text: Text<'_>, item: &Spanned<DeValue<'_>>) -> Result<Date, PlacedError> {
    let written = match item.get_ref() {
        DeValue::String(s) => s.to_string(),
        DeValue::Datetime(d) => d.to_string(),
        _ => String::new(),
    };
    parse_date(&written).ok_or_else(|| text.error(item.span(), "expected a date such as 2026-11-20"))
}

/// `YYYY-MM-DD` and nothing else.
pub fn parse_date(written: &str) -> Option<Date> {
    let shape = written.len() == 10
        && written.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if shape { written.parse().ok() } else { None }
}

/// The nearest of some names, if one is near enough to be meant.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    known
        .into_iter()
        .map(|k| (k, strsim::jaro_winkler(name, k)))
        .filter(|(_, score)| *score > 0.7)
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)))
        .map(|(k, _)| k)
}
