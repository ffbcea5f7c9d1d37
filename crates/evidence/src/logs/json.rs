//! JSON as Python writes it, into a tree that keeps what evidence needs: the place of every value, numbers as they are
//! written, keys that stand twice, and the bare words `NaN`, `Infinity`, `-Infinity`, which are no JSON.
//!
//! The text is a stranger's: nesting and the number of values are bounded, and what is not wanted of the top level is
//! passed over without being kept.

use std::collections::BTreeSet;

pub use super::tree::{Entries, Entry, Json, Kind};

/// Nesting; the deepest real result has some twenty levels.
const DEPTH: usize = 96;
/// Values of one document.
const VALUES: usize = 1_000_000;
/// Keys that stand twice and are named.
const REPEATED: usize = 20;

/// What to do with a key of the top level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Read and keep its value.
    Keep,
    /// Pass over its value.
    Skip,
    /// Read no further.
    Stop,
}

/// Why a document ends before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Why.
    pub why: &'static str,
    /// At which byte.
    pub at: usize,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// What could be read; a value that is cut is not in it.
    pub root: Json,
    /// Why it ends early.
    pub broken: Option<Broken>,
    /// Keys that stand twice in one object, with the byte of the second.
    pub repeated: Vec<(String, usize)>,
}

/// Reads a document; `take` decides on the keys of the top level.
pub fn parse(text: &str, take: &dyn Fn(&str) -> Take) -> Parsed {
    let mut parser = Parser { text: text.as_bytes(), at: 0, left: VALUES, repeated: Vec::new() };
    let (root, broken) = parser.document(text, take);
    Parsed { root, broken, repeated: parser.repeated }
}

/// Reads a document whole.
pub fn whole(text: &str) -> Parsed {
    parse(text, &|_| Take::Keep)
}

struct Parser<'t> {
    text: &'t [u8],
    at: usize,
    left: usize,
    repeated: Vec<(String, usize)>,
}

type Read<T> = Result<T, Broken>;

