//! Files of results of evaluations: recognised by what they hold, not by their names, and handed to the reader of their tool.

use gpai_rules::finding::Place;

use super::json::{Take, parse};
use super::{inspect, inspect_archive, lighteval, lm_eval};
use crate::files::Entry;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::Text;

/// The reader.
pub const READER: Reader =
    Reader { name: NAME, rank: Rank::Logs, sample: "results_2026-01-01T00-00-00.json", wants, read };
/// Archives alone, so that fuzzing feeds them.
pub const ARCHIVES: Reader = Reader {
    name: "inspect archives",
    rank: Rank::Logs,
    sample: "logs/2026-01-01T00-00-00_task_id.eval",
    wants: is_archive,
    read: archives,
};
const NAME: &str = "evaluation results";

/// A file of results: 200 groups of tasks with their templates have 2 MB.
const RESULTS: u64 = 8 << 20;
/// How many of them are read.
const FILES: usize = 64;
/// Bytes in which signs of a tool are looked for before a file is read whole.
const HEAD: u64 = 64 << 10;
/// How many other JSON files are looked into.
const LOOKED: usize = 64;
/// JSON files that others read, or that hold vocabularies.
const OTHERS: [&str; 20] = [
    "config.json",
    "adapter_config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.json",
    "added_tokens.json",
    "special_tokens_map.json",
    "preprocessor_config.json",
    "processor_config.json",
    "params.json",
    "trainer_state.json",
    "model_index.json",
    "dataset_infos.json",
    "merges.json",
    "quantize_config.json",
    "wandb-summary.json",
    "wandb-metadata.json",
    "modules.json",
    "chat_template.json",
];

fn is_json(entry: &Entry) -> bool {
    let name = entry.name().to_lowercase();
    name.ends_with(".json") && !OTHERS.contains(&name.as_str()) && !name.ends_with(".index.json")
}

fn is_samples(entry: &Entry) -> bool {
    let name = entry.name();
    (name.starts_with("samples_") && name.ends_with(".jsonl"))
        || (name.starts_with("details_") && name.ends_with(".parquet"))
}

fn is_archive(entry: &Entry) -> bool {
    entry.name().ends_with(".eval")
}

fn wants(entry: &Entry) -> bool {
    is_json(entry) || is_samples(entry)
}

fn archives(run: &mut Run<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(FILES) {
        run.limit("the number of logs of Inspect", FILES, Place::file(&beyond.path));
    }
    for entry in entries.iter().take(FILES) {
        inspect_archive::read(run, entry);
    }
}

/// Whether a name is one that a tool gives its results.
fn is_telling(name: &str) -> bool {
    name.contains("results") || super::day::of_name(name).is_some()
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    let mut files: Vec<&Entry> = entries.iter().filter(|e| is_json(e)).collect();
    files.sort_by_key(|e| (!is_telling(e.name()), e.path.clone()));
    let mut read = 0usize;
    for (looked, entry) in files.into_iter().enumerate() {
        let telling = is_telling(entry.name());
        if (looked >= LOOKED && !telling) || looked >= 4 * LOOKED {
            break;
        }
        let Some(head) = run.range(&entry.path, 0, entry.size.min(HEAD)) else { continue };
        let signs = ["\"results\"", "\"config_general\"", "\"eval\"", "\"evaluation_results\""];
        let signed = signs.iter().any(|s| memchr::memmem::find(&head, s.as_bytes()).is_some());
        // A long file may begin with something else.
        if !signed && (entry.size <= HEAD || !telling) {
            continue;
        }
        if read == FILES {
            return run.limit("the number of files of results", FILES, Place::file(&entry.path));
        }
        if one(run, entry, entries) {
            read += 1;
        }
    }
}

/// Reads a file if it is one of a tool; whether it was.
fn one(run: &mut Run<'_>, entry: &Entry, entries: &[Entry]) -> bool {
    // Which tool's it is, is seen without saying anything of a file that is nobody's.
    let Some(bytes) = run.range(&entry.path, 0, entry.size.min(RESULTS)) else { return false };
    let content = String::from_utf8_lossy(&bytes);
    let sketch = parse(content.trim_start_matches('\u{feff}'), &|key| match key {
        "results" | "config_general" | "eval" | "config" | "configs" | "versions" | "version" | "status" => Take::Keep,
        "schema_version" | "evaluation_results" => Take::Keep,
        "samples" => Take::Stop,
        _ => Take::Skip,
    });
    let root = &sketch.root;
    let tool: fn(&mut Run<'_>, &Text, &[Entry]) = if lighteval::is(root) {
        lighteval::read
    } else if inspect::is(root) {
        |run, text, _| inspect::read(run, text, inspect::Left::default())
    } else if lm_eval::is(root) {
        lm_eval::read
    } else {
        let every = root.get("schema_version").is_some() && root.get("evaluation_results").is_some();
        if every {
            run.note(&entry.path, NAME, "nothing: an aggregate of Every Eval Ever, which is not read yet");
        }
        if let (Some(broken), true) = (&sketch.broken, is_telling(entry.name()) && !every) {
            // Cut before anything tells whose it is: that it is there is said all the same.
            run.unreadable("the JSON", broken.why, Place::file(&entry.path));
            run.note(&entry.path, NAME, "nothing: the file is cut or broken");
        }
        return every;
    };
    drop((sketch, content));
    if entry.size > RESULTS {
        run.limit("the file", format!("{RESULTS} bytes"), Place::file(&entry.path));
    }
    let text = Text::new(&entry.path, bytes);
    // A long file is cut anywhere, also within a character.
    if let Some(offset) = text.invalid.filter(|_| entry.size <= RESULTS) {
        run.unreadable("some bytes", "they are not UTF-8", text.place(offset));
    }
    tool(run, &text, entries);
    true
}
