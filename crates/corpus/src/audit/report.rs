//! What an audit counted, as `gpai-corpus-audit/1` of `docs/machine-formats.md`, and for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use arrow::array::{Array as _, AsArray as _, RecordBatch};
use arrow::datatypes::Int64Type;
use serde_json::{Map, Value as Json, json};

use crate::address::suffixes::Suffixes;
use crate::shown::size;

/// The format.
pub const FORMAT: &str = "gpai-corpus-audit/1";

/// Pages and bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Pages.
    pub pages: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.pages += other.pages;
        self.bytes += other.bytes;
    }

    fn json(self) -> Json {
        json!({ "pages": self.pages, "bytes": self.bytes })
    }
}

/// Pages by what was decided on them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decided {
    /// All.
    pub all: Count,
    /// Allowed, disallowed, unknown.
    pub by: [Count; 3],
    /// Allowed then, disallowed by the newest copy.
    pub later: Count,
}

impl Decided {
    fn add(&mut self, word: &str, later: &str, count: Count) -> Option<()> {
        let at = ["allow", "disallow", "unknown"].iter().position(|w| *w == word)?;
        self.by.get_mut(at)?.add(count);
        self.all.add(count);
        if later == "later" {
            self.later.add(count);
        }
        Some(())
    }
}

/// What an audit counted.
#[derive(Debug, Default)]
pub struct Counted {
    /// All pages.
    pub all: Count,
    /// By agent.
    pub agents: BTreeMap<String, Decided>,
    /// By registrable domain.
    pub domains: BTreeMap<String, Decided>,
    /// Pages whose host has no domain.
    pub no_domain: Decided,
    /// What was said about use for training, all protocols together.
    pub uses: BTreeMap<String, Count>,
    /// What each protocol said about it.
    pub protocols: BTreeMap<(String, String), Count>,
    /// Lists, objections, access.
    pub flags: BTreeMap<String, Count>,
    /// Rejected: code, place, file, records.
    pub rejected: Vec<Json>,
    /// Records rejected.
    pub records: u64,
}

impl Counted {
    /// Adds sorted rows.
    ///
    /// # Errors
    /// A row is not as this program writes it.
    pub fn push(&mut self, batch: &RecordBatch, suffixes: &Suffixes) -> Result<(), String> {
        let keys = batch.column_by_name("key").and_then(|c| c.as_string_opt::<i32>()).ok_or("rows without a key")?;
        let numbers = |name: &str| {
            let column = batch.column_by_name(name).and_then(|c| c.as_primitive_opt::<Int64Type>().cloned());
            column.ok_or_else(|| format!("rows without {name}"))
        };
        let (pages, bytes, first) = (numbers("documents")?, numbers("bytes")?, numbers("first")?);
        for row in 0..batch.num_rows() {
            let get = |column: &arrow::array::Int64Array| {
                if column.is_valid(row) { u64::try_from(column.value(row)).unwrap_or(0) } else { 0 }
            };
            let count = Count { pages: get(&pages), bytes: get(&bytes) };
            let key = keys.value(row);
            self.row(key, count, get(&first), suffixes).ok_or_else(|| format!("a key that is none: {key:?}"))?;
        }
        Ok(())
    }

    fn row(&mut self, key: &str, count: Count, first: u64, suffixes: &Suffixes) -> Option<()> {
        let mut fields = key.split('\t');
        let place = fields.next()?;
        let mut next = || fields.next();
        if let Some(kind) = place.strip_prefix("! ") {
            let (code, unit, file) = (next()?, next()?, next()?);
            let records = (kind == "record").then_some(count.pages);
            self.records += records.unwrap_or(0);
            let mut entry = Map::new();
            entry.insert("file".to_owned(), file.into());
            entry.insert("code".to_owned(), code.into());
            entry.insert("records".to_owned(), records.into());
            entry.insert(format!("first_{unit}"), first.into());
            self.rejected.push(Json::from(entry));
            return Some(());
        }
        if place == "=" {
            match next()? {
                "t" => self.all.add(count),
                "a" => {
                    let (agent, word, later) = (next()?, next()?, next()?);
                    self.agents.entry(agent.to_owned()).or_default().add(word, later, count)?;
                }
                "u" => self.uses.entry(next()?.to_owned()).or_default().add(count),
                "p" => self.protocols.entry((next()?.to_owned(), next()?.to_owned())).or_default().add(count),
                "f" => self.flags.entry(next()?.to_owned()).or_default().add(count),
                _ => return None,
            }
            return Some(());
        }
        let (class, host) = place.split_once(' ')?;
        let domain = match class {
            "n" => {
                let name: Vec<&str> = host.rsplit(' ').collect();
                suffixes.domain(&name.join(".")).map(str::to_owned)
            }
            "i" => Some(host.to_owned()),
            _ => None,
        };
        let (word, later) = (next()?, next()?);
        match domain {
            Some(domain) => self.domains.entry(domain).or_default().add(word, later, count),
            None => self.no_domain.add(word, later, count),
        }
    }

