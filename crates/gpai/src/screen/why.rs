//! `gpai why` for people: the answer, the facts it rests on or what can still change it, the rules, the provisions.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_rules::assess::Assessment;
use gpai_rules::decide::Strength;
use gpai_rules::law::{Language, Law};

use super::page::title;
use super::show;
use super::style::{DIM, HEAD, paint};
use super::words::{bracketed, colon, law as words, semicolon, word};

/// One answer of an assessment.
pub struct Answer<'a> {
    /// Its word.
    pub status: &'a str,
    /// How it is known.
    pub strength: Option<Strength>,
    /// The facts that entail it.
    pub because: &'a [String],
    /// The facts that can still change it.
    pub missing: &'a [String],
    /// The rules that decide.
    pub rules: &'a [String],
    /// The provisions.
    pub cites: &'a [String],
}

/// The whole text.
pub fn screen(law: &Law, name: &str, answer: &Answer<'_>, assessment: &Assessment, lang: Language) -> String {
    let mut out = String::new();
    let strength = answer.strength.map(|s| bracketed(&word(s.word(), lang), lang)).unwrap_or_default();
    let status = paint(HEAD, &word(answer.status, lang));
    let _ = writeln!(out, "{}{}{status}{strength}\n", paint(HEAD, &title(law, name, lang)), colon(lang));
    if answer.missing.is_empty() {
        let head = if answer.because.is_empty() { words::NO_FACT_NEEDED } else { words::THESE_FACTS_ALONE };
        let _ = writeln!(out, "{}", head.get(lang));
        answer.because.iter().for_each(|name| fact(assessment, name, lang, &mut out));
    } else {
        let _ = writeln!(out, "{}", words::STILL_OPEN.get(lang));
        for name in answer.missing {
            let question = law.fact(name).map_or("", |f| f.question.get(lang));
            let _ = writeln!(out, "  {name}\n    {}", paint(DIM, question));
        }
    }
    if !answer.rules.is_empty() {
        let head = if answer.status == "no" { words::RULES_DECIDE_OR_FAIL } else { words::RULES_DECIDE };
        let _ = writeln!(out, "\n{}", head.get(lang));
        answer.rules.iter().for_each(|id| rule(law, assessment, id, lang, &mut out));
    }
    let _ = writeln!(out, "\n{}", words::PROVISIONS.get(lang));
    for cite in answer.cites {
        if let Some(p) = law.paragraphs.get(cite) {
            let _ = writeln!(out, "  {cite}  {}\n    {}", p.section, p.says.get(lang));
        }
    }
    out
}

fn fact(assessment: &Assessment, name: &str, lang: Language, out: &mut String) {
    let fact = assessment.facts.iter().find(|f| f.name == *name);
    let value = fact.and_then(|f| f.value.as_ref()).map(|v| show::whole(v, lang)).unwrap_or_default();
    let _ = writeln!(out, "  {name} = {}", visible(&value));
    for s in fact.map(|f| f.sources.as_slice()).unwrap_or_default() {
        let place = format!("{}{}{}", show::line(s), show::method(s, lang), show::by(s));
        let _ = writeln!(out, "    {}", paint(DIM, &visible(&place)));
    }
}

fn rule(law: &Law, assessment: &Assessment, id: &str, lang: Language, out: &mut String) {
    let Some(rule) = law.rules_on(assessment.as_of).find(|r| r.id == *id) else { return };
    let force = word(rule.force.word(), lang);
    let remark = bracketed(&format!("{force}{}{}", semicolon(lang), rule.cites.join(", ")), lang);
    let _ = writeln!(out, "  {id}{remark}\n    {}", rule.text.get(lang));
    if let Some(unclear) = &rule.unclear {
        let _ = writeln!(out, "    {}{}{}", words::UNCLEAR.get(lang), colon(lang), unclear.get(lang));
    }
}
