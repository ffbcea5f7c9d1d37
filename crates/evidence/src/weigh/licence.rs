//! What the statements on the licence stand for. Readers say words and keep texts; here each is looked up, once, and they
//! are weighed: front matter and metadata first, then files, and sentences only where nothing else names a licence.

use std::sync::LazyLock;

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::licence::{Licence, Licences, Verdict};
use gpai_rules::names;
use memchr::memmem;

use crate::domain;
use crate::found::{Clause, Found, LookedAt};
use crate::licence::normal;
use crate::limits;
use crate::statement::{LicenceText, Recognised, Role, Sentences, Statement};
use crate::text::{Text, shorten};

/// The fact.
const FACT: &str = names::OPENNESS_LICENCE;
/// The name under which licence files stand in the list of what was looked at.
const FILE: &str = "licence";
/// The same of sentences.
const SENTENCE: &str = "licence in prose";
/// Words that make the word before them the name of a licence.
const AFTER_NAMES: [&str; 5] = ["license", "licence", "许可", "许可证", "协议"];

/// What a text stands for.
enum Known {
    /// A licence of the list, or an SPDX licence that is not in it.
    As(String),
    /// A known text with changes, and the byte of the first one if it is known.
    Edited(String, Option<usize>),
    /// Nothing known.
    No,
}

/// A file and the licence it was recognised as.
struct Part {
    role: Role,
    licence: String,
    place: Place,
}

/// Decides.
pub fn decide(found: &mut Found, statements: Vec<Statement>, licences: &Licences) {
    let mut weigh = Weigh { found, licences };
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
        }
    }
    weigh.files(texts);
    weigh.sentences(&sentences);
}

/// What was decided so far.
struct Weigh<'f, 'l> {
    found: &'f mut Found,
    licences: &'l Licences,
}

impl<'l> Weigh<'_, 'l> {
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

    fn files(&mut self, texts: Vec<LicenceText>) {
        let (mut policies, mut unknown, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for text in texts {
            if text.role == Role::Policy {
                policies.push(text);
                continue;
            }
            match self.stands_for(&text.recognised) {
                Known::As(id) => parts.push(self.known(&text, id)),
                Known::Edited(id, first) => self.edited(&text, &id, first),
                Known::No => {
                    self.note(&text.text.file, FILE, "a text that is not known");
                    if text.claims && text.role != Role::Terms {
                        unknown.push(text);
                    }
                }
            }
        }
        for text in unknown {
            self.unknown(&text);
        }
        let of_model = parts.iter().find(|p| p.role == Role::Model).and_then(|p| self.licences.find(&p.licence));
        for text in policies {
            self.policy(&text, of_model);
        }
        self.by_component(&parts);
    }

    /// What a text was recognised as, as an id of the list or of SPDX.
    fn stands_for(&self, recognised: &Recognised) -> Known {
        match recognised {
            Recognised::Name(name) => self.licences.find(name).map_or(Known::No, |l| Known::As(l.id.clone())),
            Recognised::Marks { id, whole: true } => Known::As(id.clone()),
            Recognised::Marks { id, whole: false } | Recognised::Resembles(id) => Known::Edited(id.clone(), None),
            Recognised::Standard(likeness) => {
                let listed = likeness.ids.iter().find_map(|id| self.licences.find(id)).map(|l| l.id.clone());
                let id = listed.or_else(|| likeness.ids.first().map(|id| id.to_lowercase())).unwrap_or_default();
                match &likeness.edit {
                    Some((at, _)) => Known::Edited(id, Some(*at)),
                    None => Known::As(id),
                }
            }
            Recognised::No => Known::No,
        }
    }

    /// A file that is a licence as it is known.
    fn known(&mut self, file: &LicenceText, id: String) -> Part {
        let text = &file.text;
        let at = first_word(text);
        self.note(&text.file, FILE, if file.claims { id.clone() } else { format!("{id}, not of the model") });
        if file.claims {
            if let Some(licence) = self.licences.find(&id) {
                self.clauses(file, licence);
            }
            self.claim(&id, text.source(at));
        }
        Part { role: if file.claims { Role::Model } else { file.role }, licence: id, place: text.place(at) }
    }

    /// A file that is a licence with changes: said, and claimed only against somebody who names the plain one. Then the two
    /// disagree, and nothing counts until that is settled.
    fn edited(&mut self, file: &LicenceText, id: &str, first: Option<usize>) {
        let text = &file.text;
        self.note(&text.file, FILE, format!("resembles {id}, with changes"));
        if !file.claims {
            return;
        }
        let at = first.unwrap_or_else(|| first_word(text));
        let finding = Finding::new("licence-edited", Severity::Warning).with("licence", id);
        self.found.find(finding.place(text.place(at)));
        if self.is_named() {
            self.claim(&format!("{id} (edited)"), text.source(at).method("compared with the standard text"));
        }
        if let Some(licence) = self.licences.find(id) {
            self.clauses(file, licence);
        }
    }

    /// A file whose text is not known. Somebody may name it; then its clauses may be found even if the text has no marks.
    fn unknown(&mut self, file: &LicenceText) {
        let text = &file.text;
        match self.claimed() {
            Some(licence) => self.clauses(file, licence),
            None => {
                let title = text.content.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
                let finding = Finding::new("licence-unknown", Severity::Warning)
                    .with("licence", shorten(title.trim_matches(['#', ' ', '*'])));
                self.found.find(finding.place(text.place(first_word(text))));
            }
        }
    }

    fn policy(&mut self, file: &LicenceText, of_model: Option<&'l Licence>) {
        let text = &file.text;
        let Some(licence) = of_model.or_else(|| self.claimed()) else {
            return self.note(&text.file, FILE, "a policy on use");
        };
        self.clauses(file, licence);
        if licence.verdict == Verdict::Qualifies {
            let finding = Finding::new("use-policy-beside-licence", Severity::Info).with("licence", &licence.id);
            self.found.find(finding.cite("guidelines/83").place(text.place(first_word(text))));
        }
    }

    /// Where the clauses of a licence stand in a text.
    fn clauses(&mut self, file: &LicenceText, licence: &Licence) {
        let mut count = 0;
        for (restriction, phrase) in &licence.clauses {
            if let Some(at) = memmem::find(file.normal.as_bytes(), phrase.as_bytes()) {
                count += 1;
                let place = file.text.place(normal::original(&file.text.content, at));
                let (licence, restriction) = (licence.id.clone(), restriction.clone());
                self.found.clauses.push(Clause { licence, restriction, place });
            }
        }
        let gave = format!("{count} of {} known clauses of {}", licence.clauses.len(), licence.id);
        self.note(&file.text.file, FILE, gave);
    }

    /// Says so where code or data are under another licence than the model.
    fn by_component(&mut self, parts: &[Part]) {
        let model = parts.iter().find(|p| p.role == Role::Model);
        let Some(licence) = model.map(|p| p.licence.clone()).or_else(|| self.claimed().map(|l| l.id.clone())) else {
            return;
        };
        let others = parts.iter().filter(|p| p.role != Role::Model && p.role != Role::Other && p.licence != licence);
        let mut finding = Finding::new("licences-by-component", Severity::Info);
        let mut named = vec![format!("model {licence}")];
        for part in others {
            let what = match part.role {
                Role::Code => "code",
                Role::Data => "data",
                _ => "other parts",
            };
            named.push(format!("{what} {}", part.licence));
            finding = finding.place(part.place.clone());
        }
        if named.len() > 1 {
            if let Some(model) = model {
                finding = finding.place(model.place.clone());
            }
            self.found.find(finding.with("parts", shorten(&named.join(", "))));
        }
    }

    /// Sentences count where neither front matter, metadata nor files name a licence, not even one that is not known.
    fn sentences(&mut self, cards: &[Sentences]) {
        let names = LazyLock::new(|| names(self.licences));
        for card in cards {
            if !self.found.facts.claims(FACT).is_empty() || !self.found.facts.claims(names::CARD_LICENSE).is_empty() {
                return;
            }
            let mut gave: Vec<&str> = Vec::new();
            for (clause, source) in &card.clauses {
                let Some(id) = named(clause, &names) else { continue };
                if gave.len() < limits::CANDIDATES {
                    let source = source.clone().method("named in a sentence");
                    self.found.claim(FACT, Value::Text(id.to_owned()), source);
                }
                gave.push(id);
            }
            let gave = match card.nothing {
                Some(why) => why.to_owned(),
                None if gave.is_empty() => "nothing".to_owned(),
                None => gave.join(", "),
            };
            self.found.note(LookedAt::new(&card.file, SENTENCE, gave));
        }
    }
}

