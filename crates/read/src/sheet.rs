//! Spreadsheets: the sheets of an XLSX workbook and CSV, as rows of tables. What a sheet shows is read: hidden sheets, rows and columns
//! are left out, a truth value is a check box, a day is written as people write it. No formula is run; its last result is read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};

use super::ReadError;
use super::flow::{Block, Cell, EMPTY, Flow, Kind, Line, TICKED, plain};
use super::package::{Package, attribute, local};
use super::{text, ticks};

/// Most cells of a workbook or a CSV file.
const MOST_CELLS: usize = 500_000;
/// Most XML events of a part.
const MOST_EVENTS: usize = 8_000_000;
/// Most columns of a row; what lies further right is no text for people.
const MOST_COLUMNS: usize = 256;

/// Whether an archive is a workbook.
pub fn is_workbook(bytes: &[u8]) -> bool {
    zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name("xl/workbook.xml").is_some())
}

/// Reads a workbook into the flow, sheet by sheet.
///
/// # Errors
/// It is damaged, too large or empty.
pub fn workbook(bytes: &[u8]) -> Result<Flow, ReadError> {
    let mut package = Package::open(bytes)?;
    let book = package.part("xl/workbook.xml")?.ok_or(ReadError::Damaged("no xl/workbook.xml in the archive"))?;
    let targets = package.part("xl/_rels/workbook.xml.rels")?.map(|xml| targets(&xml)).unwrap_or_default();
    let strings = package.part("xl/sharedStrings.xml")?.map(|xml| shared(&xml)).unwrap_or_default();
    let styles = package.part("xl/styles.xml")?.map(|xml| days(&xml)).unwrap_or_default();
    let (sheets, from_1904) = sheets(&book);
    let mut flow = Flow::default();
    let mut cells = 0;
    let shown = sheets.iter().filter(|s| !s.hidden).count();
    for (number, sheet) in sheets.iter().filter(|s| !s.hidden).enumerate() {
        let Some(target) = targets.get(&sheet.link) else { continue };
        let Some(xml) = package.part(target)? else { continue };
        let reader = Reader { strings: &strings, days: &styles, from_1904, table: number as u32 };
        let mut rows = reader.rows(&xml, &mut cells)?;
        if rows.is_empty() {
            continue;
        }
        // One sheet is the document; of several each has its name as a title.
        if shown > 1 && !sheet.name.trim().is_empty() {
            let mut title = Block::of(Kind::Heading, vec![Line::plain(sheet.name.trim())]);
            title.level = 1;
            flow.blocks.push(title);
        }
        flow.blocks.append(&mut rows);
    }
    finished(flow)
}

