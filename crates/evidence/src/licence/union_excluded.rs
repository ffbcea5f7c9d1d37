//! Terms that keep the Union out, found by their wording in any licence or policy on use, not by the licence's name.

use gpai_rules::finding::{Finding, Severity};

use super::normal;
use crate::run::Run;
use crate::text::{Text, has_any, window};

/// Names of the Union. The short one only where it cannot be part of a word.
const UNION: [&str; 7] =
    ["european union", "european economic area", " eu ", " eu,", " eu.", "eu member states", "欧盟"];
/// No rights there: the grant is denied, or the agreement does not hold.
const DENIED: [&str; 22] = [
    "not being granted",
    "not granted",
    "does not grant",
    "no rights are granted",
    "no license is granted",
    "no licence is granted",
    "agreement does not apply in",
    "license does not apply in",
    "licence does not apply in",
    "licenses do not apply in",
    "terms do not apply in",
    "not available in",
    "not available to",
    "not licensed for use in",
    "not authorized for use in",
    "not permitted in",
    "不适用于欧盟",
    "不在欧盟",
    "不授予",
    "不得在欧盟",
    "不向欧盟",
    "禁止在欧盟",
];
/// The place of the grant leaves it out: `territory means the world, excluding …`.
const LEFT_OUT: [&str; 8] = [
    "excluding",
    "other than",
    "except for",
    "except the",
    "except in",
    "with the exception of",
    "outside of",
    "outside the",
];
/// What those have to speak of.
const PLACES: [&str; 5] = ["territory", "worldwide", "region", "jurisdiction", "countries"];
/// People may not use it there.
const FORBIDDEN: [&str; 8] = [
    "may not",
    "must not",
    "shall not",
    "not permitted to",
    "prohibited from",
    "not allowed to",
    "agree not to",
    "prohibited in",
];
/// What they may not do.
const DEEDS: [&str; 8] = ["use", "access", "download", "install", "deploy", "distribute", "offer", "make available"];
/// Phrases in which the Union is left out of something else: consumers' rights, warranties, governing law.
const OTHER_MATTERS: [&str; 12] = [
    "warrant",
    "liabilit",
    "consumer",
    "governing law",
    "jurisdiction of the courts",
    "arbitration",
    "sanction",
    "court of justice",
    "export",
    "personal data",
    "data protection",
    "end users of a product",
];

/// Bytes between `excluding` and the name of what is excluded.
const LEFT_OUT_BEFORE: usize = 120;

/// Bytes of a sentence looked at around a name of the Union.
const NEAR: usize = 600;
/// Names of the Union looked at in one text.
const MOST: usize = 64;

/// Says where a text, given also in normal form, keeps the Union out.
pub fn look(run: &mut Run<'_>, text: &Text, normal: &str) {
    if let Some(at) = excluded(normal) {
        let place = text.place(normal::original(&text.content, at));
        let finding = Finding::new("licence-excludes-union", Severity::Warning).cite("guidelines/79");
        run.find(finding.place(place));
    }
}

/// Where a text in normal form keeps the Union out: the start of the sentence.
fn excluded(normal: &str) -> Option<usize> {
    let mut named: Vec<usize> =
        UNION.iter().flat_map(|name| normal.match_indices(name).take(MOST).map(|(i, _)| i)).collect();
    named.sort_unstable();
    named.into_iter().find_map(|at| {
        let (start, sentence) = sentence(normal, at);
        // A name may begin with the blank that was trimmed off the sentence.
        let before = sentence.get(..at.saturating_sub(start).min(sentence.len())).unwrap_or(sentence);
        let denied = has_any(sentence, &DENIED);
        let left_out = LEFT_OUT.iter().any(|l| before.rfind(l).is_some_and(|i| before.len() - i < LEFT_OUT_BEFORE))
            && has_any(before, &PLACES)
            && !has_any(before, &["may use", "resolve", "outside of the territory"]);
        // What may not be done, and then the place where.
        let forbidden = FORBIDDEN.iter().any(|f| {
            before.find(f).is_some_and(|i| {
                let deed = before.get(i..).unwrap_or_default();
                has_any(deed, &DEEDS) && deed.trim_end().ends_with(['n', 'e']) && place_follows(deed)
            })
        });
        let chinese = sentence.contains("欧盟")
            && has_any(sentence, &["除外", "不包括欧盟", "欧盟以外", "排除欧盟", "欧盟境内不得"]);
        let other = has_any(sentence, &OTHER_MATTERS) && !has_any(sentence, &["rights granted", "territory"]);
        ((denied || left_out || forbidden || chinese) && !other).then_some(start)
    })
}

/// Whether a clause ends with a word for a place: `use it in the`, `deploy within the`.
fn place_follows(clause: &str) -> bool {
    let clause = clause.trim_end().trim_end_matches(" the");
    ["in", "within", "inside"].iter().any(|w| clause.ends_with(&format!(" {w}")))
}

/// The sentence around a byte, with its start.
fn sentence(normal: &str, at: usize) -> (usize, &str) {
    let before = window(normal, at.saturating_sub(NEAR), at);
    let ends = [". ", "; ", "。", "；"];
    let cut = ends.iter().filter_map(|e| before.rfind(e).map(|i| i + e.len())).max().unwrap_or(0);
    let start = at.saturating_sub(before.len().saturating_sub(cut));
    let after = window(normal, at, at + NEAR);
    let end = ends.iter().filter_map(|e| after.find(e).map(|i| i + e.len())).min().unwrap_or(after.len());
    let whole = normal.get(start..at + end).unwrap_or_default();
    (start + (whole.len() - whole.trim_start().len()), whole.trim_start())
}

#[cfg(test)]
mod tests {
    use gpai_rules::licence::normalise;

    use super::*;

    fn found(text: &str) -> Option<usize> {
        excluded(&normalise(text))
    }

    #[test]
    fn a_name_at_the_very_start_is_no_panic() {
        for text in [" eu.  ", " eu", "eu. ", "。eu。 eu "] {
            found(text);
            excluded(text);
        }
    }

    #[test]
    fn the_union_is_kept_out() {
        for text in [
            "For models that see images, the rights granted in Section 2 are not being granted to you if you live in, or have your main seat in, the European Union.",
            "THIS AGREEMENT DOES NOT APPLY IN THE EUROPEAN UNION, SOUTH KOREA AND SOME OTHERS.",
            "\"Territory\" means the worldwide territory, excluding the territory of the European Union and Elsewhere.",
            "You may not use or deploy the model in the European Union.",
            "The weights are not available in the EU, sorry.",
            "本协议不适用于欧盟、英国和韩国。",
            "许可地域为全球(欧盟除外)。",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
        assert_eq!(found("Hello. Terms. You must not use it within the European Union."), Some(14));
    }

    #[test]
    fn the_union_is_only_mentioned() {
        for text in [
            "This licence is published in all languages of the European Union.",
            "The exclusion of warranties does not apply in the European Union where consumers have rights.",
            "You must comply with the laws of the European Union and may not use the model to break them.",
            "This restriction does not apply to end users of a product in the European Union.",
            "Any dispute goes to the Court of Justice of the European Union.",
            "You may not use it to harm people. It is offered in the European Union.",
            "Regions except the Moon are served. The European Union is one of them.",
            "不得用于违反欧盟法律的行为。",
            "an excluding neural unit eu",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        found(&"european union ".repeat(20_000));
        found("欧盟");
    }
}
