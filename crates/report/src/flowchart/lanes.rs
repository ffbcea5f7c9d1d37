//! Columns, rows and the tracks between them on which the lines of a panel run, and the corners of each line.

use gpai_rules::chart::Panel;
use gpai_rules::law::{Law, Words};
use jiff::civil::Date;

use super::boxes::{Placed, SMALL, boxed};
use super::measure::width;
use super::place::{Grid, Side, Way};

/// Room between rows.
const ROW_GAP: i32 = 32;
/// Room between two lines side by side.
const TRACK: i32 = 11;

/// Where columns and rows lie, and the tracks between them on which lines run.
pub struct Lanes {
    lefts: Vec<i32>,
    rights: Vec<i32>,
    gaps: Vec<i32>,
    tops: Vec<i32>,
    heights: Vec<i32>,
    /// For each box that is entered from the left, by its position: the x of its track.
    tracks: Vec<Option<i32>>,
}

impl Lanes {
    /// The lanes of a panel, once its boxes have their sizes.
    pub fn new(
        law: &Law,
        on: Date,
        index: usize,
        panel: &Panel,
        grid: &Grid,
        boxes: &[Placed],
        word: &dyn Fn(&Way) -> Words,
    ) -> Self {
        let cell = |i: usize| grid.cells.get(i).copied().flatten();
        let size = |way: &Way| {
            let word = word(way);
            width(&word.en, SMALL).max(width(&word.zh, SMALL))
        };
        // Tracks at the left of each column: one for each box entered from there; short roads run nearest to the boxes.
        let mut tracks: Vec<Option<i32>> = vec![None; panel.nodes.len()];
        let mut counts = vec![0i32; grid.columns];
        let mut left_words = vec![0i32; grid.columns];
        for column in 0..grid.columns {
            let mut nets: Vec<(usize, usize)> = Vec::new();
            for target in 0..panel.nodes.len() {
                let Some((_, row)) = cell(target).filter(|(c, _)| *c == column) else { continue };
                let entering = grid.ways.iter().filter(|w| w.to == target && enters_left(w, grid));
                let rows: Vec<usize> = entering.filter_map(|w| cell(w.from)).map(|(_, r)| r).collect();
                if !rows.is_empty() {
                    let span = rows.iter().map(|r| row.abs_diff(*r)).max().unwrap_or(0);
                    nets.push((span, target));
                }
            }
            nets.sort_unstable();
            for (i, (_, target)) in nets.iter().enumerate() {
                if let Some(slot) = tracks.get_mut(*target) {
                    *slot = i32::try_from(i).ok();
                }
            }
            if let Some(slot) = counts.get_mut(column) {
                *slot = i32::try_from(nets.len()).unwrap_or(0);
            }
            let words =
                grid.ways.iter().filter(|w| w.side == Side::Left && cell(w.from).is_some_and(|(c, _)| c == column));
            if let (Some(most), Some(slot)) = (words.map(size).max(), left_words.get_mut(column)) {
                *slot = most + 12;
            }
        }
        let mut heights = vec![0i32; grid.rows];
        let mut broad = vec![0i32; grid.columns];
        for (b, node) in boxes.iter().map(|b| (b, b.node)) {
            let Some((column, row)) = cell(node) else { continue };
            for (list, place, value) in [(&mut heights, row, b.h), (&mut broad, column, b.w)] {
                if let Some(slot) = list.get_mut(place) {
                    *slot = (*slot).max(value);
                }
            }
        }
        let mut gaps = vec![0i32; grid.columns];
        let mut beside = vec![0i32; grid.columns];
        let mut channel = vec![0i32; grid.rows];
        for way in &grid.ways {
            let Some((column, row)) = cell(way.from) else { continue };
            let end = || panel.nodes.get(way.to).map(|n| boxed(law, on, index, way.to, &n.what));
            match way.side {
                Side::Right => {
                    if let Some(slot) = gaps.get_mut(column) {
                        *slot = (*slot).max(size(way) + 18);
                    }
                    let room = if way.end { end().map_or(0, |e| e.w) } else { 0 };
                    if let Some(slot) = beside.get_mut(column) {
                        *slot = (*slot).max(room);
                    }
                }
                Side::Left if way.end => {
                    let room = end().map_or(0, |e| e.w) + size(way) + 22;
                    if let Some(slot) = left_words.get_mut(column) {
                        *slot = (*slot).max(room);
                    }
                }
                Side::Bottom if way.end => {
                    if let (Some(slot), Some(end)) = (heights.get_mut(row + 1), end()) {
                        *slot = (*slot).max(end.h);
                    }
                }
                Side::Bottom if cell(way.to) != Some((column, row + 1)) => {
                    if let Some(slot) = channel.get_mut(row) {
                        *slot += TRACK;
                    }
                }
                _ => {}
            }
        }
        let mut x = 0;
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        for column in 0..grid.columns {
            let get = |list: &[i32]| list.get(column).copied().unwrap_or(0);
            let gutter = if get(&counts) > 0 { get(&counts) * TRACK + (get(&left_words) - 2).max(12) } else { 0 };
            let gutter = gutter.max(get(&left_words));
            let gutter = if column == 0 { gutter } else { gutter.max(16) };
            let left = x + gutter;
            for (node, slot) in tracks.iter_mut().enumerate() {
                if let (Some((c, _)), Some(track)) = (cell(node), slot.as_mut())
                    && c == column
                {
                    *track = left - (get(&left_words) + 2).max(16) - *track * TRACK;
                }
            }
            lefts.push(left);
            rights.push(left + get(&broad));
            x = left + get(&broad) + get(&gaps) + get(&beside);
        }
        let mut y = 0;
        let mut tops = Vec::new();
        for row in 0..grid.rows {
            tops.push(y);
            y += heights.get(row).copied().unwrap_or(0) + ROW_GAP + channel.get(row).copied().unwrap_or(0);
        }
        Lanes { lefts, rights, gaps, tops, heights, tracks }
    }

