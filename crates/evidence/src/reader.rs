//! What a reader is, and which file is the model card.

use crate::files::Entry;
use crate::run::Work;

/// One reader.
pub struct Reader {
    /// Whether it wants a file.
    pub wants: fn(&Entry) -> bool,
    /// Reads the files it wants, sorted by path.
    pub read: fn(&mut Work<'_>, &[Entry]),
}

/// Whether a file is the model card: `README.md` or `README` in the folder itself, in any case.
pub fn is_card(entry: &Entry) -> bool {
    entry.at_root() && matches!(entry.path.to_lowercase().as_str(), "readme.md" | "readme")
}
