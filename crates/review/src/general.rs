//! Rules on section 1 but for the table of modalities: provider, model, dates, languages (TS-101 to TS-108, TS-117 to TS-121).

use super::work::{Check, Said, Work, both, same};
use gpai_forms::lexicon::dates::{self, Shape};
use gpai_forms::lexicon::words::{plain, without_links};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-101", provider_missing),
    ("TS-102", contact_missing),
    ("TS-103", representative_missing),
    ("TS-104", representative_contact),
    ("TS-105", model_unnamed),
    ("TS-106", versions_not_listed),
    ("TS-107", dependencies),
    ("TS-108", placement_missing),
    ("TS-117", latest_date_format),
    ("TS-118", continuous_training),
    ("TS-119", latest_date_fits),
    ("TS-120", languages),
    ("TS-121", other_characteristics),
];

/// Provider name missing.
fn provider_missing(work: &mut Work<'_>) {
    if matches!(work.said("1.1.a"), Said::Absent | Said::Blank | Said::NotApplicable(_)) {
        work.say("1.1.a", "missing", &[]);
    }
}

/// Contact details of the provider missing.
fn contact_missing(work: &mut Work<'_>) {
    let Said::Text(text) = work.said("1.1.a") else { return };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    // A postal address without a postcode: places and a word for street, house or floor, one after the other.
    let places = text.matches([',', '\n', ';']).count() >= 2;
    let postal = places && (work.has("address", &text) || work.has("union", &text));
    let reachable = text.contains('@') || text.contains("http") || text.contains("www.") || digits >= 4 || postal;
    if !reachable && !work.hidden_links("1.1.a") {
        work.say("1.1.a", "missing", &[]);
    }
}

/// The provider's country where it is outside the Union: as known, or as its address says.
fn outside_union(work: &Work<'_>) -> Option<String> {
    if let Some((country, union)) = &work.known.country {
        return (!union).then(|| country.clone());
    }
    let field = work.field("1.1.a")?;
    let text = plain(&field.text);
    if work.has("union", &text) {
        return None;
    }
    if let Some((_, country)) = work.book.words.first("third-countries", &text) {
        return Some(country.to_owned());
    }
    // A state of the United States and five digits: `CA 94304`.
    let words: Vec<&str> = field.text.split_whitespace().collect();
    let states = work.book.words.list("us-states");
    words.windows(2).find_map(|pair| match pair {
        [state, zip] => {
            let state = state.trim_matches(',');
            let zip: String = zip.chars().take_while(char::is_ascii_digit).collect();
            (zip.len() == 5 && states.iter().any(|s| s == state)).then(|| format!("{state} {zip}"))
        }
        _ => None,
    })
}

/// Third-country provider without an authorised representative.
fn representative_missing(work: &mut Work<'_>) {
    let Some(country) = outside_union(work) else { return };
    if work.known.open_source == Some(true) {
        return;
    }
    if work.known.open_source.is_none() {
        let open = work.doc.text.iter().any(|t| work.has("open-source", &plain(t)))
            || work.doc.fields.values().any(|f| work.has("open-source", &plain(&f.text)));
        if open {
            return;
        }
    }
    if matches!(work.said("1.1.b"), Said::Absent | Said::Blank | Said::NotApplicable(_)) {
        work.say("1.1.b", "missing", &[("country", both(&country))]);
    }
}

fn mailboxes(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '<' | '>'))
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).trim_start_matches("mailto:"))
        .filter(|w| w.contains('@') && w.contains('.'))
        .map(str::to_owned)
        .collect()
}

/// Contact of the representative is generic or the provider's own.
fn representative_contact(work: &mut Work<'_>) {
    let Said::Text(text) = work.said("1.1.b") else { return };
    let (own, provider) = (mailboxes(&text), mailboxes(&work.text("1.1.a")));
    if let Some(shared) = own.iter().find(|m| provider.contains(m)) {
        work.say("1.1.b", "same", &[("value", both(shared))]);
    } else if own.is_empty() {
        let links = work.links("1.1.b");
        let generic = links.iter().find(|l| {
            let l = l.to_lowercase();
            l.contains("/help")
                || l.contains("//help.")
                || l.contains("/support")
                || l.contains("//support.")
                || l.contains("/contact")
        });
        let phrase = work.book.words.first("generic-contact", &text).map(|(_, p)| p.to_owned());
        if let Some(value) = generic.cloned().or(phrase) {
            work.say("1.1.b", "generic", &[("value", both(&value))]);
        }
    }
}

