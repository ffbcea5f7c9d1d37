//! The proof: every chain walked, every commitment and file looked at again, the ends compared with what guards them and with a
//! seal. What cannot be seen is said.

use std::collections::{BTreeMap, BTreeSet};

use super::Store;
use super::append::{guard, marks};
use super::seal::Seal;
use crate::chain::{Break, Head, follows};
use crate::fault::Fault;
use crate::secret::{commitment, hex, sha256};
use crate::step::{Step, reference};

/// Writer, number and field of a private value.
type Place = (String, u64, String);

/// What a look at the whole register found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// What does not fit, the first entry first. Empty: whole.
    pub faults: Vec<Finding>,
    /// What is worth knowing, and no fault.
    pub notes: Vec<Finding>,
    /// How many entries were walked.
    pub entries: u64,
    /// How many private values were compared.
    pub private: u64,
    /// How many files were compared.
    pub files: u64,
    /// Whether a seal was compared.
    pub sealed: bool,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its code, for machines.
    pub code: &'static str,
    /// Which entry, file or record.
    pub at: String,
    /// One sentence.
    pub what: String,
}

impl Proof {
    fn fault(&mut self, code: &'static str, at: impl Into<String>, what: impl Into<String>) {
        self.faults.push(Finding { code, at: at.into(), what: what.into() });
    }

    fn note(&mut self, code: &'static str, at: impl Into<String>, what: impl Into<String>) {
        self.notes.push(Finding { code, at: at.into(), what: what.into() });
    }
}

