//! `gpai law list`: one kind of entry of the law book, one line each.

use std::fmt::Write as _;

use gpai_rules::law::{Language, Law, in_force};
use jiff::civil::Date;

use super::entries::amount;
use super::style::{DIM, HEAD, pad, paint};
use super::words::word;

fn applies(on: Option<Date>, from: Date, until: Option<Date>) -> bool {
    on.is_none_or(|day| in_force(from, until, day))
}

/// Rules, by what they conclude.
pub fn rules(law: &Law, on: Option<Date>, lang: Language) -> String {
    let mut out = String::new();
    for p in &law.propositions {
        let rules: Vec<_> =
            law.rules.iter().filter(|r| r.concludes == p.name && applies(on, r.from, r.until)).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{} ({})", paint(HEAD, p.title.get(lang)), p.name);
        for r in rules {
            let sign = if r.holds { "+" } else { "-" };
            let line = format!("{}; {}", word(r.force.word(), lang), r.cites.join(", "));
            let _ = writeln!(out, "  {sign} {} {}", pad(&r.id, 32), paint(DIM, &line));
        }
    }
    out
}

/// Duties of providers.
pub fn duties(law: &Law, on: Option<Date>, lang: Language) -> String {
    let mut out = String::new();
    for d in law.duties.iter().filter(|d| applies(on, d.from, d.until)) {
        let cites = paint(DIM, &d.cites.join(", "));
        let _ = writeln!(out, "{} {} {cites}", pad(&d.id, 8), pad(d.title.get(lang), 46));
    }
    out
}

/// Facts, the keys of `gpai.toml`.
pub fn facts(law: &Law, lang: Language) -> String {
    let asked = law.facts.iter().filter(|f| !f.evidence_only);
    asked.map(|f| format!("{} {}\n", pad(&f.name, 38), f.question.get(lang))).collect()
}

/// Numbers and days.
pub fn thresholds(law: &Law, on: Option<Date>) -> String {
    let mut out = String::new();
    for t in law.thresholds.iter().filter(|t| applies(on, t.from, t.until)) {
        let cites = paint(DIM, &t.cites.join(", "));
        let _ = writeln!(out, "{} {} {cites}", pad(&t.id, 32), pad(&amount(&t.value), 28));
    }
    out
}

/// Points on which the law is unclear.
pub fn doubts(law: &Law, lang: Language) -> String {
    let doubts = law.doubts.iter().filter(|d| d.notice.is_none());
    doubts.map(|d| format!("{} {}\n", pad(&d.id, 10), d.text.get(lang))).collect()
}

/// Provisions cited.
pub fn provisions(law: &Law) -> String {
    law.paragraphs.iter().map(|(id, p)| format!("{} {}\n", pad(id, 18), p.section)).collect()
}

/// Licences with their verdict.
pub fn licences(law: &Law) -> String {
    let mut out = String::new();
    for l in law.licences.iter() {
        let verdict = format!("{:?}", l.verdict).to_lowercase();
        let _ = writeln!(out, "{} {} {}", pad(&l.id, 42), pad(&verdict, 10), l.name);
    }
    out
}

/// Days on which something changes.
pub fn calendar(law: &Law, lang: Language) -> String {
    law.calendar.iter().map(|d| format!("{}  {}\n", d.day, d.text.get(lang))).collect()
}
