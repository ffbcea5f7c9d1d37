//! `gpai law list` and `gpai law show`: the law book as it stands, for whoever wants to check it; `gpai law data` is the
//! same for the page.

use std::fmt::Write as _;

use gpai_rules::condition::Condition;
use gpai_rules::law::{Language, Law, ThresholdValue, in_force};

use super::explain::{head, provisions, text};
use super::{Outcome, day, language};
use crate::cli::{LawCommand, LawKind};
use crate::exit::Exit;
use crate::style::{DIM, HEAD, pad, paint};
use crate::words::word;

/// Runs it.
pub fn run(law: &Law, what: &LawCommand) -> Outcome {
    match what {
        LawCommand::Data => data(law),
        LawCommand::Show { id, lang } => super::explain::run(law, id, language(*lang)),
        LawCommand::List { kind, on, lang } => {
            let on = on.as_ref().map(|d| day(Some(d))).transpose()?;
            Ok((list(law, *kind, on, language(*lang)), Exit::Done))
        }
    }
}

/// The data of the page, on one line.
fn data(law: &Law) -> Outcome {
    let mut text = crate::web::law_data(law)?;
    text.push('\n');
    Ok((text, Exit::Done))
}

fn list(law: &Law, kind: LawKind, on: Option<jiff::civil::Date>, lang: Language) -> String {
    let mut out = String::new();
    let applies = |from, until| on.is_none_or(|day| in_force(from, until, day));
    match kind {
        LawKind::Rules => {
            for p in &law.propositions {
                let _ = writeln!(out, "{} ({})", paint(HEAD, p.title.get(lang)), p.name);
                for r in law.rules.iter().filter(|r| r.concludes == p.name && applies(r.from, r.until)) {
                    let sign = if r.holds { "+" } else { "-" };
                    let line = format!("{}; {}", word(r.force.word(), lang), r.cites.join(", "));
                    let _ = writeln!(out, "  {sign} {} {}", pad(&r.id, 32), paint(DIM, &line));
                }
            }
        }
        LawKind::Duties => {
            for d in law.duties.iter().filter(|d| applies(d.from, d.until)) {
                let _ = writeln!(
                    out,
                    "{} {} {}",
                    pad(&d.id, 8),
                    pad(d.title.get(lang), 46),
                    paint(DIM, &d.cites.join(", "))
                );
            }
        }
        LawKind::Facts => {
            for f in law.facts.iter().filter(|f| !f.evidence_only) {
                let _ = writeln!(out, "{} {}", pad(&f.name, 38), f.question.get(lang));
            }
        }
        LawKind::Thresholds => {
            for t in law.thresholds.iter().filter(|t| applies(t.from, t.until)) {
                let _ = writeln!(
                    out,
                    "{} {} {}",
                    pad(&t.id, 32),
                    pad(&amount(&t.value), 28),
                    paint(DIM, &t.cites.join(", "))
                );
            }
        }
        LawKind::Doubts => {
            for d in &law.doubts {
                let _ = writeln!(out, "{} {}", pad(&d.id, 10), d.text.get(lang));
            }
        }
        LawKind::Provisions => {
            for (id, p) in &law.paragraphs {
                let _ = writeln!(out, "{} {}", pad(id, 18), p.section);
            }
        }
        LawKind::Licences => {
            for l in law.licences.iter() {
                let verdict = format!("{:?}", l.verdict).to_lowercase();
                let _ = writeln!(out, "{} {} {}", pad(&l.id, 42), pad(&verdict, 10), l.name);
            }
        }
        LawKind::Calendar => {
            for d in &law.calendar {
                let _ = writeln!(out, "{}  {}", d.day, d.text.get(lang));
            }
        }
    }
    out
}

fn amount(value: &ThresholdValue) -> String {
    let sign = |strict: &bool| if *strict { ">" } else { ">=" };
    match value {
        ThresholdValue::Amount { value, divisor: 1, unit, strict } => format!("{} {value} {unit}", sign(strict)),
        ThresholdValue::Amount { value, divisor, unit, strict } => format!("{} {value}/{divisor} {unit}", sign(strict)),
        ThresholdValue::Fraction { numerator, denominator, strict } => {
            format!("{} {numerator}/{denominator}", sign(strict))
        }
        ThresholdValue::Day(day) => day.to_string(),
        ThresholdValue::Countries(list) => list.join(" "),
    }
}

