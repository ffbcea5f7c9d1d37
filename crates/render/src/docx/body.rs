//! The text of a DOCX: `word/document.xml` and the targets of its links.

use std::collections::BTreeMap;

use super::xml::{OFFICE, WORD, Xml};
use crate::columns::{self, shares};
use crate::prepare::{clipped, grid_shares, paragraphs, stacked, together};
use crate::words::{Words, words};
use gpai_forms::sheet::{Block, Check, Grid, Inline, Piece, Row, Sheet, Table};

/// Width between the margins, in twentieths of a point: A4 less 2 cm on each side.
const WIDTH: usize = 9638;
/// Width of the column of labels.
const LABEL: usize = 3374;
/// Room on both sides of the text in a cell.
const CELL: usize = 216;

/// A document's text.
pub(super) struct Body {
    /// `word/document.xml`.
    pub document: String,
    /// Targets of links, in the order of their relationships.
    pub links: Vec<String>,
}

impl Body {
    /// Writes a sheet.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut w = Writer {
            xml: Xml::new(),
            words: words(&sheet.language),
            links: Vec::new(),
            known: BTreeMap::new(),
            controls: 0,
        };
        w.xml
            .open(
                "w:document",
                &[
                    ("xmlns:w", WORD),
                    ("xmlns:r", OFFICE),
                    ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
                    ("xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
                    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
                    ("mc:Ignorable", "w14 w15"),
                ],
            )
            .open("w:body", &[]);
        w.styled("Title", &sheet.title);
        if let Some(subtitle) = &sheet.subtitle {
            w.styled("Subtitle", subtitle);
        }
        for (i, block) in sheet.blocks.iter().enumerate() {
            w.block(block, sheet.blocks.get(i + 1));
        }
        w.xml.open("w:sectPr", &[]);
        w.xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId4")]);
        w.xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        w.xml.empty(
            "w:pgMar",
            &[
                ("w:top", "1304"),
                ("w:right", "1134"),
                ("w:bottom", "1304"),
                ("w:left", "1134"),
                ("w:header", "680"),
                ("w:footer", "680"),
                ("w:gutter", "0"),
            ],
        );
        Body { document: w.xml.finish(), links: w.links }
    }
}

/// Where a table has its titles.
enum Heads {
    Row,
    Column,
}

struct Writer {
    xml: Xml,
    words: &'static Words,
    links: Vec<String>,
    /// Number of each target in `links`.
    known: BTreeMap<String, usize>,
    /// Content controls so far; each has a number of its own.
    controls: u32,
}

