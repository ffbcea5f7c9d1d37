//! The text of a finding: the law book's message for its code, filled, with the doubt or connection it speaks of.

use gpai_rules::finding::Finding;
use gpai_rules::law::{Language, Law};

/// The message in one language; strangers' text in it is not yet escaped.
pub fn message(law: &Law, finding: &Finding, language: Language) -> String {
    let Some(def) = law.findings.get(&finding.code) else {
        let details: Vec<String> = finding.details.iter().map(|(k, v)| format!("{k}: {v}")).collect();
        return details.join(", ");
    };
    let mut text = finding.fill(def.message.get(language));
    let detail = |name: &str| finding.details.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
    let more = match finding.code.as_str() {
        "law-unclear" => law.doubts.iter().find(|d| Some(d.id.as_str()) == detail("doubt")).map(|d| &d.text),
        "answers-unusual" => law.axioms.iter().find(|a| Some(a.id.as_str()) == detail("axiom")).map(|a| &a.text),
        _ => None,
    };
    if let Some(more) = more {
        text.push_str(match language {
            Language::English => ": ",
            Language::Chinese => ":",
        });
        text.push_str(more.get(language));
    }
    text
}

/// What to do about it.
pub fn help(law: &Law, finding: &Finding, language: Language) -> String {
    law.findings.get(&finding.code).map(|d| finding.fill(d.help.get(language))).unwrap_or_default()
}
