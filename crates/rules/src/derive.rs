//! What one fact says of another before any rule is asked: licence ids, and answers that imply answers.

use std::collections::BTreeSet;

use crate::compile::Engine;
use crate::decide::Known;
use crate::fact::{Facts, Origin, Source, Value};
use crate::law::Law;
use crate::licence::HARMLESS;
use crate::number::{Interval, Number};

/// The fact that names the licence.
pub const LICENCE: &str = "openness.licence";
const RIGHTS: &str = "openness.rights";
const RESTRICTIONS: &str = "openness.restrictions";

/// Adds what the licence id stands for, where it is not answered, and keeps its restrictions where it is.
pub fn derive(law: &Law, facts: &mut Facts) {
    let claims: Vec<_> = facts.claims(LICENCE).to_vec();
    if claims.is_empty() {
        return;
    }
    // One licence under two spellings is no contradiction.
    facts.remove(LICENCE);
    for claim in claims {
        let value = match &claim.value {
            Value::Text(name) => Value::Text(law.licences.resolve(name).map_or_else(|| name.clone(), |l| l.id.clone())),
            other => other.clone(),
        };
        facts.add(LICENCE, value, claim.source);
    }
    let Some(Value::Text(name)) = facts.value(LICENCE) else { return };
    let Some(licence) = law.licences.resolve(&name) else { return };
    let source = Source::new(Origin::Law, "law/licences.toml").at(licence.line, 1).method(licence.id.clone());
    if let (Some(rights), None) = (&licence.rights, facts.value(RIGHTS)) {
        facts.add(RIGHTS, Value::set(rights.clone()), source.clone());
    }
    let Some(restrictions) = &licence.restrictions else { return };
    match facts.value(RESTRICTIONS) {
        None if facts.claims(RESTRICTIONS).is_empty() => {
            facts.add(RESTRICTIONS, Value::set(restrictions.clone()), source);
        }
        Some(_) => {
            // An own answer may add to the licence; what it leaves out of the licence is a contradiction.
            let weighty: BTreeSet<String> =
                restrictions.iter().filter(|r| !HARMLESS.contains(&r.as_str())).cloned().collect();
            if !weighty.is_empty() {
                facts.add(RESTRICTIONS, Value::Set { words: weighty, complete: false }, source);
            }
        }
        None => {}
    }
}

impl Engine<'_> {
    /// What the facts say, with the answers that other answers imply.
    pub fn known_with_implied(&self, facts: &Facts) -> Known {
        let mut known = self.known(facts);
        for implied in &self.law.implied {
            let Some(answer) = facts.value(&implied.answered) else { continue };
            let Some(slot) = self.position(&implied.then).and_then(|p| known.values.get_mut(p)) else { continue };
            match (implied.bound, answer) {
                (false, _) => *slot = Some(Value::Bool(true)),
                (true, Value::Number(most)) if slot.is_none() => {
                    *slot = Interval::new(Number::from_u128(0), None, most.high).map(Value::Number);
                }
                _ => {}
            }
        }
        known
    }
}
