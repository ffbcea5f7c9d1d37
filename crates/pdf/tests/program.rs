//! `gpai` and `gpai-pdf` together, as a user runs them: documents set and read, and files made to take a program down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

/// The program `gpai` of the same build. Cargo builds it beside `gpai-pdf` where it builds the whole workspace.
fn program() -> PathBuf {
    let path =
        Path::new(env!("CARGO_BIN_EXE_gpai-pdf")).with_file_name(format!("gpai{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is not built yet: cargo test --workspace", path.display());
    path
}

fn done(out: &Output) -> String {
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout.clone()).unwrap()
}

fn run(args: &[&str]) -> Output {
    Command::new(program()).args(args).output().unwrap()
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
    took: Duration,
}

fn gpai(args: &[&str], file: &Path) -> Ran {
    let started = Instant::now();
    let ran = Command::new(program()).arg("doc").args(args).arg(file).output().unwrap();
    Ran {
        code: ran.status.code(),
        out: String::from_utf8(ran.stdout).unwrap(),
        err: String::from_utf8(ran.stderr).unwrap(),
        took: started.elapsed(),
    }
}

/// A file of these bytes in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(table.into_bytes());
    out.extend(format!("trailer\n<< /Root 1 0 R /Size {} {trailer} >>\n", objects.len() + 1).into_bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
    out
}

/// Deflate of zeros without end: one literal, then copies of 258 bytes, 13 bits each, in the fixed code.
fn endless_zeros(bytes: usize) -> Vec<u8> {
    let (mut out, mut held, mut count) = (Vec::with_capacity(bytes + 8), 0_u64, 0_u32);
    let mut put = |value: u64, bits: u32, out: &mut Vec<u8>| {
        held |= value << count;
        count += bits;
        while count >= 8 {
            out.push((held & 0xFF) as u8);
            held >>= 8;
            count -= 8;
        }
    };
    // Last block, fixed code; the literal 0 is 00110000, the length 258 is 11000101, the distance 1 is 00000.
    put(0b011, 3, &mut out);
    put(0b0000_1100, 8, &mut out);
    while out.len() < bytes {
        put(0b1010_0011, 8, &mut out);
        put(0, 5, &mut out);
    }
    out
}

fn text(content: &str) -> Vec<u8> {
    content.as_bytes().to_vec()
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", content.len()).into_bytes();
    out.extend(content);
    out.extend(b"\nendstream");
    out
}

/// It ends with exit code 2, nothing on the screen, a sentence with the file's name, within the bound.
fn refused(name: &str, bytes: &[u8], says: &str) {
    let (_folder, path) = file(name, bytes);
    for command in [&["lint"][..], &["read"]] {
        let ran = gpai(command, &path);
        assert_eq!(ran.code, Some(2), "{name} {command:?}: {} {}", ran.out, ran.err);
        assert_eq!(ran.out, "", "{name}: stdout stays empty");
        assert!(ran.err.contains(says) && ran.err.contains(name), "{name}: expected `{says}` in: {}", ran.err);
        assert!(!ran.err.contains("overflow") && !ran.err.contains("panicked"), "{name}: {}", ran.err);
        assert!(ran.took < Duration::from_secs(40), "{name}: {:?}", ran.took);
    }
}

#[test]
fn a_bomb_of_compression_ends() {
    // 16 MB become 2.5 GB.
    let bomb = stream("/Filter /FlateDecode", &endless_zeros(16 << 20));
    let bytes = pdf(
        &[
            text("<< /Type /Catalog /Pages 2 0 R >>"),
            text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            text("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"),
            bomb,
        ],
        "",
    );
    refused("bomb.pdf", &bytes, "bounds");
}

#[test]
fn a_tree_of_pages_that_holds_itself_ends() {
    let bytes =
        pdf(&[text("<< /Type /Catalog /Pages 2 0 R >>"), text("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1 >>")], "");
    let (_folder, path) = file("loop.pdf", &bytes);
    let ran = gpai(&["lint"], &path);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.took < Duration::from_secs(40), "{:?}", ran.took);
}

