//! The screenful of `gpai check`: what the model is, the verdicts with a reason each, the duties, what matters most.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_report::view::View;
use gpai_rules::assess::{Assessment, DutyAnswer, DutyState, DutyStatus};
use gpai_rules::decide::Decision;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::interview::{Screen, Step};
use gpai_rules::law::Language;
use gpai_rules::message::{help, message};
use gpai_rules::names;

use super::sentence::Head;
use super::show;
use super::style::{BAD, DIM, HEAD, OPEN, columns, pad, paint, wrap};
use super::words::{self, article, word};

/// Questions shown on one screen.
const QUESTIONS: usize = 3;
/// Findings shown on one screen.
const FINDINGS: usize = 4;
/// What the folder said, in the order people ask for it.
const HEADLINE: [&str; 7] = [
    names::COMPUTE_UPDATE_FLOP,
    names::COMPUTE_CUMULATIVE_FLOP,
    names::MODEL_PARAMETERS,
    names::TRAINING_TOKENS,
    names::MODEL_OUTPUTS,
    names::OPENNESS_LICENCE,
    names::MODIFICATION_BASE,
];

/// Columns of running text.
fn width() -> usize {
    columns()
}

/// The whole screen.
pub fn screen(view: &View<'_>, all: bool, head: &Head) -> String {
    let mut out = String::new();
    header(view, &mut out);
    for line in wrap(&head.text, width()) {
        let _ = writeln!(out, "{}", paint(HEAD, &line));
    }
    let against = view.assessment.findings.iter().filter(|f| f.code == "judgement-contradicted").count();
    if against > 0 {
        let text = words::judged::AGAINST.fill(view.language, &[("many", &against)]);
        wrap(&text, width()).iter().for_each(|line| out.push_str(&format!("{}\n", paint(BAD, line))));
    }
    facts(view, all, &mut out);
    verdicts(view, &mut out);
    duties(view, &mut out);
    questions(view, all, &head.next, &mut out);
    findings(view, all, &mut out);
    let _ = writeln!(out, "\n{}", paint(DIM, words::NOT_ADVICE.get(view.language)));
    let _ = writeln!(out, "{}", paint(DIM, words::EXPLAIN_HOW.get(view.language)));
    out
}

fn header(view: &View<'_>, out: &mut String) {
    let a = view.assessment;
    let lang = view.language;
    let address = if view.path == "." { String::new() } else { format!("{}  ", visible(view.path)) };
    let _ = writeln!(
        out,
        "{}  {address}{}",
        paint(HEAD, &visible(view.model)),
        paint(
            DIM,
            &format!("{} {} · {} {}", words::ASSESSED.get(lang), a.as_of, words::LAW.get(lang), view.law.edition)
        ),
    );
}

fn facts(view: &View<'_>, all: bool, out: &mut String) {
    let lang = view.language;
    let shown: Vec<_> = if all {
        view.assessment.facts.iter().collect()
    } else {
        HEADLINE.iter().filter_map(|n| view.assessment.facts.iter().find(|f| f.name == *n)).collect()
    };
    let _ = writeln!(out, "\n{}", paint(HEAD, words::FACTS.get(lang)));
    if shown.is_empty() {
        let _ = writeln!(out, "  {}", words::NOTHING_FOUND.get(lang));
    }
    for fact in shown {
        let value = match &fact.value {
            Some(value) => visible(&if all { show::whole(value, lang) } else { show::short(value, lang) }),
            None => paint(OPEN, words::DISAGREE.get(lang)),
        };
        let unit = view.law.fact(&fact.name).and_then(|d| d.unit.clone()).filter(|_| fact.value.is_some());
        let place = fact.sources.first().map(|s| {
            let method = s.method.as_ref().map(|m| if all { m.as_str() } else { m.split(',').next().unwrap_or(m) });
            let method = method.map(|m| format!(", {}", words::messages::how(m, lang))).unwrap_or_default();
            let more = fact.sources.len() - 1;
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            visible(&format!("{}{method}{more}", show::line(s)))
        });
        let text = format!("{value}{}", unit.map(|u| words::messages::unit(&u, lang)).unwrap_or_default());
        let _ =
            writeln!(out, "  {} {}  {}", pad(&fact.name, 24), text.trim_end(), paint(DIM, &place.unwrap_or_default()));
    }
    if let Some(rows) = view.rows.filter(|rows| !rows.is_empty()) {
        let line = words::LOGS_FOUND.fill(
            lang,
            &[
                ("scores", &rows.evaluations.len()),
                ("files", &rows.logs.len()),
                ("runs", &rows.runs.len()),
                ("energy", &rows.energy.len()),
                ("sets", &rows.datasets.len()),
            ],
        );
        let _ = writeln!(out, "  {}", paint(DIM, &line));
    }
}

