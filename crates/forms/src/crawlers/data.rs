//! The crawlers as data, `gpai-crawlers/1`: read from the copyright policy, compared with what was published before.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::escape;
use crate::record::{Cells, Record, Value};

/// Version of the format.
const FORMAT: &str = "gpai-crawlers/1";
/// The largest published file that is read back, in bytes.
const MAX_BYTES: usize = 4 << 20;

/// What the page, the data and the feed say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crawlers {
    /// Legal entity.
    pub provider: String,
    /// Where rightsholders reach it.
    pub contact: String,
    /// Address of the page.
    pub page: String,
    /// Address of the feed.
    pub feed: String,
    /// Version of the policy.
    pub version: String,
    /// Day of that version.
    pub dated: Date,
    /// How robots.txt is followed.
    pub robots: String,
    /// Other machine-readable reservations that are followed.
    pub protocols: String,
    /// Each crawler.
    pub crawlers: Vec<Crawler>,
    /// What changed, the newest first.
    pub changes: Vec<Change>,
}

/// One crawler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crawler {
    /// Product token, as sites name it in robots.txt.
    pub token: String,
    /// What it collects for.
    pub purpose: String,
    /// IP ranges; empty where they are not stated.
    pub addresses: String,
    /// Directives of robots.txt that it follows; empty where they are not stated.
    pub robots: String,
}

/// What changed with one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Version of the policy.
    pub version: String,
    /// Its day.
    pub dated: Date,
    /// What changed, in the order of [`What`].
    pub what: Vec<What>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The page is published for the first time.
    First,
    /// A crawler is new.
    Added(String),
    /// A crawler is not used any more.
    Removed(String),
    /// A crawler's purpose, addresses or directives changed.
    Altered(String),
    /// How robots.txt is followed changed.
    Robots,
    /// The list of other protocols changed.
    Protocols,
    /// The contact changed.
    Contact,
}

impl What {
    fn word(&self) -> (&'static str, Option<&str>) {
        match self {
            What::First => ("first", None),
            What::Added(token) => ("crawler-added", Some(token)),
            What::Removed(token) => ("crawler-removed", Some(token)),
            What::Altered(token) => ("crawler-changed", Some(token)),
            What::Robots => ("robots", None),
            What::Protocols => ("protocols", None),
            What::Contact => ("contact", None),
        }
    }

    fn named(word: &str, token: Option<&str>) -> Option<Self> {
        let token = || token.map(str::to_owned);
        Some(match word {
            "first" => What::First,
            "crawler-added" => What::Added(token()?),
            "crawler-removed" => What::Removed(token()?),
            "crawler-changed" => What::Altered(token()?),
            "robots" => What::Robots,
            "protocols" => What::Protocols,
            "contact" => What::Contact,
            _ => return None,
        })
    }
}

/// Why what was published before and what is to be published now do not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// The file is not one of ours.
    #[error("not a {FORMAT} file: {0}")]
    Unreadable(String),
    /// Something changed and the version did not.
    #[error(
        "what is said of the crawlers changed, but version {version} of {dated} was published already\n  help: raise `version` and `dated` in the copyright policy, so that the feed can tell of the change"
    )]
    Silent {
        /// Version of the policy.
        version: String,
        /// Its day.
        dated: Date,
    },
}

