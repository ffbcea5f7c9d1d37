//! `gpai sources`: every file that was looked at and what it gave, what was there and not looked at, the facts with their
//! places, the findings of reading.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gpai_dossier::answers;
use gpai_dossier::gather::{Gathered, gather};
use gpai_evidence::LookedAt;
use gpai_evidence::files::Entry;
use gpai_forms::escape::{self, visible};
use gpai_report::json::{source as source_json, value as value_json};
use gpai_report::message::{help, message};
use gpai_rules::fact::{Fact, Source, Value};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::law::{Language, Law};
use gpai_rules::remarks::show;
use serde_json::{Map, Value as Json, json};

use super::{Outcome, language, request};
use crate::cli::{Sources, SourcesFormat};
use crate::exit::Exit;
use crate::style::{BAD, DIM, HEAD, OPEN, pad, paint, wrap};
use crate::words::{self, word};

/// Files that are named among those not looked at.
const LARGEST: usize = 10;
/// Columns for what a file gave.
const GAVE: usize = 92;

/// What there is to show.
struct Shown<'a> {
    law: &'a Law,
    language: Language,
    gathered: &'a Gathered,
    looked_at: Vec<LookedAt>,
    facts: Vec<Fact>,
    left: Vec<&'a Entry>,
}

/// Runs it.
pub fn run(law: &Law, args: &Sources) -> Outcome {
    let gathered = gather(law, &request(&args.input)?)?;
    let mut looked_at = gathered.found.looked_at.clone();
    let facts = gathered.facts().resolve_all();
    let from_answers = |s: &&Source| s.file == answers::FILE;
    let given = facts.iter().flat_map(|f| &f.sources).filter(from_answers).count();
    // The answers are read before the readers run; with `--answers` the folder's own are not looked at.
    if args.input.answers.is_none() && gathered.path == "." && gathered.files.iter().any(|f| f.path == answers::FILE) {
        let gave = format!("{given} answers");
        looked_at.push(LookedAt { path: answers::FILE.to_owned(), reader: "answers".to_owned(), gave });
        looked_at.sort();
    }
    let seen: BTreeSet<&str> = looked_at.iter().map(|l| l.path.as_str()).collect();
    let mut left: Vec<&Entry> = gathered.files.iter().filter(|f| !seen.contains(f.path.as_str())).collect();
    left.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.path.cmp(&b.path)));
    let shown = Shown { law, language: language(args.input.lang), gathered: &gathered, left, facts, looked_at };
    let text = match args.format {
        SourcesFormat::Human => human(&shown),
        SourcesFormat::Json => machine(&shown),
    };
    Ok((text, Exit::Done))
}

