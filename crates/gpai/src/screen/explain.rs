//! `gpai explain` for people: a page that teaches, for anything with a name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gpai_report::explain::{About, Block, Page};
use gpai_review::book::{Checked, RuleDef};
use gpai_review::knowledge::Knowledge;
use gpai_rules::law::{DueKind, FactDef, Kind, Language, Law};

use super::deadlines;
use super::entries::{self, condition};
use super::page::{Parts as _, text, width};
use super::style::{DIM, HEAD, paint, wrap};
use super::words::{article, bracketed, colon, law as words, semicolon, word};

/// The page of what has this name; `None` where nothing has.
pub fn page(law: &Law, rules: &BTreeMap<String, RuleDef>, id: &str, lang: Language) -> Option<Page> {
    About::ALL.into_iter().find_map(|about| page_about(law, rules, about, id, lang))
}

/// The page of what has this name among things of one kind.
pub fn page_about(
    law: &Law,
    rules: &BTreeMap<String, RuleDef>,
    about: About,
    id: &str,
    lang: Language,
) -> Option<Page> {
    match about {
        About::Duty => duty(law, id, lang),
        About::Conclusion => proposition(law, id, lang),
        About::Fact => fact(law, id, lang),
        About::Finding => finding(law, id, lang),
        About::DocumentRule => rules.get(id).map(|rule| document_rule(rule, lang)),
        About::Rule => entries::rule(law, id, lang),
        About::Threshold => entries::threshold(law, id, lang),
        About::Axiom => entries::axiom(law, id, lang),
        About::Doubt => entries::doubt(law, id, lang),
        About::Licence => entries::licence(law, id, lang),
        About::Provision => provision(law, id, lang),
    }
}

/// Everything that has a page of a kind, in the order of the law book.
pub fn names<'n>(law: &'n Law, rules: &'n BTreeMap<String, RuleDef>, about: About) -> Vec<&'n str> {
    let mut names: Vec<&str> = match about {
        About::Duty => law.duties.iter().map(|d| d.id.as_str()).collect(),
        About::Conclusion => law.propositions.iter().map(|p| p.name.as_str()).collect(),
        About::Fact => law.facts.iter().map(|f| f.name.as_str()).collect(),
        About::Finding => law.findings.keys().map(String::as_str).collect(),
        About::DocumentRule => rules.keys().map(String::as_str).collect(),
        About::Rule => law.rules.iter().map(|r| r.id.as_str()).collect(),
        About::Threshold => law.thresholds.iter().map(|t| t.id.as_str()).collect(),
        About::Axiom => law.axioms.iter().map(|a| a.id.as_str()).collect(),
        About::Doubt => law.doubts.iter().map(|d| d.id.as_str()).collect(),
        About::Licence => law.licences.iter().map(|l| l.id.as_str()).collect(),
        About::Provision => law.paragraphs.keys().map(String::as_str).collect(),
    };
    // Versions of one entry have one page.
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(*name));
    names
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

fn duty(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let duty = law.duty(id)?;
    let mut out = Page::new(About::Duty, id);
    out.titled(&format!("{}  {}", article(id), duty.title.get(lang)), "");
    out.head(lang, &words::WHAT_THE_LAW_ASKS);
    out.text(duty.text.get(lang));
    out.head(lang, &words::WHAT_TO_DO);
    out.text(duty.todo.get(lang));
    out.head(lang, &words::WHEN_IT_APPLIES);
    out.lines(condition(&duty.when, 0));
    if let Some(exempt) = &duty.exempt {
        out.head(lang, &words::WHEN_EXEMPT);
        out.lines(condition(exempt, 0));
    }
    out.head(lang, &words::FROM_WHEN);
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
    out.text(&pair.fill(lang, &marks));
    let clocks: Vec<_> = law.clocks.clocks.iter().filter(|c| c.duty.as_deref() == Some(id)).collect();
    if !clocks.is_empty() {
        out.head(lang, &words::CLOCKS);
        for clock in clocks {
            let length = clock.period.map(|p| bracketed(&deadlines::length(p, lang), lang)).unwrap_or_default();
            out.text(&format!("{}  {}{length}", clock.id, clock.title.get(lang)));
        }
    }
    if let Some(document) = &duty.document {
        out.head(lang, &words::WHERE_TO_SAY);
        out.text(&format!("gpai.toml: {document} = \"path or address\""));
    }
    out.provisions(&duty.cites);
    Some(out)
}

