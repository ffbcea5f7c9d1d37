//! Strangers' text made harmless before any format sees it, and what all formats need alike: paragraphs, link targets,
//! heading levels without a leap, rows as long as their header, a bound on the whole.
//!
//! After this a string holds no control character but the line feed, no character that reorders or hides text, and nothing
//! XML cannot hold; escaping for markup stays with each format.

use std::fmt::Write as _;

use super::RenderError;
use gpai_forms::sheet::{Block, Check, Grid, Inline, Piece, Row, Sheet, Table};

/// Most bytes of text in a document, where a line counts for 40 at least: some 600 pages.
pub const MAX_TEXT: usize = 2 << 20;

/// What a string, a further line of one, or a cell counts for besides its bytes.
const LINE: usize = 40;

/// Most characters of a link target; a longer one is shown as text.
const MAX_TARGET: usize = 2000;

/// Most characters of a footer, which stands on every page.
const MAX_FOOTER: usize = 240;

/// A sheet whose strings are harmless.
pub struct Prepared(Sheet);

impl Prepared {
    /// The sheet.
    pub fn sheet(&self) -> &Sheet {
        &self.0
    }
}

/// Makes a sheet ready for the writers.
///
/// # Errors
/// It holds more text than [`MAX_TEXT`].
pub fn prepare(sheet: &Sheet) -> Result<Prepared, RenderError> {
    let mut bytes = Count(0);
    let mut level = 0;
    let mut blocks = Vec::with_capacity(sheet.blocks.len());
    for block in &sheet.blocks {
        bytes.check()?;
        match self::block(block, &mut level, &mut bytes) {
            // a heading that says nothing is none
            Block::Heading { number, text, .. } if number.is_empty() && text.is_empty() => {}
            block => blocks.push(block),
        }
    }
    let prepared = Sheet {
        title: bytes.line(&sheet.title),
        subtitle: sheet.subtitle.as_deref().map(|s| bytes.line(s)).filter(|s| !s.is_empty()),
        language: language(&sheet.language),
        author: sheet.author.as_deref().map(|s| bytes.line(s)).filter(|s| !s.is_empty()),
        footer: clipped(&bytes.line(&sheet.footer), MAX_FOOTER),
        // what every format can state
        date: sheet.date.filter(|date| (1..=9999).contains(&date.year())),
        blocks,
    };
    bytes.check()?;
    Ok(Prepared(prepared))
}

/// Bytes of text seen so far.
struct Count(usize);

impl Count {
    fn check(&self) -> Result<(), RenderError> {
        if self.0 > MAX_TEXT { Err(RenderError::TooLong { limit: MAX_TEXT }) } else { Ok(()) }
    }

    /// Text that may have several lines. Beyond the bound nothing is copied: the sheet is refused anyway.
    fn text(&mut self, text: &str) -> String {
        self.0 = self.0.saturating_add(text.len()).saturating_add(LINE);
        if self.0 > MAX_TEXT {
            return String::new();
        }
        let text = self::text(text);
        self.0 = self.0.saturating_add(LINE * text.matches('\n').count());
        text
    }

    /// Text of one line: each run of spaces and line feeds at its ends goes, a line feed inside becomes a space.
    fn line(&mut self, text: &str) -> String {
        self.text(text).trim().replace('\n', " ")
    }
}

fn block(block: &Block, level: &mut u8, bytes: &mut Count) -> Block {
    match block {
        Block::Heading { level: wanted, number, text } => {
            *level = (*wanted).clamp(1, 3).min(level.saturating_add(1));
            Block::Heading { level: *level, number: bytes.line(number), text: bytes.line(text) }
        }
        Block::Paragraph(inlines) => Block::Paragraph(run(inlines, bytes)),
        Block::Note(inlines) => Block::Note(run(inlines, bytes)),
        Block::Fields(rows) => Block::Fields(rows.iter().map(|r| row(r, bytes)).collect()),
        Block::Table(table) => Block::Table(self::table(table, bytes)),
        Block::Grid(grid) => Block::Grid(self::grid(grid, bytes)),
        Block::List(items) => Block::List(items.iter().map(|i| run(i, bytes)).collect()),
        Block::Signatures(names) => Block::Signatures(names.iter().map(|n| bytes.line(n)).collect()),
    }
}

fn row(row: &Row, bytes: &mut Count) -> Row {
    Row {
        id: row.id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).take(64).collect(),
        label: bytes.line(&row.label),
        hint: bytes.line(&row.hint),
        value: row.value.iter().map(|p| piece(p, bytes)).collect(),
    }
}