fn verdicts(view: &View<'_>, out: &mut String) {
    let lang = view.language;
    let _ = writeln!(out, "\n{}", paint(HEAD, words::VERDICTS.get(lang)));
    for c in &view.assessment.conclusions {
        let Some(def) = view.law.proposition(&c.name) else { continue };
        let index = match c.decision {
            Decision::Yes(_) => 0,
            Decision::No(_) => 1,
            Decision::Open => 2,
        };
        let answer = pad(&word(c.decision.word(), lang), 5);
        if c.decision == Decision::Open {
            let first: Vec<&str> = c.missing.iter().take(2).map(String::as_str).collect();
            let more = c.missing.len().saturating_sub(first.len());
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            let reason = format!("{}{}{}{more}", words::MISSING.get(lang), words::colon(lang), first.join(", "));
            let _ =
                writeln!(out, "  {} {}  {}", paint(OPEN, &answer), pad(def.title.get(lang), 34), paint(DIM, &reason));
            continue;
        }
        let said = def.said.as_ref().and_then(|s| s.get(index)).map_or("", |w| w.get(lang));
        let strength = c
            .decision
            .strength()
            .filter(|s| s.word() == "presumed")
            .map(|s| words::bracketed(&word(s.word(), lang), lang));
        let _ = writeln!(out, "  {} {said}{}", paint(HEAD, &answer), paint(DIM, &strength.unwrap_or_default()));
        let mut reason = c.because.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
        let more = c.because.len().saturating_sub(4);
        if more > 0 {
            let _ = write!(reason, " +{more}");
        }
        if !reason.is_empty() {
            reason = format!("{} {reason}; ", words::BECAUSE.get(lang));
        }
        let cites: Vec<&str> = c.cites.iter().take(2).map(String::as_str).collect();
        let _ = writeln!(out, "        {}", paint(DIM, &format!("{reason}{}", cites.join(", "))));
        if let Some(judged) = view.assessment.judged.iter().find(|j| j.name == c.name) {
            super::judged::beside(view, judged, out);
        }
    }
    for f in view.assessment.findings.iter().filter(|f| is_said(view, f)) {
        let lines = wrap(&message(view.law, f, lang), width() - 8);
        let _ = writeln!(out, "        {}", lines.join("\n        "));
    }
}

/// Whether a finding is a notice that stands under the verdicts, as a sentence, and not among the findings.
fn is_said(view: &View<'_>, finding: &Finding) -> bool {
    view.law.doubts.iter().any(|d| d.notice == Some(Severity::Info) && d.id == finding.code)
}

