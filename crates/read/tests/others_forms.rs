//! Summaries as others write them, invented here: Italian, every question numbered, a web form, the draft form, a table of
//! sizes, labels without emphasis.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_forms::reading::{Form, Reading, State};
use gpai_read::read;

/// Text, ticked and empty boxes of a field.
fn field<'r>(reading: &'r Reading, id: &str) -> (&'r str, Vec<&'r str>, Vec<&'r str>) {
    let field = reading.fields.get(id).unwrap_or_else(|| panic!("{id} not found in {:#?}", reading.fields));
    (
        &field.text,
        field.ticked.iter().map(String::as_str).collect(),
        field.unticked.iter().map(String::as_str).collect(),
    )
}

#[test]
fn italian_labels_and_options() {
    let text = "# Sintesi pubblica dei contenuti di addestramento\n\n**Versione della sintesi:** 1.0\n\n\
        **Ultimo aggiornamento:** 01/10/2025\n\n## 1. Informazioni generali\n\n### 1.1. Identificazione del fornitore\n\n\
        | | |\n|---|---|\n| Nome e dati di contatto del fornitore: | Esempio S.p.A., Milano |\n\
        | Nome e dati di contatto del rappresentante autorizzato: | Non applicabile |\n\n\
        ### 1.3. Modalità, dimensione complessiva dei dati di addestramento e altre caratteristiche\n\n\
        | Modalità | Dimensione dei dati di addestramento | Tipi di contenuto |\n|---|---|---|\n\
        | ☒ Testo | ☐ Meno di 1 miliardo di token<br>☒ Da 1 miliardo a 10 000 miliardi di token | Stampa |\n| ☐ Immagini | | |\n\n\
        ### 2.1. Set di dati disponibili al pubblico\n\n\
        **Avete utilizzato set di dati disponibili al pubblico per addestrare il modello?**\n\n☒ Sì ☐ No\n\n\
        ### 2.3. Dati sottoposti a crawling e scraping da fonti online\n\n\
        **Sono stati utilizzati crawler dal fornitore o per suo conto?** No\n";
    let found = read("sintesi.md", text.as_bytes(), None).unwrap();
    assert_eq!((found.kind.as_deref(), found.language.as_str()), (Some("training-summary"), "it"));
    assert_eq!(found.form, Form::Official);
    assert_eq!(field(&found, "1.1.a").0, "Esempio S.p.A., Milano");
    assert_eq!(field(&found, "1.3.a"), ("", vec!["text"], vec!["image"]));
    assert_eq!(field(&found, "1.3.b.text"), ("", vec!["T2"], vec!["T1"]));
    assert_eq!(field(&found, "1.3.c.text").0, "Stampa");
    assert_eq!(field(&found, "2.1.a"), ("", vec!["yes"], vec!["no"]));
    assert_eq!(field(&found, "2.3.a").1, ["no"]);
}

#[test]
fn every_question_numbered_and_several_on_consecutive_lines() {
    let text = "# Data Summary for Example-1\n\n## 1. General information\n\n**1.0.1 Version of the Summary:** 1.0\n\
        **1.0.2 Last update:** 16-Dec-2025\n\n## 1.1 Model Developer Identification\n\n\
        **1.1.1 Model Developer name and contact details:** Example Corp, 1 Example Way\n\n\
        ## 1.3 Overall training data size and characteristics\n\n**1.3.1.A Text training data size:** Less than 1 billion tokens\n\
        **1.3.1.B Text training data content:** Code\n**1.3.1.C Image training data size:** Not applicable\n\n\
        **1.3.3 Is data collection ongoing to update the model with new data collection after deployment?** No\n\n\
        **2.1.1 Have you used publicly available datasets to train the model?** Yes\n\n## 2.3 Personal information\n\n\
        **2.3.1 Was personal data used to train the model?** No\n\n## 2.4 Synthetic data\n\n\
        #### 2.4.1 Was any synthetic AI-generated data used to train the model?\n\nYes\n";
    let found = read("data_summary_card.md", text.as_bytes(), None).unwrap();
    assert_eq!((found.kind.as_deref(), found.form), (Some("training-summary"), Form::Variant));
    assert_eq!(field(&found, "H.1").0, "1.0");
    assert_eq!(field(&found, "H.2").0, "16-Dec-2025");
    assert_eq!(found.fields["H.2"].line, Some(5));
    assert_eq!(field(&found, "1.3.b.text").1, ["T1"]);
    assert_eq!(field(&found, "1.3.c.text").0, "Code");
    assert_eq!(field(&found, "1.3.a"), ("", vec!["text"], vec!["image"]));
    assert_eq!(field(&found, "2.5.a").1, ["yes"], "the title of its section, not its number, says which it is");
    assert!(!found.fields.contains_key("2.3.a"), "a section that the form does not have is none of its sections");
    let extra: Vec<&str> = found.extra.iter().map(|e| e.label.as_str()).collect();
    assert_eq!(extra.len(), 2, "{extra:?}");
    assert!(extra[0].starts_with("1.3.3") && extra[1].starts_with("2.3.1"), "{extra:?}");
}

