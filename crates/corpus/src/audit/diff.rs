//! What changed between two audits of the same sources: which domains came to be disallowed, or allowed again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::report::FORMAT;

/// A domain whose figures differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The domain.
    pub domain: String,
    /// Pages disallowed or disallowed later, before and after; `None` where the audit does not know the domain.
    pub before: Option<(u64, u64)>,
    /// The same after.
    pub after: Option<(u64, u64)>,
}

impl Change {
    /// What it is, in a word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        let sum = |side: Option<(u64, u64)>| side.map(|(now, later)| now + later);
        match (sum(self.before), sum(self.after)) {
            (None, _) => "new",
            (_, None) => "gone",
            (Some(0), Some(_)) => "reserved",
            (Some(_), Some(0)) => "open_again",
            (Some(a), Some(b)) if b > a => "more_reserved",
            _ => "less_reserved",
        }
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> Json {
        let side = |side: Option<(u64, u64)>| side.map(|(now, later)| json!({ "disallow": now, "later": later }));
        json!({ "domain": self.domain, "change": self.kind(), "before": side(self.before), "after": side(self.after) })
    }
}

/// The changes from one audit to another, by name.
///
/// # Errors
/// One of them is no audit.
pub fn changes(before: &Json, after: &Json) -> Result<Vec<Change>, String> {
    let read = |audit: &Json| -> Result<BTreeMap<String, (u64, u64)>, String> {
        if audit.get("format").and_then(Json::as_str) != Some(FORMAT) {
            return Err(format!("is no {FORMAT}"));
        }
        let domains = audit.get("domains").and_then(Json::as_array).ok_or("has no domains")?;
        domains
            .iter()
            .map(|d| {
                let get = |key: &str| d.get(key).and_then(Json::as_u64).ok_or("a domain without figures".to_owned());
                let name = d.get("domain").and_then(Json::as_str).ok_or("a domain without a name".to_owned())?;
                Ok((name.to_owned(), (get("disallow")?, get("later")?)))
            })
            .collect()
    };
    let (before, after) = (read(before)?, read(after)?);
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let all = names.into_iter().map(|name| Change {
        domain: name.clone(),
        before: before.get(name).copied(),
        after: after.get(name).copied(),
    });
    Ok(all.filter(|c| c.before != c.after).collect())
}

/// The changes as an Atom feed, one entry a domain, of a day.
#[must_use]
pub fn atom(changes: &[Change], day: &str) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>Changes in reservations of rights</title>\n\
         <id>urn:gpai:corpus-audit-diff:{day}</id>\n<updated>{day}T00:00:00Z</updated>\n<author><name>gpai corpus audit</name></author>\n"
    );
    for change in changes {
        let domain = escaped(&change.domain);
        let pages = |side: Option<(u64, u64)>| {
            side.map_or("not crawled".to_owned(), |(now, later)| format!("{now} pages disallowed, {later} later"))
        };
        let _ = writeln!(
            out,
            "<entry><title>{domain}: {}</title><id>urn:gpai:corpus-audit-diff:{day}:{domain}</id><updated>{day}T00:00:00Z</updated>\
             <content>{} before, {} now</content></entry>",
            change.kind().replace('_', " "),
            pages(change.before),
            pages(change.after)
        );
    }
    out.push_str("</feed>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
