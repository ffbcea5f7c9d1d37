//! Erasure: values and salts go, the chain stays whole, and an entry says that something was erased, not what.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::{Store, io};
use crate::fault::Fault;
use crate::step::{Draft, Step};

/// The list of erasures beside the file: for copies that were made before.
pub const LIST: &str = "erasures.jsonl";

/// What is to be erased.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The record.
    pub id: String,
    /// Names of fields; empty means every one that is personal.
    pub fields: Vec<String>,
    /// `art-17`, `retention`, `mistake`.
    pub ground: String,
    /// Who, why, and when it was asked.
    pub by: String,
    /// See `by`.
    pub why: String,
    /// See `by`.
    pub on: String,
    /// Although something forbids it.
    pub despite: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// `FIELD` of each value that went.
    pub fields: Vec<String>,
    /// Files that nobody else refers to and that went, too.
    pub files: usize,
    /// Copies beside which the list was written.
    pub copies: usize,
    /// What could not be done yet, in one sentence.
    pub left: Option<String>,
}

/// Fields that describe a work or a request and stay unless they are named, or repeat what goes.
const STAY: [&str; 3] = ["works", "what", "purpose"];

/// Whether a record is held for a dispute.
fn held(steps: &[Step]) -> bool {
    steps
        .iter()
        .rev()
        .find(|s| s.verb == "record.hold" || s.verb == "record.unhold")
        .is_some_and(|s| s.verb == "record.hold")
}

impl Store {
    /// Erases what is private of a record.
    ///
    /// # Errors
    /// There is nothing, something forbids it, or the register cannot be written.
    pub fn erase(&mut self, erasure: &Erasure) -> Result<Erased, Fault> {
        let out = self.record(|store| {
            let steps = store.steps_of(&erasure.id)?;
            if held(&steps) && !erasure.despite {
                return Err(Fault::new(format!("{} is held for a dispute (Article 17(3)(e) GDPR)", erasure.id)).help(
                    format!("`gpai register release {}` ends that; `--despite` erases all the same", erasure.id),
                ));
            }
            let secrets = store.secrets(&erasure.id)?;
            let named = |field: &str| {
                if erasure.fields.is_empty() {
                    !STAY.contains(&field)
                } else {
                    erasure.fields.iter().any(|f| f == field || f == "all")
                }
            };
            for field in erasure.fields.iter().filter(|f| *f != "all") {
                if !secrets.iter().any(|s| s.field == *field) {
                    let there: BTreeSet<&str> = secrets.iter().map(|s| s.field.as_str()).collect();
                    let there: Vec<&str> = there.into_iter().collect();
                    return Err(Fault::new(format!("{} has no private `{field}`", erasure.id)).help(
                        if there.is_empty() {
                            "nothing private is left in it".to_owned()
                        } else {
                            format!("it has: {}", there.join(", "))
                        },
                    ));
                }
            }
            let goes: Vec<_> = secrets.iter().filter(|s| named(&s.field)).collect();
            // What repeats an erased value is erased with it.
            let short: Vec<String> =
                goes.iter().map(|s| s.text().trim().to_lowercase()).filter(|t| (4..=400).contains(&t.len())).collect();
            let repeats = |text: &str| short.iter().any(|gone| text.to_lowercase().contains(gone.as_str()));
            let all: Vec<_> = secrets.iter().filter(|s| named(&s.field) || repeats(&s.text())).collect();
            let files: BTreeSet<String> = if steps.first().is_some_and(|s| s.verb.starts_with("version.")) {
                BTreeSet::new()
            } else {
                steps.iter().flat_map(|s| s.files.clone()).collect()
            };
            let mut destroyed = Vec::new();
            for digest in files {
                if erasure.fields.is_empty() && store.marked("file", &digest)?.iter().all(|s| s.id == erasure.id) {
                    destroyed.push(digest);
                }
            }
            if all.is_empty() && destroyed.is_empty() {
                return Err(Fault::new(format!("nothing private is left in {}", erasure.id)));
            }
            let values: Vec<String> = all.iter().map(|s| format!("{}:{}:{}", s.writer, s.n, s.field)).collect();
            let fields: BTreeSet<String> = all.iter().map(|s| s.field.clone()).collect();
            let fields: Vec<String> = fields.into_iter().collect();
            for secret in &all {
                store.db.execute(
                    "DELETE FROM private WHERE writer = ?1 AND n = ?2 AND field = ?3",
                    (&secret.writer, secret.n, &secret.field),
                )?;
            }
            let draft = Draft::new("record.erase", &erasure.id, &erasure.on, &erasure.by)
                .with("ground", Some(&erasure.ground))
                .with("why", Some(&erasure.why))
                .list("erased", &fields)
                .list("values", &values)
                .list("destroyed", &destroyed);
            Ok((vec![draft], (fields, values, destroyed)))
        })?;
        let (fields, values, destroyed) = out;
        for digest in &destroyed {
            self.destroy(digest)?;
        }
        let left = self.wipe().err().map(|fault| fault.to_string());
        let copies = self.tell_copies(&erasure.id, &values, &erasure.ground)?;
        Ok(Erased { fields, files: destroyed.len(), copies, left })
    }

