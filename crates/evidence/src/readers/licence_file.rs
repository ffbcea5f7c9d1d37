//! Licence files: which licence they are, and where its restricting clauses stand.

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::licence::Licence;

use super::Reader;
use crate::files::Entry;
use crate::text::{Text, has_any, shorten};
use crate::work::Work;
use crate::{Clause, limits, standard};

/// The reader.
pub const READER: Reader = Reader { wants, read };
const NAME: &str = "licence";

/// What a file is for, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// The licence of the model.
    Model,
    /// A licence; of the model unless another file says so.
    Plain,
    /// The licence of code, data or other people's parts.
    Other,
    /// A policy on use, which comes on top of a licence.
    Policy,
}

fn wants(entry: &Entry) -> bool {
    let name = entry.name().to_uppercase();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    // `LICENSE-2.0` has no ending.
    let is_text =
        matches!(ending, "" | "MD" | "TXT" | "RST" | "MODEL" | "CODE") || ending.chars().all(|c| c.is_ascii_digit());
    entry.at_root() && is_text && has_any(stem, &["LICENSE", "LICENCE", "COPYING", "USE_POLICY", "USE-POLICY"])
}

fn role(name: &str) -> Role {
    let name = name.to_uppercase();
    if name.contains("POLICY") {
        Role::Policy
    } else if has_any(&name, &["CODE", "DATA", "THIRD", "NOTICE", "SOFTWARE"]) {
        Role::Other
    } else if has_any(&name, &["MODEL", "WEIGHT"]) {
        Role::Model
    } else {
        Role::Plain
    }
}

/// What a text was recognised as.
enum Known {
    /// A licence of the list, or an SPDX licence that is not in it.
    As(String),
    /// A standard text with changes.
    Edited(String),
    /// Nothing known.
    No,
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(limits::LICENCES) {
        work.limit("the number of licence files", limits::LICENCES, Place::file(&beyond.path));
    }
    let has_model = entries.iter().any(|e| role(e.name()) == Role::Model);
    let mut policies = Vec::new();
    let mut of_model: Option<Licence> = None;
    let mut unknown = Vec::new();
    for entry in entries.iter().take(limits::LICENCES) {
        let Some(text) = work.text(entry, limits::LICENCE, NAME) else { continue };
        let role = role(entry.name());
        if role == Role::Policy {
            policies.push(text);
            continue;
        }
        let claims = role == Role::Model || (role == Role::Plain && !has_model);
        let at = first_word(&text);
        match recognise(work, &text) {
            Known::As(id) => {
                work.note(&text.file, NAME, if claims { id.clone() } else { format!("{id}, not of the model") });
                if claims {
                    if let Some(licence) = work.licences.find(&id).cloned() {
                        clauses(work, &text, &licence);
                        of_model = Some(licence);
                    }
                    work.claim("openness.licence", Value::Text(id), text.source(at));
                }
            }
            Known::Edited(id) => {
                work.note(&text.file, NAME, format!("resembles {id}, with changes"));
                if claims {
                    let finding = Finding::new("licence-edited", Severity::Warning).with("licence", &id);
                    work.find(finding.place(text.place(at)));
                }
            }
            Known::No => {
                work.note(&text.file, NAME, "a text that is not known");
                if claims {
                    unknown.push(text);
                }
            }
        }
    }
    for text in unknown {
        match claimed(work) {
            // The card names it; its clauses may be found even if the text has no marks of its own.
            Some(licence) => clauses(work, &text, &licence),
            None => {
                let title = text.content.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
                let finding = Finding::new("licence-unknown", Severity::Warning)
                    .with("licence", shorten(title.trim_matches(['#', ' ', '*'])));
                work.find(finding.place(text.place(first_word(&text))));
            }
        }
    }
    for text in policies {
        match of_model.clone().or_else(|| claimed(work)) {
            Some(licence) => clauses(work, &text, &licence),
            None => work.note(&text.file, NAME, "a policy on use"),
        }
    }
}

/// The one licence that is claimed so far.
fn claimed(work: &Work<'_>) -> Option<Licence> {
    match work.found.facts.value("openness.licence") {
        Some(Value::Text(id)) => work.licences.find(&id).cloned(),
        _ => None,
    }
}

fn recognise(work: &Work<'_>, text: &Text) -> Known {
    let short = text.content.trim();
    if short.len() <= limits::SHOWN {
        return work.licences.find(short).map_or(Known::No, |l| Known::As(l.id.clone()));
    }
    let by_marks = work.licences.recognise(&text.content);
    if let Some(licence) = by_marks.filter(|l| l.spdx.is_none()) {
        return Known::As(licence.id.clone());
    }
    let Some(likeness) = standard::recognise(&text.content) else {
        return by_marks.map_or(Known::No, |l| Known::Edited(l.id.clone()));
    };
    let listed = likeness.ids.iter().find_map(|id| work.licences.find(id)).map(|l| l.id.clone());
    let id = listed.or_else(|| likeness.ids.first().map(|id| id.to_lowercase())).unwrap_or_default();
    if likeness.edited { Known::Edited(id) } else { Known::As(id) }
}

