//! What one fact says of another before any rule is asked: licence ids, and answers that imply answers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::decide::Known;
use crate::engine::Engine;
use crate::fact::{Facts, Origin, Source, Value};
use crate::law::Law;
use crate::licence::{HARMLESS, Licence};
use crate::number::{Interval, Number};

/// The fact that names the licence.
pub use crate::names::OPENNESS_LICENCE as LICENCE;
use crate::names::{OPENNESS_RESTRICTIONS as RESTRICTIONS, OPENNESS_RIGHTS as RIGHTS, ROLE_MODIFIES_OTHER};

/// Adds what the licence id stands for, where it is not answered, and keeps its restrictions where it is. Gives the licence
/// that all sources agree on, if it is one of the book: whoever needs it later need not look it up again.
pub fn derive<'l>(law: &'l Law, facts: &mut Facts) -> Option<Cow<'l, Licence>> {
    let claims: Vec<_> = facts.claims(LICENCE).to_vec();
    if claims.is_empty() {
        return None;
    }
    // One licence under two spellings is no contradiction.
    facts.remove(LICENCE);
    let mut looked_up: BTreeMap<String, Option<Cow<'l, Licence>>> = BTreeMap::new();
    let id = |name: &str, licence: &Option<Cow<'l, Licence>>| match licence {
        Some(licence) => licence.id.clone(),
        None => name.to_owned(),
    };
    for claim in claims {
        let value = match &claim.value {
            Value::Text(name) => {
                let licence = looked_up.entry(name.clone()).or_insert_with(|| law.licences.resolve(name));
                Value::Text(id(name, licence))
            }
            other => other.clone(),
        };
        facts.add(LICENCE, value, claim.source);
    }
    let Some(Value::Text(agreed)) = facts.value(LICENCE) else { return None };
    let licence = looked_up.into_iter().find(|(name, licence)| id(name, licence) == agreed)?.1?;
    let source = Source::new(Origin::Law, "law/licences.toml").at(licence.line, 1).method(licence.id.clone());
    if let (Some(rights), None) = (&licence.rights, facts.value(RIGHTS)) {
        facts.add(RIGHTS, Value::set(rights.clone()), source.clone());
    }
    if let Some(restrictions) = &licence.restrictions {
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
    Some(licence)
}

impl Engine<'_> {
    /// What the facts say, with the answers that other answers imply.
    pub fn known_with_implied(&self, facts: &Facts) -> Known {
        let mut known = self.known(facts);
        for implied in &self.law.implied {
            let Some(answer) = facts.value(&implied.answered) else { continue };
            let Some(slot) = self.position(&implied.then).and_then(|p| known.values.get_mut(p)) else { continue };
            let plus = implied.plus.as_ref().map(|name| match (facts.value(ROLE_MODIFIES_OTHER), facts.value(name)) {
                (Some(Value::Bool(true)), Some(Value::Number(more))) => Some(more.high),
                _ => None,
            });
            match (implied.bound, answer) {
                (true, Value::Number(most)) if plus.is_some() => {
                    if let (Some(Some(more)), None) = (plus, &slot) {
                        let high = most.high.plus(&more);
                        *slot = Interval::new(Number::from_u128(0), None, high).map(Value::Number);
                    }
                }
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
