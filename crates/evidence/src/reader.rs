//! What a reader is, whose word goes first, and which file is the model card.

use crate::files::Entry;
use crate::run::Run;

/// One reader. It sees the files it wants and nothing that other readers found.
pub struct Reader {
    /// Its name in the list of what was looked at.
    pub name: &'static str,
    /// Whose word goes first where several say the same.
    pub rank: Rank,
    /// A path that it wants, for tests that feed it arbitrary bytes.
    pub sample: &'static str,
    /// Whether it wants a file.
    pub wants: fn(&Entry) -> bool,
    /// Reads the files it wants, sorted by path.
    pub read: fn(&mut Run<'_>, &[Entry]),
}

/// Whose word goes first where several readers say the same of a model: the source of a figure that two files state, the
/// reason why a model counts as made from another. It settles nothing where they disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The model card: people wrote it for people.
    Card,
    /// The configuration of an adapter.
    Adapter,
    /// Configurations and indexes that a library writes.
    Configuration,
    /// Headers of weights that somebody converted.
    Converted,
    /// What a tool counted while it ran.
    Record,
    /// Arguments that were given to a training tool.
    Arguments,
    /// The configuration of a merge.
    Merge,
    /// All that stands beside.
    Beside,
}

/// Whether a file is the model card: `README.md` or `README` in the folder itself, in any case.
pub fn is_card(entry: &Entry) -> bool {
    entry.at_root() && (entry.path.eq_ignore_ascii_case("readme.md") || entry.path.eq_ignore_ascii_case("readme"))
}
