//! What stands on a page without being drawn by it: check boxes, radio buttons and texts of a form, and links.

use hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as PdfString};
use hayro_syntax::page::Page as PdfPage;
use kurbo::{Affine, Point};

use super::device::whole;
use super::page::{Glyph, Page};
use gpai_read::flow::{EMPTY, TICKED};

/// Most annotations looked at on one page.
const MOST: usize = 5_000;
/// Longest text of a field or target.
const LONGEST: usize = 10_000;
/// How far up the fields of a form nest.
const DEEPEST: usize = 8;

/// Adds the boxes and texts of form fields to the page; returns the targets of links.
pub fn read(page: &PdfPage<'_>, transform: Affine, out: &mut Page) -> Vec<String> {
    let mut links = Vec::new();
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return links };
    for annotation in annotations.iter::<Dict<'_>>().take(MOST) {
        let hidden = annotation.get::<u32>("F").is_some_and(|f| f & 2 != 0);
        let kind = annotation.get::<Name<'_>>("Subtype");
        match kind.as_ref().map(|n| n.as_str()) {
            Some("Link") => links.extend(target(&annotation)),
            Some("Widget") if !hidden => widget(&annotation, transform, out),
            _ => {}
        }
    }
    links
}

fn target(annotation: &Dict<'_>) -> Option<String> {
    let uri = annotation.get::<Dict<'_>>("A")?.get::<PdfString<'_>>("URI")?;
    text(uri.as_bytes())
}

/// A text of a PDF: UTF-16 or (nearly) Latin-1.
fn text(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.get(..bytes.len().min(LONGEST))?;
    let out: String = match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> = wide
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
        },
    };
    (!out.trim().is_empty()).then_some(out)
}

fn widget(annotation: &Dict<'_>, transform: Affine, out: &mut Page) {
    let kind = inherited(annotation, "FT").and_then(Object::into_name).map(|n| n.as_str().to_owned());
    let Some(rect) = annotation.get::<Rect>("Rect") else { return };
    let (a, b) = (transform * Point::new(rect.x0, rect.y0), transform * Point::new(rect.x1, rect.y1));
    let (x0, x1) = (whole(a.x.min(b.x)), whole(a.x.max(b.x)));
    let (top, bottom) = (whole(a.y.min(b.y)), whole(a.y.max(b.y)));
    let height = bottom.saturating_sub(top);
    if height <= 0 || x1 <= x0 {
        return;
    }
    match kind.as_deref() {
        Some("Btn") => {
            let flags = inherited(annotation, "Ff").and_then(Object::into_i32).unwrap_or(0);
            // A push button (bit 17) is no answer.
            if flags & (1 << 16) != 0 || height > 5_000 {
                return;
            }
            let state = annotation
                .get::<Name<'_>>("AS")
                .or_else(|| inherited(annotation, "V").and_then(Object::into_name))
                .map(|n| n.as_str().to_owned());
            let ticked = state.is_some_and(|s| s != "Off");
            // The box may be drawn already, by its appearance or as a character.
            out.glyphs.retain(|g| {
                let inside = g.x0 >= x0 - 100 && g.x1 <= x1 + 100 && g.y >= top && g.y <= bottom + 100;
                !(inside && g.text.contains([TICKED, EMPTY]))
            });
            let size = height.clamp(400, 1_400);
            out.glyphs.push(Glyph {
                text: if ticked { TICKED } else { EMPTY }.to_string(),
                x0,
                x1,
                y: bottom - height / 5,
                size,
                strong: false,
            });
        }
        Some("Tx" | "Ch") => {
            // Its appearance, where it has one, was drawn with the page.
            let drawn = annotation.get::<Dict<'_>>("AP").is_some_and(|ap| ap.get::<Stream<'_>>("N").is_some());
            let shown = out.glyphs.iter().any(|g| g.x0 >= x0 && g.x1 <= x1 && g.y >= top && g.y <= bottom);
            if drawn && shown {
                return;
            }
            let Some(value) = inherited(annotation, "V").and_then(Object::into_string).and_then(|v| text(v.as_bytes()))
            else {
                return;
            };
            lay(&value, x0, top, out);
        }
        _ => {}
    }
}

/// The value of a text field as characters, line by line.
fn lay(value: &str, x0: i32, top: i32, out: &mut Page) {
    const SIZE: i32 = 1_000;
    let mut y = top.saturating_add(SIZE);
    for line in value.split(['\r', '\n']).take(2_000) {
        let mut x = x0;
        for c in line.chars() {
            out.glyphs.push(Glyph { text: c.to_string(), x0: x, x1: x + SIZE / 2, y, size: SIZE, strong: false });
            x = x.saturating_add(SIZE / 2);
        }
        y = y.saturating_add(SIZE * 12 / 10);
    }
}

/// A value of a field or of one it belongs to.
fn inherited<'a>(annotation: &Dict<'a>, key: &str) -> Option<Object<'a>> {
    let mut dict = annotation.clone();
    for _ in 0..DEEPEST {
        if let Some(value) = dict.get::<Object<'a>>(key) {
            return Some(value);
        }
        dict = dict.get::<Dict<'a>>("Parent")?;
    }
    None
}
