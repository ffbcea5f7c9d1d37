//! Dated lists of hosts: sites that are to be left out, objections of persons. A line is a host or a domain, or an object with
//! `domain` and `at`; a plain line has the date of its list.

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;

/// Hosts and domains, each with the first time at which a list had it.
#[derive(Debug, Default)]
pub struct Listed {
    since: HashMap<String, Timestamp>,
}

#[derive(Deserialize)]
struct Row {
    domain: String,
    at: Option<String>,
}

impl Listed {
    /// Reads lists: `DATE=FILE`, or a file in which each line has its own time.
    ///
    /// # Errors
    /// A list cannot be read, or a line is malformed.
    pub fn read(lists: &[String]) -> Result<Self, String> {
        let mut out = Listed::default();
        for list in lists {
            let (date, path) = match list.split_once('=') {
                Some((date, path)) if !Path::new(list).exists() => {
                    (Some(moment(date).ok_or_else(|| format!("{date}: is no day or time"))?), path)
                }
                _ => (None, list.as_str()),
            };
            let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
            for (at, line) in text.lines().enumerate() {
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let wrong = |why: &str| format!("{path}: line {}: {why}", at + 1);
                let (name, since) = if line.starts_with('{') {
                    let row: Row = serde_json::from_str(line).map_err(|e| wrong(&e.to_string()))?;
                    let own = row.at.map(|at| moment(&at).ok_or_else(|| wrong("at is no time"))).transpose()?;
                    (row.domain, own.or(date))
                } else {
                    (line.to_owned(), date)
                };
                let since =
                    since.ok_or_else(|| wrong("has no date\n  help: give the list with its date, 2026-01-31=FILE"))?;
                let name = idna::domain_to_ascii(name.trim_matches('.')).map_err(|_| wrong("is no name of a host"))?;
                out.since.entry(name).and_modify(|t| *t = (*t).min(since)).or_insert(since);
            }
        }
        Ok(out)
    }

    /// Since when a host, or a domain above it, is on a list.
    #[must_use]
    pub fn since(&self, host: &str) -> Option<Timestamp> {
        if self.since.is_empty() {
            return None;
        }
        let mut name = host;
        let mut first: Option<Timestamp> = None;
        loop {
            if let Some(since) = self.since.get(name) {
                first = Some(first.map_or(*since, |f| f.min(*since)));
            }
            match name.split_once('.') {
                Some((_, above)) => name = above,
                None => return first,
            }
        }
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| format!("{text}T00:00:00Z").parse().ok())
}
