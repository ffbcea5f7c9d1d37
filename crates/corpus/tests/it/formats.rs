//! Every format gives the same figures; known collections are read by their own columns.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray, StructArray};
use arrow::datatypes::{DataType, Field};
use arrow::ipc::writer::{FileWriter, StreamWriter};
use serde_json::{Value as Json, json};

use crate::exact::same;
use crate::make::{Doc, Place, batch, docs, gzip, jsonl, parquet, zstd};

/// What must not depend on the format: everything but names of files and of columns.
fn figures(mut profile: Json) -> Json {
    for key in ["inputs", "assumed", "part", "not_data"] {
        profile.as_object_mut().unwrap().remove(key);
    }
    for dataset in profile["datasets"].as_array_mut().unwrap() {
        dataset["dataset"] = Json::Null;
    }
    profile
}

fn csv(docs: &[Doc]) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["text", "url", "language", "date", "token_count"]).unwrap();
    for doc in docs {
        let tokens = doc.tokens.map(|t| t.to_string()).unwrap_or_default();
        let text = |t: Option<&str>| t.unwrap_or_default().to_owned();
        out.write_record([
            doc.text.clone(),
            text(doc.url.as_deref()),
            text(doc.language),
            text(doc.date.as_deref()),
            tokens,
        ])
        .unwrap();
    }
    out.into_inner().unwrap()
}

#[test]
fn every_format_gives_the_same_figures() {
    let place = Place::new();
    let docs = docs(5, 3_000);
    let batch = batch(&docs);
    let mut file = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    let mut stream = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    for at in (0..docs.len()).step_by(1_000) {
        file.write(&batch.slice(at, 1_000)).unwrap();
        stream.write(&batch.slice(at, 1_000)).unwrap();
    }
    let (file, stream) = (file.into_inner().unwrap(), stream.into_inner().unwrap());
    let lines = jsonl(&docs);
    let members: Vec<u8> = lines
        .split_inclusive(|b| *b == b'\n')
        .collect::<Vec<_>>()
        .chunks(500)
        .flat_map(|c| gzip(&c.concat()))
        .collect();
    let frames: Vec<u8> = lines
        .split_inclusive(|b| *b == b'\n')
        .collect::<Vec<_>>()
        .chunks(500)
        .flat_map(|c| zstd(&c.concat()))
        .collect();
    let crlf = String::from_utf8(lines.clone()).unwrap().replace('\n', "\r\n\r\n");
    let mut expected = None;
    for (name, bytes) in [
        ("a.jsonl", lines.clone()),
        ("b.jsonl.gz", members),
        ("c.jsonl.zst", frames),
        ("d.json", crlf.trim_end().into()),
        ("e.parquet", parquet(&docs, 700)),
        ("f.arrow", file),
        ("g.arrow", stream),
        ("h.csv", csv(&docs)),
        ("i.csv.gz", gzip(&csv(&docs))),
        ("j.ndjson", [b"\xef\xbb\xbf".as_slice(), &lines].concat()),
        ("k", gzip(&lines)),
    ] {
        let path = format!("data/{name}");
        place.put(&path, &bytes);
        let profile = place.profile(&[&path], &["--top", "100%"]);
        assert_eq!(profile["rejected"]["records"], 0, "{name}: {}", profile["rejected"]);
        same(&profile, &docs, true);
        let found = figures(profile);
        assert_eq!(*expected.get_or_insert_with(|| found.clone()), found, "{name}");
    }
    // A folder with all of them holds eleven times as much; the one without an ending is no data there.
    let all = place.profile(&["data"], &[]);
    assert_eq!(all["documents"], 30_000);
    assert_eq!(all["not_data"], json!(["k"]));
}

