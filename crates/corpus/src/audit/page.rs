//! Page by page: what is counted of each, and the lines that are asked for.

use std::collections::VecDeque;
use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex};

use gpai_optout::{Value, judge};
use serde_json::{Map, Value as Json};

use super::decide::{self, Access, Decision};
use super::lists::Listed;
use super::snapshots::Snapshots;
use super::visits::{JsonVisits, Next, TableVisits, Visit, Visits, WarcVisits};
use crate::address::{Class, host};
use crate::input::file::{Format, Part};
use crate::input::open::{self as stream, Meter};
use crate::input::reader::{Reader, Step};
use crate::input::row::Rows;
use crate::input::{parquet, warc};

/// Where lines go that are asked for page by page.
pub type Lines = Mutex<Box<dyn Write + Send>>;

/// What an audit is made with.
pub struct Auditor {
    /// Dated copies of robots.txt.
    pub snapshots: Snapshots,
    /// The agents of pages that name none.
    pub agents: Vec<String>,
    /// Dated lists of sites that are to be left out.
    pub listed: Listed,
    /// Dated objections of persons.
    pub objections: Listed,
    /// One line for each page, in the order of the input.
    pub decisions: Option<Lines>,
    /// One line for each page that is to be dropped.
    pub drops: Option<Lines>,
}

impl fmt::Debug for Auditor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auditor").field("agents", &self.agents).finish_non_exhaustive()
    }
}

/// Reads pages and gives what is counted of them.
pub struct Audit {
    visits: Box<dyn Visits>,
    auditor: Arc<Auditor>,
    host: String,
}

impl Audit {
    /// Over the pages of one part.
    #[must_use]
    pub fn new(visits: Box<dyn Visits>, auditor: Arc<Auditor>) -> Self {
        Self { visits, auditor, host: String::new() }
    }

