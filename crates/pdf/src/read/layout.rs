//! Lines of pages to the flow: ruled tables, rows of a form (label on the left, answer on the right above its line), and
//! paragraphs. Heads and feet that repeat are left out.

use std::collections::BTreeMap;

use super::cells::{begins, body_size, cell, leading_of, numbered, split};
use super::columns::{Zone, gutter, rows, table, zones};
use super::grid::{Grid, grids, shaded};
use super::lines::{TextLine, lines, underlines};
use super::page::{Area, Page};
use gpai_read::find::numbered_label;
use gpai_read::flow::{Block, Flow, Kind};

/// Lays out the pages into the flow.
pub fn flow(pages: &[Page], flow: &mut Flow) {
    let mut all: Vec<Vec<TextLine>> = pages.iter().map(lines).collect();
    for (page, lines) in pages.iter().zip(&all) {
        let text: Vec<String> = lines.iter().map(TextLine::text).collect();
        flow.text.push(text.join("\n"));
        if page.images > 0 && lines.is_empty() {
            flow.unread.push(("a picture without text".to_owned(), Some(page.number)));
        }
        let mapped = u32::try_from(page.glyphs.len()).unwrap_or(u32::MAX);
        if page.unmapped > 20 && page.unmapped > mapped / 4 {
            flow.unread.push((
                format!(
                    "page {}: the file does not say which letters {} of its characters are",
                    page.number, page.unmapped
                ),
                Some(page.number),
            ));
        }
    }
    drop_repeated(pages, &mut all);
    let mut column = None;
    let free = gutter(&all.iter().flatten().collect::<Vec<_>>());
    for (page, lines) in pages.iter().zip(&all) {
        lay_out(page, lines, &mut column, free, flow);
    }
    rejoin(flow);
}

/// A bold label that a page break parted: one that does not end, and one that goes on in lower case.
fn rejoin(flow: &mut Flow) {
    let mut out: Vec<Block> = Vec::with_capacity(flow.blocks.len());
    for block in flow.blocks.drain(..) {
        let next = block.cells.first().and_then(|c| c.first());
        let goes_on =
            next.is_some_and(|l| l.text().starts_with(char::is_lowercase) && l.spans.first().is_some_and(|s| s.strong));
        let open = out.last().is_some_and(|b| {
            let row = matches!(b.kind, Kind::Row(_)) || matches!(block.kind, Kind::Row(_));
            let text = b.cell_text(0);
            let strong = b.cells.first().is_some_and(|c| {
                c.iter()
                    .all(|l| l.strong() || l.spans.iter().all(|s| s.strong || !s.text.contains(char::is_alphanumeric)))
            });
            !row && strong && b.page != block.page && !text.ends_with([':', '?', '.', '!'])
        });
        if goes_on && open {
            if let Some(before) = out.last_mut().filter(|_| block.kind != Kind::Heading) {
                before.kind = block.kind;
            }
            if let Some(cell) = out.last_mut().and_then(|b| b.cells.first_mut()) {
                let lines = block.cells.into_iter().flatten();
                cell.extend(lines.enumerate().map(|(i, mut l)| {
                    l.starts &= i > 0;
                    l
                }));
            }
        } else {
            out.push(block);
        }
    }
    flow.blocks = out;
}

