//! Licence files: what each stands for, whether the card gives it to the code or to the model, and what follows.

use gpai_rules::finding::{Finding, Severity};
use gpai_rules::licence::{Licence, Verdict};
use memchr::memmem;

use super::state::{Heard, Part, Rest, Weigh, first_word};
use crate::found::Clause;
use crate::licence::clause::{self, What};
use crate::licence::{normal, restricts, standard};
use crate::limits;
use crate::statement::{LicenceText, Parts, Recognised, Role};
use crate::text::{has_any, shorten};

/// The name under which licence files stand in the list of what was looked at.
const FILE: &str = "licence";
/// Bytes of a text that is no licence but says under which one something is.
const SHORT: usize = 1500;

/// Bytes of a text that is hardly more than a name.
const LINE: usize = 200;
/// What puts something under a licence.
const PUTS_UNDER: [&str; 6] = ["licensed under", "released under", "available under", "is under", "are under", "采用"];
/// What adds terms of its own.
const ADDS: [&str; 14] = [
    "may not",
    "must",
    "shall",
    "only",
    "prohibited",
    "forbidden",
    "except",
    "unless",
    "not permitted",
    "not allowed",
    "nothing else",
    "不得",
    "仅",
    "禁止",
];
/// Phrases of the notices that standard licences ask for, which add nothing.
const NOTICE_PHRASES: [&str; 6] = [
    "you may not use this file except in compliance with the license",
    "you may not use this file except in compliance",
    "you may not use these files except in compliance",
    "you may not use this model except in compliance",
    "unless required by applicable law",
    "see the license for the specific language governing permissions and limitations",
];

/// What a text stands for.
enum Known {
    /// A licence of the list, or an SPDX licence that is not in it.
    As(String),
    /// The same by its title alone.
    Titled(String),
    /// A known text with changes: the byte and the words of the first, if they are known.
    Edited(String, Option<(usize, String)>),
    /// Nothing known.
    No,
}

