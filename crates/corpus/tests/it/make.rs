//! Data that nobody has seen before: documents with addresses of every kind that crawls hold, written in every format.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use fastrand::Rng;
use serde_json::{Value as Json, json};

/// A small list of suffixes with every kind of rule.
pub const LIST: &str = "// ===BEGIN ICANN DOMAINS===
com
org
de
uk
co.uk
jp
*.kawasaki.jp
!city.kawasaki.jp
*.ck
!www.ck
// ===END ICANN DOMAINS===
// ===BEGIN PRIVATE DOMAINS===
github.io
s3.amazonaws.com
// ===END PRIVATE DOMAINS===
";

/// A document.
#[derive(Clone, Debug)]
pub struct Doc {
    pub url: Option<String>,
    pub text: String,
    pub language: Option<&'static str>,
    pub date: Option<String>,
    pub tokens: Option<i64>,
}

/// Documents from a seed.
pub fn docs(seed: u64, count: usize) -> Vec<Doc> {
    let mut rng = Rng::with_seed(seed);
    (0..count).map(|_| doc(&mut rng)).collect()
}

fn doc(rng: &mut Rng) -> Doc {
    let words =
        ["the", "straße", "语言", "data", "\"quoted\"", "back\\slash", "tab\there", "new\nline", "🦀", "\u{0}nul", ""];
    let text: Vec<&str> = (0..rng.usize(0..40)).map(|_| words[rng.usize(0..words.len())]).collect();
    let languages = [Some("en"), Some("de"), Some("zh"), Some("eng_Latn"), None];
    Doc {
        url: url(rng),
        text: text.join(" "),
        language: languages[rng.usize(0..languages.len())],
        date: rng
            .bool()
            .then(|| format!("20{:02}-{:02}-{:02}T00:00:00Z", rng.u8(10..26), rng.u8(1..13), rng.u8(1..29))),
        tokens: rng.bool().then(|| rng.i64(0..5_000)),
    }
}

/// An address, or what stands in the place of one.
fn url(rng: &mut Rng) -> Option<String> {
    let suffixes = [
        "com",
        "org",
        "de",
        "co.uk",
        "uk",
        "x.kawasaki.jp",
        "kawasaki.jp",
        "city.kawasaki.jp",
        "ck",
        "www.ck",
        "b.ck",
        "github.io",
        "s3.amazonaws.com",
        "amazonaws.com",
        "unknowntld",
        "xn--90ae",
    ];
    let host = match rng.u8(0..20) {
        0 => return None,
        1 => return Some(String::new()),
        2 => {
            return Some(
                ["not a url", "mailto:a@b.com", "example.com/x", "http://", "http:///x", "https://exa mple.com"]
                    [rng.usize(0..6)]
                .into(),
            );
        }
        3 => format!("{}.{}.{}.{}", rng.u8(..), rng.u8(..), rng.u8(0..3), rng.u8(0..3)),
        4 => format!("[2001:db8::{:x}]", rng.u16(1..5)),
        5 => "localhost".to_owned(),
        6 => suffixes[rng.usize(0..suffixes.len())].to_owned(),
        _ => {
            let name = |rng: &mut Rng| {
                let names = ["a", "b", "shop", "news", "x-y", "münchen", "xn--mnchen-3ya", "under_score", "例え"];
                format!(
                    "{}{}",
                    names[rng.usize(0..names.len())],
                    if rng.bool() { rng.u8(0..9).to_string() } else { String::new() }
                )
            };
            let mut host = format!("{}.{}", name(rng), suffixes[rng.usize(0..suffixes.len())]);
            for _ in 0..rng.usize(0..3) {
                host = format!("{}.{host}", name(rng));
            }
            host
        }
    };
    let host = if rng.u8(0..6) == 0 { host.to_uppercase() } else { host };
    let dot = if rng.u8(0..12) == 0 && !host.ends_with(']') { "." } else { "" };
    let user = if rng.u8(0..12) == 0 { "user:pa@ss@" } else { "" };
    let port = ["", "", "", ":80", ":8443", ":"][rng.usize(0..6)];
    let scheme = ["http", "https", "HTTPS", "ftp"][rng.usize(0..4)];
    Some(format!("{scheme}://{user}{host}{dot}{port}/path?q=http://other.com/#x"))
}

/// As JSON lines.
pub fn jsonl(docs: &[Doc]) -> Vec<u8> {
    let mut out = Vec::new();
    for doc in docs {
        let mut line = json!({ "text": doc.text });
        let mut put = |key: &str, value: Option<Json>| {
            if let Some(value) = value {
                line[key] = value;
            }
        };
        put("url", doc.url.clone().map(Json::from));
        put("language", doc.language.map(Json::from));
        put("date", doc.date.clone().map(Json::from));
        put("token_count", doc.tokens.map(Json::from));
        writeln!(out, "{line}").unwrap();
    }
    out
}

/// As Arrow columns.
pub fn batch(docs: &[Doc]) -> RecordBatch {
    let column =
        |get: &dyn Fn(&Doc) -> Option<String>| -> ArrayRef { Arc::new(StringArray::from_iter(docs.iter().map(get))) };
    RecordBatch::try_from_iter_with_nullable([
        ("text", column(&|d| Some(d.text.clone())), true),
        ("url", column(&|d| d.url.clone()), true),
        ("language", column(&|d| d.language.map(str::to_owned)), true),
        ("date", column(&|d| d.date.clone()), true),
        ("token_count", Arc::new(Int64Array::from_iter(docs.iter().map(|d| d.tokens))) as ArrayRef, true),
    ])
    .unwrap()
}

/// As Parquet, with row groups of this many rows.
pub fn parquet(docs: &[Doc], group: usize) -> Vec<u8> {
    use parquet::arrow::ArrowWriter;
    use parquet::basic::{Compression, ZstdLevel};
    use parquet::file::properties::WriterProperties;
    let batch = batch(docs);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).unwrap()))
        .set_max_row_group_row_count(Some(group))
        .build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
}

/// Packed with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Packed with zstd.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// A folder to work in.
pub struct Place {
    pub temp: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("list.dat"), LIST).unwrap();
        Self { temp }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs the program in this folder: exit code, stdout, stderr.
    pub fn run(&self, args: &[&str]) -> (i32, String, String) {
        let out =
            Command::new(env!("CARGO_BIN_EXE_gpai-corpus")).args(args).current_dir(self.temp.path()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
    }

    /// The profile of inputs, with the small list of suffixes.
    pub fn profile(&self, inputs: &[&str], more: &[&str]) -> Json {
        let (code, out, err) =
            self.run(&[&["profile"], inputs, &["--format", "json", "--suffix-list", "list.dat"], more].concat());
        assert_eq!(code, 0, "{err}");
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}"))
    }
}

/// Reads a JSON file.
pub fn read(path: &Path) -> Json {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}
