//! Rules on sections 2.5 and 2.6, synthetic data and other sources (TS-261 to TS-271).

use super::general::model_names;
use super::sources::boxes_all_empty;
use super::work::{Check, Said, Work, YesNo, both};
use gpai_forms::lexicon::words::{self, plain};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-261", without_modality),
    ("TS-262", no_generator),
    ("TS-263", without_link),
    ("TS-264", training_undescribed),
    ("TS-265", enrichment_only),
    ("TS-266", itself_or_family),
    ("TS-267", own_dataset_denied),
    ("TS-271", others_undescribed),
];

/// Synthetic data without modality.
fn without_modality(work: &mut Work<'_>) {
    if work.is_yes("2.5.a")
        && (matches!(work.said("2.5.b"), Said::Absent | Said::Blank | Said::NotApplicable(_))
            || boxes_all_empty(work, "2.5.b"))
    {
        work.say("2.5.b", "missing", &[]);
    }
}

/// No generator of synthetic data named.
fn no_generator(work: &mut Work<'_>) {
    let nothing = |id: &str| matches!(work.said(id), Said::Absent | Said::Blank | Said::NotApplicable(_));
    if work.is_yes("2.5.a") && nothing("2.5.c") && nothing("2.5.d") {
        work.say("2.5.c", "missing", &[]);
    }
}

/// Generator named without link to its Summary.
fn without_link(work: &mut Work<'_>) {
    if !work.is_yes("2.5.a") {
        return;
    }
    let Said::Text(text) = work.said("2.5.c") else { return };
    let says_none =
        ["no summary", "not available", "not published", "no public summary"].iter().any(|p| text.contains(p));
    if !work.links("2.5.c").is_empty() || work.hidden_links("2.5.c") || says_none || itself(work, &text).is_some() {
        return;
    }
    work.say("2.5.c", "link", &[("value", work.quote("2.5.c"))]);
}

/// Other generators without description of their training data.
fn training_undescribed(work: &mut Work<'_>) {
    if !work.is_yes("2.5.a") {
        return;
    }
    let Said::Text(text) = work.said("2.5.d") else { return };
    if !work.has("training-described", &text) {
        work.say("2.5.d", "training", &[]);
    }
}

/// Only enrichment described as synthetic data.
fn enrichment_only(work: &mut Work<'_>) {
    if !work.is_yes("2.5.a") || work.any_unreadable(&["2.5.c", "2.5.d"]) {
        return;
    }
    let text = work.texts(&["2.5.c", "2.5.d"]);
    if let Some((_, found)) = work.book.words.first("enrichment", &text)
        && !work.has("generation", &text)
    {
        let found = both(found);
        work.say("2.5.c", "enrichment", &[("words", found)]);
    }
}

/// The name of a model of this summary, where the text names it whole.
fn itself(work: &Work<'_>, text: &str) -> Option<String> {
    model_names(work).into_iter().find(|name| {
        let name = plain(name);
        name.chars().count() >= 3
            && words::find(&name, text).is_some_and(|(at, _)| {
                // `GPT-5` is not named by `GPT-5.4`.
                let after = text.get(at + name.len()..).unwrap_or_default();
                let mut next = after.chars();
                !(matches!(next.next(), Some('.' | '-')) && next.next().is_some_and(char::is_alphanumeric))
            })
    })
}

/// Generator is the model itself or only a family.
fn itself_or_family(work: &mut Work<'_>) {
    if !work.is_yes("2.5.a") {
        return;
    }
    let Said::Text(text) = work.said("2.5.c") else { return };
    if let Some(name) = itself(work, &text) {
        return work.say("2.5.c", "itself", &[("value", both(&name))]);
    }
    for name in model_names(work) {
        // `Grok 4.5` is of the family `Grok`, `GPT-5.5` of `GPT`.
        let family: String = name.chars().take_while(|c| c.is_alphabetic()).collect();
        let low = plain(&family);
        if low.chars().count() < 3 || low == plain(&name) {
            continue;
        }
        let mut named = false;
        let mut with_version = false;
        let mut rest = text.as_str();
        while let Some((at, found)) = words::find(&low, rest) {
            named = true;
            let after = rest.get(at + found.len()..).unwrap_or_default();
            let tail: String = after.chars().take(12).collect();
            let sentence_ends = tail.starts_with(['.', ',', ';', ')']);
            with_version |= !sentence_ends && tail.chars().any(|c| c.is_ascii_digit());
            rest = after;
        }
        if named && !with_version {
            return work.say("2.5.c", "family", &[("value", both(&family))]);
        }
    }
}

/// Own synthetic dataset listed, but synthetic data denied.
fn own_dataset_denied(work: &mut Work<'_>) {
    if work.yes_no("2.5.a") != YesNo::No {
        return;
    }
    // Owners of repositories in which the models or the provider's pages are.
    let owner = |link: &str| {
        let path = link.split("://").nth(1).unwrap_or(link);
        let mut parts = path.split('/').skip(1).filter(|p| !matches!(*p, "datasets" | "models" | "spaces" | ""));
        parts.next().map(str::to_lowercase)
    };
    let mut owners: Vec<String> = work.links("1.2.a").iter().filter_map(|l| owner(l)).collect();
    let provider = work.text("1.1.a");
    for id in ["2.1.c", "2.1.d"] {
        for link in work.links(id) {
            let low = link.to_lowercase();
            if let Some(owner) = owner(&low)
                && owner.len() >= 5
                && provider.replace(' ', "").contains(&owner)
            {
                owners.push(owner);
            }
        }
    }
    for id in ["2.1.c", "2.1.d"] {
        for link in work.links(id) {
            let low = link.to_lowercase();
            if owner(&low).is_some_and(|o| owners.contains(&o)) && work.has("synthetic-dataset", &low) {
                return work.say("2.5.a", "own", &[("value", both(&link))]);
            }
        }
    }
}

/// Other sources without description.
fn others_undescribed(work: &mut Work<'_>) {
    if work.is_yes("2.6.a") && matches!(work.said("2.6.b"), Said::Absent | Said::Blank | Said::NotApplicable(_)) {
        work.say("2.6.b", "missing", &[]);
    }
}
