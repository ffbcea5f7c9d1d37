//! Awkward folders: every one is read to the end, says what it could not read, and keeps the rest.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use gpai_evidence::files::{Files, Folder, Memory};
use gpai_evidence::{Found, read};
use gpai_rules::fact::Value;
use gpai_rules::licence::Licences;

/// A card that gives an estimate, to see that it is still read.
const CARD: &str = "---\nlicense: mit\n---\n# X\n\nX is a 3B parameter language model, pretrained on 2T tokens.\n";

fn of(files: &dyn Files) -> Found {
    read(files, &Licences::default())
}

fn with(path: &str, bytes: impl Into<Vec<u8>>) -> Found {
    of(&Memory::new().with("README.md", CARD).with(path, bytes))
}

fn finding(found: &Found, code: &str, file: &str) -> Option<(Option<u32>, Option<u32>)> {
    let places = found.findings.iter().filter(|f| f.code == code).flat_map(|f| &f.places);
    places.filter(|p| p.file == file).map(|p| (p.line, p.column)).next()
}

fn is_read(found: &Found) {
    assert!(found.facts.value("compute.update_flop").is_some(), "{:?}", found.findings);
    assert_eq!(found.facts.value("card.license"), Some(Value::Text("mit".into())));
}

#[test]
fn yaml_bombs_and_deep_nesting_are_refused() {
    let mut bomb = String::from("---\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (new, old) in ('b'..='j').zip('a'..) {
        bomb.push_str(&format!("{new}: &{new} [{}]\n", vec![format!("*{old}"); 9].join(", ")));
    }
    let deep = format!("---\nlicense: {}x\n", "[".repeat(5_000));
    let keys = format!("---\n{}", "? - ".repeat(5_000));
    for head in [bomb, deep, keys] {
        let card = format!("{head}\n---\nX is a 3B parameter language model, pretrained on 2T tokens.\n");
        let found = of(&Memory::new().with("README.md", card));
        assert!(finding(&found, "unreadable-part", "README.md").is_some(), "{:?}", found.findings);
        assert!(found.facts.value("compute.update_flop").is_some());
    }
}

#[test]
fn front_matter_beyond_its_bound_is_not_read() {
    let card = format!("---\nlicense: mit\nwidget: {}\n---\nX is a 3B parameter model.\n", "x".repeat(300 << 10));
    let found = of(&Memory::new().with("README.md", card));
    assert!(finding(&found, "limit-reached", "README.md").is_some());
    assert!(found.facts.value("card.license").is_none());
    assert!(found.facts.value("model.parameters").is_some());
}

#[test]
fn safetensors_headers_of_all_kinds() {
    let long = (100u64 << 20).to_le_bytes().to_vec();
    let mut deep = vec![0; 8];
    deep.extend("[".repeat(100_000).bytes());
    let length = (deep.len() as u64 - 8).to_le_bytes();
    deep[..8].copy_from_slice(&length);
    for bytes in [(1u64 << 63).to_le_bytes().to_vec(), long, 20u64.to_le_bytes().to_vec(), deep, vec![0; 3], Vec::new()]
    {
        let found = with("model.safetensors", bytes);
        assert!(finding(&found, "unreadable-part", "model.safetensors").is_some());
        is_read(&found);
    }
}

