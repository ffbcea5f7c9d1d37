//! Rules on section 2.2, private datasets obtained from third parties (TS-221 to TS-223).

use super::sources::boxes_all_empty;
use super::work::{Check, Said, Work, both};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] =
    &[("TS-221", licensed_without_modality), ("TS-222", private_undescribed), ("TS-223", licensed_among_public)];

/// Licensed data without modality.
fn licensed_without_modality(work: &mut Work<'_>) {
    if work.is_yes("2.2.1.a")
        && (matches!(work.said("2.2.1.b"), Said::Absent | Said::Blank | Said::NotApplicable(_))
            || boxes_all_empty(work, "2.2.1.b"))
    {
        work.say("2.2.1.b", "missing", &[]);
    }
}

/// Private datasets neither listed nor described.
fn private_undescribed(work: &mut Work<'_>) {
    let nothing = |id: &str| matches!(work.said(id), Said::Absent | Said::Blank | Said::NotApplicable(_));
    if work.is_yes("2.2.2.a") && nothing("2.2.2.c") && nothing("2.2.2.d") {
        work.say("2.2.2.d", "missing", &[]);
    }
}

/// Licensed data among public datasets.
fn licensed_among_public(work: &mut Work<'_>) {
    for id in ["2.1.c", "2.1.d"] {
        let text = work.text(id);
        if let Some((_, words)) = work.book.words.first("licensed", &text) {
            let words = both(words);
            work.say(id, "licensed", &[("words", words)]);
        }
    }
}