fn piece(piece: &Piece, bytes: &mut Count) -> Piece {
    match piece {
        Piece::Text(inlines) => Piece::Text(run(inlines, bytes)),
        Piece::Checks(checks) => {
            Piece::Checks(checks.iter().map(|c| Check { label: bytes.line(&c.label), ticked: c.ticked }).collect())
        }
        Piece::List(items) => Piece::List(items.iter().map(|i| run(i, bytes)).collect()),
        Piece::Table(table) => Piece::Table(self::table(table, bytes)),
        Piece::Gap(what) => Piece::Gap(bytes.line(what)),
    }
}

fn grid(grid: &Grid, bytes: &mut Count) -> Grid {
    let header: Vec<String> = grid.header.iter().map(|h| bytes.line(h)).collect();
    let rows = grid
        .rows
        .iter()
        .map(|row| {
            bytes.0 = bytes.0.saturating_add(LINE * header.len().max(1));
            let cell = |cell: &Vec<Piece>, bytes: &mut Count| cell.iter().map(|p| piece(p, bytes)).collect();
            let mut cells: Vec<Vec<Piece>> = row.iter().take(header.len()).map(|c| cell(c, bytes)).collect();
            cells.resize(header.len(), Vec::new());
            cells
        })
        .collect();
    Grid { header, rows }
}

fn table(table: &Table, bytes: &mut Count) -> Table {
    let header: Vec<String> = table.header.iter().map(|h| bytes.line(h)).collect();
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let mut cells: Vec<Vec<Inline>> = row.iter().take(header.len()).map(|c| run(c, bytes)).collect();
            cells.resize(header.len(), Vec::new());
            bytes.0 = bytes.0.saturating_add(LINE * header.len().max(1));
            cells
        })
        .collect();
    Table { header, rows }
}

fn run(inlines: &[Inline], bytes: &mut Count) -> Vec<Inline> {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => Inline::Text(bytes.text(text)),
            Inline::Strong(text) => Inline::Strong(bytes.text(text)),
            Inline::Source(text) => Inline::Source(bytes.line(text)),
            Inline::Link { text, target } => {
                bytes.0 = bytes.0.saturating_add(target.len());
                let text = bytes.line(text);
                match self::target(target) {
                    Some(target) if text.is_empty() => Inline::Link { text: target.clone(), target },
                    Some(target) => Inline::Link { text, target },
                    None => Inline::Text(text),
                }
            }
        })
        .collect()
}

/// The target if it is a web or mail address that may become a link, in ASCII: anything else in it is percent-encoded.
fn target(target: &str) -> Option<String> {
    let target = target.trim();
    let scheme = ["https://", "http://", "mailto:"]
        .into_iter()
        .find(|s| target.get(..s.len()).is_some_and(|start| start.eq_ignore_ascii_case(s)))?;
    let rest = target.get(scheme.len()..).filter(|rest| !rest.is_empty())?;
    if rest.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let mut out = String::from(scheme);
    for byte in rest.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'@' | b'!' | b'$' | b'&' | b'*' | b'+' | b','
            | b';' | b'=' | b'%' => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    (out.len() <= MAX_TARGET).then_some(out)
}

/// Lower-case language and, where given, upper-case region, in the form every format takes; `en` where it is none.
fn language(tag: &str) -> String {
    let mut parts = tag.split('-');
    let Some(first) = parts.next().filter(|p| matches!(p.len(), 2 | 3) && p.bytes().all(|b| b.is_ascii_alphabetic()))
    else {
        return "en".to_owned();
    };
    let first = first.to_ascii_lowercase();
    match parts.find(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_alphabetic())) {
        Some(region) => format!("{first}-{}", region.to_ascii_uppercase()),
        None => first,
    }
}

/// Text without what hides, reorders or breaks text: such a character becomes a visible escape like `\u{202e}`.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() => {
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            }
            // joiners are part of Persian and Indic spelling
            '\u{200c}' | '\u{200d}' => out.push(c),
            '\u{061c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffc}'
            | '\u{fffe}'
            | '\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}' => {
                let _ = write!(out, "\\u{{{:04x}}}", u32::from(c));
            }
            c if u32::from(c) & 0xfffe == 0xfffe => {
                let _ = write!(out, "\\u{{{:04x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Paragraphs of a run of text: a line feed ends one. Empty ones are left out.
pub fn paragraphs(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let mut out = vec![Vec::new()];
    for inline in inlines {
        let (text, make): (&str, fn(String) -> Inline) = match inline {
            Inline::Text(text) => (text, Inline::Text),
            Inline::Strong(text) => (text, Inline::Strong),
            other => {
                if let Some(last) = out.last_mut() {
                    last.push(other.clone());
                }
                continue;
            }
        };
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                out.push(Vec::new());
            }
            if let (false, Some(last)) = (line.is_empty(), out.last_mut()) {
                last.push(make(line.to_owned()));
            }
        }
    }
    out.retain(|paragraph| paragraph.iter().any(|inline| !blank(inline)));
    out
}

