//! What a model gave back, read from the files of the tools that ran it: JSON lines, samples of lm-eval, logs of Inspect, results of
//! batches as OpenAI and vLLM write them, folders of plain text. Equal outputs are kept once.

pub mod shapes;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;

use self::shapes::Answer;
use crate::input::open::{self, Line, Meter, Packing};
use crate::input::reader::LONGEST;

/// Bytes of one JSON file that is no list of lines.
const WHOLE: u64 = 1 << 30;
/// Folders within folders, and members of an archive.
const MOST: (usize, usize) = (16, 1_000_000);

/// One thing that a model gave back.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The number of its prompt.
    pub prompt: u32,
    /// The number of its text.
    pub text: u32,
    /// The logarithm of the chance that the model continues the prompt as the source does.
    pub logprob: Option<f64>,
    /// How it was decoded, as far as it is said.
    pub decoding: String,
}

/// A prompt, with what is known of it.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// Its text; empty where it is not known.
    pub text: String,
    /// Its kind: a word of the protocol, or of its maker.
    pub kind: String,
    /// Its name.
    pub id: String,
}

/// Something that was not read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The file.
    pub file: String,
    /// Where in it, from 1; 0 for all of it.
    pub place: u64,
    /// Why: a stable word.
    pub code: &'static str,
}

/// All outputs.
#[derive(Debug, Default)]
pub struct Outputs {
    /// Different texts.
    pub texts: Vec<String>,
    /// Different prompts.
    pub prompts: Vec<Prompt>,
    /// Samples.
    pub samples: Vec<Sample>,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// Records without an output, such as tasks that are only scored.
    pub without: u64,
    /// Files with their shapes.
    pub files: Vec<(String, &'static str, u64)>,
    known: HashMap<Arc<str>, u32>,
    asked: HashMap<(String, String, String), u32>,
}

/// The prompts that were asked, by their names.
pub type Asked = BTreeMap<String, Prompt>;

/// Reads the list of prompts that `gpai corpus verbatim prompts` wrote.
///
/// # Errors
/// It cannot be read.
pub fn asked(path: &Path) -> Result<Asked, String> {
    let mut out = Asked::new();
    let mut wrong = None;
    lines(path, &mut |place, json| {
        let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let id = text("id");
        if id.is_empty() {
            wrong.get_or_insert(place);
        } else {
            out.insert(id.clone(), Prompt { text: text("prompt"), kind: text("kind"), id });
        }
    })
    .map_err(|code| format!("{}: {code}", path.display()))?;
    match wrong {
        Some(place) => Err(format!("{}: line {place}: a prompt without an `id`", path.display())),
        None => Ok(out),
    }
}

impl Outputs {
    /// Reads files and folders.
    ///
    /// # Errors
    /// Something named is not there, or nothing was found in it.
    pub fn read(paths: &[PathBuf], asked: &Asked) -> Result<Self, String> {
        let mut out = Self::default();
        for path in paths {
            let before = (out.samples.len(), out.unread.len());
            if path.is_dir() {
                out.folder(path, asked, 0)?;
            } else {
                out.file(path, asked, true)?;
            }
            if (out.samples.len(), out.unread.len()) == before {
                return Err(format!(
                    "{}: holds no output that is known\n  help: known are JSON lines with `output`, `completion`, `response`, `generated_text` or \
                     `text`, samples of lm-eval, logs of Inspect, batch results of OpenAI and vLLM, and folders of .txt files",
                    path.display()
                ));
            }
        }
        out.known = HashMap::new();
        Ok(out)
    }

