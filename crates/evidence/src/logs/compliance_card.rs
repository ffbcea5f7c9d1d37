//! `compliance-card.json` of EULLM (`eullm-compliance-card/v1`): what a provider says of its model in one file. Base, licence and
//! documents are words beside others; the fraction of the base's compute and the digest of the weights are kept word for word.
//!
//! What such a card concludes (`gpai`, `systemic_risk`, `is_systemic`) is not taken over: conclusions follow from facts.

use gpai_rules::fact::Value;
use gpai_rules::names::{CARD_FRACTION_OF_BASE_COMPUTE, CARD_WEIGHTS_SHA256};

use super::json::{Json, whole};
use super::names::shown;
use crate::candidates::{Base, Relation};
use crate::files::Entry;
use crate::found::DocumentFound;
use crate::model_name::model_name;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::statement::Statement;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Logs, sample: "compliance-card.json", wants, read };
const NAME: &str = "compliance card";
/// A card has some kilobytes of text.
const CARD: u64 = 1 << 20;
/// The version that is known.
const VERSION: &str = "eullm-compliance-card/v1";

fn wants(entry: &Entry) -> bool {
    entry.at_root() && entry.name().eq_ignore_ascii_case("compliance-card.json")
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        one(run, entry);
    }
}

fn one(run: &mut Run<'_>, entry: &Entry) {
    let Some(text) = run.text(entry, CARD, NAME) else { return };
    let parsed = whole(&text.content);
    if !super::sheet::sound(run, &text, &parsed) {
        return run.note(&text.file, NAME, "nothing: the file is cut or broken");
    }
    let root = parsed.root;
    match root.get("card_version").and_then(Json::text) {
        Some(VERSION) => {}
        Some(other) if other.starts_with("eullm-compliance-card/") => {
            let at = root.key_at("card_version").unwrap_or(0);
            run.unreadable("the card", &format!("its version {} is not known", shown(other)), text.place(at));
            return run.note(&text.file, NAME, "nothing: a version that is not known");
        }
        _ => return run.note(&text.file, NAME, "nothing: no compliance card that is known"),
    }
    // `<da build>` and the like stand where a tool has yet to fill in.
    let said = |keys: &[&str]| {
        let value = root.path(keys)?;
        let words = value.text().filter(|t| !(t.starts_with('<') && t.ends_with('>')))?;
        Some((words.to_owned(), value.at))
    };
    let mut gave = Vec::new();
    if let Some((name, at)) = said(&["license", "base_model"]).or_else(|| said(&["provenance", "base_model"]))
        && let Some(name) = model_name(&name)
    {
        run.base(Base { name: name.to_owned(), relation: Relation::Unstated, source: text.source(at) });
        gave.push("base");
    }
    if let Some((word, at)) = said(&["license", "model_license"]) {
        run.licence(Statement::Metadata { word: shown(&word), source: text.source(at) });
        gave.push("licence");
    }
    for (keys, kind) in [
        (["training_content_summary", "public_url"], "training-summary"),
        (["copyright_policy", "policy_url"], "copyright-policy"),
    ] {
        if let Some((target, at)) = said(&keys).filter(|(t, _)| t.starts_with("https://") && t.len() <= 2_048) {
            run.document_found(DocumentFound { kind: kind.to_owned(), place: text.place(at), target: Some(target) });
            gave.push(kind);
        }
    }
    if let Some((fraction, at)) = said(&["development", "compute", "fraction_of_base_compute"]) {
        run.claim(CARD_FRACTION_OF_BASE_COMPUTE, Value::Text(shown(&fraction)), text.source(at));
        gave.push("fraction of the base's compute");
    }
    let digest = said(&["model", "gguf_sha256"]).or_else(|| said(&["provenance", "gguf_sha256"]));
    if let Some((digest, at)) = digest.filter(|(d, _)| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit())) {
        run.claim(CARD_WEIGHTS_SHA256, Value::Text(digest.to_lowercase()), text.source(at));
        gave.push("digest of the weights");
    }
    run.note(&text.file, NAME, if gave.is_empty() { "nothing".to_owned() } else { gave.join(", ") });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    #[test]
    fn what_a_provider_says_is_kept_and_what_it_concludes_is_not() {
        let digest = "ab".repeat(32);
        let card = format!(
            r#"{{"card_version": "eullm-compliance-card/v1", "model": {{"name": "x", "gguf_sha256": "{digest}"}},
            "license": {{"model_license": "Apache-2.0", "base_model": "org/base-14b"}},
            "development": {{"compute": {{"fraction_of_base_compute": "<1/3 (estimate)"}}}},
            "training_content_summary": {{"public_url": "https://example.org/s"}}, "copyright_policy": {{"policy_url": "<later>"}},
            "risk_classification": {{"gpai": false, "systemic_risk": {{"is_systemic": false}}}}}}"#
        );
        let (candidates, found) = run(&READER, &Memory::new().with("compliance-card.json", card));
        assert_eq!(found.facts.value(CARD_WEIGHTS_SHA256), Some(Value::Text(digest)));
        assert_eq!(found.facts.value(CARD_FRACTION_OF_BASE_COMPUTE), Some(Value::Text("<1/3 (estimate)".into())));
        assert_eq!(candidates.bases.first().unwrap().name, "org/base-14b");
        assert_eq!(found.documents.len(), 1);
        assert_eq!(found.facts.names().count(), 2);
    }

    #[test]
    fn other_versions_and_other_files_give_nothing() {
        for card in ["{}", "[", "{\"card_version\": \"eullm-compliance-card/v9\"}", "{\"card_version\": \"x\"}", "null"]
        {
            let (candidates, found) = run(&READER, &Memory::new().with("compliance-card.json", card));
            assert!(candidates.bases.is_empty() && found.facts.names().next().is_none(), "{card}");
        }
    }
}
