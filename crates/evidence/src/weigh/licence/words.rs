//! What the sentences of a card say of the licence, and what of it counts beside front matter and files.

use gpai_rules::finding::{Finding, Severity};

use super::state::{FACT, Heard, Weigh};
use crate::domain;
use crate::found::LookedAt;
use crate::licence::clause::{self, What};
use crate::limits;
use crate::statement::Sentences;
use crate::text::{has_any, shorten};

/// The name under which sentences stand in the list of what was looked at.
const SENTENCE: &str = "licence in prose";
/// Words of a sentence that grants something, without which it only speaks of a licence.
const GRANTING: [&str; 31] = [
    " for ",
    "under",
    "licensed",
    "license:",
    "licence:",
    "license**",
    "licence**",
    "governed",
    "released",
    "subject to",
    "follow",
    "comply",
    "adopt",
    "available",
    "covered",
    "use ",
    "uses",
    "is ",
    "are ",
    "采用",
    "遵循",
    "依照",
    "按照",
    "基于",
    "发布",
    "遵守",
    "开源",
    "许可",
    "授权",
    "协议",
    "根据",
];

impl Weigh<'_, '_> {
    /// Takes the clauses apart.
    pub fn hear(&mut self, cards: &[Sentences]) {
        let mut heard = Vec::new();
        for card in cards {
            for clause in &card.clauses {
                let short = clause.section && clause.words.split_whitespace().count() <= 5;
                if !clause.section && !has_any(&clause.words, &GRANTING) {
                    continue;
                }
                for said in clause::read(&clause.words, self.names(), clause.under, short) {
                    heard.push(Heard {
                        said,
                        source: clause.source.clone(),
                        section: clause.section,
                        line: shorten(clause.words.trim_matches(['*', '#', '-', '>', ' ', '|'])),
                        file: card.file.clone(),
                    });
                }
            }
        }
        heard.truncate(4 * limits::CANDIDATES);
        self.heard = heard;
    }

    /// Claims what the sentences say of the model's licence.
    pub fn say(&mut self, cards: &[Sentences]) {
        let heard = std::mem::take(&mut self.heard);
        let named_before = self.is_named();
        let mut gave: Vec<(String, String)> = Vec::new();
        let mut doubt: Option<&Heard> = None;
        for one in &heard {
            let of_model = one.of_model() || (one.may_be_of_model() && (!named_before || one.section));
            match &one.said.what {
                _ if !of_model => {}
                What::Known(id) if one.said.denied => {
                    if self
                        .found
                        .facts
                        .claims(FACT)
                        .iter()
                        .any(|c| c.value == gpai_rules::fact::Value::Text(id.clone()))
                    {
                        self.claim(&format!("{id} (denied in the card)"), one.source.clone());
                    }
                    doubt = doubt.or(Some(one));
                }
                What::Known(id) => {
                    if (one.of_model() || !named_before) && !self.is_known_already(id, named_before) {
                        gave.push((one.file.clone(), id.clone()));
                        self.claim(id, one.source.clone().method("named in a sentence"));
                    }
                }
                What::Unknown(name) if !one.said.denied => {
                    if self.may_be_open() && !self.is_own_name(name) {
                        self.claim(&format!("{} (named in the card)", shorten(name)), one.source.clone());
                    }
                    doubt = doubt.or(Some(one));
                }
                What::Unknown(_) | What::Unnamed => {
                    if one.section && !one.said.denied && !self.is_named() {
                        doubt = doubt.or(Some(one));
                    }
                }
            }
        }
        // What is known of other clauses outweighs that one of them is not understood, unless they disagree.
        let settled = self.claimed().is_some();
        if let Some(one) = doubt.filter(|_| !settled) {
            let finding = Finding::new("licence-not-understood", Severity::Warning).with("line", &one.line);
            self.found.find(finding.place(domain::place(&one.source)));
        }
        for card in cards {
            let here: Vec<&str> = gave.iter().filter(|(f, _)| *f == card.file).map(|(_, id)| id.as_str()).collect();
            let gave = match card.nothing {
                Some(why) => why.to_owned(),
                None if here.is_empty() && named_before => continue,
                None if here.is_empty() => "nothing".to_owned(),
                None => here.join(", "),
            };
            self.found.note(LookedAt::new(&card.file, SENTENCE, gave));
        }
        self.heard = heard;
    }

    /// Whether a licence is claimed already, under the same name or under that of its family.
    fn is_known_already(&self, id: &str, before: bool) -> bool {
        before
            && self.found.facts.claims(FACT).iter().any(|claim| match &claim.value {
                gpai_rules::fact::Value::Text(known) => {
                    let known = known.to_lowercase();
                    known.contains(id) || id.contains(&known)
                }
                _ => false,
            })
    }

    /// Whether a name that is not understood is that of the licence which is claimed.
    fn is_own_name(&self, name: &str) -> bool {
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let own = plain(&self.claimed_word());
        let name = plain(name).replace("licence", "license");
        let known = self.claimed().map(|l| plain(&l.name).replace("licence", "license")).unwrap_or_default();
        own.len() > 2
            && (name.contains(own.trim_end_matches("license"))
                || (!known.is_empty() && (name.contains(&known) || known.contains(&name))))
    }
}
