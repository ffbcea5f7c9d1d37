//! Licence files: which licence they are and of what, where it was edited, where its restricting clauses stand.

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::licence::{Licence, Verdict};

use crate::files::Entry;
use crate::reader::Reader;
use crate::run::Work;
use crate::text::{Text, has_any, shorten, window};
use crate::{Clause, limits};

use super::{standard, union_excluded};

/// The reader.
pub const READER: Reader = Reader { wants, read };
const NAME: &str = "licence";
/// Letters of a title that is nobody else's by chance.
const TITLE: usize = 15;

/// What a file is for, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// The licence of the model.
    Model,
    /// A licence; of the model unless another file says so.
    Plain,
    /// Terms under another name: a licence if it is a known one.
    Terms,
    /// The licence of the code.
    Code,
    /// The licence of the data.
    Data,
    /// Notices, or the licences of other people's parts.
    Other,
    /// A policy on use, which comes on top of a licence.
    Policy,
}

/// Names of files that hold a licence or a policy.
const NAMES: [&str; 14] = [
    "LICENSE",
    "LICENCE",
    "COPYING",
    "USE_POLICY",
    "USE-POLICY",
    "USAGE_POLICY",
    "USAGE-POLICY",
    "PROHIBITED_USE",
    "ACCEPTABLE_USE",
    "ACCEPTABLE-USE",
    "NOTICE",
    "TERMS",
    "EULA",
    "COPYRIGHT",
];

/// Whether a file is a licence, a policy or a notice, by its name.
pub fn wants(entry: &Entry) -> bool {
    let name = entry.name().to_uppercase();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    // `LICENSE-2.0` has no ending.
    let is_text =
        matches!(ending, "" | "MD" | "TXT" | "RST" | "MODEL" | "CODE") || ending.chars().all(|c| c.is_ascii_digit());
    entry.at_root() && is_text && has_any(stem, &NAMES)
}

/// Whether a file is a licence by its name.
pub fn is_licence(entry: &Entry) -> bool {
    wants(entry) && !matches!(role(entry.name()), Role::Policy | Role::Other)
}

fn role(name: &str) -> Role {
    let name = name.to_uppercase();
    if has_any(&name, &["POLICY", "PROHIBITED_USE", "ACCEPTABLE"]) {
        Role::Policy
    } else if has_any(&name, &["THIRD", "NOTICE", "COPYRIGHT"]) {
        Role::Other
    } else if name.contains("DATA") {
        Role::Data
    } else if has_any(&name, &["CODE", "SOFTWARE"]) {
        Role::Code
    } else if has_any(&name, &["MODEL", "WEIGHT"]) {
        Role::Model
    } else if has_any(&name, &["LICENSE", "LICENCE", "COPYING"]) {
        Role::Plain
    } else {
        Role::Terms
    }
}

/// What a text was recognised as.
enum Known {
    /// A licence of the list, or an SPDX licence that is not in it.
    As(String),
    /// A known text with changes, and the byte of the first one if it is known.
    Edited(String, Option<usize>),
    /// Nothing known.
    No,
}

