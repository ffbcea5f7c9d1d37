//! Entries as text, for git and for others who do not have this program: each writer appends only to its own files, so that two
//! copies merge without conflicts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::append::{insert_entry, insert_marks, set_head};
use super::read::Secret;
use super::{Store, backup, io, write_private};
use crate::canon::canonical;
use crate::chain::{Entry, Head, follows};
use crate::fault::Fault;
use crate::secret::{commitment, hex, unhex};
use crate::step::Step;

/// The name of the form, with its version.
pub const FORMAT: &str = "gpai-register-export/1";
/// Entries in one file.
const SEGMENT: usize = 1000;
/// The longest file that is read, in bytes.
const LONGEST: u64 = 512 << 20;
/// The longest line, in bytes.
const LONGEST_LINE: usize = 8 << 20;

/// What an import brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New entries.
    pub entries: usize,
    /// New private values.
    pub private: usize,
    /// Values that entries of others erased here.
    pub erased: usize,
    /// New archived files.
    pub files: usize,
}

fn line(entry: &Entry) -> Result<String, Fault> {
    let body: Json = serde_json::from_slice(&entry.body).map_err(|_| {
        Fault::new(format!("entry {} of writer {} is damaged", entry.n, entry.writer))
            .help("`gpai register verify` tells more")
    })?;
    let all = json!({
        "n": entry.n, "recorded_at": entry.recorded_at, "prev": hex(&entry.prev), "hash": hex(&entry.hash), "body": body,
    });
    Ok(String::from_utf8_lossy(&canonical(&all)?).into_owned())
}

fn secret_line(secret: &Secret) -> String {
    let (key, value) = match std::str::from_utf8(&secret.value) {
        Ok(text) => ("text", text.to_owned()),
        Err(_) => ("hex", hex(&secret.value)),
    };
    json!({ "n": secret.n, "field": secret.field, "salt": hex(&secret.salt), key: value }).to_string()
}

/// Writes lines in files of a thousand; what lies there beyond them goes.
fn segments(folder: &Path, lines: &[String]) -> Result<(), Fault> {
    fs::create_dir_all(folder).map_err(io(folder))?;
    let mut wanted = BTreeSet::new();
    for (i, part) in lines.chunks(SEGMENT).enumerate() {
        let name = format!("{:06}.jsonl", i + 1);
        let file = folder.join(&name);
        wanted.insert(name);
        let text = part.join("\n") + "\n";
        if fs::read(&file).is_ok_and(|there| there == text.as_bytes()) {
            continue;
        }
        let made = file.with_extension("new");
        write_private(&made, text.as_bytes())?;
        fs::rename(&made, &file).map_err(io(&file))?;
    }
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let name = entry.map_err(io(folder))?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".jsonl") && !wanted.contains(&name) {
            fs::remove_file(folder.join(&name)).map_err(io(folder))?;
        }
    }
    Ok(())
}

impl Store {
    /// Writes all entries as text; how many. Private values only where asked for, and files with them.
    ///
    /// # Errors
    /// The folder cannot be written, or is the export of another register.
    pub fn export(&self, dir: &Path, with_private: bool) -> Result<usize, Fault> {
        let head = dir.join("register.json");
        if let Ok(text) = fs::read_to_string(&head)
            && !text.contains(&self.register)
        {
            return Err(Fault::new(format!("{}: an export of another register is there", dir.display()))
                .help("name another folder"));
        }
        fs::create_dir_all(dir).map_err(io(dir))?;
        write_private(&head, format!("{}\n", json!({ "format": FORMAT, "register": self.register })).as_bytes())?;
        let mut count = 0;
        for writer in self.writers()? {
            let lines: Vec<String> = self.chain(&writer)?.iter().map(line).collect::<Result<_, _>>()?;
            count += lines.len();
            segments(&dir.join("entries").join(&writer), &lines)?;
        }
        // What was exported before and erased since must not stay.
        let private = dir.join("private");
        if with_private || private.is_dir() {
            let with: BTreeSet<String> = if with_private {
                self.writers()?.into_iter().collect()
            } else {
                Dirs::names(&private)?.into_iter().collect()
            };
            for writer in with {
                let lines: Vec<String> = self.secrets_of_writer(&writer)?.iter().map(secret_line).collect();
                segments(&private.join(&writer), &lines)?;
            }
        }
        if with_private {
            backup::copy_files(&self.dir.join("files"), &dir.join("files"))?;
        }
        let steps = self.steps()?;
        for digest in steps.iter().filter(|s| s.verb == "record.erase").flat_map(|s| s.words("destroyed")) {
            let _ = fs::remove_file(dir.join("files").join(digest));
        }
        Ok(count)
    }

