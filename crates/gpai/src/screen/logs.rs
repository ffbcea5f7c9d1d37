//! What logs of other tools say, for people: evaluations, runs, energy, data sets. Scores are neither coloured nor converted; a
//! caveat stands in the row.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_rules::finding::Place;
use gpai_rules::rows::{EnergyTotal, Evaluation, Rows, RunRow};
use gpai_rules::words::Language;

use super::show;
use super::style::{DIM, HEAD, OPEN, pad, paint};
use super::words::sources as words;

/// Rows of a table on the screen.
const SHOWN: usize = 40;
/// Figures of a score in the table; the machine format has them all.
const FIGURES: usize = 4;

/// The blocks, each where there is something to show.
pub fn screen(rows: &Rows, lang: Language) -> String {
    let mut out = String::new();
    evaluations(rows, lang, &mut out);
    runs(rows, lang, &mut out);
    energy(rows, lang, &mut out);
    datasets(rows, lang, &mut out);
    out
}

fn head(title: &str, out: &mut String) {
    let _ = writeln!(out, "\n{}", paint(HEAD, title));
}

fn at(place: &Place) -> String {
    visible(&show::at(&place.file, place.line, None))
}

fn more(all: usize, lang: Language, out: &mut String) {
    let rest = all.saturating_sub(SHOWN);
    if rest > 0 {
        let _ = writeln!(out, "  {}", paint(DIM, &words::MORE_ROWS.fill(lang, &[("rest", &rest)])));
    }
}

fn evaluations(rows: &Rows, lang: Language, out: &mut String) {
    if rows.evaluations.is_empty() {
        return;
    }
    let title = format!(
        "{} {} {} {} {} {}",
        pad(words::EVALUATIONS.get(lang), 38),
        pad(words::SCORE_HEAD.get(lang), 9),
        pad("±", 8),
        pad(words::COUNT_HEAD.get(lang), 16),
        pad(words::SHOTS_HEAD.get(lang), 6),
        words::BY_HEAD.get(lang)
    );
    head(title.trim_end(), out);
    // A group stands above its tasks.
    let mut list: Vec<&Evaluation> = rows.evaluations.iter().collect();
    list.sort_by_key(|row| {
        let family = row.part_of.as_ref().or(row.task.as_ref());
        (&row.place.file, family, row.part_of.is_some(), &row.task, &row.filter, &row.metric)
    });
    for row in list.into_iter().take(SHOWN) {
        let indent = if row.part_of.is_some() { "  " } else { "" };
        let error = row.stderr.as_deref().map_or_else(|| "–".to_owned(), figures);
        let shots = row.shots.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let line = format!(
            "  {} {} {} {} {} {}",
            pad(&format!("{indent}{}", visible(&row.title())), 36),
            pad(&figures(&row.value), 9),
            pad(&error, 8),
            pad(&counted(row, lang), 16),
            pad(&shots, 6),
            visible(&by(row, lang))
        );
        let _ = writeln!(out, "{}", line.trim_end());
        let caveats = caveats(row, lang);
        let told = if caveats.is_empty() { String::new() } else { format!("  {}", paint(OPEN, &visible(&caveats))) };
        let _ = writeln!(out, "    {}{told}", paint(DIM, &at(&row.place)));
    }
    more(rows.evaluations.len(), lang, out);
}

/// A number cut to so many figures behind its leading zeros; one that is short stands as it is.
fn figures(text: &str) -> String {
    let Some((whole, fraction)) = text.split_once('.').filter(|(_, f)| !f.contains(['e', 'E'])) else {
        return visible(text);
    };
    let zeros =
        if whole.trim_start_matches('-') == "0" { fraction.bytes().take_while(|b| *b == b'0').count() } else { 0 };
    let kept: String = fraction.chars().take(zeros + FIGURES).collect();
    visible(&format!("{whole}.{kept}"))
}

fn counted(row: &Evaluation, lang: Language) -> String {
    let n = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    match (row.n, row.of) {
        (None, None) => "–".to_owned(),
        (a, b) if a == b => n(a),
        (a, b) => words::OF_ALL.fill(lang, &[("n", &n(a)), ("of", &n(b))]),
    }
}

fn by(row: &Evaluation, lang: Language) -> String {
    let tool = match row.tool.as_str() {
        "model-index" | "eval_results" => row.by.clone().unwrap_or_else(|| words::CARD.get(lang).to_owned()),
        _ => row.by_tool(),
    };
    row.date.as_ref().map_or(tool.clone(), |date| format!("{tool}, {date}"))
}