/// A file and the licence it was recognised as.
struct Part {
    role: Role,
    licence: String,
    place: Place,
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(limits::LICENCES) {
        work.limit("the number of licence files", limits::LICENCES, Place::file(&beyond.path));
    }
    let has = |wanted: Role| entries.iter().any(|e| role(e.name()) == wanted);
    let (has_model, has_plain) = (has(Role::Model), has(Role::Plain));
    let mut policies = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut unknown = Vec::new();
    for entry in entries.iter().take(limits::LICENCES) {
        let Some(text) = work.text(entry, limits::LICENCE, NAME) else { continue };
        let role = role(entry.name());
        if matches!(role, Role::Model | Role::Plain | Role::Policy | Role::Terms) {
            let (normal, places) = normalise(&text.content);
            union_excluded::look(work, &text, &normal, &places);
        }
        if role == Role::Policy {
            policies.push(text);
            continue;
        }
        let claims = match role {
            Role::Model => true,
            Role::Plain => !has_model,
            Role::Terms => !has_model && !has_plain,
            _ => false,
        };
        let at = first_word(&text);
        match recognise(work, &text) {
            Known::As(id) => {
                work.note(&text.file, NAME, if claims { id.clone() } else { format!("{id}, not of the model") });
                parts.push(Part {
                    role: if claims { Role::Model } else { role },
                    licence: id.clone(),
                    place: text.place(at),
                });
                if claims {
                    if let Some(licence) = work.licences.find(&id).cloned() {
                        clauses(work, &text, &licence);
                    }
                    work.claim("openness.licence", Value::Text(id), text.source(at));
                }
            }
            Known::Edited(id, first) => {
                work.note(&text.file, NAME, format!("resembles {id}, with changes"));
                if claims {
                    let place = text.place(first.unwrap_or(at));
                    let finding = Finding::new("licence-edited", Severity::Warning).with("licence", &id);
                    work.find(finding.place(place));
                    // The card may name the plain licence: then the two disagree, and nothing counts until settled.
                    if !work.found.facts.claims("openness.licence").is_empty() {
                        let source = text.source(first.unwrap_or(at)).method("compared with the standard text");
                        work.claim("openness.licence", Value::Text(format!("{id} (edited)")), source);
                    }
                    if let Some(licence) = work.licences.find(&id).cloned() {
                        clauses(work, &text, &licence);
                    }
                }
            }
            Known::No => {
                work.note(&text.file, NAME, "a text that is not known");
                if claims && role != Role::Terms {
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
    let of_model = parts.iter().find(|p| p.role == Role::Model).and_then(|p| work.licences.find(&p.licence).cloned());
    for text in policies {
        match of_model.clone().or_else(|| claimed(work)) {
            Some(licence) => {
                clauses(work, &text, &licence);
                if licence.verdict == Verdict::Qualifies {
                    let finding =
                        Finding::new("use-policy-beside-licence", Severity::Info).with("licence", &licence.id);
                    work.find(finding.cite("guidelines/83").place(text.place(first_word(&text))));
                }
            }
            None => work.note(&text.file, NAME, "a policy on use"),
        }
    }
    by_component(work, &parts);
}

/// Says so where code or data are under another licence than the model.
fn by_component(work: &mut Work<'_>, parts: &[Part]) {
    let model = parts.iter().find(|p| p.role == Role::Model);
    let Some(licence) = model.map(|p| p.licence.clone()).or_else(|| claimed(work).map(|l| l.id)) else { return };
    let others = parts.iter().filter(|p| p.role != Role::Model && p.role != Role::Other && p.licence != licence);
    let mut finding = Finding::new("licences-by-component", Severity::Info);
    let mut named = vec![format!("model {licence}")];
    for part in others {
        let what = match part.role {
            Role::Code => "code",
            Role::Data => "data",
            _ => "other parts",
        };
        named.push(format!("{what} {}", part.licence));
        finding = finding.place(part.place.clone());
    }
    if named.len() > 1 {
        if let Some(model) = model {
            finding = finding.place(model.place.clone());
        }
        work.find(finding.with("parts", shorten(&named.join(", "))));
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
        // A clause that is known to stand in the text and does not was changed or taken out.
        let (normal, _) = normalise(&text.content);
        let whole = licence.clauses.iter().all(|(_, phrase)| normal.contains(phrase.as_str()));
        return if whole { Known::As(licence.id.clone()) } else { Known::Edited(licence.id.clone(), None) };
    }
    let Some(likeness) = standard::recognise(&text.content) else {
        let resembles = by_marks.or_else(|| by_title(work, &text.content));
        return resembles.map_or(Known::No, |l| Known::Edited(l.id.clone(), None));
    };
    let listed = likeness.ids.iter().find_map(|id| work.licences.find(id)).map(|l| l.id.clone());
    let id = listed.or_else(|| likeness.ids.first().map(|id| id.to_lowercase())).unwrap_or_default();
    if likeness.edited { Known::Edited(id, likeness.first) } else { Known::As(id) }
}

/// The licence whose title a text has at its head, although its other marks are not there.
fn by_title<'l>(work: &Work<'l>, content: &str) -> Option<&'l Licence> {
    let head = gpai_rules::licence::normalise(window(content, 0, limits::WINDOW));
    let mut fitting = work.licences.iter().filter(|l| {
        let title = l.markers.first().filter(|m| m.len() >= TITLE);
        title.is_some_and(|t| head.contains(t.as_str())) && !l.without.iter().any(|w| head.contains(w.as_str()))
    });
    let first = fitting.next()?;
    // Of a title that several have, nothing follows.
    fitting.next().is_none().then_some(first)
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
    fn an_edited_text_does_not_count_as_the_one_the_card_names() {
        let card = "---\nlicense: mit\n---\n# X\n";
        let edited = standard("MIT").replace("without restriction", "for research only");
        let found = of(Memory::new().with("README.md", card).with("license.md", edited.clone()));
        assert!(found.facts.resolve("openness.licence").unwrap().contradiction);
        let finding = found.findings.iter().find(|f| f.code == "licence-edited").unwrap();
        let line = edited.lines().position(|l| l.contains("for research")).unwrap() + 1;
        assert_eq!(finding.places.first().unwrap().line, u32::try_from(line).ok());
        let house = HOUSE.replace("10 users", "90 users");
        let found = of(Memory::new().with("COPYING", house));
        assert!(licence(&found).is_none() && found.findings.iter().any(|f| f.code == "licence-edited"));
    }

    #[test]
    fn parts_under_other_licences_are_named() {
        let files = Memory::new().with("LICENSE-CODE", standard("MIT")).with("LICENSE-MODEL", HOUSE);
        let found = of(files);
        let finding = found.findings.iter().find(|f| f.code == "licences-by-component").unwrap();
        assert_eq!(finding.details.first().unwrap().1, "model house, code mit");
        assert_eq!(finding.places.len(), 2);
        let same = Memory::new().with("LICENSE-CODE", standard("MIT")).with("LICENSE", standard("MIT"));
        assert!(of(same).findings.iter().all(|f| f.code != "licences-by-component"));
    }

    #[test]
    fn policies_beside_a_licence_and_the_union() {
        let policy = "# Use policy\n\nBe kind.\n\nThe rights granted in the licence are not granted\nto companies in the European Union.\n";
        let found = of(Memory::new().with("LICENSE", standard("MIT")).with("USAGE_POLICY.md", policy));
        assert!(found.findings.iter().any(|f| f.code == "use-policy-beside-licence"));
        let union = found.findings.iter().find(|f| f.code == "licence-excludes-union").unwrap();
        let place = union.places.first().unwrap();
        assert_eq!((place.file.as_str(), place.line), ("USAGE_POLICY.md", Some(5)));
        let found = of(Memory::new().with("LICENSE", HOUSE).with("USE_POLICY.md", "Be kind, and read this text.\n"));
        assert!(found.findings.iter().all(|f| !f.code.contains("union") && !f.code.contains("beside")));
        assert_eq!(licence(&of(Memory::new().with("TERMS.md", HOUSE))).as_deref(), Some("house"));
        assert!(of(Memory::new().with("TERMS.md", "x ".repeat(200))).findings.is_empty());
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
