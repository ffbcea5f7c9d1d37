//! What a model was made from: one base or several, what is known of it, and what its licence says of ours.

use std::collections::BTreeMap;

use gpai_rules::fact::{Origin, Source, Value};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::licence::Verdict;
use gpai_rules::number::Interval;

use crate::candidates::{self, Candidates, Relation};
use crate::domain;
use crate::run::Work;
use crate::text::shorten;
use crate::weigh::bases::{self, Known};

/// The model this one was made from.
pub struct Base {
    /// As it is written.
    pub name: String,
    /// Where it is named.
    pub named: Source,
    /// Its training compute, if it is published.
    pub flop: Option<Interval>,
}

/// What is known of the base from its own folder; it goes before the bundled table.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its training compute in FLOP.
    pub flop: Option<Interval>,
    /// Its licence, as an id or as it is written.
    pub licence: Option<String>,
    /// Where the compute stands.
    pub source: Source,
}

/// Claims the base and what is published of it; the base if there is exactly one.
pub fn conclude(work: &mut Work<'_>, candidates: &Candidates, given: Option<&Given>) -> Option<Base> {
    // A teacher's training does not count (Guidelines 122): it is no base.
    let mut by_name: BTreeMap<String, Vec<&candidates::Base>> = BTreeMap::new();
    for base in candidates.bases.iter().filter(|b| b.relation != Relation::Distilled) {
        by_name.entry(key(&base.name)).or_default().push(base);
    }
    if by_name.len() > 1 || candidates.bases.iter().any(|b| b.relation == Relation::Merged) {
        several(work, &by_name);
    }
    if by_name.is_empty()
        && let Some(given) = given
    {
        // The folder names no base, but a person did.
        work.claim("modification.base", Value::Text(given.name.clone()), given.source.clone());
        let named =
            candidates::Base { name: given.name.clone(), relation: Relation::Unstated, source: given.source.clone() };
        return Some(from_folder(work, given, &named));
    }
    if by_name.len() != 1 {
        return None;
    }
    let named = by_name.into_values().next()?;
    let first = *named.iter().max_by_key(|b| (b.name.contains('/'), std::cmp::Reverse(&b.source)))?;
    for base in &named {
        work.claim("modification.base", Value::Text(first.name.clone()), base.source.clone());
    }
    if let Some(given) = given {
        return Some(from_folder(work, given, first));
    }
    let known = bases::find(&first.name);
    match known {
        Some(known) => published(work, known, first),
        None => {
            let finding = Finding::new("base-not-known", Severity::Info).with("base", shorten(&first.name));
            work.find(finding.place(domain::place(&first.source)).cite("guidelines/63").cite("guidelines/64"));
        }
    }
    let flop = known.and_then(|k| k.flop.clone());
    Some(Base { name: first.name.clone(), named: first.source.clone(), flop })
}

/// One model under two spellings: with and without its organisation.
fn key(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).trim().to_lowercase()
}

fn published(work: &mut Work<'_>, known: &Known, named: &candidates::Base) {
    let source = Source::new(Origin::Law, bases::FILE).at(known.line, 1).method(known.method.clone());
    match &known.flop {
        Some(flop) => work.claim("modification.base_flop", Value::Number(flop.clone()), source),
        None => {
            let finding = Finding::new("base-compute-not-published", Severity::Info)
                .with("base", shorten(&named.name))
                .with("source", &known.source);
            work.find(finding.place(domain::place(&named.source)).cite("guidelines/64"));
        }
    }
    if let Some(licence) = &known.licence {
        licences(work, licence, named);
    }
}

/// What the base's own folder says.
fn from_folder(work: &mut Work<'_>, given: &Given, named: &candidates::Base) -> Base {
    if let Some(flop) = &given.flop {
        work.claim("modification.base_flop", Value::Number(flop.clone()), given.source.clone());
    }
    if let Some(licence) = &given.licence {
        licences(work, licence, named);
    }
    Base { name: named.name.clone(), named: named.source.clone(), flop: given.flop.clone() }
}

/// A base that restricts binds what is made from it; a permissive base may be relicensed.
fn licences(work: &mut Work<'_>, of_base: &str, named: &candidates::Base) {
    let Some(base) = work.licences.find(of_base) else { return };
    let Some(Value::Text(own)) = work.found.facts.value("openness.licence") else { return };
    let differs = work.licences.find(&own).is_none_or(|l| l.id != base.id);
    if differs && base.verdict != Verdict::Qualifies {
        let mut finding = Finding::new("licence-of-base-differs", Severity::Warning)
            .with("base", shorten(&named.name))
            .with("base_licence", &base.name)
            .with("own", shorten(&own));
        finding.places = work.found.facts.claims("openness.licence").iter().map(|c| domain::place(&c.source)).collect();
        finding.places.push(domain::place(&named.source));
        work.find(finding.cite("guidelines/83"));
    }
}

/// Several bases: none is the one original that the third is taken of.
fn several(work: &mut Work<'_>, by_name: &BTreeMap<String, Vec<&candidates::Base>>) {
    let names: Vec<String> = by_name.values().filter_map(|b| Some(shorten(&b.first()?.name))).collect();
    let mut finding = Finding::new("several-bases", Severity::Warning).with("bases", shorten(&names.join(", ")));
    finding.places = by_name.values().flatten().map(|b| domain::place(&b.source)).collect();
    finding.places.sort();
    finding.places.dedup();
    work.find(finding.cite("guidelines/121"));
}
