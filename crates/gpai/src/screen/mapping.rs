//! `gpai explain` for a point of another framework (`MEASURE-2.12` of NIST, a control of ISO/IEC 42001): what of ours could support
//! it, and what of the source was read for the table.

use std::fmt::Write as _;

use gpai_report::exports::mapping::{Entry, Mapping, Relation, Strength};
use gpai_rules::law::{Language, Law};

use super::page::{head, text};
use super::style::{DIM, HEAD, paint};
use super::words::{colon, export as words};

/// The page of a point; `None` where no table has one of that name. Where several have, each stands under its table.
pub fn lookup(law: &Law, tables: &[Mapping], id: &str, lang: Language) -> Option<String> {
    let same = |entry: &&Entry| plain(&entry.id) == plain(id);
    let mut out = String::new();
    for table in tables {
        for entry in table.entries.iter().filter(same) {
            if !out.is_empty() {
                out.push('\n');
            }
            page(&mut out, law, table, entry, lang);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// `MEASURE 2.12`, `measure-2.12`: one name.
fn plain(id: &str) -> String {
    id.trim().to_lowercase().replace([' ', '_'], "-")
}

fn page(out: &mut String, law: &Law, table: &Mapping, entry: &Entry, lang: Language) {
    let says = entry.says.as_ref().map_or("", |says| says.get(lang));
    let _ = writeln!(out, "{}", paint(HEAD, format!("{}  {says}", entry.id).trim_end()));
    let _ = writeln!(out, "{}", paint(DIM, &format!("{}{}{}", table.title.get(lang), colon(lang), table.edition)));
    head(out, lang, &words::MAP_HERE);
    let strength = match entry.strength {
        Strength::Same => &words::MAP_SAME,
        Strength::Supports => &words::MAP_SUPPORTS,
        Strength::Touches => &words::MAP_TOUCHES,
        Strength::None => &words::MAP_NONE,
    };
    text(out, strength.get(lang));
    for relation in &entry.relates {
        let about = match relation {
            Relation::Duty(id) => law.duty(id).map(|duty| duty.title.get(lang).to_owned()),
            Relation::Fact(name) => law.fact(name).map(|fact| fact.question.get(lang).to_owned()),
            Relation::Finding(code) => law.findings.get(code).map(|f| f.message.get(lang).to_owned()),
            Relation::Field(..) | Relation::Export(_) => None,
        };
        let about = about.map(|about| format!("{}{about}", colon(lang))).unwrap_or_default();
        text(out, &format!("{relation}{about}"));
    }
    if let Some(note) = &entry.note {
        text(out, note.get(lang));
    }
    head(out, lang, &words::MAP_READ);
    text(out, table.read.get(lang));
    let reviewed = match table.reviewed.as_slice() {
        [] => words::MAP_NOBODY.get(lang).to_owned(),
        some => words::MAP_REVIEWED.fill(lang, &[("who", &some.join(", "))]),
    };
    text(out, &reviewed);
    text(out, &table.source);
}
