//! What the dialogue says: the question with its reason, provisions and evidence, help, and what an answer settled.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_report::message::message;
use gpai_rules::assess::{Assessment, DutyStatus};
use gpai_rules::decide::Decision;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::finding::Severity;
use gpai_rules::law::{FactDef, Kind, Language, Law};
use gpai_rules::remarks::show_short;

use super::read::expected;
use unicode_width::UnicodeWidthStr as _;

use crate::style::{BAD, DIM, GOOD, HEAD, OPEN, paint, wrap};
use crate::words::{self, word};

/// Columns of text that fit most terminals.
const WIDTH: usize = 96;
/// Claims of one fact that are shown.
const CLAIMS: usize = 4;
/// One answer of a sheet, for an example.
pub const SAMPLE: &str = "y ";

fn t<'w>(lang: Language, en: &'w str, zh: &'w str) -> &'w str {
    match lang {
        Language::English => en,
        Language::Chinese => zh,
    }
}

/// The first lines.
pub fn intro(model: &str, file: &str, screens: usize, lang: Language) -> String {
    let mut out = format!("{}\n", paint(HEAD, &visible(model)));
    if screens == 0 {
        let _ = writeln!(out, "{}\n", t(lang, "Nothing is left to ask.", "没有待答的问题。"));
        return out;
    }
    let file = visible(file);
    let text = match lang {
        Language::English => format!(
            "At most {screens} questions. Each answer is written to {file} at once.\n? help and the law · d don't know · b back · q quit, keeping what was answered"
        ),
        Language::Chinese => format!(
            "最多 {screens} 个问题。每个回答立即写入 {file}。\n? 说明和法律依据 · d 不知道 · b 返回 · q 退出并保留已答内容"
        ),
    };
    let _ = writeln!(out, "{}", paint(DIM, &text));
    out
}

/// Which question this is.
pub fn heading(number: usize, left: usize, lang: Language) -> String {
    let text = match (lang, left) {
        (Language::English, 0) => format!("Question {number}, perhaps the last"),
        (Language::English, _) => format!("Question {number}, at most {left} more"),
        (Language::Chinese, 0) => format!("第 {number} 个问题,可能是最后一个"),
        (Language::Chinese, _) => format!("第 {number} 个问题,之后最多还有 {left} 个"),
    };
    format!("\n{}\n", paint(DIM, &text))
}

/// One question with everything a person needs to answer it.
pub fn question(law: &Law, def: &FactDef, facts: &Facts, settles: &[String], lang: Language) -> String {
    let mut out = String::new();
    for line in wrap(def.question.get(lang), WIDTH) {
        let _ = writeln!(out, "{}", paint(HEAD, &line));
    }
    let _ = writeln!(out, "  {}", paint(DIM, &asked(&def.name, reason(law, settles, lang), settles)));
    provisions(&def.cites, lang, &mut out);
    evidence(facts, def, "", lang, &mut out);
    list(def, lang, &mut out);
    let _ = writeln!(out, "  {}", paint(DIM, &answer_form(&expected(def, lang), lang)));
    out
}

/// Several short questions at once.
pub fn sheet(law: &Law, defs: &[&FactDef], facts: &Facts, settles: &[String], lang: Language) -> String {
    let mut out = String::new();
    for (i, def) in defs.iter().enumerate() {
        let lines = wrap(def.question.get(lang), WIDTH - 5);
        let _ = writeln!(out, "  {}. {}", i + 1, paint(HEAD, &lines.join("\n     ")));
        let _ = writeln!(out, "     {}", paint(DIM, &format!("{} · {}", def.name, def.cites.join(", "))));
        evidence(facts, def, "   ", lang, &mut out);
    }
    if !settles.is_empty() {
        let _ = writeln!(out, "  {}", paint(DIM, &reason(law, settles, lang)));
    }
    let sample = SAMPLE.repeat(defs.len());
    let form = match lang {
        Language::English => format!("y, n or d for each, in this order, such as: {}", sample.trim()),
        Language::Chinese => format!("按此顺序逐条回答 y、n 或 d,如:{}", sample.trim()),
    };
    let _ = writeln!(out, "  {}", paint(DIM, &answer_form(&form, lang)));
    out
}

fn answer_form(form: &str, lang: Language) -> String {
    match lang {
        Language::English => format!("Answer: {form}"),
        Language::Chinese => format!("回答:{form}"),
    }
}

/// The name of a fact, and what it decides; on the way back it may decide nothing further.
fn asked(name: &str, reason: String, settles: &[String]) -> String {
    if settles.is_empty() { name.to_owned() } else { format!("{name} · {reason}") }
}

