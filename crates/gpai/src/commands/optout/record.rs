//! `--record`: what was checked, when and how, counted, into `evidence/optout.json` of a model folder: `gpai-optout-record/1`.

use std::collections::BTreeMap;
use std::path::Path;

use gpai_forms::escape;
use gpai_optout::book::Book;
use gpai_optout::robots::Access;
use gpai_optout::{Bearing, PROTOCOLS, Purpose, Value as Said, judge_for};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::DialectWord;
use super::site::Gathered;
use crate::outcome::Failure;
use crate::screen::optout::View;

/// What was counted for one agent.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    pages: u64,
    allow: u64,
    disallow: u64,
    unknown: u64,
    reserved: [u64; 4],
    conditional: [u64; 4],
    /// Pages for which Article 4(3) is not what the use is judged by.
    apart: u64,
}

/// The count of a run.
#[derive(Debug)]
pub struct Tally {
    dialect: &'static str,
    table: String,
    agents: BTreeMap<String, Counts>,
    /// For how many pages a protocol had something to read, and for how many it reserved training or mining.
    protocols: BTreeMap<&'static str, (u64, u64)>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Tally {
    /// A count of nothing yet.
    pub fn new(dialect: DialectWord, book: &Book) -> Tally {
        Tally {
            dialect: dialect.word(),
            table: book.agents.reread.clone(),
            agents: BTreeMap::new(),
            protocols: BTreeMap::new(),
            from: None,
            to: None,
        }
    }

    /// Counts one address.
    pub fn add(&mut self, view: &View<'_>, gathered: &Gathered) {
        let input = view.input;
        let access = input.robots.map(|(robots, _)| robots.check(&input.tokens(), input.path).access);
        let counts = self.agents.entry(input.agent.token.to_owned()).or_default();
        count(counts, access);
        for (number, purpose) in Purpose::ALL.into_iter().enumerate() {
            let judged = judge_for(view.signals, purpose, view.circumstances);
            if judged.bearing != Bearing::Bears {
                counts.apart += u64::from(number == 0);
                continue;
            }
            let slot = match judged.value {
                Said::Reserved => counts.reserved.get_mut(number),
                Said::Conditional => counts.conditional.get_mut(number),
                _ => None,
            };
            if let Some(slot) = slot {
                *slot += 1;
            }
        }
        for protocol in PROTOCOLS {
            let mut own = view.signals.iter().filter(|s| s.protocol == protocol.id).peekable();
            if own.peek().is_none() {
                continue;
            }
            let held = |s: &gpai_optout::Signal| {
                matches!(s.value, Said::Reserved | Said::Conditional)
                    && matches!(s.purpose, Purpose::Train | Purpose::Tdm)
            };
            let entry = self.protocols.entry(protocol.id).or_default();
            entry.0 += 1;
            entry.1 += u64::from(own.any(held));
        }
        for (time, _) in gathered.sources().filter_map(|one| one.at.as_ref()) {
            self.span(*time);
        }
    }

    /// Counts one question on robots.txt alone; `None` where it could not be answered.
    pub fn add_decision(&mut self, agent: &str, access: Option<Access>, at: Option<Timestamp>) {
        count(self.agents.entry(agent.to_owned()).or_default(), access);
        let entry = self.protocols.entry("robots.txt").or_default();
        entry.0 += u64::from(access.is_some());
        entry.1 += u64::from(access == Some(Access::Disallow));
        if let Some(counts) = self.agents.get_mut(agent).filter(|_| access == Some(Access::Disallow)) {
            for slot in &mut counts.reserved {
                *slot += 1;
            }
        }
        if let Some(at) = at {
            self.span(at);
        }
    }

    fn span(&mut self, time: Timestamp) {
        self.from = Some(self.from.map_or(time, |from| from.min(time)));
        self.to = Some(self.to.map_or(time, |to| to.max(time)));
    }

    /// The record as text: the same for the same checks.
    fn text(&self) -> Result<String, Failure> {
        let words = |counts: [u64; 4]| -> Value {
            Purpose::ALL
                .iter()
                .zip(counts)
                .map(|(p, n)| (p.word().to_owned(), json!(n)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let agents: Vec<Value> = (self.agents.iter())
            .map(|(token, c)| {
                json!({
                    "token": token, "pages": c.pages, "allow": c.allow, "disallow": c.disallow, "unknown": c.unknown,
                    "reserved": words(c.reserved), "conditional": words(c.conditional), "not_judged_by_article_4": c.apart,
                })
            })
            .collect();
        let protocols: Vec<Value> = (self.protocols.iter())
            .map(|(id, (read, reserved))| json!({"id": id, "read": read, "reserved": reserved}))
            .collect();
        let day = |time: Option<Timestamp>| time.map(|t| t.strftime("%Y-%m-%d").to_string());
        let record = json!({
            "format": "gpai-optout-record/1",
            "tool": concat!("gpai ", env!("CARGO_PKG_VERSION")),
            "agents_table": self.table,
            "dialect": self.dialect,
            "period": {"from": day(self.from), "to": day(self.to)},
            "agents": agents,
            "protocols": protocols,
        });
        let text = serde_json::to_string_pretty(&record).map_err(|e| Failure::Internal(e.to_string()))?;
        Ok(escape::json(&text) + "\n")
    }

    /// Writes the record into a model folder; an earlier one is replaced whole.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        if !folder.is_dir() {
            let why = format!("--record {}: no such folder\n  help: give the folder of the model", folder.display());
            return Err(Failure::Usage(why));
        }
        let inside = folder.join("evidence");
        let file = inside.join("optout.json");
        let failure = |e: std::io::Error| Failure::Usage(format!("{}: could not be written: {e}", file.display()));
        std::fs::create_dir_all(&inside).map_err(failure)?;
        let fresh = inside.join(".optout.json.new");
        std::fs::write(&fresh, self.text()?).and_then(|()| std::fs::rename(&fresh, &file)).map_err(failure)?;
        anstream::eprintln!("gpai: recorded in {}", file.display());
        Ok(())
    }
}

fn count(counts: &mut Counts, access: Option<Access>) {
    counts.pages += 1;
    match access {
        Some(Access::Allow) => counts.allow += 1,
        Some(Access::Disallow) => counts.disallow += 1,
        None => counts.unknown += 1,
    }
}
