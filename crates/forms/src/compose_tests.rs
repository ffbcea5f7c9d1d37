//! Tests of sheets: gaps, conditions, what a final document asks for, and what a reader does not see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

const LAST: View = View { audience: Audience::Public, last: true };
const DRAFT: View = View { audience: Audience::Public, last: false };

fn summary(answers: &str) -> (Template, Record) {
    let text = format!("[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n[answers]\n{answers}\n");
    Record::read("f", &text).unwrap()
}

fn rows(sheet: &Sheet) -> Vec<&Row> {
    sheet.blocks.iter().filter_map(|b| if let Block::Fields(rows) = b { Some(rows) } else { None }).flatten().collect()
}

/// The table of modalities as the form draws it: a row each, with mark, size and content.
fn grid(sheet: &Sheet) -> &Grid {
    sheet.blocks.iter().find_map(|b| if let Block::Grid(grid) = b { Some(grid) } else { None }).unwrap()
}

fn value<'s>(sheet: &'s Sheet, id: &str) -> &'s [Piece] {
    let all = rows(sheet);
    &all.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no row {id}")).value
}

#[test]
fn what_is_unknown_is_a_visible_gap_and_owed() {
    let (template, record) = summary("\"1.3.a\" = [\"text\"]\n\"2.1.a\" = \"yes\"\n\"2.3.a\" = \"no\"");
    let sheet = compose(&template, &record, DRAFT);
    assert!(matches!(value(&sheet, "H.1"), [Piece::Gap(_)]));
    assert!(matches!(value(&sheet, "2.5.a"), [Piece::Gap(text)] if text.contains("Yes or No")));
    // Its condition holds, does not, is open.
    assert!(matches!(value(&sheet, "2.1.c"), [Piece::Gap(_)]));
    assert_eq!(value(&sheet, "2.3.c"), [Piece::Text(vec![Inline::Text("N/A".into())])]);
    assert!(matches!(value(&sheet, "2.5.b"), [Piece::Gap(text)] if text.contains("depends on 2.5.a")));
    // An optional answer is no gap; the rows of modalities that are not ticked are drawn, and ask nothing.
    assert!(value(&sheet, "2.1.e").is_empty());
    let gaps: Vec<bool> =
        grid(&sheet).rows.iter().map(|row| row.iter().flatten().any(|p| matches!(p, Piece::Gap(_)))).collect();
    assert_eq!(gaps, [true, false, false, false, false]);
    let owed: Vec<String> = owed(&template, &record, Audience::Public).into_iter().map(|o| o.id).collect();
    assert!(["H.1", "1.1.b", "2.1.b", "2.1.c", "2.5.a", "1.3.b.text"].iter().all(|id| owed.iter().any(|o| o == id)));
    assert!(!["2.1.a", "2.3.c", "2.5.b", "2.1.e", "1.3.b.image"].iter().any(|id| owed.iter().any(|o| o == id)));
}

#[test]
fn every_option_of_a_choice_is_shown() {
    let (template, record) = summary("\"2.1.a\" = \"no\"\n\"1.3.a\" = [\"text\"]\n\"1.3.b.text\" = \"T2\"");
    let sheet = compose(&template, &record, LAST);
    let Piece::Checks(yes_no) = &value(&sheet, "2.1.a")[0] else { panic!() };
    assert_eq!(yes_no.iter().map(|c| (c.label.as_str(), c.ticked)).collect::<Vec<_>>(), [("Yes", false), ("No", true)]);
    let Piece::Checks(bins) = &grid(&sheet).rows[0][1][0] else { panic!() };
    assert_eq!(bins.iter().filter(|b| b.ticked).count(), 1);
    assert_eq!(bins.len(), 4);
}

#[test]
fn dates_months_and_periods_are_printed_as_the_form_prints_them() {
    let (template, record) = summary(
        "\"H.2\" = 2026-03-06\n\"2.3.e\" = { from = \"2025-01\", to = \"2025-06\" }\n\"1.3.d\" = { month = \"2025-06\", continuous = \"no\" }",
    );
    let sheet = compose(&template, &record, LAST);
    let text = |id: &str| match &value(&sheet, id)[0] {
        Piece::Text(runs) => plain(runs),
        other => panic!("{other:?}"),
    };
    assert_eq!(text("H.2"), "06/03/2026");
    assert_eq!(text("2.3.e"), "From 01/2025 to 06/2025");
    assert_eq!(text("1.3.d"), "06/2025");
    assert_eq!(sheet.date, Some("2026-03-06".parse().unwrap()));
}

/// A part that must be there is a gap of its own, and owed.
#[test]
fn half_an_answer_is_a_gap() {
    let (template, record) = summary("\"1.3.d\" = { month = \"2025-06\" }");
    let sheet = compose(&template, &record, DRAFT);
    assert!(value(&sheet, "1.3.d").iter().any(|p| matches!(p, Piece::Gap(text) if text.starts_with("continuous"))));
    assert!(owed(&template, &record, Audience::Public).iter().any(|o| o.id == "1.3.d"));
}

