//! The same figures computed as plainly as possible, by other code: maps over all documents, and rules of suffixes applied as the
//! list's own page describes them.

use std::collections::BTreeMap;

use crate::make::{Doc, LIST};

/// What a naive count gives.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub documents: u64,
    pub bytes: u64,
    pub domains: BTreeMap<String, (u64, u64)>,
    pub no_domain: (u64, u64),
    pub languages: BTreeMap<String, (u64, u64)>,
    pub months: BTreeMap<String, (u64, u64)>,
    pub tokens: u64,
}

impl Count {
    pub fn of(docs: &[Doc], private: bool) -> Self {
        let mut out = Count::default();
        for doc in docs {
            let bytes = doc.text.len() as u64;
            out.documents += 1;
            out.bytes += bytes;
            out.tokens += doc.tokens.map_or(0, |t| u64::try_from(t).unwrap());
            let add = |to: &mut (u64, u64)| {
                to.0 += 1;
                to.1 += bytes;
            };
            match doc.url.as_deref().and_then(host).and_then(|host| domain(&host, private)) {
                Some(domain) => add(out.domains.entry(domain).or_default()),
                None => add(&mut out.no_domain),
            }
            add(out.languages.entry(doc.language.map_or("", |l| &l[..2]).to_owned()).or_default());
            add(out.months.entry(doc.date.as_ref().map_or("", |d| &d[..7]).to_owned()).or_default());
        }
        out
    }

    /// Domains in the order of the list.
    pub fn ranked(&self) -> Vec<(String, u64, u64)> {
        let mut all: Vec<_> = self.domains.iter().map(|(name, (n, b))| (name.clone(), *n, *b)).collect();
        all.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        all
    }
}

/// The host of an address of the generator: found by taking apart from the left, character by character.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let mut host = &rest[..end];
    if let Some(at) = host.rfind('@') {
        host = &host[at + 1..];
    }
    let host = if let Some(close) = host.find(']') {
        return Some(host[..=close].to_lowercase());
    } else {
        host.split(':').next().unwrap()
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.is_empty() || host.contains(' ') {
        return None;
    }
    // Names in ASCII stand as they are, also where their punycode is none.
    if host.is_ascii() { Some(host.to_lowercase()) } else { idna::domain_to_ascii(host).ok() }
}

/// The registrable domain: of all rules that match, an exception or else the longest decides.
fn domain(host: &str, private: bool) -> Option<String> {
    if host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok() {
        return Some(host.to_owned());
    }
    let labels: Vec<&str> = host.split('.').collect();
    if labels.len() < 2 {
        return None;
    }
    let mut best: Option<(bool, usize)> = None;
    let mut section = true;
    for rule in LIST.lines() {
        if rule.contains("BEGIN PRIVATE") {
            section = private;
        }
        if rule.starts_with("//") || !section {
            continue;
        }
        let exception = rule.starts_with('!');
        let parts: Vec<&str> = rule.trim_start_matches('!').split('.').collect();
        let matches = parts.len() <= labels.len()
            && parts.iter().rev().zip(labels.iter().rev()).all(|(rule, label)| *rule == "*" || rule == label);
        if matches {
            let length = parts.len() - usize::from(exception);
            if best.is_none_or(|(e, l)| (exception, length) > (e, l)) {
                best = Some((exception, length));
            }
        }
    }
    let suffix = best.map_or(1, |(_, length)| length);
    (labels.len() > suffix).then(|| labels[labels.len() - suffix - 1..].join("."))
}
