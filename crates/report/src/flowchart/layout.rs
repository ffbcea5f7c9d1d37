//! A chart on a sheet: where each box stands, how its text is broken into lines, and the points of each line drawn.
//! Whole numbers throughout; one unit is one pixel at normal size.

use gpai_rules::chart::{Chart, Panel, wording};
use gpai_rules::law::{Law, Words};
use jiff::civil::Date;

use super::boxes::boxed;
use super::lanes::Lanes;
use super::measure::width;
use super::place::{Side, Way, is_end, place};

pub use super::boxes::{LINE, Placed, SMALL, TEXT};

/// Font size of the title of a frame.
pub const FRAME: i32 = 15;
/// Font size of the title of the sheet.
pub const TITLE: i32 = 21;

const MARGIN: i32 = 20;
/// Room for the line at the foot.
const NOTE: i32 = 440;
const PAD: i32 = 16;

/// What a chart is to fit on: a common screen, at normal size.
pub const SCREEN: (i32, i32) = (1640, 1200);

/// A line from one box to another.
#[derive(Clone, Debug)]
pub struct Line {
    /// Position of the box it leaves, in [`Sheet::boxes`].
    pub from: usize,
    /// Position of the box it enters.
    pub to: usize,
    /// By which exit: the test holds, or not.
    pub yes: bool,
    /// The word at the exit.
    pub word: Words,
    /// Where the word begins, on its base line; or ends, where `word_ends`.
    pub word_at: (i32, i32),
    /// Whether the word ends there.
    pub word_ends: bool,
    /// The corners.
    pub points: Vec<(i32, i32)>,
}

/// A frame around the chart of a step.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Position of the panel.
    pub panel: usize,
    /// Its title.
    pub title: Words,
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

/// A whole chart on a sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its title.
    pub title: Words,
    /// What yes and no mean.
    pub said: Option<[Words; 2]>,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Frames; none where the chart has one panel only.
    pub frames: Vec<Frame>,
    /// Boxes.
    pub boxes: Vec<Placed>,
    /// Lines.
    pub lines: Vec<Line>,
}

/// Lays a chart out.
pub fn sheet(law: &Law, on: Date, chart: &Chart) -> Sheet {
    let drawn: Vec<Drawn> = chart.panels.iter().enumerate().map(|(i, p)| draw(law, on, i, p)).collect();
    let top = MARGIN + 36 + if chart.panels.first().is_some_and(|p| p.said.is_some()) { 64 } else { 8 };
    // The question itself has no frame: the title of the sheet is its own.
    let edges = |panel: usize| if panel == 0 { (0, 0) } else { (PAD, 36) };
    let sizes: Vec<(i32, i32)> = drawn
        .iter()
        .map(|d| {
            let (edge, head) = edges(d.panel);
            let title = chart.panels.get(d.panel).map_or(0, |p| broadest(&p.title, FRAME));
            (d.w.max(if edge > 0 { title } else { 0 }) + 2 * edge, d.h + head + edge)
        })
        .collect();
    let mut sheet = Sheet {
        title: chart.title.clone(),
        said: chart.panels.first().and_then(|p| p.said.clone()),
        width: 0,
        height: 0,
        frames: Vec::new(),
        boxes: Vec::new(),
        lines: Vec::new(),
    };
    let (mut x, mut bottom) = (MARGIN, top);
    let mut next = drawn.into_iter();
    for column in columns(&sizes, top + MARGIN + 18) {
        let mut y = top;
        let broad = column.iter().map(|(w, _)| *w).max().unwrap_or(0);
        for (_, h) in column {
            let Some(panel) = next.next() else { break };
            let (edge, head) = edges(panel.panel);
            if edge > 0 {
                let title = chart.panels.get(panel.panel).map(|p| p.title.clone()).unwrap_or_default();
                sheet.frames.push(Frame { panel: panel.panel, title, x, y, w: broad, h });
            }
            panel.onto(&mut sheet, x + edge, y + head);
            y += h + PAD;
        }
        bottom = bottom.max(y - PAD);
        x += broad + PAD;
    }
    let said = sheet.said.iter().flatten().map(|w| broadest(w, TEXT) + 60).max().unwrap_or(0);
    sheet.width = (x - PAD).max(MARGIN + broadest(&sheet.title, TITLE).max(said).max(NOTE)) + MARGIN;
    sheet.height = bottom + MARGIN + 18;
    sheet
}

/// Width of a text in the language in which it is wider; titles are bold, which takes a fifth more.
fn broadest(words: &Words, size: i32) -> i32 {
    let plain = width(&words.en, size).max(width(&words.zh, size));
    if size > TEXT { plain * 6 / 5 } else { plain }
}

/// Sizes of the panels below one another, column by column.
type Columns = Vec<Vec<(i32, i32)>>;