    fn folder(&mut self, path: &Path, asked: &Asked, depth: usize) -> Result<(), String> {
        let entries = fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut entries: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
        entries.sort();
        for entry in entries {
            if entry.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')) {
                continue;
            }
            let linked = fs::symlink_metadata(&entry).is_ok_and(|m| m.is_symlink());
            if entry.is_dir() {
                if depth < MOST.0 && !linked {
                    self.folder(&entry, asked, depth + 1)?;
                }
            } else {
                self.file(&entry, asked, false)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, asked: &Asked, named: bool) -> Result<(), String> {
        let size = fs::metadata(path).map_err(|e| format!("{}: {e}", path.display()))?.len();
        let base = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        let bare = base.strip_suffix(".gz").or_else(|| base.strip_suffix(".zst")).unwrap_or(&base);
        let before = self.samples.len();
        let shown = shown(path);
        let shape = if bare.ends_with(".jsonl") || bare.ends_with(".ndjson") {
            self.lines(path, &shown, asked);
            "jsonl"
        } else if bare.ends_with(".json") {
            self.json(path, &shown, asked);
            "json"
        } else if bare.ends_with(".eval") {
            self.archive(path, &shown, asked);
            "inspect"
        } else if bare.ends_with(".txt") || bare.ends_with(".md") || named {
            self.plain(path, &shown, size);
            "text"
        } else {
            return Ok(());
        };
        if self.samples.len() > before {
            self.files.push((shown, shape, size));
        }
        Ok(())
    }

    fn lines(&mut self, path: &Path, shown: &str, asked: &Asked) {
        let mut bad = Vec::new();
        let read = lines_of(path, &mut |place, line| match line {
            Ok(json) => self.record(&json, asked, place),
            Err(code) => bad.push(Unread { file: shown.to_owned(), place, code }),
        });
        self.unread.extend(bad);
        if let Err(code) = read {
            self.unread.push(Unread { file: shown.to_owned(), place: 0, code });
        }
    }

    fn json(&mut self, path: &Path, shown: &str, asked: &Asked) {
        let whole = whole(path, WHOLE).map(|bytes| serde_json::from_slice::<Json>(&bytes));
        match whole {
            Ok(Ok(json)) => self.document(&json, asked),
            // Lines of JSON under another ending.
            Ok(Err(_)) => self.lines(path, shown, asked),
            Err(code) => self.unread.push(Unread { file: shown.to_owned(), place: 0, code }),
        }
    }

    /// A JSON file as a whole: a log of Inspect, a list of records, or one record.
    fn document(&mut self, json: &Json, asked: &Asked) {
        let list = match json {
            Json::Array(list) => Some(list),
            _ => json.get("samples").and_then(Json::as_array),
        };
        match list {
            Some(list) => {
                for (at, record) in list.iter().enumerate() {
                    self.record(record, asked, at as u64 + 1);
                }
            }
            None => self.record(json, asked, 1),
        }
    }

    /// A log of Inspect: an archive with a file for each sample.
    fn archive(&mut self, path: &Path, shown: &str, asked: &Asked) {
        let mut unread = |code: &'static str, place: u64| {
            self.unread.push(Unread { file: shown.to_owned(), place, code });
        };
        let Ok(file) = fs::File::open(path) else { return unread("unreadable", 0) };
        let Ok(mut archive) = zip::ZipArchive::new(std::io::BufReader::new(file)) else {
            return unread("no_archive", 0);
        };
        let mut texts = Vec::new();
        let mut bad = Vec::new();
        for at in 0..archive.len().min(MOST.1) {
            let Ok(member) = archive.by_index(at) else {
                bad.push(at as u64 + 1);
                continue;
            };
            let sample = member.name().is_ok_and(|name| name.starts_with("samples/") && name.ends_with(".json"));
            if !sample {
                continue;
            }
            let mut bytes = Vec::new();
            match member.take(LONGEST as u64 + 1).read_to_end(&mut bytes) {
                Ok(_) if bytes.len() <= LONGEST => match serde_json::from_slice::<Json>(&bytes) {
                    Ok(json) => texts.push((at as u64 + 1, json)),
                    Err(_) => bad.push(at as u64 + 1),
                },
                _ => bad.push(at as u64 + 1),
            }
            if texts.len() >= 256 {
                for (place, json) in texts.drain(..) {
                    self.record(&json, asked, place);
                }
            }
        }
        for (place, json) in texts {
            self.record(&json, asked, place);
        }
        for place in bad {
            self.unread.push(Unread { file: shown.to_owned(), place, code: "unreadable_member" });
        }
    }

