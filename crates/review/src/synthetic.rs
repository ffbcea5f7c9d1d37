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
    if !work.is_yes("2.5.a") {
        return;
    }
    if nothing("2.5.c") && nothing("2.5.d") {
        return work.say("2.5.c", "missing", &[]);
    }
    if kinds_only(work) {
        return work.say("2.5.c", "kinds", &[("value", work.quote("2.5.c"))]);
    }
    // None on the market, and of the others not a word that tells which.
    if nothing("2.5.c")
        && let Said::Text(other) = work.said("2.5.d")
        && work.field("2.5.d").is_none_or(|f| f.text.split_whitespace().count() <= 12)
        && work.has("model-kinds", &other)
        && !names_a_model(work, "2.5.d")
        && !describes_training(work, &other)
    {
        work.say("2.5.d", "kinds", &[("value", work.quote("2.5.d"))]);
    }
}

/// Whether the models on the market are given by their kind (`large language models`), and the others are neither named nor
/// described.
fn kinds_only(work: &Work<'_>) -> bool {
    let Said::Text(text) = work.said("2.5.c") else { return false };
    let others = match work.said("2.5.d") {
        Said::Absent | Said::Blank | Said::NotApplicable(_) => true,
        Said::Text(other) => !names_a_model(work, "2.5.d") && !describes_training(work, &other),
        _ => false,
    };
    others && work.has("model-kinds", &text) && !names_a_model(work, "2.5.c")
}

/// Whether a field has a link, a number, or a name: a word with a capital inside a sentence.
fn names_a_model(work: &Work<'_>, id: &str) -> bool {
    if !work.links(id).is_empty() || work.hidden_links(id) {
        return true;
    }
    let text = work.field(id).map(|f| words::fold(&f.text)).unwrap_or_default();
    let mut start = true;
    text.split_whitespace().any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let inside = !start;
        start = word.ends_with(['.', '!', '?', ':', ';']);
        let capital = bare.chars().next().is_some_and(char::is_uppercase) && inside;
        let mixed = bare.chars().skip(1).any(char::is_uppercase) || bare.chars().any(|c| c.is_ascii_digit());
        (capital || mixed) && !work.book.words.list("no-names").contains(&bare.to_lowercase())
    })
}

/// Whether a text says on what the generating models were trained. That the model of the summary was trained on what they made is
/// another thing.
fn describes_training(work: &Work<'_>, text: &str) -> bool {
    let mut kept = text.to_owned();
    for phrase in work.book.words.list("trained-itself") {
        kept = kept.replace(phrase.as_str(), " ");
    }
    work.has("training-described", &kept)
}

/// Generator named without link to its Summary.
fn without_link(work: &mut Work<'_>) {
    if !work.is_yes("2.5.a") {
        return;
    }
    let Said::Text(text) = work.said("2.5.c") else { return };
    let says_none =
        ["no summary", "not available", "not published", "no public summary"].iter().any(|p| text.contains(p));
    let links = work.links("2.5.c");
    // The page of a model on a hub is where its weights are, not its summary.
    let linked = links.iter().any(|l| !model_page(l)) || (!links.is_empty() && text.contains("summary"));
    let hidden = links.is_empty() && work.hidden_links("2.5.c");
    if linked || hidden || says_none || itself(work, &text).is_some() || kinds_only(work) {
        return;
    }
    work.say("2.5.c", "link", &[("value", work.quote("2.5.c"))]);
}

/// Whether a link goes to the page of a model on a hub and to nothing on it.
fn model_page(link: &str) -> bool {
    const HUBS: [&str; 6] = ["huggingface.co", "hf.co", "github.com", "modelscope.cn", "ollama.com", "kaggle.com"];
    let low = link.to_lowercase();
    let path = low.split("://").nth(1).unwrap_or(&low).trim_start_matches("www.").trim_end_matches('/');
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut parts = path.split('/');
    parts.next().is_some_and(|host| HUBS.contains(&host))
        && parts.count() <= 3
        && !path.contains("summary")
        && !path.ends_with(".pdf")
}

/// Other generators without description of their training data.
fn training_undescribed(work: &mut Work<'_>) {
    if !work.is_yes("2.5.a") {
        return;
    }
    let Said::Text(text) = work.said("2.5.d") else { return };
    if !describes_training(work, &text) && !kinds_only(work) {
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
                let longer = matches!(next.next(), Some('.' | '-')) && next.next().is_some_and(char::is_alphanumeric);
                !(longer || after.starts_with(['+', '#']))
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
            // A letter by itself tells members of a family apart as a number does.
            let next = tail.split_whitespace().next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
            let letter = next.chars().count() == 1 && tail.starts_with([' ', '-']);
            with_version |= !sentence_ends && (letter || tail.chars().any(|c| c.is_ascii_digit()));
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