#[test]
fn json_of_all_kinds() {
    let config = "{\"model_type\": \"llama\",\n\"hidden_size\": SIZE, \"num_hidden_layers\": 2, \"num_attention_heads\": 2,\n\
                  \"intermediate_size\": 8, \"vocab_size\": 9}";
    for (size, code) in [
        ("1e400", "unreadable-part"),
        ("-8", "parameters-not-computed"),
        ("9223372036854775808", "parameters-not-computed"),
        ("\"wide\"", "parameters-not-computed"),
        ("null", "parameters-not-computed"),
    ] {
        let found = with("config.json", config.replace("SIZE", size));
        let place = finding(&found, code, "config.json").unwrap_or_else(|| panic!("{size}: {:?}", found.findings));
        assert_eq!(place.0, Some(2), "{size}");
        is_read(&found);
    }
    for text in ["[".repeat(200_000), "{\"a\":".repeat(200_000), String::new(), "\0\0\0".into(), "{".into()] {
        let found = with("config.json", text);
        assert!(finding(&found, "unreadable-part", "config.json").is_some());
        is_read(&found);
    }
    let found = with("model.safetensors.index.json", "{\"weight_map\": {}}\n\n  {\"weight_map\": {}}");
    assert_eq!(finding(&found, "unreadable-part", "model.safetensors.index.json"), Some((Some(3), Some(3))));
    is_read(&found);
}

#[test]
fn pointers_to_large_files_are_not_parsed() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
    for path in ["config.json", "model.safetensors", "model.safetensors.index.json", "LICENSE", "train.yaml"] {
        let found = with(path, pointer);
        assert!(finding(&found, "unreadable-part", path).is_some(), "{path}");
        is_read(&found);
    }
}

#[test]
fn marks_line_ends_and_broken_bytes() {
    let found = of(&Memory::new().with("README.md", format!("\u{feff}{}", CARD.replace('\n', "\r\n"))));
    is_read(&found);
    assert_eq!(found.facts.claims("card.license")[0].source.line, Some(2));
    assert_eq!(found.facts.claims("model.parameters")[0].source.line, Some(6));
    let mut bytes = CARD.as_bytes().to_vec();
    bytes.extend(b"\nbad \xff\xfe here \0\0\n");
    let found = of(&Memory::new().with("README.md", bytes));
    assert_eq!(finding(&found, "unreadable-part", "README.md"), Some((Some(8), Some(5))));
    is_read(&found);
}

#[test]
fn empty_files_say_nothing() {
    for path in ["README", "LICENSE", "training/x.yaml", "USE_POLICY.md", "docs/empty.md"] {
        is_read(&with(path, ""));
    }
    let empty = of(&Memory::new().with("README.md", ""));
    assert!(empty.facts.names().next().is_none() && empty.findings.is_empty());
    assert!(of(&Memory::new()).looked_at.is_empty());
}

#[test]
fn huge_and_hostile_cards_end_in_time() {
    let size = 2 << 20;
    let fill = |unit: &str| unit.repeat(size / unit.len());
    let start = Instant::now();
    for card in [
        "x".repeat(10 << 20),
        fill("1T tokens "),
        fill("1T "),
        fill("trained on 1T tokens.\n"),
        fill("X is a text-to-image model. "),
        fill("[a]("),
        fill("<"),
        fill("<a "),
        fill("<table><tr><td rowspan=64 colspan=64>"),
        fill("|\n"),
        fill("|a|b|c\n"),
        fill("# a\n"),
        fill(". "),
        fill("```\n"),
        fill("<!--"),
        fill("protein model. "),
        fill("**Output** text\n\n"),
    ] {
        let begun = Instant::now();
        let name: String = card.chars().take(30).collect();
        let found = of(&Memory::new().with("README.md", card));
        assert!(found.findings.len() < 100);
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
    eprintln!("{:?}", start.elapsed());
    let found = of(&Memory::new().with("README.md", format!("{CARD}{}", "x".repeat(10 << 20))));
    assert!(finding(&found, "limit-reached", "README.md").is_some());
    is_read(&found);
}

#[test]
fn the_order_of_files_changes_nothing() {
    let files = Memory::new()
        .with("README.md", CARD)
        .with("config.json", "{\"architectures\": [\"AForCausalLM\"]}")
        .with("LICENSE", "Some terms\n".repeat(30))
        .with("LICENSE-CODE", "Other terms\n".repeat(30))
        .with("a.safetensors", "broken")
        .with("b.safetensors", "broken as well")
        .with("train/a.yaml", "model: [")
        .with("train/b.yaml", "model:\n  d_model: 8\n");
    let forward = of(&files);
    assert_eq!(forward, of(&files.clone().reversed()));
    assert!(forward.findings.is_sorted() && forward.looked_at.is_sorted());
}

/// A folder on disk.
fn on_disk(fill: impl Fn(&Path)) -> Found {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), CARD).unwrap();
    fill(folder.path());
    let files = Folder::open(folder.path()).unwrap();
    of(&files)
}