/// The names in 1.2.a, one an entry, without links.
pub(super) fn model_names(work: &Work<'_>) -> Vec<String> {
    let Some(field) = work.field("1.2.a") else { return Vec::new() };
    field
        .text
        .lines()
        .flat_map(|l| l.split([',', ';']))
        .map(|n| {
            // A sign at the end may belong to the name: `A+`.
            let end = |c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#');
            without_links(n).trim_end_matches(end).trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
        })
        .filter(|n| !n.is_empty())
        .take(MOST_NAMES)
        .collect()
}

/// Most names of one field that are looked at one by one.
pub(super) const MOST_NAMES: usize = 200;

/// Model not named, or named without version.
fn model_unnamed(work: &mut Work<'_>) {
    match work.said("1.2.a") {
        Said::Absent | Said::Blank | Said::NotApplicable(_) => work.say("1.2.a", "missing", &[]),
        Said::Text(_) => {
            let names = model_names(work);
            // A list says enough if any of its entries has a version.
            if !names.is_empty() && names.iter().all(|n| !n.chars().any(|c| c.is_ascii_digit())) {
                let value = names.first().cloned().unwrap_or_default();
                work.say("1.2.a", "family", &[("value", both(&value))]);
            }
        }
        _ => {}
    }
}

/// Shared Summary without a list of versions.
fn versions_not_listed(work: &mut Work<'_>) {
    let Said::Text(text) = work.said("1.2.a") else { return };
    let text = without_links(&text);
    if model_names(work).len() <= 1
        && let Some((_, words)) = work.book.words.first("family", &text)
    {
        let words = words.to_owned();
        // `Family 3.1-405B` is one name.
        if !text.starts_with(&words) {
            work.say("1.2.a", "list", &[("value", work.quote("1.2.a"))]);
        }
    }
}

/// Model dependencies incomplete.
fn dependencies(work: &mut Work<'_>) {
    match work.said("1.2.b") {
        Said::NotApplicable(_) => {
            let bases = work.known.base_models.join(", ");
            if !bases.is_empty() {
                work.say("1.2.b", "denied", &[("base", both(&bases)), ("value", work.quote("1.2.b"))]);
            }
        }
        Said::Text(text) => {
            let linked = !work.links("1.2.b").is_empty() || work.hidden_links("1.2.b");
            let none = [
                "no summary",
                "none available",
                "not available",
                "no public summary",
                "not published",
                "nessuna sintesi",
            ];
            if !linked && !none.iter().any(|p| text.contains(p)) {
                work.say("1.2.b", "link", &[("value", work.quote("1.2.b"))]);
            }
        }
        _ => {}
    }
}

/// Date of placement on the Union market missing.
fn placement_missing(work: &mut Work<'_>) {
    match work.said("1.2.c") {
        Said::Absent | Said::Blank => work.say("1.2.c", "missing", &[]),
        Said::NotApplicable(_) => work.say("1.2.c", "not-a-date", &[("value", work.quote("1.2.c"))]),
        Said::Text(_) if !work.dates("1.2.c").iter().any(|f| f.shape != Shape::Year) => {
            work.say("1.2.c", "not-a-date", &[("value", work.quote("1.2.c"))]);
        }
        _ => {}
    }
}

/// Latest date of data not one MM/YYYY.
fn latest_date_format(work: &mut Work<'_>) {
    let text = match work.said("1.3.d") {
        Said::Text(text) | Said::NotApplicable(text) => text,
        _ => return,
    };
    let found = work.dates("1.3.d");
    // The month comes first; what is said of it may follow.
    let first = |f: &dates::Found| text.get(..f.start).unwrap_or_default().split_whitespace().count() <= 2;
    if !matches!(found.as_slice(), [only] if only.shape == Shape::SlashMonth && first(only)) {
        work.say("1.3.d", "format", &[("value", work.quote("1.3.d"))]);
    }
}