fn duties(view: &View<'_>, out: &mut String) {
    let a = view.assessment;
    let lang = view.language;
    let assumed = a.duties.iter().any(DutyAnswer::is_open);
    let head = if assumed { words::DUTIES_ASSUMED.get(lang) } else { words::DUTIES.get(lang) };
    let _ = writeln!(out, "\n{}", paint(HEAD, head));
    for d in &a.duties {
        let _ = writeln!(out, "{}", duty_line(view, d, assumed).trim_end());
    }
    if let Some(ceiling) = &a.exposure.fine_ceiling_eur {
        let from = a.exposure.finable_from.map(|x| x.to_string()).unwrap_or_default();
        let _ = writeln!(
            out,
            "  {}",
            paint(DIM, &format!("{} EUR {}, {from}", words::FINE.get(lang), grouped(&ceiling.to_string())))
        );
    }
}

/// A whole amount with a comma between thousands.
fn grouped(amount: &str) -> String {
    let (whole, rest) = amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return amount.to_owned();
    }
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    rest.map_or(out.clone(), |rest| format!("{out}.{rest}"))
}

fn duty_line(view: &View<'_>, d: &DutyAnswer, assumed: bool) -> String {
    let lang = view.language;
    let granted = assumed && d.status == DutyStatus::Open && (d.is_open() || d.if_provider != DutyStatus::Open);
    let status = if granted { d.if_provider } else { d.outcome() };
    let style = match (status, d.state) {
        // By what is to be done: red overdue, amber a gap or open, grey not owed; never green for what only applies.
        (DutyStatus::Applies, DutyState::Gap) if d.due.is_some_and(|due| due < view.assessment.as_of) => BAD,
        (DutyStatus::Applies, DutyState::Met) => HEAD,
        (DutyStatus::Applies | DutyStatus::Open, _) => OPEN,
        _ => DIM,
    };
    let title = view.law.duty(&d.id).map_or("", |x| x.title.get(lang));
    let mut tail = String::new();
    if matches!(status, DutyStatus::Applies | DutyStatus::Open) {
        if let Some(due) = d.due {
            let _ = write!(tail, "{} {due}", words::DUE.get(lang));
            let days = (due - view.assessment.as_of).get_days();
            let distance = match days {
                0 => String::new(),
                1.. => words::bracketed(&words::sentence::IN_DAYS.fill(lang, &[("days", &days)]), lang),
                _ => words::bracketed(&words::sentence::DAYS_AGO.fill(lang, &[("days", &days.unsigned_abs())]), lang),
            };
            let _ = write!(tail, "{}", paint(DIM, &distance));
            if due < view.assessment.as_of && d.state == DutyState::Gap {
                let _ = write!(tail, " {}", paint(BAD, words::OVERDUE.get(lang)));
            }
        }
        let state = word(d.state.word(), lang);
        let late = d.due.is_some_and(|due| due < view.assessment.as_of);
        let style = if d.state != DutyState::Gap {
            DIM
        } else if late {
            BAD
        } else {
            OPEN
        };
        let _ = write!(tail, "  {}", paint(style, &state));
    }
    let mark = paint(style, &pad(&word(status.word(), lang), 9));
    format!(
        "  {mark} {} {} {}",
        pad(&article(&d.id), 9),
        pad(title, columns().saturating_sub(48).min(48)),
        tail.trim_start()
    )
}