fn proposition(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let def = law.proposition(id)?;
    let mut out = Page::new(About::Conclusion, id);
    out.titled(def.title.get(lang), &format!("({})", def.name));
    out.blocks.push(Block::Gap);
    out.text(def.about.get(lang));
    out.head(lang, &words::RULES);
    for rule in law.rules.iter().filter(|r| r.concludes == id) {
        let sign = if rule.holds { "+" } else { "-" };
        let force = word(rule.force.word(), lang);
        let remark = bracketed(&format!("{force}{}{}", semicolon(lang), rule.cites.join(", ")), lang);
        out.blocks.push(Block::Entry(format!("{sign} {}{remark}", rule.id), rule.text.get(lang).to_owned()));
    }
    out.provisions(&def.cites);
    Some(out)
}

fn fact(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let def = law.fact(id)?;
    let mut out = Page::new(About::Fact, id);
    out.titled(&def.name, def.id.as_deref().unwrap_or_default());
    out.blocks.push(Block::Gap);
    out.text(def.question.get(lang));
    if !def.help.get(lang).is_empty() {
        out.blocks.push(Block::Gap);
        out.text(def.help.get(lang));
    }
    out.head(lang, &words::HOW_TO_ANSWER);
    let (table, key) = id.split_once('.').unwrap_or(("", id));
    let (example, after) = example(def);
    if def.evidence_only {
        out.text(words::READ_FROM_THE_FOLDER.get(lang));
    } else {
        let judged = if def.judged {
            format!("{{ value = {example}, by = \"…\", on = 2026-11-20, why = \"…\" }}")
        } else {
            example
        };
        out.lines(format!("gpai.toml:  [{table}]\n            {key} = {judged}\n--set {id}={after}"));
    }
    if let Some(unit) = &def.unit {
        out.lines(unit.clone());
    }
    let users: Vec<&str> = law.rules.iter().filter(|r| mentions(&r.when, id)).map(|r| r.id.as_str()).collect();
    if !users.is_empty() {
        out.head(lang, &words::RULES_THAT_ASK);
        out.text(&users.join(", "));
    }
    out.provisions(&def.cites);
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

fn finding(law: &Law, id: &str, lang: Language) -> Option<Page> {
    let def = law.findings.get(id)?;
    let mut out = Page::new(About::Finding, id);
    out.titled(id, "");
    out.blocks.push(Block::Gap);
    out.text(def.message.get(lang));
    out.head(lang, &words::WHAT_TO_DO);
    out.text(def.help.get(lang));
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
fn document_rule(rule: &RuleDef, lang: Language) -> Page {
    let mut out = Page::new(About::DocumentRule, &rule.id);
    out.titled(&format!("{}  {}", rule.id, rule.title.get(lang)), "");
    out.head(lang, &words::WHAT_IS_REPORTED);
    for case in rule.cases.values() {
        out.text(&format!("{}{}{}", word(case.severity.word(), lang), colon(lang), case.message.get(lang)));
    }
    out.head(lang, &words::WHAT_TO_DO);
    out.text(rule.help.get(lang));
    out.head(lang, &words::HOW_CHECKED);
    let how = match rule.checked {
        Checked::Mechanically => words::CHECKED_ALONE,
        Checked::GivenKnowledge => words::CHECKED_IF_GIVEN,
        Checked::ByAPerson => words::CHECKED_BY_A_PERSON,
    };
    out.text(how.get(lang));
    if let Some(because) = &rule.because {
        out.text(because.get(lang));
    }
    out.text(words::OUR_READING.get(lang));
    // Where a rule needs nothing but the document, what is known besides only sharpens it.
    if rule.checked == Checked::GivenKnowledge {
        out.head(lang, &words::HOW_TO_GIVE);
        for one in &rule.needs {
            out.blocks.push(Block::Gap);
            out.text(one.text.get(lang));
            for way in one.ways(lang) {
                out.blocks.push(Block::Deep(way));
            }
        }
    }
    if !rule.doubts.is_empty() {
        out.head(lang, &words::DOUBTS_ON_IT);
        for (id, says) in &rule.doubts {
            out.text(&format!("{id}: {}", says.get(lang)));
        }
    }
    out.provisions(&rule.cites);
    out.blocks.push(Block::Aside(words::LAST_COMPARED.fill(lang, &[("day", &rule.reread)])));
    out
}

fn provision(law: &Law, id: &str, lang: Language) -> Option<Page> {
    law.paragraphs.get(id)?;
    let mut out = Page::new(About::Provision, id);
    out.titled(id, "");
    out.provisions(&[id.to_owned()]);
    let rules: Vec<&str> =
        law.rules.iter().filter(|r| r.cites.iter().any(|c| c == id)).map(|r| r.id.as_str()).collect();
    let duties: Vec<&str> =
        law.duties.iter().filter(|d| d.cites.iter().any(|c| c == id)).map(|d| d.id.as_str()).collect();
    if !rules.is_empty() || !duties.is_empty() {
        out.head(lang, &words::RULES_AND_DUTIES);
        out.text(&duties.into_iter().chain(rules).collect::<Vec<_>>().join(", "));
    }
    Some(out)
}
