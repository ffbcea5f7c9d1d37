//! The training and data mining assertion of C2PA 1.x and of CAWG 1.1: inside a file, or in the report that a public tool
//! (`c2patool`) makes of it. It counts only in a manifest that validates; nothing here checks signatures, so that from the file
//! alone it is shown and not counted.

use serde_json::Value as Json;

use super::{Protocol, Wants};
use crate::input::Input;
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// C2PA and CAWG.
pub const PROTOCOL: Protocol = Protocol {
    id: "c2pa",
    reads: &[Wants::File(REPORT, "c2pa"), Wants::Metadata("C2PA"), Wants::Header("Link")],
    notes: &[
        "not_validated",
        "unverified",
        "untrusted",
        "constrained",
        "data_mining",
        "unknown_value",
        "not_readable",
        "remote_manifest",
    ],
    read,
};

const REPORT: &str = "C2PA report";

/// Whether the manifest validates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Validity {
    Valid,
    /// It validates, and who signed it is on no list of trust.
    Untrusted,
    Invalid,
    Unknown,
}

fn read(input: &Input<'_>) -> Vec<Signal> {
    let mut out = Vec::new();
    if let Some(file) = input.file(&[REPORT]).filter(|file| (200..300).contains(&file.status)) {
        let source = Source::File(REPORT.to_owned());
        match report(file.body) {
            Some((assertions, validity)) => {
                out.extend(assertions.iter().flat_map(|(label, data)| said(label, data, validity, &source)));
            }
            None => out.push(fault(source)),
        }
    }
    if let Some(asset) = input.asset {
        let source = || Source::Metadata("C2PA".to_owned());
        if asset.faults.contains(&"manifest_not_readable") {
            out.push(fault(source()));
        }
        // The report of a tool that validated the manifest says more than the manifest.
        if out.is_empty() {
            let assertions = asset.manifest.iter().flat_map(|manifest| &manifest.assertions);
            out.extend(assertions.flat_map(|(label, data)| said(label, data, Validity::Unknown, &source())));
        }
    }
    for (name, value) in input.header("Link") {
        for link in crate::link::links(value).iter().filter(|link| link.has_rel("c2pa-manifest")) {
            let place = Place::new(Source::Header(name.to_owned()), None, link.text.as_bytes());
            out.push(signal(Purpose::Train, Value::Silent, None, Confidence::Low, place, vec!["remote_manifest"]));
        }
    }
    out
}

fn signal(
    purpose: Purpose,
    value: Value,
    otherwise: Option<Value>,
    confidence: Confidence,
    place: Place,
    notes: Vec<&'static str>,
) -> Signal {
    Signal {
        protocol: PROTOCOL.id,
        version: "C2PA 1.x; CAWG 1.1, 6 May 2025",
        purpose,
        value,
        confidence,
        place: Some(place),
        operator: None,
        otherwise,
        notes,
    }
}

fn fault(source: Source) -> Signal {
    let place = Place::new(source, None, b"");
    signal(Purpose::Train, Value::Unreadable, None, Confidence::Low, place, vec!["not_readable"])
}

