//! Writing: a look at what is there and what follows from it, in one transaction, on disk before anybody is told.

use rusqlite::{Connection, TransactionBehavior};
use serde_json::{Map, Value as Json};

use super::Store;
use crate::canon::canonical;
use crate::chain::{Entry, Head};
use crate::fault::Fault;
use crate::secret::{Digest, commitment, hex, keyed, random};
use crate::step::{BODY, Draft, Step};

/// The longest body of an entry, in bytes.
const LONGEST: usize = 256 << 10;
/// The longest private value, in bytes.
pub const LONGEST_PRIVATE: usize = 2 << 20;
/// The program's clock, for rehearsals and tests; entries made with it say so.
pub const CLOCK: &str = "GPAI_REGISTER_NOW";

/// The time as the program sees it, and whether it was set by hand.
pub fn now() -> (jiff::Timestamp, bool) {
    let set = std::env::var(CLOCK).ok().and_then(|text| text.parse().ok());
    (set.unwrap_or_else(jiff::Timestamp::now), set.is_some())
}

/// Keys by which a record is found: derived from the entry, so that they can be built anew.
pub(crate) fn marks(step: &Step) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if !step.id.is_empty() {
        out.push(("id", step.id.clone()));
    }
    for (kind, field) in [("receipt", "receipt"), ("token", "token"), ("holder", "holder")] {
        let value = step.text(field);
        if !value.is_empty() {
            out.push((kind, value.to_owned()));
        }
    }
    out.extend(step.files.iter().map(|file| ("file", file.clone())));
    if step.verb == "record.erase" {
        out.push(("erased", step.id.clone()));
    }
    out
}

/// What guards the end of a chain.
pub(crate) fn guard(key: &[u8], writer: &str, head: Head) -> Digest {
    keyed(key, format!("gpai-register/1 head\n{writer}\n{}\n{}", head.n, hex(&head.hash)).as_bytes())
}

pub(crate) fn insert_marks(tx: &Connection, step: &Step) -> Result<(), Fault> {
    let mut insert =
        tx.prepare_cached("INSERT OR IGNORE INTO derived(kind, value, writer, n) VALUES (?1, ?2, ?3, ?4)")?;
    for (kind, value) in marks(step) {
        insert.execute((kind, &value, &step.writer, step.n))?;
    }
    Ok(())
}

pub(crate) fn insert_entry(tx: &Connection, entry: &Entry) -> Result<(), Fault> {
    let sql = "INSERT INTO entry(writer, n, recorded_at, body, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.prepare_cached(sql)?.execute((
        &entry.writer,
        entry.n,
        &entry.recorded_at,
        &entry.body,
        &entry.prev[..],
        &entry.hash[..],
    ))?;
    Ok(())
}

pub(crate) fn set_head(tx: &Connection, key: Option<&[u8]>, writer: &str, head: Head) -> Result<(), Fault> {
    let mac = key.map(|key| guard(key, writer, head).to_vec()).unwrap_or_default();
    let sql = "INSERT INTO head(writer, n, hash, mac) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT(writer) DO UPDATE SET n = excluded.n, hash = excluded.hash, mac = excluded.mac";
    tx.prepare_cached(sql)?.execute((writer, head.n, &head.hash[..], mac))?;
    Ok(())
}

impl Store {
    /// Records what `look` makes of what is there. Nobody else writes in between; where `look` refuses, nothing is written. Comes
    /// back when it is on disk.
    ///
    /// # Errors
    /// What `look` says; the register cannot be written.
    pub fn record<T>(&mut self, look: impl FnOnce(&Store) -> Result<(Vec<Draft>, T), Fault>) -> Result<T, Fault> {
        self.writable()?;
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let written = look(self).and_then(|(drafts, out)| self.append(&drafts).map(|()| out));
        match written {
            Ok(out) => match self.db.execute_batch("COMMIT") {
                Ok(()) => Ok(out),
                Err(error) => {
                    let _ = self.db.execute_batch("ROLLBACK");
                    Err(error.into())
                }
            },
            Err(fault) => {
                let _ = self.db.execute_batch("ROLLBACK");
                Err(fault)
            }
        }
    }

    /// Appends to the own chain, within a transaction that is open.
    fn append(&self, drafts: &[Draft]) -> Result<(), Fault> {
        let heads = self.heads()?;
        let mut own =
            heads.iter().find(|(w, _)| *w == self.writer).map_or_else(|| Head::start(&self.register), |(_, h)| *h);
        let seen: Map<String, Json> =
            heads.iter().filter(|(w, _)| *w != self.writer).map(|(w, head)| (w.clone(), head.n.into())).collect();
        let (time, by_hand) = now();
        let recorded = time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
        let mut secrets =
            self.db.prepare_cached("INSERT INTO private(writer, n, field, salt, value) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let tx = &self.db;
        for draft in drafts {
            let mut commitments = Map::new();
            for (field, value) in &draft.private {
                if value.len() > LONGEST_PRIVATE {
                    return Err(Fault::new(format!("`{field}` is longer than {LONGEST_PRIVATE} bytes")));
                }
                let salt = random::<32>()?;
                secrets.execute((&self.writer, own.n + 1, field, &salt[..], value))?;
                commitments.insert(field.clone(), hex(&commitment(&salt, value)).into());
            }
            let body = body(draft, commitments, &seen, by_hand)?;
            let entry = Entry::after(&self.writer, own, recorded.clone(), body);
            insert_entry(tx, &entry)?;
            if let Some(step) = Step::read(&entry) {
                insert_marks(tx, &step)?;
            }
            own = Head { n: entry.n, hash: entry.hash };
        }
        set_head(tx, self.chain_key.as_deref(), &self.writer, own)?;
        Ok(())
    }

    /// Builds what is derived anew from the entries.
    ///
    /// # Errors
    /// The register cannot be read or written.
    pub fn rebuild(&mut self) -> Result<(), Fault> {
        self.writable()?;
        let steps = self.steps()?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(super::schema::DERIVED)?;
        for step in &steps {
            insert_marks(&tx, step)?;
        }
        tx.commit()?;
        Ok(())
    }
}

fn body(draft: &Draft, private: Map<String, Json>, seen: &Map<String, Json>, by_hand: bool) -> Result<Vec<u8>, Fault> {
    let mut body = Map::new();
    body.insert("v".to_owned(), BODY.into());
    body.insert("do".to_owned(), draft.verb.as_str().into());
    for (key, text) in [("id", &draft.id), ("on", &draft.on), ("by", &draft.by)] {
        if !text.is_empty() {
            body.insert(key.to_owned(), text.as_str().into());
        }
    }
    for (key, map) in [("fields", &draft.fields), ("private", &private), ("seen", seen)] {
        if !map.is_empty() {
            body.insert(key.to_owned(), map.clone().into());
        }
    }
    if !draft.files.is_empty() {
        body.insert("files".to_owned(), draft.files.clone().into());
    }
    if by_hand {
        body.insert("clock".to_owned(), "set".into());
    }
    let bytes = canonical(&Json::Object(body))?;
    if bytes.len() > LONGEST {
        return Err(Fault::new(format!("what is to be recorded is longer than {LONGEST} bytes"))
            .help("put long texts into a file and archive it"));
    }
    Ok(bytes)
}
