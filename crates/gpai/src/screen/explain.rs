//! `gpai explain` for people: a page that teaches, for anything with a name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gpai_review::book::{Checked, RuleDef};
use gpai_review::knowledge::Knowledge;
use gpai_rules::law::{DueKind, FactDef, Kind, Language, Law};

use super::deadlines;
use super::entries::{self, condition};
use super::page::{head, provisions, text, width};
use super::style::{DIM, HEAD, paint, wrap};
use super::words::{article, bracketed, colon, law as words, semicolon, word};

/// The page of what has this name; `None` where nothing has.
pub fn screen(law: &Law, rules: &BTreeMap<String, RuleDef>, id: &str, lang: Language) -> Option<String> {
    duty(law, id, lang)
        .or_else(|| proposition(law, id, lang))
        .or_else(|| fact(law, id, lang))
        .or_else(|| finding(law, id, lang))
        .or_else(|| rules.get(id).map(|rule| document_rule(law, rule, lang)))
        .or_else(|| entries::entry(law, id, lang))
        .or_else(|| provision(law, id, lang))
}

/// What is called like the words of a person: one line each, with what `gpai explain` takes for it.
pub fn several(law: &Law, said: &str, ids: &[String], lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", paint(HEAD, &gpai_forms::escape::visible(said)));
    for id in ids {
        let duty = law.duty(id).map(|d| format!("{}  {}", article(id), d.title.get(lang)));
        let provision = || law.paragraphs.get(id).map(|p| p.says.get(lang).to_owned());
        let licence = || law.licences.find(id).map(|l| l.name.clone());
        let about = duty.or_else(provision).or_else(licence).unwrap_or_default();
        let _ = writeln!(out, "  {id}");
        let _ = writeln!(out, "    {}", wrap(&about, width() - 4).join("\n    "));
    }
    let _ = writeln!(out, "\n{}", paint(DIM, words::EXPLAIN_ONE.get(lang)));
    out
}

fn duty(law: &Law, id: &str, lang: Language) -> Option<String> {
    let duty = law.duty(id)?;
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(HEAD, &format!("{}  {}", article(id), duty.title.get(lang))));
    head(&mut out, lang, &words::WHAT_THE_LAW_ASKS);
    text(&mut out, duty.text.get(lang));
    head(&mut out, lang, &words::WHAT_TO_DO);
    text(&mut out, duty.todo.get(lang));
    head(&mut out, lang, &words::WHEN_IT_APPLIES);
    out.push_str(&condition(&duty.when, 1));
    if let Some(exempt) = &duty.exempt {
        head(&mut out, lang, &words::WHEN_EXEMPT);
        out.push_str(&condition(exempt, 1));
    }
    head(&mut out, lang, &words::FROM_WHEN);
    let day = |id| law.day(id).map(|d| d.to_string()).unwrap_or_default();
    let (since, before, until) = (duty.from, day("chapter-v-applies"), day("legacy-end"));
    let pair = match duty.due {
        DueKind::Placing if duty.before => words::DUE_BEFORE_PLACING,
        DueKind::Placing => words::IN_FORCE_SINCE,
        DueKind::Notification => words::DUE_NOTIFICATION,
        DueKind::SystemicRisk => words::DUE_SYSTEMIC,
    };
    let days = law.amount("notify-within", since).map(ToString::to_string).unwrap_or_default();
    let marks: [(&str, &dyn std::fmt::Display); 4] =
        [("since", &since), ("before", &before), ("until", &until), ("days", &days)];
    text(&mut out, &pair.fill(lang, &marks));
    let clocks: Vec<_> = law.clocks.clocks.iter().filter(|c| c.duty.as_deref() == Some(id)).collect();
    if !clocks.is_empty() {
        head(&mut out, lang, &words::CLOCKS);
        for clock in clocks {
            let length = clock.period.map(|p| bracketed(&deadlines::length(p, lang), lang)).unwrap_or_default();
            text(&mut out, &format!("{}  {}{length}", clock.id, clock.title.get(lang)));
        }
    }
    if let Some(document) = &duty.document {
        head(&mut out, lang, &words::WHERE_TO_SAY);
        text(&mut out, &format!("gpai.toml: {document} = \"path or address\""));
    }
    provisions(&mut out, law, &duty.cites, lang);
    Some(out)
}