fn first_word(text: &Text) -> usize {
    text.content.len() - text.content.trim_start().len()
}

/// Where the clauses of a licence stand in a text.
fn clauses(work: &mut Work<'_>, text: &Text, licence: &Licence) {
    let (normal, places) = normalise(&text.content);
    let mut found = 0;
    for (restriction, phrase) in &licence.clauses {
        if let Some(at) = normal.find(phrase.as_str()) {
            found += 1;
            let place = text.place(places.get(at).copied().unwrap_or(0));
            work.found.clauses.push(Clause { licence: licence.id.clone(), restriction: restriction.clone(), place });
        }
    }
    work.note(&text.file, NAME, format!("{found} of {} known clauses of {}", licence.clauses.len(), licence.id));
}

/// The same as [`gpai_rules::licence::normalise`], with the byte of the text for each byte of the result.
fn normalise(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '*' | '#' | '_' | '>') {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.extend(c.to_lowercase());
        }
        places.resize(out.len(), i);
    }
    (out, places)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::licence::Licences;
    use gpai_rules::toml_place;

    use super::*;
    use crate::files::Memory;
    use crate::{Found, read};

    fn licences() -> Licences {
        let entry = |id: &str, spdx: &str, extra: &str| {
            let spdx = if spdx.is_empty() { String::new() } else { format!("spdx = \"{spdx}\"\n") };
            format!(
                "[[licence]]\nid = \"{id}\"\nname = \"{id}\"\naliases = []\n{spdx}rights = [\"access\", \"use\", \"modify\", \"distribute\"]\n\
                 confidence = \"high\"\nreason.en = \"x\"\nreason.zh = \"x\"\ncites = []\n{extra}\n"
            )
        };
        let text = format!(
            "reread = 2026-01-01\n{}{}{}",
            entry("mit", "MIT", "restrictions = [\"attribution\"]\nverdict = \"qualifies\""),
            entry("apache-2.0", "Apache-2.0", "restrictions = [\"attribution\"]\nverdict = \"qualifies\""),
            entry(
                "house",
                "",
                "restrictions = [\"user_scale\"]\nverdict = \"fails\"\nmarkers = [\"house license agreement\"]\n\
                 clauses = [{ restriction = \"user_scale\", phrase = \"more than 10 users\" }]"
            )
        );
        Licences::load(toml_place::Text { file: "licences.toml", text: &text }).unwrap()
    }

    fn standard(id: &str) -> &'static str {
        spdx::text::LICENSE_TEXTS.iter().find(|(i, _)| *i == id).unwrap().1
    }

    fn of(files: Memory) -> Found {
        read(&files, &licences())
    }

    fn licence(found: &Found) -> Option<String> {
        match found.facts.value("openness.licence") {
            Some(Value::Text(id)) => Some(id),
            _ => None,
        }
    }

    const HOUSE: &str = "# House License Agreement\n\nWho has __more than\n10 users__ must ask. And here is some more text so that it is long enough to be read.\n";

    #[test]
    fn standard_texts_and_clauses_have_places() {
        assert_eq!(licence(&of(Memory::new().with("LICENSE", standard("Apache-2.0")))).as_deref(), Some("apache-2.0"));
        let found = of(Memory::new().with("LICENSE.md", HOUSE));
        assert_eq!(licence(&found).as_deref(), Some("house"));
        let clause = found.clauses.first().unwrap();
        assert_eq!(
            (clause.restriction.as_str(), clause.place.line, clause.place.column),
            ("user_scale", Some(3), Some(11))
        );
    }

    #[test]
    fn an_edited_text_is_said_not_claimed() {
        let found = of(Memory::new().with("LICENSE", format!("{}\nNo commercial use.\n", standard("MIT"))));
        assert_eq!(licence(&found), None);
        assert!(found.findings.iter().any(|f| f.code == "licence-edited"));
    }

    #[test]
    fn the_licence_of_the_code_is_not_that_of_the_model() {
        let code = Memory::new().with("LICENSE-CODE", standard("MIT"));
        assert_eq!(licence(&of(code.clone())), None);
        assert_eq!(licence(&of(code.with("LICENSE-MODEL", HOUSE))).as_deref(), Some("house"));
        let both = Memory::new().with("LICENSE", standard("MIT")).with("LICENSE-MODEL", HOUSE);
        assert_eq!(licence(&of(both)).as_deref(), Some("house"));
    }

    #[test]
    fn an_unknown_text_is_a_finding() {
        let found =
            of(Memory::new().with("LICENSE", format!("Strange Terms\n{}", "we say nothing about it. ".repeat(20))));
        assert_eq!(licence(&found), None);
        assert!(found.findings.iter().any(|f| f.code == "licence-unknown"));
    }

    #[test]
    fn normalises_like_the_law_does() {
        for text in ["A  **b**\r\n> c_d # É\u{a0}İx", "", "\n\n", "a"] {
            let (normal, places) = normalise(text);
            assert_eq!(normal, gpai_rules::licence::normalise(text));
            assert_eq!(normal.len(), places.len());
        }
    }
}
