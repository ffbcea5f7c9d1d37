//! The outputs as they are looked through: their folded texts one after the other.

/// What stands between two outputs: no text holds this byte.
pub const BETWEEN: u8 = 0xff;

/// Folded outputs, one after the other.
#[derive(Debug)]
pub struct Texts {
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { bytes: vec![BETWEEN], starts: vec![1] }
    }
}

impl Texts {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one, which `write` appends; gives its number, or `None` where all together would be over 4 GiB.
    pub fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Option<u32> {
        let before = self.bytes.len();
        write(&mut self.bytes);
        self.bytes.push(BETWEEN);
        let Ok(next) = u32::try_from(self.bytes.len()) else {
            self.bytes.truncate(before);
            return None;
        };
        self.starts.push(next);
        u32::try_from(self.starts.len().checked_sub(2)?).ok()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of all.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// All of them, with what stands between.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where one starts.
    #[must_use]
    pub fn start(&self, output: u32) -> u32 {
        self.starts.get(output as usize).copied().unwrap_or(0)
    }

    /// The text of one.
    #[must_use]
    pub fn get(&self, output: u32) -> &[u8] {
        let start = self.start(output) as usize;
        let end = self.starts.get(output as usize + 1).map_or(start, |next| *next as usize - 1);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Which one a place belongs to.
    #[must_use]
    pub fn output(&self, place: u32) -> u32 {
        let at = self.starts.partition_point(|s| *s <= place);
        u32::try_from(at.saturating_sub(1)).unwrap_or(0)
    }
}
