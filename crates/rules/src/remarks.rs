//! Findings that follow from facts and law alone: contradictions, nearness to a threshold, doubts, gaps.

use crate::assess::{DutyState, DutyStatus};
use crate::compile::{Engine, Target};
use crate::decide::{Decision, Decisions, Known};
use crate::derive::LICENCE;
use crate::fact::{Fact, Facts, Source, Value};
use crate::finding::{CheckOutcome, DocumentCheck, Finding, Place, Severity};
use crate::law::Duty;
use crate::licence::{DISQUALIFYING, HARMLESS};
use crate::near;
use crate::number::Number;

/// A source as a place in a file, unless it is data of the law book.
fn place(source: &Source) -> Option<Place> {
    (!source.file.starts_with("law/")).then(|| Place {
        file: source.file.clone(),
        line: source.line,
        column: source.column,
    })
}

fn places(fact: Option<&Fact>) -> Vec<Place> {
    fact.map(|f| f.sources.iter().filter_map(place).collect()).unwrap_or_default()
}

pub(crate) fn remarks(
    engine: &Engine<'_>,
    facts: &Facts,
    resolved: &[Fact],
    known: &Known,
    contradictions: &[Vec<String>],
    decisions: &Decisions<'_>,
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
        let mut finding = Finding::new("facts-contradict", Severity::Warning).with("facts", group.join(", "));
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
                .with("value", show_short(&Value::Number(amount.clone())))
                .with("threshold", &threshold)
                .cite("guidelines/123");
            finding.cites.extend(law.threshold(line, engine.as_of).map(|t| t.cites.clone()).unwrap_or_default());
            finding.places = places(fact_named(name));
            out.push(finding);
        }
    }
    for doubt in &law.doubts {
        if matches!(decisions.of(&Target::Doubt(doubt.id.clone())), Decision::Yes(_)) {
            let mut finding = Finding::new("law-unclear", Severity::Info).with("doubt", &doubt.id);
            finding.cites = doubt.cites.clone();
            out.push(finding);
        }
    }
    if let (Some(Value::Number(users)), Some(line)) =
        (facts.value("systemic.eu_business_users"), engine.threshold_amount("reach-presumption"))
        && users.low >= line
    {
        out.push(Finding::new("reach-presumed", Severity::Info).with("users", &users).cite("annex-xiii/f"));
    }
    if facts.value("systemic.rebuttal") == Some(Value::Word("accepted".into()))
        && facts.value("systemic.rebuttal_on").is_none()
    {
        out.push(Finding::new("rebuttal-undated", Severity::Warning).cite("ai-act/52/2").cite("guidelines/42"));
    }
    out.extend(licence(engine, facts, fact_named(LICENCE)));
    out
}