    fn plain(&mut self, path: &Path, shown: &str, size: u64) {
        let bytes = whole(path, LONGEST as u64);
        let text = bytes.and_then(|b| String::from_utf8(b).map_err(|_| "bad_utf8"));
        match text {
            Ok(text) if !text.trim().is_empty() => {
                let prompt = Prompt { id: shown.to_owned(), ..Prompt::default() };
                self.add(prompt, Answer { text, ..Answer::default() });
            }
            Ok(_) => self.without += 1,
            Err(code) => {
                let code = if size > LONGEST as u64 { "too_long" } else { code };
                self.unread.push(Unread { file: shown.to_owned(), place: 0, code });
            }
        }
    }

    fn record(&mut self, json: &Json, asked: &Asked, place: u64) {
        let record = shapes::record(json);
        if record.answers.is_empty() {
            self.without += 1;
            return;
        }
        let known = asked.get(&record.id);
        let id = if record.id.is_empty() && record.prompt.is_empty() { place.to_string() } else { record.id };
        let prompt = Prompt {
            text: if record.prompt.is_empty() {
                known.map(|k| k.text.clone()).unwrap_or_default()
            } else {
                record.prompt
            },
            kind: known.map(|k| k.kind.clone()).filter(|k| !k.is_empty()).unwrap_or(record.kind),
            id,
        };
        for answer in record.answers {
            self.add(prompt.clone(), answer);
        }
    }

    fn add(&mut self, prompt: Prompt, mut answer: Answer) {
        // Some tools give the prompt back before what the model said.
        if !prompt.text.is_empty()
            && let Some(rest) = answer.text.strip_prefix(prompt.text.as_str())
        {
            answer.text = rest.to_owned();
        }
        let next = u32::try_from(self.prompts.len()).unwrap_or(u32::MAX);
        // Where a prompt has a text, that is what it is; its name may differ from sample to sample.
        let key = if prompt.text.is_empty() { prompt.id.clone() } else { String::new() };
        let number = *self.asked.entry((prompt.kind.clone(), key, prompt.text.clone())).or_insert(next);
        if number == next {
            self.prompts.push(prompt);
        }
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text = match self.known.get(answer.text.as_str()) {
            Some(text) => *text,
            None => {
                self.known.insert(Arc::from(answer.text.as_str()), next);
                self.texts.push(answer.text);
                next
            }
        };
        self.samples.push(Sample { prompt: number, text, logprob: answer.logprob, decoding: answer.decoding });
    }
}

fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn packing(path: &Path) -> Packing {
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => Packing::Gzip,
        Some("zst") => Packing::Zstd,
        _ => Packing::Plain,
    }
}

fn whole(path: &Path, most: u64) -> Result<Vec<u8>, &'static str> {
    let input = open::open(path, packing(path), 0, &Arc::new(Meter::default())).map_err(|e| open::code(&e))?;
    let mut out = Vec::new();
    input.take(most + 1).read_to_end(&mut out).map_err(|e| open::code(&e))?;
    if out.len() as u64 > most { Err("too_long") } else { Ok(out) }
}

fn lines(path: &Path, see: &mut dyn FnMut(u64, Json)) -> Result<(), &'static str> {
    let mut bad = None;
    lines_of(path, &mut |place, line| match line {
        Ok(json) => see(place, json),
        Err(code) => {
            bad.get_or_insert(code);
        }
    })?;
    bad.map_or(Ok(()), Err)
}

fn lines_of(path: &Path, see: &mut dyn FnMut(u64, Result<Json, &'static str>)) -> Result<(), &'static str> {
    let mut input = open::open(path, packing(path), 0, &Arc::new(Meter::default())).map_err(|e| open::code(&e))?;
    let (mut line, mut used, mut place) = (Vec::new(), 0, 0);
    loop {
        place += 1;
        match open::line(input.as_mut(), &mut line, LONGEST, &mut used) {
            Line::End => return Ok(()),
            Line::TooLong => see(place, Err("too_long")),
            Line::Broken(e) => return Err(open::code(&e)),
            Line::Whole if line.iter().all(u8::is_ascii_whitespace) => {}
            Line::Whole => see(place, serde_json::from_slice(&line).map_err(|_| "no_json")),
        }
    }
}
