//! Real model cards with awkward metadata, and a reviewed list of licences. They are other people's files and no part of this
//! repository: they are expected in `../shared/cases` beside the workspace, and these tests fail where they are not. Compiled
//! only with `--features conformance`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gpai_evidence::files::Memory;
use gpai_evidence::{Found, read};
use gpai_rules::fact::Value;
use gpai_rules::licence::{Licences, Verdict};
use gpai_rules::load::BOOK;
use gpai_rules::toml_place::Text;

/// Findings without which a person would not know what to do, by card.
const FINDINGS: [(&str, &str); 17] = [
    ("merge-in-body", "compute-not-estimated"),
    ("gguf-llama3", "licence-text-missing"),
    ("redhat-w4a16", "provider-named-otherwise"),
    ("gemma-3-4b-it", "compute-not-estimated"),
    ("mistral-large-2407", "gate-asks-personal-data"),
    ("kimi-k2.6", "licence-text-missing"),
    ("sdxl-lora", "compute-not-estimated"),
    ("bloom-6b4-zh", "compute-not-estimated"),
    ("zeroscope-video", "compute-not-estimated"),
    ("medasr", "maybe-narrow"),
    ("co2-scalar", "licence-missing"),
    ("co2-map", "licence-missing"),
    ("olmo-gguf", ""),
    ("nvidia-eagle", "maybe-narrow"),
    ("falcon3", "base-is-itself"),
    ("tongyi", ""),
    ("aira-co2-full", "compute-not-estimated"),
];

/// What the handling says of the licence's verdict.
const VERDICTS: [(&str, Verdict); 5] = [
    ("mistral-large-2407", Verdict::Fails),
    ("kimi-k2.6", Verdict::Arguable),
    ("zeroscope-video", Verdict::Fails),
    ("tongyi", Verdict::Fails),
    ("olmo-gguf", Verdict::Qualifies),
];

/// Licences whose verdict here is another than in the list, and why.
const DIFFERING: [(&str, Verdict, &str); 13] = [
    ("openrail", Verdict::Arguable, RAIL),
    ("openrail++", Verdict::Arguable, RAIL),
    ("bigscience-openrail-m", Verdict::Arguable, RAIL),
    ("bigscience-bloom-rail-1.0", Verdict::Arguable, RAIL),
    ("creativeml-openrail-m", Verdict::Arguable, RAIL),
    ("bigcode-openrail-m", Verdict::Arguable, RAIL),
    ("gemma", Verdict::Arguable, RAIL),
    ("health-ai-developer-foundations", Verdict::Arguable, RAIL),
    ("deepseek", Verdict::Arguable, RAIL),
    ("ai2-impact-license-low-risk", Verdict::Arguable, RAIL),
    ("bloomz-rail", Verdict::Arguable, RAIL),
    (
        "internlm",
        Verdict::Fails,
        "commercial use of the weights needs an application: a separate commercial licence (GL 83)",
    ),
    (
        "apertus-aup+apache-2.0",
        Verdict::Arguable,
        "the stricter reading is tested: if the policy binds, each clause has to fit GL 84",
    ),
];
const RAIL: &str = "paragraph 83 does not name use-based restrictions; they pass as far as each fits paragraph 84, which a person judges";

/// Entries of the list that stand for the absence of a licence: the program has findings for them and no licence.
const NO_LICENCES: [(&str, &str, &str); 3] = [
    ("other", "---\nlicense: other\n---\n# X\n", "licence-unnamed"),
    ("unknown", "---\nlicense: unknown\n---\n# X\n", "licence-unnamed"),
    ("(missing)", "---\ntags: x\n---\n# X\n", "licence-missing"),
];

fn cases(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases").join(name);
    assert!(path.exists(), "{name} is not there; these tests need ../shared/cases");
    path
}

fn licences() -> Licences {
    let (file, text) = BOOK.iter().find(|(file, _)| file.ends_with("licences.toml")).unwrap();
    Licences::load(Text { file, text }).unwrap()
}

/// The rows of a table by the names of its columns.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let content = fs::read_to_string(path).unwrap();
    let mut lines = content.lines().map(fields);
    let header = lines.next().unwrap();
    lines.map(|row| header.iter().cloned().zip(row).collect()).collect()
}