/// What the licence test says of the licence that all sources agree on.
fn licence(engine: &Engine<'_>, facts: &Facts, fact: Option<&Fact>) -> Option<Finding> {
    let Some(Value::Text(name)) = facts.value(LICENCE) else { return None };
    let licence = engine.law.licences.resolve(&name)?;
    let restrictions = match facts.value("openness.restrictions") {
        Some(Value::Set { words, .. }) => words.into_iter().collect::<Vec<_>>(),
        _ => return None,
    };
    let rights = match facts.value("openness.rights") {
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
    let terms: Vec<String> = words
        .iter()
        .map(|word| match licence.clauses.iter().find(|(restriction, _)| restriction == word) {
            Some((_, phrase)) => format!("{word} (\"{phrase}\")"),
            None => word.clone(),
        })
        .collect();
    let mut finding = Finding::new(code, severity).with("licence", &licence.name).with("terms", terms.join("; "));
    finding.cites = licence.cites.clone();
    finding.places = places(fact);
    Some(finding)
}

/// State of a duty from the documents named or found, with the codes of the findings that bear on it.
pub(crate) fn state(
    facts: &Facts,
    duty: &Duty,
    status: DutyStatus,
    checks: &[DocumentCheck],
    findings: &mut Vec<Finding>,
) -> (DutyState, Vec<String>) {
    if matches!(status, DutyStatus::Exempt | DutyStatus::NotApplicable) {
        return (DutyState::NotNeeded, Vec::new());
    }
    let named = duty.document.as_ref().and_then(|d| match facts.value(d) {
        Some(Value::Text(path)) => Some((path, facts.resolve(d))),
        _ => None,
    });
    let none = |text: &str| matches!(text.trim().to_lowercase().as_str(), "none" | "");
    let mut add = |finding: Finding| -> Vec<String> {
        let code = finding.code.clone();
        if !findings.contains(&finding) {
            findings.push(finding);
        }
        vec![code]
    };
    if let Some((path, fact)) = named.filter(|(path, _)| !none(path)) {
        let checked = checks.iter().find(|c| Some(&c.fact) == duty.document.as_ref());
        let check = checked.map(|c| &c.outcome);
        let judged = checked.and_then(|c| c.judged.clone()).unwrap_or_else(|| path.clone());
        if let Some(record) = checked.and_then(|c| c.stale.as_ref()) {
            let mut finding = Finding::new("document-stale", Severity::Warning)
                .with("duty", &duty.id)
                .with("document", &path)
                .with("record", record);
            finding.places = vec![Place::file(record)];
            finding.cites = duty.cites.clone();
            add(finding);
        }
        let (state, code, severity) = match check {
            Some(CheckOutcome::Sound { .. }) => (DutyState::Met, "document-sound", Severity::Info),
            Some(CheckOutcome::Deficient { .. }) => (DutyState::Gap, "document-deficient", Severity::Error),
            Some(CheckOutcome::Incomplete(_)) => (DutyState::Gap, "document-incomplete", Severity::Error),
            Some(CheckOutcome::Unread(_)) => (DutyState::Unknown, "document-unread", Severity::Warning),
            None => (DutyState::Unknown, "document-unchecked", Severity::Info),
        };
        let mut finding = Finding::new(code, severity).with("duty", &duty.id).with("document", judged);
        match check {
            Some(CheckOutcome::Sound { warnings }) => finding = finding.with("warnings", warnings),
            Some(CheckOutcome::Deficient { codes, errors }) => {
                finding = finding.with("errors", errors).with("codes", codes.join(", "));
            }
            Some(CheckOutcome::Incomplete(fields)) => {
                finding = finding.with("many", fields.len()).with("fields", fields.join(", "));
            }
            Some(CheckOutcome::Unread(reason)) => finding = finding.with("reason", reason),
            None => {}
        }
        finding.places = places(fact.as_ref());
        finding.cites = duty.cites.clone();
        return (state, add(finding));
    }
    if duty.public {
        let mut finding = Finding::new("summary-missing", Severity::Warning);
        finding.cites = duty.cites.clone();
        return (DutyState::Gap, add(finding));
    }
    if duty.id == "54"
        && facts.value("provider.representative").is_some_and(|v| matches!(v, Value::Text(t) if none(&t)))
    {
        let mut finding = Finding::new("representative-missing", Severity::Warning);
        finding.cites = duty.cites.clone();
        return (DutyState::Gap, add(finding));
    }
    (DutyState::Unknown, Vec::new())
}

/// A value in one line for people: estimates are rounded to three figures, exact amounts are not.
pub fn show_short(value: &Value) -> String {
    match value {
        Value::Number(i) if !i.is_point() => {
            let round = |n: &Number| powers(&n.significant(3));
            let bounds = format!("{} to {}", round(&i.low), round(&i.high));
            i.best.as_ref().map_or_else(|| bounds.clone(), |best| format!("{} ({bounds})", round(best)))
        }
        other => show(other),
    }
}

/// Large whole numbers by their power of ten: `3080000000` as `3.08e9`.
pub fn powers(number: &Number) -> String {
    let text = number.to_string();
    if text.contains(['e', '.']) || text.len() < 7 {
        return text;
    }
    let digits = text.trim_end_matches('0');
    let (head, tail) = digits.split_at_checked(1).unwrap_or((digits, ""));
    let point = if tail.is_empty() { "" } else { "." };
    format!("{head}{point}{tail}e{}", text.len() - 1)
}

/// A value in one line, for messages.
pub fn show(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(interval) => interval.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Word(text) | Value::Text(text) => text.clone(),
        Value::Set { words, complete } => {
            let list = words.iter().cloned().collect::<Vec<_>>().join(", ");
            match (complete, words.is_empty()) {
                (true, true) => "none".to_owned(),
                (true, false) => list,
                (false, _) => format!("{list}, …"),
            }
        }
    }
}