fn blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) | Inline::Strong(text) => text.trim().is_empty(),
        Inline::Link { text, .. } | Inline::Source(text) => text.is_empty(),
    }
}

/// At most so many characters, the last an ellipsis where some were cut.
pub fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// Shares of the columns of a table of answers: the first holds a box and a word, the others more.
pub fn grid_shares(columns: usize) -> Vec<usize> {
    (0..columns).map(|at| if at == 0 { 16 } else { 42 }).collect()
}

/// Whether check boxes stand one below the other: some option is long, or there are many.
pub fn stacked(checks: &[Check]) -> bool {
    checks.len() > 6 || checks.iter().any(|c| c.label.chars().nth(24).is_some())
}

/// Whether a field is short enough to be kept on one page: some third of one at most.
pub fn together(row: &Row) -> bool {
    let lines = |inlines: &[Inline]| {
        let characters: usize = inlines
            .iter()
            .map(|inline| match inline {
                Inline::Text(text) | Inline::Strong(text) | Inline::Source(text) | Inline::Link { text, .. } => {
                    text.len() + 50 * text.matches('\n').count()
                }
            })
            .sum();
        1 + characters / 50
    };
    let label = (row.label.len() + row.hint.len()) / 25;
    let value: usize = row
        .value
        .iter()
        .map(|piece| match piece {
            Piece::Text(inlines) => lines(inlines),
            Piece::Checks(checks) => checks.len(),
            Piece::List(items) => items.iter().map(|i| lines(i)).sum(),
            Piece::Table(table) => {
                2 + table.rows.iter().map(|r| r.iter().map(|c| lines(c)).sum::<usize>()).sum::<usize>()
            }
            Piece::Gap(what) => 2 + what.len() / 50,
        })
        .sum();
    label.max(value) <= 18
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use super::*;

    #[test]
    fn hidden_and_reordering_characters_become_visible() {
        assert_eq!(text("a\u{202e}b\0c\u{feff}\r\nd\te\u{ffff}"), "a\\u{202e}b\\x00c\\u{feff}\nd e\\u{ffff}");
        assert_eq!(text("\u{e0041}\u{10fffe}"), "\\u{e0041}\\u{10fffe}");
        assert_eq!(text("ż Ж 漢 می\u{200c}شود"), "ż Ж 漢 می\u{200c}شود");
    }

    #[test]
    fn only_web_and_mail_addresses_are_links() {
        assert_eq!(target("HTTPS://example.com/a(b)\"<é").as_deref(), Some("https://example.com/a%28b%29%22%3C%C3%A9"));
        assert_eq!(target("mailto:a@b.eu").as_deref(), Some("mailto:a@b.eu"));
        for bad in
            ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.y", "https://", "https://a b", ""]
        {
            assert_eq!(target(bad), None, "{bad}");
        }
        assert_eq!(target(&format!("https://{}", "a".repeat(3000))), None);
    }

    #[test]
    fn headings_do_not_leap() {
        let heading = |level| Block::Heading { level, number: String::new(), text: "x".into() };
        let sheet =
            Sheet { blocks: vec![heading(3), heading(3), heading(3), heading(9), heading(0)], ..Sheet::default() };
        let levels: Vec<u8> = prepare(&sheet)
            .unwrap()
            .sheet()
            .blocks
            .iter()
            .map(|b| match b {
                Block::Heading { level, .. } => *level,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(levels, [1, 2, 3, 3, 1]);
    }

    #[test]
    fn too_much_text_is_refused() {
        let sheet = Sheet { title: "a".repeat(MAX_TEXT + 1), ..Sheet::default() };
        assert!(matches!(prepare(&sheet), Err(RenderError::TooLong { .. })));
        let rows = vec![Vec::new(); MAX_TEXT];
        let table = Table { header: vec!["a".into(), "b".into()], rows };
        let sheet = Sheet { blocks: vec![Block::Table(table)], ..Sheet::default() };
        assert!(matches!(prepare(&sheet), Err(RenderError::TooLong { .. })));
        let lines = Block::Paragraph(vec![Inline::Text("a\n".repeat(MAX_TEXT / LINE))]);
        let sheet = Sheet { blocks: vec![lines], ..Sheet::default() };
        assert!(matches!(prepare(&sheet), Err(RenderError::TooLong { .. })));
    }

    #[test]
    fn line_feeds_end_paragraphs() {
        let run = [Inline::Text("a\n\n b".into()), Inline::Strong("c\nd".into()), Inline::Text("\n".into())];
        assert_eq!(
            paragraphs(&run),
            [
                vec![Inline::Text("a".into())],
                vec![Inline::Text(" b".into()), Inline::Strong("c".into())],
                vec![Inline::Strong("d".into())]
            ]
        );
    }
}
