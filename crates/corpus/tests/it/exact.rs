//! Exactness: every figure against a naive count, on generated data, with zero differences.

use serde_json::Value as Json;

use crate::make::{Doc, Place, docs, jsonl};
use crate::naive::Count;

/// Compares a profile with a naive count of the same documents; `--top 100%` has to list all domains.
pub fn same(profile: &Json, docs: &[Doc], private: bool) {
    let count = Count::of(docs, private);
    let pair = |json: &Json| (json["documents"].as_u64().unwrap(), json["bytes"].as_u64().unwrap());
    assert_eq!(pair(profile), (count.documents, count.bytes));
    assert_eq!(profile["domain_count"], count.domains.len());
    assert_eq!(pair(&profile["no_domain"]), count.no_domain);
    let reasons = profile["no_domain"]["reasons"].as_object().unwrap();
    assert_eq!(reasons.values().map(|r| pair(r).0).sum::<u64>(), count.no_domain.0);
    let (documents, bytes) = count.domains.values().fold((0, 0), |(n, b), d| (n + d.0, b + d.1));
    assert_eq!(
        (profile["domain_documents"].as_u64(), profile["domain_bytes"].as_u64()),
        (Some(documents), Some(bytes))
    );
    let listed: Vec<(String, u64, u64)> = profile["domains"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            (d["domain"].as_str().unwrap().to_owned(), d["documents"].as_u64().unwrap(), d["bytes"].as_u64().unwrap())
        })
        .collect();
    let ranked = count.ranked();
    assert_eq!(listed.len(), profile["rule"]["selected"].as_u64().unwrap() as usize);
    assert_eq!(listed, ranked[..listed.len()], "the list is the head of all domains by size");
    for (key, word, expected) in [("languages", "language", &count.languages), ("months", "month", &count.months)] {
        let found = profile[key].as_array().unwrap().iter();
        let found = found.map(|e| (e[word].as_str().unwrap_or_default().to_owned(), pair(e))).collect();
        assert_eq!(*expected, found, "{key}");
    }
    let text = &profile["modalities"][0];
    assert_eq!((text["modality"].as_str(), text["tokens"].as_u64().unwrap_or(0)), (Some("text"), count.tokens));
}

#[test]
fn figures_are_those_of_a_naive_count() {
    for seed in 1..=3 {
        let place = Place::new();
        let docs = docs(seed, 4_000);
        place.put("data.jsonl", &jsonl(&docs));
        same(&place.profile(&["data.jsonl"], &["--top", "100%"]), &docs, true);
        same(&place.profile(&["data.jsonl"], &["--top", "100%", "--private-suffixes", "off"]), &docs, false);
        same(&place.profile(&["data.jsonl"], &[]), &docs, true);
        same(&place.profile(&["data.jsonl"], &["--sme"]), &docs, true);
    }
}

#[test]
fn the_cut_is_the_rule_of_the_form() {
    let place = Place::new();
    let mut lines = String::new();
    for at in 0..95 {
        lines.push_str(&format!("{{\"text\":\"{}\",\"url\":\"http://d{at:02}.com/\"}}\n", "x".repeat(at / 10)));
    }
    place.put("d.jsonl", lines.as_bytes());
    let names = |profile: &Json| -> Vec<String> {
        profile["domains"].as_array().unwrap().iter().map(|d| d["domain"].as_str().unwrap().to_owned()).collect()
    };
    let ten = place.profile(&["d.jsonl"], &[]);
    // Ten of ninety-five: those of nine bytes, and of those of eight the first by name.
    assert_eq!(
        names(&ten),
        ["d90.com", "d91.com", "d92.com", "d93.com", "d94.com", "d80.com", "d81.com", "d82.com", "d83.com", "d84.com"]
    );
    let rule = &ten["rule"];
    assert_eq!(
        (rule["name"].as_str(), rule["arithmetic"].as_str()),
        (Some("top-10-percent"), Some("ceil(95 x 10 / 100) = 10"))
    );
    assert_eq!(
        (rule["last_selected"]["domain"].as_str(), rule["first_left_out"]["domain"].as_str()),
        (Some("d84.com"), Some("d85.com"))
    );
    assert_eq!(names(&place.profile(&["d.jsonl"], &["--sme"])).len(), 5);
    assert_eq!(names(&place.profile(&["d.jsonl"], &["--top", "3"])).len(), 3);
    assert_eq!(names(&place.profile(&["d.jsonl"], &["--top", "2.2%"])).len(), 3);
    place.run(&["profile", "d.jsonl", "--domains", "d.csv"]);
    let csv = std::fs::read_to_string(place.path("d.csv")).unwrap();
    assert_eq!(csv.lines().nth(1), Some("1,d90.com,1,9"));
    assert_eq!(csv.lines().count(), 11);
}

#[test]
fn threads_and_memory_change_no_byte() {
    let place = Place::new();
    let docs = docs(9, 20_000);
    for (at, part) in docs.chunks(3_000).enumerate() {
        place.put(&format!("data/{at}.jsonl"), &jsonl(part));
    }
    let run = |more: &[&str]| {
        let (code, out, err) = place.run(&[&["profile", "data", "--format", "json"], more].concat());
        assert_eq!(code, 0, "{err}");
        out
    };
    let one = run(&["--threads", "1"]);
    for more in
        [&["--threads", "2"][..], &["--threads", "7"], &["--memory", "256M", "--threads", "4"], &["--piece", "300K"]]
    {
        assert!(run(more) == one, "{more:?}");
    }
}
