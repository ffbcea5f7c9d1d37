//! `--batch`: many questions on robots.txt in one run, one JSON object a line, answered in order while it reads.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use gpai_forms::escape;
use gpai_optout::robots::{Access, Dialect, Notes, Robots, target};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::files;
use super::record::Tally;
use crate::outcome::{Exit, Failure, Outcome};

/// Longest line that is read; a longer one is answered with an error and passed over.
const LINE: usize = 64 << 20;
/// Longest address that is asked about.
const URL: usize = 1 << 16;
/// How much memory files take that are kept for later lines. Beyond it they are read again.
const KEPT: usize = 512 << 20;
/// A copy older than this still decides, and is remarked on.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// One line.
#[derive(Deserialize)]
struct Asked {
    id: String,
    agent: String,
    url: String,
    time: Option<String>,
    snapshots: Option<Vec<Snapshot>>,
    robots: Option<String>,
    robots_b64: Option<String>,
    robots_file: Option<String>,
}

/// A body with the time at which it was obtained.
#[derive(Deserialize)]
struct Snapshot {
    at: String,
    robots: Option<String>,
    robots_b64: Option<String>,
    robots_file: Option<String>,
}

/// A body, given in one of three ways: as text, in base64, as the name of a file.
type Body<'a> = [Option<&'a str>; 3];

impl Asked {
    fn body(&self) -> Body<'_> {
        [self.robots.as_deref(), self.robots_b64.as_deref(), self.robots_file.as_deref()]
    }
}

impl Snapshot {
    fn body(&self) -> Body<'_> {
        [self.robots.as_deref(), self.robots_b64.as_deref(), self.robots_file.as_deref()]
    }
}

/// A file that was read, and whether something of it was left out.
type Reading = Result<Rc<(Robots, bool)>, String>;

/// What a run keeps.
struct Run<'t> {
    root: PathBuf,
    tally: &'t mut Tally,
    dialect: Dialect,
    kept: HashMap<String, Reading>,
    size: usize,
}

/// Runs it. Answers are written as they come: memory does not grow with the file.
pub fn run(file: &Path, dialect: Dialect, tally: &mut Tally, record: Option<&Path>) -> Outcome {
    let failure = |e: &dyn std::fmt::Display| Failure::Usage(format!("{}: could not be read: {e}", file.display()));
    let (input, folder): (Box<dyn Read>, PathBuf) = if file == Path::new("-") {
        (Box::new(std::io::stdin().lock()), PathBuf::from("."))
    } else {
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let opened = File::open(file).map_err(|e| failure(&e))?;
        if opened.metadata().map_err(|e| failure(&e))?.is_dir() {
            return Err(failure(&"it is a folder"));
        }
        (Box::new(opened), folder.to_owned())
    };
    let root = folder.canonicalize().map_err(|e| failure(&e))?;
    let mut run = Run { root, dialect, kept: HashMap::new(), size: 0, tally };
    let mut reader = BufReader::with_capacity(1 << 16, input);
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let (mut number, mut failed) = (0_u64, 0_u64);
    let mut bytes = Vec::new();
    loop {
        // Whoever asks line by line gets each answer before the next question.
        if reader.buffer().is_empty() && written(out.flush())? {
            return Ok((String::new(), Exit::Done));
        }
        let whole = match next(&mut reader, &mut bytes).map_err(|e| failure(&e))? {
            Next::End => break,
            Next::Line => true,
            Next::TooLong => false,
        };
        number += 1;
        if whole && bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = if whole { run.answer(&bytes) } else { Err((None, format!("longer than {LINE} bytes"))) };
        let line = answer.unwrap_or_else(|(id, error)| {
            failed += 1;
            let (id, error) = (id.map_or_else(|| "null".to_owned(), |id| quoted(&id)), quoted(&error));
            format!("{{\"id\":{id},\"error\":{error},\"input_line\":{number}}}")
        });
        if written(out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n")))? {
            return Ok((String::new(), Exit::Done));
        }
    }
    let gone = written(out.flush())?;
    if let Some(folder) = record {
        run.tally.write(folder)?;
    }
    if gone || failed == 0 {
        return Ok((String::new(), Exit::Done));
    }
    anstream::eprintln!("gpai: lines that could not be answered: {failed}");
    Ok((String::new(), Exit::Usage))
}

/// Whether the reader of the output went away, which is no error of ours.
fn written(result: std::io::Result<()>) -> Result<bool, Failure> {
    match result {
        Ok(()) => Ok(false),
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(true),
        Err(e) => Err(Failure::Usage(format!("the output could not be written: {e}"))),
    }
}

enum Next {
    End,
    Line,
    TooLong,
}

/// The next line, without its end; of one that is too long nothing is kept.
fn next(reader: &mut impl BufRead, bytes: &mut Vec<u8>) -> std::io::Result<Next> {
    bytes.clear();
    let mut long = false;
    let mut any = false;
    loop {
        let got = reader.fill_buf()?;
        if got.is_empty() {
            return Ok(match (any, long) {
                (false, _) => Next::End,
                (true, true) => Next::TooLong,
                (true, false) => Next::Line,
            });
        }
        any = true;
        let (part, used, end) = match got.iter().position(|b| *b == b'\n') {
            Some(at) => (got.get(..at).unwrap_or_default(), at + 1, true),
            None => (got, got.len(), false),
        };
        long |= bytes.len() + part.len() > LINE;
        if long {
            bytes.clear();
        } else {
            bytes.extend_from_slice(part);
        }
        reader.consume(used);
        if end {
            return Ok(if long { Next::TooLong } else { Next::Line });
        }
    }
}

