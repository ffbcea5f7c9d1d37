//! What every format is read into first: paragraphs, list items, headings and table rows in reading order, with emphasis and
//! with every check box as one of two characters. The field finder works on this alone.

/// A ticked box in text.
pub const TICKED: char = '\u{2612}';
/// An empty box in text.
pub const EMPTY: char = '\u{2610}';

/// A document in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Content, in order.
    pub blocks: Vec<Block>,
    /// Number of pages; 0 for formats without.
    pub pages: u32,
    /// The whole text, one entry a page.
    pub text: Vec<String>,
    /// Targets of links, with their page.
    pub links: Vec<(String, Option<u32>)>,
    /// What could not be read, with its page.
    pub unread: Vec<(String, Option<u32>)>,
}

/// One block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// One cell, or those of a table row.
    pub cells: Vec<Cell>,
    /// 1-based page of its beginning.
    pub page: Option<u32>,
    /// 1-based line of its beginning, for text formats.
    pub line: Option<u32>,
    /// Field it belongs to, where the format says so itself (`data-field` in HTML).
    pub hint: Option<String>,
    /// Of a heading its depth, from 1; 0 where that is not known.
    pub level: u8,
    /// Whether it is a quotation: part of an answer, whatever it says.
    pub quoted: bool,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A heading.
    Heading,
    /// A paragraph.
    #[default]
    Text,
    /// An item of a list; the number is its depth, from 1.
    Item(u8),
    /// A row of a table; the number tells tables apart.
    Row(u32),
    /// A line across the page: what stood before is over.
    Break,
}

/// Lines of a paragraph or table cell.
pub type Cell = Vec<Line>;

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Runs of text with the same emphasis.
    pub spans: Vec<Span>,
    /// Whether a new paragraph begins with it; otherwise it continues the line before.
    pub starts: bool,
    /// 1-based page.
    pub page: Option<u32>,
}

/// A run of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Text, with boxes as [`TICKED`] and [`EMPTY`].
    pub text: String,
    /// Bold.
    pub strong: bool,
}

impl Line {
    /// A line of one run.
    pub fn plain(text: impl Into<String>) -> Self {
        Line { spans: vec![Span { text: text.into(), strong: false }], starts: true, page: None }
    }

    /// Adds text, joining runs of the same emphasis.
    pub fn push(&mut self, text: &str, strong: bool) {
        match self.spans.last_mut() {
            Some(last) if last.strong == strong || text.trim().is_empty() => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), strong }),
        }
    }

    /// Its text.
    pub fn text(&self) -> String {
        self.spans.iter().map(|s| s.text.as_str()).collect()
    }

    /// Whether there is nothing on it.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|s| s.text.trim().is_empty())
    }

    /// Whether every visible character of it is bold.
    pub fn strong(&self) -> bool {
        !self.is_empty() && self.spans.iter().all(|s| s.strong || s.text.trim().is_empty())
    }
}

/// Text of a cell: continued lines joined by a space, paragraphs by a line feed.
pub fn text_of(cell: &[Line]) -> String {
    let mut out = String::new();
    for line in cell {
        let text = line.text();
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        join(&mut out, text, line.starts);
    }
    out
}

/// Appends a line to a text: on a line of its own, or continuing the last one. A word with a hyphen and an address broken
/// over lines are joined without a space.
pub fn join(out: &mut String, text: &str, starts: bool) {
    if !out.is_empty() {
        if starts {
            out.push('\n');
        } else if !broken(out, text) {
            out.push(' ');
        }
    }
    out.push_str(text);
}

/// Whether the last word of one line goes on at the beginning of the next.
fn broken(before: &str, next: &str) -> bool {
    let Some(last) = before.split_whitespace().next_back() else { return false };
    let Some(first) = next.split_whitespace().next() else { return false };
    if first.contains('@') || ["https://", "http://", "www."].iter().any(|p| first.starts_with(p)) {
        return false;
    }
    if let Some(stem) = last.strip_suffix('-') {
        return stem.ends_with(char::is_alphanumeric) && first.starts_with(char::is_alphanumeric);
    }
    let address = ["https://", "http://", "www."].iter().any(|p| last.contains(p));
    // A path: `/etc/` and `passwd`. `and/` and `or` are two words.
    if last.ends_with('/') && last.trim_end_matches('/').contains('/') && first.starts_with(char::is_alphanumeric) {
        return true;
    }
    let file = [".pdf", ".html", ".htm", ".md", ".json", ".csv"].iter().any(|e| first.ends_with(e));
    if address && last.ends_with('.') {
        return first.contains('/') && first.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    }
    address
        && !last.ends_with([',', ';', ')', '.', ':'])
        && (last.ends_with(['/', '_'])
            || first.starts_with(['/', '-', '_', '?', '=', '&'])
            || (file && first.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())))
}

impl Block {
    /// A block of one cell.
    pub fn of(kind: Kind, lines: Vec<Line>) -> Self {
        let page = lines.first().and_then(|l| l.page);
        Block { kind, cells: vec![lines], page, line: None, hint: None, level: 0, quoted: false }
    }

    /// Text of one cell; empty where there is none.
    pub fn cell_text(&self, index: usize) -> String {
        self.cells.get(index).map(|c| text_of(c)).unwrap_or_default()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|c| c.iter().all(Line::is_empty))
    }
}

/// The text of blocks, one line each.
pub(crate) fn plain(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        for cell in &block.cells {
            let text = text_of(cell);
            if !text.is_empty() {
                out.push_str(&text);
                out.push('\n');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_over_two_lines_is_one_word() {
        let joined = |a: &str, b: &str| {
            let mut out = a.to_owned();
            join(&mut out, b, false);
            out
        };
        assert_eq!(joined("never reads /etc/", "passwd and others"), "never reads /etc/passwd and others");
        assert_eq!(joined("text and/", "or images"), "text and/ or images");
    }
}
