//! For tests: one reader alone, and what it left behind.

use gpai_rules::licence::Licences;

use crate::candidates::Candidates;
use crate::files::{Files, Memory};
use crate::found::Found;
use crate::reader::Reader;
use crate::run::{Desk, Run, Sheet};
use crate::weigh;

/// Runs one reader; gives its candidates, and what it found.
pub fn run(reader: &Reader, files: &Memory) -> (Candidates, Found) {
    let licences = Licences::default();
    let desk = Desk::new(files, &licences);
    let mut run = Run::new(&desk);
    let mut entries = files.list();
    entries.sort();
    entries.retain(|e| (reader.wants)(e));
    if !entries.is_empty() {
        (reader.read)(&mut run, &entries);
    }
    let Sheet { found, candidates } = weigh::together(vec![(reader, run.finish())]);
    (candidates, found.sorted())
}