fn first_word(text: &Text) -> usize {
    text.content.len() - text.content.trim_start().len()
}

/// A name of a licence in words, the licence's id, and whether the name needs no `licence` after it.
type Name<'l> = (Vec<String>, &'l str, bool);

/// The one licence that a clause names.
fn named<'l>(clause: &str, names: &[Name<'l>]) -> Option<&'l str> {
    let words = words(clause);
    let mut hits: Vec<(usize, &str)> = Vec::new();
    for (name, id, alone) in names {
        let at = words.windows(name.len()).position(|w| w == name.as_slice());
        let Some(at) = at else { continue };
        let next = words.get(at + name.len()).map_or("", String::as_str);
        if *alone || AFTER_NAMES.contains(&next) {
            hits.push((name.len(), id));
        }
    }
    let longest = hits.iter().map(|(len, _)| *len).max()?;
    let mut best: Vec<&str> = hits.iter().filter(|(len, _)| *len == longest).map(|(_, id)| *id).collect();
    best.sort_unstable();
    best.dedup();
    // Two names of the same length are two licences; which one is meant is not said.
    match best.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// The names of all licences.
fn names(licences: &Licences) -> Vec<Name<'_>> {
    let mut out = Vec::new();
    for licence in licences.iter().filter(|l| l.id != "other") {
        let all = [&licence.id, &licence.name].into_iter().chain(&licence.aliases).chain(&licence.spdx);
        for name in all {
            let words = words(&name.to_lowercase());
            // `Gemma` is a model before it is a licence.
            let alone = words.len() > 1 || (licence.spdx.is_some() && licence.spdx.as_ref() == Some(name));
            if !words.is_empty() {
                out.push((words, licence.id.as_str(), alone));
            }
        }
    }
    out
}

/// Words of letters, digits, points and plus signs.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '+') || (c.is_alphabetic() && !c.is_ascii())))
        .map(|w| w.trim_matches('.').to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}
