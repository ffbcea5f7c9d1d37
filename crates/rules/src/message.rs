//! The text of a finding: the law book's message for its code, filled, with the doubt or connection it speaks of.

use crate::finding::Finding;
use crate::law::Law;
use crate::words::{Language, Words};

/// The message in one language; strangers' text in it is not yet escaped.
pub fn message(law: &Law, finding: &Finding, language: Language) -> String {
    let Some(def) = law.findings.get(&finding.code) else {
        let details: Vec<String> =
            finding.details.iter().map(|(mark, value)| format!("{mark}: {}", value.text(language))).collect();
        return details.join(", ");
    };
    let mut text = filled(&def.message, finding, language);
    let detail = |name: &str| finding.value(name).map(|value| value.as_str());
    let more = match finding.code.as_str() {
        "law-unclear" => law.doubts.iter().find(|d| Some(d.id.as_str()) == detail("doubt")).map(|d| &d.text),
        "answers-unusual" => law.axioms.iter().find(|a| Some(a.id.as_str()) == detail("axiom")).map(|a| &a.text),
        _ => None,
    };
    if let Some(more) = more {
        text.push_str(match language {
            Language::English => ": ",
            Language::Chinese => "：",
        });
        text.push_str(more.get(language));
    }
    text
}

/// What to do about it.
pub fn help(law: &Law, finding: &Finding, language: Language) -> String {
    law.findings.get(&finding.code).map(|d| filled(&d.help, finding, language)).unwrap_or_default()
}

/// A text that stands elsewhere than among the law book's findings, such as that of a case of a rule on documents, filled.
pub fn filled(text: &Words, finding: &Finding, language: Language) -> String {
    finding.fill_in(text.get(language), language)
}