    /// Takes away what is left of deleted values in the file and its log.
    ///
    /// # Errors
    /// Another program reads at this moment.
    pub fn wipe(&self) -> Result<(), Fault> {
        let fold = || -> Result<(), Fault> {
            let busy: i64 = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy == 0 {
                return Ok(());
            }
            Err(Fault::new("another program reads the register, so that its log cannot be folded in yet")
                .help("run `gpai register tidy` when it has ended: until then the erased text may still be in the log"))
        };
        fold()?;
        self.db.execute_batch("VACUUM")?;
        fold()
    }

    /// Writes the erasure into the list of this folder and beside every copy that is still where it was made.
    fn tell_copies(&self, id: &str, values: &[String], ground: &str) -> Result<usize, Fault> {
        let line = json!({ "register": self.register, "id": id, "values": values, "ground": ground }).to_string();
        add_line(&self.dir.join(LIST), &line)?;
        let mut told = 0;
        for copy in self.meta("copies")?.lines().map(PathBuf::from).filter(|copy| copy.is_file()) {
            if add_line(&beside(&copy), &line).is_ok() {
                told += 1;
            }
        }
        Ok(told)
    }

    /// Remembers where a copy was made.
    pub(crate) fn remember_copy(&self, copy: &Path) -> Result<(), Fault> {
        let full = super::place::full(copy).to_string_lossy().into_owned();
        let mut copies: Vec<String> = self.meta("copies")?.lines().map(str::to_owned).collect();
        if !copies.contains(&full) && !full.contains('\n') {
            copies.push(full);
            self.set_meta("copies", &copies.join("\n"))?;
        }
        Ok(())
    }

    /// The erasures that this register knows, as lines of its list.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn erasures(&self) -> Result<Vec<Json>, Fault> {
        let steps = self.steps()?;
        let erasures = steps.iter().filter(|s| s.verb == "record.erase");
        Ok(erasures
            .map(|s| json!({ "register": self.register, "id": s.id, "values": s.words("values"), "ground": s.text("ground") }))
            .collect())
    }

    /// Erases again what a list names: after a copy was put back. The ids of the records where something went.
    ///
    /// # Errors
    /// The register cannot be written.
    pub fn erase_again(&mut self, list: &[Json], by: &str) -> Result<Vec<String>, Fault> {
        let mut out = Vec::new();
        let register = self.register.clone();
        for line in list.iter().filter(|l| l.get("register").and_then(Json::as_str) == Some(register.as_str())) {
            let id = line.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
            let values: Vec<String> = line
                .get("values")
                .and_then(Json::as_array)
                .into_iter()
                .flatten()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect();
            let ground = line.get("ground").and_then(Json::as_str).unwrap_or("art-17").to_owned();
            let on = super::append::now().0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            let went = self.record(|store| {
                let mut gone = Vec::new();
                let mut fields = BTreeSet::new();
                for value in &values {
                    let mut parts = value.splitn(3, ':');
                    let (Some(writer), Some(n), Some(field)) =
                        (parts.next(), parts.next().and_then(|n| n.parse::<u64>().ok()), parts.next())
                    else {
                        continue;
                    };
                    let sql = "DELETE FROM private WHERE writer = ?1 AND n = ?2 AND field = ?3";
                    if store.db.execute(sql, (writer, n, field))? > 0 {
                        gone.push(value.clone());
                        fields.insert(field.to_owned());
                    }
                }
                if gone.is_empty() {
                    return Ok((Vec::new(), false));
                }
                let fields: Vec<String> = fields.into_iter().collect();
                let draft = Draft::new("record.erase", &id, &on, by)
                    .with("ground", Some(&ground))
                    .with("why", Some("erased before; this copy was older"))
                    .list("erased", &fields)
                    .list("values", &gone);
                Ok((vec![draft], true))
            })?;
            if went {
                out.push(id);
            }
        }
        if !out.is_empty() {
            self.wipe()?;
        }
        Ok(out)
    }
}

/// The list beside a copy.
pub(crate) fn beside(copy: &Path) -> PathBuf {
    let mut name = copy.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(LIST);
    copy.with_file_name(name)
}

fn add_line(path: &Path, line: &str) -> Result<(), Fault> {
    let mut options = fs::OpenOptions::new();
    let mut file = crate::machine::owner_only(options.create(true).append(true)).open(path).map_err(io(path))?;
    file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(io(path))
}

/// The lines of a list of erasures; what is none is passed over.
///
/// # Errors
/// The file is there and cannot be read.
pub fn list(path: &Path) -> Result<Option<Vec<Json>>, Fault> {
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = super::files::read(path, 64 << 20)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()))
}