#[test]
fn known_collections_are_read_by_their_own_columns() {
    let place = Place::new();
    let cases = [
        (
            "dolma",
            json!({ "id": "1", "text": "héllo", "source": "common-crawl", "added": "2024-01-01", "created": "2023-05-06T00:00:00Z", "metadata": { "url": "https://a.com/", "language": "en" } }),
        ),
        (
            "oscar",
            json!({ "content": "héllo", "warc_headers": { "warc-target-uri": "https://a.com/", "warc-date": "2023-05-06T01:02:03Z" }, "metadata": { "identification": { "label": "en", "prob": 0.9 } } }),
        ),
        (
            "redpajama",
            json!({ "raw_content": "héllo", "url": "https://a.com/", "date_download": "2023-05-06T01:02:03Z", "language": "en", "digest": "sha1:X" }),
        ),
        (
            "hplt",
            json!({ "text": "héllo", "u": "https://a.com/", "ts": "2023-05-06T01:02:03Z", "lang": ["eng_Latn", "deu_Latn"] }),
        ),
        (
            "c4",
            json!({ "text": "héllo", "url": "https://a.com/", "timestamp": "2023-05-06T01:02:03Z", "language": "en" }),
        ),
        (
            "fineweb",
            json!({ "text": "héllo", "url": "https://a.com/", "date": "2023-05-06T01:02:03Z", "language": "en", "token_count": 2, "dump": "CC-MAIN-2023-23" }),
        ),
    ];
    for (name, record) in cases {
        place.put(&format!("{name}/x.jsonl"), format!("{record}\n").as_bytes());
        let profile = place.profile(&[name], &[]);
        assert_eq!((profile["bytes"].as_u64(), profile["domain_count"].as_u64()), (Some(6), Some(1)), "{name}");
        assert_eq!(profile["languages"][0]["language"], "en", "{name}");
        assert_eq!(profile["collected"]["first"], "2023-05-06", "{name}");
        assert_eq!(profile["datasets"][0]["dataset"], if name == "dolma" { "common-crawl" } else { name });
        assert!(profile["assumed"][0]["columns"]["url"].is_string(), "{name}");
    }
    // Nested columns of Parquet, and a column that is named.
    let inner: ArrayRef = Arc::new(StringArray::from(vec!["https://b.com/"]));
    let meta = StructArray::from(vec![(Arc::new(Field::new("url", DataType::Utf8, true)), inner)]);
    let body: ArrayRef = Arc::new(StringArray::from(vec!["four"]));
    let batch = RecordBatch::try_from_iter([("prose", body), ("metadata", Arc::new(meta) as ArrayRef)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    place.put("own/x.parquet", &bytes);
    let (code, out, err) = place.run(&["profile", "own"]);
    assert!(code == 2 && out.is_empty() && err.contains("--text") && err.contains("prose"), "{err}");
    let profile = place.profile(&["Mine=own"], &["--text", "prose"]);
    assert_eq!((profile["bytes"].as_u64(), &profile["domains"][0]["domain"]), (Some(4), &json!("b.com")));
    assert_eq!(profile["datasets"][0]["dataset"], "Mine");
    let (code, _, err) = place.run(&["profile", "own", "--text", "nothing"]);
    assert!(code == 2 && err.contains("has no column \"nothing\""), "{err}");
}

#[test]
fn images_by_address_have_no_size() {
    let place = Place::new();
    place.put(
        "laion/x.csv",
        b"URL,TEXT,WIDTH,HEIGHT\nhttps://a.com/1.jpg,a cat,10,10\nhttps://a.com/2.jpg,a dog,10,10\n",
    );
    let profile = place.profile(&["laion"], &[]);
    let image = &profile["modalities"][0];
    assert_eq!((image["modality"].as_str(), image["documents"].as_u64()), (Some("image"), Some(2)));
    assert!(image["bytes"].is_null(), "an unknown size is never 0: {image}");
    assert_eq!(image["size_bin"]["bin"], "I1");
    assert_eq!(profile["documents_without_size"], 2);
}

fn warc(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let content = if kind == "response" { "application/http; msgtype=response" } else { "text/plain" };
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-02-03T04:05:06Z\r\nContent-Type: {content}\r\n\
         WARC-Identified-Content-Language: deu,eng\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

#[test]
fn warc_and_wet_count_what_was_retained() {
    let place = Place::new();
    let http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>WARC/1.0\r\n</html>";
    let records = [
        warc("warcinfo", "", b"software: x\r\n"),
        warc("request", "https://a.com/", b"GET / HTTP/1.1\r\n\r\n"),
        warc("response", "https://www.a.com/x", http),
        warc("metadata", "https://a.com/", b"fetchTimeMs: 1\r\n"),
        warc("conversion", "https://b.org/", "größe".as_bytes()),
        warc("conversion", "https://b.org/", b"\xff"),
    ];
    place.put("a.warc", &records.concat());
    place.put("b.warc.gz", &records.iter().flat_map(|r| gzip(r)).collect::<Vec<_>>());
    place.put("c.wet.zst", &zstd(&records.concat()));
    for name in ["a.warc", "b.warc.gz", "c.wet.zst"] {
        let profile = place.profile(&[name], &["--top", "100%"]);
        assert_eq!((profile["documents"].as_u64(), profile["bytes"].as_u64()), (Some(2), Some(23 + 7)), "{name}");
        assert_eq!(
            profile["domains"],
            json!([{ "domain": "a.com", "documents": 1, "bytes": 23 }, { "domain": "b.org", "documents": 1, "bytes": 7 }])
        );
        assert_eq!(profile["rejected"]["each"][0]["code"], "bad_utf8");
        assert_eq!(
            (profile["languages"][0]["language"].as_str(), profile["collected"]["last"].as_str()),
            (Some("de"), Some("2025-02-03"))
        );
    }
    let broken = [b"garbage\r\n".as_slice(), &records[2], &records[4][..60]].concat();
    place.put("d.warc", &broken);
    let profile = place.profile(&["d.warc"], &[]);
    assert_eq!(
        (
            profile["documents"].as_u64(),
            profile["rejected"]["records"].as_u64(),
            profile["rejected"]["damaged_files"].as_u64()
        ),
        (Some(1), Some(1), Some(1))
    );
}

/// A tar file of members.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in members {
        let mut head = [0_u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        head[156] = b'0';
        head[257..263].copy_from_slice(b"ustar\0");
        let sum: u32 = head.iter().map(|b| u32::from(*b)).sum::<u32>() + 8 * 32;
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend(head);
        out.extend(*bytes);
        out.resize(out.len().div_ceil(512) * 512, 0);
    }
    out.resize(out.len() + 1_024, 0);
    out
}

#[test]
fn webdataset_counts_media_by_sample() {
    let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
    wav.extend(8_000_u32.to_le_bytes());
    wav.extend(16_000_u32.to_le_bytes());
    wav.extend([2, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend(32_000_u32.to_le_bytes());
    wav.resize(44 + 32_000, 0);
    let place = Place::new();
    let bytes = tar(&[
        ("0001.jpg", &[0xff; 700]),
        ("0001.json", br#"{"url":"https://img.a.com/1.jpg"}"#),
        ("0001.txt", b"a cat"),
        ("0002.wav", &wav),
        ("0002.json", br#"{"url":"https://b.org/2.wav","language":"fr"}"#),
        ("0003.mp4", b"junk"),
        ("0003.cls", b"3"),
    ]);
    place.put("w/000.tar", &bytes);
    place.put("w/001.tar.gz", &gzip(&bytes));
    let profile = place.profile(&["w"], &["--top", "100%"]);
    let modalities: Vec<(String, u64, u64)> = profile["modalities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| {
            (m["modality"].as_str().unwrap().to_owned(), m["documents"].as_u64().unwrap(), m["bytes"].as_u64().unwrap())
        })
        .collect();
    let expected = [("text", 2, 10), ("image", 2, 1_400), ("audio", 2, 64_088), ("video", 2, 8)];
    assert_eq!(modalities, expected.map(|(m, n, b)| (m.to_owned(), n, b)));
    assert_eq!(profile["modalities"][2]["milliseconds"], 4_000);
    assert!(profile["modalities"][3]["milliseconds"].is_null() && profile["modalities"][3]["size_bin"].is_null());
    assert_eq!(profile["domains"][0], json!({ "domain": "b.org", "documents": 2, "bytes": 64_088 }));
    assert_eq!(profile["domains"][1], json!({ "domain": "a.com", "documents": 4, "bytes": 1_410 }));
    place.put("cut.tar", &bytes[..1_000]);
    let cut = place.profile(&["cut.tar"], &[]);
    assert_eq!((cut["documents"].as_u64(), cut["rejected"]["each"][0]["code"].as_str()), (Some(0), Some("cut_file")));
}
