//! `gpai ask` for people: the question with its reason, provisions and evidence, help, and what an answer settled.

use std::fmt::{Display, Write as _};

use gpai_forms::escape::visible;
use gpai_rules::assess::{Assessment, DutyStatus};
use gpai_rules::decide::Decision;
use gpai_rules::fact::Facts;
use gpai_rules::finding::Severity;
use gpai_rules::law::{FactDef, Kind, Language, Law};
use gpai_rules::message::message;
use gpai_rules::remarks::show_short;

use unicode_width::UnicodeWidthStr as _;

use super::show;
use super::style::{BAD, DIM, GOOD, HEAD, OPEN, columns, paint, wrap};
use super::words::{self, Pair, ask, word};

/// Claims of one fact that are shown.
const CLAIMS: usize = 4;
/// One answer of a sheet, for an example.
const SAMPLE: &str = "y n d …";

/// Columns of running text.
fn width() -> usize {
    columns()
}

/// The first lines.
pub fn intro(model: &str, file: &str, screens: usize, lang: Language) -> String {
    let mut out = format!("{}\n", paint(HEAD, &visible(model)));
    if screens == 0 {
        let _ = writeln!(out, "{}\n", ask::NOTHING_LEFT.get(lang));
        return out;
    }
    let text = ask::INTRO.fill(lang, &[("screens", &screens), ("file", &visible(file))]);
    let _ = writeln!(out, "{}", paint(DIM, &text));
    out
}

/// What comes first where conclusions are judged as a whole.
pub fn experts(many: usize, lang: Language) -> String {
    let text = words::judged::INTRO.fill(lang, &[("many", &many)]);
    wrap(&text, width()).iter().fold(String::new(), |out, line| format!("{out}{}\n", paint(DIM, line)))
}

/// Which question this is.
pub fn heading(number: usize, left: usize, lang: Language) -> String {
    let words = if left == 0 { ask::QUESTION_PERHAPS_LAST } else { ask::QUESTION_MORE };
    let text = words.fill(lang, &[("number", &number), ("left", &left)]);
    format!("\n{}\n", paint(DIM, &text))
}

/// One question with everything a person needs to answer it.
pub fn question(law: &Law, def: &FactDef, facts: &Facts, settles: &[String], lang: Language) -> String {
    let mut out = String::new();
    for line in wrap(def.question.get(lang), width()) {
        let _ = writeln!(out, "{}", paint(HEAD, &line));
    }
    let _ = writeln!(out, "  {}", paint(DIM, &asked(&def.name, reason(law, settles, lang), settles)));
    provisions(&def.cites, lang, &mut out);
    evidence(facts, def, "", lang, &mut out);
    list(def, lang, &mut out);
    let _ = writeln!(out, "  {}", paint(DIM, &answer_form(&expected(def, lang), lang)));
    out
}

/// A remark under a question.
pub fn remark(text: &str) -> String {
    wrap(&visible(text), width() - 2).iter().fold(String::new(), |out, line| format!("{out}  {}\n", paint(DIM, line)))
}

/// Several short questions at once.
pub fn sheet(law: &Law, defs: &[&FactDef], facts: &Facts, settles: &[String], lang: Language) -> String {
    let mut out = String::new();
    for (i, def) in defs.iter().enumerate() {
        let lines = wrap(def.question.get(lang), width() - 5);
        let _ = writeln!(out, "  {}. {}", i + 1, paint(HEAD, &lines.join("\n     ")));
        let _ = writeln!(out, "     {}", paint(DIM, &format!("{} · {}", def.name, def.cites.join(", "))));
        evidence(facts, def, "   ", lang, &mut out);
    }
    if !settles.is_empty() {
        let _ = writeln!(out, "  {}", paint(DIM, &reason(law, settles, lang)));
    }
    let sample = SAMPLE;
    let form = ask::EACH_IN_ORDER.fill(lang, &[("sample", &sample.trim())]);
    let _ = writeln!(out, "  {}", paint(DIM, &answer_form(&form, lang)));
    out
}