impl<'l> Weigh<'_, 'l> {
    /// Claims the licences of files that are known; what is left is looked at later.
    pub fn files(&mut self, texts: Vec<LicenceText>) -> Rest {
        let mut rest = Rest::default();
        for mut text in texts {
            if text.role == Role::Policy {
                rest.policies.push(text);
                continue;
            }
            match self.stands_for(&text) {
                Known::As(id) => {
                    self.whose(&mut text, Some(&id));
                    rest.parts.push(self.known(&text, id, None));
                }
                Known::Titled(id) => {
                    self.whose(&mut text, Some(&id));
                    rest.parts.push(self.known(&text, id, Some("by its title; the text is not compared")));
                }
                Known::Edited(id, first) => {
                    self.whose(&mut text, Some(&id));
                    rest.edited.push((text, id, first));
                }
                Known::No => {
                    self.whose(&mut text, None);
                    self.note(&text.text.file, FILE, "a text that is not known");
                    if text.claims && text.role != Role::Terms {
                        rest.unknown.push(text);
                    }
                }
            }
        }
        rest
    }

    /// Whether the card gives a plain file to the code, or a file to the model.
    fn whose(&mut self, text: &mut LicenceText, id: Option<&str>) {
        let name = text.text.file.to_lowercase();
        let linked = |files: &[String]| files.contains(&name);
        let named =
            |ids: &What| matches!((ids, id), (What::Known(ids), Some(id)) if ids.split(' ').any(|one| one == id));
        let said = || self.heard.iter().filter(|h| !h.said.denied);
        let of_model = said().any(|h| h.of_model() && (named(&h.said.what) || linked(&h.said.files)));
        if of_model {
            // A file that the card calls the model's is the model's, whatever its name.
            text.claims |= matches!(text.role, Role::Plain | Role::Named | Role::Other | Role::Model);
            return;
        }
        // `LICENSE-APACHE` beside `the code is under MIT and Apache, the weights are under CC BY 4.0`.
        let known_else = || {
            said().any(|h| h.of_model() && matches!((&h.said.what, id), (What::Known(ids), Some(id)) if !ids.split(' ').any(|one| one == id)))
        };
        if matches!(text.role, Role::Named | Role::Plain) && text.claims && said().any(Heard::of_code) && known_else() {
            text.claims = false;
            text.role = Role::Code;
        }
        if !(text.role == Role::Plain && text.claims) {
            return;
        }
        let code = said().any(|h| h.of_code() && (named(&h.said.what) || linked(&h.said.files)));
        let other = said().any(|h| h.of_model() && matches!(h.said.what, What::Unknown(_)));
        if code || (other && id.is_some()) {
            text.claims = false;
            text.role = Role::Code;
            if code && let Some(id) = id {
                let at = first_word(&text.text);
                self.for_code = Some((id.to_owned(), text.text.place(at)));
            }
        }
    }

    /// What a text was recognised as, as an id of the list or of SPDX.
    fn stands_for(&self, file: &LicenceText) -> Known {
        match &file.recognised {
            Recognised::Name(name) => match self.licences.find(name) {
                Some(licence) => Known::As(licence.id.clone()),
                None => self.by_words(file),
            },
            Recognised::Marks { id, whole: true } => Known::As(id.clone()),
            Recognised::Marks { id, whole: false } => {
                let gone = self.licences.find(id).into_iter().flat_map(|l| &l.clauses);
                let gone = gone.map(|(_, phrase)| phrase).find(|phrase| !file.normal.contains(phrase.as_str()));
                Known::Edited(id.clone(), gone.map(|phrase| (first_word(&file.text), format!("“{phrase}” → “”"))))
            }
            Recognised::Resembles(id) => Known::Edited(id.clone(), None),
            Recognised::Titled(id) => Known::Titled(id.clone()),
            Recognised::Standard(likeness) => {
                let listed = likeness.ids.iter().find_map(|id| self.licences.find(id)).map(|l| l.id.clone());
                let id = listed.or_else(|| likeness.ids.first().map(|id| id.to_lowercase())).unwrap_or_default();
                match &likeness.edit {
                    Some(edit) => Known::Edited(id, Some(edit.clone())),
                    None => Known::As(id),
                }
            }
            Recognised::No => self.by_words(file),
        }
    }

    /// A short text that is no licence but names one, as the notice at the head of a source file does.
    fn by_words(&self, file: &LicenceText) -> Known {
        let lower = file.text.content.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        if lower.len() > SHORT {
            return Known::No;
        }
        // More than a line names a licence only if it says that something is under it, and neither adds nor forbids.
        let plain = NOTICE_PHRASES.iter().fold(lower.clone(), |text, phrase| text.replace(phrase, " "));
        if lower.len() > LINE && (!has_any(&lower, &PUTS_UNDER) || has_any(&plain, &ADDS)) {
            return Known::No;
        }
        let sentences = || lower.split_inclusive(". ");
        if sentences().any(|s| restricts::limit(s, false).is_some()) {
            return Known::No;
        }
        let said: Vec<_> =
            sentences().flat_map(|s| clause::read(s, self.names(), Parts::default(), lower.len() < 80)).collect();
        let mut ids: Vec<&String> = said
            .iter()
            .filter_map(|s| match &s.what {
                What::Known(id) if !s.denied => Some(id),
                _ => None,
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let others = said.iter().any(|s| matches!(s.what, What::Unknown(_)) || (s.denied && s.what != What::Unnamed));
        match ids.as_slice() {
            [id] if !others => Known::As((*id).clone()),
            _ => Known::No,
        }
    }

    /// A file that is a licence as it is known.
    fn known(&mut self, file: &LicenceText, id: String, how: Option<&str>) -> Part {
        let text = &file.text;
        let at = first_word(text);
        self.note(&text.file, FILE, if file.claims { id.clone() } else { format!("{id}, not of the model") });
        if file.claims {
            if let Some(licence) = self.licences.find(&id) {
                self.clauses(file, licence);
            }
            let source = text.source(at);
            self.claim(
                &id,
                match how {
                    Some(how) => source.method(how),
                    None => source,
                },
            );
        }
        Part { role: if file.claims { Role::Model } else { file.role }, licence: id, place: text.place(at) }
    }

    /// Texts with changes, and texts that are not known: they count against whatever is named.
    pub fn doubtful(&mut self, rest: &mut Rest) {
        for (text, id, edit) in std::mem::take(&mut rest.edited) {
            self.edited(&text, &id, edit);
        }
        for text in std::mem::take(&mut rest.unknown) {
            self.unknown(&text);
        }
    }

    /// A file that is a licence with changes: said, and claimed only against somebody who names the plain one. Then the two
    /// disagree, and nothing counts until that is settled.
    fn edited(&mut self, file: &LicenceText, id: &str, edit: Option<(usize, String)>) {
        let text = &file.text;
        self.note(&text.file, FILE, format!("resembles {id}, with changes"));
        if !file.claims {
            return;
        }
        let (at, change) = edit.unwrap_or_else(|| (first_word(text), "…".to_owned()));
        let finding =
            Finding::new("licence-edited", Severity::Warning).with("licence", id).with("change", shorten(&change));
        self.found.find(finding.place(text.place(at)));
        if self.is_named() {
            self.claim(&format!("{id} (edited)"), text.source(at).method("compared with the standard text"));
        }
        if let Some(licence) = self.licences.find(id) {
            self.clauses(file, licence);
        }
    }

    /// A file whose text is not known. Where somebody names a licence whose text is known, this one is another; where its
    /// text is not known either, its clauses may be found.
    fn unknown(&mut self, file: &LicenceText) {
        let text = &file.text;
        let title = text.content.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
        let title = shorten(title.trim_matches(['#', ' ', '*']));
        let claimed = self.claimed();
        if let Some(licence) = claimed {
            self.clauses(file, licence);
        }
        let comparable = |l: &&Licence| l.verdict != Verdict::Fails && standard::has(l.spdx.as_deref());
        if claimed.is_some_and(|l| !comparable(&l)) {
            return;
        }
        let finding = Finding::new("licence-unknown", Severity::Warning).with("licence", &title);
        self.found.find(finding.place(text.place(first_word(text))));
        if self.is_named() {
            self.claim(
                &format!("{title} (not recognised)"),
                text.source(first_word(text)).method("compared with known texts"),
            );
        }
    }

    pub fn policy(&mut self, file: &LicenceText, of_model: Option<&'l Licence>) {
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
    pub fn by_component(&mut self, parts: &[Part]) {
        let model = parts.iter().find(|p| p.role == Role::Model);
        let Some(licence) = model.map(|p| p.licence.clone()).or_else(|| self.claimed().map(|l| l.id.clone())) else {
            return;
        };
        let others = parts.iter().filter(|p| p.role != Role::Model && p.role != Role::Other && p.licence != licence);
        let mut finding = Finding::new("licences-by-component", Severity::Info);
        let mut named = vec![format!("model {licence}")];
        for part in others.take(limits::LICENCES) {
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
}
