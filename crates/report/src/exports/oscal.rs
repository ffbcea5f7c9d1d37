//! OSCAL 1.2.1: the duties of the law book as a catalog, what is done for them as a component definition, what the assessment found
//! as assessment results. Ids, states, days and names of documents; no amounts.
//!
//! OSCAL knows two states of a finding. What is open, unknown, exempt or not owed is an observation and no finding.

use std::collections::BTreeMap;

use gpai_rules::assess::{DutyState, DutyStatus};
use gpai_rules::law::{Duty, Law};
use serde_json::{Value as Json, json};

use super::items::DutyHeld;
use super::seen::{Ids, Seen, hex, uuid};
use super::text;
use super::written::{Left, Written, object, pretty};

/// Names of our own stand in our own name space.
const NS: &str = "https://github.com/gpai-tools/gpai/ns/oscal";
const VERSION: &str = "1.2.1";
/// The Act.
const ACT: &str = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj";

/// Writes catalog, component definition and results.
pub fn write(seen: &Seen, law: &Law) -> Written {
    let ids = seen.ids("oscal");
    // A duty that is not in force on the day is no control of the catalog, and nothing can be said of it.
    let in_force = |held: &&DutyHeld| law.duties_on(seen.on).any(|d| d.id == held.id);
    let duties: Vec<DutyHeld> = seen.duties.iter().filter(in_force).cloned().collect();
    let files = vec![
        ("assessment-results.json".to_owned(), pretty(&results(seen, &duties, &ids))),
        ("catalog.json".to_owned(), catalog(seen, law)),
        ("component-definition.json".to_owned(), pretty(&component(seen, &duties, &ids))),
    ];
    let mut left = Vec::new();
    if seen.provider().is_none() {
        left.push(Left::new("no-provider", "metadata.parties"));
    }
    Written { files, left }
}

fn prop(name: &str, value: &str) -> Json {
    json!({ "name": name, "ns": NS, "value": value })
}

fn control(id: &str) -> String {
    format!("aia-{id}")
}

/// What the same duty is called in the public catalog of olon-standards/eu-ai-act-oscal (0.1.1, ac24c9ae): control, and statement
/// where it has one. It has Articles 53(1)(a) to (d), 54, 55(1)(a) to (d); of the rest nothing is claimed.
fn olon(id: &str) -> Option<(String, Option<String>)> {
    let mut parts = id.split('-');
    match (parts.next()?, parts.next(), parts.next(), parts.next()) {
        ("54", None, None, None) => Some(("aia-54".to_owned(), None)),
        (article @ ("53" | "55"), Some("1"), Some(point @ ("a" | "b" | "c" | "d")), None) => {
            Some((format!("aia-{article}"), Some(format!("aia-{article}_smt.{point}"))))
        }
        _ => None,
    }
}

