//! Which row and column of a panel each box stands in, and by which side each exit leaves.
//!
//! The main road of a box runs straight down; a side road starts a column to the right; an end that only one exit leads
//! to stands beside its box, so that no line has to be followed to it.

use gpai_rules::chart::{Node, Panel, What};

/// Side of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below.
    Bottom,
    /// To the right.
    Right,
    /// To the left, for a road that passes the boxes below it.
    Left,
}

/// A way from a box to another or to an end of its own.
#[derive(Clone, Debug)]
pub struct Way {
    /// Position of the box in the panel.
    pub from: usize,
    /// Position of the box or end it leads to.
    pub to: usize,
    /// By which exit.
    pub yes: bool,
    /// By which side.
    pub side: Side,
    /// Whether it leads to an end drawn for this exit alone.
    pub end: bool,
}

/// Rows and columns of the boxes, and the ways between them.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Column and row of each box; `None` for ends, which stand at their exits.
    pub cells: Vec<Option<(usize, usize)>>,
    /// The ways.
    pub ways: Vec<Way>,
    /// Number of columns.
    pub columns: usize,
    /// Number of rows, those of ends below boxes included.
    pub rows: usize,
}

/// Whether a box is an end.
pub fn is_end(node: &Node) -> bool {
    matches!(node.what, What::Verdict(_) | What::End(_))
}

fn exits(node: &Node) -> impl Iterator<Item = (bool, usize)> {
    [(true, node.yes), (false, node.no)].into_iter().filter_map(|(yes, to)| Some((yes, to?)))
}

/// Places the boxes of a panel.
pub fn place(panel: &Panel) -> Grid {
    let nodes = &panel.nodes;
    let end = |i: usize| nodes.get(i).is_none_or(is_end);
    // Boxes stand after those that lead to them.
    let mut height = vec![0usize; nodes.len()];
    for (i, node) in nodes.iter().enumerate().rev() {
        let below = exits(node).filter(|(_, t)| !end(*t)).filter_map(|(_, t)| height.get(t).copied()).max();
        if let (Some(below), Some(slot)) = (below, height.get_mut(i)) {
            *slot = below + 1;
        }
    }
    let down: Vec<Option<usize>> = nodes
        .iter()
        .map(|n| {
            // The longest road; of two, one that others join from the left; of two of these, the yes.
            let joined = |t: usize| nodes.iter().flat_map(exits).filter(|(_, to)| *to == t).count() > 1;
            let tall = |t: &usize| (height.get(*t).copied().unwrap_or(0), joined(*t));
            let mut best: Option<usize> = None;
            for (_, to) in exits(n).filter(|(_, t)| !end(*t)) {
                if best.is_none_or(|b| tall(&to) > tall(&b)) {
                    best = Some(to);
                }
            }
            best
        })
        .collect();
    let mut cells: Vec<Option<(usize, usize)>> = vec![None; nodes.len()];
    let mut free: Vec<usize> = Vec::new(); // First free row of each column.
    for (i, node) in nodes.iter().enumerate().filter(|(i, _)| !end(*i)) {
        let parents: Vec<(usize, (usize, usize))> = nodes
            .iter()
            .enumerate()
            .filter(|(_, p)| exits(p).any(|(_, t)| t == i))
            .filter_map(|(p, _)| Some((p, cells.get(p).copied().flatten()?)))
            .collect();
        let rightmost = parents.iter().map(|(_, (c, _))| *c).max();
        let lowest = |column: usize| {
            let rows = parents.iter().map(|(_, (c, r))| if *c == column { *r + 1 } else { *r });
            rows.max().unwrap_or(0).max(free.get(column).copied().unwrap_or(0))
        };
        let straight = parents.iter().any(|(p, (c, r))| {
            Some(*c) == rightmost
                && down.get(*p).copied().flatten() == Some(i)
                && free.get(*c).copied().unwrap_or(0) == *r + 1
        });
        let column = match rightmost {
            None => 0,
            Some(c) if straight => c,
            Some(c) => c + 1,
        };
        let row = lowest(column);
        if free.len() <= column {
            free.resize(column + 1, 0);
        }
        // An end below a box takes a row of its own.
        let below = usize::from(exits(node).all(|(_, t)| end(t)) && exits(node).count() == 2)
            + usize::from(exits(node).all(|(_, t)| end(t)) && exits(node).count() == 1);
        if let Some(slot) = free.get_mut(column) {
            *slot = row + 1 + below;
        }
        if let Some(slot) = cells.get_mut(i) {
            *slot = Some((column, row));
        }
    }
    let ways = nodes.iter().enumerate().flat_map(|(i, n)| self::ways(i, n, &cells)).collect();
    Grid { rows: free.iter().copied().max().unwrap_or(0), columns: free.len(), cells, ways }
}

/// The ways from one box, each by a side of its own.
fn ways(from: usize, node: &Node, cells: &[Option<(usize, usize)>]) -> Vec<Way> {
    let cell = |i: usize| cells.get(i).copied().flatten();
    let Some((column, row)) = cell(from) else { return Vec::new() };
    let below = cells.contains(&Some((column, row + 1)));
    // Straight down first, then to the right, past the boxes below, and the ends where there is room.
    let rank = |to: usize| match cell(to) {
        Some((c, r)) if c == column && r == row + 1 => 0,
        Some((c, _)) if c > column => 1,
        Some((c, _)) if c == column => 2,
        Some(_) => 3,
        None => 4,
    };
    let mut list: Vec<(bool, usize)> = exits(node).collect();
    list.sort_by_key(|(_, to)| rank(*to));
    let mut taken: Vec<Side> = Vec::new();
    let mut out = Vec::new();
    for (yes, to) in list {
        let wishes: &[Side] = match rank(to) {
            0 => &[Side::Bottom],
            1 => &[Side::Right, Side::Bottom],
            2 => &[Side::Left],
            3 => &[Side::Left, Side::Bottom],
            _ if below => &[Side::Right, Side::Left],
            _ if matches!(node.what, What::Duties { .. }) => &[Side::Bottom, Side::Right],
            _ => &[Side::Right, Side::Bottom, Side::Left],
        };
        let side = wishes.iter().copied().find(|s| !taken.contains(s)).unwrap_or(Side::Bottom);
        taken.push(side);
        out.push(Way { from, to, yes, side, end: cell(to).is_none() });
    }
    out
}