    /// Takes in what is unknown. What does not follow is refused, and then nothing is taken in. Twice is once.
    ///
    /// # Errors
    /// The folder is no export of this register, is damaged, or two copies wrote with one writer id.
    pub fn import(&mut self, dir: &Path) -> Result<Imported, Fault> {
        self.writable()?;
        let head = dir.join("register.json");
        let text = super::files::read(&head, 64 << 10)?;
        let head_json: Json =
            serde_json::from_slice(&text).map_err(|e| Fault::new(format!("{}: {e}", head.display())))?;
        if head_json.get("format").and_then(Json::as_str) != Some(FORMAT) {
            return Err(Fault::new(format!("{}: not in the form {FORMAT}", head.display())));
        }
        if head_json.get("register").and_then(Json::as_str) != Some(self.register.as_str()) {
            return Err(Fault::new(format!("{}: an export of another register", dir.display()))
                .help("only copies of one register can be merged: `gpai register clone DIR` makes one"));
        }
        let mut chains = BTreeMap::new();
        for writer in Dirs::names(&dir.join("entries"))? {
            chains.insert(writer.clone(), entries(&dir.join("entries").join(&writer), &writer)?);
        }
        let kept: BTreeMap<String, Head> = self.heads()?.into_iter().collect();
        let mut fresh: Vec<(String, Vec<Entry>)> = Vec::new();
        for (writer, entries) in chains {
            let here = self.chain(&writer)?;
            let mut last = Head::start(&self.register);
            let mut new = Vec::new();
            for entry in entries {
                last = follows(last, &entry).map_err(|_| {
                    Fault::new(format!("entry {} of writer {writer} in {} does not fit: it was changed, or something before it is missing", entry.n, dir.display()))
                        .help("export again from the register it comes from; nothing was taken in")
                })?;
                match usize::try_from(entry.n - 1).ok().and_then(|i| here.get(i)) {
                    Some(there) if there.hash == entry.hash => {}
                    Some(_) => return Err(fork(&writer, entry.n)),
                    None if writer == self.writer && kept.contains_key(&writer) => return Err(fork(&writer, entry.n)),
                    None => new.push(entry),
                }
            }
            if !new.is_empty() {
                fresh.push((writer, new));
            }
        }
        let mut out = Imported::default();
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for (writer, entries) in &fresh {
            for entry in entries {
                insert_entry(&tx, entry)?;
                let step = Step::read(entry).ok_or_else(|| {
                    Fault::new(format!("entry {} of writer {writer} cannot be understood", entry.n))
                        .help("take the program that wrote it, or a newer one")
                })?;
                insert_marks(&tx, &step)?;
                for value in step.words("values").iter().filter(|_| step.verb == "record.erase") {
                    let mut parts = value.splitn(3, ':');
                    if let (Some(w), Some(n), Some(field)) =
                        (parts.next(), parts.next().and_then(|n| n.parse::<u64>().ok()), parts.next())
                    {
                        out.erased += tx.execute(
                            "DELETE FROM private WHERE writer = ?1 AND n = ?2 AND field = ?3",
                            (w, n, field),
                        )?;
                    }
                }
                out.entries += 1;
            }
            if let Some(last) = entries.last() {
                set_head(&tx, self.chain_key.as_deref(), writer, Head { n: last.n, hash: last.hash })?;
            }
        }
        tx.commit()?;
        out.private = self.import_private(&dir.join("private"))?;
        let known: BTreeSet<String> = self.steps()?.iter().flat_map(|s| s.files.clone()).collect();
        if dir.join("files").is_dir() && !known.is_empty() {
            out.files = backup::copy_files(&dir.join("files"), &self.dir.join("files"))?;
        }
        if out.erased > 0 {
            self.wipe()?;
        }
        Ok(out)
    }

