//! Yes and no as others mark them: whatever the marks are, an answer is never read as its opposite, and what is not known
//! stays unknown.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_forms::reading::{FieldReading, State};
use gpai_read::read;

/// The answer about crawlers in a summary that answers with these words, and another question so.
fn answer(text: &str, before: &str) -> FieldReading {
    let text = format!(
        "# Public summary of training content\n\n**Version of the Summary:** 1.0\n\n## 1. General information\n\n\
        ### 1.1. Provider identification\n\n**Provider name and contact details:** Example Ltd\n\n\
        ### 2.1. Publicly available datasets\n\n\
        **Have you used publicly available datasets to train the model?**\n\n{before}\n\n\
        ### 2.3. Data crawled and scraped from online sources\n\n\
        **Were crawlers used by the provider or on behalf of?**\n\n{text}\n"
    );
    let reading = read("summary.md", text.as_bytes(), Some("training-summary")).unwrap();
    reading.fields.get("2.3.a").cloned().unwrap_or_else(|| panic!("{text}: {:#?}", reading.fields))
}

#[test]
fn marks_of_every_kind() {
    for (text, word) in [
        ("● Yes ○ No", "yes"),
        ("○ Yes ● No", "no"),
        ("■ Yes □ No", "yes"),
        ("□ Yes ■ No", "no"),
        ("⬛ Yes ⬜ No", "yes"),
        ("⬤ Yes ○ No", "yes"),
        ("(•) Yes ( ) No", "yes"),
        ("( ) Yes (o) No", "no"),
        ("❌ Yes ☐ No", "yes"),
        ("✓ Yes ✗ No", "yes"),
        ("✗ Yes ✓ No", "no"),
        ("✗ Yes ☐ No", "yes"),
        ("● ☒ Yes ● ☐ No", "yes"),
    ] {
        let found = answer(text, "☒ Yes ☐ No");
        assert_eq!((found.ticked, found.state), (vec![word.to_owned()], State::Read), "{text}");
    }
}

#[test]
fn an_unknown_mark_or_a_lone_empty_box_is_unreadable() {
    for text in ["\u{FFFD} Yes ☐ No", "\u{E001} Yes ☐ No", "☐ Yes \u{E001} No", "☐ Yes", "[ ] No"] {
        assert_eq!(answer(text, "☒ Yes ☐ No").state, State::Unreadable, "{text}");
    }
    assert_eq!(answer("☐ No, but we did", "☐ Yes").state, State::Unreadable);
    // Where every box of the document is a lone empty one, it is decoration.
    assert_eq!(answer("☐ No", "☐ Yes").ticked, ["no"]);
    // Beside ticked boxes, the empty one of a `Yes` is none.
    assert_eq!(answer("☐ No", "☒ Yes").ticked, ["no"]);
    assert_eq!(answer("☐ Yes", "☒ Yes").state, State::Unreadable);
    assert_eq!(answer("☐ Yes ☐ No", "☒ Yes ☐ No").state, State::Blank);
}

#[test]
fn a_word_is_an_answer_only_if_it_stands_for_one() {
    for text in [
        "No information is available.",
        "No answer",
        "No comment",
        "No data available",
        "No response provided at this time",
        "Yes and No",
        "Yes, no",
        "No, except for news sites, which we crawled",
        "No. However, we crawled news sites",
        "No, tranne i siti di notizie",
    ] {
        assert!(answer(text, "Yes").ticked.is_empty(), "{text}");
    }
    for (text, word) in [
        ("No", "no"),
        ("No.", "no"),
        ("Yes, our own crawler", "yes"),
        ("No – none were used", "no"),
        ("Yes. No personal data was taken", "yes"),
        ("**Yes**", "yes"),
    ] {
        assert_eq!(answer(text, "Yes").ticked, [word], "{text}");
    }
}

#[test]
fn an_answer_that_ran_into_its_label_is_not_blank() {
    let row = |label: &str| {
        let text = format!(
            "# Public summary of training content\n\n## 2.3. Data crawled and scraped from online sources\n\n\
            | | |\n|---|---|\n| {label} | |\n| General description of crawler behaviour: | Reads robots.txt |\n"
        );
        let reading = read("summary.md", text.as_bytes(), Some("training-summary")).unwrap();
        reading.fields["2.3.a"].state
    };
    assert_eq!(row("Were crawlers used by the provider or on behalf of?"), State::Blank);
    assert_eq!(row("Were crawlers used by the provider or on Yes behalf of?"), State::Unreadable);
    let text = "# Public summary of training content\n\n## 2.3. Data crawled and scraped from online sources\n\n\
        **Were crawlers used by the provider or on Yes behalf of?**\n\nwords of something else\n";
    let reading = read("summary.md", text.as_bytes(), Some("training-summary")).unwrap();
    assert_eq!(reading.fields["2.3.a"].state, State::Unreadable);
}

#[test]
fn what_a_style_hides_is_not_read() {
    let text = "<html><body><h1>Public summary of training content</h1><h2>2.3. Data crawled and scraped from online \
        sources</h2><p><b>Were crawlers used by the provider or on behalf of?</b></p>\
        <p style='display: none'>Yes</p><p style='color:red; VISIBILITY:hidden !important'>Yes</p><p>No</p></body></html>";
    let reading = read("a.html", text.as_bytes(), Some("training-summary")).unwrap();
    assert_eq!(reading.fields["2.3.a"].ticked, ["no"]);
    assert!(!reading.text.concat().contains("Yes"), "{:?}", reading.text);
}
