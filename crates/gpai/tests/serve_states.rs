//! `gpai serve` checks the documents of the folder as `gpai check` does: the same assessment, the same findings, states of duties.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const DAY: &str = "2026-11-25";

struct Server {
    child: Child,
    at: String,
    key: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn gpai(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.args(args).current_dir(dir).stdin(Stdio::null());
    command
}

fn serve(dir: &Path) -> Server {
    let mut child = gpai(dir, &["serve", ".", "--port", "0", "--on", DAY]).stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("Ctrl-C") && out.read_line(&mut said).unwrap() > 0 {}
    let (at, rest) = said.split_once("http://").unwrap().1.split_once("/#key=").unwrap();
    let key = rest.split_whitespace().next().unwrap().to_owned();
    Server { child, at: at.to_owned(), key }
}

impl Server {
    fn folder(&self) -> Value {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        write!(stream, "GET /api/folder HTTP/1.1\r\nHost: {}\r\nX-Gpai: {}\r\n\r\n", self.at, self.key).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        serde_json::from_str(body).unwrap()
    }
}

/// The bundled example of an open model with its records and its published summary.
fn example() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            match entry.file_type().unwrap().is_dir() {
                true => copy(&entry.path(), &to),
                false => fs::copy(entry.path(), to).map(drop).unwrap(),
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/birke-7b"), dir.path());
    // Read without the program that reads PDF.
    let _ = fs::remove_file(dir.path().join("documents/training-summary.pdf"));
    let render =
        gpai(dir.path(), &["doc", "render", "training-summary", ".", "--final", "--format", "md"]).output().unwrap();
    assert!(render.status.success(), "{}", String::from_utf8_lossy(&render.stderr));
    dir
}

fn checked(dir: &Path) -> Value {
    let out = gpai(dir, &["check", ".", "--format", "json", "--fail-on", "never", "--on", DAY]).output().unwrap();
    serde_json::from_slice(&out.stdout).unwrap()
}

/// State of a duty, and codes of the findings that name it.
fn state(folder: &Value, duty: &str) -> (String, Vec<String>) {
    let duties = folder["assessment"]["duties"].as_array().unwrap();
    let state = duties.iter().find(|d| d["id"] == duty).unwrap()["state"].as_str().unwrap().to_owned();
    let codes = folder["findings"].as_array().unwrap().iter().filter(|f| f["duty"] == duty);
    (state, codes.map(|f| f["code"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn the_folder_is_assessed_with_its_documents_checked() {
    let dir = example();
    let server = serve(dir.path());
    let folder = server.folder();
    assert_eq!(state(&folder, "53-1-d"), ("met".to_owned(), vec!["document-sound".to_owned()]));
    assert!(!folder.to_string().contains("document-unchecked"));
    let finding = folder["findings"].as_array().unwrap().iter().find(|f| f["duty"] == "53-1-d").unwrap();
    for text in ["message", "help"] {
        assert!(finding[text]["en"].as_str().unwrap().contains("training-summary"), "{finding}");
        assert!(finding[text]["zh"].as_str().unwrap().contains("training-summary"), "{finding}");
    }
    assert_eq!(folder["assessment"], checked(dir.path()), "what the terminal says, in every field");

    // The folder is read anew each time.
    let path = dir.path().join("documents/training-summary.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("☒ Yes", "☐ Yes", 1)).unwrap();
    let folder = server.folder();
    // The record says otherwise than what is left of the document.
    let (word, mut codes) = state(&folder, "53-1-d");
    codes.sort();
    assert_eq!((word.as_str(), codes), ("gap", vec!["document-deficient".to_owned(), "document-stale".to_owned()]));
    assert_eq!(folder["assessment"], checked(dir.path()));
}

#[test]
fn what_cannot_be_read_leaves_the_state_unknown_and_the_page_alive() {
    let dir = example();
    fs::write(dir.path().join("documents/training-summary.md"), b"\xff\xfe\x00# no text").unwrap();
    let server = serve(dir.path());
    let folder = server.folder();
    assert_eq!(state(&folder, "53-1-d"), ("unknown".to_owned(), vec!["document-unread".to_owned()]));
    assert_eq!(folder["assessment"], checked(dir.path()));
}
