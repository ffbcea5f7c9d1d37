//! A register in a folder of its own, and the program run on it.
#![allow(dead_code, reason = "each test file uses a part")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rusqlite::Connection;
use serde_json::Value as Json;

/// A register.
pub struct Desk {
    /// Removed at the end.
    pub root: tempfile::TempDir,
    /// Its folder.
    pub dir: PathBuf,
}

/// The program.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai-register"));
    command.env_remove("GPAI_REGISTER").env_remove("GPAI_REGISTER_NOW");
    command
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Desk {
    pub fn new() -> Desk {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("register");
        let desk = Desk { root, dir };
        desk.ok(&["init", "--by", "T. Tester", "--provider", "Birke KI GmbH", "--contact", "rights@birke.example"]);
        desk
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn path(&self, name: &str) -> String {
        self.at(name).to_str().unwrap().to_owned()
    }

    pub fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Output {
        program().args(args).env("GPAI_REGISTER", &self.dir).current_dir(self.root.path()).output().unwrap()
    }

    /// It must work; stdout.
    pub fn ok<S: AsRef<OsStr>>(&self, args: &[S]) -> String {
        let out = self.run(args);
        let shown: Vec<String> = args.iter().map(|a| a.as_ref().to_string_lossy().into_owned()).collect();
        assert!(out.status.success(), "{shown:?}: {} {}", text(&out.stdout), text(&out.stderr));
        text(&out.stdout)
    }

    /// It must be refused with code 2; stderr.
    pub fn refused<S: AsRef<OsStr>>(&self, args: &[S]) -> String {
        let out = self.run(args);
        assert_eq!(out.status.code(), Some(2), "{} {}", text(&out.stdout), text(&out.stderr));
        text(&out.stderr)
    }

    /// A complaint with these; its id.
    pub fn complaint(&self, id: &str, name: &str, contact: &str, statement: &str) -> String {
        let args = [
            "complaint",
            "add",
            "--id",
            id,
            "--channel",
            "form",
            "--name",
            name,
            "--contact",
            contact,
            "--statement",
            statement,
        ];
        self.ok(&[&args[..], &["--work", "The Book", "--measure", "1.3"]].concat());
        id.to_owned()
    }

    pub fn json<S: AsRef<OsStr>>(&self, args: &[S]) -> Json {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    pub fn state(&self, id: &str) -> String {
        self.json(&["show", id, "--format", "json"])["state"].as_str().unwrap().to_owned()
    }

    /// What `verify` says, as JSON, and its code.
    pub fn verify(&self, seal: Option<&Path>) -> (Json, i32) {
        let mut args = vec!["verify".to_owned(), "--format".to_owned(), "json".to_owned()];
        if let Some(seal) = seal {
            args.extend(["--seal".to_owned(), seal.to_str().unwrap().to_owned()]);
        }
        let out = self.run(&args);
        (
            serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{}", text(&out.stderr))),
            out.status.code().unwrap(),
        )
    }

    pub fn whole(&self) {
        let (proof, code) = self.verify(None);
        assert_eq!(code, 0, "{proof:#}");
    }

    pub fn database(&self) -> PathBuf {
        self.dir.join("register.db")
    }

    /// The file opened as any tool of SQLite opens it, without the guards.
    pub fn tool(&self) -> Connection {
        let db = Connection::open(self.database()).unwrap();
        db.execute_batch("DROP TRIGGER IF EXISTS entry_stays; DROP TRIGGER IF EXISTS entry_remains;").unwrap();
        db
    }

    pub fn seal(&self, name: &str) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, self.ok(&["seal"])).unwrap();
        path
    }
}

/// Every file below a folder, with its bytes.
pub fn bytes_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut out = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { left.push(path) } else { out.push((path.clone(), fs::read(&path).unwrap())) }
        }
    }
    out
}

/// Where a text stands in files below a folder.
pub fn found(folder: &Path, needle: &str) -> Vec<PathBuf> {
    let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|w| w.eq_ignore_ascii_case(needle.as_bytes()));
    bytes_below(folder).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect()
}