    /// Left edge of a column.
    pub fn left(&self, column: usize) -> i32 {
        self.lefts.get(column).copied().unwrap_or(0)
    }

    /// Width of a column.
    pub fn breadth(&self, column: usize) -> i32 {
        self.rights.get(column).copied().unwrap_or(0) - self.left(column)
    }

    /// Upper edge of a row.
    pub fn top(&self, row: usize) -> i32 {
        self.tops.get(row).copied().unwrap_or(0)
    }

    /// Height of a row.
    pub fn row_height(&self, row: usize) -> i32 {
        self.heights.get(row).copied().unwrap_or(0)
    }

    /// Puts an end at its exit.
    pub fn end(&self, end: &mut Placed, source: &Placed, way: &Way, column: usize) {
        match way.side {
            Side::Bottom => {
                end.x = source.x + (source.w - end.w) / 2;
                end.y = source.y + source.h + ROW_GAP;
            }
            Side::Right => {
                let gap = self.gaps.get(column).copied().unwrap_or(0);
                end.x = self.rights.get(column).copied().unwrap_or(0) + gap;
                end.y = source.y + (source.h - end.h) / 2;
            }
            Side::Left => {
                end.x = source.x - end.w - 40;
                end.y = source.y + (source.h - end.h) / 2 + source.h / 5;
            }
        }
    }

    /// The corners of a way.
    pub fn points(
        &self,
        way: &Way,
        grid: &Grid,
        source: &Placed,
        target: &Placed,
        (column, row): (usize, usize),
    ) -> Vec<(i32, i32)> {
        let middle = (source.x + source.w / 2, source.y + source.h / 2);
        let start = match way.side {
            Side::Bottom => (middle.0, source.y + source.h),
            Side::Right => (source.x + source.w, middle.1),
            Side::Left => (source.x, middle.1 + source.h / 5),
        };
        let entry = target.y + target.h / 2;
        if way.end || !enters_left(way, grid) {
            let end = match way.side {
                Side::Bottom => (middle.0, target.y),
                Side::Right => (target.x, middle.1),
                Side::Left => (target.x + target.w, middle.1 + source.h / 5),
            };
            return vec![start, end];
        }
        let track = self.tracks.get(way.to).copied().flatten().unwrap_or(target.x - 16);
        let mut points = vec![start];
        if way.side == Side::Bottom {
            let channel = self.top(row) + self.row_height(row) + ROW_GAP - 8;
            points.extend([(start.0, channel), (track, channel)]);
        } else if self.blocked(way, grid, (column, row)) {
            let turn = start.0 + self.gaps.get(column).copied().unwrap_or(30) - 8;
            let channel = self.top(row) + self.row_height(row) + ROW_GAP - 8;
            points.extend([(turn, start.1), (turn, channel), (track, channel)]);
        } else {
            points.push((track, start.1));
        }
        points.extend([(track, entry), (target.x, entry)]);
        tidy(&points)
    }

    /// Whether a level line to another column would run through a box or an end.
    fn blocked(&self, way: &Way, grid: &Grid, (column, row): (usize, usize)) -> bool {
        let Some((to, _)) = grid.cells.get(way.to).copied().flatten() else { return false };
        (column + 1..to).any(|c| grid.cells.contains(&Some((c, row))))
    }
}

/// Whether a way enters its box from the left, and not straight from above.
fn enters_left(way: &Way, grid: &Grid) -> bool {
    let cell = |i: usize| grid.cells.get(i).copied().flatten();
    match (cell(way.from), cell(way.to)) {
        (Some((c, r)), Some((d, s))) => !(way.side == Side::Bottom && c == d && s == r + 1),
        _ => false,
    }
}

/// Leaves out corners that are none.
fn tidy(points: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = Vec::new();
    for point in points {
        if out.last() == Some(point) {
            continue;
        }
        if let [.., a, b] = out.as_slice()
            && ((a.0 == b.0 && b.0 == point.0) || (a.1 == b.1 && b.1 == point.1))
        {
            out.pop();
        }
        out.push(*point);
    }
    out
}
