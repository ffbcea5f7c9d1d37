//! Rules on the summary as a whole: version and date, sections and questions, leftovers, hedging (TS-D01 to TS-D14).

use std::collections::BTreeSet;

use super::work::{Check, Said, Work, YesNo, both, same};
use gpai_forms::lexicon::dates::{self, Shape};
use gpai_forms::lexicon::words::{self, fold, plain, without_links};
use gpai_forms::reading::{FieldReading, State};
use gpai_forms::template::Required;

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-D01", version_missing),
    ("TS-D02", version_is_no_identifier),
    ("TS-D03", update_missing),
    ("TS-D04", update_format),
    ("TS-D05", update_in_the_wrong_place),
    ("TS-D06", previous_version_not_linked),
    ("TS-D07", silent_edit),
    ("TS-D08", question_absent),
    ("TS-D09", guidance_left),
    ("TS-D10", draft_template),
    ("TS-D11", extra_questions),
    ("TS-D12", mandatory_blank),
    ("TS-D13", only_points_elsewhere),
    ("TS-D14", hedging),
];

/// Fields whose absence or blank has a rule of its own.
const OWN_RULE: [&str; 8] = ["H.1", "H.2", "1.1.a", "1.2.a", "1.2.c", "1.3.a", "3.1.a", "3.2.a"];

/// Fields in which facts are stated.
const FACTUAL: [&str; 17] = [
    "1.3.c.text",
    "1.3.c.image",
    "1.3.c.audio",
    "1.3.c.video",
    "1.3.e",
    "2.1.c",
    "2.1.d",
    "2.2.2.c",
    "2.2.2.d",
    "2.3.d",
    "2.3.f",
    "2.3.h",
    "2.4.c",
    "2.5.c",
    "2.5.d",
    "2.6.b",
    "3.2.a",
];

/// Version of the Summary missing.
fn version_missing(work: &mut Work<'_>) {
    if matches!(work.said("H.1"), Said::Absent | Said::Blank | Said::NotApplicable(_)) {
        work.say("H.1", "missing", &[]);
    }
}

/// Version is a date or prose.
fn version_is_no_identifier(work: &mut Work<'_>) {
    let Said::Text(text) = work.said("H.1") else { return };
    let text = without_links(&text);
    let found = dates::dates(&work.book.words, &text);
    if found.iter().any(|f| f.shape != Shape::Year && (f.end - f.start) * 2 > text.len()) {
        work.say("H.1", "date", &[("value", work.quote("H.1"))]);
    } else if prose(&text) {
        work.say("H.1", "prose", &[("value", work.quote("H.1"))]);
    }
}

/// Whether a version is told in words: several without a number among them, or many with none at the beginning.
fn prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (words >= 3 && !text.contains(|c: char| c.is_ascii_digit()))
        || (words > 6 && !text.chars().take(12).any(|c| c.is_ascii_digit()))
}

/// Date of the last update missing or unreadable.
fn update_missing(work: &mut Work<'_>) {
    match work.said("H.2") {
        Said::Absent | Said::Blank => work.say("H.2", "missing", &[]),
        Said::NotApplicable(_) => work.say("H.2", "not-a-date", &[("value", work.quote("H.2"))]),
        Said::Text(_) if work.dates("H.2").is_empty() => work.say("H.2", "not-a-date", &[("value", work.quote("H.2"))]),
        _ => {}
    }
}

/// Date of the last update in another format.
fn update_format(work: &mut Work<'_>) {
    let Some(found) = work.updated() else { return };
    if found.shape != Shape::SlashDay {
        work.say("H.2", "format", &[("value", work.quote("H.2"))]);
    } else if found.ambiguous {
        work.say("H.2", "ambiguous", &[("value", work.quote("H.2"))]);
    }
}

/// Last update in the future, or first published after placement.
fn update_in_the_wrong_place(work: &mut Work<'_>) {
    let Some(updated) = work.updated() else { return };
    let value = same(updated.first.to_string());
    if let Some(today) = work.known.today
        && updated.first > today
    {
        work.say("H.2", "future", &[("value", value.clone()), ("today", same(today.to_string()))]);
    }
    let first_issue = match work.said("H.1") {
        Said::Absent | Said::Blank => true,
        Said::Text(text) => {
            let text = without_links(&text);
            work.book.words.list("first-version").contains(&text)
        }
        _ => false,
    };
    let Some(placed) = work.placed() else { return };
    if first_issue && placed.first >= work.book.amounts.chapter_v && updated.first > placed.last {
        // Without a version nothing says that this is the first.
        let case = if matches!(work.said("H.1"), Said::Text(_)) { "late" } else { "unversioned" };
        work.say("H.2", case, &[("value", value), ("placed", same(placed.last.to_string()))]);
    }
}

/// No link to the previous version.
fn previous_version_not_linked(work: &mut Work<'_>) {
    let Said::Text(text) = work.said("H.1") else { return };
    if !work.links("H.1").is_empty() || work.hidden_links("H.1") {
        return;
    }
    let Some((major, minor)) = version(&text) else { return };
    if major > 1 || (major == 1 && minor > 0) {
        work.say("H.1", "link", &[("value", work.quote("H.1"))]);
    }
}

