//! Check boxes that are drawn as squares, with or without a cross or tick in them, become characters.

use super::page::{Area, Glyph, Page};
use gpai_read::flow::{EMPTY, TICKED};

/// Smallest and largest side of a drawn box.
const SIDES: std::ops::RangeInclusive<i32> = 450..=1_700;

/// Adds a character for each drawn box that has text right of it.
pub fn read(page: &mut Page) {
    let mut squares: Vec<Area> = page
        .areas
        .iter()
        .filter(|a| SIDES.contains(&a.width()) && SIDES.contains(&a.height()))
        .filter(|a| (a.width() - a.height()).abs() <= a.width() / 6)
        .copied()
        .collect();
    squares.sort();
    // A frame is often drawn as two areas, one in the other.
    let mut boxes: Vec<Area> = Vec::new();
    for square in squares {
        if !boxes.iter().any(|b| within(&square, b, 150) || within(b, &square, 150)) {
            boxes.push(square);
        }
    }
    let mut found = Vec::new();
    for square in boxes {
        let middle = square.y0 + square.height() / 2;
        let inside = page.glyphs.iter().find(|g| {
            g.x0 >= square.x0 - 100
                && g.x1 <= square.x1 + 150
                && g.y - g.size / 3 >= square.y0
                && g.y - g.size / 3 <= square.y1
                && !g.text.trim().is_empty()
        });
        // The label begins within a line height of the box.
        let labelled = page.glyphs.iter().any(|g| {
            let gap = g.x0 - square.x1;
            (0..=1_500).contains(&gap)
                && (g.y - g.size / 3 - middle).abs() <= square.height()
                && g.text.contains(char::is_alphanumeric)
        });
        if !labelled {
            continue;
        }
        let mark = match inside.map(|g| g.text.as_str()) {
            Some("x" | "X" | "\u{D7}" | "4" | "8") => Some(true),
            Some(text) if text.contains(TICKED) => Some(true),
            Some(text) if text.contains(EMPTY) => None,
            Some(_) => None,
            None => Some(crossed(page, &square)),
        };
        if let Some(ticked) = mark {
            found.push((square, ticked));
        }
    }
    for (square, ticked) in found {
        page.glyphs.retain(|g| {
            !(g.x0 >= square.x0 - 100
                && g.x1 <= square.x1 + 150
                && g.y - g.size / 3 >= square.y0
                && g.y - g.size / 3 <= square.y1)
        });
        page.glyphs.push(Glyph {
            text: if ticked { TICKED } else { EMPTY }.to_string(),
            x0: square.x0,
            x1: square.x1,
            y: square.y1 - square.height() / 6,
            size: square.height(),
            strong: false,
        });
    }
}

/// Whether something is drawn inside a box: strokes of a cross, a tick, a filling. A smaller square in the middle of a filled one
/// of the same colour is what a frame drawn as one shape leaves open.
fn crossed(page: &Page, square: &Area) -> bool {
    let side = square.width();
    page.areas.iter().chain(&page.rules).any(|a| {
        let smaller = a.width() <= side - side / 10 || a.height() <= side - side / 10;
        let large = a.width() >= side / 3 && a.height() >= side / 4;
        let dark = a.colour & 0xFF < 0xC0 || (a.colour >> 8) & 0xFF < 0xC0 || (a.colour >> 16) & 0xFF < 0xC0;
        let frame = !square.outline && !a.outline && a.colour == square.colour && middle(a, square);
        within(a, square, 50)
            && smaller
            && large
            && dark
            && !frame
            && (a.outline || a.width() < side - side / 5 || !square.outline)
    })
}

/// Whether an area is a square in the middle of another.
fn middle(inner: &Area, outer: &Area) -> bool {
    let slack = outer.width() / 12;
    let even = |a: i32, b: i32| (a - b).abs() <= slack.max(20);
    (inner.width() - inner.height()).abs() <= slack.max(20)
        && even(inner.x0 - outer.x0, outer.x1 - inner.x1)
        && even(inner.y0 - outer.y0, outer.y1 - inner.y1)
}

fn within(inner: &Area, outer: &Area, slack: i32) -> bool {
    inner.x0 >= outer.x0 - slack
        && inner.x1 <= outer.x1 + slack
        && inner.y0 >= outer.y0 - slack
        && inner.y1 <= outer.y1 + slack
}
