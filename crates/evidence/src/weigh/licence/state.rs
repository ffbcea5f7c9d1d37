//! What is known of the licence while the statements are weighed, and how it is claimed.

use std::cell::OnceCell;

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::Place;
use gpai_rules::licence::{Licence, Licences, Verdict};
use gpai_rules::names;

use crate::found::{Found, LookedAt};
use crate::licence::clause::Said;
use crate::licence::names::Names;
use crate::statement::{LicenceText, Restriction, Role};
use crate::text::Text;

/// The fact.
pub const FACT: &str = names::OPENNESS_LICENCE;

/// A file and the licence it was recognised as.
pub struct Part {
    pub role: Role,
    pub licence: String,
    pub place: Place,
}

/// The byte of a change, and the words before and after.
pub type Edit = (usize, String);

/// What was decided so far.
pub struct Weigh<'f, 'l> {
    pub found: &'f mut Found,
    pub licences: &'l Licences,
    pub names: OnceCell<Names<'l>>,
    /// What the cards say of licences.
    pub heard: Vec<Heard>,
    /// What restricts.
    pub restrictions: Vec<Restriction>,
    /// The licence of a file that the card puts the code under, if it says nothing of the model.
    pub for_code: Option<(String, Place)>,
}

/// Texts that are looked at once all that is known is claimed.
#[derive(Default)]
pub struct Rest {
    pub edited: Vec<(LicenceText, String, Option<Edit>)>,
    pub unknown: Vec<LicenceText>,
    pub policies: Vec<LicenceText>,
    pub parts: Vec<Part>,
}

impl<'l> Weigh<'_, 'l> {
    pub fn names(&self) -> &Names<'l> {
        self.names.get_or_init(|| Names::new(self.licences))
    }

    pub fn claim(&mut self, licence: &str, source: Source) {
        self.found.claim(FACT, Value::Text(licence.to_owned()), source);
    }

    /// Whether anybody named a licence so far.
    pub fn is_named(&self) -> bool {
        !self.found.facts.claims(FACT).is_empty()
    }

    /// The one licence that is claimed so far.
    pub fn claimed(&self) -> Option<&'l Licence> {
        match self.found.facts.value(FACT) {
            Some(Value::Text(id)) => self.licences.find(&id),
            _ => None,
        }
    }

    /// Whether what is claimed so far may be open: then what speaks against it counts.
    pub fn may_be_open(&self) -> bool {
        self.is_named() && self.claimed().is_none_or(|l| l.verdict != Verdict::Fails)
    }

    /// The licence that is claimed, for a claim against it.
    pub fn claimed_word(&self) -> String {
        match self.found.facts.value(FACT) {
            Some(Value::Text(id)) => id,
            _ => "the licence".to_owned(),
        }
    }

    pub fn note(&mut self, file: &str, reader: &str, gave: impl Into<String>) {
        self.found.note(LookedAt::new(file, reader, gave));
    }
}

/// What one clause says of one licence.
pub struct Heard {
    pub said: Said,
    pub source: Source,
    /// Whether it stands under a heading on licences, or is a label or badge.
    pub section: bool,
    /// The clause, for people.
    pub line: String,
    pub file: String,
}

impl Heard {
    /// Whether it is said of the model, perhaps together with other parts.
    pub fn of_model(&self) -> bool {
        self.said.parts.model && !self.said.parts.others
    }

    /// Whether it is said of the code alone.
    pub fn of_code(&self) -> bool {
        self.said.parts.code && !self.said.parts.model
    }

    /// Whether it may be meant of the model: nothing else is named.
    pub fn may_be_of_model(&self) -> bool {
        self.said.parts.unsaid()
    }
}

/// The first byte of a text that is no blank.
pub fn first_word(text: &Text) -> usize {
    text.content.len() - text.content.trim_start().len()
}
