//! `gpai explain ID`: a page that teaches, for anything with a name in the law book.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use gpai_review::book::{Checked, RULES, RuleDef, read_knowledge, read_rules};
use gpai_review::knowledge::Knowledge;
use gpai_rules::law::{Kind, Language, Law};
use gpai_rules::toml_place::{PlacedError, nearest};

use super::{Failure, Outcome, law as book};
use crate::exit::Exit;
use crate::style::{DIM, HEAD, paint, wrap};
use crate::words::{article, word};

/// Columns of running text.
const WIDTH: usize = 92;

/// Runs it.
pub fn run(law: &Law, id: &str, lang: Language) -> Outcome {
    let broken = |e: PlacedError| Failure::Internal(e.to_string());
    let rules = read_rules(RULES).map_err(broken)?;
    let knowledge = read_knowledge(RULES).map_err(broken)?;
    let page = duty(law, id, lang)
        .or_else(|| proposition(law, id, lang))
        .or_else(|| fact(law, id, lang))
        .or_else(|| finding(law, id, lang))
        .or_else(|| rules.get(id).map(|rule| document_rule(law, rule, lang)))
        .or_else(|| (id == GIVEN).then(|| given(&knowledge, lang)))
        .or_else(|| book::entry(law, id, lang))
        .or_else(|| provision(law, id, lang));
    match page {
        Some(page) => Ok((page, Exit::Done)),
        None => {
            let names = names(law, &rules);
            Err(Failure::Usage(match nearest(id, names.iter().copied()) {
                Some(near) => format!("nothing is called `{id}`; did you mean `{near}`?"),
                None => format!("nothing is called `{id}`; `gpai law list` shows what there is"),
            }))
        }
    }
}

/// Everything that has a page.
fn names<'n>(law: &'n Law, rules: &'n BTreeMap<String, RuleDef>) -> Vec<&'n str> {
    let mut all: Vec<&str> = law.duties.iter().map(|d| d.id.as_str()).collect();
    all.extend(law.propositions.iter().map(|p| p.name.as_str()));
    all.extend(law.facts.iter().map(|f| f.name.as_str()));
    all.extend(law.findings.keys().map(String::as_str));
    all.extend(law.rules.iter().map(|r| r.id.as_str()));
    all.extend(law.thresholds.iter().map(|t| t.id.as_str()));
    all.extend(law.axioms.iter().map(|a| a.id.as_str()));
    all.extend(law.doubts.iter().map(|d| d.id.as_str()));
    all.extend(law.paragraphs.keys().map(String::as_str));
    all.extend(rules.keys().map(String::as_str));
    all.push(GIVEN);
    all
}

/// The page on what can be given to a check of a document.
const GIVEN: &str = "given";

/// What rules on documents need from outside the document: each with every way to make it known, and the rules.
fn given(knowledge: &[Knowledge], lang: Language) -> String {
    let mut out = String::new();
    let title = match lang {
        Language::English => "What a check of a document may need besides the document",
        Language::Chinese => "检查文件时可能需要的文件以外的信息",
    };
    let _ = writeln!(out, "{}\n", paint(HEAD, title));
    text(
        &mut out,
        match lang {
            Language::English => {
                "A rule fires only if what it needs is known. What is given for a run with `gpai doc lint FILE --given NAME=VALUE` stands before what the model folder says."
            }
            Language::Chinese => {
                "仅在已知所需信息时规则才会触发。用 `gpai doc lint FILE --given NAME=VALUE` 为某次运行提供的信息优先于模型文件夹。"
            }
        },
    );
    for one in knowledge {
        needed(&mut out, one, lang);
        let _ = writeln!(out, "    {}", paint(DIM, &wrap(&one.rules.join(", "), WIDTH - 4).join("\n    ")));
    }
    out
}

/// One thing that is needed, with every way to make it known.
fn needed(out: &mut String, one: &Knowledge, lang: Language) {
    let _ = writeln!(out, "\n  {}", wrap(one.text.get(lang), WIDTH).join("\n  "));
    for way in one.ways(lang) {
        let _ = writeln!(out, "    {}", wrap(&way, WIDTH - 4).join("\n    "));
    }
}

/// A paragraph, wrapped and indented.
pub fn text(out: &mut String, text: &str) {
    let _ = writeln!(out, "  {}", wrap(text, WIDTH).join("\n  "));
}

/// A heading.
pub fn head(out: &mut String, lang: Language, en: &str, zh: &str) {
    let _ = writeln!(
        out,
        "\n{}",
        paint(
            HEAD,
            match lang {
                Language::English => en,
                Language::Chinese => zh,
            }
        )
    );
}

/// The provisions cited, with what they say.
pub fn provisions(out: &mut String, law: &Law, cites: &[String], lang: Language) {
    if cites.is_empty() {
        return;
    }
    head(out, lang, "Source", "依据");
    for cite in cites {
        match law.paragraphs.get(cite) {
            Some(p) => {
                let november = p.november.as_ref().map(|n| format!(" (November 2025: {n})")).unwrap_or_default();
                let _ = writeln!(out, "  {cite}{november}, {}", p.section);
                let _ = writeln!(out, "    {}", wrap(p.says.get(lang), WIDTH - 4).join("\n    "));
            }
            None => {
                let _ = writeln!(out, "  {cite}");
            }
        }
    }
}

