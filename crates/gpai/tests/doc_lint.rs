//! `gpai doc lint` and `gpai doc read` as a user runs them: exit codes, formats, and files made to take a program down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
    took: Duration,
}

fn gpai(args: &[&str], file: &Path) -> Ran {
    let started = Instant::now();
    let ran = Command::new(env!("CARGO_BIN_EXE_gpai")).arg("doc").args(args).arg(file).output().unwrap();
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

const SUMMARY: &str = "# Public Summary of Training Content\n\n**Version of the Summary:** 1.0\n\n**Last update:** 01/09/2025\n\n\
    ## 1. General information\n\n### 1.1. Provider identification\n\n**Provider name and contact details:** Example SAS\n\n\
    ### 1.2. Model identification\n\n**Versioned model name(s):** Example 1\n\n**Model dependencies:** N/A\n\n\
    ## 2. List of data sources\n\n### 2.1. Publicly available datasets\n\n\
    **Have you used publicly available datasets to train the model?**\n\n- [x] Yes\n- [ ] No\n";

#[test]
fn findings_go_out_in_three_formats_with_exit_code_1() {
    let (_folder, path) = file("summary.md", SUMMARY.as_bytes());
    let human = gpai(&["lint", "--on", "2026-11-25"], &path);
    assert_eq!(human.code, Some(1), "{}", human.err);
    assert!(human.out.contains("TS-D08") && human.out.contains("summary.md"), "{}", human.out);
    let json = gpai(&["lint", "--on", "2026-11-25", "--format", "json"], &path);
    let report: Json = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["format"], "gpai-lint/1");
    assert_eq!(report["file"], "summary.md", "never the whole path");
    assert_eq!(report["kind"], "training-summary");
    assert!(report["counts"]["error"].as_u64().unwrap() > 0);
    assert_eq!(json.code, Some(1));
    let sarif = gpai(&["lint", "--on", "2026-11-25", "--format", "sarif"], &path);
    let sarif_report: Json = serde_json::from_str(&sarif.out).unwrap();
    assert_eq!(sarif_report["version"], "2.1.0");
    assert_eq!(
        json.out,
        gpai(&["lint", "--on", "2026-11-25", "--format", "json"], &path).out,
        "same input, same bytes"
    );
    let chinese = gpai(&["lint", "--on", "2026-11-25", "--lang", "zh"], &path);
    assert!(chinese.out.contains("错误"), "{}", chinese.out);
}

#[test]
fn what_was_read_is_shown_with_its_lines() {
    let (_folder, path) = file("summary.md", SUMMARY.as_bytes());
    let ran = gpai(&["read"], &path);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let reading: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(reading["format"], "gpai-reading/1");
    let field = &reading["fields"]["2.1.a"];
    assert_eq!((&field["ticked"], &field["unticked"]), (&serde_json::json!(["yes"]), &serde_json::json!(["no"])));
    assert_eq!(reading["fields"]["1.2.a"]["text"], "Example 1");
    assert_eq!(reading["fields"]["H.1"]["line"], 3);
}

#[test]
fn a_text_of_another_kind_is_said_to_be_none() {
    let (_folder, path) = file("shopping.md", b"# Shopping\n\n- milk\n");
    let ran = gpai(&["lint"], &path);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.out.contains("--kind"), "{}", ran.out);
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_to_do() {
    let (folder, path) = file("a.md", b"x");
    let ran = gpai(&["lint", "--kind", "training-sumary"], &path);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `training-summary`"), "{}", ran.err);
    assert_eq!(gpai(&["lint"], &folder.path().join("none.pdf")).code, Some(2));
    assert_eq!(gpai(&["lint"], folder.path()).code, Some(2));
}

#[test]
fn control_characters_of_a_document_do_not_reach_the_screen() {
    let evil = SUMMARY.replace("Example SAS", "\u{1b}[31mred\u{7}");
    let (_folder, path) = file("evil.md", evil.as_bytes());
    for format in ["human", "json", "sarif"] {
        let ran = gpai(&["lint", "--format", format], &path);
        assert!(!ran.out.contains(['\u{1b}', '\u{7}']), "{format}");
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
