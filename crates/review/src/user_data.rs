//! Rules on section 2.4, user data (TS-251, TS-252).

use super::sources::boxes_all_empty;
use super::work::{Check, Said, Work, both};
use gpai_forms::lexicon::words::fold;

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[("TS-251", undescribed), ("TS-252", services_unnamed)];

/// User data without description or modality.
fn undescribed(work: &mut Work<'_>) {
    if !work.user_data() {
        return;
    }
    let nothing = |id: &str| matches!(work.said(id), Said::Absent | Said::Blank | Said::NotApplicable(_));
    if nothing("2.4.c") {
        work.say("2.4.c", "description", &[]);
    }
    let nothing = |id: &str| matches!(work.said(id), Said::Absent | Said::Blank | Said::NotApplicable(_));
    if nothing("2.4.d") || boxes_all_empty(work, "2.4.d") {
        work.say("2.4.d", "modality", &[]);
    }
}

/// Services not named one by one.
fn services_unnamed(work: &mut Work<'_>) {
    if !work.user_data() {
        return;
    }
    let Said::Text(text) = work.said("2.4.c") else { return };
    if let Some((at, words)) = work.book.words.first("service-examples", &text) {
        let end = text.get(at..).map_or(0, |t| t.char_indices().nth(40).map_or(t.len(), |(i, _)| i));
        let shown = both(&work.as_written("2.4.c", text.get(at..at + end).unwrap_or(words)));
        return work.say("2.4.c", "examples", &[("words", shown)]);
    }
    if (work.has("generic-services", &text) || work.has("services", &text)) && !names_something(work) {
        work.say("2.4.c", "unnamed", &[]);
    }
}

/// Whether a word with a capital stands inside a sentence, other than the provider's own name.
fn names_something(work: &Work<'_>) -> bool {
    let text = work.field("2.4.c").map(|f| fold(&f.text)).unwrap_or_default();
    let provider = work.text("1.1.a");
    let mut start = true;
    text.split_whitespace().any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let inside = !start;
        start = word.ends_with(['.', '!', '?', ':']);
        let short = work.book.words.list("no-names").contains(&bare.to_lowercase());
        capital && inside && !short && bare.chars().count() > 1 && !provider.contains(&bare.to_lowercase())
    })
}