#[test]
fn a_drawing_that_holds_itself_ends() {
    let resources = "/Resources << /XObject << /F 4 0 R >> >>";
    let form =
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {resources}"), b"/F Do /F Do /F Do /F Do");
    let bytes = pdf(
        &[
            text("<< /Type /Catalog /Pages 2 0 R >>"),
            text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            text(&format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] {resources} /Contents 5 0 R >>")),
            form,
            stream("", b"/F Do"),
        ],
        "",
    );
    let (_folder, path) = file("self.pdf", &bytes);
    let ran = gpai(&["read"], &path);
    assert!(ran.took < Duration::from_secs(5), "{:?}", ran.took);
    assert!(matches!(ran.code, Some(1 | 2)), "{} {}", ran.out, ran.err);
}

#[test]
fn arrays_in_arrays_end() {
    let deep = format!("{}{}", "[".repeat(2_000_000), "]".repeat(2_000_000));
    let bytes =
        pdf(&[text("<< /Type /Catalog /Pages 2 0 R >>"), text(&format!("<< /Type /Pages /Kids {deep} >>"))], "");
    let (_folder, path) = file("deep.pdf", &bytes);
    let ran = gpai(&["lint"], &path);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
}

#[test]
fn a_password_is_asked_for() {
    let key = "00".repeat(32);
    let bytes = pdf(
        &[
            text("<< /Type /Catalog /Pages 2 0 R >>"),
            text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            text("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"),
        ],
        &format!("/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>"),
    );
    refused("locked.pdf", &bytes, "encrypted");
}

#[test]
fn a_scan_is_called_one() {
    let bytes = pdf(
        &[
            text("<< /Type /Catalog /Pages 2 0 R >>"),
            text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            text(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
            ),
            stream("", b"q 500 0 0 700 40 40 cm /I Do Q"),
            stream(
                "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
                b"x",
            ),
        ],
        "",
    );
    refused("scan.pdf", &bytes, "scanned");
}