fn answer_form(form: &str, lang: Language) -> String {
    ask::ANSWER.fill(lang, &[("form", &form)])
}

/// The name of a fact, and what it decides; on the way back it may decide nothing further.
fn asked(name: &str, reason: String, settles: &[String]) -> String {
    if settles.is_empty() { name.to_owned() } else { format!("{name} · {reason}") }
}

/// `decides: provider, 4 duties`.
fn reason(law: &Law, settles: &[String], lang: Language) -> String {
    let mut parts: Vec<String> =
        settles.iter().filter(|s| law.proposition(s).is_some()).map(|s| name(law, s, lang)).collect();
    match settles.iter().filter(|s| law.duty(s).is_some()).count() {
        0 => {}
        1 => parts.push(ask::ONE_DUTY.get(lang).to_owned()),
        n => parts.push(ask::DUTIES.fill(lang, &[("n", &n)])),
    }
    format!("{}{}{}", words::SETTLES.get(lang), words::colon(lang), parts.join(ask::LIST_COMMA.get(lang)))
}

/// A conclusion: its machine name in English, as in every other output, its title in Chinese.
fn name(law: &Law, conclusion: &str, lang: Language) -> String {
    match (lang, law.proposition(conclusion)) {
        (Language::Chinese, Some(def)) => def.title.zh.clone(),
        _ => conclusion.to_owned(),
    }
}

fn provisions(cites: &[String], lang: Language, out: &mut String) {
    let _ =
        writeln!(out, "  {}", paint(DIM, &format!("{}{}{}", ask::LAW.get(lang), words::colon(lang), cites.join(", "))));
}

/// What is claimed of a fact so far, with its places.
fn evidence(facts: &Facts, def: &FactDef, indent: &str, lang: Language, out: &mut String) {
    let claims = facts.claims(&def.name);
    if claims.is_empty() {
        return;
    }
    let disagree = facts.resolve(&def.name).is_some_and(|f| f.contradiction);
    let head = if disagree { words::DISAGREE.get(lang) } else { ask::KNOWN_SO_FAR.get(lang) };
    let _ = writeln!(out, "{indent}  {}:", paint(OPEN, head));
    let unit = def.unit.as_deref().map(|u| words::messages::unit(u, lang)).unwrap_or_default();
    for claim in claims.iter().take(CLAIMS) {
        let s = &claim.source;
        let value = show::short(&claim.value, lang);
        let place = visible(&format!("{}{}{}", show::line(s), show::method(s, lang), show::by(s)));
        let _ = writeln!(out, "{indent}    {}{unit}  {}", visible(&value), paint(DIM, &place));
    }
    if claims.len() > CLAIMS {
        let _ = writeln!(out, "{indent}    +{}", claims.len() - CLAIMS);
    }
}

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
        if line.width() + entry.width() + 3 > width() - 4 {
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
    for line in wrap(def.help.get(lang), width() - 2) {
        let _ = writeln!(out, "  {line}");
    }
    for cite in &def.cites {
        if let Some(p) = law.paragraphs.get(cite) {
            for line in wrap(&format!("{cite}  {}", p.section), width() - 2) {
                let _ = writeln!(out, "  {line}");
            }
            for line in wrap(p.says.get(lang), width() - 4) {
                let _ = writeln!(out, "    {}", paint(DIM, &line));
            }
        }
    }
    out
}

/// An answer that the folder contradicts.
pub fn dispute(facts: &Facts, fact: &str, lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(OPEN, ask::FOLDER_SAYS_OTHERWISE.get(lang)));
    for claim in facts.claims(fact).iter().take(CLAIMS) {
        let place = visible(&show::line(&claim.source));
        let _ = writeln!(out, "    {}  {}", visible(&show_short(&claim.value)), paint(DIM, &place));
    }
    out
}

