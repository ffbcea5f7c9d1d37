//! Pages of the entries of the law book: rules, thresholds, axioms, doubts, licences; and conditions as lists.

use gpai_report::explain::{About, Block, Page};
use gpai_rules::condition::Condition;
use gpai_rules::law::{Language, Law, ThresholdValue, Words};

use super::page::Parts as _;
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

/// A rule, in all its versions.
pub fn rule(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let versions: Vec<_> = law.rules.iter().filter(|r| r.id == id).collect();
    let mut out = Page::new(About::Rule, id);
    for r in &versions {
        let result = if r.holds { "concludes" } else { "denies" };
        out.titled(&r.id, &format!("{result} {}", r.concludes));
        let until = r.until.map(|d| d.to_string()).unwrap_or_default();
        let sep = semicolon(lang);
        out.lines(format!(
            "{}{sep}{} – {until}{sep}{} {}{sep}{}:{}",
            word(r.force.word(), lang),
            r.from,
            words::REREAD.get(lang),
            r.reread,
            r.place.0,
            Law::line(&r.place)
        ));
        out.blocks.push(Block::Gap);
        out.text(r.text.get(lang));
        if let Some(unclear) = &r.unclear {
            out.head(lang, &words::UNCLEAR_HEAD);
            out.text(unclear.get(lang));
        }
        out.head(lang, &words::CONDITION);
        out.lines(condition(&r.when, 0));
        if !r.displaces.is_empty() {
            out.head(lang, &words::DISPLACES);
            out.text(&r.displaces.join(", "));
        }
        out.provisions(&r.cites);
    }
    (!versions.is_empty()).then_some(out)
}

/// A threshold.
pub fn threshold(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let t = law.thresholds.iter().find(|t| t.id == id)?;
    let mut out = Page::new(About::Threshold, id);
    out.titled(&t.id, &amount(&t.value));
    out.blocks.push(Block::Gap);
    out.text(t.text.get(lang));
    out.provisions(&t.cites);
    Some(out)
}

/// An axiom.
pub fn axiom(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let a = law.axioms.iter().find(|a| a.id == id)?;
    Some(said(About::Axiom, id, &a.text, &[&a.given, &a.then], &a.cites, lang))
}

/// A doubt.
pub fn doubt(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let d = law.doubts.iter().find(|d| d.id == id)?;
    Some(said(About::Doubt, id, &d.text, &[&d.when], &d.cites, lang))
}

fn said(about: About, id: &str, says: &Words, conditions: &[&Condition], cites: &[String], lang: Language) -> Page {
    let mut out = Page::new(about, id);
    out.titled(id, "");
    out.blocks.push(Block::Gap);
    out.text(says.get(lang));
    for (i, c) in conditions.iter().enumerate() {
        out.head(lang, if i == 0 { &words::WHEN } else { &words::THEN });
        out.lines(condition(c, 0));
    }
    out.provisions(cites);
    out
}

/// A licence.
pub fn licence(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let l = law.licences.find(id)?;
    let mut out = Page::new(About::Licence, &l.id);
    let verdict = format!("{:?}", l.verdict).to_lowercase();
    out.titled(&l.id, &format!("{}: {verdict} ({})", l.name, l.confidence));
    out.blocks.push(Block::Gap);
    out.text(l.reason.get(lang));
    let list = |words: &Option<Vec<String>>| words.as_ref().map_or_else(|| "?".to_owned(), |w| w.join(", "));
    out.blocks.push(Block::Gap);
    out.lines(format!("openness.rights: {}\nopenness.restrictions: {}", list(&l.rights), list(&l.restrictions)));
    out.provisions(&l.cites);
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
