//! Figures of documents, added up. Unknown sizes stay unknown: how many documents have none is said beside the sum of the others.

use serde_json::{Map, Value as Json};

use crate::input::row::Media;

/// Sums of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Documents.
    pub documents: u64,
    /// Bytes of those whose size is known.
    pub bytes: u64,
    /// Documents whose size is not known.
    pub unsized_documents: u64,
    /// Tokens, or milliseconds, of those that say it.
    pub amount: u64,
    /// Documents that say it.
    pub amount_documents: u64,
}

impl Figures {
    /// Adds others.
    pub fn add(&mut self, other: &Figures) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.unsized_documents += other.unsized_documents;
        self.amount += other.amount;
        self.amount_documents += other.amount_documents;
    }

    /// As JSON. `media` decides what the amount is; without one only texts carry tokens and nothing is said.
    #[must_use]
    pub fn json(&self, media: Option<Media>) -> Map<String, Json> {
        let mut out = Map::new();
        out.insert("documents".to_owned(), self.documents.into());
        let all_unknown = self.documents > 0 && self.unsized_documents == self.documents;
        out.insert("bytes".to_owned(), if all_unknown { Json::Null } else { self.bytes.into() });
        if self.unsized_documents > 0 {
            out.insert("documents_without_size".to_owned(), self.unsized_documents.into());
        }
        let name = match media {
            Some(Media::Text) => "tokens",
            Some(Media::Audio | Media::Video) => "milliseconds",
            _ => return out,
        };
        let known = self.amount_documents > 0;
        out.insert(name.to_owned(), if known { self.amount.into() } else { Json::Null });
        if known && self.amount_documents < self.documents {
            out.insert(format!("documents_without_{name}"), (self.documents - self.amount_documents).into());
        }
        out
    }
}

/// By what shares are taken, with both sizes.
#[must_use]
pub fn measure(own: &Figures, all: &Figures) -> (&'static str, u64, u64) {
    if all.unsized_documents == 0 && all.bytes > 0 {
        ("bytes", own.bytes, all.bytes)
    } else {
        ("documents", own.documents, all.documents)
    }
}

/// Millionths, rounded down.
#[must_use]
pub fn share(own: u64, all: u64) -> u64 {
    u128::from(own)
        .checked_mul(1_000_000)
        .and_then(|n| n.checked_div(u128::from(all)))
        .and_then(|s| u64::try_from(s).ok())
        .unwrap_or(0)
}
