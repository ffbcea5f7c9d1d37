//! Rules on section 2.1, publicly available datasets (TS-211 to TS-219).

use std::collections::BTreeSet;

use super::calc;
use super::work::{Check, Said, Work, both, same};
use gpai_forms::lexicon::dates;
use gpai_forms::lexicon::words::{self, fold, plain, without_links};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-211", nothing_listed),
    ("TS-212", without_link),
    ("TS-213", large_unlisted),
    ("TS-214", category),
    ("TS-215", without_version),
    ("TS-216", selection),
    ("TS-217", others_described),
    ("TS-218", modality_without_dataset),
    ("TS-219", own_platform),
];

/// Public datasets used but none listed.
fn nothing_listed(work: &mut Work<'_>) {
    if !work.is_yes("2.1.a") || !matches!(work.said("2.1.c"), Said::Absent | Said::Blank | Said::NotApplicable(_)) {
        return;
    }
    if work.any_unreadable(&["2.1.d", "2.1.e"]) {
        return;
    }
    let text = work.texts(&["2.1.d", "2.1.e"]);
    let raw = work.field("2.1.c").map(|f| plain(&f.text)).unwrap_or_default();
    if !work.has("no-large-dataset", &text) && !work.has("no-large-dataset", &raw) {
        work.say("2.1.c", "missing", &[]);
    }
}