fn fields(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => out.last_mut().unwrap().push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            _ => out.last_mut().unwrap().push(c),
        }
    }
    out
}

fn text(found: &Found, fact: &str) -> Option<String> {
    match found.facts.value(fact) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// What is wrong with the reading of a card; nothing if all is as expected.
fn wrong(row: &BTreeMap<String, String>, found: &Found, licences: &Licences) -> Vec<String> {
    let mut out = Vec::new();
    let mut check = |what: &str, fits: bool, got: String| {
        if !fits {
            out.push(format!("{what}: {got}"));
        }
    };
    let name = row["file"].trim_start_matches("frontmatter/").trim_end_matches(".md");
    let codes: Vec<&str> = found.findings.iter().map(|f| f.code.as_str()).collect();
    let notes: Vec<&str> = found.looked_at.iter().map(|l| l.gave.as_str()).collect();

    let licence = text(found, "openness.licence");
    let effective = Some(row["licence_effective"].as_str()).filter(|l| !matches!(*l, "unknown" | "(excerpt)"));
    check("licence", licence.as_deref() == effective, format!("{licence:?}"));
    if let Some((_, verdict)) = VERDICTS.iter().find(|(n, _)| *n == name) {
        let got = licence.as_deref().and_then(|l| licences.find(l)).map(|l| l.verdict);
        check("verdict", got == Some(*verdict), format!("{got:?}"));
    }

    let relation = row["relation"].split(' ').next().unwrap();
    let itself = relation == "self";
    let base = text(found, "modification.base");
    let expected = row["base_model"].trim_start_matches("(prose) ");
    let fits = match (expected, &base) {
        ("", None) => true,
        (_, None) => itself && found.facts.value("card.base_model") == Some(Value::set([expected])),
        // The table gives a short name where the card has a link to the model.
        (e, Some(b)) => !itself && !e.is_empty() && (b == e || (!e.contains('/') && b.starts_with(&format!("{e}/")))),
    };
    check("base", fits, format!("{base:?}"));
    let words: &[&str] = match relation {
        "" | "self" => &[""],
        "merge" => &["merged"],
        "quantized" | "speculative" => &["quantised"],
        "finetune" => &["fine-tuned", "the Hub takes it for a fine-tune"],
        "adapter" => &["adapter"],
        other => &[other],
    };
    check("relation", words.iter().any(|w| notes.iter().any(|n| n.contains(w))), format!("{notes:?}"));

    let tag = text(found, "card.pipeline_tag");
    let expected = Some(row["pipeline_tag"].as_str()).filter(|t| !t.starts_with('('));
    check("pipeline tag", tag.as_deref() == expected, format!("{tag:?}"));
    let gated = text(found, "card.gated");
    check("gate", gated.is_some() == row["gated"].starts_with("yes"), format!("{gated:?}"));

    let wanted = FINDINGS.iter().find(|(n, _)| *n == name).expect("a card of the table").1;
    check("finding", wanted.is_empty() || codes.contains(&wanted), format!("{codes:?}"));
    let broken = ["unreadable-part", "front-matter-broken", "front-matter-misplaced"];
    check("front matter", !codes.iter().any(|c| broken.contains(c)), format!("{codes:?}"));
    out
}

#[test]
fn awkward_cards_are_read_as_expected() {
    let licences = licences();
    let rows = table(&cases("models/frontmatter/expected.csv"));
    assert_eq!(rows.len(), 17);
    let mut failures = Vec::new();
    for row in &rows {
        let card = fs::read(cases("models").join(&row["file"])).unwrap();
        let found = read(&Memory::new().with("README.md", card), &licences);
        failures.extend(wrong(row, &found, &licences).into_iter().map(|w| format!("{}: {w}", row["file"])));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The same cards as they are published elsewhere: with other line ends, inside a comment, at the end.
#[test]
fn the_seat_of_the_metadata_changes_no_fact() {
    let licences = licences();
    for row in table(&cases("models/frontmatter/expected.csv")) {
        let card = fs::read_to_string(cases("models").join(&row["file"])).unwrap();
        let (front, body) = card.strip_prefix("---\n").and_then(|c| c.split_once("\n---\n")).unwrap();
        let facts = |card: String| {
            let found = read(&Memory::new().with("README.md", card), &licences);
            // What a card says of emissions is read like any other log, wherever it stands.
            let verbatim = |n: &str| n.starts_with("card.") && n != "card.co2_eq_emissions";
            let said = |n: &&str| verbatim(n) || matches!(*n, "openness.licence" | "modification.base");
            let names: Vec<&str> = found.facts.names().filter(said).collect();
            names.iter().map(|n| ((*n).to_owned(), found.facts.value(n))).collect::<Vec<_>>()
        };
        let whole = facts(card.clone());
        assert_eq!(whole, facts(card.replace('\n', "\r\n")), "{}", row["file"]);
        // Verbatim facts are kept to the head of the card; what follows from it is not.
        let plain: Vec<_> = whole.into_iter().filter(|(n, _)| !n.starts_with("card.")).collect();
        assert_eq!(plain, facts(format!("\u{feff}\n\n{card}")), "{}", row["file"]);
        // Where it does not stand at the head, only metadata with a key of models is taken for it.
        if front.lines().any(|l| l.starts_with("license:") || l.starts_with("tags:")) {
            assert_eq!(plain, facts(format!("<!--\n---\n{front}\n---\n-->\n{body}")), "{}", row["file"]);
            assert_eq!(plain, facts(format!("{body}\n---\n{front}\n---\n")), "{}", row["file"]);
        }
    }
}

#[test]
fn every_licence_of_the_list_is_known() {
    let licences = licences();
    let mut failures = Vec::new();
    for row in table(&cases("licences.csv")) {
        let (id, listed) = (row["id"].as_str(), row["verdict"].as_str());
        if let Some((_, card, code)) = NO_LICENCES.iter().find(|(n, _, _)| *n == id) {
            let found = read(&Memory::new().with("README.md", *card), &licences);
            let said = found.findings.iter().any(|f| f.code == *code) && text(&found, "openness.licence").is_none();
            failures.extend((!said).then(|| format!("{id}: no finding {code}")));
            continue;
        }
        let Some(licence) = licences.find(id).filter(|l| l.id == id) else {
            failures.push(format!("{id}: not known"));
            continue;
        };
        let differing = DIFFERING.iter().find(|(n, ..)| *n == id);
        let wanted = differing.map_or(
            match listed {
                "qualifies" => Verdict::Qualifies,
                "fails" => Verdict::Fails,
                "arguable" => Verdict::Arguable,
                _ => Verdict::Uncertain,
            },
            |(_, verdict, _)| *verdict,
        );
        if licence.verdict != wanted {
            failures.push(format!("{id}: {:?}, but listed as {listed}", licence.verdict));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Texts are recognised by their content under any name, whole and edited.
#[test]
fn licence_texts_are_recognised_and_edits_noticed() {
    let licences = licences();
    for entry in fs::read_dir(cases("licence-texts")).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let content = fs::read_to_string(&path).unwrap();
        if id.contains("policy") {
            let found = read(&Memory::new().with("USE_POLICY.md", content), &licences);
            assert!(
                found.findings.iter().any(|f| f.code == "licence-excludes-union" && f.places[0].line > Some(40)),
                "{id}"
            );
            continue;
        }
        let found = read(&Memory::new().with("COPYING", content.clone()), &licences);
        assert_eq!(text(&found, "openness.licence").as_deref(), Some(id.as_str()));
        assert!(found.findings.iter().all(|f| f.code != "licence-edited"), "{id}");
        let licence = licences.find(&id).unwrap();
        if licence.spdx.is_some() {
            let added = format!("{content}\n\nYou may not use it in your garden.\n");
            let found = read(&Memory::new().with("license.md", added), &licences);
            let finding = found.findings.iter().find(|f| f.code == "licence-edited").expect(&id);
            assert!(finding.places[0].line > u32::try_from(content.lines().count()).ok(), "{id}: {finding:?}");
            assert!(text(&found, "openness.licence").is_none());
        }
    }
}
