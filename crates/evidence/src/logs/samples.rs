//! Samples of the LM Evaluation Harness: whether the file beside a result is the one it rests on, and how many documents it
//! holds. The result names the SHA-256 of the hashes of all lines in their order, so the samples prove themselves.

use std::collections::BTreeSet;

use gpai_rules::finding::Place;
use sha2::{Digest, Sha256};

use super::json::{Json, Take, parse};
use crate::files::Entry;
use crate::run::Run;
use crate::text::Text;

/// All samples of a folder together.
const TOTAL: u64 = 64 << 20;
/// One line: a prompt with its answers.
const LINE: usize = 1 << 20;

/// What a file of samples proves.
pub struct Samples {
    /// Whether it is the file of this result, and all of it.
    pub whole: bool,
    /// Distinct documents in it.
    pub documents: u64,
}

/// The samples of a task beside a result; nothing where there are none, or they cannot be read.
pub fn beside(run: &mut Run<'_>, result: &str, task: &str, hash: &str, entries: &[Entry]) -> Option<Samples> {
    let (folder, name) = result.rsplit_once('/').map_or(("", result), |(f, n)| (f, n));
    let time = name.strip_suffix(".json")?.rsplit('_').next()?;
    let wanted = format!("samples_{task}_{time}.jsonl");
    let path = if folder.is_empty() { wanted } else { format!("{folder}/{wanted}") };
    let entry = entries.iter().find(|e| e.path == path)?;
    if entry.size > TOTAL.saturating_sub(run.samples_read()) {
        run.limit("samples of evaluations together", format!("{TOTAL} bytes"), Place::file(&path));
        return None;
    }
    run.count_samples(entry.size);
    let text = run.text(entry, TOTAL, "lm_eval samples")?;
    let found = count(&text, hash);
    let said = if found.whole { "all of the result" } else { "a part, or of another run" };
    run.note(&path, "lm_eval samples", format!("{} documents, {said}", found.documents));
    Some(found)
}

/// Documents and the hash over all lines.
fn count(text: &Text, hash: &str) -> Samples {
    let mut documents: BTreeSet<String> = BTreeSet::new();
    let mut all = Sha256::new();
    let mut sound = true;
    for line in text.content.lines().filter(|l| !l.trim().is_empty()) {
        let keep = |key: &str| match key {
            "doc_id" | "doc_hash" | "prompt_hash" | "target_hash" => Take::Keep,
            _ => Take::Skip,
        };
        let parsed = if line.len() <= LINE { Some(parse(line, &keep)) } else { None };
        let Some(root) = parsed.filter(|p| p.broken.is_none()).map(|p| p.root) else {
            sound = false;
            continue;
        };
        if let Some(id) = root.get("doc_id").and_then(Json::scalar) {
            documents.insert(id.to_owned());
        }
        for part in ["doc_hash", "prompt_hash", "target_hash"] {
            match root.get(part).and_then(Json::text) {
                Some(part) => all.update(part.as_bytes()),
                None => sound = false,
            }
        }
    }
    let digest: String = all.finalize().iter().map(|b| format!("{b:02x}")).collect();
    Samples { whole: sound && digest == hash.to_lowercase(), documents: documents.len() as u64 }
}