/// The duties in force on the day, by article. The same law and day give the same catalog, whatever the model.
fn catalog(seen: &Seen, law: &Law) -> String {
    let mut articles: BTreeMap<u32, Vec<&Duty>> = BTreeMap::new();
    for duty in law.duties_on(seen.on) {
        let article = duty.id.split('-').next().and_then(|n| n.parse().ok()).unwrap_or_default();
        articles.entry(article).or_default().push(duty);
    }
    let groups: Vec<Json> = articles
        .iter()
        .map(|(article, duties)| {
            let mut duties = duties.clone();
            duties.sort_by(|a, b| a.id.cmp(&b.id));
            json!({
                "id": format!("aia-art-{article}"),
                "class": "article",
                "title": format!("Article {article}"),
                "controls": duties.iter().map(|d| duty(d)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let metadata = object([
        (
            "title",
            Some(json!("Duties of providers of general-purpose AI models (Regulation (EU) 2024/1689, Chapter V)")),
        ),
        ("last-modified", Some(json!(seen.time()))),
        ("version", Some(json!(format!("{}+{}", seen.law.1, seen.on)))),
        ("oscal-version", Some(json!(VERSION))),
        ("props", Some(json!([prop("law-edition", &seen.law.1)]))),
        ("links", Some(json!([{ "href": ACT, "rel": "reference" }]))),
        (
            "remarks",
            Some(json!(
                "Duties in the words of the gpai law book, which paraphrases the Act; the text in the Official Journal alone is authentic. Not legal advice."
            )),
        ),
    ]);
    let body = json!({ "metadata": metadata, "groups": groups });
    let digest = hex(&<sha2::Sha256 as sha2::Digest>::digest(body.to_string().as_bytes()));
    let whole = object([
        ("uuid", Some(json!(uuid(&format!("catalog\n{digest}"))))),
        ("metadata", body.get("metadata").cloned()),
        ("groups", body.get("groups").cloned()),
    ]);
    pretty(&json!({ "catalog": whole }))
}

fn duty(duty: &Duty) -> Json {
    let id = control(&duty.id);
    let mut props: Vec<Json> = vec![prop("from", &duty.from.to_string())];
    props.extend(duty.until.map(|day| prop("until", &day.to_string())));
    props.extend(duty.cites.iter().map(|cite| prop("cites", cite)));
    if let Some((control, statement)) = olon(&duty.id) {
        props.push(prop("olon-control", &control));
        props.extend(statement.map(|statement| prop("olon-statement", &statement)));
    }
    json!({
        "id": id,
        "class": "duty",
        "title": text::line(&duty.title.en),
        "props": props,
        "parts": [
            { "id": format!("{id}_smt"), "name": "statement", "prose": text::prose(&duty.text.en) },
            { "id": format!("{id}_gdn"), "name": "guidance", "prose": text::prose(&duty.todo.en) },
        ],
    })
}

fn metadata(seen: &Seen, ids: &Ids, title: &str) -> Json {
    let provider = seen.provider();
    let party = ids.of("party");
    let parties = provider.as_ref().map(|name| json!([{ "uuid": party, "type": "organization", "name": name }]));
    let responsible = provider.as_ref().map(|_| json!([{ "role-id": "provider", "party-uuids": [party] }]));
    object([
        ("title", Some(json!(title))),
        ("last-modified", Some(json!(seen.time()))),
        ("version", Some(json!(seen.on.to_string()))),
        ("oscal-version", Some(json!(VERSION))),
        ("props", Some(json!([prop("law-edition", &seen.law.1), prop("reader", seen.reader.word())]))),
        ("roles", Some(json!([{ "id": "provider", "title": "Provider of the general-purpose AI model" }]))),
        ("parties", parties),
        ("responsible-parties", responsible),
    ])
}

/// What is said of a duty: its props, the same in both documents.
fn props(duty: &DutyHeld) -> Vec<Json> {
    let mut out = vec![prop("status", duty.status.word()), prop("state", duty.state.word())];
    out.extend(duty.due.map(|day| prop("due", &day.to_string())));
    out.extend(duty.findings.iter().map(|code| prop("finding", code)));
    out
}

/// The document of a duty, where it is named.
fn document(duty: &DutyHeld) -> Option<String> {
    duty.document.as_deref().map(text::line).filter(|d| !d.is_empty())
}

fn href(document: &str) -> String {
    text::address(document).map_or_else(|| text::percent(document), str::to_owned)
}

fn component(seen: &Seen, duties: &[DutyHeld], ids: &Ids) -> Json {
    let implemented: Vec<Json> = duties
        .iter()
        .map(|duty| {
            let links = document(duty)
                .map(|d| json!([{ "href": format!("#{}", ids.of(&format!("resource {d}"))), "rel": "evidence" }]));
            let due = duty.due.map(|day| format!("; due {day}")).unwrap_or_default();
            object([
                ("uuid", Some(json!(ids.of(&format!("requirement {}", duty.id))))),
                ("control-id", Some(json!(control(&duty.id)))),
                ("description", Some(json!(format!("{}; state: {}{due}", duty.status.word(), duty.state.word())))),
                ("props", Some(Json::Array(props(duty)))),
                ("links", links),
            ])
        })
        .collect();
    let implementations = (!implemented.is_empty()).then(|| {
        json!([{
            "uuid": ids.of("implementation"),
            "source": "catalog.json",
            "description": "Duties of Chapter V of Regulation (EU) 2024/1689.",
            "implemented-requirements": implemented,
        }])
    });
    let component = object([
        ("uuid", Some(json!(ids.of("component")))),
        ("type", Some(json!("software"))),
        ("title", Some(json!(seen.model))),
        ("description", Some(json!("General-purpose AI model."))),
        ("props", seen.version().map(|v| json!([{ "name": "version", "value": v }]))),
        ("control-implementations", implementations),
    ]);
    let mut documents: Vec<String> = duties.iter().filter_map(document).collect();
    documents.sort();
    documents.dedup();
    let resources: Vec<Json> = documents
        .iter()
        .map(|d| json!({ "uuid": ids.of(&format!("resource {d}")), "title": d, "rlinks": [{ "href": href(d) }] }))
        .collect();
    let title = format!("{}: what is done for the duties", seen.model);
    let whole = object([
        ("uuid", Some(json!(ids.of("component-definition")))),
        ("metadata", Some(metadata(seen, ids, &title))),
        ("components", Some(json!([component]))),
        ("back-matter", (!resources.is_empty()).then(|| json!({ "resources": resources }))),
    ]);
    json!({ "component-definition": whole })
}

fn results(seen: &Seen, duties: &[DutyHeld], ids: &Ids) -> Json {
    let component = ids.of("component");
    let mut observations = Vec::new();
    let mut findings = Vec::new();
    for duty in duties {
        let observation = ids.of(&format!("observation {}", duty.id));
        let evidence = document(duty)
            .map(|d| json!([{ "href": href(&d), "description": "The document that stands for this duty." }]));
        observations.push(object([
            ("uuid", Some(json!(observation))),
            ("title", Some(json!(format!("{}: {}", duty.id, duty.state.word())))),
            (
                "description",
                Some(json!(format!(
                    "Status {}, state {}, by the rules of edition {}.",
                    duty.status.word(),
                    duty.state.word(),
                    seen.law.1
                ))),
            ),
            ("props", Some(Json::Array(props(duty)))),
            ("methods", Some(json!(["EXAMINE"]))),
            ("types", Some(json!(["control-objective"]))),
            ("subjects", Some(json!([{ "subject-uuid": component, "type": "component" }]))),
            ("relevant-evidence", evidence),
            ("collected", Some(json!(seen.time()))),
        ]));
        let state = match (duty.status, duty.state) {
            (DutyStatus::Applies, DutyState::Met) => "satisfied",
            (DutyStatus::Applies, DutyState::Gap) => "not-satisfied",
            _ => continue,
        };
        findings.push(json!({
            "uuid": ids.of(&format!("finding {}", duty.id)),
            "title": text::line(&duty.title),
            "description": format!("{}; cites {}.", duty.state.word(), duty.cites.join(", ")),
            "target": { "type": "statement-id", "target-id": format!("{}_smt", control(&duty.id)), "status": { "state": state } },
            "related-observations": [{ "observation-uuid": observation }],
        }));
    }
    let controls: Vec<Json> = duties.iter().map(|d| json!({ "control-id": control(&d.id) })).collect();
    let selection =
        if controls.is_empty() { json!({ "include-all": {} }) } else { json!({ "include-controls": controls }) };
    let described = json!({
        "uuid": component,
        "type": "software",
        "title": seen.model,
        "description": "General-purpose AI model.",
        "status": { "state": "operational" },
    });
    let result = object([
        ("uuid", Some(json!(ids.of("result")))),
        ("title", Some(json!(format!("Assessment on {}", seen.on)))),
        ("description", Some(json!("Made by a program from the files and answers of the provider; not legal advice."))),
        ("start", Some(json!(seen.time()))),
        ("end", Some(json!(seen.time()))),
        ("local-definitions", Some(json!({ "components": [described] }))),
        ("reviewed-controls", Some(json!({ "control-selections": [selection] }))),
        ("observations", (!observations.is_empty()).then_some(Json::Array(observations))),
        ("findings", (!findings.is_empty()).then_some(Json::Array(findings))),
    ]);
    let plan = ids.of("plan");
    let resource = json!({
        "uuid": plan,
        "title": "No assessment plan",
        "description": "The assessment follows the rules of the law book, which is the catalog beside this file.",
        "rlinks": [{ "href": "catalog.json" }],
    });
    let title = format!("{}: assessment", seen.model);
    json!({ "assessment-results": {
        "uuid": ids.of("assessment-results"),
        "metadata": metadata(seen, ids, &title),
        "import-ap": { "href": format!("#{plan}") },
        "results": [result],
        "back-matter": { "resources": [resource] },
    } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_public_catalog_has_is_named_by_its_ids() {
        let ids =
            |id: &str| olon(id).map(|(control, statement)| format!("{control} {}", statement.unwrap_or_default()));
        assert_eq!(ids("53-1-d").as_deref(), Some("aia-53 aia-53_smt.d"));
        assert_eq!(ids("55-1-a").as_deref(), Some("aia-55 aia-55_smt.a"));
        assert_eq!(ids("54").as_deref(), Some("aia-54 "));
        assert_eq!((ids("52-1"), ids("53-3"), ids("53-1-e"), ids("")), (None, None, None, None));
    }
}