/// `decides: provider, 4 duties`.
fn reason(law: &Law, settles: &[String], lang: Language) -> String {
    let mut parts: Vec<String> =
        settles.iter().filter(|s| law.proposition(s).is_some()).map(|s| name(law, s, lang)).collect();
    match (lang, settles.iter().filter(|s| law.duty(s).is_some()).count()) {
        (_, 0) => {}
        (Language::English, 1) => parts.push("1 duty".to_owned()),
        (Language::English, n) => parts.push(format!("{n} duties")),
        (Language::Chinese, n) => parts.push(format!("{n} 项义务")),
    }
    format!("{}: {}", words::SETTLES.get(lang), parts.join(t(lang, ", ", "、")))
}

/// A conclusion: its machine name in English, as in every other output, its title in Chinese.
fn name(law: &Law, conclusion: &str, lang: Language) -> String {
    match (lang, law.proposition(conclusion)) {
        (Language::Chinese, Some(def)) => def.title.zh.clone(),
        _ => conclusion.to_owned(),
    }
}

fn provisions(cites: &[String], lang: Language, out: &mut String) {
    let _ = writeln!(out, "  {}", paint(DIM, &format!("{}: {}", t(lang, "law", "法律依据"), cites.join(", "))));
}

/// What is claimed of a fact so far, with its places.
fn evidence(facts: &Facts, def: &FactDef, indent: &str, lang: Language, out: &mut String) {
    let claims = facts.claims(&def.name);
    if claims.is_empty() {
        return;
    }
    let disagree = facts.resolve(&def.name).is_some_and(|f| f.contradiction);
    let head = if disagree { words::DISAGREE.get(lang) } else { t(lang, "known so far", "目前已知") };
    let _ = writeln!(out, "{indent}  {}:", paint(OPEN, head));
    let unit = def.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
    for claim in claims.iter().take(CLAIMS) {
        let s = &claim.source;
        let line = s.line.map(|l| format!(":{l}")).unwrap_or_default();
        let method = s.method.as_ref().map(|m| format!(", {m}")).unwrap_or_default();
        let by = s.by.as_ref().map(|b| format!(", {b}")).unwrap_or_default();
        let value = match (lang, &claim.value) {
            // The bounds of an interval are the only words of ours in a value.
            (Language::Chinese, Value::Number(_)) => show_short(&claim.value).replace(" to ", " 至 "),
            (Language::Chinese, Value::Bool(yes)) => word(if *yes { "yes" } else { "no" }, lang),
            (_, value) => show_short(value),
        };
        let place = visible(&format!("{}{line}{method}{by}", s.file));
        let _ = writeln!(out, "{indent}    {}{unit}  {}", visible(&value), paint(DIM, &place));
    }
    if claims.len() > CLAIMS {
        let _ = writeln!(out, "{indent}    +{}", claims.len() - CLAIMS);
    }
}

/// The words of a list, numbered.
/// The words to choose from; in Chinese with what they are called there.
fn list(def: &FactDef, lang: Language, out: &mut String) {
    if !matches!(def.kind, Kind::Word | Kind::Set) {
        return;
    }
    let mut line = String::new();
    for (i, word) in def.words.iter().enumerate() {
        let called = def.names.get(i).filter(|_| lang == Language::Chinese).map(|n| n.zh.as_str());
        let entry = match called {
            Some(called) => format!("{} {called}({word})", i + 1),
            None => format!("{} {word}", i + 1),
        };
        if line.width() + entry.width() + 3 > WIDTH - 4 {
            let _ = writeln!(out, "    {}", line.trim_end());
            line.clear();
        }
        line.push_str(&entry);
        line.push_str("   ");
    }
    let _ = writeln!(out, "    {}", line.trim_end());
}

/// How to tell, and the provisions in a sentence each.
pub fn help(law: &Law, def: &FactDef, lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "  {}", paint(HEAD, &def.name));
    for line in wrap(def.help.get(lang), WIDTH - 2) {
        let _ = writeln!(out, "  {line}");
    }
    for cite in &def.cites {
        if let Some(p) = law.paragraphs.get(cite) {
            let _ = writeln!(out, "  {cite}  {}", p.section);
            for line in wrap(p.says.get(lang), WIDTH - 4) {
                let _ = writeln!(out, "    {}", paint(DIM, &line));
            }
        }
    }
    out
}

/// An answer that the folder contradicts.
pub fn dispute(facts: &Facts, fact: &str, lang: Language) -> String {
    let mut out = String::new();
    let text = t(
        lang,
        "The folder says otherwise, so this counts as unknown, unless a named person decides with a reason:",
        "文件夹中的信息与此不同,因此视为未知,除非有具名者附理由作出决定:",
    );
    let _ = writeln!(out, "{}", paint(OPEN, text));
    for claim in facts.claims(fact).iter().take(CLAIMS) {
        let line = claim.source.line.map(|l| format!(":{l}")).unwrap_or_default();
        let place = visible(&format!("{}{line}", claim.source.file));
        let _ = writeln!(out, "    {}  {}", visible(&show_short(&claim.value)), paint(DIM, &place));
    }
    out
}