/// Takes out heads, feet and page numbers: what stands near an edge in the same place on most pages.
fn drop_repeated(pages: &[Page], all: &mut [Vec<TextLine>]) {
    let edge = |page: &Page, line: &TextLine| line.y < page.height * 12 / 100 || line.y > page.height * 88 / 100;
    let key = |line: &TextLine| {
        let text: String = line.text().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        (line.y / 600, text)
    };
    let mut counts: BTreeMap<(i32, String), usize> = BTreeMap::new();
    for (page, lines) in pages.iter().zip(all.iter()) {
        for line in lines.iter().filter(|l| edge(page, l)) {
            *counts.entry(key(line)).or_default() += 1;
        }
    }
    let most = pages.len().saturating_mul(6) / 10;
    // The title, running on at the head of later pages.
    let title =
        all.first().and_then(|l| l.iter().max_by_key(|l| (l.size, -l.y))).map(TextLine::text).unwrap_or_default();
    for (page, lines) in pages.iter().zip(all.iter_mut()) {
        lines.retain(|line| {
            if !edge(page, line) {
                return true;
            }
            if page.number > 1 && line.text() == title {
                return false;
            }
            let text = line.text();
            let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            let number = !bare.is_empty()
                && bare.len() <= 8
                && bare
                    .to_ascii_lowercase()
                    .trim_start_matches("page")
                    .chars()
                    .all(|c| c.is_ascii_digit() || c == 'o' || c == 'f');
            let outer = line.y < page.height * 7 / 100 || line.y > page.height * 88 / 100;
            let repeated = counts.get(&key(line)).is_some_and(|n| *n >= 2 && *n > most);
            !(repeated || (number && outer && bare.chars().any(|c| c.is_ascii_digit())))
        });
    }
}

/// Where the answers of a form begin, and the line below an answer.
#[derive(Clone, Copy, Debug)]
struct Cut {
    y: i32,
    /// Left edge of the answers; `None` for a line over the whole width.
    x: Option<i32>,
}

fn lay_out(page: &Page, lines: &[TextLine], column: &mut Option<i32>, free: Option<i32>, flow: &mut Flow) {
    let mut lined: Vec<Area> =
        page.rules.iter().filter(|r| !(r.horizontal() && underlines(r, lines, &page.rules))).copied().collect();
    lined.extend(shaded(&page.areas, page.width));
    let grids = grids(&lined);
    let left = lines.iter().map(TextLine::x0).min().unwrap_or(0);
    let in_grid = |y: i32| grids.iter().any(|g| y >= g.y0 - 250 && y <= g.y1 + 250);
    let mut cuts: Vec<Cut> = page
        .rules
        .iter()
        .filter(|r| r.horizontal() && r.width() >= 4000 && !in_grid(r.y0) && !underlines(r, lines, &page.rules))
        .map(|r: &Area| Cut { y: r.y0, x: (r.x0 > left + 3000 && r.x1 > page.width * 6 / 10).then_some(r.x0) })
        .collect();
    cuts.extend(grids.iter().map(|g| Cut { y: g.y0, x: None }));
    cuts.sort_by_key(|c| (c.y, c.x));
    cuts.dedup_by(|a, b| (a.y - b.y).abs() <= 250 && a.x.is_none() == b.x.is_none());
    let lead = leading(lines);
    let body = body_size(lines);
    // From top to bottom: what is above the next line or table, then that table.
    let mut rest: Vec<&TextLine> = lines.iter().filter(|l| !grids.iter().any(|g| g.holds(l))).collect();
    let mut tables: Vec<&Grid> = grids.iter().collect();
    let emit = |band: &[&TextLine], x: Option<i32>, flow: &mut Flow| {
        if band.is_empty() {
            return;
        }
        match x {
            Some(x) => form_rows(band, x, body, lead, page.number, flow),
            None => paragraphs(band, lead, page.number, flow),
        }
    };
    for cut in &cuts {
        let (band, below): (Vec<&TextLine>, Vec<&TextLine>) = rest.iter().partition(|l| l.y - l.size / 2 <= cut.y);
        rest = below;
        emit(&band, cut.x.or_else(|| column.filter(|x| splits(&band, *x))), flow);
        if cut.x.is_some() {
            *column = cut.x;
        }
        if let Some(grid) = tables.first().filter(|g| g.y0 == cut.y).copied() {
            tables.remove(0);
            let inside: Vec<TextLine> = lines.iter().filter(|l| grid.holds(l)).cloned().collect();
            ruled(grid, &inside, lead, page.number, flow);
        }
    }
    // An answer that goes on overleaf has no line below it here.
    let x = column.filter(|x| splits(&rest, *x));
    match free.filter(|_| cuts.is_empty() && x.is_none()) {
        Some(x) => {
            for zone in zones(&rest, x, body) {
                match zone {
                    Zone::Two(lines) => {
                        for row in rows(&lines, x, lead) {
                            form_rows(&row, x, body, lead, page.number, flow);
                        }
                    }
                    Zone::Other(lines) => {
                        if !table(&lines, lead, page.number, flow) {
                            paragraphs(&lines, lead, page.number, flow);
                        }
                    }
                }
            }
        }
        None => emit(&rest, x, flow),
    }
}