/// A rule, threshold, axiom, doubt or licence as a page.
pub fn entry(law: &Law, id: &str, lang: Language) -> Option<String> {
    rule(law, id, lang)
        .or_else(|| threshold(law, id, lang))
        .or_else(|| other(law, id, lang))
        .or_else(|| licence(law, id, lang))
}

fn rule(law: &Law, id: &str, lang: Language) -> Option<String> {
    let versions: Vec<_> = law.rules.iter().filter(|r| r.id == id).collect();
    let mut out = String::new();
    for r in &versions {
        let result = if r.holds { "concludes" } else { "denies" };
        let _ = writeln!(out, "{}  {result} {}", paint(HEAD, &r.id), r.concludes);
        let until = r.until.map(|d| d.to_string()).unwrap_or_default();
        let _ = writeln!(
            out,
            "  {}; {} – {until}; re-read {}; {}:{}\n",
            word(r.force.word(), lang),
            r.from,
            r.reread,
            r.place.0,
            Law::line(&r.place)
        );
        text(&mut out, r.text.get(lang));
        if let Some(unclear) = &r.unclear {
            head(&mut out, lang, "Unclear", "不明确之处");
            text(&mut out, unclear.get(lang));
        }
        head(&mut out, lang, "Condition", "条件");
        out.push_str(&condition(&r.when, 1));
        if !r.displaces.is_empty() {
            head(&mut out, lang, "Displaces", "优先于");
            text(&mut out, &r.displaces.join(", "));
        }
        provisions(&mut out, law, &r.cites, lang);
    }
    (!versions.is_empty()).then_some(out)
}

fn threshold(law: &Law, id: &str, lang: Language) -> Option<String> {
    let t = law.thresholds.iter().find(|t| t.id == id)?;
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}\n", paint(HEAD, &t.id), amount(&t.value));
    text(&mut out, t.text.get(lang));
    provisions(&mut out, law, &t.cites, lang);
    Some(out)
}

fn other(law: &Law, id: &str, lang: Language) -> Option<String> {
    let (words, cites, conditions) = match law.axioms.iter().find(|a| a.id == id) {
        Some(a) => (&a.text, &a.cites, vec![&a.given, &a.then]),
        None => law.doubts.iter().find(|d| d.id == id).map(|d| (&d.text, &d.cites, vec![&d.when]))?,
    };
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", paint(HEAD, id));
    text(&mut out, words.get(lang));
    for (i, c) in conditions.into_iter().enumerate() {
        if i == 0 {
            head(&mut out, lang, "When", "何时");
        } else {
            head(&mut out, lang, "Then", "则");
        }
        out.push_str(&condition(c, 1));
    }
    provisions(&mut out, law, cites, lang);
    Some(out)
}

fn licence(law: &Law, id: &str, lang: Language) -> Option<String> {
    let l = law.licences.find(id)?;
    let mut out = String::new();
    let verdict = format!("{:?}", l.verdict).to_lowercase();
    let _ = writeln!(out, "{}  {}: {verdict} ({})\n", paint(HEAD, &l.id), l.name, l.confidence);
    text(&mut out, l.reason.get(lang));
    let list = |words: &Option<Vec<String>>| words.as_ref().map_or_else(|| "?".to_owned(), |w| w.join(", "));
    let _ =
        writeln!(out, "\n  openness.rights: {}\n  openness.restrictions: {}", list(&l.rights), list(&l.restrictions));
    provisions(&mut out, law, &l.cites, lang);
    Some(out)
}

/// A condition as an indented list.
pub fn condition(condition: &Condition, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let group = |name: &str, parts: &[Condition]| {
        let inner: String = parts.iter().map(|p| self::condition(p, depth + 1)).collect();
        format!("{indent}{name}\n{inner}")
    };
    match condition {
        Condition::Test(atom, _) => format!("{indent}- {atom}\n"),
        Condition::Named(name, _) => format!("{indent}- {name}\n"),
        Condition::All(parts) => group("all of", parts),
        Condition::Any(parts) => group("any of", parts),
        Condition::Not(inner) => group("not", std::slice::from_ref(inner)),
    }
}