/// `gpai-sources/1`.
fn machine(shown: &Shown<'_>) -> String {
    let facts: Vec<Json> = shown
        .facts
        .iter()
        .map(|f| {
            let mut o = Map::new();
            o.insert("name".into(), json!(f.name));
            o.insert("value".into(), json!(f.value.as_ref().map(value_json)));
            o.insert("unit".into(), json!(shown.law.fact(&f.name).and_then(|d| d.unit.clone())));
            o.insert("contradiction".into(), json!(f.contradiction));
            o.insert("sources".into(), Json::Array(f.sources.iter().map(source_json).collect()));
            Json::Object(o)
        })
        .collect();
    let findings: Vec<Json> = shown
        .gathered
        .found
        .findings
        .iter()
        .map(|f| {
            json!({
                "code": f.code,
                "severity": f.severity.word(),
                "message": message(shown.law, f, shown.language),
                "places": f.places.iter().map(|p| json!({ "file": p.file, "line": p.line, "column": p.column }))
                    .collect::<Vec<_>>(),
                "help": help(shown.law, f, shown.language),
            })
        })
        .collect();
    // Sizes are decimal strings: a stranger's list may say anything up to 2^64.
    let document = json!({
        "format": "gpai-sources/1",
        "model": { "name": shown.gathered.model, "path": shown.gathered.path },
        "looked_at": shown.looked_at.iter()
            .map(|l| json!({ "path": l.path, "reader": l.reader, "gave": l.gave })).collect::<Vec<_>>(),
        "not_looked_at": {
            "count": shown.left.len(),
            "bytes": total(&shown.left).to_string(),
            "largest": shown.left.iter().take(LARGEST)
                .map(|f| json!({ "path": f.path, "bytes": f.size.to_string() })).collect::<Vec<_>>(),
        },
        "facts": facts,
        "findings": findings,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn human(shown: &Shown<'_>) -> String {
    let lang = shown.language;
    let t = |en: &'static str, zh: &'static str| match lang {
        Language::English => en,
        Language::Chinese => zh,
    };
    let mut out = String::new();
    let address = if shown.gathered.path == "." { String::new() } else { visible(&shown.gathered.path) };
    let title = format!("{}  {address}", paint(HEAD, &visible(&shown.gathered.model)));
    let _ = writeln!(out, "{}", title.trim_end());
    let _ = writeln!(out, "\n{}", paint(HEAD, t("Files looked at", "已查看的文件")));
    if shown.looked_at.is_empty() {
        let _ = writeln!(out, "  {}", words::NOTHING_FOUND.get(lang));
    }
    let mut last = "";
    for l in &shown.looked_at {
        if last != l.path {
            let _ = writeln!(out, "  {}", visible(&l.path));
            last = &l.path;
        }
        let gave = wrap(&visible(&l.gave), GAVE - 24);
        let _ =
            writeln!(out, "    {} {}", paint(DIM, &pad(&l.reader, 18)), gave.join(&format!("\n{}", " ".repeat(23))));
    }
    if !shown.left.is_empty() {
        let count = match lang {
            Language::English => format!("{} of {}", shown.left.len(), shown.gathered.files.len()),
            Language::Chinese => format!("{} / {}", shown.left.len(), shown.gathered.files.len()),
        };
        let head = t("Files not looked at", "未查看的文件");
        let tail = paint(DIM, &format!("{count} · {}", bytes(total(&shown.left))));
        let _ = writeln!(out, "\n{}  {tail}", paint(HEAD, head));
        for f in shown.left.iter().take(LARGEST) {
            let _ = writeln!(out, "  {} {}", pad(&bytes(f.size.into()), 10), visible(&f.path));
        }
        if shown.left.len() > LARGEST {
            let rest = shown.left.len() - LARGEST;
            let more = match lang {
                Language::English => format!("{rest} more, all smaller or as large"),
                Language::Chinese => format!("另有 {rest} 个,均不大于以上文件"),
            };
            let _ = writeln!(out, "  {}", paint(DIM, &more));
        }
    }
    let _ = writeln!(out, "\n{}", paint(HEAD, t("Facts and where they stand", "事实及其出处")));
    if shown.facts.is_empty() {
        let _ = writeln!(out, "  {}", words::NOTHING_FOUND.get(lang));
    }
    for fact in &shown.facts {
        let value = match (&fact.value, lang) {
            (None, _) => paint(OPEN, words::DISAGREE.get(lang)),
            (Some(v @ Value::Number(_)), Language::Chinese) => visible(&show(v)).replace(" to ", " 至 "),
            (Some(v), _) => visible(&show(v)),
        };
        let unit = shown.law.fact(&fact.name).and_then(|d| d.unit.clone()).filter(|_| fact.value.is_some());
        let text = format!("{} {value} {}", pad(&fact.name, 28), unit.unwrap_or_default());
        let _ = writeln!(out, "  {}", text.trim_end());
        for source in &fact.sources {
            let _ = writeln!(out, "    {}", paint(DIM, &place(source)));
        }
    }
    findings(shown, &mut out);
    out
}

fn findings(shown: &Shown<'_>, out: &mut String) {
    let lang = shown.language;
    let mut list: Vec<&Finding> = shown.gathered.found.findings.iter().collect();
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
        let lines = wrap(&format!("{label}: {}", visible(&message(shown.law, f, lang))), GAVE);
        let _ = writeln!(out, "  {}", lines.join("\n    ").replacen(&label, &paint(style, &label), 1));
        for p in &f.places {
            let line = p.line.map(|l| format!(":{l}")).unwrap_or_default();
            let column = p.column.map(|c| format!(":{c}")).unwrap_or_default();
            let _ = writeln!(out, "    {}", paint(DIM, &visible(&format!("--> {}{line}{column}", p.file))));
        }
    }
}

fn place(source: &Source) -> String {
    let line = source.line.map(|l| format!(":{l}")).unwrap_or_default();
    let column = source.column.map(|c| format!(":{c}")).unwrap_or_default();
    let method = source.method.as_ref().map(|m| format!(", {m}")).unwrap_or_default();
    let by = source.by.as_ref().map(|b| format!(", {b}")).unwrap_or_default();
    visible(&format!("{}{line}{column}{method}{by}", source.file))
}

fn total(files: &[&Entry]) -> u128 {
    files.iter().map(|f| u128::from(f.size)).sum()
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
