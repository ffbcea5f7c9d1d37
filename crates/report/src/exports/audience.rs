//! Who reads an export, and what each reader may see.

use std::collections::BTreeSet;

use gpai_forms::template::Audience;

/// Who an item is for. Nobody: the provider's own.
pub type Readers = BTreeSet<Audience>;

/// Who reads an export: a reader of the forms, or the provider itself, who sees everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Everybody.
    Public,
    /// Downstream providers.
    Dp,
    /// National competent authorities, through the AI Office.
    Nca,
    /// The AI Office.
    Aio,
    /// The provider.
    Own,
}

impl Reader {
    /// Every reader.
    pub const ALL: [Reader; 5] = [Reader::Public, Reader::Dp, Reader::Nca, Reader::Aio, Reader::Own];

    /// The word used on the command line and in every export.
    pub fn word(self) -> &'static str {
        self.audience().map_or("own", Audience::word)
    }

    /// The reader with this word.
    pub fn named(word: &str) -> Option<Self> {
        Reader::ALL.into_iter().find(|r| r.word() == word)
    }

    /// The reader of the forms; none for the provider.
    pub fn audience(self) -> Option<Audience> {
        match self {
            Reader::Public => Some(Audience::Public),
            Reader::Dp => Some(Audience::Dp),
            Reader::Nca => Some(Audience::Nca),
            Reader::Aio => Some(Audience::Aio),
            Reader::Own => None,
        }
    }

    /// Whether this reader may see what is for these: its own, what is public, and for the provider everything.
    pub fn sees(self, readers: &Readers) -> bool {
        match self.audience() {
            None => true,
            Some(own) => readers.contains(&Audience::Public) || readers.contains(&own),
        }
    }

    /// Whether this reader may be told names and digests of files that are not public.
    pub fn sees_files(self) -> bool {
        !matches!(self, Reader::Public | Reader::Dp)
    }

    /// How far it may be handed on, in the words of the Traffic Light Protocol.
    pub fn tlp(self) -> &'static str {
        match self {
            Reader::Public => "CLEAR",
            Reader::Dp => "AMBER",
            Reader::Nca | Reader::Aio => "AMBER_AND_STRICT",
            Reader::Own => "RED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_sees_its_own_and_what_is_public() {
        let aio = Readers::from([Audience::Aio]);
        let seen: Vec<Reader> = Reader::ALL.into_iter().filter(|r| r.sees(&aio)).collect();
        assert_eq!(seen, [Reader::Aio, Reader::Own]);
        assert!(Reader::ALL.into_iter().all(|r| r.sees(&Readers::from([Audience::Public]))));
        assert_eq!(Reader::ALL.into_iter().filter(|r| r.sees(&Readers::new())).collect::<Vec<_>>(), [Reader::Own]);
        assert!(Reader::ALL.into_iter().all(|r| Reader::named(r.word()) == Some(r)));
    }
}