/// The prompt for the person.
pub fn who(usual: Option<&str>, lang: Language) -> String {
    let ask = t(lang, "Who judges?", "由谁判断?");
    match usual {
        Some(name) => format!("{ask} [{}] ", visible(name)),
        None => format!("{ask} "),
    }
}

/// The prompt for the reason.
pub fn why(lang: Language) -> &'static str {
    match lang {
        Language::English => "Why? ",
        Language::Chinese => "理由? ",
    }
}

/// What changed between two assessments, in a line; and findings that are new.
pub fn settled(law: &Law, before: &Assessment, after: &Assessment, lang: Language) -> String {
    let mut now: Vec<String> = Vec::new();
    let mut reopened: Vec<String> = Vec::new();
    for c in &after.conclusions {
        let was = before.conclusion(&c.name).map(|b| b.decision.word());
        if was == Some(c.decision.word()) {
            continue;
        }
        if c.decision == Decision::Open {
            reopened.push(name(law, &c.name, lang));
        } else {
            now.push(format!("{} {}", name(law, &c.name, lang), word(c.decision.word(), lang)));
        }
    }
    // Duties that came out alike stand together.
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for d in &after.duties {
        if before
            .duty(&d.id)
            .is_some_and(|b| b.outcome() == d.outcome() && (b.due == d.due || d.status != DutyStatus::Applies))
        {
            continue;
        }
        if d.is_open() {
            reopened.push(d.id.clone());
            continue;
        }
        let due = match (d.status, d.due) {
            (DutyStatus::Applies, Some(due)) => format!("{}{} {due}", t(lang, ", ", ","), words::DUE.get(lang)),
            _ => String::new(),
        };
        let outcome = format!("{}{due}", word(d.outcome().word(), lang));
        match groups.iter_mut().find(|(o, _)| *o == outcome) {
            Some((_, ids)) => ids.push(&d.id),
            None => groups.push((outcome, vec![&d.id])),
        }
    }
    now.extend(groups.into_iter().map(|(outcome, ids)| format!("{} {outcome}", ids.join(", "))));
    let mut out = String::new();
    if !now.is_empty() {
        let text = format!("{}{}", t(lang, "now settled: ", "现已确定:"), now.join("; "));
        let _ = writeln!(out, "{}", paint(GOOD, &text));
    }
    if !reopened.is_empty() {
        let text = format!("{}{}", t(lang, "open again: ", "重新待定:"), reopened.join(", "));
        let _ = writeln!(out, "{}", paint(OPEN, &text));
    }
    if out.is_empty() {
        let _ = writeln!(
            out,
            "{}",
            paint(
                DIM,
                t(lang, "noted; it settles something together with others", "已记录;须与其他回答一起才能确定结论")
            )
        );
    }
    for f in after.findings.iter().filter(|f| f.severity != Severity::Info && !before.findings.contains(f)) {
        let label = format!("{}[{}]", word(f.severity.word(), lang), f.code);
        let text = format!("{label}: {}", visible(&message(law, f, lang)));
        let style = if f.severity == Severity::Error { BAD } else { OPEN };
        let _ = writeln!(out, "{}", paint(style, &wrap(&text, WIDTH).join("\n  ")));
    }
    out
}

/// The last line before the verdicts.
pub fn end(answered: usize, file: &str, open: bool, idle: bool, lang: Language) -> String {
    let file = visible(file);
    let mut text = match (lang, answered) {
        (Language::English, 0) => "Nothing was answered.".to_owned(),
        (Language::English, 1) => format!("1 answer is kept in {file}."),
        (Language::English, n) => format!("{n} answers are kept in {file}."),
        (Language::Chinese, 0) => "没有新的回答。".to_owned(),
        (Language::Chinese, n) => format!("{n} 个回答已保存在 {file} 中。"),
    };
    if open && idle {
        text.push_str(t(
            lang,
            " No duty is owed, whatever is still open; `gpai ask --all` asks about the rest.",
            "无论其余问题如何回答,均无义务;`gpai ask --all` 可继续询问。",
        ));
    } else if open {
        text.push_str(t(
            lang,
            " Some things are still open; `gpai ask` goes on where you stopped.",
            "仍有未确定之处;再次运行 `gpai ask` 可继续。",
        ));
    }
    format!("\n{}\n\n", paint(DIM, &text))
}