/// Whether some line has words on both sides of an edge with a gap there, or all begin right of it.
fn splits(band: &[&TextLine], x: i32) -> bool {
    let (mut both, mut right, mut across) = (0, 0, 0);
    for line in band {
        match split(line, x) {
            (Some(_), Some(_)) => both += 1,
            (None, Some(_)) => right += 1,
            (Some(words), None) => across += usize::from(words.last().is_some_and(|w| w.x1 > x + 1500)),
            (None, None) => {}
        }
    }
    (both > 0 || right > 0) && across <= 1 + (both + right) / 3
}

/// One band of a form: headings, then the label and its answer.
fn form_rows(band: &[&TextLine], x: i32, body: i32, lead: i32, page: u32, flow: &mut Flow) {
    let mut left: Vec<TextLine> = Vec::new();
    let mut right: Vec<TextLine> = Vec::new();
    for line in band {
        // What is set large is a heading, wherever it stands.
        if line.size > body * 125 / 100 {
            left.push((*line).clone());
            continue;
        }
        let (l, r) = split(line, x);
        if let Some(words) = l {
            left.push(TextLine::of(words));
        }
        if let Some(words) = r {
            right.push(TextLine::of(words));
        }
    }
    // Headings stand above the label, in the left column or across both.
    let mut headings: Vec<TextLine> = Vec::new();
    let mut labels: Vec<TextLine> = Vec::new();
    for line in left {
        let open = labels.is_empty();
        let large = line.size > body * 118 / 100 || (line.size > body * 108 / 100 && line.strong());
        let across = line.x1() > x + 1000;
        let numbered = numbered(&line.text());
        if open && (large || across || (numbered && line.strong())) {
            headings.push(line);
        } else {
            labels.push(line);
        }
    }
    headings_of(&headings, page, flow);
    if labels.is_empty() && right.is_empty() {
        return;
    }
    for (labels, answers) in part(&labels, &right) {
        let mut block = Block { kind: Kind::Row(0), page: Some(page), ..Block::default() };
        block.cells.push(cell(labels, lead, page));
        block.cells.push(cell(answers, lead, page));
        flow.blocks.push(block);
    }
}

/// Labels that no line parts: each ends with a colon or a question mark, and the answers part where the widest gap is.
fn part<'l>(labels: &'l [TextLine], answers: &'l [TextLine]) -> Vec<(&'l [TextLine], &'l [TextLine])> {
    let ends = labels.iter().position(|l| l.text().ends_with([':', '?'])).map_or(labels.len(), |i| i + 1);
    let Some((first, rest)) = labels.split_at_checked(ends).filter(|(_, rest)| {
        rest.first().is_some_and(|l| l.text().starts_with(char::is_uppercase))
            && rest.iter().any(|l| l.text().ends_with([':', '?', ')']))
    }) else {
        return vec![(labels, answers)];
    };
    let (Some(from), Some(to)) = (first.first().map(|l| l.y), rest.last().map(|l| l.y)) else {
        return vec![(labels, answers)];
    };
    // An answer stands beside its label: the gap lies between the two.
    let gap = (1..answers.len())
        .filter_map(|i| Some((i, answers.get(i - 1)?, answers.get(i)?)))
        .filter(|(_, above, below)| below.y > from && above.y < to)
        .max_by_key(|(i, above, below)| (below.y - above.y, std::cmp::Reverse(*i)))
        .map(|(i, _, _)| i);
    let at = match gap {
        Some(at) => at,
        // One answer: it is that of the label nearer to it.
        None => {
            let nearer = answers.first().is_none_or(|a| (a.y - from).abs() <= (a.y - to).abs());
            if nearer { answers.len() } else { 0 }
        }
    };
    let (above, below) = answers.split_at_checked(at).unwrap_or((answers, &[]));
    let mut out = vec![(first, above)];
    out.extend(part(rest, below));
    out
}

