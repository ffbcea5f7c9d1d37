//! Folding: what two texts have to have in common to count as the same. Compatibility forms, case, quotes, dashes and white space
//! are made alike, so that capitals or another typesetting hide nothing; the rules are named in the report. Plain ASCII goes in
//! chunks that the compiler turns into vector instructions. Where a folded byte came from is worked out for hits only.

use unicode_normalization::UnicodeNormalization as _;

/// Bytes that are folded at once.
const CHUNK: usize = 64;

/// How texts are folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fold {
    /// Not at all: bytes as they stand.
    pub exact: bool,
    /// Whether punctuation is left out.
    pub punctuation_out: bool,
}

/// A folded text, and where its bytes came from.
#[derive(Debug, Default)]
pub struct Traced {
    /// The folded text.
    pub text: Vec<u8>,
    /// Folded offset and the offset in the source at which what follows began.
    marks: Vec<(usize, usize)>,
    /// Bytes of the source.
    len: usize,
}

impl Traced {
    /// Where a folded byte began in the source.
    #[must_use]
    pub fn start(&self, folded: usize) -> usize {
        let at = self.marks.partition_point(|(f, _)| *f <= folded);
        at.checked_sub(1).and_then(|at| self.marks.get(at)).map_or(0, |(_, s)| *s)
    }

    /// Where in the source what stands before a folded offset ended.
    #[must_use]
    pub fn end(&self, folded: usize) -> usize {
        let at = self.marks.partition_point(|(f, _)| *f < folded);
        self.marks.get(at).map_or(self.len, |(_, s)| *s)
    }
}

/// What notes where folded bytes come from.
trait Trace {
    const ON: bool;
    fn mark(&mut self, folded: usize, source: usize);
}

struct Untraced;

impl Trace for Untraced {
    const ON: bool = false;
    fn mark(&mut self, _: usize, _: usize) {}
}

impl Trace for Vec<(usize, usize)> {
    const ON: bool = true;
    fn mark(&mut self, folded: usize, source: usize) {
        match self.last_mut() {
            Some(last) if last.0 == folded => last.1 = source,
            _ => self.push((folded, source)),
        }
    }
}

