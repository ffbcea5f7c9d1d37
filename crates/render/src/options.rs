//! What a caller may add to a document.

/// What a caller may add.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Fonts for what the built-in ones lack, by preference; only PDF uses them.
    pub fonts: &'a [FontFile<'a>],
}

/// A font from outside.
#[derive(Clone, Copy, Debug)]
pub struct FontFile<'a> {
    /// What messages call it: its file name.
    pub name: &'a str,
    /// TrueType or OpenType, single or collection.
    pub bytes: &'a [u8],
}