/// The first two numbers of a version such as `v1.2`, where the text is a version and little else.
fn version(text: &str) -> Option<(u32, u32)> {
    if text.split_whitespace().count() > 3 {
        return None;
    }
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = digits.split(['.', '-']);
    let major = parts.next()?.trim().parse().ok().filter(|m| *m < 1000)?;
    let minor = parts.next().and_then(|m| m.trim().parse().ok()).unwrap_or(0);
    Some((major, minor))
}

/// Fields in which two versions of a document differ, but for version and date.
pub(super) fn changed(work: &Work<'_>, heads: [&str; 2]) -> Vec<String> {
    let Some(earlier) = work.known.earlier else { return Vec::new() };
    let ids: BTreeSet<&String> = earlier.fields.keys().chain(work.doc.fields.keys()).collect();
    ids.into_iter()
        .filter(|id| !heads.contains(&id.as_str()))
        .filter(|id| {
            let of = |d: &gpai_forms::reading::Reading| {
                d.fields.get(*id).map(|f| (f.state, plain(&f.text), f.ticked.clone()))
            };
            let (old, new) = (of(earlier), of(work.doc));
            let unread = |f: &Option<(State, String, Vec<String>)>| matches!(f, Some((State::Unreadable, ..)));
            !unread(&old) && !unread(&new) && old != new
        })
        .cloned()
        .collect()
}

/// Whether a field's text is the same in the earlier document.
pub(super) fn unchanged(work: &Work<'_>, id: &str) -> bool {
    let text = |d: &gpai_forms::reading::Reading| d.fields.get(id).map(|f| plain(&f.text));
    work.known.earlier.is_some_and(|e| text(e) == text(work.doc))
}

/// Content changed without a new version or date.
fn silent_edit(work: &mut Work<'_>) {
    let fields = changed(work, ["H.1", "H.2"]);
    if !fields.is_empty() && unchanged(work, "H.1") && unchanged(work, "H.2") {
        work.say("H.1", "silent", &[("fields", both(&fields.join(", ")))]);
    }
}

/// Mandatory questions, and the two that everybody answers at least with N/A.
fn asked_of_all(work: &Work<'_>) -> Vec<(String, String)> {
    work.template
        .fields
        .iter()
        .filter(|f| f.required == Required::Mandatory || matches!(f.id.as_str(), "1.1.b" | "1.2.b"))
        .map(|f| (f.id.clone(), f.section.clone()))
        .collect()
}

/// A section or an official question is absent.
fn question_absent(work: &mut Work<'_>) {
    if work.partly_unread {
        return;
    }
    let asked = asked_of_all(work);
    let sections: BTreeSet<&String> = asked.iter().map(|(_, s)| s).filter(|s| s.as_str() != "H").collect();
    let mut absent_sections = BTreeSet::new();
    for section in sections {
        let there =
            work.template.fields.iter().filter(|f| f.section == *section).any(|f| work.doc.fields.contains_key(&f.id));
        if !there {
            let title = work.template.section(section).map(|s| s.title.clone()).unwrap_or_default();
            // The heading may be there with other questions under it: then each official one is absent by itself.
            if headed(work, &title) {
                continue;
            }
            absent_sections.insert(section.clone());
            work.say(section, "section", &[("section", same(section.as_str())), ("title", same(title))]);
        }
    }
    for (id, section) in &asked {
        if work.said(id) == Said::Absent && !absent_sections.contains(section) && !OWN_RULE.contains(&id.as_str()) {
            work.say(id, "question", &[("label", work.label(id))]);
        }
    }
}

/// Whether a section's title stands somewhere in the document, whatever its line breaks and hyphens.
fn headed(work: &Work<'_>, title: &str) -> bool {
    let letters = |t: &str| t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let title = letters(title);
    title.len() >= 20 && work.doc.text.iter().any(|t| letters(t).contains(&title))
}

/// A mandatory field is blank.
fn mandatory_blank(work: &mut Work<'_>) {
    let mut ids: Vec<String> = asked_of_all(work).into_iter().map(|(id, _)| id).collect();
    // A row of the table of modalities must be filled in where its modality is marked.
    if let Some(marked) = work.modalities("1.3.a") {
        ids.extend(marked.iter().map(|m| format!("1.3.c.{m}")));
    }
    for id in ids {
        let question = matches!(work.template.field(&id).map(|f| &f.shape), Some(gpai_forms::template::Shape::YesNo));
        let own = OWN_RULE.contains(&id.as_str()) || id == "1.3.f";
        if work.said(&id) == Said::Blank && !question && !own {
            work.say(&id, "blank", &[("label", work.label(&id))]);
        }
    }
}

