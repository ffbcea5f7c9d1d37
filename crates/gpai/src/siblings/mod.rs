//! The programs beside this one, which are heavy and therefore programs of their own: where they are, and how they are
//! started. `gpai-pdf` sets and reads PDF, `gpai-corpus` knows the formats of data, `gpai-register` keeps the register. Each does one
//! thing for `gpai` through its streams; where it is missing, that one thing is missing and says so.

use std::path::{Path, PathBuf};

pub mod child;
pub mod fonts;
pub mod history;
pub mod place;
pub mod tables;
pub mod typeset;

/// A program beside this one.
#[derive(Clone, Copy, Debug)]
pub struct Sibling {
    /// Its name, as a file has it without ending.
    pub name: &'static str,
    /// What it does, as a sentence begins.
    does: &'static str,
}

/// Sets and reads PDF.
pub const PDF: Sibling = Sibling { name: "gpai-pdf", does: "PDF is set and read" };
/// Reads and writes Parquet, and profiles and audits training data.
pub const CORPUS: Sibling = Sibling { name: "gpai-corpus", does: "Parquet and training data are read" };

/// Keeps what a provider must keep after release.
pub const REGISTER: Sibling = Sibling { name: "gpai-register", does: "The register is kept" };

/// The one command that builds all programs.
pub const BUILD: &str = "cargo build --release --workspace";

impl Sibling {
    /// The program: beside this one, in `libexec` beside its folder, on `PATH`; in that order, so that both are of one
    /// release.
    pub fn find(&self) -> Option<PathBuf> {
        let file = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        let own = std::env::current_exe().ok();
        let beside = own.as_deref().and_then(Path::parent).map(Path::to_owned);
        let libexec = beside.as_deref().and_then(Path::parent).map(|up| up.join("libexec"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        // A relative entry would let a model folder bring its own program.
        let on_path = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
        let installed = libexec.iter().flat_map(|l| [l.join("gpai"), l.clone()]);
        let mut folders = beside.into_iter().chain(installed).chain(on_path);
        folders.find_map(|folder| Some(folder.join(&file)).filter(|program| program.is_file()))
    }

    /// What is said where it is missing: what it is for, and what brings it.
    pub fn missing(&self) -> String {
        let Sibling { name, does } = self;
        format!(
            "{does} by {name}, a program of its own, which is neither beside gpai nor in libexec nor on PATH\n  help: build it \
             with `{BUILD}`"
        )
    }

    /// The same in passing, for one line of a report on a file that is there.
    pub fn unread(&self) -> String {
        let Sibling { name, does } = self;
        format!("found, not read: {does} by {name}, which is not here; build it with `{BUILD}`")
    }
}
