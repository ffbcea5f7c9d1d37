//! A robots.txt as it is held once it was read: its rules, groups, names and other records, and what a decision is.

use super::dialect::Dialect;
use super::notes::Notes;
use super::pattern::Shape;

/// How many bytes of a file are read (RFC 9309, 2.5: at least 500 KiB).
pub const LIMIT: usize = 512_000;
/// Whether an agent may fetch an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// It may.
    Allow,
    /// It may not.
    Disallow,
}

/// Where in the file something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Line, counted from 1; a line ends at LF, CR LF or a lone CR.
    pub line: u32,
    /// Column of the value in bytes, counted from 1.
    pub column: u32,
    /// Where the value begins in the body, in bytes.
    pub offset: u32,
    /// How many bytes the value has.
    pub length: u32,
}

/// A decision with its proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether the agent may fetch the address.
    pub access: Access,
    /// The rule that decided; `None` where none did: no group, no match, or `/robots.txt` itself.
    pub rule: Option<Mark>,
    /// What has to be said about the reading.
    pub notes: Notes,
}

/// A rule. Rules of a group lie together, the longest first, so that the first that matches wins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) shape: Shape,
    pub(super) allow: bool,
    pub(super) mark: Mark,
}

/// One group: consecutive `User-agent` lines and the rules below them.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) rules: std::ops::Range<u32>,
    pub(super) notes: Notes,
    /// The line that makes its extent doubtful.
    pub(super) ambiguous: Option<u32>,
}

/// A `User-agent` line that names somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    /// The value in lower case in the arena: as far as it is a product token, and whole.
    pub(super) start: u32,
    pub(super) token: u32,
    pub(super) whole: u32,
    pub(super) group: u32,
}

/// A record that is neither a rule nor a `User-agent` line: `Sitemap`, `Content-Signal`, `License` …
#[derive(Clone, Copy, Debug)]
pub(crate) struct Other {
    pub(super) name: (u32, u32),
    pub(super) value: (u32, u32),
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) group: Option<u32>,
}

/// Another record of the file, for the protocols that ride in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'b> {
    /// Name of the field as written.
    pub name: &'b [u8],
    /// Its value without comment and outer white space.
    pub value: &'b [u8],
    /// Where the value stands.
    pub mark: Mark,
    /// The group it stands in, as [`Rules::groups`](super::Rules::groups) numbers them; `None` before the first `User-agent` line.
    pub group: Option<u32>,
}

/// What holds for the file as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Its rules decide.
    #[default]
    Rules,
    /// Everything may be fetched.
    Open,
    /// Nothing may be fetched.
    Closed,
}

/// A robots.txt, read.
#[derive(Clone, Debug, Default)]
pub struct Robots {
    pub(super) dialect: Dialect,
    pub(super) state: State,
    pub(super) notes: Notes,
    pub(super) arena: Vec<u8>,
    pub(super) rules: Vec<Rule>,
    pub(super) groups: Vec<Group>,
    /// The groups of `*`.
    pub(super) everyone: Vec<u32>,
    pub(super) names: Vec<Name>,
    /// By hash of a token: which name, and whether its whole value is meant.
    pub(super) index: Vec<(u64, u32, bool)>,
    pub(super) others: Vec<Other>,
    /// A lenient reading may find more: a line without its colon, UTF-16, a part of a byte-order mark.
    pub(super) loose: bool,
}

/// A hash of a name without regard to case (FNV-1a).
pub(super) fn fold(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}