impl Store {
    /// Walks everything.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn verify(&self, seal: Option<&Seal>) -> Result<Proof, Fault> {
        let mut proof = Proof::default();
        self.db.execute_batch("BEGIN")?;
        let looked = self.look(seal, &mut proof);
        let _ = self.db.execute_batch("COMMIT");
        looked.map(|()| proof)
    }

    fn look(&self, seal: Option<&Seal>, proof: &mut Proof) -> Result<(), Fault> {
        let kept: BTreeMap<String, Head> = self.heads()?.into_iter().collect();
        let mut writers: BTreeSet<String> = self.writers()?.into_iter().collect();
        writers.extend(kept.keys().cloned());
        let mut steps = Vec::new();
        for writer in &writers {
            let end = self.walk(writer, proof, &mut steps)?;
            if let Some(end) = end {
                self.end(writer, end, kept.get(writer).copied(), proof)?;
            }
        }
        self.secrets_fit(&steps, proof)?;
        self.files_fit(&steps, proof);
        if let Some(seal) = seal {
            self.seal_fits(seal, proof)?;
        }
        self.tables_fit(&steps, proof)?;
        if seal.is_none() {
            proof.note(
                "no-seal",
                "",
                "without a seal that was kept elsewhere it cannot be seen whether the whole folder was put back to an older state or \
                 written anew; `gpai register seal` makes one",
            );
        }
        Ok(())
    }

    /// Walks one chain to its end; `None` where it does not fit.
    fn walk(&self, writer: &str, proof: &mut Proof, steps: &mut Vec<Step>) -> Result<Option<Head>, Fault> {
        let mut last = Head::start(&self.register);
        let mut time = String::new();
        for entry in self.chain(writer)? {
            proof.entries += 1;
            let name = reference(writer, entry.n);
            match follows(last, &entry) {
                Ok(head) => last = head,
                Err(why) => {
                    let what = match why {
                        Break::Number => format!(
                            "entry {} of writer {writer} does not follow entry {}: something between them was removed or put elsewhere",
                            entry.n, last.n
                        ),
                        Break::Link => format!(
                            "entry {} of writer {writer} does not fit the one before: that one, or both, were written anew",
                            entry.n
                        ),
                        Break::Changed => {
                            format!("entry {} of writer {writer} was changed: its digest is another", entry.n)
                        }
                    };
                    let code = match why {
                        Break::Number => "entry-missing",
                        Break::Link => "entry-unlinked",
                        Break::Changed => "entry-changed",
                    };
                    proof.fault(code, name, what);
                    return Ok(None);
                }
            }
            if entry.recorded_at < time {
                let what = format!(
                    "entry {} was recorded at {}, before the one before it: the clock of the machine went back",
                    entry.n, entry.recorded_at
                );
                proof.note("clock-went-back", name.clone(), what);
            }
            time.clone_from(&entry.recorded_at);
            match Step::read(&entry) {
                Some(step) => steps.push(step),
                None => proof.fault(
                    "entry-not-understood",
                    name,
                    format!("entry {} of writer {writer} cannot be understood; it may be of a newer program", entry.n),
                ),
            }
        }
        Ok(Some(last))
    }

    /// The end of a chain against what guards it.
    fn end(&self, writer: &str, end: Head, kept: Option<Head>, proof: &mut Proof) -> Result<(), Fault> {
        let at = reference(writer, end.n);
        let Some(kept) = kept else {
            proof.fault(
                "end-unknown",
                at,
                format!("the chain of writer {writer} is here, but the register never took it in"),
            );
            return Ok(());
        };
        if kept.n > end.n {
            proof.fault(
                "entry-missing",
                reference(writer, end.n + 1),
                format!(
                    "entry {} of writer {writer} and what follows are gone: the chain had {} entries",
                    end.n + 1,
                    kept.n
                ),
            );
        } else if kept != end {
            proof.fault(
                "end-forged",
                at,
                format!("the end of the chain of writer {writer}, entry {}, was not written by this program", end.n),
            );
        } else {
            let mac: Vec<u8> =
                self.db.query_row("SELECT mac FROM head WHERE writer = ?1", [writer], |row| row.get(0))?;
            match &self.chain_key {
                Some(key) if guard(key, writer, end)[..] != mac[..] => {
                    proof.fault(
                        "end-forged",
                        at,
                        format!(
                            "the end of the chain of writer {writer}, entry {}, was not written by this program",
                            end.n
                        ),
                    );
                }
                Some(_) => {}
                None => {
                    proof.note("no-key", at, "chain.key is gone: a forged end of a chain cannot be seen without a seal")
                }
            }
        }
        Ok(())
    }

    fn secrets_fit(&self, steps: &[Step], proof: &mut Proof) -> Result<(), Fault> {
        let holds = self.meta("holds")?;
        let mut here: BTreeMap<Place, (Vec<u8>, Vec<u8>)> = BTreeMap::new();
        let mut query = self.db.prepare("SELECT writer, n, field, salt, value FROM private")?;
        let rows =
            query.query_map([], |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), (row.get(3)?, row.get(4)?))))?;
        for row in rows {
            let (key, value) = row?;
            here.insert(key, value);
        }
        let erased: BTreeSet<String> =
            steps.iter().filter(|s| s.verb == "record.erase").flat_map(|s| s.words("values")).collect();
        let mut elsewhere = 0;
        for step in steps {
            for (field, wanted) in &step.private {
                let name = format!("{} {field}", step.name());
                match here.remove(&(step.writer.clone(), step.n, field.clone())) {
                    Some((salt, value)) => {
                        proof.private += 1;
                        if hex(&commitment(&salt, &value)) != *wanted {
                            proof.fault(
                                "private-changed",
                                name,
                                format!(
                                    "`{field}` of {} was changed or swapped: it is not what entry {} was made with",
                                    step.id, step.n
                                ),
                            );
                        }
                    }
                    None if erased.contains(&format!("{}:{field}", step.name())) => {}
                    None if holds.split(',').any(|w| w == step.writer) => {
                        proof.fault(
                            "private-missing",
                            name,
                            format!("`{field}` of {} is gone, and no entry says that it was erased", step.id),
                        );
                    }
                    None => elsewhere += 1,
                }
            }
        }
        for (writer, n, field) in here.into_keys() {
            proof.fault(
                "private-unknown",
                format!("{writer}:{n} {field}"),
                format!("a private value `{field}` belongs to no entry"),
            );
        }
        if elsewhere > 0 {
            proof.note(
                "private-elsewhere",
                "",
                format!("{elsewhere} private values of other copies are not in this one"),
            );
        }
        Ok(())
    }

    fn files_fit(&self, steps: &[Step], proof: &mut Proof) {
        let gone: BTreeSet<String> =
            steps.iter().filter(|s| s.verb == "record.erase").flat_map(|s| s.words("destroyed")).collect();
        let mut seen = BTreeSet::new();
        for step in steps {
            for digest in step.files.iter().filter(|d| !gone.contains(*d)) {
                if !seen.insert(digest.clone()) {
                    continue;
                }
                match std::fs::read(self.file(digest)) {
                    Ok(bytes) if hex(&sha256(&bytes)) == *digest => proof.files += 1,
                    Ok(_) => proof.fault(
                        "file-changed",
                        digest.clone(),
                        format!("the archived file {digest} of {} was changed or swapped", step.id),
                    ),
                    Err(_) => proof.fault(
                        "file-missing",
                        digest.clone(),
                        format!("the archived file {digest} of {} is not there", step.id),
                    ),
                }
            }
        }
    }

    fn seal_fits(&self, seal: &Seal, proof: &mut Proof) -> Result<(), Fault> {
        proof.sealed = true;
        if seal.register != self.register {
            proof.fault("seal-differs", "", format!("the seal is of another register, {}", seal.register));
            return Ok(());
        }
        for (writer, n, hash) in &seal.ends {
            let there: Result<Vec<u8>, _> =
                self.db.query_row("SELECT hash FROM entry WHERE writer = ?1 AND n = ?2", (writer, n), |row| row.get(0));
            match there {
                Ok(there) if there == *hash => {}
                Ok(_) => proof.fault("seal-differs", reference(writer, *n), format!("entry {n} of writer {writer} is not the one that was sealed at {}", seal.recorded)),
                Err(rusqlite::Error::QueryReturnedNoRows) if *n == 0 => {}
                Err(rusqlite::Error::QueryReturnedNoRows) => proof.fault(
                    "rolled-back",
                    reference(writer, *n),
                    format!("entry {n} of writer {writer}, sealed at {}, is not there: the register was put back to an older state, or cut off", seal.recorded),
                ),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The file of SQLite itself, its tables, and what is derived.
    fn tables_fit(&self, steps: &[Step], proof: &mut Proof) -> Result<(), Fault> {
        let said: String = self.db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said != "ok" {
            proof.fault("file-damaged", super::FILE, format!("SQLite finds the file damaged: {said}"));
        }
        for name in ["entry_stays", "entry_remains"] {
            let count: i64 = self.db.query_row(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name = ?1",
                [name],
                |row| row.get(0),
            )?;
            if count == 0 {
                proof.fault("guard-missing", name, format!("the guard `{name}` of the table of entries was taken away: somebody wrote to the file with another program"));
            }
        }
        let mut wanted: BTreeSet<(String, String, String, u64)> = BTreeSet::new();
        for step in steps {
            wanted.extend(marks(step).into_iter().map(|(k, v)| (k.to_owned(), v, step.writer.clone(), step.n)));
        }
        let mut query = self.db.prepare("SELECT kind, value, writer, n FROM derived")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let there: BTreeSet<(String, String, String, u64)> = rows.collect::<Result<_, _>>()?;
        if there != wanted && proof.faults.is_empty() {
            proof.fault(
                "derived-differs",
                "",
                "what is derived from the entries is not what they say: `gpai register rebuild` mends it",
            );
        }
        Ok(())
    }

    /// Whether the ends of the chains fit, without walking them: what `check` can afford.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn ends_fit(&self) -> Result<Option<String>, Fault> {
        for (writer, head) in self.heads()? {
            let last: Option<(u64, Vec<u8>)> = self
                .chain_end(&writer)?
                .map(|entry| (entry.n, if entry.digest() == entry.hash { entry.hash.to_vec() } else { Vec::new() }));
            if last != Some((head.n, head.hash.to_vec())) && head.n > 0 {
                return Ok(Some(format!("the end of the chain of writer {writer} does not fit")));
            }
        }
        Ok(None)
    }

    fn chain_end(&self, writer: &str) -> Result<Option<crate::chain::Entry>, Fault> {
        use rusqlite::OptionalExtension as _;
        let sql =
            "SELECT writer, n, recorded_at, body, prev, hash FROM entry WHERE writer = ?1 ORDER BY n DESC LIMIT 1";
        Ok(self.db.prepare_cached(sql)?.query_row([writer], super::read::entry).optional()?)
    }
}
