//! HTML: headings, paragraphs, lists, tables, definition lists, inputs. Nothing is run, fetched or obeyed.

use scraper::Html;
use scraper::node::Node;

use super::ReadError;
use super::flow::{Block, Cell, EMPTY, Flow, Kind, Line, TICKED};
use super::ticks;

/// Longest file.
pub const LONGEST: usize = 16 << 20;
/// Most elements and texts looked at.
const MOST_NODES: usize = 400_000;

/// Reads a page into the flow.
pub fn read(bytes: &[u8]) -> Result<Flow, ReadError> {
    if bytes.len() > LONGEST {
        return Err(ReadError::TooLarge("more than 16 MB of HTML"));
    }
    let text = super::text::decode(bytes);
    if too_deep(&text) {
        return Err(ReadError::TooLarge("elements are nested more than a thousand deep"));
    }
    let mut flow = Flow::default();
    part(&text, false, &mut flow);
    if flow.blocks.iter().all(Block::is_empty) {
        return Err(ReadError::Empty);
    }
    flow.text.push(super::flow::plain(&flow.blocks));
    Ok(flow)
}

/// Reads HTML into blocks; a fragment where it stands in Markdown.
pub(super) fn part(text: &str, fragment: bool, flow: &mut Flow) {
    if too_deep(text) {
        flow.unread.push(("elements nested more than a thousand deep".to_owned(), None));
        return;
    }
    let html = if fragment { Html::parse_fragment(text) } else { Html::parse_document(text) };
    let mut reader = Reader {
        flow,
        lines: Vec::new(),
        fresh: true,
        strong: 0,
        quiet: 0,
        kind: Kind::Text,
        level: 0,
        lists: 0,
        quoted: 0,
        rows: Vec::new(),
        tables: 0,
        covered: Vec::new(),
        hint: None,
    };
    reader.walk(&html);
    reader.flush();
}

/// Whether tags nest so deeply that building a tree of them would take long. Counts, without understanding.
fn too_deep(text: &str) -> bool {
    const VOID: [&str; 9] = ["br", "hr", "img", "input", "meta", "link", "wbr", "col", "area"];
    let mut depth = 0_usize;
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name: String = rest.chars().take(12).take_while(char::is_ascii_alphanumeric).collect();
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty()
            && !VOID.contains(&name.to_ascii_lowercase().as_str())
            && !matches!(name.as_str(), "p" | "li" | "td" | "tr" | "th")
        {
            depth += 1;
            if depth > 1_000 {
                return true;
            }
        }
    }
    false
}

/// Whether a style attribute takes an element out of sight.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    style.split(';').any(|part| {
        let part = part.strip_suffix("!important").unwrap_or(part);
        matches!(part, "display:none" | "visibility:hidden" | "visibility:collapse")
    })
}

/// A row that is open.
struct Row {
    table: u32,
    cells: Vec<Cell>,
    hint: Option<String>,
}

/// Blocks as they are made.
struct Reader<'f> {
    flow: &'f mut Flow,
    lines: Cell,
    /// Whether the next text begins a line.
    fresh: bool,
    strong: usize,
    quiet: usize,
    kind: Kind,
    level: u8,
    lists: u8,
    quoted: usize,
    rows: Vec<Row>,
    tables: u32,
    /// By column of the table in hand: rows that a cell from above still covers.
    covered: Vec<usize>,
    hint: Option<String>,
}

/// What a tag does to the flow.
const PARAGRAPHS: [&str; 26] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "form",
    "fieldset",
    "details",
    "summary",
    "figure",
    "figcaption",
    "pre",
    "address",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "hr",
    "legend",
    "body",
    "caption",
];
// What is struck out is no longer said.
const QUIET: [&str; 11] =
    ["script", "style", "template", "head", "noscript", "svg", "math", "iframe", "s", "del", "strike"];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

