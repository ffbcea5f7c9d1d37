//! Licence files: their names say what they are of. What they hold is handed on; which licence it is, is decided at the end.

use gpai_rules::finding::Place;
use gpai_rules::licence::normalise;

use super::{recognise, union_excluded};
use crate::files::Entry;
use crate::limits;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::statement::{LicenceText, Recognised, Role, Statement};
use crate::text::has_any;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Beside, sample: "LICENSE", wants, read };
const NAME: &str = "licence";

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

/// Endings of files that are no plain text, or no licence.
const NO_TEXT: [&str; 16] =
    ["PDF", "DOCX", "DOC", "RTF", "ODT", "HTML", "HTM", "PNG", "JPG", "SVG", "PY", "JSON", "YAML", "YML", "TOML", "JS"];

/// Words of a licence written for a model.
const OF_MODELS: [&str; 7] = ["the model", "weights", "checkpoint", "model derivatives", "模型", "权重", "models"];

/// Whether a file is a licence, a policy or a notice, by its name.
fn wants(entry: &Entry) -> bool {
    let name = entry.name().to_uppercase();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    // `LICENSE-2.0` has no ending, and in `LICENSE.lapwing` it is none.
    let is_text = matches!(ending, "" | "MD" | "TXT" | "RST")
        || ending.chars().all(|c| c.is_ascii_digit())
        || (NAMES.contains(&stem) && !NO_TEXT.contains(&ending));
    entry.at_root() && is_text && has_any(stem, &NAMES)
}

/// Whether a file is a licence by its name.
pub fn is_licence(entry: &Entry) -> bool {
    wants(entry) && !matches!(role(entry.name()), Role::Policy | Role::Other)
}

/// Endings and additions of a licence file's name that say nothing of what it is the licence of.
const PLAIN: [&str; 16] = [
    "", "EN", "ZH", "CN", "FULL", "TEXT", "TXT", "FILE", "MAIN", "MIT", "APACHE", "BSD", "GPL", "CC", "LICENSE",
    "ENGLISH",
];

fn role(name: &str) -> Role {
    let name = name.to_uppercase();
    if has_any(&name, &["POLICY", "PROHIBITED_USE", "ACCEPTABLE"]) {
        Role::Policy
    } else if has_any(&name, &["THIRD", "NOTICE", "COPYRIGHT"]) {
        Role::Other
    } else if has_any(&name, &["MODEL", "WEIGHT"]) {
        Role::Model
    } else if name.contains("DATA") {
        Role::Data
    } else if has_any(&name, &["CODE", "SOFTWARE"]) {
        Role::Code
    } else if has_any(&name, &["LICENSE", "LICENCE", "COPYING"]) {
        let stem =
            name.rsplit_once('.').filter(|(_, e)| matches!(*e, "MD" | "TXT" | "RST")).map_or(name.as_str(), |(s, _)| s);
        let rest = ["LICENSE", "LICENCE", "COPYING"].iter().find_map(|n| stem.split_once(n));
        let (before, after) = rest.unwrap_or_default();
        // `LICENSE-2.0`, `LICENSE.zh-CN` and `LICENSE-MIT` are plain; `LICENSE-LAPWING` is somebody's own.
        let plain = |part: &str| {
            let mut words = part.split(|c: char| !c.is_ascii_alphanumeric());
            words.all(|w| PLAIN.contains(&w) || w.bytes().all(|b| b.is_ascii_digit()))
        };
        if plain(before) && plain(after) { Role::Plain } else { Role::Named }
    } else {
        Role::Terms
    }
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(limits::LICENCES) {
        run.limit("the number of licence files", limits::LICENCES, Place::file(&beyond.path));
    }
    let mut files: Vec<LicenceText> = Vec::new();
    for entry in entries.iter().take(limits::LICENCES) {
        let Some(text) = run.text(entry, limits::LICENCE, NAME) else { continue };
        let mut role = role(entry.name());
        let normal = normalise(&text.content);
        if matches!(role, Role::Model | Role::Plain | Role::Named | Role::Policy | Role::Terms) {
            union_excluded::look(run, &text, &normal);
        }
        let recognised = match role {
            Role::Policy => Recognised::No,
            _ => recognise::recognise(run.licences(), &text.content, &normal),
        };
        // A text of one's own beside a plain one is the model's if it speaks of a model; a standard one is somebody's part.
        let of_model = !matches!(recognised, Recognised::Standard(_)) && has_any(&normal, &OF_MODELS);
        if role == Role::Named && !of_model {
            role = if has_plain(entries) { Role::Other } else { Role::Plain };
        }
        files.push(LicenceText { text, normal, role, claims: false, recognised });
    }
    let has = |files: &[LicenceText], wanted: Role| files.iter().any(|f| f.role == wanted);
    let has_model = has(&files, Role::Model) || has(&files, Role::Named);
    let has_plain = has(&files, Role::Plain);
    for mut file in files {
        // The more particular name speaks for the model.
        file.claims = match file.role {
            Role::Model | Role::Named => true,
            Role::Plain => !has_model,
            Role::Terms => !has_model && !has_plain,
            _ => false,
        };
        run.licence(Statement::Text(Box::new(file)));
    }
}

fn has_plain(entries: &[Entry]) -> bool {
    entries.iter().any(|e| role(e.name()) == Role::Plain)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;
    use gpai_rules::toml_place;

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
        crate::licence::texts::of(id).unwrap().text()
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
}