impl Run<'_> {
    /// The answer to one line, or its id, where there is one, and what is wrong.
    fn answer(&mut self, line: &[u8]) -> Result<String, (Option<String>, String)> {
        let asked: Asked = serde_json::from_slice(line).map_err(|error| match serde_json::from_slice(line) {
            Ok(serde_json::Value::Object(object)) => {
                (object.get("id").and_then(|id| id.as_str()).map(str::to_owned), error.to_string())
            }
            _ => (None, "not a JSON object".to_owned()),
        })?;
        self.decide(&asked).map_err(|error| (Some(asked.id), error))
    }

    fn decide(&mut self, asked: &Asked) -> Result<String, String> {
        if asked.agent.trim().is_empty() {
            return Err("agent is empty".to_owned());
        }
        if asked.url.len() > URL {
            return Err(format!("url is longer than {URL} bytes"));
        }
        let path = target(&asked.url).map_err(|e| format!("url is {e}"))?;
        let id = quoted(&asked.id);
        let (robots, snapshot, stale) = match &asked.snapshots {
            None => (self.read(asked.body())?, String::new(), false),
            Some(snapshots) => {
                if asked.body().iter().any(Option::is_some) {
                    return Err("snapshots stand instead of robots, robots_b64 and robots_file".to_owned());
                }
                let time = asked.time.as_ref().ok_or("time is missing: the moment of the fetch")?;
                let time = instant("time", time)?;
                let mut newest: Option<(Timestamp, &Snapshot)> = None;
                for snapshot in snapshots {
                    let at = instant("at", &snapshot.at)?;
                    if at <= time && newest.is_none_or(|(other, _)| at >= other) {
                        newest = Some((at, snapshot));
                    }
                }
                let Some((at, chosen)) = newest else {
                    self.tally.add_decision(&asked.agent, None, Some(time));
                    return Ok(format!("{{\"id\":{id},\"decision\":\"unknown\",\"line\":null,\"snapshot\":null}}"));
                };
                let age = time.duration_since(at);
                let shown = format!(",\"snapshot\":{},\"age_s\":{}", quoted(&chosen.at), age.as_secs());
                (self.read(chosen.body())?, shown, age > FRESH)
            }
        };
        let (robots, cut) = &*robots;
        let decision = robots.check(&[&asked.agent], &path);
        let time = asked.time.as_ref().and_then(|time| time.parse().ok());
        self.tally.add_decision(&asked.agent, Some(decision.access), time);
        let word = match decision.access {
            Access::Allow => "allow",
            Access::Disallow => "disallow",
        };
        let line = decision.rule.map_or_else(|| "null".to_owned(), |mark| mark.line.to_string());
        let notes = if *cut { decision.notes | Notes::BEYOND_LIMIT } else { decision.notes };
        let notes: Vec<String> =
            notes.words().chain(stale.then_some("stale")).map(|note| format!("\"{note}\"")).collect();
        let notes = if notes.is_empty() { String::new() } else { format!(",\"notes\":[{}]", notes.join(",")) };
        Ok(format!("{{\"id\":{id},\"decision\":\"{word}\",\"line\":{line}{snapshot}{notes}}}"))
    }

    fn read(&mut self, body: Body<'_>) -> Reading {
        let parsed = |bytes: &[u8], cut| Rc::new((Robots::parse(bytes, self.dialect), cut));
        let name = match body {
            [Some(text), None, None] => return Ok(parsed(text.as_bytes(), false)),
            [None, Some(text), None] => {
                let bytes = BASE64_STANDARD.decode(text).map_err(|e| format!("robots_b64: {e}"))?;
                return Ok(parsed(&bytes, false));
            }
            [None, None, Some(name)] => name,
            _ => return Err("give one of robots, robots_b64, robots_file".to_owned()),
        };
        if let Some(kept) = self.kept.get(name) {
            return kept.clone();
        }
        let found = self.inside(name).and_then(|path| files::read(&path));
        let found = found.map(|(bytes, cut)| parsed(&bytes, cut)).map_err(|e| format!("robots_file {name}: {e}"));
        self.size += name.len() + 200 + found.as_ref().map_or(0, |read| read.0.size());
        if self.size > KEPT {
            self.kept.clear();
            self.size = 0;
        }
        self.kept.insert(name.to_owned(), found.clone());
        found
    }

    /// A file of the folder; nothing outside is opened, neither by its name nor through a link.
    fn inside(&self, name: &str) -> Result<PathBuf, String> {
        let path = Path::new(name);
        if path.is_absolute() || path.has_root() {
            return Err("not relative to the folder of the batch file".to_owned());
        }
        let path = self.root.join(path).canonicalize().map_err(|e| e.to_string())?;
        if path.starts_with(&self.root) { Ok(path) } else { Err("outside the folder of the batch file".to_owned()) }
    }
}

fn instant(key: &str, written: &str) -> Result<Timestamp, String> {
    written.parse().map_err(|_| format!("{key} {written}: expected a time such as 2024-03-17T06:43:46Z"))
}

/// A JSON string without raw control characters.
fn quoted(text: &str) -> String {
    escape::json(&serde_json::Value::String(text.to_owned()).to_string())
}
