//! `.eval` files of Inspect: a zip with `header.json`, or, of a run that was killed, a journal with the start and summaries.

use gpai_rules::finding::{Finding, Place, Severity};

use super::inspect::{self, Left, NAME};
use super::json::{Json, whole};
use super::zip::{self, Item};
use crate::files::Entry;
use crate::run::Run;
use crate::text::Text;

/// Summaries of a journal that are read; each holds those of some samples.
const SUMMARIES: usize = 256;
/// Bytes of all summaries together, unpacked.
const SUMMARY_BYTES: usize = 32 << 20;

/// Reads one archive.
pub fn read(run: &mut Run<'_>, entry: &Entry) {
    let wanted = |name: &str| {
        matches!(name, "header.json" | "_journal/start.json" | "summaries.json")
            || (name.starts_with("_journal/summaries/") && name.ends_with(".json"))
    };
    let items = match zip::list(run, entry, &wanted) {
        Ok(items) => items,
        Err(why) => return nothing(run, entry, "the log", &why),
    };
    let named = |name: &str| items.iter().rev().find(|i| i.name == name);
    if let Some(header) = named("header.json") {
        if let Some(text) = text(run, entry, header) {
            let parsed = super::json::parse(&text.content, &inspect::take);
            let finished = parsed.root.get("status").and_then(Json::text) == Some("success");
            let left = if finished { Left::default() } else { Left { done: done(run, entry, &items) } };
            inspect::read(run, &text, left);
        }
        return;
    }
    let Some(start) = named("_journal/start.json") else {
        return run.note(&entry.path, NAME, "nothing: a zip, and no log of Inspect");
    };
    let Some(text) = text(run, entry, start) else { return };
    let parsed = whole(&text.content);
    if let Some(broken) = parsed.broken {
        run.unreadable("the start of the log", broken.why, Place::file(&entry.path));
        return run.note(&entry.path, NAME, "nothing: the start of the log is broken");
    }
    let left = Left { done: done(run, entry, &items) };
    // What a journal starts with has no status; it would stand there as the tool writes it.
    let mut root = parsed.root;
    if let super::json::Kind::Map(entries) = &mut root.kind {
        entries.retain(|(key, _, _)| key != "status");
        let started = Json { at: 0, kind: super::json::Kind::Text("started".to_owned()) };
        entries.push(("status".to_owned(), 0, started));
    }
    inspect::header(run, &root, &text, left);
}

fn nothing(run: &mut Run<'_>, entry: &Entry, what: &str, why: &str) {
    let finding = Finding::new("unreadable-part", Severity::Warning).with("what", what).with("why", why);
    run.find(finding.place(Place::file(&entry.path)));
    run.note(&entry.path, NAME, format!("nothing: {why}"));
}

/// An entry as text; its places are those of the archive, without a line.
fn text(run: &mut Run<'_>, entry: &Entry, item: &Item) -> Option<Text> {
    match zip::unpack(run, entry, item) {
        Ok(bytes) => Some(Text::whole(&entry.path, bytes)),
        Err(why) => {
            nothing(run, entry, &item.name, &why);
            None
        }
    }
}

/// How many samples have scores, by the summaries.
fn done(run: &mut Run<'_>, entry: &Entry, items: &[Item]) -> Option<u64> {
    let all: Vec<&Item> = match items.iter().rev().find(|i| i.name == "summaries.json") {
        Some(all) => vec![all],
        None => {
            let mut parts: Vec<&Item> = items.iter().filter(|i| i.name.starts_with("_journal/summaries/")).collect();
            parts.sort_by_key(|i| {
                let stem = i.name.rsplit('/').next().and_then(|n| n.strip_suffix(".json")?.parse::<u64>().ok());
                (stem, i.name.clone())
            });
            parts
        }
    };
    let mut done = 0u64;
    let mut bytes = 0usize;
    for item in all.iter().take(SUMMARIES) {
        let unpacked = zip::unpack(run, entry, item).ok()?;
        bytes += unpacked.len();
        if bytes > SUMMARY_BYTES {
            run.limit("summaries of samples", format!("{SUMMARY_BYTES} bytes"), Place::file(&entry.path));
            return None;
        }
        let text = String::from_utf8_lossy(&unpacked);
        let parsed = whole(&text);
        let scored = |s: &&Json| {
            let scores = s.get("scores").is_some_and(|scores| !scores.entries().is_empty());
            scores && s.get("error").is_none_or(Json::is_null)
        };
        done += parsed.root.items().iter().filter(scored).count() as u64;
    }
    (!all.is_empty()).then_some(done)
}
