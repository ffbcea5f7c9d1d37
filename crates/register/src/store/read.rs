//! Reading: entries, steps of a record, private values.

use rusqlite::{OptionalExtension as _, Row};

use super::Store;
use crate::chain::Entry;
use crate::fault::Fault;
use crate::order::causal;
use crate::step::Step;

/// A row of the table of entries.
pub(crate) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        writer: row.get(0)?,
        n: row.get(1)?,
        recorded_at: row.get(2)?,
        body: row.get(3)?,
        prev: row.get(4)?,
        hash: row.get(5)?,
    })
}

/// A private value that is still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Writer and number of its entry.
    pub writer: String,
    /// See `writer`.
    pub n: u64,
    /// Its name.
    pub field: String,
    /// Its salt.
    pub salt: Vec<u8>,
    /// The value.
    pub value: Vec<u8>,
}

impl Secret {
    /// As text; what is none is shown by its length.
    pub fn text(&self) -> String {
        String::from_utf8(self.value.clone()).unwrap_or_else(|_| format!("({} bytes)", self.value.len()))
    }
}

fn secret(row: &Row<'_>) -> rusqlite::Result<Secret> {
    Ok(Secret { writer: row.get(0)?, n: row.get(1)?, field: row.get(2)?, salt: row.get(3)?, value: row.get(4)? })
}

impl Store {
    /// All entries of a writer.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn chain(&self, writer: &str) -> Result<Vec<Entry>, Fault> {
        let sql = "SELECT writer, n, recorded_at, body, prev, hash FROM entry WHERE writer = ?1 ORDER BY n";
        let mut query = self.db.prepare_cached(sql)?;
        let rows = query.query_map([writer], entry)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every writer whose entries are here.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn writers(&self) -> Result<Vec<String>, Fault> {
        let mut query = self.db.prepare_cached("SELECT DISTINCT writer FROM entry ORDER BY writer")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All steps in their order.
    ///
    /// # Errors
    /// The register cannot be read, or an entry is of a newer program.
    pub fn steps(&self) -> Result<Vec<Step>, Fault> {
        self.select("SELECT writer, n, recorded_at, body, prev, hash FROM entry ORDER BY writer, n", [])
    }

    /// The steps of one record, in their order.
    ///
    /// # Errors
    /// See [`Store::steps`].
    pub fn steps_of(&self, id: &str) -> Result<Vec<Step>, Fault> {
        self.marked("id", id)
    }

    /// The steps that a derived key names.
    ///
    /// # Errors
    /// See [`Store::steps`].
    pub fn marked(&self, kind: &str, value: &str) -> Result<Vec<Step>, Fault> {
        let sql = "SELECT e.writer, e.n, e.recorded_at, e.body, e.prev, e.hash
                   FROM derived d JOIN entry e ON e.writer = d.writer AND e.n = d.n
                   WHERE d.kind = ?1 AND d.value = ?2 ORDER BY e.writer, e.n";
        self.select(sql, [kind, value])
    }

    fn select<P: rusqlite::Params>(&self, sql: &str, params: P) -> Result<Vec<Step>, Fault> {
        let mut query = self.db.prepare_cached(sql)?;
        let rows = query.query_map(params, entry)?;
        let mut steps = Vec::new();
        for row in rows {
            let entry = row?;
            let step = Step::read(&entry).ok_or_else(|| {
                Fault::new(format!("entry {} of writer {} cannot be understood", entry.n, entry.writer))
                    .help("it is of a newer program, or was changed: `gpai register verify` tells")
            })?;
            steps.push(step);
        }
        Ok(causal(steps))
    }

    /// Private values of a record that are still there, in the order of its steps.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn secrets(&self, id: &str) -> Result<Vec<Secret>, Fault> {
        let mut out = Vec::new();
        let mut query = self.db.prepare_cached(
            "SELECT writer, n, field, salt, value FROM private WHERE writer = ?1 AND n = ?2 ORDER BY field",
        )?;
        for step in self.steps_of(id)? {
            let rows = query.query_map((&step.writer, step.n), secret)?;
            out.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(out)
    }

    /// One private value.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn secret(&self, writer: &str, n: u64, field: &str) -> Result<Option<Secret>, Fault> {
        let sql = "SELECT writer, n, field, salt, value FROM private WHERE writer = ?1 AND n = ?2 AND field = ?3";
        Ok(self.db.prepare_cached(sql)?.query_row((writer, n, field), secret).optional()?)
    }

    /// All private values of a writer's entries, in order.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn secrets_of_writer(&self, writer: &str) -> Result<Vec<Secret>, Fault> {
        let sql = "SELECT writer, n, field, salt, value FROM private WHERE writer = ?1 ORDER BY n, field";
        let mut query = self.db.prepare_cached(sql)?;
        let rows = query.query_map([writer], secret)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The record that an id means: itself, or the one whose id begins so, where there is only one.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub fn find(&self, typed: &str) -> Result<String, Fault> {
        let mut query = self.db.prepare_cached(
            "SELECT DISTINCT value FROM derived WHERE kind = 'id' AND value >= ?1 ORDER BY value LIMIT 12",
        )?;
        let rows = query.query_map([typed], |row| row.get::<_, String>(0))?;
        let near: Vec<String> = rows.collect::<Result<_, _>>()?;
        if near.iter().any(|id| id == typed) {
            return Ok(typed.to_owned());
        }
        let begun: Vec<&String> = near.iter().filter(|id| id.starts_with(typed) && !typed.is_empty()).collect();
        match begun.as_slice() {
            [one] => Ok((*one).clone()),
            [] => {
                Err(Fault::new(format!("there is no record `{typed}`"))
                    .help("`gpai register list` shows what there is"))
            }
            more => {
                let names: Vec<&str> = more.iter().map(|id| id.as_str()).collect();
                Err(Fault::new(format!("`{typed}` may be {}", names.join(", "))).help("write the id in full"))
            }
        }
    }

    /// Whether an id is taken.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn has(&self, id: &str) -> Result<bool, Fault> {
        Ok(!self.steps_of(id)?.is_empty())
    }
}