impl Fold {
    /// Its rules by name, for the report.
    #[must_use]
    pub fn rules(&self) -> Vec<&'static str> {
        if self.exact {
            return vec!["exact-bytes"];
        }
        let mut out = vec!["nfkc", "lower-case", "quotes", "dashes", "white-space"];
        if self.punctuation_out {
            out.push("punctuation-out");
        }
        out
    }

    /// Folds a text to the end of `out`.
    pub fn fold(&self, text: &str, out: &mut Vec<u8>) {
        self.run(text, out, &mut Untraced);
    }

    /// Folds a text and notes where each byte came from.
    #[must_use]
    pub fn traced(&self, text: &str) -> Traced {
        let (mut out, mut marks) = (Vec::with_capacity(text.len()), Vec::new());
        self.run(text, &mut out, &mut marks);
        Traced { text: out, marks, len: text.len() }
    }

    fn run<T: Trace>(&self, text: &str, out: &mut Vec<u8>, trace: &mut T) {
        if self.exact {
            if T::ON {
                for (at, _) in text.char_indices() {
                    trace.mark(out.len() + at, at);
                }
            }
            out.extend_from_slice(text.as_bytes());
            return;
        }
        let begun = out.len();
        out.reserve(text.len());
        let bytes = text.as_bytes();
        let mut blank = true;
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
            // A mark after the chunk could belong to its last letter.
            if !T::ON
                && let Some(chunk) = rest.first_chunk::<CHUNK>()
                && rest.get(CHUNK).is_none_or(u8::is_ascii)
                && let Some(mapped) = plain(chunk, blank, self.punctuation_out)
            {
                out.extend_from_slice(&mapped);
                blank = mapped.last() == Some(&b' ');
                at += CHUNK;
                continue;
            }
            let most = rest.get(..CHUNK).unwrap_or(rest);
            let high = most.iter().position(|b| !b.is_ascii());
            let ascii = match high {
                Some(0) => 0,
                Some(high) => high - 1,
                // The last one waits for what comes after it.
                None if most.len() == rest.len() => most.len(),
                None if most.len() > 1 => most.len() - 1,
                None => 1,
            };
            if ascii > 0 {
                let part = most.get(..ascii).unwrap_or_default();
                self.ascii(part, at, &mut blank, out, trace);
                at += ascii;
                continue;
            }
            at += self.cluster(text.get(at..).unwrap_or_default(), at, &mut blank, out, trace);
        }
        if out.len() > begun && out.last() == Some(&b' ') {
            out.pop();
        }
    }

    fn ascii<T: Trace>(&self, part: &[u8], at: usize, blank: &mut bool, out: &mut Vec<u8>, trace: &mut T) {
        let mut buffer = [0_u8; CHUNK];
        let mut n = 0;
        for (i, byte) in part.iter().enumerate() {
            let mapped = lower(*byte);
            let space = mapped == b' ';
            let dropped = self.punctuation_out && mapped.is_ascii_punctuation();
            let keep = !(dropped || space && *blank);
            if T::ON && keep {
                trace.mark(out.len() + n, at + i);
            }
            if let Some(slot) = buffer.get_mut(n) {
                *slot = mapped;
            }
            n += usize::from(keep);
            *blank = if dropped { *blank } else { space };
        }
        out.extend_from_slice(buffer.get(..n).unwrap_or_default());
    }

    /// Folds characters that normalisation may join, and those after them that it may not; returns the bytes taken.
    fn cluster<T: Trace>(&self, text: &str, at: usize, blank: &mut bool, out: &mut Vec<u8>, trace: &mut T) -> usize {
        let mut chars = text.char_indices().peekable();
        let Some((_, first)) = chars.next() else { return text.len().max(1) };
        let alone = |next: Option<&(usize, char)>| next.is_none_or(|(_, c)| c.is_ascii() || simple(*c));
        if (first.is_ascii() || simple(first)) && alone(chars.peek()) {
            self.emit(before(first), at, blank, out, trace);
            return first.len_utf8();
        }
        // What stands between two characters that stay as they are.
        let mut end = text.len();
        for (i, c) in chars {
            if c.is_ascii() || simple(c) {
                end = i;
                break;
            }
        }
        let part = text.get(..end).unwrap_or_default();
        for c in part.chars().map(before).nfkc() {
            self.emit(c, at, blank, out, trace);
        }
        end.max(1)
    }

    fn emit<T: Trace>(&self, c: char, at: usize, blank: &mut bool, out: &mut Vec<u8>, trace: &mut T) {
        if ignored(c) || self.punctuation_out && punctuation(c) {
            return;
        }
        if c.is_whitespace() {
            if !*blank {
                if T::ON {
                    trace.mark(out.len(), at);
                }
                out.push(b' ');
                *blank = true;
            }
            return;
        }
        *blank = false;
        if T::ON {
            trace.mark(out.len(), at);
        }
        let mut put = |c: char| {
            let mut room = [0; 4];
            out.extend_from_slice(c.encode_utf8(&mut room).as_bytes());
        };
        match c {
            'ß' | 'ẞ' => {
                put('s');
                put('s');
            }
            'ς' => put('σ'),
            '\u{2e80}'..='\u{d7ff}' | '\u{590}'..='\u{10ff}' => put(c),
            c => c.to_lowercase().for_each(put),
        }
    }
}

#[inline]
fn lower(byte: u8) -> u8 {
    let space = byte == b' ' || byte.wrapping_sub(9) < 5;
    let upper = byte.wrapping_sub(b'A') < 26;
    if space { b' ' } else { byte | (u8::from(upper) << 5) }
}

/// A chunk of ASCII in which nothing has to be left out, folded.
#[inline]
fn plain(chunk: &[u8; CHUNK], blank: bool, punctuation_out: bool) -> Option<[u8; CHUNK]> {
    let mut mapped = [0_u8; CHUNK];
    let mut high = 0_u8;
    for (to, from) in mapped.iter_mut().zip(chunk) {
        *to = lower(*from);
        high |= *from;
    }
    let mut twice = 0_u8;
    for (a, b) in mapped.iter().zip(mapped.iter().skip(1)) {
        twice |= u8::from(*a == b' ') & u8::from(*b == b' ');
    }
    if high >= 0x80 || twice != 0 || blank && mapped.first() == Some(&b' ') {
        return None;
    }
    if punctuation_out && mapped.iter().any(u8::is_ascii_punctuation) {
        return None;
    }
    Some(mapped)
}

/// Quotes and dashes, before normalisation takes some of them apart.
fn before(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '〟' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '‹' | '›' | 'ʼ' | '＇' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' => '-',
        c => c,
    }
}

/// What nobody sees.
fn ignored(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

fn punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(
            c,
            '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}'..='\u{b8}' | '\u{bb}' | '\u{bf}' | '\u{d7}' | '\u{f7}'
            | '\u{55a}'..='\u{55f}' | '\u{58a}' | '\u{5be}' | '\u{5f3}' | '\u{5f4}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{66a}'..='\u{66d}'
            | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{2010}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{30fb}'
        )
}

/// Characters that normalisation leaves as they are and never joins with what stands before them.
fn simple(c: char) -> bool {
    matches!(
        c,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž'
        | '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{3ce}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' | '\u{905}'..='\u{939}'
        | '\u{2012}'..='\u{2016}' | '\u{2018}'..='\u{201f}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{1f300}'..='\u{1f64f}'
    )
}

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
