//! Findings that follow from facts and law alone: contradictions, nearness to a threshold, doubts, notices, the licence.

use crate::decide::{Decision, Decisions, Known};
use crate::derive::LICENCE;
use crate::engine::{Engine, Target};
use crate::fact::{Fact, Facts, Source, Value};
use crate::finding::{Detail, Finding, Place, Severity, Term};
use crate::licence::{DISQUALIFYING, HARMLESS, Licence};
use crate::names;
use crate::near;
use crate::show::{show, show_short};

/// A source as a place in a file, unless it is data of the law book.
fn place(source: &Source) -> Option<Place> {
    (!source.file.starts_with("law/")).then(|| Place::of(source))
}

/// Where the sources of a fact stand.
pub(crate) fn places(fact: Option<&Fact>) -> Vec<Place> {
    fact.map(|f| f.sources.iter().filter_map(place).collect()).unwrap_or_default()
}

/// Everything that facts, law and decisions give reason to say, but for what documents say of duties.
pub(crate) fn findings(
    engine: &Engine<'_>,
    facts: &Facts,
    resolved: &[Fact],
    known: &Known,
    contradictions: &[Vec<String>],
    decisions: &Decisions<'_>,
    licence: Option<&Licence>,
) -> Vec<Finding> {
    let mut out = Vec::new();
    let law = engine.law;
    let fact_named = |name: &str| resolved.iter().find(|f| f.name == name);
    for fact in resolved {
        let (code, severity) = match (fact.contradiction, fact.overruled) {
            (true, _) => ("sources-disagree", Severity::Warning),
            (_, true) => ("answer-overrules", Severity::Info),
            _ => continue,
        };
        let mut finding = Finding::new(code, severity).with("fact", &fact.name);
        let said: Vec<String> = facts.claims(&fact.name).iter().map(|c| show(&c.value)).collect();
        finding = finding.with("values", said.join(" / "));
        finding.places = places(Some(fact));
        finding.cites = law.fact(&fact.name).map(|d| d.cites.clone()).unwrap_or_default();
        out.push(finding);
    }
    for group in contradictions {
        let mut finding = Finding::new("facts-contradict", Severity::Warning).detail("facts", Detail::names(group));
        finding.places = group.iter().flat_map(|name| places(fact_named(name))).collect();
        finding.cites = group.iter().filter_map(|n| law.fact(n)).flat_map(|d| d.cites.clone()).collect();
        out.push(finding);
    }
    for axiom in known.yielded.iter().filter_map(|i| law.axioms.get(*i)) {
        let mut finding = Finding::new("answers-unusual", Severity::Warning).with("axiom", &axiom.id);
        finding.cites = axiom.cites.clone();
        out.push(finding);
    }
    let margin = near::margin(law, engine.as_of);
    for (name, line) in near::LINES {
        let (Some(Value::Number(amount)), Some(threshold)) = (facts.value(name), engine.threshold_amount(line)) else {
            continue;
        };
        if margin.is_some_and(|margin| near::is_near(&amount, &threshold, margin)) {
            let mut finding = Finding::new("near-threshold", Severity::Warning)
                .with("fact", name)
                .detail("value", Detail::Number(amount.clone(), show_short(&Value::Number(amount.clone()))))
                .with("threshold", &threshold)
                .cite("guidelines/123");
            finding.cites.extend(law.threshold(line, engine.as_of).map(|t| t.cites.clone()).unwrap_or_default());
            finding.places = places(fact_named(name));
            out.push(finding);
        }
    }
    for doubt in &law.doubts {
        if matches!(decisions.of(&Target::Doubt(doubt.id.clone())), Decision::Yes(_)) {
            let mut finding = match doubt.notice {
                Some(severity) => Finding::new(&doubt.id, severity),
                None => Finding::new("law-unclear", Severity::Info).with("doubt", &doubt.id),
            };
            finding.cites = doubt.cites.clone();
            out.push(finding);
        }
    }
    if let (Some(Value::Number(users)), Some(line)) =
        (facts.value(names::SYSTEMIC_EU_BUSINESS_USERS), engine.threshold_amount("reach-presumption"))
        && users.low >= line
    {
        let shown = Detail::Number(users.clone(), users.to_string());
        out.push(Finding::new("reach-presumed", Severity::Info).detail("users", shown).cite("annex-xiii/f"));
    }
    if facts.value(names::SYSTEMIC_REBUTTAL) == Some(Value::Word("accepted".into()))
        && facts.value(names::SYSTEMIC_REBUTTAL_ON).is_none()
    {
        out.push(Finding::new("rebuttal-undated", Severity::Warning).cite("ai-act/52/2").cite("guidelines/42"));
    }
    out.extend(licence.and_then(|licence| self::licence(licence, facts, fact_named(LICENCE))));
    out
}

/// What the licence test says of the licence that all sources agree on.
fn licence(licence: &Licence, facts: &Facts, fact: Option<&Fact>) -> Option<Finding> {
    let restrictions = match facts.value(names::OPENNESS_RESTRICTIONS) {
        Some(Value::Set { words, .. }) => words.into_iter().collect::<Vec<_>>(),
        _ => return None,
    };
    let rights = match facts.value(names::OPENNESS_RIGHTS) {
        Some(Value::Set { words, .. }) => words,
        _ => return None,
    };
    let lacking: Vec<String> = ["access", "use", "modify", "distribute"]
        .iter()
        .filter(|r| !rights.contains(**r))
        .map(|r| (*r).to_owned())
        .collect();
    let failing: Vec<String> = restrictions.iter().filter(|r| DISQUALIFYING.contains(&r.as_str())).cloned().collect();
    let arguable: Vec<String> = restrictions
        .iter()
        .filter(|r| !DISQUALIFYING.contains(&r.as_str()) && !HARMLESS.contains(&r.as_str()))
        .cloned()
        .collect();
    let (code, severity, words) = if !failing.is_empty() {
        ("licence-not-open", Severity::Warning, failing)
    } else if !lacking.is_empty() {
        ("licence-right-missing", Severity::Warning, lacking)
    } else if !arguable.is_empty() {
        ("licence-arguable", Severity::Warning, arguable)
    } else {
        return None;
    };
    // The clause is named by its own words where they are known.
    let phrase = |word: &String| licence.clauses.iter().find(|(restriction, _)| restriction == word);
    let term = |word: String| Term { phrase: phrase(&word).map(|(_, phrase)| phrase.clone()), word };
    let terms = Detail::terms(words.into_iter().map(term).collect());
    let mut finding = Finding::new(code, severity).with("licence", &licence.name).detail("terms", terms);
    finding.cites = licence.cites.clone();
    finding.places = places(fact);
    Some(finding)
}