impl Writer {
    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading { level, number, text } => {
                let space = if number.is_empty() { "" } else { " " };
                self.styled(
                    match level {
                        1 => "Heading1",
                        2 => "Heading2",
                        _ => "Heading3",
                    },
                    &format!("{number}{space}{text}"),
                );
            }
            Block::Paragraph(inlines) => self.paragraphs(inlines, "BodyText"),
            Block::Note(inlines) => {
                let explains = matches!(next, Some(Block::Fields(_) | Block::Table(_) | Block::Grid(_)));
                self.paragraphs(inlines, if explains { "NoteBefore" } else { "Note" });
            }
            Block::Fields(rows) => self.fields(rows),
            Block::Table(table) => self.table(table, WIDTH, 100),
            Block::Grid(grid) => self.grid(grid),
            Block::List(items) => self.list(items),
            Block::Signatures(names) => {
                for name in names {
                    // lines of neighbours would become one
                    self.empty_paragraph("Normal");
                    self.styled("Signature", name);
                }
            }
        }
    }

    fn fields(&mut self, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        self.table_start("FormFields", &[LABEL, WIDTH - LABEL], Heads::Column);
        for row in rows {
            self.xml.open("w:tr", &[]);
            if together(row) {
                self.xml.open("w:trPr", &[]).empty("w:cantSplit", &[]).close();
            }
            self.cell(LABEL, Some("F3F5F9"));
            self.label(row);
            if !row.hint.is_empty() {
                self.styled("FieldHint", &row.hint);
            }
            self.xml.close();
            self.cell(WIDTH - LABEL, None);
            self.answer(&row.value);
            self.xml.close();
            self.xml.close();
        }
        self.table_end();
    }

    /// A table of answers.
    fn grid(&mut self, grid: &Grid) {
        let shares = grid_shares(grid.header.len());
        let all = shares.iter().sum::<usize>().max(1);
        let widths: Vec<usize> = shares.iter().map(|share| WIDTH * share / all).collect();
        self.table_start("FormTable", &widths, Heads::Row);
        self.xml.open("w:tr", &[]).open("w:trPr", &[]).empty("w:cantSplit", &[]).empty("w:tblHeader", &[]).close();
        for (title, width) in grid.header.iter().zip(&widths) {
            self.cell(*width, Some("F3F5F9"));
            self.styled("TableHead", title);
            self.xml.close();
        }
        self.xml.close();
        for row in &grid.rows {
            self.xml.open("w:tr", &[]);
            for (pieces, width) in row.iter().zip(&widths) {
                self.cell(*width, None);
                self.answer(pieces);
                self.xml.close();
            }
            self.xml.close();
        }
        self.table_end();
    }

    /// The pieces of an answer in the open cell, which ends in a paragraph.
    fn answer(&mut self, pieces: &[Piece]) {
        let mut ends_in_paragraph = false;
        for piece in pieces {
            ends_in_paragraph = self.piece(piece);
        }
        if !ends_in_paragraph {
            self.empty_paragraph(if pieces.is_empty() { "FieldValue" } else { "Tiny" });
        }
    }

    /// A label, in a locked content control that bears the field's id.
    fn label(&mut self, row: &Row) {
        self.paragraph("FieldLabel");
        if row.id.is_empty() || row.label.is_empty() {
            self.run(&row.label, None);
        } else {
            self.control(&row.label, Some(&row.id));
            self.xml.val("w:lock", "sdtContentLocked").empty("w15:appearance", &[("w15:val", "hidden")]).close();
            self.xml.open("w:sdtContent", &[]);
            self.run(&row.label, None);
            self.xml.close().close();
        }
        self.xml.close();
    }

    /// Whether it ends in a paragraph, as a cell must.
    fn piece(&mut self, piece: &Piece) -> bool {
        match piece {
            Piece::Text(inlines) => {
                self.paragraphs(inlines, "FieldValue");
                !paragraphs(inlines).is_empty()
            }
            Piece::Checks(checks) => {
                self.checks(checks);
                !checks.is_empty()
            }
            Piece::List(items) => {
                self.list(items);
                !items.is_empty()
            }
            Piece::Table(table) => {
                self.table(table, WIDTH - LABEL - CELL, 62);
                !table.header.is_empty()
            }
            Piece::Gap(what) => {
                self.paragraph("Gap");
                self.run(&format!("{} ", self.words.gap), Some("Strong"));
                self.run(what, None);
                self.xml.close();
                true
            }
        }
    }

    fn checks(&mut self, checks: &[Check]) {
        let stacked = stacked(checks);
        for (i, check) in checks.iter().enumerate() {
            if i == 0 || stacked {
                self.paragraph(if stacked { "CheckLine" } else { "FieldValue" });
            } else {
                self.run("     ", None);
            }
            self.check(check);
            self.run(&format!(" {}", check.label), None);
            if stacked || i + 1 == checks.len() {
                self.xml.close();
            }
        }
    }

    /// A check box that can be clicked.
    fn check(&mut self, check: &Check) {
        const FONT: &str = "MS Gothic";
        self.control(&check.label, None);
        self.xml.open("w14:checkbox", &[]);
        self.xml.empty("w14:checked", &[("w14:val", if check.ticked { "1" } else { "0" })]);
        self.xml.empty("w14:checkedState", &[("w14:val", "2612"), ("w14:font", FONT)]);
        self.xml.empty("w14:uncheckedState", &[("w14:val", "2610"), ("w14:font", FONT)]);
        self.xml.close().close();
        self.xml.open("w:sdtContent", &[]).open("w:r", &[]).open("w:rPr", &[]);
        self.xml.empty(
            "w:rFonts",
            &[
                ("w:ascii", FONT),
                ("w:eastAsia", FONT),
                ("w:hAnsi", FONT),
                ("w:cs", "Segoe UI Symbol"),
                ("w:hint", "eastAsia"),
            ],
        );
        self.xml.close();
        self.xml.open("w:t", &[]).text(if check.ticked { "☒" } else { "☐" });
        self.xml.close().close().close().close();
    }

    /// Opens a content control and its properties, which the caller closes.
    fn control(&mut self, alias: &str, tag: Option<&str>) {
        self.controls = self.controls.saturating_add(1);
        self.xml.open("w:sdt", &[]).open("w:sdtPr", &[]);
        self.xml.val("w:alias", &clipped(alias, 60));
        if let Some(tag) = tag {
            self.xml.val("w:tag", tag);
        }
        self.xml.val("w:id", &self.controls.to_string());
    }

    fn list(&mut self, items: &[Vec<Inline>]) {
        for item in items {
            self.paragraph("ListBullet");
            self.lines(item);
            self.xml.close();
        }
    }

    /// A table as wide as given, where so many characters fit side by side.
    fn table(&mut self, table: &Table, width: usize, fits: usize) {
        if table.header.is_empty() {
            return;
        }
        let shares = shares(table, fits);
        let all = shares.iter().sum::<usize>().max(1);
        let widths: Vec<usize> = shares.iter().map(|share| width * share / all).collect();
        self.table_start("FormTable", &widths, Heads::Row);
        self.xml.open("w:tr", &[]);
        // a header that fills a page cannot stand on each
        if table.header.iter().all(|title| title.chars().count() <= 120) {
            self.xml.open("w:trPr", &[]).empty("w:cantSplit", &[]).empty("w:tblHeader", &[]).close();
        }
        for (title, width) in table.header.iter().zip(&widths) {
            self.cell(*width, Some("F3F5F9"));
            self.styled("TableHead", title);
            self.xml.close();
        }
        self.xml.close();
        for row in &table.rows {
            self.xml.open("w:tr", &[]);
            if columns::together(row) {
                self.xml.open("w:trPr", &[]).empty("w:cantSplit", &[]).close();
            }
            for (cell, width) in row.iter().zip(&widths) {
                self.cell(*width, None);
                self.paragraph("TableText");
                self.lines(cell);
                self.xml.close().close();
            }
            self.xml.close();
        }
        self.table_end();
    }

    fn table_start(&mut self, style: &str, widths: &[usize], heads: Heads) {
        let (all_flags, first_row, first_column) = match heads {
            Heads::Row => ("0620", "1", "0"),
            Heads::Column => ("0680", "0", "1"),
        };
        let all: usize = widths.iter().sum();
        self.xml.open("w:tbl", &[]).open("w:tblPr", &[]).val("w:tblStyle", style);
        self.xml.empty("w:tblW", &[("w:w", &all.to_string()), ("w:type", "dxa")]);
        self.xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        self.xml.empty(
            "w:tblLook",
            &[
                ("w:val", all_flags),
                ("w:firstRow", first_row),
                ("w:lastRow", "0"),
                ("w:firstColumn", first_column),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ],
        );
        self.xml.close().open("w:tblGrid", &[]);
        for width in widths {
            self.xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
        self.xml.close();
    }

    /// Closes a table; what follows must not grow together with it.
    fn table_end(&mut self) {
        self.xml.close();
        self.empty_paragraph("Tiny");
    }

    fn cell(&mut self, width: usize, fill: Option<&str>) {
        self.xml
            .open("w:tc", &[])
            .open("w:tcPr", &[])
            .empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if let Some(fill) = fill {
            self.xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)]);
        }
        self.xml.close();
    }

    fn paragraphs(&mut self, inlines: &[Inline], style: &str) {
        for paragraph in paragraphs(inlines) {
            self.paragraph(style);
            self.inlines(&paragraph);
            self.xml.close();
        }
    }

    /// Paragraphs as lines of one.
    fn lines(&mut self, inlines: &[Inline]) {
        for (i, paragraph) in paragraphs(inlines).iter().enumerate() {
            if i > 0 {
                self.xml.open("w:r", &[]).empty("w:br", &[]).close();
            }
            self.inlines(paragraph);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.run(text, None),
                Inline::Strong(text) => self.run(text, Some("Strong")),
                Inline::Source(place) => self.run(&format!(" [{place}]"), Some("Source")),
                Inline::Link { text, target } => {
                    let number = *self.known.entry(target.clone()).or_insert_with(|| {
                        self.links.push(target.clone());
                        self.links.len()
                    });
                    self.xml.open("w:hyperlink", &[("r:id", &format!("rId{}", number.saturating_add(9)))]);
                    self.run(text, Some("Hyperlink"));
                    self.xml.close();
                }
            }
        }
    }

    fn run(&mut self, text: &str, style: Option<&str>) {
        if text.is_empty() {
            return;
        }
        self.xml.open("w:r", &[]);
        if let Some(style) = style {
            self.xml.open("w:rPr", &[]).val("w:rStyle", style).close();
        }
        self.xml.open("w:t", &[("xml:space", "preserve")]).text(text).close().close();
    }

    /// Opens a paragraph of a style.
    fn paragraph(&mut self, style: &str) {
        self.xml.open("w:p", &[]).open("w:pPr", &[]).val("w:pStyle", style).close();
    }

    fn styled(&mut self, style: &str, text: &str) {
        self.paragraph(style);
        self.run(text, None);
        self.xml.close();
    }

    fn empty_paragraph(&mut self, style: &str) {
        self.paragraph(style);
        self.xml.close();
    }
}
