//! Rules on the life of a summary: updates, versions, places, gaps, other documents (TS-401 to TS-408).

use super::document::{answered, changed};
use super::model_documentation::{Difference, differences};
use super::work::{Check, Said, Work, YesNo, both, same};
use gpai_forms::lexicon::words::plain;
use gpai_forms::template::{Required, Shape};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-401", overdue),
    ("TS-402", material_change),
    ("TS-403", earlier_not_linked),
    ("TS-404", published),
    ("TS-405", modifier_link),
    ("TS-406", legacy_gaps),
    ("TS-407", gap_not_allowed),
    ("TS-408", other_documents),
];

/// Update overdue.
fn overdue(work: &mut Work<'_>) {
    let (Some(true), Some(today), Some(updated)) = (work.known.further_training, work.known.today, work.updated())
    else {
        return;
    };
    let Some(due) = work.book.amounts.summary_update.after(updated.last) else { return };
    if today > due {
        work.say("H.2", "overdue", &[("value", same(updated.last.to_string())), ("due", same(due.to_string()))]);
    }
}

/// Material change not published.
fn material_change(work: &mut Work<'_>) {
    let (Some(changed), Some(updated)) = (work.known.material_change, work.updated()) else { return };
    if changed > updated.last && work.known.today.is_none_or(|t| t > changed) {
        work.say("H.2", "change", &[("value", same(changed.to_string())), ("other", same(updated.last.to_string()))]);
    }
}

/// Old versions not kept or linked.
fn earlier_not_linked(work: &mut Work<'_>) {
    let Some(earlier) = work.known.earlier else { return };
    let old = earlier.fields.get("H.1").map(|f| plain(&f.text)).unwrap_or_default();
    let differs = old != work.text("H.1") || !changed(work, ["", ""]).is_empty();
    if differs && work.said("H.1") != Said::Unreadable && work.links("H.1").is_empty() && !work.hidden_links("H.1") {
        work.say("H.1", "unlinked", &[("value", both(&old))]);
    }
}

/// Not published where the model is.
fn published(work: &mut Work<'_>) {
    if work.known.on_website == Some(false) {
        work.say("document", "website", &[]);
    }
    let Some(there) = &work.known.summary_at else { return };
    let not_public = work.book.words.list("channels-not-public");
    let missing: Vec<&String> =
        work.known.channels.iter().filter(|c| !there.contains(c) && !not_public.contains(c)).collect();
    for channel in missing {
        work.say("document", "channel", &[("value", both(channel))]);
    }
}

/// Modifier's Summary without link to the base Summary.
fn modifier_link(work: &mut Work<'_>) {
    if work.known.modifier != Some(true) || work.said("1.2.b") == Said::Unreadable {
        return;
    }
    let says_none = ["no summary", "not available", "not published"].iter().any(|p| work.text("1.2.b").contains(p));
    if work.links("1.2.b").is_empty() && !work.hidden_links("1.2.b") && !says_none {
        work.say("1.2.b", "link", &[]);
    }
}

/// Whether the model is from before Chapter V applied: as known, by its date of placement, or by a release date it states.
fn is_legacy(work: &Work<'_>) -> Option<bool> {
    if let Some(legacy) = work.known.legacy {
        return Some(legacy);
    }
    if let Some(placed) = work.placed() {
        return Some(placed.last < work.book.amounts.chapter_v);
    }
    let released = work
        .doc
        .extra
        .iter()
        .filter(|e| work.has("release-question", &plain(&e.label)))
        .flat_map(|e| gpai_forms::lexicon::dates::dates(&work.book.words, &plain(&e.text)))
        .min_by_key(|f| f.last)?;
    (released.last < work.book.amounts.chapter_v).then_some(true)
}

/// Gap of an earlier model without statement and justification.
fn legacy_gaps(work: &mut Work<'_>) {
    if is_legacy(work) != Some(true) || work.partly_unread {
        return;
    }
    let missing: Vec<String> = work
        .template
        .fields
        .iter()
        .filter(|f| f.required == Required::Mandatory && !matches!(f.id.as_str(), "H.1" | "H.2"))
        .filter(|f| match f.shape {
            Shape::YesNo => !answered(work, &f.id) && work.yes_no(&f.id) != YesNo::Unreadable,
            _ => matches!(work.said(&f.id), Said::Absent | Said::Blank),
        })
        .map(|f| f.id.clone())
        .collect();
    // What an answer itself calls a gap is one.
    let claimed = work.doc.fields.iter().filter(|(_, f)| work.has("gap", &plain(&f.text))).map(|(id, _)| id.clone());
    let missing: std::collections::BTreeSet<String> = missing.into_iter().chain(claimed).collect();
    let missing: Vec<String> = missing.into_iter().collect();
    if missing.is_empty() {
        return;
    }
    let justified = work.doc.text.iter().any(|t| work.has("effort", &plain(t)))
        || work.doc.fields.values().any(|f| work.has("effort", &plain(&f.text)));
    if !justified {
        let fields = both(&missing.join(", "));
        work.say("document", "unjustified", &[("count", same(missing.len().to_string())), ("fields", fields)]);
    }
}

/// Gap claimed for a model that may not have one.
fn gap_not_allowed(work: &mut Work<'_>) {
    if is_legacy(work) != Some(false) {
        return;
    }
    let placed = work.placed().map(|p| p.first.to_string()).unwrap_or_else(|| work.book.amounts.chapter_v.to_string());
    let claims: Vec<(String, String)> = work
        .doc
        .fields
        .iter()
        .filter_map(|(id, f)| {
            let text = plain(&f.text);
            work.book.words.first("gap", &text).map(|(_, found)| (id.clone(), found.to_owned()))
        })
        .collect();
    for (id, found) in claims {
        work.say(&id, "claimed", &[("words", both(&found)), ("placed", same(placed.as_str()))]);
    }
}

/// Disagrees with another document of the provider.
fn other_documents(work: &mut Work<'_>) {
    if let Some(other) = work.known.model_documentation {
        for difference in differences(work, work.doc, other) {
            match difference {
                Difference::Dependencies { summary, documentation } => {
                    work.say("1.2.b", "dependencies", &[("value", both(&summary)), ("other", both(&documentation))]);
                }
                Difference::Modality(modality) => {
                    work.say("1.3.a", "modality", &[("modality", work.term(modality))]);
                }
                Difference::Provenance { field, source, summary, documentation } => {
                    let word = |b: bool| work.term(if b { "yes" } else { "no" });
                    let details =
                        [("source", work.term(source)), ("value", word(summary)), ("other", word(documentation))];
                    work.say(field, "provenance", &details);
                }
            }
        }
    }
    if let Some(policy) = work.known.copyright_policy {
        // Where it is asked and answered, the words need not be searched.
        let denies = match work.over(policy).yes_no("crawls") {
            YesNo::Yes => false,
            YesNo::No => true,
            _ => work.has("policy-no-crawl", &super::code_of_practice::whole_text(policy)),
        };
        if work.is_yes("2.3.a") && denies {
            work.say("2.3.a", "policy", &[("value", work.term("yes")), ("other", work.term("no"))]);
        }
    }
}
