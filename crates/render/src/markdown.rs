//! Markdown of GitHub and the Hub, for a model card, a Space or a wiki: each field is its label in bold and its answer as
//! a quotation below, which holds paragraphs, lists and tables alike.

use super::prepare::{Prepared, paragraphs, stacked};
use super::words::{Words, words};
use super::{Options, RenderError};
use gpai_forms::escape;
use gpai_forms::sheet::{Block, Check, Grid, Inline, Piece, Row, Table};

/// The document as Markdown.
pub(super) fn write(prepared: &Prepared, _options: &Options<'_>) -> Result<Vec<u8>, RenderError> {
    let sheet = prepared.sheet();
    let words = words(&sheet.language);
    let mut out = Out::default();
    out.line(&format!("# {}", text(&sheet.title)));
    if let Some(subtitle) = &sheet.subtitle {
        out.start();
        out.line(&line_start(&text(subtitle)));
    }
    for block in &sheet.blocks {
        self::block(&mut out, words, block);
    }
    if !sheet.footer.is_empty() {
        out.start();
        out.line("---");
        out.start();
        out.line(&format!("<sub>{}</sub>", text(&sheet.footer)));
    }
    Ok(out.text.into_bytes())
}

/// Lines, each behind the marks of what it stands in.
#[derive(Default)]
struct Out {
    text: String,
    quoted: bool,
}

impl Out {
    fn line(&mut self, line: &str) {
        match (self.quoted, line.is_empty()) {
            (true, true) => self.text.push('>'),
            (true, false) => self.text.push_str("> "),
            (false, _) => {}
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An empty line before a new block.
    fn start(&mut self) {
        if !self.text.is_empty() {
            self.line("");
        }
    }
}

fn block(out: &mut Out, words: &Words, block: &Block) {
    match block {
        Block::Heading { level, number, text: title } => {
            out.start();
            let marks = "#".repeat(usize::from(*level) + 1);
            let space = if number.is_empty() { "" } else { " " };
            out.line(&format!("{marks} {}{space}{}", text(number), text(title)));
        }
        Block::Paragraph(inlines) => {
            for paragraph in paragraphs(inlines) {
                out.start();
                out.line(&line_start(&run(&paragraph)));
            }
        }
        Block::Note(inlines) => {
            for paragraph in paragraphs(inlines) {
                out.start();
                out.line(&format!("<em>{}</em>", run(&paragraph)));
            }
        }
        Block::Fields(rows) => rows.iter().for_each(|row| field(out, words, row)),
        Block::Table(table) => self::table(out, table),
        Block::Grid(grid) => self::grid(out, words, grid),
        Block::List(items) => list(out, items),
        Block::Signatures(names) => {
            for name in names {
                out.start();
                out.line(&format!("\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_<br>{}", text(name)));
            }
        }
    }
}

fn field(out: &mut Out, words: &Words, row: &Row) {
    out.start();
    let mut label = if row.label.is_empty() { String::new() } else { format!("**{}**", text(&row.label)) };
    if !row.hint.is_empty() {
        label.push_str(&format!("<br><sub>{}</sub>", text(&row.hint)));
    }
    out.line(&label);
    out.line("");
    out.quoted = true;
    let mut first = true;
    for piece in &row.value {
        if !first {
            out.line("");
        }
        first = false;
        self::piece(out, words, piece);
    }
    if first {
        out.line("");
    }
    out.quoted = false;
}

fn piece(out: &mut Out, words: &Words, piece: &Piece) {
    match piece {
        Piece::Text(inlines) => {
            for (i, paragraph) in paragraphs(inlines).iter().enumerate() {
                if i > 0 {
                    out.line("");
                }
                out.line(&line_start(&run(paragraph)));
            }
        }
        Piece::Checks(checks) => {
            let boxes: Vec<String> = checks.iter().map(check).collect();
            out.line(&boxes.join(if stacked(checks) { "<br>" } else { " &emsp; " }));
        }
        Piece::List(items) => list(out, items),
        Piece::Table(table) => self::table(out, table),
        Piece::Gap(what) => out.line(&format!("⚠ <strong>{}</strong> {}", text(words.gap), text(what))),
    }
}

fn check(check: &Check) -> String {
    format!("{} {}", if check.ticked { '☒' } else { '☐' }, text(&check.label))
}

fn list(out: &mut Out, items: &[Vec<Inline>]) {
    if !out.quoted {
        out.start();
    }
    for item in items {
        out.line(format!("- {}", line_start(&cell(item))).trim_end());
    }
}

fn table(out: &mut Out, table: &Table) {
    if table.header.is_empty() {
        return;
    }
    if !out.quoted {
        out.start();
    }
    let titles: Vec<String> = table.header.iter().map(|h| text(h)).collect();
    out.line(&format!("| {} |", titles.join(" | ")));
    out.line(&format!("|{}", " --- |".repeat(titles.len())));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|c| cell(c)).collect();
        out.line(&format!("| {} |", cells.join(" | ")));
    }
}

/// A table of answers; a cell is one line, with breaks in it.
fn grid(out: &mut Out, words: &Words, grid: &Grid) {
    out.start();
    let titles: Vec<String> = grid.header.iter().map(|h| text(h)).collect();
    out.line(&format!("| {} |", titles.join(" | ")));
    out.line(&format!("|{}", " --- |".repeat(titles.len())));
    for row in &grid.rows {
        let cells: Vec<String> = row.iter().map(|pieces| answer(words, pieces)).collect();
        out.line(&format!("| {} |", cells.join(" | ")));
    }
}

fn answer(words: &Words, pieces: &[Piece]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(inlines) => lines.push(cell(inlines)),
            Piece::Checks(checks) => lines.extend(checks.iter().map(check)),
            Piece::List(items) => lines.extend(items.iter().map(|i| cell(i))),
            Piece::Table(table) => lines.extend(table.rows.iter().map(|row| {
                let cells: Vec<String> = row.iter().map(|c| cell(c)).collect();
                cells.join(", ")
            })),
            Piece::Gap(what) => lines.push(format!("⚠ <strong>{}</strong> {}", text(words.gap), text(what))),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("<br>")
}

/// Text of one line, whatever its paragraphs.
fn cell(inlines: &[Inline]) -> String {
    paragraphs(inlines).iter().map(|p| run(p)).collect::<Vec<_>>().join("<br>")
}

fn run(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(plain) => out.push_str(&text(plain)),
            Inline::Strong(plain) => out.push_str(&format!("<strong>{}</strong>", text(plain))),
            Inline::Link { text: shown, target } => {
                out.push_str(&format!("[{}](<{}>)", text(shown), target.replace('&', "&amp;")));
            }
            Inline::Source(place) => out.push_str(&format!(" <sub>\\[{}\\]</sub>", text(place))),
        }
    }
    out.trim().to_owned()
}

/// Text that stays text inside a line.
fn text(plain: &str) -> String {
    escape::markdown_inside(plain)
}

/// A line that does not begin a list, an underline of a heading, a rule or a block of code.
fn line_start(line: &str) -> String {
    let line = line.trim_start();
    match line.chars().next() {
        Some('-' | '+' | '=') => format!("\\{line}"),
        Some('0'..='9') => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            match (line.get(..digits), line.get(digits..)) {
                (Some(number), Some(rest)) if ordered(rest) => format!("{number}\\{rest}"),
                _ => line.to_owned(),
            }
        }
        _ => line.to_owned(),
    }
}

/// Whether digits before it would number a list.
fn ordered(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('.' | ')')) && chars.next().is_none_or(char::is_whitespace)
}
