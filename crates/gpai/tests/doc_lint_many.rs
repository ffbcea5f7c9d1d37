//! `gpai doc lint` of several files as a user runs it: the table, CSV and the page, files that cannot be read among them; and
//! spreadsheets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;
use std::process::Command;

const SUMMARY: &str = "# Public Summary of Training Content\n\n**Version of the Summary:** 1.0\n\n**Last update:** 01/09/2025\n\n\
    ## 1. General information\n\n### 1.1. Provider identification\n\n**Provider name and contact details:** Example SAS\n\n\
    ### 1.2. Model identification\n\n**Versioned model name(s):** Example 1\n\n**Model dependencies:** N/A\n\n\
    ## 2. List of data sources\n\n### 2.1. Publicly available datasets\n\n\
    **Have you used publicly available datasets to train the model?**\n\n- [x] Yes\n- [ ] No\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.md", SUMMARY);
    // The same as a spreadsheet would save it, with a name that would be markup.
    let rows: Vec<String> = SUMMARY
        .lines()
        .filter(|l| !l.is_empty())
        .map(|l| l.trim_start_matches('#').trim().replace("**", "").replacen(": ", ";", 1))
        .map(|l| if l.ends_with('?') { l + ";[x] Yes [ ] No" } else { l })
        .filter(|l| !l.starts_with("- "))
        .collect();
    write("<b>.csv", &rows.join("\n"));
    write("broken.docx", "PK\u{3}\u{4}");
    write("letter.md", "Dear colleague,\n\nthank you for your letter of last week.\n");
    folder
}

fn lint(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let files = ["a.md", "<b>.csv", "broken.docx", "letter.md"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    let ran = command.current_dir(folder).args(["doc", "lint", "--on", "2026-11-25"]).args(args).args(files).output();
    let ran = ran.unwrap();
    (ran.status.code(), String::from_utf8(ran.stdout).unwrap())
}

#[test]
fn several_files_give_a_table_and_the_unread_ones_are_named() {
    let folder = folder();
    let (code, out) = lint(folder.path(), &[]);
    assert_eq!(code, Some(2), "one could not be read\n{out}");
    for said in ["a.md", "<b>.csv", "broken.docx", "letter.md", "damaged", "4 files", "2 not checked"] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let (_, chinese) = lint(folder.path(), &["--lang", "zh"]);
    assert!(chinese.contains("4 个文件") && chinese.contains("未检查"), "{chinese}");
}

#[test]
fn csv_has_a_record_for_each_finding_and_for_each_file() {
    let folder = folder();
    let (code, out) = lint(folder.path(), &["--format", "csv"]);
    assert_eq!(code, Some(2));
    assert_eq!(out, lint(folder.path(), &["--format", "csv"]).1, "same input, same bytes");
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let of = |file: &str| rows.iter().filter(|r| &r[0] == file).collect::<Vec<_>>();
    assert!(of("a.md").iter().any(|r| &r[5] == "TS-D08" && &r[4] == "error"), "{out}");
    // A spreadsheet says what the text says.
    let found = |file: &str| of(file).iter().map(|r| (r[5].to_owned(), r[6].to_owned())).collect::<Vec<_>>();
    assert_eq!(found("a.md"), found("<b>.csv"));
    assert_eq!(of("broken.docx").len(), 1);
    assert_eq!((&of("broken.docx")[0][3], &of("letter.md")[0][3]), ("unread", "unchecked"));
}

#[test]
fn the_page_shows_every_file_and_no_markup_of_strangers() {
    let folder = folder();
    let (_, out) = lint(folder.path(), &["--format", "html"]);
    assert!(out.starts_with("<!doctype html>") && out.ends_with("</html>\n"));
    assert!(out.contains("&lt;b&gt;.csv") && !out.contains("<b>.csv"), "{out}");
    assert!(!out.contains("<script") && out.contains("TS-D08") && out.contains("could not be read:"), "{out}");
    // Each link of the table leads somewhere.
    for part in out.split("href=\"#").skip(1) {
        let id = part.split('"').next().unwrap();
        assert!(out.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

#[test]
fn one_document_alone_is_told_of_in_json() {
    let folder = folder();
    let ran = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .current_dir(folder.path())
        .args(["doc", "lint", "--format", "json", "a.md", "letter.md"])
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("csv"), "says what tells of several");
}
