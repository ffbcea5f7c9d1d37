//! What a model was made from: one base or several, what is known of it, and what its licence says of ours.

use std::collections::BTreeMap;

use gpai_rules::fact::{Origin, Source, Value};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::licence::{Licences, Verdict};
use gpai_rules::names;
use gpai_rules::number::{Interval, Number};

use super::bases::{self, Known};
use crate::about::Given;
use crate::candidates::{self, Candidates, Relation};
use crate::domain;
use crate::found::Found;
use crate::text::shorten;

/// The model this one was made from.
pub struct Base {
    /// As it is written.
    pub name: String,
    /// Where it is named.
    pub named: Source,
    /// Its training compute, if it is published.
    pub flop: Option<Interval>,
    /// The parameters that a token goes through, if they are published.
    pub size: Option<Number>,
}

/// Claims the base and what is published of it; the base if there is exactly one.
pub fn conclude(
    found: &mut Found,
    candidates: &Candidates,
    licences: &Licences,
    given: Option<&Given>,
) -> Option<Base> {
    // A teacher's training does not count (Guidelines 122): it is no base.
    let mut by_name: BTreeMap<String, Vec<&candidates::Base>> = BTreeMap::new();
    let merged = candidates.bases.iter().any(|b| b.relation == Relation::Merged);
    for base in candidates.bases.iter().filter(|b| b.relation != Relation::Distilled) {
        // Prose drops the suffix that the card's key has; what is merged is named as it is.
        let key = if merged { key(&base.name) } else { bases::family(&base.name) };
        by_name.entry(key).or_default().push(base);
    }
    if by_name.len() > 1 || merged {
        several(found, &by_name);
    }
    if by_name.is_empty()
        && let Some(given) = given
    {
        // The folder names no base, but a person did.
        found.claim(names::MODIFICATION_BASE, Value::Text(given.name.clone()), given.source.clone());
        let named =
            candidates::Base { name: given.name.clone(), relation: Relation::Unstated, source: given.source.clone() };
        return Some(from_folder(found, licences, given, &named));
    }
    if by_name.len() != 1 {
        return None;
    }
    let named = by_name.into_values().next()?;
    let first = *named.iter().max_by_key(|b| (b.name.contains('/'), std::cmp::Reverse(&b.source)))?;
    for base in &named {
        found.claim(names::MODIFICATION_BASE, Value::Text(first.name.clone()), base.source.clone());
    }
    if let Some(given) = given {
        return Some(from_folder(found, licences, given, first));
    }
    let copy = bases::find_copy(&first.name);
    let known = bases::find(&first.name).or(copy.and_then(|(known, sure)| sure.then_some(known)));
    match known {
        Some(known) => published(found, licences, known, first),
        None => {
            // Under the same name by somebody else: its terms bind if it is the same, and its compute is not known.
            if let Some(licence) = copy.and_then(|(known, _)| known.licence.as_ref()) {
                binds(found, licences, licence, first);
            }
            let finding = Finding::new("base-not-known", Severity::Info).with("base", shorten(&first.name));
            found.find(finding.place(domain::place(&first.source)).cite("guidelines/63").cite("guidelines/64"));
        }
    }
    let flop = known.and_then(|k| k.flop.clone());
    let size = known.map(|k| k.size.clone());
    Some(Base { name: first.name.clone(), named: first.source.clone(), flop, size })
}

/// One model under two spellings: with and without its organisation.
fn key(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).trim().to_lowercase()
}

fn published(found: &mut Found, licences: &Licences, known: &Known, named: &candidates::Base) {
    let source = Source::new(Origin::Law, bases::FILE).at(known.line, 1).method(known.method.clone());
    match &known.flop {
        Some(flop) => found.claim(names::MODIFICATION_BASE_FLOP, Value::Number(flop.clone()), source),
        None => {
            let finding = Finding::new("base-compute-not-published", Severity::Info)
                .with("base", shorten(&named.name))
                .with("source", &known.source);
            found.find(finding.place(domain::place(&named.source)).cite("guidelines/64"));
        }
    }
    if let Some(licence) = &known.licence {
        binds(found, licences, licence, named);
    }
}

/// What the base's own folder says.
fn from_folder(found: &mut Found, licences: &Licences, given: &Given, named: &candidates::Base) -> Base {
    if let Some(flop) = &given.flop {
        found.claim(names::MODIFICATION_BASE_FLOP, Value::Number(flop.clone()), given.source.clone());
    }
    if let Some(licence) = &given.licence {
        binds(found, licences, licence, named);
    }
    Base { name: named.name.clone(), named: named.source.clone(), flop: given.flop.clone(), size: None }
}

/// A base that restricts binds what is made from it; a permissive base may be relicensed.
fn binds(found: &mut Found, licences: &Licences, of_base: &str, named: &candidates::Base) {
    let Some(base) = licences.find(of_base) else { return };
    // The own licence was looked up when it was decided: where it is one of the list, the fact holds its id.
    let Some(Value::Text(own)) = found.facts.value(names::OPENNESS_LICENCE) else { return };
    if own != base.id && base.verdict != Verdict::Qualifies {
        let mut finding = Finding::new("licence-of-base-differs", Severity::Warning)
            .with("base", shorten(&named.name))
            .with("base_licence", &base.name)
            .with("own", shorten(&own));
        finding.places = found.facts.claims(names::OPENNESS_LICENCE).iter().map(|c| domain::place(&c.source)).collect();
        finding.places.push(domain::place(&named.source));
        found.find(finding.cite("guidelines/83"));
    }
}

/// Several bases: none is the one original that the third is taken of.
fn several(found: &mut Found, by_name: &BTreeMap<String, Vec<&candidates::Base>>) {
    let names: Vec<String> = by_name.values().filter_map(|b| Some(shorten(&b.first()?.name))).collect();
    let mut finding = Finding::new("several-bases", Severity::Warning).with("bases", shorten(&names.join(", ")));
    finding.places = by_name.values().flatten().map(|b| domain::place(&b.source)).collect();
    finding.places.sort();
    finding.places.dedup();
    found.find(finding.cite("guidelines/121"));
}