#[test]
fn a_web_page_with_inputs_and_lists() {
    let html = "<!doctype html><title>x</title><style>p{}</style><script>document.write('2.3.a')</script>\
        <h1>Public Summary of Training Content</h1><h2>2. List of data sources</h2><h3>2.1. Publicly available datasets</h3>\
        <details><summary>Show</summary><ul><li><b>Have you used publicly available datasets to train the model?</b>\
        <ul><li><input type=checkbox checked> Yes</li><li><input type=checkbox> No</li></ul></li>\
        <li><b>List of large publicly available datasets:</b><ul><li>Example One, <a href='https://example.com/1'>link</a></li>\
        <li>Example Two</li></ul></li></ul></details><p hidden>Example Three</p>\
        <table><tr><th>If yes, specify crawler name(s)/identifier(s)</th><td>ExampleBot</td></tr>\
        <tr><th>Purposes of the crawler(s)</th><td>Training<br>Evaluation</td></tr></table>";
    let found = read("a.html", html.as_bytes(), Some("training-summary")).unwrap();
    assert_eq!(field(&found, "2.1.a"), ("", vec!["yes"], vec!["no"]));
    assert_eq!(field(&found, "2.1.c").0, "Example One, link\nExample Two");
    assert_eq!(field(&found, "2.3.b").0, "ExampleBot");
    assert_eq!(field(&found, "2.3.c").0, "Training\nEvaluation");
    assert_eq!(found.links, [("https://example.com/1".to_owned(), None)]);
    assert!(!found.text.concat().contains("document.write"));
}

#[test]
fn the_draft_form_is_told_apart() {
    let text = "# Template for the Public Summary of Training Content\n\n## 1. General information\n\n\
        **Versioned model name(s):** Example\n\n**Knowledge cut-off date:** 01/2025\n\n## 2. List of data sources\n\n\
        **Did you use publicly available datasets to train the model?** Yes\n\n**List of main publicly available datasets:** Example One\n\n\
        **Were crawlers used by the provider or on behalf of?** Yes\n\n**List of the most relevant domain names crawled:** example.com\n\n\
        **Description of measures taken to remove unwanted content:** filters\n";
    let found = read("draft.md", text.as_bytes(), None).unwrap();
    assert_eq!(found.form, Form::Draft, "{:#?}", found.fields);
    assert_eq!(field(&found, "1.3.d").0, "01/2025");
    assert_eq!(field(&found, "2.3.h").0, "example.com");
}

#[test]
fn labels_without_emphasis_and_what_the_form_left_standing() {
    let text = "Public Summary of Training Content\n\nVersion of the Summary: 2\n\nLast update: 03/02/2026\n\n\
        2.2.2. Private datasets obtained from other third parties\n\nHave you obtained private datasets from third parties that \
        are not licensed as described in Section 2.2.1, such as data obtained from providers of private databases, or data \
        intermediaries? No\n\nAdditional comments (optional): Providers may also disclose other relevant information on a \
        voluntary basis, e.g. the period of data collection, size of the datasets and further details.\n\n\
        2.6 Other sources of data\n\nAdditional comments (optional): Click or tap here to enter text.\n";
    let found = read("a.txt", text.as_bytes(), Some("training-summary")).unwrap();
    assert_eq!(field(&found, "H.1").0, "2");
    assert_eq!(field(&found, "2.2.2.a").1, ["no"]);
    for id in ["2.2.2.e", "2.6.c"] {
        assert_eq!(found.fields[id].state, State::Blank, "{id}: {:?}", found.fields[id]);
        assert!(!found.fields[id].text.is_empty(), "{id}: what was left standing can be pointed to");
    }
}

/// What one provider answers in a box of its own is kept as printed.
#[test]
fn an_option_of_their_own_is_kept() {
    let text = "**Have you concluded transactional commercial licensing agreement(s) with rightsholder(s) or with their \
        representatives?**\n\n☐ Yes ☐ No ☒ Other (see below)\n";
    let found = read("a.md", text.as_bytes(), Some("training-summary")).unwrap();
    assert_eq!(field(&found, "2.2.1.a"), ("", vec!["Other (see below)"], vec!["yes", "no"]));
}