/// Lines of headings: a number begins a new one, and so does a change of size.
fn headings_of(lines: &[TextLine], page: u32, flow: &mut Flow) {
    let mut open: Vec<&TextLine> = Vec::new();
    for line in lines {
        let new = open.last().is_some_and(|last| {
            numbered(&line.text()) || (line.size - last.size).abs() > 60 || line.y - last.y > line.size * 2
        });
        if new {
            push_heading(&open, page, flow);
            open.clear();
        }
        open.push(line);
    }
    push_heading(&open, page, flow);
}

fn push_heading(lines: &[&TextLine], page: u32, flow: &mut Flow) {
    if !lines.is_empty() {
        let lines = lines.iter().enumerate().map(|(i, l)| l.line(i == 0, page)).collect();
        flow.blocks.push(Block::of(Kind::Heading, lines));
    }
}

fn ruled(grid: &Grid, lines: &[TextLine], lead: i32, page: u32, flow: &mut Flow) {
    for row in grid.cells(lines) {
        let mut block = Block { kind: Kind::Row(1), page: Some(page), ..Block::default() };
        block.cells = row.iter().map(|c| cell(c, lead, page)).collect();
        if !block.is_empty() {
            flow.blocks.push(block);
        }
    }
}

fn paragraphs(band: &[&TextLine], lead: i32, page: u32, flow: &mut Flow) {
    let body = {
        let owned: Vec<TextLine> = band.iter().map(|l| (*l).clone()).collect();
        body_size(&owned)
    };
    let xs = bullets(band);
    let mut open: Vec<&TextLine> = Vec::new();
    let close = |open: &mut Vec<&TextLine>, far: bool, flow: &mut Flow| {
        if open.is_empty() {
            return;
        }
        let large = open.iter().all(|l| l.size > body * 118 / 100 || (l.size > body * 108 / 100 && l.strong()));
        let first = open.first().map(|l| l.text()).unwrap_or_default();
        let strong = open.iter().all(|l| l.strong());
        let kind = if large || (strong && numbered(&first)) {
            Kind::Heading
        } else {
            open.first().map_or(Kind::Text, |l| item(l, &xs))
        };
        let lines = open.iter().enumerate().map(|(i, l)| l.line(i == 0, page)).collect();
        flow.blocks.push(Block::of(kind, lines));
        if far {
            flow.blocks.push(Block { kind: Kind::Break, page: Some(page), ..Block::default() });
        }
        open.clear();
    };
    for line in band {
        if let Some(before) = open.last() {
            let text = line.text();
            let label = line.words.first().is_some_and(|w| w.strong)
                && (numbered_label(&text) || !before.words.last().is_some_and(|w| w.strong));
            // What stands far below is no part of what is above: a foot, a signature, a notice.
            let far = line.y - before.y > lead * 7 / 2;
            if begins(before, line, lead) || label {
                close(&mut open, far, flow);
            }
        }
        open.push(line);
    }
    close(&mut open, false, flow);
}

/// Where list items begin on the page, from left to right.
fn bullets(band: &[&TextLine]) -> Vec<i32> {
    let mut xs: Vec<i32> = band.iter().filter(|l| bullet(&l.text())).map(|l| l.x0()).collect();
    xs.sort_unstable();
    xs.dedup_by(|a, b| *a - *b <= 400);
    xs
}

fn bullet(text: &str) -> bool {
    text.starts_with(['\u{2022}', '\u{25E6}', '\u{25AA}', '\u{2023}'])
}

fn item(line: &TextLine, xs: &[i32]) -> Kind {
    if !bullet(&line.text()) {
        return Kind::Text;
    }
    let depth = xs.iter().filter(|x| **x <= line.x0() + 400).count();
    Kind::Item(u8::try_from(depth.max(1)).unwrap_or(u8::MAX))
}

/// The usual distance from one line to the next in the same column.
fn leading(lines: &[TextLine]) -> i32 {
    leading_of(lines).unwrap_or_else(|| body_size(lines) * 125 / 100)
}
