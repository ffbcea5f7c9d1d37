//! SARIF 2.1.0, for code-scanning views, as GitHub takes it: every result has a place, every place counts from the root of the
//! repository, every rule says what it is, where to read on and how grave it is, and every result has a fingerprint that stays
//! the same while lines move. Here the document itself, and what an assessment puts into it: findings and unmet duties.

use std::collections::BTreeMap;

use gpai_forms::escape::{json as clean, visible};
use gpai_rules::assess::{DutyState, DutyStatus};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::law::Language;
use gpai_rules::message::{help, message};
use serde_json::{Map, Value as Json, json};

use crate::address;
use crate::explain::About;
use crate::view::View;

/// The longest description of a rule that code scanning takes, in characters.
const DESCRIPTION: usize = 1024;
/// Places of one result that are shown.
const PLACES: usize = 100;
/// Results of one run that code scanning takes.
const RESULTS: usize = 25_000;
/// Where the program is to be had.
const HOME: &str = "https://github.com/gpai-tools/gpai";

/// The assessment as one SARIF document.
pub fn write(view: &View<'_>) -> String {
    write_all(std::slice::from_ref(view))
}

/// Several assessments as one document with one run: code scanning takes one run of a tool.
pub fn write_all(views: &[View<'_>]) -> String {
    let mut log = Log::default();
    for view in views {
        for finding in &view.assessment.findings {
            told(view, finding, &mut log);
        }
        for duty in &view.assessment.duties {
            if duty.status == DutyStatus::Applies && duty.state == DutyState::Gap {
                unmet(view, &duty.id, duty.due.map(|d| d.to_string()), &mut log);
            }
        }
    }
    let Some(first) = views.first() else { return String::new() };
    let place = if views.len() == 1 { first.root } else { "" };
    let category = if place.is_empty() { "gpai/check/".to_owned() } else { format!("gpai/check/{place}/") };
    let properties =
        json!({ "as_of": first.assessment.as_of.to_string(), "law": first.law.id, "edition": first.law.edition });
    log.document(first.version, &category, properties)
}

/// One finding of a folder. What concerns the model as a whole is shown at the first line of its card.
fn told(view: &View<'_>, f: &Finding, log: &mut Log) {
    let lang = view.language;
    let def = view.law.findings.get(&f.code);
    let says = def.map_or(f.code.as_str(), |d| d.message.get(lang));
    let advice = def.map_or("", |d| d.help.get(lang));
    let page = def.map(|_| address::page(About::Finding.word(), &f.code, lang));
    log.rule(&f.code, f.severity, &Texts { short: says, full: says, help: advice, cites: &f.cites, page }, lang);
    let text = sentences(&message(view.law, f, lang), &help(view.law, f, lang), lang);
    let mut places: Vec<Json> = f
        .places
        .iter()
        .filter(|p| !p.file.starts_with("--") && !p.file.is_empty())
        .map(|p| Json::Object(location(&below(view.root, &p.file), p.line, p.column)))
        .collect();
    if places.is_empty() {
        places.push(Json::Object(location(&below(view.root, view.home), None, None)));
    }
    let subject: Vec<&str> = f
        .details
        .iter()
        .filter(|(mark, _)| matches!(mark.as_str(), "fact" | "facts" | "doubt" | "axiom" | "key" | "name" | "kind"))
        .map(|(_, value)| value.as_str())
        .collect();
    let properties = json!({ "cites": f.cites });
    log.result(&f.code, f.severity, &text, places, &subject.join(","), properties);
}

/// A duty that applies and is not met.
fn unmet(view: &View<'_>, duty: &str, due: Option<String>, log: &mut Log) {
    let lang = view.language;
    let id = format!("duty-{duty}");
    let Some(def) = view.law.duty(duty) else { return };
    let texts = Texts {
        short: def.title.get(lang),
        full: def.text.get(lang),
        help: def.todo.get(lang),
        cites: &def.cites,
        page: Some(address::page(About::Duty.word(), duty, lang)),
    };
    log.rule(&id, Severity::Error, &texts, lang);
    let due = due.unwrap_or_default();
    let text = format!("{} ({duty}): {} {due}", def.title.get(lang), DutyState::Gap.word());
    let place = location(&below(view.root, view.home), None, None);
    log.result(&id, Severity::Error, text.trim_end(), vec![Json::Object(place)], "", json!({ "cites": def.cites }));
}

/// A path of the folder as it stands in the repository.
fn below(root: &str, file: &str) -> String {
    if root.is_empty() { file.to_owned() } else { format!("{root}/{file}") }
}

/// Two texts as sentences, one after the other, each ended once.
pub(crate) fn sentences(first: &str, second: &str, language: Language) -> String {
    let (stop, gap) = match language {
        Language::English => (".", " "),
        Language::Chinese => ("。", ""),
    };
    let first = visible(first.trim());
    let ended = first.ends_with(['.', '!', '?', '。', '！', '？', '…', '”']);
    let first = if ended || first.is_empty() { first } else { format!("{first}{stop}") };
    let second = visible(second.trim());
    if second.is_empty() { first } else { format!("{first}{gap}{second}") }
}

/// A text with `{marks}` as it reads without their values: `(…)` where brackets held nothing else goes, the rest becomes `…`.
fn unfilled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('{') {
        let Some((mark, after)) = tail.split_once('}') else { break };
        if mark.is_empty() || !mark.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            out.push_str(before);
            out.push('{');
            rest = tail;
            continue;
        }
        let bracketed = [(" (", ")"), ("（", "）")]
            .into_iter()
            .find_map(|(open, close)| Some((before.strip_suffix(open)?, after.strip_prefix(close)?)));
        let (before, after, put) = match bracketed {
            Some((before, after)) => (before, after, ""),
            None => (before, after, "…"),
        };
        out.push_str(before);
        out.push_str(put);
        rest = after;
    }
    out.push_str(rest);
    out.trim_end_matches([':', '：', ' ']).to_owned()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= DESCRIPTION {
        return text.to_owned();
    }
    text.chars().take(DESCRIPTION - 1).chain(['…']).collect()
}

