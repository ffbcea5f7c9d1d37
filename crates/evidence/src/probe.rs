//! For tests: one reader alone, and what it left behind.

use gpai_rules::licence::Licences;

use crate::Found;
use crate::candidates::Candidates;
use crate::files::{Files, Memory};
use crate::reader::Reader;
use crate::run::Work;

/// Runs one reader; gives its candidates, and what it found.
pub fn run(reader: &Reader, files: &Memory) -> (Candidates, Found) {
    let licences = Licences::default();
    let mut work = Work::new(files, &licences);
    let mut entries = files.list();
    entries.sort();
    entries.retain(|e| (reader.wants)(e));
    if !entries.is_empty() {
        (reader.read)(&mut work, &entries);
    }
    (std::mem::take(&mut work.candidates), work.finish())
}