    fn import_private(&mut self, folder: &Path) -> Result<usize, Fault> {
        if !folder.is_dir() {
            return Ok(0);
        }
        let steps = self.steps()?;
        let erased: BTreeSet<String> =
            steps.iter().filter(|s| s.verb == "record.erase").flat_map(|s| s.words("values")).collect();
        let wanted: BTreeMap<(String, u64, String), String> = steps
            .iter()
            .flat_map(|s| s.private.iter().map(|(f, c)| ((s.writer.clone(), s.n, f.clone()), c.clone())))
            .filter(|((w, n, f), _)| !erased.contains(&format!("{w}:{n}:{f}")))
            .collect();
        let mut count = 0;
        let mut holds: BTreeSet<String> = self.meta("holds")?.split(',').map(str::to_owned).collect();
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for writer in Dirs::names(folder)? {
            for secret in secrets(&folder.join(&writer), &writer)? {
                let key = (writer.clone(), secret.n, secret.field.clone());
                let Some(commit) = wanted.get(&key) else { continue };
                if hex(&commitment(&secret.salt, &secret.value)) != *commit {
                    return Err(Fault::new(format!(
                        "private value `{}` of entry {} of writer {writer} is not what the entry was made with",
                        secret.field, secret.n
                    ))
                    .help("it was changed; the entries were taken in, private values were not"));
                }
                let sql = "INSERT OR IGNORE INTO private(writer, n, field, salt, value) VALUES (?1, ?2, ?3, ?4, ?5)";
                count += tx.execute(sql, (&writer, secret.n, &secret.field, &secret.salt, &secret.value))?;
            }
            let there: BTreeSet<(u64, String)> = {
                let mut query = tx.prepare("SELECT n, field FROM private WHERE writer = ?1")?;
                let rows = query.query_map([&writer], |row| Ok((row.get(0)?, row.get(1)?)))?;
                rows.collect::<Result<_, _>>()?
            };
            if wanted.keys().filter(|(w, _, _)| *w == writer).all(|(_, n, f)| there.contains(&(*n, f.clone()))) {
                holds.insert(writer);
            }
        }
        let holds: Vec<String> = holds.into_iter().filter(|w| !w.is_empty()).collect();
        tx.execute("UPDATE meta SET value = ?1 WHERE key = 'holds'", [holds.join(",")])?;
        tx.commit()?;
        Ok(count)
    }
}

fn fork(writer: &str, n: u64) -> Fault {
    Fault::new(format!(
        "entry {n} of writer {writer} is there twice: the file of a register was copied, and both copies went on with the same numbers"
    ))
    .help("on the copy that is to give way: `gpai register fork --new-writer`, and record there again what only it knows; nothing was taken in")
}

/// Folders of writers.
struct Dirs;

impl Dirs {
    fn names(folder: &Path) -> Result<Vec<String>, Fault> {
        let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.map_err(io(folder))?.file_name().to_string_lossy().into_owned();
            if name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit()) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }
}

fn lines(folder: &Path) -> Result<Vec<(String, usize, Json)>, Fault> {
    let mut names: Vec<std::path::PathBuf> =
        fs::read_dir(folder).map_err(io(folder))?.filter_map(|e| Some(e.ok()?.path())).collect();
    names.retain(|path| path.extension().is_some_and(|e| e == "jsonl"));
    names.sort();
    let mut out = Vec::new();
    for path in names {
        let text = super::files::read(&path, LONGEST)?;
        let text = String::from_utf8(text).map_err(|_| Fault::new(format!("{}: not UTF-8", path.display())))?;
        for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let at = || format!("{}:{}", path.display(), i + 1);
            if line.len() > LONGEST_LINE {
                return Err(Fault::new(format!("{}: longer than {LONGEST_LINE} bytes", at())));
            }
            let json = serde_json::from_str(line).map_err(|e| {
                Fault::new(format!("{}: {e}", at())).help("a merge by git may have torn it: export again")
            })?;
            out.push((path.display().to_string(), i + 1, json));
        }
    }
    Ok(out)
}

fn entries(folder: &Path, writer: &str) -> Result<Vec<Entry>, Fault> {
    let digest = |json: &Json, key: &str| -> Option<[u8; 32]> { unhex(json.get(key)?.as_str()?)?.try_into().ok() };
    let mut out = Vec::new();
    for (file, number, json) in lines(folder)? {
        let entry = (|| {
            Some(Entry {
                writer: writer.to_owned(),
                n: json.get("n")?.as_u64().filter(|n| *n > 0)?,
                recorded_at: json.get("recorded_at")?.as_str()?.to_owned(),
                body: canonical(json.get("body")?).ok()?,
                prev: digest(&json, "prev")?,
                hash: digest(&json, "hash")?,
            })
        })();
        out.push(entry.ok_or_else(|| Fault::new(format!("{file}:{number}: no entry")))?);
    }
    Ok(out)
}

fn secrets(folder: &Path, writer: &str) -> Result<Vec<Secret>, Fault> {
    let mut out = Vec::new();
    for (file, number, json) in lines(folder)? {
        let text = |key: &str| json.get(key).and_then(Json::as_str);
        let secret = (|| {
            let value = match text("text") {
                Some(text) => text.as_bytes().to_vec(),
                None => unhex(text("hex")?)?,
            };
            Some(Secret {
                writer: writer.to_owned(),
                n: json.get("n")?.as_u64()?,
                field: text("field")?.to_owned(),
                salt: unhex(text("salt")?)?,
                value,
            })
        })();
        out.push(secret.ok_or_else(|| Fault::new(format!("{file}:{number}: no private value")))?);
    }
    Ok(out)
}