fn proposition(law: &Law, id: &str, lang: Language) -> Option<String> {
    let def = law.proposition(id)?;
    let mut out = String::new();
    let _ = writeln!(out, "{}  ({})", paint(HEAD, def.title.get(lang)), def.name);
    out.push('\n');
    text(&mut out, def.about.get(lang));
    head(&mut out, lang, &words::RULES);
    for rule in law.rules.iter().filter(|r| r.concludes == id) {
        let sign = if rule.holds { "+" } else { "-" };
        let force = word(rule.force.word(), lang);
        let remark = bracketed(&format!("{force}{}{}", semicolon(lang), rule.cites.join(", ")), lang);
        let _ = writeln!(out, "  {sign} {}{remark}", rule.id);
        let _ = writeln!(out, "    {}", wrap(rule.text.get(lang), width() - 4).join("\n    "));
    }
    provisions(&mut out, law, &def.cites, lang);
    Some(out)
}

fn fact(law: &Law, id: &str, lang: Language) -> Option<String> {
    let def = law.fact(id)?;
    let mut out = String::new();
    let number = def.id.as_ref().map(|n| format!("  {n}")).unwrap_or_default();
    let _ = writeln!(out, "{}{number}\n", paint(HEAD, &def.name));
    text(&mut out, def.question.get(lang));
    if !def.help.get(lang).is_empty() {
        out.push('\n');
        text(&mut out, def.help.get(lang));
    }
    head(&mut out, lang, &words::HOW_TO_ANSWER);
    let (table, key) = id.split_once('.').unwrap_or(("", id));
    let (example, after) = example(def);
    if def.evidence_only {
        text(&mut out, words::READ_FROM_THE_FOLDER.get(lang));
    } else {
        let judged = if def.judged {
            format!("{{ value = {example}, by = \"…\", on = 2026-11-20, why = \"…\" }}")
        } else {
            example
        };
        let _ = writeln!(out, "  gpai.toml:  [{table}]\n              {key} = {judged}");
        let _ = writeln!(out, "  --set {id}={after}");
    }
    if let Some(unit) = &def.unit {
        let _ = writeln!(out, "  {unit}");
    }
    let users: Vec<&str> = law.rules.iter().filter(|r| mentions(&r.when, id)).map(|r| r.id.as_str()).collect();
    if !users.is_empty() {
        head(&mut out, lang, &words::RULES_THAT_ASK);
        text(&mut out, &users.join(", "));
    }
    provisions(&mut out, law, &def.cites, lang);
    Some(out)
}

/// A value as `gpai.toml` holds it, and as `--set` takes it.
fn example(def: &FactDef) -> (String, String) {
    match def.kind {
        Kind::YesNo => ("true".to_owned(), "yes".to_owned()),
        Kind::Number => ("\"1.8e23\"".to_owned(), "1.8e23 / 7.8e24..1.1e25".to_owned()),
        Kind::Date => ("2026-11-20".to_owned(), "2026-11-20".to_owned()),
        Kind::Word => (format!("\"{}\"", def.words.first().map_or("", |w| w)), def.words.join(" | ")),
        Kind::Set => {
            let two: Vec<String> = def.words.iter().take(2).map(|w| format!("\"{w}\"")).collect();
            (format!("[{}]", two.join(", ")), format!("{} | none", def.words.join(" | ")))
        }
        Kind::Country => ("\"FR\"".to_owned(), "FR".to_owned()),
        Kind::Text => ("\"…\"".to_owned(), "…".to_owned()),
    }
}

fn mentions(condition: &gpai_rules::condition::Condition, fact: &str) -> bool {
    let mut found = false;
    condition.leaves(&mut |leaf| {
        if let gpai_rules::condition::Condition::Test(atom, _) = leaf {
            found |= atom.facts().contains(&fact);
        }
    });
    found
}

