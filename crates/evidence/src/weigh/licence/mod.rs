//! What the statements on the licence stand for. Readers say words and keep texts; here each is looked up, once, and they
//! are weighed: front matter and metadata, files, and the sentences of the card. Of what is the model's licence and what
//! that of the code, the sentences decide; where they name another licence, or restrict it, nothing counts until a person
//! has settled it.

mod files;
mod words;

use std::cell::OnceCell;

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::licence::{Licence, Licences, Verdict};
use gpai_rules::names;

use self::words::Heard;
use crate::domain;
use crate::found::{Found, LookedAt};
use crate::licence::names::Names;
use crate::licence::sentence::Restriction;
use crate::statement::{LicenceText, Role, Statement};
use crate::text::{Text, shorten};

/// The fact.
const FACT: &str = names::OPENNESS_LICENCE;
/// The finding that says that a licence is spoken of and not known.
pub const NOT_UNDERSTOOD: &str = "licence-not-understood";
/// The finding that says that the card restricts what a licence grants.
pub const RESTRICTS: &str = "licence-card-restricts";
/// The finding that says that only the code has a licence.
pub const OF_CODE: &str = "licence-of-code";

/// A file and the licence it was recognised as.
struct Part {
    role: Role,
    licence: String,
    place: Place,
}

/// Decides.
pub fn decide(found: &mut Found, statements: Vec<Statement>, licences: &Licences) {
    let mut weigh =
        Weigh { found, licences, names: OnceCell::new(), heard: Vec::new(), restrictions: Vec::new(), for_code: None };
    let (mut texts, mut sentences) = (Vec::new(), Vec::new());
    for statement in statements {
        match statement {
            Statement::Declared { word, source, name } => weigh.declared(&word, source, name),
            Statement::Metadata { word, source } => {
                if let Some(licence) = licences.find(&word) {
                    weigh.claim(&licence.id, source);
                }
            }
            Statement::Text(text) => texts.push(*text),
            Statement::Sentences(all) => sentences.push(all),
            Statement::Restricted(one) => weigh.restrictions.push(*one),
        }
    }
    weigh.hear(&sentences);
    let mut rest = weigh.files(texts);
    weigh.say(&sentences);
    weigh.doubtful(&mut rest);
    weigh.policies(rest);
    weigh.restrict();
}

/// What was decided so far.
struct Weigh<'f, 'l> {
    found: &'f mut Found,
    licences: &'l Licences,
    names: OnceCell<Names<'l>>,
    /// What the cards say of licences.
    heard: Vec<Heard>,
    /// What restricts.
    restrictions: Vec<Restriction>,
    /// The licence of a file that the card puts the code under, if it says nothing of the model.
    for_code: Option<(String, Place)>,
}

/// Texts that are looked at once all that is known is claimed.
#[derive(Default)]
struct Rest {
    edited: Vec<(LicenceText, String, Option<(usize, String)>)>,
    unknown: Vec<LicenceText>,
    policies: Vec<LicenceText>,
    parts: Vec<Part>,
}

impl<'l> Weigh<'_, 'l> {
    fn names(&self) -> &Names<'l> {
        self.names.get_or_init(|| Names::new(self.licences))
    }

    fn claim(&mut self, licence: &str, source: Source) {
        self.found.claim(FACT, Value::Text(licence.to_owned()), source);
    }

    /// Whether anybody named a licence so far.
    fn is_named(&self) -> bool {
        !self.found.facts.claims(FACT).is_empty()
    }

    /// The one licence that is claimed so far.
    fn claimed(&self) -> Option<&'l Licence> {
        match self.found.facts.value(FACT) {
            Some(Value::Text(id)) => self.licences.find(&id),
            _ => None,
        }
    }

    /// Whether what is claimed so far may be open: then what speaks against it counts.
    fn may_be_open(&self) -> bool {
        self.is_named() && self.claimed().is_none_or(|l| l.verdict != Verdict::Fails)
    }

    /// The licence that is claimed, for a claim against it.
    fn claimed_word(&self) -> String {
        match self.found.facts.value(FACT) {
            Some(Value::Text(id)) => id,
            _ => "the licence".to_owned(),
        }
    }

    /// What `license`, or for `other` what `license_name`, stands for.
    fn declared(&mut self, word: &str, source: Source, name: Option<(String, Source)>) {
        let other = word.eq_ignore_ascii_case("other") || word.eq_ignore_ascii_case("unknown");
        let named = if other { name } else { Some((word.to_owned(), source.clone())) };
        let known = named.as_ref().and_then(|(name, _)| self.licences.find(name));
        match (named, known) {
            (Some((_, source)), Some(licence)) => self.claim(&licence.id, source),
            (Some((name, source)), None) if !other => {
                let finding = Finding::new("licence-unknown", Severity::Warning).with("licence", shorten(&name));
                self.found.find(finding.place(domain::place(&source)));
                self.claim(&name, source);
            }
            _ => {
                let finding = Finding::new("licence-unnamed", Severity::Warning);
                self.found.find(finding.place(domain::place(&source)));
            }
        }
    }

    fn note(&mut self, file: &str, reader: &str, gave: impl Into<String>) {
        self.found.note(LookedAt::new(file, reader, gave));
    }

    fn policies(&mut self, rest: Rest) {
        let parts = rest.parts;
        let of_model = parts.iter().find(|p| p.role == Role::Model).and_then(|p| self.licences.find(&p.licence));
        for text in rest.policies {
            self.policy(&text, of_model);
        }
        self.by_component(&parts);
        if let Some((licence, place)) = self.for_code.take().filter(|_| !self.is_named()) {
            self.found.find(Finding::new(OF_CODE, Severity::Warning).with("licence", licence).place(place));
        }
    }

    /// What restricts an open licence, or keeps the Union out of it: the two disagree.
    fn restrict(&mut self) {
        let restrictions = std::mem::take(&mut self.restrictions);
        let against = self.may_be_open().then(|| self.claimed_word());
        for restriction in restrictions {
            let place = domain::place(&restriction.source);
            match restriction.limit {
                Some(_) if against.is_none() && self.is_named() => continue,
                Some(_) => {
                    let line = shorten(restriction.words.trim_matches(['*', '#', '-', '>', ' ', '|']));
                    self.found.find(
                        Finding::new(RESTRICTS, Severity::Warning)
                            .with("line", line)
                            .cite("guidelines/83")
                            .place(place),
                    );
                }
                None => {
                    let known = self
                        .found
                        .findings
                        .iter()
                        .any(|f| f.code == "licence-excludes-union" && f.places.contains(&place));
                    if !known {
                        let finding = Finding::new("licence-excludes-union", Severity::Warning).cite("guidelines/79");
                        self.found.find(finding.place(place));
                    }
                }
            }
            if let Some(id) = &against {
                let what =
                    if restriction.limit.is_some() { "restricted in the card" } else { "not in the European Union" };
                self.claim(&format!("{id} ({what})"), restriction.source);
            }
        }
    }
}

fn first_word(text: &Text) -> usize {
    text.content.len() - text.content.trim_start().len()
}
