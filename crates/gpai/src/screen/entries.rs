//! Pages of the entries of the law book: rules, thresholds, axioms, doubts, licences; and conditions as lists.

use std::fmt::Write as _;

use gpai_rules::condition::Condition;
use gpai_rules::law::{Language, Law, ThresholdValue};

use super::page::{head, provisions, text};
use super::style::{HEAD, paint};
use super::words::{law as words, semicolon, word};

/// The value of a threshold.
pub fn amount(value: &ThresholdValue) -> String {
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
        let sep = semicolon(lang);
        let _ = writeln!(
            out,
            "  {}{sep}{} – {until}{sep}{} {}{sep}{}:{}\n",
            word(r.force.word(), lang),
            r.from,
            words::REREAD.get(lang),
            r.reread,
            r.place.0,
            Law::line(&r.place)
        );
        text(&mut out, r.text.get(lang));
        if let Some(unclear) = &r.unclear {
            head(&mut out, lang, &words::UNCLEAR_HEAD);
            text(&mut out, unclear.get(lang));
        }
        head(&mut out, lang, &words::CONDITION);
        out.push_str(&condition(&r.when, 1));
        if !r.displaces.is_empty() {
            head(&mut out, lang, &words::DISPLACES);
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
    let (says, cites, conditions) = match law.axioms.iter().find(|a| a.id == id) {
        Some(a) => (&a.text, &a.cites, vec![&a.given, &a.then]),
        None => law.doubts.iter().find(|d| d.id == id).map(|d| (&d.text, &d.cites, vec![&d.when]))?,
    };
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", paint(HEAD, id));
    text(&mut out, says.get(lang));
    for (i, c) in conditions.into_iter().enumerate() {
        head(&mut out, lang, if i == 0 { &words::WHEN } else { &words::THEN });
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
