//! Tables drawn with lines: zones of a page where vertical lines stand, cut into rows and columns.

use super::lines::{TextLine, Word};
use super::page::Area;

/// A ruled table, or the part of one that is on a page.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Upper edge.
    pub y0: i32,
    /// Lower edge.
    pub y1: i32,
    /// Edges of its columns, from left to right.
    pub xs: Vec<i32>,
    /// Edges of its rows, from top to bottom.
    pub ys: Vec<i32>,
    /// Vertical lines: place, upper and lower end. A cell that reaches over columns has none inside.
    pub walls: Vec<(i32, i32, i32)>,
}

/// How far apart two lines may be that are one.
const NEAR: i32 = 250;

/// Edges of shaded cells as lines: a column of labels is often told apart by its shade alone.
pub fn shaded(areas: &[Area], width: i32) -> Vec<Area> {
    let cell = |a: &&Area| !a.outline && a.height() >= 900 && a.width() >= 4_000 && a.width() <= width * 65 / 100;
    let mut out = Vec::new();
    for area in areas.iter().filter(cell) {
        // One shaded box is decoration; a column of them is a table.
        let column =
            areas.iter().filter(cell).filter(|b| (b.x0 - area.x0).abs() <= NEAR && (b.x1 - area.x1).abs() <= NEAR);
        let distinct: std::collections::BTreeSet<i32> = column.map(|b| b.y0).collect();
        if distinct.len() >= 2 || area.height() > 5_000 {
            out.push(Area { x0: area.x1, x1: area.x1, outline: true, ..*area });
        }
    }
    out
}

/// The ruled tables of at least two columns, from top to bottom.
pub fn grids(rules: &[Area]) -> Vec<Grid> {
    let mut verticals: Vec<&Area> = rules.iter().filter(|r| r.vertical()).collect();
    verticals.sort_by_key(|r| (r.y0, r.x0));
    // Zones: vertical lines that overlap or touch from top to bottom.
    let mut zones: Vec<(i32, i32, Vec<&Area>)> = Vec::new();
    for rule in verticals {
        match zones.last_mut() {
            Some((_, y1, members)) if rule.y0 <= *y1 + NEAR => {
                *y1 = (*y1).max(rule.y1);
                members.push(rule);
            }
            _ => zones.push((rule.y0, rule.y1, vec![rule])),
        }
    }
    zones.iter().filter_map(|(y0, y1, members)| grid(*y0, *y1, members, rules)).collect()
}

fn grid(y0: i32, y1: i32, members: &[&Area], rules: &[Area]) -> Option<Grid> {
    let touching: Vec<&Area> =
        rules.iter().filter(|r| r.horizontal() && r.y0 >= y0 - NEAR && r.y1 <= y1 + NEAR).collect();
    let mut xs: Vec<i32> = members.iter().map(|r| r.x0 + r.width() / 2).collect();
    if let (Some(left), Some(right)) = (touching.iter().map(|r| r.x0).min(), touching.iter().map(|r| r.x1).max()) {
        xs.push(left);
        xs.push(right);
    }
    let xs = distinct(xs);
    // Two edges make a box around something, not a table.
    if xs.len() < 3 || touching.is_empty() {
        return None;
    }
    let width = xs.last()? - xs.first()?;
    // Lines over less than two thirds of the width do not part rows, unless several together do.
    let mut ys = vec![y0, y1];
    for rule in &touching {
        let covered: i32 =
            touching.iter().filter(|r| (r.y0 - rule.y0).abs() <= NEAR).map(|r| r.width()).fold(0, i32::saturating_add);
        if covered >= width * 2 / 3 {
            ys.push(rule.y0);
        }
    }
    let ys = distinct(ys);
    let walls = members.iter().map(|r| (r.x0 + r.width() / 2, r.y0, r.y1)).collect();
    (ys.len() >= 2).then_some(Grid { y0, y1, xs, ys, walls })
}

fn distinct(mut values: Vec<i32>) -> Vec<i32> {
    values.sort_unstable();
    let mut out: Vec<i32> = Vec::new();
    for value in values {
        if out.last().is_none_or(|last| value - last > NEAR) {
            out.push(value);
        }
    }
    out
}

impl Grid {
    /// Whether a line stands in it.
    pub fn holds(&self, line: &TextLine) -> bool {
        let middle = line.y - line.size / 3;
        let inside = middle > self.y0 && middle < self.y1;
        inside && self.xs.first().is_some_and(|x| line.x1() > *x) && self.xs.last().is_some_and(|x| line.x0() < *x)
    }

    /// The edges of the cells of one row: those at which a line stands there, or all where none does and no word runs across.
    fn edges(&self, row: usize, lines: &[TextLine]) -> Vec<i32> {
        let (Some(top), Some(bottom)) = (self.ys.get(row), self.ys.get(row + 1)) else { return self.xs.clone() };
        let middle = top + (bottom - top) / 2;
        let inner = self.xs.get(1..self.xs.len().saturating_sub(1)).unwrap_or_default();
        let wall =
            |x: &&i32| self.walls.iter().any(|(at, y0, y1)| (at - **x).abs() <= NEAR && *y0 <= middle && *y1 >= middle);
        let mut kept: Vec<i32> = inner.iter().filter(wall).copied().collect();
        if kept.is_empty() {
            let across = |x: &&i32| {
                !lines
                    .iter()
                    .flat_map(|l| &l.words)
                    .any(|w| w.y > *top && w.y < *bottom && w.x0 < **x - NEAR && w.x1 > **x + NEAR)
            };
            kept = inner.iter().filter(across).copied().collect();
        }
        self.xs.first().into_iter().copied().chain(kept).chain(self.xs.last().copied()).collect()
    }

    /// The lines of each cell, row by row.
    pub fn cells(&self, lines: &[TextLine]) -> Vec<Vec<Vec<TextLine>>> {
        let rows = self.ys.len().saturating_sub(1);
        let edges: Vec<Vec<i32>> = (0..rows).map(|row| self.edges(row, lines)).collect();
        let mut out: Vec<Vec<Vec<TextLine>>> =
            edges.iter().map(|xs| vec![Vec::new(); xs.len().saturating_sub(1)]).collect();
        for line in lines {
            let middle = line.y - line.size / 3;
            let row = self.ys.iter().filter(|y| **y <= middle).count().saturating_sub(1).min(rows.saturating_sub(1));
            let Some(xs) = edges.get(row) else { continue };
            let columns = xs.len().saturating_sub(1);
            let mut parts: Vec<Vec<Word>> = vec![Vec::new(); columns];
            for word in &line.words {
                let centre = word.x0 + (word.x1 - word.x0) / 2;
                let column =
                    xs.iter().filter(|x| **x <= centre).count().saturating_sub(1).min(columns.saturating_sub(1));
                if let Some(part) = parts.get_mut(column) {
                    part.push(word.clone());
                }
            }
            for (column, words) in parts.into_iter().enumerate() {
                if !words.is_empty()
                    && let Some(cell) = out.get_mut(row).and_then(|r| r.get_mut(column))
                {
                    cell.push(TextLine::of(words));
                }
            }
        }
        out
    }
}