#[test]
fn folders_named_like_files() {
    is_read(&on_disk(|root| fs::create_dir(root.join("config.json")).unwrap()));
    is_read(&on_disk(|root| fs::create_dir_all(root.join("a/b/c/d/e/f/g")).unwrap()));
    let hidden = on_disk(|root| {
        fs::create_dir(root.join(".git")).unwrap();
        fs::write(root.join(".git/config.json"), "{").unwrap();
    });
    assert!(hidden.findings.iter().all(|f| f.code == "licence-unknown"), "{:?}", hidden.findings);
    assert!(Folder::open(Path::new("/no/such/folder")).is_err());
}

#[cfg(unix)]
#[test]
fn links_pipes_and_odd_names() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.json"), "{\"architectures\": [\"AForCausalLM\"]}").unwrap();
    let secret = outside.path().join("secret.json");
    let found = on_disk(|root| symlink(&secret, root.join("config.json")).unwrap());
    assert!(finding(&found, "skipped-file", "config.json").is_some());
    is_read(&found);

    let inside = on_disk(|root| {
        fs::create_dir(root.join("blobs")).unwrap();
        fs::write(root.join("blobs/0a"), "{\"architectures\": [\"AForCausalLM\"]}").unwrap();
        symlink("blobs/0a", root.join("config.json")).unwrap();
        symlink("config.json", root.join("loop-free")).unwrap();
    });
    assert!(inside.looked_at.iter().any(|l| l.path == "config.json"));

    let odd = on_disk(|root| {
        symlink("loop", root.join("loop")).unwrap();
        symlink("blobs", root.join("nowhere")).unwrap();
        fs::create_dir(root.join("sub")).unwrap();
        symlink("sub", root.join("to-folder")).unwrap();
        fs::write(root.join(OsStr::from_bytes(b"bad\xff")), "x").unwrap();
        let made = std::process::Command::new("mkfifo").arg(root.join("config.json")).status();
        assert!(made.unwrap().success());
    });
    for file in ["loop", "nowhere", "to-folder", "config.json", "bad\u{fffd}"] {
        assert!(finding(&odd, "skipped-file", file).is_some(), "{file}: {:?}", odd.findings);
    }
    is_read(&odd);
}

#[test]
fn sparse_files_cost_nothing() {
    let found = on_disk(|root| {
        let file = fs::File::create(root.join("model.safetensors")).unwrap();
        file.set_len(50 << 30).unwrap();
        let file = fs::File::create(root.join("config.json")).unwrap();
        file.set_len(5 << 30).unwrap();
    });
    assert!(finding(&found, "limit-reached", "config.json").is_some());
    assert!(finding(&found, "unreadable-part", "model.safetensors").is_some());
    is_read(&found);
}

/// Thousands of files before it by name do not hide the card.
#[test]
fn what_readers_look_for_is_listed_first() {
    let temp = tempfile::tempdir().unwrap();
    for i in 0..10_050 {
        std::fs::write(temp.path().join(format!("A{i}.txt")), "").unwrap();
    }
    std::fs::write(temp.path().join("README.md"), "---\nlicense: mit\n---\n").unwrap();
    let folder = gpai_evidence::files::Folder::open(temp.path()).unwrap();
    let found = gpai_evidence::read(&folder, &Licences::default());
    assert!(found.facts.value("card.license").is_some());
    assert!(found.findings.iter().any(|f| f.code == "limit-reached"));
}
