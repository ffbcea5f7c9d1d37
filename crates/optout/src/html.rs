//! The elements of a page that protocols read: `meta`, `link` and `script`, with their places. Tokens are those of the HTML
//! standard, so that what stands in a comment or in a script is not taken for an element.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::phrases::{Notice, notices};

/// How much of a page is read.
pub const LIMIT: usize = 8 << 20;
/// How many sentences are kept.
const NOTICES: usize = 200;
/// How many elements are kept.
pub const ELEMENTS: usize = 10_000;

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name in lower case.
    pub name: String,
    /// Its attributes, names in lower case; of two with one name the first.
    pub attributes: Vec<(String, String)>,
    /// Line and column of its `<`, counted from 1.
    pub at: (u32, u32),
    /// The tag as written.
    pub tag: String,
    /// The text inside, for a `script`.
    pub text: String,
}

impl Element {
    /// An attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Tags that end no sentence.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr",
];
/// How much text of one block is searched for sentences.
const BLOCK: usize = 64 << 10;

/// The elements of a page, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The elements.
    pub elements: Vec<Element>,
    /// Sentences about mining and training, with line and column.
    pub(crate) notices: Vec<((u32, u32), Notice)>,
    /// Something was left out: the page is longer than [`LIMIT`], or has more than [`ELEMENTS`].
    pub cut: bool,
}

impl Page {
    /// Reads a page.
    #[must_use]
    pub fn read(body: &[u8]) -> Page {
        let text = body.get(..LIMIT).unwrap_or(body);
        let mut page = Page { cut: body.len() > LIMIT, ..Page::default() };
        let mut emitter: DefaultEmitter<usize> = DefaultEmitter::new_with_span();
        emitter.naively_switch_states(true);
        let mut lines = Counter::default();
        let mut script = false;
        // Style and script hold no sentences.
        let mut silent = false;
        let mut block = Block::default();
        for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
            match token {
                Token::StartTag(tag) => {
                    script = false;
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    silent = matches!(name.as_str(), "script" | "style" | "template" | "noscript");
                    if !INLINE.contains(&name.as_str()) {
                        block.close(&mut page.notices);
                    }
                    if !matches!(name.as_str(), "meta" | "link" | "script") {
                        continue;
                    }
                    if page.elements.len() >= ELEMENTS {
                        page.cut = true;
                        break;
                    }
                    script = name == "script";
                    let written = text.get(tag.span.start..tag.span.end).unwrap_or_default();
                    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    page.elements.push(Element {
                        name,
                        attributes: tag.attributes.iter().map(|(n, v)| (string(n), string(&v.value))).collect(),
                        at: lines.at(text, tag.span.start),
                        tag: string(written),
                        text: String::new(),
                    });
                }
                Token::String(found) if script => {
                    if let Some(element) = page.elements.last_mut() {
                        element.text.push_str(&String::from_utf8_lossy(&found.value));
                    }
                }
                Token::String(found) if !silent => {
                    block.add(&found.value, || lines.at(text, found.span.start));
                }
                Token::Comment(found) => {
                    let mut comment = Block::default();
                    comment.add(&found.value, || lines.at(text, found.span.start));
                    comment.close(&mut page.notices);
                }
                Token::EndTag(tag) => {
                    (script, silent) = (false, false);
                    if !INLINE.iter().any(|name| name.as_bytes() == &**tag.name) {
                        block.close(&mut page.notices);
                    }
                }
                _ => {}
            }
        }
        block.close(&mut page.notices);
        page
    }

    /// The `content` of each `meta` whose `name` is this one, without regard to case.
    pub fn metas<'p>(&'p self, name: &'p str) -> impl Iterator<Item = (&'p Element, &'p str)> {
        self.elements.iter().filter(|e| e.name == "meta").filter_map(move |element| {
            let named = element.get("name").is_some_and(|n| n.trim().eq_ignore_ascii_case(name));
            named.then_some((element, element.get("content").unwrap_or_default()))
        })
    }
}

/// The text of one block, gathered over the tags that end no sentence.
#[derive(Default)]
struct Block {
    text: String,
    begin: Option<(u32, u32)>,
}

impl Block {
    fn add(&mut self, bytes: &[u8], at: impl FnOnce() -> (u32, u32)) {
        let text = String::from_utf8_lossy(bytes);
        if text.trim().is_empty() && self.text.is_empty() {
            return;
        }
        self.begin.get_or_insert_with(at);
        if self.text.len() + text.len() <= BLOCK {
            // In a page all white space is one.
            let mut blank = self.text.ends_with(' ');
            for c in text.chars() {
                if !c.is_whitespace() {
                    self.text.push(c);
                } else if !blank {
                    self.text.push(' ');
                }
                blank = c.is_whitespace();
            }
        }
    }

    fn close(&mut self, found: &mut Vec<((u32, u32), Notice)>) {
        let begin = self.begin.take();
        if let Some(at) = begin
            && found.len() < NOTICES
        {
            found.extend(notices(&self.text).into_iter().map(|notice| (at, notice)));
        }
        self.text.clear();
    }
}

/// Lines counted once, from the front.
#[derive(Default)]
pub(crate) struct Counter {
    offset: usize,
    line: u32,
    begin: usize,
}

impl Counter {
    /// Line and column of an offset that is not before the last one.
    pub(crate) fn at(&mut self, text: &[u8], offset: usize) -> (u32, u32) {
        for end in memchr::memchr_iter(b'\n', text.get(self.offset..offset).unwrap_or_default()) {
            self.line = self.line.saturating_add(1);
            self.begin = self.offset + end + 1;
        }
        self.offset = offset.max(self.offset);
        let column = u32::try_from(offset.saturating_sub(self.begin)).unwrap_or(u32::MAX);
        (self.line.saturating_add(1), column.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn elements_are_found_where_a_browser_finds_them() {
        let page = Page::read(
            b"<!DOCTYPE html>\n<html><head>\n  <META Name=Robots content='noai &amp; more' name=x>\n\
              <!-- <meta name=robots content=commented> -->\n<script>'<meta name=robots content=quoted>'</script>\
              <title><meta name=robots content=titled></title><link rel=license href=/l></head>",
        );
        let found: Vec<_> = page.metas("robots").collect();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].1, found[0].0.at), ("noai & more", (3, 3)));
        assert!(found[0].0.tag.starts_with("<META Name=Robots") && found[0].0.tag.ends_with('>'));
        assert_eq!(page.elements.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["meta", "script", "link"]);
        assert_eq!(page.elements[1].text, "'<meta name=robots content=quoted>'");
        assert!(!page.cut);
    }

    #[test]
    fn a_page_is_bounded() {
        let page = Page::read("<meta name=a>".repeat(ELEMENTS + 5).as_bytes());
        assert!(page.cut && page.elements.len() == ELEMENTS);
        assert!(Page::read(&vec![b' '; LIMIT + 1]).cut);
        assert_eq!(Page::read(b"<meta name=\xff content=\xff><").elements.len(), 1);
    }
}