fn finding(law: &Law, id: &str, lang: Language) -> Option<String> {
    let def = law.findings.get(id)?;
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", paint(HEAD, id));
    text(&mut out, def.message.get(lang));
    head(&mut out, lang, &words::WHAT_TO_DO);
    text(&mut out, def.help.get(lang));
    Some(out)
}

/// What rules on documents need from outside the document: each with every way to make it known, and the rules.
pub fn given(knowledge: &[Knowledge], lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", paint(HEAD, words::WHAT_CAN_BE_GIVEN.get(lang)));
    text(&mut out, words::GIVEN_STANDS_BEFORE.get(lang));
    for one in knowledge {
        needed(&mut out, one, lang);
        let _ = writeln!(out, "    {}", paint(DIM, &wrap(&one.rules.join(", "), width() - 4).join("\n    ")));
    }
    out
}

/// One thing that is needed, with every way to make it known.
fn needed(out: &mut String, one: &Knowledge, lang: Language) {
    let _ = writeln!(out, "\n  {}", wrap(one.text.get(lang), width()).join("\n  "));
    for way in one.ways(lang) {
        let _ = writeln!(out, "    {}", wrap(&way, width() - 4).join("\n    "));
    }
}

/// A rule on documents: how it fires, what to do, and who can tell.
fn document_rule(law: &Law, rule: &RuleDef, lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", paint(HEAD, &rule.id), paint(HEAD, rule.title.get(lang)));
    head(&mut out, lang, &words::WHAT_IS_REPORTED);
    for case in rule.cases.values() {
        text(&mut out, &format!("{}{}{}", word(case.severity.word(), lang), colon(lang), case.message.get(lang)));
    }
    head(&mut out, lang, &words::WHAT_TO_DO);
    text(&mut out, rule.help.get(lang));
    head(&mut out, lang, &words::HOW_CHECKED);
    let how = match rule.checked {
        Checked::Mechanically => words::CHECKED_ALONE,
        Checked::GivenKnowledge => words::CHECKED_IF_GIVEN,
        Checked::ByAPerson => words::CHECKED_BY_A_PERSON,
    };
    text(&mut out, how.get(lang));
    if let Some(because) = &rule.because {
        text(&mut out, because.get(lang));
    }
    text(&mut out, words::OUR_READING.get(lang));
    // Where a rule needs nothing but the document, what is known besides only sharpens it.
    if rule.checked == Checked::GivenKnowledge {
        head(&mut out, lang, &words::HOW_TO_GIVE);
        for one in &rule.needs {
            needed(&mut out, one, lang);
        }
    }
    if !rule.doubts.is_empty() {
        head(&mut out, lang, &words::DOUBTS_ON_IT);
        for (id, says) in &rule.doubts {
            text(&mut out, &format!("{id}: {}", says.get(lang)));
        }
    }
    provisions(&mut out, law, &rule.cites, lang);
    let compared = words::LAST_COMPARED.fill(lang, &[("day", &rule.reread)]);
    let _ = writeln!(out, "\n{}", paint(DIM, &compared));
    out
}

fn provision(law: &Law, id: &str, lang: Language) -> Option<String> {
    law.paragraphs.get(id)?;
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(HEAD, id));
    provisions(&mut out, law, &[id.to_owned()], lang);
    let rules: Vec<&str> =
        law.rules.iter().filter(|r| r.cites.iter().any(|c| c == id)).map(|r| r.id.as_str()).collect();
    let duties: Vec<&str> =
        law.duties.iter().filter(|d| d.cites.iter().any(|c| c == id)).map(|d| d.id.as_str()).collect();
    if !rules.is_empty() || !duties.is_empty() {
        head(&mut out, lang, &words::RULES_AND_DUTIES);
        text(&mut out, &duties.into_iter().chain(rules).collect::<Vec<_>>().join(", "));
    }
    Some(out)
}