#[test]
fn ten_thousand_pages_are_read_in_part_and_said_so() {
    const PAGES: usize = 10_000;
    let kids: String = (0..PAGES).map(|n| format!("{} 0 R ", n + 5)).collect();
    let mut objects = vec![
        text("<< /Type /Catalog /Pages 2 0 R >>"),
        text(&format!("<< /Type /Pages /Kids [{kids}] /Count {PAGES} >>")),
        stream("", b"BT /F 10 Tf 60 700 Td (A page of text) Tj ET"),
        text("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    ];
    for _ in 0..PAGES {
        objects.push(text(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        ));
    }
    let (_folder, path) = file("long.pdf", &pdf(&objects, ""));
    let ran = gpai(&["read"], &path);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let reading: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(reading["pages"], 10_000);
    assert!(reading["unread"][0]["what"].as_str().unwrap().contains("201 to 10000"), "{}", reading["unread"]);
    assert!(ran.took < Duration::from_secs(40), "{:?}", ran.took);
}

/// The bundled example of an open model, its documents as records alone.
fn example() -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/birke-7b");
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("documents")).unwrap();
    for below in ["", "documents"] {
        for entry in fs::read_dir(from.join(below)).unwrap() {
            let path = entry.unwrap().path();
            let record = below.is_empty() || path.extension().is_some_and(|e| e == "toml");
            if path.is_file() && record {
                fs::copy(&path, dir.path().join(below).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    dir
}

/// State of the duty to publish a summary, and the codes that bear on it.
fn summary(program: &Path, dir: &Path) -> (String, Vec<String>) {
    let args = ["check", "--format", "json", "--fail-on", "never", "--on", "2026-11-25"];
    let out = Command::new(program).args(args).arg(dir).output().unwrap();
    let doc: Json = serde_json::from_slice(&out.stdout).unwrap();
    let duty = doc["duties"].as_array().unwrap().iter().find(|d| d["id"] == "53-1-d").unwrap();
    let codes = duty["findings"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
    (duty["state"].as_str().unwrap().to_owned(), codes)
}

#[test]
fn a_sound_summary_meets_its_duty_and_a_draft_does_not() {
    let dir = example();
    let folder = dir.path().to_str().unwrap();
    let unread = ("unknown".to_owned(), vec!["document-unread".to_owned()]);
    assert_eq!(summary(&program(), dir.path()), unread, "a record alone");
    let out = run(&["doc", "render", "training-summary", folder]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(summary(&program(), dir.path()), unread, "a draft");
    assert!(run(&["doc", "render", "training-summary", folder, "--final"]).status.success());
    assert_eq!(summary(&program(), dir.path()), ("met".to_owned(), vec!["document-sound".to_owned()]));
    let pdf = dir.path().join("documents/training-summary.pdf");
    let lint = run(&["doc", "lint", pdf.to_str().unwrap(), "--on", "2026-11-25", "--model", folder]);
    assert!(lint.status.success(), "{}", String::from_utf8_lossy(&lint.stdout));
}

#[test]
fn what_is_no_pdf_inside_is_neither_there_nor_missing() {
    let dir = example();
    fs::write(dir.path().join("documents/training-summary.pdf"), b"%PDF-1.7\nnothing of the kind").unwrap();
    assert_eq!(summary(&program(), dir.path()), ("unknown".to_owned(), vec!["document-unread".to_owned()]));
}

#[test]
fn the_examples_are_written_final_in_every_format_and_for_every_reader() {
    for (name, documents) in [("birke-7b", 1 + 3 + 2 + 1), ("aurelia-4", 1 + 2 + 2 + 2 + 2 + 1)] {
        let out = tempfile::tempdir().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
        let to = format!("{}/", out.path().display());
        let args = [
            "doc",
            "render",
            "all",
            folder.to_str().unwrap(),
            "--format",
            "all",
            "--audience",
            "all",
            "--final",
            "-o",
            &to,
        ];
        let written = done(&run(&args));
        assert_eq!(written.lines().count(), documents * 5, "{written}");
        let files: Vec<PathBuf> = fs::read_dir(out.path()).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(files.len(), documents * 5);
        // Again: the same bytes, in the place of the old ones.
        let before: Vec<Vec<u8>> = files.iter().map(|f| fs::read(f).unwrap()).collect();
        done(&run(&args));
        let after: Vec<Vec<u8>> = files.iter().map(|f| fs::read(f).unwrap()).collect();
        assert!(before == after, "{name}: the bytes differ");
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), files.len(), "nothing else is left");
    }
}

#[test]
fn missing_glyphs_are_named_through_both_programs() {
    let dir = example();
    let path = dir.path().join("documents/training-summary.toml");
    let record = fs::read_to_string(&path).unwrap();
    fs::write(&path, record.replacen("GmbH", "ሀገር", 1)).unwrap();
    let out = run(&["doc", "render", "training-summary", dir.path().to_str().unwrap()]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("no font at hand has `ሀ`") && said.contains("--font FILE"), "{said}");
}

/// Without `gpai-pdf` a PDF is found and not read, every other format works, and the command that builds it is named.
#[test]
fn without_the_program_only_pdf_is_missing() {
    let (dir, alone) = (example(), tempfile::tempdir().unwrap());
    let lone = alone.path().join("gpai");
    fs::copy(program(), &lone).unwrap();
    let ran = |args: &[&str]| Command::new(&lone).args(args).env("PATH", "").output().unwrap();
    let folder = dir.path().to_str().unwrap();
    assert!(run(&["doc", "render", "training-summary", folder, "--final"]).status.success());
    assert_eq!(summary(&lone, dir.path()), ("unknown".to_owned(), vec!["document-unread".to_owned()]));
    let shown = String::from_utf8(ran(&["check", folder, "--on", "2026-11-25"]).stdout).unwrap();
    assert!(shown.contains("found, not read") && shown.contains("cargo build --release --workspace"), "{shown}");
    let out = ran(&["doc", "render", "training-summary", folder]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(out.status.code() == Some(2) && said.contains("cargo build --release --workspace"), "{said}");
    fs::remove_file(dir.path().join("documents/training-summary.pdf")).unwrap();
    for format in ["docx", "html", "md", "json"] {
        assert!(ran(&["doc", "render", "training-summary", folder, "--final", "--format", format]).status.success());
        assert_eq!(summary(&lone, dir.path()).0, "met", "{format}");
        fs::remove_file(dir.path().join(format!("documents/training-summary.{format}"))).unwrap();
    }
}

#[test]
fn a_program_in_libexec_is_found() {
    let (dir, alone) = (example(), tempfile::tempdir().unwrap());
    for (from, to) in
        [(program(), "bin/gpai"), (PathBuf::from(env!("CARGO_BIN_EXE_gpai-pdf")), "libexec/gpai/gpai-pdf")]
    {
        let to = alone.path().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
    let args = ["doc", "render", "training-summary", dir.path().to_str().unwrap()];
    let out = Command::new(alone.path().join("bin/gpai")).args(args).env("PATH", "").output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}
