//! DOCX: paragraphs, headings, tables and check boxes of the main part. The archive is opened in memory; nothing in it is
//! run, and entities and external parts are not followed.

use std::collections::BTreeMap;

use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};

use super::ReadError;
use super::flow::{Block, Cell, EMPTY, Flow, Kind, Line, TICKED};
use super::package::{Package, attribute, local};
use super::ticks;

/// Most XML events of a part.
const MOST_EVENTS: usize = 4_000_000;
/// Deepest nesting of elements.
const DEEPEST: usize = 500;

/// Reads a document into the flow.
pub fn read(bytes: &[u8]) -> Result<Flow, ReadError> {
    let mut package = Package::open(bytes)?;
    let body = package.part("word/document.xml")?.ok_or(ReadError::Damaged("no word/document.xml in the archive"))?;
    let styles = package.part("word/styles.xml")?.map(|xml| styles(&xml)).unwrap_or_default();
    let links = package.part("word/_rels/document.xml.rels")?.map(|xml| links(&xml)).unwrap_or_default();
    let mut reader = Reader { styles, ..Reader::default() };
    reader.flow.links = links.into_iter().map(|l| (l, None)).collect();
    reader.read(&body)?;
    let mut flow = reader.flow;
    if flow.blocks.iter().all(Block::is_empty) {
        return Err(ReadError::Empty);
    }
    flow.text.push(super::flow::plain(&flow.blocks));
    Ok(flow)
}

/// A paragraph style.
#[derive(Clone, Copy, Debug, Default)]
struct Style {
    heading: bool,
    strong: bool,
    level: u8,
}

/// Whether an on/off property is on.
fn on(element: &BytesStart<'_>) -> bool {
    !attribute(element, "val").is_some_and(|v| matches!(v.as_str(), "0" | "false" | "off" | "none"))
}

/// The depth of a heading, from 1.
fn outline(element: &BytesStart<'_>) -> u8 {
    attribute(element, "val").and_then(|v| v.parse::<u8>().ok()).map_or(0, |l| l.saturating_add(1))
}

