//! Bad input of each kind: counted, named with its place, and the rest exact.

use serde_json::{Value as Json, json};

use crate::exact::same;
use crate::make::{Doc, Place, batch, docs, gzip, jsonl, parquet, zstd};

/// What was rejected: code, records, first place.
fn rejected(profile: &Json) -> Vec<(String, Option<u64>, u64)> {
    let each = profile["rejected"]["each"].as_array().unwrap().iter();
    each.map(|r| {
        let place = ["first_line", "first_row", "first_record", "first_byte"].iter().find_map(|k| r[*k].as_u64());
        (r["code"].as_str().unwrap().to_owned(), r["records"].as_u64(), place.unwrap())
    })
    .collect()
}

#[test]
fn bad_lines_are_counted_and_named() {
    let place = Place::new();
    let good = "{\"text\":\"good\",\"url\":\"https://a.com\"}";
    for (line, code) in [
        (b"{\"text\":\"\xff\"}".to_vec(), "bad_utf8"),
        (b"{\"text\":\"a\0b\"}".to_vec(), "no_json_object"),
        (b"{\"text\":\"a\"".to_vec(), "no_json_object"),
        (b"[1,2]".to_vec(), "no_json_object"),
        (b"\"text\"".to_vec(), "no_json_object"),
        (b"{\"text\":\"a\"} x".to_vec(), "no_json_object"),
        (b"{\"text\":\"\\ud800\"}".to_vec(), "no_json_object"),
        (b"{\"text\":\"\\udc00\\ud800\"}".to_vec(), "no_json_object"),
        (b"{\"text\":7}".to_vec(), "no_text"),
        (b"{\"text\":null}".to_vec(), "no_text"),
        (b"{\"text\":[\"a\"]}".to_vec(), "no_text"),
        (b"{\"text\":{\"text\":\"a\"}}".to_vec(), "no_text"),
        (b"{\"url\":\"https://a.com\"}".to_vec(), "no_text"),
        (b"{}".to_vec(), "no_text"),
        (b"{\"text\":\"a\",\"text\":\"b\"}".to_vec(), "key_twice"),
        (b"{\"text\":\"a\",\"url\":\"u\",\"url\":\"v\"}".to_vec(), "key_twice"),
        (b"{\"text\":\"a\",\"t\\u0065xt\":\"b\"}".to_vec(), "key_twice"),
        ([b"[".repeat(100_000), b"]".repeat(100_000)].concat(), "too_deep"),
        (
            [b"{\"a\":".to_vec(), b"[".repeat(100_000), b"]".repeat(100_000), b",\"text\":\"x\"}".to_vec()].concat(),
            "too_deep",
        ),
    ] {
        let file = [good.as_bytes(), b"\n\n", &line, b"\n", good.as_bytes()].concat();
        place.put("x.jsonl", &file);
        let profile = place.profile(&["x.jsonl"], &[]);
        let shown = String::from_utf8_lossy(&line[..line.len().min(60)]).into_owned();
        assert_eq!((profile["documents"].as_u64(), profile["bytes"].as_u64()), (Some(2), Some(8)), "{shown}");
        assert_eq!(rejected(&profile), [(code.to_owned(), Some(1), 3)], "{shown}");
        let (code, out, err) = place.run(&["profile", "x.jsonl", "--strict"]);
        assert!(code == 2 && out.is_empty() && err.contains("x.jsonl: line 3"), "{err}");
    }
    // What looks odd and is none of them.
    for (line, bytes, domains) in [
        ("{\"text\":\"\",\"url\":null}", 0, 0),
        ("{\"text\":\"\\u0000\\ud83d\\ude00\",\"url\":5}", 5, 0),
        ("{\"url\":\"https://\\u0061.com\",\"text\":\"a\\\"b\"}", 3, 1),
        ("{\"a\":{\"text\":\"x\",\"text\":\"y\"},\"text\":\"z\"}", 1, 0),
        ("{\"text\":\"z\",\"n\":1e999}", 1, 0),
        (&format!("{{\"text\":\"{}\\\"[\"}}", "[{".repeat(500)), 1_002, 0),
    ] {
        place.put("x.jsonl", line.as_bytes());
        let profile = place.profile(&["x.jsonl"], &[]);
        assert_eq!(
            (profile["documents"].as_u64(), profile["bytes"].as_u64(), profile["domain_count"].as_u64()),
            (Some(1), Some(bytes), Some(domains)),
            "{line}"
        );
        assert_eq!(profile["rejected"]["records"], 0, "{line}");
    }
}

#[test]
fn a_line_of_seventy_megabytes_is_skipped() {
    let place = Place::new();
    let long = format!("{{\"text\":\"{}\"}}\n", "x".repeat(70 << 20));
    let docs = docs(3, 200);
    let lines = jsonl(&docs);
    place.put("x.jsonl.zst", &zstd(&[&lines, long.as_bytes(), &lines].concat()));
    let profile = place.profile(&["x.jsonl.zst"], &["--top", "100%"]);
    same(&profile, &[docs.clone(), docs].concat(), true);
    assert_eq!(rejected(&profile), [("too_long".to_owned(), Some(1), 201)]);
}