impl Reader<'_> {
    fn walk(&mut self, html: &Html) {
        // An explicit stack: nesting is the stranger's choice.
        let mut stack = vec![(html.tree.root(), false)];
        let mut seen = 0_usize;
        let drawn = super::drawn::marks(html);
        let mut opened = 0_usize;
        while let Some((node, closing)) = stack.pop() {
            seen += 1;
            if seen > MOST_NODES {
                self.flow.unread.push(("more than 400000 elements: the rest was not read".to_owned(), None));
                return;
            }
            if closing {
                self.close(node.value());
                continue;
            }
            let value = node.value();
            // A box that is drawn is its sign, whatever stands in it.
            if let Some(mark) = drawn.get(&opened).filter(|_| self.quiet == 0) {
                match mark {
                    Some(ticked) => self.mark(*ticked),
                    None => self.raw(&format!(" {} ", ticks::DRAWN)),
                }
                self.quiet += 1;
            } else {
                self.open(value);
            }
            opened += 1;
            stack.push((node, true));
            let mut children: Vec<_> = node.children().collect();
            children.reverse();
            stack.extend(children.into_iter().map(|c| (c, false)));
        }
    }

    fn open(&mut self, node: &Node) {
        match node {
            Node::Text(text) if self.quiet == 0 => self.text(text),
            Node::Element(element) => {
                let name = element.name();
                let attribute = |key: &str| element.attr(key);
                let gone =
                    QUIET.contains(&name) || attribute("hidden").is_some() || attribute("style").is_some_and(hides);
                if gone || self.quiet > 0 {
                    self.quiet += usize::from(gone || self.quiet > 0);
                    return;
                }
                if let Some(target) = attribute("href").filter(|_| name == "a")
                    && (target.starts_with("http://")
                        || target.starts_with("https://")
                        || target.starts_with("mailto:"))
                    && self.flow.links.len() < 10_000
                {
                    self.flow.links.push((target.chars().take(2_000).collect(), None));
                }
                let field = attribute("data-field").map(str::to_owned);
                match name {
                    "br" => self.fresh = true,
                    "b" | "strong" | "th" => self.strong += 1,
                    "input" => self.input(attribute("type"), attribute("checked").is_some(), attribute("value")),
                    _ => {}
                }
                if attribute("role").is_some_and(|r| r == "checkbox" || r == "radio") {
                    self.mark(attribute("aria-checked") == Some("true"));
                }
                if name == "tr" {
                    self.flush();
                    let hint = field.or_else(|| self.hint.take());
                    self.rows.push(Row { table: self.tables, cells: Vec::new(), hint });
                } else if name == "option" {
                    // Of a list to choose from only what is chosen is said.
                    self.quiet += usize::from(attribute("selected").is_none());
                } else if name == "table" {
                    if self.rows.is_empty() {
                        self.flush();
                        self.covered.clear();
                    }
                    self.tables = self.tables.saturating_add(1);
                } else if name == "td" || name == "th" {
                    self.fresh = true;
                    if self.rows.len() == 1 {
                        self.lines.clear();
                        let rows =
                            attribute("rowspan").and_then(|n| n.parse::<usize>().ok()).unwrap_or(1).clamp(1, 1_000);
                        self.cell_from_above(rows);
                    }
                } else if HEADINGS.contains(&name) {
                    self.block();
                    self.kind = Kind::Heading;
                    self.level = name
                        .chars()
                        .last()
                        .and_then(|c| c.to_digit(10))
                        .and_then(|d| u8::try_from(d).ok())
                        .unwrap_or(0);
                } else if name == "li" {
                    self.block();
                    self.kind = Kind::Item(self.lists.max(1));
                } else if name == "blockquote" {
                    self.block();
                    self.quoted += 1;
                } else if PARAGRAPHS.contains(&name) {
                    self.block();
                    let signed = attribute("class").is_some_and(|c| c.split_whitespace().any(|c| c == "signatures"));
                    if (name == "hr" || name == "footer" || signed) && self.rows.is_empty() {
                        self.flow.blocks.push(Block { kind: Kind::Break, quoted: self.quoted > 0, ..Block::default() });
                    }
                    if name == "ul" || name == "ol" {
                        self.lists = self.lists.saturating_add(1);
                    }
                    if name == "dt" {
                        self.strong += 1;
                    }
                    if field.is_some() {
                        self.hint = field;
                    }
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, node: &Node) {
        let Node::Element(element) = node else { return };
        let name = element.name();
        if self.quiet > 0 {
            self.quiet -= 1;
            return;
        }
        match name {
            "b" | "strong" | "th" | "dt" => self.strong = self.strong.saturating_sub(1),
            _ => {}
        }
        match name {
            "td" | "th" => {
                let lines = std::mem::take(&mut self.lines);
                match (self.rows.len(), self.rows.last_mut()) {
                    (1, Some(row)) => row.cells.push(lines),
                    // A table in a table: its cells stay lines of the outer cell, a bar between them.
                    (_, Some(_)) => {
                        self.lines = lines;
                        self.raw(" | ");
                    }
                    _ => self.lines = lines,
                }
            }
            "tr" => {
                if self.rows.len() == 1 {
                    if let Some(mut row) = self.rows.pop() {
                        let given = row.cells.len();
                        for left in self.covered.iter_mut().skip(given).filter(|left| **left > 0) {
                            *left -= 1;
                            row.cells.push(Vec::new());
                        }
                        let block =
                            Block { kind: Kind::Row(row.table), cells: row.cells, hint: row.hint, ..Block::default() };
                        if !block.is_empty() {
                            self.flow.blocks.push(block);
                        }
                    }
                } else {
                    self.rows.pop();
                    self.fresh = true;
                }
                self.lines = if self.rows.is_empty() { Vec::new() } else { std::mem::take(&mut self.lines) };
            }
            "blockquote" => {
                self.block();
                self.quoted = self.quoted.saturating_sub(1);
            }
            "ul" | "ol" => {
                self.block();
                self.lists = self.lists.saturating_sub(1);
            }
            _ if HEADINGS.contains(&name) || name == "li" => {
                self.block();
                self.kind = Kind::Text;
            }
            _ if PARAGRAPHS.contains(&name) => self.block(),
            _ => {}
        }
    }

    /// Before a cell: those that reach down from rows above stand in this row, too, and are empty in it.
    fn cell_from_above(&mut self, rows: usize) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some(left) = self.covered.get_mut(row.cells.len()).filter(|left| **left > 0) {
            *left -= 1;
            row.cells.push(Vec::new());
        }
        let column = row.cells.len();
        if rows > 1 && column < 200 {
            if self.covered.len() <= column {
                self.covered.resize(column + 1, 0);
            }
            if let Some(left) = self.covered.get_mut(column) {
                *left = rows - 1;
            }
        }
    }

    fn input(&mut self, kind: Option<&str>, checked: bool, value: Option<&str>) {
        match kind.unwrap_or("text").to_ascii_lowercase().as_str() {
            "checkbox" | "radio" => self.mark(checked),
            "text" | "date" | "month" | "url" | "email" | "number" => {
                if let Some(value) = value {
                    self.text(value);
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, ticked: bool) {
        self.raw(&format!(" {} ", if ticked { TICKED } else { EMPTY }));
    }

    /// Text of the page, white space being one space.
    fn text(&mut self, text: &str) {
        let mut flat = String::new();
        if text.starts_with(char::is_whitespace) {
            flat.push(' ');
        }
        for (at, word) in text.split_whitespace().enumerate() {
            if at > 0 {
                flat.push(' ');
            }
            flat.push_str(word);
        }
        if flat.trim().is_empty() {
            if !self.fresh {
                self.raw(" ");
            }
            return;
        }
        if text.ends_with(char::is_whitespace) {
            flat.push(' ');
        }
        self.raw(&ticks::normalise(&flat));
    }

    fn raw(&mut self, text: &str) {
        if self.fresh || self.lines.is_empty() {
            if text.trim().is_empty() {
                return;
            }
            self.lines.push(Line { starts: true, ..Line::default() });
            self.fresh = false;
        }
        let strong = self.strong > 0;
        if let Some(line) = self.lines.last_mut() {
            let text = if line.spans.is_empty() { text.trim_start() } else { text };
            line.push(text, strong);
        }
    }

    /// A block ends here: within a row the line ends, else the block is made.
    fn block(&mut self) {
        if self.rows.is_empty() {
            self.flush();
        } else {
            self.fresh = true;
        }
    }

    fn flush(&mut self) {
        self.fresh = true;
        if !self.rows.is_empty() {
            return;
        }
        let lines: Cell = std::mem::take(&mut self.lines).into_iter().filter(|l| !l.is_empty()).collect();
        if !lines.is_empty() {
            let mut block = Block::of(self.kind, lines);
            block.hint = self.hint.take();
            block.quoted = self.quoted > 0;
            if block.kind == Kind::Heading {
                block.level = self.level;
            }
            self.flow.blocks.push(block);
        }
    }
}