/// Names of datasets known to the words file, in a text.
fn known_names(work: &Work<'_>, text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        ["web-archives", "datasets"].iter().flat_map(|l| work.book.words.all(l, text)).map(str::to_owned).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The list of 2.1.c where it is answered.
fn listed(work: &Work<'_>) -> Option<String> {
    match work.said("2.1.c") {
        Said::Text(text) if work.is_yes("2.1.a") => Some(text),
        _ => None,
    }
}

fn has_links(work: &Work<'_>, id: &str) -> bool {
    !work.links(id).is_empty() || work.hidden_links(id)
}

/// Dataset without link or description.
fn without_link(work: &mut Work<'_>) {
    let Some(text) = listed(work) else { return };
    let linked = has_links(work, "2.1.c");
    // A description with its period stands in for a link.
    // A name with a year is no description.
    let told = without_links(&text).split_whitespace().count() > 6;
    let dated = !dates::dates(&work.book.words, &without_links(&text)).is_empty();
    let period = told && dated || work.has("period-unknown", &text);
    if !linked {
        if period {
            return;
        }
        let known = known_names(work, &text);
        for name in &known {
            work.say("2.1.c", "link", &[("value", both(&work.as_written("2.1.c", name)))]);
        }
        for name in bare_names(work, &known) {
            work.say("2.1.c", "link", &[("value", both(&name))]);
        }
        return;
    }
    for entry in entries(work).into_iter().filter(|e| !e.linked && !e.dated).map(|e| e.text) {
        work.say("2.1.c", "link", &[("value", both(&entry))]);
    }
}

/// Entries of a few words that are a name and nothing else, of datasets that nobody else knows.
fn bare_names(work: &Work<'_>, known: &[String]) -> Vec<String> {
    let raw = work.field("2.1.c").map(|f| f.text.clone()).unwrap_or_default();
    if known.iter().any(|k| plain(&raw).contains(k.as_str())) {
        return Vec::new();
    }
    raw.lines()
        .flat_map(|l| l.split(';'))
        .map(|l| fold(l).trim_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned())
        .filter(|item| (1..=5).contains(&item.split_whitespace().count()))
        .filter(|item| item.chars().any(char::is_uppercase) && !item.contains(':'))
        .filter(|item| {
            let low = plain(item);
            !["dataset-categories", "no-large-dataset", "gap", "withheld"].iter().any(|l| work.has(l, &low))
                && !work.is_not_applicable(&low)
                && !low.ends_with("datasets")
                && !low.ends_with("data")
        })
        .take(MOST_ENTRIES)
        .collect()
}

/// Most items of a list that are looked at one by one.
const MOST_ENTRIES: usize = 500;

/// One item of a list of datasets.
struct Entry {
    text: String,
    linked: bool,
    dated: bool,
    versioned: bool,
}

/// The items of the list: lines with a link and few words beside it, and what begins with a sign of a list.
fn entries(work: &Work<'_>) -> Vec<Entry> {
    let Some(field) = work.field("2.1.c") else { return Vec::new() };
    let mut items: Vec<String> = Vec::new();
    let mut open = false;
    // A name without its link, which may stand on the next line.
    let mut name: Option<String> = None;
    // Names that no link followed, and lines that are neither an item nor a name.
    let mut lone: Vec<String> = Vec::new();
    let mut prose = false;
    for line in field.text.lines() {
        let line = fold(line);
        let bullet = line.starts_with(['•', '◦', '▪', '●', '*', '·']) || line.starts_with("- ");
        let bare = line.trim_start_matches(['•', '◦', '▪', '●', '*', '·', '-', ' ']).to_owned();
        let linked = !words::links(&bare).is_empty();
        let before = name.take();
        if !linked
            && !bullet
            && !open
            && (1..=6).contains(&bare.split_whitespace().count())
            && !bare.ends_with([':', '.'])
        {
            name = Some(bare.clone());
        }
        if line.is_empty() {
            open = false;
        } else if bullet {
            items.push(bare);
            open = true;
        } else if linked && before_link(&bare).split_whitespace().count() <= 6 {
            // A name and, on the next line, its link; or a list of links.
            match items.last_mut().filter(|last| open && words::links(last).is_empty()) {
                Some(last) => {
                    last.push(' ');
                    last.push_str(&bare);
                }
                None if before_link(&bare).trim().is_empty() => match before {
                    Some(name) => items.push(format!("{name} {bare}")),
                    None => items.push(bare),
                },
                None => {
                    lone.extend(before);
                    items.push(bare);
                }
            }
            open = false;
        } else if open && let Some(last) = items.last_mut() {
            last.push(' ');
            last.push_str(&bare);
        } else {
            prose |= name.is_none();
            lone.extend(before);
        }
    }
    lone.extend(name);
    // In a list of one item a line, a name alone is an item too: one without a link.
    let heading =
        |n: &String| plain(n).split_whitespace().any(|w| w.starts_with("dataset") || w == "data" || w == "corpora");
    if !prose && !items.is_empty() && lone.len() <= items.len() {
        items.extend(lone.into_iter().filter(|n| !heading(n) && n.starts_with(char::is_uppercase)));
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut out = Vec::new();
    for item in items {
        let links = words::links(&item);
        let own = without_links(&item);
        let texts: Vec<String> = match links.as_slice() {
            [] | [_] => vec![item.clone()],
            // Several sets in one line; the same set under two addresses is one.
            many => many.iter().map(|l| format!("{own} {l}")).collect(),
        };
        for text in texts {
            let key = words::links(&text).first().map_or_else(|| plain(&text), |l| end_of(l));
            if !seen.insert(key) || out.len() >= MOST_ENTRIES {
                continue;
            }
            let low = plain(&text);
            out.push(Entry {
                linked: !words::links(&text).is_empty(),
                dated: !dates::dates(&work.book.words, &without_links(&low)).is_empty(),
                versioned: versioned(work, &low),
                text,
            });
        }
    }
    out
}

/// What stands before the first link: the name; what follows describes.
fn before_link(text: &str) -> &str {
    let at = ["https://", "http://", "www."].iter().filter_map(|p| text.find(p)).min();
    at.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// The last part of a link, in lower case.
fn end_of(link: &str) -> String {
    link.trim_end_matches('/').rsplit('/').next().unwrap_or(link).to_lowercase()
}

/// Whether an entry names a version, a snapshot or a date: `v1.2`, `baseline-1.0`, `stack-v2`, `CC-MAIN-2024-10`, `2023`.
fn versioned(work: &Work<'_>, text: &str) -> bool {
    if !dates::dates(&work.book.words, text).is_empty() || text.contains("snapshot") || text.contains("cc-main-") {
        return true;
    }
    // `release 7`, `edition 3`: a number that a word calls one.
    let numbered = ["version", "release", "edition", "revision", "rev", "versione", "build"].iter().any(|word| {
        words::find(word, text).and_then(|(at, found)| text.get(at + found.len()..)).is_some_and(|after| {
            after.trim_start_matches([' ', ':', '.', '#']).starts_with(|c: char| c.is_ascii_digit())
        })
    });
    if numbered {
        return true;
    }
    let is_part = |c: char| c.is_alphanumeric() || c == '.';
    text.split(|c: char| !is_part(c)).map(|w| w.trim_matches('.')).any(|word| {
        let digits = word.strip_prefix('v').unwrap_or(word);
        let numeric = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
        let year_like = digits.len() == 4 && (digits.starts_with("20") || digits.starts_with("19"));
        numeric && (word.starts_with('v') || digits.contains('.') || year_like)
    })
}

/// Large dataset not listed.
fn large_unlisted(work: &mut Work<'_>) {
    let sizes = &work.known.dataset_sizes;
    if sizes.is_empty() || matches!(work.said("2.1.c"), Said::Unreadable) {
        return;
    }
    let squeeze = |t: &str| plain(t).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let text = squeeze(work.field("2.1.c").map_or("", |f| f.text.as_str()));
    for (set, share) in calc::large(sizes, work.book.amounts.large_dataset) {
        if !text.contains(&squeeze(&set.name)) {
            let details = [
                ("value", both(&set.name)),
                ("share", same(calc::percent(share))),
                ("modality", work.term(&set.modality)),
            ];
            work.say("2.1.c", "unlisted", &details);
        }
    }
}

/// A category instead of a dataset.
fn category(work: &mut Work<'_>) {
    let Some(text) = listed(work) else { return };
    if has_links(work, "2.1.c") || !known_names(work, &text).is_empty() || work.has("no-large-dataset", &text) {
        return;
    }
    if work.has("dataset-categories", &text) {
        work.say("2.1.c", "category", &[("value", work.quote("2.1.c"))]);
    }
}

/// Datasets without version or snapshot.
fn without_version(work: &mut Work<'_>) {
    let Some(text) = listed(work) else { return };
    let items = entries(work);
    let mut lacking: Vec<String> = items.iter().filter(|e| !e.versioned).map(|e| name_of(&e.text)).collect();
    if items.is_empty() {
        // In running text the version stands beside the name.
        lacking = known_names(work, &text)
            .into_iter()
            .filter(|name| {
                let beside =
                    |at: usize| text.get(at..).map(|t| t.chars().take(name.chars().count() + 30).collect::<String>());
                !text.find(name.as_str()).and_then(beside).is_some_and(|t| versioned(work, &t))
            })
            .map(|name| work.as_written("2.1.c", &name))
            .collect();
    }
    lacking.dedup();
    if lacking.is_empty() {
        return;
    }
    let more = if lacking.len() > 3 { format!(" (+{})", lacking.len() - 3) } else { String::new() };
    let shown: Vec<String> = lacking.iter().take(3).map(|n| format!("`{}`", words::short(n))).collect();
    work.say("2.1.c", "version", &[("value", same(format!("{}{more}", shown.join(", "))))]);
}

/// What stands before the link, or the end of the link itself.
fn name_of(entry: &str) -> String {
    let own = without_links(entry);
    let own = own.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    if (3..=60).contains(&own.chars().count()) && own.chars().any(char::is_alphabetic) {
        return own.to_owned();
    }
    let link = words::links(entry).into_iter().next().unwrap_or_else(|| entry.to_owned());
    link.trim_end_matches('/').rsplit('/').next().unwrap_or(&link).to_owned()
}

/// Only part of a dataset used, selection not described.
fn selection(work: &mut Work<'_>) {
    let Some(text) = listed(work) else { return };
    if let Some((_, words)) = work.book.words.first("part-used", &text)
        && !work.has("selection", &text)
    {
        let words = both(words);
        work.say("2.1.c", "selection", &[("words", words)]);
    }
}

/// Description of other public datasets incomplete.
fn others_described(work: &mut Work<'_>) {
    if !work.is_yes("2.1.a") {
        return;
    }
    let text = match work.said("2.1.d") {
        Said::Blank => return work.say("2.1.d", "blank", &[]),
        // Where not even the large ones are listed, the question may stand under another label: only its absence is said.
        Said::Absent if matches!(work.said("2.1.c"), Said::Text(_)) => return work.say("2.1.d", "blank", &[]),
        Said::Text(text) => text,
        _ => return,
    };
    let own = without_links(&text);
    let mut missing = Vec::new();
    let modality = ["modality-text", "modality-image", "modality-audio", "modality-video"];
    if !modality.iter().any(|l| work.has(l, &own)) {
        missing.push("modality");
    }
    if !work.has("nature", &own) {
        missing.push("nature");
    }
    if !["linguistic", "union-languages", "other-languages"].iter().any(|l| work.has(l, &own)) {
        missing.push("languages");
    }
    if dates::dates(&work.book.words, &own).is_empty() && !work.has("period-unknown", &own) {
        missing.push("period");
    }
    if !missing.is_empty() {
        work.say("2.1.d", "lacks", &[("missing", work.terms(missing))]);
    }
}

/// Modality of public datasets without any dataset.
fn modality_without_dataset(work: &mut Work<'_>) {
    if !work.is_yes("2.1.a") || work.any_unreadable(&["2.1.c", "2.1.d"]) {
        return;
    }
    let Some(marked) = work.modalities("2.1.b").filter(|m| m.len() > 1) else { return };
    let text = work.texts(&["2.1.c", "2.1.d", "2.1.e"]);
    if text.is_empty() {
        return;
    }
    for modality in ["text", "image", "audio", "video"] {
        if marked.contains(modality) && !work.has(&format!("modality-{modality}"), &text) {
            work.say("2.1.b", "modality", &[("modality", work.term(modality))]);
        }
    }
}

/// Content of one's own platform listed as a public dataset.
fn own_platform(work: &mut Work<'_>) {
    for id in ["2.1.c", "2.1.d"] {
        let text = work.text(id);
        if let Some((_, words)) = work.book.words.first("own-platform", &text) {
            let words = both(words);
            work.say(id, "own", &[("words", words)]);
        }
    }
}
