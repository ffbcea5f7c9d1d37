//! A profile for people: figures, a chart for the terminal, and what was assumed.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use super::args::{MakeArgs, Shape};
use super::{Outcome, replace};
use crate::input::day;
use crate::input::language;
use crate::input::row::Media;
use crate::pictures as draw;
use crate::profile::Profile;
use crate::profile::figures::{measure, share};
use crate::shown::size;

/// Rejected records that are named one by one.
const NAMED: usize = 10;

/// Gives a profile out in every way that was asked for.
///
/// # Errors
/// A file cannot be written.
pub fn give(profile: &Profile, make: &MakeArgs, part: Option<&Path>) -> Outcome {
    let mut err = std::io::stderr().lock();
    for rejection in profile.totals.rejected.iter().take(NAMED) {
        let lost = match rejection.records {
            Some(1) => "1 record".to_owned(),
            Some(n) => format!("{n} records"),
            None => "not known how many records".to_owned(),
        };
        let _ = writeln!(
            err,
            "{}: {} from {} {} on: {lost}",
            rejection.file, rejection.code, rejection.unit, rejection.first
        );
    }
    if profile.totals.rejected.len() > NAMED {
        let _ = writeln!(err, "and {} more, all of them in the profile", profile.totals.rejected.len() - NAMED);
    }
    drop(err);
    if let Some(path) = &make.output {
        replace(path, |out| profile.write(out))?;
    }
    if let Some(folder) = &make.pictures {
        pictures(profile, folder)?;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let broken = |e: std::io::Error| format!("stdout: {e}");
    match (make.format, part) {
        (Shape::Json, _) => profile.write(&mut out).map_err(broken)?,
        (Shape::Human, Some(path)) => {
            let all = &profile.totals.all;
            writeln!(out, "{}: {} documents, {}", path.display(), all.documents, size(all.bytes)).map_err(broken)?;
        }
        (Shape::Human, None) => out.write_all(human(profile).as_bytes()).map_err(broken)?,
    }
    out.flush().map_err(broken)?;
    Ok(ExitCode::SUCCESS)
}

/// The figures as text.
#[must_use]
pub fn human(profile: &Profile) -> String {
    let totals = &profile.totals;
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let files = profile.origin.inputs.len();
    line(format!(
        "{} documents, {} ({} bytes), {files} files",
        totals.all.documents,
        size(totals.all.bytes),
        totals.all.bytes
    ));
    if let Some((first, last)) = totals.days.and_then(|(a, b)| Some((day::text(a)?, day::text(b)?))) {
        line(format!("collected from {first} to {last}"));
    }
    for media in Media::ALL {
        let Some(figures) = totals.media.get(&media.letter()) else { continue };
        let amount = match media {
            Media::Text if figures.amount_documents > 0 => format!(", {} tokens", figures.amount),
            Media::Audio | Media::Video if figures.amount_documents > 0 => {
                format!(", {} hours", figures.amount / 3_600_000)
            }
            _ => String::new(),
        };
        let unknown = if figures.unsized_documents > 0 {
            format!(", {} of unknown size", figures.unsized_documents)
        } else {
            String::new()
        };
        line(format!("  {}: {} documents, {}{amount}{unknown}", media.word(), figures.documents, size(figures.bytes)));
    }
    let ranking = &profile.ranking;
    line(format!(
        "\n{} domains on {} hosts; {} are listed: {}",
        totals.domains,
        totals.hosts,
        ranking.selected,
        profile.cut.proof(totals.domains)
    ));
    line(format!(
        "they hold {} of all bytes that have a domain",
        percent(share(ranking.selected_bytes, ranking.bytes))
    ));
    let most = ranking.first.first().map_or(0, |d| d.bytes);
    let wide = ranking.first.iter().take(10).map(|d| d.name.chars().count()).max().unwrap_or(0).min(40);
    for domain in ranking.first.iter().take(10) {
        let name: String = domain.name.chars().take(40).collect();
        line(format!("  {name:<wide$}  {:>10}  {}", size(domain.bytes), bar(domain.bytes, most)));
    }
    if let (Some(last), Some(next)) = &ranking.edge {
        line(format!(
            "  last listed {} ({} bytes), first left out {} ({} bytes)",
            last.name, last.bytes, next.name, next.bytes
        ));
    }
    for (letter, word) in crate::profile::rollup::NO_DOMAIN {
        if let Some(figures) = totals.no_domain.get(&letter) {
            line(format!("  without a domain, {}: {} documents", word.replace('_', " "), figures.documents));
        }
    }
    if totals.datasets.len() > 1 {
        line("\ndatasets".to_owned());
        for (name, dataset) in &totals.datasets {
            for media in Media::ALL {
                let (Some(own), Some(all)) = (dataset.media.get(&media.letter()), totals.media.get(&media.letter()))
                else {
                    continue;
                };
                let (basis, part, whole) = measure(own, all);
                let large = if crate::profile::cut::large(part, whole) { ", large (more than 3 %)" } else { "" };
                let name = if name.is_empty() { "(no name)" } else { name };
                line(format!(
                    "  {name}: {} {}, {} of all by {basis}{large}",
                    own.documents,
                    media.word(),
                    percent(share(part, whole))
                ));
            }
        }
    }
    let languages: Vec<_> = {
        let mut all: Vec<_> = totals.languages.iter().collect();
        all.sort_by(|a, b| (b.1.bytes, a.0).cmp(&(a.1.bytes, b.0)));
        all
    };
    if languages.iter().any(|(word, _)| !word.is_empty()) {
        line("\nlanguages".to_owned());
        let most = languages.first().map_or(0, |(_, f)| f.bytes);
        for (word, figures) in languages.iter().take(10) {
            let name = if word.is_empty() { "not said" } else { language::name(word).unwrap_or(word) };
            line(format!("  {name:<14} {:>10}  {}", size(figures.bytes), bar(figures.bytes, most)));
        }
    }
    let records = totals.rejected_records();
    if records > 0 || !totals.rejected.is_empty() {
        let damaged = totals.rejected.iter().filter(|r| r.records.is_none()).count();
        line(format!("\n{records} records rejected, {damaged} files damaged or cut"));
    }
    line("\ntaken for what".to_owned());
    for assumed in profile.origin.assumed.iter().take(10) {
        let columns = assumed.get("columns").and_then(|c| c.as_object()).into_iter().flatten();
        let pairs: Vec<String> =
            columns.map(|(role, path)| format!("{role} = {}", path.as_str().unwrap_or_default())).collect();
        let dataset = assumed.get("dataset").and_then(|d| d.as_str()).unwrap_or("(no name)");
        line(format!("  {dataset}: {}", pairs.join(", ")));
    }
    let mut list = String::new();
    let _ =
        write!(list, "  public suffixes: {}", profile.list.get("list").and_then(|l| l.as_str()).unwrap_or_default());
    if let Some(day) = profile.list.get("published").and_then(|l| l.as_str()) {
        let _ = write!(list, " of {day}");
    }
    line(format!("{list}, private ones {}", if profile.private { "included" } else { "left out" }));
    if profile.resumed > 0 {
        line(format!("  {} pieces were there from an earlier run", profile.resumed));
    }
    out.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// Millionths as percent.
fn percent(millionths: u64) -> String {
    format!("{}.{} %", millionths / 10_000, millionths / 1_000 % 10)
}

/// A bar of at most thirty cells.
fn bar(value: u64, most: u64) -> String {
    let cells = (u128::from(value) * 30).checked_div(u128::from(most)).unwrap_or(0);
    "█".repeat(usize::try_from(cells).unwrap_or(0).clamp(usize::from(value > 0), 30))
}

/// Writes the pictures of a profile into a folder.
///
/// # Errors
/// The folder cannot be written to.
fn pictures(profile: &Profile, folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let named = |word: &String| match word.as_str() {
        "" => "not said".to_owned(),
        word => language::name(word).unwrap_or(word).to_owned(),
    };
    let mut languages: Vec<(String, u64)> = profile.totals.languages.iter().map(|(w, f)| (named(w), f.bytes)).collect();
    languages.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let domains: Vec<(String, u64)> = profile.ranking.first.iter().map(|d| (d.name.clone(), d.bytes)).collect();
    let months: Vec<(String, u64)> =
        profile.totals.months.iter().filter(|(m, _)| !m.is_empty()).map(|(m, f)| (m.clone(), f.bytes)).collect();
    for (name, text) in [
        ("domains.svg", draw::curve(&profile.ranking.curve, profile.ranking.count, profile.ranking.selected)),
        (
            "largest-domains.svg",
            draw::bars("The largest domains", domains.get(..domains.len().min(15)).unwrap_or_default(), size),
        ),
        ("languages.svg", draw::bars("Text by language", &languages, size)),
        ("months.svg", draw::months(&months, size)),
    ] {
        replace(&folder.join(name), |out| out.write_all(text.as_bytes()))?;
    }
    Ok(())
}