impl Parser<'_> {
    fn fail<T>(&self, why: &'static str) -> Read<T> {
        Err(Broken { why, at: self.at })
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, word: &[u8]) -> bool {
        let there = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if there {
            self.at += word.len();
        }
        there
    }

    fn document(&mut self, text: &str, take: &dyn Fn(&str) -> Take) -> (Json, Option<Broken>) {
        self.space();
        let at = self.at;
        if self.peek() != Some(b'{') {
            return match self.value(text, 0) {
                Ok(json) => (json, self.end()),
                Err(broken) => (Json { at, kind: Kind::Null }, Some(broken)),
            };
        }
        self.at += 1;
        let mut entries = Vec::new();
        let broken = loop {
            match self.entry(text, take, &mut entries) {
                Ok(Go::On) => {}
                Ok(Go::End) => break self.end(),
                Ok(Go::Stop) => break None,
                Err(broken) => break Some(broken),
            }
        };
        self.settle(&mut entries);
        (Json { at, kind: Kind::Map(Entries::new(entries)) }, broken)
    }

    fn end(&mut self) -> Option<Broken> {
        self.space();
        (self.at < self.text.len()).then_some(Broken { why: "something follows the JSON document", at: self.at })
    }

    /// One entry of the top level.
    fn entry(&mut self, text: &str, take: &dyn Fn(&str) -> Take, out: &mut Vec<Entry>) -> Read<Go> {
        self.space();
        if self.eat(b"}") {
            return Ok(Go::End);
        }
        let key_at = self.at;
        let key = self.key(text)?;
        match take(&key) {
            Take::Stop => return Ok(Go::Stop),
            Take::Skip => self.pass(0)?,
            Take::Keep => {
                let value = self.value(text, 1)?;
                out.push((key, key_at, value));
            }
        }
        self.space();
        if self.eat(b",") {
            return Ok(Go::On);
        }
        if self.peek() == Some(b'}') { Ok(Go::On) } else { self.fail("a comma or the end of the object is missing") }
    }

    fn key(&mut self, text: &str) -> Read<String> {
        let key = self.string(text)?;
        self.space();
        if !self.eat(b":") {
            return self.fail("a colon is missing");
        }
        self.space();
        Ok(key)
    }

    fn spend(&mut self) -> Read<()> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => self.fail("it holds more than a million values"),
        }
    }

    fn value(&mut self, text: &str, depth: usize) -> Read<Json> {
        self.spend()?;
        self.space();
        let at = self.at;
        let kind = match self.peek() {
            None => return self.fail("it ends too early"),
            Some(b'"') => Kind::Text(self.string(text)?),
            Some(b'{' | b'[') if depth >= DEPTH => return self.fail("it is nested too deep"),
            Some(b'[') => self.list(text, depth)?,
            Some(b'{') => self.map(text, depth)?,
            _ => self.plain(text)?,
        };
        Ok(Json { at, kind })
    }

    fn list(&mut self, text: &str, depth: usize) -> Read<Kind> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            if self.eat(b"]") {
                return Ok(Kind::List(items));
            }
            items.push(self.value(text, depth + 1)?);
            self.space();
            if !self.eat(b",") && self.peek() != Some(b']') {
                return self.fail("a comma or the end of the list is missing");
            }
        }
    }

    fn map(&mut self, text: &str, depth: usize) -> Read<Kind> {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.space();
            if self.eat(b"}") {
                self.settle(&mut entries);
                return Ok(Kind::Map(Entries::new(entries)));
            }
            let at = self.at;
            let key = self.key(text)?;
            let value = self.value(text, depth + 1)?;
            entries.push((key, at, value));
            self.space();
            if !self.eat(b",") && self.peek() != Some(b'}') {
                return self.fail("a comma or the end of the object is missing");
            }
        }
    }

    /// Of keys that stand twice the last counts, as in Python; they are told.
    fn settle(&mut self, entries: &mut Vec<Entry>) {
        let mut seen = BTreeSet::new();
        for (key, at, _) in entries.iter() {
            if !seen.insert(key.as_str()) && self.repeated.len() < REPEATED {
                self.repeated.push((key.clone(), *at));
            }
        }
        if seen.len() == entries.len() {
            return;
        }
        let mut later = BTreeSet::new();
        let last: Vec<bool> = entries.iter().rev().map(|(key, _, _)| later.insert(key.clone())).collect();
        let mut last = last.into_iter().rev();
        entries.retain(|_| last.next() == Some(true));
    }

    /// A number or a word.
    fn plain(&mut self, text: &str) -> Read<Kind> {
        for (word, kind) in [
            ("null", Kind::Null),
            ("true", Kind::Bool(true)),
            ("false", Kind::Bool(false)),
            ("NaN", Kind::Not("NaN")),
            ("Infinity", Kind::Not("Infinity")),
            ("-Infinity", Kind::Not("-Infinity")),
        ] {
            if self.eat(word.as_bytes()) {
                return Ok(kind);
            }
        }
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let number = text.get(start..self.at).unwrap_or_default();
        // A number at the very end may be cut; a document never ends with one, except where it is nothing else.
        if !is_number(number) || (self.at == self.text.len() && start > 0) {
            self.at = start;
            return self.fail("neither a value nor a number");
        }
        Ok(Kind::Number(number.to_owned()))
    }

    fn string(&mut self, text: &str) -> Read<String> {
        if self.peek() != Some(b'"') {
            return self.fail("a text in quotation marks is missing");
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\') {
                self.at += 1;
            }
            out.push_str(text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(_) => self.escape(&mut out)?,
                None => return self.fail("a text is cut"),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Read<()> {
        self.at += 1;
        let letter = self.peek();
        self.at += 1;
        out.push(match letter {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'u') => return self.unicode(out),
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            _ => return self.fail("an escape in a text is none"),
        });
        Ok(())
    }

    fn unicode(&mut self, out: &mut String) -> Read<()> {
        let first = self.hex()?;
        let code = match first {
            0xd800..=0xdbff if self.eat(b"\\u") => match self.hex()? {
                second @ 0xdc00..=0xdfff => 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                // Half a pair alone is no character; what follows it is.
                second => {
                    out.push('\u{fffd}');
                    second
                }
            },
            code => code,
        };
        out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
        Ok(())
    }

    fn hex(&mut self) -> Read<u32> {
        let digits = self.text.get(self.at..self.at.saturating_add(4)).and_then(|d| std::str::from_utf8(d).ok());
        let digits = digits.filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|d| u32::from_str_radix(d, 16).ok()) {
            Some(code) => {
                self.at += 4;
                Ok(code)
            }
            None => self.fail("an escape in a text is none"),
        }
    }

    /// Passes over a value without keeping it, and without recursion.
    fn pass(&mut self, mut depth: usize) -> Read<()> {
        loop {
            match self.peek() {
                None => return self.fail("it ends too early"),
                Some(b'"') => self.pass_string()?,
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth == 0 => return Ok(()),
                Some(b'}' | b']') => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b',') if depth == 0 => return Ok(()),
                Some(_) => self.at += 1,
            }
            if depth == 0 && matches!(self.peek(), Some(b',' | b'}' | b']')) {
                return Ok(());
            }
        }
    }

    fn pass_string(&mut self) -> Read<()> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
                None => return self.fail("a text is cut"),
            }
        }
    }
}

enum Go {
    On,
    End,
    Stop,
}

/// Whether a text is a number of JSON.
fn is_number(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = body.split_once(['e', 'E']).map_or((body, None), |(m, e)| (m, Some(e)));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let fraction = mantissa.split_once('.').map_or(digits(mantissa), |(whole, rest)| digits(whole) && digits(rest));
    fraction && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
