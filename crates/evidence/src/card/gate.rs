//! The gate before a model, which a card shows only through its texts and form fields: is there one, and what does it ask.

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::names;

use super::declared::Declared;
use crate::licence::sentence;
use crate::run::Run;
use crate::statement::Statement;
use crate::text::{has_any, shorten};

/// Keys that the Hub shows only where access is gated.
const SHOWN_AT_GATES: [&str; 5] = [
    "extra_gated_prompt",
    "extra_gated_fields",
    "extra_gated_heading",
    "extra_gated_description",
    "extra_gated_button_content",
];

/// Words of a form field that ask who somebody is.
const PERSONAL: [&str; 27] = [
    "name",
    "username",
    "email",
    "e-mail",
    "mail",
    "affiliation",
    "organization",
    "organisation",
    "company",
    "institution",
    "university",
    "employer",
    "phone",
    "telephone",
    "birth",
    "birthday",
    "age",
    "country",
    "city",
    "address",
    "location",
    "ip_location",
    "job",
    "title",
    "role",
    "position",
    "linkedin",
];

/// The same in Chinese, where words are not set apart.
const PERSONAL_ZH: [&str; 9] = ["姓名", "邮箱", "邮件", "单位", "电话", "手机", "国家", "职务", "职位"];

/// Words of the text at a gate about personal data.
const DATA: [&str; 6] =
    ["personal data", "personal information", "contact information", "个人信息", "个人数据", "share your email"];

/// Claims the gate, and says what it asks of people.
pub fn read(run: &mut Run<'_>, card: &Declared<'_>) {
    let shown = || card.keys.iter().filter(|k| SHOWN_AT_GATES.contains(&k.name.as_str()));
    let Some(first) = shown().next() else { return };
    if card.values("gated").is_empty() {
        run.claim(names::CARD_GATED, Value::Text("yes".into()), card.source(first.at).method("extra_gated_* keys"));
    }
    for key in shown() {
        for text in &key.values {
            for found in sentence::restricted(text, &card.source(key.at)) {
                run.licence(Statement::Restricted(Box::new(found)));
            }
        }
        let mut asked: Vec<&str> =
            key.inner.iter().filter(|(field, kind)| is_personal(field, kind)).map(|(f, _)| f.as_str()).collect();
        if key.name == "extra_gated_fields" {
            asked.extend(key.values.iter().map(String::as_str).filter(|f| is_personal(f, "")));
        } else if key.values.iter().any(|t| has_any(&t.to_lowercase(), &DATA)) {
            asked.push("personal data, as its text says");
        }
        if !asked.is_empty() {
            let finding = Finding::new("gate-asks-personal-data", Severity::Warning).cite("guidelines/87");
            run.find(finding.with("what", shorten(&asked.join(", "))).place(card.place(key.at)));
        }
    }
}

/// Whether a field asks who somebody is; a box to tick does not.
fn is_personal(field: &str, kind: &str) -> bool {
    let lower = field.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
    kind != "checkbox"
        && field.len() <= 80
        && (words().any(|w| PERSONAL.contains(&w)) || has_any(&lower, &PERSONAL_ZH) || kind == "country")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(yaml: &str) -> Found {
        read(&Memory::new().with("README.md", format!("---\n{yaml}---\n# X\n")), &Licences::default())
    }

    fn asked(found: &Found) -> Vec<&str> {
        let asks = found.findings.iter().filter(|f| f.code == "gate-asks-personal-data");
        asks.map(|f| f.details.first().unwrap().1.as_str()).collect()
    }

    #[test]
    fn a_gate_shows_through_its_keys() {
        let found = of("extra_gated_heading: Ask for it\nextra_gated_button_content: I agree\n");
        assert_eq!(found.facts.value("card.gated"), Some(Value::Text("yes".into())));
        let source = &found.facts.claims("card.gated").first().unwrap().source;
        assert_eq!((source.line, source.method.as_deref()), (Some(2), Some("extra_gated_* keys")));
        assert!(asked(&found).is_empty());
        assert_eq!(
            of("gated: false\nextra_gated_prompt: x\n").facts.value("card.gated"),
            Some(Value::Text("false".into()))
        );
        assert!(of("license: mit\n").facts.value("card.gated").is_none());
    }

    #[test]
    fn fields_that_ask_who_somebody_is() {
        let found = of(
            "extra_gated_fields:\n  First Name: text\n  Affiliation: text\n  Use case: text\n  I agree to share my name: checkbox\n  \
                        Where: country\n",
        );
        assert_eq!(asked(&found), ["First Name, Affiliation, Where"]);
        assert_eq!(
            asked(&of("extra_gated_fields:\n- 姓名: text\n- Purpose: {type: select, options: [a, b]}\n")),
            ["姓名"]
        );
        assert_eq!(asked(&of("extra_gated_fields: [Email, Purpose]\n")), ["Email"]);
        assert_eq!(asked(&of("extra_gated_description: How we process your personal data\n")).len(), 1);
        assert!(asked(&of("extra_gated_fields:\n  I accept: checkbox\n")).is_empty());
    }
}