#[test]
fn cut_streams_count_what_was_whole() {
    let place = Place::new();
    let docs = docs(4, 5_000);
    let lines = jsonl(&docs);
    for (name, packed) in [("x.jsonl.gz", gzip(&lines)), ("x.jsonl.zst", zstd(&lines))] {
        place.put(name, &packed[..packed.len() / 2]);
        let profile = place.profile(&[name], &["--top", "100%"]);
        let whole = profile["documents"].as_u64().unwrap() as usize;
        assert!(whole < docs.len(), "{name}");
        same(&profile, &docs[..whole], true);
        let found = rejected(&profile);
        assert_eq!(
            (found.len(), found[0].0.as_str(), found[0].1, found[0].2),
            (1, "cut_file", None, whole as u64 + 1),
            "{name}"
        );
        assert_eq!(profile["rejected"]["damaged_files"], 1);
        // Something else in its place.
        let mut damaged = packed.clone();
        let half = damaged.len() / 2;
        damaged[half..half + 64].fill(0xff);
        place.put(name, &damaged);
        let profile = place.profile(&[name], &[]);
        assert_eq!(profile["rejected"]["damaged_files"], 1, "{name}");
    }
}

#[test]
fn damage_to_parquet_costs_no_more_than_it_hit() {
    let place = Place::new();
    let docs = docs(6, 4_000);
    let sound = parquet(&docs, 1_000);
    // A cut foot: nothing can be read of that file, and the others are.
    place.put("p/cut.parquet", &sound[..sound.len() - 20]);
    place.put("p/sound.parquet", &sound);
    let profile = place.profile(&["p"], &["--top", "100%"]);
    same(&profile, &docs, true);
    assert_eq!(profile["files"], 1);
    assert_eq!(
        profile["rejected"]["each"],
        json!([{ "file": "cut.parquet", "code": "no_footer", "records": null, "first_byte": 0 }])
    );
    let (code, out, err) = place.run(&["profile", "p/cut.parquet"]);
    assert!(code == 2 && out.is_empty() && err.contains("cut.parquet: no_footer"), "{err}");
    // A page that is none: its row group is lost from there on, the others are whole.
    let mut damaged = sound.clone();
    let at = damaged.len() / 2;
    damaged[at..at + 200].fill(0xff);
    place.put("q/page.parquet", &damaged);
    let profile = place.profile(&["q"], &[]);
    let (read, lost) = (profile["documents"].as_u64().unwrap(), profile["rejected"]["records"].as_u64().unwrap());
    assert_eq!(read + lost, 4_000);
    assert!((1..=1_000).contains(&lost), "{}", profile["rejected"]);
}

#[test]
fn one_byte_that_is_no_utf8_costs_one_record() {
    let place = Place::new();
    let mut docs: Vec<Doc> = docs(7, 50);
    docs[20].text = "@@MARK@@".to_owned();
    docs[30].url = Some("https://@@MARK@@.com/".to_owned());
    let all = batch(&docs);
    let mut sound = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut sound, all.schema(), None).unwrap();
    writer.write(&all).unwrap();
    writer.close().unwrap();
    let mut bytes = sound.clone();
    let at: Vec<usize> = (0..bytes.len() - 8).filter(|at| &bytes[*at..at + 8] == b"@@MARK@@").collect();
    for at in at {
        bytes[at + 3] = 0xff;
    }
    place.put("x.parquet", &bytes);
    let profile = place.profile(&["x.parquet"], &["--top", "100%"]);
    assert_eq!(rejected(&profile), [("bad_utf8".to_owned(), Some(1), 20)]);
    docs[30].url = Some("http://".to_owned());
    docs.remove(20);
    same(&profile, &docs, true);
}

#[test]
fn hostile_bytes_end_nothing() {
    let place = Place::new();
    let docs = docs(8, 300);
    let mut rng = fastrand::Rng::with_seed(11);
    for (name, sound) in [
        ("x.parquet", parquet(&docs, 100)),
        ("x.jsonl", jsonl(&docs)),
        ("x.jsonl.zst", zstd(&jsonl(&docs))),
        ("x.jsonl.gz", gzip(&jsonl(&docs))),
        ("x.tar", crate::formats::tar(&[("1.wav", &[7; 2_000]), ("1.json", b"{}"), ("2.mp4", &[0; 900])])),
    ] {
        for _ in 0..12 {
            let mut bytes = sound.clone();
            for _ in 0..rng.usize(1..8) {
                let at = rng.usize(0..bytes.len());
                bytes[at] = rng.u8(..);
            }
            bytes.truncate(rng.usize(bytes.len() / 2..=bytes.len()));
            place.put(name, &bytes);
            let (code, _, err) = place.run(&["profile", name, "--format", "json"]);
            assert!(code == 0 || code == 2, "{name}: {code}: {err}");
            assert!(!err.contains("panicked"), "{name}: {err}");
        }
    }
}