#[test]
fn sources_stand_in_drafts_only() {
    let (template, record) = summary("\"H.1\" = { value = \"1.0\", source = \"README.md:3\" }");
    let has = |view| format!("{:?}", compose(&template, &record, view)).contains("README.md:3");
    assert!(has(DRAFT) && !has(LAST));
}

/// The source of a coarse figure may name the precise one.
#[test]
fn a_coarser_view_shows_no_sources() {
    let text = "[document]\nkind = \"model-documentation\"\ntemplate = \"2025-07-10\"\n[answers]\n\"MDF-11b\" = { value = \"5B-15B\", source = \"7013142528 in config.json\" }\n\"MDF-01\" = { value = \"A\", source = \"7013142528\" }\n";
    let (template, record) = Record::read("f", text).unwrap();
    for (audience, shown) in [(Audience::Dp, false), (Audience::Nca, false), (Audience::Aio, true)] {
        let sheet = compose(&template, &record, View { audience, last: false });
        assert_eq!(format!("{sheet:?}").contains("7013142528"), shown, "{audience:?}");
    }
}

/// The table of code-of-practice.md, section 1.4: who sees which of the 45 items.
#[test]
fn the_model_documentation_form_shows_each_reader_the_right_items() {
    let template = Template::latest("model-documentation").unwrap().unwrap();
    let items: Vec<&Field> = template.fields.iter().filter(|f| f.id.starts_with("MDF-")).collect();
    assert_eq!(items.len(), 45);
    let expected = [
        ("aio,nca,dp", "01 02 04 05 06 07 09 10 14 15 16 22 23 27"),
        ("aio,nca", "03 08 12 13 20 21 24 26 28 29 32 33 34 35 36"),
        ("nca,dp", "11b"),
        ("aio", "11 25b 30b 31b"),
        ("nca", "25 30 31"),
        ("dp", "09b 10b 12b 13b 17 18 19"),
        ("aio,dp", "13c"),
    ];
    let mut count = 0;
    for (audiences, ids) in expected {
        for id in ids.split(' ') {
            let field = template.field(&format!("MDF-{id}")).unwrap_or_else(|| panic!("{id}"));
            let words: Vec<&str> = field.audiences.iter().map(|a| a.word()).collect();
            assert_eq!(words.join(","), audiences, "MDF-{id}");
            count += 1;
        }
    }
    assert_eq!(count, 45);
    // The doubts of the law file are said where they matter.
    assert_eq!(template.field("MDF-09b").unwrap().doubt.as_deref(), Some("D-1"));
    assert_eq!(template.field("MDF-13c").unwrap().doubt.as_deref(), Some("D-2"));
}

/// Ten commitments, 32 measures: 4+2+5+2+1+2+7+3+4+2.
#[test]
fn the_framework_has_all_32_measures() {
    let template = Template::latest("safety-framework").unwrap().unwrap();
    for (commitment, measures) in [4, 2, 5, 2, 1, 2, 7, 3, 4, 2].into_iter().enumerate() {
        for measure in 1..=measures {
            let id = format!("{}.{measure}", commitment + 1);
            let found = template.fields.iter().any(|f| f.id == id || f.id.starts_with(&format!("{id}.")));
            assert!(found, "measure {id}");
        }
    }
}

#[test]
fn the_public_view_of_a_policy_names_nobody() {
    let text = "[document]\nkind = \"copyright-policy\"\ntemplate = \"2025-07-10\"\n[answers]\n\"responsible\" = [{ role = \"Oversight\", person = \"Jana Canary\" }]\n\"approved\" = \"Anton Canary\"\n\"crawls\" = \"no\"\n";
    let (template, record) = Record::read("f", text).unwrap();
    let shown = |audience| format!("{:?}", compose(&template, &record, View { audience, last: false }));
    assert!(!shown(Audience::Public).contains("Canary"));
    assert!(shown(Audience::Aio).contains("Jana Canary"));
    // Who does not crawl is not asked about crawlers.
    assert!(!shown(Audience::Public).contains("robots.txt directives"));
    assert!(shown(Audience::Public).contains("Statement for providers that do not crawl"));
}

#[test]
fn addresses_become_links_and_nothing_else_does() {
    let (template, record) = summary("\"H.1\" = \"see (https://a.example/x?y=1). <b>no</b> javascript:alert(1)\"");
    let sheet = compose(&template, &record, LAST);
    let Piece::Text(runs) = &value(&sheet, "H.1")[0] else { panic!() };
    let links: Vec<&Inline> = runs.iter().filter(|r| matches!(r, Inline::Link { .. })).collect();
    assert_eq!(
        links,
        [&Inline::Link { text: "https://a.example/x?y=1".into(), target: "https://a.example/x?y=1".into() }]
    );
    assert_eq!(plain(runs), "see (https://a.example/x?y=1). <b>no</b> javascript:alert(1)");
}