fn caveats(row: &Evaluation, lang: Language) -> String {
    let told = [
        ("eval-not-finished", &words::NOT_FINISHED),
        ("eval-other-model", &words::OTHER_MODEL),
        ("eval-partial", &words::PART_OF_THE_SET),
        ("eval-errors-left-out", &words::ERRORS_LEFT_OUT),
        ("eval-scale-unknown", &words::NO_SCALE),
    ];
    let mut out: Vec<String> =
        told.iter().filter(|(code, _)| row.has(code)).map(|(_, pair)| pair.get(lang).to_owned()).collect();
    out.extend(row.judge.as_ref().map(|judge| words::GRADED.fill(lang, &[("judge", judge)])));
    out.join(" · ")
}

fn runs(rows: &Rows, lang: Language, out: &mut String) {
    if rows.runs.is_empty() {
        return;
    }
    head(words::RUNS.get(lang), out);
    for run in rows.runs.iter().take(SHOWN) {
        let name = run.name.as_deref().unwrap_or(&run.id);
        let _ = writeln!(out, "  {} {}", pad(&visible(name), 28), visible(&spent(run, lang)));
        let _ = writeln!(out, "    {}", paint(DIM, &at(&run.place)));
    }
    more(rows.runs.len(), lang, out);
}

fn spent(run: &RunRow, lang: Language) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(run.started.as_ref().map(|s| s.split('T').next().unwrap_or(s).to_owned()));
    parts.extend(run.days.as_ref().map(|days| words::RUN_DAYS.fill(lang, &[("days", days)])));
    if let Some(hardware) = &run.hardware {
        let device = hardware.accelerator.clone().unwrap_or_default();
        let count = hardware.per_machine.map_or(String::new(), |n| format!("{n} × "));
        parts.push(format!("{count}{device}"));
        parts.extend(hardware.hours.as_ref().map(|(low, high)| match low == high {
            true => words::RUN_HOURS_ONE.fill(lang, &[("low", low)]),
            false => words::RUN_HOURS.fill(lang, &[("low", low), ("high", high)]),
        }));
    }
    parts.join(" · ")
}

fn energy(rows: &Rows, lang: Language, out: &mut String) {
    let (Some(total), Some(first)) = (&rows.energy_total, rows.energy.first()) else { return };
    head(words::ENERGY.get(lang), out);
    let tool = first.tool_version.as_ref().map_or_else(|| first.tool.clone(), |v| format!("{} {v}", first.tool));
    let runs = words::ENERGY_RUNS.fill(lang, &[("runs", &total.runs), ("tool", &tool)]);
    let _ = writeln!(out, "  {} {}", pad(&amount(total, lang), 28), visible(&runs));
    let _ = writeln!(out, "    {}", paint(DIM, &at(&first.place)));
    if total.point().is_none() && total.side_by_side > 1 {
        let ask = words::ENERGY_MACHINES.fill(lang, &[("n", &total.side_by_side)]);
        let _ = writeln!(out, "    {}", paint(OPEN, &ask));
    }
}

fn amount(total: &EnergyTotal, lang: Language) -> String {
    match (total.point(), &total.high) {
        (Some(point), _) => format!("{} kWh", figures(point)),
        (None, Some(high)) => {
            words::ENERGY_BETWEEN.fill(lang, &[("low", &figures(&total.low)), ("high", &figures(high))])
        }
        (None, None) => words::ENERGY_AT_LEAST.fill(lang, &[("low", &figures(&total.low))]),
    }
}

fn datasets(rows: &Rows, lang: Language, out: &mut String) {
    if rows.datasets.is_empty() {
        return;
    }
    head(words::DATA_SETS.get(lang), out);
    for set in rows.datasets.iter().take(SHOWN) {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(set.training_examples.as_ref().map(|n| words::EXAMPLES.fill(lang, &[("n", n)])));
        parts.extend(set.sizes.iter().take(3).map(|(of, size)| format!("{of} {size}")));
        parts.extend(set.licence.clone());
        parts.extend((!set.languages.is_empty()).then(|| set.languages.join(", ")));
        let name = set.name.as_deref().unwrap_or("–");
        let _ = writeln!(out, "  {} {}", pad(&visible(name), 28), visible(&parts.join(" · ")));
        let _ = writeln!(out, "    {}", paint(DIM, &at(&set.place)));
    }
    more(rows.datasets.len(), lang, out);
}