/// What matters most: the questions that can still change what is owed, in the order of `gpai ask`; with `all`, then all others.
fn questions(view: &View<'_>, all: bool, next: &[Step], out: &mut String) {
    let a: &Assessment = view.assessment;
    let lang = view.language;
    let mut rows: Vec<(String, String, Vec<String>)> = Vec::new();
    for step in next {
        match &step.screen {
            Screen::Presets(ids) => {
                let asked: Vec<_> = ids.iter().filter_map(|id| view.law.presets.get(id)).collect();
                let text = asked.iter().map(|p| p.question.get(lang)).collect::<Vec<_>>().join(words::space(lang));
                let choices =
                    asked.iter().flat_map(|p| &p.choices).map(|c| c.id.as_str()).collect::<Vec<_>>().join(" | ");
                rows.push((text, format!("--as {choices}"), step.settles.clone()));
            }
            Screen::Fact(fact) => {
                let text = view.law.fact(fact).map_or("", |f| f.question.get(lang)).to_owned();
                rows.push((text, fact.clone(), step.settles.clone()));
            }
        }
    }
    for q in a.questions.iter().filter(|_| all) {
        if !rows.iter().any(|(_, name, _)| *name == q.fact) {
            let text = view.law.fact(&q.fact).map_or("", |f| f.question.get(lang)).to_owned();
            rows.push((text, q.fact.clone(), q.settles.clone()));
        }
    }
    if rows.is_empty() {
        return;
    }
    let many = if all { rows.len() } else { QUESTIONS };
    let _ = writeln!(out, "\n{}", paint(HEAD, words::QUESTIONS.get(lang)));
    for (i, (text, name, settles)) in rows.iter().take(many).enumerate() {
        let lines = wrap(text, width() - 5);
        let _ = writeln!(out, "  {}. {}", i + 1, lines.join("\n     "));
        let names: Vec<String> = settles.iter().take(4).cloned().collect();
        let more = settles.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        let said = format!("{name} · {}{}{}{more}", words::SETTLES.get(lang), words::colon(lang), names.join(", "));
        let _ = writeln!(out, "     {}", paint(DIM, &wrap(&said, width() - 5).join("\n     ")));
    }
    let rest = rows.len().saturating_sub(many);
    if rest > 0 {
        let _ = writeln!(out, "  {}", paint(DIM, &more_with_all(rest, lang)));
    }
    let _ = writeln!(out, "  {}", paint(DIM, words::ANSWER_HOW.get(lang)));
}

fn findings(view: &View<'_>, all: bool, out: &mut String) {
    let a = view.assessment;
    let lang = view.language;
    let mut list: Vec<&Finding> = a.findings.iter().filter(|f| all || !is_said(view, f)).collect();
    if list.is_empty() {
        return;
    }
    // What leaves a duty unmet goes before what may only change an answer.
    let of_a_gap = |f: &Finding| a.duties.iter().any(|d| d.state == DutyState::Gap && d.findings.contains(&f.code));
    list.sort_by_key(|f| (f.severity, !of_a_gap(f), f.code.clone()));
    let many = if all { list.len() } else { FINDINGS };
    let _ = writeln!(out, "\n{}", paint(HEAD, words::FINDINGS.get(lang)));
    for f in list.iter().take(many) {
        let style = match f.severity {
            Severity::Error => BAD,
            Severity::Warning => OPEN,
            Severity::Info => DIM,
        };
        let label = format!("{}[{}]", word(f.severity.word(), lang), f.code);
        // Why a document could not be judged is said where no language is known.
        let reasons = f.code.starts_with("document-");
        let said = message(view.law, f, lang);
        let said = if reasons { words::messages::how(&said, lang) } else { said };
        let lines = wrap(&format!("{label}: {}", visible(&said)), width() - 4);
        let text = lines.join("\n    ").replacen(&label, &paint(style, &label), 1);
        let _ = writeln!(out, "  {text}");
        for p in f.places.iter().filter(|p| !p.file.starts_with("--")).take(3) {
            let at = show::at(&p.file, p.line, p.column);
            let _ = writeln!(out, "    {}", paint(DIM, &format!("--> {}", visible(&at))));
        }
        let advice = wrap(&visible(&help(view.law, f, lang)), width() - 10);
        let _ = writeln!(
            out,
            "    {}",
            paint(DIM, &format!("{}{}{}", words::HELP.get(lang), words::colon(lang), advice.join("\n          ")))
        );
    }
    let rest = list.len().saturating_sub(many);
    if rest > 0 {
        let _ = writeln!(out, "  {}", paint(DIM, &more_with_all(rest, lang)));
    }
}

fn more_with_all(rest: usize, lang: Language) -> String {
    words::MORE_WITH_ALL.fill(lang, &[("rest", &rest)])
}
