//! Conclusions that a person judges as a whole, in place of the facts they would follow from: which of them stand, and what the
//! facts on file alone say of each.
//!
//! A judged conclusion is a yes/no fact of the table `[conclusions]`, and the compiled law rests on that fact in place of the rules
//! (`Engine::judged`): so the smallest reason of a duty names the judgement where the duty rests on it.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{Assessment, Judged};
use crate::decide::Decision;
use crate::derive;
use crate::detail::Detail;
use crate::engine::{Engine, Target};
use crate::fact::{Facts, Origin, Value};
use crate::finding::{Finding, Severity};
use crate::findings::places;
use crate::law::Law;
use crate::words::Words;

/// The table of `gpai.toml` that holds them.
pub const TABLE: &str = "conclusions";
/// The conclusions that hold of whoever is taken for a provider who places the model (`if_provider`).
pub(crate) const AS_PROVIDER: [&str; 2] = ["provider", "placed"];

/// The fact that holds the judgement on a conclusion.
pub fn fact_of(conclusion: &str) -> String {
    format!("{TABLE}.{conclusion}")
}

/// The conclusion on which a fact holds a judgement, if it is such a fact.
pub fn conclusion_of(fact: &str) -> Option<&str> {
    fact.strip_prefix(TABLE)?.strip_prefix('.')
}

/// The conclusions that are judged among some facts, each with its answer: by a named person with a reason, or for one run. One that
/// two judgements disagree on is not, nor one that nobody stands for.
pub fn judged(law: &Law, facts: &Facts) -> BTreeMap<String, bool> {
    let answer = |of: &String| match facts.value(&fact_of(of)) {
        Some(Value::Bool(yes)) => {
            let claims = facts.claims(&fact_of(of)).iter().filter(|c| c.value == Value::Bool(yes));
            let mut stands = claims.map(|c| c.source.is_judged() || c.source.origin == Origin::Command);
            stands.any(|stands| stands).then(|| (of.clone(), yes))
        }
        _ => None,
    };
    law.presets.experts.iter().filter_map(answer).collect()
}

impl Engine<'_> {
    /// Whether this law was compiled with a conclusion left to judgement.
    pub(crate) fn is_judged(&self, conclusion: &str) -> bool {
        self.position(&fact_of(conclusion)).is_some()
    }

    /// What the facts alone say of the conclusions judged among them, in the order of the book; asked of the law in which nothing is
    /// left to judgement.
    pub fn beside_judgements(&self, facts: &Facts) -> Vec<Judged> {
        let judged = judged(self.law, facts);
        if judged.is_empty() {
            return Vec::new();
        }
        self.facts_alone(facts, &judged.keys().map(String::as_str).collect())
            .into_iter()
            .filter_map(|alone| judged.get(&alone.name).map(|value| Judged { value: Some(*value), ..alone }))
            .collect()
    }

    /// What the facts alone say of some conclusions, judged or not.
    pub fn facts_alone(&self, facts: &Facts, names: &BTreeSet<&str>) -> Vec<Judged> {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let known = self.contradictions(&self.known_with_implied(&facts)).0;
        let decisions = self.decide_all(&known);
        let alone = |name: &String| {
            let target = Target::Proposition(name.clone());
            let decision = decisions.of(&target);
            let because = self.why(&known, &target, decision);
            let places = because.iter().flat_map(|fact| places(facts.resolve(fact).as_ref())).collect();
            Judged { name: name.clone(), value: None, alone: decision, because, places }
        };
        self.law.presets.experts.iter().filter(|of| names.contains(of.as_str())).map(alone).collect()
    }

    /// Adds to an assessment what the facts alone say of the conclusions judged among them, and a finding for each that what else is
    /// on file contradicts, or that nobody stands for; asked of the law in which nothing is left to judgement.
    pub fn add_judged(&self, assessment: &mut Assessment, facts: &Facts) {
        assessment.judged = self.beside_judgements(facts);
        let mut said = Vec::new();
        let judged: BTreeSet<&str> = assessment.judged.iter().map(|j| j.name.as_str()).collect();
        for one in &assessment.judged {
            if one.is_contradicted() {
                said.push(self.contradicted(one));
            } else if judged.len() > 1 {
                // What the facts leave open, another judgement may exclude.
                let others = judged.iter().filter(|name| **name != one.name).map(|name| (*name).to_owned()).collect();
                let Ok(engine) = Engine::judged(self.law, self.as_of, &others) else { continue };
                let names = BTreeSet::from([one.name.as_str()]);
                let beside = engine.facts_alone(facts, &names).into_iter();
                let beside = beside.map(|beside| Judged { value: one.value, ..beside });
                said.extend(beside.filter(Judged::is_contradicted).map(|beside| self.contradicted(&beside)));
            }
        }
        for of in self.law.presets.experts.iter().filter(|of| !judged.contains(of.as_str())) {
            let fact = fact_of(of);
            if facts.value(&fact).is_some() {
                let mut finding = Finding::new("judgement-unsigned", Severity::Warning).with("fact", &fact);
                finding.places = places(facts.resolve(&fact).as_ref());
                finding.cites = self.law.proposition(of).map(|def| def.cites.clone()).unwrap_or_default();
                said.push(finding);
            }
        }
        assessment.findings.extend(said);
    }

    fn contradicted(&self, judged: &Judged) -> Finding {
        let yes = |holds: bool| match holds {
            true => Words { en: "yes".to_owned(), zh: "是".to_owned() },
            false => Words { en: "no".to_owned(), zh: "否".to_owned() },
        };
        let def = self.law.proposition(&judged.name);
        let title = def.map_or_else(Words::default, |def| def.title.clone());
        let mut finding = Finding::new("judgement-contradicted", Severity::Warning)
            .with("name", &judged.name)
            .detail("conclusion", Detail::Words(title))
            .detail("judged", Detail::Words(yes(judged.value == Some(true))))
            .detail("decided", Detail::Words(yes(matches!(judged.alone, Decision::Yes(_)))))
            .detail("facts", Detail::names(&judged.because));
        finding.places = judged.places.clone();
        finding.cites = def.map(|def| def.cites.clone()).unwrap_or_default();
        finding
    }
}
