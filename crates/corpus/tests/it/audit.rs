//! The audit: totals against an independent count, and copies of robots.txt that never decide what was fetched before them.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value as Json, json};

use crate::make::{Place, gzip};

/// A copy: hour, and what it disallows of `/`.
type Copy = (u32, bool);

fn time(hour: u32) -> String {
    format!("2025-03-{:02}T{:02}:00:00Z", 1 + hour / 24, hour % 24)
}

fn audit(place: &Place, more: &[&str]) -> Json {
    let args = [
        &["audit", "crawl.jsonl", "--snapshots", "robots.jsonl", "--format", "json", "--suffix-list", "list.dat"],
        more,
    ]
    .concat();
    let (code, out, err) = place.run(&args);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn totals_are_those_of_an_independent_count() {
    let place = Place::new();
    let mut rng = fastrand::Rng::with_seed(31);
    let mut sites: Vec<Vec<Copy>> = Vec::new();
    let mut robots = String::new();
    for site in 0..60 {
        let mut copies: Vec<Copy> = Vec::new();
        for _ in 0..rng.usize(0..5) {
            let hour = rng.u32(0..400);
            if copies.iter().any(|(h, _)| *h == hour) {
                continue;
            }
            let closed = rng.bool();
            let rule = if closed { "User-agent: Bot\nDisallow: /p" } else { "User-agent: Bot\nDisallow: /q" };
            let row = match rng.u8(0..4) {
                0 if !closed => json!({ "origin": format!("https://s{site}.com"), "at": time(hour), "status": 404 }),
                0 => json!({ "origin": format!("https://s{site}.com/"), "at": time(hour), "status": 503 }),
                _ => json!({ "origin": format!("HTTPS://S{site}.com:443"), "at": time(hour), "robots": rule }),
            };
            robots.push_str(&format!("{row}\n"));
            copies.push((hour, closed));
        }
        sites.push(copies);
    }
    place.put("robots.jsonl", robots.as_bytes());
    let mut crawl = String::new();
    let mut expected: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut lines = Vec::new();
    let mut domains: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for page in 0..5_000_u64 {
        let site = rng.usize(0..sites.len());
        let (hour, bytes) = (rng.u32(0..400), rng.u64(0..9_000));
        crawl.push_str(&format!(
            "{}\n",
            json!({ "id": page, "url": format!("https://s{site}.com/p/{page}"), "time": time(hour), "bytes": bytes })
        ));
        // The naive way: look at every copy.
        let mut best: Option<Copy> = None;
        let mut newest: Option<Copy> = None;
        for copy in &sites[site] {
            if copy.0 <= hour && best.is_none_or(|b| copy.0 > b.0) {
                best = Some(*copy);
            }
            if newest.is_none_or(|b| copy.0 > b.0) {
                newest = Some(*copy);
            }
        }
        let word = best.map_or("unknown", |(_, closed)| if closed { "disallow" } else { "allow" });
        let mut add = |word| {
            let count = expected.entry(word).or_default();
            *count = (count.0 + 1, count.1 + bytes);
        };
        add(word);
        if word == "allow" && newest.unwrap().1 {
            add("later");
        }
        lines.push((word, best.map(|(h, _)| time(h))));
        let domain = domains.entry(format!("s{site}.com")).or_default();
        *domain = (domain.0 + 1, domain.1 + bytes);
    }
    crawl.push_str("no json\n{\"url\":\"https://s1.com/\",\"time\":\"yesterday\"}\n{\"url\":\"nowhere\",\"time\":\"2025-03-01T00:00:00Z\"}\n");
    place.put("crawl.jsonl", crawl.as_bytes());
    let whole = audit(&place, &["--agent", "Bot", "--decisions", "d.jsonl", "--drop-list", "drop.jsonl"]);
    assert_eq!((whole["pages"].as_u64(), whole["rejected"]["records"].as_u64()), (Some(5_000), Some(3)));
    let agent = &whole["agents"][0];
    for word in ["allow", "disallow", "unknown", "later"] {
        let (pages, bytes) = expected.get(word).copied().unwrap_or_default();
        assert_eq!(agent[word], json!({ "pages": pages, "bytes": bytes }), "{word}");
    }
    let listed: BTreeMap<String, (u64, u64)> = whole["domains"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            (d["domain"].as_str().unwrap().to_owned(), (d["pages"].as_u64().unwrap(), d["bytes"].as_u64().unwrap()))
        })
        .collect();
    assert_eq!(listed, domains);
    let decisions = fs::read_to_string(place.path("d.jsonl")).unwrap();
    assert_eq!(decisions.lines().count(), 5_000);
    let mut dropped = 0;
    for (at, (line, (word, snapshot))) in decisions.lines().zip(&lines).enumerate() {
        let line: Json = serde_json::from_str(line).unwrap();
        assert_eq!((line["id"].as_u64(), line["decision"].as_str()), (Some(at as u64), Some(*word)));
        assert_eq!(line["snapshot"].as_str(), snapshot.as_deref(), "a copy taken after the fetch is never used");
        dropped += usize::from(*word == "disallow" || line.get("reserved_since").is_some());
    }
    assert_eq!(fs::read_to_string(place.path("drop.jsonl")).unwrap().lines().count(), dropped);
    // Threads, packing and the order of the copies change nothing.
    place.put("crawl.jsonl", &gzip(crawl.as_bytes()));
    fs::rename(place.path("crawl.jsonl"), place.path("crawl.jsonl.gz")).unwrap();
    let mut shuffled: Vec<&str> = robots.lines().collect();
    rng.shuffle(&mut shuffled);
    place.put("robots.jsonl", shuffled.join("\n").as_bytes());
    let (code, out, _) = place.run(&[
        "audit",
        "crawl.jsonl.gz",
        "--snapshots",
        "robots.jsonl",
        "--agent",
        "Bot",
        "--format",
        "json",
        "--suffix-list",
        "list.dat",
        "--threads",
        "5",
    ]);
    let again: Json = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &again["agents"], &again["domains"]), (0, &whole["agents"], &whole["domains"]));
}