/// What is said of a rule.
pub(crate) struct Texts<'t> {
    /// Its title.
    pub short: &'t str,
    /// What it reports.
    pub full: &'t str,
    /// What to do.
    pub help: &'t str,
    /// The provisions.
    pub cites: &'t [String],
    /// The page that explains it, where there is one.
    pub page: Option<String>,
}

/// A SARIF document as it is put together.
#[derive(Default)]
pub(crate) struct Log {
    rules: BTreeMap<String, (Severity, Map<String, Json>)>,
    results: Vec<(String, Map<String, Json>)>,
    seen: BTreeMap<u64, u32>,
}

impl Log {
    /// Says what a code stands for. Its level is the gravest of its results.
    pub fn rule(&mut self, id: &str, severity: Severity, texts: &Texts<'_>, language: Language) {
        let (_, o) = match self.rules.entry(id.to_owned()) {
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                if severity >= known.0 {
                    return;
                }
                known.0 = severity;
                entry.into_mut()
            }
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert((severity, Map::new())),
        };
        let (short, full) = (unfilled(texts.short), unfilled(texts.full));
        let advice = unfilled(texts.help);
        let advice = if advice.is_empty() { full.clone() } else { advice };
        let uri = address::first(texts.cites);
        o.insert("id".into(), json!(id));
        o.insert("name".into(), json!(id));
        o.insert("shortDescription".into(), json!({ "text": shortened(&short) }));
        o.insert("fullDescription".into(), json!({ "text": shortened(&sentences(&full, "", language)) }));
        let source =
            if texts.cites.is_empty() { String::new() } else { format!("\n\n[{}]({uri})", texts.cites.join(", ")) };
        let markdown = format!("{advice}{source}");
        o.insert("help".into(), json!({ "text": advice, "markdown": markdown }));
        o.insert("helpUri".into(), json!(texts.page.as_ref().unwrap_or(&uri)));
        o.insert("defaultConfiguration".into(), json!({ "level": level(severity) }));
        let problem = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "recommendation",
        };
        let properties = json!({ "tags": ["eu-ai-act", "gpai"], "problem.severity": problem, "cites": texts.cites });
        o.insert("properties".into(), properties);
    }

    /// Adds a result. Its fingerprint is made of the rule, the file, and what it speaks of; not of lines or amounts.
    pub fn result(
        &mut self,
        rule: &str,
        severity: Severity,
        text: &str,
        mut places: Vec<Json>,
        subject: &str,
        properties: Json,
    ) {
        places.truncate(PLACES);
        let file =
            places.first().and_then(|p| p.pointer("/physicalLocation/artifactLocation/uri")).and_then(Json::as_str);
        let print = fingerprint(&[rule, file.unwrap_or_default(), subject]);
        let number = self.seen.entry(print).or_default();
        *number += 1;
        let mut o = Map::new();
        o.insert("ruleId".into(), json!(rule));
        o.insert("level".into(), json!(level(severity)));
        o.insert("message".into(), json!({ "text": text }));
        o.insert("locations".into(), Json::Array(places));
        let print = format!("{print:016x}:{number}");
        o.insert("partialFingerprints".into(), json!({ "primaryLocationLineHash": print, "gpai/v1": print }));
        o.insert("properties".into(), properties);
        self.results.push((rule.to_owned(), o));
    }

    /// The whole document.
    pub fn document(self, version: &str, category: &str, properties: Json) -> String {
        let at: BTreeMap<&str, usize> = self.rules.keys().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
        let results = self.results.iter().take(RESULTS).map(|(rule, o)| {
            let mut result = Map::new();
            for (key, value) in o {
                result.insert(key.clone(), value.clone());
                if key == "ruleId" {
                    result.insert("ruleIndex".into(), json!(at.get(rule.as_str()).copied().unwrap_or_default()));
                }
            }
            Json::Object(result)
        });
        let results: Vec<Json> = results.collect();
        let rules: Vec<Json> = self.rules.values().map(|(_, o)| Json::Object(o.clone())).collect();
        let driver = json!({
            "name": "gpai", "version": version, "semanticVersion": version, "informationUri": HOME, "rules": rules,
        });
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver },
                "automationDetails": { "id": category },
                "columnKind": "unicodeCodePoints",
                "properties": properties,
                "results": results,
            }],
        });
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        clean(&text)
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// FNV-1a, 64 bits: the same for the same parts, on every machine and in every version.
fn fingerprint(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A place in a file; a file as a whole is shown at its first line.
pub(crate) fn location(file: &str, line: Option<u32>, column: Option<u32>) -> Map<String, Json> {
    let mut region = Map::new();
    region.insert("startLine".into(), json!(line.unwrap_or(1).max(1)));
    if let Some(column) = column.filter(|_| line.is_some()) {
        region.insert("startColumn".into(), json!(column.max(1)));
    }
    let mut o = Map::new();
    o.insert("physicalLocation".into(), json!({ "artifactLocation": { "uri": uri(file) }, "region": region }));
    o
}

/// A relative path as a URI reference: everything but unreserved characters and `/` is percent-encoded.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./").or_else(|| path.strip_prefix('/')) {
        path = rest;
    }
    let mut out = String::with_capacity(path.len());
    for b in path.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_without_values_read_as_sentences() {
        assert_eq!(unfilled("the law is unclear here ({doubt})"), "the law is unclear here");
        assert_eq!(unfilled("{fact} = {value} FLOP: {x}"), "… = … FLOP: …");
        assert_eq!(unfilled("法律在此不明确（{doubt}）"), "法律在此不明确");
        assert_eq!(unfilled("{fact} = { value = …, by = \"…\" }"), "… = { value = …, by = \"…\" }");
        assert_eq!(unfilled("an open brace {"), "an open brace {");
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentences("bad terms.", "Mend them.", Language::English), "bad terms. Mend them.");
        assert_eq!(sentences("bad terms", "Mend them.", Language::English), "bad terms. Mend them.");
        assert_eq!(sentences("条款不当", "请更正。", Language::Chinese), "条款不当。请更正。");
    }

    #[test]
    fn fingerprints_tell_apart() {
        assert_ne!(fingerprint(&["a", "b"]), fingerprint(&["ab", ""]));
        assert_eq!(
            fingerprint(&["summary-missing", "README.md", ""]),
            fingerprint(&["summary-missing", "README.md", ""])
        );
    }

    #[test]
    fn addresses_are_relative() {
        assert_eq!(uri("/a b/../c"), "a%20b/../c");
        assert_eq!(uri("././x"), "x");
    }
}
