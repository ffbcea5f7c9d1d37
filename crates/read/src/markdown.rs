//! Markdown, with its tables and task lists and the HTML that may stand in it, such as that of a model card.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::ReadError;
use super::flow::{Block, Cell, EMPTY, Flow, Kind, Line, TICKED};
use super::{html, ticks};

/// Longest file.
pub const LONGEST: usize = 8 << 20;
/// Most events looked at.
const MOST: usize = 1_000_000;

/// Reads a Markdown text into the flow.
pub fn read(bytes: &[u8]) -> Result<Flow, ReadError> {
    if bytes.len() > LONGEST {
        return Err(ReadError::TooLarge("more than 8 MB of Markdown"));
    }
    let text = super::pandoc::tables(&super::pandoc::raw(&super::text::decode(bytes)));
    let mut reader = Reader { starts: line_starts(&text), ..Reader::default() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_DEFINITION_LIST;
    for (count, (event, range)) in Parser::new_ext(&text, options).into_offset_iter().enumerate() {
        if count > MOST {
            reader.flow.unread.push(("more than a million marks: the rest was not read".to_owned(), None));
            break;
        }
        reader.at = range.start;
        reader.event(event);
    }
    reader.end_html();
    reader.flush();
    if reader.flow.blocks.iter().all(Block::is_empty) {
        return Err(ReadError::Empty);
    }
    let mut flow = reader.flow;
    flow.text.push(super::flow::plain(&flow.blocks));
    Ok(flow)
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect()
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    starts: Vec<usize>,
    at: usize,
    /// Where the open block begins.
    from: Option<usize>,
    lines: Cell,
    fresh: bool,
    /// Whether a line of the source ended: a space, or a new line where bold text follows, as a label does.
    soft: bool,
    strong: usize,
    /// How many runs of bold began, and at which of them the text in hand ended.
    strong_runs: usize,
    bold: usize,
    /// What is struck out is no longer said.
    struck: usize,
    lists: u8,
    quoted: usize,
    kind: Kind,
    level: u8,
    tables: u32,
    row: Option<Vec<Cell>>,
    quiet: bool,
    /// HTML in pieces, with where it begins.
    html: Option<(String, usize)>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        if !matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)) {
            // HTML goes on through what stands between its tags, as long as nothing else begins.
            self.end_html();
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if !self.quiet && self.struck == 0 => self.text(&text),
            Event::SoftBreak => self.soft = true,
            Event::HardBreak => self.fresh = true,
            Event::TaskListMarker(ticked) => self.raw(&format!("{} ", if ticked { TICKED } else { EMPTY })),
            Event::Html(text) => {
                let at = self.at;
                self.flush();
                self.html.get_or_insert_with(|| (String::new(), at)).0.push_str(&text);
            }
            Event::InlineHtml(tag) => self.inline(&tag),
            Event::Rule => {
                self.flush();
                self.flow.blocks.push(Block { kind: Kind::Break, quoted: self.quoted > 0, ..Block::default() });
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.kind = Kind::Heading;
                self.level = level as u8;
            }
            Tag::Paragraph if self.row.is_none() && (!matches!(self.kind, Kind::Item(_)) || !self.lines.is_empty()) => {
                self.flush();
            }
            Tag::Item => {
                self.flush();
                self.kind = Kind::Item(self.lists.max(1));
            }
            Tag::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_add(1);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quoted += 1;
            }
            Tag::DefinitionListTitle => {
                self.flush();
                self.strong += 1;
                self.strong_runs += 1;
            }
            Tag::DefinitionListDefinition => self.flush(),
            Tag::Strong => {
                self.strong += 1;
                self.strong_runs += 1;
            }
            Tag::Strikethrough => self.struck += 1,
            Tag::Table(_) => {
                self.flush();
                self.tables = self.tables.saturating_add(1);
            }
            Tag::TableHead | Tag::TableRow => {
                self.lines.clear();
                self.row = Some(Vec::new());
                self.from = Some(self.at);
            }
            Tag::TableCell => self.fresh = true,
            Tag::Link { dest_url, .. } => {
                let known = ["http://", "https://", "mailto:"].iter().any(|p| dest_url.starts_with(p));
                if known && self.flow.links.len() < 10_000 {
                    self.flow.links.push((dest_url.chars().take(2_000).collect(), None));
                }
            }
            Tag::MetadataBlock(_) => self.quiet = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Item => {
                self.flush();
                self.kind = Kind::Text;
            }
            TagEnd::Paragraph if self.row.is_none() => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quoted = self.quoted.saturating_sub(1);
            }
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::DefinitionListTitle => {
                self.flush();
                self.strong = self.strong.saturating_sub(1);
            }
            TagEnd::DefinitionListDefinition => self.flush(),
            TagEnd::TableCell => {
                let lines = std::mem::take(&mut self.lines);
                if let Some(row) = &mut self.row {
                    row.push(lines);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(cells) = self.row.take() {
                    let line = self.from.take().map(|at| self.line(at));
                    let block = Block {
                        kind: Kind::Row(self.tables),
                        cells,
                        line,
                        quoted: self.quoted > 0,
                        ..Block::default()
                    };
                    if !block.is_empty() {
                        self.flow.blocks.push(block);
                    }
                }
            }
            TagEnd::MetadataBlock(_) => self.quiet = false,
            _ => {}
        }
    }

    fn inline(&mut self, tag: &str) {
        let lower = tag.to_ascii_lowercase();
        let name: String = lower.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.as_str() {
            "br" | "br/" => self.fresh = true,
            "b" | "strong" => self.strong += 1,
            "/b" | "/strong" => self.strong = self.strong.saturating_sub(1),
            "input" if lower.contains("checkbox") || lower.contains("radio") => {
                let ticked = lower.contains("checked");
                self.raw(&format!("{} ", if ticked { TICKED } else { EMPTY }));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        // Rows of boxes are spaced with wide spaces.
        self.raw(&ticks::normalise(&text.replace(['\u{2003}', '\u{2002}', '\u{A0}'], " ")));
    }

    fn raw(&mut self, text: &str) {
        if self.from.is_none() {
            self.from = Some(self.at);
        }
        let strong = self.strong > 0;
        // A label begins in bold after a line ended; bold that goes on over the end of a line is one label.
        let was =
            self.lines.last().and_then(|l| l.spans.last()).is_some_and(|s| s.strong) && self.bold == self.strong_runs;
        if self.fresh || self.lines.is_empty() || (self.soft && strong && !was) {
            self.lines.push(Line { starts: true, ..Line::default() });
            self.fresh = false;
            self.soft = false;
        }
        if let Some(line) = self.lines.last_mut() {
            if std::mem::take(&mut self.soft) {
                line.push(" ", strong);
            }
            line.push(text, strong);
        }
        self.bold = self.strong_runs;
    }

    fn line(&self, at: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|s| *s <= at)).unwrap_or(u32::MAX)
    }

    fn flush(&mut self) {
        self.fresh = true;
        self.soft = false;
        if self.row.is_some() {
            return;
        }
        let from = self.from.take();
        let lines: Cell = std::mem::take(&mut self.lines).into_iter().filter(|l| !l.is_empty()).collect();
        if !lines.is_empty() {
            let mut block = Block::of(self.kind, lines);
            block.line = from.map(|at| self.line(at));
            block.quoted = self.quoted > 0;
            if block.kind == Kind::Heading {
                block.level = self.level;
            }
            self.flow.blocks.push(block);
        }
    }

    /// Reads the HTML gathered so far.
    fn end_html(&mut self) {
        let Some((text, at)) = self.html.take() else { return };
        let line = self.line(at);
        let before = self.flow.blocks.len();
        html::part(&text, true, &mut self.flow);
        for block in self.flow.blocks.iter_mut().skip(before) {
            block.line = Some(line);
            block.quoted |= self.quoted > 0;
        }
    }
}