impl Crawlers {
    /// From the record of a copyright policy, without history.
    ///
    /// # Errors
    /// The ids of the fields that must be answered first; only `crawls` where the provider does not crawl.
    pub fn from_record(record: &Record) -> Result<Crawlers, Vec<String>> {
        if !matches!(record.value("crawls"), Some(Value::Yes(true))) {
            return Err(vec!["crawls".to_owned()]);
        }
        let mut missing = Vec::new();
        let mut text = |id: &str| match record.value(id) {
            Some(Value::Text(text)) if !text.trim().is_empty() => text.clone(),
            _ => {
                missing.push(id.to_owned());
                String::new()
            }
        };
        let (provider, contact, version) = (text("provider"), text("contact"), text("version"));
        let (robots, protocols) = (text("robots"), text("protocols"));
        let rows = match record.value("crawlers") {
            Some(Value::Rows(rows)) if !rows.is_empty() => rows.as_slice(),
            _ => {
                missing.push("crawlers".to_owned());
                &[]
            }
        };
        let crawlers = rows
            .iter()
            .map(|row| Crawler {
                token: cell(row, "token"),
                purpose: cell(row, "purpose"),
                addresses: cell(row, "addresses"),
                robots: cell(row, "robots"),
            })
            .collect::<Vec<_>>();
        if crawlers.iter().any(|c| c.token.is_empty() || c.purpose.is_empty()) {
            missing.push("crawlers".to_owned());
        }
        let (page, feed) = match record.value("crawler-page") {
            Some(Value::Parts(parts)) => (cell(parts, "page"), cell(parts, "feed")),
            _ => (String::new(), String::new()),
        };
        if page.is_empty() || feed.is_empty() {
            missing.push("crawler-page".to_owned());
        }
        let dated = match record.value("dated") {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        let Some(dated) = dated.filter(|_| missing.is_empty()) else {
            if dated.is_none() {
                missing.push("dated".to_owned());
            }
            missing.sort();
            missing.dedup();
            return Err(missing);
        };
        let changes = vec![Change { version: version.clone(), dated, what: vec![What::First] }];
        Ok(Crawlers { provider, contact, page, feed, version, dated, robots, protocols, crawlers, changes })
    }

    /// The same with the history of what was published before.
    ///
    /// # Errors
    /// Something changed without a new version.
    pub fn after(mut self, earlier: &Crawlers) -> Result<Crawlers, HistoryError> {
        let what = self.compared(earlier);
        self.changes = earlier.changes.clone();
        if what.is_empty() {
            return Ok(self);
        }
        if self.version == earlier.version || self.dated <= earlier.dated {
            return Err(HistoryError::Silent { version: earlier.version.clone(), dated: earlier.dated });
        }
        self.changes.insert(0, Change { version: self.version.clone(), dated: self.dated, what });
        Ok(self)
    }

    fn compared(&self, earlier: &Crawlers) -> Vec<What> {
        let mut what = BTreeSet::new();
        let same = |a: &Crawler, b: &Crawler| a.token == b.token;
        for now in &self.crawlers {
            match earlier.crawlers.iter().find(|b| same(now, b)) {
                None => what.insert(What::Added(now.token.clone())),
                Some(before) if before != now => what.insert(What::Altered(now.token.clone())),
                Some(_) => false,
            };
        }
        let gone = earlier.crawlers.iter().filter(|b| !self.crawlers.iter().any(|a| same(a, b)));
        what.extend(gone.map(|b| What::Removed(b.token.clone())));
        let texts = [
            (&self.robots, &earlier.robots, What::Robots),
            (&self.protocols, &earlier.protocols, What::Protocols),
            (&self.contact, &earlier.contact, What::Contact),
        ];
        what.extend(texts.into_iter().filter(|(a, b, _)| a != b).map(|(_, _, w)| w));
        what.into_iter().collect()
    }

    /// The data, with a line feed at the end.
    pub fn json(&self) -> String {
        let crawler =
            |c: &Crawler| json!({"token": c.token, "purpose": c.purpose, "addresses": c.addresses, "robots": c.robots});
        let what = |w: &What| match w.word() {
            (kind, Some(token)) => json!({"kind": kind, "crawler": token}),
            (kind, None) => json!({"kind": kind}),
        };
        let change = |c: &Change| json!({"version": c.version, "date": c.dated.to_string(), "what": c.what.iter().map(what).collect::<Vec<_>>()});
        let data = json!({
            "format": FORMAT, "provider": self.provider, "contact": self.contact, "page": self.page, "feed": self.feed,
            "version": self.version, "date": self.dated.to_string(), "robots": self.robots, "protocols": self.protocols,
            "crawlers": self.crawlers.iter().map(crawler).collect::<Vec<_>>(),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
        });
        let text = serde_json::to_string_pretty(&data).unwrap_or_default();
        format!("{}\n", escape::json(&text))
    }

    /// Reads what was published.
    ///
    /// # Errors
    /// It is not of this format.
    pub fn read(bytes: &[u8]) -> Result<Crawlers, HistoryError> {
        let wrong = |reason: &str| HistoryError::Unreadable(reason.to_owned());
        if bytes.len() > MAX_BYTES {
            return Err(wrong("larger than 4 MiB"));
        }
        let data: Json = serde_json::from_slice(bytes).map_err(|e| HistoryError::Unreadable(e.to_string()))?;
        if data.get("format").and_then(Json::as_str) != Some(FORMAT) {
            return Err(wrong("`format` is missing or another"));
        }
        let text = |of: &Json, key: &str| of.get(key).and_then(Json::as_str).map(str::to_owned);
        let need = |of: &Json, key: &str| text(of, key).ok_or_else(|| wrong(&format!("`{key}` is missing")));
        let day = |of: &Json| need(of, "date")?.parse::<Date>().map_err(|_| wrong("`date` is no day"));
        let list =
            |key: &str| data.get(key).and_then(Json::as_array).ok_or_else(|| wrong(&format!("`{key}` is missing")));
        let crawler = |c: &Json| {
            Ok(Crawler {
                token: need(c, "token")?,
                purpose: need(c, "purpose")?,
                addresses: text(c, "addresses").unwrap_or_default(),
                robots: text(c, "robots").unwrap_or_default(),
            })
        };
        let what = |w: &Json| {
            let token = text(w, "crawler");
            What::named(&need(w, "kind")?, token.as_deref()).ok_or_else(|| wrong("a change of an unknown kind"))
        };
        let change = |c: &Json| {
            let list = c.get("what").and_then(Json::as_array).ok_or_else(|| wrong("`what` is missing"))?;
            Ok(Change {
                version: need(c, "version")?,
                dated: day(c)?,
                what: list.iter().map(what).collect::<Result<_, HistoryError>>()?,
            })
        };
        Ok(Crawlers {
            provider: need(&data, "provider")?,
            contact: need(&data, "contact")?,
            page: need(&data, "page")?,
            feed: need(&data, "feed")?,
            version: need(&data, "version")?,
            dated: day(&data)?,
            robots: need(&data, "robots")?,
            protocols: need(&data, "protocols")?,
            crawlers: list("crawlers")?.iter().map(crawler).collect::<Result<_, HistoryError>>()?,
            changes: list("changes")?.iter().map(change).collect::<Result<_, HistoryError>>()?,
        })
    }
}

fn cell(cells: &Cells, key: &str) -> String {
    match cells.get(key) {
        Some(Value::Text(text)) => text.trim().to_owned(),
        _ => String::new(),
    }
}
