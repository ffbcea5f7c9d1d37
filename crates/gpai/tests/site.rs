//! `gpai site`: one file that needs nothing else, its size, what is in the way, the same bytes each time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

/// The whole page, with the law: HTML, style, scripts, data; packed by gzip, as web hosts deliver it.
const MOST: usize = 300_000;

fn site(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).arg("site").args(args).current_dir(dir).output().unwrap()
}

fn done(dir: &Path, args: &[&str]) -> String {
    let out = site(dir, args);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn refused(dir: &Path, args: &[&str]) -> String {
    let out = site(dir, args);
    assert_eq!(out.status.code(), Some(2));
    assert!(out.stdout.is_empty());
    String::from_utf8(out.stderr).unwrap()
}

#[test]
fn the_page_is_one_file_that_asks_for_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let said = done(dir.path(), &["-o", "new/site"]);
    assert!(said.contains("new/site/index.html") && said.contains("open it from disk"), "{said}");
    let page = fs::read_to_string(dir.path().join("new/site/index.html")).unwrap();
    assert!(page.contains("data-mode=\"site\"") && page.contains("id=\"law-data\">H4sI"));
    let policy = page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    assert!(!policy.contains("self") && !policy.contains("http"), "{policy}");
    let head = page.split("<script type=\"module\">").next().unwrap();
    assert!(!head.contains("src=") && !head.contains("href=\"."), "nothing beside it is asked for");
    assert!(!page.contains("\nimport ") && !page.contains("\nexport "));
    let readme = fs::read_to_string(dir.path().join("new/site/README.md")).unwrap();
    assert!(readme.starts_with("---\ntitle: \"") && readme.contains("\nsdk: static\n"), "{readme}");
}

#[test]
fn the_whole_page_is_small() {
    let dir = tempfile::tempdir().unwrap();
    done(dir.path(), &["-o", "site"]);
    let page = fs::read(dir.path().join("site/index.html")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&page).unwrap();
    let size = packed.finish().unwrap().len();
    assert!(size < MOST, "index.html has {size} bytes packed ({} as it stands), at most {MOST} are meant", page.len());
}

#[test]
fn the_same_bytes_each_time_and_in_the_language_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    done(dir.path(), &["-o", "a", "--on", "2026-11-25"]);
    done(dir.path(), &["-o", "b", "--on", "2026-11-25"]);
    let read = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
    assert_eq!(read("a/index.html"), read("b/index.html"));
    assert!(read("a/index.html").contains("data-on=\"2026-11-25\""));
    let said = done(dir.path(), &["-o", "zh", "--lang", "zh"]);
    assert!(said.contains("整个页面"), "{said}");
    assert!(read("zh/index.html").contains("data-lang=\"zh\"") && read("zh/README.md").contains("人工智能法"));
}

#[test]
fn an_earlier_site_is_brought_up_to_date_and_nothing_else_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join("site").join(name);
    fs::create_dir(dir.path().join("site")).unwrap();
    fs::write(at(".gitattributes"), "x").unwrap();
    done(dir.path(), &["-o", "site"]);
    let first = fs::read_to_string(at("index.html")).unwrap();
    fs::write(at("index.html"), first.replace("<body>", "<body>old")).unwrap();
    done(dir.path(), &["-o", "site"]);
    assert_eq!(fs::read_to_string(at("index.html")).unwrap(), first);
    assert_eq!(fs::read_to_string(at(".gitattributes")).unwrap(), "x");
    fs::write(at("README.md"), "---\ntitle: Ours\nsdk: static\n---\n").unwrap();
    let said = done(dir.path(), &["-o", "site"]);
    assert!(said.contains("README.md was changed by somebody and stays"), "{said}");
    assert!(fs::read_to_string(at("README.md")).unwrap().contains("title: Ours"));
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("full")).unwrap();
    for (name, text) in [("index.html", "<p>mine</p>"), ("style.css", "p{}")] {
        fs::write(dir.path().join("full").join(name), text).unwrap();
    }
    let error = refused(dir.path(), &["-o", "full"]);
    assert!(
        error.contains("not an earlier site: index.html, style.css") && error.contains("help: give a new folder"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(dir.path().join("full/index.html")).unwrap(), "<p>mine</p>");
    assert!(refused(dir.path(), &["-o", "full/style.css"]).contains("is not a folder"));
    assert!(refused(dir.path(), &["-o", "x", "--on", "1999-01-01"]).contains("outside the days"));
    assert!(refused(dir.path(), &[]).contains("--output"));
}

#[test]
fn a_whole_space_has_its_head_and_a_second_page() {
    let dir = tempfile::tempdir().unwrap();
    let said = done(dir.path(), &["-o", "space", "--space"]);
    assert!(said.contains("check.html"), "{said}");
    let at = |name: &str| dir.path().join("space").join(name);
    let readme = fs::read_to_string(at("README.md")).unwrap();
    let (_, rest) = readme.split_once("---\n").unwrap();
    let (head, body) = rest.split_once("\n---\n").unwrap();
    let head = format!("{head}\n");
    for line in
        ["sdk: static\n", "app_file: index.html\n", "license:\n- eupl-1.2\n- apache-2.0\n", "title: \"", "tags:\n"]
    {
        assert!(head.contains(line), "{line}: {head}");
    }
    assert!(body.contains("Law as of 20") && body.contains("eu-ai-act"), "{body}");
    let second = fs::read_to_string(at("check.html")).unwrap();
    assert!(second.contains("gpai doc lint") && second.contains("default-src 'none'") && !second.contains("<script"));
    assert!(!second.contains("src=") && second.contains("href=\"index.html\""));
    // An older law in a README of ours is brought up to date, a changed README stays.
    let older = readme.replace("Law as of 20", "Law as of 19");
    fs::write(at("README.md"), &older).unwrap();
    done(dir.path(), &["-o", "space", "--space"]);
    assert_eq!(fs::read_to_string(at("README.md")).unwrap(), readme);
    fs::write(at("README.md"), readme.replace("colorFrom: blue", "colorFrom: red")).unwrap();
    assert!(done(dir.path(), &["-o", "space", "--space"]).contains("stays as it is"));
    let zh = done(dir.path(), &["-o", "zh", "--space", "--lang", "zh"]);
    assert!(zh.contains("check.html"), "{zh}");
    assert!(fs::read_to_string(dir.path().join("zh/check.html")).unwrap().contains("检查文件"));
}
