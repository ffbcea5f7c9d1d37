//! What the statements on the licence stand for. Readers say words and keep texts; here each is looked up, once, and they
//! are weighed: front matter and metadata, files, and the sentences of the card. Of what is the model's licence and what
//! that of the code, the sentences decide; where they name another licence, or restrict it, nothing counts until a person
//! has settled it.

mod files;
mod state;
mod words;

use std::cell::OnceCell;

use gpai_rules::fact::Source;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::licence::Licences;

use self::state::{Rest, Weigh};
use crate::domain;
use crate::found::Found;
use crate::statement::{Role, Statement};
use crate::text::shorten;

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

impl Weigh<'_, '_> {
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

    fn policies(&mut self, rest: Rest) {
        let parts = rest.parts;
        let of_model = parts.iter().find(|p| p.role == Role::Model).and_then(|p| self.licences.find(&p.licence));
        for text in rest.policies {
            self.policy(&text, of_model);
        }
        self.by_component(&parts);
        if let Some((licence, place)) = self.for_code.take().filter(|_| !self.is_named()) {
            self.found.find(Finding::new("licence-of-code", Severity::Warning).with("licence", licence).place(place));
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
                        Finding::new("licence-card-restricts", Severity::Warning)
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
