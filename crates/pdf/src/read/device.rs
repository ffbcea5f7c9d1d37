//! Takes down what a page draws. The interpreter of PDF calls it for every character, path and image.

use std::collections::HashMap;

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask};
use kurbo::{Affine, BezPath, PathEl, Point, Shape as _};

use super::page::{Area, Glyph, Page};
use gpai_read::flow::{EMPTY, TICKED};
use gpai_read::ticks;

/// Most characters taken down from one page.
const MOST_GLYPHS: usize = 200_000;
/// Most lines and areas taken down from one page.
const MOST_AREAS: usize = 50_000;

/// What is known of a font.
#[derive(Clone, Debug, Default)]
pub struct FontFacts {
    /// Name in the file.
    pub name: String,
    /// Bold.
    pub strong: bool,
}

/// The recorder of one page.
pub struct Recorder<'f> {
    /// The page so far.
    pub page: Page,
    /// Fonts by the interpreter's key, filled as they are met.
    pub fonts: &'f mut HashMap<u128, FontFacts>,
    /// Whether a bound was reached.
    pub full: bool,
    /// Characters by the way their text runs: to the right, down, to the left, up.
    pub ways: [usize; 4],
}

impl<'f> Recorder<'f> {
    /// Before the first character of a page.
    pub fn of(number: u32, fonts: &'f mut HashMap<u128, FontFacts>) -> Self {
        Recorder { page: Page { number, ..Page::default() }, fonts, full: false, ways: [0; 4] }
    }
}

/// Whether a font's name says bold.
pub fn bold_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // pdfTeX's bold fonts are called CMBX, SFBX, cmbx10.
    ["bold", "black", "heavy", "semibold", "demi"].iter().any(|w| name.contains(w))
        || ["cmbx", "sfbx", "ecbx"].iter().any(|w| name.contains(w))
        || (name.starts_with("lmroman") && name.contains("bold"))
}

impl Recorder<'_> {
    fn glyph(&mut self, glyph: &Drawn<'_>, transform: Affine) {
        if self.page.glyphs.len() >= MOST_GLYPHS {
            self.full = true;
            return;
        }
        let (advance, font) = match glyph {
            Drawn::Outline(outline) => {
                let key = outline.font_cache_key();
                let facts = self.fonts.entry(key).or_insert_with(|| {
                    outline.font_data().map_or_else(FontFacts::default, |data| {
                        let name = data.postscript_name.unwrap_or_default();
                        let strong = bold_name(&name) || data.weight.is_some_and(|w| w >= 600);
                        FontFacts { name, strong }
                    })
                });
                (outline.advance_width().unwrap_or(500.0), facts.clone())
            }
            Drawn::Type3(_) => (500.0, FontFacts::default()),
        };
        let origin = transform * Point::new(0.0, 0.0);
        let right = transform * Point::new(f64::from(advance), 0.0);
        let up = transform * Point::new(0.0, 1000.0);
        let (x0, x1, y) = (whole(origin.x), whole(right.x), whole(origin.y));
        let size = y.saturating_sub(whole(up.y));
        let along = right - origin;
        let way = match (along.x.abs() >= along.y.abs(), along.x >= 0.0, along.y >= 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        if let Some(count) = self.ways.get_mut(way) {
            *count += 1;
        }
        // Text that runs in another direction (a watermark, a turned title) is no part of the lines.
        if size <= 100 || whole(right.y).saturating_sub(y).abs() > size / 4 || x1 < x0 {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => String::new(),
        };
        let name = font.name.to_ascii_lowercase();
        let symbolic = name.contains("wingding") || name.contains("dingbat") || name.contains("symbol");
        let text = if symbolic { symbol(&name, &text).map_or(text, str::to_owned) } else { text };
        if text.is_empty() || text.chars().all(|c| c == '\u{FFFD}' || c == '\0') {
            self.page.unmapped += 1;
            self.page.glyphs.push(Glyph { text: "\u{FFFD}".to_owned(), x0, x1, y, size, strong: font.strong });
            return;
        }
        self.page.glyphs.push(Glyph { text: ticks_of(&text), x0, x1, y, size, strong: font.strong });
    }

    fn path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'_>, outline: bool) {
        if self.page.areas.len() + self.page.rules.len() >= MOST_AREAS {
            self.full = true;
            return;
        }
        let colour = match paint {
            Paint::Color(c) => {
                let [r, g, b, a] = c.to_rgba().to_rgba8();
                if a == 0 {
                    return;
                }
                (u32::from(r) << 16) | (u32::from(g) << 8) | u32::from(b)
            }
            Paint::Pattern(_) => 0x80_80_80,
        };
        // Each part of a path by itself: tables are often drawn as one path of many rectangles or strokes.
        let mut part = BezPath::new();
        let mut parts = 0_u32;
        for element in path.elements().iter().copied().chain([PathEl::MoveTo(Point::ORIGIN)]) {
            if matches!(element, PathEl::MoveTo(_)) && !part.elements().is_empty() {
                let bounds = (transform * &part).bounding_box();
                self.area(bounds, outline, colour, &part);
                part = BezPath::new();
                parts += 1;
                if parts > 5_000 {
                    self.full = true;
                    return;
                }
            }
            part.push(element);
        }
    }

    fn area(&mut self, bounds: kurbo::Rect, outline: bool, colour: u32, part: &BezPath) {
        let area = Area {
            x0: whole(bounds.x0),
            y0: whole(bounds.y0),
            x1: whole(bounds.x1),
            y1: whole(bounds.y1),
            outline,
            colour,
        };
        if part.elements().len() < 2 || (area.width() == 0 && area.height() == 0) {
            return;
        }
        if area.horizontal() || area.vertical() {
            self.page.rules.push(area);
        } else {
            self.page.areas.push(area);
        }
    }
}

/// The box that a character of a symbol font draws.
fn symbol(font: &str, text: &str) -> Option<&'static str> {
    let code = text.chars().next().map(u32::from)?;
    let code = u8::try_from(if (0xF000..=0xF0FF).contains(&code) { code & 0xFF } else { code }).ok()?;
    if if font.contains("wingding") { code == 0xFB } else { (0x35..=0x38).contains(&code) } {
        return Some("\u{2717}");
    }
    let ticked = if font.contains("wingding") { ticks::symbol(code) } else { ticks::dingbat(code) }?;
    Some(if ticked { "\u{2612}" } else { "\u{2610}" })
}

fn ticks_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !ticks::unseen(*c)) {
        match (ticks::character(c), ticks::ligature(c)) {
            (Some(true), _) => out.push(TICKED),
            (Some(false), _) => out.push(EMPTY),
            (None, Some(letters)) => out.push_str(letters),
            (None, None) => out.push(c),
        }
    }
    out
}

/// A length as a whole number; what is out of range is cut off.
#[allow(clippy::cast_possible_truncation, reason = "casts from float to integer saturate, and NaN becomes 0")]
pub fn whole(x: f64) -> i32 {
    x.round().clamp(-1.0e8, 1.0e8) as i32
}

impl<'a> Device<'a> for Recorder<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        self.path(path, transform, paint, matches!(mode, PathDrawMode::Stroke(_)));
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.glyph(glyph, transform * glyph_transform);
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.page.images += 1;
    }
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