fn duty(law: &Law, id: &str, lang: Language) -> Option<String> {
    let duty = law.duty(id)?;
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(HEAD, &format!("{}  {}", article(id), duty.title.get(lang))));
    head(&mut out, lang, "What the law asks", "法律要求");
    text(&mut out, duty.text.get(lang));
    head(&mut out, lang, "What to do", "怎么做");
    text(&mut out, duty.todo.get(lang));
    head(&mut out, lang, "When it applies", "何时适用");
    out.push_str(&book::condition(&duty.when, 1));
    if let Some(exempt) = &duty.exempt {
        head(&mut out, lang, "When you are exempt", "何时豁免");
        out.push_str(&book::condition(exempt, 1));
    }
    head(&mut out, lang, "From when", "自何时起");
    let from = match lang {
        Language::English => format!(
            "In force since {}. A model first made available before {} is due by {}; any other when it is placed on the market.",
            duty.from,
            law.day("chapter-v-applies").map(|d| d.to_string()).unwrap_or_default(),
            law.day("legacy-end").map(|d| d.to_string()).unwrap_or_default()
        ),
        Language::Chinese => format!(
            "自 {} 起适用。{} 之前首次提供的模型须在 {} 前完成;其他模型自投放市场时起。",
            duty.from,
            law.day("chapter-v-applies").map(|d| d.to_string()).unwrap_or_default(),
            law.day("legacy-end").map(|d| d.to_string()).unwrap_or_default()
        ),
    };
    text(&mut out, &from);
    if let Some(document) = &duty.document {
        head(&mut out, lang, "Where to say that it is done", "在何处声明已完成");
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
    head(&mut out, lang, "Rules", "规则");
    for rule in law.rules.iter().filter(|r| r.concludes == id) {
        let sign = if rule.holds { "+" } else { "-" };
        let _ = writeln!(out, "  {sign} {} ({}; {})", rule.id, word(rule.force.word(), lang), rule.cites.join(", "));
        let _ = writeln!(out, "    {}", wrap(rule.text.get(lang), WIDTH - 4).join("\n    "));
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
    head(&mut out, lang, "How to answer", "如何回答");
    let (table, key) = id.split_once('.').unwrap_or(("", id));
    let (example, after) = match def.kind {
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
    };
    if def.evidence_only {
        text(
            &mut out,
            match lang {
                Language::English => "Read from the model folder; not a key of gpai.toml.",
                Language::Chinese => "由程序从模型文件夹读取;不是 gpai.toml 的键。",
            },
        );
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
        head(&mut out, lang, "Rules that ask for it", "用到它的规则");
        text(&mut out, &users.join(", "));
    }
    provisions(&mut out, law, &def.cites, lang);
    Some(out)
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
    head(&mut out, lang, "What to do", "怎么做");
    text(&mut out, def.help.get(lang));
    Some(out)
}

/// A rule on documents: how it fires, what to do, and who can tell.
fn document_rule(law: &Law, rule: &RuleDef, lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", paint(HEAD, &rule.id), paint(HEAD, rule.title.get(lang)));
    head(&mut out, lang, "What is reported", "报告内容");
    for case in rule.cases.values() {
        text(&mut out, &format!("{}: {}", word(case.severity.word(), lang), case.message.get(lang)));
    }
    head(&mut out, lang, "What to do", "怎么做");
    text(&mut out, rule.help.get(lang));
    head(&mut out, lang, "How it is checked", "如何检查");
    let how = match (rule.checked, lang) {
        (Checked::Mechanically, Language::English) => "By the program, from the document alone.",
        (Checked::Mechanically, Language::Chinese) => "由程序仅根据文件检查。",
        (Checked::GivenKnowledge, Language::English) => {
            "By the program, only if what it needs from outside the document is given."
        }
        (Checked::GivenKnowledge, Language::Chinese) => "由程序检查，但仅在提供了文件以外所需信息时。",
        (Checked::ByAPerson, Language::English) => "Not by a program: a person has to judge it.",
        (Checked::ByAPerson, Language::Chinese) => "程序无法检查：须由人判断。",
    };
    text(&mut out, how);
    if let Some(because) = &rule.because {
        text(&mut out, because.get(lang));
    }
    text(
        &mut out,
        match lang {
            Language::English => {
                "It is this program's reading of the template or the Code, not a finding of any authority."
            }
            Language::Chinese => "这是本程序对模板或准则的理解，并非任何主管机关的认定。",
        },
    );
    // Where a rule needs nothing but the document, what is known besides only sharpens it.
    if rule.checked == Checked::GivenKnowledge {
        head(&mut out, lang, "How to give what it needs", "如何提供所需信息");
        for one in &rule.needs {
            needed(&mut out, one, lang);
        }
    }
    if !rule.doubts.is_empty() {
        head(&mut out, lang, "Doubts that bear on it", "相关疑点");
        for (id, says) in &rule.doubts {
            text(&mut out, &format!("{id}: {}", says.get(lang)));
        }
    }
    provisions(&mut out, law, &rule.cites, lang);
    let _ = writeln!(
        out,
        "\n{}",
        paint(
            DIM,
            &match lang {
                Language::English => format!("last compared with its source on {}", rule.reread),
                Language::Chinese => format!("最近一次与来源核对：{}", rule.reread),
            }
        )
    );
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
        head(&mut out, lang, "Rules and duties that rest on it", "以此为据的规则与义务");
        text(&mut out, &duties.into_iter().chain(rules).collect::<Vec<_>>().join(", "));
    }
    Some(out)
}