/// How the panels are put side by side and below one another, so that the sheet comes nearest to the shape of a screen.
fn columns(sizes: &[(i32, i32)], around: i32) -> Columns {
    let cuts = u32::try_from(sizes.len().saturating_sub(1)).unwrap_or(0).min(10);
    let mut best: Option<(i32, Columns)> = None;
    for choice in 0..(1u32 << cuts) {
        let mut columns = Columns::new();
        for (i, size) in sizes.iter().enumerate() {
            let new = i == 0 || (choice >> (i - 1)) & 1 == 1;
            match columns.last_mut() {
                Some(column) if !new => column.push(*size),
                _ => columns.push(vec![*size]),
            }
        }
        let broad: i32 = columns.iter().map(|c| c.iter().map(|(w, _)| *w).max().unwrap_or(0) + PAD).sum();
        let tall = columns.iter().map(|c| c.iter().map(|(_, h)| *h + PAD).sum::<i32>()).max().unwrap_or(0);
        let (broad, tall) = (broad + 2 * MARGIN - PAD, tall + around - PAD);
        let beyond = (broad - SCREEN.0).max(0) + (tall - SCREEN.1).max(0);
        let cost = beyond * 1000 + (broad * SCREEN.1).max(tall * SCREEN.0) / SCREEN.1;
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, columns));
        }
    }
    best.map(|(_, columns)| columns).unwrap_or_default()
}

/// A panel by itself, from its own corner.
struct Drawn {
    panel: usize,
    boxes: Vec<Placed>,
    lines: Vec<Line>,
    w: i32,
    h: i32,
}

impl Drawn {
    fn onto(self, sheet: &mut Sheet, x: i32, y: i32) {
        let first = sheet.boxes.len();
        sheet.boxes.extend(self.boxes.into_iter().map(|b| Placed { x: b.x + x, y: b.y + y, ..b }));
        sheet.lines.extend(self.lines.into_iter().map(|l| Line {
            from: l.from + first,
            to: l.to + first,
            word_at: (l.word_at.0 + x, l.word_at.1 + y),
            points: l.points.iter().map(|(a, b)| (a + x, b + y)).collect(),
            ..l
        }));
    }
}

fn draw(law: &Law, on: Date, index: usize, panel: &Panel) -> Drawn {
    let grid = place(panel);
    let mut boxes: Vec<Placed> = Vec::new();
    let mut at: Vec<usize> = vec![0; panel.nodes.len()]; // Position in `boxes` of each box.
    for (i, node) in panel.nodes.iter().enumerate().filter(|(_, n)| !is_end(n)) {
        if let Some(slot) = at.get_mut(i) {
            *slot = boxes.len();
        }
        boxes.push(boxed(law, on, index, i, &node.what));
    }
    // A panel that is nothing but an end.
    if boxes.is_empty()
        && let Some(node) = panel.nodes.first()
    {
        let only = boxed(law, on, index, 0, &node.what);
        let (w, h) = (only.w, only.h);
        return Drawn { panel: index, boxes: vec![only], lines: Vec::new(), w, h };
    }
    let word = |way: &Way| panel.nodes.get(way.from).map(|n| wording::exit(law, n, way.yes)).unwrap_or_default();
    let lanes = Lanes::new(law, on, index, panel, &grid, &boxes, &word);
    for (place, b) in boxes.iter_mut().enumerate() {
        let node = at.iter().enumerate().find(|(i, p)| **p == place && panel.nodes.get(*i).is_some_and(|n| !is_end(n)));
        let Some((column, row)) = node.and_then(|(i, _)| grid.cells.get(i).copied().flatten()) else { continue };
        // In the middle of its row and column, so that lines run level and straight.
        b.x = lanes.left(column) + (lanes.breadth(column) - b.w) / 2;
        b.y = lanes.top(row) + (lanes.row_height(row) - b.h) / 2;
    }
    let mut lines = Vec::new();
    for way in &grid.ways {
        let (Some(from), Some((column, row))) =
            (at.get(way.from).copied(), grid.cells.get(way.from).copied().flatten())
        else {
            continue;
        };
        let Some(source) = boxes.get(from).cloned() else { continue };
        let to = if way.end {
            let mut end = match panel.nodes.get(way.to) {
                Some(node) => boxed(law, on, index, way.to, &node.what),
                None => continue,
            };
            lanes.end(&mut end, &source, way, column);
            boxes.push(end);
            boxes.len() - 1
        } else {
            at.get(way.to).copied().unwrap_or(0)
        };
        let Some(target) = boxes.get(to) else { continue };
        let points = lanes.points(way, &grid, &source, target, (column, row));
        let (word_at, word_ends) = match way.side {
            Side::Bottom => ((source.x + source.w / 2 + 7, source.y + source.h + 17), false),
            Side::Right => ((source.x + source.w + 7, source.y + source.h / 2 - 6), false),
            Side::Left => ((source.x - 7, source.y + source.h / 2 + source.h / 5 - 6), true),
        };
        lines.push(Line { from, to, yes: way.yes, word: word(way), word_at, word_ends, points });
    }
    let w = boxes.iter().map(|b| b.x + b.w).max().unwrap_or(0);
    let h = boxes.iter().map(|b| b.y + b.h).max().unwrap_or(0);
    let beyond = lines.iter().flat_map(|l| &l.points).map(|(x, _)| *x).max().unwrap_or(0);
    Drawn { panel: index, boxes, lines, w: w.max(beyond), h }
}
