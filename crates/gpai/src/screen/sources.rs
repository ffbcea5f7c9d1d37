//! `gpai sources` for people: files and what they gave, files not looked at, facts with every place, findings of reading.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_report::sources::{LARGEST, View};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::message::message;

use super::logs;
use super::show;
use super::style::{BAD, DIM, HEAD, OPEN, columns, pad, paint, wrap};
use super::words::{self, sources, word};

/// Columns for what a file gave.
const GAVE: usize = 92;

/// The whole text.
pub fn screen(view: &View<'_>) -> String {
    let lang = view.language;
    let mut out = String::new();
    let address = if view.path == "." { String::new() } else { visible(view.path) };
    let title = format!("{}  {address}", paint(HEAD, &visible(view.model)));
    let _ = writeln!(out, "{}", title.trim_end());
    let _ = writeln!(out, "\n{}", paint(HEAD, sources::LOOKED_AT.get(lang)));
    if view.looked_at.is_empty() {
        let _ = writeln!(out, "  {}", words::NOTHING_FOUND.get(lang));
    }
    let mut last = "";
    for l in &view.looked_at {
        if last != l.path {
            let _ = writeln!(out, "  {}", visible(l.path));
            last = l.path;
        }
        let gave = wrap(&visible(&words::messages::gave(l.gave, lang)), columns().saturating_sub(24).min(GAVE - 24));
        let _ = writeln!(out, "    {} {}", paint(DIM, &pad(l.reader, 18)), gave.join(&format!("\n{}", " ".repeat(23))));
    }
    left(view, &mut out);
    facts(view, &mut out);
    out.push_str(&logs::screen(view.rows, lang));
    findings(view, &mut out);
    out
}

/// What was there and not looked at.
fn left(view: &View<'_>, out: &mut String) {
    let lang = view.language;
    if view.left.is_empty() {
        return;
    }
    let count = sources::SOME_OF_ALL.fill(lang, &[("some", &view.left.len()), ("all", &view.files)]);
    let tail = paint(DIM, &format!("{count} · {}", bytes(view.bytes())));
    let _ = writeln!(out, "\n{}  {tail}", paint(HEAD, sources::NOT_LOOKED_AT.get(lang)));
    for (path, size) in view.left.iter().take(LARGEST) {
        let _ = writeln!(out, "  {} {}", pad(&bytes((*size).into()), 10), visible(path));
    }
    let rest = view.left.len().saturating_sub(LARGEST);
    if rest > 0 {
        let _ = writeln!(out, "  {}", paint(DIM, &sources::MORE_AS_LARGE.fill(lang, &[("rest", &rest)])));
    }
}

fn facts(view: &View<'_>, out: &mut String) {
    let lang = view.language;
    let _ = writeln!(out, "\n{}", paint(HEAD, sources::FACTS_AND_PLACES.get(lang)));
    if view.facts.is_empty() {
        let _ = writeln!(out, "  {}", words::NOTHING_FOUND.get(lang));
    }
    for fact in view.facts {
        let value = match &fact.value {
            None => paint(OPEN, words::DISAGREE.get(lang)),
            Some(value) => visible(&show::whole(value, lang)),
        };
        let unit = view.law.fact(&fact.name).and_then(|d| d.unit.clone()).filter(|_| fact.value.is_some());
        let unit = unit.map(|u| words::messages::unit(&u, lang)).unwrap_or_default();
        let text = format!("{} {value}{unit}", pad(&fact.name, 28));
        let _ = writeln!(out, "  {}", text.trim_end());
        for s in &fact.sources {
            let place = format!("{}{}{}", show::at(&s.file, s.line, s.column), show::method(s, lang), show::by(s));
            let _ = writeln!(out, "    {}", paint(DIM, &visible(&place)));
        }
    }
}

fn findings(view: &View<'_>, out: &mut String) {
    let lang = view.language;
    let mut list: Vec<&Finding> = view.findings.iter().collect();
    if list.is_empty() {
        return;
    }
    list.sort_by_key(|f| f.severity);
    let _ = writeln!(out, "\n{}", paint(HEAD, words::FINDINGS.get(lang)));
    for f in list {
        let style = match f.severity {
            Severity::Error => BAD,
            Severity::Warning => OPEN,
            Severity::Info => DIM,
        };
        let label = format!("{}[{}]", word(f.severity.word(), lang), f.code);
        let lines = wrap(&format!("{label}: {}", visible(&message(view.law, f, lang))), GAVE);
        let _ = writeln!(out, "  {}", lines.join("\n    ").replacen(&label, &paint(style, &label), 1));
        for p in &f.places {
            let place = format!("--> {}", show::at(&p.file, p.line, p.column));
            let _ = writeln!(out, "    {}", paint(DIM, &visible(&place)));
        }
    }
}

/// A size for people: `14.0 GB`.
fn bytes(size: u128) -> String {
    const UNITS: [(u128, &str); 4] =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| size >= *unit) {
        Some((unit, name)) => {
            let tenths = size.saturating_mul(10) / unit;
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None => format!("{size} B"),
    }
}
