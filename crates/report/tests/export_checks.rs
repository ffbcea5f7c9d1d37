//! Exports of a small model: what stands in them, and that our own checks notice what the public validators do not.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_forms::template::Audience;
use gpai_report::exports::items::{Dataset, DatasetFile, Energy, Evaluation};
use gpai_report::exports::mapping::Strength;
use gpai_report::exports::{
    Evidence, FileEntry, Held, Input, KINDS, Left, Logs, Mapping, Place, Reader, Seen, checks, croissant, cyclonedx,
    oscal, rmf, spdx,
};
use gpai_rules::compile::Engine;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::law::{Language, Law};
use gpai_rules::number::{Interval, Number};
use gpai_rules::rows::Rows;
use jiff::civil::date;
use serde_json::{Value as Json, json};

fn law() -> Law {
    Law::book().unwrap()
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn facts() -> Facts {
    let mut facts = Facts::new();
    let card = |line| Source::new(Origin::Evidence, "README.md").at(line, 1);
    let answer = || Source::new(Origin::Answer, "gpai.toml").at(3, 1);
    let text = |t: &str| Value::Text(t.to_owned());
    facts.add("provider.name", text("Example Research"), answer());
    facts.add("model.name", text("Example-7B"), answer());
    facts.add("model.version", text("1.0.0"), answer());
    facts.add("market.first_available", Value::Date(date(2026, 12, 15)), answer());
    facts.add("openness.licence", text("apache-2.0"), Source::new(Origin::Evidence, "LICENSE").at(1, 1));
    facts.add("openness.weights_public", Value::Bool(true), answer());
    facts.add("model.inputs", Value::set(["text"]), card(4));
    facts.add("model.intended_use", text("Text in English."), card(30));
    facts.add("modification.base", text("org/base"), card(5));
    facts.add("compute.cumulative_flop", Value::Number(Interval::point(number("8.7e22"))), answer());
    facts
}

fn logs() -> Logs {
    let public = [Audience::Public];
    let place = Some(Place { file: "README.md".into(), line: Some(14), method: None });
    let evaluation = Evaluation {
        task: "gsm8k".into(),
        metric: Some("exact_match,strict-match".into()),
        value: "0.41".into(),
        stderr: Some(number("0.0494")),
        n: Some(100),
        of: Some(1319),
        shots: Some(5),
        dataset: Some("openai/gsm8k test".into()),
        tool: Some("lm_eval 0.4.13".into()),
        date: Some(date(2026, 11, 20)),
        caveats: vec!["eval-partial".into()],
        method: None,
    };
    let set = Dataset {
        name: "Example-Web".into(),
        url: Some("https://example.org/web".into()),
        version: Some("1.0.0".into()),
        licence: Some("CC-BY-4.0".into()),
        description: Some("Web pages.".into()),
        creator: Some("Example Research".into()),
        published: Some(date(2026, 6, 1)),
        built: Some(date(2026, 5, 1)),
        modalities: vec!["text".into()],
        role: Some("training".into()),
        bytes: Some(5_000),
        public: Some(true),
        files: vec![DatasetFile {
            url: "https://example.org/web/0.jsonl".into(),
            sha256: "7".repeat(64),
            format: "application/jsonlines".into(),
            bytes: Some(5_000),
        }],
        ..Dataset::default()
    };
    let energy =
        Energy { mwh: Interval::point(number("302.4")), measured: Some(true), covers: vec!["training".into()] };
    Logs {
        evaluations: vec![Held { readers: public.into(), place: place.clone(), item: evaluation }],
        energy: vec![Held { readers: [Audience::Aio, Audience::Nca].into(), place: None, item: energy }],
        datasets: vec![Held { readers: public.into(), place, item: set }],
    }
}

fn seen(law: &Law, path: &str, reader: Reader) -> Seen {
    let on = date(2026, 12, 1);
    let facts = facts();
    let assessment = Engine::new(law, on).unwrap().assess(&facts);
    let file = |path: &str, digit: &str| FileEntry { path: path.into(), size: 1, sha256: Some(digit.repeat(64)) };
    let files = [file("README.md", "1"), file("LICENSE", "2"), file("model.safetensors", "3"), file("gpai.toml", "4")];
    let input = Input {
        law,
        on,
        program: "0.1.0",
        model: "Example-7B",
        path,
        facts: &facts,
        assessment: &assessment,
        records: &[],
        files: &files,
        rows: &Rows::default(),
        logs: &logs(),
        published: &[],
    };
    Evidence::gather(&input).unwrap().seen_by(reader)
}

const HUB: &str = "hf://example/Example-7B@0123456789012345678901234567890123456789";

fn parse(written: &gpai_report::exports::Written) -> Json {
    serde_json::from_str(&written.files[0].1).unwrap()
}

/// What a check says of an export that was changed.
fn said(kind: &str, name: &str, value: &Json, pointer: &str, change: impl Fn(&mut Json)) -> Vec<String> {
    let mut changed = value.clone();
    change(changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not there")));
    checks::check(kind, &[(name.to_owned(), format!("{changed}\n"))])
}

#[test]
fn cyclonedx_says_what_is_known_and_from_where() {
    let law = law();
    let mappings = Mapping::book(&law).unwrap();
    let bom = parse(&cyclonedx::write(&seen(&law, HUB, Reader::Aio), &law, &mappings));
    let model = &bom["metadata"]["component"];
    assert_eq!(model["purl"], "pkg:huggingface/example/Example-7B@0123456789012345678901234567890123456789");
    assert_eq!(model["licenses"][0]["license"]["id"], "Apache-2.0");
    assert_eq!(model["pedigree"]["ancestors"][0]["name"], "org/base");
    let metric = &model["modelCard"]["quantitativeAnalysis"]["performanceMetrics"][0];
    assert_eq!(metric["value"], "0.41");
    assert_eq!(metric["confidenceInterval"], json!({ "lowerBound": "0.3112", "upperBound": "0.5088" }));
    assert_eq!(
        metric["slice"],
        "openai/gsm8k test, 5-shot, n=100 of 1319, lm_eval 0.4.13, 2026-11-20; caveat eval-partial"
    );
    let energy = &model["modelCard"]["considerations"]["environmentalConsiderations"]["energyConsumptions"][0];
    assert_eq!(energy["activityEnergyCost"].to_string(), r#"{"value":302400,"unit":"kWh"}"#);
    // Theirs where theirs says it, and then not ours as well.
    let text = bom.to_string();
    assert!(text.contains(r#"{"name":"nvidia:inference:compute_operations","value":"8.7e22"}"#));
    assert!(text.contains(r#"{"name":"nvidia:architecture:base_model","value":"org/base"}"#));
    assert!(!text.contains("gpai:fact:compute.cumulative_flop"));
    assert_eq!(bom["metadata"]["distributionConstraints"]["tlp"], "AMBER_AND_STRICT");
    // Neither amounts nor energy for the public.
    let public = parse(&cyclonedx::write(&seen(&law, HUB, Reader::Public), &law, &mappings)).to_string();
    assert!(!public.contains("8.7e22") && !public.contains("302400") && !public.contains("gpai.toml"));
}

#[test]
fn cyclonedx_checks_notice_what_validators_do_not() {
    let law = law();
    let mappings = Mapping::book(&law).unwrap();
    let written = cyclonedx::write(&seen(&law, HUB, Reader::Aio), &law, &mappings);
    assert_eq!(checks::check("cyclonedx", &written.files), Vec::<String>::new());
    let bom = parse(&written);
    let wrong = |pointer: &str, value: Json| said("cyclonedx", "a.json", &bom, pointer, |at| *at = value.clone());
    let energy = "/metadata/component/modelCard/considerations/environmentalConsiderations/energyConsumptions/0/activityEnergyCost/unit";
    for (pointer, value, says) in [
        ("/citations/0/pointers/0", json!("/metadata/nothing"), "where nothing stands"),
        ("/citations/0/attributedTo", json!("file:none"), "no bom-ref"),
        ("/components/0/bom-ref", json!("file:README.md"), "twice"),
        ("/components/0/hashes/0/content", json!("https://issue"), "no SHA-256"),
        ("/metadata/component/properties/0/name", json!("mine"), "no name space"),
        (energy, json!("MWh"), "no number of kWh"),
        ("/metadata/distributionConstraints/tlp", json!(null), "null"),
    ] {
        let found = wrong(pointer, value);
        assert!(found.iter().any(|f| f.contains(says)), "{pointer}: {found:?}");
    }
}

#[test]
fn an_spdx_profile_is_claimed_only_where_it_is_whole() {
    let law = law();
    let profiles = |path: &str| {
        let written = spdx::write(&seen(&law, path, Reader::Public), &law);
        assert_eq!(checks::check("spdx", &written.files), Vec::<String>::new());
        let document = parse(&written);
        let last = document["@graph"].as_array().unwrap().last().unwrap().clone();
        (last["profileConformance"].clone(), written.left)
    };
    assert_eq!(profiles(HUB).0, json!(["core", "software", "simpleLicensing", "ai", "dataset"]));
    let (claimed, left) = profiles(".");
    assert_eq!(claimed, json!(["core", "software", "simpleLicensing", "dataset"]));
    assert!(left.contains(&Left::new("profile-not-claimed", "ai: software_downloadLocation")), "{left:?}");
}

#[test]
fn spdx_checks_notice_what_validators_do_not() {
    let law = law();
    let document = parse(&spdx::write(&seen(&law, HUB, Reader::Public), &law));
    let graph = document["@graph"].as_array().unwrap();
    let at = |kind: &str| graph.iter().position(|e| e["type"] == kind).unwrap();
    let remove = |kind: &str, key: &str| {
        said("spdx", "a.json", &document, &format!("/@graph/{}", at(kind)), |e| {
            e.as_object_mut().unwrap().remove(key);
        })
    };
    for (kind, key) in [
        ("ai_AIPackage", "releaseTime"),
        ("ai_AIPackage", "suppliedBy"),
        ("ai_AIPackage", "software_packageVersion"),
        ("dataset_DatasetPackage", "builtTime"),
        ("dataset_DatasetPackage", "originatedBy"),
        ("dataset_DatasetPackage", "software_downloadLocation"),
        ("dataset_DatasetPackage", "dataset_datasetType"),
    ] {
        let found = remove(kind, key);
        assert!(found.iter().any(|f| f.contains(key)), "{kind} without {key}: {found:?}");
    }
    let concluded = graph.iter().position(|e| e["relationshipType"] == "hasConcludedLicense").unwrap();
    let found =
        said("spdx", "a.json", &document, &format!("/@graph/{concluded}/relationshipType"), |t| *t = json!("other"));
    assert!(found.iter().any(|f| f.contains("0 of hasConcludedLicense")), "{found:?}");
    let found = said("spdx", "a.json", &document, &format!("/@graph/{}/releaseTime", at("ai_AIPackage")), |t| {
        *t = json!("2026-12-15")
    });
    assert!(found.iter().any(|f| f.contains("is no time")), "{found:?}");
}

#[test]
fn oscal_has_findings_only_where_something_was_decided() {
    let law = law();
    let written = oscal::write(&seen(&law, ".", Reader::Own), &law);
    assert_eq!(checks::check("oscal", &written.files), Vec::<String>::new());
    let names: Vec<&str> = written.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["assessment-results.json", "catalog.json", "component-definition.json"]);
    let results: Json = parse(&written);
    let result = &results["assessment-results"]["results"][0];
    let catalog: Json = serde_json::from_str(&written.files[1].1).unwrap();
    let controls: usize =
        catalog["catalog"]["groups"].as_array().unwrap().iter().map(|g| g["controls"].as_array().unwrap().len()).sum();
    assert_eq!(controls, law.duties_on(date(2026, 12, 1)).count());
    assert_eq!(result["observations"].as_array().unwrap().len(), controls);
    for finding in result["findings"].as_array().into_iter().flatten() {
        assert!(["satisfied", "not-satisfied"].contains(&finding["target"]["status"]["state"].as_str().unwrap()));
    }
    // The same law and day, another model: the same catalog.
    let other = oscal::write(&seen(&law, HUB, Reader::Own), &law);
    assert_eq!(written.files[1], other.files[1]);
    let catalog = ("catalog.json", written.files[1].1.clone());
    let check = |pointer: &str, value: Json| {
        let mut changed = results.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let files =
            [("assessment-results.json".to_owned(), format!("{changed}\n")), (catalog.0.to_owned(), catalog.1.clone())];
        checks::check("oscal", &files)
    };
    let root = "/assessment-results";
    for (pointer, value, says) in [
        (format!("{root}/metadata/props/0"), json!({ "name": "law-edition", "value": "x" }), "no name space"),
        (format!("{root}/results/0/observations/0/methods"), json!([]), "is empty"),
        (format!("{root}/import-ap/href"), json!("#0"), "leads nowhere"),
        (format!("{root}/results/0/observations/0/subjects/0/subject-uuid"), json!("0"), "is not there"),
        (
            format!("{root}/results/0/reviewed-controls/control-selections/0/include-controls/0/control-id"),
            json!("aia-9"),
            "not in the catalog",
        ),
    ] {
        let found = check(&pointer, value);
        assert!(found.iter().any(|f| f.contains(says)), "{pointer}: {found:?}");
    }
}

#[test]
fn a_data_set_of_which_too_little_is_known_is_left_out_and_said() {
    let law = law();
    let written = croissant::write(&seen(&law, ".", Reader::Public), &law);
    assert_eq!(checks::check("croissant", &written.files), Vec::<String>::new());
    let set = parse(&written);
    assert_eq!(set["license"], "https://spdx.org/licenses/CC-BY-4.0");
    for key in ["name", "description", "url", "creator", "datePublished", "distribution"] {
        let found = said("croissant", "a.json", &set, "", |s| {
            s.as_object_mut().unwrap().remove(key);
        });
        assert!(found.iter().any(|f| f.contains(key)), "{key}: {found:?}");
    }
    let found =
        said("croissant", "a.json", &set, "/distribution/0/sha256", |d| *d = json!("https://github.com/issue/80"));
    assert!(found.iter().any(|f| f.contains("no SHA-256")), "{found:?}");
    let bare = Dataset { name: "x".into(), public: Some(true), ..Dataset::default() };
    assert_eq!(croissant::lacks(&bare), ["description", "url", "license", "creator", "datePublished", "distribution"]);
    assert!(croissant::write(&seen(&law, ".", Reader::Dp), &law).files.is_empty());
}

#[test]
fn the_tables_of_others_are_partial_and_name_nobody() {
    let law = law();
    let mappings = Mapping::book(&law).unwrap();
    let count: Vec<(&str, usize)> = mappings.iter().map(|m| (m.id.as_str(), m.entries.len())).collect();
    assert_eq!(
        count,
        [("nist-ai-rmf", 72), ("iso-42001", 38), ("g7-sbom-ai", 50), ("nvidia-cyclonedx", 63), ("eullm-card", 37)]
    );
    for mapping in &mappings {
        assert!(mapping.reviewed.is_empty(), "{}", mapping.id);
        assert!(
            mapping.entries.iter().any(|e| e.strength == Strength::None),
            "{} calls everything covered",
            mapping.id
        );
    }
    let frameworks = mappings.iter().filter(|m| rmf::USUAL.contains(&m.id.as_str()));
    for entry in frameworks.flat_map(|m| &m.entries) {
        assert!(entry.strength != Strength::Same && entry.says.is_some(), "{}", entry.id);
    }
    let seen = seen(&law, ".", Reader::Own);
    let tables: Vec<&Mapping> = mappings.iter().take(2).collect();
    let text = rmf::markdown(&seen, &tables, Language::English);
    assert!(text.contains("Reviewed by: nobody yet.") && text.contains("never that a point is fulfilled"));
    assert!(text.contains("| MAP-1.1 | Purpose, uses, laws and settings are understood. | supports | field/model-documentation/MDF-15: no answer found<br>"));
    assert!(text.contains("fact/model.intended_use: known"));
    let rows = rmf::csv(&seen, &tables, Language::Chinese).unwrap();
    assert_eq!(rows.lines().count(), 1 + 72 + 38);
    assert!(rows.starts_with("framework,edition,id,about,strength,relates,here,note,reviewed_by,reader,as_of\n"));
}

#[test]
fn the_same_evidence_gives_the_same_bytes() {
    let law = law();
    let mappings = Mapping::book(&law).unwrap();
    let once = |reader| {
        let seen = seen(&law, HUB, reader);
        (cyclonedx::write(&seen, &law, &mappings), spdx::write(&seen, &law), oscal::write(&seen, &law))
    };
    assert_eq!(once(Reader::Own), once(Reader::Own));
    assert_eq!(KINDS.len(), 6);
    assert!(Left::CODES.is_sorted());
}