/// Guidance or placeholder text left over.
fn guidance_left(work: &mut Work<'_>) {
    let mut ticked_off = Vec::new();
    for (id, field) in &work.doc.fields {
        let text = plain(&field.text);
        if let Some((_, words)) = work.book.words.first("guidance", &text) {
            work.say(id, "left", &[("words", both(words))]);
        } else if work.has("guidance-other", &text) && field.ticked.iter().any(|t| t == "other") {
            ticked_off.push(id.clone());
        }
    }
    // A reader drops guidance from an answer; the page still has it. It stands in the optional field that is left blank there.
    for (index, page) in work.doc.text.iter().enumerate() {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        let number = (work.doc.pages > 0).then_some(number);
        let text = plain(page);
        let Some((_, words)) = work.book.words.first("guidance", &text) else { continue };
        let words = both(words);
        let blank = |(_, f): &(&String, &FieldReading)| f.state == State::Blank && f.page == number;
        let blanks: Vec<&String> = work.doc.fields.iter().filter(blank).map(|(id, _)| id).collect();
        let at = if let [only] = blanks.as_slice() { (*only).clone() } else { "document".to_owned() };
        if work.findings.iter().any(|f| f.code == "TS-D09" && f.page() == number) {
            continue;
        }
        work.say(&at, "left", &[("words", words)]);
        if let Some(last) = work.findings.last_mut() {
            last.put_on_page(number);
        }
    }
    if let Some(first) = ticked_off.first() {
        let words = work.book.words.list("guidance-other").first().cloned().unwrap_or_default();
        work.say(first, "other", &[("words", both(&words)), ("count", same(ticked_off.len().to_string()))]);
    }
}

/// Marks of the draft template.
fn draft_template(work: &mut Work<'_>) {
    for (id, field) in &work.doc.fields {
        let label = plain(&field.label);
        if let Some((_, words)) = work.book.words.first("draft-labels", &label) {
            work.say(id, "draft", &[("words", both(words))]);
        }
        if matches!(id.as_str(), "1.3.b.audio" | "1.3.b.video")
            && let Some((_, words)) = work.book.words.first("minutes", &plain(&field.text))
        {
            work.say(id, "draft", &[("words", both(words))]);
        }
    }
    let labels: Vec<String> = work.doc.extra.iter().map(|e| plain(&e.label)).collect();
    for label in &labels {
        if let Some((_, words)) = work.book.words.first("draft-labels", label) {
            work.say("document", "draft", &[("words", both(words))]);
        }
    }
}

/// Questions that the template does not have.
fn extra_questions(work: &mut Work<'_>) {
    if work.doc.extra.is_empty() {
        return;
    }
    let labels: Vec<String> = work.doc.extra.iter().take(3).map(|e| format!("`{}`", words::short(&e.label))).collect();
    let more = if work.doc.extra.len() > 3 { ", …" } else { "" };
    let labels = same(format!("{}{more}", labels.join(", ")));
    let page = work.doc.extra.iter().filter_map(|e| e.page).min();
    work.say("document", "extra", &[("count", same(work.doc.extra.len().to_string())), ("labels", labels)]);
    if let Some(last) = work.findings.last_mut() {
        last.put_on_page(page);
    }
}

/// A field only points elsewhere.
fn only_points_elsewhere(work: &mut Work<'_>) {
    // Lists and links are what these ask for.
    const LINKS_ASKED: [&str; 6] = ["H.1", "1.2.a", "1.2.b", "2.1.c", "2.3.h", "2.2.2.c"];
    let fields: Vec<String> = work
        .template
        .fields
        .iter()
        .filter(|f| f.required != Required::Optional && !LINKS_ASKED.contains(&f.id.as_str()))
        .map(|f| f.id.clone())
        .collect();
    for id in fields {
        let Said::Text(text) = work.said(&id) else { continue };
        let links = work.links(&id);
        let Some(link) = links.first() else { continue };
        let own = without_links(&text);
        let pointer = work.book.words.list("pointer");
        let says = own
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
            .filter(|w| !w.is_empty() && !pointer.iter().any(|p| p == w))
            .count();
        if says <= 1 {
            work.say(&id, "points", &[("link", both(link))]);
        }
    }
}

/// Hedging in a field of facts.
fn hedging(work: &mut Work<'_>) {
    for id in FACTUAL {
        if !matches!(work.said(id), Said::Text(_)) {
            continue;
        }
        let mut text = work.field(id).map(|f| fold(&f.text)).unwrap_or_default();
        // `filters for data that may be illegal` says what is filtered, not that it may be.
        for phrase in work.book.words.list("no-hedges") {
            text = text.replace(phrase.as_str(), " ");
        }
        let mut found: Vec<&str> = work.book.words.all("hedges", &text);
        found.sort_unstable();
        found.dedup();
        if !found.is_empty() {
            let words = found.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
            work.say(id, "hedge", &[("words", same(words))]);
        }
    }
}

/// Whether any answer of the document is not exactly Yes or No.
pub(super) fn answered(work: &Work<'_>, id: &str) -> bool {
    matches!(work.yes_no(id), YesNo::Yes | YesNo::No)
}