/// What one assertion says.
fn said(label: &str, data: &Json, validity: Validity, source: &Source) -> Vec<Signal> {
    // `c2pa.training-mining`, `cawg.training-mining.v2`, `cawg.training-mining__1`.
    let plain = label.split("__").next().unwrap_or(label);
    let named = |base: &str| {
        plain.strip_prefix(base).is_some_and(|rest| {
            rest.is_empty() || rest.strip_prefix(".v").is_some_and(|v| v.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    if !named("c2pa.training-mining") && !named("cawg.training-mining") {
        return Vec::new();
    }
    let Some(Json::Object(entries)) = data.get("entries") else { return vec![fault(source.clone())] };
    let mut out: Vec<Signal> = Vec::new();
    for (key, entry) in entries {
        let Some(name) = key.strip_prefix("c2pa.").or_else(|| key.strip_prefix("cawg.")) else { continue };
        let (purposes, no): (&[Purpose], _) = match name {
            "ai_generative_training" => (&[Purpose::Train], Confidence::High),
            "ai_training" => (&[Purpose::Tdm], Confidence::High),
            "data_mining" => (&[Purpose::Tdm, Purpose::Train], Confidence::High),
            "ai_inference" => (&[Purpose::Input], Confidence::High),
            _ => continue,
        };
        let usage = entry.get("use").and_then(Json::as_str).unwrap_or_default();
        let mut notes = Vec::new();
        let value = match usage {
            "notAllowed" => Value::Reserved,
            // Without more it is as much as not allowed; terms are named by some text.
            "constrained" => {
                notes.push("constrained");
                let info = ["constraint_info", "constraints_info"].iter().find_map(|k| entry.get(*k)?.as_str());
                if info.is_some_and(|text| !text.trim().is_empty()) { Value::Conditional } else { Value::Reserved }
            }
            "allowed" => Value::Granted,
            _ => {
                notes.push("unknown_value");
                Value::Silent
            }
        };
        for purpose in purposes {
            let mut notes = notes.clone();
            // To allow mining allows no training; to refuse it probably refuses training.
            let implied = name == "data_mining" && *purpose == Purpose::Train;
            if implied && !matches!(value, Value::Reserved | Value::Conditional) {
                continue;
            }
            if implied {
                notes.push("data_mining");
            }
            let confidence = if implied { Confidence::Low } else { no };
            let (value, otherwise, confidence) = match validity {
                Validity::Valid => (value, None, confidence),
                Validity::Untrusted => {
                    notes.push("untrusted");
                    (value, None, confidence.lower())
                }
                Validity::Invalid => {
                    notes.push("unverified");
                    (Value::Silent, Some(value), Confidence::Low)
                }
                Validity::Unknown => {
                    notes.push("not_validated");
                    (Value::Silent, Some(value), Confidence::Low)
                }
            };
            let text = format!("{label}: {key} {usage}");
            let place = Place::new(source.clone(), None, text.as_bytes());
            out.push(signal(*purpose, value, otherwise, confidence, place, notes));
        }
    }
    // What is said of training by name stands before what is implied by mining.
    let named = |s: &Signal| s.purpose == Purpose::Train && !s.notes.contains(&"data_mining");
    if out.iter().any(named) {
        out.retain(|s| s.purpose != Purpose::Train || named(s));
    }
    out
}

/// The assertions of a report with whether they count: what `c2patool` prints, the definition of a manifest, or the data of
/// one assertion alone.
fn report(body: &[u8]) -> Option<(Vec<(String, Json)>, Validity)> {
    let json: Json = serde_json::from_slice(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)).ok()?;
    let assertions = |manifest: &Json| -> Option<Vec<(String, Json)>> {
        let list = manifest.get("assertions")?.as_array()?;
        let pair = |a: &Json| Some((a.get("label")?.as_str()?.to_owned(), a.get("data").cloned().unwrap_or_default()));
        Some(list.iter().filter_map(pair).collect())
    };
    if let Some(manifests) = json.get("manifests") {
        let active = json.get("active_manifest")?.as_str()?;
        return Some((assertions(manifests.get(active)?)?, validity(&json)));
    }
    if json.get("entries").is_some() {
        return Some((vec![("c2pa.training-mining".to_owned(), json)], Validity::Unknown));
    }
    Some((assertions(&json)?, Validity::Unknown))
}

/// What the report says of the validation. Older versions of the tool name nothing where everything holds.
fn validity(report: &Json) -> Validity {
    let codes: Vec<&str> = (report.get("validation_status").and_then(Json::as_array).into_iter().flatten())
        .filter_map(|status| status.get("code")?.as_str())
        .collect();
    let untrusted = codes.contains(&"signingCredential.untrusted");
    match report.get("validation_state").and_then(Json::as_str) {
        Some("Trusted") => Validity::Valid,
        Some("Valid") => Validity::Untrusted,
        Some(_) => Validity::Invalid,
        None if codes.is_empty() => Validity::Valid,
        None if untrusted && codes.len() == 1 => Validity::Untrusted,
        None => Validity::Invalid,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use serde_json::json;

    use super::*;
    use crate::input::File;
    use crate::judge;

    fn ask(report: &Json, purpose: Purpose) -> (Value, Confidence, Option<Value>) {
        let body = report.to_string();
        let files = [File { place: REPORT, status: 200, body: body.as_bytes() }];
        let found = read(&Input { path: "/a.jpg", files: &files, ..Input::default() });
        let judged = judge(&found, purpose);
        (judged.value, judged.confidence, judged.stricter.and_then(|s| s.otherwise))
    }

    fn tool(entries: &Json, state: &Json) -> Json {
        let mut report = json!({
            "active_manifest": "urn:b",
            "manifests": {
                "urn:a": {"assertions": [{"label": "cawg.training-mining", "data": {"entries": {"cawg.ai_generative_training": {"use": "allowed"}}}}]},
                "urn:b": {"assertions": [{"label": "c2pa.actions", "data": {}}, {"label": "cawg.training-mining", "data": {"entries": entries}}]},
            },
        });
        for (key, value) in state.as_object().unwrap() {
            report[key] = value.clone();
        }
        report
    }

    #[test]
    fn the_vectors_hold() {
        let all = json!({
            "cawg.ai_inference": {"use": "notAllowed"}, "cawg.ai_generative_training": {"use": "notAllowed"},
            "cawg.ai_training": {"use": "notAllowed"}, "cawg.data_mining": {"use": "notAllowed"},
        });
        let valid = tool(&all, &json!({"validation_state": "Trusted"}));
        for purpose in [Purpose::Train, Purpose::Tdm, Purpose::Input] {
            assert_eq!(ask(&valid, purpose), (Value::Reserved, Confidence::High, None));
        }
        assert_eq!(ask(&valid, Purpose::Search).0, Value::Silent);
        let one = json!({"c2pa.ai_generative_training": {"use": "constrained"}});
        let valid = tool(&one, &json!({}));
        assert_eq!((ask(&valid, Purpose::Train).0, ask(&valid, Purpose::Tdm).0), (Value::Reserved, Value::Silent));
        let terms = json!({"c2pa.ai_generative_training": {"use": "constrained", "constraints_info": "ask us"}});
        assert_eq!(ask(&tool(&terms, &json!({})), Purpose::Train).0, Value::Conditional);
        let allowed =
            json!({"cawg.ai_generative_training": {"use": "allowed"}, "cawg.data_mining": {"use": "notAllowed"}});
        assert_eq!(ask(&tool(&allowed, &json!({})), Purpose::Train).0, Value::Granted);
        let mining = json!({"cawg.data_mining": {"use": "notAllowed"}});
        assert_eq!(ask(&tool(&mining, &json!({})), Purpose::Train), (Value::Reserved, Confidence::Low, None));
        // A manifest that does not validate, and one that nobody validated, are shown and do not count.
        let broken = json!({"validation_status": [{"code": "assertion.dataHash.mismatch"}]});
        assert_eq!(ask(&tool(&all, &broken), Purpose::Train), (Value::Silent, Confidence::Low, Some(Value::Reserved)));
        assert_eq!(ask(&tool(&all, &json!({"validation_state": "Invalid"})), Purpose::Train).0, Value::Silent);
        let untrusted = json!({"validation_status": [{"code": "signingCredential.untrusted"}]});
        assert_eq!(ask(&tool(&all, &untrusted), Purpose::Train).1, Confidence::Medium);
        let definition = json!({"assertions": [{"label": "cawg.training-mining.v2", "data": {"entries": all}}]});
        assert_eq!(ask(&definition, Purpose::Train).2, Some(Value::Reserved));
        assert_eq!(ask(&json!([]), Purpose::Train).0, Value::Unreadable);
        let odd = json!({"cawg.ai_generative_training": {"use": "perhaps"}, "my.key": {"use": "notAllowed"}});
        assert_eq!(ask(&tool(&odd, &json!({})), Purpose::Train).0, Value::Silent);
    }
}
