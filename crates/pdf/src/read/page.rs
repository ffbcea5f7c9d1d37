//! What is on one page of a PDF: characters with their place, ruling lines, filled areas, boxes of a form. Lengths are
//! integers, a hundredth of a point; the origin is the upper left corner of the page.

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// 1-based number.
    pub number: u32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Characters, in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Horizontal and vertical lines.
    pub rules: Vec<Area>,
    /// Filled or outlined areas that are no lines.
    pub areas: Vec<Area>,
    /// Number of images.
    pub images: u32,
    /// Characters whose meaning the file does not say.
    pub unmapped: u32,
}

/// A character.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// What it stands for.
    pub text: String,
    /// Left edge.
    pub x0: i32,
    /// Right edge, by its advance width.
    pub x1: i32,
    /// Base line.
    pub y: i32,
    /// Size of the font.
    pub size: i32,
    /// Bold.
    pub strong: bool,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// Upper edge.
    pub y0: i32,
    /// Left edge.
    pub x0: i32,
    /// Lower edge.
    pub y1: i32,
    /// Right edge.
    pub x1: i32,
    /// Whether it is only an outline.
    pub outline: bool,
    /// Colour, as 0xRRGGBB.
    pub colour: u32,
}

impl Area {
    /// Width.
    pub fn width(&self) -> i32 {
        self.x1.saturating_sub(self.x0)
    }
    /// Height.
    pub fn height(&self) -> i32 {
        self.y1.saturating_sub(self.y0)
    }
    /// Whether it is a horizontal line.
    pub fn horizontal(&self) -> bool {
        self.height() <= 300 && self.width() >= 1500
    }
    /// Whether it is a vertical line.
    pub fn vertical(&self) -> bool {
        self.width() <= 300 && self.height() >= 600
    }
}