    /// Domains by bytes, then by name.
    #[must_use]
    pub fn ranked(&self) -> Vec<(&str, &Decided)> {
        let mut all: Vec<(&str, &Decided)> = self.domains.iter().map(|(n, d)| (n.as_str(), d)).collect();
        all.sort_by(|a, b| b.1.all.bytes.cmp(&a.1.all.bytes).then_with(|| a.0.cmp(b.0)));
        all
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self, files: usize, snapshots: u64, top: Option<u64>, list: &Json) -> Json {
        let agents = self.agents.iter().map(|(agent, d)| {
            let [allow, disallow, unknown] = d.by;
            json!({ "agent": agent, "pages": d.all.pages, "bytes": d.all.bytes, "allow": allow.json(), "disallow": disallow.json(),
                "unknown": unknown.json(), "later": d.later.json() })
        });
        let most = top.and_then(|t| usize::try_from(t).ok()).unwrap_or(usize::MAX);
        let domains = self.ranked().into_iter().take(most).map(|(name, d)| {
            let [allow, disallow, unknown] = d.by;
            json!({ "domain": name, "pages": d.all.pages, "bytes": d.all.bytes, "allow": allow.pages, "disallow": disallow.pages,
                "unknown": unknown.pages, "later": d.later.pages })
        });
        let counts = |name: &str, map: &BTreeMap<String, Count>| -> Vec<Json> {
            map.iter().map(|(word, c)| json!({ name: word, "pages": c.pages, "bytes": c.bytes })).collect()
        };
        let protocols = self.protocols.iter().map(|((protocol, value), c)| {
            json!({ "protocol": protocol, "value": value, "pages": c.pages, "bytes": c.bytes })
        });
        json!({
            "format": FORMAT,
            "files": files,
            "pages": self.all.pages,
            "bytes": self.all.bytes,
            "snapshots": snapshots,
            "rejected": { "records": self.records, "each": self.rejected },
            "agents": agents.collect::<Vec<_>>(),
            "use_for_training": counts("value", &self.uses),
            "protocols": protocols.collect::<Vec<_>>(),
            "flags": counts("flag", &self.flags),
            "suffix_list": list,
            "domain_count": self.domains.len(),
            "no_domain": { "pages": self.no_domain.all.pages, "bytes": self.no_domain.all.bytes },
            "domains": domains.collect::<Vec<_>>(),
        })
    }

    /// For people.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{} pages, {}; {} records rejected", self.all.pages, size(self.all.bytes), self.records);
        for (agent, d) in &self.agents {
            let _ = writeln!(out, "\n{agent}: what robots.txt said when each page was fetched");
            for (word, c) in ["allowed", "disallowed", "not known: no copy from before the fetch"].iter().zip(d.by) {
                let _ = writeln!(out, "  {:>10} pages, {:>9}  {word}", c.pages, size(c.bytes));
            }
            let _ = writeln!(
                out,
                "  {:>10} pages, {:>9}  allowed then, disallowed by the newest copy",
                d.later.pages,
                size(d.later.bytes)
            );
        }
        let _ = writeln!(out, "\nuse for training, all protocols together");
        for (word, c) in &self.uses {
            let _ = writeln!(out, "  {:>10} pages, {:>9}  {word}", c.pages, size(c.bytes));
        }
        for ((protocol, value), c) in &self.protocols {
            let _ = writeln!(out, "  {:>10} pages, {:>9}    {protocol}: {value}", c.pages, size(c.bytes));
        }
        for (flag, c) in &self.flags {
            let _ = writeln!(out, "  {:>10} pages, {:>9}  {}", c.pages, size(c.bytes), flag.replace('_', " "));
        }
        let disallowed: Vec<_> =
            self.ranked().into_iter().filter(|(_, d)| d.by.get(1).is_some_and(|c| c.pages > 0)).take(10).collect();
        if !disallowed.is_empty() {
            let _ = writeln!(out, "\nlargest domains with pages that were disallowed");
            for (name, d) in disallowed {
                let pages = d.by.get(1).map_or(0, |c| c.pages);
                let _ = writeln!(out, "  {:>10} of {} pages  {name}", pages, d.all.pages);
            }
        }
        let _ = writeln!(out, "\nA signal was there or not; what follows from it is for people to judge.");
        out.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
    }
}