fn styles(xml: &str) -> BTreeMap<String, Style> {
    let mut out = BTreeMap::new();
    let mut reader = Xml::from_str(xml);
    let mut current: Option<(String, Style)> = None;
    for _ in 0..MOST_EVENTS {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => match (local(e.name().as_ref()), &mut current) {
                ("style", _) => current = attribute(&e, "styleId").map(|id| (id, Style::default())),
                ("name", Some((_, style))) => {
                    let name = attribute(&e, "val").unwrap_or_default().to_lowercase();
                    style.heading = name.starts_with("heading") || name == "title" || name.starts_with("titolo");
                }
                ("outlineLvl", Some((_, style))) => {
                    style.heading = true;
                    style.level = outline(&e);
                }
                ("b", Some((_, style))) => style.strong = on(&e),
                _ => {}
            },
            Ok(Event::End(e)) if local(e.name().as_ref()) == "style" => {
                if let Some((id, style)) = current.take() {
                    out.insert(id, style);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

fn links(xml: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut reader = Xml::from_str(xml);
    for _ in 0..MOST_EVENTS {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if local(e.name().as_ref()) == "Relationship" => {
                let target = attribute(&e, "Target").unwrap_or_default();
                let web = ["http://", "https://", "mailto:"].iter().any(|p| target.starts_with(p));
                if web && attribute(&e, "Type").is_some_and(|t| t.ends_with("/hyperlink")) && out.len() < 10_000 {
                    out.push(target.chars().take(2_000).collect());
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    styles: BTreeMap<String, Style>,
    /// Elements that are open.
    depth: usize,
    /// Depth of an element whose content is left out; 0 for none.
    quiet: usize,
    lines: Cell,
    fresh: bool,
    paragraph: Style,
    item: Option<u8>,
    run_strong: Option<bool>,
    /// Whether the run is struck out, and so no longer said.
    struck: bool,
    in_text: bool,
    in_run_properties: bool,
    /// Tables that are open, innermost last: rows of cells go to the outermost one only.
    tables: u32,
    nested: u32,
    row: Option<Vec<Cell>>,
    /// State of the check box whose content is being read, and whether it was written already.
    boxed: Vec<(usize, bool, bool)>,
    /// Content controls that are open: whether it still shows its placeholder, and whether it is a check box.
    controls: Vec<(bool, bool)>,
    /// State of a legacy check box: its default, and what was ticked.
    legacy: Option<(bool, Option<bool>)>,
}

impl Reader {
    fn read(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut reader = Xml::from_str(xml);
        reader.config_mut().check_end_names = false;
        for count in 0.. {
            if count > MOST_EVENTS || self.depth > DEEPEST {
                self.flow
                    .unread
                    .push(("the rest of the document: it is nested too deeply or too long".to_owned(), None));
                break;
            }
            match reader.read_event() {
                Ok(Event::Start(e)) => {
                    self.depth += 1;
                    self.open(&e);
                }
                Ok(Event::Empty(e)) => {
                    self.depth += 1;
                    self.open(&e);
                    self.close(local(e.name().as_ref()));
                    self.depth -= 1;
                }
                Ok(Event::End(e)) => {
                    self.close(local(e.name().as_ref()));
                    self.depth = self.depth.saturating_sub(1);
                }
                Ok(Event::Text(text)) if self.in_text && self.quiet == 0 => {
                    let text = text.into_owned();
                    let text: &str = &text;
                    self.text(text);
                }
                Ok(Event::CData(text)) if self.in_text && self.quiet == 0 => {
                    self.text(&text.into_owned());
                }
                Ok(Event::GeneralRef(name)) if self.in_text && self.quiet == 0 => {
                    // Only the five entities of XML and characters by number; others are nobody's business.
                    let known = match name.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => name.resolve_char_ref().ok().flatten(),
                    };
                    if let Some(c) = known.filter(|c| !c.is_control()) {
                        self.text(&c.to_string());
                    }
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(_) => {
                    if self.flow.blocks.is_empty() && self.lines.is_empty() {
                        return Err(ReadError::Damaged("word/document.xml is no XML"));
                    }
                    self.flow.unread.push(("the rest of the document: its XML is broken".to_owned(), None));
                    break;
                }
            }
        }
        self.end_paragraph();
        Ok(())
    }

    fn open(&mut self, e: &BytesStart<'_>) {
        let name = e.name();
        let name = local(name.as_ref());
        if self.quiet > 0 {
            return;
        }
        match name {
            // Deleted and moved-away text, and what stands there for programs that know less.
            "del" | "moveFrom" | "Fallback" | "instrText" => self.quiet = self.depth,
            "tbl" => {
                if self.nested == 0 {
                    self.end_paragraph();
                    self.tables = self.tables.saturating_add(1);
                }
                self.nested += 1;
            }
            "tr" if self.nested == 1 => self.row = Some(Vec::new()),
            "tc" if self.nested == 1 => {
                self.lines.clear();
                self.fresh = true;
            }
            "p" => {
                self.paragraph = Style::default();
                self.item = None;
                self.fresh = true;
            }
            "pStyle" => {
                let style = attribute(e, "val").unwrap_or_default();
                let named = style.to_lowercase();
                self.paragraph = self.styles.get(&style).copied().unwrap_or_default();
                self.paragraph.heading |= named.starts_with("heading") || named == "title";
                if self.paragraph.level == 0 && named.starts_with("heading") {
                    self.paragraph.level = named
                        .chars()
                        .last()
                        .and_then(|c| c.to_digit(10))
                        .and_then(|d| u8::try_from(d).ok())
                        .unwrap_or(0);
                }
            }
            "outlineLvl" => {
                self.paragraph.heading = true;
                self.paragraph.level = outline(e);
            }
            "ilvl" => self.item = attribute(e, "val").and_then(|v| v.parse::<u8>().ok()).map(|l| l.saturating_add(1)),
            "r" => {
                self.run_strong = None;
                self.struck = false;
            }
            "rPr" => self.in_run_properties = true,
            "b" if self.in_run_properties => self.run_strong = Some(on(e)),
            "t" => self.in_text = true,
            "br" | "cr" => self.fresh = true,
            "tab" if !self.in_run_properties => self.raw(" "),
            "noBreakHyphen" => self.raw("-"),
            "sym" => {
                let font = attribute(e, "font").unwrap_or_default().to_lowercase();
                let code = attribute(e, "char").and_then(|c| u32::from_str_radix(&c, 16).ok()).unwrap_or(0);
                let low = u8::try_from(code & 0xFF).unwrap_or(0);
                let ticked = if font.contains("wingding") || font.contains("marlett") {
                    ticks::symbol(low)
                } else if font.contains("dingbat") {
                    ticks::dingbat(low)
                } else {
                    char::from_u32(code).and_then(ticks::character)
                };
                match ticked {
                    Some(ticked) => self.mark(ticked),
                    None => self.raw(
                        &char::from_u32(code)
                            .filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c))
                            .unwrap_or('\u{FFFD}')
                            .to_string(),
                    ),
                }
            }
            "sdt" => self.controls.push((false, false)),
            "showingPlcHdr" if on(e) => {
                if let Some((placeholder, _)) = self.controls.last_mut() {
                    *placeholder = true;
                }
            }
            // What a control shows until somebody fills it in is no answer.
            "sdtContent" if self.controls.last() == Some(&(true, false)) => self.quiet = self.depth,
            "strike" | "dstrike" if self.in_run_properties => self.struck = on(e),
            "checkbox" => {
                if let Some((_, boxed)) = self.controls.last_mut() {
                    *boxed = true;
                }
                self.boxed.push((self.depth, false, false));
            }
            "checked" => {
                let ticked = on(e);
                if let Some((_, state, _)) = self.boxed.last_mut() {
                    *state = ticked;
                } else if let Some((_, checked)) = &mut self.legacy {
                    *checked = Some(ticked);
                }
            }
            "checkBox" => self.legacy = Some((false, None)),
            "default" => {
                if let Some((default, _)) = &mut self.legacy {
                    *default = on(e);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.quiet > 0 {
            if self.depth == self.quiet {
                self.quiet = 0;
            }
            return;
        }
        match name {
            "t" => self.in_text = false,
            "rPr" => self.in_run_properties = false,
            "p" if self.nested == 0 => self.end_paragraph(),
            "p" => self.fresh = true,
            "checkBox" => {
                if let Some((default, checked)) = self.legacy.take() {
                    self.mark(checked.unwrap_or(default));
                }
            }
            "sdt" => {
                self.controls.pop();
                if self.boxed.last().is_some_and(|(depth, ..)| *depth > self.depth)
                    && let Some((_, ticked, written)) = self.boxed.pop()
                    && !written
                {
                    self.mark(ticked);
                }
            }
            "tc" if self.nested == 1 => {
                let lines: Cell = std::mem::take(&mut self.lines).into_iter().filter(|l| !l.is_empty()).collect();
                if let Some(row) = &mut self.row {
                    row.push(lines);
                }
            }
            "tc" => self.raw(" | "),
            "tr" if self.nested == 1 => {
                if let Some(cells) = self.row.take() {
                    let block = Block { kind: Kind::Row(self.tables), cells, ..Block::default() };
                    if !block.is_empty() {
                        self.flow.blocks.push(block);
                    }
                }
            }
            "tr" => self.fresh = true,
            "tbl" => self.nested = self.nested.saturating_sub(1),
            _ => {}
        }
    }

    fn mark(&mut self, ticked: bool) {
        self.raw(&format!("{} ", if ticked { TICKED } else { EMPTY }));
    }

    fn text(&mut self, text: &str) {
        let mut text = ticks::normalise(&text.replace(['\u{2003}', '\u{2002}', '\u{A0}'], " "));
        // The state of a check box is what its property says, not the character shown for it.
        if let Some((_, ticked, written)) = self.boxed.last_mut()
            && ticks::any(&text)
        {
            text = match (*written, *ticked) {
                (true, _) => String::new(),
                (false, true) => format!("{TICKED} "),
                (false, false) => format!("{EMPTY} "),
            };
            *written = true;
        }
        self.raw(&text);
    }

    fn raw(&mut self, text: &str) {
        if self.struck {
            return;
        }
        if self.fresh || self.lines.is_empty() {
            if text.trim().is_empty() {
                return;
            }
            self.lines.push(Line { starts: true, ..Line::default() });
            self.fresh = false;
        }
        let strong = self.run_strong.unwrap_or(self.paragraph.strong);
        if let Some(line) = self.lines.last_mut() {
            line.push(text, strong);
        }
    }

    fn end_paragraph(&mut self) {
        self.fresh = true;
        let lines: Cell = std::mem::take(&mut self.lines).into_iter().filter(|l| !l.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        let kind = match (self.paragraph.heading, self.item) {
            (true, _) => Kind::Heading,
            (_, Some(depth)) => Kind::Item(depth),
            _ => Kind::Text,
        };
        let level = if kind == Kind::Heading { self.paragraph.level } else { 0 };
        self.flow.blocks.push(Block { level, ..Block::of(kind, lines) });
    }
}
