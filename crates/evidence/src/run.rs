//! What the readers share: bounded reading, and one place to put facts, findings and candidates.

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::licence::Licences;

use crate::candidates::Candidates;
use crate::files::{Entry, Files};
use crate::text::{Text, shorten};
use crate::{Found, LookedAt, limits};

/// The start of a Git LFS pointer file, which stands for content that is elsewhere.
const LFS: &[u8] = b"version https://git-lfs";

/// The state of one run.
pub struct Work<'a> {
    files: &'a dyn Files,
    left: u64,
    /// Known licences.
    pub licences: &'a Licences,
    /// What was found so far.
    pub found: Found,
    /// Statements that are only combined at the end.
    pub candidates: Candidates,
}

impl<'a> Work<'a> {
    /// A new run.
    pub fn new(files: &'a dyn Files, licences: &'a Licences) -> Self {
        let found = Found { findings: files.skipped(), ..Found::default() };
        Work { files, left: limits::TOTAL, licences, found, candidates: Candidates::default() }
    }

    /// Adds a claim.
    pub fn claim(&mut self, name: &str, value: Value, source: Source) {
        self.found.facts.add(name, value, source);
    }

    /// Adds a finding, up to the bound on findings of a kind in a file.
    pub fn find(&mut self, finding: Finding) {
        let file = |f: &Finding| f.places.first().map(|p| p.file.clone());
        let same = self.found.findings.iter().filter(|f| f.code == finding.code && file(f) == file(&finding)).count();
        if same < limits::FINDINGS_OF_A_KIND {
            self.found.findings.push(finding);
        }
    }

    /// Something could not be read.
    pub fn unreadable(&mut self, what: &str, why: &str, place: Place) {
        let finding = Finding::new("unreadable-part", Severity::Warning);
        self.find(finding.with("what", shorten(what)).with("why", shorten(why)).place(place));
    }

    /// A bound was met.
    pub fn limit(&mut self, what: &str, limit: impl ToString, place: Place) {
        let finding = Finding::new("limit-reached", Severity::Warning);
        self.find(finding.with("what", shorten(what)).with("limit", limit).place(place));
    }

    /// The number of parameters was not computed.
    pub fn no_parameters(&mut self, why: &str, place: Place) {
        self.find(Finding::new("parameters-not-computed", Severity::Info).with("why", why).place(place));
    }

    /// The model may be narrow; then nothing is claimed about its outputs.
    pub fn narrow(&mut self, why: &str, place: Place) {
        self.candidates.narrow = true;
        self.find(Finding::new("maybe-narrow", Severity::Warning).with("why", shorten(why)).place(place));
    }

    /// Says what a reader made of a file.
    pub fn note(&mut self, path: &str, reader: &str, gave: impl Into<String>) {
        self.found.looked_at.push(LookedAt { path: path.to_owned(), reader: reader.to_owned(), gave: gave.into() });
    }

    /// A range of a file, within the bound on all reads together.
    pub fn range(&mut self, path: &str, offset: u64, len: u64) -> Option<Vec<u8>> {
        if len > self.left {
            self.limit("all reads together", format!("{} bytes", limits::TOTAL), Place::file(path));
            return None;
        }
        match self.files.head(path, offset, len) {
            Ok(bytes) => {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                Some(bytes)
            }
            Err(error) => {
                self.unreadable("the file", &error.kind().to_string(), Place::file(path));
                None
            }
        }
    }

    /// A file as text, cut at the limit; `None` if there is nothing to read.
    pub fn text(&mut self, entry: &Entry, limit: u64, reader: &str) -> Option<Text> {
        let path = &entry.path;
        let limit = limit.min(self.left);
        let mut bytes = self.range(path, 0, limit)?;
        if bytes.starts_with(LFS) {
            self.unreadable(
                "the content",
                "it is a Git LFS pointer; the content is not in this copy",
                Place::file(path),
            );
            self.note(path, reader, "nothing: a Git LFS pointer");
            return None;
        }
        if entry.size > limit {
            self.limit("the file", format!("{limit} bytes"), Place::file(path));
        }
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let text = Text::new(path, &bytes);
        if let Some(offset) = text.invalid {
            let place = text.place(offset);
            self.unreadable("some bytes", "they are not UTF-8", place);
        }
        Some(text)
    }

    /// The result, in an order that does not depend on that of the files.
    pub fn finish(self) -> Found {
        let mut found = self.found;
        found.findings.sort();
        found.findings.dedup();
        found.looked_at.sort();
        found.looked_at.dedup();
        found.clauses.sort();
        found.clauses.dedup();
        found.documents.sort();
        found.documents.dedup();
        found
    }
}
