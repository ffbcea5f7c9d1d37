//! Markdown to sentences with their headings: code, comments and tags are blanked, so that every byte keeps its place.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::kind::aside;
use crate::limits;
use crate::text::has_any;

/// Characters of a heading that are kept.
const HEADING: usize = 200;

/// A sentence, a list item or a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// The headings it stands under, outermost first, in lower case.
    pub under: Rc<str>,
    /// Whether these headings are about other things than what the model is.
    pub is_aside: bool,
}

/// A text in lower case with everything blanked that is no prose, and the lines that were too long.
pub fn blank<'r>(
    lower: &str,
    front: Option<&'r Range<usize>>,
    tables: impl IntoIterator<Item = &'r Range<usize>>,
) -> (String, Vec<usize>) {
    // A power stays one: `10<sup>23</sup>` becomes `10^    23`.
    let raised =
        if lower.contains("<sup>") { Cow::Owned(lower.replace("<sup>", "^    ")) } else { Cow::Borrowed(lower) };
    let lower = raised.as_ref();
    let mut bytes = lower.as_bytes().to_vec();
    let mut long = Vec::new();
    let mut wipe = |range: Range<usize>| {
        for byte in bytes.get_mut(range).into_iter().flatten() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    let known = front.into_iter().chain(tables).cloned();
    for range in known.chain(fences(lower)).chain(comments(lower)).chain(tags(lower)) {
        wipe(range);
    }
    let mut at = 0;
    for line in lower.split_inclusive('\n') {
        if line.len() > limits::LINE {
            long.push(at);
            wipe(at..at + line.len());
        }
        at += line.len();
    }
    // Whole characters were replaced, so that this is always valid.
    (String::from_utf8(bytes).unwrap_or_default(), long)
}

/// Fenced code blocks; an unclosed one goes to the end.
fn fences(content: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in content.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let fence = ["```", "~~~"].into_iter().find(|f| trimmed.starts_with(f));
        match (open, fence) {
            (None, Some(fence)) => open = Some((at, fence)),
            (Some((start, opened)), Some(fence)) if opened == fence => {
                out.push(start..at + line.len());
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    out.extend(open.map(|(start, _)| start..content.len()));
    out
}

/// HTML comments; an unclosed one goes to the end.
fn comments(content: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = content.get(at..).and_then(|c| c.find("<!--")).map(|i| at + i) {
        let end = content.get(start..).and_then(|c| c.find("-->")).map_or(content.len(), |i| start + i + 3);
        out.push(start..end);
        at = end;
    }
    out
}

/// HTML tags.
fn tags(content: &str) -> Vec<Range<usize>> {
    let bytes = content.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes.get(at..).and_then(|b| memchr::memchr(b'<', b)).map(|i| at + i) {
        at = start + 1;
        if !bytes.get(at).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
            continue;
        }
        let near = bytes.get(at..).unwrap_or_default().iter().take(limits::WINDOW);
        if let Some(len) =
            near.enumerate().find(|(_, b)| matches!(**b, b'>' | b'<')).filter(|(_, b)| **b == b'>').map(|(i, _)| i)
        {
            out.push(start..at + len + 1);
            at += len + 1;
        }
    }
    out
}

/// The headings that passages stand under.
struct Headings {
    open: Vec<(usize, String)>,
    /// The same in one text.
    under: Rc<str>,
    is_aside: bool,
}

impl Headings {
    /// A new heading, which ends those of its own and lower levels.
    fn close(&mut self, level: usize) {
        self.open.retain(|(l, _)| *l < level);
        self.join();
    }

    fn join(&mut self) {
        self.under = self.open.iter().map(|(_, t)| t.as_str()).collect::<Vec<_>>().join(" / ").into();
        self.is_aside = aside(&self.under);
    }

    fn passage(&self, range: Range<usize>, is_heading: bool) -> Passage {
        Passage { range, is_heading, under: self.under.clone(), is_aside: self.is_aside }
    }
}

/// The passages of a blanked text.
pub fn passages(blanked: &str) -> Vec<Passage> {
    let mut out = Vec::new();
    let mut headings = Headings { open: Vec::new(), under: "".into(), is_aside: false };
    let mut block: Option<Range<usize>> = None;
    let mut at = 0;
    for line in blanked.split_inclusive('\n') {
        let here = at..at + line.len();
        at = here.end;
        let trimmed = line.trim_start();
        let level = trimmed.bytes().take_while(|b| *b == b'#').count();
        let is_heading =
            (1..=6).contains(&level) && trimmed.as_bytes().get(level).is_none_or(|b| b.is_ascii_whitespace());
        if is_heading || trimmed.is_empty() || starts_item(trimmed) {
            sentences(blanked, block.take(), &headings, &mut out);
        }
        if is_heading {
            headings.close(level);
            let title: String = trimmed.trim_matches(['#', ' ', '\r', '\n']).chars().take(HEADING).collect();
            out.push(headings.passage(here, true));
            headings.open.push((level, title));
            headings.join();
        } else if !trimmed.is_empty() {
            let start = block.as_ref().map_or(here.start, |b| b.start);
            block = Some(start..here.end);
        }
    }
    sentences(blanked, block, &headings, &mut out);
    out
}

/// Whether a line starts a list item or a quotation.
fn starts_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let bullet = has_any(line.get(..2).unwrap_or_default(), &["- ", "* ", "+ ", "> "]);
    bullet
        || (rest.len() < line.len()
            && line.len() - rest.len() <= 3
            && (rest.starts_with(". ") || rest.starts_with(") ")))
}

/// Cuts a block into sentences.
fn sentences(blanked: &str, block: Option<Range<usize>>, headings: &Headings, out: &mut Vec<Passage>) {
    let Some(block) = block else { return };
    let mut start = block.start;
    let text = blanked.get(block.clone()).unwrap_or_default();
    for (i, byte) in text.bytes().enumerate() {
        // The Chinese signs are three bytes long; no other character holds their first byte but at its start.
        let sign = match byte {
            b'.' | b'!' | b'?' => 1,
            0xe3 | 0xef => 3,
            _ => continue,
        };
        let Some((mark, rest)) = text.get(i..).and_then(|t| t.split_at_checked(sign)) else { continue };
        let ends = match mark {
            "." | "!" | "?" => rest.chars().next().is_none_or(char::is_whitespace),
            "。" | "！" | "？" => true,
            _ => false,
        };
        if ends {
            let end = block.start + i + sign;
            out.push(headings.passage(start..end, false));
            start = end;
        }
    }
    if start < block.end {
        out.push(headings.passage(start..block.end, false));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(source: &str) -> Vec<(String, Rc<str>)> {
        let (blanked, _) = blank(&source.to_ascii_lowercase(), None, []);
        assert_eq!(blanked.len(), source.len());
        passages(&blanked)
            .into_iter()
            .map(|p| (blanked.get(p.range).unwrap().split_whitespace().collect::<Vec<_>>().join(" "), p.under))
            .filter(|(t, _)| !t.is_empty())
            .collect()
    }

    #[test]
    fn sentences_know_their_headings() {
        let found = read("# A\nOne is 3.5 long. Two\ncontinues!\n## B\n- item\n- item two\n# C\nEnd");
        let texts: Vec<&str> = found.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(texts, ["# a", "one is 3.5 long.", "two continues!", "## b", "- item", "- item two", "# c", "end"]);
        assert_eq!(&*found.get(4).unwrap().1, "a / b");
        assert_eq!(&*found.last().unwrap().1, "c");
    }

    #[test]
    fn code_comments_and_tags_are_no_prose() {
        let found = read("a <b>bold</b> b\n```\ncode é\n```\n<!-- hidden\n -->c\n~~~\nopen");
        assert_eq!(found.iter().map(|(t, _)| t.as_str()).collect::<Vec<_>>(), ["a bold b", "c"]);
        assert_eq!(read("中文。第二句").len(), 2);
    }
}