/// Nothing said on continuous training.
fn continuous_training(work: &mut Work<'_>) {
    if work.any_unreadable(&["1.3.d", "1.3.g"]) || !matches!(work.said("1.3.d"), Said::Text(_) | Said::NotApplicable(_))
    {
        return;
    }
    let text = work.texts(&["1.3.d", "1.3.g"]);
    let asked = work.doc.extra.iter().any(|e| work.has("ongoing-question", &plain(&e.label)));
    if !asked && !work.has("continuous", &text) && !speaks_of_training_on(work, &text) {
        work.say("1.3.d", "silent", &[]);
    }
}

/// Whether a sentence speaks of training on new data, or of none after some day, in whatever words.
fn speaks_of_training_on(work: &Work<'_>, text: &str) -> bool {
    text.split(['.', ';', '!', '\n']).any(|sentence| {
        let has = |list: &str| work.has(list, sentence);
        has("training") && (has("training-anew") || has("training-over") || (has("training-after") && has("negation")))
    })
}

/// Latest date of data does not fit the other dates.
fn latest_date_fits(work: &mut Work<'_>) {
    let Some(latest) = work.dates("1.3.d").into_iter().max_by_key(|f| f.last) else { return };
    let value = same(month(&latest));
    for id in ["2.1.c", "2.1.d", "2.1.e", "2.3.e"] {
        let text = work.text(id);
        let end = dates::period_ends(&work.book.words, &text).into_iter().max_by_key(|f| f.first);
        if let Some(end) = end
            && end.first > latest.last
        {
            work.say("1.3.d", "period", &[("value", value.clone()), ("field", same(id)), ("other", same(month(&end)))]);
        }
    }
    if let Some(updated) = work.updated()
        && latest.first > updated.last
    {
        work.say("1.3.d", "update", &[("value", value), ("other", same(updated.last.to_string()))]);
    }
}

/// A found date as month, or year where no more is known.
fn month(found: &dates::Found) -> String {
    if found.shape == Shape::Year {
        return found.first.year().to_string();
    }
    format!("{:02}/{}", found.first.month(), found.first.year())
}

/// Languages not listed.
fn languages(work: &mut Work<'_>) {
    match work.said("1.3.e") {
        Said::NotApplicable(_) => {
            let marked = work.modalities("1.3.a").unwrap_or_default();
            if marked.contains("text") || marked.contains("audio") {
                work.say("1.3.e", "not-applicable", &[("value", work.quote("1.3.e"))]);
            }
        }
        Said::Text(text) => {
            let named = work.book.words.all("union-languages", &text).len()
                + work.book.words.all("other-languages", &text).len()
                + work.book.words.all("native-languages", &text).len()
                + codes(&text);
            let generic = work.has("generic-languages", &text) || counted(work, &text);
            if named == 0 || (generic && named < 5) {
                work.say("1.3.e", "unlisted", &[("value", work.quote("1.3.e"))]);
            }
        }
        _ => {}
    }
}

/// Languages given by their codes: items of two or three letters, such as `de, en, pt-BR`, most of a list.
fn codes(text: &str) -> usize {
    let items: Vec<&str> = text
        .split([',', ';', '/', '|', '\n', ' ', '(', ')', '.'])
        .map(str::trim)
        // `de (70 %), en`: shares are no items.
        .filter(|i| i.chars().any(char::is_alphabetic) && !matches!(*i, "and" | "about"))
        .collect();
    let code = |i: &&&str| {
        let head = i.split(['-', '_']).next().unwrap_or_default();
        (2..=3).contains(&head.len()) && head.chars().all(|c| c.is_ascii_lowercase()) && i.len() <= 8
    };
    let found = items.iter().filter(code).count();
    if found * 3 >= items.len() * 2 { found } else { 0 }
}

/// `1000 languages`: a number of them instead of their names.
fn counted(work: &Work<'_>, text: &str) -> bool {
    let Some((at, _)) = work.book.words.first("languages", text) else { return false };
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.split_whitespace().next_back().is_some_and(|w| w.chars().any(|c| c.is_ascii_digit()))
}

/// Other characteristics blank.
fn other_characteristics(work: &mut Work<'_>) {
    if matches!(work.said("1.3.f"), Said::Blank) {
        work.say("1.3.f", "blank", &[]);
    }
}
