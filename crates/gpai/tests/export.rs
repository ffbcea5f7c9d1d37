//! `gpai export` as a program: what stands where, for whom; a bundle that others can verify and that reads back; nothing of one
//! reader in the files of another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gpai_forms::json;
use gpai_forms::record::Record;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn gpai(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).current_dir(root()).output().unwrap()
}

/// Runs an export and gives its output; it has to end well.
fn export(args: &[&str]) -> String {
    let out = gpai(&[&["export"], args, &["--on", "2026-12-01"]].concat());
    assert_eq!(out.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn refused(args: &[&str]) -> String {
    let out = gpai(&[&["export"], args].concat());
    assert_eq!(out.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&out.stdout));
    assert!(out.stdout.is_empty());
    String::from_utf8(out.stderr).unwrap()
}

/// Every file below a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, prefix: &str, out: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), out);
            } else {
                out.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(folder, "", &mut out);
    out
}

fn bundle(model: &str, reader: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let home = tempfile::tempdir().unwrap();
    let to = home.path().join("bundle");
    export(&[&["bundle", model, "--audience", reader, "-o", to.to_str().unwrap()], more].concat());
    files(&to)
}

/// The folder that the signatures in `tests/export` are of.
fn sealed(home: &Path) -> PathBuf {
    let folder = home.join("seal");
    for (name, text) in [
        ("README.md", "# Seal\n"),
        ("a/b.txt", "b"),
        ("a-b.txt", "ab"),
        ("größe 1.bin", "x y"),
        (".hidden", "h"),
        ("empty", ""),
        ("gpai.toml", "[model]\nname = \"Seal\"\n"),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn what_is_one_file_goes_to_the_screen_or_where_it_is_told() {
    let home = tempfile::tempdir().unwrap();
    let shown = export(&["cyclonedx", "examples/birke-7b"]);
    let bom: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(bom["specVersion"], "1.7");
    let file = home.path().join("x.json");
    export(&["cyclonedx", "examples/birke-7b", "-o", file.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(&file).unwrap(), shown);
    let folder = format!("{}/", home.path().join("new").display());
    let said = export(&["spdx", "examples/birke-7b", "-o", &folder]);
    assert!(said.trim_end().ends_with("Birke-7B-1.0.spdx.json"), "{said}");
    assert!(refused(&["oscal", "examples/birke-7b"]).contains("-o FOLDER"));
    assert!(refused(&["oscal", "examples/birke-7b", "--audience", "public", "-o", "x"]).contains("the provider's own"));
    assert!(refused(&["rmf", "examples/birke-7b", "--table", "nist"]).contains("they are nist-ai-rmf, iso-42001"));
    assert!(refused(&["bundle", "examples/birke-7b", "-o", "examples"]).contains("is not empty"));
}

#[test]
fn what_had_to_be_left_out_is_said_and_counts_where_asked() {
    let args = ["export", "cyclonedx", "examples/birke-7b", "--on", "2026-12-01"];
    let out = gpai(&args);
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(0));
    assert!(
        said.starts_with("for the public\n") && said.contains("not exported: metadata.component.version"),
        "{said}"
    );
    assert_eq!(gpai(&[&args[..], &["--strict"]].concat()).status.code(), Some(1));
    let whole = [&args[..], &["--strict", "--set", "model.version=1.0"]].concat();
    assert_eq!(gpai(&whole).status.code(), Some(0));
    let chinese = String::from_utf8(gpai(&[&args[..], &["--lang", "zh"]].concat()).stderr).unwrap();
    assert!(chinese.starts_with("读者：公众\n未导出："), "{chinese}");
}

#[test]
fn the_same_folder_gives_the_same_bytes_in_a_folder_and_in_a_zip_file() {
    let home = tempfile::tempdir().unwrap();
    for reader in ["public", "aio", "own"] {
        let once = bundle("examples/birke-7b", reader, &[]);
        assert_eq!(once, bundle("examples/birke-7b", reader, &[]), "{reader}");
        let zips: Vec<Vec<u8>> = ["a.zip", "b.zip"]
            .iter()
            .map(|name| {
                let path = home.path().join(name);
                export(&["bundle", "examples/birke-7b", "--audience", reader, "-o", path.to_str().unwrap()]);
                fs::read(path).unwrap()
            })
            .collect();
        assert_eq!(zips[0], zips[1], "{reader}");
        let mut zip = zip::ZipArchive::new(Cursor::new(&zips[0])).unwrap();
        assert_eq!(zip.len(), once.len());
        for (name, bytes) in &once {
            let mut unpacked = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut unpacked).unwrap();
            assert!(unpacked == *bytes, "{name}");
        }
    }
}

#[test]
fn a_bundle_names_every_file_it_holds_and_the_model_it_speaks_of() {
    use sha2::Digest as _;
    let files = bundle("examples/aurelia-4", "aio", &[]);
    let statement: Value = serde_json::from_slice(&files["bundle.statement.json"]).unwrap();
    let manifest: Value = serde_json::from_slice(&files["manifest.statement.json"]).unwrap();
    let root = &manifest["subject"][0]["digest"]["sha256"];
    assert_eq!(statement["subject"][0]["digest"]["sha256"], *root);
    assert_eq!(statement["predicate"]["reader"], "aio");
    let subjects = statement["subject"].as_array().unwrap();
    assert_eq!(subjects.len(), files.len()); // the model in the place of the statement itself
    for subject in &subjects[1..] {
        let digest: String = sha2::Sha256::digest(&files[subject["name"].as_str().unwrap()])
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(subject["digest"]["sha256"], digest, "{subject}");
    }
    // The answers and documents name the model and are no part of it.
    let names: Vec<&str> =
        manifest["predicate"]["resources"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["README.md"]);
}

/// The errors that a document has, each with its field.
fn errors(document: &Path, kind: &str) -> BTreeSet<(String, String)> {
    let out = gpai(&["doc", "lint", document.to_str().unwrap(), "--kind", kind, "--format", "json"]);
    let report: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{}: {e}", document.display()));
    assert_eq!(report["kind"], kind, "{}", document.display());
    let text = |f: &Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
    let all = report["findings"].as_array().unwrap().iter();
    all.filter(|f| f["severity"] == "error").map(|f| (text(f, "code"), text(f, "field"))).collect()
}

#[test]
fn the_documents_of_a_bundle_read_back_without_loss() {
    let home = tempfile::tempdir().unwrap();
    let to = home.path().join("bundle");
    for model in ["aurelia-4", "birke-7b"] {
        for reader in ["public", "dp", "nca", "aio"] {
            let _ = fs::remove_dir_all(&to);
            export(&["bundle", &format!("examples/{model}"), "--audience", reader, "-o", to.to_str().unwrap()]);
            for path in files(&to).keys().filter(|p| p.starts_with("documents/") && p.ends_with(".json")) {
                let text = fs::read_to_string(to.join(path)).unwrap();
                let (template, back, audience) = json::read(&text).unwrap();
                assert_eq!(audience.word(), reader);
                let source = root().join("examples").join(model).join(path.replace(".json", ".toml"));
                let (_, record) = Record::read("x", &fs::read_to_string(&source).unwrap()).unwrap();
                for field in template.fields.iter().filter(|f| f.audiences.contains(&audience)) {
                    let plain = |r: &Record| r.answers.get(&field.id).map(|a| (a.value.clone(), a.other.clone()));
                    assert_eq!(plain(&back), plain(&record), "{model} {reader} {path} {}", field.id);
                }
                let seen = |id: &String| template.field(id).unwrap().audiences.contains(&audience);
                assert!(back.answers.keys().all(seen), "{path}");
                // Linted as anybody's document: read whole, with no error that the record had not.
                let before = errors(&source, &template.kind);
                for form in [path.clone(), path.replace(".json", ".html")] {
                    let after = errors(&to.join(&form), &template.kind);
                    assert!(after.is_subset(&before), "{model} {reader} {form}: {after:?}, the record {before:?}");
                }
            }
        }
    }
}

#[test]
fn a_signature_by_model_signing_is_held_against_the_files() {
    let home = tempfile::tempdir().unwrap();
    let folder = sealed(home.path());
    let folder = folder.to_str().unwrap();
    let fixture =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export").join(name).display().to_string();
    let to = |name: &str| home.path().join(name).display().to_string();
    let args = |sig: &str, key: &str, out: &str| {
        [
            "bundle",
            folder,
            "--audience",
            "own",
            "--signature",
            &fixture(sig),
            "--public-key",
            &fixture(key),
            "-o",
            &to(out),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let run = |list: Vec<String>| export(&list.iter().map(String::as_str).collect::<Vec<_>>());
    let fail = |list: Vec<String>| refused(&list.iter().map(String::as_str).collect::<Vec<_>>());
    run(args("model.sig", "public.pem", "one"));
    run(args("other.sig", "other.pem", "two"));
    let signed = files(&home.path().join("one"));
    assert!(signed.contains_key("model.sig"));
    // The same root digest as in what their tool signed.
    let bundle: Value = serde_json::from_slice(&signed["model.sig"]).unwrap();
    let payload = bundle["dsseEnvelope"]["payload"].as_str().unwrap();
    let payload: Value = {
        use base64::Engine as _;
        serde_json::from_slice(&base64::engine::general_purpose::STANDARD.decode(payload).unwrap()).unwrap()
    };
    let manifest: Value = serde_json::from_slice(&signed["manifest.statement.json"]).unwrap();
    assert_eq!(manifest["subject"], payload["subject"]);
    assert_eq!(manifest["predicate"]["resources"], payload["predicate"]["resources"]);
    // Another key, a key that is none, a file that is no signature, files that changed.
    assert!(fail(args("model.sig", "other.pem", "x")).contains("the key did not make this signature"));
    assert!(fail(args("model.sig", "README.md", "x")).contains("is no public key in PEM"));
    assert!(fail(args("README.md", "public.pem", "x")).contains("is no signature by Model Signing"));
    fs::write(home.path().join("seal/a-b.txt"), "changed").unwrap();
    assert!(fail(args("model.sig", "public.pem", "x")).contains("a-b.txt has another digest"));
    fs::write(home.path().join("seal/a-b.txt"), "ab").unwrap();
    fs::write(home.path().join("seal/more"), "").unwrap();
    assert!(fail(args("model.sig", "public.pem", "x")).contains("more is not signed"));
    fs::remove_file(home.path().join("seal/more")).unwrap();
    fs::remove_file(home.path().join("seal/empty")).unwrap();
    assert!(fail(args("model.sig", "public.pem", "x")).contains("it also signs empty"));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_ends_an_export() {
    let home = tempfile::tempdir().unwrap();
    let folder = sealed(home.path());
    std::os::unix::fs::symlink("README.md", folder.join("link")).unwrap();
    let said = refused(&["spdx", folder.to_str().unwrap()]);
    assert!(said.contains("link: is a symbolic link"), "{said}");
}

#[test]
fn a_bundle_holds_nothing_of_another_reader() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("model");
    fs::create_dir_all(folder.join("documents")).unwrap();
    fs::create_dir_all(folder.join("logs-canaryfolder")).unwrap();
    fs::write(folder.join("README.md"), "# M\n").unwrap();
    fs::write(folder.join("logs-canaryfolder/canaryfile.csv"), "canaryrow").unwrap();
    fs::write(
        folder.join("gpai.toml"),
        "[model]\nname = \"M\"\n[provider]\nname = \"P\"\nturnover_eur = 777123456\n\
         [role]\ndevelops = { value = true, by = \"canaryperson\", why = \"canaryreason\" }\n[compute]\nupdate_flop = 8.76543e22\n",
    )
    .unwrap();
    let example = fs::read_to_string(root().join("examples/birke-7b/documents/model-documentation.toml")).unwrap();
    let (template, record) = Record::read("x", &example).unwrap();
    fs::write(folder.join("documents/model-documentation.toml"), &example).unwrap();
    for reader in ["public", "dp", "nca", "aio"] {
        let audience = gpai_forms::template::Audience::named(reader).unwrap();
        let all: String = bundle(folder.to_str().unwrap(), reader, &[])
            .iter()
            .map(|(name, bytes)| format!("{name}\n{}\n", String::from_utf8_lossy(bytes)))
            .collect();
        for canary in ["canary", "777123456"] {
            assert!(!all.contains(canary), "{canary} in a bundle for {reader}");
        }
        assert_eq!(all.contains("8.76543e22"), reader == "aio", "{reader}");
        for field in template.fields.iter().filter(|f| !f.audiences.contains(&audience)) {
            // A version such as 1.0 stands everywhere.
            if let Some(gpai_forms::record::Value::Text(secret)) = record.value(&field.id)
                && secret.len() > 25
            {
                assert!(!all.contains(secret.as_str()), "{} in a bundle for {reader}", field.id);
            }
        }
    }
}