    fn page(&mut self, visit: &Visit, rows: &mut Rows) -> Result<(), &'static str> {
        let own = visit.agent.clone();
        let agents: Vec<&str> = match &own {
            Some(agent) => vec![agent.as_str()],
            None => self.auditor.agents.iter().map(String::as_str).collect(),
        };
        let Some(first) = agents.first() else { return Err("no_agent") };
        let class = host(&visit.url, &mut self.host);
        if !matches!(class, Class::Named | Class::Ip | Class::Dotless) {
            return Err("broken_url");
        }
        let decisions: Vec<Decision> = agents
            .iter()
            .map(|agent| decide::decide(&self.auditor.snapshots, visit, agent))
            .collect::<Result<_, _>>()?;
        for (agent, decision) in agents.iter().zip(&decisions) {
            rows.count(&["a", agent, decision.word(), later(decision)], visit.bytes);
        }
        let Some(decision) = decisions.first() else { return Err("no_agent") };
        rows.count(&["t"], visit.bytes);
        rows.count_host(class, &self.host, &[decision.word(), later(decision)], visit.bytes);
        let signals = decide::signals(&self.auditor.snapshots, visit, first, decision);
        let train = judge(&signals, gpai_optout::Purpose::Train);
        rows.count(&["u", train.value.word()], visit.bytes);
        let mut protocols: Vec<(&str, &str)> = signals
            .iter()
            .filter(|s| s.purpose == gpai_optout::Purpose::Train && s.value != Value::Silent)
            .map(|s| (s.protocol, s.value.word()))
            .collect();
        protocols.sort_unstable();
        protocols.dedup();
        for (protocol, value) in &protocols {
            rows.count(&["p", protocol, value], visit.bytes);
        }
        let mut flags: Vec<&'static str> = Vec::new();
        let lists = [
            (&self.auditor.listed, "listed", "listed_later"),
            (&self.auditor.objections, "objection", "objection_later"),
        ];
        for (list, before, after) in lists {
            match list.since(&self.host) {
                Some(at) if at <= visit.time => flags.push(before),
                Some(_) => flags.push(after),
                None => {}
            }
        }
        flags.extend(visit.walls());
        for flag in &flags {
            rows.count(&["f", flag], visit.bytes);
        }
        self.tell(visit, first, decision, train.value, &flags).map_err(|_| "lines_not_written")
    }

    /// The lines that are asked for page by page.
    fn tell(
        &self,
        visit: &Visit,
        agent: &str,
        decision: &Decision,
        use_: Value,
        flags: &[&str],
    ) -> std::io::Result<()> {
        if self.auditor.decisions.is_none() && self.auditor.drops.is_none() {
            return Ok(());
        }
        let mut line = Map::new();
        let mut put = |key: &str, value: Json| line.insert(key.to_owned(), value);
        if let Some(id) = &visit.id {
            put("id", id.clone());
        }
        put("url", visit.url.as_str().into());
        put("time", visit.said.as_str().into());
        put("agent", agent.into());
        put("decision", decision.word().into());
        put("line", decision.line.into());
        put("snapshot", decision.snapshot.clone().into());
        put("age_s", decision.age.into());
        if let Some(since) = &decision.later {
            put("reserved_since", since.as_str().into());
        }
        put("use", use_.word().into());
        if !decision.notes.is_empty() {
            put("notes", decision.notes.clone().into());
        }
        if !flags.is_empty() {
            put("flags", flags.to_vec().into());
        }
        let write = |lines: &Lines, line: &Json| -> std::io::Result<()> {
            let mut out = lines.lock().map_err(|_| std::io::Error::other("broken"))?;
            writeln!(out, "{line}")
        };
        let mut reasons: Vec<&str> = Vec::new();
        if decision.access == Access::Disallow {
            reasons.push("robots_disallow");
        }
        if decision.later.is_some() {
            reasons.push("robots_disallow_later");
        }
        if matches!(use_, Value::Reserved | Value::Conditional) {
            reasons.push("use_reserved");
        }
        reasons.extend(flags.iter().filter(|f| f.starts_with("listed") || f.starts_with("objection")));
        let mut line = Json::from(line);
        if let Some(decisions) = &self.auditor.decisions {
            write(decisions, &line)?;
        }
        if let Some(drops) = self.auditor.drops.as_ref().filter(|_| !reasons.is_empty()) {
            let mut drop = Map::new();
            for key in ["id", "url"] {
                if let Some(value) = line.get_mut(key) {
                    drop.insert(key.to_owned(), value.take());
                }
            }
            drop.insert("reasons".to_owned(), reasons.into());
            write(drops, &Json::from(drop))?;
        }
        Ok(())
    }
}

fn later(decision: &Decision) -> &'static str {
    if decision.later.is_some() { "later" } else { "" }
}

impl Reader for Audit {
    fn next(&mut self, rows: &mut Rows) -> Step {
        match self.visits.next() {
            Next::Visit(visit, unit, place) => match self.page(&visit, rows) {
                Ok(()) => Step::Document,
                Err(code) => {
                    rows.reject(code, unit, place, 1);
                    Step::More
                }
            },
            Next::Rejected(code, unit, place, records) => {
                rows.reject(code, unit, place, records);
                Step::More
            }
            Next::Nothing => Step::More,
            Next::End => Step::End,
        }
    }
}

/// Opens a part of a crawl.
///
/// # Errors
/// A stable word for why it cannot be.
pub fn open(part: &Part, meter: &Arc<Meter>, auditor: &Arc<Auditor>) -> Result<Box<dyn Reader>, &'static str> {
    let file = &*part.file;
    let input = || stream::open(&file.path, file.packing, 0, meter).map_err(|e| stream::code(&e));
    let visits: Box<dyn Visits> = match file.format {
        Format::Json => Box::new(JsonVisits { input: input()?, number: 0 }),
        Format::Warc => Box::new(WarcVisits { warc: warc::Warc::new(input()?), number: 0 }),
        Format::Parquet => {
            let batches = parquet::table(&file.path).map_err(|_| "no_footer")?;
            Box::new(TableVisits { batches: Box::new(batches), number: 0, ready: VecDeque::new() })
        }
        _ => return Err("no_crawl"),
    };
    Ok(Box::new(Audit::new(visits, auditor.clone())))
}