/// Reads comma, semicolon or tab separated values into the flow.
///
/// # Errors
/// It is too large or empty.
pub fn separated(bytes: &[u8]) -> Result<Flow, ReadError> {
    let text = text::decode(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut flow = Flow::default();
    let mut cells = 0;
    for record in reader.records() {
        let record = record.map_err(|_| ReadError::Damaged("a row of the table cannot be read"))?;
        cells += record.len();
        if cells > MOST_CELLS {
            return Err(ReadError::TooLarge("more than 500,000 cells"));
        }
        let line = record.position().map(|p| u32::try_from(p.line()).unwrap_or(u32::MAX));
        let row = record.iter().take(MOST_COLUMNS).map(cell).collect();
        flow.blocks.extend(row_block(0, row, line));
    }
    finished(flow)
}

/// The character between cells: the one of which the first lines hold the same number, and most of it.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    let count = |c: char| lines.iter().filter(|l| l.contains(c)).count();
    // A comma stands in prose too, so it is taken last.
    let (tabs, semicolons, commas) = (count('\t'), count(';'), count(','));
    if tabs * 2 > lines.len() {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

fn finished(mut flow: Flow) -> Result<Flow, ReadError> {
    if flow.blocks.iter().all(Block::is_empty) {
        return Err(ReadError::Empty);
    }
    flow.text.push(plain(&flow.blocks));
    Ok(flow)
}

/// A row, unless nothing is in it. Columns that are empty on both sides of what is there say nothing and go.
fn row_block(table: u32, mut cells: Vec<Cell>, line: Option<u32>) -> Option<Block> {
    while cells.last().is_some_and(|c| c.iter().all(Line::is_empty)) {
        cells.pop();
    }
    if cells.is_empty() {
        return None;
    }
    let mut block = Block::of(Kind::Row(table), Vec::new());
    block.cells = cells;
    block.line = line;
    Some(block)
}

fn cell(text: &str) -> Cell {
    let text = ticks::normalise(&text.replace(['\u{2003}', '\u{2002}', '\u{A0}'], " "));
    text.lines().filter(|l| !l.trim().is_empty()).map(Line::plain).collect()
}

struct Sheet {
    name: String,
    link: String,
    hidden: bool,
}

/// The sheets in their order, and whether days count from 1904.
fn sheets(xml: &str) -> (Vec<Sheet>, bool) {
    let (mut out, mut from_1904) = (Vec::new(), false);
    each(xml, |element| match local(element.name().as_ref()) {
        "workbookPr" => {
            from_1904 = attribute(element, "date1904").is_some_and(|v| matches!(v.as_str(), "1" | "true"));
        }
        "sheet" => out.push(Sheet {
            name: attribute(element, "name").unwrap_or_default(),
            link: attribute(element, "id").unwrap_or_default(),
            hidden: attribute(element, "state").is_some_and(|s| s != "visible"),
        }),
        _ => {}
    });
    (out, from_1904)
}

/// What the workbook's links point to, as names of parts.
fn targets(xml: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    each(xml, |element| {
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            out.insert(id, part);
        }
    });
    out
}

/// Goes over the elements of a part that open.
fn each(xml: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Xml::from_str(xml);
    for _ in 0..MOST_EVENTS {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => see(&e),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The texts that cells share. What is read aloud beside a text is none of it.
fn shared(xml: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut reader = Xml::from_str(xml);
    let (mut current, mut in_text, mut aside): (Option<String>, bool, bool) = (None, false, false);
    for _ in 0..MOST_EVENTS {
        match reader.read_event() {
            Ok(Event::Start(e)) => match local(e.name().as_ref()) {
                "si" => current = Some(String::new()),
                "t" => in_text = true,
                "rPh" => aside = true,
                _ => {}
            },
            Ok(Event::Empty(e)) if local(e.name().as_ref()) == "si" => out.push(String::new()),
            Ok(Event::End(e)) => match local(e.name().as_ref()) {
                "si" => out.extend(current.take()),
                "t" => in_text = false,
                "rPh" => aside = false,
                _ => {}
            },
            Ok(event) if in_text && !aside => {
                if let Some(text) = &mut current {
                    text.push_str(&characters(&event));
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

/// The characters that an event stands for.
fn characters(event: &Event<'_>) -> String {
    match event {
        Event::Text(t) => {
            let raw = t.clone().into_inner().into_owned();
            quick_xml::escape::unescape(&raw).map(std::borrow::Cow::into_owned).unwrap_or(raw)
        }
        Event::CData(t) => t.clone().into_inner().into_owned(),
        Event::GeneralRef(r) => {
            let raw = format!("&{};", r.clone().into_inner());
            quick_xml::escape::unescape(&raw).map(std::borrow::Cow::into_owned).unwrap_or(raw)
        }
        _ => String::new(),
    }
}

/// Numbers of cell styles whose numbers are days.
fn days(xml: &str) -> BTreeSet<usize> {
    let mut own = BTreeSet::new();
    let (mut out, mut cell_styles, mut number) = (BTreeSet::new(), false, 0);
    let mut reader = Xml::from_str(xml);
    for _ in 0..MOST_EVENTS {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => match local(e.name().as_ref()) {
                "numFmt" => {
                    let code = attribute(&e, "formatCode").unwrap_or_default().to_lowercase();
                    if code.contains("yy")
                        && let Some(id) = attribute(&e, "numFmtId")
                    {
                        own.insert(id);
                    }
                }
                "cellXfs" => cell_styles = true,
                "xf" if cell_styles => {
                    let id = attribute(&e, "numFmtId").unwrap_or_default();
                    if matches!(id.as_str(), "14" | "15" | "16" | "17" | "22") || own.contains(&id) {
                        out.insert(number);
                    }
                    number += 1;
                }
                _ => {}
            },
            Ok(Event::End(e)) if local(e.name().as_ref()) == "cellXfs" => break,
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

struct Reader<'a> {
    strings: &'a [String],
    days: &'a BTreeSet<usize>,
    from_1904: bool,
    table: u32,
}

/// A cell on its way.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    text: String,
}

impl Reader<'_> {
    /// The rows of a sheet that are shown.
    fn rows(&self, xml: &str, cells: &mut usize) -> Result<Vec<Block>, ReadError> {
        let mut out = Vec::new();
        let mut hidden: BTreeSet<usize> = BTreeSet::new();
        let mut row: Option<(Option<u32>, BTreeMap<usize, Cell>)> = None;
        let mut open: Option<Open> = None;
        let (mut next, mut in_text) = (0, false);
        let mut reader = Xml::from_str(xml);
        for _ in 0..MOST_EVENTS {
            let event = reader.read_event().map_err(|_| ReadError::Damaged("a sheet of the workbook is broken"))?;
            match &event {
                Event::Start(e) | Event::Empty(e) => match local(e.name().as_ref()) {
                    "col" if flag(e, "hidden") => {
                        let end = |name| attribute(e, name).and_then(|v| v.parse::<usize>().ok());
                        if let (Some(from), Some(to)) = (end("min"), end("max")) {
                            hidden.extend((from..=to.min(from + MOST_COLUMNS)).map(|c| c.saturating_sub(1)));
                        }
                    }
                    "row" if matches!(event, Event::Start(_)) => {
                        next = 0;
                        let number = attribute(e, "r").and_then(|v| v.parse().ok());
                        row = (!flag(e, "hidden")).then(|| (number, BTreeMap::new()));
                    }
                    "c" => {
                        *cells += 1;
                        if *cells > MOST_CELLS {
                            return Err(ReadError::TooLarge("more than 500,000 cells"));
                        }
                        let column = attribute(e, "r").and_then(|r| column(&r)).unwrap_or(next);
                        next = column + 1;
                        open = matches!(event, Event::Start(_)).then(|| Open {
                            column,
                            kind: attribute(e, "t").unwrap_or_default(),
                            style: attribute(e, "s").and_then(|s| s.parse().ok()).unwrap_or(0),
                            text: String::new(),
                        });
                    }
                    "v" | "t" => in_text = matches!(event, Event::Start(_)),
                    _ => {}
                },
                Event::End(e) => match local(e.name().as_ref()) {
                    "v" | "t" => in_text = false,
                    "c" => {
                        if let (Some(cell), Some((_, row))) = (open.take(), &mut row)
                            && cell.column < MOST_COLUMNS
                            && !hidden.contains(&cell.column)
                        {
                            row.insert(cell.column, self.shown(&cell));
                        }
                    }
                    "row" => {
                        if let Some((number, mut row)) = row.take() {
                            let width = row.keys().next_back().map_or(0, |last| last + 1);
                            let cells = (0..width).filter(|c| !hidden.contains(c));
                            let cells = cells.map(|c| row.remove(&c).unwrap_or_default()).collect();
                            out.extend(row_block(self.table, cells, number));
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                other if in_text => {
                    if let Some(cell) = &mut open {
                        cell.text.push_str(&characters(other));
                    }
                }
                _ => {}
            }
        }
        Ok(out)
    }

    /// What a cell shows.
    fn shown(&self, open: &Open) -> Cell {
        let raw = open.text.trim();
        match open.kind.as_str() {
            "s" => {
                raw.parse::<usize>().ok().and_then(|at| self.strings.get(at)).map(|text| cell(text)).unwrap_or_default()
            }
            // Newer spreadsheets show a truth value as a check box.
            "b" => vec![Line::plain(if raw == "1" { TICKED } else { EMPTY })],
            "e" => Vec::new(),
            "" | "n" if self.days.contains(&open.style) => {
                cell(&day(raw, self.from_1904).unwrap_or_else(|| raw.into()))
            }
            _ => cell(&open.text),
        }
    }
}

fn flag(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|v| matches!(v.as_str(), "1" | "true"))
}

/// The number of a column, from 0: `B12` is 1.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let mut number = 0usize;
    for letter in letters.take(4) {
        number = number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    number.checked_sub(1)
}

/// A day by its number: days since 30 December 1899, or since 1 January 1904.
fn day(serial: &str, from_1904: bool) -> Option<String> {
    let whole: i64 = serial.split('.').next()?.parse().ok()?;
    let days = whole + if from_1904 { 1_462 } else { 0 };
    // Days from 1 March of the year 0 on, in eras of 400 years, since a leap day then ends its year.
    let days = (0..3_000_000).contains(&days).then_some(days - 25_569 + 719_468)?;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let (date, month) = (of_year - (153 * from_march + 2) / 5 + 1, (from_march + 2) % 12 + 1);
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{date:02}"))
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