/// The prompt for the person.
pub fn who(usual: Option<&str>, lang: Language) -> String {
    let ask = ask::WHO_JUDGES.get(lang);
    match usual {
        Some(name) => format!("{ask} [{}] ", visible(name)),
        None => format!("{ask} "),
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
            (DutyStatus::Applies, Some(due)) => format!("{}{} {due}", ask::COMMA.get(lang), words::DUE.get(lang)),
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
        let text = format!("{}{}", ask::NOW_SETTLED.get(lang), now.join("; "));
        let _ = writeln!(out, "{}", paint(GOOD, &text));
    }
    if !reopened.is_empty() {
        let text = format!("{}{}", ask::OPEN_AGAIN.get(lang), reopened.join(", "));
        let _ = writeln!(out, "{}", paint(OPEN, &text));
    }
    if out.is_empty() {
        let _ = writeln!(out, "{}", paint(DIM, ask::NOTED.get(lang)));
    }
    for f in after.findings.iter().filter(|f| f.severity != Severity::Info && !before.findings.contains(f)) {
        let label = format!("{}[{}]", word(f.severity.word(), lang), f.code);
        let text = format!("{label}: {}", visible(&message(law, f, lang)));
        let style = if f.severity == Severity::Error { BAD } else { OPEN };
        let _ = writeln!(out, "{}", paint(style, &wrap(&text, width()).join("\n  ")));
    }
    out
}

/// The last line before the verdicts.
pub fn end(answered: usize, file: &str, open: bool, idle: bool, lang: Language) -> String {
    let file = visible(file);
    let values: [(&str, &dyn Display); 2] = [("file", &file), ("n", &answered)];
    let mut text = match answered {
        0 => ask::NOTHING_ANSWERED.get(lang).to_owned(),
        1 => ask::ONE_ANSWER_KEPT.fill(lang, &values),
        _ => ask::ANSWERS_KEPT.fill(lang, &values),
    };
    if open {
        text.push_str(if idle { ask::NO_DUTY_OWED } else { ask::STILL_OPEN }.get(lang));
    }
    format!("\n{}\n\n", paint(DIM, &text))
}

/// What is expected, in words.
fn expected(def: &FactDef, lang: Language) -> String {
    let unit = def.unit.as_deref().unwrap_or_default();
    match def.kind {
        Kind::YesNo => ask::YES_OR_NO,
        Kind::Number => return ask::A_NUMBER.fill(lang, &[("unit", &unit)]),
        Kind::Date => ask::A_DAY,
        Kind::Word => ask::ONE_OF_THE_LIST,
        Kind::Set => ask::ALL_THAT_APPLY,
        Kind::Country => ask::A_COUNTRY,
        Kind::Text => ask::A_TEXT,
    }
    .get(lang)
    .to_owned()
}

/// Why a line was not taken as an answer; the reason is in English, as that of `--set`.
pub fn refusal(def: &FactDef, reason: Option<&str>, lang: Language) -> String {
    let expected = expected(def, lang);
    let text = match reason.filter(|_| lang == Language::English) {
        Some(reason) => format!("{}; expected {expected}", visible(reason)),
        None => ask::EXPECTED.fill(lang, &[("expected", &expected)]),
    };
    format!("{}\n", paint(OPEN, &text))
}

/// A remark of the dialogue.
pub fn note(words: &Pair, lang: Language) -> String {
    dim(words.get(lang))
}

/// What was answered before, on the way back.
pub fn answered(answer: &str, lang: Language) -> String {
    dim(&ask::ANSWERED.fill(lang, &[("answer", &answer)]))
}

/// How the answers of a sheet are given.
pub fn expected_answers(many: usize, lang: Language) -> String {
    let sample = SAMPLE;
    dim(&ask::EXPECTED_ANSWERS.fill(lang, &[("many", &many), ("sample", &sample.trim())]))
}

fn dim(text: &str) -> String {
    format!("{}\n", paint(DIM, text))
}

/// Why an answer could not be written.
pub fn not_written(error: &str) -> String {
    let lines: Vec<String> = error.lines().map(visible).collect();
    format!("{}\n", paint(OPEN, &lines.join("\n")))
}