#[test]
fn signals_lists_and_walls_are_columns_of_their_own() {
    let place = Place::new();
    place.put("robots.jsonl", json!({ "origin": "https://a.com", "at": "2025-01-01T00:00:00Z", "robots": "User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n" }).to_string().as_bytes());
    let rows = [
        json!({ "url": "https://a.com/1", "time": "2025-01-02T00:00:00Z", "bytes": 1 }),
        json!({ "url": "https://b.org/2", "time": "2025-01-02T00:00:00Z", "bytes": 2, "headers": { "tdm-reservation": "1" } }),
        json!({ "url": "https://www.c.de/3", "time": "2025-01-02T00:00:00Z", "bytes": 4, "status": 402 }),
        json!({ "url": "https://d.com/4", "time": "2025-01-02T00:00:00Z", "bytes": 8, "agent": "Other" }),
    ];
    let crawl: Vec<String> = rows.iter().map(ToString::to_string).collect();
    place.put("crawl.jsonl", crawl.join("\n").as_bytes());
    place.put("sites.txt", b"# a list\nc.de\n");
    place.put("late.jsonl", b"{\"domain\":\"d.com\",\"at\":\"2025-02-01T00:00:00Z\"}\n");
    let found = audit(
        &place,
        &[
            "--agent",
            "Bot",
            "--listed",
            "2024-12-31=sites.txt",
            "--objections",
            "late.jsonl",
            "--drop-list",
            "drop.jsonl",
        ],
    );
    let agents: Vec<(&str, u64)> = found["agents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| (a["agent"].as_str().unwrap(), a["pages"].as_u64().unwrap()))
        .collect();
    assert_eq!(agents, [("Bot", 3), ("Other", 1)]);
    let flags = &found["flags"];
    assert_eq!(
        *flags,
        json!([{ "flag": "listed", "pages": 1, "bytes": 4 }, { "flag": "objection_later", "pages": 1, "bytes": 8 }, { "flag": "paywall", "pages": 1, "bytes": 4 }])
    );
    let reserved = found["use_for_training"].as_array().unwrap().iter().find(|u| u["value"] == "reserved").unwrap();
    assert_eq!((reserved["pages"].as_u64(), reserved["bytes"].as_u64()), (Some(2), Some(3)));
    assert!(
        found["protocols"].as_array().unwrap().iter().any(|p| p["protocol"].as_str().unwrap().contains("tdm")),
        "{}",
        found["protocols"]
    );
    let drops = fs::read_to_string(place.path("drop.jsonl")).unwrap();
    assert_eq!(drops.lines().count(), 4, "{drops}");
    let text = place.run(&["audit", "crawl.jsonl", "--snapshots", "robots.jsonl", "--agent", "Bot"]).1;
    assert!(
        text.contains("not known: no copy from before the fetch") && !text.to_lowercase().contains("infring"),
        "{text}"
    );
    let (code, _, err) =
        place.run(&["audit", "crawl.jsonl", "--snapshots", "robots.jsonl", "--agent", "Bot", "--listed", "sites.txt"]);
    assert!(code == 2 && err.contains("sites.txt: line 2: has no date"), "{err}");
    // What changed.
    fs::write(place.path("a.json"), found.to_string()).unwrap();
    place.put(
        "robots.jsonl",
        json!({ "origin": "https://a.com", "at": "2025-01-01T00:00:00Z", "robots": "User-agent: *\nDisallow: /\n" })
            .to_string()
            .as_bytes(),
    );
    fs::write(place.path("b.json"), audit(&place, &["--agent", "Bot"]).to_string()).unwrap();
    let (code, out, err) =
        place.run(&["audit", "diff", "a.json", "b.json", "--atom", "feed.xml", "--on", "2025-06-01"]);
    assert_eq!(code, 0, "{err}");
    let diff: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(
        diff["changes"],
        json!([{ "domain": "a.com", "change": "reserved", "before": { "disallow": 0, "later": 0 }, "after": { "disallow": 1, "later": 0 } }])
    );
    assert!(fs::read_to_string(place.path("feed.xml")).unwrap().contains("<title>a.com: reserved</title>"));
}

#[test]
fn warc_and_parquet_crawls_are_audited_too() {
    let place = Place::new();
    let warc = |url: &str, date: &str, http: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let robots = warc(
        "https://a.com/robots.txt",
        "2025-01-01T00:00:00Z",
        "HTTP/1.1 200 OK\r\n\r\nUser-agent: Bot\nDisallow: /x\n",
    );
    place.put("robots.warc.gz", &gzip(robots.as_bytes()));
    let pages = [
        warc(
            "https://a.com/x",
            "2025-01-02T00:00:00Z",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<meta name=\"robots\" content=\"noai\"><script>{\"isAccessibleForFree\" : \"False\"}</script>",
        ),
        warc("https://a.com/y", "2024-12-31T00:00:00Z", "HTTP/1.1 200 OK\r\n\r\nabc"),
    ];
    place.put("crawl.warc", pages.concat().as_bytes());
    let (code, out, err) =
        place.run(&["audit", "crawl.warc", "--snapshots", "robots.warc.gz", "--agent", "Bot", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let found: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&found["agents"][0]["disallow"]["pages"], &found["agents"][0]["unknown"]),
        (&json!(1), &json!({ "pages": 1, "bytes": 3 }))
    );
    assert_eq!(found["flags"][0]["flag"], "paywall");
    use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use std::sync::Arc;
    let text = |values: Vec<&str>| Arc::new(StringArray::from(values)) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("url", text(vec!["https://a.com/x", "https://a.com/y"])),
        ("time", text(vec!["2025-01-02T00:00:00Z", "2024-12-31T00:00:00Z"])),
        ("bytes", Arc::new(Int64Array::from(vec![10, 3])) as ArrayRef),
    ])
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    place.put("crawl.parquet", &bytes);
    let (code, out, err) =
        place.run(&["audit", "crawl.parquet", "--snapshots", "robots.warc.gz", "--agent", "Bot", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let found: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(found["agents"][0]["disallow"], json!({ "pages": 1, "bytes": 10 }));
    assert_eq!(found["agents"][0]["unknown"], json!({ "pages": 1, "bytes": 3 }));
}
