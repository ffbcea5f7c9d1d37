//! Where output goes: what `-o` names is never replaced by another kind of thing, and nothing is written through a link that
//! leads out of the folder.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{FileTypeExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";

fn gpai(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).current_dir(dir).output().unwrap()
}

fn model(dir: &Path) {
    fs::create_dir(dir.join("model")).unwrap();
    fs::write(dir.join("model/README.md"), CARD).unwrap();
}

/// Commands that take `-o FILE`, without it.
const WRITERS: [&[&str]; 4] = [
    &["flowchart"],
    &["survey", "model", "--format", "csv"],
    &["doc", "new", "training-summary", "model"],
    &["doc", "render", "training-summary", "model", "--format", "md"],
];

fn prepared() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    model(dir.path());
    assert_eq!(gpai(dir.path(), &["doc", "new", "training-summary", "model"]).status.code(), Some(0));
    dir
}

#[test]
fn a_pipe_stays_a_pipe_and_gets_the_whole_output() {
    let dir = prepared();
    let pipe = dir.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for writer in WRITERS {
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || {
                let mut text = String::new();
                fs::File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
                text
            }
        });
        let out = gpai(dir.path(), &[writer, &["-o", "fifo"]].concat());
        assert_eq!(out.status.code(), Some(0), "{writer:?}: {}", String::from_utf8_lossy(&out.stderr));
        assert!(reader.join().unwrap().len() > 100, "{writer:?}");
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo(), "{writer:?}");
    }
}

#[test]
fn a_device_and_a_link_stay_what_they_are() {
    let dir = prepared();
    let at = |name: &str| dir.path().join(name);
    symlink("/dev/null", at("null")).unwrap();
    symlink("/proc/self/fd/1", at("stdout")).unwrap();
    for writer in WRITERS {
        fs::write(at("target"), "keep").unwrap();
        let _ = fs::remove_file(at("link"));
        symlink("target", at("link")).unwrap();
        for name in ["null", "link", "stdout", "/dev/null"] {
            // `doc new` leaves a file that is there alone.
            if writer.get(1) == Some(&"new") && name == "link" {
                continue;
            }
            let out = gpai(dir.path(), &[writer, &["-o", name]].concat());
            assert_eq!(out.status.code(), Some(0), "{writer:?} {name}: {}", String::from_utf8_lossy(&out.stderr));
            assert_eq!(out.stdout.len() > 100, name == "stdout", "{writer:?} {name}");
            if name != "/dev/null" {
                assert!(fs::symlink_metadata(at(name)).unwrap().is_symlink(), "{writer:?} {name}");
            }
        }
        assert!(fs::symlink_metadata("/dev/null").unwrap().file_type().is_char_device(), "{writer:?}");
        let new = writer.get(1) == Some(&"new");
        assert_eq!(fs::read_to_string(at("target")).unwrap() == "keep", new, "{writer:?}: the link is followed");
    }
    let names: Vec<String> =
        fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), 5, "nothing else was made: {names:?}");
}

#[test]
fn a_full_disk_is_an_error() {
    let dir = prepared();
    for writer in WRITERS {
        let out = gpai(dir.path(), &[writer, &["-o", "/dev/full"]].concat());
        assert_eq!(out.status.code(), Some(2), "{writer:?}");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.contains("/dev/full: could not be written") && !said.contains("os error"), "{said}");
    }
    assert!(fs::symlink_metadata("/dev/full").unwrap().file_type().is_char_device());
}

#[test]
fn a_dash_is_the_screen() {
    let dir = prepared();
    for writer in WRITERS {
        let out = gpai(dir.path(), &[writer, &["-o", "-"]].concat());
        assert_eq!(out.status.code(), Some(0), "{writer:?}: {}", String::from_utf8_lossy(&out.stderr));
        assert!(out.stdout.len() > 100, "{writer:?}");
    }
    let page = gpai(dir.path(), &["site", "-o", "-"]);
    assert!(page.stdout.starts_with(b"<!doctype html>"));
    assert!(!dir.path().join("-").exists());
}

/// A document that is no text goes through a pipe byte for byte.
#[test]
fn bytes_go_through_a_pipe() {
    let dir = prepared();
    let render = ["doc", "render", "training-summary", "model", "--format", "docx", "-o"];
    let piped = gpai(dir.path(), &[&render[..], &["-"]].concat());
    assert_eq!(piped.status.code(), Some(0), "{}", String::from_utf8_lossy(&piped.stderr));
    assert_eq!(gpai(dir.path(), &[&render[..], &["summary.docx"]].concat()).status.code(), Some(0));
    assert!(piped.stdout.starts_with(b"PK"));
    assert_eq!(piped.stdout, fs::read(dir.path().join("summary.docx")).unwrap());
}

#[test]
fn nothing_is_written_through_a_link_out_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    model(dir.path());
    let at = |name: &str| dir.path().join(name);
    fs::create_dir(at("elsewhere")).unwrap();
    symlink("../elsewhere", at("model/documents")).unwrap();
    let out = gpai(dir.path(), &["doc", "new", "training-summary", "model"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("a link leads out of the folder"), "{out:?}");
    // A record that lies there already is not rendered there either, and another file is not brought up to date.
    let other = gpai(dir.path(), &["doc", "new", "training-summary", "model", "-o", "elsewhere/training-summary.toml"]);
    assert_eq!(other.status.code(), Some(0), "{other:?}");
    let before = fs::read(at("elsewhere/training-summary.toml")).unwrap();
    for args in [
        &["doc", "render", "training-summary", "model", "--format", "md"][..],
        &["doc", "new", "training-summary", "model", "--update"],
    ] {
        assert_eq!(gpai(dir.path(), args).status.code(), Some(2), "{args:?}");
    }
    fs::remove_file(at("model/documents")).unwrap();
    fs::create_dir(at("model/documents")).unwrap();
    symlink("../../elsewhere/training-summary.toml", at("model/documents/training-summary.toml")).unwrap();
    assert_eq!(gpai(dir.path(), &["doc", "new", "training-summary", "model", "--update"]).status.code(), Some(2));
    assert_eq!(fs::read(at("elsewhere/training-summary.toml")).unwrap(), before);
    assert_eq!(fs::read_dir(at("elsewhere")).unwrap().count(), 1);
}
